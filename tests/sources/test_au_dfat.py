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
from muster.sources.au_papers import papers
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


# Type, number, country, issued, expires, note
PAPERS = [
    (
        "Posing as a driver. Passport D100000421 (Exampland) expires 24 Jun 2026; National ID No. 4720000929 (Mill).",
        [
            ("Passport", "D100000421", "Exampland", "", "2026-06-24", "Passport; expires 24 Jun 2026"),
            ("National Identification Number", "4720000929", "Mill", "", "", "National ID"),
        ],
    ),
    ("Passport Information: 131000049 (Mill)", [("Passport", "131000049", "Mill", "", "", "Passport")]),
    ("Passport information - N00000478", [("Passport", "N00000478", "", "", "", "Passport")]),
    ("Passport: 622000502 (as of 2006)", [("Passport", "622000502", "", "", "", "Passport; as of 2006")]),
    (
        "Passport no: Exampland number A31000734, issued on 6 Nov. 2013 (issued by the Mill Office, expiration date "
        "6 Nov. 2015) National Identification no: Exampland National Identification Card 660000-05-5267.",
        [
            ("Passport", "A31000734", "Exampland", "2013-11-06", "2015-11-06",
             "Passport; issued on 6 Nov. 2013; issued by the Mill Office, expiration date 6 Nov. 2015"),
            ("National Identification Number", "660000-05-5267", "Exampland", "", "",
             "Exampland National Identification Card"),
        ],
    ),
    (
        "National identification no: a) 192-3000459- 9 b) Certificate of birth 300001.",
        [("National Identification Number", "192-3000459-9", "", "", "", "National identification")],
    ),
    (
        "Passport no: a) 6600505, issued in Milltown b) 9000213, issued on 12 Jan. 2008. Designation: Judge.",
        [
            ("Passport", "6600505", "", "", "", "Passport; issued in Milltown"),
            ("Passport", "9000213", "", "2008-01-12", "", "Passport; issued on 12 Jan. 2008"),
        ],
    ),
    (
        "Passport no.: a) Hillish passport number 1000010 b) Hill and Mill number OA 450004.",
        [
            ("Passport", "1000010", "Hillish", "", "", "Hillish passport"),
            ("Passport", "OA 450004", "Hill and Mill", "", "", "passport"),
        ],
    ),
    (
        "Passport No.: 000000044; 002-03-0010187",
        [("Passport", "000000044", "", "", "", "Passport"), ("Passport", "002-03-0010187", "", "", "", "Passport")],
    ),
    (
        "Passport number 654000247 and PD381000081 (expired 2015)",
        [
            ("Passport", "654000247", "", "", "", "Passport"),
            ("Passport", "PD381000081", "", "", "2015", "Passport; expired 2015"),
        ],
    ),
    (
        "Internal Hillish Passport No. 2018000055",
        [("Passport", "2018000055", "Hillish", "", "", "Internal Hillish Passport")],
    ),
    (
        "PASSPORT: No. 2860005S, (as Adam Mill) expires 23 August 2005 (Exampland)",
        [("Passport", "2860005S", "Exampland", "", "2005-08-23", "PASSPORT; as Adam Mill; expires 23 August 2005")],
    ),
    (
        "Passport no: HR8CHGQ8; Date of issue: 27 April 2015; Place of issue: Milltown. Listed on 2 May 2016.",
        [
            ("Passport", "HR8CHGQ8", "", "2015-04-27", "",
             "Passport; Date of issue: 27 April 2015; Place of issue: Milltown"),
        ],
    ),
    (
        "Hillish passport number 96 03 400086, issued August 12 1994. Lives in Milltown.",
        [("Passport", "96 03 400086", "Hillish", "1994-08-12", "", "Hillish passport; issued August 12 1994")],
    ),
    ("Passport no.: R00000098, North Hill. Commander.", [("Passport", "R00000098", "North Hill", "", "", "Passport")]),
    (
        "Passport no: 563000024 (issued by the Free Hill Republic of Mill).",
        [
            ("Passport", "563000024", "Free Hill Republic of Mill", "", "",
             "Passport; issued by the Free Hill Republic of Mill"),
        ],
    ),
    (
        "Hillish Identity Card No: 78.800.693. Associated with Mill.",
        [("National Identification Number", "78.800.693", "Hillish", "", "", "Hillish Identity Card")],
    ),
    (
        "Passport number W344000 (issued under name Adam Hill, born 4 Mar.1985 in Milltown)",
        [("Passport", "W344000", "", "", "", "Passport; issued under name Adam Hill, born 4 Mar.1985 in Milltown")],
    ),
    # What is none, or not surely one
    ("Tax ID No.: 190000308; Student ID 200800001; Mill military identification number: 20400", []),
    ("Passport no: na National identification no: Mill Certificate of Nationality 300002", []),
    ("Passport no.: Hillish travel document number XD253000. Uses a passport of 20 May 2011.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), PAPERS, ids=range(len(PAPERS)))
def test_papers_in_free_text(tmp_path: Path, text: str, found: list[tuple[str, ...]]) -> None:
    _, claims = reading(tmp_path, workbook(row(**{"Additional Information": text})))
    read = [
        (one.qualifier("type"), one.value, *map(one.qualifier, ("country", "issued", "expires")), one.note)
        for one in claims
        if one.predicate == "identifier"
    ]
    assert read == found
    assert text in said(claims, "remark")


@pytest.mark.parametrize(
    "unit",
    [
        "passport ",
        "Passport 123456 issued ",
        "Passport (",
        "1",
        "1 11 ",
        "A ",
        "Mill and ",
        "National ID 12345; ",
        "b) 1 ",
    ],
)
def test_papers_in_a_text_of_any_length(unit: str) -> None:
    list(papers(f"Passport no: {(unit * 131_072)[:131_072]}"))


@pytest.mark.parametrize(
    ("text", "title", "position", "gender"),
    [
        (
            "Title: Wali Designation: Leader of the Hill Gender: Male Listed pursuant to part 2: (i) one; (ii) two",
            ["Wali"],
            ["Leader of the Hill"],
            ["male"],
        ),
        ("Title: na; Designation: na; Passport Number: a) 27000171 (Exampland)", [], [], []),
        (
            "Title: a) Haji; b) Doctor. Designation: a) Judge; b) Head of Mills. Sex: female.",
            ["Haji", "Doctor"],
            ["Judge", "Head of Mills"],
            ["female"],
        ),
    ],
)
def test_a_part_of_the_text_ends_where_another_begins(
    tmp_path: Path, text: str, title: list[str], position: list[str], gender: list[str]
) -> None:
    _, claims = reading(tmp_path, workbook(row(**{"Additional Information": text})))
    assert said(claims, "title") == title
    assert said(claims, "position") == position
    assert said(claims, "gender") == gender


@pytest.mark.parametrize(("column", "predicate"), [("Place of Birth", "birth_place"), ("Address", "address")])
@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("a) Mill, Exampland; b) Hill, Millia", [("Mill, Exampland", "Exampland"), ("Hill, Millia", "Millia")]),
        ("POB: a) Mill, Exampland b) Hill, Millia", [("Mill, Exampland", "Exampland"), ("Hill, Millia", "Millia")]),
        (
            "Mill Road, Exampland (previous) b) Exampland (in prison)",
            [("Mill Road, Exampland (previous)", "Exampland"), ("Exampland (in prison)", "")],
        ),
    ],
)
def test_places_of_an_enumeration(
    tmp_path: Path, cell: str, found: list[tuple[str, str]], column: str, predicate: str
) -> None:
    _, claims = reading(tmp_path, workbook(row(**{column: cell})))
    assert [(one.value, one.qualifier("country")) for one in claims if one.predicate == predicate] == found


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
