"""Whom a policy vets: the unit with its leaders, a person with the unit, and those who lead the units above."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.policy import Policy, parse_policy
from muster.vetting import Desk, Request
from tests.policy.made import DAY, Made, made

ENTITIES = """
    hill: {kind: unit, name: Hill Company}
    brig: {kind: unit, name: Upland Brigade}
    div: {kind: unit, name: Mountain Division}
    roof: {kind: organization, name: Roof Forces}
    anna: {kind: person, name: Anna Example Petra}
    mira: {kind: person, name: Mira Example Toval}
    sami: {kind: person, name: Sami Example Harun}
    omar: {kind: person, name: Omar Example Tarik}
    man: {kind: person, name: Bertil Example Petros}
"""
CLAIMS = """
    {posted_to: {person: anna, unit: hill, role: commander}, when: 2017/..}
    {posted_to: {person: mira, unit: brig, role: commander}, when: 2017/..}
    {posted_to: {person: sami, unit: div, role: commander}, when: 2017/..}
    {posted_to: {person: omar, unit: roof, role: chairman}, when: 2017/..}
    {subordinate_to: {unit: hill, superior: brig}, when: 2017/..}
    {subordinate_to: {unit: hill, superior: roof}, when: 2017/..}
    {subordinate_to: {unit: brig, superior: div}, when: 2017/..}
    {level: {of: roof, value: umbrella}}
    {posted_to: {person: man, unit: hill, role: student}, when: 2017/..}
"""


def policy(vets: str, who: str = "") -> Policy:
    return parse_policy(
        f"""\
muster: policy/1
id: made
title: A made-up law
authority: nobody
{vets}
prohibited: {{bad: {{title: the listed, programmes: [SDGT]}}}}
clauses:
  - {{id: ask, cites: 1, wording: verified, question: Q?, finder: required, with: {{fields: [unit]}},
     then: {{not_found: incomplete_request}}}}
  - {{id: listed, cites: 1, wording: verified, question: Q?, finder: listed, with: {{sets: [bad]{who}}},
     then: {{found: not_cleared, unknown: refer}}}}
""",
        "made.yaml",
    )


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        yield register


def listed(register: Made, who: str, policy: Policy, unit: str = "hill", **more: object) -> str:
    register.add(ENTITIES, f"{CLAIMS}{{listed_under: {{of: {who}, value: SDGT}}, when: 2016/..}}")
    return register.apply(policy, unit, **more).outcome.value


@pytest.mark.parametrize(("levels", "bad"), [(0, {"anna"}), (1, {"anna", "mira"}), (2, {"anna", "mira", "sami"})])
def test_superiors_up_to_the_level_of_the_policy(register: Made, levels: int, bad: set[str]) -> None:
    """The leaders of an umbrella are never among them: it commands no unit."""
    made_policy = policy(f"vets: {{superiors: {levels}}}")
    people = ("anna", "mira", "sami", "omar")
    assert {who for who in people if listed(register, who, made_policy) == "not_cleared"} == bad


def test_a_clause_can_ask_for_the_superiors_alone(register: Made) -> None:
    above = policy("vets: {superiors: 1}", ", who: [superiors]")
    assert listed(register, "mira", above) == "not_cleared"
    assert listed(register, "anna", above) == "no_adverse_information"


def test_a_policy_that_vets_the_unit_alone(register: Made) -> None:
    alone = policy("vets: {unit: [unit]}")
    assert listed(register, "anna", alone) == "no_adverse_information"
    assert listed(register, "anna", alone, leaders=("Anna Example Petra",)) == "no_adverse_information"
    assert listed(register, "hill", alone) == "not_cleared"


@pytest.mark.parametrize("who", ["man", "hill", "anna"])
def test_an_individual_is_vetted_with_the_unit(register: Made, who: str) -> None:
    for unit in ("", "Hill Company"):
        assert listed(register, who, policy(""), unit, individual="Bertil Example Petros") == "not_cleared"


def test_a_policy_that_vets_the_individual_and_the_unit_but_not_its_leaders(register: Made) -> None:
    two = policy("vets: {individual: [individual, unit]}")
    assert listed(register, "anna", two, "", individual="Bertil Example Petros") == "no_adverse_information"
    assert listed(register, "anna", two) == "not_cleared"


def test_an_individual_is_always_asked_about(register: Made) -> None:
    only_leaders = policy("", ", who: [leaders]")
    assert listed(register, "man", only_leaders, "", individual="Bertil Example Petros") == "not_cleared"


def test_an_individual_of_no_unit_or_of_several_is_incomplete(register: Made) -> None:
    assert listed(register, "omar", policy(""), "", individual="Karl Example Sten") == "incomplete_request"
    more = "{posted_to: {person: man, unit: brig, role: student}, when: 2018/..}"
    register.add(ENTITIES, f"{CLAIMS}{more}")
    decision = register.decide("", individual="Bertil Example Petros").as_dict()
    assert decision["outcome"] == "incomplete_request"
    assert any("which unit of Bertil" in one for one in decision["gaps"])
    assert "several" in decision["subject"]["resolved_by"]


def test_the_decision_says_whom_it_vetted(register: Made) -> None:
    register.add(ENTITIES, CLAIMS)
    data = register.decide("", "un-hrddp", individual="Bertil Example Petros").as_dict()
    assert data["individual"]["entity"] == "man"
    assert data["individual"]["role"] == "individual"
    assert data["subject"]["entity"] == "hill"
    assert "posts Bertil Example Petros to it" in data["subject"]["resolved_by"]
    assert [(one["entity"], one["role"]) for one in data["leaders"]] == [("anna", "leader"), ("mira", "superior")]
    assert "Upland Brigade, 1 level above" in data["leaders"][1]["resolved_by"]
    assert data["request"]["individual"] == "Bertil Example Petros"
    assert register.decide("Hill Company").as_dict()["individual"] is None


def test_a_unit_that_the_person_is_not_posted_to_is_a_gap(register: Made) -> None:
    register.add(ENTITIES, CLAIMS)
    data = register.decide("Upland Brigade", individual="Bertil Example Petros").as_dict()
    assert any("posts this person to Hill Company, not to this unit" in one for one in data["gaps"])


def test_each_is_vetted_once_and_as_the_nearest_that_they_are(register: Made) -> None:
    """A leader of the unit who also leads the one above is a leader; of two posts above, the nearer is told."""
    more = """
        {posted_to: {person: anna, unit: brig, role: commander}, when: 2017/..}
        {posted_to: {person: mira, unit: div, role: commander}, when: 2017/..}
    """
    register.add(ENTITIES, CLAIMS + more)
    desk = Desk(register.snapshot)
    desk.use(policy("vets: {superiors: 2}"))
    people = desk.decide(Request("Hill Company", "made", DAY)).as_dict()["leaders"]
    assert [(one["entity"], one["role"]) for one in people] == [
        ("anna", "leader"), ("mira", "superior"), ("sami", "superior"),
    ]  # fmt: skip
    assert "commander of Upland Brigade, 1 level above, " in people[1]["resolved_by"]
    assert "commander of Mountain Division, 2 levels above, " in people[2]["resolved_by"]
    assert all(one["because"] for one in people[1:])
    assert not any(one["named_in_request"] for one in people)


def test_only_command_makes_superiors(register: Made) -> None:
    """Not the units below, nor a whole of which the unit is a part otherwise."""
    claims = CLAIMS.replace("{subordinate_to: {unit: hill, superior: brig}, when: 2017/..}", "")
    claims += "{member_of: {member: hill, whole: brig}, when: 2017/..}"
    register.add(ENTITIES, claims)
    desk = Desk(register.snapshot)
    desk.use(policy("vets: {superiors: 2}"))
    assert [one.entity for one in desk.decide(Request("hill", "made", DAY)).subject.superiors] == []
    assert [one.entity for one in desk.decide(Request("brig", "made", DAY)).subject.superiors] == ["sami"]


def test_one_request_under_policies_that_vet_others_is_resolved_for_each(register: Made) -> None:
    register.add(ENTITIES, CLAIMS)
    desk = Desk(register.snapshot)
    desk.use(policy("vets: {unit: [unit]}"), "alone")
    desk.use(policy("vets: {superiors: 1}"), "above")
    roles = {
        name: [one.role for one in desk.decide(Request("hill", name, DAY)).subject.parties]
        for name in ("alone", "above", "alone")
    }
    assert roles == {"alone": ["unit"], "above": ["unit", "leader", "superior"]}
    assert desk.decide(Request("hill", "above", DAY)).request.policy == "made"
