"""Files are known by what is in them: the name and the type they come with are worth nothing."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huoshui.base import files
from huoshui.base.files import FileRefused, Store, served

PDF = b"%PDF-1.7\n%\xe2\xe3\n1 0 obj"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


def zipped(*names: str) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return packed.getvalue()


def upload(content: bytes, name: str = "通知.pdf", kind: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=kind)


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path / "files")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (OLE + "WordDocument".encode("utf-16-le"), "doc"),
        (zipped("[Content_Types].xml", "word/document.xml"), "docx"),
        (zipped("OFD.xml", "Doc_0/Document.xml"), "ofd"),
    ],
)
def test_a_file_is_what_its_content_says(content, kind, store):
    kept = store.keep(upload(content, "../../etc/passwd.exe", "text/html"))

    assert kept.type == kind
    assert store.open(kept.key).read() == content
    assert [path.name for path in store.root.rglob("*") if path.is_file()] == [kept.key]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script>",
        b"MZ\x90\0",
        b"\xff\xd8\xff\xe0 a photo",
        OLE + "Workbook".encode("utf-16-le"),
        zipped("xl/workbook.xml"),
        zipped("word/document.xml", "word/vbaProject.bin"),
        zipped("notes.txt"),
        b"PK\x03\x04 broken",
        b" %PDF-1.7",
    ],
)
def test_what_is_none_of_these_is_refused_and_leaves_nothing(content, store):
    with pytest.raises(FileRefused) as refused:
        store.keep(upload(content))

    assert refused.value.field == "file"
    assert [path for path in store.root.rglob("*") if path.is_file()] == []


def test_too_large_is_refused(store, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 10)

    with pytest.raises(FileRefused, match="不能超过"):
        store.keep(upload(PDF))


def test_the_same_content_is_kept_once(store):
    first, second = store.keep(upload(PDF)), store.keep(upload(PDF, "另一个名字.pdf"))

    assert first == second
    assert len([path for path in store.root.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize("key", ["", "../secret", "A" * 64, "0" * 63, f"{'0' * 64}\n"])
def test_what_is_no_key_opens_nothing(key, store):
    with pytest.raises(FileNotFoundError):
        store.open(key)


def test_a_file_is_handed_out_to_be_saved_under_our_name(store):
    kept = store.keep(upload(PDF))

    answer = served(store.open(kept.key), kept.type, '衡邮\r\n"党"/1号')

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert "\n" not in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
