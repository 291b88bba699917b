import shutil
from pathlib import Path

import pytest

from huoshui.packs.reading import load

REAL = Path(__file__).resolve().parent.parent / "hengyang_post"


class Draft:
    """A copy of the real pack to break."""

    def __init__(self, folder: Path):
        self.folder = folder

    def change(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def add(self, file: str, text: str) -> None:
        path = self.folder / file
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")

    def load(self):
        return load(self.folder)


@pytest.fixture
def draft(tmp_path):
    shutil.copytree(REAL, tmp_path / "pack")
    return Draft(tmp_path / "pack")
