from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from .triggers import install


def install_triggers(using: str, **kwargs: Any) -> None:
    install(connections[using])


class LedgerConfig(AppConfig):
    name = "huoshui.ledger"

    def ready(self) -> None:
        post_migrate.connect(install_triggers, sender=self)
