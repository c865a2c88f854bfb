"""The same decision again: from a copy of the register, in another process, and in words what differs if it is not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from muster.claims import canonical
from muster.errors import BadInput, NotFound, UsageError
from muster.policy import parse_policy
from muster.policy.load import policy_folder
from muster.register import Register
from muster.vetting import Replay, Request, keep, replay
from muster.vetting.vet import Desk
from tests.conftest import EXAMPLE, Muster
from tests.policy.made import DAY, Made, made

ENTITIES = """
    lake: {kind: unit, name: Lake Brigade, country: iq}
    lead: {kind: person, name: Sami Example Harun}
    iran: {kind: government, name: Government of Iran, country: ir}
"""
CLAIMS = """
    {posted_to: {person: lead, unit: lake, role: commander}}
    {supports: {supporter: iran, supported: lake, how: arms}, when: 2017/.., speaker: Reporter}
    {supports: {supporter: iran, supported: lake}, stance: denied, speaker: lake}
"""


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        yield register.add(ENTITIES, CLAIMS)


def kept(register: Made, policy: str = "us-ndaa-2015-1236", **more: Any) -> dict[str, Any]:
    """A decision, made and kept as `muster vet` does."""
    desk = Desk(register.snapshot, more.pop("threshold", 0.7))
    decision = desk.decide(Request("Lake Brigade", policy, DAY, **more))
    keep(register.register, desk, [decision])
    stored = register.register.decision(decision.id)
    assert stored == decision.as_dict()
    return stored


def whats(found: Replay) -> list[str]:
    return [one.what for one in found.differences]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"leaders": ("Somebody Else Entirely",), "country": "Iraq"},
        {"commitment": "a signed undertaking", "place": "line 7"},
        {"threshold": 0.9},
        {"identifier": "lake"},
    ],
)
def test_the_same_bytes(register: Made, more: dict[str, Any]) -> None:
    stored = kept(register, **more)
    found = replay(register.register, stored)
    assert found.same
    assert canonical(found.again) == canonical(stored)


def test_later_acts_change_nothing(register: Made) -> None:
    stored = kept(register)
    register.add(ENTITIES, CLAIMS + "{listed_under: {of: lake, value: SDGT}, when: 2018-01-01/..}", day="2018-11-02")
    register.add("other: {kind: unit, name: Lake Brigade}", dataset="more")
    claim = stored["clauses"][0]["because"][0]["claim"]
    register.register.retract(claim, "made in error")
    assert Desk(register.snapshot).decide(Request("lake", "us-ndaa-2015-1236", DAY)).as_dict() != stored
    assert replay(register.register, stored).same


@pytest.mark.parametrize("seed", ["0", "1", "random"])
def test_a_copied_register_in_another_folder_and_process(filled: Muster, tmp_path: Path, seed: str) -> None:
    stored = filled("vet", "aah", "--policy", "us-ndaa-2015-1236", "--as-of", "2018-11-28", "--json").json
    assert filled("import", EXAMPLE / "later.yaml").status == 0
    there = tmp_path / "there"
    there.mkdir()
    shutil.copy(filled.register, there / "copy.db")
    (there / "decision.json").write_text(json.dumps(stored, indent=4), "utf-8")
    command = [sys.executable, "-m", "muster", "--register", "copy.db", "replay"]
    for which in ([stored["decision"]], ["--file", "decision.json"]):
        ran = subprocess.run(
            [*command, *which, "-o", "again.json"],
            cwd=there,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ran.returncode, ran.stderr) == (0, "")
        assert "byte by byte" in ran.stdout
        assert (there / "again.json").read_text("utf-8") == canonical(stored)


def test_a_register_built_from_the_same_files_elsewhere(register: Made, tmp_path: Path) -> None:
    stored = kept(register)
    with made(tmp_path / "other") as other:
        other.add("x: {kind: unit, name: Another Thing}", dataset="first", day="2018-01-01")
        assert not replay(other.register, stored).same
    with made(tmp_path / "same") as same:
        same.add(ENTITIES, CLAIMS)
        same.add("late: {kind: unit, name: Late Brigade}", dataset="later")
        assert replay(same.register, stored).same


def test_a_register_that_knew_the_same_at_another_time(register: Made, tmp_path: Path) -> None:
    """Of its acts, the one after which it knew what the decision knew is found; before and after it knew otherwise."""
    stored = kept(register)
    with made(tmp_path / "later", 2022) as later:
        first = replay(later.register, stored)
        assert whats(first)[0] == "knowledge"
        later.add(ENTITIES, CLAIMS)
        assert replay(later.register, stored).same
        later.add("late: {kind: unit, name: Lake Brigade}", dataset="later")
        later.add("more: {kind: unit, name: Lake Brigade}", dataset="more")
        assert replay(later.register, stored).same
        assert canonical(replay(later.register, stored).again) == canonical(stored)


def test_the_policy_file_changed_but_its_text_is_kept(register: Made, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    text = (policy_folder() / "us-ndaa-2015-1236.yaml").read_text("utf-8")
    mine.write_text(text.replace("id: us-ndaa-2015-1236", "id: mine"), "utf-8")
    stored = kept(register, str(mine))
    mine.unlink()
    assert replay(register.register, stored).same


def test_a_policy_that_is_not_kept(register: Made, tmp_path: Path) -> None:
    stored = Desk(register.snapshot).decide(Request("Lake Brigade", "us-leahy-state", DAY)).as_dict()
    assert replay(register.register, stored).same  # shipped, and the same text
    other = {**stored, "digests": {**stored["digests"], "policy": "0" * 64}}
    found = replay(register.register, other)
    assert whats(found) == ["policy"]
    assert "another one now" in found.differences[0].says
    unknown = {**other, "request": {**stored["request"], "policy": "nobodys"}}
    found = replay(register.register, unknown)
    assert (found.same, found.again, whats(found)) == (False, None, ["policy"])
    assert "--policy" in found.differences[0].says


def test_a_policy_given_by_hand(register: Made, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    text = (policy_folder() / "us-leahy-state.yaml").read_text("utf-8").replace("id: us-leahy-state", "id: mine")
    mine.write_text(text, "utf-8")
    stored = Desk(register.snapshot).decide(Request("Lake Brigade", str(mine), DAY)).as_dict()
    file = tmp_path / "decision.json"
    file.write_text(json.dumps([stored]), "utf-8")
    muster = Muster(register.folder / "muster.db")
    lost = muster("replay", "--file", file)
    assert (lost.status, "name its file" in lost.out) == (1, True)
    assert muster("replay", "--file", file, "--policy", mine).status == 0
    mine.write_text(text + "\n# touched\n", "utf-8")
    changed = muster("replay", "--file", file, "--policy", mine, "--json")
    assert changed.status == 1
    assert [one["what"] for one in json.loads(changed.out)["differences"]] == ["policy"]


def test_another_engine(register: Made) -> None:
    stored = kept(register)
    other = {**stored, "digests": {**stored["digests"], "engine": "0" * 64}}
    found = replay(register.register, other)
    assert whats(found) == ["engine"]


def test_the_fields_that_differ_are_named(register: Made) -> None:
    stored = kept(register)
    edited = json.loads(json.dumps(stored))
    edited["clauses"][1]["finding"] = "not_found"
    edited["reasons"].append("one more")
    del edited["gaps"]
    edited["extra"] = 1
    found = replay(register.register, edited)
    assert set(whats(found)) == {"clauses[1].finding", "reasons", "gaps", "extra"}
    assert "was 'not_found', is 'found'" in " ".join(one.says for one in found.differences)


def test_fields_are_named_by_their_place_and_both_values(register: Made) -> None:
    stored = kept(register)
    edited = json.loads(json.dumps(stored))
    edited["reasons"].append("one more")
    del edited["gaps"]
    edited["extra"] = 1
    edited["clauses"][0]["cites"] = "another law"
    found = {one.what: one for one in replay(register.register, edited).differences}
    now = len(stored["reasons"])
    assert found["reasons"].says == f"reasons: {now + 1} entries before, {now} now"
    assert (found["reasons"].was, found["reasons"].now) == (now + 1, now)
    assert (found["gaps"].says, found["gaps"].was, found["gaps"].now) == (
        "gaps: not there before", None, stored["gaps"],
    )  # fmt: skip
    assert (found["extra"].says, found["extra"].was, found["extra"].now) == ("extra: now missing", 1, None)
    cites = found["clauses[0].cites"]
    assert (cites.was, cites.now) == ("another law", stored["clauses"][0]["cites"])
    assert cites.says == f"clauses[0].cites: was 'another law', is {stored['clauses'][0]['cites']!r}"
    told = replay(register.register, edited).as_dict()
    assert (told["same"], told["again"]) == (False, stored["decision"])
    assert {one["what"] for one in told["differences"]} == found.keys()


def test_twenty_fields_are_named_and_none_counted(register: Made) -> None:
    stored = kept(register)
    found = replay(register.register, {**stored, **{f"field {number}": number for number in range(20)}})
    assert whats(found) == [f"field {number}" for number in range(20)]


def test_which_edition_was_used_and_which_is_here(register: Made, tmp_path: Path) -> None:
    register.add(ENTITIES, dataset="list", kind="list", day="2018-10-01")
    stored = kept(register)
    used = {one["list"]: one for one in stored["coverage"]}
    with made(tmp_path / "other") as other:
        other.add(ENTITIES, CLAIMS, dataset="elsewhere")
        other.add(f"{ENTITIES}new: {{kind: unit, name: New}}", dataset="list", kind="list", day="2018-10-02")
        found = {one.what: one for one in replay(other.register, stored).differences}
        here = {one.list: one for one in other.snapshot.coverage(DAY)}
    one, now = used["list"], here["list"]
    assert found["coverage.list"].says == (
        f"list: the decision used the edition {one['edition']} {one['sha256'][:12]}, "
        f"here it is {now.edition} {now.sha256[:12]}"
    )
    assert found["coverage.made"].says.endswith(", here there is none")
    assert found["coverage.elsewhere"].says.startswith("elsewhere: the decision used none, here it is ")
    assert (found["coverage.elsewhere"].was, found["coverage.made"].now) == (None, None)
    assert "coverage.searched-list" not in found
    assert found["knowledge.sources"].says == "other sources"


def test_the_text_of_a_policy_given_by_hand_must_be_the_same(register: Made) -> None:
    """What is kept goes before what is given; what is given before what is shipped."""
    text = (policy_folder() / "us-leahy-state.yaml").read_text("utf-8")
    given = parse_policy(f"{text}\n# touched\n", "mine.yaml")
    stored = Desk(register.snapshot).decide(Request("Lake Brigade", "us-leahy-state", DAY)).as_dict()
    assert whats(replay(register.register, stored, given)) == ["policy"]
    kept_too = kept(register, "us-leahy-state")
    assert replay(register.register, kept_too, given).same


def test_a_decision_whose_id_is_not_its_own(register: Made) -> None:
    stored = kept(register)
    found = replay(register.register, {**stored, "decision": "d-000000000000000000000000"})
    assert whats(found) == ["decision"]


def test_many_fields_are_counted(register: Made) -> None:
    stored = kept(register)
    edited = {**stored, "extra": 1, **{f"field {number}": number for number in range(30)}}
    found = replay(register.register, edited)
    assert len(found.differences) == 21
    assert found.differences[-1].says == "11 more fields came out otherwise"


@pytest.mark.parametrize("change", ["edition", "retraction", "judgement", "source"])
def test_other_knowledge_is_told_apart(register: Made, tmp_path: Path, change: str) -> None:
    register.add(ENTITIES, dataset="list", kind="list", day="2018-10-01")
    if change == "retraction":
        claim = register.register.claims(entities=["lead"], predicates=["posted_to"])[0].claim.id
        register.register.retract(claim, "made in error")
    stored = kept(register)
    with made(tmp_path / "other") as other:
        claims = CLAIMS
        if change == "judgement":
            claims += "{left: lake, right: iran, verdict: different, reason: a unit is no government, by: me}"
        other.add(ENTITIES, claims, day="2018-11-02" if change == "source" else "2018-11-01")
        day, more = ("2018-10-02", "new: {kind: unit, name: New}") if change == "edition" else ("2018-10-01", "")
        other.add(ENTITIES + more, dataset="list", kind="list", day=day)
        found = replay(other.register, stored)
        told = {one.what for one in found.differences}
    assert "knowledge" in told
    assert {"edition": "coverage.list", "retraction": "knowledge.retractions", "judgement": "knowledge.judgements",
            "source": "knowledge.sources"}[change] in told  # fmt: skip
    if change in ("retraction", "judgement"):
        assert "knowledge.sources" not in told


def test_a_register_that_does_not_reach_back(register: Made, tmp_path: Path) -> None:
    stored = kept(register)
    with Register(str(tmp_path / "empty.db"), create=True) as empty:
        found = replay(empty, stored)
        assert "request.known_at" in whats(found)
        assert "coverage.made" in whats(found)
        (told,) = [one for one in found.differences if one.what == "request.known_at"]
        assert "no act by" in told.says
    with made(tmp_path / "old", year=2001) as old:
        (told,) = [one for one in replay(old.register, stored).differences if one.what == "request.known_at"]
        assert "the last before is 2001-01-01" in told.says


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "it has no decision"),
        ({"decision": "d", "outcome": "", "request": {}, "clauses": [], "coverage": [], "digests": {}}, "unit"),
        (
            {"decision": "d", "outcome": "", "request": [], "clauses": [], "coverage": [], "digests": {}},
            "not a decision",
        ),
    ],
)
def test_what_is_no_decision(register: Made, data: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        replay(register.register, data)


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "[1, 2]", "[" * 10000, "{}", "\xff"])
def test_files_that_hold_none(filled: Muster, tmp_path: Path, text: str) -> None:
    file = tmp_path / "decision.json"
    file.write_text(text, "latin-1")
    ran = filled("replay", "--file", file)
    assert (ran.status, ran.out) == (3, "")
    assert "hint" in ran.err


def test_which_decision(filled: Muster, tmp_path: Path) -> None:
    for unit in ("aah", "kia"):
        assert filled("vet", unit, "--policy", "list-screening", "--as-of", "2018-11-28").status == 0
    assert filled("replay").status == 2
    assert filled("replay", "d-1", "--file", "x").status == 2
    assert filled("replay", "d-000").status == 4
    assert filled("replay", "--file", tmp_path / "none.json").status == 3
    with Register(str(filled.register)) as register:
        with pytest.raises(UsageError, match="several"):
            register.decision("d-")
        with pytest.raises(NotFound):
            register.decision("d-%")
        (first, *_) = register.decisions()
    ran = filled("replay", first["decision"][:12], "--json")
    assert ran.json == {"decision": first["decision"], "same": True, "again": first["decision"], "differences": []}
