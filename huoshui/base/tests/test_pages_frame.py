"""The frame of every page, the error pages, and the reader's choice of type size."""

from types import SimpleNamespace

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from huoshui.base.context import TYPE_COOKIE
from huoshui.base.views import display


def seen_by(name: str | None, *, path: str = "/", **cookies: str) -> HttpRequest:
    request = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    request.viewer = SimpleNamespace(
        is_signed_in=name is not None,
        may=lambda permission: permission != "figures.view",
        home_unit=SimpleNamespace(name="蒸湘支部"),
        person_id=None,
        account=SimpleNamespace(pk=7, username="demo", person=SimpleNamespace(name=name)),
    )
    return request


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "405", "500"])
def test_error_page_renders_with_nothing_known_and_says_what_to_do(name):
    page = render_to_string(f"{name}.html")

    assert '<html lang="zh-CN"' in page
    assert page.count("<h1") == 1
    assert "请" in page


def test_frame_begins_with_a_way_past_the_navigation():
    page = render_to_string("base.html", {}, seen_by("王芳"))

    assert page.index('<a class="skip" href="#content">') < page.index("<header")
    assert '<main id="content"' in page


def test_frame_names_unit_and_person_and_signs_out_by_post():
    page = render_to_string("base.html", {}, seen_by("王芳"))

    assert "蒸湘支部" in page
    assert "王芳" in page
    assert '<form method="post" action="/sign-out/" data-drops-drafts>' in page


def test_frame_shows_a_stranger_only_the_way_in():
    page = render_to_string("base.html", {}, seen_by(None))

    assert 'href="/sign-in/"' in page
    assert "蒸湘支部" not in page
    assert "主要栏目" not in page


@pytest.mark.parametrize(("demo", "times"), [(True, 1), (False, 0)])
def test_demo_strip_is_shown_in_demo_mode_only(settings, demo, times):
    settings.DEMO = demo

    assert render_to_string("base.html", {}, seen_by(None)).count("演示数据") == times


def test_large_type_follows_the_cookie_and_offers_the_way_back():
    page = render_to_string("base.html", {}, seen_by(None, path="/figures/?year=2021", **{TYPE_COOKIE: "large"}))

    assert 'data-type="large"' in page
    assert "/display/?type=normal&amp;next=%2Ffigures%2F%3Fyear%3D2021" in page


def test_display_sets_the_cookie_and_returns_to_the_page():
    response = display(RequestFactory().get("/display/", {"type": "large", "next": "/figures/?year=2021"}))

    assert response.url == "/figures/?year=2021"
    assert response.cookies[TYPE_COOKIE].value == "large"


def test_display_takes_the_cookie_away_again():
    response = display(RequestFactory().get("/display/", {"type": "normal", "next": "/"}))

    assert response.cookies[TYPE_COOKIE]["max-age"] == 0


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", "", "elsewhere", "?page=2"]
)
def test_display_never_leads_out_of_the_house(elsewhere):
    assert display(RequestFactory().get("/display/", {"next": elsewhere})).url == "/"
