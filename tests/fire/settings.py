"""Only the ledger and its database: the processes under fire and the benchmarks need no more of the house."""

from huoshui.config.settings import DATABASES, DEFAULT_AUTO_FIELD, SECRET_KEY, TIME_ZONE, USE_TZ

__all__ = ["DATABASES", "DEFAULT_AUTO_FIELD", "SECRET_KEY", "TIME_ZONE", "USE_TZ"]

INSTALLED_APPS = ["huoshui.base", "huoshui.ledger"]
HUOSHUI_TODAY = None
