from .activities import ActivityKind, Tag
from .figures import FigureEntry
from .norms import Norm, NormVersion, StandingNorm
from .pack import About, Pack
from .practices import Practice
from .published import Assumption, Published
from .roles import Role
from .suggestions import Channel, SuggestionKind, SuggestionRules, Suggestions
from .units import PostKind, UnitKind

__all__ = [
    "About",
    "ActivityKind",
    "Assumption",
    "Channel",
    "FigureEntry",
    "Norm",
    "NormVersion",
    "Pack",
    "PostKind",
    "Practice",
    "Published",
    "Role",
    "StandingNorm",
    "SuggestionKind",
    "SuggestionRules",
    "Suggestions",
    "Tag",
    "UnitKind",
]
