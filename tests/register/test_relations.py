"""The index of objects holds relations alone: who asks by an object finds them by it, in older registers too."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from muster.register import Register, rows
from tests.cases.made import hands

from .made import edition, name, new_register, put, relation

CLAIMS = [name("aah", "Asa'ib"), relation("qais", "posted_to", "aah", role="commander"), name("qais", "Qais")]
DEFINED = "SELECT sql FROM sqlite_master WHERE name = 'claim_object'"


@pytest.mark.parametrize("asked", [["aah"], [*(f"nobody{number}" for number in range(1000)), "aah"]])
def test_claims_are_found_by_both_ends_and_by_an_index(register: Register, asked: list[str]) -> None:
    put(register, edition("2018-01-01", CLAIMS))
    statements: list[tuple[str, tuple[object, ...]]] = []
    with register.transaction() as connection:
        sa.event.listen(connection, "before_cursor_execute", lambda *event: statements.append((event[2], event[3])))
        found = list(rows.rows_with_changes(connection, asked, None, None))
        assert [row.predicate for row, _ in found] == ["name", "posted_to"]
        statement, values = statements[0]
        plan = [step for *_, step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()]
    assert [step for step in plan if "claim_object" in step]
    assert not [step for step in plan if step.startswith("SCAN claim")]


def test_both_ends_are_mentioned(register: Register) -> None:
    put(register, edition("2018-01-01", [relation("qais", "posted_to", "aah", role="commander")]))
    assert register.mentioned() == {"qais", "aah"}


def test_a_register_with_the_index_of_all_claims_is_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "muster.db"
    with new_register(path) as register:
        put(register, edition("2018-01-01", CLAIMS))
        before = register.claims(entities=["aah"]), register.digest()
    with hands(path) as connection:
        defined = connection.execute(DEFINED).fetchone()
        connection.executescript(
            "DROP INDEX claim_object; CREATE INDEX claim_object ON claim (object);"
            "UPDATE alembic_version SET version_num = 'runs'"
        )
    with Register(str(path)) as upgraded:
        assert (upgraded.claims(entities=["aah"]), upgraded.digest()) == before
    with hands(path) as connection:
        assert connection.execute(DEFINED).fetchone() == defined
        assert "WHERE" in defined[0]
