"""The tables of the ledger. Facts and positions only grow; the database itself refuses anything else (triggers.py)."""

import json
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef

from .kinds import FactKind, kind_named


class Source(models.TextChoices):
    SCREEN = "screen", "页面"
    API = "api", "接口"
    JOB = "job", "后台"
    FILE = "file", "导入"


class FactQuerySet(models.QuerySet["Fact"]):
    def net(self, at: int | None = None) -> "FactQuerySet":
        """What still holds, or held as of a position: neither reversed nor a reversal.

        As "there is no reversal", not as a join that finds none: PostgreSQL without statistics would join row by row.
        And not as "reverses is null": SQLite takes that for one row, as the column is unique, and would read them all.
        """
        own = self.exclude(reverses__gte=0)
        reversals = Fact.objects.filter(reverses=OuterRef("pk"))
        if at is None:
            return own.filter(~Exists(reversals))
        return own.filter(~Exists(reversals.filter(at__position__lte=at)), at__position__lte=at)


class Fact(models.Model):
    """Something that happened, said once. `month` is the month of `occurred_at` in Shanghai, as YYYYMM."""

    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=80)
    unit_id = models.BigIntegerField()
    path = models.CharField(max_length=120)
    person = models.UUIDField(null=True)
    subject = models.CharField(max_length=80)
    quantity = models.BigIntegerField()
    payload = models.TextField()
    tags = models.CharField(max_length=400, blank=True)
    month = models.PositiveIntegerField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    source = models.CharField(max_length=8, choices=Source.choices)
    reverses = models.OneToOneField("self", models.DO_NOTHING, null=True, related_name="reversal")
    salt = models.BinaryField(max_length=16)

    objects = FactQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("kind", "month", "path", name="ledger_fact_kind_month_path"),
            models.Index("subject", name="ledger_fact_subject"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(path=""), name="ledger_fact_has_path"),
            models.CheckConstraint(condition=models.Q(month__gte=190001), name="ledger_fact_has_month"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    @property
    def says(self) -> dict[str, Any]:
        """The payload, as recorded."""
        return json.loads(self.payload)

    @property
    def declared(self) -> FactKind:
        return kind_named(self.kind)

    @property
    def tag_codes(self) -> frozenset[str]:
        return frozenset(self.tags.strip("|").split("|")) - {""}


class Pending(models.Model):
    """A fact that has no position yet. Written with the fact, removed when it gets one."""

    fact = models.OneToOneField(Fact, models.DO_NOTHING, primary_key=True, related_name="+")

    class Meta:
        db_table = "ledger_pending"

    def __str__(self) -> str:
        return f"pending {self.pk}"


class Position(models.Model):
    """1, 2, 3 … without a gap: the order in which everything downstream sees the facts."""

    position = models.BigIntegerField(primary_key=True)
    fact = models.OneToOneField(Fact, models.DO_NOTHING, related_name="at")

    class Meta:
        db_table = "ledger_position"

    def __str__(self) -> str:
        return f"{self.position}: {self.fact_id}"


class MeasureRow(models.Model):
    """A measure being tallied, and the position up to which its tally is built."""

    digest = models.CharField(max_length=32, unique=True)
    definition = models.TextField()
    built_to = models.BigIntegerField(default=0)

    class Meta:
        db_table = "ledger_measure"
        constraints = [models.CheckConstraint(condition=models.Q(built_to__gte=0), name="ledger_measure_built_to")]

    def __str__(self) -> str:
        return f"{self.digest} to {self.built_to}"


class Tally(models.Model):
    """Net number of facts `n` and their `total`, by measure, month and unit (with its path as it was)."""

    pk = models.CompositePrimaryKey("measure", "month", "path")
    measure = models.ForeignKey(MeasureRow, models.DO_NOTHING, related_name="+", db_index=False)
    month = models.PositiveIntegerField()
    path = models.CharField(max_length=120)
    unit_id = models.BigIntegerField()
    n = models.BigIntegerField()
    total = models.BigIntegerField()

    class Meta:
        db_table = "ledger_tally"

    def __str__(self) -> str:
        return f"{self.pk}: {self.n}, {self.total}"


class PersonTally(models.Model):
    """The same by person key, for distinct people."""

    pk = models.CompositePrimaryKey("measure", "month", "path", "person")
    measure = models.ForeignKey(MeasureRow, models.DO_NOTHING, related_name="+", db_index=False)
    month = models.PositiveIntegerField()
    path = models.CharField(max_length=120)
    person = models.UUIDField()
    unit_id = models.BigIntegerField()
    n = models.BigIntegerField()
    total = models.BigIntegerField()

    class Meta:
        db_table = "ledger_person_tally"

    def __str__(self) -> str:
        return f"{self.pk}: {self.n}, {self.total}"


class ConsumerRow(models.Model):
    """How far a consumer has come, and what stopped it last."""

    name = models.CharField(max_length=80, primary_key=True)
    position = models.BigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        db_table = "ledger_consumer"

    def __str__(self) -> str:
        return f"{self.name} at {self.position}"
