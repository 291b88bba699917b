"""What belongs together is put together here, at start: parts, the pack, and the measures its figures need."""

from huoshui.base.jobs import timetable
from huoshui.base.parts import register_part
from huoshui.config import keeping
from huoshui.ledger import tallying
from huoshui.ledger.consumers import react
from huoshui.organisation.part import PART as ORGANISATION
from huoshui.packs.checking import check_against_kinds
from huoshui.packs.loaded import pack
from huoshui.programme.activities.part import PART as ACTIVITIES
from huoshui.programme.suggestions.part import PART as SUGGESTIONS
from huoshui.reports.part import PART as REPORTS

PARTS = (ORGANISATION, ACTIVITIES, SUGGESTIONS, REPORTS)


def wire() -> None:
    """Raises PackError when the pack asks for what no part records."""
    timetable.put_up(keeping.TIMETABLE)
    for part in PARTS:
        register_part(part)
        timetable.put_up(part.timetable)
        for name, (kinds, handle) in part.reactions.items():
            react(f"{part.name}.{name}", kinds, handle)
    check_against_kinds(pack())
    tallying.register(measure for figure in pack().figures.values() for measure in figure.measures)
