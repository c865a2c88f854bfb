"""Who says what: no speaker is carried over from an earlier paragraph, and no pronoun is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.made import read

QUOTED = [
    ("“We left the valley in good order,” said Col. Tom Dee, a ministry spokesman.", "Tom Dee", ()),
    ("“We left the valley in good order,” Tom Dee told the Oren Times.", "Tom Dee", ()),
    ("The Interior Ministry replied, “We left the valley in good order.”", "Interior Ministry", ()),
    ("According to the Interior Ministry, the unit “left the valley in good order on foot.”",
     "Interior Ministry", ()),
    ("Reuters quoted Gen. Tom Dee as saying, “We left the valley in good order.”", "Tom Dee", ("Reuters",)),
    ("After claiming that the unit had “left the valley in good order,” the Interior Ministry argued that nobody "
     "asked.", "Interior Ministry", ()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker", "via"), QUOTED)
def test_a_quotation_has_its_speaker(tmp_path: Path, text: str, speaker: str, via: tuple[str, ...]) -> None:
    (found,) = read(tmp_path, text).quotations
    assert found.speaker is not None
    assert (found.speaker.name, found.speaker.via) == (speaker, via)


def test_a_role_stands_for_the_one_person_who_was_given_it(tmp_path: Path) -> None:
    text = (
        "Amina Cole, a ministry spokeswoman, spoke on Monday.\n\n"
        "“The unit left the valley in good order,” the spokeswoman said."
    )
    (found,) = read(tmp_path, text).quotations
    assert found.speaker is not None
    assert (found.speaker.name, found.speaker.by) == ("Amina Cole", "role")
    two = text.replace("\n\n", " Ida Dee, a police spokeswoman, spoke too.\n\n")
    (found,) = read(tmp_path, two).quotations
    assert found.speaker is None or found.speaker.name not in ("Amina Cole", "Ida Dee")


SAID = [
    ("The Ministry of Defence of Arvania has always maintained that the rebels killed nine farmers.",
     "Ministry of Defence of Arvania", "alleged"),
    ("Rafe Dunmore, a rebel spokesman, disputed the figures. “We fight soldiers, not farmers,” he said by telephone.",
     "Rafe Dunmore", "asserted"),
    ("“The general knew,” said the group’s director, Sela Amundi. “He must be suspended while this is looked into.”",
     "Sela Amundi", "normative"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker", "stance"), SAID)
def test_what_is_said_last_is_its_speakers(tmp_path: Path, text: str, speaker: str, stance: str) -> None:
    last = read(tmp_path, text).proposals[-1]
    assert (last.speaker, last.stance.value) == (speaker, stance)


def test_who_stands_inside_a_subject_does_not_speak(tmp_path: Path) -> None:
    text = "An earlier inquiry into the death of a student found no evidence against the unit."
    assert [(one.speaker, one.stance.value) for one in read(tmp_path, text).proposals] == [("inquiry", "denied")]


def test_a_pronoun_is_not_resolved_over_a_paragraph(tmp_path: Path) -> None:
    text = "Tom Dee said that the FHG had left.\n\nHe said that the army killed dozens of farmers."
    found = [one for one in read(tmp_path, text).proposals if one.kind == "incident"]
    assert [(one.speaker, one.stance.value, one.tier) for one in found] == [("", "alleged", "C")]


def test_a_pronoun_with_two_antecedents_stays_open(tmp_path: Path) -> None:
    text = "Tom Dee said that it is over. Jon Roe said that it is not. “The army killed dozens of farmers,” he said."
    found = read(tmp_path, text)
    assert found.quotations[-1].speaker is None
    assert all(one.speaker == "" for one in found.proposals if one.kind == "incident")


def test_a_quotation_that_goes_on_is_marked(tmp_path: Path) -> None:
    text = (
        "“The unit left the valley in good order,” said Tom Dee, a ministry spokesman.\n\n"
        "“It will come back in the spring of this year,” he added."
    )
    first, second = read(tmp_path, text).quotations
    assert first.speaker is not None
    assert second.speaker is not None
    assert (second.speaker.name, second.speaker.by) == ("Tom Dee", "continued")
    assert first.speaker.by == "name"
    proposal = read(tmp_path, text).proposals[-1]
    assert any("confirm" in remark for remark in proposal.remarks)


def test_what_a_denial_does_not_cover_is_not_denied(tmp_path: Path) -> None:
    text = "Eastland denies supporting the rebels, whose leader, Tom Dee, was sanctioned by the United States in 2013."
    stances = {one.kind: one.stance.value for one in read(tmp_path, text).proposals}
    assert stances["designation"] == "asserted"
    assert stances["affiliation"] == "denied"


def test_harm_said_behind_an_unknown_speaker_is_not_the_texts_own_word(tmp_path: Path) -> None:
    text = "It emerged later, and was said more than once, and confirmed that the rebels killed dozens of farmers."
    found = [one for one in read(tmp_path, text).proposals if one.kind == "incident"]
    assert all(one.stance.value == "alleged" for one in found)


def test_a_caption_speaks_for_its_agency(tmp_path: Path) -> None:
    text = (
        "Fighters of the Free Hills Guard parade in Oren, Saturday, Feb. 6, 2021. Many of them are farmers. "
        "The Free Hills Guard is backed by Eastland.\nAP Photo/Ida Dee\n\nNothing else is known about it."
    )
    found = [one for one in read(tmp_path, text).proposals if one.kind == "affiliation"]
    assert [one.speaker for one in found] == ["AP (photo caption)"]


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        (
            "Col. Karim Example Said, the commander of the Free Hills Guard, spoke. Karim Example leads the Free Hills "
            "Guard. “We know nothing of any prisoners,” Karim Example said.",
            {"Karim Example Said"},
        ),
        (  # two longer names: which is meant stays open
            "Col. Karim Example Said leads the Free Hills Guard. Col. Karim Example Omar leads the Northern Scouts. "
            "Karim Example said that the war in the hills was over.",
            {"Karim Example Said", "Karim Example Omar", "Karim Example"},
        ),
        (  # another first name is another person
            "Col. Karim Example leads the Free Hills Guard. Col. Daud Example leads the Northern Scouts.",
            {"Karim Example", "Daud Example"},
        ),
    ],
)
def test_a_person_named_shorter_later_is_one_person(tmp_path: Path, text: str, persons: set[str]) -> None:
    assert {one.subject.text for one in read(tmp_path, text).proposals} == persons


@pytest.mark.parametrize(
    ("text", "speaker", "stance"),
    [
        ("The men set fire to the tents, district administrator Yunis Harrak told Norda by telephone.",
         "Yunis Harrak", "alleged"),
        ("The state pays their wages, two former accountants told the author.", "two former accountants", "asserted"),
        ("“They went from tent to tent asking for men,” said a 34-year-old survivor, who gave no name.",
         "survivor", "asserted"),
        ("An official, speaking on condition of anonymity, said that the road had been closed for a week.",
         "official", "asserted"),
        ("The minister asked the army to withdraw from the valley.", "minister", "normative"),
        ("The road had been closed for a week, his office said late on Thursday.", "office", "asserted"),
        ("“The road had been closed for a week,” Ada Vint told me in her daughter’s flat.", "Ada Vint", "asserted"),
        ("Colonel Ada Vint insisted that her men live on state wages.", "Ada Vint", "alleged"),
        ("The council, in a statement signed by its secretary, Ada Vint, asked the army to withdraw.",
         "Ada Vint", "normative"),
    ],
)  # fmt: skip
def test_speakers_with_something_between_them_and_their_verb(
    text: str, speaker: str, stance: str, tmp_path: Path
) -> None:
    found = read(tmp_path, text).proposals
    assert [(one.speaker, one.stance.value) for one in found] == [(speaker, stance)]
