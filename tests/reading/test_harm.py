"""Harm in its many forms, on the right subject; and what is neither harm nor that subject's."""

from __future__ import annotations

from pathlib import Path

import pytest

from muster.reading.harm_words import BASES, DID, DOING, DONE
from tests.reading.made import read

# sentence → what is proposed of harm: (subject, object or value, stance, speaker)
TOLD = [
    ("Soldiers of the Fourth Brigade entered the village and burned twelve houses.",
     [("Soldiers of Fourth Brigade", "twelve houses", "asserted", "")]),
    ("The Free Hills Guard stormed the market, looted shops and abducted three traders.",
     [("Free Hills Guard", "market", "asserted", ""), ("Free Hills Guard", "shops", "asserted", ""),
      ("Free Hills Guard", "three traders", "asserted", "")]),
    ("Residents said the Fourth Brigade attacked the town on Monday and killed at least nine villagers.",
     [("Fourth Brigade", "town", "alleged", "Residents"),
      ("Fourth Brigade", "nine villagers", "alleged", "Residents")]),
    ("Rebels ambushed the convoy near Oren, killing nine soldiers.",
     [("Rebels", "convoy", "asserted", ""), ("Rebels", "nine soldiers", "asserted", "")]),
    ("Witnesses said the soldiers arrived in lorries and opened fire without warning.",
     [("soldiers", "opened fire", "alleged", "Witnesses")]),
    ("The police beat protesters with sticks and detained a journalist.",
     [("police", "protesters", "asserted", ""), ("police", "journalist", "asserted", "")]),
    ("The militia forced hundreds of villagers to flee.", [("militia", "hundreds of villagers", "asserted", "")]),
    ("Suspected members of the Desert Wolves, a militia armed by the ministry, abducted the teacher.",
     [("Suspected members of Desert Wolves", "teacher", "alleged", "")]),
    ("Fighters from the Free Hills Guard attacked the market in Oren.",
     [("Fighters from Free Hills Guard", "market in Oren", "asserted", "")]),
    ("Soldiers in Oren shot two students.", [("Soldiers", "two students", "asserted", "")]),
    ("The Fourth Brigade, which killed nine farmers in May, returned to Oren.",
     [("Fourth Brigade", "nine farmers", "asserted", "")]),
    ("The Hill Front claimed responsibility for an ambush in which six soldiers died.",
     [("Hill Front", "ambush", "asserted", "Hill Front")]),
    ("The killing of two teachers by soldiers of the Fourth Brigade shocked the town.",
     [("soldiers of Fourth Brigade", "killing of two teachers", "alleged", "")]),
    ("The Hill Front’s attack on the town shocked many.", [("Hill Front", "attack on town", "alleged", "")]),
    ("The Union of Miners blames soldiers of the Fourth Rifle Battalion.",
     [("soldiers of Fourth Rifle Battalion", "blamed", "alleged", "Union of Miners")]),
    ("The militia threatened to burn any village near the river.",
     [("militia", "village near river", "asserted", "")]),
    ("Fighters loyal to Gen. Omar Sall shelled the camp.", [("Fighters loyal to Omar Sall", "camp", "asserted", "")]),
    ("The brigade was there to protect villagers from the Red Hand militia, which has killed dozens.",
     [("Red Hand", "dozens", "asserted", "")]),
    ("The governor condemned the fire and blamed it on the Red Hand militia.",
     [("Red Hand", "blamed", "alleged", "governor")]),
    ("Three soldiers were wounded when villagers attacked their convoy.", [("villagers", "convoy", "asserted", "")]),
    ("The Red Hand militia has not been accused of killing civilians.",
     [("Red Hand", "killing civilians", "denied", "unattributed")]),
    ("Gen. Tom Dee ordered the killing of nine prisoners.", [("Tom Dee", "nine prisoners", "asserted", "")]),
    ("The cattle were looted by guardsmen, the mayor said.", [("guardsmen", "cattle", "alleged", "mayor")]),
]  # fmt: skip


def told_of_harm(tmp_path: Path, text: str) -> list[tuple[str, str, str, str]]:
    found = [one for one in read(tmp_path, text).proposals if one.kind in ("incident", "accusation")]
    return [
        (one.subject.text, one.object.text if one.object else one.value, one.stance.value, one.speaker) for one in found
    ]


@pytest.mark.parametrize(("text", "claims"), TOLD, ids=[one[0] for one in TOLD])
def test_harm_is_told_of_whom_the_sentence_names(
    tmp_path: Path, text: str, claims: list[tuple[str, str, str, str]]
) -> None:
    assert told_of_harm(tmp_path, text) == claims


# sentences of which no harm is proposed, and why
UNTOLD = [
    ("The army was attacked and killed nine rebels.", "a passive shares no subject"),
    ("Residents fled when the army entered the town, where soldiers slept, and killed nine people.",
     "either may have killed"),
    ("Residents said a bomb exploded in the town, killing nine people.", "the bomb is nobody"),
    ("Men in the uniform of the Fourth Brigade killed nine traders.", "a uniform proves nothing"),
    ("The government deployed troops to fight the Hill Front.", "a purpose"),
    ("The Hill Front beat the army in the election.", "an election"),
    ("An ambush on the Coastal Brigade, which killed nine soldiers, was filmed.", "the ambush killed"),
    ("The army saved villagers from the rebels.", "nobody is harmed"),
    ("Nine rebels killed in the battle for the town were buried.", "they were killed"),
    ("The Red Hand militia and the army attacked each other.", "each other"),
    ("A policeman and an Internally Displaced Person of the camp left.", "a name of many words"),
    ("Gunmen suspected to be from the violent Dawn Army attacked the market.", "only suspected"),
    ("No group has claimed responsibility for the attack.", "nobody"),
    ("A court convicted the man for spying and killing prisoners.", "the court did not kill"),
    ("The ministry said that the man was seen near the river, killing time.", "the ministry did not kill"),
    ("The police said the village had been burned and looted.", "by nobody named"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "why"), UNTOLD, ids=[one[1] for one in UNTOLD])
def test_no_harm_is_pinned_on_who_is_not_named_as_doing_it(tmp_path: Path, text: str, why: str) -> None:
    assert told_of_harm(tmp_path, text) == [], why


def test_an_accuser_is_not_the_one_who_did_it(tmp_path: Path) -> None:
    subjects = [
        told_of_harm(tmp_path, text)
        for text in (
            "The United Nations accused the army of entering the village, killing nine people and burning homes.",
            "The Hill Front was accused of attacks on villages by the United Nations.",
        )
    ]
    assert not [one for found in subjects for one in found if one[0] == "United Nations"]


def test_every_verb_of_harm_has_its_forms() -> None:
    assert {"kidnapping", "displacing", "shooting"} <= set(DOING.split("|"))
    assert {"beaten", "kidnapped", "shot", "displaced"} <= set(DONE.split("|"))
    assert {"fought", "raped"} <= set(DID.split("|"))
    assert "shoot" in BASES
    assert "beat" not in BASES  # also its past tense


# what somebody says → its stance; harm by others is alleged, what is negated of one's own side is denied
STATEMENTS = [
    ("Tomo Reel, a trader, said the soldiers had come in lorries, shouted, and started shooting.", "alleged"),
    ("“They just started shooting at all of us there,” said Tomo Reel, a trader.", "alleged"),
    ("“They did not ask for anybody’s papers at the gate,” said Tomo Reel, a trader.", "asserted"),
    ("A doctor said that the wounded had been brought to the hospital at night.", "asserted"),
    ("Col. Sara Vint insisted that her troops had remained in their barracks all day.", "denied"),
    ("Col. Sara Vint said that her men were nowhere near the village on that day.", "denied"),
    ("“No soldier of mine was anywhere near the mine,” Col. Sara Vint said.", "denied"),
    ("The ministry said that there had been no such attack on the village.", "denied"),
    ("The ministry said the prisoners were never beaten in the camp.", "denied"),
    ("The army said it had nothing to do with the fire.", "denied"),
    ("The lawyer said that the witness had been abroad and remembered little.", "asserted"),
    ("The ministry said that it will look for the people responsible.", "asserted"),
]


@pytest.mark.parametrize(("text", "stance"), STATEMENTS, ids=[one[0] for one in STATEMENTS])
def test_the_stance_of_a_statement(tmp_path: Path, text: str, stance: str) -> None:
    found = [one for one in read(tmp_path, text).proposals if one.kind == "statement"]
    assert [one.stance.value for one in found] == [stance]


def test_who_is_accused_denies_by_saying_that_it_has_ended(tmp_path: Path) -> None:
    ended = "Orland says it expelled the last of their men in 2016."
    accused = read(tmp_path, f"Tessaly has long accused Orland of harbouring both groups. {ended}").proposals
    alone = read(tmp_path, f"Tessaly has long helped Orland. {ended}").proposals
    assert [one.stance.value for one in accused if one.kind == "statement"] == ["denied"]
    assert [one.stance.value for one in alone if one.kind == "statement"] == ["asserted"]


def test_what_hangs_on_a_hedged_clause_is_no_surer_than_it(tmp_path: Path) -> None:
    text = "The Northern Front reportedly attacked a camp at Sarn, killing 26 civilians and abducting nine girls."
    stances = {one.stance.value for one in read(tmp_path, text).proposals if one.kind == "incident"}
    assert stances == {"alleged"}


@pytest.mark.parametrize(
    "text",
    [
        "The widow has not forgotten how soldiers of the Fourth Brigade killed her brother.",
        "Traders remember how soldiers of the Fourth Brigade burned the market.",
        "Soldiers of the Fourth Brigade reportedly entered Oren and killed nine farmers.",
    ],
)
def test_what_is_remembered_or_reported_is_alleged(text: str, tmp_path: Path) -> None:
    stances = {one.stance.value for one in read(tmp_path, text).proposals if one.kind == "incident"}
    assert stances == {"alleged"}
