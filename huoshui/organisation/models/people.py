"""People and what they are in the organisation, with dates."""

import uuid

from django.db import models
from django.db.models import Q

from ..enums import Cause, MemberStatus
from ..rules.names import SORTED_BY
from .dated import Dated
from .units import Unit


class Person(models.Model):
    """`sort_key` stands in for pinyin order, which no database offers; a search looks into `spelled`.

    An erased person keeps a nameless row.
    """

    name = models.CharField("姓名", max_length=64)
    phone = models.CharField("手机", max_length=16, blank=True)
    sort_key = models.CharField(max_length=SORTED_BY, blank=True)
    spelled = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index("sort_key", "id", name="organisation_person_sort")]

    def __str__(self) -> str:
        return self.name


class PersonKey(models.Model):
    """How the ledger knows a person: at random and nowhere else. Without this row its facts are about nobody."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="ledger_key")
    key = models.UUIDField(default=uuid.uuid4, unique=True)

    def __str__(self) -> str:
        return str(self.key)


class Employment(Dated):
    """Where a person works; one place at a time."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="employments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="employments")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint("person", condition=Q(until_on=None), name="organisation_employment_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.unit_id}"


class Membership(Dated):
    """A person in a branch, with one status, perhaps in one of its cells. A change ends one row and begins another."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    cell = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="cell_memberships")
    status = models.CharField("身份", max_length=12, choices=MemberStatus.choices)
    began_by = models.CharField(max_length=8, choices=Cause.choices, default=Cause.NEW)
    ended_by = models.CharField(max_length=8, choices=Cause.choices, default=Cause.ENDED)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint("person", condition=Q(until_on=None), name="organisation_membership_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} ∈ {self.unit_id}"


class Post(Dated):
    """A post held in a unit. `kind` is a post kind of the pack."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    kind = models.CharField("职务", max_length=32)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                "person", "unit", "kind", condition=Q(until_on=None), name="organisation_post_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id} @ {self.unit_id}"


class Exemption(Dated):
    """A person from whom a norm asks nothing for a time. Never why: illness and disability stay out."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="exemptions")
    norm = models.CharField("规范", max_length=64)
    decided_by = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                "person", "norm", condition=Q(until_on=None), name="organisation_exemption_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.norm} {self.person_id}"
