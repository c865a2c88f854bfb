"""A policy's own tests: the shipped ones pass, and a wrong one is seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from muster.policy import Outcome, load_policy, parse_policy, policy_ids
from muster.vetting import run_vectors


@pytest.mark.parametrize("name", policy_ids())
def test_shipped_vectors_pass(name: str) -> None:
    found = run_vectors(load_policy(name))
    assert found
    assert [one for one in found if one.problems] == []


@pytest.mark.parametrize("name", policy_ids())
def test_every_vector_can_fail(name: str) -> None:
    """With any other outcome in its place, each of the shipped vectors fails, and for that alone."""
    policy = load_policy(name)
    other = {one.value: next(each.value for each in Outcome if each is not one) for one in Outcome}
    turned = replace(policy, vectors=tuple({**one, "outcome": other[one["outcome"]]} for one in policy.vectors))
    for right, wrong in zip(policy.vectors, run_vectors(turned), strict=True):
        problem = f"outcome is {right['outcome']}, expected {other[right['outcome']]}"
        assert (wrong.case, wrong.problems) == (right["case"], (problem,))


def test_a_wrong_finding_fails() -> None:
    policy = load_policy("list-screening")
    text = policy.text.replace("findings: {listed: not_found}", "findings: {listed: found, other: unknown}", 1)
    assert text != policy.text
    problems = [one for found in run_vectors(parse_policy(text, "wrong.yaml")) for one in found.problems]
    assert problems == ["listed is not_found, expected found", "other is no clause, expected unknown"]


def test_a_wrong_risk_or_duty_fails() -> None:
    text = load_policy("un-hrddp").text
    wrong = text.replace("duties: [inform-recipient, withhold]\n    risk: high", "duties: []\n    risk: low", 1)
    assert wrong != text
    problems = [one for found in run_vectors(parse_policy(wrong, "wrong.yaml")) for one in found.problems]
    assert problems == ["risk is high, expected low", "duties are inform-recipient, withhold, expected none"]


@pytest.mark.parametrize("name", policy_ids())
def test_every_clause_and_every_finding_that_leads_somewhere_is_tried(name: str) -> None:
    """For each clause each finding that has an outcome, contested ones apart; and every outcome it can come to."""
    policy = load_policy(name)
    tried = {(clause, kind) for vector in policy.vectors for clause, kind in vector["findings"].items()}
    wanted = {(one.id, kind.value) for one in policy.clauses for kind in one.then if possible(one.finder, kind.value)}
    # clauses that put the question of another clause again, for other classes, parties or relations
    seconds = ("gross-violation-wider", "command", "terrorist-listed", "controlled", "led", "terrorist-association")
    missing = {one for one in wanted - tried if one[0] not in seconds and one[1] in ("found", "not_found", "unknown")}
    assert missing == set()
    ways = {outcome for one in policy.clauses for outcome in one.then.values()}
    assert ways <= {Outcome(vector["outcome"]) for vector in policy.vectors}


def possible(finder: str, kind: str) -> bool:
    """Some findings a finder never gives."""
    return not (finder == "listed" and kind == "contested")
