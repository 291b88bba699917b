"""Writing: with a name, without, about a form, and what is not kept here."""

import re
from uuid import UUID, uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from huoshui.base.clock import at_time, now
from huoshui.ledger.models import Fact
from huoshui.packs.loaded import pack

from ..models import Attempt, Step, Suggestion
from ..rules import SaidBefore, bucket_of, code_of, grouped, whole_hour
from .conftest import TODAY, fields_of, to


def write(client, kind="suggestion", **changes):
    """Opens the form and sends it, as somebody without JavaScript does."""
    page = client.get(to("write", kind)).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(submission|heard)" value="([^"]*)"', page))
    sent = {**hidden, "text": "窗口早上排队太久", "about": "south", "website": ""} | changes
    return client.post(to("write", kind), sent)


def shown_code(answer) -> str:
    return re.search(r'id="code">([-\w]+)<', answer.content.decode())[1]


@pytest.mark.parametrize("signed_in", [True, False])
def test_whoever_gives_no_name_leaves_no_trace(house, clerk, signed_in):
    client = clerk if signed_in else Client()

    answer = write(client, **({"is_nameless": "on"} if signed_in else {}))

    suggestion, code = Suggestion.objects.get(), shown_code(answer)
    (step,), (fact,) = suggestion.steps.all(), Fact.objects.filter(subject=suggestion.subject)
    assert (suggestion.writer, step.by, fact.recorded_by, fact.person) == (None, None, None, None)
    assert {(at.minute, at.second) for at in (suggestion.received_at, step.at, fact.recorded_at)} == {(0, 0)}
    rows = [list(model.objects.values()) for model in (Suggestion, Step, Attempt, Fact)]
    sessions = [session.get_decoded() for session in Session.objects.all()]
    for trace in (house.accounts["周店员"].username, "周店员", "127.0.0.1", code, code.replace("-", "")):
        assert trace not in repr(rows)
    assert code not in repr(sessions)
    assert str(suggestion.pk) not in [str(value) for session in sessions for value in session.values()][1:]
    assert "没有任何记录说明是谁写的" in answer.content.decode()
    assert "窗口早上排队太久" not in clerk.get(to("mine")).content.decode()


def test_with_a_name_it_stands_among_ones_own_and_the_facts_still_know_nobody(house, clerk):
    answer = write(clerk)

    suggestion = Suggestion.objects.get()
    assert suggestion.writer == house.accounts["周店员"]
    assert Fact.objects.get(subject=suggestion.subject).recorded_by is None
    assert "窗口早上排队太久" in clerk.get(to("mine")).content.decode()
    assert clerk.get(to("mine_show", suggestion.pk)).status_code == 200
    assert shown_code(answer) not in clerk.get(to("mine_show", suggestion.pk)).content.decode()


def test_the_same_form_sent_twice_is_one_suggestion_with_one_code(house, clerk):
    submission = str(uuid4())

    first, second = (write(clerk, submission=submission) for _ in range(2))
    other = write(clerk, submission=submission, text="另一件事")

    assert Suggestion.objects.count() == 1
    assert shown_code(first) == shown_code(second) == grouped(code_of(UUID(submission)))
    assert other.status_code == 422
    assert "另一件事" in other.content.decode()
    assert "刚才的改动没有收进去" in other.content.decode()


def test_words_of_another_form_are_not_lost_in_silence(send):
    send(submission=UUID(int=5))

    with pytest.raises(SaidBefore):
        send(submission=UUID(int=5), text="另一件事")


def test_a_burden_asks_which_form_who_asked_and_what_of_it_twice(house, clerk):
    page = clerk.get(to("write", "burden") + "?page=/figures/south/2021/").content.decode()
    assert 'value="本系统的页面 /figures/south/2021/"' in page

    write(clerk, "burden", form_name="走访登记表", asked_by="综合办公室", asked_twice="姓名、网点", text="")

    suggestion = Suggestion.objects.get()
    assert (suggestion.kind, suggestion.form_name, suggestion.asked_by) == ("burden", "走访登记表", "综合办公室")
    assert suggestion.asked_twice == "姓名、网点"


def test_only_an_address_of_the_house_prefills_the_form(house, clerk):
    page = clerk.get(to("write", "burden") + "?page=https://evil.example/").content.decode()

    assert 'value="本系统的页面' not in page


def test_misconduct_is_told_where_to_go_and_nothing_is_kept(house, clerk):
    answer = clerk.post(to("write", "misconduct"), {"text": "某人收了回扣", "about": "south", "submission": uuid4()})

    said = answer.content.decode()
    assert "12388" in said
    assert "某人收了回扣" not in said
    assert (Suggestion.objects.count(), Attempt.objects.count()) == (0, 0)
    assert not Fact.objects.filter(kind__startswith="suggestions.").exists()


def test_what_sounds_like_misconduct_is_told_of_the_channel_once_and_then_kept(house, clerk):
    submission = str(uuid4())

    first = write(clerk, text="采购收回扣", submission=submission)
    assert "12388" in first.content.decode()
    assert "采购收回扣" in first.content.decode()
    assert Suggestion.objects.count() == 0

    again = write(clerk, text="采购收回扣", submission=submission, heard="on")
    assert shown_code(again)
    assert Suggestion.objects.get().text == "采购收回扣"


def test_an_own_unit_is_chosen_for_who_is_signed_in_and_the_whole_for_others(house, clerk):
    chosen = r'<option value="(\w+)" selected>'

    assert re.findall(chosen, clerk.get(to("write", "help")).content.decode()) == ["outlet"]
    assert re.findall(chosen, Client().get(to("write", "help")).content.decode()) == ["city"]


def test_party_units_receive_nothing(house, clerk):
    assert write(clerk, about="branch").status_code == 422


def test_a_filled_honeypot_is_refused_without_losing_a_word(house):
    answer = write(Client(), website="http://spam.example")

    assert (answer.status_code, Suggestion.objects.count()) == (422, 0)
    assert "窗口早上排队太久" in answer.content.decode()


def test_too_many_from_one_address_are_refused_with_the_words_kept(house, settings):
    here = bucket_of("127.0.0.1", TODAY, settings.SECRET_KEY)
    most = pack().suggestions.sent_per_hour
    Attempt.objects.create(purpose="sent", bucket=here, hour=whole_hour(now()), times=most - 1)
    client = Client()
    assert write(client, text="还收得下").status_code == 200

    answer = write(client, text="再来一条")

    assert answer.status_code == 429
    assert "再来一条" in answer.content.decode()
    assert Suggestion.objects.get().text == "还收得下"


def test_addresses_behind_the_proxy_count_apart(house):
    client = Client()
    for address in ("203.0.113.5", "203.0.113.9", "198.51.100.4, 203.0.113.5"):
        client.post(to("find"), {"code": "2345-6789-ACDE"}, HTTP_X_FORWARDED_FOR=address)

    assert sorted(Attempt.objects.values_list("times", flat=True)) == [1, 2]


def test_only_this_hour_is_remembered(house):
    Attempt.objects.create(purpose="code", bucket="abcd", hour=at_time(TODAY, 1), times=9)

    Client().post(to("find"), {"code": "2345-6789-ACDE"})

    assert Attempt.objects.get().bucket != "abcd"


def test_guessing_is_locked_out_even_for_a_right_code(send):
    send(submission=UUID(int=3))
    code, client = code_of(UUID(int=3)), Client()
    assert "窗口早上排队太久" in client.post(to("find"), {"code": code}).content.decode()
    client.post(to("find"), {"code": "2345-6789-ACDE"})
    Attempt.objects.update(times=pack().suggestions.wrong_codes_per_hour)

    locked = client.post(to("find"), {"code": code})

    assert (locked.status_code, "试得太多了" in locked.content.decode()) == (422, True)
    assert "窗口早上排队太久" not in locked.content.decode()


def test_the_deadline_is_ten_working_days(send):
    assert send().due_on.isoformat() == "2021-04-23"


def test_forms_by_code_go_on_without_an_address_that_holds_it(send, reply):
    reply(send(None, submission=UUID(int=9)))
    client, code = Client(), grouped(code_of(UUID(int=9)))

    page = client.post(to("find"), {"code": code})
    assert "已加开一个窗口" in page.content.decode()
    again = client.post(to("reopen_by_code"), fields_of(page, to("reopen_by_code")) | {"text": "下午还是排队"})

    assert "下午还是排队" in again.content.decode()
    assert "no-store" in again["Cache-Control"]
    assert Suggestion.objects.get().state == "reopened"
