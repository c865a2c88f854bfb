"""Whether what somebody says is a denial: of a charge, of a deed, of having been there, of still doing it.

A lost denial does as much damage as a false charge, so the forms are many; a witness who says what others did not do
denies nothing unless it is harm.
"""

from __future__ import annotations

import re

from muster.reading.harm_words import DID, DOES, DONE

_FALSE = re.compile(
    r"\b(?:claims?|allegations?|reports?|accusations?|charges?|stor(?:y|ies)|th(?:is|at|ese|ose)|it|they)\b[^.;”]*?"
    r"\b(?:is|are|was|were)(?: (?:completely|totally|entirely|simply|all|utterly))? "
    r"(?:not (?:true|correct|accurate)|untrue|false|baseless|unfounded|groundless|fabricated|incorrect|"
    r"(?:“?\w+ )?lies?\b|nonsense|propaganda|rumou?rs|fabrications?|inventions?|fiction|slander|absurd)", re.IGNORECASE,
)  # fmt: skip
_NOBODY = re.compile(
    r"[\s“]*(?:that )?(?:no (?!longer\b|fewer\b|less\b|more\b|doubt\b)|none of|nobody|not (?:one|a single)|neither)\b",
    re.IGNORECASE,
)
_DENYING = re.compile(r"[\s“]*(?:den(?:y|ies|ied|ying)|pleaded not guilty)\b", re.IGNORECASE)
# What the speaker, or a body, did not do or no longer does; not what is unclear or will not be. What `they` did not do
# is a denial only where harm or presence is denied: a witness too says what they did not ask.
_OWN = re.compile(
    r"[\s“]*(?:that )?(?:we|i|it|he|she|(?:his|her|its|their|our|my|the) (?:[\w’-]+ ){0,3}?[\w’-]+|"
    r"(?!(?:They|You|These|Those|There|This|That)\b)[A-Z][\w’-]*(?: [A-Z][\w’-]*)*) "
    r"(?:(?:have|has|had|did|do|does)(?: \w+ly)? (?:not|never)|(?:haven|hasn|hadn|didn|don|doesn)’t|never|no longer|"
    r"(?:was|were)(?: \w+ly)? (?:not|never)(?= \w+(?:ed|en)\b| behind| responsible| part| present| there| in )) "
    r"(?!(?:want|know|think|believe|expect|comment|say|see|understand|yet|possible|clear|able|certain)\b)",
    re.IGNORECASE,
)
_NO_HARM = re.compile(
    rf"\b(?:(?:was|were|been) (?:not|never) (?:\w+ly )?(?:{DONE}|harmed|touched|mistreated|hurt|involved|there|"
    rf"present|anywhere near)|(?:did not|didn’t|never|had not|hadn’t|have not|haven’t|has not) (?:\w+ly |ever )?"
    rf"(?:{DOES}|{DID}|fire|fired|harm|harmed|touch|touched|hurt|happen|happened|take place|taken place)|"
    r"(?:ha(?:d|s|ve)|having) (?:absolutely )?(?:nothing to do with|no (?:part|role|hand|involvement|"
    r"connection|links?|ties|knowledge)\b)|(?:took|played|had) no (?:part|role)\b|"
    r"\b(?:knew|knows?|known) (?:nothing (?:of|about)|of no)\b|bears? no responsibility|"
    r"there (?:was|were|is|are|had been|has been) no(?:t any)? (?:such )?(?:\w+ )?(?:\w+s\b|attack|massacre|killing|"
    r"torture|order|prisoner|evidence|link|crime|raid))",
    re.IGNORECASE,
)  # fmt: skip
# Own men who stayed in barracks or were elsewhere: an alibi.
_ALIBI = re.compile(
    r"[\s“]*(?:that )?(?:we|i|it|he|she|(?:his|her|its|their|our|my) (?:own )?(?:[\w’-]+ ){0,2}?[\w’-]+|"
    r"all of (?:us|them)) "
    r"(?:(?:had|have|has|were|was|been|all|still|never) )*(?:(?:remained|stayed|kept|been|confined|left) )?"
    r"(?:only )?(?:(?:in|at|inside|to) (?:(?:their|its|his|her|our|my|the) )?(?:own )?(?:barracks|bases?|camps?|"
    r"quarters|garrisons?|posts?|headquarters|positions)\b|elsewhere|"
    r"(?:\S+ ){1,3}(?:kilomet(?:re|er)s?|km|miles?|hours?|days?) away|nowhere near|far (?:away )?from|"
    r"(?<!ll )abroad|on leave|asleep)",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"[\s“]*(?:that )?(?:we|it|they|he|she|(?:its|their|his|her|our) [\w’-]+) (?:(?:has|have|had|long|\w+ly) )*"
    r"(?:expelled|ended|stopped|severed|cut|broke|broken|withdrew|withdrawn|disbanded|dissolved|closed|dropped|suspended|"
    r"ceased|pulled)\b",
    re.IGNORECASE,
)


def denies(text: str, accused: bool = False) -> bool:
    """Whether what is said is a denial: a charge is called untrue, or the speaker or a body did not do it.

    Who is `accused` in the same paragraph also denies by saying that it has ended what it is accused of.
    """
    parts = re.split(r"\b(?:and|but)(?: that|(?= nobody| no ))\b", text)
    if accused and _ENDED.match(text):
        return True
    tests = (_FALSE.search, _NOBODY.match, _DENYING.match, _OWN.match, _NO_HARM.search, _ALIBI.match)
    return any(one(part) for part in parts for one in tests)
