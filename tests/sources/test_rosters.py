"""Rosters: finding the columns, keeping every row, and the forms in which offices send them."""

from __future__ import annotations

import gzip
import os
import re
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from muster.errors import BadInput
from muster.sources import InputFile, Roster, read_roster, rosters

DATA = Path(os.environ.get("MUSTER_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))


def roster(folder: Path, text: str, name: str = "roster.csv", encoding: str = "utf-8") -> Roster:
    path = folder / name
    path.write_text(text, encoding, newline="")
    assert rosters.recognise(InputFile(path)) == "roster"
    return read_roster(InputFile(path))


@pytest.mark.parametrize(
    "header",
    [
        "Unit,Country,Commander,Base,Assurances,Register ID,Remarks",
        "student_unit;NATION;Commanding Officer(s);place;commitment;id;note",
        " Name of Unit \tcountry\tLEADERS\tlocation\tCommitments\tentity\tNotes",
        "Unité;Pays;Commandant;Lieu;Engagements;Identifier;Observations",
        "Unidad|País|Comandante|Lugar|Compromiso|ID|Observaciones",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_headers_are_recognised_in_the_words_of_the_field(tmp_path: Path, header: str, encoding: str) -> None:
    delimiter = next(mark for mark in "\t;|," if mark in header)
    cells = ["1st Bn", "iq", "Ali Hasan", "Basra", "no harm", "u-1", "urgent"]
    text = f"{header}\r\n{delimiter.join(cells)}\r\n"
    (row,) = roster(tmp_path, text, encoding=encoding).rows
    assert (row.unit, row.country, row.leaders, row.location) == ("1st Bn", "iq", ("Ali Hasan",), "Basra")
    assert (row.commitment, row.identifier, row.note, row.line) == ("no harm", "u-1", "urgent", 2)


def test_several_leaders_in_a_cell_and_in_several_columns_all_count(tmp_path: Path) -> None:
    text = 'unit;commander 1;commander 2;deputy commander\n1st Bn;"Ali; Omar\nZaid";Hasan;Sami\n'
    found = roster(tmp_path, text)
    assert found.rows[0].leaders == ("Ali", "Omar", "Zaid", "Hasan")
    assert found.columns["leaders"] == "commander 1 + commander 2"
    assert any("deputy commander" in note for note in found.notes)


def test_rows_with_any_content_are_kept_and_blank_lines_skipped(tmp_path: Path) -> None:
    found = roster(tmp_path, "unit,country,course\n\n1st Bn,iq,map reading,extra\n,,\n,iq,staff\n")
    assert [(row.line, row.unit, row.country) for row in found.rows] == [(3, "1st Bn", "iq"), (5, "", "iq")]
    assert any(note.startswith("1 rows without a unit") and note.endswith("lines 5") for note in found.notes)
    assert "1 rows with 4 cells below a header of 3: lines 3" in found.notes


def test_quantities_that_are_no_number_are_named_with_their_lines(tmp_path: Path) -> None:
    found = roster(tmp_path, 'unit,quantity\n1st Bn,3\n2nd Bn,\n3rd Bn,2 Sofia\n4th Bn,"1,200"\n')
    assert [row.quantity for row in found.rows] == ["3", "", "2 Sofia", "1,200"]
    (note,) = (one for one in found.notes if "quantities" in one)
    assert note.startswith("2 quantities are no number")
    assert "line 4: '2 Sofia'" in note
    assert note.endswith("1 are empty: lines 3")


@pytest.mark.parametrize(
    ("unit", "encoding", "said"),
    [
        ("لواء الذيب الثالث", "cp1256", "Arabic"),
        ("3-я отдельная бригада", "cp1251", "Cyrillic"),
        ("Régiment d’Infanterie Motorisée", "cp1252", "Western"),
    ],
)
def test_a_one_byte_encoding_is_told_by_its_letters_and_said(
    tmp_path: Path, unit: str, encoding: str, said: str
) -> None:
    found = roster(tmp_path, f"unit,country\n{unit},xx\n", encoding=encoding)
    assert found.rows[0].unit == unit
    assert any(said in note for note in found.notes)


def test_an_encoding_that_is_named_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("unit,country\nŁódź Brigade,pl\n", "cp1250")
    found = read_roster(InputFile(path, "cp1250"))
    assert found.rows[0].unit == "Łódź Brigade"
    assert any("Central European" in note and "as asked" in note for note in found.notes)
    with pytest.raises(BadInput, match="cannot be read as UTF-8"):
        read_roster(InputFile(path, "utf-8-sig"))


def test_a_title_may_stand_above_the_header(tmp_path: Path) -> None:
    found = roster(tmp_path, "Ministry of Defence,,\n\nunit,country\n1st Bn,iq\n")
    assert [row.unit for row in found.rows] == ["1st Bn"]
    assert "1 lines above the header not read" in found.notes


def test_lines_count_from_the_start_of_a_row_with_line_breaks(tmp_path: Path) -> None:
    found = roster(tmp_path, 'unit,note\nA,"one\ntwo"\nB,x\n')
    assert [(row.unit, row.line) for row in found.rows] == [("A", 2), ("B", 4)]


def test_a_single_column_may_hold_commas(tmp_path: Path) -> None:
    found = roster(tmp_path, 'unit\n1st Bn, Infantry\n"2nd Bn, Infantry"\n')
    assert [row.unit for row in found.rows] == ["1st Bn, Infantry", "2nd Bn, Infantry"]


@pytest.mark.parametrize(
    ("body", "unit"),
    [
        ('"A" Company\tiq\n', '"A" Company'),  # the mark as a plain character
        ('"A ""Desert"" Company"\tiq\n', 'A "Desert" Company'),  # quoted as Excel does
        ('"A Company\tiq\nB\tiq\n', '"A Company'),  # never closed
    ],
)
def test_tab_separated_files_may_quote_or_not(tmp_path: Path, body: str, unit: str) -> None:
    found = roster(tmp_path, "unit\tcountry\n" + body, "roster.tsv")
    assert (found.rows[0].unit, found.rows[0].country) == (unit, "iq")


def test_a_file_without_a_unit_column_is_told_what_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name,commander\nx,y\n")
    assert rosters.recognise(InputFile(path)) == ""
    with pytest.raises(BadInput, match="'name', 'commander'") as error:
        read_roster(InputFile(path))
    assert error.value.exit_status == 3
    assert "student unit" in error.value.hint


def workbook(folder: Path) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Cover"
    book.active.append(["Roster of the year"])
    sheet = book.create_sheet("Units")
    sheet.append(["Unit", "Commander", "Seats", "Note", "Ready"])
    sheet.append(["1st Bn", "Ali\nOmar", 3.0, datetime(2018, 11, 28), True])
    sheet.append([])
    sheet.append([101, None, 2.5, None, None])
    path = folder / "roster.xlsx"
    book.save(path)
    return path


def test_a_spreadsheet_is_read_from_the_sheet_with_units(tmp_path: Path) -> None:
    file = InputFile(workbook(tmp_path))
    assert rosters.recognise(file) == "roster"
    found = read_roster(file)
    assert found.notes[0] == "read from the sheet 'Units'"
    assert [(row.line, row.unit, row.leaders) for row in found.rows] == [(2, "1st Bn", ("Ali", "Omar")), (4, "101", ())]
    assert (found.rows[0].quantity, found.rows[1].quantity) == ("3", "2.5")
    assert found.rows[0].note == "2018-11-28"


def test_as_claims_a_unit_is_said_once_and_rows_may_move(tmp_path: Path) -> None:
    header, first, second = "unit,country,leader\n", "1st Bn,iq,Ali\n", "2nd Bn,iq,Ali\n"
    claims = []
    for text in (header + first + second, header + second + first + first):
        path = tmp_path / "2018 Units.csv"
        path.write_text(text)
        (reading,) = rosters.read([InputFile(path)])
        assert (reading.dataset, reading.kind) == ("roster-2018-units", "claims")
        claims.append({claim.id: claim for claim in reading.claims})
    assert claims[0].keys() == claims[1].keys()
    posted = [claim for claim in claims[0].values() if claim.predicate == "posted_to"]
    assert len({claim.subject for claim in posted}) == 2  # one name, two units: two persons until judged
    assert {claim.qualifier("role") for claim in posted} == {"commander"}


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "rows", "blank"),
    [("fmtrpt_iraq.tsv", 1905, 118), ("fmtrpt_trainings.tsv.gz", 263_738, 31_387)],
)
def test_the_foreign_military_training_reports_are_read_whole(name: str, rows: int, blank: int) -> None:
    path = DATA / "sfm" / "fmtrpt" / name
    if not path.exists():
        pytest.skip("needs MUSTER_DATA")
    found = read_roster(InputFile(path))
    assert len(found.rows) == rows
    assert sum(not row.unit for row in found.rows) == blank
    assert found.columns["unit"] == "student_unit"


@pytest.mark.data
def test_the_malformed_quantities_of_the_training_reports_are_all_named() -> None:
    path = DATA / "sfm" / "fmtrpt" / "fmtrpt_trainings.tsv.gz"
    if not path.exists():
        pytest.skip("needs MUSTER_DATA")
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        at = next(stream).rstrip("\n").split("\t").index("quantity")
        bad = [number for number, line in enumerate(stream, 2) if not line.split("\t")[at].strip().isdecimal()]
    (note,) = (one for one in read_roster(InputFile(path)).notes if "quantities" in one)
    assert len(bad) == 1063
    assert note.startswith("1,063 quantities")
    told = {int(number) for number in re.findall(r"line (\d+):", note)}
    for low, high in re.findall(r"(\d+)(?:-(\d+))?(?=,|$)", note.rpartition("lines ")[2]):
        told.update(range(int(low), int(high or low) + 1))
    assert told == set(bad)


def test_a_row_number_beyond_any_sheet_is_refused_at_once(tmp_path: Path) -> None:
    whole = zipfile.ZipFile(workbook(tmp_path))
    path = tmp_path / "far.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in whole.namelist():
            data = whole.read(name).replace(b'<row r="4"', b'<row r="999999999"').replace(b'r="A4"', b"")
            archive.writestr(name, data)
    with pytest.raises(BadInput, match="larger than any sheet") as error:
        read_roster(InputFile(path))
    assert error.value.hint
