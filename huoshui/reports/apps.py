from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "huoshui.reports"

    def ready(self) -> None:
        from . import facts  # noqa: F401  (declares its kinds; models must be loaded first)
