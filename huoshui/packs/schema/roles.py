"""Roles and the permissions they carry."""

from typing import Annotated

from pydantic import Field

from .base import Coded

Permission = Annotated[str, Field(pattern=r"^[a-z_]+\.[a-z_]+$")]


class Role(Coded):
    permissions: tuple[Permission, ...]
