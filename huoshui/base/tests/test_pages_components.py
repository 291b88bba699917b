"""Components render what they were given, and say in their first line what that is."""

import re
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory

COMPONENTS = Path(__file__).resolve().parent.parent / "templates" / "components"


def page_of(name: str, **context) -> str:
    """The component's words and marks with the space between them evened out."""
    return " ".join(render_to_string(f"components/{name}.html", context).split())


class Report(forms.Form):
    place = forms.CharField(label="地点", help_text="活动室或网点。")
    batch = forms.BooleanField(label="分批进行", required=False)


@pytest.mark.parametrize("path", sorted(COMPONENTS.glob("*.html")), ids=lambda path: path.stem)
def test_component_says_first_what_it_takes(path):
    assert path.read_text().startswith("{% comment %}")


def test_field_joins_label_hint_and_error_to_its_control():
    page = page_of("field", field=Report({"place": ""})["place"])

    assert '<label class="field-label" for="id_place">地点</label>' in page
    assert 'id="id_place_helptext">活动室或网点。' in page
    assert '<div id="id_place_error">' in page
    assert 'aria-describedby="id_place_helptext id_place_error"' in page
    assert 'aria-invalid="true"' in page


def test_checkbox_field_puts_the_box_before_its_label():
    page = page_of("field", field=Report()["batch"])

    assert page.index('type="checkbox"') < page.index("分批进行")


def test_roster_row_posts_who_was_listed_who_came_and_why_not():
    row = {"person_id": 7, "name": "王芳", "present": False, "reason": "on_duty", "reason_field": "reason-7"}
    page = page_of("roster", rows=[row], reasons=[("on_duty", "当班"), ("personal", "事假")])

    assert '<input type="hidden" name="listed" value="7">' in page
    assert 'id="here-7" name="present" value="7">' in page
    assert '<option value="on_duty" selected>当班</option>' in page
    assert '<option value="personal">事假</option>' in page
    assert "应到 1 人" in page
    assert "哪一批" not in page


def test_roster_row_asks_for_the_sitting_when_there_are_several():
    row = {"person_id": 7, "name": "王芳", "present": True, "sitting": 2, "sitting_field": "sitting-7"}
    page = page_of("roster", rows=[row], reasons=[], sittings=[(1, "第1批"), (2, "第2批")])

    assert 'value="7" checked>' in page
    assert 'name="sitting-7"> <option value="1">第1批</option><option value="2" selected>第2批</option>' in page


def test_state_is_always_a_sign_and_a_word():
    page = page_of("state", state="late")

    assert page.count("<svg") == 1
    assert page.endswith("待补</span>")


def test_figure_opens_onto_its_records_and_says_where_it_stands():
    page = page_of("figure", value=19500, unit="人", label="预约的学生", url="/f/", mark="published")

    assert '<a class="figure-value" href="/f/"><span class="figure-number">19,500</span>' in page
    assert "公布数" in page


def test_figure_of_nothing_still_shows_a_number():
    assert '<span class="figure-number">0</span>' in page_of("figure", value=0, unit="次", label="党课")


def test_definitions_leave_out_what_is_empty_and_keep_zero():
    page = page_of("definitions", items=[("地点", "活动室"), ("备注", ""), ("群众", 0)])

    assert page.count("<dt>") == 2
    assert "备注" not in page


def test_door_with_post_is_a_form_with_a_token():
    request = RequestFactory().get("/")
    door = {"title": "我来记一笔", "url": "/demo/enter/record/", "post": True}

    page = render_to_string("components/doors.html", {"doors": [door]}, request)

    assert '<form method="post" action="/demo/enter/record/">' in page
    assert "csrfmiddlewaretoken" in page


def test_text_of_others_is_escaped():
    page = page_of("notice", kind="info", text="<script>1</script>")

    assert "<script>" not in page


def test_what_posts_is_never_cut_off_from_the_token_of_its_request():
    posting = [path.name for path in COMPONENTS.glob("*.html") if "{% csrf_token %}" in path.read_text()]
    cut_off = re.compile(rf"include \"components/(?:{'|'.join(posting)})\"[^%]*\bonly %}}".replace(".html", r"\.html"))

    pages = COMPONENTS.parents[3].rglob("templates/**/*.html")

    assert len(posting) > 2
    assert [path.name for path in pages if cut_off.search(path.read_text())] == []
