"""Tables for spreadsheets: what a roster brings can neither run there nor hide, and every row has every column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from muster.sources import InputFile, read_roster
from muster.vetting import Desk, Vetted, as_csv, vet_roster
from muster.vetting.rosters import COLUMNS
from muster.vetting.spreadsheet import as_xlsx, spreadsheet_safe, visible
from tests.policy.made import Made, made

LISTED = "{listed_under: {of: lake, value: SDGT}, when: 2018-06-01/..}"


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        yield register.add("lake: {kind: unit, name: Lake Brigade, country: iq}", LISTED)


def vetted(register: Made, folder: Path, text: str) -> list[Vetted]:
    path = folder / "roster.csv"
    path.write_text(text, "utf-8")
    return vet_roster(Desk(register.snapshot), read_roster(InputFile(path)), ["list-screening"], date(2020, 1, 1))


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "＋", "－", "＝", "＠"])
def test_what_could_begin_a_formula(first: str) -> None:
    assert spreadsheet_safe(f"{first}1") == f"'{first}1"
    assert spreadsheet_safe(f"1{first}") == f"1{first}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a‹U+202E›b"),
        ("a\u200bb", "a‹U+200B›b"),
        ("a\x00b", "a‹U+0000›b"),
        ("a\ufeffb", "a‹U+FEFF›b"),
        ("a\nb\tc", "a\nb\tc"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_hides(text: str, shown: str) -> None:
    assert visible(text) == shown


ROWS = """unit,country,leaders,quantity
Lake Brigade,Iraq,,3
"=HYPERLINK(""x"")",Iraq,Ali Example; Omar Example,4
#N/A,Iraq,,
"""


def test_both_tables_say_the_same(register: Made, tmp_path: Path) -> None:
    found = vetted(register, tmp_path, ROWS)
    comma = list(csv.reader(io.StringIO(as_csv(found), newline="")))
    sheet = list(load_workbook(io.BytesIO(as_xlsx(found))).active.iter_rows())
    assert comma[0] == [cell.value for cell in sheet[0]] == list(COLUMNS)
    assert len(comma) == len(sheet) == 4
    for row, cells in zip(comma[1:], sheet[1:], strict=True):
        assert [one.removeprefix("'") for one in row] == [str(cell.value or "") for cell in cells]
        assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}  # no formula, no error
    line, unit = (COLUMNS.index(name) for name in ("line", "unit"))
    assert [cells[line].value for cells in sheet[1:]] == [2, 3, 4]
    assert [row[unit] for row in comma[1:]] == ["Lake Brigade", '\'=HYPERLINK("x")', "#N/A"]
    assert [cells[unit].value for cells in sheet[1:]] == ["Lake Brigade", '=HYPERLINK("x")', "#N/A"]


def test_a_row_says_what_was_found(register: Made, tmp_path: Path) -> None:
    first, second, _ = (one.as_row() for one in vetted(register, tmp_path, ROWS))
    assert (first["outcome"], first["resolved_to"], first["policy"]) == ("not_cleared", "lake", "list-screening")
    assert (first["as_of"], first["decision"][:2], first["quantity"]) == ("2020-01-01", "d-", "3")
    assert first["reasons"].startswith("On the list on 2020-01-01: Lake Brigade (SDGT).")
    assert (second["outcome"], second["resolved_to"]) == ("no_adverse_information", "")
    assert second["leaders"] == "Ali Example; Omar Example"


def test_a_cell_longer_than_a_sheet_can_hold_is_cut(register: Made, tmp_path: Path) -> None:
    found = vetted(register, tmp_path, f"unit,country\n{'Lake ' * 8000},Iraq\n")
    (cells,) = list(load_workbook(io.BytesIO(as_xlsx(found))).active.iter_rows(min_row=2))
    assert len(cells[COLUMNS.index("unit")].value) == 32767
