"""Units: opened, renamed, moved, closed, exempted, and the outlets they serve."""

from typing import Any

from django import forms

from huoshui.base.clock import today
from huoshui.packs.loaded import pack

from ..models import Unit, UnitExemption
from ..queries.units import units_above
from ..viewing import Viewer
from .fields import Deed, UnitField, among, day_field, text_field

MANAGE = "organisation.manage"
BACKDATED = "可以补办以前的日期。"


class OpenUnitForm(Deed):
    kind = forms.ChoiceField(label="类型")
    name = text_field("名称", 100)
    code = forms.SlugField(
        label="代码",
        max_length=64,
        help_text="小写字母、数字和短横线，例如 hengnan-zhibu-10。定了不能改。",
        error_messages={"invalid": "只用字母、数字、短横线和下划线。"},
    )
    on = day_field("设立日期", help_text=BACKDATED)
    order = forms.IntegerField(
        label="次序", min_value=0, max_value=32_000, help_text="在同一上级下排第几，数小的在前。"
    )
    party_superior = UnitField("上级党组织", required=False)

    def __init__(self, parent: Unit, viewer: Viewer, data: Any = None):
        super().__init__(data, initial={"on": today(), "order": _next_order(parent)})
        self.parent = parent
        kinds = [kind for kind in pack().unit_kinds.values() if parent.kind in kind.parents]
        self.fields["kind"].choices = [(kind.code, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        among(self, "party_superior", _party_units(viewer))

    def told(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        if not pack().unit_kinds[said["kind"]].is_party:
            said["party_superior"] = None
        return {**said, "parent": self.parent}


class RenameForm(Deed):
    name = text_field("新名称", 100)
    on = day_field("从哪天起", help_text=BACKDATED)

    def __init__(self, unit: Unit, data: Any = None):
        super().__init__(data, initial={"name": unit.name, "on": today()})
        self.unit = unit

    def told(self) -> dict[str, Any]:
        return {**self.cleaned_data, "unit": self.unit}


class MoveForm(Deed):
    parent = UnitField("新的上级单位")
    on = day_field("从哪天起", help_text=f"{BACKDATED}这天以前的记录仍算在原来的上级名下。")

    def __init__(self, unit: Unit, viewer: Viewer, data: Any = None):
        super().__init__(data, initial={"parent": unit.parent.code if unit.parent else None, "on": today()})
        self.unit = unit
        parents = pack().unit_kinds[unit.kind].parents
        open_ones = viewer.units(MANAGE).open_on(viewer.on).filter(kind__in=parents)
        among(self, "parent", open_ones.exclude(pk__in=Unit.objects.under(unit.path)))

    def told(self) -> dict[str, Any]:
        return {**self.cleaned_data, "unit": self.unit}


class CloseForm(Deed):
    on = day_field("从哪天起不再存在", help_text=BACKDATED)

    def __init__(self, unit: Unit, data: Any = None):
        super().__init__(data, initial={"on": today()})
        self.unit = unit

    def told(self) -> dict[str, Any]:
        return {**self.cleaned_data, "unit": self.unit}


class ExemptUnitForm(Deed):
    dated_by = "from_on"

    norm = forms.ChoiceField(label="免做哪一项")
    decided_by = UnitField("由谁决定", help_text="只有上级单位可以决定。")
    document_number = text_field("文号", 64, required=False, help_text="写文号即可，不写原因。")
    from_on = day_field("从哪天起", help_text=BACKDATED)
    until_on = day_field("到哪天为止", required=False, help_text="这一天恢复要求；不填就是另行通知前都免做。")

    def __init__(self, unit: Unit, viewer: Viewer, data: Any = None):
        super().__init__(data, initial={"from_on": today()})
        self.unit = unit
        norms = [norm for norm in pack().norms.values() if unit.kind in norm.owed_by]
        self.fields["norm"].choices = [(norm.code, norm.label) for norm in norms]  # type: ignore[attr-defined]
        above = [over.pk for over in units_above(unit, viewer.on)]
        among(self, "decided_by", viewer.units(MANAGE).filter(pk__in=above))

    def told(self) -> dict[str, Any]:
        return {**self.cleaned_data, "unit": self.unit}


class EndUnitExemptionForm(Deed):
    on = day_field("从哪天起恢复要求")

    def __init__(self, exemption: UnitExemption, data: Any = None):
        super().__init__(data, initial={"on": today()})
        self.exemption = exemption

    def told(self) -> dict[str, Any]:
        return {**self.cleaned_data, "exemption": self.exemption}


class ServeForm(Deed):
    outlet = UnitField("网点")
    on = day_field("从哪天起", help_text=BACKDATED)

    def __init__(self, unit: Unit, viewer: Viewer, data: Any = None):
        super().__init__(data, initial={"on": today()})
        self.unit = unit
        among(self, "outlet", viewer.units(MANAGE).open_on(viewer.on).filter(kind="outlet"))

    def told(self) -> dict[str, Any]:
        return {**self.cleaned_data, "party_unit": self.unit}


def _party_units(viewer: Viewer) -> Any:
    kinds = [kind.code for kind in pack().unit_kinds.values() if kind.is_party and kind.code not in ("branch", "cell")]
    return viewer.units(MANAGE).open_on(viewer.on).filter(kind__in=kinds)


def _next_order(parent: Unit) -> int:
    last = parent.children.order_by("-order").values_list("order", flat=True).first()
    return 1 if last is None else last + 1
