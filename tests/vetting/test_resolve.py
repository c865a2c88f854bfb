"""From names to entities: only an identifier or an unambiguous name resolves; all else stays a question."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from muster.policy import Outcome
from muster.vetting import Adjudication, Decision
from tests.policy.made import Made, made

IRAQ_1236 = "us-ndaa-2015-1236"
LAKE = "lake: {kind: unit, name: Lake Brigade, country: iq}"
LEAD = "lead: {kind: person, name: Sami Example Harun}"
LED = "{posted_to: {person: lead, unit: lake, role: commander}}"


def listed(entity: str) -> str:
    return f"{{listed_under: {{of: {entity}, value: SDGT, authority: OFAC, list: us-ofac-sdn}}, when: 2018-01-01/..}}"


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        yield register


def unit(decision: Decision) -> dict[str, Any]:
    found: dict[str, Any] = decision.as_dict()["subject"]
    return found


def leaders(decision: Decision) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = decision.as_dict()["leaders"]
    return found


# --- the unit -------------------------------------------------------------------------------------------


def test_an_identifier_resolves(register: Made) -> None:
    register.add(LAKE, LED.replace("person: lead", "person: ofac-1"))
    for decision in (register.decide("lake"), register.decide("The Blue Ones", identifier="lake")):
        assert unit(decision)["entity"] == "lake"
        assert unit(decision)["resolved_by"] == "identifier lake"
    assert unit(register.decide("The Blue Ones", identifier="pond"))["entity"] is None


@pytest.mark.parametrize("name", ["Lake Brigade", "LAKE BRIGADE", "  lake-brigade ", "Láke Brigade"])
@pytest.mark.parametrize("country", ["", "Iraq", "IQ"])
def test_an_unambiguous_name_resolves_and_the_rule_is_stated(register: Made, name: str, country: str) -> None:
    register.add(LAKE)
    found = unit(register.decide(name, country=country))
    assert found["entity"] == "lake"
    assert found["resolved_by"] == "unambiguous name: equal to “Lake Brigade” of Lake Brigade and of no other entity"


def test_a_similar_name_does_not_resolve(register: Made) -> None:
    register.add(LAKE)
    found = unit(register.decide("Laake Brigade"))
    assert found["entity"] is None
    assert found["resolved_by"] == "not resolved: no equal name in the register"
    assert [hit["entity"] for hit in found["hits"]] == ["lake"]


def test_one_name_of_two_entities_is_left_to_a_person(register: Made) -> None:
    register.add(f"{LAKE}\nother: {{kind: unit, name: Lake Brigade, country: sy}}", listed("other"))
    decision = register.decide("Lake Brigade")
    found = unit(decision)
    assert found["entity"] is None
    assert found["resolved_by"] == "not resolved: the name equals several entities"
    assert {hit["entity"] for hit in found["hits"]} == {"lake", "other"}
    assert decision.outcome.value == "refer"
    assert any("lake" in gap and "other" in gap for gap in decision.as_dict()["gaps"])


def test_one_name_of_two_innocent_entities_is_not_passed_over_in_silence(register: Made) -> None:
    register.add(f"{LAKE}\nother: {{kind: unit, name: Lake Brigade, country: sy}}")
    decision = register.decide("Lake Brigade")
    assert unit(decision)["entity"] is None
    assert any("which of these" in gap for gap in decision.as_dict()["gaps"])


def test_the_country_tells_two_units_of_one_name_apart(register: Made) -> None:
    register.add(f"{LAKE}\nother: {{kind: unit, name: Lake Brigade, country: sy}}")
    for country, entity in (("Iraq", "lake"), ("Syria", "other")):
        found = unit(register.decide("Lake Brigade", country=country))
        assert found["entity"] == entity
        assert found["resolved_by"].endswith("of no other known in that country")


def test_entities_judged_the_same_are_one(register: Made) -> None:
    register.add(
        f"{LAKE}\nother: {{kind: unit, name: Lake Brigade}}",
        "{left: lake, right: other, verdict: same, reason: one commander, by: analyst}",
    )
    found = unit(register.decide("Lake Brigade", country="Iraq"))
    assert found["entity"] == register.snapshot.canonical("other")
    assert found["hits"] == []


@pytest.mark.parametrize("country", ["", "country: sy"])
def test_an_equal_full_name_not_known_in_the_country_is_a_hit_and_no_match(register: Made, country: str) -> None:
    register.add(f"other: {{kind: unit, name: Lake Brigade, {country or 'speaker: X'}}}", listed("other"))
    decision = register.decide("Lake Brigade", country="Iraq")
    found = unit(decision)
    assert found["entity"] is None
    assert found["resolved_by"] == "not resolved: an equal name, but not known in that country"
    assert [(hit["entity"], hit["score"]) for hit in found["hits"]] == [("other", 1.0)]
    assert decision.outcome.value == "refer"


def test_an_equal_name_without_country_beside_a_match_still_waits_for_a_person(register: Made) -> None:
    """The unit is resolved, but what is known of its namesake may be known of it."""
    register.add(
        f"{LAKE}\nother: {{kind: unit, name: Lake Brigade}}\niran: {{kind: government, name: Iran, country: ir}}",
        "{supports: {supporter: iran, supported: other}}",
    )
    decision = register.decide("Lake Brigade", IRAQ_1236, country="Iraq", leaders=("A B C",), commitment="yes")
    assert unit(decision)["entity"] == "lake"
    assert decision.outcome.value == "refer"
    assert any("Lake Brigade" in reason for reason in decision.reasons)


def test_letters_of_another_country_are_set_aside_with_the_reason(register: Made) -> None:
    register.add(
        "pmf: {kind: organization, name: Popular Mobilization Forces, country: iq}",
        f"{{name: {{of: pmf, value: PMU, kind: acronym}}}}\n{listed('pmf')}",
    )
    decision = register.decide("PMU", country="Mauritius")
    found = unit(decision)
    assert found["entity"] is None
    assert found["hits"] == []
    assert found["set_aside"] == [
        "“PMU” is Popular Mobilization Forces of another country (iq): only the letters agree"
    ]
    assert decision.outcome.value == "no_adverse_information"
    assert unit(register.decide("PMU", country="Iraq"))["entity"] == "pmf"
    without = register.decide("PMU")
    assert unit(without)["entity"] is None
    assert without.outcome.value == "refer"


def test_a_weak_alias_never_resolves(register: Made) -> None:
    register.add(LAKE, f"{{name: {{of: lake, value: The Fishermen, kind: weak}}}}\n{listed('lake')}")
    decision = register.decide("The Fishermen", country="Iraq")
    assert unit(decision)["entity"] is None
    assert [hit["entity"] for hit in unit(decision)["hits"]] == ["lake"]
    assert decision.outcome.value == "refer"


def test_a_person_is_no_unit(register: Made) -> None:
    register.add(LEAD, listed("lead"))
    assert unit(register.decide("Sami Example Harun"))["entity"] is None


def test_a_hit_judged_different_is_dropped(register: Made) -> None:
    entities = f"{LAKE}\nother: {{kind: unit, name: Lakes Brigade}}"
    register.add(entities, listed("other"))
    before = register.decide("Lake Brigade")
    assert [hit["entity"] for hit in unit(before)["hits"]] == ["other"]
    assert before.outcome.value == "refer"
    register.add(
        entities,
        f"{listed('other')}\n{{left: lake, right: other, verdict: different, reason: two places, by: analyst}}",
        day="2018-11-02",
    )
    after = register.decide("Lake Brigade")
    assert unit(after)["hits"] == []
    assert after.outcome.value == "no_adverse_information"


# --- the leaders ----------------------------------------------------------------------------------------


def test_the_registers_leader_is_vetted_though_the_request_names_nobody(register: Made) -> None:
    register.add(f"{LAKE}\n{LEAD}", f"{LED}\n{listed('lead')}")
    decision = register.decide("Lake Brigade")
    (leader,) = leaders(decision)
    assert (leader["entity"], leader["named_in_request"]) == ("lead", False)
    assert leader["resolved_by"].startswith("the register's posting (commander")
    assert leader["because"]
    assert decision.outcome.value == "not_cleared"


def test_a_leader_whom_the_request_leaves_out_is_a_gap(register: Made) -> None:
    register.add(f"{LAKE}\n{LEAD}", LED)
    decision = register.decide("Lake Brigade", leaders=("Anna Example Petra",))
    assert {one["entity"] for one in leaders(decision)} == {"lead", None}
    assert any("Sami Example Harun" in gap and "does not name" in gap for gap in decision.as_dict()["gaps"])
    assert register.decide("Lake Brigade", leaders=("Sami Example Harun",)).as_dict()["gaps"] == []


def test_a_short_name_identifies_a_leader_only_if_the_register_posts_them_there(register: Made) -> None:
    short = "lead: {kind: person, name: Sami Harun}"
    register.add(f"{LAKE}\n{short}\nhill: {{kind: unit, name: Hill Brigade}}", f"{LED}\n{listed('lead')}")
    (here,) = leaders(register.decide("Lake Brigade", leaders=("Sami Harun",)))
    assert (here["entity"], here["named_in_request"]) == ("lead", True)
    assert here["resolved_by"].endswith("and the register posts them to this unit")
    elsewhere = register.decide("Hill Brigade", leaders=("Sami Harun",))
    (leader,) = leaders(elsewhere)
    assert leader["entity"] is None
    assert leader["resolved_by"] == "not resolved: a name of so few words identifies nobody by itself"
    assert elsewhere.outcome.value == "refer"  # a question, and never an accusation


def test_a_thousand_namesakes_are_all_shown(register: Made) -> None:
    """More than a search returns: the rest are equal names too."""
    crowd = [
        f"{{kind: {{of: p{n:04}, value: person}}}}\n{{name: {{of: p{n:04}, value: Sami Harun}}}}" for n in range(1003)
    ]
    register.add("", "\n".join(crowd))
    (leader,) = leaders(register.decide("Hill Brigade", leaders=("Sami Harun",)))
    assert {hit["entity"] for hit in leader["hits"]} == {f"p{n:04}" for n in range(1003)}
    assert {(hit["score"], hit["evasion"], tuple(hit["rewrites"])) for hit in leader["hits"]} == {(1.0, False, ())}


@pytest.mark.parametrize(
    ("name", "resolves"),
    [("Sami Example Harun", True), ("Ali al Hassan", False), ("Ali bin Hassan", False), ("A. B. Hassan", False)],
)
def test_particles_and_initials_do_not_make_a_name_certain(register: Made, name: str, resolves: bool) -> None:
    register.add(f"{LAKE}\nlead: {{kind: person, name: {name}}}", listed("lead"))
    decision = register.decide("Lake Brigade", leaders=(name,))
    assert (leaders(decision)[0]["entity"] == "lead") == resolves
    assert decision.outcome.value == ("not_cleared" if resolves else "refer")


def test_one_name_of_two_persons_identifies_neither(register: Made) -> None:
    register.add(f"{LAKE}\n{LEAD}\nother: {{kind: person, name: Sami Example Harun}}", listed("other"))
    decision = register.decide("Lake Brigade", leaders=("Sami Example Harun",))
    assert leaders(decision)[0]["entity"] is None
    assert decision.outcome.value == "refer"


def test_the_posting_tells_two_persons_of_one_name_apart_but_the_other_stays_a_hit(register: Made) -> None:
    namesake = "other: {kind: person, name: Sami Example Harun}"
    register.add(f"{LAKE}\n{LEAD}\n{namesake}", f"{LED}\n{listed('other')}")
    decision = register.decide("Lake Brigade", leaders=("Sami Example Harun",))
    (leader,) = leaders(decision)
    assert leader["entity"] == "lead"
    assert "no other entity" not in leader["resolved_by"]
    assert [hit["entity"] for hit in leader["hits"]] == ["other"]
    assert decision.outcome.value == "refer"


@pytest.mark.parametrize("asked", [(), ("Samy Example Haroun",)], ids=["the register's", "the request's"])
def test_a_leader_like_a_listed_person_is_referred(register: Made, asked: tuple[str, ...]) -> None:
    entities = f"{LAKE}\nother: {{kind: person, name: Sami Exampl Harun}}"
    if asked:
        register.add(entities, listed("other"))
    else:
        register.add(f"{entities}\n{LEAD}", f"{LED}\n{listed('other')}")
    decision = register.decide("Lake Brigade", leaders=asked)
    (leader,) = leaders(decision)
    assert [hit["entity"] for hit in leader["hits"]] == ["other"]
    assert decision.outcome.value == "refer"
    assert any("judgement" in gap for gap in decision.as_dict()["gaps"])


def test_a_former_leader_is_not_asked_about(register: Made) -> None:
    ended = "{posted_to: {person: lead, unit: lake, role: commander}, when: 2014/2016}"
    register.add(f"{LAKE}\n{LEAD}", f"{ended}\n{listed('lead')}")
    decision = register.decide("Lake Brigade")
    assert leaders(decision) == []
    assert decision.outcome.value == "no_adverse_information"


@pytest.mark.parametrize(
    "nobody", ["unknown", "", "-", "N/A", "TBD", "vacant", "Colonel", "the commander", "Brig. Gen."]
)
def test_a_leader_who_is_nobody_is_missing(register: Made, nobody: str) -> None:
    register.add(LAKE)
    more = {"leaders": (nobody,), "commitment": "a signed undertaking"}
    decision = register.decide("Lake Brigade", policy="us-ndaa-2015-1236", **more)
    assert decision.outcome is Outcome.INCOMPLETE_REQUEST
    assert any("leader" in one for one in decision.as_dict()["gaps"])


@pytest.mark.parametrize("refusal", ["no", "none", "refused", "not yet signed", "N/A"])
def test_a_commitment_that_is_none_is_missing(register: Made, refusal: str) -> None:
    register.add(LAKE)
    more = {"leaders": ("Karim Example Said",), "commitment": refusal}
    decision = register.decide("Lake Brigade", policy="us-ndaa-2015-1236", **more)
    assert decision.outcome is Outcome.INCOMPLETE_REQUEST


def test_a_listed_party_is_a_hit_whatever_kind_was_expected(register: Made) -> None:
    register.add("chief: {kind: person, name: Sami Example Harun}", listed("chief"))
    asked_as_unit = register.decide("Sami Example Harun")
    assert asked_as_unit.outcome is Outcome.REFER
    register.add("band: {kind: organization, name: Western Example Front}", listed("band"), dataset="more")
    asked_as_leader = register.decide("Hill Brigade", leaders=("Western Example Front",))
    assert asked_as_leader.outcome is Outcome.REFER


def test_namesakes_do_not_crowd_out_the_listed_one(register: Made) -> None:
    crowd = "\n".join(f"a{number}: {{kind: person, name: Sami Example Harun}}" for number in range(80))
    register.add(f"{crowd}\nzz: {{kind: person, name: Sami Example Harun}}", listed("zz"))
    assert register.decide("Hill Brigade", leaders=("Sami Example Harun",)).outcome is Outcome.REFER


def test_letters_like_those_of_another_country_are_set_aside_too(register: Made) -> None:
    register.add("lake: {kind: unit, name: LKBDE, country: iq}", listed("lake"))
    found = unit(register.decide("LKBD", country="Mauritius", identifier=""))
    assert found["hits"] == []
    assert found["set_aside"] == ["“LKBDE” is LKBDE of another country (iq): only the letters agree"]
    assert [hit["entity"] for hit in unit(register.decide("LKBD", country="Iraq"))["hits"]] == ["lake"]


def test_a_unit_is_found_by_the_slots_of_its_name(register: Made) -> None:
    register.add(
        "bn: {kind: unit, name: 2 Battalion, country: Iraq}\nbde: {kind: unit, name: 2 Brigade, country: Iraq}"
    )
    found = unit(register.decide("2nd Bn", country="Iraq"))
    assert (found["entity"], found["link"]) == ("bn", "link")
    assert "number: 2 on both sides" in found["resolved_by"]
    found = unit(register.decide("2nd Bn", country="Syria"))
    assert (found["entity"], found["link"]) == (None, "not_in_register")


def test_a_number_resolves_nothing_where_the_register_knows_no_country(register: Made) -> None:
    register.add("bn: {kind: unit, name: 2 Battalion}")
    assert unit(register.decide("2nd Bn", country="Iraq"))["entity"] is None
    assert unit(register.decide("2 Battalion"))["entity"] == "bn"


def test_without_a_country_a_number_resolves_nothing(register: Made) -> None:
    register.add("bn: {kind: unit, name: 2 Battalion, country: Iraq}")
    assert unit(register.decide("2nd Bn"))["entity"] is None


def test_a_listed_unit_of_another_size_is_set_aside_with_the_reason(register: Made) -> None:
    other = "other: {kind: unit, name: 22 Desert Infantry Reconnaissance Brigade, country: Iraq}"
    register.add(other, listed("other"))
    found = unit(register.decide("22 Desert Infantry Reconnaissance Battalion", country="Iraq"))
    assert found["hits"] == []
    assert any("size: battalion and brigade: decides against" in line for line in found["set_aside"])


# --- what a person judged -------------------------------------------------------------------------------


def judged(text: str, entity: str, verdict: str) -> Adjudication:
    return Adjudication(text, entity, verdict, "the same commander", "anna")


TWINS = f"{LAKE}\nother: {{kind: unit, name: Lake Brigade, country: sy}}"


def test_a_judgement_says_which_unit_is_meant(register: Made) -> None:
    register.add(TWINS, listed("other"))
    same = register.decide("Lake Brigade", adjudications=(judged("Lake Brigade", "lake", "same"),))
    assert (unit(same)["entity"], unit(same)["link"]) == ("lake", "link")
    assert unit(same)["resolved_by"] == "judged same by anna: the same commander"
    assert [hit["entity"] for hit in unit(same)["hits"]] == ["other"]
    assert same.outcome is Outcome.REFER
    different = judged("Lake Brigade", "other", "different")
    both = register.decide("Lake Brigade", adjudications=(judged("Lake Brigade", "lake", "same"), different))
    assert unit(both)["hits"] == []
    assert unit(both)["set_aside"] == ["Lake Brigade (other): judged different by anna: the same commander"]
    assert both.outcome is Outcome.NO_ADVERSE_INFORMATION


@pytest.mark.parametrize(
    "judgements",
    [
        (judged("Lake Brigade", "lake", "unsure"),),
        (judged("Hill Brigade", "lake", "same"),),
        (judged("Lake Brigade", "nobody", "same"),),
        (judged("Lake Brigade", "lake", "same"), judged("Lake Brigade", "other", "same")),
    ],
)
def test_what_no_person_settled_stays_a_question(register: Made, judgements: tuple[Adjudication, ...]) -> None:
    register.add(TWINS)
    found = register.decide("Lake Brigade", adjudications=judgements)
    assert unit(found)["entity"] is None
    assert {hit["entity"] for hit in unit(found)["hits"]} == {"lake", "other"}


def test_what_is_judged_different_is_not_the_one_that_was_resolved(register: Made) -> None:
    """The party's own entity is never set aside."""
    register.add(LAKE)
    found = unit(register.decide("Lake Brigade", adjudications=(judged("Lake Brigade", "lake", "different"),)))
    assert (found["entity"], found["set_aside"]) == ("lake", [])


def test_a_leader_whom_a_person_identified(register: Made) -> None:
    short = "lead: {kind: person, name: Sami Harun}"
    register.add(f"{LAKE}\n{short}", listed("lead"))
    (leader,) = leaders(register.decide("Lake Brigade", leaders=("Sami Harun",)))
    assert leader["entity"] is None
    known = register.decide("lake", leaders=("Sami Harun",), adjudications=(judged("Sami Harun", "lead", "same"),))
    (leader,) = leaders(known)
    assert (leader["entity"], leader["role"]) == ("lead", "leader")
    assert leader["resolved_by"] == "judged same by anna: the same commander"
    assert known.outcome is Outcome.NOT_CLEARED
    other = register.decide("lake", leaders=("Sami Harun",), adjudications=(judged("Sami Harun", "lead", "different"),))
    assert leaders(other)[0]["hits"] == []
    assert other.outcome is Outcome.NO_ADVERSE_INFORMATION


# --- what the request leaves open -----------------------------------------------------------------------


def gaps(decision: Decision) -> list[str]:
    found: list[str] = decision.as_dict()["gaps"]
    return found


def test_what_the_request_left_out_or_got_wrong(register: Made) -> None:
    register.add(f"{LAKE}\n{LEAD}", LED)
    assert gaps(register.decide("lake", commitment="none")) == ["a commitment: “none” is none"]
    assert gaps(register.decide("lake", commitment="signed")) == []
    assert gaps(register.decide("lake", identifier="pond")) == [
        "the entity 'pond' that the request gives: the register does not hold it"
    ]
    assert gaps(register.decide("Lake Brigade", identifier="lake")) == []
    assert gaps(register.decide("lake", leaders=("N/A", " "))) == [
        "the name of a leader: “N/A” names nobody", "the name of a leader",
        "the register knows Sami Example Harun as leader on 2018-11-01; the request does not name them",
    ]  # fmt: skip


def test_equal_names_are_a_question_and_like_ones_are_not(register: Made) -> None:
    register.add(f"{TWINS}\nlike: {{kind: unit, name: Lakes Brigade}}")
    (one,) = [gap for gap in gaps(register.decide("Lake Brigade")) if "which of these" in gap]
    assert "(lake)" in one
    assert "(other)" in one
    assert "(like)" not in one
    assert [gap for gap in gaps(register.decide("Lake Brigade", country="Iraq")) if "which of these" in gap] == []


def test_one_equal_name_alone_is_no_question_which(register: Made) -> None:
    register.add("other: {kind: unit, name: Lake Brigade}")
    decision = register.decide("Lake Brigade", country="Iraq")
    assert unit(decision)["entity"] is None
    assert not any("if any: Lake Brigade (other); " in gap for gap in gaps(decision))


def test_a_named_leader_keeps_the_registers_evidence(register: Made) -> None:
    register.add(f"{LAKE}\n{LEAD}", LED)
    (named,) = leaders(register.decide("lake", leaders=("Sami Example Harun",)))
    (unnamed,) = leaders(register.decide("lake"))
    assert named["because"] == unnamed["because"] != []
    assert (named["named_in_request"], unnamed["named_in_request"]) == (True, False)


@pytest.mark.parametrize(
    ("name", "short"),
    [("LKBDE", True), ("LKBDES", False), ("L KBD", False), (" LKBDE ", True)],
)
def test_letters_need_the_country_and_words_do_not(register: Made, name: str, short: bool) -> None:
    """Up to five letters in one word are shared by many bodies."""
    register.add(f'lake: {{kind: unit, name: "{name}", country: iq}}')
    found = unit(register.decide(name))
    assert found["entity"] == (None if short else "lake")
    if short:
        assert found["resolved_by"] == "not resolved: a short name that many bodies share; state the country"
        assert unit(register.decide(name, country="Iraq"))["entity"] == "lake"


def test_a_full_name_asked_about_is_not_set_aside_for_the_letters_it_is_like(register: Made) -> None:
    """Of another country, only what is letters on one of the two sides is set aside."""
    register.add("other: {kind: unit, name: Lake Brigade, country: sy}", listed("other"))
    found = unit(register.decide("Lakes Brigade", country="Iraq"))
    assert [hit["entity"] for hit in found["hits"]] == ["other"]
    assert found["set_aside"] == []


def test_a_person_is_named_by_id_and_a_unit_is_no_person(register: Made) -> None:
    register.add(f"{LAKE}\n{LEAD}")
    found = leaders(register.decide("lake", leaders=("lead", "lake")))
    assert [one["entity"] for one in found] == ["lead", None]
    assert found[0]["resolved_by"] == "identifier lead"


@pytest.mark.parametrize(("name", "resolves"), [("Sami Example Harun", True), ("Sami Harun", False)])
def test_a_name_of_three_words_identifies_and_one_of_two_does_not(register: Made, name: str, resolves: bool) -> None:
    register.add(f"{LAKE}\nlead: {{kind: person, name: {name}}}")
    (found,) = leaders(register.decide("lake", leaders=(name,)))
    assert (found["entity"] == "lead") == resolves


def test_an_individual_of_two_units(register: Made) -> None:
    """Which of them is meant is a question, unless the request says it; a posting that ended counts no more."""
    ended = "{posted_to: {person: lead, unit: pond, role: clerk}, when: 2010/2012}"
    alleged = "{posted_to: {person: lead, unit: pond, role: clerk}, stance: alleged, speaker: A}"
    entities = f"{LAKE}\n{LEAD}\npond: {{kind: unit, name: Pond Company}}\nhill: {{kind: unit, name: Hill Company}}"
    register.add(entities, f"{LED}\n{ended}\n{alleged}")
    one = register.decide("", individual="Sami Example Harun").as_dict()
    assert one["subject"]["entity"] == "lake"
    assert one["gaps"] == []
    register.add(entities, f"{LED}\n{LED.replace('lake', 'hill')}", day="2018-11-02")
    two = register.decide("", individual="Sami Example Harun").as_dict()
    assert two["subject"]["entity"] is None
    assert two["gaps"][0] == "which unit of Sami Example Harun is meant: Hill Company and Lake Brigade" or (
        two["gaps"][0] == "which unit of Sami Example Harun is meant: Lake Brigade and Hill Company"
    )
    assert register.decide("Hill Company", individual="Sami Example Harun").as_dict()["gaps"] == []


def test_an_individual_of_a_short_name_is_known_by_the_unit(register: Made) -> None:
    register.add(f"{LAKE}\nlead: {{kind: person, name: Sami Harun}}", LED)
    data = register.decide("lake", individual="Sami Harun").as_dict()
    assert data["individual"]["entity"] == "lead"
    assert data["individual"]["because"]
    nobody = register.decide("", individual="Sami Harun").as_dict()
    assert nobody["individual"]["entity"] is None
    assert nobody["subject"]["resolved_by"] == "not resolved: the register posts this person to none"
