"""Contradictions: every pair that the worked example holds comes up, with its speakers, and nothing is settled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from muster.snapshot import Snapshot
from muster.vetting import Contradiction, contradictions
from tests.conftest import EXAMPLE, Muster
from tests.policy.made import DAY, Made, made
from tests.vetting.histories import FIRST, history


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
        # two who say the same in the same stance
        "{supports: {supporter: corps, supported: lake}, speaker: A}\n"
        "{supports: {supporter: corps, supported: lake}, speaker: B}",
        "{supports: {supporter: corps, supported: lake}, stance: alleged, speaker: A}\n"
        "{supports: {supporter: corps, supported: lake}, stance: alleged, speaker: B}",
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


@pytest.mark.parametrize("seed", range(5))
def test_all_at_once_are_those_of_each_entity(tmp_path: Path, seed: int) -> None:
    """What is worth a look leaves no entity out that has a contradiction; and of each entity the same are told."""
    past = history(tmp_path, seed)
    with past.register:
        past.change()
        snapshot, day = Snapshot(past.register), FIRST + timedelta(400)
        whole = {frozenset(claim.claim for claim in one.claims) for one in contradictions(snapshot, day)}
        each = {
            frozenset(claim.claim for claim in one.claims)
            for entity in snapshot.captions
            for one in contradictions(snapshot, day, entity)
        }
    assert whole == each
    assert whole


def test_demands_stand_beside_what_is_said_to_be(register: Made) -> None:
    """Only those of the same kind, on one who is named as superior, and by their second end."""
    claims = """
        {subordinate_to: {unit: lake, superior: corps}, speaker: A}
        {subordinate_to: {unit: lake, superior: army}, speaker: B}
        {subordinate_to: {unit: hill, superior: army}, stance: normative, speaker: C}
        {member_of: {member: hill, whole: army}, stance: normative, speaker: C}
        {subordinate_to: {unit: corps, superior: hill}, stance: normative, speaker: C}
        {subordinate_to: {unit: hill, superior: corps}, stance: pending, speaker: C}
    """
    (one,) = [each for each in found(register, claims, "lake") if each.kind == "values"]
    said = [(each.stance, each.speaker, each.text) for each in one.claims]
    assert [each[:2] for each in said] == [("asserted", "A"), ("asserted", "B"), ("normative", "C")]
    assert "Hill Brigade" in said[2][2]
    assert "Army of the Lakes" in said[2][2]


def test_a_demand_is_no_answer_to_what_is_not_compared(register: Made) -> None:
    claims = """
        {supports: {supporter: corps, supported: lake}, speaker: A}
        {supports: {supporter: corps, supported: lake}, stance: denied, speaker: lake}
        {supports: {supporter: army, supported: lake}, stance: normative, speaker: C}
    """
    (one,) = found(register, claims)
    assert [each.stance for each in one.claims] == ["asserted", "denied"]


@pytest.mark.parametrize(
    ("rise", "higher", "denial"),
    [
        ("subordinate_to: {unit: corps, superior: lake}", "subordinate_to: {unit: corps, superior: army}", "member_of"),
        ("subordinate_to: {unit: lake, superior: corps}", "subordinate_to: {unit: corps, superior: hill}", "member_of"),
        ("affiliated_with: {party: lake, other: corps}", "subordinate_to: {unit: corps, superior: army}", "member_of"),
        ("subordinate_to: {unit: lake, superior: corps}", "subordinate_to: {unit: corps, superior: army}", "supports"),
        ("subordinate_to: {unit: lake, superior: corps}, stance: normative",
         "subordinate_to: {unit: corps, superior: army}", "member_of"),
    ],
)  # fmt: skip
def test_no_part_of_that_whole(register: Made, rise: str, higher: str, denial: str) -> None:
    ends = {"member_of": "member: lake, whole: army", "supports": "supporter: lake, supported: army"}[denial]
    claims = f"{{{rise}, speaker: A}}\n{{{higher}, speaker: A}}\n{{{denial}: {{{ends}}}, stance: denied, speaker: B}}"
    assert "part_and_whole" not in {one.kind for one in found(register, claims)}


def test_the_part_and_the_whole_in_words(register: Made) -> None:
    claims = """
        {faction_of: {faction: lake, whole: corps}, speaker: A}
        {member_of: {member: corps, whole: army}, stance: alleged, speaker: A}
        {member_of: {member: lake, whole: army}, stance: denied, speaker: B}
    """
    (one,) = [each for each in found(register, claims, "lake") if each.kind == "part_and_whole"]
    assert one.about == (
        "Lake Brigade is part of Lake Corps, which is part of Army of the Lakes; and is said not to be"
    )  # fmt: skip
    assert [each.stance for each in one.claims] == ["asserted", "alleged", "denied"]


def test_of_three_that_it_may_be_two_are_not_one(register: Made) -> None:
    """What ties each of them to others is shown, at most six relations of each, those with a speaker first."""
    ties = [f"{{member_of: {{member: lake, whole: w{number}}}, when: 201{number}/..}}" for number in range(7)]
    uses = "\n".join(f"    w{number}: {{kind: organization, name: Whole {number}}}" for number in range(7))
    claims = "\n".join([
        "{possibly_same_as: {entity: lake, other: army}}",
        "{possibly_same_as: {entity: lake, other: corps}}",
        "{possibly_same_as: {entity: lake, other: hill}}",
        "{left: army, right: corps, verdict: different, reason: two numbers, by: me}",
        "{supports: {supporter: army, supported: hill}, speaker: A}",
        *ties,
        "{member_of: {member: lake, whole: w0}, when: 2012/.., speaker: Someone}",
    ])  # fmt: skip
    register.add(f"{ENTITIES}{uses}", claims)
    (one,) = [each for each in contradictions(register.snapshot, DAY, "lake") if each.kind == "one_or_other"]
    assert one.about == "Lake Brigade may be Army of the Lakes or Lake Corps, which are not one"
    assert [each.text.count("may be") + each.text.count("possibly") > 0 for each in one.claims[:2]] == [True, True]
    assert len(one.claims) == 2 + 6
    assert one.claims[2].speaker == "Someone"


@pytest.mark.parametrize("stance", ["denied", "normative"])
def test_one_that_it_is_not_said_to_be_is_no_candidate(register: Made, stance: str) -> None:
    claims = f"""
        {{possibly_same_as: {{entity: lake, other: hill}}}}
        {{possibly_same_as: {{entity: lake, other: corps}}, stance: {stance}, speaker: A}}
        {{left: hill, right: corps, verdict: different, reason: two numbers, by: me}}
    """
    assert "one_or_other" not in {one.kind for one in found(register, claims, "lake")}


def test_how_far_a_bill_has_come_as_those_state_who_told_of_it(register: Made) -> None:
    """What they said by the day; what others say of them does not count, and what came later neither."""
    bills = """
        {listed_under: {of: lake, value: Bill 1, authority: House}, when: 2018-01/.., stance: pending, speaker: hill}
        {listed_under: {of: lake, value: Act, authority: Parliament}, when: 2018-02/.., stance: pending, speaker: B}
        {statement: {of: hill, value: it passed one chamber}, when: 2018-03, speaker: hill}
        {statement: {of: hill, value: it never passed}, when: 2018-03, speaker: B}
        {statement: {of: hill, value: it is law}, when: 2019-03, speaker: hill, cite: {source: late}}
    """
    (one,) = [each for each in found(register, bills, "lake") if each.kind == "pending"]
    assert [each.stance for each in one.claims] == ["pending", "pending", "asserted"]
    assert "it passed one chamber" in one.claims[2].text
    before = contradictions(register.snapshot, date(2018, 1, 31), "lake")
    assert "pending" not in {each.kind for each in before}


def test_two_bills_of_which_one_is_law_are_not_both_pending(register: Made) -> None:
    claims = """
        {listed_under: {of: lake, value: Bill 1, authority: House}, stance: pending, speaker: A}
        {listed_under: {of: lake, value: Act, authority: Parliament}, when: 2018/.., speaker: B}
    """
    assert "pending" not in {one.kind for one in found(register, claims, "lake")}


def test_asserted_by_some_and_alleged_by_others_in_words(register: Made) -> None:
    claims = """
        {supports: {supporter: corps, supported: lake}, when: 2017/.., speaker: A}
        {supports: {supporter: corps, supported: lake}, when: 2018/.., stance: alleged, speaker: B}
        {supports: {supporter: corps, supported: lake}, when: 2016/.., stance: normative, speaker: C}
    """
    (one,) = [each for each in found(register, claims, "lake") if each.kind == "stance"]
    assert one.about == "Lake Corps supports Lake Brigade: asserted by some, alleged by others"
    assert {each.speaker for each in one.claims} == {"A", "B"}
    assert contradictions(register.snapshot, date(2017, 6, 1), "lake") == []  # the second had not begun


def test_values_of_which_there_may_be_many_contradict_nothing(register: Made) -> None:
    claims = """
        {name: {of: lake, value: The Lakers, kind: weak}, speaker: A}
        {name: {of: lake, value: Brigade of the Lake}, speaker: B}
        {supports: {supporter: corps, supported: lake}, speaker: A}
        {supports: {supporter: corps, supported: hill}, speaker: B}
    """
    assert found(register, claims) == []


class Looked(Snapshot):
    """A snapshot that notes whose claims were laid side by side."""

    looked: set[str]

    def touching(self, entity: str) -> Any:
        self.looked.add(entity)
        return super().touching(entity)


@pytest.mark.parametrize(
    ("claims", "looked"),
    [
        ("{subordinate_to: {unit: lake, superior: corps}, speaker: A}", set()),
        ("{subordinate_to: {unit: lake, superior: corps}, speaker: A}\n"
         "{subordinate_to: {unit: lake, superior: army}, speaker: A}", {"lake"}),
        ("{subordinate_to: {unit: lake, superior: corps}, speaker: A}\n"
         "{subordinate_to: {unit: lake, superior: corps}, stance: alleged, speaker: A}", {"lake", "corps"}),
        ("{supports: {supporter: corps, supported: lake}, stance: denied, speaker: A}", {"corps", "lake"}),
        ("{supports: {supporter: corps, supported: lake}, speaker: A}\n"
         "{supports: {supporter: corps, supported: hill}, speaker: A}", set()),
        ("{possibly_same_as: {entity: lake, other: hill}}", {"hill", "lake"}),
        ("{name: {of: lake, value: The Lakers}}\n{name: {of: hill, value: The Hills}, stance: alleged}", set()),
        ("{strength: {of: lake, value: 500}, speaker: A}\n{strength: {of: lake, value: 600}, speaker: A}", {"lake"}),
        ("{strength: {of: lake, value: 500}, speaker: A}\n{strength: {of: hill, value: 600}, speaker: A}", set()),
        ("{listed_under: {of: lake, value: Bill}, stance: pending, speaker: A}\n"
         "{listed_under: {of: lake, value: Act}, stance: pending, speaker: A}", {"lake"}),
        ("{listed_under: {of: lake, value: Bill}, speaker: A}\n{listed_under: {of: lake, value: Act}}", set()),
    ],
)  # fmt: skip
def test_only_those_are_looked_at_whose_claims_may_differ(register: Made, claims: str, looked: set[str]) -> None:
    register.add(ENTITIES, claims)
    snapshot = Looked(register.register)
    snapshot.looked = set()
    contradictions(snapshot, DAY)
    assert snapshot.looked == looked
