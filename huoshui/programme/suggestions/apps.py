from django.apps import AppConfig


class SuggestionsConfig(AppConfig):
    name = "huoshui.programme.suggestions"

    def ready(self) -> None:
        from . import facts  # noqa: F401
