from typing import Any

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from huoshui.base.files import LARGEST, NO_SECRETS, TYPES, Kept, Store

from ..actions import Focus
from ..models import MonthlyFocus
from .fields import short_text

SALT = "activities.focus.file"
ACCEPTED = ".pdf,.doc,.docx,.wps,.ofd"


class FocusForm(forms.Form):
    """`revision` is the one the editor has seen. `drop_file` takes away the file there is.

    `kept` carries, signed, a file that came with a page that had to be shown again.
    """

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
    kept = forms.CharField(required=False, widget=forms.HiddenInput)
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

    def clean_kept(self) -> Kept | None:
        try:
            written = self.cleaned_data["kept"]
            return Kept(*signing.loads(written, salt=SALT)) if written else None
        except signing.BadSignature:
            raise forms.ValidationError("这张页面已经失效，请返回后重新打开再填。") from None

    def said(self, store: Store) -> Focus:
        """With the file just sent, or sent before, or there already, unless that is to go. Raises FileRefused."""
        said = self.cleaned_data
        kept = store.keep(said["file"]) if said["file"] else said["kept"]
        if kept is None and self.focus and not said.get("drop_file"):
            kept = Kept(self.focus.file_key, self.focus.file_type)
        words = Focus(said["title"], said["text"], said["document_number"])
        return words.with_file(kept)


def carried(said: Focus) -> str:
    """A file for the `kept` of the next page."""
    return signing.dumps([said.file_key, said.file_type], salt=SALT) if said.file_key else ""


def file_words(code: str) -> str:
    return TYPES[code].label if code else ""


def _initial(focus: MonthlyFocus | None) -> dict[str, Any]:
    if focus is None:
        return {"revision": 0}
    names = ("title", "text", "document_number", "revision")
    return {name: getattr(focus, name) for name in names}
