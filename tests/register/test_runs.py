"""Changes kept as runs of claims: what they say of each claim, and registers from before there were runs."""

from __future__ import annotations

from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.cases.audit import verify
from muster.register import Register, bulk, rows, runs, schema, storing
from tests.cases.made import busy_register, hands

from .made import before_runs, edition, name, put, said, temporary

MANY = [name(f"p{number}", f"Person {number}") for number in range(3 * schema.BLOCK)]
NUMBERS = st.sets(st.integers(1, 3 * schema.BLOCK)) | st.builds(
    lambda first, length: set(range(first, first + length)), st.integers(1, 2000), st.integers(0, 2500)
)


@given(NUMBERS)
def test_runs_hold_the_numbers_and_stay_in_their_blocks(numbers: set[int]) -> None:
    found = list(runs.split(numbers))
    assert [number for _, first, last in found for number in range(first, last + 1)] == sorted(numbers)
    assert {(first // schema.BLOCK, last // schema.BLOCK) for _, first, last in found} == {(b, b) for b, _, _ in found}
    joined = [first for (_, _, last), (_, first, _) in pairwise(found) if first == last + 1]
    assert all(first % schema.BLOCK == 0 for first in joined)


@given(st.lists(st.tuples(NUMBERS, st.sampled_from([1, -1])), max_size=4), NUMBERS)
@settings(max_examples=30, deadline=None)
def test_the_signs_of_claims_are_those_of_their_editions(changes: list[tuple[set[int], int]], asked: set[int]) -> None:
    with sa.create_engine("sqlite://").begin() as connection:  # without the tables that it refers to
        schema.change.create(connection)
        for edition_, (numbers, sign) in enumerate(changes, 1):
            values = [(block, edition_, first, last, sign) for block, first, last in runs.split(numbers)]
            assert bulk.insert(connection, schema.change, values) == len(values)
        for among in (None, {2, 3}):
            found = runs.signs(connection, sorted(asked), among)
            for one in asked:
                expected = tuple(
                    (edition_, sign)
                    for edition_, (numbers, sign) in enumerate(changes, 1)
                    if one in numbers and (among is None or edition_ in among)
                )
                assert found.get(one, ()) == expected


@pytest.mark.parametrize("remembered", [0, 3, 1000])
def test_a_register_is_filled_alike_whether_ids_are_remembered_or_looked_up(
    remembered: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [name(f"p{number}", f"Person {number}") for number in range(8)]
    with temporary() as together, temporary() as apart:
        editions = [
            edition("2018-01-01", people[:4], "a"),
            edition("2018-01-01", people[2:6], "b"),
            edition("2018-02-01", [*people[1:3], people[7]], "a"),
            edition("2018-01-15", people, "c"),
        ]
        for one in editions:
            put(apart, one)
        monkeypatch.setattr(storing, "_REMEMBERED", remembered)
        monkeypatch.setattr("muster.register.bulk.CHUNK", 2)
        put(together, *editions)
        assert said(together) == said(apart)
        assert together.digest() == apart.digest()
        assert verify(together).sound


def test_an_older_register_is_upgraded_and_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "muster.db"
    with closing(busy_register(path)) as register:
        put(register, edition("2018-04-01", MANY, "l/other"))
        before = said(register), register.digest(), register.acts()
        moments = {at: said(register, at) for _, at, _, _ in register.acts()}
    with hands(path) as connection:
        before_runs(connection)
        assert connection.execute("SELECT count(*) FROM change").fetchone()[0] > len(MANY)
    with Register(str(path)) as upgraded:
        assert (said(upgraded), upgraded.digest(), upgraded.acts()) == before
        assert {at: said(upgraded, at) for at in moments} == moments
        assert verify(upgraded).problems == []
        put(upgraded, edition("2018-05-01", MANY[1:], "l/other"))
        assert upgraded.editions()[-1].removed == 1
        assert verify(upgraded).problems == []
    with hands(path) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        tables = "SELECT name, sql FROM sqlite_master WHERE tbl_name IN ('claim', 'change', 'retraction') ORDER BY name"
        of_upgraded = connection.execute(tables).fetchall()
    Register(str(tmp_path / "new.db"), create=True).close()
    with hands(tmp_path / "new.db") as connection:
        of_new = connection.execute(tables).fetchall()
    assert [(one, words(sql)) for one, sql in of_upgraded] == [(one, words(sql)) for one, sql in of_new]


def words(sql: str | None) -> list[str]:
    return (sql or "").replace('"', "").split()


@pytest.mark.parametrize(
    "forged",
    [
        "UPDATE change SET last = last - 1 WHERE last > first",
        "UPDATE change SET block = block + 1, edition = edition WHERE edition = 1",
        "UPDATE change SET sign = -sign WHERE edition = 2",
        "INSERT INTO change VALUES (0, 1, 2, 2, 1)",
    ],
)
def test_a_forged_run_is_seen(tmp_path: Path, forged: str) -> None:
    with closing(busy_register(tmp_path / "muster.db")) as register:
        assert verify(register).sound
        with hands(register.path) as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            assert connection.execute(forged).rowcount > 0
        assert not verify(register).sound


def test_the_claims_of_an_edition_are_found_by_its_runs(register: Register) -> None:
    """By going through all claims instead, an import of many editions takes twice as long."""
    put(register, edition("2018-01-01", MANY[:4]), edition("2018-02-01", MANY[1:5]))
    (_, newest) = register.editions()
    asked: list[tuple[str, tuple[object, ...]]] = []
    with register.transaction() as connection:
        sa.event.listen(connection, "before_cursor_execute", lambda *event: asked.append((event[2], event[3])))
        assert len(rows.contents(connection, register.editions(), newest)) == 4
        assert len(asked) == 2
        for statement, values in list(asked):
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            assert not [step for *_, step in plan if step.startswith("SCAN")]
