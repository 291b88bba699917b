from django.db import models


class ActivityState(models.TextChoices):
    PLANNED = "planned", "待记录"
    RECORDED = "recorded", "已记录"
    WITHDRAWN = "withdrawn", "已撤回"


class Presence(models.TextChoices):
    PRESENT = "present", "实到"
    ON_LEAVE = "on_leave", "请假"
    ABSENT = "absent", "缺席"
