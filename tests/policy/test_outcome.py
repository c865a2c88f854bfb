"""From findings to an outcome: the worst wins, and an exemption lifts only what it names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.policy import Outcome, Policy, parse_policy
from muster.policy.model import worst
from tests.policy.made import Made, made

OUTCOMES = st.sampled_from(list(Outcome))


@given(st.lists(OUTCOMES), st.lists(OUTCOMES))
def test_more_findings_never_make_an_outcome_better(some: list[Outcome], more: list[Outcome]) -> None:
    assert worst(some + more).severity <= worst(some).severity
    assert worst(some + more) == worst(more + some)
    assert worst(some) in [*some, Outcome.NO_ADVERSE_INFORMATION]


def test_the_order_from_worst_to_best() -> None:
    order = ["not_cleared", "refer", "incomplete_request", "exception_applied", "no_adverse_information"]
    found = [worst([Outcome(other), Outcome(one)]).value for one, other in pairwise(order)]
    assert found == order[:-1]


POLICY = """\
muster: policy/1
id: made
title: A made-up law
authority: nobody
prohibited:
  listed: {title: the listed, programmes: [SDGT]}
clauses:
  - {id: request, cites: "1", wording: verified, question: Q?, finder: required,
     with: {fields: [leader]}, then: {not_found: incomplete_request}}
  - {id: violation, cites: "2", wording: verified, question: Q?, finder: incident,
     then: {found: not_cleared, unknown: refer, contested: refer}}
  - {id: list, cites: "3", wording: verified, question: Q?, finder: listed,
     with: {sets: [listed]}, then: {found: not_cleared, unknown: refer}}
  - {id: remedy, cites: "4", wording: verified, question: Q?, finder: remediation,
     with: {determined_by: [The Minister]}, then: {}, exempts: [violation]}
"""
ENTITIES = """
    lake: {kind: unit, name: Lake Brigade}
    lead: {kind: person, name: Sami Example Harun}
    raid: {kind: incident, name: Killing at the mill}
"""
LED = "{posted_to: {person: lead, unit: lake, role: commander}}"
VIOLATION = """
    {incident_type: {of: raid, value: killing of detainees, gross_violation: yes, mapped_by: test}}
    {perpetrator_of: {perpetrator: lake, incident: raid}, when: 2018-05-01}
"""
ALLEGED = VIOLATION.replace("when: 2018-05-01", "stance: alleged, speaker: A witness")
REMEDY = "{remediation: {of: lake, value: the officers were tried}, speaker: The Minister}"
DENIED = REMEDY.replace("The Minister", "lake, stance: denied")
LISTED = "{listed_under: {of: lake, value: SDGT}, when: 2018-01-01/..}"


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        yield register


@pytest.fixture(scope="module")
def policy() -> Policy:
    return parse_policy(POLICY, "made.yaml")


@pytest.mark.parametrize(
    ("claims", "outcome", "deciding"),
    [
        ([LED], "no_adverse_information", []),
        ([], "incomplete_request", ["request"]),
        ([LED, ALLEGED], "refer", ["violation"]),
        ([ALLEGED], "refer", ["violation"]),
        ([VIOLATION], "not_cleared", ["violation"]),
        ([LED, VIOLATION, LISTED], "not_cleared", ["violation", "list"]),
        ([LED, VIOLATION, REMEDY], "exception_applied", ["violation"]),
        ([VIOLATION, REMEDY], "incomplete_request", ["request"]),
        ([LED, VIOLATION, REMEDY, LISTED], "not_cleared", ["list"]),
        ([LED, ALLEGED, REMEDY], "refer", ["violation"]),
        ([LED, REMEDY], "no_adverse_information", []),
        ([LED, VIOLATION, REMEDY.replace("The Minister", "lake")], "not_cleared", ["violation"]),
        ([LED, VIOLATION, REMEDY, DENIED], "not_cleared", ["violation"]),
    ],
)
def test_the_worst_finding_decides(
    register: Made, policy: Policy, claims: list[str], outcome: str, deciding: list[str]
) -> None:
    register.add(ENTITIES, "\n".join(claims))
    result = register.apply(policy, "lake")
    assert result.outcome.value == outcome
    assert [one.clause.id for one in result.deciding] == deciding


def test_an_exempted_finding_says_by_what(register: Made, policy: Policy) -> None:
    register.add(ENTITIES, "\n".join([LED, VIOLATION, REMEDY, LISTED]))
    exempted = {one.clause.id: one.exempted_by for one in register.apply(policy, "lake").findings}
    assert exempted == {"request": "", "violation": "remedy", "list": "", "remedy": ""}


def test_findings_stand_in_the_order_of_the_law(register: Made, policy: Policy) -> None:
    register.add(ENTITIES, LED)
    assert [one.clause.id for one in register.apply(policy, "lake").findings] == [one.id for one in policy.clauses]
