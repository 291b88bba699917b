"""Who sees what: by page, list, search, number and POST."""

import pytest
from django.test import Client

from huoshui.ledger.models import Source
from huoshui.organisation.public import viewer_of

from .. import part
from ..actions import assign_suggestion, pass_on_suggestion
from ..models import Suggestion
from .conftest import NOW, TODAY, to


def viewer(house, name):
    return viewer_of(house.accounts[name], TODAY)


def agenda(house, name) -> list[str]:
    return [item.title for item in part.agenda(viewer(house, name), TODAY)]


@pytest.mark.parametrize(("name", "sees"), [("吴主任", True), ("王处长", True), ("冯经理", False), ("陈店长", False)])
def test_only_those_over_the_unit_see_it(house, send, enter, name, sees):
    suggestion, client = send(), enter(name)

    assert client.get(to("show", suggestion.pk)).status_code == (200 if sees else 404)
    assert ("窗口早上" in client.get(to("inbox") + "?q=窗口").content.decode()) is sees
    assert bool(list(part.search(viewer(house, name), "窗口"))) is sees
    assert bool(part.pages(viewer(house, name), [suggestion.pk])) is sees
    for action in ("assign", "answer", "transfer"):
        status = client.post(to(action, suggestion.pk), {"text": "好"}).status_code
        assert status == (422 if sees else 404)
    assert client.post(to("take_back", suggestion.pk, 1)).status_code == (302 if sees else 404)
    assert Suggestion.objects.get().revision == 1


def test_a_unit_that_was_passed_by_sees_nothing_and_its_numbers_say_nothing(house, send, enter):
    suggestion = send(about="outlet", goes_past=True)

    assert enter("陈店长").get(to("show", suggestion.pk)).status_code == 404
    assert enter("吴主任").get(to("show", suggestion.pk)).status_code == 200
    assert [fact.unit_id for fact in suggestion_facts(suggestion)] == [house.units["south"].pk]


def suggestion_facts(suggestion):
    from huoshui.ledger.models import Fact

    return Fact.objects.filter(subject=suggestion.subject)


def test_the_whole_has_no_superior_to_turn_to(house, clerk):
    page = {"text": "一", "about": "city", "goes_past": "on", "submission": "00000000-0000-4000-8000-000000000001"}

    answer = clerk.post(to("write", "complaint"), page)

    assert (answer.status_code, "没有上级单位" in answer.content.decode()) == (422, True)


def test_who_passed_it_on_takes_back_that_and_not_what_the_next_ones_did(house, send, reply, enter):
    suggestion = send()
    given = {"revision": 1, "by": None, "at": NOW, "source": Source.SCREEN}
    pass_on_suggestion(suggestion=suggestion, to=house.units["north"], **given)
    reply(suggestion)

    assert enter("吴主任").post(to("take_back", suggestion.pk, 3)).status_code == 404
    assert Suggestion.objects.get().state == "answered"

    enter("冯经理").post(to("take_back", suggestion.pk, 3))
    assert Suggestion.objects.get().state == "received"


def test_another_writers_page_does_not_exist(send, enter):
    suggestion, other = send(), enter("陈店长")

    assert other.get(to("mine_show", suggestion.pk)).status_code == 404
    for action in ("say_mine", "reopen_mine", "close_mine"):
        assert other.post(to(action, suggestion.pk), {"text": "好"}).status_code == 404
    assert Suggestion.objects.get().revision == 1


def test_names_of_writers_are_for_those_who_answer(send, enter, clerk):
    suggestion = send()

    assert "周店员" in enter("吴主任").get(to("show", suggestion.pk)).content.decode()
    assert clerk.get(to("show", suggestion.pk)).status_code == 403


def test_nobody_comes_in_without_a_name_but_to_write_and_to_find(send):
    suggestion, nobody = send(), Client()

    for name, args in (("inbox", []), ("mine", []), ("home", []), ("show", [suggestion.pk])):
        assert nobody.get(to(name, *args)).status_code == 302
    lost = nobody.post(to("say_by_code"), {"code": "2345-6789-ACDE", "text": "写了很久的话"})
    assert (lost.status_code, "写了很久的话" in lost.content.decode()) == (422, True)
    assert "没有这个查询码" in lost.content.decode()
    assert nobody.post(to("close_by_code"), {}).status_code == 422
    assert [nobody.get(to(name)).status_code for name in ("new", "find")] == [200, 200]
    assert Suggestion.objects.get().state == "received"


def test_it_is_on_the_agenda_of_the_nearest_office_until_somebody_has_it(house, send):
    suggestion = send()
    outlet = send(about="outlet", text="货架")
    assert agenda(house, "吴主任") == ["建议：窗口早上排队太久"]
    assert agenda(house, "陈店长") == ["建议：货架"]
    assert agenda(house, "王处长") == agenda(house, "周店员") == []

    given = {"revision": 1, "by": None, "at": NOW, "source": Source.SCREEN}
    assign_suggestion(suggestion=suggestion, to=house.people["王处长"], **given)

    assert agenda(house, "吴主任") == []
    assert agenda(house, "王处长") == ["建议：窗口早上排队太久"]
    assert outlet.assignee is None


def test_what_is_overdue_is_on_the_agenda_of_everybody_above(house, send):
    send(about="outlet")
    later = TODAY.replace(month=5)

    (item,) = part.agenda(viewer(house, "王处长"), later)

    assert (item.state, item.detail) == ("late", "4月23日以前答复")


@pytest.mark.parametrize("name", ["inbox", "mine"])
def test_a_list_asks_the_same_of_the_database_for_one_and_for_three(
    house, send, enter, name, django_assert_num_queries
):
    client = enter("吴主任")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        client.get(to(name))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(to(name)).status_code == 200
        return len(queries)

    send("吴主任")
    one = asked()
    send("吴主任", about="outlet")
    send("吴主任")

    assert asked() == one


def test_somebody_who_leaves_hands_over_what_they_have_to_answer(house, send):
    suggestion = send()
    given = {"revision": 1, "by": None, "at": NOW, "source": Source.SCREEN}
    assign_suggestion(suggestion=suggestion, to=house.people["郑主任"], **given)
    (held,) = part.held(viewer(house, "王处长"), house.people["郑主任"].pk)

    part.pass_on([held.code], house.people["吴主任"].pk, None, NOW, Source.SCREEN)

    assert list(part.held(viewer(house, "王处长"), house.people["郑主任"].pk)) == []
    assert Suggestion.objects.get().assignee == house.people["吴主任"]
