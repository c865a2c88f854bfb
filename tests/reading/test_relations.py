"""Posts, parts, backing, lists and courts in the many ways in which prose tells of them; and `it` for one body."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.made import all_of, read

# text → what must be proposed: (kind, stance, subject, object or value, speaker)
TOLD = [
    ("The army delivered rifles to the Tide Militia.", ("affiliation", "asserted", "Tide Militia", "army", "")),
    ("The army supplied the Tide Militia with ammunition.", ("affiliation", "asserted", "Tide Militia", "army", "")),
    ("The minister denied that the army had sent weapons to the Tide Militia.",
     ("affiliation", "denied", "Tide Militia", "army", "minister")),
    ("The Valley Guard, a village militia that receives pay and rifles from the ministry, left.",
     ("affiliation", "asserted", "Valley Guard", "ministry", "")),
    ("The Tide Militia is said to take its orders from the ministry.",
     ("command", "alleged", "Tide Militia", "ministry", "unattributed")),
    ("The Reed Battalion, led by Joren Hask, is said to take orders from the ministry.",
     ("command", "alleged", "Reed Battalion", "ministry", "unattributed")),
    ("The army has trained and equipped the Border Force since 2018.",
     ("assistance", "asserted", "Border Force", "army", "")),
    ("The Ninth Regiment was trained by instructors of the Republic of Sund.",
     ("assistance", "asserted", "Ninth Regiment", "Sund", "")),
    ("The Iron Shield Group, a firm owned by the Kesh Mining Company, guards it.",
     ("affiliation", "asserted", "Iron Shield Group", "Kesh Mining Company", "")),
    ("The opposition has accused its neighbour Orland of sheltering the Dawn Army.",
     ("affiliation", "alleged", "Dawn Army", "Orland", "opposition")),
    ("The government designated the Dawn Army a terrorist organisation in 2012.",
     ("designation", "asserted", "Dawn Army", "government", "")),
    ("The Dawn Army was placed on the United Nations sanctions list in 2012.",
     ("designation", "asserted", "Dawn Army", "United Nations", "")),
    ("The Dawn Army is not yet on the list.", ("designation", "denied", "Dawn Army", "not said by whom", "")),
    ("Two deputies have proposed a law that would ban the Dawn Army.",
     ("legal_status", "pending", "Dawn Army", "Two deputies", "")),
    ("The minister called the report pure fiction.",
     ("statement", "denied", "minister", "The minister called the report pure fiction", "minister")),
    ("The Mountain Division is led by Brigadier Pol Anders, who was convicted of corruption in 2015.",
     ("legal_proceeding", "asserted", "Pol Anders", "convicted of corruption", "")),
    ("Brigadier Pol Anders, the division’s commander since 2019, was absent.",
     ("command", "asserted", "Pol Anders", "division", "")),
    ("The Plains Movement is estimated to have 900 fighters.",
     ("count", "estimated", "Plains Movement", "900 fighters", "")),
    ("Two of its commanders were added to the European Union’s sanctions list.",
     ("designation", "asserted", "commanders", "European Union", "")),
    ("The Special Unit was created in 2019 and is commanded by Col. Abel Kront.",
     ("command", "asserted", "Abel Kront", "Special Unit", "")),
    ("Gen. Oskar Rhane took command of the Presidential Guard in 2018.",
     ("command", "asserted", "Oskar Rhane", "Presidential Guard", "")),
    ("The founder of the Iron Band, Viktor Saale, was absent.",
     ("command", "asserted", "Viktor Saale", "Iron Band", "")),
    ("On Monday army spokesman Col. Ansel Vero was absent.", ("position", "asserted", "Ansel Vero", "army", "")),
    ("The New Column, a breakaway faction of the Dawn Army, left the town.",
     ("component", "asserted", "New Column", "Dawn Army", "")),
    ("The United Front for Renewal, a splinter of the Highland Units, was formed in 2018.",
     ("component", "asserted", "United Front for Renewal", "Highland Units", "")),
    ("The ministry, which has always denied arming the rebels, closed the border.",
     ("affiliation", "denied", "rebels", "ministry", "ministry")),
    ("The report found no evidence that the brigade had taken part in the killings.",
     ("accusation", "denied", "brigade", "killings", "report")),
    ("The brigade, according to the United Nations, executed prisoners.",
     ("incident", "alleged", "brigade", "prisoners", "United Nations")),
    ("The militia is suspected of having kidnapped the priest.",
     ("accusation", "alleged", "militia", "having kidnapped priest", "unattributed")),
    ("The commission recommended that the brigade be disbanded.",
     ("statement", "normative", "commission", "the brigade be disbanded", "commission")),
    ("The army disputes the figure of nine dead.", ("statement", "denied", "army", "the figure of nine dead", "army")),
    ("Gen. Sall, asked about the reports, said he knew of no such order.",
     ("statement", "denied", "Sall", "he knew of no such order", "Sall")),
    ("“We do not recruit children,” said the group’s political leader, Sami Okar.",
     ("statement", "denied", "Sami Okar", "We do not recruit children", "Sami Okar")),
    ("An arrest warrant for Gen. Sall was issued in 2020.",
     ("legal_proceeding", "asserted", "Sall", "arrest warrant", "")),
    ("The prosecutor requested an arrest warrant for Gen. Sall.",
     ("legal_proceeding", "pending", "Sall", "arrest warrant", "")),
    ("The court convicted Col. Tom Dee of murder.",
     ("legal_proceeding", "asserted", "Tom Dee", "convicted of murder", "")),
    ("Col. Tom Dee was sentenced to ten years.",
     ("legal_proceeding", "asserted", "Tom Dee", "was sentenced to ten years", "")),
    ("The militia has between 4,000 and 6,000 fighters.",
     ("count", "estimated", "militia", "4,000 and 6,000 fighters", "")),
    ("The ministry puts the strength of the Dawn Army at no more than 2,000.",
     ("count", "estimated", "Dawn Army", "2,000", "ministry")),
    ("The Dawn Army denied before the panel that its fighters recruit children.",
     ("incident", "denied", "Dawn Army", "recruit children", "Dawn Army")),
    ("Col. Merle denied before the panel that his fighters recruit children.",
     ("statement", "denied", "Merle", "before the panel that his fighters recruit children", "Merle")),
    ("The Conflict Office was founded in 1990. The rebels killed nine farmers, the office said.",
     ("incident", "alleged", "rebels", "nine farmers", "Conflict Office")),
    ("Troops of 4 Armoured Brigade left in 2016, when the brigade was commanded by Col. Edvin Holt.",
     ("command", "asserted", "Edvin Holt", "4 Armoured Brigade", "")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "claim"), TOLD, ids=[one[0] for one in TOLD])
def test_a_sentence_claims_what_it_says(tmp_path: Path, text: str, claim: tuple[str, ...]) -> None:
    assert claim in all_of(read(tmp_path, text))


def test_who_leads_a_body_does_not_receive_what_it_does(tmp_path: Path) -> None:
    found = read(tmp_path, "The Reed Battalion, led by Joren Hask, receives weapons from the ministry.").proposals
    assert {one.subject.text for one in found if one.predicate == "supports"} == {"Reed Battalion"}


def test_a_persons_lawyer_holds_no_post(tmp_path: Path) -> None:
    assert all_of(read(tmp_path, "Saale’s lawyer, Nora Tell, was absent."), "command", "position") == []


# text → the subject that is claimed of, or none
MEANT = [
    ("The Special Unit was created in 2019. It answers to the interior minister.", "Special Unit"),
    ("The Special Unit met the Border Force. It answers to the interior minister.", ""),
    ("The rebels left at dawn. They attacked the town of Oren.", "rebels"),
    ("The rebels met the traders. They attacked the town of Oren.", ""),
    ("The army said it had attacked the town of Oren.", "army"),
    ("The Hill Front entered the valley. The army said it had attacked the town of Oren.", ""),
    ("The Hill Front left. The army said it no longer supports the Tide Militia.", "Tide Militia"),
]


@pytest.mark.parametrize(("text", "subject"), MEANT, ids=[one[0] for one in MEANT])
def test_it_stands_for_the_one_body_that_can_be_meant(tmp_path: Path, text: str, subject: str) -> None:
    found = [one for one in read(tmp_path, text).proposals if one.kind not in ("statement", "alias")]
    assert [one.subject.text for one in found] == [subject] * bool(subject)


def test_that_a_pronoun_was_read_is_said(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "The Special Unit was created in 2019. It answers to the interior minister.").proposals
    assert found.remarks == ("the text says 'It' here; that Special Unit is meant was inferred",)
    assert found.tier == "B"


def test_we_are_the_speakers_people(tmp_path: Path) -> None:
    text = "“We have never received a single bullet from Westland,” Col. Joren Hask told reporters."
    (found,) = read(tmp_path, text).proposals
    assert (found.subject.text, found.stance.value, found.speaker) == ("we (Joren Hask)", "denied", "Joren Hask")
