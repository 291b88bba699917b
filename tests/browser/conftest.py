"""The demo city, loaded once and served by `huoshui serve`, before a real browser."""

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.city import HUOSHUI, city_folder, copy_city, real_env

from .house import Tour, set_out

HOW_TO_GET_IT = "Chromium is not installed (Debian: apt-get install chromium fonts-noto-cjk)."


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """For this package only: while playwright runs, Django refuses its database to the whole thread."""
    executable = shutil.which("chromium")
    if executable is None:
        pytest.skip(HOW_TO_GET_IT)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=executable)


@pytest.fixture(scope="package")
def home(chromium, tmp_path_factory) -> Path:
    """Where the server keeps its data: the demo city, its own copy."""
    home = tmp_path_factory.mktemp("home")
    copy_city(city_folder(tmp_path_factory), home)
    return home


@pytest.fixture(scope="package")
def address(home) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**real_env(home), "HUOSHUI_PORT": str(port)}
    server = subprocess.Popen([*HUOSHUI, "serve"], env=env, stdout=subprocess.DEVNULL, process_group=0)
    try:
        _wait_for(f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(15)


@pytest.fixture
def someone(chromium, address) -> Iterator[Callable[..., BrowserContext]]:
    """A browser of their own for each one who comes; at the end nothing may have gone wrong in any of them."""
    contexts, troubles = [], []

    def come(*, width: int = 360, height: int = 800, **more) -> BrowserContext:
        viewport = {"width": width, "height": height}
        context = chromium.new_context(base_url=address, viewport=viewport, locale="zh-CN", **more)
        context.set_default_timeout(10_000)
        watch(context, troubles)
        contexts.append(context)
        return context

    yield come
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture(scope="package")
def tour(chromium, address) -> Tour:
    """Everybody's way in, and an activity in each of its states."""
    return set_out(chromium, address)


def watch(context: BrowserContext, troubles: list[str]) -> None:
    """What a browser complains of: scripts that fail, things not found, policies broken."""
    refused = set()  # pages that are refusals themselves are no trouble
    context.on("response", lambda r: r.status >= 400 and r.request.is_navigation_request() and refused.add(r.url))
    context.on("weberror", lambda error: troubles.append(str(error.error)))

    def heard(message) -> None:
        if message.type in ("error", "warning") and message.location["url"] not in refused:
            troubles.append(f"{message.location['url']}: {message.text}")

    context.on("console", heard)


def _wait_for(url: str) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with suppress(OSError), urlopen(url, timeout=5):
            return
        time.sleep(0.1)
    raise RuntimeError(f"nobody answers at {url}")
