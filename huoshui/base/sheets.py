"""All stylesheets in one file, in the order that decides: a phone asks once instead of forty times.

The order is that of components/stylesheets.html, whose links are used as they are while debugging. The file is made
when static files are collected, and its name changes with what is in it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

LINKS = Path(__file__).parent / "templates" / "components" / "stylesheets.html"
ONE = "css/house.css"


def in_order() -> list[str]:
    return re.findall(r"css/[\w-]+\.css", LINKS.read_text())


class OneSheetStorage(CompressedManifestStaticFilesStorage):
    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            joined = "\n".join(_text(paths[name]) for name in in_order())
            self.delete(ONE)
            self._save(ONE, ContentFile(joined.encode()))
            paths = paths | {ONE: (self, ONE)}
        yield from super().post_process(paths, dry_run, **options)


def _text(found: tuple[Any, str]) -> str:
    storage, path = found
    with storage.open(path) as sheet:
        return sheet.read().decode()
