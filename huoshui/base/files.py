"""Files somebody uploaded, kept by their content, outside the web root: HUOSHUI_HOME/files.

What a file is, its content says; the name it came with is neither believed nor kept. Who may open one is decided by
the view that serves it.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.core.files.base import File
from django.http import FileResponse

from .errors import Refused

LARGEST = 20 * 1024 * 1024
NO_SECRETS = "此处不得上传涉密内容。"
_KEY = re.compile(r"[0-9a-f]{64}")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class FileType:
    code: str  # the ending a kept file is given
    label: str
    media: str


TYPES = {
    kind.code: kind
    for kind in (
        FileType("pdf", "PDF", "application/pdf"),
        FileType("docx", "Word 文档", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        FileType("doc", "Word 或 WPS 文档", "application/msword"),
        FileType("ofd", "OFD 版式文件", "application/ofd"),
    )
}


class FileRefused(Refused):
    field = "file"


@dataclass(frozen=True)
class Kept:
    key: str
    type: str


class Store:
    """One file a content: kept twice is kept once. Nothing is ever changed in place."""

    def __init__(self, root: Path | None = None):
        self.root = root or settings.HOME / "files"

    def keep(self, upload: File) -> Kept:
        """Raises FileRefused."""
        if not upload.size:
            raise FileRefused("这个文件是空的，请重新选择。")
        if upload.size > LARGEST:
            raise FileRefused(f"文件不能超过 {LARGEST // 1024 // 1024} 兆，请压缩后再传。")
        with self._landing() as landing:
            digest = sha256()
            for chunk in upload.chunks():
                digest.update(chunk)
                landing.write(chunk)
            landing.flush()
            kind = type_of(landing)
            os.fsync(landing.fileno())
            self._settle(Path(landing.name), self._path(digest.hexdigest()))
        return Kept(digest.hexdigest(), kind)

    def open(self, key: str) -> IO[bytes]:
        """Raises FileNotFoundError."""
        return self._path(key).open("rb")

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise FileNotFoundError(key)
        return self.root / key[:2] / key

    @contextmanager
    def _landing(self) -> Iterator[IO[bytes]]:
        """Where it arrives; gone again unless it settled."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self.root, prefix="arriving-", delete=False) as landing:
            try:
                yield landing
            finally:
                Path(landing.name).unlink(missing_ok=True)

    def _settle(self, landed: Path, place: Path) -> None:
        place.parent.mkdir(mode=0o700, exist_ok=True)
        if not place.exists():
            os.replace(landed, place)


def type_of(content: IO[bytes]) -> str:
    """By the content alone. Raises FileRefused."""
    content.seek(0)
    head = content.read(len(_OLE))
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(_OLE) and _is_word(content):
        return "doc"
    if head.startswith(b"PK\x03\x04") and (found := _zipped(content)):
        return found
    raise FileRefused("只收 PDF、Word（DOC、DOCX）、WPS 文字和 OFD 文件。这个文件不是，或者已经损坏。")


def served(kept: IO[bytes], kind: str, name: str) -> FileResponse:
    """To be saved, never shown in place, under a name of ours."""
    media = TYPES[kind].media
    answer = FileResponse(kept, as_attachment=True, filename=f"{name}.{kind}", content_type=media)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _is_word(content: IO[bytes]) -> bool:
    """Old Word and WPS writer keep their text in a stream of this name; sheets and slides do not."""
    content.seek(0)
    return "WordDocument".encode("utf-16-le") in content.read()


def _zipped(content: IO[bytes]) -> str | None:
    """Only the list of names is read; nothing is unpacked. Documents with macros are none of ours."""
    try:
        with ZipFile(content) as packed:
            names = set(packed.namelist())
    except (BadZipFile, NotImplementedError, ValueError, OSError):
        return None
    if "word/document.xml" in names and not any(name.endswith("vbaProject.bin") for name in names):
        return "docx"
    return "ofd" if "OFD.xml" in names else None
