"""What sentences claim: kinds, ends, stances and speakers, and the traps that must not be walked into."""

from __future__ import annotations

from pathlib import Path

import pytest

from muster.claims import Stance
from muster.reading.frames import FRAMES
from muster.reading.lexicon import shipped
from tests.reading.made import all_of, names, read

FHG = "The Free Hills Guard (FHG) is camped near Oren. "

# text → what must be proposed: (kind, stance, subject, object or value, speaker)
CLAIMS = [
    ("The FHG is a faction of the Hill Peoples’ Front.",
     ("component", "asserted", "Free Hills Guard", "Hill Peoples’ Front", "")),
    ("The FHG, considered a wing of the Hill Peoples’ Front, left.",
     ("component", "alleged", "Free Hills Guard", "Hill Peoples’ Front", "unattributed")),
    ("Parliament banned the FHG in May 2019.", ("legal_status", "asserted", "Free Hills Guard", "Parliament", "")),
    ("The FHG is funded by Eastland.", ("affiliation", "asserted", "Free Hills Guard", "Eastland", "")),
    ("The FHG receives weapons from Eastland, officials said.",
     ("affiliation", "alleged", "Free Hills Guard", "Eastland", "officials")),
    ("Eastland denied funding the FHG.", ("affiliation", "denied", "Free Hills Guard", "Eastland", "Eastland")),
    ("The FHG denies any ties to Eastland.",
     ("affiliation", "denied", "Free Hills Guard", "Eastland", "Free Hills Guard")),
    ("The FHG, which denies that it receives support from Eastland, left Oren.",
     ("affiliation", "denied", "Free Hills Guard", "Eastland", "Free Hills Guard")),
    ("Eastland has been accused of arming the FHG, which it denies.",
     ("affiliation", "denied", "Free Hills Guard", "Eastland", "Eastland")),
    ("The FHG reports to the interior minister.", ("command", "asserted", "Free Hills Guard", "interior minister", "")),
    ("Opposition politicians say the FHG answers to Eastland.",
     ("command", "alleged", "Free Hills Guard", "Eastland", "Opposition politicians")),
    ("Daud Merren, the leader of the FHG, was absent.", ("command", "asserted", "Daud Merren", "Free Hills Guard", "")),
    ("The FHG, led by Gen. Daud Merren, was absent.", ("command", "asserted", "Daud Merren", "Free Hills Guard", "")),
    ("Amina Cole, a spokeswoman for the Interior Ministry, was absent.",
     ("position", "asserted", "Amina Cole", "Interior Ministry", "")),
    ("The FHG attacked the barracks in Oren on Monday.",
     ("incident", "asserted", "Free Hills Guard", "barracks in Oren", "")),
    ("Villagers said the FHG killed dozens of farmers.",
     ("incident", "alleged", "Free Hills Guard", "dozens of farmers", "Villagers")),
    ("The FHG did not attack the village, Gen. Daud Merren said.",
     ("incident", "denied", "Free Hills Guard", "village", "Daud Merren")),
    ("The FHG denied responsibility for the attack.",
     ("incident", "denied", "Free Hills Guard", "attack", "Free Hills Guard")),
    ("Rights Watch International linked the FHG to more than 200 attacks on the police.",
     ("incident", "alleged", "Free Hills Guard", "police", "Rights Watch International")),
    ("The United Nations accused the FHG of killing prisoners.",
     ("accusation", "alleged", "Free Hills Guard", "killing prisoners", "United Nations")),
    ("The Senate called the FHG a threat to the republic.",
     ("accusation", "alleged", "Free Hills Guard", "threat", "Senate")),
    ("The United States sanctioned the FHG in 2019.",
     ("designation", "asserted", "Free Hills Guard", "United States", "")),
    ("Senators introduced a bill to sanction the FHG.", ("designation", "pending", "Free Hills Guard", "Senators", "")),
    ("The United States has not sanctioned the FHG.",
     ("designation", "denied", "Free Hills Guard", "United States", "")),
    ("The army trains the FHG.", ("assistance", "asserted", "Free Hills Guard", "army", "")),
    ("The FHG has 3,000 fighters.", ("count", "estimated", "Free Hills Guard", "3,000 fighters", "")),
    ("The ministry argued that the FHG remains separate from the army.",
     ("component", "denied", "Free Hills Guard", "army", "ministry")),
    ("Daud Merren is expected to go to trial in Oren next month.",
     ("legal_proceeding", "pending", "Daud Merren", "go to trial in Oren", "")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "claim"), CLAIMS, ids=[one[0] for one in CLAIMS])
def test_a_sentence_claims_what_it_says(tmp_path: Path, text: str, claim: tuple[str, ...]) -> None:
    assert claim in all_of(read(tmp_path, FHG + text))


def test_every_pattern_is_used_and_compiles() -> None:
    assert {one.rule for one in FRAMES} == set(shipped("frames.yaml"))
    assert all(one.pattern.groups for one in FRAMES)


# text → kinds that must not be asserted, or proposed at all, of the armed group
TRAPS = [
    ("The ministry was asked if the FHG attacked the barracks.", "a question"),
    ("If the FHG attacks the barracks, the government will fall.", "a condition"),
    ("The FHG should answer to the president.", "a wish"),
    ("The government is weighing whether to sanction the FHG.", "a plan"),
    ("The FHG offered to attack the barracks.", "an offer"),
    ("The troops designated the FHG camp as a rest area.", "designated as something else"),
    ("The village was retaken from the FHG, and the army attacked the barracks.", "another body acts"),
    ("Residents fear that the FHG could attack the barracks.", "a fear"),
]


@pytest.mark.parametrize(("text", "why"), TRAPS, ids=[one[1] for one in TRAPS])
def test_what_is_not_stated_is_not_asserted(tmp_path: Path, text: str, why: str) -> None:
    found = [one for one in read(tmp_path, FHG + text).proposals if one.kind not in ("alias", "statement")]
    assert not [one for one in found if one.stance is Stance.ASSERTED and "Guard" in one.subject.text], why


def test_sanctioned_may_mean_authorised(tmp_path: Path) -> None:
    own = all_of(read(tmp_path, "The Oren-sanctioned umbrella organization known as the Free Hills Guard left."))
    assert ("legal_status", "asserted", "Free Hills Guard", "Oren", "") in own
    foreign = all_of(read(tmp_path, "The U.S.-sanctioned militia known as the Free Hills Guard left."))
    assert [one[1] for one in foreign if one[0] == "designation"] == ["alleged"]


def test_a_component_hangs_on_nothing_that_a_preposition_governs(tmp_path: Path) -> None:
    text = "The office charged with the war against the Free Hills Guard, a part of the Defence Ministry, is shut."
    assert all_of(read(tmp_path, text), "component") == []


def test_several_accusers_each_accuse(tmp_path: Path) -> None:
    text = FHG + "The United Nations; the Senate; and members of Congress have deemed the FHG a menace to the republic."
    speakers = {one[4] for one in all_of(read(tmp_path, text), "accusation")}
    assert speakers == {"United Nations", "Senate", "members of Congress"}


def test_two_targets_are_two_incidents(tmp_path: Path) -> None:
    text = FHG + "The FHG attacked the consulate in Oren and the embassy in Tallis in January."
    found = [one for one in read(tmp_path, text).proposals if one.kind == "incident"]
    assert [one.object.text for one in found if one.object] == ["consulate in Oren", "embassy in Tallis"]
    assert {one.since for one in found} == {"2021-01"}


def test_the_army_is_never_taken_for_the_militia_named_before(tmp_path: Path) -> None:
    text = FHG + "The FHG denied the raid and accused the army of bombing the market."
    harm = all_of(read(tmp_path, text), "accusation")
    assert harm == [("accusation", "alleged", "army", "bombing market", "Free Hills Guard")]


def test_a_group_described_by_its_backer_is_the_one_so_described_before(tmp_path: Path) -> None:
    text = (
        "The Free Hills Guard and other Eastland-backed militias left Oren.\n\n"
        "The army has praised the Free Hills Guard, but the Senate called the Eastland-backed force a menace."
    )
    found = next(one for one in read(tmp_path, text).proposals if one.kind == "accusation")
    assert found.subject.text == "Free Hills Guard"
    assert "inferred" in found.remarks[0]


def test_an_ambiguous_name_keeps_all_candidates(tmp_path: Path) -> None:
    known = names(("Hezbollan of the North", "a-1"), ("Party of Hizbullan", "a-2"), ("Free Hills Guard", "fhg"))
    found = read(tmp_path, "The army raided the Hezbollan wings of the Free Hills Guard on Monday.", known)
    one = next(one for one in found.proposals if one.kind == "component")
    assert {each.entity for each in one.subject.candidates} == {"a-1", "a-2"}
    assert one.object is not None
    assert [each.entity for each in one.object.candidates] == ["fhg"]


def test_the_same_claim_is_proposed_once_with_its_places(tmp_path: Path) -> None:
    text = FHG + "The FHG is a faction of the Front of Hills.\n\nThe FHG is a faction of the Front of Hills."
    found = [one for one in read(tmp_path, text).proposals if one.kind == "component"]
    assert len(found) == 1
    assert len(found[0].also) == 1


def test_postings_of_a_redeployment(tmp_path: Path) -> None:
    text = (
        "Maj.-Gen. A. B. Cole, formerly Director of Plans, Army Headquarters, is now the General Officer Commanding "
        "(GOC) 4 Division; Brig. Gen. Tom Dee takes over as Commander, 21 Brigade."
    )
    found = [one for one in read(tmp_path, text).proposals if one.rule == "posting"]
    posts = {(one.subject.text, dict(one.qualifiers)["role"], one.object.text) for one in found if one.object}
    assert ("A. B. Cole", "General Officer Commanding", "4 Division") in posts
    assert ("Tom Dee", "Commander", "21 Brigade") in posts
    former = next(one for one in found if dict(one.qualifiers)["role"].startswith("Director"))
    assert former.until == "[..2021-03-17]"
    assert former.cited == ("", "")
