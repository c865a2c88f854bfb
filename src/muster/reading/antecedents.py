"""Which body `it`, `they` and `its` stand for, where the paragraph so far leaves one reading.

`The front was banned in 2019. It answers to Eastland.`: one body was named before, so it is meant, and the proposal
says that this was inferred. With two bodies nobody is meant. `The army said it had left`: who speaks may mean another,
so where others are named too such a reading never pins harm on the speaker, only its denial.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from muster.reading.clauses import VERBS, M
from muster.reading.masked import Masked
from muster.reading.mentions import ACTOR, GROUP, NAME, ROLE, Mention

_FIRST = re.compile(
    r"(?P<it>It|They)\b(?! (?:is|was|has been|had been|remains|seems|appears) (?:\w+ )?\w+ (?:that|to)\b)"
    rf"(?! (?:(?:has|have|had|also|later|\w+ly) )*(?:{VERBS})\b)"
)
_SAID = re.compile(
    rf"(?P<s>{M})(?: , [^,]{{1,80}} ,)? (?:(?:has|have|had|also|\w+ly) )*(?:{VERBS}) (?:that )?(?P<it>it|they|we)\b",
    re.IGNORECASE,
)


def with_antecedents(paragraph: Sequence[Masked]) -> list[Masked]:
    """The sentences with `it` and `they` as mentions of the body that they must mean, and `its` with its owner."""
    out: list[Masked] = []
    bodies: dict[str, Mention] = {}  # single bodies, groups of people, and all bodies, of the sentences so far
    groups: dict[str, Mention] = {}
    every: set[str] = set()
    for masked in paragraph:
        one, many = _only(bodies), _only(groups)
        read = masked
        first = _FIRST.match(masked.text)
        if first and (meant := one if first["it"] == "It" else many):
            read = _put(read, first, meant)
        said = _SAID.search(read.text)
        if said and (speaker := read.mention(said["s"])).kind in _BODIES:
            earlier = {each.name for each in masked.mentions if each.start < speaker.start and each.kind in _BODIES}
            if speaker.plural == (said["it"].lower() == "they") or said["it"].lower() == "we":
                read = _put(read, said, replace(speaker, doubtful=not every | earlier <= {speaker.name}))
        if one:
            read = replace(read, mentions=tuple(_owned(each, one) for each in read.mentions))
        out.append(read)
        for each in masked.mentions:
            if each.kind in _BODIES and not each.media:
                every.add(each.name)
                if not each.plural:
                    bodies.setdefault(each.name, each)
            if each.kind in (GROUP, ROLE) and each.plural:
                groups.setdefault(each.name, each)
    return out


_BODIES = frozenset([GROUP, ACTOR, NAME])


def _only(found: dict[str, Mention]) -> Mention | None:
    """The one of its kind that was named so far; a name of unknown kind only if a register knows it."""
    if len(found) != 1:
        return None
    one = next(iter(found.values()))
    return one if one.kind != NAME or one.known else None


def _put(masked: Masked, match: re.Match[str], meant: Mention) -> Masked:
    start, end = masked.source(match.start("it"), match.end("it"))
    it = replace(
        meant, start=start, end=end, text=match["it"], named=False, generic_of=meant.name, determiner="", head=""
    )
    return masked.with_mention(match.start("it"), match.end("it"), it)


def _owned(mention: Mention, owner: Mention) -> Mention:
    """`its spokesman` as the spokesman of the one body named before."""
    if mention.kind == ROLE and mention.determiner == "its" and not mention.owner and not mention.plural:
        return replace(mention, owner=owner.name)
    return mention
