"""For the component page: what a component says of itself in its first line."""

import re

from django import template
from django.template.loader import get_template

register = template.Library()
SAID = re.compile(r"\{% comment %\}\s*(.*?)\s*\{% endcomment %\}", re.DOTALL)


@register.inclusion_tag("showing/takes.html")
def takes(name: str) -> dict[str, str]:
    source = get_template(f"components/{name}.html").template.source  # type: ignore[attr-defined]
    said = SAID.match(source)
    return {"name": name, "said": " ".join(said[1].split()) if said else ""}
