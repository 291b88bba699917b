"""The shape of the code: short functions, small files, no cycles, nothing inline in templates, no catch-all modules."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import grimp
import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "huoshui"
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if not {"tests", "migrations"} & set(path.parts))
TEMPLATES = sorted(PACKAGE.rglob("*.html"))
CATCH_ALLS = {"utils", "util", "helpers", "services", "common", "misc"}
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script with a body": re.compile(r"<script\b[^>]*>\s*[^<\s]", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """From `def` to the end, without decorators, docstring, and the functions inside, which are counted themselves."""
    lines = set(range(function.lineno, (function.end_lineno or 0) + 1))
    if ast.get_docstring(function):
        lines -= set(range(function.body[0].lineno, (function.body[0].end_lineno or 0) + 1))
    for inner in functions_in(function):
        lines -= set(range(inner.lineno, (inner.end_lineno or 0) + 1))
    return len(lines)


def functions_in(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if node is not tree and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def all_lengths() -> dict[str, int]:
    return {
        f"{path.relative_to(PACKAGE)}:{function.lineno} {function.name}": lines_of(function)
        for path in SOURCES
        for function in functions_in(ast.parse(path.read_text()))
    }


def test_counting_leaves_out_docstring_decorators_and_inner_functions():
    inner_function = "    def inner():\n        return a\n"
    source = '@wraps\ndef outer(\n    a,\n):\n    """Says\n    why."""\n' + inner_function + "    return inner\n"

    outer, inner = functions_in(ast.parse(source))

    assert (lines_of(outer), lines_of(inner)) == (4, 2)


def test_half_of_all_functions_have_at_most_9_lines_and_nine_in_ten_at_most_30():
    lengths = all_lengths()

    ninth_tenth = quantiles(lengths.values(), n=10, method="inclusive")[-1]
    longest = sorted(lengths, key=lambda name: -lengths[name])[:15]

    assert len(lengths) > 100
    assert median(lengths.values()) <= 9
    assert ninth_tenth <= 30, [f"{name}: {lengths[name]}" for name in longest]


def test_no_file_has_400_lines():
    lengths = {str(path.relative_to(PACKAGE)): len(path.read_text().splitlines()) for path in [*SOURCES, *TEMPLATES]}

    assert {name: length for name, length in lengths.items() if length >= 400} == {}


def test_no_template_reaches_100_lines():
    lengths = {str(path.relative_to(PACKAGE)): len(path.read_text().splitlines()) for path in TEMPLATES}

    assert {name: length for name, length in lengths.items() if length >= 100} == {}


def test_no_module_imports_itself_by_way_of_others():
    graph = grimp.build_graph("huoshui", include_external_packages=False, exclude_type_checking_imports=True)

    assert cycles(graph) == []


def test_a_cycle_is_found():
    graph = grimp.ImportGraph()
    for importer, imported in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")):
        graph.add_module(importer)
        graph.add_module(imported)
        graph.add_import(importer=importer, imported=imported)

    assert cycles(graph) == [{"a", "b", "c"}]


def cycles(graph: grimp.ImportGraph) -> list[set[str]]:
    """Groups of modules that reach one another (packages that import their own modules are no exception)."""
    reach = {module: graph.find_upstream_modules(module) for module in graph.modules}
    groups = [{other for other in reach[module] if module in reach[other]} | {module} for module in reach]
    found = {frozenset(group) for group in groups if len(group) > 1}
    return sorted((set(group) for group in found), key=sorted)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_template_has_nothing_inline(template):
    text = template.read_text()

    assert [what for what, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ('<p style="color:red">', ["a style attribute"]),
        ("<STYLE>p{}</STYLE>", ["a style element"]),
        ('<a class="x"\n onclick="go()">', ["an event attribute"]),
        ("<script defer>go()</script>", ["a script with a body"]),
        ('<a href="javascript:go()">', ["a javascript: address"]),
        ('<script src="{% static \'js/a.js\' %}" defer></script><p data-on="1">on = style=</p>', []),
    ],
)
def test_what_is_inline_is_recognised(markup, found):
    assert [what for what, pattern in INLINE.items() if pattern.search(markup)] == found


def test_there_is_no_catch_all_module():
    assert [str(path.relative_to(PACKAGE)) for path in SOURCES if CATCH_ALLS & {path.stem, path.parent.name}] == []


def test_nothing_is_left_to_do_in_a_comment():
    left = re.compile(r"\b(TODO|FIXME|XXX)\b")

    assert [str(path.relative_to(PACKAGE)) for path in [*SOURCES, *TEMPLATES] if left.search(path.read_text())] == []
