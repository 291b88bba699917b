"""What a scan finds, said so that whoever planted it knows file, line, rule and what to do instead."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from huoshui.packs.refusals import RULES, Rule

BEYOND_NUMBERS = (
    Rule(
        "N4",
        "when somebody was last seen",
        "show the work that was recorded",
        r"last_(login|seen|active|visit)s?",
        r"最近登录|上次登录时间",
    ),
    Rule(
        "N6",
        "where somebody is (GPS, places, tracks)",
        "write the place as a word",
        r"latitudes?|longitudes?|lat_?lngs?|geo_?fences?|geo_?tags?|coordinates?",
        r"经纬度|经度|纬度|行程轨迹|电子围栏",
    ),
    Rule(
        "N9",
        "selling or payment inside the system",
        "leave payment in the counter system",
        r"payments?|pay_now|checkouts?|shopping_carts?|add_to_cart|purchases?|refunds?",
        r"支付|付款|收款|缴费|下单|购物车|立即购买|扫码付",
    ),
    Rule(
        "N2",
        "shares of a hundred beside a name",
        "show the two whole numbers",
        r"percent(age)?s?",
        r"百分比|完成率|排序第",
    ),
)


@dataclass(frozen=True)
class Finding:
    file: str
    line: int
    rule: str
    word: str
    never: str
    instead: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.word!r} breaks rule {self.rule}: never {self.never}. {self.instead}"


@dataclass(frozen=True)
class Text:
    """Words and where they stand."""

    file: Path
    line: int
    words: str


def of(rule: Rule, text: Text, word: str) -> Finding:
    return Finding(str(text.file), text.line, rule.code, word, rule.never, f"Instead, {rule.instead}.")


EVERY = (*RULES, *BEYOND_NUMBERS)
ENGLISH = [(rule, re.compile(rf"_({rule.english})_")) for rule in EVERY]
CHINESE = [(rule, re.compile(rule.chinese)) for rule in EVERY]
HAN = re.compile(r"[\u4e00-\u9fff]")


def by_words(text: Text) -> Iterator[Finding]:
    """By the words of every rule: English as parts of names, Chinese as it stands."""
    yield from (of(rule, text, word) for rule, word in _broken(text.words))


@cache
def _broken(words: str) -> tuple[tuple[Rule, str], ...]:
    plain = unicodedata.normalize("NFKC", words)
    names = "_" + re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", plain).lower()).strip("_") + "_"
    found = [(rule, match.group().strip("_")) for rule, pattern in ENGLISH if (match := pattern.search(names))]
    if HAN.search(plain) or "gps" in names:
        chinese = re.sub(r"\s", "", plain).lower()
        found += [(rule, match.group()) for rule, pattern in CHINESE if (match := pattern.search(chinese))]
    return tuple(found)
