"""Australia's list: rows of one listing, dirty labels, text that says several things."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from tests.sources.made_lists import AU_HEADER, workbook

from muster.claims import Claim, check
from muster.errors import BadInput
from muster.sources import au_dfat
from muster.sources.files import InputFile
from muster.sources.formats import recognise
from muster.sources.model import Reading

INFORMATION = (
    "Title: a) Mullah b) Haji. Designation: a) Governor of Hill b) Judge. Sex: male. "
    "Hillish passport number D000857, issued on 20 Nov. 1997 (expires on 19 Nov. 2002). Believed to be in Exampland."
)
NAME = "Name of Individual or Entity"
FIRST = [
    2, "Adam HILLMAN", "Individual ", "Primary Name", "a) Approximately 1955- 1958 b) 14/10/1974",
    "Hill Town, Exampland",
    "a) Hillish b) Millish", "NA", INFORMATION, "Listed on 25 Jan. 2001 (amended on 20 Dec. 2005)", "1988 (Hill) ",
    datetime(2014, 12, 15),
]  # fmt: skip


def row(**cells: object) -> list[object]:
    found = dict(zip(AU_HEADER, FIRST, strict=True))
    assert set(cells) <= set(found)
    return list({**found, **cells}.values())


ROWS = (
    FIRST,
    row(**{"Reference": "2a ", NAME: "آدم", "Type": "individual", "Name Type": "original script "}),
    row(**{"Reference": "2b", NAME: "Abu Hill (previously listed as)", "Name Type": "Aka"}),
    row(**{"Reference": "2c1", NAME: "A. Hill\n", "Name Type": "aka", "Date of Birth": datetime(1974, 10, 14)}),
    [
        7, "Example Mill Front (EMF)", "Entity", "primary Name", None, None, None, "a) Milltown b) Hill Town",
     "Front company. IMO number: 5987860.", "Autonomous Sanctions Amendment (No. 2) Instrument 2023",
     "Autonomous (Hill)",
     datetime(2024, 11, 11),
    ],
)  # fmt: skip


def reading(folder: Path, data: bytes) -> tuple[Reading, list[Claim]]:
    path = folder / "list.xlsx"
    path.write_bytes(data)
    (found,) = au_dfat.read([InputFile(path)])
    claims = list(found.claims)
    for claim in claims:
        check(claim)
    return found, claims


def said(found: Sequence[Claim], predicate: str, subject: str = "au-dfat-2") -> list[str]:
    return [claim.value for claim in found if claim.predicate == predicate and claim.subject == subject]


def test_the_workbook_is_recognised_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(workbook(*ROWS))
    assert recognise(InputFile(path))[0].name == "au-dfat"
    path.write_bytes(workbook(["A unit"], header=["Unit"]))
    assert recognise(InputFile(path))[0].name == "roster"


def test_the_rows_of_a_reference_are_one_party(tmp_path: Path) -> None:
    found, claims = reading(tmp_path, workbook(*ROWS))
    names = {
        one.value: one.qualifier("kind") for one in claims if one.predicate == "name" and one.subject == "au-dfat-2"
    }
    assert names == {"Adam HILLMAN": "primary", "آدم": "original_script", "Abu Hill": "former", "A. Hill": "strong"}
    assert said(claims, "kind") == ["person"]
    assert {one.subject for one in claims} == {"au-dfat-2", "au-dfat-7"}
    assert found.published == "2024-11-11"


def test_what_a_row_says_otherwise_is_kept_too(tmp_path: Path) -> None:
    _, claims = reading(tmp_path, workbook(*ROWS))
    assert said(claims, "birth_date") == ["[1955..1958]", "1974-10-14"]
    assert said(claims, "citizenship") == ["Hillish", "Millish"]
    assert said(claims, "address") == []  # NA


def test_free_text_is_kept_whole_and_read(tmp_path: Path) -> None:
    _, claims = reading(tmp_path, workbook(*ROWS))
    assert INFORMATION in said(claims, "remark")
    assert said(claims, "title") == ["Mullah", "Haji"]
    assert said(claims, "position") == ["Governor of Hill", "Judge"]
    assert said(claims, "gender") == ["male"]
    (paper,) = (one for one in claims if one.predicate == "identifier" and one.subject == "au-dfat-2")
    assert (paper.value, paper.qualifier("issued"), paper.qualifier("expires")) == (
        "D000857",
        "1997-11-20",
        "2002-11-19",
    )


@pytest.mark.parametrize(("subject", "start"), [("au-dfat-2", "2001-01-25"), ("au-dfat-7", "2023")])
def test_a_listing_begins_on_the_day_its_text_names_first(tmp_path: Path, subject: str, start: str) -> None:
    _, claims = reading(tmp_path, workbook(*ROWS))
    (listing,) = (one for one in claims if one.predicate == "listed_under" and one.subject == subject)
    assert (listing.time.start.text, listing.time.end.text) == (start, "..")


def test_an_entity(tmp_path: Path) -> None:
    _, claims = reading(tmp_path, workbook(*ROWS))
    assert said(claims, "name", "au-dfat-7") == ["Example Mill Front", "EMF"]
    assert said(claims, "address", "au-dfat-7") == ["Milltown", "Hill Town"]
    assert said(claims, "identifier", "au-dfat-7") == ["5987860"]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [([], "no entries"), ([row(Reference="")], "without reference"), ([row(Reference="x")], "without reference")],
)
def test_a_broken_list_is_refused(tmp_path: Path, rows: list[list[object]], problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        reading(tmp_path, workbook(*rows))


def test_what_is_not_known_is_counted(tmp_path: Path) -> None:
    rows = [[*row(**{"Name Type": "nickname", "Type": "Robot"}), "44"]]
    found, claims = reading(tmp_path, workbook(*rows, header=[*AU_HEADER, "Shoe size"]))
    assert said(claims, "kind") == []
    assert found.notes[1:] == [
        "the list says no day of its own: that of its newest control date is taken",
        "1 x entries of several types or one unknown here: their kind is left open",
        "1 x name type 'nickname' is unknown here: read as an alias",
    ]
    assert found.notes[0] == "1 x column 'Shoe size' is unknown here"
