"""Annex tables of EU regulations, on invented parties."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.conftest import Muster
from tests.sources.made_lists import ANNEX_ROWS, annex

from muster.claims import Claim, check
from muster.errors import BadInput
from muster.sources import eu_journal
from muster.sources.files import InputFile
from muster.sources.formats import recognise
from muster.sources.model import Reading


def reading(folder: Path, text: str, name: str = "32099R0001.csv") -> tuple[Reading, list[Claim]]:
    path = folder / name
    path.write_text(text, "utf-8")
    file = InputFile(path)
    assert recognise(file)[0].name == "eu-journal"
    (found,) = eu_journal.read([file])
    claims = list(found.claims)
    for claim in claims:
        check(claim)
    return found, claims


def of(found: Sequence[Claim], subject: str, predicate: str) -> dict[str, Claim]:
    return {claim.value: claim for claim in found if claim.predicate == predicate and subject in claim.subject}


def test_a_person(tmp_path: Path) -> None:
    found, claims = reading(tmp_path, annex(*ANNEX_ROWS))
    person = "eu-oj-32099R0001-I.PERSONS-5-a-"
    names = {text: one.qualifier("kind") for text, one in of(claims, person, "name").items()}
    assert names == {
        "Shafiq HILLMAN": "primary",
        "Shafik HILLMAN": "strong",
        "Шафик ХИЛМАН": "original_script",
        "Shafiq Hillmann": "strong",
        "Abu Hill": "weak",
    }
    assert of(claims, person, "name")["Shafiq HILLMAN"].note == "listed as Shafiq (a.k.a. Shafik) HILLMAN"
    assert list(of(claims, person, "birth_date")) == ["1955-03-06", "1955-03-15", "1957~"]
    assert list(of(claims, person, "nationality")) == ["Examplandian", "Hillish"]
    assert list(of(claims, person, "gender")) == ["male"]
    paper = of(claims, person, "identifier")["G737411"]
    assert dict(paper.qualifiers) == {"type": "Passport", "issued": "1990-10-24", "expires": "1997-09-20"}
    assert found.notes == ["1 x aliases read 'Text of image': a name that the table lost"]


def test_the_measure_is_kept_with_the_listing(tmp_path: Path) -> None:
    _, claims = reading(tmp_path, annex(*ANNEX_ROWS))
    (listing,) = of(claims, "-IV-1-", "listed_under").values()
    assert listing.qualifier("kind") == "Export control"
    assert listing.qualifier("reference") == "32099R0001, annex IV, no. 1"
    assert listing.time.start.text == "2026-07-14"


def test_a_company_in_two_scripts_and_its_numbers(tmp_path: Path) -> None:
    _, claims = reading(tmp_path, annex(*ANNEX_ROWS))
    assert list(of(claims, "-IV-1-", "name")) == ["JSC Mill", "Акционерное Общество «Мельница»", "АО «Мельница»"]
    numbers = {text: one.qualifier("type") for text, one in of(claims, "-IV-1-", "identifier").items()}
    assert numbers == {"7707083893": "INN", "68085539": "Registration number"}
    assert list(of(claims, "-IV-1-", "address")) == ["1 Quay", "2 Quay"]


def test_a_vessel(tmp_path: Path) -> None:
    _, claims = reading(tmp_path, annex(*ANNEX_ROWS))
    assert list(of(claims, "-XLII-", "kind")) == ["vessel"]
    assert of(claims, "-XLII-", "identifier")["9074729"].qualifier("type") == "IMO number"
    assert of(claims, "-XLII-", "vessel_detail")["Exampland"].qualifier("type") == "flag"


def test_an_alias_more_leaves_the_id_and_another_name_does_not(tmp_path: Path) -> None:
    row = ANNEX_ROWS[0]
    assert eu_journal.subject({"celex": "32099R0001", **row, "alias": "New"}) == eu_journal.subject(
        {"celex": "32099R0001", **row}
    )
    other = {"celex": "32099R0001", **row, "name": "Somebody Else"}
    assert eu_journal.subject(other) != eu_journal.subject({"celex": "32099R0001", **row})


def test_an_amending_act_speaks_of_the_parties_of_the_act_it_amends(tmp_path: Path) -> None:
    _, whole = reading(tmp_path, annex(*ANNEX_ROWS))
    found, claims = reading(tmp_path, annex(ANNEX_ROWS[0], amended_by="32099R0777"), "32099R0777.csv")
    assert found.stream == "eu-journal/32099R0777"
    assert {one.subject for one in claims} < {one.subject for one in whole}


def test_a_table_without_rows_is_a_regulation_that_lists_nobody(tmp_path: Path, muster: Muster) -> None:
    (tmp_path / "32099R0002.csv").write_text(annex(), "utf-8")
    (tmp_path / "32099R0001.csv").write_text(annex(*ANNEX_ROWS), "utf-8")
    ran = muster("import", "--published", "2026-08-14", tmp_path / "32099R0001.csv", tmp_path / "32099R0002.csv")
    assert ran.status == 0
    assert "32099R0002 lists nobody" in ran.err


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (annex(*ANNEX_ROWS)[:-40], "cells where the header has"),
        (annex({**ANNEX_ROWS[0], "name": " "}), "without a name"),
        (annex(ANNEX_ROWS[0]) + annex(ANNEX_ROWS[0], act="32099R0009").splitlines()[1] + "\n", "rows of 2 acts"),
        (annex(ANNEX_ROWS[0]) + '"', "broken CSV"),
    ],
)
def test_a_broken_table_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        reading(tmp_path, text)


def test_an_unknown_column_is_counted(tmp_path: Path) -> None:
    text = annex(*ANNEX_ROWS).replace("sector", "shoeSize", 1).replace("Commands the brigade.", "x")
    lines = text.splitlines()
    cells = lines[3].split(",")
    cells[lines[0].split(",").index("shoeSize")] = "44"
    found, _ = reading(tmp_path, "\n".join([*lines[:3], ",".join(cells)]) + "\n")
    assert "1 x column 'shoeSize' is unknown here" in found.notes


def papers(folder: Path, **cells: str) -> list[tuple[str, dict[str, str], str]]:
    """The identifiers of a person with these cells, as number, qualifiers and note."""
    _, claims = reading(folder, annex({**ANNEX_ROWS[0], "passportNumber": "", **cells}))
    return [(one.value, dict(one.qualifiers), one.note) for one in claims if one.predicate == "identifier"]


PASSPORT = {"type": "Passport"}
IDENTITY = {"type": "Identification number"}
NATIONAL = {"type": "National Identification Number"}


@pytest.mark.parametrize(
    ("cell", "number", "details", "note"),
    [
        (
            "Hillish passport number 6406, issued 3 Jan. 1987, under name Abu Hill",
            "6406",
            {"issued": "1987-01-03"},
            "Hillish passport number; issued 3 Jan. 1987, under name Abu Hill",
        ),
        ("EK 867001, issued on 27.11.1997 (Hilland)", "EK 867001", {"country": "Hilland", "issued": "1997-11-27"},
         "issued on 27.11.1997"),
        ("Exampland P07830000", "P07830000", {"country": "Exampland"}, ""),
        ("Northern Hills P07830000", "Northern Hills P07830000", {}, ""),  # nothing says that this is a country
        ("Valley and Dale number T107, issued on 8.11.2004 (expires 7.11.2014)", "T107",
         {"country": "Valley and Dale", "issued": "2004-11-08", "expires": "2014-11-07"},
         "issued on 8.11.2004; expires 7.11.2014"),
        ("Exampland (Hill Republic of) 0035-11, issued in Exampland (Hill Republic of)", "0035-11",
         {"country": "Exampland (Hill Republic of)"}, "issued in Exampland (Hill Republic of)"),
        ("D902 (Hilland) expired 14 July 2021", "D902", {"country": "Hilland", "expires": "2021-07-14"},
         "expired 14 July 2021"),
        ("A 013 (Hillish passport)", "A 013", {}, "Hillish passport"),
        ("F823 (HILLTOWN) (issued on 2.9.1989)", "F823", {"issued": "1989-09-02"}, "HILLTOWN; issued on 2.9.1989"),
        ("Series 6012 No 175000, issued on 16.10.2002 in Hill (Lower District)", "6012 175000",
         {"issued": "2002-10-16"}, "Series 6012 No 175000; issued on 16.10.2002 in Hill; Lower District"),
        ("12/Hill Ta (N) 89 480", "12/Hill Ta (N) 89 480", {}, ""),
        ("R0001, Exampland", "R0001", {"country": "Exampland"}, ""),
        ("55 031, valid from 6.12.2019 until 6.12.2029", "55 031", {"issued": "2019-12-06", "expires": "2029-12-06"},
         "valid from 6.12.2019 until 6.12.2029"),
        ("3478 (issued under name Abu Hill, expired on 21.2.2014)", "3478", {"expires": "2014-02-21"},
         "issued under name Abu Hill, expired on 21.2.2014"),
        ("MP33 (issued on 10.6.2013; might have expired)", "MP33", {"issued": "2013-06-10"},
         "issued on 10.6.2013; might have expired"),
        ("(Hillish) 00014", "00014", {}, "Hillish"),
        ("(July 1997): No 3440/9", "3440/9", {}, "July 1997; No"),
        ("KC-285)", "KC-285", {}, ""),
        ("B CH 4930", "B CH 4930", {}, ""),
        ("Hillish national identity card 070Q, officially cancelled", "070Q", NATIONAL,
         "Hillish national identity card; officially cancelled"),
    ],
)  # fmt: skip
def test_a_number_and_the_words_around_it(
    tmp_path: Path, cell: str, number: str, details: dict[str, str], note: str
) -> None:
    found = papers(tmp_path, passportNumber=cell, nationality="Exampland", birthPlace="Hill Town, Exampland")
    assert found == [(number, PASSPORT | details, note)]


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("(TIN) 9704211000, (OGRN) 1237700341000", {"9704211000": "Tax number", "1237700341000": "OGRN"}),
        ("SRN/OGRN 1071651000000", {"1071651000000": "OGRN"}),
        ("10320661000 or 414000 or 47000.", dict.fromkeys(["10320661000", "414000", "47000"], "Registration number")),
        ("(1) 530308000 (2) 531246000", dict.fromkeys(["530308000", "531246000"], "Registration number")),
        ("Passport 717637000, National ID No. 781005000", {"717637000": "Passport", "781005000": NATIONAL["type"]}),
        ('"39871 (Hillish). National identification no. (a) 13080; (b) 5877"',
         {"39871": "Registration number", "13080": NATIONAL["type"], "5877": NATIONAL["type"]}),
        ('"5632 (expired 2018); 6544 (expired 2019)"', dict.fromkeys(["5632", "6544"], "Registration number")),
    ],
)  # fmt: skip
def test_several_numbers_and_their_kinds(tmp_path: Path, cell: str, numbers: dict[str, str]) -> None:
    assert {number: said["type"] for number, said, _ in papers(tmp_path, registrationNumber=cell)} == numbers


@pytest.mark.parametrize(
    ("cell", "countries", "numbers"),
    [
        (
            "Hillish. National Identification No.: (a) 3311092000 (Hillish Identity Card), (b) 3311093000",
            {"Hillish": ""},
            [
                ("3311092000", NATIONAL, "National Identification No; Hillish Identity Card"),
                ("3311093000", NATIONAL, "National Identification No"),
            ],
        ),
        ("Hillish. Hillish passport number OA462 (under name Abu Hill)", {"Hillish": ""},
         [("OA462", PASSPORT, "Hillish passport number; under name Abu Hill")]),
        ("Republic of the Hill, passport no. OB 0243", {"Republic of the Hill": ""}, [("OB 0243", PASSPORT, "")]),
        ("Hilland Passport", {"Hilland": "Passport"}, []),
        ("Hillish since 1990", {"Hillish since 1990": ""}, []),
        ("Hillish, Dalish (passports issued by Dale are not recognised)",
         dict.fromkeys(["Hillish", "Dalish"], "passports issued by Dale are not recognised"), []),
    ],
)  # fmt: skip
def test_numbers_in_a_nationality_are_identifiers(
    tmp_path: Path, cell: str, countries: dict[str, str], numbers: list[tuple[str, dict[str, str], str]]
) -> None:
    assert papers(tmp_path, nationality=cell) == numbers
    _, claims = reading(tmp_path, annex({**ANNEX_ROWS[0], "nationality": cell}))
    assert {text: one.note for text, one in of(claims, "-5-a-", "nationality").items()} == countries


def test_a_document_without_a_number_is_a_remark(tmp_path: Path) -> None:
    cell = "Hillish passport issued in 1993, under name Abu Hill"
    assert papers(tmp_path, passportNumber=cell) == []
    _, claims = reading(tmp_path, annex({**ANNEX_ROWS[0], "passportNumber": cell}))
    assert f"Passport: {cell}" in of(claims, "-5-a-", "remark")


@pytest.mark.parametrize(
    ("cell", "name", "note"),
    [
        ("Abu Dale. Date of birth: 11.4.1960. Place of birth: Hill.", "Abu Dale",
         "Date of birth: 11.4.1960. Place of birth: Hill"),
        ("Abu Dale, date of birth 31.12.1979 in Hill", "Abu Dale", "date of birth 31.12.1979 in Hill"),
        ("\"Abu Dale (born in 1971 in Hill (Abu Dayl; Abu Dail))\"", "Abu Dale", "born in 1971 in Hill"),
        ("Amina DALE (born HILL)", "HILL", "born"),
    ],
)  # fmt: skip
def test_a_birth_beside_a_name_is_its_note(tmp_path: Path, cell: str, name: str, note: str) -> None:
    _, claims = reading(tmp_path, annex({**ANNEX_ROWS[0], "alias": cell}))
    names = of(claims, "-5-a-", "name")
    assert names[name].note == note
    assert not any(text.startswith("born in") for text in names)
