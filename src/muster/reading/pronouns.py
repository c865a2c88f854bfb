"""A pronoun as an end of a claim: a mention that is still to be resolved (`antecedents.py` tells whom it means)."""

from __future__ import annotations

import re

from muster.reading.masked import SYMBOL, Masked
from muster.reading.mentions import GROUP, PERSON, Mention

BODIES = frozenset(["it", "they", "its", "their", "them"])
PERSONS = frozenset(["he", "she", "his", "her", "him"])


def pronoun(masked: Masked, start: int, end: int) -> Mention:
    """A pronoun of the pattern as an end of a claim, still to be resolved."""
    word = masked.text[start:end].lower()
    first, last = masked.source(start, end)
    kind = PERSON if word in PERSONS else GROUP
    return Mention(kind, first, last, masked.text[start:end], word, head=word, determiner=word)


def possessor(role: Mention) -> Mention:
    """`its` of `its commander` as the body whose commander it is, still to be resolved."""
    word = role.determiner
    return Mention(GROUP, role.start, role.start + len(word), word, word, head=word, determiner=word)


def end_of(masked: Masked, match: re.Match[str], name: str) -> Mention:
    """The mention of a group of the pattern, or the pronoun that stands there."""
    if SYMBOL.fullmatch(match[name]):
        return masked.mention(match[name])
    return pronoun(masked, match.start(name), match.end(name))


def is_pronoun(mention: Mention) -> bool:
    return not mention.named and mention.name == mention.head and mention.head in BODIES | PERSONS
