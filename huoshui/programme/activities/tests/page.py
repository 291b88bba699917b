"""What a browser would send from a page: the fields of its posted form, as they stand."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse

Fields = dict[str, list[str]]


class _PostedForm(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: Fields = {}
        self.inside = False
        self.select = self.textarea = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        said = dict(attrs)
        name = said.get("name") or ""
        if tag == "form":
            self.inside = said.get("method") == "post" and "/sign-out" not in (said.get("action") or "")
        elif not self.inside:
            return
        elif tag == "input" and name and (said.get("type") not in ("checkbox", "radio") or "checked" in said):
            self._add(name, said.get("value") or "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and ("selected" in said or self.select not in self.fields):
            self.fields[self.select] = [said.get("value") or ""]
        elif tag == "textarea":
            self.textarea = name
            self._add(name, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.textarea = ""
        elif tag == "form":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.fields[self.textarea][-1] += data

    def _add(self, name: str, value: str) -> None:
        self.fields.setdefault(name, []).append(value)


def fields_of(page: HttpResponse) -> Fields:
    reader = _PostedForm()
    reader.feed(page.content.decode())
    return {name: [value.removeprefix("\n") for value in values] for name, values in reader.fields.items()}


def text_of(page: HttpResponse) -> str:
    return page.content.decode()
