"""A roster in bulk: each distinct unit once, linked to the register, and joined back to every row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from muster.sources import InputFile, read_roster
from muster.vetting import Desk, Request, Told, Vetted, Wants, as_csv, distinct, units_in, vet_roster, visible
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
