"""Words that break no rule where they stand, and why. Each must still be needed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch


@dataclass(frozen=True)
class Allowed:
    """`where` matches a file's path from the root of the code; `words` are taken out of its text before it is read."""

    where: str
    words: re.Pattern[str]
    because: str

    def stands_in(self, path: str) -> bool:
        return fnmatch(path, self.where)


def without(text: str, allowed: Iterable[Allowed]) -> str:
    for one in allowed:
        text = one.words.sub(" ", text)
    return text


def _may(where: str, words: str, because: str) -> Allowed:
    return Allowed(where, re.compile(words), because)


WAY_IN = "how to come in; nothing counts who came, or how often"
NOTES = "what stands beside a field, a figure or a cell; nobody's study notes"
SAID_OF_VOTES = r"[Vv]ot(es?|ers?|ing)(?![a-z])|VOTES?"
VOTES = "a meeting votes on a resolution, and the counts are written down; nobody is judged by votes"

ALLOWED = (
    _may("*", r"登录(?!次|人数|率|量|天|时长|情况|统计|排)", WAY_IN),
    _may("*", r"(is_)?signed[ _]in\b|sign[-_ ]in(?![-_]?(count|rate|days|times|s\b))|\bSignIn(Form)?\b", WAY_IN),
    _may("organisation/*", r"(?i)\blogin(_name)?\b", WAY_IN),
    _may("config/settings.py", r"(?i)[a-z_.]*login[a-z_]*", WAY_IN),
    _may("base/drafts.py", r"LOGIN_URL", WAY_IN),
    _may("organisation/models/accounts.py", r"last_login .*", "Django's own column; no page, query or figure reads it"),
    _may("ledger/*", r"\binstall(_triggers)?\b", "triggers are put into the database, nothing on anybody's phone"),
    _may("programme/activities/templates/activities/focus.html", r"下载", "a document that one may open"),
    _may("programme/activities/*", SAID_OF_VOTES, VOTES),
    _may("base/*", SAID_OF_VOTES, VOTES),
    _may("*", r"\bsounds_like|LIKE_ITS_SERIES", "the English word"),
    _may("programme/suggestions/views/addresses.py", r"HTTP_X_FORWARDED_FOR", "what a proxy says of its caller"),
    _may("*", r"image/svg\+xml", "the house's own icon"),
    _may("base/static/js/drafts.js", r"\|image\|", "a kind of input that no draft keeps"),
    _may("base/static/js/drafts.js", r".*visibilitychange.*flush\(\).*", "a draft is saved before its page is left"),
    _may("programme/suggestions/demo/stories.py", r"照片", "the very burden somebody complains of"),
    _may("base/templates/*", r"field_notes", NOTES),
    _may("programme/activities/templates/*", r"field_notes", NOTES),
    _may("packs/*", r"\b(figure)?_?notes\b", NOTES),
    _may("reports/*", r"\b(figure_|_open_|_)?notes\b", NOTES),
    _may("organisation/demo/*", r"\brank\b", "who heads an invented unit and who comes next; no page shows it"),
    _may(
        "base/templates/components/table.html", r"{% querystring order=column.order", "no figure: see base/listing.py"
    ),
)
