"""What time does, and what moves do."""

from datetime import date, timedelta

from huoshui.base.clock import at_time
from huoshui.ledger import consumers, sequencer
from huoshui.ledger.models import Source
from huoshui.organisation import actions as organisation
from huoshui.organisation.models import Unit

from ..actions import close_suggestion
from ..jobs import keep
from ..models import Suggestion
from .conftest import NOW, TODAY, figure, net, untold


def on(settings, day: date) -> None:
    settings.HUOSHUI_TODAY = day


def run() -> None:
    keep(progress=lambda done, total: None)


def test_an_answer_nobody_comes_back_to_closes_after_thirty_days(house, send, reply, settings):
    suggestion = reply(send())

    on(settings, TODAY + timedelta(days=29))
    run()
    suggestion.refresh_from_db()
    assert suggestion.state == "answered"

    on(settings, TODAY + timedelta(days=31))
    for _ in range(2):
        run()
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.steps.filter(deed="closed").count()) == ("closed", 1)
    assert figure(house.units["south"], "suggestions_open", month=5) == 0
    assert untold() == []


def test_long_after_closing_the_words_go_with_the_name_and_the_counts_stay(house, send, reply, settings):
    suggestion = send(kind="burden", form_name="走访登记表", asked_by="综合办公室", asked_twice="姓名", text="太多")
    reply(suggestion, "两张表合成一张。")
    close_suggestion(suggestion=suggestion, at=NOW, source=Source.SCREEN)
    before = net(suggestion)

    on(settings, TODAY + timedelta(days=179))
    run()
    assert Suggestion.objects.get().text == "太多"

    on(settings, TODAY + timedelta(days=181))
    for _ in range(2):
        run()
    suggestion.refresh_from_db()
    words = (suggestion.text, suggestion.form_name, suggestion.asked_by, suggestion.asked_twice, suggestion.writer)
    assert words == ("", "", "", "", None)
    assert [step.text for step in suggestion.steps.all()] == [""] * 4
    assert net(suggestion) == before
    assert figure(house.units["south"], "burdens_reported") == 1
    assert untold() == []


def test_a_move_entered_late_takes_the_numbers_to_the_new_place(house, send):
    suggestion = send(about="outlet")
    assert figure(house.units["south"], "suggestions_received") == 1

    organisation.move_unit(
        unit=Unit.objects.get(code="outlet"),
        parent=house.units["north"],
        on=date(2021, 4, 1),
        by=None,
        at=at_time(TODAY, 12),
        source=Source.SCREEN,
    )
    sequencer.sequence()
    consumers.run_all()

    assert figure(house.units["south"], "suggestions_received") == 0
    assert figure(house.units["north"], "suggestions_received") == 1
    assert len(net(suggestion)) == 1
    assert untold() == []
