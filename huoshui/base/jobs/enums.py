from django.db import models


class JobState(models.TextChoices):
    WAITING = "waiting", "等待开始"
    RUNNING = "running", "正在进行"
    DONE = "done", "已完成"
    REFUSED = "refused", "没有办成"
    FAILED = "failed", "出错停下"


OPEN = (JobState.WAITING, JobState.RUNNING)
SIGNS = {
    JobState.WAITING: "future",
    JobState.RUNNING: "due",
    JobState.DONE: "done",
    JobState.REFUSED: "late",
    JobState.FAILED: "late",
}
SENTENCES = {
    JobState.WAITING: "已经排上，很快开始。可以离开这一页，办完后再来看。",
    JobState.RUNNING: "正在办。可以离开这一页，办完后再来看。",
    JobState.DONE: "已经办完。",
    JobState.REFUSED: "没有办成。",
    JobState.FAILED: "出了意外，已记下；试了几次都没有成功。请联系系统管理员，原因排除后再试一次。",
}
