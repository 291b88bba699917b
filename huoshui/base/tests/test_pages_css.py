"""What the stylesheets promise: old browsers, one place for colours, contrast in light and dark, a small budget."""

import gzip
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.templatetags.static import static

from huoshui.base.sheets import in_order

STATIC = Path(__file__).resolve().parent.parent / "static"
TEMPLATES = STATIC.parent / "templates"
CSS = sorted((STATIC / "css").glob("*.css"))
TOKENS = (STATIC / "css" / "tokens.css").read_text()
TOO_NEW = {
    "@layer": r"@layer",
    ":has": r":has\(",
    "nesting": r"&",
    "a gradient": r"gradient",
    "accent-color": r"accent-color",
    "container queries": r"@container",
    "new viewport units": r"\d[dsl]v[hw]\b",
}
READ_ON = {
    "paper": ("ink", "quiet", "green", "green-deep", "honour", "soon", "wrong"),
    "sheet": ("ink", "quiet", "green", "green-deep", "honour", "soon", "wrong"),
    "veil": ("ink", "quiet", "green"),
    "green-wash": ("ink", "green", "green-deep"),
    "soon-wash": ("soon",),
    "wrong-wash": ("wrong",),
    "green": ("on-green",),
    "green-deep": ("on-green",),
}


def tokens(*, dark: bool) -> dict[str, str]:
    light, darker = TOKENS.split("@media screen and (prefers-color-scheme: dark)")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    return colours | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", darker)) if dark else colours


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_words_stand_out_from_what_they_are_written_on(dark):
    colours = tokens(dark=dark)

    poor = {
        (text, ground): round(contrast(colours[text], colours[ground]), 2)
        for ground, texts in READ_ON.items()
        for text in texts
        if contrast(colours[text], colours[ground]) < 4.5
    }

    assert poor == {}


@pytest.mark.parametrize("dark", [False, True])
def test_the_borders_of_controls_can_be_seen(dark):
    colours = tokens(dark=dark)

    assert min(contrast(colours["edge"], colours[ground]) for ground in ("paper", "sheet")) >= 3


@pytest.mark.parametrize("sheet", CSS, ids=lambda path: path.name)
def test_css_uses_nothing_newer_than_the_oldest_browser(sheet):
    text = sheet.read_text()

    assert [name for name, pattern in TOO_NEW.items() if re.search(pattern, text)] == []


def test_colours_are_named_in_one_place():
    elsewhere = [path for path in CSS if path.name not in ("tokens.css", "print.css")]

    assert [path.name for path in elsewhere if re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", path.read_text())] == []


def test_every_variable_used_is_declared():
    declared = set(re.findall(r"(--[\w-]+):", TOKENS))

    used = {name for path in CSS for name in re.findall(r"var\((--[\w-]+)", path.read_text())}

    assert used - declared == set()


def test_every_stylesheet_is_on_the_page_once_and_paper_comes_last():
    linked = re.findall(r"css/([\w-]+\.css)", (TEMPLATES / "components" / "stylesheets.html").read_text())

    assert sorted(linked) == [path.name for path in CSS]
    assert (linked[0], linked[-1]) == ("tokens.css", "print.css")


def test_css_and_js_together_stay_under_40_kb():
    scripts = sorted((STATIC / "js").glob("*.js"))

    packed = {path.name: len(gzip.compress(path.read_bytes())) for path in [*CSS, *scripts]}

    assert {name: size for name, size in packed.items() if size > 5 * 1024} == {}
    assert sum(packed.values()) < 40 * 1024


@pytest.mark.slow
def test_what_is_collected_has_all_sheets_in_one_in_their_order(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "huoshui.base.sheets.OneSheetStorage"}}

    call_command("collectstatic", verbosity=0, interactive=False)

    joined = (tmp_path / "css" / "house.css").read_text()
    starts = [joined.index((STATIC / name).read_text()) for name in in_order()]
    assert starts == sorted(starts)
    assert (tmp_path / f"{static('css/house.css').removeprefix('/static/')}.gz").exists()
