"""Every address states who may use it, by `@requires("a.permission")` or `@public("why")`, or stands here, and why."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, include, path

from huoshui.base.permissions import public, requires

EXCEPTIONS: dict[str, str] = {}  # address -> why a view that is not ours states nothing


def views(patterns: Any = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """All (address, view), recursively."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield address, pattern.callback


def silent(found: Iterator[tuple[str, Any]]) -> list[str]:
    """The addresses of views that state neither a permission nor why they are open."""
    return [address for address, view in found if not getattr(view, "permission", getattr(view, "public_because", ""))]


def test_every_view_states_its_permission_or_why_it_is_public():
    assert list(views())
    assert [address for address in silent(views()) if address not in EXCEPTIONS] == []


def test_every_exception_is_still_needed():
    assert sorted(EXCEPTIONS) == sorted(address for address in silent(views()) if address in EXCEPTIONS)


def test_the_permissions_stated_are_those_the_pack_grants(pack_permissions):
    stated = {view.permission for _, view in views() if hasattr(view, "permission")}

    assert stated - pack_permissions == set()


@pytest.fixture
def pack_permissions() -> set[str]:
    from huoshui.packs.loaded import pack

    return {permission for role in pack().roles.values() for permission in role.permissions}


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_a_view_without_a_permission_is_found():
    stated = requires("activities.view")(answer)
    opened = public("everybody may read it")(lambda request: HttpResponse())
    inner = [path("<int:pk>/", answer), path("list/", stated), path("about/", opened)]

    found = silent(views([path("planted/", include(inner))]))

    assert found == ["planted/<int:pk>/"]


def test_an_empty_reason_is_none():
    opened = public("")(lambda request: HttpResponse())

    assert silent(views([path("planted/", opened)])) == ["planted/"]
