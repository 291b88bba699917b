"""Strict readers of environment variables: an odd value is refused with its name and what is allowed."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

DEMO_SECRET = "demo-secret-not-for-production-0123456789abcdefghijklmnop"  # refused in production


ALLOWED = (
    "HUOSHUI_DEBUG",
    "HUOSHUI_FIRE_SECONDS",  # read by the tests alone, as is HUOSHUI_NO_SKIPS
    "HUOSHUI_HOME",
    "HUOSHUI_HOSTS",
    "HUOSHUI_MODE",
    "HUOSHUI_NO_SKIPS",
    "HUOSHUI_PACK",
    "HUOSHUI_PORT",
    "HUOSHUI_SECRET_KEY",
    "HUOSHUI_SHOTS",  # by the browser tests: keep pictures of the pages
    "HUOSHUI_TODAY",
)
DATABASES = ("sqlite", "postgres", "postgresql")


class BadSetting(SystemExit):
    """A setting that cannot be used; the process ends with one sentence saying which and why."""


def text(name: str, *, default: str) -> str:
    return os.environ.get(name, "").strip() or default


def folder(name: str, *, default: Path) -> Path:
    return Path(text(name, default=str(default))).expanduser().resolve()


def names(name: str, *, default: list[str]) -> list[str]:
    given = [item.strip() for item in os.environ.get(name, "").split(",") if item.strip()]
    return given or default


def choice(name: str, allowed: Sequence[str], *, default: str) -> str:
    value = text(name, default=default)
    if value not in allowed:
        raise BadSetting(f"{name}={value!r} is not allowed; use one of: {', '.join(allowed)}")
    return value


def flag(name: str, *, default: bool) -> bool:
    return choice(name, ("0", "1"), default="1" if default else "0") == "1"


def day(name: str, *, default: date | None) -> date | None:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        return exact_day(value)
    except ValueError:
        raise BadSetting(f"{name}={value!r} is not a day; write it as YYYY-MM-DD") from None


def exact_day(written: str) -> date:
    """Only YYYY-MM-DD (fromisoformat also takes 20261120 and 2026-W47-5). Raises ValueError."""
    read = date.fromisoformat(written)
    if read.isoformat() != written:
        raise ValueError(written)
    return read


def port(name: str, *, default: int) -> int:
    value = text(name, default=str(default))
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 65535):
        raise BadSetting(f"{name}={value!r} is not a port; use a whole number from 1 to 65535")
    return int(value)


def database_url(name: str, *, default: str) -> str:
    value = text(name, default=default)
    engine = value.partition("://")[0]
    if engine not in DATABASES:  # the value itself may hold a password
        raise BadSetting(f"{name} begins with {engine[:20]!r}; use one of: {', '.join(f'{e}://' for e in DATABASES)}")
    try:
        _ = engine == "sqlite" or urlsplit(value).port  # reading it checks it
    except ValueError:
        raise BadSetting(f"{name} is not an address; write {engine}://USER:PASSWORD@HOST:PORT/NAME") from None
    return value


def check_names() -> None:
    """A misspelt setting would otherwise be a setting silently left at its default."""
    unknown = sorted(name for name in os.environ if name.startswith("HUOSHUI_") and name not in ALLOWED)
    if unknown:
        raise BadSetting(f"{', '.join(unknown)} is not a setting; allowed are: {', '.join(ALLOWED)}")


def check_production(*, mode: str, secret: str, debug: bool, today: date | None) -> None:
    if mode != "production":
        return
    if secret == DEMO_SECRET or len(secret) < 50:
        raise BadSetting("HUOSHUI_SECRET_KEY must be set in production: 50 or more random characters")
    if debug:
        raise BadSetting("HUOSHUI_DEBUG=1 is not allowed in production; unset it")
    if today:
        raise BadSetting("HUOSHUI_TODAY is not allowed in production; unset it")
