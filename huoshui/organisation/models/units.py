"""The one tree of units, as it is now and as it was."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from huoshui.ledger.scope import after

from .dated import Dated


def under_paths(*paths: str, field: str = "path") -> Q:
    """The rows in the subtrees at these paths; by range, so that any index on the path serves."""
    found = Q(pk=None)
    for path in paths:
        found |= Q(**{f"{field}__gte": path, f"{field}__lt": after(path)})
    return found


class UnitQuerySet(models.QuerySet["Unit"]):
    def open_on(self, day: date) -> "UnitQuerySet":
        return self.after(day).filter(opened_on__lte=day)

    def after(self, day: date) -> "UnitQuerySet":
        """Not closed by the day."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day))

    def under(self, *paths: str) -> "UnitQuerySet":
        """The subtrees at these paths, as the tree is now."""
        return self.filter(under_paths(*paths))

    def in_order(self) -> "UnitQuerySet":
        """Official order: depth first, siblings by their order."""
        return self.order_by("place")


class Unit(models.Model):
    """A node of the tree. `name`, `parent`, `path` and `place` are those of now; the past is in its spells.

    `number` is the unit's segment of every path and never changes. `place` sorts the tree in official order.
    """

    code = models.SlugField("代码", max_length=64, unique=True)
    kind = models.CharField("类型", max_length=32)
    name = models.CharField("名称", max_length=100)
    number = models.PositiveIntegerField(unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=120, unique=True)
    order = models.PositiveSmallIntegerField("次序", default=0)
    place = models.CharField(max_length=240, db_index=True)
    party_superior = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="party_inferiors")
    opened_on = models.DateField("设立日期")
    closed_on = models.DateField("撤销日期", null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gt=F("opened_on")), name="organisation_unit_dates"
            ),
            models.UniqueConstraint(models.Value(1), condition=Q(parent=None), name="organisation_one_root"),
        ]

    def __str__(self) -> str:
        return self.name


class UnitSpell(Dated):
    """A time during which a unit had one name and one place in the tree. A search looks into `spelled`."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="spells")
    name = models.CharField(max_length=100)
    spelled = models.TextField(blank=True)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=120)

    class Meta(Dated.Meta):
        indexes = [models.Index("path", "from_on", name="organisation_spell_path")]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint("unit", "from_on", name="organisation_spell_once"),
            models.UniqueConstraint("unit", condition=Q(until_on=None), name="organisation_spell_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.from_on}"


class OutletService(Dated):
    """An outlet served by a Party unit; a joint branch serves several."""

    party_unit = models.ForeignKey(Unit, models.PROTECT, related_name="services")
    outlet = models.ForeignKey(Unit, models.PROTECT, related_name="served_by")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                "party_unit", "outlet", condition=Q(until_on=None), name="organisation_service_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_unit_id} → {self.outlet_id}"
