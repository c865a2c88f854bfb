"""What must hold of every register: bad news never helps, less knowledge never clears, order never matters."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muster.policy import Finding, Kind, Outcome, Policy, load_policy, policy_ids
from muster.policy.apply import Result
from muster.snapshot import Snapshot
from muster.vetting import Decision, Desk, Request
from tests.policy.made import DAY, Made, made, one_clause

ENTITIES = """
    lake: {kind: unit, name: Lake Brigade, country: iq}
    like: {kind: unit, name: Lake Brigades, country: sy}
    lead: {kind: person, name: Sami Example Harun}
    roof: {kind: organization, name: Roof Forces}
    front: {kind: organization, name: Example Front}
    iran: {kind: government, name: Government of Iran, country: ir}
    syria: {kind: government, name: Government of Syria, country: sy}
    brig: {kind: unit, name: Upland Brigade, country: iq}
    boss: {kind: person, name: Mira Example Toval}
    good: {kind: organization, name: Other Holding Example}
    raid: {kind: incident, name: Killing at the mill}
    jail: {kind: incident, name: Prison of the hill}
    act: {kind: incident, name: Killing at the well}
    mill: {kind: place, name: Millford}
    office: {kind: office, name: US Secretary of State}
"""
GROSS = "incident_type: {of: raid, value: killing, gross_violation: yes, category: extrajudicial_killing}"
HELD = "incident_type: {of: jail, value: detention, gross_violation: yes, category: prolonged_detention}"
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
    "listed_under: {of: like, value: SDGT, list: us-ofac-sdn}, when: 2012/..",
    GROSS,
    "incident_type: {of: raid, value: killing, gross_violation: unclear}",
    "occurred: {of: raid, value: 2018-05-01}, when: 2018-05-01",
    "occurred_in: {of: raid, value: Millford}",
    "perpetrator_class: {of: raid, value: soldiers}",
    "operates_in: {unit: lake, place: mill}, when: 2017/..",
    "perpetrator_of: {perpetrator: roof, incident: raid}, when: 2018-05-01",
    "perpetrator_of: {perpetrator: lake, incident: raid}, stance: alleged, speaker: W",
    "perpetrator_of: {perpetrator: lake, incident: raid}, stance: denied, speaker: An inquiry",
    "posted_to: {person: boss, unit: brig, role: commander}}\n"
    "{subordinate_to: {unit: lake, superior: brig}, when: 2015/..",
    f"{GROSS}}}\n{{perpetrator_of: {{perpetrator: boss, incident: raid}}, when: 2018-05-01",
    f"{HELD}}}\n{{perpetrator_of: {{perpetrator: lake, incident: jail}}, when: 2018-05-02",
    "supports: {supporter: syria, supported: lake}, stance: alleged, speaker: A rival",
    "controls: {controller: front, controlled: lake}, when: 2016/..",
    "remediation: {of: lake, value: the officers were tried}, speaker: US Secretary of State",
    "remediation: {of: lake, value: the officers were tried}, speaker: US Secretary of Defense",
    "exception: {of: lake, value: relief after the flood, ground: disaster_relief}, when: 2018-06-01/..,"
    " speaker: US Secretary of Defense",
    "exception: {of: lake, value: waived, ground: extraordinary_circumstances}, when: 2018-06-01/..,"
    " speaker: US Secretary of Defense",
    "commitment: {of: lake, value: human rights and the rule of law}",
    'owns: {owner: front, asset: lake, percentage: "30"}, when: 2016/..',
    'owns: {owner: good, asset: lake, percentage: "50"}, when: 2016/..',
]
# What is bad news of the unit or of one who leads it.
ADVERSE = [
    "listed_under: {of: lake, value: SDGT, list: us-ofac-sdn}, when: 2012/..",
    "listed_under: {of: lead, value: FTO, list: us-ofac-sdn}, when: 2018-10/..",
    "listed_under: {of: front, value: SDGT, list: us-ofac-sdn}, when: 2012/..",
    "listed_under: {of: like, value: FTO, list: us-ofac-sdn}, when: 2012/..",
    "topic: {of: lake, value: crime.terror}",
    "supports: {supporter: iran, supported: lake}, when: 2015/..",
    "supports: {supporter: iran, supported: lake}, stance: alleged, speaker: A rival",
    "supports: {supporter: syria, supported: lake}, when: 2015/..",
    "member_of: {member: lake, whole: front}, when: 2015/..",
    "member_of: {member: lead, whole: front}, when: 2015/..",
    f"{GROSS}}}\n{{perpetrator_of: {{perpetrator: lake, incident: raid}}, when: 2018-05-01",
    f"{GROSS}}}\n{{perpetrator_of: {{perpetrator: lead, incident: raid}}, when: 2018-05-01",
    "perpetrator_of: {perpetrator: lake, incident: raid}, stance: alleged, speaker: Another",
    "listed_under: {of: front, value: SDGT, list: us-ofac-sdn}, when: 2012/..}\n"
    '{owns: {owner: front, asset: lake, percentage: "100"}, when: 2016/..',
]
SHIPPED = {name: load_policy(name) for name in policy_ids()}
POLICIES = tuple(SHIPPED)
SETS = "  bad: {title: the bad, lists: [us-ofac-sdn], programmes: [SDGT, FTO], governments: [ir]}\n"
CLAUSES = [
    one_clause("listed", "sets: [bad]", SETS),
    one_clause("path", "sets: [bad]", SETS),
    one_clause("ownership", "sets: [bad]", SETS),
]
QUIET = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
MOST = 14  # claims of one register
Some = st.lists(st.sampled_from(CLAIMS), unique=True, max_size=MOST)
# A request that leaves nothing out, and one that leaves all to the register.
Asked = st.sampled_from([{}, {"leaders": ("Sami Example Harun",), "commitment": "a signed undertaking"}])


def filled(register: Made, claims: list[str], sdn: bool = True, day: str = "2018-11-01") -> Made:
    if sdn:
        register.add("", dataset="us-ofac-sdn", kind="list", day="2018-01-01")
    return register.add(ENTITIES, "\n".join(f"{{{one}}}" for one in claims), day=day)


def decisions(snapshot: Snapshot, day: date = DAY, **asked: Any) -> dict[str, Decision]:
    """The decision under every shipped policy."""
    desk = Desk(snapshot)
    for policy in SHIPPED.values():
        desk.use(policy)
    return {name: desk.decide(Request("Lake Brigade", name, day, **asked)) for name in POLICIES}


def results(register: Made, **asked: Any) -> dict[str, Result]:
    return {name: one.result for name, one in decisions(register.snapshot, **asked).items()}


def test_these_registers_reach_every_clause_of_every_policy(tmp_path: Path) -> None:
    """Otherwise what follows would hold of nothing: each clause finds and finds not, each policy refuses or not."""
    kinds: dict[tuple[str, str], Counter[Kind]] = defaultdict(Counter)
    outcomes: dict[str, Counter[Outcome]] = defaultdict(Counter)
    pick = random.Random(11)
    for number in range(48):
        asked = {"leaders": ("Sami Example Harun",), "commitment": "signed"} if number % 2 else {}
        with made(tmp_path / str(number)) as register:
            worse = number % 3 == 0  # with bad news, and little that could lift or contest it
            some = pick.sample(CLAIMS, pick.randint(2, 5 if worse else MOST)) + pick.sample(ADVERSE, 3 * worse)
            for name, result in results(filled(register, some), **asked).items():
                outcomes[name][result.outcome] += 1
                for one in result.findings:
                    kinds[name, one.clause.id][one.kind] += 1
    for name in POLICIES:
        assert {Outcome.NOT_CLEARED, Outcome.REFER} <= outcomes[name].keys(), (name, outcomes[name])
        assert outcomes[name].keys() & {Outcome.NO_ADVERSE_INFORMATION, Outcome.EXCEPTION_APPLIED}, (
            name,
            outcomes[name],
        )
        assert outcomes[name][Outcome.INCOMPLETE_REQUEST] < 24, (name, outcomes[name])
        for clause in SHIPPED[name].clauses:
            reached = kinds[name, clause.id]
            assert reached[Kind.FOUND], (name, clause.id, reached)
            assert len(reached) > 1 or clause.finder == "required", (name, clause.id, reached)


@QUIET
@given(some=Some, bad=st.sampled_from(ADVERSE), asked=Asked)
def test_bad_news_never_helps(
    tmp_path_factory: pytest.TempPathFactory, some: list[str], bad: str, asked: dict[str, Any]
) -> None:
    """A list match or an adverse claim more never makes an outcome better, nor a level of risk lower."""
    with made(tmp_path_factory.mktemp("p") / "made") as register:
        before = results(filled(register, some), **asked)
        after = results(filled(register, [*some, bad]), **asked)
    for name in POLICIES:
        assert after[name].outcome.severity <= before[name].outcome.severity, name
        low, high = before[name].level, after[name].level
        assert not (low and high) or high.height >= low.height, name


@QUIET
@given(some=Some, seed=st.integers(0, 1 << 30), asked=Asked)
def test_the_order_of_claims_never_matters(
    tmp_path_factory: pytest.TempPathFactory, some: list[str], seed: int, asked: dict[str, Any]
) -> None:
    shuffled = list(some)
    random.Random(seed).shuffle(shuffled)
    told = []
    for claims in (some, shuffled):
        with made(tmp_path_factory.mktemp("p") / "made") as register:
            told.append({name: said(found) for name, found in results(filled(register, claims), **asked).items()})
    assert told[0] == told[1]


def said(result: Result) -> list[object]:
    return [result.outcome, result.level, *(everything(one) for one in result.findings)]


def everything(found: Finding) -> tuple[object, ...]:
    parts = (found.because, found.against, found.leads, found.context, found.weighed)
    return (found.kind, found.says, found.missing, *({one.claim for one in part} for part in parts))


@QUIET
@given(some=Some, gone=st.sets(st.sampled_from(CLAIMS), min_size=1, max_size=6), asked=Asked)
def test_a_source_less_never_turns_unknown_into_nothing(
    tmp_path_factory: pytest.TempPathFactory, some: list[str], gone: set[str], asked: dict[str, Any]
) -> None:
    """In no clause of any policy, unless it is the very source on which the unknown rests, and which it names."""
    other = ", cite: {source: other}"
    claims = [one if one not in gone else f"{one}{other}".replace("}}\n{", f"}}{other}}}\n{{") for one in some]
    with made(tmp_path_factory.mktemp("p") / "made") as register:
        before = results(filled(register, claims), **asked)
        after = results(filled(register, [one for one in some if one not in gone]), **asked)
    for name in POLICIES:
        for one, now in zip(before[name].findings, after[name].findings, strict=True):
            if one.kind is Kind.UNKNOWN and now.kind is Kind.NOT_FOUND:
                shown = (*one.leads, *one.against, *one.because)
                assert any(each.citation["source"].endswith(":other") for each in shown), (name, one.says)


@QUIET
@given(some=Some, policy=st.sampled_from(CLAUSES), asked=Asked)
def test_a_list_less_never_turns_unknown_into_nothing(
    tmp_path_factory: pytest.TempPathFactory, some: list[str], policy: Policy, asked: dict[str, Any]
) -> None:
    """Without an edition of a list that the policy names, nothing is answered with `not_found`."""
    fifty = SHIPPED["us-ofac-50"]  # the only shipped policy that names a list
    with made(tmp_path_factory.mktemp("p") / "made") as register:
        filled(register, some, sdn=False)
        (without,), shipped = register.apply(policy, "lake").findings, register.apply(fifty, "lake", **asked).findings
        filled(register, some)
        (with_list,), again = register.apply(policy, "lake").findings, register.apply(fifty, "lake", **asked).findings
    searched = [place for place, one in enumerate(fifty.clauses) if "sets" in one.settings]
    assert len(searched) == 4
    for before, after in [(without, with_list), *((shipped[place], again[place]) for place in searched)]:
        assert before.kind is not Kind.NOT_FOUND
        assert after.kind in (before.kind, Kind.NOT_FOUND)


@QUIET
@given(some=Some, later=Some, bad=st.sampled_from(ADVERSE), asked=Asked)
def test_what_became_known_later_is_not_known_before(
    tmp_path_factory: pytest.TempPathFactory, some: list[str], later: list[str], bad: str, asked: dict[str, Any]
) -> None:
    """Known at a time, every decision is the same to the byte, whatever is imported, corrected or retracted since."""
    with made(tmp_path_factory.mktemp("p") / "made") as register:
        moment = filled(register, some).register.known_at()
        before = decided(register, moment, asked)
        filled(register, [*later, bad], day="2018-11-02")
        register.add("lake-2: {kind: unit, name: Lake Brigade}", dataset="us-ofac-sdn", kind="list", day="2018-10-01")
        register.register.retract(register.register.claims(entities=["lake"])[0].claim.id, "made in error")
        assert decided(register, moment, asked) == before
        now = decided(register, register.register.known_at(), asked)
    assert all(now[name] != before[name] for name in POLICIES)


def decided(register: Made, known_at: str, asked: dict[str, Any]) -> dict[str, Any]:
    return {name: one.as_dict() for name, one in decisions(Snapshot(register.register, known_at), **asked).items()}


LATER = [
    "listed_under: {of: lake, value: SDGT, list: us-ofac-sdn}",
    "listed_under: {of: lead, value: FTO, list: us-ofac-sdn}",
    "supports: {supporter: iran, supported: lake}",
    "supports: {supporter: syria, supported: lake}",
    "member_of: {member: lake, whole: front}",
    "controls: {controller: front, controlled: lake}",
    'owns: {owner: front, asset: lake, percentage: "100"}',
    "posted_to: {person: boss, unit: lake, role: commander}",
    "subordinate_to: {unit: lake, superior: brig}",
]


@QUIET
@given(some=Some, later=st.sets(st.sampled_from(LATER), min_size=1), asked=Asked)
def test_what_began_later_does_not_count_before(
    tmp_path_factory: pytest.TempPathFactory, some: list[str], later: set[str], asked: dict[str, Any]
) -> None:
    """As of a day, what began the day after changes no finding; on that day it does, where it speaks of the unit."""
    begun = [f"{one}, when: 2018-11-02/.., cite: {{source: late}}" for one in sorted(later)]
    begun += ["occurred: {of: act, value: 2018-11-02}, when: 2018-11-02, cite: {source: late}"]
    begun += [
        GROSS.replace("raid", "act"),
        "perpetrator_of: {perpetrator: lake, incident: act}, when: 2018-11-02, cite: {source: late}",
    ]
    with made(tmp_path_factory.mktemp("p") / "made") as register:
        before = results(filled(register, some), **asked)
        filled(register, [*some, *begun])  # of the same day, as what cites it must stay what it is
        after = results(register, **asked)
        the_day = results(register, day=date(2018, 11, 2), **asked)
    for name in POLICIES:
        assert plain(after[name]) == plain(before[name]), name
    assert the_day["us-leahy-state"].findings[2].kind in (Kind.FOUND, Kind.CONTESTED)
    assert any(plain(the_day[name]) != plain(after[name]) for name in POLICIES)


def plain(result: Result) -> list[object]:
    """What a decision rests on; sources cited meanwhile may stand beside it."""
    parts = [(one.kind, {each.claim for each in (*one.because, *one.leads)}) for one in result.findings]
    return [result.outcome, result.level, *parts]
