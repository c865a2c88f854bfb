"""`muster audit`: what it says of a whole register and of a damaged one, with the exit status a script needs."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Muster


@pytest.fixture
def decided(filled: Muster) -> tuple[Muster, str]:
    ran = filled("vet", "aah", "--policy", "us-ndaa-2015-1236", "--as-of", "2018-11-28", "--json")
    return filled, ran.json["decision"]


def test_a_whole_register_is_told_to_be_whole(decided: tuple[Muster, str], tmp_path: Path) -> None:
    muster, _ = decided
    assert "No checkpoint" in muster("audit", "verify").out
    note = tmp_path / "checkpoint.txt"
    assert muster("audit", "key").status == 4
    assert muster("audit", "checkpoint", "-o", note).status == 0
    key = tmp_path / "key.txt"
    key.write_text(muster("audit", "key").out, "utf-8")
    assert muster("audit", "verify", "--checkpoint", note, "--key", key).status == 0
    growth = tmp_path / "growth.json"
    assert muster("audit", "prove", "--since", note, "-o", growth).status == 0
    assert Muster(tmp_path / "none.db")("audit", "verify", "--proof", growth, "--key", key, "--json").json["to"] == 3
    report = muster("audit", "verify", "--json").json
    assert (report["sound"], report["problems"], report["checkpoints"]) == (True, [], 2)
    assert [one["action"] for one in muster("audit", "log", "--json").json] == ["import", "import", "decide"]
    assert [one["action"] for one in muster("audit", "log", "--action", "decide", "--json").json] == ["decide"]


def test_a_changed_decision_is_told_with_exit_status_1(decided: tuple[Muster, str]) -> None:
    muster, decision = decided
    with closing(sqlite3.connect(muster.register)) as connection, connection:
        connection.execute("UPDATE decision SET body = replace(body, 'not_cleared', 'no_adverse_information')")
    ran = muster("audit", "verify")
    assert ran.status == 1
    assert "decision of act 3: is not what the record holds" in ran.out
    assert muster("audit", "verify", "--json").status == 1
    assert muster("audit", "prove", decision).status == 0, "the head is that of the entries"
    proof = muster.register.parent / "proof.json"
    muster("audit", "prove", decision, "-o", proof)
    assert muster("audit", "verify", "--proof", proof).status == 3


def test_a_proof_is_checked_without_the_register(decided: tuple[Muster, str], tmp_path: Path) -> None:
    muster, decision = decided
    proof = tmp_path / "proof.json"
    assert muster("audit", "prove", decision, "-o", proof).status == 0
    elsewhere = Muster(tmp_path / "none.db")
    ran = elsewhere("audit", "verify", "--proof", proof)
    assert ran.status == 0, ran.err
    assert decision in ran.out
    assert "Compare it with the one you know" in ran.out
    bent = json.loads(proof.read_text("utf-8"))
    bent["row"]["body"] = bent["row"]["body"].replace("not_cleared", "refer")
    proof.write_text(json.dumps(bent), "utf-8")
    assert elsewhere("audit", "verify", "--proof", proof).status == 3
    assert not elsewhere.register.exists()


def test_an_export_is_entered(filled: Muster, tmp_path: Path) -> None:
    before = filled("audit", "log", "--json").json
    known = filled("show", "aah", "--json").json
    assert filled("export", "csv", "-o", tmp_path / "out.csv").status == 0
    newest = filled("audit", "log", "--json").json[len(before) :]
    assert [one["action"] for one in newest] == ["export"]
    assert filled("show", "aah", "--json").json == known


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("verify", "--checkpoint", "/no/such"), 3),
        (("verify", "--key", "x"), 3),
        (("verify", "--proof", "/no/such"), 3),
        (("verify", "--proof", "a", "--checkpoint", "b"), 2),
        (("prove", "d-none"), 4),
        (("prove",), 2),
        (("prove", "--since", "/no/such"), 3),
    ],
)
def test_wrong_arguments_are_explained(filled: Muster, arguments: tuple[str, ...], status: int) -> None:
    ran = filled("audit", *arguments)
    assert ran.status == status
    assert "error" in ran.err
    assert "hint" in ran.err or status == 3
