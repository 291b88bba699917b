"""The settings as a process meets them at its start."""

import os
import subprocess
import sys

import pytest
from django.contrib.auth import get_user_model

from huoshui.config.startup import Unsafe, refuse_unsafe

SECRET = "s" * 60


def start(**given: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("HUOSHUI_", "DATABASE_URL"))}
    command = [sys.executable, "-c", "from huoshui.config import settings; print(settings.MODE)"]
    return subprocess.run(command, env=inherited | given, capture_output=True, text=True, check=False)


def test_nothing_need_be_set():
    started = start()

    assert (started.stdout, started.stderr, started.returncode) == ("demo\n", "", 0)


def test_production_starts_with_a_secret_of_its_own():
    assert start(HUOSHUI_MODE="production", HUOSHUI_SECRET_KEY=SECRET).stdout == "production\n"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"HUOSHUI_MODE": "test"}, "HUOSHUI_MODE='test' is not allowed; use one of: demo, production"),
        ({"HUOSHUI_DEBUG": "yes"}, "HUOSHUI_DEBUG='yes' is not allowed; use one of: 0, 1"),
        ({"HUOSHUI_TODAY": "soon"}, "HUOSHUI_TODAY='soon' is not a day; write it as YYYY-MM-DD"),
        ({"HUOSHUI_PORT": "99999"}, "HUOSHUI_PORT='99999' is not a port; use a whole number from 1 to 65535"),
        (
            {"DATABASE_URL": "mysql://u:p@h/d"},
            "DATABASE_URL begins with 'mysql'; use one of: sqlite://, postgres://, postgresql://",
        ),
        (
            {"HUOSHUI_MODE": "production"},
            "HUOSHUI_SECRET_KEY must be set in production: 50 or more random characters",
        ),
        (
            {"HUOSHUI_MODE": "production", "HUOSHUI_SECRET_KEY": SECRET, "HUOSHUI_DEBUG": "1"},
            "HUOSHUI_DEBUG=1 is not allowed in production; unset it",
        ),
        (
            {"HUOSHUI_MODE": "production", "HUOSHUI_SECRET_KEY": SECRET, "HUOSHUI_TODAY": "2026-01-01"},
            "HUOSHUI_TODAY is not allowed in production; unset it",
        ),
    ],
)
def test_an_odd_setting_ends_the_process_with_one_sentence(given, said):
    started = start(**given)

    assert (started.stderr, started.returncode) == (said + "\n", 1)


def test_a_misspelt_setting_ends_the_process():
    started = start(HUOSHUI_SECRETKEY=SECRET)

    assert started.stderr.startswith("HUOSHUI_SECRETKEY is not a setting; allowed are: HUOSHUI_DEBUG, ")
    assert started.returncode == 1


@pytest.mark.django_db
def test_production_refuses_demo_accounts(settings):
    settings.DEMO = False
    get_user_model().objects.create(username="demo-a", is_demo=True)
    get_user_model().objects.create(username="real", is_demo=False)

    with pytest.raises(Unsafe) as refused:
        refuse_unsafe()

    assert refused.value.message == (
        "数据库里有演示账号（demo-a），正式使用时不能带着它们启动：请换用没有演示数据的数据库。"
    )


@pytest.mark.django_db
def test_the_demo_may_have_them():
    get_user_model().objects.create(username="demo-a", is_demo=True)

    refuse_unsafe()
