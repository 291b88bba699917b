"""Codes, deadlines, limits, and the refusals of this part. Nothing here touches the database."""

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from ipaddress import ip_address, ip_network
from uuid import UUID

from huoshui.base.calendar import is_working_day
from huoshui.base.errors import Refused

ALPHABET = "23456789ACDEFGHJKMNPQRTUVWXY"  # nothing that looks like something else, on paper or aloud
LOOK_ALIKE = str.maketrans("ZSB", "258")
LENGTH = 12  # 57 bits
GROUP = 4
ROUNDS = 20_000  # some milliseconds for us; ten thousand times the work for whoever has stolen the hashes
BUCKET_BITS = 16  # so few that a bucket tells nobody's address


class SaidBefore(Refused):
    """The form was sent before, with other words."""


class NotOpenTo(Refused):
    """A unit that receives no suggestions, or is closed."""

    field = "about"


class NoSuperior(Refused):
    """There is no unit above the one to be passed by."""

    field = "goes_past"


class AnsweredMeanwhile(Refused):
    """Somebody else took a step after the page was opened."""


class NothingOwed(Refused):
    """A step that the suggestion's state has no room for."""


class MayNotAnswer(Refused):
    """The person holds no role by which to answer there."""

    field = "person"


class PastTheUnit(Refused):
    """The writer asked that the unit not see it."""

    field = "unit"


class TooLate(Refused):
    """What came after a step keeps it from being taken back."""


class ReopenedBefore(Refused):
    """A suggestion is reopened once."""


class TooMany(Refused):
    """More in one hour, from one network address, than the pack allows."""


def code_of(submission: UUID) -> str:
    """The code of what a form sends. It comes from the form's own random key, which nobody keeps: the same form sent
    again gives the same code, and neither row nor session need hold it."""
    number = int.from_bytes(hashlib.sha256(b"huoshui.suggestions.code" + submission.bytes).digest())
    letters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def grouped(code: str) -> str:
    """ABCD-EFGH-JKMN, as it is shown."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def normal_code(written: str) -> str | None:
    """A code as people type it: any case, any gaps, full width; None for what is no code."""
    plain = unicodedata.normalize("NFKC", written).upper().translate(LOOK_ALIKE)
    code = "".join(letter for letter in plain if letter.isalnum())
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def hash_of(code: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", code.encode(), b"huoshui.suggestions", ROUNDS).hex()


def bucket_of(address: str, on: date, secret: str) -> str:
    """Which of 65,536 buckets a network address falls into today; another one tomorrow."""
    said = f"{on}:{_network(address)}".encode()
    return hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()[: BUCKET_BITS // 4]


def _network(address: str) -> str:
    """One subscriber of IPv6 has a whole /64."""
    try:
        known = ip_address(address)
    except ValueError:
        return "unknown"
    return str(known if known.version == 4 else ip_network(f"{known}/64", strict=False))


def due_day(received_on: date, working_days: int) -> date:
    """The last day on which an answer is in time."""
    day, left = received_on, working_days
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return day


def whole_hour(at: datetime) -> datetime:
    """Of one who gave no name the hour is kept, not the minute, which could be laid beside who was signed in."""
    return at.replace(minute=0, second=0, microsecond=0)


def sounds_like_misconduct(text: str, words: Iterable[str]) -> bool:
    """However it is spaced: a blank inside a word hides nothing."""
    plain = "\n".join("".join(line.split()) for line in unicodedata.normalize("NFKC", text).splitlines())
    return any(word in plain for word in words)
