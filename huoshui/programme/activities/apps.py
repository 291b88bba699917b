from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "huoshui.programme.activities"

    def ready(self) -> None:
        from . import facts  # noqa: F401  (declares its kinds; models must be loaded first)
