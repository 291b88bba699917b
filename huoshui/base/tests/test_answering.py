"""What a form field and an address say when they cannot take what comes."""

import pytest
from django import forms
from django.http import HttpResponse, HttpResponseNotAllowed
from django.test import RequestFactory

from huoshui.base.answering import NotAllowedPage


class Report(forms.Form):
    title = forms.CharField(max_length=4)
    day = forms.DateField()
    people = forms.IntegerField(min_value=1, max_value=9)
    kind = forms.ChoiceField(choices=[("a", "甲")])
    also = forms.MultipleChoiceField(choices=[("a", "甲")])
    agreed = forms.BooleanField()
    submission = forms.UUIDField()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"title": "五个字太长"}, {"title": "最多 4 字，现在有 5 字，请缩短。"}),
        ({"day": "2021-02-30"}, {"day": "没有这个日期。请写成 2026-04-09 这样，并核对月份和日子。"}),
        ({"people": "0"}, {"people": "至少是 1。"}),
        ({"people": "10"}, {"people": "最多是 9。"}),
        ({"people": "几个"}, {"people": "请写整数。"}),
        ({"kind": "b"}, {"kind": "选的这一项已经不能选了，请重新选择。"}),
        ({"also": ["b"]}, {"also": "选的内容里有一项已经不能选了，请重新选择。"}),
        ({"submission": "x"}, {"submission": "这张表打开得太久或不完整，请重新打开再填。"}),
        (
            dict.fromkeys(["title", "kind", "also", "agreed"], ""),
            {
                "title": "这一项还没有填，请填上。",
                "kind": "请选一项。",
                "also": "请至少选一项。",
                "agreed": "请先勾选这一项。",
            },
        ),
    ],
)
def test_a_field_says_what_is_wrong_and_what_to_do(written, said):
    right = {"title": "党课", "day": "2021-04-28", "people": "3", "kind": "a", "also": ["a"], "agreed": "on"}
    form = Report(right | {"submission": "c0ffee00-0000-4000-8000-000000000000"} | written)

    assert {name: errors[0] for name, errors in form.errors.items()} == said


def test_a_field_s_own_words_come_first():
    field = forms.CharField(max_length=2, error_messages={"max_length": "太长。"})

    with pytest.raises(forms.ValidationError, match="太长。"):
        field.clean("三个字")


def test_an_address_that_only_takes_forms_says_what_to_do():
    answer = NotAllowedPage(lambda request: HttpResponseNotAllowed(["POST"]))(RequestFactory().get("/sign-out/"))

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "请回到上一页" in answer.content.decode()


@pytest.mark.parametrize("response", [HttpResponse("ok"), HttpResponseNotAllowed(["POST"], "{}")])
def test_other_answers_stay_as_they_are(response):
    assert NotAllowedPage(lambda request: response)(RequestFactory().get("/")) is response
