"""A decision in the documented shape: whole, citable, and never an approval."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import muster
from muster.claims import canonical, digest
from muster.policy import Outcome, policy_ids
from muster.register import Register
from muster.snapshot import Snapshot
from muster.vetting import Desk, Request, vet
from muster.vetting.decision import engine_digest
from tests.conftest import Muster
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
    {commitment: {of: lake, value: human rights}, speaker: lake}
"""


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        yield register.add(ENTITIES, CLAIMS)


# DESIGN.md, section 5: fields may be added, never renamed.
DECISION = {
    "decision": str,
    "outcome": str,
    "request": {"unit": str, "leaders": list, "policy": str, "as_of": str, "known_at": str},
    "subject": {"entity": (str, type(None)), "caption": str, "resolved_by": str},
    "clauses": list,
    "coverage": list,
    "valid_until": (str, type(None)),
    "digests": {"snapshot": str, "policy": str, "engine": str},
}
CLAUSE = {
    "id": str,
    "cites": str,
    "question": str,
    "finding": str,
    "because": list,
    "against": list,
    "paths": list,
    "missing": list,
}
EVIDENCE = {
    "claim": str,
    "text": str,
    "stance": str,
    "speaker": str,
    "source": str,
    "citation": dict,
    "certainty": str,
}
STEP = {"from": str, "relation": str, "to": str, "when": str, "certainty": str, "claims": list}
COVERAGE = {"list": str, "edition": str, "sha256": str}


def assert_shaped(data: dict[str, Any], shape: dict[str, Any]) -> None:
    assert shape.keys() <= data.keys()
    for key, kind in shape.items():
        if isinstance(kind, dict):
            assert_shaped(data[key], kind)
        else:
            assert isinstance(data[key], kind), (key, data[key])


def assert_documented(data: dict[str, Any]) -> None:
    assert_shaped(data, DECISION)
    for one in data["coverage"]:
        assert_shaped(one, COVERAGE)
    for clause in data["clauses"]:
        assert_shaped(clause, CLAUSE)
        assert clause["finding"] in ("found", "contested", "not_found", "unknown")
        for one in (*clause["because"], *clause["against"]):
            assert_shaped(one, EVIDENCE)
        for path in clause["paths"]:
            assert path
            for step in path:
                assert_shaped(step, STEP)


def test_the_documented_shape(register: Made) -> None:
    data = register.decide("Lake Brigade", "us-ndaa-2015-1236").as_dict()
    assert_documented(data)
    assert json.loads(json.dumps(data)) == data
    (association,) = [one for one in data["clauses"] if one["id"] == "iran-association"]
    assert association["because"]
    assert association["against"]
    (step,) = association["paths"][0]
    assert (step["from"], step["relation"], step["to"]) == ("lake", "supports", "iran")
    known = {one["claim"] for one in association["because"]}
    assert set(step["claims"]) <= known  # what a path rests on is laid out as evidence


@pytest.mark.parametrize("policy", policy_ids())
@pytest.mark.parametrize("unit", ["aah", "Popular Mobilization Forces", "vetted partners", "", "Hizballa", "iran"])
def test_every_decision_has_the_shape_and_none_approves(example: Muster, policy: str, unit: str) -> None:
    with Register(str(example.register)) as opened:
        data = Desk(Snapshot(opened)).decide(Request(unit, policy, DAY)).as_dict()
    assert_documented(data)
    assert data["outcome"] in {one.value for one in Outcome}
    assert data["reasons"]
    assert data["coverage"]
    assert "people decide" in data["advice"]
    said = json.dumps({**data, "clauses": [], "advice": ""}).replace("not_cleared", "").lower()
    assert not {word for word in ("cleared", "approved", "is clear") if word in said}


def test_no_outcome_of_the_vocabulary_approves() -> None:
    assert not {one.value for one in Outcome} & {"clear", "cleared", "approved", "pass", "passed", "ok"}


def test_a_decision_is_named_by_its_content(register: Made) -> None:
    one = register.decide("Lake Brigade")
    assert register.decide("Lake Brigade").id == one.id
    others = [
        register.decide("Lake Brigade", day="2018-11-02"),
        register.decide("Lake Brigade", "us-leahy-state"),
        register.decide("Lake Brigade", country="Iraq"),
        register.decide("lake"),
    ]
    assert len({one.id, *(other.id for other in others)}) == 5
    register.add(ENTITIES, CLAIMS + "{echelon: {of: lake, value: brigade}}", day="2018-11-02")
    assert register.decide("Lake Brigade").id != one.id


def test_the_id_is_short_and_of_the_whole_content(register: Made) -> None:
    decision = register.decide("Lake Brigade")
    data = decision.as_dict()
    assert re.fullmatch(r"d-[0-9a-f]{24}", decision.id)
    content = {name: value for name, value in data.items() if name != "decision"}
    named = {**content, "coverage": digest(canonical(data["coverage"]))}  # stored once for all that share it
    assert decision.id == data["decision"] == f"d-{digest(canonical(named))[:24]}"


def test_the_reasons_are_those_that_decide_else_what_was_searched_in_vain(register: Made) -> None:
    vain = register.decide("Lake Brigade")
    says = {one["id"]: one["says"] for one in vain.as_dict()["clauses"]}
    assert vain.reasons == [says["listed"]]
    led = register.decide("Lake Brigade", "us-ndaa-2015-1236")
    told = [one["says"] for one in led.as_dict()["clauses"] if one["outcome"] == led.outcome.value]
    assert led.reasons == told != []
    nothing = vet(register.snapshot, Request("Lake Brigade", "us-leahy-state", DAY))
    assert all("gross violation" in one for one in nothing.reasons[:1])


def test_scores_are_told_to_four_places(register: Made) -> None:
    (hit,) = register.decide("Laake Brigade").as_dict()["subject"]["hits"]
    assert hit["score"] == round(hit["score"], 4) != round(hit["score"], 3)


def test_parties_are_told_with_the_registers_words(register: Made) -> None:
    data = register.decide("lake", leaders=("Somebody Else Entirely",)).as_dict()
    assert (data["subject"]["caption"], data["subject"]["text"]) == ("Lake Brigade", "lake")
    assert [(one["entity"], one["caption"]) for one in data["leaders"]] == [
        ("lead", "Sami Example Harun"), (None, "Somebody Else Entirely"),
    ]  # fmt: skip
    assert data["risk"] is None
    assert [one["risk"] for one in data["clauses"]] == [None, None]


def test_the_engine_is_named_by_what_decides_alone(tmp_path: Path) -> None:
    """Not by how a decision is asked for or shown."""
    assert re.fullmatch(r"[0-9a-f]{64}", engine_digest())
    found = hashlib.sha256()
    root = Path(muster.__file__).parent
    for path in sorted(one for one in root.rglob("*") if one.suffix in (".py", ".yaml", ".json")):
        place = path.relative_to(root)
        if place.parts[0] not in ("cases", "cli", "policies", "reports"):
            found.update(place.as_posix().encode() + path.read_bytes())
    assert engine_digest() == found.hexdigest()


def test_only_what_could_be_signed_has_a_validity(register: Made) -> None:
    assert register.decide("Lake Brigade").valid_until == "2018-12-01"
    assert register.decide("Lake Brigade", "us-ndaa-2015-1236").valid_until is None
    assert register.decide("vetted forces").valid_until is None
    register.add("", dataset="us-ofac-sdn", kind="list", day="2018-01-01")
    endless = register.decide("Lake Brigade", "us-ofac-50")
    assert (endless.outcome, endless.valid_until) == (Outcome.NO_ADVERSE_INFORMATION, None)


def test_every_evidence_names_a_source_that_the_register_holds(register: Made) -> None:
    data = register.decide("Lake Brigade", "us-ndaa-2015-1236").as_dict()
    sources = register.register.sources()
    for clause in data["clauses"]:
        for one in (*clause["because"], *clause["against"], *clause["leads"]):
            assert one["citation"]["source"] in sources
            assert register.register.claims(ids=[one["claim"]])


def test_contradictions_stand_in_the_decision(register: Made) -> None:
    (found,) = register.decide("Lake Brigade").as_dict()["contradictions"]
    assert {one["stance"] for one in found["claims"]} == {"asserted", "denied"}


def test_coverage_names_the_edition_that_answers_for_the_day(register: Made) -> None:
    for day in ("2018-01-01", "2018-06-01", "2019-01-01"):
        register.add(ENTITIES, dataset="made-list", kind="list", day=day)
    for day, edition in (("2018-11-01", "2018-06-01"), ("2017-01-01", "2018-01-01"), ("2020-01-01", "2019-01-01")):
        data = register.decide("Lake Brigade", day=day).as_dict()
        (found,) = [one for one in data["coverage"] if one["list"] == "made-list"]
        assert found["edition"] == edition
        assert found["note"]
