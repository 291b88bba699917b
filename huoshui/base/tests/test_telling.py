"""What is told on one page is read on the next, with a way back that needs no script."""

import pytest
from django.contrib.messages import constants, get_messages
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.template.loader import render_to_string
from django.test import RequestFactory

from huoshui.base.telling import tell, told


@pytest.fixture
def request_with_messages():
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)
    return request


def page_of(request) -> str:
    (message,) = get_messages(request)
    return render_to_string("components/toast.html", {"toast": told(message)}, request)


def test_what_can_be_undone_has_a_button_that_posts_with_a_token(request_with_messages):
    tell(request_with_messages, "已取消。", undo="/activities/7/back/", undo_label="恢复")

    page = page_of(request_with_messages)

    assert '<form method="post" action="/activities/7/back/">' in page
    assert "csrfmiddlewaretoken" in page
    assert "恢复</button>" in page


def test_what_cannot_be_undone_has_no_form(request_with_messages):
    tell(request_with_messages, "已放进计划。")

    page = page_of(request_with_messages)

    assert "toast-success" in page
    assert "<form" not in page


@pytest.mark.parametrize(
    ("level", "tags", "kind"),
    [
        (constants.SUCCESS, "", "success"),
        (constants.INFO, "safe", "info"),
        (constants.WARNING, "", "refused"),
        (constants.ERROR, "extra", "refused"),
        (constants.DEBUG, "", "info"),
    ],
)
def test_messages_of_others_are_toasts_too(level, tags, kind):
    assert told(Message(level, "好了", extra_tags=tags)) == {"kind": kind, "text": "好了"}


def test_a_kind_nobody_knows_is_a_mistake_of_ours(request_with_messages):
    with pytest.raises(KeyError):
        tell(request_with_messages, "好了", kind="failure")
