"""Stored words of the organisation. Values never change; labels may."""

from django.db.models import TextChoices

BRANCH = "branch"  # the unit kind people are members of
CELL = "cell"
OUTLET = "outlet"


class MemberStatus(TextChoices):
    MEMBER = "member", "党员"
    PROBATIONARY = "probationary", "预备党员"
    LEAGUE = "league", "团员"


PARTY_STATUSES = (MemberStatus.MEMBER, MemberStatus.PROBATIONARY)


class Cause(TextChoices):
    """Why something began or ended. A move begins and ends nothing for the person: only the place changes."""

    NEW = "new", "新增"
    CHANGED = "changed", "变更"
    MOVED = "moved", "随单位调整"
    ENDED = "ended", "结束"
    CLOSED = "closed", "撤销"
