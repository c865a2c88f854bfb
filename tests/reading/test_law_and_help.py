"""Sanctions, law, courts, help, ties and other names, in the many words in which prose tells of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from muster.claims import Stance
from tests.reading.made import all_of, names, read

BODIES = (
    "Red Valley Brigade", "Northern Shield", "Free Hills Guard", "Eastern Front", "Interior Ministry",
    "Republic of Tolmar",
)  # fmt: skip
REGISTER = names(*((name, name) for name in BODIES))

DESIGNATION = [
    ("The United States imposed sanctions on the Northern Shield in 2019.",
     "asserted", "Northern Shield", "United States"),
    ("The Northern Shield was sanctioned by the United States in 2019.",
     "asserted", "Northern Shield", "United States"),
    ("The Northern Shield was put under sanctions by the European Union in 2019.",
     "asserted", "Northern Shield", "European Union"),
    ("General Samir Okada is under European Union sanctions.", "asserted", "Samir Okada", "European Union"),
    ("General Samir Okada has been on the U.N. sanctions list since 2015.", "asserted", "Samir Okada", "U.N."),
    ("The European Union added General Samir Okada to its sanctions list.",
     "asserted", "Samir Okada", "European Union"),
    ("The European Union has listed the Northern Shield as a terrorist organisation.",
     "asserted", "Northern Shield", "European Union"),
    ("The United Kingdom proscribed the Northern Shield in 2019.", "asserted", "Northern Shield", "United Kingdom"),
    ("The Northern Shield was designated a foreign terrorist organization in 2019.",
     "asserted", "Northern Shield", "not said by whom"),
    ("The Northern Shield is subject to an asset freeze and a travel ban.",
     "asserted", "Northern Shield", "asset freeze"),
    ("The U.S. Treasury blacklisted General Samir Okada in 2019.", "asserted", "Samir Okada", "U.S. Treasury"),
    ("General Samir Okada, sanctioned by the United States in 2019, left.", "asserted", "Samir Okada", "United States"),
    ("General Samir Okada, who was sanctioned by the United States in 2019, left.",
     "asserted", "Samir Okada", "United States"),
    ("General Samir Okada, whom the United States sanctioned in 2019, left.",
     "asserted", "Samir Okada", "United States"),
    ("The European Union lifted sanctions on the Northern Shield in 2020.",
     "asserted", "Northern Shield", "European Union"),
    ("The Northern Shield was removed from the European Union’s sanctions list.",
     "asserted", "Northern Shield", "not said by whom"),
    ("Colonel Omar Reeve was placed under sanctions by the European Union.",
     "asserted", "Omar Reeve", "European Union"),
    ("The European Union sanctioned Colonel Omar Reeve and two others.", "asserted", "Omar Reeve", "European Union"),
    ("The European Union imposed a travel ban on Colonel Omar Reeve.", "asserted", "Omar Reeve", "European Union"),
    ("The European Union imposed an asset freeze and a travel ban on Colonel Omar Reeve.",
     "asserted", "Omar Reeve", "European Union"),
]  # fmt: skip
LEGAL_STATUS = [
    ("The Northern Shield was established by a presidential decree in 2014.",
     "asserted", "Northern Shield", "presidential decree"),
    ("The Northern Shield was created by Law 40 of 2016.", "asserted", "Northern Shield", "Law 40"),
    ("The Northern Shield was banned in 2014.", "asserted", "Northern Shield", "not said by whom"),
    ("The government banned the Northern Shield in 2014.", "asserted", "Northern Shield", "government"),
    ("The Northern Shield was outlawed by parliament.", "asserted", "Northern Shield", "parliament"),
    ("The Northern Shield was dissolved by decree in 2014.", "asserted", "Northern Shield", "not said by whom"),
    ("The Northern Shield was formally disbanded in 2014.", "asserted", "Northern Shield", "not said by whom"),
    ("Parliament legalised the Northern Shield in 2014.", "asserted", "Northern Shield", "Parliament"),
    ("A law passed in 2014 gave the Northern Shield legal status.", "asserted", "Northern Shield", "not said by whom"),
    ("The Northern Shield was granted legal status in 2014.", "asserted", "Northern Shield", "not said by whom"),
    ("The Northern Shield is to be dissolved by the end of the year.",
     "pending", "Northern Shield", "not said by whom"),
    ("The Northern Shield will be disbanded next year.", "pending", "Northern Shield", "not said by whom"),
    ("The decree dissolved the Northern Shield.", "asserted", "Northern Shield", "decree"),
    ("A decree signed in May dissolved the Northern Shield.", "asserted", "Northern Shield", "decree"),
    ("The Northern Shield, which the government legalised in 2016, left.", "asserted", "Northern Shield", "government"),
    ("The Northern Shield has no legal basis.", "denied", "Northern Shield", "not said by whom"),
    ("The Northern Shield operates without any legal basis.", "denied", "Northern Shield", "not said by whom"),
    ("A bill that would fold the Northern Shield into the Interior Ministry is stuck in committee.",
     "pending", "Northern Shield", "fold Northern Shield into Interior Ministry"),
    ("A bill to legalise the Northern Shield is before parliament.",
     "pending", "Northern Shield", "legalise Northern Shield"),
    ("Parliament is debating a bill that would disband the Northern Shield.",
     "pending", "Northern Shield", "disband Northern Shield"),
    ("The Supreme Court declared the Northern Shield unconstitutional.",
     "asserted", "Northern Shield", "Supreme Court"),
    ("The Red Valley Brigade is not recognised by law.", "denied", "Red Valley Brigade", "not said by whom"),
    ("The Red Valley Brigade was recognised as part of the armed forces by Decree 12.",
     "asserted", "Red Valley Brigade", "not said by whom"),
    ("In 2016 parliament passed a law recognising the Red Valley Brigade.", "asserted", "Red Valley Brigade", "law"),
    ("In 2016 the cabinet approved the dissolution of the Red Valley Brigade.",
     "asserted", "Red Valley Brigade", "cabinet"),
    ("A decree of May 2016 ordered the dissolution of the Red Valley Brigade.",
     "asserted", "Red Valley Brigade", "not said by whom"),
    ("The dissolution of the Red Valley Brigade was announced in May.",
     "asserted", "Red Valley Brigade", "not said by whom"),
    ("The Red Valley Brigade was dissolved and its men were sent home.",
     "asserted", "Red Valley Brigade", "not said by whom"),
    ("The Red Valley Brigade remains banned.", "asserted", "Red Valley Brigade", "not said by whom"),
    ("The Red Valley Brigade, banned since 2012, left.", "asserted", "Red Valley Brigade", "not said by whom"),
    ("The Red Valley Brigade, which was dissolved in 2012, left.",
     "asserted", "Red Valley Brigade", "not said by whom"),
    ("The ban on the Red Valley Brigade was lifted in 2015.", "asserted", "Red Valley Brigade", "not said by whom"),
    ("A draft amendment before parliament would place the Red Valley Brigade under the army.",
     "pending", "Red Valley Brigade", "place Red Valley Brigade under army"),
    ("The bill, which would legalise the Red Valley Brigade, has been sent to committee.",
     "pending", "Red Valley Brigade", "legalise Red Valley Brigade"),
]  # fmt: skip
LEGAL_PROCEEDING = [
    ("General Samir Okada was charged with murder in 2019.", "asserted", "Samir Okada", "was charged with murder"),
    ("General Samir Okada has been indicted for war crimes.",
     "asserted", "Samir Okada", "been indicted for war crimes"),
    ("Prosecutors charged General Samir Okada with murder.", "asserted", "Samir Okada", "charged with murder"),
    ("Prosecutors have charged four soldiers of the Northern Shield with torture.",
     "asserted", "four soldiers of Northern Shield", "charged with torture"),
    ("A court in Lusk convicted General Samir Okada of murder in absentia.",
     "asserted", "Samir Okada", "convicted of murder in absentia"),
    ("A court sentenced General Samir Okada to life in prison.",
     "asserted", "Samir Okada", "sentenced to life in prison"),
    ("General Samir Okada was sentenced to twenty years in prison.",
     "asserted", "Samir Okada", "was sentenced to twenty years in prison"),
    ("General Samir Okada is on trial for murder.", "pending", "Samir Okada", "on trial for murder"),
    ("General Samir Okada is awaiting trial.", "pending", "Samir Okada", "awaiting trial"),
    ("General Samir Okada faces charges of murder.", "pending", "Samir Okada", "faces charges of murder"),
    ("General Samir Okada is wanted by the International Criminal Court.",
     "asserted", "Samir Okada", "wanted by International Criminal Court"),
    ("The International Criminal Court issued an arrest warrant for General Samir Okada.",
     "asserted", "Samir Okada", "arrest warrant"),
    ("The trial of General Samir Okada opened on Monday.", "asserted", "Samir Okada", "trial"),
    ("The trial of General Samir Okada has been adjourned until May.", "asserted", "Samir Okada", "trial"),
    ("The case against General Samir Okada was dropped in 2019.", "asserted", "Samir Okada", "case"),
    ("Prosecutors dropped charges against General Samir Okada.", "asserted", "Samir Okada", "charges"),
    ("General Samir Okada was acquitted of murder.", "denied", "Samir Okada", "guilty of murder"),
    ("General Samir Okada was cleared of all charges.", "denied", "Samir Okada", "guilty of all charges"),
    ("The Northern Shield is under investigation for torture.",
     "pending", "Northern Shield", "under investigation for torture"),
    ("General Samir Okada is being investigated over the killings.",
     "pending", "Samir Okada", "investigated over the killings"),
    ("No member of the Northern Shield has been charged.", "denied", "member of Northern Shield", "been charged"),
    ("No member of the Northern Shield has ever been convicted of a crime.",
     "denied", "member of Northern Shield", "been convicted of a crime"),
    ("Six members of the Northern Shield were arrested over the killings.",
     "asserted", "Six members of Northern Shield", "arrested over the killings"),
    ("Six members of the Northern Shield have been convicted.",
     "asserted", "Six members of Northern Shield", "been convicted"),
    ("The appeal of General Samir Okada was rejected.", "asserted", "Samir Okada", "appeal"),
    ("General Samir Okada has appealed against his conviction.", "asserted", "Samir Okada", "appeal"),
    ("General Samir Okada was extradited to Tolmar in 2019.", "asserted", "Samir Okada", "extradited to Tolmar"),
    ("The families filed a complaint against General Samir Okada.", "asserted", "Samir Okada", "families"),
    ("General Samir Okada was court-martialled in 2019.", "asserted", "Samir Okada", "court-martialled"),
    ("Four members of the Red Valley Brigade are on trial in Oren.",
     "pending", "Four members of Red Valley Brigade", "on trial in Oren"),
    ("Four members of the Red Valley Brigade went on trial in Oren on Monday.",
     "asserted", "Four members of Red Valley Brigade", "went on trial in Oren"),
    ("Colonel Omar Reeve was sentenced in absentia to death.",
     "asserted", "Omar Reeve", "was sentenced in absentia to death"),
    ("Colonel Omar Reeve has been sentenced to death for treason.",
     "asserted", "Omar Reeve", "been sentenced to death for treason"),
    ("Colonel Omar Reeve, convicted of treason in 2014, was pardoned in 2016.",
     "asserted", "Omar Reeve", "convicted of treason"),
    ("Colonel Omar Reeve was pardoned by the president.", "asserted", "Omar Reeve", "pardoned"),
    ("Colonel Omar Reeve was released on bail.", "asserted", "Omar Reeve", "released on bail"),
    ("Colonel Omar Reeve has never been prosecuted.", "denied", "Omar Reeve", "prosecuted"),
    ("A military tribunal found Colonel Omar Reeve guilty of treason.", "asserted", "Omar Reeve", "guilty of treason"),
    ("The court found Colonel Omar Reeve not guilty.", "denied", "Omar Reeve", "guilty"),
    ("The court upheld the conviction of Colonel Omar Reeve.", "asserted", "Omar Reeve", "conviction"),
    ("The court has ordered the arrest of Colonel Omar Reeve.", "asserted", "Omar Reeve", "arrest"),
    ("The prosecutor’s office is investigating Colonel Omar Reeve.", "pending", "Omar Reeve", "investigating"),
    ("A disciplinary procedure has been opened against Colonel Omar Reeve.", "asserted", "Omar Reeve", "procedure"),
    ("Colonel Omar Reeve was suspended from duty pending an investigation.",
     "asserted", "Omar Reeve", "suspended from duty pending investigation"),
    ("The case of Colonel Omar Reeve is pending before the Military Court.", "pending", "Omar Reeve", "case"),
]  # fmt: skip
ASSISTANCE = [
    ("Tolmar has trained the Northern Shield since 2018.", "asserted", "Northern Shield", "Tolmar"),
    ("The Republic of Tolmar provides training to the Northern Shield.",
     "asserted", "Northern Shield", "Republic of Tolmar"),
    ("The Republic of Tolmar, which since 2020 has provided instructors to the Northern Shield, left.",
     "asserted", "Northern Shield", "Republic of Tolmar"),
    ("The Northern Shield has been trained by the Republic of Tolmar.",
     "asserted", "Northern Shield", "Republic of Tolmar"),
    ("The Northern Shield was trained and equipped by the Republic of Tolmar.",
     "asserted", "Northern Shield", "Republic of Tolmar"),
    ("The Northern Shield receives training from the Republic of Tolmar.",
     "asserted", "Northern Shield", "Republic of Tolmar"),
    ("Instructors from the Republic of Tolmar train the Northern Shield.",
     "asserted", "Northern Shield", "Republic of Tolmar"),
    ("The Republic of Tolmar has suspended its training of the Northern Shield.",
     "denied", "Northern Shield", "Republic of Tolmar"),
    ("The Republic of Tolmar suspended aid to the Northern Shield.", "denied", "Northern Shield", "Republic of Tolmar"),
    ("The Republic of Tolmar donated forty vehicles to the Northern Shield.",
     "asserted", "Northern Shield", "Republic of Tolmar"),
    ("The Republic of Tolmar sent advisers to the Northern Shield.",
     "asserted", "Northern Shield", "Republic of Tolmar"),
    ("A programme funded by Estmark trained 200 officers of the Red Valley Brigade.",
     "asserted", "Red Valley Brigade", "Estmark"),
    ("Estmark’s army has advised the Red Valley Brigade since 2014.", "asserted", "Red Valley Brigade", "army"),
]  # fmt: skip
AFFILIATION = [
    ("The Republic of Tolmar funds the Northern Shield.", "asserted", "Northern Shield", "Republic of Tolmar"),
    ("The Republic of Tolmar is accused of funding the Northern Shield.",
     "alleged", "Northern Shield", "Republic of Tolmar", "unattributed"),
    ("The Northern Shield gets $60 million a year from the Republic of Tolmar.",
     "asserted", "Northern Shield", "Republic of Tolmar"),
    ("The Republic of Tolmar pays the salaries of the Northern Shield.",
     "asserted", "Northern Shield", "Republic of Tolmar"),
    ("The Republic of Tolmar has never sent weapons to the Northern Shield.",
     "denied", "Northern Shield", "Republic of Tolmar"),
    ("The Northern Shield is backed by the Republic of Tolmar.", "asserted", "Northern Shield", "Republic of Tolmar"),
    ("The Northern Shield has close ties to the Republic of Tolmar.",
     "asserted", "Northern Shield", "Republic of Tolmar"),
    ("The Northern Shield is close to the Republic of Tolmar.", "asserted", "Northern Shield", "Republic of Tolmar"),
    ("The Northern Shield fights alongside the Free Hills Guard.", "asserted", "Northern Shield", "Free Hills Guard"),
    ("The Northern Shield is allied with the Free Hills Guard.", "asserted", "Northern Shield", "Free Hills Guard"),
    ("The Republic of Tolmar helped set up the Northern Shield in 2012.",
     "asserted", "Northern Shield", "Republic of Tolmar"),
    ("The Northern Shield was created by the Republic of Tolmar.", "asserted", "Northern Shield", "Republic of Tolmar"),
    ("The Red Valley Brigade is seen as a proxy of Estmark.", "alleged", "Red Valley Brigade", "Estmark"),
    ("Estmark denies arming the Red Valley Brigade.", "denied", "Red Valley Brigade", "Estmark", "Estmark"),
    ("The Red Valley Brigade gets its weapons from Estmark.", "asserted", "Red Valley Brigade", "Estmark"),
    ("The Red Valley Brigade enjoys the support of Estmark.", "asserted", "Red Valley Brigade", "Estmark"),
    ("Estmark has been the main backer of the Red Valley Brigade.", "asserted", "Red Valley Brigade", "Estmark"),
    ("The Red Valley Brigade cooperates with the army.", "asserted", "Red Valley Brigade", "army"),
    ("The Red Valley Brigade works closely with the army.", "asserted", "Red Valley Brigade", "army"),
    ("The Red Valley Brigade pledged allegiance to the Eastern Front.",
     "asserted", "Red Valley Brigade", "Eastern Front"),
    ("The Red Valley Brigade swore loyalty to the Eastern Front.", "asserted", "Red Valley Brigade", "Eastern Front"),
]  # fmt: skip
ALIAS = [
    ("The Northern Shield, also known as the Hawks, left.", "asserted", "Northern Shield", "Hawks"),
    ("The Northern Shield, better known as the Hawks, left.", "asserted", "Northern Shield", "Hawks"),
    ("The Northern Shield is known locally as the Hawks.", "asserted", "Northern Shield", "Hawks"),
    ("The Northern Shield, known to villagers as “the Hawks”, left.", "asserted", "Northern Shield", "Hawks"),
    ("The Northern Shield (also known as the Hawks) left.", "asserted", "Northern Shield", "Hawks"),
    ("The Northern Shield (formerly the Eastern League) left.", "asserted", "Northern Shield", "Eastern League"),
    ("The Northern Shield, formerly known as the Eastern League, left.",
     "asserted", "Northern Shield", "Eastern League"),
    ("The Northern Shield, called the Hawks by villagers, left.", "asserted", "Northern Shield", "Hawks"),
    ("The Northern Shield, which villagers call the Hawks, left.", "asserted", "Northern Shield", "Hawks"),
    ("Villagers call the Northern Shield “the Hawks”.", "asserted", "Northern Shield", "Hawks"),
    ("General Samir Okada, alias the Fox, left.", "asserted", "Samir Okada", "Fox"),
    ("General Samir Okada, known as “the Fox”, left.", "asserted", "Samir Okada", "Fox"),
    ("General Samir Okada, whose nom de guerre is Abu Leyth, left.", "asserted", "Samir Okada", "Abu Leyth"),
    ("General Samir Okada, nicknamed “the Fox”, left.", "asserted", "Samir Okada", "Fox"),
    ("In 2018 the Northern Shield changed its name to the Southern Shield.",
     "asserted", "Northern Shield", "Southern Shield"),
    ("The Northern Shield was renamed the Southern Shield in 2018.", "asserted", "Northern Shield", "Southern Shield"),
]  # fmt: skip

TOLD = [
    (kind, *one)
    for kind, told in (
        ("designation", DESIGNATION),
        ("legal_status", LEGAL_STATUS),
        ("legal_proceeding", LEGAL_PROCEEDING),
        ("assistance", ASSISTANCE),
        ("affiliation", AFFILIATION),
        ("alias", ALIAS),
    )
    for one in told
]


@pytest.mark.parametrize("told", TOLD, ids=[f"{one[0]}: {one[1]} {one[3]}" for one in TOLD])
def test_a_sentence_claims_what_it_says(tmp_path: Path, told: tuple[str, ...]) -> None:
    kind, text, stance, subject, other, *speaker = told
    found = all_of(read(tmp_path, text, REGISTER))
    assert (kind, stance, subject, other, speaker[0] if speaker else "") in found


# text → why nothing of it may be asserted
TRAPS = [
    ("The Northern Shield may be dissolved.", "a possibility"),
    ("The Northern Shield should be disbanded.", "a wish"),
    ("The Northern Shield could be charged with crimes.", "a possibility"),
    ("The court was asked whether to convict General Samir Okada of murder.", "a question"),
    ("The ministry dismissed the report of the Northern Shield.", "a report is dismissed"),
    ("The bill to fund schools was read in parliament.", "another bill"),
    ("The government is under pressure over the Northern Shield.", "pressure is no sanction"),
    ("The town is known as Oren.", "a town"),
    ("The Northern Shield is known as a violent militia.", "no name"),
    ("The Northern Shield, known for its cruelty, left.", "no name"),
    ("General Samir Okada was not charged.", "denied"),
    ("The Northern Shield takes part in the parade.", "takes nothing"),
    ("Colonel Amin Tarek is close to tears.", "close to nobody"),
    ("Reports that the Northern Shield is backed by Tolmar are false.", "false"),
    ("The panel is investigating allegations that Tolmar supplied rifles to the Northern Shield.", "an allegation"),
    ("Tolmar should stop training the Northern Shield.", "a wish"),
    ("The European Union has not imposed sanctions on the Northern Shield.", "denied"),
    ("A law that would ban the Northern Shield was rejected.", "a bill"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "why"), TRAPS, ids=[one[0] for one in TRAPS])
def test_what_is_not_stated_is_not_asserted(tmp_path: Path, text: str, why: str) -> None:
    found = [one for one in read(tmp_path, text, REGISTER).proposals if one.kind != "statement"]
    assert not [one for one in found if one.stance is Stance.ASSERTED], why


def test_another_name_is_known_everywhere(tmp_path: Path) -> None:
    text = "The Hawks are led by Gen. Samir Okada.\n\nThe Northern Shield, better known as the Hawks, left."
    assert ("command", "asserted", "Samir Okada", "Northern Shield", "") in all_of(read(tmp_path, text, REGISTER))


def test_names_of_two_bodies_of_the_register_stay_two(tmp_path: Path) -> None:
    text = "The Northern Shield, formerly the Eastern Front, left.\n\nThe Eastern Front is led by Gen. Samir Okada."
    found = all_of(read(tmp_path, text, REGISTER))
    assert ("alias", "asserted", "Northern Shield", "Eastern Front", "") in found
    assert ("command", "asserted", "Samir Okada", "Eastern Front", "") in found
