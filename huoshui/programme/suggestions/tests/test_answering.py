"""Those who look after a suggestion: assigning, answering, passing on, taking back; two at once."""

from uuid import UUID, uuid4

import pytest

from huoshui.base.clock import at_time
from huoshui.ledger.models import Source

from ..actions import assign_suggestion, pass_on_suggestion, take_back_step
from ..models import Suggestion
from ..rules import AnsweredMeanwhile, MayNotAnswer, NothingOwed, PastTheUnit, TooLate
from .conftest import NOW, fields_of, figure, net, to, untold


@pytest.fixture
def act(house):
    """An action by the county's head of office, on the suggestion as it stands."""

    def acted(action, suggestion, **given):
        suggestion.refresh_from_db()
        given = {"revision": suggestion.revision} | given if action is not take_back_step else given
        by = house.keys["吴主任"]
        return action(suggestion=suggestion, by=by, at=NOW, source=Source.SCREEN, **given)

    return acted


def test_a_suggestion_is_given_to_somebody_and_answered(house, send, office):
    suggestion = send()
    page = office.get(to("show", suggestion.pk))
    url = to("assign", suggestion.pk)
    office.post(url, fields_of(page, url) | {"person": house.people["郑主任"].pk})
    page = office.get(to("show", suggestion.pk))
    assert "交办：郑主任" in page.content.decode()

    url = to("answer", suggestion.pk)
    office.post(url, fields_of(page, url) | {"text": "已加开一个窗口。"})

    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.assignee.name) == ("answered", "郑主任")
    assert [step.deed for step in suggestion.steps.all()] == ["received", "assigned", "answered"]
    assert figure(house.units["south"], "suggestions_answered_in_time") == 1
    assert untold() == []


def test_of_two_answers_at_once_the_second_is_told_and_keeps_its_words(send, office, enter):
    suggestion = send()
    url, other = to("answer", suggestion.pk), enter("郑主任")
    first, second = (fields_of(client.get(to("show", suggestion.pk)), url) for client in (office, other))
    office.post(url, first | {"text": "已加开一个窗口。"})

    refused = other.post(url, second | {"text": "我的另一个答复"})

    said = refused.content.decode()
    assert refused.status_code == 422
    assert "已加开一个窗口。" in said
    assert "我的另一个答复" in said
    assert "别人已经先办了一步" in said
    assert list(suggestion.steps.filter(deed="answered").values_list("text", flat=True)) == ["已加开一个窗口。"]


def test_words_refused_for_another_step_are_sent_on_the_new_state_of_things(house, send, office, act):
    suggestion = send()
    url = to("answer", suggestion.pk)
    fields = fields_of(office.get(to("show", suggestion.pk)), url)
    act(assign_suggestion, suggestion, to=house.people["郑主任"])

    refused = office.post(url, fields | {"text": "已加开一个窗口。"})
    assert refused.status_code == 422
    assert "别人已经先办了一步" in refused.content.decode()
    assert ">\n已加开一个窗口。</textarea>" in refused.content.decode()
    office.post(url, fields_of(refused, url) | {"text": "已加开一个窗口。"})

    assert Suggestion.objects.get().state == "answered"


def test_the_same_answer_sent_twice_answers_once(send, reply):
    suggestion = send()

    for _ in range(2):
        reply(suggestion, submission=UUID(int=99), revision=1)

    assert suggestion.steps.filter(deed="answered").count() == 1
    with pytest.raises(NothingOwed):
        reply(suggestion, submission=uuid4())


def test_a_stale_action_is_refused(house, send, reply):
    suggestion = send()
    reply(suggestion)

    with pytest.raises(AnsweredMeanwhile):
        reply(suggestion, revision=1)


def test_it_is_given_only_to_those_who_may_answer_there(house, send, act):
    suggestion = send()

    for name in ("周店员", "冯经理", "陈店长"):
        with pytest.raises(MayNotAnswer):
            act(assign_suggestion, suggestion, to=house.people[name])
    act(assign_suggestion, suggestion, to=house.people["王处长"])

    assert suggestion.steps.count() == 2


def test_passed_on_it_takes_its_numbers_along(house, send, act):
    suggestion = send()
    assert figure(house.units["south"], "suggestions_received") == 1

    act(pass_on_suggestion, suggestion, to=house.units["office"])

    assert figure(house.units["south"], "suggestions_received") == 0
    assert figure(house.units["office"], "suggestions_open") == 1
    assert untold() == []


def test_what_was_passed_by_a_unit_is_never_passed_on_to_it(house, send, act, office):
    suggestion = send(about="outlet", goes_past=True)
    assert suggestion.unit == house.units["south"]

    with pytest.raises(PastTheUnit):
        act(pass_on_suggestion, suggestion, to=house.units["outlet"])

    assert 'value="outlet"' not in office.get(to("show", suggestion.pk)).content.decode()


@pytest.mark.parametrize("deed", ["assign", "answer", "transfer"])
def test_each_step_of_the_office_is_taken_back_by_its_toast(house, send, office, deed):
    suggestion = send()
    before = (suggestion.state, suggestion.unit_id, suggestion.assignee_id, net(suggestion))
    url = to(deed, suggestion.pk)
    more = {"person": house.people["郑主任"].pk, "text": "好", "unit": "office"}
    office.post(url, fields_of(office.get(to("show", suggestion.pk)), url) | more)

    undo = to("take_back", suggestion.pk, 2)
    assert f'action="{undo}"' in office.get(to("inbox")).content.decode()
    for _ in range(2):
        assert office.post(undo).status_code == 302

    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.unit_id, suggestion.assignee_id, net(suggestion)) == before
    assert [step.deed for step in suggestion.steps.all()][2:] == ["taken_back"]
    assert untold() == []


def test_an_answer_that_was_met_is_not_taken_back(send, reply, act, clerk):
    suggestion = send()
    reply(suggestion)
    clerk.post(to("close_mine", suggestion.pk))

    with pytest.raises(TooLate):
        act(take_back_step, suggestion, number=2)


def test_the_writer_sees_no_answer_that_was_taken_back_nor_who_answered(send, reply, act, clerk):
    suggestion = send()
    reply(suggestion, "这一句写错了")
    act(take_back_step, suggestion, number=2)
    reply(suggestion, "已加开一个窗口。")

    said = clerk.get(to("mine_show", suggestion.pk)).content.decode()

    assert "已加开一个窗口。" in said
    assert "这一句写错了" not in said
    assert "吴主任" not in said


def test_the_writer_reopens_once_and_then_closes(house, send, reply, clerk):
    suggestion = send()
    reply(suggestion)
    page = clerk.get(to("mine_show", suggestion.pk))
    url = to("reopen_mine", suggestion.pk)
    for _ in range(2):
        clerk.post(url, fields_of(page, url) | {"text": "下午还是排队"})
    reply(suggestion, "下午也加开了。", at=at_time(NOW.date().replace(month=5), 9))
    clerk.post(url, {"submission": uuid4(), "text": "再来一次"})

    clerk.post(to("close_mine", suggestion.pk))

    suggestion.refresh_from_db()
    deeds = [step.deed for step in suggestion.steps.all()]
    assert deeds == ["received", "answered", "reopened", "answered", "closed"]
    assert (figure(house.units["south"], "suggestions_open"), suggestion.state) == (0, "closed")
    assert [step.in_time for step in suggestion.steps.filter(deed="answered")] == [True, False]
    assert untold() == []


def test_the_writer_adds_words_while_an_answer_is_owed(send, reply, clerk):
    suggestion = send()
    page, url = clerk.get(to("mine_show", suggestion.pk)), to("say_mine", suggestion.pk)
    for _ in range(2):
        clerk.post(url, fields_of(page, url) | {"text": "主要是星期一"})
    reply(suggestion)

    clerk.post(url, {"submission": uuid4(), "text": "太晚了"})

    assert list(suggestion.steps.filter(deed="added").values_list("text", flat=True)) == ["主要是星期一"]
