"""The desk at the command line: the whole way of a case, who may do what, and bulk work by table and by key."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from argon2 import PasswordHasher

from muster.cases import accounts
from tests.conftest import Muster, Ran

PASSWORD = "a long enough password"

CLAIMS = """\
muster: claims/1
dataset: made
title: Made up for a test
sources: {s: {title: A made-up report, publisher: Test, published: 2020-01-01}}
entities:
  lake: {kind: unit, name: Lake Brigade, country: iq, cite: {source: s}}
  wolf: {kind: organization, name: Lake Brigades, cite: {source: s}}
claims:
  - {listed_under: {of: wolf, value: SDGT, authority: OFAC, list: us-ofac-sdn}, when: 2018-01-01/.., cite: {source: s}}
"""
ENTRIES = "ent_num,SDN_Name\n"


class Typed(Muster):
    """The command with lines of input, as in a pipe."""

    def by(self, person: str, *arguments: object, monkeypatch: pytest.MonkeyPatch) -> Ran:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n{PASSWORD}\n"))
        return self(*arguments, "--as", person)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Typed]:
    """A register with three people, and a list that was searched."""
    light = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(accounts, "_hasher", lambda: light)
    monkeypatch.delenv("MUSTER_TOKEN", raising=False)
    made = Typed(tmp_path / "muster.db")
    (tmp_path / "made.yaml").write_text(CLAIMS, "utf-8")
    assert made("import", tmp_path / "made.yaml").status == 0
    for name, role in (("amina", "administrator"), ("bilal", "analyst"), ("chidi", "approver")):
        ran = made.by("amina", "user", "add", name, "--role", role, monkeypatch=monkeypatch)
        assert ran.status == 0, ran.err
    return made


def opened(desk: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Case 1, decided."""
    for line in (("new", "Lake Brigade", "--policy", "us-leahy-state", "--country", "iq"), ("decide", 1)):
        ran = desk.by("bilal", "case", *line, monkeypatch=monkeypatch)
        assert ran.status == 0, ran.err


def test_acts_need_a_user_and_say_how_to_make_one(muster: Muster, tmp_path: Path) -> None:
    (tmp_path / "made.yaml").write_text(CLAIMS, "utf-8")
    muster("import", tmp_path / "made.yaml")
    ran = muster("case", "new", "Lake Brigade", "--policy", "list-screening")
    assert ran.status == 3
    assert "muster user add NAME --role administrator" in ran.err
    assert muster("case", "list").status == 0


def test_hits_are_shown_judged_and_gone(desk: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(desk, monkeypatch)
    (hit,) = desk("case", "hits", 1, "--json").json
    assert (hit["entity"], hit["verdict"]) == ("wolf", "")
    line = ("case", "adjudicate", 1, "wolf", "different", "--reason", "another town")
    assert desk.by("bilal", *line, monkeypatch=monkeypatch).status == 0
    assert desk("case", "hits", "--json").json == []
    shown = desk("case", "show", 1, "--json").json
    assert shown["state"] == "open"
    assert shown["adjudications"][0]["reason"] == "another town"
    assert "bilal: adjudicate" in desk("case", "show", 1).out


@pytest.mark.parametrize(
    ("person", "line", "status", "says"),
    [
        ("chidi", ("case", "adjudicate", 1, "wolf", "same", "--reason", "x"), 3, "needs the role analyst"),
        ("bilal", ("case", "adjudicate", 1, "lake9", "same", "--reason", "x"), 4, "no hit of this case"),
        ("bilal", ("case", "adjudicate", 1, "wolf", "same"), 2, "--reason"),
        ("bilal", ("sign", 1), 3, "cannot be approved"),
        ("chidi", ("sign", 1), 3, "only one that is signed"),
        ("amina", ("sign", 1), 3, "needs the role analyst"),
        ("bilal", ("case", "refuse", 1, "--reason", "x"), 3, "needs the role approver"),
        ("bilal", ("case", "show", 7), 2, "--as"),
        ("bilal", ("case", "ask", 7, "x"), 4, "no case 7"),
        ("bilal", ("case", "memo", 1, "--file", "/no/such"), 3, "/no/such"),
        ("nobody", ("sign", 1), 3, "the name or the password is wrong"),
    ],
)
def test_what_may_not_be_done_is_said(
    desk: Typed, monkeypatch: pytest.MonkeyPatch, person: str, line: tuple[object, ...], status: int, says: str
) -> None:
    opened(desk, monkeypatch)
    before = desk("case", "show", 1, "--json").json
    ran = desk.by(person, *line, monkeypatch=monkeypatch)
    assert ran.status == status
    assert says in ran.err
    assert desk("case", "show", 1, "--json").json == before


def test_a_refusal_and_its_letters(desk: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(desk, monkeypatch)
    assert desk.by("chidi", "case", "refuse", 1, "--reason", "not known", monkeypatch=monkeypatch).status == 0
    assert "not known" in desk("case", "letter", 1).out
    assert "government of iq" in desk("case", "letter", 1, "--to-government").out
    assert desk("case", "certificate", 1).status == 3
    assert desk("case", "list", "--json").json == []
    assert [one["state"] for one in desk("case", "list", "--all", "--json").json] == ["refused"]
    assert desk.by("bilal", "case", "reopen", 1, "--reason", "new facts", monkeypatch=monkeypatch).status == 0


def test_a_token_stands_in_for_the_password_of_its_own_user(desk: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    made = desk.by("bilal", "user", "token", "--label", "desk", monkeypatch=monkeypatch)
    monkeypatch.setenv("MUSTER_TOKEN", made.out.strip())
    assert desk("case", "new", "Lake Brigade", "--policy", "list-screening").status == 0
    ran = desk("sign", 1, "--as", "chidi")
    assert ran.status == 3
    assert "bilal's, not chidi's" in ran.err
    assert [one["label"] for one in desk("user", "token", "--list", "--json").json] == ["desk"]


def test_a_roster_is_judged_in_a_table(desk: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    roster, hits = tmp_path / "units.csv", tmp_path / "hits.csv"
    roster.write_text("unit,country\nLake Brigade,iq\nLake Brigades,iq\nLake Brigade,iq\n", "utf-8")
    new = desk.by(
        "bilal", "case", "new", "--roster", roster, "--policy", "list-screening", "--json", monkeypatch=monkeypatch
    )
    assert new.json == {"cases": [1, 2]}
    assert desk.by("bilal", "case", "decide", "--all", monkeypatch=monkeypatch).status == 0
    assert desk("case", "hits", "-o", hits).status == 0
    rows = list(csv.DictReader(io.StringIO(hits.read_text("utf-8"))))
    assert rows
    assert {(row["verdict"], row["reason"]) for row in rows} == {("", "")}
    for row in rows:
        row["verdict"], row["reason"] = "different", "another body"
    with hits.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    ran = desk.by("bilal", "case", "adjudicate", "--csv", hits, "--json", monkeypatch=monkeypatch)
    assert ran.json["adjudicated"] == len(rows)
    assert desk("case", "hits", "--json").json == []


def test_hits_are_judged_by_key(desk: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(desk, monkeypatch)
    keys = iter("xd")
    monkeypatch.setattr(click, "getchar", lambda: next(keys))
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\nanother town\n"))
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda prompt: "another town")
    ran = desk("case", "adjudicate", 1, "--keys", "--as", "bilal")
    assert ran.status == 0, ran.err
    assert "1 hits adjudicated" in ran.out
    assert desk("case", "show", 1, "--json").json["adjudications"][0]["reason"] == "another town"


def test_a_memo_is_replaced_and_printed(desk: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(desk, monkeypatch)
    assert "VETTING DOSSIER" in desk("case", "memo", 1).out
    (tmp_path / "memo.txt").write_text("A short memo – هذا\n", "utf-8")
    ran = desk.by("bilal", "case", "memo", 1, "--file", tmp_path / "memo.txt", monkeypatch=monkeypatch)
    assert ran.status == 0
    assert desk("case", "memo", 1).out == "A short memo – هذا\n"
    assert desk("audit", "verify").status == 0


def test_users_are_changed_and_listed(desk: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    assert desk.by("amina", "user", "change", "chidi", "--close", monkeypatch=monkeypatch).status == 0
    assert desk.by("bilal", "user", "change", "bilal", "--role", "approver", monkeypatch=monkeypatch).status == 3
    found = {one["name"]: one["active"] for one in desk("user", "list", "--json").json}
    assert found == {"amina": True, "bilal": True, "chidi": False}
