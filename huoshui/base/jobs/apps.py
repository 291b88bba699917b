from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "huoshui.base.jobs"
    label = "jobs"
