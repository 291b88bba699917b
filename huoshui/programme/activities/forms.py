"""The forms of recording. They carry what is told to the actions; the rules live there."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict

from huoshui.base.clock import SHANGHAI
from huoshui.organisation.public import Viewer, people_visible_to
from huoshui.packs.loaded import pack

from .actions import FurtherSitting, Line, Told
from .enums import Presence
from .queries import Sheet

SITTINGS_AT_MOST = 6
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class RosterTicks:
    """The ticks and reasons of the roster, as posted: `present` lists who came, `reason-7` says why 7 did not."""

    def __init__(self, sheet: Sheet, data: QueryDict | None):
        self.sheet, self.data = sheet, data

    @property
    def lists_the_same_people(self) -> bool:
        """Whether the posted page showed the people this sheet expects; another day may have another roster."""
        return self.data is None or {int(i) for i in self._posted("listed")} == self.sheet.people.keys()

    def rows(self) -> list[dict[str, Any]]:
        """For the roster component."""
        return [self._row(line) for line in self.lines()]

    def lines(self) -> list[Line]:
        """As posted; where nothing is posted of a person, as on the sheet."""
        if self.data is None:
            return [
                Line(x.person_id, Presence(x.presence), x.leave_reason, sitting=x.sitting) for x in self.sheet.lines
            ]
        here = set(self._posted("present"))
        return [self._line(person_id, str(person_id) in here) for person_id in self.sheet.people]

    def _line(self, person_id: int, is_here: bool) -> Line:
        sitting = self._number(f"sitting-{person_id}")
        reason = self.data.get(f"reason-{person_id}", "") if self.data else ""
        if is_here:
            return Line(person_id, Presence.PRESENT, sitting=sitting)
        if reason in pack().leave_reasons:
            return Line(person_id, Presence.ON_LEAVE, reason, sitting=sitting)
        return Line(person_id, Presence.ABSENT, sitting=sitting)

    def _row(self, line: Line) -> dict[str, Any]:
        return {
            "person_id": line.person_id,
            "name": self.sheet.people[line.person_id],
            "present": line.presence == Presence.PRESENT,
            "reason": line.leave_reason,
            "reason_field": f"reason-{line.person_id}",
            "sitting": line.sitting,
            "sitting_field": f"sitting-{line.person_id}",
        }

    def _posted(self, name: str) -> list[str]:
        return [value for value in self.data.getlist(name) if value.isdigit()] if self.data else []

    def _number(self, name: str) -> int:
        value = self.data.get(name, "1") if self.data else "1"
        return int(value) if value.isdigit() else 0


class RecordForm(forms.Form):
    """One activity, told. `sheet` says what is known already; `viewer` whose people may be named as observers."""

    day = forms.DateField(label="日期", widget=DAY, error_messages={"invalid": "请写成 2026-04-09 这样的日期。"})
    time = forms.TimeField(label="时间", widget=TIME, error_messages={"invalid": "请写成 15:00 这样的时间。"})
    minutes = forms.IntegerField(label="时长（分钟）", min_value=1, max_value=24 * 60)
    place = forms.CharField(label="地点", max_length=80, required=False)
    title = forms.CharField(label="主题", max_length=120, required=False)
    chair = forms.TypedChoiceField(label="主持人", required=False, coerce=int, empty_value=None)
    recorder = forms.TypedChoiceField(label="记录人", required=False, coerce=int, empty_value=None)
    agenda = forms.CharField(
        label="议题",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="每行一条，沿用上次的可以直接改。",
    )
    observers = forms.CharField(label="列席", max_length=400, required=False, help_text="写姓名，用顿号隔开。")
    guests = forms.IntegerField(label="群众参加人数", min_value=0, max_value=100_000, required=False)
    extra_tags = forms.MultipleChoiceField(label="同时算作", required=False, widget=forms.CheckboxSelectMultiple)
    submission = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, sheet: Sheet, viewer: Viewer, data: QueryDict | None = None, sittings: int = 1):
        super().__init__(data, initial=_initial(sheet))
        self.sheet, self.viewer, self.ticks = sheet, viewer, RosterTicks(sheet, data)
        names = [("", "（未填）"), *sheet.people.items()]
        self._field("chair").choices = self._field("recorder").choices = names
        self._field("extra_tags").choices = [(code, pack().tags[code].label) for code in sheet.kind.extra_tags]
        if not sheet.kind.extra_tags:
            del self.fields["extra_tags"]
        self.sitting_numbers = range(2, min(max(sittings, len(sheet.sittings) + 1), SITTINGS_AT_MOST) + 1)
        for number in self.sitting_numbers:
            self._add_sitting(number)

    @property
    def sitting_choices(self) -> list[tuple[int, str]]:
        """For the roster, when there are several."""
        return [(n, f"第{n}批") for n in (1, *self.sitting_numbers)] if self.sitting_numbers else []

    @property
    def next_sitting(self) -> int:
        """How many sittings there are once one more is added."""
        return len(self.sitting_numbers) + 2

    @property
    def sitting_fields(self) -> list[forms.BoundField]:
        return [self[f"{part}_{n}"] for n in self.sitting_numbers for part in ("day", "time", "place")]

    def clean_observers(self) -> list[int]:
        """Person ids: last time's observers by name, then people the viewer may see."""
        written = self.cleaned_data["observers"].replace("，", "、").replace(",", "、").split("、")
        return [self._observer(name.strip()) for name in written if name.strip()]

    def clean(self) -> dict[str, Any]:
        if not self.ticks.lists_the_same_people:
            raise forms.ValidationError("名册和所选日期的人员对不上，已按这一天的人员更新。请核对后再保存。")
        return self.cleaned_data

    def told(self) -> Told:
        said = self.cleaned_data
        observers = [Line(person_id, is_observer=True) for person_id in said["observers"]]
        return Told(
            starts_at=_moment(said["day"], said["time"]),
            minutes=said["minutes"],
            roster=[*self.ticks.lines(), *observers],
            place=said["place"],
            title=said["title"],
            chair_id=said["chair"],
            recorder_id=said["recorder"],
            agenda=said["agenda"].splitlines(),
            guests=said["guests"] or 0,
            extra_tags=frozenset(said.get("extra_tags", ())),
            sittings=[self._sitting(number) for number in self.sitting_numbers],
            submission=said["submission"],
        )

    def refuse(self, message: str, field: str | None) -> None:
        """Show an action's refusal where it belongs."""
        self.add_error(field if field in self.fields else None, message)

    def _observer(self, name: str) -> int:
        known = [person_id for person_id, known_as in self.sheet.observers.items() if known_as == name]
        found = known or list(people_visible_to(self.viewer).filter(name=name).values_list("pk", flat=True)[:2])
        if not found:
            raise forms.ValidationError(f"没有找到“{name}”。请核对姓名；外单位的人请计入群众参加人数。")
        if len(found) > 1:
            raise forms.ValidationError(f"有不止一位“{name}”，请先计入群众参加人数。")
        return found[0]

    def _add_sitting(self, number: int) -> None:
        self.fields[f"day_{number}"] = forms.DateField(label=f"第{number}批日期", widget=DAY)
        self.fields[f"time_{number}"] = forms.TimeField(label=f"第{number}批时间", widget=TIME)
        self.fields[f"place_{number}"] = forms.CharField(label=f"第{number}批地点", max_length=80, required=False)

    def _sitting(self, number: int) -> FurtherSitting:
        said = self.cleaned_data
        return FurtherSitting(_moment(said[f"day_{number}"], said[f"time_{number}"]), said[f"place_{number}"])

    def _field(self, name: str) -> Any:
        return self.fields[name]


class PlanForm(forms.Form):
    kind = forms.ChoiceField(label="类型")
    day = forms.DateField(label="日期", widget=DAY)
    time = forms.TimeField(label="时间", widget=TIME)
    title = forms.CharField(label="主题", max_length=120, required=False)
    place = forms.CharField(label="地点", max_length=80, required=False)

    def __init__(self, kinds: Sequence[tuple[str, str]], data: QueryDict | None = None, **initial: Any):
        super().__init__(data, initial=initial)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    @property
    def starts_at(self) -> datetime:
        return _moment(self.cleaned_data["day"], self.cleaned_data["time"])


def _initial(sheet: Sheet) -> dict[str, Any]:
    local = sheet.starts_at.astimezone(SHANGHAI)
    return {
        "day": local.date(),
        "time": local.time(),
        "minutes": sheet.minutes,
        "place": sheet.place,
        "title": sheet.title,
        "chair": sheet.chair_id,
        "recorder": sheet.recorder_id,
        "agenda": "\n".join(sheet.agenda),
        "observers": "、".join(sheet.observers.values()),
        "guests": sheet.guests,
        "extra_tags": sorted(sheet.extra_tags),
        "submission": uuid4(),
        "revision": sheet.activity.revision if sheet.activity else 0,
        **_initial_sittings(sheet, local + timedelta(days=1)),
    }


def _initial_sittings(sheet: Sheet, next_day: datetime) -> dict[str, Any]:
    known = {sitting.number: sitting for sitting in sheet.sittings}
    initial: dict[str, Any] = {}
    for number in range(2, SITTINGS_AT_MOST + 1):
        sitting = known.get(number)
        begins = sitting.starts_at.astimezone(SHANGHAI) if sitting else next_day
        place = sitting.place if sitting else sheet.place
        initial |= {f"day_{number}": begins.date(), f"time_{number}": begins.time(), f"place_{number}": place}
    return initial


def _moment(day: date, time: Any) -> datetime:
    return datetime.combine(day, time, SHANGHAI)
