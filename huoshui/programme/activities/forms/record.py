from dataclasses import replace
from functools import cached_property, partial
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict

from huoshui.base.clock import day_of
from huoshui.organisation.public import Viewer
from huoshui.packs.loaded import pack

from ..actions import FurtherSitting, Line, Told
from ..queries import Sheet, VotesOnSheet, may_observe, units_that_may_join
from .fields import day_field, long_text, moment, number, short_text, time_field
from .initial import SITTINGS_AT_MOST, filled_up, initial_of
from .names import people_named
from .resolved import CAST, ResolvedRows
from .ticks import RosterTicks, as_on_sheet
from .units import units_named

AGENDA_AT_MOST = 50
AGENDA_LONGEST = 200
WRITTEN = ("resolution_", *(f"{code}_" for code, _ in CAST))
NOT_LISTED = {"invalid_choice": "这个人不在当天的名册上，请重新选择。"}


class RecordForm(forms.Form):
    """One activity, told. `sheet` says what is known already; `viewer` whose people may be named as observers.

    A draft (one more sitting was asked for) keeps what was typed and is not judged yet.
    """

    day = day_field("日期")
    time = time_field("时间")
    minutes = number("时长（分钟）", 1, 24 * 60, "分钟")
    place = short_text("地点", 80)
    title = short_text("主题", 120)
    chair = forms.TypedChoiceField(
        label="主持人", required=False, coerce=int, empty_value=None, error_messages=NOT_LISTED
    )
    recorder = forms.TypedChoiceField(
        label="记录人", required=False, coerce=int, empty_value=None, error_messages=NOT_LISTED
    )
    agenda = forms.CharField(
        label="议题",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="每行一条，沿用上次的可以直接改。",
    )
    observers = short_text("列席", 400, help_text="写姓名，用顿号隔开。")
    also = forms.CharField(
        label="到会的人",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="名册以外到会的人，写姓名，用顿号隔开；下次会自动列在名册上。",
    )
    guests = number("群众参加人数", 0, 100_000, "人", required=False)
    reached = number("人数", 0, 100_000, "人", required=False)
    joint = short_text(
        "联合单位",
        1000,
        help_text="几个单位一起开展的，只在这里记一次。写单位名称，用顿号隔开；对方支部自己核对名册。",
        widget=forms.TextInput(attrs={"list": "units-that-may-join", "data-names": "units-that-may-join"}),
    )
    partner = short_text("合作方", 120, help_text="系统以外的单位，如某某社区党支部。")
    proceedings = long_text("会议记录", 20_000, 6)
    extra_tags = forms.MultipleChoiceField(
        label="同时算作",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "这类活动不能同时算作所选的内容，请重新选择。"},
    )
    submission = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, sheet: Sheet, viewer: Viewer, data: QueryDict | None = None, *, sittings: int = 1, is_draft: bool = False
    ):
        most = min(max(sittings, len(sheet.sittings) + 1), SITTINGS_AT_MOST)
        self.sitting_numbers = range(2, most + 1)
        self.sheet, self.viewer, self.is_draft = sheet, viewer, is_draft
        super().__init__(filled_up(data, sheet) if data and is_draft else data, initial=initial_of(sheet))
        self.resolved = ResolvedRows(sheet, data)
        self.initial |= self.resolved.initial()
        self.votes = VotesOnSheet(sheet)
        self.ticks = RosterTicks(sheet, data, self.votes.voters)
        self._offer_choices()
        self._offer_what_the_kind_has()
        for n in self.sitting_numbers:
            self._add_sitting(n)

    @cached_property
    def may_join(self) -> dict[int, str]:
        """The units that may hold it together with this one, by id."""
        day = self.cleaned_data.get("day") if self.is_bound and hasattr(self, "cleaned_data") else None
        units = units_that_may_join(self.sheet.unit, self.sheet.kind, day or day_of(self.sheet.starts_at))
        return dict(units.values_list("pk", "name"))

    @property
    def resolution_rows(self) -> list[dict[str, Any]]:
        """For the page: the item, the field of its resolution and those of its votes."""
        if "proceedings" not in self.fields:
            return []
        return [
            {
                "number": n,
                "about": self.resolved.about(n),
                "text": self[f"resolution_{n}"],
                "votes": [(label, self[f"{code}_{n}"]) for code, label in CAST],
            }
            for n in self.resolved.numbers
        ]

    @property
    def is_written(self) -> bool:
        """Whether anything stands in the part that is folded."""
        names = [name for name in self.fields if name == "proceedings" or name.startswith(WRITTEN)]
        return any(name in self.errors or self[name].value() not in (None, "") for name in names)

    @property
    def sitting_choices(self) -> list[tuple[int, str]]:
        """For the roster, when there are several."""
        return [(n, f"第{n}批") for n in (1, *self.sitting_numbers)] if self.sitting_numbers else []

    @property
    def next_sitting(self) -> int | None:
        """How many sittings there are once one more is added; None when there are as many as there may be."""
        wanted = len(self.sitting_numbers) + 2
        return wanted if wanted <= SITTINGS_AT_MOST and self.sheet.kind.roster != "none" else None

    @property
    def sitting_fields(self) -> list[forms.BoundField]:
        return [self[f"{part}_{n}"] for n in self.sitting_numbers for part in ("day", "time", "place")]

    def full_clean(self) -> None:
        if self.is_draft:
            self._errors = ErrorDict()
        else:
            super().full_clean()

    def clean_agenda(self) -> list[str]:
        lines = self.cleaned_data["agenda"].splitlines()
        if (items := sum(bool(line.strip()) for line in lines)) > AGENDA_AT_MOST:
            words = f"最多 {AGENDA_AT_MOST} 条议题，现在有 {items} 条，请合并几条。"
            raise forms.ValidationError(words)
        for n, line in enumerate(lines, start=1):
            if len(line.strip()) > AGENDA_LONGEST:
                words = f"第 {n} 行议题有 {len(line.strip())} 字，每条最多 {AGENDA_LONGEST} 字，请缩短。"
                raise forms.ValidationError(words)
        return lines

    def clean(self) -> dict[str, Any]:
        if {"submission", "revision"} & self.errors.keys():
            raise forms.ValidationError("这张页面已经失效，请返回后重新打开再填。")
        if not self.sheet.lines and self.ticks.listed:
            self.add_error("day", "这一天本单位的名册上没有人，请核对日期。")
        elif not self.ticks.lists_the_same_people:
            raise forms.ValidationError("名册和所选日期的人员对不上，已按这一天的人员更新。请核对后再保存。")
        self._clean_sittings()
        self._clean_names("observers", self.sheet.observers)
        self._clean_names("also", {})
        self._clean_joint()
        self._clean_resolutions()
        return self.cleaned_data

    def told(self) -> Told:
        said = self.cleaned_data
        return Told(
            starts_at=moment(said["day"], said["time"]),
            minutes=said["minutes"],
            roster=self._roster(),
            place=said["place"],
            title=said.get("title", ""),
            chair_id=said["chair"],
            recorder_id=said["recorder"],
            agenda=said.get("agenda", ()),
            guests=said.get("guests") or 0,
            reached=said.get("reached") or 0,
            joint=said.get("joint", ()),
            partner=said.get("partner", ""),
            proceedings=said.get("proceedings", ""),
            resolutions=self.resolutions,
            extra_tags=frozenset(said.get("extra_tags", ())),
            sittings=[self._sitting(n) for n in self._held_sittings()],
            submission=said["submission"],
        )

    def refuse(self, message: str, field: str | None) -> None:
        """Show an action's refusal where it belongs; votes on the second item, say, in the row that told of it."""
        name, _, item = (field or "").partition("_")
        if name == "for" and item.isdigit():
            field = f"for_{self._row_of[int(item)]}"
        self.add_error(field if field in self.fields else None, message)

    def _roster(self) -> list[Line]:
        """In the order of the sheet; sittings numbered anew, because those left without a day fall away."""
        place = {n: position for position, n in enumerate((1, *self._held_sittings()), start=1)}
        ticked = [replace(line, sitting=place.get(line.sitting, 0)) for line in self.ticks.lines()]
        named = [Line(person_id) for person_id in self.cleaned_data.get("also", ())]
        observers = [Line(person_id, is_observer=True) for person_id in self.cleaned_data.get("observers", ())]
        kept = [as_on_sheet(line) for line in self.sheet.kept]
        return [*ticked, *named, *observers, *(replace(line, sitting=place.get(line.sitting, 1)) for line in kept)]

    def _held_sittings(self) -> list[int]:
        return [n for n in self.sitting_numbers if self.cleaned_data.get(f"day_{n}")]

    def _clean_sittings(self) -> None:
        for n in self._held_sittings():
            if not self.cleaned_data.get(f"time_{n}") and f"time_{n}" not in self.errors:
                self.add_error(f"time_{n}", "请填这一批的时间；没有这一批就把日期清空。")

    def _clean_names(self, field: str, known: dict[int, str]) -> None:
        """From names to person ids: those named before, people the viewer may see, leaders from above."""
        day = self.cleaned_data.get("day") or day_of(self.sheet.starts_at)
        find = partial(may_observe, viewer=self.viewer, unit=self.sheet.unit, on=day)
        written = self.cleaned_data.get(field) or ""
        if field not in self.fields:
            return
        try:
            self.cleaned_data[field] = people_named(written, known=known, listed=self.sheet.people, find=find)
        except forms.ValidationError as error:
            self.add_error(field, error)

    def _clean_resolutions(self) -> None:
        self.resolutions, self._row_of = {}, {}
        if "agenda" in self.cleaned_data:
            items = [line.strip() for line in self.cleaned_data["agenda"] if line.strip()]
            self.resolutions, self._row_of = self.resolved.told(self, items)

    def _clean_joint(self) -> None:
        if "joint" in self.fields and "joint" not in self.errors:
            try:
                self.cleaned_data["joint"] = units_named(self.cleaned_data["joint"], self.may_join)
            except forms.ValidationError as error:
                self.add_error("joint", error)

    def _offer_what_the_kind_has(self) -> None:
        """No field asks for what the kind has no place for; of a talk, nothing that was said."""
        kind, offered = self.sheet.kind, self.fields
        if kind.counts:
            offered["reached"].label, offered["reached"].required = kind.counts, kind.roster == "none"
        left_out = {"reached": not kind.counts, "joint": not kind.joint, "partner": not kind.joint}
        left_out |= dict.fromkeys(("title", "agenda", "proceedings"), not kind.content)
        left_out |= {"observers": kind.roster == "none", "guests": kind.roster == "none"}
        for name, is_out in left_out.items():
            if is_out:
                del offered[name]
        if kind.content:
            self.resolved.add_fields(offered)

    def _offer_choices(self) -> None:
        offered: Any = self.fields
        offered["chair"].choices = offered["recorder"].choices = [("", "（未填）"), *self.sheet.named.items()]
        offered["extra_tags"].choices = [(code, pack().tags[code].label) for code in self.sheet.kind.extra_tags]
        if not self.sheet.kind.extra_tags:
            del self.fields["extra_tags"]
        if self.sheet.kind.roster != "open":
            del self.fields["also"]

    def _add_sitting(self, n: int) -> None:
        self.fields[f"day_{n}"] = day_field(f"第{n}批日期", required=False)
        self.fields[f"day_{n}"].help_text = "没有这一批，就把日期清空。"
        self.fields[f"time_{n}"] = time_field(f"第{n}批时间", required=False)
        self.fields[f"place_{n}"] = short_text(f"第{n}批地点", 80)

    def _sitting(self, n: int) -> FurtherSitting:
        said = self.cleaned_data
        return FurtherSitting(moment(said[f"day_{n}"], said[f"time_{n}"]), said[f"place_{n}"])
