"""Whose deed a verb tells of when its subject does not stand beside it.

`Fighters from the front attacked`: the fighters. `Soldiers entered the village and burned homes`: the soldiers. Only
where the sentence leaves no other reading; a passive, a speaker or a comma between the verbs gives no subject.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from functools import lru_cache

from muster.reading.clauses import LEMMA, LIST, VERBS, M
from muster.reading.harm_words import DID
from muster.reading.lexicon import listed
from muster.reading.masked import Masked
from muster.reading.mentions import ACTOR, GROUP, NAME, PERSON, PLACE, ROLE, Mention
from muster.reading.pronouns import pronoun

_NEAR = 80  # characters before a place in which it is told what governs it
_OF = (
    r"(?:of|from|in|at|near|on|outside|with|under|loyal to|allied (?:to|with)|belonging to|affiliated with|"
    r"(?:led|commanded|backed|armed|trained|supported) by)"
)
_GOVERNED = re.compile(rf"(?:^| )(?P<head>{M}) (?P<of>{_OF}) (?:the )?$")
_PREPOSITION = re.compile(
    r"\b(?:of|from|in|at|near|on|outside|with|by|against|for|between|to|into|under|over|through|around|like|unlike|than|"
    r"among|within|including) (?:(?:the|a|an|its|their) (?:(?!(?:who|that|which|and|after|when|where|before|as|while|"
    r"until|since)\b)[\w’-]+ ){0,2})?$", re.IGNORECASE,
)  # fmt: skip


def governed(text: str, at: int) -> bool:
    """Whether a preposition stands before a place of a pattern, so that what follows is no subject."""
    return bool(_PREPOSITION.search(text[max(at - _NEAR, 0) : at]))


def heads(masked: Masked, match: re.Match[str], name: str = "s") -> list[Mention]:
    """The mentions of a subject's group; of `fighters from the front` the fighters; none if they are governed."""
    found = masked.listed(match[name])
    at = match.start(name)
    if not governed(masked.text, at):
        return found
    before = _GOVERNED.search(masked.text, max(at - _NEAR, 0), at)
    if not before or len(found) != 1 or governed(masked.text, before.start("head")):
        return []
    head, inner = masked.mention(before["head"]), found[0]
    if head.kind not in (GROUP, ROLE) or not head.plural:
        return []
    if inner.kind == PLACE:
        return [head]
    if before["of"] in ("in", "at", "near", "on", "outside") or head.named:
        return []
    if before["of"] == "from" and head.kind == ROLE and head.head not in _MEMBERS:
        return []  # `saved villagers from the rebels`
    name = f"{head.name} {before['of']} {inner.name}"
    return [replace(head, name=name, end=inner.end, owner=inner.name)]


_MEMBERS = frozenset(["members", "men", "officers", "guards", "veterans", "deserters", "commanders", "boys"])
_PAST = (
    "took|came|went|drove|rode|ran|fled|left|held|met|made|broke|sent|brought|caught|told|said|led|began|cut|put|found|"
    "gave|had|has|have|got|hid|hit|kept|laid|let|lost|paid|rose|saw|sold|spoke|stole|struck|stood|swept|went|won|wore|"
    "wrote|slept|fell|flew|sought|bore|set|knew|died|is|are|was|were|be|been|will|would|can|could|may|might|must"
)
_FINITE = re.compile(
    rf"(?P<s>(?:{LIST}|\b(?:it|they|he|she|we|I|who|which|that)\b))? ?"
    r"(?P<aux>(?:(?:has|have|had|also|then|now|later|once|first|again|even|reportedly|allegedly|\w+ly) )*)"
    rf"\b(?P<v>{_PAST}|{DID}|\w{{2,}}ed)\b(?! by\b)",
    re.IGNORECASE,
)
_DETERMINED = re.compile(r"\b(?:the|a|an|his|her|its|their|of|some|many|several|two|three)(?: \w+ly)? $", re.IGNORECASE)
_BREAKS = re.compile(
    rf" (?:that|who|which|where|but|while|when|as|after|if|whether|because)\b|;|\b(?:{VERBS})\b", re.IGNORECASE
)


@lru_cache(maxsize=8)
def _finite(text: str) -> tuple[list[re.Match[str]], list[int]]:
    """The finite verbs of a pattern with the subjects beside them, and where each ends; participles are left out."""
    found = [
        one
        for one in _FINITE.finditer(text)
        if not _DETERMINED.search(text[max(one.start("v") - _NEAR, 0) : one.start("v")])
    ]
    return found, [one.end() for one in found]


def shared_subject(masked: Masked, before: int, participle: bool = False) -> list[Mention]:
    """The subject that a second verb at a place shares with the finite verb before it; empty if that is not sure.

    A participle (`, killing nine`) may stand behind a comma; a second past tense only in a list of verbs.
    """
    text = masked.text
    verbs, ends = _finite(text)
    last = first = bisect_right(ends, before) - 1
    if last < 0:
        return []
    while first and not verbs[first]["s"]:  # `entered the town, looted shops and burned homes`
        if not _LISTED.search(text[ends[first - 1] : verbs[first].start()]):
            break
        first -= 1
    verb = verbs[first]
    if not verb["s"] or not re.match(M, verb["s"]) or verb["v"].lower() in _NO_DEED:
        return []
    if text[before] == "," and not participle and first == last and _told_before(verbs[: last + 1]):
        return []  # `fled when the army entered the town, where it slept, and killed`: either may be meant
    between = text[verb.end() : before]
    if _BREAKS.search(between) or (not participle and _OTHER.search(between)):
        return []
    if participle and re.search(r"\b(?:of|for|from|about|to|in) \w+ing\b", between):
        return []
    return heads(masked, verb)


def _told_before(verbs: list[re.Match[str]]) -> bool:
    """Whether several verbs with a subject of their own, none of saying, stand before."""
    return sum(1 for one in verbs if one["s"] and one["v"].lower() not in LEMMA) > 1


_LISTED = re.compile(r"(?:,|\band|, and) ?$")
_OTHER = re.compile(rf" , (?!(?:and )?(?:\w+ly )?(?:\w+ed|{DID})\b)")
_NO_DEED = frozenset(LEMMA) | {
    "is", "are", "was", "were", "be", "been", "had", "has", "have", "will", "would", "can", "could", "may", "might",
    "must",
}  # fmt: skip


# --- the subject of a clause, for verbs that tell of relations ----------------------------------------------------

# What stands before a clause's subject: `Formally they …`, `Unlike the others, it …`.
_FRONTED = re.compile(
    r"(?:(?:according to|in|on|at|by|under|with|without|unlike|like|despite|during|from|among|for|of|since|until|"
    r"throughout|given|\w+ed|\w+ing|raised|drawn|built|led|made|born|set)\b[^;,]*,|"
    r"(?:\w+ly|now|then|later|today|still|meanwhile|however|moreover|also|but|and|yet|instead)\b(?: ,)?|"
    r"(?:[a-z]+ ){0,2}(?:estimates?|figures|reports?) (?:of|for|on)|•|-|\d+ ?[.)])\s*", re.IGNORECASE,
)  # fmt: skip
# where a clause begins: `They say the militias answer to X and report to Y` tells of the militias
_CLAUSES = re.compile(
    rf" ; | that | which | who | but | while | whereas |\b(?:say|says|said|claims?|claimed) (?=(?:the )?{M})"
)


_JOINED = re.compile(r"(?: ,)?(?: but| and| or)? ?$")


def subject_before(masked: Masked, at: int) -> Mention | None:
    """The subject of the clause before a second verb: its pronoun, or its first body behind what is put in front."""
    before = _JOINED.sub("", masked.text[:at])
    clause = _CLAUSES.split(before)[-1]
    offset = len(before) - len(clause)
    relative = re.search(rf"({M})(?: ,)? (?:that|which|who) $", masked.text[:offset])
    if relative and not re.match(rf"(?:the )?{M} ", clause):
        return masked.mention(relative[1])  # `a militia that split from X and is allied with Y`
    own = list(re.finditer(r"(?:^|, |(?<= ))(?P<p>it|they|he|she)(?= )", clause, re.IGNORECASE))
    if own and (own[-1].start("p") == 0 or re.search(r"(?:,|\band|\bfor) $|^\W*\w+ly $", clause[: own[-1].start("p")])):
        return pronoun(masked, offset + own[-1].start("p"), offset + own[-1].end("p"))
    rest = behind_front(clause)
    found = re.search(M, rest)
    if not found:
        return None
    mention = masked.mention(found[0])
    return mention if mention.kind in (GROUP, NAME, PERSON, ACTOR, ROLE) else None


def behind_front(clause: str) -> str:
    """A clause without the adverbs and phrases put in front of its subject."""
    for _ in range(3):
        found = _FRONTED.match(clause.lstrip())
        if not found or not found.end():
            break
        clause = clause.lstrip()[found.end() :]
    return clause.lstrip()


_GOVERN = listed("govern")


def completes(text: str, at: int) -> bool:
    """Whether the word right before a place of a pattern makes what follows its complement: `of G_3`."""
    return text[:at].rstrip().rpartition(" ")[2].lower() in _GOVERN


def clause_subject(masked: Masked, before: int, participle: bool = False) -> Mention | None:
    """The clause's subject for a verb that has none beside it: the first body of the clause."""
    clause = re.split(r" ; | that |\bthey say | but ", masked.text[:before])[-1]
    found = [(one.start(), masked.mention(one[0])) for one in re.finditer(M, clause)]
    if participle:  # it hangs on the nearest that is not governed: `legalised X as a part of Y, answering to`
        found = [(at, one) for at, one in reversed(found) if one.kind != ROLE and not completes(clause, at)]
    named = (one for _, one in found if one.kind in (GROUP, NAME, PERSON) or (one.kind == ROLE and one.plural))
    return next(named, None)
