"""When a record was corrected, and by whom: words put right change no fact, and leave this."""

from django.db import models

from .activities import Activity


class Correction(models.Model):
    """`by` is the person's ledger key, as on a fact: it names nobody once the person is erased."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="corrections")
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"{self.activity_id} {self.at:%Y-%m-%d}"
