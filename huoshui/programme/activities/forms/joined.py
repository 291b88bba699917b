"""A unit's own people on an activity it held with others. Time, place and agenda are told once, by the organiser."""

from functools import partial
from typing import Any

from django import forms
from django.http import QueryDict

from huoshui.base.clock import day_of
from huoshui.organisation.public import Viewer

from ..actions import Line
from ..models import Joining
from ..queries import Sheet, may_observe
from .fields import long_text
from .names import people_named
from .ticks import RosterTicks, as_on_sheet


class JoinedForm(forms.Form):
    also = long_text("到会的人", 4000, 3, help_text="本单位名册以外到会的人，写姓名，用顿号隔开。")
    submission = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, sheet: Sheet, joining: Joining, viewer: Viewer, data: QueryDict | None, **initial: Any):
        super().__init__(data, initial={"revision": joining.revision, **initial})
        self.sheet, self.viewer = sheet, viewer
        self.ticks = RosterTicks(sheet, data)
        if sheet.kind.roster != "open":
            del self.fields["also"]

    @property
    def sitting_choices(self) -> list[tuple[int, str]]:
        count = len(self.sheet.sittings) + 1
        return [(n, f"第{n}批") for n in range(1, count + 1)] if count > 1 else []

    def clean(self) -> dict[str, Any]:
        if {"submission", "revision"} & self.errors.keys():
            raise forms.ValidationError("这张页面已经失效，请返回后重新打开再填。")
        if not self.ticks.lists_the_same_people:
            raise forms.ValidationError("名册上的人刚刚有变动，已更新。请核对后再保存。")
        return self.cleaned_data

    def clean_also(self) -> list[int]:
        on = day_of(self.sheet.starts_at)
        find = partial(may_observe, viewer=self.viewer, unit=self.sheet.unit, on=on)
        return people_named(self.cleaned_data["also"], known={}, listed=self.sheet.people, find=find)

    def roster(self) -> list[Line]:
        named = [Line(person_id) for person_id in self.cleaned_data.get("also", ())]
        return [*self.ticks.lines(), *named, *(as_on_sheet(line) for line in self.sheet.kept)]
