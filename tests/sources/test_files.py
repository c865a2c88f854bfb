"""Hostile and broken files: each gives one BadInput with place and hint, and nothing else."""

from __future__ import annotations

import gzip
import io
import itertools
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from muster.errors import BadInput, NotFound
from muster.sources import InputFile, files, read_roster
from muster.sources.files import checked_zip, elements
from muster.sources.formats import recognise

BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'


def make(folder: Path, name: str, data: bytes) -> InputFile:
    path = folder / name
    path.write_bytes(data)
    return InputFile(path)


def zipped(folder: Path, members: dict[str, bytes]) -> InputFile:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return make(folder, "roster.xlsx", buffer.getvalue())


def assert_told(error: pytest.ExceptionInfo[BadInput], name: str) -> None:
    assert name in error.value.place
    assert error.value.hint
    assert "\n" not in str(error.value)


def test_gzip_is_unpacked_by_content_and_has_the_digest_of_its_content(tmp_path: Path) -> None:
    plain = make(tmp_path, "a.csv", b"unit\n1st Battalion\n")
    packed = make(tmp_path, "b.csv", gzip.compress(b"unit\n1st Battalion\n"))
    assert packed.text() == plain.text()
    assert packed.sha256 == plain.sha256


def test_a_gzip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    file = make(tmp_path, "bomb.gz", gzip.compress(b"\0" * (64 << 20)))
    with pytest.raises(BadInput, match="far more") as error:
        _ = file.content
    assert_told(error, "bomb.gz")


def test_a_gzip_bomb_is_not_unpacked_line_by_line(tmp_path: Path) -> None:
    file = make(tmp_path, "bomb.gz", gzip.compress(b" " * (64 << 20)))
    with pytest.raises(BadInput) as error:
        list(file.lines())
    assert_told(error, "bomb.gz")


def test_a_truncated_gzip_is_told(tmp_path: Path) -> None:
    whole = gzip.compress(bytes(range(256)) * 4000)
    file = make(tmp_path, "cut.gz", whole[: len(whole) // 2])
    with pytest.raises(BadInput, match="broken gzip") as error:
        _ = file.content
    assert_told(error, "cut.gz")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32", "utf-7", "cp037"])
def test_xml_with_entities_is_refused_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    body = BOMB
    if encoding == "utf-7":
        body = BOMB.replace("<!", "+ADwAIQ-")
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>'
    file = make(tmp_path, "bomb.xml", (declaration + body).encode("ascii" if encoding == "utf-7" else encoding))
    with pytest.raises(BadInput) as error:
        for _ in elements(file, frozenset({"a"})):
            pass
    assert_told(error, "bomb.xml")


def test_a_cut_xml_is_told_with_its_line(tmp_path: Path) -> None:
    file = make(tmp_path, "cut.xml", b"<list>\n<entry>\n")
    with pytest.raises(BadInput, match="broken XML") as error:
        list(elements(file, frozenset({"entry"})))
    assert "line 3" in error.value.place


def test_a_tag_with_a_damaged_letter_is_told(tmp_path: Path) -> None:
    file = make(tmp_path, "odd.xml", b"<list><entry/><na:me/><entry/></list>")
    with pytest.raises(BadInput, match="broken XML"):
        list(elements(file, frozenset({"entry"})))


TREES = st.recursive(
    st.tuples(st.sampled_from(["entry", "x:entry", "part"]), st.just(())),
    lambda inside: st.tuples(st.sampled_from(["entry", "part", "group"]), st.lists(inside, max_size=6).map(tuple)),
    max_leaves=40,
)


def written(tree: tuple[str, tuple[Any, ...]], numbers: Iterator[int]) -> str:
    tag, inside = tree
    return f'<{tag} n="{next(numbers)}">{"".join(written(one, numbers) for one in inside) or "word"}</{tag}>'


@settings(deadline=None)
@given(st.lists(TREES, max_size=6), st.integers(1, 60))
def test_elements_are_the_same_however_the_file_is_cut_into_blocks(parts: list[Any], block: int) -> None:
    """The outermost wanted ones, whole, in the order of the file; every element is looked at once."""
    numbers = itertools.count()
    text = f'<root xmlns:x="urn:x">{"".join(written(part, numbers) for part in parts)}</root>'
    tree = etree.fromstring(text)
    wanted = [
        one
        for one in tree.iter("{*}entry")
        if not any(etree.QName(above).localname == "entry" for above in one.iterancestors())
    ]
    seen: list[str | None] = []
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "_BLOCK", block)
        patch.setattr(files, "_START", block)
        file = make(Path(folder), "list.xml", text.encode())
        read = elements(file, frozenset({"entry"}), look=lambda nodes: seen.extend(node.get("n") for node in nodes))
        assert next(read).tag == "root"
        assert [etree.tostring(one, with_tail=False) for one in read] == [etree.tostring(one) for one in wanted]
    assert sorted(map(str, seen)) == sorted(str(one.get("n")) for one in tree.iter())


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    file = zipped(tmp_path, {"xl/workbook.xml": b"", "xl/sheet1.xml": b" " * (64 << 20)})
    with pytest.raises(BadInput, match="far more") as error:
        read_roster(file)
    assert_told(error, "roster.xlsx")


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "xl/../../x"])
def test_a_zip_with_names_outside_itself_is_not_opened(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="unsafe") as error:
        read_roster(zipped(tmp_path, {name: b"x"}))
    assert_told(error, "roster.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_spreadsheet_with_entities_is_not_opened(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(BadInput, match="DOCTYPE") as error:
        read_roster(zipped(tmp_path, {"xl/workbook.xml": BOMB.encode(encoding)}))
    assert_told(error, "roster.xlsx")


@pytest.mark.parametrize(
    "members", [{"xl/workbook.xml": b"<a/>"}, {"xl/workbook.xml": b"not xml"}, {"other.txt": b"x"}]
)
def test_a_zip_that_is_no_workbook_is_told(tmp_path: Path, members: dict[str, bytes]) -> None:
    with pytest.raises(BadInput) as error:
        read_roster(zipped(tmp_path, members))
    assert_told(error, "roster.xlsx")


def test_a_cut_zip_is_told(tmp_path: Path) -> None:
    whole = zipped(tmp_path, {"xl/workbook.xml": b"<a/>" * 100}).content
    with pytest.raises(BadInput, match="broken spreadsheet") as error:
        checked_zip(make(tmp_path, "cut.xlsx", whole[:-30]))
    assert_told(error, "cut.xlsx")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"unit,country\na\x00b,iq\n", "NUL"),
        (b'unit,country\n"1st Battalion,iq\n2nd Battalion,iq\n', "broken CSV"),
        (b"unit,country\n" + b"x" * 131073 + b",iq\n", "field larger"),
    ],
)
def test_broken_csv_is_told(tmp_path: Path, data: bytes, problem: str) -> None:
    with pytest.raises(BadInput, match=problem) as error:
        read_roster(make(tmp_path, "roster.csv", data))
    assert_told(error, "roster.csv")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "empty"),
        (b" \r\n\x1a", "empty"),
        (b"<!DOCTYPE html>\n<html><body>Sign in</body></html>", "web page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<html xmlns='http://www.w3.org/1999/xhtml'>", "web page"),
        ("<html>".encode("utf-16"), "web page"),
        (bytes(range(256)) * 8, "binary"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b'{"name": "index"}', "JSON"),
        (b"<WHOLE><ENTITY/></WHOLE>", "<WHOLE>"),
        (BOMB.encode("utf-16"), "document type"),
        (b"Dear colleague,\nplease find attached\n", "not a list"),
    ],
)
def test_what_is_no_known_format_is_told_for_what_it_is(tmp_path: Path, data: bytes, problem: str) -> None:
    with pytest.raises(BadInput, match=problem) as error:
        recognise(make(tmp_path, "file.dat", data))
    assert_told(error, "file.dat")


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        InputFile(tmp_path / "none.csv")
    with pytest.raises(BadInput, match="not a regular file"):
        InputFile(tmp_path)
