"""What all dated rows share: half-open periods [from_on, until_on)."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from ..rules.times import in_words


def open_on(day: date, prefix: str = "") -> Q:
    """The rows whose period holds the day."""
    return Q(**{f"{prefix}from_on__lte": day}) & open_after(day, prefix)


def open_after(day: date, prefix: str = "") -> Q:
    """The rows that have not ended by the day, begun or not."""
    return Q(**{f"{prefix}until_on": None}) | Q(**{f"{prefix}until_on__gt": day})


class DatedQuerySet(models.QuerySet):
    def on(self, day: date) -> "DatedQuerySet":
        return self.filter(open_on(day))

    def after(self, day: date) -> "DatedQuerySet":
        """Open on the day or at any later time."""
        return self.filter(open_after(day))

    def during(self, from_on: date, until_on: date | None) -> "DatedQuerySet":
        """Open on some day of the period."""
        begun = Q(from_on__lt=until_on) if until_on else Q()
        return self.filter(begun & open_after(from_on))


class Dated(models.Model):
    from_on = models.DateField("起始日期")
    until_on = models.DateField("截止日期", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gt=F("from_on")), name="%(app_label)s_%(class)s_dates"
            )
        ]

    @property
    def when(self) -> str:
        return in_words(self.from_on, self.until_on)

    def holds(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day < self.until_on)
