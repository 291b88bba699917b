from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "huoshui.config"
    label = "wiring"
