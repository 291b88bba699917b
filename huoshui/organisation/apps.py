from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "huoshui.organisation"

    def ready(self) -> None:
        from . import facts  # noqa: F401  (declares its kinds; models must be loaded first)
