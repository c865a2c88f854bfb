"""How words around a verb hold what it says: as a fact, a wish, a plan, a fear, a memory or a rumour, or as denied.

`stance` judges the auxiliaries of a verb, `conditional` and `told_as` the words in front of its clause. What the stance
becomes by who says it is told in `stances.py`, and all words that deny stand in `denials.py`.
"""

from __future__ import annotations

import re

from muster.claims import Stance
from muster.reading.clauses import BE_FORMS, M
from muster.reading.denials import REST, denied_before, denied_behind
from muster.reading.masked import Masked

BE = re.compile(rf"\b{BE_FORMS}\b")
PASSIVE = re.compile(rf"\b{BE_FORMS} (?:\w+ )?$")
"""A form of `be` right before a participle, so that the subject is acted upon."""
_HYPOTHETICAL = re.compile(r"\b(?:could|may|might|would|can)\b", re.IGNORECASE)
_SHOULD = re.compile(r"\b(?:should|must|ought)\b", re.IGNORECASE)
NEGATION = re.compile(r"\b(?:not|never|no longer|cannot|nor|neither|without)\b|n’t\b", re.IGNORECASE)
_FUTURE = re.compile(r"\b(?:will|shall|to)\b", re.IGNORECASE)
_SAID_OF = re.compile(
    r"\b(?:believed|said|thought|reported|alleged|understood|rumou?red|suspected|estimated|known|reckoned) to\b",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:allegedly|reportedly|suspected|alleged|purported|supposedly|considered|believed|accused|thought|said to|"
    r"rumoured|rumored|apparently|possibly|probably|likely)\b", re.IGNORECASE
)  # fmt: skip


def passive(aux: str, verb: str) -> bool:
    """Whether the subject of a verb with these auxiliaries is acted upon: `was also armed`, not `is now arming`."""
    return bool(PASSIVE.search(aux)) and not verb.lower().endswith("ing")


def stance(text: str, harm: bool = False) -> Stance | None:
    """The stance that the words around a verb give; None if they put forward no fact (a plan, a purpose)."""
    if NEGATION.search(text):
        return Stance.DENIED
    if _SAID_OF.search(text):
        return Stance.ALLEGED
    if _SHOULD.search(text):
        return Stance.NORMATIVE
    if _HYPOTHETICAL.search(text):
        return Stance.ALLEGED if harm else None
    if _FUTURE.search(text):
        return Stance.PENDING if re.search(r"\bwill\b", text, re.IGNORECASE) and not harm else None
    if _HEDGED.search(text):
        return Stance.ALLEGED
    return Stance.ASSERTED


_IF = re.compile(r"\b(?:if|whether|unless|in case|lest|in order to|so that)\b", re.IGNORECASE)


def conditional(masked: Masked, at: int) -> bool:
    """Whether a clause stands after `if`, `whether` or `in case`, so that it states nothing."""
    mark = max(masked.text.rfind(one, 0, at) for one in ",;:")
    return bool(_IF.search(masked.text, mark + 1, at))


_FEARED_THAT = re.compile(
    r"\b(?:fear(?:s|ed|ing)?|worr(?:y|ies|ied)|suspect(?:s|ed)?|doubt(?:s|ed|ful)?|unlikely|possible|likely|hop(?:e|es|ed|ing)|"
    rf"afraid|concerned|expect(?:s|ed)?|wish(?:es|ed)?)(?: \w+)? that\b{REST}", re.IGNORECASE,
)  # fmt: skip
# What somebody remembers or recounts is their word: `she has not forgotten how gunmen killed her brother`
_TOLD_HOW = re.compile(
    r"\b(?:forg[eo]t\w*|remember\w*|recall\w*|recount\w*|reliv\w*|describ\w*|told (?:[A-Z]_\d+|us|me|reporters)) how\b"
    rf"{REST}",
    re.IGNORECASE,
)
_CLAIMED_THAT = re.compile(
    rf"(?:^|(?P<before>[^ ]+) )(?:allegations?|accusations?|claims?|rumou?rs?|suspicions?|reports?)"
    rf"(?:(?: (?!{M})[^ ;]+){{0,3}}?| (?:by|of|from) [^;,]{{1,80}}?) that\b[^;]*$",
    re.IGNORECASE,
)


def told_as(masked: Masked, place: int, end: int) -> Stance | None:
    """How the words before hold what follows: `allegations that …` allege it, `it is untrue that …` denies it."""
    before = masked.text[max(place - 400, 0) : place]
    if denied_before(before):
        return Stance.DENIED
    if _FEARED_THAT.search(before) or _TOLD_HOW.search(before):
        return Stance.ALLEGED
    claimed = _CLAIMED_THAT.search(before)
    if not claimed or re.fullmatch(rf"{M}|it|he|she|they|who|which", claimed["before"] or "", re.IGNORECASE):
        return None  # `the panel reports that …`: a verb
    return Stance.DENIED if denied_behind(masked.text, end) else Stance.ALLEGED


ONCE = re.compile(r"\b(?:formerly|previously|once|hitherto|originally)\b", re.IGNORECASE)
"""Of what was so and is no more."""
