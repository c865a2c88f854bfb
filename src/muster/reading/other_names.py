"""Other names that a text gives a body or a person: `referred to as Mataru`, `formerly the League`, `alias “Kilo”`.

They are learned before the text is read for claims, so that each name is known in every sentence, and are proposed as
aliases. The name before must be a name, the name behind it too: written in capitals, up to the next mark, or quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from muster.reading.lexicon import listed
from muster.reading.masked import Masked
from muster.reading.mentions import ACTOR, GROUP, NAME, PERSON, Mention

_ADVERB = (
    r"(?:(?:also|better|commonly|often|sometimes|locally|formerly|previously|once|popularly|otherwise|now|later|since|"
    r"hereinafter|henceforth|and|simply|then|internally|officially|still|\w+ly) )*"
)
_BE = r"(?:(?:is|are|was|were|has|have|had|been) )+"
_SO = r"(?:formerly|previously|originally|hereinafter|alias|aka|a\.k\.a\.)"
_RENAMED = (
    r"(?:renamed itself|rebranded(?: itself)?(?: as)?|changed its name to|restyled itself|(?:took|adopted) the name|"
    r"(?:now )?calls itself)"
)
# What leads from a name to another, over the pattern of a sentence: the name stands right before it.
_LINKS = re.compile(
    rf"(?P<s>[GNPA]_\d+)(?: ,)? (?:(?:which|who|that) )?(?:{_BE})?{_ADVERB}"
    rf"(?:known|referred to|nicknamed|dubbed|styled)"
    rf" (?:(?:by|to|in|among) (?:[^ ,;]+ ){{1,4}}?)?{_ADVERB}as |"
    rf"(?P<s2>[GNPA]_\d+) , {_SO}(?: (?:called|known as|named))? |"
    rf"(?P<s3>[GNPA]_\d+)(?: ,)? (?:alias|aka|a\.k\.a\.) |"
    rf"(?P<s4>[GNA]_\d+)(?: ,)? (?:(?:which|that) )?(?:(?:has|had|have|later|then|since) )*{_RENAMED} |"
    rf"(?P<s5>[GNPA]_\d+) , (?:which|who|whom) (?:[^ ,;]+ ){{1,6}}?"
    rf"(?:nicknamed|dubbed|christened|call|know as|knew as) |"
    rf"(?P<s7>[GNA]_\d+)(?: ,)? (?:(?:which|that) )?(?:(?:was|were|has|have|been|later|then) )+"
    rf"(?:renamed|rechristened)(?: as)? |"
    rf"(?P<q>\b(?:call|calls|called|nicknamed|dubbed|know|knew) (?:the )?"
    rf"(?P<s8>[GNPA]_\d+) (?:as )?)|"
    rf"(?P<s6>[GNPA]_\d+) , (?:nicknamed|dubbed|called|"
    rf"whose (?:nom de guerre|nickname|alias|code name|call sign) (?:is|was)) ",
    re.IGNORECASE,
)
_CAPITALS = r"(?!(?:He|She|It|They)\b)[A-Z0-9][\w’-]*(?:(?: (?:of|the|for|and|de|al)){0,2} [A-Z0-9][\w’-]*){0,7}"
_BEHIND = (
    r"(?:in|on|by|since|after|and|is|was|has|have|to|who|which|from|until|during|when|led|left|said|says|denied|operates|"
    r"remains)"
)
_OTHER = re.compile(
    rf"\s*(?:the )?(?:“(?:the |The )?(?P<quoted>[^”“]{{2,60}})”|"
    rf"(?P<plain>{_CAPITALS})(?=\s*(?:[,.;:)]|$| {_BEHIND}\b)))"
)
# `(Brigade 3 on the official roll)`, `(also known as the Hawks)`, `(formerly the League)`
_BRACKET = re.compile(
    r"\(\s*(?:(?:(?:also|better|formerly|previously|locally|now) )?"
    r"(?:known as|called|referred to as|nicknamed|dubbed) |"
    r"(?:formerly|previously|originally|alias|aka|a\.k\.a\.|or) )(?:the )?“?(?P<other>[A-Z0-9][^()“”,;]{1,60}?)”?\s*\)|"
    r"\(\s*“?(?P<roll>[A-Z][^()“”,;]{2,60}?)”? (?:on|in|under) (?:the|its|their|an?) (?:[\w’-]+ ){0,3}?"
    r"(?:roll|rolls|register|list|numbering|nomenclature|order of battle|designation|records|documents|papers)\s*\)"
)
_NOT_NAMES = listed("month_names") | frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
)


@dataclass(frozen=True, slots=True)
class Other:
    """A name, another that stands for the same, and the place of both in the text."""

    mention: Mention
    name: str
    start: int
    end: int


def other_names(masked: Masked) -> Iterator[Other]:
    """The other names that a sentence gives those whom it names."""
    text, offset = masked.sentence.text, masked.sentence.start
    for link in _LINKS.finditer(masked.text):
        symbol = next(one for name, one in link.groupdict().items() if name != "q" and one)
        mention = masked.mention(symbol)
        if not _nameable(mention) or re.search(r"\bnot\b", link[0]):
            continue
        at = masked.source(link.end() - 2, link.end() - 1)[1]
        found = _OTHER.match(text, at - offset)
        other = (found["quoted"] or found["plain"]) if found else ""
        if found and _fits(mention, other, link[0]) and (found["quoted"] or not link["q"]):
            yield Other(mention, other, mention.start, found.end() + offset)
    for bracket in _BRACKET.finditer(text):
        before = len(text[: bracket.start()].rstrip()) + offset
        named = next((one for one in masked.mentions if one.end == before and _nameable(one)), None)
        other = (bracket["other"] or bracket["roll"]).strip()
        if named is not None and _fits(named, other, ""):
            yield Other(named, other, named.start, bracket.end() + offset)


def _nameable(mention: Mention) -> bool:
    return mention.named and mention.kind in (GROUP, NAME, PERSON, ACTOR) and not mention.country and not mention.media


def _fits(mention: Mention, other: str, link: str) -> bool:
    """Whether the words can be another name: not the same, no day or month, and no former post of a person."""
    low = other.lower()
    if not other or low == mention.name.lower() or low.split()[0] in _NOT_NAMES or other.isdigit():
        return False
    former = re.search(r"\b(?:formerly|previously|originally)\b", link)
    return not (former and mention.kind in (PERSON, NAME))
