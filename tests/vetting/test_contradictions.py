"""Contradictions: every pair that the worked example holds comes up, with its speakers, and nothing is settled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from muster.vetting import Contradiction, contradictions
from tests.conftest import EXAMPLE, Muster
from tests.policy.made import DAY, Made, made


def sides(found: list[dict[str, Any]]) -> list[set[tuple[str, str, str]]]:
    """Each contradiction as what is said: stance, speaker, paragraph."""
    return [
        {(one["stance"], one["speaker"], one["citation"].get("paragraph", "")) for one in each["claims"]}
        for each in found
    ]


# VETTING.md, section 4: pairs of statements in the article, and beside it, that cannot both hold
PAIRS = {
    "in the forces, and separate from them": {
        ("asserted", "Breitbart News", "P4"),
        ("denied", "Reuters", "P21"),
    },
    "answers to the Prime Minister, reports to Tehran, should answer": {
        ("asserted", "Breitbart News", "P4"),
        ("alleged", "Iraqi Sunni and Kurdish politicians", "P25"),
        ("normative", "Sean Robertson", "P11"),
    },
    "no direct support, and support to those vetted": {
        ("denied", "US Department of Defense", "P5"),
        ("asserted", "US Department of Defense", "P5"),
    },
    "partner and menace": {
        ("asserted", "US Department of Defense", "P3"),
        ("alleged", "Lead Inspector General of the US Department of Defense", "P3"),
    },
    "supported here, an enemy there": {
        ("asserted", "US Department of Defense", "P3"),
        ("alleged", "Breitbart News", "P16"),
    },
    "denies what makes it Iran-allied": {
        ("asserted", "Institute for the Study of War", ""),
        ("denied", "Asa'ib Ahl al-Haq", "P24"),
    },
    "which Hizballah the wing is": {
        ("asserted", "Muster example", "P15"),
        ("alleged", "unattributed", "P15"),
        ("asserted", "US Department of the Treasury", ""),
    },
    "how far the bill has come": {
        ("pending", "Breitbart News", "P24"),
        ("pending", "Members of the US Congress", ""),
        ("asserted", "Members of the US Congress", ""),
    },
    "two strengths": {
        ("estimated", "Reuters", "P27"),
        ("estimated", "usip", ""),
    },
}


@pytest.mark.parametrize("pair", PAIRS)
def test_every_pair_of_the_example(example: Muster, pair: str) -> None:
    found = example("contradictions", "--as-of", "2018-11-28", "--json").json
    assert [each for each in sides(found) if PAIRS[pair] <= each], pair


def test_linked_in_2012_and_claimed_in_2020(filled: Muster) -> None:
    assert filled("import", EXAMPLE / "later.yaml").status == 0
    found = filled("contradictions", "aah", "--as-of", "2020-01-03", "--json").json
    pair = {("alleged", "Institute for the Study of War", "P19"), ("asserted", "Asa'ib Ahl al-Haq", "")}
    assert [each for each in sides(found) if pair <= each]


def test_each_is_told_with_speaker_date_and_source(example: Muster) -> None:
    told = example("contradictions", "Popular Mobilization Forces", "--as-of", "2018-11-28").out
    for words in ("Reuters", "150000", "estimated", "usip", "par. P27"):
        assert words in told


def test_one_that_concerns_both_ends_is_told_once(example: Muster) -> None:
    found = example("contradictions", "--as-of", "2018-11-28", "--json").json
    claims = [frozenset(one["claim"] for one in each["claims"]) for each in found]
    assert len(set(claims)) == len(claims)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        yield register


ENTITIES = """
    lake: {kind: unit, name: Lake Brigade}
    hill: {kind: unit, name: Hill Brigade}
    army: {kind: organization, name: Army of the Lakes}
    corps: {kind: unit, name: Lake Corps}
"""


def found(register: Made, claims: str, entity: str | None = None) -> list[Contradiction]:
    register.add(ENTITIES, claims)
    return contradictions(register.snapshot, DAY, entity)


def test_claims_that_agree_contradict_nothing(register: Made) -> None:
    claims = """
        {subordinate_to: {unit: lake, superior: corps}, speaker: A}
        {subordinate_to: {unit: lake, superior: corps}, speaker: B}
        {strength: {of: lake, value: "500"}, speaker: A}
        {strength: {of: hill, value: "700"}, speaker: A}
    """
    assert found(register, claims) == []
    assert "No two claims" in Muster(register.folder / "muster.db")("contradictions").out


@pytest.mark.parametrize(
    ("claims", "kind"),
    [
        ("{supports: {supporter: corps, supported: lake}, speaker: A}\n"
         "{supports: {supporter: corps, supported: lake}, stance: denied, speaker: lake}", "denied"),
        ("{strength: {of: lake, value: 500}, speaker: A}\n{strength: {of: lake, value: 900}, speaker: B}", "values"),
        ("{subordinate_to: {unit: lake, superior: corps}, speaker: A}\n"
         "{subordinate_to: {unit: corps, superior: army}, speaker: A}\n"
         "{member_of: {member: lake, whole: army}, stance: denied, speaker: B}", "part_and_whole"),
        ("{possibly_same_as: {entity: lake, other: hill}}\n{possibly_same_as: {entity: lake, other: corps}}\n"
         "{left: hill, right: corps, verdict: different, reason: two numbers, by: me}", "one_or_other"),
        ("{listed_under: {of: lake, value: Bill 1, authority: House}, stance: pending, speaker: A}\n"
         "{listed_under: {of: lake, value: Act, authority: Parliament}, stance: pending, speaker: B}", "pending"),
        ("{supports: {supporter: corps, supported: lake}, speaker: A}\n"
         "{supports: {supporter: corps, supported: lake}, stance: alleged, speaker: B}", "stance"),
    ],
)  # fmt: skip
def test_each_kind(register: Made, claims: str, kind: str) -> None:
    (one,) = found(register, claims)
    assert one.kind == kind
    assert len(one.claims) >= 2
    assert {one.entity} <= {"lake", "corps", "army"}
    by_entity = contradictions(register.snapshot, DAY, "lake")
    assert [each.kind for each in by_entity] == [kind]


@pytest.mark.parametrize(
    "claims",
    [
        # one speaker who says it twice, in two stances, does not contradict another
        "{supports: {supporter: corps, supported: lake}, speaker: A}\n"
        "{supports: {supporter: corps, supported: lake}, stance: alleged, speaker: A}",
        # the whole left the army before the part was said to be outside it
        "{subordinate_to: {unit: lake, superior: corps}, speaker: A}\n"
        "{subordinate_to: {unit: corps, superior: army}, when: 2010/2012, speaker: A}\n"
        "{member_of: {member: lake, whole: army}, stance: denied, speaker: B}",
        # two candidates of whom nobody said that they are two
        "{possibly_same_as: {entity: lake, other: hill}}\n{possibly_same_as: {entity: lake, other: corps}}",
        "{listed_under: {of: lake, value: Bill 1, authority: House}, stance: pending, speaker: A}",
    ],
)
def test_what_is_no_contradiction(register: Made, claims: str) -> None:
    assert found(register, claims, "lake") == []
