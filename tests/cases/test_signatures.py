"""Two different people: the database itself refuses anything less, whoever writes to it and however."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from muster.errors import NotAllowed

from .made import hands
from .made_cases import TODAY, Office


@pytest.fixture
def raw(office: Office) -> Iterator[sqlite3.Connection]:
    with hands(office.register.path) as connection:
        yield connection


def insert(raw: sqlite3.Connection, office: Office, number: int, role: str, person: str, **more: Any) -> None:
    """A signature by raw SQL, right in everything but what the test makes wrong."""
    case = office.cases.get(number)
    step = case.last_decided
    values = {"step": step.seq, "decision": step.body["decision"], "memo": "m", **more}
    raw.execute(
        'INSERT INTO signature ("case", step, decision, memo, role, person, tx) VALUES (?, ?, ?, ?, ?, ?, 1)',
        (number, values["step"], values["decision"], values["memo"], role, person),
    )


def test_through_the_desk_one_person_cannot_sign_twice(office: Office) -> None:
    number = office.ready()
    office.cases.sign(number, office["bilal"])
    with pytest.raises(NotAllowed, match="needs the role approver"):
        office.cases.approve(number, office["bilal"], office.desk(), TODAY)
    office.accounts.change("bilal", by=office["amina"], role="approver")
    with pytest.raises(NotAllowed, match="worked on this case"):
        office.cases.approve(number, office["bilal"], office.desk(), TODAY)


def test_an_approver_who_once_worked_on_the_case_cannot_sign_it(office: Office) -> None:
    number = office.new()
    office.judge(number, "wolf", "different", by="basma")
    office.decide(number)
    office.cases.sign(number, office["bilal"])
    office.accounts.change("basma", by=office["amina"], role="approver")
    with pytest.raises(NotAllowed, match="worked on this case"):
        office.cases.approve(number, office["basma"], office.desk(), TODAY)


@pytest.mark.parametrize("role", ["analyst", "approver"])
def test_raw_sql_cannot_sign_twice_for_one_person(office: Office, raw: sqlite3.Connection, role: str) -> None:
    number = office.ready()
    insert(raw, office, number, "analyst", "bilal")
    with pytest.raises(sqlite3.IntegrityError):
        insert(raw, office, number, role, "bilal")
    raw.execute(
        "INSERT INTO account SELECT 99, name, full_name, 'approver', password, 1, tx FROM account WHERE name = 'bilal'"
    )
    with pytest.raises(sqlite3.IntegrityError):
        insert(raw, office, number, role, "bilal")
    with pytest.raises(sqlite3.IntegrityError):
        insert(raw, office, number, "approver", "Bilal")


def test_raw_sql_cannot_sign_second_for_whoever_worked_on_the_case(office: Office, raw: sqlite3.Connection) -> None:
    number = office.new()
    office.judge(number, "wolf", "different", by="basma")
    office.decide(number)
    insert(raw, office, number, "analyst", "bilal")
    raw.execute(
        "INSERT INTO account SELECT 99, name, full_name, 'approver', password, 1, tx FROM account WHERE name = 'basma'"
    )
    with pytest.raises(sqlite3.IntegrityError, match="worked on the case"):
        insert(raw, office, number, "approver", "basma")
    insert(raw, office, number, "approver", "chidi")


@pytest.mark.parametrize(
    ("role", "person", "more", "says"),
    [
        ("analyst", "chidi", {}, "does not have that role"),
        ("analyst", "amina", {}, "does not have that role"),
        ("analyst", "nobody", {}, "does not have that role"),
        ("administrator", "amina", {}, "CHECK"),
        ("approver", "chidi", {}, "no analyst has signed"),
        ("analyst", "bilal", {"step": 1}, "last decided"),
        ("analyst", "bilal", {"step": 9999}, "last decided"),
        ("analyst", "", {}, "role|CHECK"),
    ],
)
def test_raw_sql_cannot_sign_out_of_turn(
    office: Office, raw: sqlite3.Connection, role: str, person: str, more: dict[str, Any], says: str
) -> None:
    number = office.ready()
    with pytest.raises(sqlite3.IntegrityError, match=says):
        insert(raw, office, number, role, person, **more)


def test_the_second_signature_is_under_the_same_decision_and_memo(office: Office, raw: sqlite3.Connection) -> None:
    number = office.ready()
    insert(raw, office, number, "analyst", "bilal")
    for more in ({"memo": "another"}, {"decision": "d-other"}):
        with pytest.raises(sqlite3.IntegrityError, match="no analyst has signed"):
            insert(raw, office, number, "approver", "chidi", **more)
    office.judge(number, "wolf", "unsure")
    with pytest.raises(sqlite3.IntegrityError, match="last decided"):
        insert(raw, office, number, "approver", "chidi")


def test_raw_sql_cannot_approve_without_two_signatures(office: Office, raw: sqlite3.Connection) -> None:
    number = office.ready()
    write = 'INSERT INTO case_step ("case", act, state, person, body, tx) VALUES (?, ?, ?, ?, ?, 1)'
    for act, state in (("approve", "approved"), ("memo", "approved"), ("approve", "signed")):
        with pytest.raises(sqlite3.IntegrityError, match="two people"):
            raw.execute(write, (number, act, state, "chidi", "{}"))
    insert(raw, office, number, "analyst", "bilal")
    with pytest.raises(sqlite3.IntegrityError, match="two people"):
        raw.execute(write, (number, "approve", "approved", "chidi", "{}"))
    assert not office.cases.get(number).in_force(TODAY)


@pytest.mark.parametrize("table", ["signature", "case_step"])
def test_what_is_signed_or_done_is_not_changed(office: Office, raw: sqlite3.Connection, table: str) -> None:
    office.approved()
    for statement in (f"UPDATE {table} SET person = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            raw.execute(statement)


def test_of_all_pairs_of_people_only_an_analyst_and_another_approver_can_approve(
    office: Office, raw: sqlite3.Connection
) -> None:
    number = office.ready()
    people = list(office.who)
    pairs = set()
    for first, second in itertools.product(people, people):
        raw.execute("BEGIN")
        try:
            insert(raw, office, number, "analyst", first)
            insert(raw, office, number, "approver", second)
            pairs.add((first, second))
        except sqlite3.IntegrityError:
            pass
        raw.execute("ROLLBACK")
    assert pairs == {(first, second) for first in ("bilal", "basma") for second in ("chidi", "carla")}
