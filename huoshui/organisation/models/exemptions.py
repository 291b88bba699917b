"""What a norm does not ask of a unit, for a time."""

from django.db import models
from django.db.models import Q

from .dated import Dated
from .units import Unit


class UnitExemption(Dated):
    """A unit of which a norm asks nothing for a time, decided above it. This unit alone, not those under it.

    Never why: the document says it, and is named by its number only.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="exemptions")
    norm = models.CharField("规范", max_length=64)
    decided_by = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    document_number = models.CharField("文号", max_length=64, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                "unit", "norm", condition=Q(until_on=None), name="organisation_unit_exemption_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.norm} {self.unit_id}"
