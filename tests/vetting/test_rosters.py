"""A roster in bulk: each distinct unit once, linked to the register, and joined back to every row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from muster.sources import InputFile, read_roster
from muster.vetting import (
    Desk,
    Request,
    Told,
    Vetted,
    Wants,
    answer,
    as_csv,
    distinct,
    requests_in,
    units_in,
    vet_roster,
    visible,
)
from tests.policy.made import Made, made

ON = date(2020, 1, 1)
REGISTER = """\
army: {kind: unit, name: Example Army, country: ng}
division: {kind: unit, name: 3 Division, country: ng}
brigade: {kind: unit, name: 21 Brigade, country: ng}
bn: {kind: unit, name: 4 Infantry Battalion, country: ng}
"""
ABOVE = ("{subordinate_to: {unit: brigade, superior: division, kind: command}}",)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        register.add(REGISTER, *ABOVE)
        yield register


def vetted(register: Made, folder: Path, text: str, made_by: Any = None) -> list[Vetted]:
    path = folder / "roster.csv"
    path.write_text(text, "utf-8")
    desk, rows = Desk(register.snapshot), read_roster(InputFile(path))
    wants = Wants(whole=True, stored=True)
    return vet_roster(desk, rows, ["list-screening"], ON, made=made_by or (lambda *_: None), wants=wants)


def test_a_unit_is_linked_by_its_parts(register: Made, tmp_path: Path) -> None:
    text = "unit,country\n21st Bde,Nigeria\n4 INF BN,Nigeria\nXXI Brigade,Nigeria\n99 Brigade,Nigeria\n21 Bde,Mali\n"
    found = [(one.answer.link, one.answer.resolved_to) for one in vetted(register, tmp_path, text)]
    assert found == [
        ("link", "brigade"), ("link", "bn"), ("link", "brigade"), ("not_in_register", ""), ("not_in_register", ""),
    ]  # fmt: skip


def test_the_rule_by_which_a_unit_was_linked_is_stated(register: Made, tmp_path: Path) -> None:
    (one,) = vetted(register, tmp_path, "unit,country\n21st Bde,Nigeria\n")
    assert one.answer.resolved_by.startswith("unit name, read part by part: 21 Brigade")


def test_vague_cells_and_cells_of_several_units_are_incomplete_requests(register: Made, tmp_path: Path) -> None:
    text = "unit,country\nArmy,Nigeria\n21 Bde & 4 Inf Bn,Nigeria\n,Nigeria\n"
    vague, several, blank = (one.answer for one in vetted(register, tmp_path, text))
    assert (vague.link, several.link, blank.link) == ("too_vague", "several", "too_vague")
    assert {one.outcome.value for one in (vague, several, blank)} == {"incomplete_request"}
    assert "which of the units in “21 Bde & 4 Inf Bn” is asked about; the register knows" in several.gaps
    assert "brigade" in several.gaps
    assert several.resolved_to == ""


def test_each_distinct_unit_is_decided_once_and_joined_to_all_its_rows(register: Made, tmp_path: Path) -> None:
    decided: list[tuple[Told, list[int]]] = []
    text = (
        "unit,country,quantity\n21 Brigade,Nigeria,3\n21 BRIGADE,Nigeria,\n4 Inf Bn,Nigeria,x\n21-brigade,Nigeria,3\n"
    )
    found = vetted(register, tmp_path, text, lambda told, lines: decided.append((told, list(lines))))
    assert [lines for _, lines in decided] == [[2, 3, 5], [4]]
    assert [one.row.line for one in found] == [2, 3, 4, 5]
    assert len(distinct(found)) == 2
    assert [one.as_row()["quantity"] for one in found] == ["3", "", "x", "3"]
    assert units_in(read_roster(InputFile(tmp_path / "roster.csv"))) == 2


def test_searching_ahead_changes_no_decision(register: Made, tmp_path: Path) -> None:
    decided: list[Told] = []
    vetted(
        register,
        tmp_path,
        "unit,country,leader\n21st Bde,Nigeria,Ali Example\nLake Brigade,Iraq,\nArmy,,\n",
        lambda told, lines: decided.append(told),
    )
    found = [one.data for one in decided if one.data]
    assert len(found) == 3
    alone = [Desk(register.snapshot).decide(Request.from_dict(one["request"])).as_dict() for one in found]
    assert found == alone


def test_hidden_characters_are_written_out_in_the_table(register: Made, tmp_path: Path) -> None:
    found = vetted(register, tmp_path, 'unit,country\n"=21 \u202eedagirB\u202c\x07",Nigeria\n')
    ((cells),) = list(csv.DictReader(io.StringIO(as_csv(found), newline="")))
    assert cells["unit"] == "'=21 ‹U+202E›edagirB‹U+202C›‹U+0007›"
    assert visible("لواء بدر") == "لواء بدر"


def test_what_makes_two_rows_one_request(register: Made, tmp_path: Path) -> None:
    """Case and punctuation do not; leaders, country, commitment and id do. The first row gives the wording."""
    path = tmp_path / "roster.csv"
    path.write_text(
        "unit,country,leader,commitment,id\n"
        "21 Brigade,Nigeria,Ali Example,,\n21-BRIGADE,NIGERIA,ALI EXAMPLE,,\n21 Brigade,Mali,Ali Example,,\n"
        "21 Brigade,Nigeria,Omar Example,,\n21 Brigade,Nigeria,Ali Example,signed,\n"
        "21 Brigade,Nigeria,Ali Example,,brigade\n22 Brigade,Nigeria,Ali Example,,\n?!,Nigeria,,,\n??,Nigeria,,,\n",
        "utf-8",
    )
    roster = read_roster(InputFile(path))
    asked = requests_in(roster, "list-screening", ON)
    assert [one.place for one in asked] == [f"line {line}" for line in (2, 4, 5, 6, 7, 8, 9, 10)]
    assert [one.unit for one in asked] == ["21 Brigade"] * 5 + ["22 Brigade", "?!", "??"]
    assert (asked[0].leaders, asked[0].country, asked[0].policy, asked[0].as_of) == (
        ("Ali Example",), "Nigeria", "list-screening", ON,
    )  # fmt: skip
    assert (asked[3].commitment, asked[4].identifier) == ("signed", "brigade")
    assert units_in(roster) == len(asked)


def test_two_policies_and_how_far_it_is(register: Made, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("unit,country\n21 Brigade,Nigeria\n4 Inf Bn,Nigeria\n21 brigade,Nigeria\n", "utf-8")
    told: list[tuple[int, int]] = []
    desk = Desk(register.snapshot)
    policies = ["list-screening", "us-leahy-state"]
    found = vet_roster(desk, read_roster(InputFile(path)), policies, ON, progress=lambda *each: told.append(each))
    assert told == [(2, 4), (4, 4)]
    assert [(one.row.line, one.answer.policy) for one in found] == [
        (line, policy) for line in (2, 3, 4) for policy in policies
    ]
    assert [one.answer.decision for one in found[:2]] == [one.answer.decision for one in found[4:]]
    assert {one.answer.as_of for one in found} == {"2020-01-01"}
    assert found[0].answer.outcome.value == "no_adverse_information"
    assert found[1].answer.outcome.value == "incomplete_request"
    assert "the name of the unit's commander or leader" in found[1].answer.gaps


def test_a_long_roster_comes_out_as_its_rows_do_alone(register: Made, tmp_path: Path) -> None:
    """More requests than from which on all claims are read at once."""
    names = [*(f"{number} Brigade" for number in range(1, 120)), "4 Infantry Battalion"]
    text = "unit,country\n" + "".join(f"{name},Nigeria\n" for name in names)
    found = {one.row.unit: one.answer for one in vetted(register, tmp_path, text)}
    assert len(found) == len(names)
    for name in ("21 Brigade", "7 Brigade", "4 Infantry Battalion"):
        alone = answer(Desk(register.snapshot).decide(Request(name, "list-screening", ON, country="Nigeria")))
        assert replace(found[name], decision="") == replace(alone, decision="")
    assert [name for name, one in found.items() if one.resolved_to] == ["21 Brigade", "4 Infantry Battalion"]
