"""What findings say: one plain sentence each, what was searched, what is open, and to whom it goes."""

from __future__ import annotations

import pytest

from muster.policy import Kind, Outcome, Policy, parse_policy
from tests.policy.made import Made, one_clause, policy_text
from tests.policy.test_finders import (
    ENTITIES,
    GROSS,
    INCIDENT,
    LED,
    LISTED,
    PATH,
    RAID,
    REMEDY,
    REQUIRED,
    SETS,
    STEPS,
    find,
    register,
)

__all__ = ["register"]


@pytest.mark.parametrize(
    ("policy", "claims", "day", "says"),
    [
        (PATH, "{affiliated_with: {party: lake, other: state}, cite: {source: old}}", "2018-11-01",
         "There are leads but no finding: no source carries the link to Government of Westland to 2018-11-01 "
         "(unknown)."),
        (PATH, "{affiliated_with: {party: lake, other: front}}\n{affiliated_with: {party: front, other: state}}",
         "2018-11-01", "Lake Brigade is associated in 2 steps with Government of Westland on 2018-11-01."),
        (PATH, "{affiliated_with: {party: lake, other: state}}", "2018-11-01",
         "Lake Brigade is associated directly with Government of Westland on 2018-11-01."),
        (LISTED, "{listed_under: {of: lake, value: SDGT}, when: 2018-10/.., cited: 2018-11-01}", "2018-10-15",
         "Lake Brigade is listed in an edition that does not settle whether it was listed on 2018-10-15."),
        (LISTED, "{listed_under: {of: lake, value: SDGT, authority: OFAC}, when: 2018/..}", "2018-11-01",
         "On the list on 2018-11-01: Lake Brigade (OFAC SDGT)."),
        (LISTED, "{affiliated_with: {party: lake, other: front}}", "2018-11-01",
         "No list match on 2018-11-01; this is not a clearance."),
    ],
)  # fmt: skip
def test_a_finding_is_one_plain_sentence(register: Made, policy: Policy, claims: str, day: str, says: str) -> None:
    assert find(register, policy, claims, day=day).says == says


def test_what_a_request_has_in_one_sentence(register: Made) -> None:
    register.add(ENTITIES, LED)
    says = [
        register.apply(REQUIRED, "lake", leaders=leaders).findings[0].says for leaders in ((), ("Anna Example Petra",))
    ]
    rest = "nothing says that it is an umbrella of units."
    assert says == [
        f"A particular unit is named; its leader is known: Sami Example Harun; {rest}",
        f"A particular unit is named; its leaders: Sami Example Harun and Anna Example Petra; {rest}",
    ]
    (nothing,) = register.apply(REQUIRED, "").findings
    assert nothing.says == f"The request names no unit; {rest}"


@pytest.mark.parametrize(("namesakes", "more"), [(3, ""), (4, ", and 1 more")])
def test_three_name_hits_are_told_and_the_rest_counted(register: Made, namesakes: int, more: str) -> None:
    crowd = "\n".join(f"n{n}: {{kind: unit, name: Eastern Lakes Brigade}}" for n in range(namesakes))
    register.add(
        crowd, "\n".join(f"{{listed_under: {{of: n{n}, value: SDGT}}, when: 2018/..}}" for n in range(namesakes))
    )
    found = find(register, LISTED, unit="Eastern Lake Brigade")
    assert found.says.count("resembles") == 3
    assert found.says.partition(", and ")[1:] == (more[:6], more[6:] + "." if more else "")
    assert len(found.missing) == namesakes


@pytest.mark.parametrize("denied", [True, False])
def test_determined_steps_that_others_deny_are_contested(register: Made, denied: bool) -> None:
    claims = STEPS % "Secretary of State"
    if denied:
        claims += "\n{remediation: {of: lake, value: the officers were tried}, stance: denied, speaker: front}"
    found = find(register, REMEDY, claims)
    assert found.kind is (Kind.CONTESTED if denied else Kind.FOUND)
    more = "; they are also denied" if denied else ""
    assert found.says == f"Remedial steps are determined by the Secretary of State{more}."
    assert len(found.against) == denied


@pytest.mark.parametrize(
    ("more", "window"), [("", "whenever last cited"), (", look_back_days: 0", "last cited up to 0 days before")]
)
def test_how_far_back_was_searched(register: Made, more: str, window: str) -> None:
    found = find(register, one_clause("path", f"sets: [bad]{more}", SETS), LED)
    assert found.searched == (
        f"paths of up to 3 relations from lake and Sami Example Harun, holding on 2018-11-01, {window}"
    )


def test_what_is_open_of_incidents_in_one_sentence(register: Made) -> None:
    unread = "{incident_type: {of: raid, value: killing}}\n{perpetrator_of: {perpetrator: lake, incident: raid}}"
    register.add(ENTITIES + RAID, unread)
    assert find(register, INCIDENT).says == (
        "Whether it is a gross violation, nobody has recorded: Killing at the mill."
    )
    alleged = f"{GROSS % 'yes'}\n{{perpetrator_of: {{perpetrator: lake, incident: raid}}, stance: alleged, speaker: W}}"
    register.add(ENTITIES + RAID, alleged, day="2018-11-02")
    assert find(register, INCIDENT).says == "Alleged, and not yet weighed: Killing at the mill."


@pytest.mark.parametrize(
    ("finder", "settings", "adverse"),
    [
        ("listed", "sets: [bad]", True),
        ("path", "sets: [bad]", True),
        ("ownership", "sets: [bad]", True),
        ("incident", "", True),
        ("commitment", "", False),
        ("required", "fields: [unit]", False),
        ("remediation", "determined_by: [A]", False),
    ],
)
def test_what_is_open_goes_to_a_person_where_it_speaks_against_the_unit(
    finder: str, settings: str, adverse: bool
) -> None:
    """`combine` answers for the clauses of adverse finders alone."""
    clause = f"    finder: {finder}\n    with: {{{settings}}}\n    then: {{found: not_cleared}}\n"
    more = "combine: {rule: worst, contested: refer, unknown: incomplete_request}\n"
    (found,) = parse_policy(policy_text(clause, SETS, more), "made.yaml").clauses
    own = {Kind.FOUND: Outcome.NOT_CLEARED}
    rest = {Kind.CONTESTED: Outcome.REFER, Kind.UNKNOWN: Outcome.INCOMPLETE_REQUEST}
    assert found.then == ({**rest, **own} if adverse else own)


def test_who_is_named_in_the_request_and_who_only_in_the_register(register: Made) -> None:
    register.add(ENTITIES, LED)
    people = register.decide("lake", leaders=("Anna Example Petra",)).as_dict()["leaders"]
    assert {one["text"]: one["named_in_request"] for one in people} == {
        "Sami Example Harun": False, "Anna Example Petra": True,
    }  # fmt: skip
