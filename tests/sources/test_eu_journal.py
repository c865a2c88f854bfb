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
