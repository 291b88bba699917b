from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from huoshui.base.files import LARGEST, NO_SECRETS, TYPES

from ..actions import Focus
from ..models import MonthlyFocus
from .fields import short_text

ACCEPTED = ".pdf,.doc,.docx,.wps,.ofd"


class FocusForm(forms.Form):
    """`revision` is the one the editor has seen. `drop_file` takes away the file there is."""

    title = forms.CharField(label="标题", max_length=60)
    text = forms.CharField(
        label="要求",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="两三句话：这个月学什么、做什么。",
    )
    document_number = short_text("文号", 60, help_text="照正式通知填写，没有文号就空着。")
    file = forms.FileField(
        label="文件",
        required=False,
        allow_empty_file=True,  # the store says why not
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=f"{NO_SECRETS}只收 PDF、Word、WPS 文字、OFD，最大 {LARGEST // 1024 // 1024} 兆；文件名不保留。",
    )
    drop_file = forms.BooleanField(label="去掉已有的文件", required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        focus: MonthlyFocus | None,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
    ):
        super().__init__(data, files, initial=_initial(focus))
        self.focus = focus
        if focus is None or not focus.file_key:
            del self.fields["drop_file"]

    def said(self) -> Focus:
        """Without a new file, with the one there is, unless that is to go."""
        said, kept = self.cleaned_data, self.focus
        keeps = kept is not None and kept.file_key and not said.get("drop_file")
        return Focus(
            title=said["title"],
            text=said["text"],
            document_number=said["document_number"],
            file_key=kept.file_key if kept and keeps else "",
            file_type=kept.file_type if kept and keeps else "",
        )


def file_words(code: str) -> str:
    return TYPES[code].label if code else ""


def _initial(focus: MonthlyFocus | None) -> dict[str, Any]:
    if focus is None:
        return {"revision": 0}
    names = ("title", "text", "document_number", "revision")
    return {name: getattr(focus, name) for name in names}
