"""The sections of the house: those this viewer may open, four of them and 更多 on a phone when there are many."""

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import path

from huoshui.base import navigation
from huoshui.base.navigation import Section, sections_for
from huoshui.base.permissions import public, requires

NAMES = ["one", "two", "three", "four", "five", "six"]
urlpatterns = [
    path("", public("home")(lambda request: None), name="home"),
    *(path(f"{name}/", requires(name)(lambda request: None), name=name) for name in NAMES),
]


@pytest.fixture(autouse=True)
def a_house(settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    sections = [Section(name, name) for name in ("home", "nowhere", *NAMES[:-1])]
    monkeypatch.setattr(navigation, "SECTIONS", [*sections, Section("six", "six", also=("/elsewhere/",))])


def asked(*permissions: str, at: str = "/"):
    request = RequestFactory().get(at)
    request.viewer = SimpleNamespace(may=lambda permission: permission in permissions)
    return request


def labels(links) -> list[str]:
    return [link.label for link in links]


@pytest.mark.parametrize(
    ("permissions", "shown", "more"),
    [
        ([], ["home"], []),
        (["two", "five"], ["home", "two", "five"], []),
        (NAMES[:4], ["home", "one", "two", "three", "four"], []),
        (NAMES[:5], ["home", "one", "two", "three"], ["four", "five"]),
    ],
)
def test_a_viewer_sees_the_sections_they_may_open(permissions, shown, more):
    first, rest = sections_for(asked(*permissions))

    assert (labels(first), labels(rest)) == (shown, more)


@pytest.mark.parametrize(
    ("address", "current"),
    [("/", "home"), ("/one/", "one"), ("/one/7/", "one"), ("/elsewhere/7/", "six"), ("/oneself/", None)],
)
def test_the_section_one_is_in_is_marked(address, current):
    first, rest = sections_for(asked(*NAMES, at=address))

    assert [link.label for link in first + rest if link.is_current] == ([current] if current else [])


def test_what_stands_behind_more_is_marked_there_too():
    request = asked(*NAMES, at="/six/")
    shown, more = sections_for(request)

    page = render_to_string("components/navigation.html", {"shown": shown, "more": more, "is_in_more": True})

    assert '<summary class="is-current">更多</summary>' in page
    assert page.count('<a href="/six/" aria-current="page">') == 2
