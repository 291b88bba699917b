"""The server's half of drafts: a key for each account, and word of what has arrived."""

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from huoshui.base.drafts import COOKIE, DraftMiddleware, draft_key, draft_owner, keep_draft


def answered(response: HttpResponse, sent: dict, *, keeps: bool = False, method: str = "post") -> HttpResponse:
    def view(request):
        if keeps:
            keep_draft(request)
        return response

    return DraftMiddleware(view)(getattr(RequestFactory(), method)("/plan/", sent))


def test_a_redirect_says_which_draft_has_arrived():
    response = answered(HttpResponseRedirect("/"), {"_draft": "activity-12"})

    assert response.cookies[COOKIE].value == "activity-12"
    assert not response.cookies[COOKIE]["httponly"]


@pytest.mark.parametrize(
    ("response", "sent", "more"),
    [
        (HttpResponse(status=422), {"_draft": "activity-12"}, {}),
        (HttpResponseRedirect("/sign-in/?next=/plan/"), {"_draft": "activity-12"}, {}),
        (HttpResponseRedirect("/"), {"_draft": "activity-12"}, {"keeps": True}),
        (HttpResponseRedirect("/"), {"_draft": "activity-12"}, {"method": "get"}),
        (HttpResponseRedirect("/"), {"_draft": "12; path=/"}, {}),
        (HttpResponseRedirect("/"), {}, {}),
    ],
    ids=["refused", "session ended", "nothing saved", "read only", "no key of ours", "no draft"],
)
def test_otherwise_the_draft_stays(response, sent, more):
    assert COOKIE not in answered(response, sent, **more).cookies


def test_each_account_has_a_key_of_its_own_that_its_name_does_not_tell():
    assert len(draft_key(1)) == 64
    assert draft_key(1) != draft_key(2)
    assert draft_owner(1) != draft_owner(2)
    assert not draft_key(1).startswith(draft_owner(1))
