"""Lists that were cut off or altered on the way: one clear error and nothing stored, or a whole edition.

Excerpts of the real files, so that a try takes milliseconds; `MUSTER_TRIES` sets how many there are of each kind
and `MUSTER_WHOLE=1` takes the whole files.
"""

from __future__ import annotations

import gzip
import os
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from muster.errors import MusterError
from muster.register import Incoming, Register
from muster.sources.formats import read_paths

TRIES = int(os.environ.get("MUSTER_TRIES", "12"))
WHOLE = os.environ.get("MUSTER_WHOLE") == "1"
ROWS = 25


def lines(path: Path, target: Path) -> Path:
    """The first lines of a text file, unpacked."""
    raw = path.read_bytes()
    content = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    target.write_bytes(content if WHOLE else b"".join(content.splitlines(keepends=True)[:ROWS]))
    return target


def packed(path: Path, target: Path) -> Path:
    target.write_bytes(gzip.compress(lines(path, target).read_bytes(), mtime=0))
    return target


def workbook(path: Path, target: Path) -> Path:
    if WHOLE:
        target.write_bytes(path.read_bytes())
        return target
    book = Workbook()
    for row in load_workbook(path, read_only=True).worksheets[0].iter_rows(max_row=ROWS, values_only=True):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(target)
    return target


def opendocument(path: Path, target: Path) -> Path:
    """An ODS file whose sheet is not packed, so that a changed byte is met in the XML and not in the container."""
    old = zipfile.ZipFile(path)
    document = old.read("content.xml").decode("utf-8")
    if not WHOLE:
        rows = re.findall(r"<table:table-row .*?</table:table-row>", document, re.DOTALL)
        start, end = document.index(rows[0]), document.index(rows[-1])
        document = document[:start] + "".join(rows[:ROWS]) + document[end + len(rows[-1]) :]
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", old.read("mimetype"))
        archive.writestr("content.xml", document)
    return target


FAMILIES: dict[str, tuple[str, Callable[[Path, Path], Path], str]] = {
    "uk-csv": ("uk/ConList_20180413.csv.gz", lines, "list.csv"),
    "uk-csv-gz": ("uk/ConList_20180413.csv.gz", packed, "list.csv.gz"),
    "uk-xlsx": ("uk/ConList_20250414.xlsx", workbook, "list.xlsx"),
    "uk-ods": ("uk/FCDO_SL_20250811.ods", opendocument, "list.ods"),
    "us-csl": ("us_csl/consolidated.csv.gz", lines, "list.csv"),
    "us-dpl": ("us_csl/dpl.txt", lines, "list.txt"),
    "ucdp": ("armed_groups/ucdp-actor-221.csv", lines, "list.csv"),
}


def store(register: Register, path: Path, sha256: str) -> int:
    """Import a file as the command does; the number of claims of what was stored."""
    readings = read_paths([path], published="2025-01-01")
    changes = register.import_editions(
        Incoming(
            dataset=one.dataset,
            title=one.title,
            kind=one.kind,
            published=one.published,
            sha256=sha256,
            claims=one.claims,
            judgements=one.judgements,
            sources=one.sources,
        )
        for one in readings
    )
    return sum(change.edition.total for change in changes)


def attempt(register: Register, path: Path, sha256: str) -> MusterError | None:
    """The error that stops an import; None if it is stored, which must then be more than nothing."""
    try:
        assert store(register, path, sha256) > 0
    except MusterError as error:
        return error
    return None


@pytest.mark.data
@pytest.mark.parametrize("family", FAMILIES)
def test_a_damaged_list_is_refused_or_whole(family: str, data: Path, tmp_path: Path) -> None:
    source, prepare, name = FAMILIES[family]
    whole = prepare(data / "lists" / source, tmp_path / name).read_bytes()
    chance = random.Random(f"muster {family}")
    cuts = [whole[: chance.randrange(len(whole))] for _ in range(TRIES)]
    altered = []
    for _ in range(TRIES):
        at = chance.randrange(len(whole))
        altered.append(whole[:at] + bytes([chance.randrange(256)]) + whole[at + 1 :])
    refused = 0
    with Register(str(tmp_path / "muster.db"), create=True) as register:
        assert store(register, tmp_path / name, "whole") > 100
        for number, content in enumerate([*cuts, *altered]):
            (tmp_path / name).write_bytes(content)
            before = register.digest()
            told = attempt(register, tmp_path / name, str(number))
            if told is not None:
                assert told.exit_status == 3, told
                assert register.digest() == before
                refused += 1
    assert refused > TRIES / 4, "most cuts of a file must show"
