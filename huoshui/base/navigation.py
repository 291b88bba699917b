"""The sections of the house, in the order of its navigation: those this house has and this viewer may open."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse

SHOWN_ON_A_PHONE = 4  # beside 更多; five fit when they are all there is


@dataclass(frozen=True)
class Section:
    """`also` are the addresses of pages that belong here and lie elsewhere."""

    name: str
    label: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    url: str
    label: str
    is_current: bool


SECTIONS = (
    Section("reports:today", "今天"),
    Section("activities:year", "计划", ("/activities/series/", "/activities/focus/")),
    Section("reports:matrix", "矩阵", ("/obstacles/",)),
    Section("reports:figures", "数字"),
    Section("organisation:tree", "组织", ("/people/", "/units/")),
    Section("suggestions:home", "意见"),
    Section("reports:search", "搜索"),
)


def sections_for(request: HttpRequest) -> tuple[list[Link], list[Link]]:
    """Those that stand in a phone's bar, and those behind 更多."""
    links = list(_links(request))
    shown = len(links) if len(links) <= SHOWN_ON_A_PHONE + 1 else SHOWN_ON_A_PHONE
    return links[:shown], links[shown:]


def _links(request: HttpRequest) -> Iterator[Link]:
    for section in SECTIONS:
        try:
            url = reverse(section.name)
        except NoReverseMatch:
            continue
        if _may_open(request, url):
            yield Link(url, section.label, _is_current(request.path, url, section.also))


def _may_open(request: HttpRequest, url: str) -> bool:
    """As the page itself states; a public one is open."""
    permission = getattr(resolve(url).func, "permission", None)
    return permission is None or request.viewer.may(permission)  # type: ignore[attr-defined]


def _is_current(path: str, url: str, also: tuple[str, ...]) -> bool:
    return path == url or (url != "/" and path.startswith((url, *also)))
