"""A register from before the record is upgraded when it is opened: its acts become the first entry."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from muster.cases.audit import checkpoint, entries, verify
from muster.cases.proofs import check_proof, prove
from muster.register import Register
from muster.register.migrations.versions.v0001_first import TABLES
from muster.register.schema import metadata, recorded_tables
from tests.register.made import before_runs

from .made import PEOPLE, busy_register, decided, hands


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A register as the first schema had it."""
    path = tmp_path / "muster.db"
    busy_register(path).close()
    with hands(path) as connection:
        before_runs(connection)
        connection.execute("DELETE FROM act WHERE action = 'export'")
        for table in reversed(metadata.sorted_tables):
            if table.name not in TABLES:
                connection.execute(f"DROP TABLE {table.name}")
        for table in recorded_tables():
            connection.execute(f"DROP INDEX IF EXISTS {table.name}_tx")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    return path


def test_its_acts_are_the_first_entry_and_what_follows_has_its_own(old: Path) -> None:
    with Register(str(old)) as register:
        assert [one["action"] for one in entries(register)] == ["earlier acts"]
        assert verify(register).problems == []
        assert len(register.decisions()) == 4
        register.record_decisions([decided("u9")])
        checkpoint(register)
        assert [one["action"] for one in entries(register)] == ["earlier acts", "decide"]
        report = verify(register)
        assert (report.problems, report.entries, report.acts, report.claims) == ([], 2, 8, len(PEOPLE) + 4)
        for unit in ("u1", "u4", "u9"):
            proof = json.dumps(prove(register, decided(unit)["decision"]))
            assert check_proof(proof).decision == decided(unit)["decision"]
    with Register(str(old)) as again:
        assert len(list(entries(again))) == 2


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE act SET actor = 'nobody' WHERE id = 2",
        "UPDATE decision SET body = replace(body, 'refer', 'defer') WHERE seq = 1",
        "DELETE FROM judgement WHERE seq = 1",
        "INSERT INTO judgement VALUES (9, 'a', 'b', 'same', 'forged', 'me', 3)",
        "UPDATE edition SET title = 'Another' WHERE id = 1",
        "DELETE FROM act WHERE id = 1",
    ],
)
def test_a_change_to_what_came_before_is_seen(old: Path, change: str) -> None:
    with Register(str(old)) as register:
        assert verify(register).sound
        with hands(old) as connection:
            connection.execute(change)
        assert not verify(register).sound


def test_an_empty_register_has_an_empty_record(tmp_path: Path) -> None:
    with Register(str(tmp_path / "muster.db"), create=True) as register:
        assert list(entries(register)) == []
        assert verify(register).sound
        checkpoint(register)
        assert verify(register).sound
