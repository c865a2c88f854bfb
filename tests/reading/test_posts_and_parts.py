"""Who leads and serves where, what belongs to what, how many they are: in the many words in which prose says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.made import BODIES, all_of, assert_not_asserted, assert_told, read

COMMAND = [
    ("The Red Valley Brigade is led by General Samir Okada.", "asserted", "Samir Okada", "Red Valley Brigade"),
    ("General Samir Okada has commanded the Red Valley Brigade since 2016.",
     "asserted", "Samir Okada", "Red Valley Brigade"),
    ("General Samir Okada, who has led the Red Valley Brigade since 2016, denied the report.",
     "asserted", "Samir Okada", "Red Valley Brigade"),
    ("General Samir Okada, the Red Valley Brigade’s commander, was absent.",
     "asserted", "Samir Okada", "Red Valley Brigade"),
    ("At the time, the Red Valley Brigade was under the command of Colonel Amin Tarek.",
     "asserted", "Amin Tarek", "Red Valley Brigade"),
    ("Colonel Amin Tarek was in command of the Red Valley Brigade when the village was shelled.",
     "asserted", "Amin Tarek", "Red Valley Brigade"),
    ("Colonel Amin Tarek assumed command of the Red Valley Brigade in June 2018.",
     "asserted", "Amin Tarek", "Red Valley Brigade"),
    ("Colonel Amin Tarek was replaced as commander of the Red Valley Brigade by Major Lars Odin.",
     "asserted", "Amin Tarek", "Red Valley Brigade"),
    ("Colonel Amin Tarek was replaced as commander of the Red Valley Brigade by Major Lars Odin.",
     "asserted", "Lars Odin", "Red Valley Brigade"),
    ("Major Lars Odin succeeded Colonel Amin Tarek as commander of the Red Valley Brigade.",
     "asserted", "Lars Odin", "Red Valley Brigade"),
    ("Major Lars Odin succeeded Colonel Amin Tarek as commander of the Red Valley Brigade.",
     "asserted", "Amin Tarek", "Red Valley Brigade"),
    ("Command of the Red Valley Brigade passed to Major Lars Odin in March.",
     "asserted", "Lars Odin", "Red Valley Brigade"),
    ("The Red Valley Brigade’s new commander is Major Lars Odin.", "asserted", "Lars Odin", "Red Valley Brigade"),
    ("The president named Major Lars Odin commander of the Red Valley Brigade.",
     "asserted", "Lars Odin", "Red Valley Brigade"),
    ("Major Lars Odin was appointed to lead the Red Valley Brigade.", "asserted", "Lars Odin", "Red Valley Brigade"),
    ("Major Lars Odin has been named the new commander of the Red Valley Brigade.",
     "asserted", "Lars Odin", "Red Valley Brigade"),
    ("The Red Valley Brigade, headed by Major Lars Odin, left the town.",
     "asserted", "Lars Odin", "Red Valley Brigade"),
    ("The Red Valley Brigade, whose commander is Major Lars Odin, left the town.",
     "asserted", "Lars Odin", "Red Valley Brigade"),
    ("The Red Valley Brigade, which is commanded by Major Lars Odin, left the town.",
     "asserted", "Lars Odin", "Red Valley Brigade"),
    ("Under Major Lars Odin, the Red Valley Brigade doubled in size.", "asserted", "Lars Odin", "Red Valley Brigade"),
    ("The Northern Shield answers directly to the president.", "asserted", "Northern Shield", "president"),
    ("The Northern Shield reports to the Interior Ministry.", "asserted", "Northern Shield", "Interior Ministry"),
    ("The Northern Shield is formally subordinate to the Interior Ministry.",
     "asserted", "Northern Shield", "Interior Ministry"),
    ("The Northern Shield falls under the Interior Ministry.", "asserted", "Northern Shield", "Interior Ministry"),
    ("The Northern Shield operates under the authority of the Interior Ministry.",
     "asserted", "Northern Shield", "Interior Ministry"),
    ("The Northern Shield was placed under the command of the army in 2019.", "asserted", "Northern Shield", "army"),
    ("The Northern Shield takes its orders from Tolmar.", "asserted", "Northern Shield", "Tolmar"),
    ("The Northern Shield was transferred to the Interior Ministry in 2019.",
     "asserted", "Northern Shield", "Interior Ministry"),
    ("The Interior Ministry oversees the Northern Shield.", "asserted", "Northern Shield", "Interior Ministry"),
    ("The Northern Shield is attached to the 4th Division.", "asserted", "Northern Shield", "4th Division"),
    ("The Northern Shield is under the control of the Interior Ministry.",
     "asserted", "Northern Shield", "Interior Ministry"),
    ("The Northern Shield remains loyal to General Samir Okada.", "asserted", "Northern Shield", "Samir Okada"),
    ("Colonel Amin Tarek was removed as head of the Northern Shield.", "asserted", "Amin Tarek", "Northern Shield"),
    ("Colonel Amin Tarek stepped down as head of the Northern Shield in May.",
     "asserted", "Amin Tarek", "Northern Shield"),
    ("Colonel Amin Tarek was dismissed as commander of the Northern Shield.",
     "asserted", "Amin Tarek", "Northern Shield"),
    ("Colonel Amin Tarek, then commander of the Northern Shield, ordered it.",
     "asserted", "Amin Tarek", "Northern Shield"),
    ("Colonel Amin Tarek, a former commander of the Northern Shield, ordered it.",
     "asserted", "Amin Tarek", "Northern Shield"),
    ("Colonel Amin Tarek, who was commander of the Northern Shield until 2019, fled.",
     "asserted", "Amin Tarek", "Northern Shield"),
    ("The former head of the Northern Shield, Colonel Amin Tarek, fled.", "asserted", "Amin Tarek", "Northern Shield"),
    ("Northern Shield commander Amin Tarek fled to the coast.", "asserted", "Amin Tarek", "Northern Shield"),
    ("Northern Shield chief Col. Amin Tarek fled to the coast.", "asserted", "Amin Tarek", "Northern Shield"),
    ("The Northern Shield was formed in 2012. Its commander, Colonel Amin Tarek, is a cousin of the president.",
     "asserted", "Amin Tarek", "Northern Shield"),
    ("The Northern Shield was formed in 2012. It is commanded by Colonel Amin Tarek.",
     "asserted", "Amin Tarek", "Northern Shield"),
    ("Colonel Amin Tarek joined the army in 1990. He became commander of the Northern Shield in 2012.",
     "asserted", "Amin Tarek", "Northern Shield"),
    ("Colonel Amin Tarek joined the army in 1990. He now heads the Northern Shield.",
     "asserted", "Amin Tarek", "Northern Shield"),
    ("The Northern Shield’s former leader, Captain Hannes Quill, has contested this finding.",
     "asserted", "Hannes Quill", "Northern Shield"),
    ("The Northern Shield, which is placed under the 6th Mechanised Brigade, left.",
     "asserted", "Northern Shield", "6th Mechanised Brigade"),
    ("Colonel Nikola Prem, commander of the Northern Shield since 2019, is promoted.",
     "asserted", "Nikola Prem", "Northern Shield"),
    ("The Northern Shield is to report directly to the Prime Minister under the draft.",
     "pending", "Northern Shield", "Prime Minister"),
    ("The amendment would make the Northern Shield report directly to the prime minister.",
     "pending", "Northern Shield", "prime minister"),
    ("The man in charge of the Red Valley Brigade, Colonel Omar Reeve, was absent.",
     "asserted", "Omar Reeve", "Red Valley Brigade"),
    ("The Red Valley Brigade’s commanding officer, Colonel Omar Reeve, was absent.",
     "asserted", "Omar Reeve", "Red Valley Brigade"),
    ("Colonel Omar Reeve, commanding officer of the Red Valley Brigade, was absent.",
     "asserted", "Omar Reeve", "Red Valley Brigade"),
    ("Colonel Omar Reeve, commanding the Red Valley Brigade, was absent.",
     "asserted", "Omar Reeve", "Red Valley Brigade"),
    ("Witnesses identified the officer as Colonel Omar Reeve, commander of the Red Valley Brigade.",
     "asserted", "Omar Reeve", "Red Valley Brigade"),
    ("The operation was led by the Red Valley Brigade under Colonel Omar Reeve.",
     "asserted", "Omar Reeve", "Red Valley Brigade"),
    ("The Red Valley Brigade of Colonel Omar Reeve entered the town.", "asserted", "Omar Reeve", "Red Valley Brigade"),
    ("Mr Omar Reeve founded the Red Valley Brigade in 2012.", "asserted", "Omar Reeve", "Red Valley Brigade"),
    ("The Red Valley Brigade was founded in 2012 by Omar Reeve.", "asserted", "Omar Reeve", "Red Valley Brigade"),
    ("The Red Valley Brigade was founded by Colonel Omar Reeve, a defector.",
     "asserted", "Omar Reeve", "Red Valley Brigade"),
    ("The Red Valley Brigade has been led since 2012 by Colonel Omar Reeve.",
     "asserted", "Omar Reeve", "Red Valley Brigade"),
    ("Since 2012 Colonel Omar Reeve has been the commander of the Red Valley Brigade.",
     "asserted", "Omar Reeve", "Red Valley Brigade"),
    ("Between 2010 and 2014 Colonel Omar Reeve commanded the Red Valley Brigade.",
     "asserted", "Omar Reeve", "Red Valley Brigade"),
    ("Colonel Omar Reeve, who had earlier commanded the Red Valley Brigade, was absent.",
     "asserted", "Omar Reeve", "Red Valley Brigade"),
    ("Colonel Omar Reeve went on to command the Red Valley Brigade.", "asserted", "Omar Reeve", "Red Valley Brigade"),
    ("Colonel Omar Reeve rose to command the Red Valley Brigade.", "asserted", "Omar Reeve", "Red Valley Brigade"),
    ("Colonel Omar Reeve handed over command of the Red Valley Brigade to Major Lars Odin.",
     "asserted", "Omar Reeve", "Red Valley Brigade"),
    ("Colonel Omar Reeve is widely regarded as the real leader of the Red Valley Brigade.",
     "alleged", "Omar Reeve", "Red Valley Brigade"),
    ("Units of the Red Valley Brigade are under the operational control of the Northern Shield.",
     "asserted", "Red Valley Brigade", "Northern Shield"),
    ("The Red Valley Brigade takes instructions from the president’s office.",
     "asserted", "Red Valley Brigade", "president office"),
    ("The Red Valley Brigade is nominally part of the army but answers to the president’s son.",
     "asserted", "Red Valley Brigade", "president son"),
]  # fmt: skip
POSITION = [
    ("Nadia Fell, spokeswoman for the Interior Ministry, said nothing.", "asserted", "Nadia Fell", "Interior Ministry"),
    ("Interior Ministry spokeswoman Nadia Fell said nothing.", "asserted", "Nadia Fell", "Interior Ministry"),
    ("The Interior Ministry’s spokeswoman, Nadia Fell, said nothing.", "asserted", "Nadia Fell", "Interior Ministry"),
    ("Nadia Fell, a former officer in the Northern Shield, said nothing.", "asserted", "Nadia Fell", "Northern Shield"),
    ("Nadia Fell, a captain in the Northern Shield, said nothing.", "asserted", "Nadia Fell", "Northern Shield"),
    ("Captain Omar Reeve of the Northern Shield said nothing.", "asserted", "Omar Reeve", "Northern Shield"),
    ("Captain Omar Reeve serves in the Northern Shield.", "asserted", "Omar Reeve", "Northern Shield"),
    ("Captain Omar Reeve, an officer of the Northern Shield, said nothing.",
     "asserted", "Omar Reeve", "Northern Shield"),
    ("Captain Omar Reeve was transferred to the Northern Shield in May 2019.",
     "asserted", "Omar Reeve", "Northern Shield"),
    ("Omar Reeve, secretary of the Northern Shield, resigned.", "asserted", "Omar Reeve", "Northern Shield"),
    ("Nadia Fell, the ministry’s director of communications, said nothing.", "asserted", "Nadia Fell", "ministry"),
    ("Captain Omar Reeve, 34, an intelligence officer with the Red Valley Brigade, was absent.",
     "asserted", "Omar Reeve", "Red Valley Brigade"),
    ("Sergeant Omar Reeve, attached to the Red Valley Brigade, was absent.",
     "asserted", "Omar Reeve", "Red Valley Brigade"),
    ("A lieutenant in the Red Valley Brigade, Omar Reeve, was absent.", "asserted", "Omar Reeve", "Red Valley Brigade"),
]  # fmt: skip
COMPONENT = [
    ("The Red Valley Brigade is part of the Northern Shield.", "asserted", "Red Valley Brigade", "Northern Shield"),
    ("The Red Valley Brigade, part of the Northern Shield, left.", "asserted", "Red Valley Brigade", "Northern Shield"),
    ("The Red Valley Brigade belongs to the Northern Shield.", "asserted", "Red Valley Brigade", "Northern Shield"),
    ("The Northern Shield comprises the Red Valley Brigade and the Free Hills Guard.",
     "asserted", "Red Valley Brigade", "Northern Shield"),
    ("The Northern Shield comprises the Red Valley Brigade and the Free Hills Guard.",
     "asserted", "Free Hills Guard", "Northern Shield"),
    ("The Northern Shield is made up of the Red Valley Brigade, the Free Hills Guard and two smaller groups.",
     "asserted", "Red Valley Brigade", "Northern Shield"),
    ("The Northern Shield is made up of the Red Valley Brigade, the Free Hills Guard and two smaller groups.",
     "asserted", "Free Hills Guard", "Northern Shield"),
    ("The Northern Shield, an alliance that includes the Red Valley Brigade and the Free Hills Guard, left.",
     "asserted", "Red Valley Brigade", "Northern Shield"),
    ("The Northern Shield, an alliance that includes the Red Valley Brigade and the Free Hills Guard, left.",
     "asserted", "Free Hills Guard", "Northern Shield"),
    ("The Northern Shield includes the Red Valley Brigade.", "asserted", "Red Valley Brigade", "Northern Shield"),
    ("The Red Valley Brigade merged with the Free Hills Guard in 2015 to form the Northern Shield.",
     "asserted", "Red Valley Brigade", "Northern Shield"),
    ("The Red Valley Brigade merged with the Free Hills Guard in 2015 to form the Northern Shield.",
     "asserted", "Free Hills Guard", "Northern Shield"),
    ("The Red Valley Brigade and the Free Hills Guard merged in 2015 to form the Northern Shield.",
     "asserted", "Red Valley Brigade", "Northern Shield"),
    ("The Red Valley Brigade and the Free Hills Guard merged in 2015 to form the Northern Shield.",
     "asserted", "Free Hills Guard", "Northern Shield"),
    ("The Red Valley Brigade was absorbed into the Northern Shield in 2015.",
     "asserted", "Red Valley Brigade", "Northern Shield"),
    ("The Red Valley Brigade was incorporated in 2015 into the Northern Shield.",
     "asserted", "Red Valley Brigade", "Northern Shield"),
    ("The Red Valley Brigade joined the Northern Shield in 2015.", "asserted", "Red Valley Brigade", "Northern Shield"),
    ("The Red Valley Brigade left the Northern Shield in 2015.", "asserted", "Red Valley Brigade", "Northern Shield"),
    ("The Red Valley Brigade broke away from the Northern Shield in 2015.",
     "asserted", "Red Valley Brigade", "Northern Shield"),
    ("The Red Valley Brigade, an offshoot of the Northern Shield, left.",
     "asserted", "Red Valley Brigade", "Northern Shield"),
    ("The Red Valley Brigade is the armed wing of the Eastern Front.",
     "asserted", "Red Valley Brigade", "Eastern Front"),
    ("The Red Valley Brigade, the military wing of the Eastern Front, left.",
     "asserted", "Red Valley Brigade", "Eastern Front"),
    ("The Eastern Front’s armed wing, the Red Valley Brigade, left.",
     "asserted", "Red Valley Brigade", "Eastern Front"),
    ("The Red Valley Brigade is not part of the Northern Shield.", "denied", "Red Valley Brigade", "Northern Shield"),
    ("The Red Valley Brigade no longer belongs to the Northern Shield.",
     "denied", "Red Valley Brigade", "Northern Shield"),
    ("The Red Valley Brigade, hitherto part of the Northern Shield, left.",
     "asserted", "Red Valley Brigade", "Northern Shield"),
    ("The Red Valley Brigade, the most feared member of the Northern Shield, left.",
     "asserted", "Red Valley Brigade", "Northern Shield"),
    ("The Red Valley Brigade was founded in 2012. It is part of the Northern Shield.",
     "asserted", "Red Valley Brigade", "Northern Shield"),
    ("The Red Valley Brigade has been integrated into the Northern Shield as its 4th Regiment.",
     "asserted", "Red Valley Brigade", "Northern Shield"),
    ("The 21st and 22nd Battalions are merged to form the Northern Shield.",
     "asserted", "22nd Battalions", "Northern Shield"),
    ("The Northern Shield, a coalition of forty groups, includes the Red Valley Brigade.",
     "asserted", "Red Valley Brigade", "Northern Shield"),
    ("Two units of the Northern Shield, the Red Valley Brigade and the Free Hills Guard, left.",
     "asserted", "Two units", "Northern Shield"),
    ("The Red Valley Brigade operates as part of the Northern Shield.",
     "asserted", "Red Valley Brigade", "Northern Shield"),
    ("The Red Valley Brigade is a member of the Northern Shield.", "asserted", "Red Valley Brigade", "Northern Shield"),
    ("The Red Valley Brigade grew out of the Eastern Front.", "asserted", "Red Valley Brigade", "Eastern Front"),
]  # fmt: skip
COUNT = [
    ("The Northern Shield has some 3,000 fighters.", "estimated", "Northern Shield", "3,000 fighters"),
    ("The Northern Shield, some 3,100 strong, is to be dissolved.", "estimated", "Northern Shield", "3,100"),
    ("The Northern Shield is 3,000 strong.", "estimated", "Northern Shield", "3,000"),
    ("The 3,000-strong Northern Shield left.", "estimated", "Northern Shield", "3,000"),
    ("The Northern Shield is estimated to have between 2,000 and 3,000 fighters.",
     "estimated", "Northern Shield", "2,000 and 3,000 fighters"),
    ("The Northern Shield is believed to number around 2,000.",
     "estimated", "Northern Shield", "2,000", "unattributed"),
    ("Analysts put the strength of the Northern Shield at 2,000 to 3,000 fighters.",
     "estimated", "Northern Shield", "2,000 and 3,000 fighters", "Analysts"),
    ("The Northern Shield was formed in 2012. Diplomats put its strength at between 8,000 and 10,000.",
     "estimated", "Northern Shield", "8,000 and 10,000", "Diplomats"),
    ("The strength of the Northern Shield is estimated at 2,000.", "estimated", "Northern Shield", "2,000"),
    ("The Northern Shield’s ranks have swollen to 5,000 men.", "estimated", "Northern Shield", "5,000 men"),
    ("The Northern Shield counts about 900 men.", "estimated", "Northern Shield", "900 men"),
    ("The Northern Shield, with about 900 men, is small.", "estimated", "Northern Shield", "900 men"),
    ("The Northern Shield fields 900 men and 12 tanks.", "estimated", "Northern Shield", "900 men"),
    ("The Northern Shield had grown to 900 fighters by 2018.", "estimated", "Northern Shield", "900 fighters"),
    ("The Northern Shield lost half of its 900 fighters.", "estimated", "Northern Shield", "900 fighters"),
    ("Up to 900 Northern Shield fighters are in the valley.", "estimated", "Northern Shield", "fighters"),
    ("The Northern Shield commands an estimated 900 fighters.", "estimated", "Northern Shield", "900 fighters"),
    ("A force of some 400 men, the Red Valley Brigade, left.", "estimated", "Red Valley Brigade", "400 men"),
    ("The Red Valley Brigade, a force of 400 men, left.", "estimated", "Red Valley Brigade", "400 men"),
    ("The Red Valley Brigade, which has about 400 men, left.", "estimated", "Red Valley Brigade", "400 men"),
    ("The Red Valley Brigade, numbering about 400 men, left.", "estimated", "Red Valley Brigade", "400 men"),
    ("The Red Valley Brigade had 400 men at its height.", "estimated", "Red Valley Brigade", "400 men"),
    ("The Red Valley Brigade consists of 400 men.", "estimated", "Red Valley Brigade", "400 men"),
    ("The Red Valley Brigade claims to have 400 fighters.",
     "estimated", "Red Valley Brigade", "400 fighters", "Red Valley Brigade"),
    ("The Red Valley Brigade says it has 400 fighters.",
     "estimated", "Red Valley Brigade", "400 fighters", "Red Valley Brigade"),
]  # fmt: skip

TOLD = [
    (kind, *one)
    for kind, told in (("command", COMMAND), ("position", POSITION), ("component", COMPONENT), ("count", COUNT))
    for one in told
]


@pytest.mark.parametrize("told", TOLD, ids=[f"{one[0]}: {one[1]} {one[3]}" for one in TOLD])
def test_a_sentence_claims_what_it_says(tmp_path: Path, told: tuple[str, ...]) -> None:
    assert_told(tmp_path, told)


# text → why nothing of it may be asserted
TRAPS = [
    ("The Northern Shield should be placed under the command of the army.", "a wish"),
    ("If the Northern Shield falls under the Interior Ministry, it will be weaker.", "a condition"),
    ("Major Lars Odin wants to command the Northern Shield.", "a plan"),
    ("The president considered the appointment of Colonel Amin Tarek as commander of the Northern Shield.", "thoughts"),
    ("The Northern Shield met Colonel Amin Tarek.", "a meeting"),
    ("The Red Valley Brigade and the Northern Shield met. Its commander, Colonel Amin Tarek, left.", "either"),
    ("The report to the Interior Ministry was late, the Northern Shield said.", "a report on paper"),
    ("Samir Okada’s lawyer, Ines Harb, left.", "a lawyer’s client is no body"),
    ("Ines Harb, the lawyer of Samir Okada, left.", "a lawyer’s client is no body"),
    ("The Northern Shield left the valley in 2015.", "a place"),
    ("The Northern Shield has twelve tanks and 300 vehicles.", "no men"),
    ("The Northern Shield’s commander was not named.", "nobody is named"),
    ("The officer took charge of the prisoners.", "no body"),
    ("Nobody commands the Northern Shield.", "nobody"),
    ("The Northern Shield, number 11 on the list, left.", "a number of its own"),
    ("The army trains in the hills near the Northern Shield.", "trains itself"),
    ("It is untrue that the Northern Shield is part of the army.", "untrue"),
    ("It is false that Colonel Amin Tarek commands the Northern Shield.", "false"),
    ("Colonel Amin Tarek may have commanded the Northern Shield.", "a possibility"),
    ("The Northern Shield would fall under the Interior Ministry.", "a possibility"),
    ("Colonel Amin Tarek refused to take command of the Northern Shield.", "refused"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "why"), TRAPS, ids=[one[0] for one in TRAPS])
def test_what_is_not_stated_is_not_asserted(tmp_path: Path, text: str, why: str) -> None:
    assert_not_asserted(tmp_path, text, why)


# two sentences → the one claim that the second makes of whom the first names, and that it was inferred
INFERRED = [
    ("The Northern Shield was raised in Oren. It answers to the president.", "command", "Northern Shield", "president"),
    ("The Northern Shield is led by a former officer of the Eastern Front. It has 300 fighters.",
     "count", "Northern Shield", "300 fighters"),
    ("Colonel Amin Tarek joined the army in 1990. He commands the Northern Shield.",
     "command", "Amin Tarek", "Northern Shield"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "subject", "other"), INFERRED, ids=[one[0] for one in INFERRED])
def test_a_pronoun_goes_on_with_the_clause_before(
    tmp_path: Path, text: str, kind: str, subject: str, other: str
) -> None:
    found = [one for one in read(tmp_path, text, BODIES).proposals if one.kind == kind and one.object]
    own = [one for one in found if (one.subject.text, one.object and one.object.text) == (subject, other)]
    assert [one.tier for one in own] == ["B"]
    assert any("inferred" in remark for remark in own[0].remarks)


def test_where_two_could_be_meant_nobody_is(tmp_path: Path) -> None:
    text = "The Red Valley Brigade fought the Northern Shield. It answers to the president."
    assert all_of(read(tmp_path, text, BODIES), "command") == []


def test_what_was_left_is_ended(tmp_path: Path) -> None:
    text = "Colonel Amin Tarek was dismissed as commander of the Northern Shield in May 2019."
    (post,) = [one for one in read(tmp_path, text, BODIES).proposals if one.kind == "command"]
    assert (post.until, ("end_known", "former") in post.qualifiers) == ("2019-05", True)
    text = "The Red Valley Brigade, formerly part of the Northern Shield, left."
    (part,) = [one for one in read(tmp_path, text, BODIES).proposals if one.kind == "component"]
    assert part.until == "[..2021-03-17]"


def test_two_persons_of_one_surname_stay_two(tmp_path: Path) -> None:
    text = "The former deputy, Idris Qobal, left.\n\nThe Northern Shield has 300 men under Nazir Qobal."
    found = all_of(read(tmp_path, text, BODIES), "command")
    assert found == [("command", "asserted", "Nazir Qobal", "Northern Shield", "")]


@pytest.mark.parametrize(
    ("text", "former"),
    [
        ("Major Ilja Strand was dismissed as commander of the 3rd Brigade in May 2019.", {"Ilja Strand"}),
        ("Col. Adam Dee was relieved of his post as Commander of the 3rd Brigade.", {"Adam Dee"}),
        ("Col. Adam Dee replaced Col. Ben Orr as Commander of the 3rd Brigade.", {"Ben Orr"}),
        ("Col. Ben Orr was replaced as Commander of the 3rd Brigade by Col. Adam Dee.", {"Ben Orr"}),
        ("Col. Adam Dee, Commander of the 3rd Brigade, resigned.", set()),
        ("The Free Hills Guard, once led by Zaki Morr, left.", {"Zaki Morr"}),
        ("General Adam Dee, who once commanded the Free Hills Guard, left.", {"Adam Dee"}),
    ],
)
def test_who_was_dismissed_or_replaced_does_not_command_any_more(text: str, former: set[str], tmp_path: Path) -> None:
    posts = [one for one in read(tmp_path, text).proposals if one.predicate == "posted_to"]
    assert {one.subject.text for one in posts if one.until} == former
    assert posts
