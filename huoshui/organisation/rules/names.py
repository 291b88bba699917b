"""How names are read, sorted and found, and how phone numbers are written.

A *syllable* is a character with its reading: 张 and zhang1. What is neither a Han character nor a letter or digit is
no part of a name's reading.
"""

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from unicodedata import category, normalize

from .surnames import LONG_SURNAMES, SURNAMES

SORTED_BY = 160
ASKED_AT_MOST = 32
_LAST = "zzzz0"  # sorts after every reading
_IN_GIVEN_NAMES = {"长": "chang2"}
_SYLLABLE = re.compile(r"[a-z]+[0-9]")


class Syllable(NamedTuple):
    written: str
    letters: str
    tone: str


def sort_key(name: str, *, is_person: bool = True) -> str:
    """Pinyin order in a-z0-9 alone, so that all databases' collations agree: letters, tone, then the character.

    ü follows u, as in the dictionaries; all of one surname stand together, before those of the next.
    """
    return "".join(map(_sorted_by, read(name, is_person=is_person)))[:SORTED_BY]


def initials(name: str) -> str:
    """The first letters: zjg for 张建国."""
    return "".join(syllable.letters[:1] for syllable in read(name))


def full_pinyin(name: str) -> str:
    """Without tones or spaces: zhangjianguo. ü is v, as it is typed."""
    return "".join(syllable.letters for syllable in read(name))


def spelled(name: str, *, is_person: bool = True) -> str:
    """What a search looks into: ` 张zhang 建jian 国guo`. A surname read otherwise elsewhere is found by both."""
    ways = dict.fromkeys([_row(read(name, is_person=is_person)), _row(read(name, is_person=False))])
    return " |".join(ways)


def pattern_of(asked: str) -> str:
    """The regular expression by which `spelled` is searched; empty when nothing was asked.

    Characters, full pinyin, initials and any mixture: each syllable may be cut short, none may be left out.
    Both databases read it alike.
    """
    wanted = [sign for sign in _normal(asked)[:ASKED_AT_MOST] if sign.isalnum()]
    if not wanted:
        return ""
    return _begins(wanted[0]) + "".join(_follows(before, sign) for before, sign in pairwise(wanted))


def read(name: str, *, is_person: bool = True) -> list[Syllable]:
    """A letter or digit reads as itself; a character without a known reading has none."""
    text = "".join(sign for sign in _normal(name) if sign.isalnum())
    surname = _surname_of(text) if is_person else ""
    readings = _SYLLABLE.findall(LONG_SURNAMES.get(surname) or SURNAMES.get(surname, ""))
    rest = _readings(text[len(surname) :])
    if is_person:
        rest = [_IN_GIVEN_NAMES.get(sign, reading) for sign, reading in zip(text[len(surname) :], rest, strict=True)]
    return [_syllable(*pair) for pair in zip(text, [*readings, *rest], strict=True)]


def normal_phone(written: str) -> str | None:
    """A phone number as E.164, or None when it is none. Eleven digits are a mainland mobile number."""
    digits = re.sub(r"[\s()-]", "", written)
    if re.fullmatch(r"1[3-9]\d{9}", digits):
        return f"+86{digits}"
    return digits if re.fullmatch(r"\+[1-9]\d{6,14}", digits) else None


def _surname_of(text: str) -> str:
    """The surname when it is read in a way of its own; nobody is called by a surname alone."""
    if len(text) > 2 and text[:2] in LONG_SURNAMES:
        return text[:2]
    return text[:1] if len(text) > 1 and text[:1] in SURNAMES else ""


def _syllable(written: str, reading: str) -> Syllable:
    if written.isascii():
        return Syllable(written, written, "")
    known = _SYLLABLE.fullmatch(reading)
    return Syllable(written, reading[:-1], reading[-1]) if known else Syllable(written, "", "")


def _sorted_by(syllable: Syllable) -> str:
    written, letters, tone = syllable
    if written.isascii():
        return written
    if not letters:
        return f"{_LAST}{ord(written):05x}"
    return f"{_with_umlaut(letters)}{tone}{ord(written):05x}"


def _with_umlaut(letters: str) -> str:
    """lv stands between lu and luan; lve and nve, which have no rival, as if written with u."""
    return letters[:-1] + "u9" if letters.endswith("v") else letters.replace("v", "u")


def _row(syllables: list[Syllable]) -> str:
    return "".join(f" {s.letters}" if s.written == s.letters else f" {s.written}{s.letters}" for s in syllables)


def _begins(sign: str) -> str:
    return f" .?{sign}" if sign.isascii() else f" {sign}"


def _follows(before: str, sign: str) -> str:
    """Letters go on within a syllable or with the next one; a character is always the next one."""
    nxt = f"[^ ]*{_begins(sign)}"
    return f"({nxt}|{sign})" if before.isascii() and sign.isascii() else nxt


def _normal(text: str) -> str:
    """Full-width letters as plain ones, accents gone, all small."""
    plain = (sign for sign in normalize("NFKD", text) if category(sign) != "Mn")
    return normalize("NFC", "".join(plain)).lower()


def _readings(text: str) -> list[str]:
    """The reading of each character with its tone as a digit, words read as words; without one, the character."""
    return _lazy_pinyin()(text) if text else []


@cache
def _lazy_pinyin() -> Callable[[str], list[str]]:
    """Loaded when the first name is read: the dictionaries take 56 MB, and most processes read none."""
    from functools import partial

    from pypinyin import Style, lazy_pinyin

    return partial(lazy_pinyin, style=Style.TONE3, neutral_tone_with_five=True, errors=list)
