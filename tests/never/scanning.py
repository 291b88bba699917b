"""Where the rules N1 to N10 could be broken, and how each place is read."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from huoshui.packs.refusals import Rule

from .allowed import Allowed, without
from .findings import Finding, Text, by_words, of

Patterns = Iterable[tuple[Rule, re.Pattern[str]]]

PRESENCE = Rule(
    "N3", "measuring how long somebody looks, or whether they are there", "sum the minutes of rosters", "", ""
)
PLACE = Rule("N6", "asking a device where it is, or for its camera", "write the place as a word", "", "")
PROOF = Rule("N6", "photos, videos or files demanded as proof", "let evidence be optional (required=False)", "", "")
SORTED = Rule("N2", "sorting units or people by a figure", "keep to the official order, names or dates", "", "")
SHARE = Rule("N2", "shares of a hundred beside a name", "show the two whole numbers", "", "")

SCRIPT = (
    (PLACE, re.compile(r"geolocation|getCurrentPosition|watchPosition|getUserMedia|device(orientation|motion)", re.I)),
    (
        PRESENCE,
        re.compile(r"visibilitychange|visibilityState|document\.hidden|setInterval|sendBeacon|performance\.now"),
    ),
)
TEMPLATE = (
    (PLACE, re.compile(r"<[^>]*\scapture\b")),
    (PROOF, re.compile(r"<input(?=[^>]*type=.file)(?=[^>]*\brequired\b)", re.I)),
    (PRESENCE, re.compile(r"hx-trigger=.[^\"']*\bevery\b|http-equiv=.refresh", re.I)),
    (
        SORTED,
        re.compile(
            r"[?&](sort|order_by|ordering|sort_by)=|\|dictsort(reversed)?\b|{%\s*querystring[^%]*\b(sort|order)"
        ),
    ),
    (SHARE, re.compile(r"}}\s*[%％]|widthratio")),
)
OFFICIAL = re.compile(
    r"^-?(\w+__)*(pk|id|place|order|path|number|position|row|unit|person|activity|name|username|code|kind|sort_key|pinyin\w*|month"
    r"|year|day|is_\w+|\w+_(on|at)|built_to|by_timetable)$"
)
FIGURES = re.compile(
    r"^(count|counts|value|total|times|sum|rate|ratio|share|percent|score|done|late|over|under|present|absent)$"
)
ASKED_TO_SORT = {"sort", "order_by", "ordering", "sort_by", "rank_by"}
ASKERS = {"GET", "asked", "_asked", "params"}
FILES = {"FileField", "ImageField"}


def scan(file: Path, allowed: Sequence[Allowed] = (), root: Path | None = None) -> list[Finding]:
    """Everything in one file that breaks a rule. What is allowed there is taken out of it before it is read."""
    here = [one for one in allowed if one.stands_in(str(file.relative_to(root or file.parent)))]
    readers = {".py": python, ".html": template, ".js": script, ".toml": lines_of}
    return list(readers[file.suffix](file, file.read_text(encoding="utf-8"), here))


def lines_of(file: Path, written: str, allowed: Sequence[Allowed]) -> Iterator[Finding]:
    for number, line in enumerate(written.splitlines(), 1):
        yield from by_words(Text(file, number, without(line, allowed)))


def script(file: Path, written: str, allowed: Sequence[Allowed]) -> Iterator[Finding]:
    yield from lines_of(file, written, allowed)
    yield from by_patterns(file, written, allowed, SCRIPT)


def template(file: Path, written: str, allowed: Sequence[Allowed]) -> Iterator[Finding]:
    yield from lines_of(file, written, allowed)
    yield from by_patterns(file, written, allowed, (*TEMPLATE, *SCRIPT))


def by_patterns(file: Path, written: str, allowed: Sequence[Allowed], patterns: Patterns) -> Iterator[Finding]:
    for number, line in enumerate(written.splitlines(), 1):
        for rule, pattern in patterns:
            if found := pattern.search(without(line, allowed)):
                yield of(rule, Text(file, number, line), found.group().strip())


def python(file: Path, written: str, allowed: Sequence[Allowed]) -> Iterator[Finding]:
    """Routes, models and forms are names and words like any other; sorting, shares and files are shapes of calls."""
    tree = ast.parse(written)
    prose = {id(node) for node in _docstrings(tree)}
    for node in ast.walk(tree):
        if id(node) not in prose:
            for words in _words(node):
                yield from by_words(Text(file, node.lineno, without(words, allowed)))
            yield from _shapes(file, node)


def _docstrings(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _words(node: Any) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        yield from (target.id for target in targets if isinstance(target, ast.Name))
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.keyword) and node.arg:
        yield node.arg


def _shapes(file: Path, node: ast.AST) -> Iterator[Finding]:
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        for rule, word in (*_sorting(name, node), *_proof(file, name, node)):
            yield of(rule, Text(file, node.lineno, word), word)
    elif isinstance(node, ast.JoinedStr):
        for value, after in zip(node.values, [*node.values[1:], None], strict=True):
            if isinstance(value, ast.FormattedValue) and (_shared(value) or _percent_sign(after)):
                yield of(SHARE, Text(file, node.lineno, ""), "%")
    elif (
        isinstance(node, ast.Subscript)
        and isinstance(node.slice, ast.Constant)
        and _asked(node.value, node.slice.value)
    ):
        yield of(SORTED, Text(file, node.lineno, ""), str(node.slice.value))


def _sorting(name: str, node: ast.Call) -> Iterator[tuple[Rule, str]]:
    if name == "most_common":
        yield SORTED, name
    if name in ("order_by", "Order", "distinct_on"):
        yield from ((SORTED, word) for word in _keys(node) if not OFFICIAL.match(word))
    if name in ("sorted", "sort", "min", "max", "nlargest", "nsmallest"):
        keys = [keyword.value for keyword in node.keywords if keyword.arg == "key"]
        yield from ((SORTED, word) for key in keys for word in _figures_in(key))
    if name == "get" and node.args and _asked(getattr(node.func, "value", None), getattr(node.args[0], "value", None)):
        yield SORTED, ast.unparse(node.args[0])


def _keys(node: ast.Call) -> Iterator[str]:
    """What `order_by` is told; of base/listing.py's `Order` only its fields, after code and label."""
    is_order = getattr(node.func, "id", "") == "Order"
    for argument in node.args[2:] if is_order else node.args:
        for part in argument.elts if isinstance(argument, ast.Tuple | ast.List) else [argument]:
            if isinstance(part, ast.Constant):
                yield str(part.value)
            elif isinstance(part, ast.Call):
                yield ast.unparse(part)


def _figures_in(key: ast.expr) -> Iterator[str]:
    body = key.body if isinstance(key, ast.Lambda) else key
    bare = body.operand if isinstance(body, ast.UnaryOp) else body
    if isinstance(bare, ast.Subscript) and isinstance(bare.slice, ast.Constant) and bare.slice.value == 1:
        yield ast.unparse(bare)
    if isinstance(bare, ast.Call) and getattr(bare.func, "id", "") == "itemgetter" and bare.args[0].value == 1:  # type: ignore[attr-defined]
        yield ast.unparse(bare)
    yield from (node.attr for node in ast.walk(body) if isinstance(node, ast.Attribute) and FIGURES.match(node.attr))


def _asked(value: object, key: object) -> bool:
    """Whether a key is read from what an address asks."""
    return key in ASKED_TO_SORT and getattr(value, "attr", getattr(value, "id", "")) in ASKERS


def _proof(file: Path, name: str, node: ast.Call) -> Iterator[tuple[Rule, str]]:
    """A form asks for a file unless it says otherwise, and so does a model."""
    told = {(keyword.arg, getattr(keyword.value, "value", None)) for keyword in node.keywords}
    if name in FILES and not told & {("required", False), ("blank", True), ("null", True)}:
        yield PROOF, name


def _shared(value: ast.FormattedValue) -> bool:
    return value.format_spec is not None and ast.unparse(value.format_spec).rstrip("'\"").endswith("%")


def _percent_sign(after: ast.expr | None) -> bool:
    return isinstance(after, ast.Constant) and str(after.value).lstrip().startswith(("%", "％"))
