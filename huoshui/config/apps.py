"""Wiring: the only place that knows all parts. Runs once, when every app's kinds of facts are declared."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "huoshui.config"
    label = "wiring"

    def ready(self) -> None:
        from . import checks, wiring  # noqa: F401  (checks register themselves; models must be loaded first)

        wiring.wire()
