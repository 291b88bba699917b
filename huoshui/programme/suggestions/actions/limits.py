"""How often something may be tried from one network address in one hour."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from ..models import Attempt
from ..rules import TooMany, whole_hour

SENT, WRONG_CODE = "sent", "code"


def refuse_too_many(*, purpose: str, bucket: str, most: int, at: datetime) -> None:
    """Raises TooMany when the hour is full. Reads only."""
    tried = Attempt.objects.filter(purpose=purpose, bucket=bucket, hour=whole_hour(at), times__gte=most)
    if tried.exists():
        raise TooMany("这个网络地址一小时内试得太多了，请过一小时再来。您写的没有丢，可以先留在这一页。")


def note_attempt(*, purpose: str, bucket: str, at: datetime) -> None:
    """One more; what was noted in earlier hours is forgotten."""
    hour = whole_hour(at)
    with transaction.atomic():
        Attempt.objects.exclude(hour=hour).delete()
        Attempt.objects.get_or_create(purpose=purpose, bucket=bucket, hour=hour)
        Attempt.objects.filter(purpose=purpose, bucket=bucket, hour=hour).update(times=F("times") + 1)
