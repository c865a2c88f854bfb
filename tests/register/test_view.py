"""The view of one entity: every value with its sources, and what sources say against each other side by side."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muster.claims import Citation, Claim, Source, Stance
from muster.register import EntityView, Held, Register, Said, caption_of
from muster.snapshot import Snapshot, view_of

from .made import ARTICLE, edition, listing, name, put, relation, same, temporary, value, working_file

DAY = date(2018, 11, 28)
REPORT = Source("report", "A report", published="2018-10")
LEAGUE = name("aah", "The League")
FORCES = name("pmf", "The Forces")


def shown(register: Register, entity: str = "aah", day: date = DAY) -> EntityView:
    return view_of(register, entity, day)


def said(view: EntityView, predicate: str) -> Said:
    (found,) = [one for one in view.said if one.predicate == predicate]
    return found


def about(view: EntityView) -> set[str]:
    return {one.about for one in view.disagreements}


def test_every_value_names_its_source_place_speaker_and_chain(register: Register) -> None:
    claim = Claim(
        "aah",
        "remark",
        value="more than 6,000 attacks",
        speaker="isw",
        via=("reuters", "paper"),
        citations=(Citation("article", paragraph="P19", quote="6,000"), Citation("report", page="4")),
        note="linked, not adjudicated",
    )
    put(register, working_file([LEAGUE, name("isw", "The Institute"), claim], sources=(ARTICLE, REPORT)))
    (evidence,) = said(shown(register), "remark").claims
    assert evidence.claim == claim.id
    assert evidence.source == "An article (A paper, 2018-11-28)"
    assert evidence.citation["place"] == "par. P19"
    assert evidence.citation["quote"] == "6,000"
    assert [one["source"] for one in evidence.citation["also"]] == ["report"]
    assert (evidence.speaker, evidence.via, evidence.note) == ("The Institute", ("reuters", "paper"), claim.note)
    line = evidence.spoken()
    for part in ("6,000 attacks", "asserted by The Institute", "via reuters, paper", "An article", "par. P19"):
        assert part in line


def test_a_source_that_nobody_described_is_named_by_its_id(register: Register) -> None:
    put(register, working_file([value("aah", "remark", "x", cite=(Citation("somewhere"),))], sources=()))
    (evidence,) = said(shown(register), "remark").claims
    assert evidence.source == "somewhere"


POOL = [
    LEAGUE,
    name("aah", "THE LEAGUE", "weak", Stance.DENIED),
    value("aah", "birth_date", "1974"),
    value("aah", "strength", "150000", stance=Stance.ESTIMATED),
    value("aah", "strength", "100000"),
    value("aah", "commitment", "rights", stance=Stance.PENDING),
    relation("aah", "member_of", "pmf"),
    relation("aah", "member_of", "pmf", stance=Stance.DENIED),
    relation("pmf", "subordinate_to", "aah", stance=Stance.NORMATIVE),
    relation("qais", "posted_to", "aah", role="commander"),
    relation("qais", "posted_to", "aah", role="spokesman"),
    listing("aah", "2020-01-03/"),
]


@given(st.sets(st.sampled_from(range(len(POOL))), min_size=1), st.dates(date(2010, 1, 1), date(2026, 1, 1)))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_is_left_out_settled_or_shown_without_a_source(chosen: set[int], day: date) -> None:
    claims = [POOL[one] for one in chosen]
    with temporary() as register:
        put(register, working_file(claims))
        view = shown(register, day=day)
    evidence = [one for part in view.said for one in (*part.claims, *part.against)]
    assert sorted(one.claim for one in evidence) == sorted(one.id for one in claims)
    assert all(one.source and one.citation["source"] for one in evidence)
    for part in view.said:
        assert {one.stance for one in part.against} <= {"denied"}
        assert "denied" not in {one.stance for one in part.claims}
        assert (part.state == "contested") <= bool(part.claims and part.against)
    text = json.loads(json.dumps(view.as_dict()))
    assert [one["claims"] + one["against"] for one in text["said"]]


# --- sources that differ -----------------------------------------------------------------------------------------


def test_single_values_that_differ_are_named_and_stay_side_by_side(register: Register) -> None:
    strong, weak = value("pmf", "strength", "150000", speaker="reuters"), value("pmf", "strength", "100000")
    put(register, working_file([FORCES, strong, weak]))
    view = shown(register, "pmf")
    (disagreement,) = view.disagreements
    assert disagreement.about == "strength"
    assert {one.claim for one in disagreement.claims} == {strong.id, weak.id}
    assert len([one for one in view.said if one.predicate == "strength"]) == 2


@pytest.mark.parametrize(
    ("first", "second", "differ"),
    [
        ("1974", "1974-06", False),
        ("1974-06-20", "1974-06", False),
        ("[1973..1975]", "1974", False),
        ("1974-06-20", "1974-06-21", True),
        ("1974", "1975-01", True),
        ("[..1973]", "1974", True),
    ],
)
def test_dates_differ_only_if_no_day_fits_both(register: Register, first: str, second: str, differ: bool) -> None:
    put(register, working_file([value("qais", "birth_date", first), value("qais", "birth_date", second)]))
    assert (about(shown(register, "qais")) == {"birth date"}) == differ


def test_what_may_have_many_values_does_not_disagree(register: Register) -> None:
    put(register, working_file([LEAGUE, name("aah", "AAH", "acronym"), value("aah", "country", "iq")]))
    assert shown(register).disagreements == ()


def test_values_that_differ_only_in_case_are_one(register: Register) -> None:
    put(register, working_file([value("aah", "echelon", "Brigade"), value("aah", "echelon", "BRIGADE")]))
    view = shown(register)
    assert len(said(view, "echelon").claims) == 2
    assert view.disagreements == ()


def test_a_demand_or_a_bill_does_not_disagree_with_a_fact(register: Register) -> None:
    for stance in (Stance.NORMATIVE, Stance.PENDING, Stance.DENIED):
        put(
            register,
            working_file([value("aah", "level", "component"), value("aah", "level", "umbrella", stance=stance)]),
        )
        assert shown(register).disagreements == ()


def test_a_relation_that_is_also_denied_is_contested_and_both_are_shown(register: Register) -> None:
    """P4 and P21: legalised as a component, yet separate from the military and police."""
    law = relation("aah", "member_of", "pmf", "2016-11/..", speaker="parliament")
    apart = relation("aah", "member_of", "pmf", stance=Stance.DENIED, speaker="reuters")
    put(register, working_file([LEAGUE, FORCES, law, apart]))
    for entity in ("aah", "pmf"):
        view = shown(register, entity)
        part = said(view, "member_of")
        assert part.state == "contested"
        assert part.text == "The League is part of The Forces"
        assert ([one.claim for one in part.claims], [one.claim for one in part.against]) == ([law.id], [apart.id])
        assert about(view) == {part.text}
    assert "it is denied" in part.against[0].text


def test_a_denial_alone_is_no_claim(register: Register) -> None:
    put(register, working_file([LEAGUE, relation("iran", "supports", "aah", stance=Stance.DENIED, speaker="aah")]))
    view = shown(register)
    part = said(view, "supports")
    assert (part.state, part.claims, len(part.against)) == ("denied", (), 1)
    assert view.disagreements == ()


@pytest.mark.parametrize(
    ("stances", "state"),
    [
        ([Stance.PENDING], "pending"),
        ([Stance.NORMATIVE], "normative"),
        ([Stance.NORMATIVE, Stance.DENIED], "denied"),
        ([Stance.ALLEGED], "alleged"),
        ([Stance.ESTIMATED, Stance.ALLEGED], "alleged"),
        ([Stance.PENDING, Stance.ALLEGED, Stance.ASSERTED], "asserted"),
        ([Stance.ALLEGED, Stance.DENIED], "contested"),
    ],
)
def test_the_state_is_that_of_the_strongest_stance(register: Register, stances: list[Stance], state: str) -> None:
    put(register, working_file([relation("aah", "subordinate_to", "pm", stance=stance) for stance in stances]))
    assert said(shown(register), "subordinate_to").state == state


def test_a_symmetric_relation_is_contested_whichever_end_comes_first(register: Register) -> None:
    one = relation("aah", "affiliated_with", "pmf")
    other = relation("pmf", "affiliated_with", "aah", stance=Stance.DENIED)
    put(register, working_file([one, other]))
    for entity in ("aah", "pmf"):
        assert said(shown(register, entity), "affiliated_with").state == "contested"


def test_to_be_above_and_to_be_below_are_two_things(register: Register) -> None:
    put(register, working_file([relation("aah", "supports", "pmf"), relation("pmf", "supports", "aah")]))
    assert len(shown(register).said) == 2


def test_two_units_of_one_name_are_two_units(register: Register) -> None:
    twins = [name("u1", "2 Brigade"), name("u2", "2 Brigade")]
    under = [relation("u1", "subordinate_to", "aah"), relation("u2", "subordinate_to", "aah", stance=Stance.DENIED)]
    put(register, working_file([LEAGUE, *twins, *under]))
    view = shown(register)
    assert {(one.other, one.state) for one in view.said if one.other} == {("u1", "asserted"), ("u2", "denied")}
    assert view.disagreements == ()


def test_two_ids_judged_the_same_are_one_unit(register: Register) -> None:
    under = [relation("u1", "subordinate_to", "aah"), relation("u2", "subordinate_to", "aah", stance=Stance.DENIED)]
    put(register, working_file([LEAGUE, name("u2", "2 Brigade"), *under], judgements=(same("u1", "u2"),)))
    part = said(shown(register), "subordinate_to")
    assert (part.state, part.text) == ("contested", "2 Brigade is subordinate to The League")


# --- time --------------------------------------------------------------------------------------------------------


def test_a_withdrawn_value_is_no_longer_so_but_was(register: Register) -> None:
    wrong = value("aah", "birth_date", "1974")
    put(register, edition("2018-01-01", [LEAGUE, wrong]))
    put(register, edition("2018-02-01", [LEAGUE, value("aah", "birth_date", "1975")]))
    by_day = {
        day: {one.text: one.certainty.value for one in shown(register, day=date.fromisoformat(day)).said}
        for day in ("2018-01-01", "2018-02-01", "2018-06-01")
    }
    assert by_day["2018-01-01"]["1974"] == "attested"
    assert by_day["2018-02-01"]["1974"] == by_day["2018-06-01"]["1974"] == "no"
    assert by_day["2018-02-01"]["1975"] == "attested"
    assert shown(register, day=date(2018, 2, 1)).disagreements == ()


def test_a_listing_that_ended_is_shown_as_ended(register: Register) -> None:
    put(register, edition("2018-01-01", [LEAGUE, listing("aah")]), edition("2018-02-01", [LEAGUE]))
    assert said(shown(register, day=date(2018, 1, 1)), "listed_under").certainty.value == "attested"
    assert said(shown(register, day=date(2018, 2, 1)), "listed_under").certainty.value == "no"


def test_each_claim_has_its_own_certainty_and_the_value_the_best(register: Register) -> None:
    old = relation("qais", "posted_to", "aah", "2010/2012", cited=date(2011, 1, 1), speaker="one")
    new = relation("qais", "posted_to", "aah", "2016/..", cited=date(2018, 11, 26), speaker="two")
    put(register, working_file([old, new]))
    part = said(shown(register), "posted_to")
    assert {one.speaker: one.certainty for one in part.claims} == {"one": "no", "two": "presumed"}
    assert part.certainty.value == "presumed"


# --- the entity itself ---------------------------------------------------------------------------------------------


def test_a_cluster_is_shown_as_one_entity_with_all_its_ids(register: Register) -> None:
    put(register, working_file([LEAGUE, value("aah", "kind", "unit"), value("aah-2", "echelon", "brigade")]))
    register.judge(same("aah", "aah-2"))
    for entity in ("aah", "aah-2"):
        view = shown(register, entity)
        assert (view.entity, view.caption, view.kind) == ("aah", "The League", "unit")
        assert {one.predicate for one in view.said} == {"name", "kind", "echelon"}
        assert view.as_dict()["same_as"] == ["aah-2"]


def held(*names: Claim) -> list[Held]:
    return [Held(one, one.time, "l") for one in names]


def test_the_caption_is_the_first_primary_name_in_mixed_case() -> None:
    names = [name("a", "AAH", "acronym"), name("a", "THE LEAGUE"), name("a", "The League"), name("a", "Ahl al-Haq")]
    assert caption_of(held(*names), "a") == "The League"
    assert caption_of(held(*names[:2]), "a") == "THE LEAGUE"
    assert caption_of(held(names[0], name("a", "Khazali Network", "weak")), "a") == "AAH"


def test_a_denied_name_is_no_caption() -> None:
    assert caption_of(held(name("a", "Lie", stance=Stance.DENIED)), "a") == "a"
    assert caption_of([], "a") == "a"


@given(st.permutations([name("a", "One"), name("a", "TWO"), name("a", "Three", "weak"), name("a", "Four", "strong")]))
def test_the_caption_does_not_depend_on_weaker_names(names: list[Claim]) -> None:
    assert caption_of(held(*names), "a") == "One"


def test_the_snapshot_and_the_register_show_the_same(register: Register) -> None:
    put(register, working_file(POOL))
    assert Snapshot(register).evidence(POOL[0].id, DAY) == said_evidence(shown(register), POOL[0].id)


def said_evidence(view: EntityView, claim: str) -> object:
    return next(one for part in view.said for one in part.claims if one.claim == claim)
