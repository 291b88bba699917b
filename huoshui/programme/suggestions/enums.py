from django.db import models


class State(models.TextChoices):
    RECEIVED = "received", "已收到"
    ASSIGNED = "assigned", "办理中"
    ANSWERED = "answered", "已答复"
    REOPENED = "reopened", "再次办理"
    CLOSED = "closed", "已办结"


class Deed(models.TextChoices):
    """What a step did."""

    RECEIVED = "received", "收到"
    ASSIGNED = "assigned", "交办"
    PASSED_ON = "passed_on", "转办"
    ANSWERED = "answered", "答复"
    ADDED = "added", "补充"
    REOPENED = "reopened", "请再办理"
    CLOSED = "closed", "办结"
    TAKEN_BACK = "taken_back", "撤回上一步"
    ERASED = "erased", "删去文字"


OPEN = (State.RECEIVED, State.ASSIGNED, State.REOPENED)  # an answer is owed
DEEDS_OF_THE_OFFICE = (Deed.ASSIGNED, Deed.PASSED_ON, Deed.ANSWERED)  # what can be taken back
