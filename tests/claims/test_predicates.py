"""The vocabulary: every predicate can be said, and no claim that breaks its rules passes the check."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from string import Formatter

import pytest

from muster.claims import Citation, Claim, Predicate, Stance, check, describe, predicate, vocabulary
from muster.dates import Interval
from muster.errors import BadClaim, BadDate

CITE = (Citation("article"),)
ALL = sorted(vocabulary().values(), key=lambda rule: rule.name)
RELATIONS = [rule for rule in ALL if rule.relation]
KINDS = vocabulary()["kind"].allowed


def sample(rule: Predicate) -> Claim:
    """A claim that keeps the predicate's rules, with every qualifier set."""
    value = min(rule.allowed, default="2018-11" if rule.type == "date" else "12")
    return Claim(
        subject="e-1",
        predicate=rule.name,
        object="e-2" if rule.relation else "",
        value="" if rule.relation else value,
        qualifiers=tuple(sorted((key, min(values, default="x_1")) for key, values in rule.qualifiers.items())),
        citations=CITE,
    )


def fields(text: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(text) if name is not None]


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_every_predicate_can_be_used_and_said(rule: Predicate) -> None:
    claim = sample(rule)
    check(claim)
    said = describe(claim, {"e-1": "The {First}", "e-2": "The Second"})
    assert "The {First}" in said
    assert ("The Second" if rule.relation else claim.value) in said
    for key, value in claim.qualifiers:
        assert key.replace("_", " ") in said
        assert (value.replace("_", " ") if rule.qualifiers[key] else value) in said


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
def test_a_predicate_is_about_kinds_that_exist(rule: Predicate) -> None:
    assert len(rule.kinds) == (2 if rule.relation else 1)
    assert set().union(*rule.kinds) <= KINDS


@pytest.mark.parametrize("rule", RELATIONS, ids=lambda rule: rule.name)
def test_a_relation_reads_from_either_end(rule: Predicate) -> None:
    first, second = rule.ends
    assert first != second
    assert sorted(fields(rule.says)) == sorted(fields(rule.inverse)) == sorted(rule.ends)
    assert fields(rule.says)[0] == first
    assert fields(rule.inverse)[0] == second


@pytest.mark.parametrize("rule", RELATIONS, ids=lambda rule: rule.name)
def test_a_relation_has_a_meaning_for_paths(rule: Predicate) -> None:
    assert rule.carries in {"both", "forward", "none"}
    assert rule.rises in {"", "part", "post"}
    if rule.rises:
        assert rule.carries != "none"
    if rule.symmetric:
        assert rule.kinds[0] == rule.kinds[1]


def test_values_that_look_like_yes_and_no_are_words() -> None:
    assert vocabulary()["incident_type"].qualifiers["gross_violation"] == {"yes", "no", "unclear"}
    assert vocabulary()["affiliated_with"].symmetric
    assert not vocabulary()["supports"].symmetric


def test_a_predicate_that_nobody_defined_is_refused_with_the_nearest_ones() -> None:
    with pytest.raises(BadClaim, match="unknown predicate 'subordinated_to'") as caught:
        predicate("subordinated_to")
    assert "subordinate_to" in caught.value.hint
    with pytest.raises(BadClaim) as caught:
        predicate("zzz")
    assert caught.value.hint


GOOD = Claim("aah", "subordinate_to", object="pmf", qualifiers=(("kind", "command"),), citations=CITE)
NAMED = Claim("aah", "name", value="The League", citations=CITE)


@pytest.mark.parametrize(
    ("claim", "problem", "hint"),
    [
        (replace(GOOD, citations=()), "without citation: subordinate_to of aah", "cite"),
        (replace(GOOD, subject=""), "unit is missing", ""),
        (replace(NAMED, subject=""), "of is missing", ""),
        (replace(GOOD, object=""), "the end 'superior' is missing", ""),
        (replace(GOOD, value="x"), "the end 'superior' is missing", ""),
        (replace(GOOD, object="aah"), "aah at both ends", ""),
        (replace(NAMED, value=""), "the value is missing", ""),
        (replace(NAMED, object="x"), "the value is missing", ""),
        (replace(GOOD, predicate="qqq"), "unknown predicate", "vocabulary"),
        (replace(GOOD, qualifiers=(("sort", "command"),)), "no qualifier 'sort'", "basis, kind"),
        (replace(GOOD, qualifiers=(("kind", "moral"),)), "kind 'moral' is not allowed", "administrative, command"),
        (replace(NAMED, predicate="kind", value="army"), "'army' is not allowed", "organization"),
        (replace(NAMED, predicate="remark", qualifiers=(("kind", "x"),)), "no qualifier 'kind'", "none"),
    ],
)
def test_a_claim_that_breaks_a_rule_is_refused_with_a_remedy(claim: Claim, problem: str, hint: str) -> None:
    with pytest.raises(BadClaim, match=problem) as caught:
        check(claim)
    assert hint in caught.value.hint


def test_a_value_that_must_be_a_date_is_read_as_one() -> None:
    born = replace(NAMED, predicate="birth_date", value="[1974..1975]")
    check(born)
    with pytest.raises(BadDate):
        check(replace(born, value="circa 1974"))


# --- saying it ---------------------------------------------------------------------------------------------


def test_each_stance_is_said_aloud_and_none_sounds_like_another() -> None:
    said = {stance: describe(replace(GOOD, stance=stance), {"aah": "AAH", "pmf": "the PMF"}) for stance in Stance}
    plain = "AAH is subordinate to the PMF (kind: command)"
    assert said[Stance.ASSERTED] == plain
    assert all(text.endswith(plain) for text in said.values())
    assert len(set(said.values())) == len(Stance)
    assert "denied" in said[Stance.DENIED]
    assert "not stated as a fact" in said[Stance.NORMATIVE]
    assert "not in force" in said[Stance.PENDING]


def test_only_what_is_put_forward_as_so_is_factual() -> None:
    assert {stance for stance in Stance if stance.factual} == {Stance.ASSERTED, Stance.ALLEGED, Stance.ESTIMATED}


def test_an_entity_without_a_name_is_said_by_its_id() -> None:
    assert describe(GOOD, {"pmf": "the PMF"}).startswith("aah is subordinate to the PMF")


def test_free_text_is_said_exactly_as_it_is_and_vocabulary_as_words() -> None:
    listing = replace(
        NAMED, predicate="listed_under", value="SDGT_X", qualifiers=(("list", "us_sdn"), ("reference", "QDi_001"))
    )
    assert describe(listing, {}) == "aah is listed under SDGT_X (list: us_sdn, reference: QDi_001)"
    posted = Claim("q", "posted_to", object="aah", qualifiers=(("start_kind", "assumed"),), citations=CITE)
    assert describe(posted, {}) == "q is posted to aah (start kind: assumed)"
    legal = replace(GOOD, qualifiers=(("basis", "de_jure"),), time=Interval(last_cited=date(2018, 11, 28)))
    assert describe(legal, {}) == "aah is subordinate to pmf (basis: de jure)"
