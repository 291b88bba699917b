from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "huoshui.base"

    def ready(self) -> None:
        from .fields import say_precisely

        say_precisely()
