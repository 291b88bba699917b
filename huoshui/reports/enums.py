from django.db.models import TextChoices


class ObstacleState(TextChoices):
    """`withdrawn` is a note taken back as if it had not been written; `lifted` is one whose obstacle is gone."""

    OPEN = "open", "有困难"
    LIFTED = "lifted", "已解除"
    WITHDRAWN = "withdrawn", "已撤回"
