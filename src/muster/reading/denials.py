"""Denials: the words that say that something is not so, and three questions that are asked of them.

`denied_before`: whether what stands before a clause denies it (`it is untrue that …`). `denies`: whether what somebody
says is a denial; a witness who says what others did not do denies nothing unless it is harm. `unkept`: the net below
both: a denial overlooked does as much damage as harm pinned on the wrong body, so a sentence with one of the
expressions of `denial_cues.yaml`, of which nothing else was proposed as denied, is proposed as a statement that denies,
for a person to read; and what stands under `no evidence that` is denied, whatever frame has found it (`unproven`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from muster.claims import Stance
from muster.reading.harm_words import DID, DOES, DONE
from muster.reading.lexicon import shipped
from muster.reading.proposals import HARM, Proposal
from muster.reading.text import Sentence

FALSE = "untrue|false|incorrect|baseless|unfounded|groundless|fabricated|(?:not|never) (?:true|correct|accurate)"
"""Of what is not so: `it is untrue that …` denies what follows."""
LIES = (
    "lies?|nonsense|propaganda|fiction|rumou?rs|fabrications?|invent(?:ed|ions?)|slanders?|smears?|absurd|ridiculous|"
    "rubbish"
)
"""What else a charge is called by whoever denies it; `rumours that …` deny nothing."""
PROOF = "evidence|indications?|proof|signs?|truth"
"""Of which there is none where something is denied."""

# --- clauses -----------------------------------------------------------------------------------------------------

REST = r"(?:(?! , (?:but|while|although|though)\b)[^;])*$"
"""What follows in the same clause, up to the place at hand."""
_NOT_SO = rf"(?:{FALSE}|nonsense|an? (?:lie|myth))"
_UNTRUE_THAT = re.compile(
    rf"\b(?:{_NOT_SO}(?: \w+)?|no (?:\w+ )?(?:{PROOF})(?: \w+)*?|not (?:found|established|shown)) that\b{REST}",
    re.IGNORECASE,
)
_ARE_FALSE = re.compile(rf"[^;]*? (?:is|are|was|were)(?: \w+ly)? {_NOT_SO}\b", re.IGNORECASE)


def denied_before(text: str) -> bool:
    """Whether the words before a clause deny it."""
    return bool(_UNTRUE_THAT.search(text))


def denied_behind(text: str, at: int) -> bool:
    """Whether the words behind a clause deny it: `allegations that it did so are false`."""
    return bool(_ARE_FALSE.match(text, at))


# --- what somebody says ------------------------------------------------------------------------------------------

_CALLED_FALSE = re.compile(
    r"\b(?:claims?|allegations?|reports?|accusations?|charges?|stor(?:y|ies)|th(?:is|at|ese|ose)|it|they)\b[^.;”]*?"
    rf"\b(?:is|are|was|were)(?: (?:completely|totally|entirely|simply|all|utterly))? "
    rf"(?:{FALSE}|(?:{LIES}|“?\w+ lies?)\b)",
    re.IGNORECASE,
)
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
    tests = (_CALLED_FALSE.search, _NOBODY.match, _DENYING.match, _OWN.match, _NO_HARM.search, _ALIBI.match)
    return any(one(part) for part in parts for one in tests)


# --- any sentence ------------------------------------------------------------------------------------------------

_UNDER = re.compile(rf"\bno (?:{PROOF}|grounds?)\b[^,;.]*$", re.IGNORECASE)
_ADVERSE = HARM | {"affiliation", "assistance", "command", "component"}


@dataclass(frozen=True)
class Cue:
    """Where a sentence denies. `says`: by a verb of saying, so that whoever stands before it denies."""

    start: int
    end: int
    says: bool


def expression(data: dict[str, Any], match: str | list[str]) -> str:
    """The pattern of one expression of the list, with the words for which its <NAMES> stand."""
    words = {"FALSE": FALSE, "LIES": LIES, "PROOF": PROOF}
    for name, pattern in data["words"].items():
        words[name] = _filled("".join(pattern), words)
    return _filled("".join(match), words)


def _filled(pattern: str, words: dict[str, str]) -> str:
    return re.sub(r"<([A-Z]+)>", lambda found: words[found[1]], pattern)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = shipped("denial_cues.yaml")
    says, cues = ("|".join(expression(data, one["match"]) for one in data[part]) for part in ("says", "cues"))
    return (
        re.compile(rf"\b(?:(?P<says>{says})|{cues})", re.IGNORECASE),
        re.compile("".join(data["open"]), re.IGNORECASE),
    )


def cues(text: str) -> Iterator[Cue]:
    """Where a sentence denies; nothing where it only says that something is not known."""
    pattern, unknown = _patterns()
    for found in pattern.finditer(text):
        if not unknown.search(found[0]):
            yield Cue(found.start(), found.end(), found["says"] is not None)


def unproven(sentence: Sentence, proposals: Sequence[Proposal]) -> list[Proposal]:
    """The proposals, of which those of this sentence that stand under `no evidence that` are denied."""
    if "no " not in sentence.text.lower():
        return list(proposals)
    return [
        replace(one, stance=Stance.DENIED)
        if one.kind in _ADVERSE
        and one.stance is not Stance.DENIED
        and sentence.start < one.start < sentence.end
        and _UNDER.search(sentence.text[: one.start - sentence.start])
        else one
        for one in proposals
    ]


def unkept(sentence: Sentence, proposals: Sequence[Proposal]) -> Cue | None:
    """The first place in the text at which a sentence denies, if nothing proposed of it does.

    A verb of saying is kept by a denial of what follows it, any other expression by one in which it stands.
    """
    for cue in cues(sentence.text):
        start, end = sentence.start + cue.start, sentence.start + cue.end
        reach = sentence.end if cue.says else end
        if not any(one.stance is Stance.DENIED and one.start < reach and start < one.end for one in proposals):
            return Cue(start, end, cue.says)
    return None
