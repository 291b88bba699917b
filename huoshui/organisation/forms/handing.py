"""The hand-over form: one choice for each thing held, one person for all by default."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms

from huoshui.base.clock import today

from ..actions import END, KEEP, Leaving
from ..models import Employment, Membership, Person
from ..queries.holding import Holding
from .fields import Deed, day_field
from .units import BACKDATED

SAME = "same"


class HandOverForm(Deed):
    """`item-<code>` for each thing held. `seen` are the codes the page showed: what changed meanwhile is told."""

    on = day_field("交接日期", help_text=f"从这天起由接手的人负责。{BACKDATED}")
    to = forms.ChoiceField(label="都交给", required=False, help_text="下面没有另选的，都交给这个人。")
    leaves_branch = forms.BooleanField(label="转出党支部", required=False)
    leaves_work = forms.BooleanField(label="离开工作单位", required=False)
    closes_account = forms.BooleanField(label="停用账号", required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)

    def __init__(
        self,
        held: Sequence[Holding],
        candidates: Sequence[Person],
        data: Any = None,
        *,
        membership: Membership | None,
        employment: Employment | None,
        has_account: bool,
    ):
        seen = " ".join(holding.code for holding in held)
        super().__init__(data, initial={"on": today(), "submission": uuid4(), "seen": seen})
        self.held, self.membership, self.employment = held, membership, employment
        self.people = {str(person.pk): person for person in candidates}
        named = [(pk, person.name) for pk, person in self.people.items()]
        self.fields["to"].choices = [("", "请选择接手的人"), *named]  # type: ignore[attr-defined]
        for holding in held:
            self.fields[f"item-{holding.code}"] = _choice(holding, named)
        for name, there in (
            ("leaves_branch", membership),
            ("leaves_work", employment),
            ("closes_account", has_account),
        ):
            if not there:
                del self.fields[name]

    @property
    def items(self) -> list[tuple[Holding, forms.BoundField]]:
        return [(holding, self[f"item-{holding.code}"]) for holding in self.held]

    @property
    def endings(self) -> list[forms.BoundField]:
        return [self[name] for name in ("leaves_branch", "leaves_work", "closes_account") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        wanted = any(said.get(f"item-{holding.code}") == SAME for holding in self.held)
        if wanted and not said.get("to"):
            self.add_error("to", "请选择接手的人；没有人接的，在下面逐项选择。")
        return said

    def told(self) -> dict[str, Any]:
        said = self.cleaned_data
        leaving = Leaving(
            self.membership if said.get("leaves_branch") else None,
            self.employment if said.get("leaves_work") else None,
            bool(said.get("closes_account")),
        )
        submission: UUID = said["submission"]
        return {"on": said["on"], "choices": self._choices(), "leaving": leaving, "submission": submission}

    def _choices(self) -> dict[str, Person | str]:
        """By the codes the page showed, so that the action can tell what changed since."""
        seen = str(self.cleaned_data["seen"]).split()
        return {code: self._chosen(self.cleaned_data.get(f"item-{code}", END)) for code in seen}

    def _chosen(self, value: str) -> Person | str:
        if value == SAME:
            value = self.cleaned_data["to"]
        return self.people.get(value, value)


def _choice(holding: Holding, named: list[tuple[str, str]]) -> forms.ChoiceField:
    ways = [(SAME, "交给上面选的人")] if holding.can_pass else []
    if holding.can_end:
        ways.append((END, "到期结束，不交给别人"))
    ways.append((KEEP, "暂不交接"))
    if holding.can_pass:
        ways += named
    initial = SAME if holding.can_pass else END
    return forms.ChoiceField(label=f"{holding.unit_name} {holding.title}".strip(), choices=ways, initial=initial)
