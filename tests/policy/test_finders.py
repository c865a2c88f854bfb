"""Each finder on a small made-up situation: what it finds, what it cannot settle, what it never takes for a fact."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from muster.names import EQUAL, NameHit
from muster.policy import Finding, Kind, Outcome, Party, Policy, Question
from muster.policy.finders.listed import telling_hits
from muster.register import Incoming, Register
from muster.snapshot import Snapshot
from muster.vetting import Desk, Request
from tests.policy.made import Made, made, one_clause, texts

ENTITIES = """
    lake: {kind: unit, name: Lake Brigade, country: iq}
    lead: {kind: person, name: Sami Example Harun}
    state: {kind: government, name: Government of Westland, country: xk}
    front: {kind: organization, name: Western Front}
"""
LED = "{posted_to: {person: lead, unit: lake, role: commander}}"
SETS = """\
  bad: {title: the prohibited, programmes: [SDGT], governments: [xk]}
"""
LISTED = one_clause("listed", "sets: [bad]", SETS)
PATH = one_clause("path", "sets: [bad], max_hops: 3", SETS, "found: not_cleared, contested: refer, unknown: refer")


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        yield register


def find(register: Made, policy: Policy, claims: str = "", *, day: str = "2018-11-01", unit: str = "lake") -> Finding:
    """The one finding of a policy of one clause, with these claims in the register."""
    if claims:
        register.add(ENTITIES, claims)
    (finding,) = register.apply(policy, unit, day).findings
    return finding


# --- listed ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["lake", "lead"])
def test_listed_unit_or_leader_is_found(register: Made, who: str) -> None:
    found = find(register, LISTED, f"{LED}\n{{listed_under: {{of: {who}, value: SDGT}}, when: 2018-11-01/..}}")
    assert (found.kind, found.outcome) == (Kind.FOUND, Outcome.NOT_CLEARED)
    assert "SDGT" in texts(found.because)
    assert found.context == ()
    assert ("Sami Example Harun, its leader" in found.says) == (who == "lead")


def test_the_day_before_the_listing_is_not_listed(register: Made) -> None:
    claims = f"{LED}\n{{listed_under: {{of: lake, value: SDGT}}, when: 2018-11-01/..}}"
    assert find(register, LISTED, claims, day="2018-10-31").kind is Kind.NOT_FOUND
    assert find(register, LISTED).kind is Kind.FOUND


def test_a_listing_of_unclear_day_is_unknown(register: Made) -> None:
    claim = "{listed_under: {of: lake, value: SDGT}, when: 2018-10/.., cited: 2018-11-01}"
    found = find(register, LISTED, claim, day="2018-10-15")
    assert (found.kind, found.outcome) == (Kind.UNKNOWN, Outcome.REFER)
    assert "SDGT" in texts(found.leads)
    assert found.because == ()
    assert found.missing
    assert find(register, LISTED, day="2018-11-01").kind is Kind.FOUND


@pytest.mark.parametrize("stance", ["pending", "alleged", "normative", "denied"])
def test_only_an_asserted_listing_counts(register: Made, stance: str) -> None:
    claim = f"{{listed_under: {{of: lake, value: SDGT}}, when: 2018-01-01/.., stance: {stance}, speaker: Senate}}"
    found = find(register, LISTED, claim)
    assert found.kind is Kind.NOT_FOUND
    assert found.outcome is None
    assert [one.stance for one in found.context] == [stance]
    assert ("beside it" in found.says) == (stance == "pending")


def test_another_programme_is_not_meant(register: Made) -> None:
    claim = "{listed_under: {of: lake, value: OTHER}, when: 2018-01-01/..}"
    assert find(register, LISTED, claim).kind is Kind.NOT_FOUND


def test_lists_and_programmes_narrow_each_other(register: Made) -> None:
    sets = "  bad: {title: the prohibited, programmes: [SDGT], lists: [a-list]}\n"
    policy = one_clause("listed", "sets: [bad]", sets)
    register.add(
        ENTITIES + "hill: {kind: unit, name: Hill Brigade}\nwood: {kind: unit, name: Wood Brigade}",
        """
        {listed_under: {of: lake, value: SDGT, list: a-list}, when: 2018-01-01/..}
        {listed_under: {of: hill, value: SDGT, list: b-list}, when: 2018-01-01/..}
        {listed_under: {of: wood, value: OTHER, list: a-list}, when: 2018-01-01/..}
        """,
    )
    register.add("", dataset="a-list", kind="list", day="2018-06-01")
    kinds = [find(register, policy, unit=unit).kind for unit in ("lake", "hill", "wood")]
    assert kinds == [Kind.FOUND, Kind.NOT_FOUND, Kind.NOT_FOUND]


def test_who_is_asked_about(register: Made) -> None:
    register.add(ENTITIES, f"{LED}\n{{listed_under: {{of: lead, value: SDGT}}, when: 2018-01-01/..}}")
    unit_only = one_clause("listed", "sets: [bad], who: [unit]", SETS)
    leaders_only = one_clause("listed", "sets: [bad], who: [leaders]", SETS)
    assert find(register, unit_only).kind is Kind.NOT_FOUND
    assert find(register, leaders_only).kind is Kind.FOUND


def test_a_resemblance_waits_for_a_person(register: Made) -> None:
    listing = "{listed_under: {of: east, value: SDGT}, when: 2018/..}"
    register.add("east: {kind: unit, name: Eastern Lakes Brigade}", listing)
    found = find(register, LISTED, unit="Eastern Lake Brigade")
    assert (found.kind, found.outcome) == (Kind.UNKNOWN, Outcome.REFER)
    assert "waits for a person" in found.says
    assert any("Eastern Lakes Brigade" in one for one in found.missing)
    assert found.because == ()
    assert find(register, LISTED, unit="Southern Desert Company").kind is Kind.NOT_FOUND


LISTING = "{listed_under: {of: lake, value: SDGT, list: made-list}}"


def test_delisted_means_not_found(register: Made) -> None:
    """What a newer edition no longer carries ended between the two; before, it stood."""
    for day, claims in (("2017-01-01", LISTING), ("2017-06-01", LISTING), ("2018-01-01", "")):
        register.add(ENTITIES, claims, dataset="made-list", kind="list", day=day)
    days = ("2017-06-01", "2017-09-01", "2018-01-01", "2018-11-01")
    kinds = {day: find(register, LISTED, day=day).kind for day in days}
    assert kinds == {
        "2017-06-01": Kind.FOUND,
        "2017-09-01": Kind.UNKNOWN,  # between two editions: withdrawn some time
        "2018-01-01": Kind.NOT_FOUND,
        "2018-11-01": Kind.NOT_FOUND,
    }


def test_an_edition_later_than_the_day_is_unknown(register: Made) -> None:
    register.add(ENTITIES, LISTING, dataset="made-list", kind="list", day="2018-12-01")
    found = find(register, LISTED)
    assert (found.kind, found.outcome) == (Kind.UNKNOWN, Outcome.REFER)
    assert "edition" in found.says
    assert any("on or before 2018-11-01" in one for one in found.missing)


def test_a_topic_says_nothing_of_the_time_before_its_first_edition(register: Made) -> None:
    policy = one_clause("listed", "sets: [bad]", "  bad: {title: the prohibited, topics: [sanction]}\n")
    topic = "{topic: {of: lake, value: sanction}}"
    for day, claims in (("2018-01-01", topic), ("2019-01-01", "")):
        register.add(ENTITIES, claims, dataset="made-list", kind="list", day=day)
    days = ("2017-01-01", "2018-01-01", "2018-06-01", "2019-06-01")
    kinds = [find(register, policy, day=day).kind for day in days]
    assert kinds == [Kind.UNKNOWN, Kind.FOUND, Kind.FOUND, Kind.NOT_FOUND]


@pytest.mark.parametrize("stance", ["alleged", "denied"])
def test_a_topic_that_nobody_asserts_prohibits_nobody(register: Made, stance: str) -> None:
    policy = one_clause("listed", "sets: [bad]", "  bad: {title: the prohibited, topics: [sanction]}\n")
    assert find(register, policy, f"{{topic: {{of: lake, value: sanction}}, stance: {stance}}}").kind is Kind.NOT_FOUND


def test_a_party_can_be_prohibited_by_id_even_if_no_source_names_it(register: Made) -> None:
    policy = one_clause("listed", "sets: [bad]", "  bad: {title: the prohibited, entities: [ofac-1, lake]}\n")
    path = one_clause("path", "sets: [bad]", "  bad: {title: the prohibited, entities: [ofac-1]}\n")
    claim = "{affiliated_with: {party: lake, other: ofac-1}}"
    assert find(register, policy, claim).kind is Kind.FOUND
    assert find(register, path).kind is Kind.FOUND


# --- path -----------------------------------------------------------------------------------------------

BACKED = "{supports: {supporter: state, supported: lake, how: arms}, when: 2017/.., speaker: Reporter}"
DENIED = "{supports: {supporter: state, supported: lake}, stance: denied, speaker: %s}"


def test_an_asserted_relation_is_found(register: Made) -> None:
    found = find(register, PATH, BACKED)
    assert (found.kind, found.outcome) == (Kind.FOUND, Outcome.NOT_CLEARED)
    assert [(step.from_, step.to) for step in found.paths[0].steps] == [("lake", "state")]
    assert "Reporter" in {one.speaker for one in found.because}


def test_through_the_leader(register: Made) -> None:
    found = find(register, PATH, f"{LED}\n{{affiliated_with: {{party: lead, other: state}}}}")
    assert found.kind is Kind.FOUND
    assert found.paths[0].start == "lead"


@pytest.mark.parametrize("speaker", ["lake", "Lake Brigade", "lead"])
def test_its_own_denial_stands_beside_the_finding(register: Made, speaker: str) -> None:
    found = find(register, PATH, f"{LED}\n{BACKED}\n{DENIED % speaker}")
    assert (found.kind, found.outcome) == (Kind.FOUND, Outcome.NOT_CLEARED)
    assert [one.stance for one in found.against] == ["denied"]
    assert "denial stands beside it" in found.says


def test_the_denial_of_a_third_party_makes_it_contested(register: Made) -> None:
    found = find(register, PATH, f"{BACKED}\n{DENIED % 'An inquiry'}")
    assert (found.kind, found.outcome) == (Kind.CONTESTED, Outcome.REFER)
    assert found.because
    assert [one.speaker for one in found.against] == ["An inquiry"]


def test_the_prohibited_party_cannot_contest_it(register: Made) -> None:
    found = find(register, PATH, f"{BACKED}\n{DENIED % 'state'}")
    assert found.kind is Kind.FOUND
    assert [one.stance for one in found.against] == ["denied"]


def test_one_path_that_nobody_else_denies_is_enough(register: Made) -> None:
    more = "{affiliated_with: {party: lake, other: state}}"
    found = find(register, PATH, f"{BACKED}\n{DENIED % 'An inquiry'}\n{more}")
    assert found.kind is Kind.FOUND
    assert found.against


ROOF = "roof: {kind: organization, name: Roof Forces}"
UNDER_ROOF = """
    {faction_of: {faction: lake, whole: roof}, when: 2015/..}
    {supports: {supporter: state, supported: roof}, when: 2015/..}
"""


def test_through_an_umbrella_there_are_leads_only(register: Made) -> None:
    register.add(ENTITIES + ROOF, "{level: {of: roof, value: umbrella}}" + UNDER_ROOF)
    found = find(register, PATH)
    assert (found.kind, found.outcome) == (Kind.UNKNOWN, Outcome.REFER)
    assert found.because == ()
    assert found.paths == ()
    assert [path.end for path in found.lead_paths] == ["state"]
    assert found.leads
    assert "umbrella" in found.says


@pytest.mark.parametrize("level", ["", "{level: {of: roof, value: umbrella}, stance: denied, speaker: X}"])
def test_a_whole_that_is_no_umbrella_carries_the_finding(register: Made, level: str) -> None:
    register.add(ENTITIES + ROOF, level + UNDER_ROOF)
    assert find(register, PATH).kind is Kind.FOUND


@pytest.mark.parametrize("stance", ["alleged", "estimated"])
def test_what_is_only_alleged_is_a_lead(register: Made, stance: str) -> None:
    found = find(register, PATH, f"{BACKED.removesuffix('}')}, stance: {stance}}}")
    assert (found.kind, found.outcome) == (Kind.UNKNOWN, Outcome.REFER)
    assert [one.stance for one in found.leads] == [stance]
    assert found.because == ()
    assert "alleged" in found.says


@pytest.mark.parametrize("stance", ["normative", "pending", "denied"])
def test_demands_plans_and_denials_are_never_links(register: Made, stance: str) -> None:
    found = find(register, PATH, f"{BACKED.removesuffix('}')}, stance: {stance}}}")
    assert found.kind is Kind.NOT_FOUND
    assert found.leads == found.lead_paths == found.because == ()


def test_units_under_one_superior_are_not_associated(register: Made) -> None:
    register.add(
        ENTITIES + "army: {kind: organization, name: Northern Army}\nother: {kind: unit, name: Wood Brigade}",
        """
        {subordinate_to: {unit: lake, superior: army}, when: 2015/..}
        {subordinate_to: {unit: other, superior: army}, when: 2015/..}
        {supports: {supporter: state, supported: other}, when: 2015/..}
        """,
    )
    found = find(register, PATH)
    assert found.kind is Kind.NOT_FOUND
    assert found.lead_paths == ()
    assert find(register, PATH, unit="other").kind is Kind.FOUND


def test_a_relation_that_no_source_carries_to_the_day_is_a_lead(register: Made) -> None:
    claim = "{affiliated_with: {party: lake, other: state}, cite: {source: old}}"
    found = find(register, PATH, claim)
    assert found.kind is Kind.UNKNOWN
    assert "no source carries" in found.says
    assert find(register, PATH, day="2016-01-01").kind is Kind.FOUND


def test_a_relation_that_has_ended_is_not_found(register: Made) -> None:
    found = find(register, PATH, "{affiliated_with: {party: lake, other: state}, when: 2014/2016}")
    assert found.kind is Kind.NOT_FOUND


def test_the_look_back_bounds_what_still_counts(register: Made) -> None:
    register.add(ENTITIES, "{affiliated_with: {party: lake, other: state}, cite: {source: old}}")
    kinds = {
        days: find(register, one_clause("path", f"sets: [bad], look_back_days: {days}", SETS)).kind
        for days in (30, 3000)
    }
    assert kinds == {30: Kind.NOT_FOUND, 3000: Kind.UNKNOWN}


def test_no_further_than_the_hops_of_the_policy(register: Made) -> None:
    register.add(
        ENTITIES,
        "{affiliated_with: {party: lake, other: front}}\n{affiliated_with: {party: front, other: state}}",
    )
    assert find(register, one_clause("path", "sets: [bad], max_hops: 1", SETS)).kind is Kind.NOT_FOUND
    assert find(register, one_clause("path", "sets: [bad], max_hops: 2", SETS)).kind is Kind.FOUND


def test_a_unit_that_the_register_does_not_know_is_not_found_and_says_so(register: Made) -> None:
    found = find(register, PATH, BACKED, unit="Seventh Desert Company")
    assert found.kind is Kind.NOT_FOUND
    assert "none excluded" in found.says
    assert found.missing


@pytest.mark.parametrize("who", ["lake", "lead"])
def test_a_party_that_is_itself_prohibited_is_found(register: Made, who: str) -> None:
    """No clause needs to ask for listings beside associations: who is prohibited is associated with itself."""
    found = find(register, PATH, f"{LED}\n{{listed_under: {{of: {who}, value: SDGT}}, when: 2018-01-01/..}}")
    assert (found.kind, found.outcome) == (Kind.FOUND, Outcome.NOT_CLEARED)
    assert "SDGT" in texts(found.because)
    unsettled = find(register, PATH, day="2017-12-31")
    assert unsettled.kind is Kind.NOT_FOUND


def test_a_party_that_may_itself_be_prohibited_is_unknown(register: Made) -> None:
    register.add(ENTITIES, LISTING, dataset="made-list", kind="list", day="2018-12-01")
    found = find(register, PATH)
    assert (found.kind, found.outcome) == (Kind.UNKNOWN, Outcome.REFER)
    assert "SDGT" in texts(found.leads)


@pytest.mark.parametrize("unit", ["Lakes Brigade", "Laake Brigade"])
def test_a_resemblance_to_an_associated_unit_waits_for_a_person(register: Made, unit: str) -> None:
    """A slip of the pen must not turn an association into nothing."""
    found = find(register, PATH, BACKED, unit=unit)
    assert (found.kind, found.outcome) == (Kind.UNKNOWN, Outcome.REFER)
    assert found.because == ()
    assert any("Lake Brigade" in one for one in found.missing)


def test_a_resemblance_to_a_unit_without_associations_asks_nobody(register: Made) -> None:
    assert find(register, PATH, LED, unit="Laake Brigade").kind is Kind.NOT_FOUND


LIKE = [("lead", "Lake Brigad", 0.8), ("lake", "Lake Brigade", EQUAL), ("front", "Lake", 0.7)]


def test_which_resemblances_may_tell_against_a_party(register: Made) -> None:
    """Any of one that is not resolved, but equal names alone of one that is; and none of those left out."""
    register.add(ENTITIES)
    question = Question(register.snapshot, LISTED, date(2018, 11, 1))
    hits = tuple(NameHit(entity, text, "primary", "unit", score, (), (), (), (), False) for entity, text, score in LIKE)

    def told(entity: str | None, but: tuple[str, ...] = (), silent: str = "front") -> list[str]:
        party = Party("unit", "Lake Brigade", entity, "id" if entity else "", hits)
        found = telling_hits(question, [party], lambda one: None if one == silent else ("said", ()), but)
        return [one.name for one in found]

    assert told(None) == ["Lake Brigade", "Lake Brigad"]
    assert told("hill") == ["Lake Brigade"]
    assert told("hill", ("lake",)) == []
    assert told(None, ("lake",), "lead") == ["Lake"]
    (lake,) = telling_hits(question, [Party("unit", "Lake Brigade", "hill", "id", hits)], lambda one: ("said", ()))
    assert (lake.countries, lake.tells) == (("Iraq",), "said")


# --- incident -------------------------------------------------------------------------------------------

INCIDENT = one_clause("incident", "who: [unit, leaders]", then="found: not_cleared, contested: refer, unknown: refer")
RAID = "raid: {kind: incident, name: Killing at the mill}"
GROSS = "{incident_type: {of: raid, value: killing of detainees, gross_violation: %s, mapped_by: test}}"
BY = "{perpetrator_of: {perpetrator: %s, incident: raid}, when: 2018-05-01}"


def incident(register: Made, claims: str, **more: str) -> Finding:
    register.add(ENTITIES + RAID + "\n" + ROOF, claims)
    return find(register, INCIDENT, **more)


@pytest.mark.parametrize("who", ["lake", "lead"])
def test_an_asserted_gross_violation_is_found(register: Made, who: str) -> None:
    found = incident(register, f"{LED}\n{GROSS % 'yes'}\n{BY % who}")
    assert (found.kind, found.outcome) == (Kind.FOUND, Outcome.NOT_CLEARED)
    assert "Killing at the mill" in found.says
    assert "credibility" in found.missing[0]


def test_a_violation_that_had_not_happened_yet_is_not_found(register: Made) -> None:
    assert incident(register, f"{GROSS % 'yes'}\n{BY % 'lake'}", day="2018-04-30").kind is Kind.NOT_FOUND


@pytest.mark.parametrize(
    ("speaker", "kind"), [("An inquiry", Kind.CONTESTED), ("lake", Kind.FOUND), ("Lake Brigade", Kind.FOUND)]
)
def test_only_others_make_an_attribution_contested(register: Made, speaker: str, kind: Kind) -> None:
    denied = f"{{perpetrator_of: {{perpetrator: lake, incident: raid}}, stance: denied, speaker: {speaker}}}"
    found = incident(register, f"{GROSS % 'yes'}\n{BY % 'lake'}\n{denied}")
    assert found.kind is kind
    assert [one.stance for one in found.against] == ["denied"]


def test_one_violation_that_nobody_denies_is_enough(register: Made) -> None:
    other = "{kind: {of: raid-2, value: incident}}\n" + "\n".join((GROSS % "yes", BY % "lake")).replace(
        "raid", "raid-2"
    )
    denied = "{perpetrator_of: {perpetrator: lake, incident: raid}, stance: denied, speaker: lake}"
    found = incident(register, f"{GROSS % 'yes'}\n{BY % 'lake'}\n{denied}\n{other}")
    assert (found.kind, found.outcome) == (Kind.FOUND, Outcome.NOT_CLEARED)
    assert found.against


def test_an_alleged_attribution_is_a_lead(register: Made) -> None:
    found = incident(register, f"{GROSS % 'yes'}\n{(BY % 'lake').removesuffix('}')}, stance: alleged, speaker: W}}")
    assert (found.kind, found.outcome) == (Kind.UNKNOWN, Outcome.REFER)
    assert found.because == ()
    assert "Killing at the mill" in texts(found.leads)


@pytest.mark.parametrize("gross", ["no", "unclear"])
def test_what_nobody_calls_gross_is_context(register: Made, gross: str) -> None:
    found = incident(register, f"{GROSS % gross}\n{BY % 'lake'}")
    assert found.kind is Kind.NOT_FOUND
    assert "Killing at the mill" in texts(found.context)


def test_a_denied_mapping_makes_nothing_gross(register: Made) -> None:
    denied = f"{(GROSS % 'yes').removesuffix('}')}, stance: denied, speaker: X}}"
    assert incident(register, f"{denied}\n{BY % 'lake'}").kind is Kind.NOT_FOUND


@pytest.mark.parametrize("unit", ["lake", "roof"])
def test_what_is_said_of_an_umbrella_is_a_lead(register: Made, unit: str) -> None:
    claims = f"{{level: {{of: roof, value: umbrella}}}}\n{UNDER_ROOF}\n{GROSS % 'yes'}\n{BY % 'roof'}"
    found = incident(register, claims, unit=unit)
    assert (found.kind, found.outcome) == (Kind.UNKNOWN, Outcome.REFER)
    assert found.because == ()
    assert "umbrella" in found.says
    assert any("which unit" in one for one in found.missing)


def test_a_unit_without_incidents_is_not_thereby_innocent(register: Made) -> None:
    found = incident(register, f"{LED}\n{GROSS % 'yes'}\n{BY % 'front'}")
    assert found.kind is Kind.NOT_FOUND
    assert "none is excluded" in found.says


def test_a_resemblance_to_a_perpetrator_waits_for_a_person(register: Made) -> None:
    found = incident(register, f"{GROSS % 'yes'}\n{BY % 'lake'}", unit="Laake Brigade")
    assert (found.kind, found.outcome) == (Kind.UNKNOWN, Outcome.REFER)
    assert found.because == ()
    assert find(register, INCIDENT, unit="Seventh Desert Company").kind is Kind.NOT_FOUND


# --- commitment and remediation -------------------------------------------------------------------------

COMMITMENT = one_clause("commitment", "about: human rights", then="not_found: incomplete_request, contested: refer")
PROMISED = "{commitment: {of: lake, value: human rights}, when: %s, speaker: lake}"


def test_a_commitment_of_the_register_or_of_the_request(register: Made) -> None:
    register.add(ENTITIES, LED)
    (without,) = register.apply(COMMITMENT, "lake").findings
    assert (without.kind, without.outcome) == (Kind.NOT_FOUND, Outcome.INCOMPLETE_REQUEST)
    assert without.missing
    (stated,) = register.apply(COMMITMENT, "lake", commitment="letter of 1 October").findings
    assert (stated.kind, stated.outcome) == (Kind.FOUND, None)
    assert [(one.text, one.claim) for one in stated.because] == [("letter of 1 October", "")]
    register.add(ENTITIES, f"{LED}\n{PROMISED % '2018-10-01/..'}")
    assert find(register, COMMITMENT).kind is Kind.FOUND


def test_a_denied_commitment_is_contested(register: Made) -> None:
    denied = "{commitment: {of: lake, value: human rights}, stance: denied, speaker: front}"
    found = find(register, COMMITMENT, f"{PROMISED % '2018-10-01/..'}\n{denied}")
    assert (found.kind, found.outcome) == (Kind.CONTESTED, Outcome.REFER)


@pytest.mark.parametrize(
    ("when", "day"),
    [("2018-10-01/..", "2018-09-30"), ("2015/2016", "2018-11-01"), ("/", "2018-10-31")],
    ids=["not made yet", "ended", "first reported later"],
)
def test_a_commitment_that_does_not_stand_on_the_day_helps_nobody(register: Made, when: str, day: str) -> None:
    assert find(register, COMMITMENT, PROMISED % when, day=day).kind is Kind.NOT_FOUND


REMEDY = one_clause("remediation", "determined_by: [Secretary of State]", then="")
STEPS = "{remediation: {of: lake, value: the officers were tried}, speaker: %s}"


@pytest.mark.parametrize("speaker", ["Secretary of State", "secretary of state", "office"])
def test_steps_that_the_office_determines(register: Made, speaker: str) -> None:
    register.add(f"{ENTITIES}\noffice: {{kind: office, name: Secretary of State}}", STEPS % speaker)
    assert find(register, REMEDY).kind is Kind.FOUND


def test_steps_that_others_report_are_unknown(register: Made) -> None:
    found = find(register, REMEDY, STEPS % "state")
    assert found.kind is Kind.UNKNOWN
    assert found.because == ()
    assert "the officers were tried" in texts(found.leads)
    assert any("Secretary of State" in one for one in found.missing)


def test_no_steps(register: Made) -> None:
    assert find(register, REMEDY, LED).kind is Kind.NOT_FOUND


def test_a_determination_of_a_later_day_lifts_nothing_yet(register: Made) -> None:
    late = f"{(STEPS % 'Secretary of State').removesuffix('}')}, cite: {{source: late}}}}"
    assert find(register, REMEDY, late).kind is Kind.NOT_FOUND
    assert find(register, REMEDY, day="2020-01-01").kind is Kind.FOUND


# --- required -------------------------------------------------------------------------------------------

REQUIRED = one_clause(
    "required", "fields: [unit, leader, component]", then="not_found: incomplete_request, unknown: refer"
)


def test_what_a_request_needs(register: Made) -> None:
    register.add(
        f"{ENTITIES}\n{ROOF}\nhill: {{kind: unit, name: Hill Brigade}}",
        f"{LED}\n{{level: {{of: roof, value: umbrella}}}}",
    )

    def asked(unit: str, *leaders: str) -> Finding:
        return register.apply(REQUIRED, unit, leaders=leaders).findings[0]

    assert asked("lake").kind is Kind.FOUND
    assert asked("hill").kind is Kind.NOT_FOUND
    assert asked("hill").missing == ("the name of the unit's commander or leader",)
    assert asked("hill", "Anna Example Petra").kind is Kind.FOUND
    for unit in ("", "N/A", "vetted partner forces", "Ministry of Defence", "Iraq"):
        assert asked(unit).kind is Kind.NOT_FOUND
        assert "the name of a particular unit" in asked(unit).missing
    assert asked("roof").kind is Kind.UNKNOWN
    assert "umbrella" in asked("roof").says
    assert asked("Seventh Desert Company", "Anna Example Petra").kind is Kind.FOUND


def test_whether_the_register_knows_anything_of_those_asked_about(register: Made) -> None:
    register.add(ENTITIES, LED)
    known = one_clause("required", "fields: [known]", then="not_found: refer")

    def asked(unit: str, *leaders: str) -> Finding:
        return register.apply(known, unit, leaders=leaders).findings[0]

    assert asked("lake").kind is Kind.FOUND
    assert asked("Seventh Desert Company", "Sami Example Harun").kind is Kind.FOUND
    assert (asked("Seventh Desert Company").kind, asked("Seventh Desert Company").outcome) == (
        Kind.NOT_FOUND,
        Outcome.REFER,
    )
    assert asked("Seventh Desert Company").missing == ("sources on this unit: the register holds none",)


OF = "{remediation: {of: lake, incident: %s, value: the officers were tried}, speaker: Secretary of State}"


def violations(register: Made, steps: str) -> Finding:
    second = "{kind: {of: raid-2, value: incident}}\n{name: {of: raid-2, value: Killing at the weir}}\n"
    second += "\n".join((GROSS % "yes", BY % "lake")).replace("raid", "raid-2").replace("2018-05-01", "2018-09-01")
    register.add(ENTITIES + RAID, f"{GROSS % 'yes'}\n{BY % 'lake'}\n{second}\n{steps}")
    return find(register, REMEDY)


def test_a_determination_lifts_the_bar_only_for_its_incident(register: Made) -> None:
    found = violations(register, OF % "raid")
    assert found.kind is Kind.UNKNOWN
    assert "Killing at the weir" in found.says
    assert "Killing at the mill" not in found.says


def test_determinations_on_each_incident_lift_the_bar(register: Made) -> None:
    assert violations(register, f"{OF % 'raid'}\n{OF % 'raid-2'}").kind is Kind.FOUND


def test_without_any_list_nothing_was_screened(tmp_path: Path) -> None:
    with Register(str(tmp_path / "bare.db"), create=True) as bare:
        bare.import_editions([Incoming("made", "Made", "claims", "2018", "", ())])
        decision = Desk(Snapshot(bare)).decide(Request("Hill Brigade", "list-screening", date(2018, 11, 1)))
    listed = next(one for one in decision.result.findings if one.clause.id == "listed")
    assert (listed.kind, decision.outcome) == (Kind.UNKNOWN, Outcome.REFER)
    assert "no publisher's list" in listed.says
