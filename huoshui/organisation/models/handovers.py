"""What somebody held and to whom it went, kept as it was told that day."""

import uuid

from django.db import models

from .people import Person
from .units import Unit


class HandOver(models.Model):
    """Everything passed on in one go. `submission` is of the form: sent again it is the same hand-over.

    `by` is the ledger key of who did it. `unit` is where the person belonged or worked: who looks after it may read on.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="handovers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    on = models.DateField("交接日期")
    made_at = models.DateTimeField()
    by = models.UUIDField(null=True)
    submission = models.UUIDField(default=uuid.uuid4, unique=True)
    leaves_branch = models.BooleanField(default=False)
    leaves_work = models.BooleanField(default=False)
    closes_account = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["person", "-made_at"], name="organisation_handover_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.on}"


class HandedItem(models.Model):
    """One thing held, in the words of that day; without a successor it ended."""

    handover = models.ForeignKey(HandOver, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    unit_name = models.CharField(max_length=100, blank=True)
    successor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("handover", "position", name="organisation_handed_item_once")]

    def __str__(self) -> str:
        return self.title
