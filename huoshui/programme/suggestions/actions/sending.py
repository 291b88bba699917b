"""A suggestion comes in."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from huoshui.base.clock import day_of
from huoshui.ledger.models import Source
from huoshui.ledger.recording import Stamp
from huoshui.organisation.public import Account, Unit
from huoshui.packs.loaded import pack

from ..enums import Deed
from ..models import Suggestion
from ..queries import addressees, sent_under
from ..rules import NoSuperior, NotOpenTo, SaidBefore, code_of, due_day, hash_of
from .steps import add_step, moment, settled


@dataclass(frozen=True)
class Said:
    """What somebody writes. `submission` is the form's own key, of which the code is made; it is not kept."""

    kind: str
    about: Unit
    text: str = ""
    form_name: str = ""
    asked_by: str = ""
    asked_twice: str = ""
    goes_past: bool = False
    submission: UUID = field(default_factory=uuid4)


def send_suggestion(*, said: Said, writer: Account | None, at: datetime, source: Source) -> Suggestion:
    """Keep it, and record that one came in. Without a writer nothing tells who it was; the facts never do.

    The same form sent twice is one suggestion. Raises SaidBefore when it was sent before with other words, NotOpenTo,
    NoSuperior.
    """
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=said.about.pk)  # the same form sent at the same moment waits here
        known = sent_under(code_of(said.submission))
        if known is None:
            return _received(said, writer, at, source)
    if (known.kind, *_words(known)) != (said.kind, *_words(said)):
        raise SaidBefore("这张页面已经送出过一条意见，刚才的改动没有收进去。要补充，请凭当时的查询码去补充。")
    return known


def _words(of: Said | Suggestion) -> tuple[str, ...]:
    return (of.text, of.form_name, of.asked_by, of.asked_twice)


def _received(said: Said, writer: Account | None, at: datetime, source: Source) -> Suggestion:
    suggestion = Suggestion(
        unit=_looked_after_by(said, at),
        about=said.about,
        goes_past=said.goes_past,
        kind=said.kind,
        writer=writer,
        code_hash=hash_of(code_of(said.submission)),
        text=said.text,
        form_name=said.form_name,
        asked_by=said.asked_by,
        asked_twice=said.asked_twice,
    )
    suggestion.received_at = moment(suggestion, at)
    suggestion.due_on = due_day(day_of(at), pack().suggestions.answer_within)
    stamp = Stamp(None, suggestion.received_at, source)
    step = add_step(suggestion, Deed.RECEIVED, stamp)
    suggestion.save()
    step.save()
    return settled(suggestion, stamp)


def _looked_after_by(said: Said, at: datetime) -> Unit:
    if not addressees(day_of(at)).filter(pk=said.about.pk).exists():
        raise NotOpenTo("这个单位不在可选的范围里，或已撤销。请另选一个单位。")
    if not said.goes_past:
        return said.about
    if said.about.parent is None:
        raise NoSuperior(f"“{said.about.name}”在这里没有上级单位。请另选单位，或取消这一项。")
    return said.about.parent
