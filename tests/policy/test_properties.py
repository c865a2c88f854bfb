"""What must hold of every register: bad news never helps, less knowledge never clears, order never matters."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muster.policy import Finding, Kind, Policy, load_policy
from muster.policy.apply import Result
from tests.policy.made import Made, made, one_clause

ENTITIES = """
    lake: {kind: unit, name: Lake Brigade, country: iq}
    lead: {kind: person, name: Sami Example Harun}
    roof: {kind: organization, name: Roof Forces}
    front: {kind: organization, name: Example Front}
    iran: {kind: government, name: Government of Iran, country: ir}
    good: {kind: organization, name: Other Holding Example}
    raid: {kind: incident, name: Killing at the mill}
    mill: {kind: place, name: Millford}
    office: {kind: office, name: US Secretary of State}
"""
GROSS = "incident_type: {of: raid, value: killing, gross_violation: yes, category: extrajudicial_killing}"
# Claims of every sort: what speaks against the unit, what helps it, what leads nowhere.
CLAIMS = [
    "posted_to: {person: lead, unit: lake, role: commander}",
    "level: {of: roof, value: umbrella}",
    "faction_of: {faction: lake, whole: roof}, when: 2015/..",
    "member_of: {member: lead, whole: front}, when: 2015/..",
    "affiliated_with: {party: lake, other: front}, when: 2015/..",
    "affiliated_with: {party: lake, other: front}, stance: alleged, speaker: A rival",
    "affiliated_with: {party: lake, other: front}, stance: denied, speaker: An inquiry",
    "supports: {supporter: iran, supported: front}, when: 2015/..",
    "supports: {supporter: iran, supported: roof}, when: 2015/..",
    "supports: {supporter: iran, supported: lake}, stance: denied, speaker: lake",
    "listed_under: {of: front, value: SDGT, list: us-ofac-sdn}, when: 2012/..",
    GROSS,
    "incident_type: {of: raid, value: killing, gross_violation: unclear}",
    "occurred: {of: raid, value: 2018-05-01}, when: 2018-05-01",
    "occurred_in: {of: raid, value: Millford}",
    "perpetrator_class: {of: raid, value: soldiers}",
    "operates_in: {unit: lake, place: mill}, when: 2017/..",
    "perpetrator_of: {perpetrator: roof, incident: raid}, when: 2018-05-01",
    "perpetrator_of: {perpetrator: lake, incident: raid}, stance: alleged, speaker: W",
    "perpetrator_of: {perpetrator: lake, incident: raid}, stance: denied, speaker: An inquiry",
    "remediation: {of: lake, value: the officers were tried}, speaker: US Secretary of State",
    "commitment: {of: lake, value: human rights and the rule of law}",
    'owns: {owner: front, asset: lake, percentage: "30"}, when: 2016/..',
    'owns: {owner: good, asset: lake, percentage: "50"}, when: 2016/..',
]
# What is bad news of the unit or of one who leads it.
ADVERSE = [
    "listed_under: {of: lake, value: SDGT, list: us-ofac-sdn}, when: 2012/..",
    "listed_under: {of: lead, value: FTO, list: us-ofac-sdn}, when: 2018-10/..",
    "listed_under: {of: front, value: SDGT, list: us-ofac-sdn}, when: 2012/..",
    "topic: {of: lake, value: crime.terror}",
    "supports: {supporter: iran, supported: lake}, when: 2015/..",
    "supports: {supporter: iran, supported: lake}, stance: alleged, speaker: A rival",
    "member_of: {member: lake, whole: front}, when: 2015/..",
    "member_of: {member: lead, whole: front}, when: 2015/..",
    f"{GROSS}}}\n{{perpetrator_of: {{perpetrator: lake, incident: raid}}, when: 2018-05-01",
    f"{GROSS}}}\n{{perpetrator_of: {{perpetrator: lead, incident: raid}}, when: 2018-05-01",
    "perpetrator_of: {perpetrator: lake, incident: raid}, stance: alleged, speaker: Another",
    'owns: {owner: front, asset: lake, percentage: "100"}, when: 2016/..',
]
POLICIES = ("us-leahy-state", "us-ndaa-2015-1236", "us-ofac-50", "un-hrddp", "list-screening")
SETS = "  bad: {title: the bad, lists: [us-ofac-sdn], programmes: [SDGT, FTO], governments: [ir]}\n"
CLAUSES = [
    one_clause("listed", "sets: [bad]", SETS),
    one_clause("path", "sets: [bad]", SETS),
    one_clause("ownership", "sets: [bad]", SETS),
    one_clause("incident", "weighing: decides"),
]
QUIET = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
Some = st.lists(st.sampled_from(CLAIMS), unique=True, max_size=14)


def filled(register: Made, claims: list[str], sdn: bool = True) -> Made:
    if sdn:
        register.add("", dataset="us-ofac-sdn", kind="list", day="2018-01-01")
    return register.add(ENTITIES, "\n".join(f"{{{one}}}" for one in claims))


def results(register: Made, policies: tuple[str, ...] = POLICIES) -> dict[str, Result]:
    return {name: register.apply(load_policy(name), "lake") for name in policies}


@QUIET
@given(some=Some, bad=st.sampled_from(ADVERSE))
def test_bad_news_never_helps(tmp_path_factory: pytest.TempPathFactory, some: list[str], bad: str) -> None:
    """A list match or an adverse claim more never makes an outcome better, nor a level of risk lower."""
    with made(tmp_path_factory.mktemp("p") / "made") as register:
        before = results(filled(register, some))
        after = results(filled(register, [*some, bad]))
    for name in POLICIES:
        assert after[name].outcome.severity <= before[name].outcome.severity, name
        low, high = before[name].level, after[name].level
        assert not (low and high) or high.height >= low.height, name


@QUIET
@given(some=Some, seed=st.integers(0, 1 << 30))
def test_the_order_of_claims_never_matters(
    tmp_path_factory: pytest.TempPathFactory, some: list[str], seed: int
) -> None:
    shuffled = list(some)
    random.Random(seed).shuffle(shuffled)
    told = []
    for claims in (some, shuffled):
        with made(tmp_path_factory.mktemp("p") / "made") as register:
            told.append({name: said(found) for name, found in results(filled(register, claims)).items()})
    assert told[0] == told[1]


def said(result: Result) -> list[object]:
    return [result.outcome, result.level, *(everything(one) for one in result.findings)]


def everything(found: Finding) -> tuple[object, ...]:
    parts = (found.because, found.against, found.leads, found.context, found.weighed)
    return (found.kind, found.says, found.missing, *({one.claim for one in part} for part in parts))


@QUIET
@given(some=Some, gone=st.sets(st.sampled_from(CLAIMS), min_size=1, max_size=6), policy=st.sampled_from(CLAUSES))
def test_a_source_less_never_turns_unknown_into_nothing(
    tmp_path_factory: pytest.TempPathFactory, some: list[str], gone: set[str], policy: Policy
) -> None:
    """Unless it is the very source on which the unknown rests, and which the finding names."""
    claims = [one if one not in gone else f"{one}, cite: {{source: other}}" for one in some]
    with made(tmp_path_factory.mktemp("p") / "made") as register:
        (before,) = filled(register, claims).apply(policy, "lake").findings
        shown = (*before.leads, *before.against, *before.because)
        (after,) = filled(register, [one for one in some if one not in gone]).apply(policy, "lake").findings
    if before.kind is Kind.UNKNOWN and after.kind is Kind.NOT_FOUND:
        assert any(one.citation["source"].endswith(":other") for one in shown), before.says


@QUIET
@given(some=Some, policy=st.sampled_from(CLAUSES[:3]))
def test_a_list_less_never_turns_unknown_into_nothing(
    tmp_path_factory: pytest.TempPathFactory, some: list[str], policy: Policy
) -> None:
    """Without an edition of a list that the policy names, nothing is answered with `not_found`."""
    with made(tmp_path_factory.mktemp("p") / "made") as register:
        (without,) = filled(register, some, sdn=False).apply(policy, "lake").findings
        (with_list,) = filled(register, some).apply(policy, "lake").findings
    assert without.kind is not Kind.NOT_FOUND
    assert with_list.kind in (without.kind, Kind.NOT_FOUND)
