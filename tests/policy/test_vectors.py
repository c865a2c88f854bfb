"""A policy's own tests: the shipped ones pass, and a wrong one is seen."""

from __future__ import annotations

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
    """With any other outcome in its place, each of the shipped vectors fails."""
    policy = load_policy(name)
    for vector in policy.vectors:
        other = next(one.value for one in Outcome if one.value != vector["outcome"])
        text = policy.text.replace(f"outcome: {vector['outcome']}", f"outcome: {other}")
        wrong = {one.case: one.problems for one in run_vectors(parse_policy(text, "wrong.yaml"))}
        assert wrong[vector["case"]] == (f"outcome is {vector['outcome']}, expected {other}",)


def test_a_wrong_finding_fails() -> None:
    policy = load_policy("list-screening")
    text = policy.text.replace("findings: {listed: not_found}", "findings: {listed: found, other: unknown}")
    assert text != policy.text
    problems = [one for found in run_vectors(parse_policy(text, "wrong.yaml")) for one in found.problems]
    assert problems == ["listed is not_found, expected found", "other is no clause, expected unknown"]
