"""The common ground of everything written in a pack: strict, frozen, no unknown keys."""

from types import MappingProxyType
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

T = TypeVar("T")

Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Words = tuple[Word, ...]
Table = Annotated[dict[str, T], AfterValidator(MappingProxyType)]


class Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Coded(Entry):
    code: Word
    label: Line
