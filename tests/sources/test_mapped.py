"""A list in no known format, read by the mapping that a person wrote for it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from muster.claims import Claim, check
from muster.cli.imports import command as import_command
from muster.cli.sources import command as sources_command
from muster.errors import BadInput
from muster.sources import InputFile, read_paths
from muster.sources.mapped import MappedTable, table_of
from muster.sources.mapping import draft, read_mapping

MAPPING = """\
muster: mapping/1
list: nl-watch
title: Northland watch list
publisher: Northland Ministry of Justice
under: watch list
dates: day_first
columns:
  No: {as: id}
  What: {as: kind, words: {Group: organization, Man: person}}
  Name: {as: name, kind: primary}
  Also: {as: name, kind: strong, split: ";"}
  Born: {as: birth_date}
  Passport: {as: identifier, type: passport}
  Since: {as: start}
  Until: {as: end}
  Internal: {as: skip}
"""
HEADER = ["No", "What", "Name", "Also", "Born", "Passport", "Since", "Until", "Internal"]
ROWS = [
    ["1", "Group", "Example Hill Front", "Front of the Hill; EHF", "", "", "04/03/2019", "", "seen by K"],
    ["2", "Man", "Karim Example", "", "02/01/1970", "A 123", "2020", "05/06/2021", ""],
]


def written(folder: Path, rows: list[list[str]], name: str = "watch.csv") -> Path:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    (folder / name).write_text(text.getvalue(), "utf-8")
    return folder / name


def claims(folder: Path, rows: list[list[str]], mapping: str = MAPPING) -> tuple[list[Claim], list[str]]:
    (folder / "watch.yaml").write_text(mapping, "utf-8")
    (reading,) = read_paths([written(folder, rows)], mapping=folder / "watch.yaml")
    found = list(reading.claims)
    for claim in found:
        check(claim)
    return found, reading.notes


def said(found: list[Claim], subject: str) -> set[tuple[str, str]]:
    return {(one.predicate, one.value) for one in found if one.subject == subject}


def test_every_cell_is_said_in_the_words_of_the_vocabulary(tmp_path: Path) -> None:
    found, _notes = claims(tmp_path, [HEADER, *ROWS])
    assert said(found, "nl-watch-1") == {
        ("kind", "organization"),
        ("name", "Example Hill Front"),
        ("name", "Front of the Hill"),
        ("name", "EHF"),
        ("listed_under", "watch list"),
    }
    assert said(found, "nl-watch-2") == {
        ("kind", "person"),
        ("name", "Karim Example"),
        ("birth_date", "1970-01-02"),
        ("identifier", "A 123"),
        ("listed_under", "watch list"),
    }
    first, second = (one for one in found if one.predicate == "listed_under")
    assert (first.time.start.text, first.time.end.open) == ("2019-03-04", True)
    assert (second.time.start.text, second.time.end.text) == ("2020", "2021-06-05")
    assert dict(first.qualifiers) == {"list": "nl-watch", "authority": "Northland Ministry of Justice"}


def test_months_may_stand_first(tmp_path: Path) -> None:
    found, _notes = claims(tmp_path, [HEADER, ROWS[1]], MAPPING.replace("day_first", "month_first"))
    assert ("birth_date", "1970-02-01") in said(found, "nl-watch-2")


def test_what_the_mapping_does_not_know_is_kept_and_told(tmp_path: Path) -> None:
    row = ["3", "Ship", "Example", "", "in his youth", "", "some day", "long ago", "", "new"]
    found, notes = claims(tmp_path, [[*HEADER, "Grade"], row])
    remarks = {value for predicate, value in said(found, "nl-watch-3") if predicate == "remark"}
    assert remarks == {"What: Ship", "Born: in his youth", "Since: some day", "Until: long ago", "Grade: new"}
    assert "the column 'Grade' is not in watch.yaml: kept as remarks" in notes
    assert any("1 x What: 'Ship' stands for no kind" in note for note in notes)
    (listing,) = (one for one in found if one.predicate == "listed_under")
    assert not listing.time.end.open, "an end that cannot be read is not taken for none"


def test_an_entry_without_number_is_known_by_its_name(tmp_path: Path) -> None:
    mapping = MAPPING.replace("  No: {as: id}\n", "  No: {as: skip}\n")
    one, _ = claims(tmp_path, [HEADER, *ROWS], mapping)
    other, _ = claims(tmp_path, [HEADER, *reversed(ROWS)], mapping)
    assert {claim.id for claim in one} == {claim.id for claim in other}


def test_spreadsheet_and_json_say_the_same(tmp_path: Path) -> None:
    found, _notes = claims(tmp_path, [HEADER, *ROWS])
    book = Workbook()
    for row in [["Northland"], HEADER, *ROWS]:
        book.active.append(row)
    book.save(tmp_path / "watch.xlsx")
    (tmp_path / "watch.json").write_text(json.dumps([dict(zip(HEADER, row, strict=True)) for row in ROWS]))
    for name in ("watch.xlsx", "watch.json"):
        (reading,) = read_paths([tmp_path / name], mapping=tmp_path / "watch.yaml")
        assert {one.id for one in reading.claims} == {one.id for one in found}


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("list: nl-watch", "list: NL watch", "not an id of a list"),
        ("as: id", "as: nme", "a column cannot be 'nme'"),
        ("kind: strong", "kind: weakish", "'weakish' is not allowed here"),
        ("split:", "spilt:", "a column of 'name' has no 'spilt'"),
        ("Group: organization", "Group: club", "'club' is not allowed here"),
        ("dates: day_first", "dates: sometimes", "'sometimes' is not allowed here"),
        ("title: Northland watch list", "title:", "a value is missing here"),
    ],
)
def test_a_wrong_mapping_is_refused_with_its_line(tmp_path: Path, before: str, after: str, problem: str) -> None:
    (tmp_path / "watch.yaml").write_text(MAPPING.replace(before, after), "utf-8")
    with pytest.raises(BadInput) as caught:
        read_mapping(tmp_path / "watch.yaml")
    assert problem in str(caught.value)
    line = next(number for number, text in enumerate(MAPPING.splitlines(), 1) if before in text)
    assert caught.value.place == f"watch.yaml line {line}"


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([["Nr", "Name"], ["1", "Example"]], "the table has no column 'No'"),
        ([HEADER], "holds no entries"),
        ([HEADER, ROWS[0][:5]], "5 cells below a header of 9"),
        ([HEADER, ["4", "Man", "", "", "", "", "", "", ""]], "an entry without a name"),
        ([["Something else"], ["1"]], "no row names the mapping's columns"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(tmp_path: Path, rows: list[list[str]], problem: str) -> None:
    with pytest.raises(BadInput) as caught:
        claims(tmp_path, rows)
    assert problem in str(caught.value)


@given(st.lists(st.text(max_size=12), min_size=9, max_size=9))
def test_whatever_stands_in_a_row_every_cell_is_found_again(cells: list[str]) -> None:
    """Each cell is in some claim, or the row is refused; the skipped column alone says nothing."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        try:
            found, _notes = claims(Path(folder), [HEADER, cells])
        except BadInput:
            return
    text = json.dumps([(one.value, one.citations[0].record, one.time.start.text, one.time.end.text) for one in found])
    for name, cell in zip(HEADER, cells, strict=True):
        if name not in ("Internal", "Since", "Until", "Born") and cell.strip().isalnum() and cell.isascii():
            assert cell.strip() in text


def test_a_draft_needs_a_person_and_then_works(tmp_path: Path) -> None:
    table = written(tmp_path, [HEADER, *ROWS])
    runner = CliRunner()
    drafted = runner.invoke(sources_command, ["mapping", str(table)]).output
    mapping, register = tmp_path / "watch.yaml", str(tmp_path / "r.db")
    asked = ["--mapping", str(mapping), "--register", register]
    mapping.write_text(drafted, "utf-8")
    assert isinstance(runner.invoke(import_command, [str(table), *asked]).exception, BadInput)
    filled = drafted.replace("title: ", "title: Watch ").replace("publisher: ", "publisher: Northland ")
    mapping.write_text(filled.replace('"Man": ""', '"Man": person'), "utf-8")
    done = runner.invoke(import_command, [str(table), *asked], catch_exceptions=False)
    assert "watch" in done.output
    again = runner.invoke(import_command, [str(table), *asked], catch_exceptions=False)
    assert "unchanged" in again.output


def test_another_mapping_is_another_edition(tmp_path: Path) -> None:
    table, mapping, register = written(tmp_path, [HEADER, *ROWS]), tmp_path / "m.yaml", str(tmp_path / "r.db")
    runner = CliRunner()
    asked = [str(table), "--mapping", str(mapping), "--register", register, "--json"]
    mapping.write_text(MAPPING, "utf-8")
    runner.invoke(import_command, asked, catch_exceptions=False)
    mapping.write_text(MAPPING.replace("{as: skip}", "{as: remark}"), "utf-8")
    (changed,) = json.loads(runner.invoke(import_command, asked, catch_exceptions=False).output)
    assert (changed["unchanged"], changed["added"], changed["withdrawn"]) == (False, 1, 0)


def test_the_draft_guesses_only_from_headers(tmp_path: Path) -> None:
    header, rows = table_of(InputFile(written(tmp_path, [["Full Name", "DOB", "Odd"], ["Example", "1970", "x"]])))
    lines = draft("my list.csv", header, (cells for _, cells in rows)).splitlines()
    assert "list: my-list" in lines
    assert lines[-3:] == [
        '  "Full Name": {as: name, kind: primary}',
        '  "DOB": {as: birth_date}',
        '  "Odd": {as: remark}',
    ]


def test_a_mapping_is_a_format_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "watch.yaml").write_text(MAPPING, "utf-8")
    made = MappedTable(read_mapping(tmp_path / "watch.yaml"))
    assert made.recognise(InputFile(written(tmp_path, [HEADER, *ROWS]))) == "list"


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("No,Name,Born\n1,Adam,1970\n", ["No", "Name", "Born"]),
        ("Northland list,,\nas of May,,\nNo,Name,Born\n1,Adam,1970\n", ["No", "Name", "Born"]),
        ("Last updated,2024-05-01\nNo,Name,Born\n1,Adam,1970\n", ["No", "Name", "Born"]),
    ],
)
def test_titles_may_stand_above_the_header_of_a_table_without_a_mapping(
    tmp_path: Path, text: str, header: list[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text)
    found, rows = table_of(InputFile(path))
    assert (found, [cells for _, cells in rows]) == (header, [["1", "Adam", "1970"]])


@pytest.mark.parametrize("text", ["a,a\n1,2\n", "1,-0-,-0-,x\n2,-0-,y,z\n"])
def test_a_table_without_a_header_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text)
    with pytest.raises(BadInput, match="line 1: no header"):
        table_of(InputFile(path))
