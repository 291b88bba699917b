from datetime import date
from pathlib import Path

import pytest

from huoshui.base import env

SECRET = "x" * 50


@pytest.fixture
def set_env(monkeypatch):
    return lambda value: monkeypatch.setenv("HUOSHUI_THING", value)


def refusal(read, *args, **kwargs) -> str:
    with pytest.raises(env.BadSetting) as refused:
        read(*args, **kwargs)
    return str(refused.value)


@pytest.mark.parametrize("given", ["", "   "])
def test_an_empty_value_means_the_default(set_env, given):
    set_env(given)

    assert env.text("HUOSHUI_THING", default="d") == "d"
    assert env.names("HUOSHUI_THING", default=["d"]) == ["d"]
    assert env.flag("HUOSHUI_THING", default=True) is True
    assert env.day("HUOSHUI_THING", default=None) is None
    assert env.port("HUOSHUI_THING", default=8000) == 8000
    assert env.folder("HUOSHUI_THING", default=Path("/d")) == Path("/d")


def test_names_are_split_at_commas(set_env):
    set_env(" a.example , b.example,")

    assert env.names("HUOSHUI_THING", default=[]) == ["a.example", "b.example"]


def test_a_folder_is_absolute_and_may_begin_at_home(set_env):
    set_env("~/here")

    assert env.folder("HUOSHUI_THING", default=Path("/d")) == Path.home() / "here"


def test_a_choice_outside_the_list_is_refused(set_env):
    set_env("prod")

    said = refusal(env.choice, "HUOSHUI_THING", ("demo", "production"), default="demo")

    assert said == "HUOSHUI_THING='prod' is not allowed; use one of: demo, production"


@pytest.mark.parametrize("given", ["true", "yes", "2", "on"])
def test_a_flag_is_0_or_1(set_env, given):
    set_env(given)

    said = refusal(env.flag, "HUOSHUI_THING", default=False)

    assert said == f"HUOSHUI_THING={given!r} is not allowed; use one of: 0, 1"


def test_a_day_is_read(set_env):
    set_env("2026-11-20")

    assert env.day("HUOSHUI_THING", default=None) == date(2026, 11, 20)


@pytest.mark.parametrize("given", ["2026-13-01", "today", "20/11/2026", "20261120", "2026-W47-5"])
def test_a_day_written_otherwise_is_refused(set_env, given):
    set_env(given)

    said = refusal(env.day, "HUOSHUI_THING", default=None)

    assert said == f"HUOSHUI_THING={given!r} is not a day; write it as YYYY-MM-DD"


@pytest.mark.parametrize("given", ["0", "65536", "-1", "80.5", "http", "８０００"])
def test_a_port_outside_the_range_is_refused(set_env, given):
    set_env(given)

    said = refusal(env.port, "HUOSHUI_THING", default=8000)

    assert said == f"HUOSHUI_THING={given!r} is not a port; use a whole number from 1 to 65535"


@pytest.mark.parametrize(
    "given", ["sqlite:////tmp/a.sqlite3", "sqlite://:memory:", "postgres://u@h/d", "postgresql://u:p@h/d"]
)
def test_sqlite_and_postgresql_are_databases(set_env, given):
    set_env(given)

    assert env.database_url("HUOSHUI_THING", default="") == given


@pytest.mark.parametrize("given", ["mysql://u:secret@h/d", "oracle://x"])
def test_another_database_is_refused_without_showing_its_password(set_env, given):
    set_env(given)
    engine = given.partition("://")[0]

    said = refusal(env.database_url, "HUOSHUI_THING", default="")

    assert said == f"HUOSHUI_THING begins with {engine!r}; use one of: sqlite://, postgres://, postgresql://"


def test_an_address_with_an_impossible_port_is_refused_without_its_password(set_env):
    set_env("postgres://u:secret@h:abc/d")

    said = refusal(env.database_url, "HUOSHUI_THING", default="")

    assert said == "HUOSHUI_THING is not an address; write postgres://USER:PASSWORD@HOST:PORT/NAME"


def test_an_unknown_name_is_refused_with_all_that_is_allowed(set_env):
    set_env("1")

    said = refusal(env.check_names)

    assert said == (
        "HUOSHUI_THING is not a setting; allowed are: HUOSHUI_DEBUG, HUOSHUI_FIRE_SECONDS, HUOSHUI_HOME, "
        "HUOSHUI_HOSTS, HUOSHUI_MODE, HUOSHUI_NO_SKIPS, HUOSHUI_PACK, HUOSHUI_PORT, HUOSHUI_SECRET_KEY, "
        "HUOSHUI_SHOTS, HUOSHUI_TODAY"
    )


@pytest.mark.parametrize("secret", [env.DEMO_SECRET, "x" * 49, ""])
def test_production_refuses_a_public_or_short_secret(secret):
    said = refusal(env.check_production, mode="production", secret=secret, debug=False, today=None)

    assert said == "HUOSHUI_SECRET_KEY must be set in production: 50 or more random characters"


def test_production_refuses_debug():
    said = refusal(env.check_production, mode="production", secret=SECRET, debug=True, today=None)

    assert said == "HUOSHUI_DEBUG=1 is not allowed in production; unset it"


def test_production_refuses_a_fixed_day():
    said = refusal(env.check_production, mode="production", secret=SECRET, debug=False, today=date(2026, 1, 1))

    assert said == "HUOSHUI_TODAY is not allowed in production; unset it"


def test_the_demo_needs_nothing_set():
    env.check_production(mode="demo", secret=env.DEMO_SECRET, debug=True, today=date(2026, 1, 1))
