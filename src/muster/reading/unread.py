"""Passages that seem to tell what a vetting asks for, and of which nothing was proposed.

The rules miss much of what a careful reader would list. So whoever reviews is shown where to read on: sentences that
hold a word of harm, command, belonging, backing or law, name a body or person, or quote somebody.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate

from muster.reading.harm_words import ACTS, DID, DOES, DOING, DONE
from muster.reading.lexicon import listed
from muster.reading.masked import Masked
from muster.reading.mentions import PLACE
from muster.reading.proposals import Proposal


@cache
def _telling() -> re.Pattern[str]:
    stems = "|".join(sorted(listed("telling")))
    return re.compile(rf"\b(?:(?:{DID}|{DONE}|{DOES}|{DOING}|{ACTS})\b|(?:{stems}))", re.IGNORECASE)


def unread(masked: Iterable[Masked], proposals: Sequence[Proposal]) -> list[tuple[int, int]]:
    """The places of such sentences in the text."""
    taken = sorted((start, end) for one in proposals for start, end in ((one.start, one.end), *one.also))
    starts = [start for start, _ in taken]
    reach = [0, *accumulate((end for _, end in taken), max)]  # how far the first so many places go
    return [
        (one.sentence.start, one.sentence.end)
        for one in masked
        if reach[bisect_left(starts, one.sentence.end)] <= one.sentence.start and _tells(one)
    ]


def _tells(one: Masked) -> bool:
    bodies = [mention for mention in one.mentions if mention.kind != PLACE]
    if _telling().search(one.sentence.text):
        return True
    return bool(bodies) and ("“" in one.sentence.text or any(mention.named for mention in bodies))
