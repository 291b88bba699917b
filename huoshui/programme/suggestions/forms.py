"""What people write, on whichever side."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict

from huoshui.organisation.public import Unit
from huoshui.packs.schema import SuggestionKind

from .actions import Said

LONGEST = 4000


def words_field(label: str, *, required: bool = True, longest: int = LONGEST, rows: int = 6, **more: Any):
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={
            "required": "请写几句，说清楚是什么事。",
            "max_length": f"最多 {longest} 字，现在有 %(show_value)d 字，请缩短，或分两条写。",
        },
        **more,
    )


def line_field(label: str, longest: int, *, required: bool = False, **more: Any) -> forms.CharField:
    said = {"max_length": f"最多 {longest} 字，请缩短。", "required": "请写一下，好知道要改的是哪一个。"}
    return forms.CharField(label=label, max_length=longest, required=required, error_messages=said, **more)


class Sent(forms.Form):
    """A form that counts once, however often it is sent."""

    submission = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "请重新打开这一页再填。"})

    def __init__(self, data: QueryDict | None = None, **more: Any):
        super().__init__(data, **more)
        self.initial.setdefault("submission", uuid4())


class WriteForm(Sent):
    """One suggestion. A burden has questions of its own; who is signed in may leave the name away."""

    form_name = line_field("哪张表、哪本台账或哪个页面", 200, required=True)
    asked_by = line_field("哪个部门要求的", 100)
    asked_twice = words_field("哪些内容别处已经有、又要填一遍", required=False, longest=1000, rows=3)
    text = words_field("要说的事")
    about = forms.ChoiceField(
        label="说的是哪个单位的事", error_messages={"invalid_choice": "没有这个单位，请从列表中选择。"}
    )
    goes_past = forms.BooleanField(
        label="不要让本单位看到，直接交上级", required=False, help_text="勾选后，由上一级单位办理，本单位的人看不到。"
    )
    is_nameless = forms.BooleanField(
        label="不留名",
        required=False,
        help_text="勾选后，系统不记是谁写的，管理员也查不到；“我的意见”里也没有，只能凭查询码看答复。",
    )
    website = forms.CharField(label="这一格请留空", required=False)
    heard = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, kind: SuggestionKind, units: Iterable[Unit], data: QueryDict | None = None, **more: Any):
        self.is_signed_in = more.pop("is_signed_in")
        super().__init__(data, **more)
        self.kind, self.units = kind, {unit.code: unit for unit in units}
        self.fields["about"].choices = grouped_by_company(self.units.values())
        self._leave_out()

    def _leave_out(self) -> None:
        if self.kind.asks == "burden":
            self.fields["text"].required = False
            self.fields["text"].label = "还想说的，或者希望怎样改"
        else:
            for name in ("form_name", "asked_by", "asked_twice"):
                del self.fields[name]
        if not self.is_signed_in:
            del self.fields["is_nameless"]

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields to be shown, in their order."""
        return [field for field in self.visible_fields() if field.name != "website"]

    def clean_website(self) -> str:
        """A field no person sees; what fills it in is seldom one."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError("“这一格请留空”里填了字。请清空后再送出。")
        return ""

    @property
    def gives_no_name(self) -> bool:
        return not self.is_signed_in or self.cleaned_data["is_nameless"]

    @property
    def every_word(self) -> str:
        said = self.cleaned_data
        return "\n".join(said.get(name, "") for name in ("text", "form_name", "asked_by", "asked_twice"))

    def said(self) -> Said:
        said = self.cleaned_data
        words = {name: said.get(name, "") for name in ("text", "form_name", "asked_by", "asked_twice")}
        about = self.units[said["about"]]
        return Said(self.kind.code, about, **words, goes_past=said["goes_past"], submission=said["submission"])


class CodeForm(forms.Form):
    code = forms.CharField(
        label="查询码",
        max_length=40,
        help_text="送出意见时显示的 12 位字母和数字，不分大小写，横线可以不打。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": "请填写查询码。"},
    )


class WordsForm(Sent):
    """A few words more, from the writer."""

    text = words_field("补充几句", rows=4)


class AgainForm(Sent):
    text = words_field("哪里还没有解决", rows=4)


class OfficeForm(Sent):
    """Every form of those who answer says which state of things it was written on."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class AnswerForm(OfficeForm):
    text = words_field("答复")


class AssignForm(OfficeForm):
    person = forms.ChoiceField(label="交给谁办", error_messages={"invalid_choice": "请从列表中选一个人。"})

    def __init__(self, people: Sequence[tuple[int, str]], data: QueryDict | None = None, **more: Any):
        super().__init__(data, **more)
        self.fields["person"].choices = people


class TransferForm(OfficeForm):
    unit = forms.ChoiceField(label="转给哪个单位", error_messages={"invalid_choice": "请从列表中选一个单位。"})
    text = words_field("转办时说明（写意见的人看不到）", required=False, longest=500, rows=2)

    def __init__(self, units: Iterable[Unit], data: QueryDict | None = None, **more: Any):
        super().__init__(data, **more)
        self.fields["unit"].choices = grouped_by_company(units)


def grouped_by_company(units: Iterable[Unit]) -> list[tuple[str, list[tuple[str, str]]]]:
    """In official order; what belongs to a company stands under its name."""
    listed = list(units)
    parents = {unit.parent_id for unit in listed}
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    for unit in listed:
        if unit.pk in parents or not groups:
            groups.append((unit.name, []))
        groups[-1][1].append((unit.code, unit.name))
    return groups
