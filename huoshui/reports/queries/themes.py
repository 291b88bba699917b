"""What months stand under, as the parts say it."""

from datetime import date

from huoshui.base.parts import Theme, parts
from huoshui.ledger.periods import Period
from huoshui.organisation.public import Viewer
from huoshui.packs.loaded import pack


def themes_of(viewer: Viewer, period: Period) -> list[Theme]:
    """Oldest first."""
    asked = [part.themes for part in parts() if part.themes]
    themes = [theme for themes in asked for theme in themes(viewer, period.begins_on, period.ends_on)]
    return sorted(themes, key=lambda theme: theme.month) if asked else _of_pack(period)


def _of_pack(period: Period) -> list[Theme]:
    found = ((month, pack().focus.get(divmod(month, 100))) for month in period.months)
    return [
        Theme(date(focus.year, focus.month, 1), focus.title, focus.text, focus.document_number or "")
        for _, focus in found
        if focus
    ]
