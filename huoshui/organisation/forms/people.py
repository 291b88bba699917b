"""People: added, put to work, into a branch, into a post; exempted."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from huoshui.base.clock import today
from huoshui.packs.loaded import pack

from ..enums import BRANCH, CELL, MemberStatus
from ..models import Employment, Exemption, Membership, Person, Post, Unit
from ..viewing import Viewer
from .fields import Deed, UnitField, among, day_field, text_field
from .units import BACKDATED, MANAGE

NONE = ("", "不编入支部")


class AddPersonForm(Deed):
    """`is_another` is asked only where somebody of this name is there already."""

    name = text_field("姓名", 64)
    phone = text_field("手机", 24, required=False, help_text="需要开账号时可用来登录。")
    workplace = UnitField("工作单位", required=False)
    branch = UnitField("党支部", required=False)
    status = forms.ChoiceField(label="身份", choices=[NONE, *MemberStatus.choices], required=False)
    on = day_field("从哪天起", help_text=BACKDATED)
    is_another = forms.BooleanField(label="确实是另一个同名的人", required=False)

    def __init__(self, unit: Unit, viewer: Viewer, data: Any = None):
        here = "branch" if unit.kind == BRANCH else "workplace"
        super().__init__(data, initial={"on": today(), here: unit.code})
        self.order_fields(["name", "phone", "workplace", "branch", "status", "on"])
        among(self, "workplace", _workplaces(viewer))
        among(self, "branch", _open(viewer, BRANCH))
        self.namesakes = self._namesakes() if self.is_bound else []
        if not self.namesakes:
            del self.fields["is_another"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.namesakes and not said.get("is_another"):
            self.add_error("name", "这里已经有一个同名的人。如果是同一个人，不用再添加；如果不是，请勾选最下面一项。")
        if bool(said.get("branch")) != bool(said.get("status")):
            field = "status" if said.get("branch") else "branch"
            self.add_error(field, "编入支部要同时选党支部和身份。")
        return said

    def told(self) -> dict[str, Any]:
        said = {name: value for name, value in self.cleaned_data.items() if name != "is_another"}
        return {**said, "status": said["status"] or None}

    def _namesakes(self) -> list[Person]:
        """In the unit or branch chosen, by the same name; only where the viewer could add somebody."""
        name, *codes = (self.data.get(field, "").replace("\0", "") for field in ("name", "workplace", "branch"))
        workplaces, branches = (
            self.fields[field].queryset.filter(code__in=codes).values("pk")  # type: ignore[attr-defined]
            for field in ("workplace", "branch")
        )
        same = Person.objects.filter(name=name.strip())
        works = same.filter(employments__unit__in=workplaces, employments__until_on=None)
        return list(works.union(same.filter(memberships__unit__in=branches, memberships__until_on=None)))


class EmployForm(Deed):
    """Another place of work from a day on; where one works already, that ends the day before, if it is the viewer's
    to end."""

    unit = UnitField("新的工作单位")
    on = day_field("从哪天起", help_text=BACKDATED)

    def __init__(self, person: Person, viewer: Viewer, data: Any = None):
        super().__init__(data, initial={"on": today()})
        self.person, self.viewer = person, viewer
        among(self, "unit", _workplaces(viewer))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        held = Employment.objects.filter(person=self.person, until_on=None)
        if held.exclude(unit__in=self.viewer.units(MANAGE)).exists():
            self.add_error("unit", f"{self.person.name}现在别的单位工作，请先由那里办理离岗，或请上级单位调整。")
        return said

    def told(self) -> dict[str, Any]:
        return {**self.cleaned_data, "person": self.person}


class JoinForm(Deed):
    branch = UnitField("党支部")
    status = forms.ChoiceField(label="身份", choices=MemberStatus.choices)
    on = day_field("从哪天起", help_text=BACKDATED)

    def __init__(self, person: Person, viewer: Viewer, data: Any = None):
        super().__init__(data, initial={"on": today()})
        self.person = person
        among(self, "branch", _open(viewer, BRANCH))

    def told(self) -> dict[str, Any]:
        return {**self.cleaned_data, "person": self.person}


class ChangeMembershipForm(Deed):
    status = forms.ChoiceField(label="身份", choices=MemberStatus.choices)
    cell = UnitField("党小组", required=False)
    on = day_field("从哪天起", help_text=BACKDATED)

    def __init__(self, membership: Membership, data: Any = None):
        cell = membership.cell.code if membership.cell else None
        super().__init__(data, initial={"on": today(), "status": membership.status, "cell": cell})
        self.membership = membership
        among(self, "cell", Unit.objects.filter(parent=membership.unit, kind=CELL).open_on(today()).in_order())

    def told(self) -> dict[str, Any]:
        return {**self.cleaned_data, "membership": self.membership}


class AppointForm(Deed):
    unit = UnitField("单位")
    kind = forms.ChoiceField(label="职务")
    on = day_field("从哪天起", help_text=BACKDATED)

    def __init__(self, person: Person, viewer: Viewer, data: Any = None):
        membership = person.memberships.on(viewer.on).select_related("unit").first()
        super().__init__(data, initial={"on": today(), "unit": membership.unit.code if membership else None})
        self.person = person
        kinds = pack().post_kinds
        self.fields["kind"].choices = [(kind.code, kind.label) for kind in kinds.values()]  # type: ignore[attr-defined]
        with_posts = {code for kind in kinds.values() for code in kind.for_units}
        among(self, "unit", _open(viewer, *with_posts))

    def told(self) -> dict[str, Any]:
        return {**self.cleaned_data, "person": self.person}


class ExemptForm(Deed):
    dated_by = "from_on"

    norm = forms.ChoiceField(label="免做哪一项")
    decided_by = UnitField("由谁决定")
    from_on = day_field("从哪天起", help_text=f"{BACKDATED}不问原因，也不要写在别处。")
    until_on = day_field("到哪天为止", required=False, help_text="这一天恢复要求；不填就是另行决定前都免做。")

    def __init__(self, person: Person, viewer: Viewer, data: Any = None):
        membership = person.memberships.on(viewer.on).select_related("unit").first()
        super().__init__(data, initial={"from_on": today(), "decided_by": membership.unit.code if membership else None})
        self.person = person
        norms = pack().norms.values()
        counted = [norm for norm in norms if any(version.exempt_figure for version in norm.versions)]
        self.fields["norm"].choices = [(norm.code, norm.label) for norm in counted]  # type: ignore[attr-defined]
        party = [kind.code for kind in pack().unit_kinds.values() if kind.is_party and kind.code != CELL]
        among(self, "decided_by", _open(viewer, *party))

    def told(self) -> dict[str, Any]:
        return {**self.cleaned_data, "person": self.person}


class EndForm(Deed):
    """The first day without it. `row` goes to the action by the name the action calls it."""

    on = day_field("从哪天起", help_text=BACKDATED)

    def __init__(self, row: Post | Membership | Employment | Exemption, data: Any = None):
        super().__init__(data, initial={"on": today()})
        self.row = row

    def told(self) -> dict[str, Any]:
        return {**self.cleaned_data, self.row._meta.model_name: self.row}


def _open(viewer: Viewer, *kinds: str) -> QuerySet[Unit]:
    return viewer.units(MANAGE).open_on(viewer.on).filter(kind__in=kinds)


def _workplaces(viewer: Viewer) -> QuerySet[Unit]:
    return _open(viewer, *(kind.code for kind in pack().unit_kinds.values() if not kind.is_party))
