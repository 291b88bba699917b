"""What somebody was typing is kept in their own browser until it is saved: see static/js/drafts.js.

A form takes part by `data-draft="<stable key>"` (letters, digits, `-`): the same whenever the same thing is edited, as
`activity-12` or `new-activity-hengyang`. A form that edits something carries a hidden `revision`, and one that is to be
written once however often it is sent a hidden `submission`; drafts know both by these names.

The browser holds it encrypted. The key is the account's and comes with each page, so that after signing out, and for
whoever signs in next, the draft cannot be read. It is dropped when the server answers the form by a redirect: the
middleware then says so in a cookie. A view that redirects without having saved says `keep_draft(request)`, and
`tell(…, kind="refused")` says it too.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "huoshui_saved"
FIELD = "_draft"
A_DAY = 24 * 60 * 60
WRITTEN = re.compile(r"[\w-]{1,100}", re.ASCII)


def draft_key(account_id: int) -> str:
    """256 bits for AES, as hexadecimal digits."""
    return salted_hmac("huoshui.base.drafts.key", str(account_id), algorithm="sha256").hexdigest()


def draft_owner(account_id: int) -> str:
    """Under which name the browser keeps this account's drafts; it says nothing of the account or the key."""
    return salted_hmac("huoshui.base.drafts.owner", str(account_id), algorithm="sha256").hexdigest()[:12]


def keep_draft(request: HttpRequest) -> None:
    """The answer is a redirect, but what was sent was not saved."""
    request.keeps_draft = True  # type: ignore[attr-defined]


class DraftMiddleware:
    """Tells the browser which draft has arrived. The cookie outlives an answer that never gets there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and _is_saved(request, response):
            key = request.POST.get(FIELD, "")
            if WRITTEN.fullmatch(key):
                secure = settings.SESSION_COOKIE_SECURE
                response.set_cookie(COOKIE, key, max_age=A_DAY, samesite="Lax", secure=secure)
        return response


def _is_saved(request: HttpRequest, response: HttpResponse) -> bool:
    """A redirect to the sign-in page saves nothing either: the session had ended."""
    if response.status_code not in (302, 303) or getattr(request, "keeps_draft", False):
        return False
    return not response["Location"].startswith(str(settings.LOGIN_URL))
