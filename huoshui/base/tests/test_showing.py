"""The component page shows every component, says what each takes, and does nothing."""

from pathlib import Path

import pytest
from django.test import Client

COMPONENTS = Path(__file__).resolve().parent.parent / "templates" / "components"
ELSEWHERE = {  # component: why it stands in no section of the page
    "burden_link": "in the foot of every page",
    "navigation": "in the frame of every page, for who is signed in",
    "page_head": "the heading of the page itself",
    "person": "in the frame of every page",
    "stylesheets": "what the page is drawn with",
    "type_size": "in the frame of every page",
}


@pytest.fixture
def page(db, client: Client):
    return client.get("/components/")


def test_every_component_is_shown_or_has_a_reason(page):
    used = {Path(template.name).stem for template in page.templates if template.name.startswith("components/")}
    said = {path.stem for path in COMPONENTS.glob("*.html") if f"<code>{path.name}</code>" in page.content.decode()}

    assert {path.stem for path in COMPONENTS.glob("*.html")} - used - ELSEWHERE.keys() == set()
    assert used - said - ELSEWHERE.keys() == set()


def test_every_section_is_reached_from_the_index(page):
    text = page.content.decode()

    ids = [line.split('"')[1] for line in text.split('<section class="specimen stack" ')[1:] for line in [line[2:]]]

    assert len(ids) == 10
    assert [identity for identity in ids if f'href="#{identity}"' not in text] == []


def test_what_is_sent_to_it_is_told_with_a_way_back_and_changes_nothing(db, client):
    told = client.post("/components/", {"undo": "1"}, follow=True)
    back = client.post("/components/", follow=True)

    assert '<form method="post" action="/components/">' in told.content.decode()
    assert told.content.decode().count("只是样张，什么也没有改动") == 1
    assert "好了（只是样张，什么也没有改动）。" in back.content.decode()
