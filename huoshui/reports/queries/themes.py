"""What months stand under, as the parts say it."""

from huoshui.base.parts import Theme, parts
from huoshui.ledger.periods import Period
from huoshui.organisation.public import Viewer


def themes_of(viewer: Viewer, period: Period) -> list[Theme]:
    """Oldest first."""
    asked = [part.themes for part in parts() if part.themes]
    themes = [theme for themes in asked for theme in themes(viewer, period.begins_on, period.ends_on)]
    return sorted(themes, key=lambda theme: theme.month)
