"""Whose deed a verb tells of when its subject does not stand beside it.

`Fighters from the front attacked`: the fighters. `Soldiers entered the village and burned homes`: the soldiers. Only
where the sentence leaves no other reading; a passive, a speaker or a comma between the verbs gives no subject.
"""

from __future__ import annotations

import re
from dataclasses import replace

from muster.reading.clauses import LIST, VERBS, M
from muster.reading.harm_words import DID
from muster.reading.masked import Masked
from muster.reading.mentions import GROUP, PLACE, ROLE, Mention

_OF = (
    r"(?:of|from|in|at|near|on|outside|with|under|loyal to|allied (?:to|with)|belonging to|affiliated with|"
    r"(?:led|commanded|backed|armed|trained|supported) by)"
)
_GOVERNED = re.compile(rf"(?:^| )(?P<head>{M}) (?P<of>{_OF}) (?:the )?$")
_PREPOSITION = re.compile(
    r"\b(?:of|from|in|at|near|on|outside|with|by|against|for|between|to|into|under|over|through|around|like|than) "
    r"(?:(?:the|a|an|its|their) (?:(?!(?:who|that|which|and|after|when|where|before|as|while|until|since)\b)"
    r"[\w’-]+ ){0,2})?$", re.IGNORECASE,
)  # fmt: skip


def governed(masked: Masked, at: int) -> bool:
    """Whether a preposition stands before a place of the pattern, so that what follows is no subject."""
    return bool(_PREPOSITION.search(masked.text[:at]))


def heads(masked: Masked, match: re.Match[str], name: str = "s") -> list[Mention]:
    """The mentions of a subject's group; of `fighters from the front` the fighters; none if they are governed."""
    found = masked.listed(match[name])
    at = match.start(name)
    if not governed(masked, at):
        return found
    before = _GOVERNED.search(masked.text[:at])
    if not before or len(found) != 1 or governed(masked, before.start("head")):
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


def shared_subject(masked: Masked, before: int, participle: bool = False) -> list[Mention]:
    """The subject that a second verb at a place shares with the finite verb before it; empty if that is not sure.

    A participle (`, killing nine`) may stand behind a comma; a second past tense only in a list of verbs.
    """
    comma = masked.text[before : before + 1] == ","
    text = masked.text[:before]
    verbs = [one for one in _FINITE.finditer(text) if not _DETERMINED.search(text[: one.start("v")])]
    if not verbs:
        return []
    last = verbs[-1]
    first = last
    for earlier in reversed(verbs[:-1]):  # `entered the town, looted shops and burned homes`
        if first["s"] or not re.fullmatch(r".*?(?:,|\band|, and) ?", text[earlier.end() : first.start()], re.DOTALL):
            break
        first = earlier
    told = [one for one in verbs if one["s"] and not re.fullmatch(VERBS, one["v"].lower())]
    if comma and not participle and first is last and len(told) > 1:
        return []  # `fled when the army entered the town, where it slept, and killed`: either may be meant
    symbol = first["s"]
    if not symbol or not re.match(M, symbol):
        return []
    if re.fullmatch(
        rf"(?:{VERBS}|is|are|was|were|be|been|had|has|have|will|would|can|could|may|might|must)", first["v"].lower()
    ):
        return []
    between = text[first.end() :]
    if _BREAKS.search(between) or (
        not participle and re.search(r" , (?!(?:and )?(?:\w+ly )?(?:\w+ed|" + DID + r")\b)", between)
    ):
        return []
    if participle and re.search(r"\b(?:of|for|from|about|to|in) \w+ing\b", between):
        return []
    return heads(masked, first)
