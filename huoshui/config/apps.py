from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "huoshui.config"
    label = "wiring"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers them; the account model must be loaded first)
