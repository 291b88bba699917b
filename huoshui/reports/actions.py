"""What units and those above them say of obstacles: rows and facts in one transaction."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from huoshui.base.clock import day_of
from huoshui.ledger.models import Source
from huoshui.ledger.recording import Stamp, settle
from huoshui.organisation.public import Unit, path_on

from .enums import ObstacleState
from .facts import wanted
from .models import Obstacle
from .queries.matrix import cells_of
from .rules import (
    AlreadyNoted,
    AnswerMissing,
    ChangedMeanwhile,
    Duty,
    NoteClosed,
    NotOwed,
    NotYetAsked,
    ReasonMissing,
    State,
    UntilTooEarly,
    UntilTooLate,
)

LONGEST = timedelta(days=366)


def note_obstacle(
    *, unit: Unit, duty: Duty, reason: str, until_on: date, by: UUID | None, at: datetime, source: Source
) -> Obstacle:
    """Say what is in the way of a duty that is due or to be made up. Said twice in the same words, it is one note.

    A note whose last day has passed is lifted by the next. Raises ReasonMissing, UntilTooEarly, UntilTooLate,
    NotYetAsked, NotOwed, AlreadyNoted.
    """
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)  # two who note at the same moment wait here
        _check_words(reason, until_on, day_of(at))
        _check_owed(unit, duty, day_of(at))
        stamp = Stamp(by, at, source)
        standing = Obstacle.objects.filter(
            unit=unit, norm=duty.norm.code, period=duty.period.written, state=ObstacleState.OPEN
        ).first()
        if standing and (standing.reason, standing.until_on) == (reason, until_on):
            return standing
        if standing:
            _make_room(standing, stamp)
        obstacle = Obstacle(unit=unit, norm=duty.norm.code, period=duty.period.written, reason=reason)
        obstacle.path, obstacle.until_on = path_on(unit.pk, day_of(at)), until_on
        obstacle.noted_at, obstacle.noted_by = at, by
        return _written(obstacle, stamp)


def lift_obstacle(*, obstacle: Obstacle, by: UUID | None, at: datetime, source: Source) -> Obstacle:
    """The obstacle is gone. Lifting twice is no error. Raises NoteClosed."""
    with transaction.atomic():
        held = _locked(obstacle)
        if held.state == ObstacleState.LIFTED:
            return held
        _refuse_unless_open(held)
        return _lifted(held, Stamp(by, at, source))


def restore_obstacle(*, obstacle: Obstacle, by: UUID | None, at: datetime, source: Source) -> Obstacle:
    """Take a lifting back. Raises NoteClosed, AlreadyNoted when another note stands by now."""
    with transaction.atomic():
        held = _locked(obstacle)
        if held.is_open:
            return held
        if held.state == ObstacleState.WITHDRAWN:
            raise NoteClosed("这条困难说明已经撤回，不能恢复。仍有困难的，请重新写一条。")
        if _same_duty(held).filter(state=ObstacleState.OPEN).exists():
            raise AlreadyNoted("之后已经另写了一条困难说明，这一条不用恢复。")
        held.state, held.lifted_at = ObstacleState.OPEN, None
        return _written(held, Stamp(by, at, source))


def withdraw_obstacle(*, obstacle: Obstacle, by: UUID | None, at: datetime, source: Source) -> Obstacle:
    """Take a note back as if it had not been written. Raises NoteClosed once it is lifted or answered."""
    with transaction.atomic():
        held = _locked(obstacle)
        if held.state == ObstacleState.WITHDRAWN:
            return held
        _refuse_unless_open(held)
        if held.answered_at:
            raise NoteClosed("上级已经答复，不能再撤回。困难不在了，请用“困难已解除”。")
        held.state = ObstacleState.WITHDRAWN
        return _written(held, Stamp(by, at, source))


def answer_obstacle(
    *, obstacle: Obstacle, helper: str, answer: str, revision: int, by: UUID | None, at: datetime
) -> Obstacle:
    """Promise help: who, and what. Another answer takes its place, by somebody who has seen the first.

    `revision` is the one the answerer saw. Raises AnswerMissing, NoteClosed, ChangedMeanwhile.
    """
    with transaction.atomic():
        held = _locked(obstacle)
        if not helper.strip() or not answer.strip():
            raise AnswerMissing("请写明由谁来帮、怎样帮。")
        _refuse_unless_open(held)
        if (held.helper, held.answer) == (helper, answer):
            return held
        if held.revision != revision:
            raise ChangedMeanwhile("您打开之后，已经有人答复或改过。请看过现在的内容再写。")
        held.helper, held.answer, held.answered_at, held.answered_by = helper, answer, at, by
        return _saved(held)


def take_back_answer(*, obstacle: Obstacle, revision: int) -> Obstacle:
    """Raises NoteClosed, ChangedMeanwhile when it is no more the answer that was given."""
    with transaction.atomic():
        held = _locked(obstacle)
        if held.answered_at is None:
            return held
        _refuse_unless_open(held)
        if held.revision != revision:
            raise ChangedMeanwhile("这条答复已经有人改过，请看过现在的内容再决定。")
        held.helper = held.answer = ""
        held.answered_at = held.answered_by = None
        return _saved(held)


def follow_move(*, unit_id: int, since: datetime, stamp: Stamp) -> int:
    """Notes of a unit that turns out to have moved belong to its place on their day; how many did not. Doing it again
    changes nothing."""
    with transaction.atomic():
        later = Obstacle.objects.select_for_update().filter(unit=unit_id, noted_at__gte=since).order_by("pk")
        moved = [obstacle for obstacle in later if obstacle.path != path_on(unit_id, day_of(obstacle.noted_at))]
        for obstacle in moved:
            obstacle.path = path_on(unit_id, day_of(obstacle.noted_at))
            _written(obstacle, stamp)
        return len(moved)


def _check_words(reason: str, until_on: date, today: date) -> None:
    if not reason.strip():
        raise ReasonMissing("请写明遇到什么困难，一句话也行。")
    if until_on < today:
        raise UntilTooEarly("这一天已经过去。请填预计能办的日期，从今天起算。")
    if until_on > today + LONGEST:
        raise UntilTooLate("最多写到一年以后；到时还有困难，可以再写一条。")


def _check_owed(unit: Unit, duty: Duty, today: date) -> None:
    [cell] = cells_of(unit, [duty], today)
    state = next((standing.state for standing in cell.standings if standing.unit.id == unit.pk), State.NONE)
    if state is State.FUTURE:
        raise NotYetAsked("还没到该做的时候，到时再写。")
    if state not in (State.DUE, State.LATE, State.IN_THE_WAY):
        raise NotOwed("这一项已完成、免做或不要求，不用再说明困难。请返回查看。")


def _make_room(standing: Obstacle, stamp: Stamp) -> None:
    """Raises AlreadyNoted while the standing note holds."""
    if standing.until_on >= day_of(stamp.at):
        raise AlreadyNoted("已经有人写过困难说明，您写的没有保存。请打开查看；情况变了的，先解除再重新写。")
    _lifted(_locked(standing), stamp)


def _lifted(held: Obstacle, stamp: Stamp) -> Obstacle:
    held.state, held.lifted_at = ObstacleState.LIFTED, stamp.at
    return _written(held, stamp)


def _written(obstacle: Obstacle, stamp: Stamp) -> Obstacle:
    """The row and its facts."""
    _saved(obstacle)
    settle({obstacle.subject: wanted(obstacle)}, by=stamp.by, at=stamp.at, source=stamp.source)
    return obstacle


def _saved(obstacle: Obstacle) -> Obstacle:
    obstacle.revision += 1 if obstacle.pk else 0
    obstacle.save()
    return obstacle


def _locked(obstacle: Obstacle) -> Obstacle:
    return Obstacle.objects.select_for_update().get(pk=obstacle.pk)


def _same_duty(held: Obstacle):
    return Obstacle.objects.filter(unit=held.unit_id, norm=held.norm, period=held.period)


def _refuse_unless_open(held: Obstacle) -> None:
    if not held.is_open:
        raise NoteClosed("这条困难说明已经解除或撤回，不用再处理。请返回查看。")
