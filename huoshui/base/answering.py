"""An address that is opened in a way it does not answer says so on a page of ours, with what to do."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

NOT_ALLOWED = 405


class NotAllowedPage:
    """The status and the Allow header stay what they were."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != NOT_ALLOWED or response.content:
            return response
        page = render(request, "405.html", status=NOT_ALLOWED)
        page["Allow"] = response["Allow"]
        return page
