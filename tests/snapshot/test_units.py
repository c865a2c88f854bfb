"""Units of a register as records that names can be linked to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from muster.names.units import Context
from muster.register import Register
from muster.snapshot import Snapshot, unit_records

from ..register.made import name, new_register, put, relation, value, working_file


@pytest.fixture
def snapshot(tmp_path: Path) -> Iterator[Snapshot]:
    with new_register(tmp_path / "muster.db") as register:
        yield filled(register)


def filled(register: Register) -> Snapshot:
    claims = [
        value("bn", "kind", "unit"),
        name("bn", "2 Battalion"),
        name("bn", "2 BN"),
        value("bn", "country", "Nigeria"),
        value("bn", "classification", "Army"),
        relation("bn", "subordinate_to", "bde"),
        relation("bn", "based_at", "town"),
        value("bde", "kind", "unit"),
        name("bde", "4 Brigade"),
        value("bde", "country", "Nigeria"),
        value("hole", "kind", "unit"),
        name("hole", "Unknown Brigade of 4 Division"),
        value("hole", "country", "Nigeria"),
        value("hole", "placeholder", "unknown"),
        value("town", "kind", "place"),
        name("town", "Kano"),
        value("man", "kind", "person"),
        name("man", "Musa Danjuma"),
    ]
    put(register, working_file(claims))
    return Snapshot(register)


def test_records_hold_what_claims_say(snapshot: Snapshot) -> None:
    records = {one.id: one for one in unit_records(snapshot)}
    assert set(records) == {"bn", "bde", "hole"}
    battalion = records["bn"]
    assert set(battalion.names) == {"2 Battalion", "2 BN"}
    assert (battalion.countries, battalion.places) == (frozenset({"ng"}), ("Kano",))
    assert (battalion.superiors, battalion.kinds) == (("bde",), ("Army",))
    assert records["hole"].placeholder
    assert not battalion.placeholder


def test_a_roster_cell_is_linked_to_a_unit_of_the_register(snapshot: Snapshot) -> None:
    linked = snapshot.linker.link("2nd Bn, 4 Bde, Kano", Context("ng", day=date(2018, 1, 1)))
    assert linked.unit == "bn"
    assert "place: kano on both sides" in linked.reasons
    assert snapshot.linker.link("99 Brigade", Context("ng")).result == "not_in_register"
