from django.db import models


class ActivityState(models.TextChoices):
    PLANNED = "planned", "待记录"
    RECORDED = "recorded", "已记录"
    WITHDRAWN = "withdrawn", "已撤回"
    CANCELLED = "cancelled", "已取消"


class Presence(models.TextChoices):
    PRESENT = "present", "实到"
    ON_LEAVE = "on_leave", "请假"
    ABSENT = "absent", "缺席"


class JoiningState(models.TextChoices):
    JOINED = "joined", "联合开展"
    DECLINED = "declined", "没有参加"
    REMOVED = "removed", "已去掉"


class FocusState(models.TextChoices):
    ISSUED = "issued", "已下发"
    WITHDRAWN = "withdrawn", "已收回"


class OffDays(models.TextChoices):
    """What becomes of an occurrence on a day off. No move leaves the month: norms count by months.

    Earlier is the default: a week of holidays put off to its end would fall together with the next week's.
    """

    EARLIER = "earlier", "提前到前一个工作日"
    LATER = "later", "顺延到后一个工作日"
    SKIP = "skip", "当次不办"
    KEEP = "keep", "照常进行"
