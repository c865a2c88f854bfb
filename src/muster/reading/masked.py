"""A sentence with its mentions as single words, over which the rules of frames are written.

`The PMU , G_3 , attacked L_4` is easier to match than the sentence itself, and every match still knows its place in the
text. Brackets, quotation marks and dates are left out of the pattern; dates are kept apart, with their places.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from muster.reading.mentions import Finder, Mention
from muster.reading.prose_dates import ProseDate
from muster.reading.text import Sentence, Word

_QUOTES = frozenset("“”[]")
_BEFORE_DATE = frozenset(["on", "in", "since", "during", "by", "until", "late", "early", "of", "last"])
SYMBOL = re.compile(r"\b([GAPRLN])_(\d+)\b")


@dataclass(frozen=True)
class Masked:
    """The pattern text, the mentions it names by number, and for each of its characters the place in the source."""

    text: str
    mentions: tuple[Mention, ...]
    places: tuple[tuple[int, int, int], ...]  # (start in pattern, start in source, end in source) of each piece
    dates: tuple[ProseDate, ...]
    sentence: Sentence

    def mention(self, symbol: str) -> Mention:
        """The mention of a symbol such as `G_3`."""
        return self.mentions[int(symbol.split("_")[1])]

    def listed(self, text: str) -> list[Mention]:
        """All mentions in a piece of the pattern, in their order."""
        return [self.mentions[int(found[2])] for found in SYMBOL.finditer(text)]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The place in the source of a stretch of the pattern."""
        starts = [place[0] for place in self.places]
        first = self.places[max(bisect_right(starts, start) - 1, 0)]
        last = self.places[max(bisect_right(starts, max(end - 1, start)) - 1, 0)]
        return first[1], last[2]

    def with_mention(self, start: int, end: int, mention: Mention) -> Masked:
        """The same with a word of the pattern as a mention."""
        symbol = f"{mention.kind}_{len(self.mentions)}"
        more = len(symbol) - (end - start)
        places = tuple((place[0] + more * (place[0] >= end), place[1], place[2]) for place in self.places)
        text = self.text[:start] + symbol + self.text[end:]
        return Masked(text, (*self.mentions, mention), places, self.dates, self.sentence)

    def without(self, start: int, end: int) -> Masked:
        """The same with a stretch of the pattern left out."""
        gone = end - start
        kept = tuple(
            (place[0] if place[0] < start else place[0] - gone, place[1], place[2])
            for place in self.places
            if place[0] < start or place[0] >= end
        )
        return Masked(self.text[:start] + self.text[end:], self.mentions, kept, self.dates, self.sentence)


def mask(sentence: Sentence, dates: Sequence[ProseDate], finder: Finder, source: str) -> Masked:
    """The pattern of a sentence. `source` is the whole plain text, `dates` those of its paragraph."""
    own = tuple(one for one in dates if sentence.start <= one.start and one.end <= sentence.end)
    words = _kept(sentence.words, own)
    mentions = finder.mentions(words, source)
    pieces: list[tuple[str, int, int]] = []
    numbers = iter(enumerate(mentions))
    number, mention = next(numbers, (0, None))
    for word in words:
        while mention is not None and word.start >= mention.end:
            number, mention = next(numbers, (0, None))
        if mention is not None and mention.start <= word.start:
            if word.start == mention.start or not pieces or pieces[-1][1] != mention.start:
                pieces.append((f"{mention.kind}_{number}", mention.start, mention.end))
            continue
        pieces.append((word.text, word.start, word.end))
    text = ""
    places: list[tuple[int, int, int]] = []
    for piece, start, end in pieces:
        places.append((len(text), start, end))
        text += f"{piece} "
    return Masked(text.rstrip(), tuple(mentions), tuple(places) or ((0, sentence.start, sentence.end),), own, sentence)


def _kept(words: Sequence[Word], dates: Sequence[ProseDate]) -> list[Word]:
    """The words without bracketed asides, quotation marks, square brackets and dates with their prepositions."""
    out: list[Word] = []
    depth = 0
    for word in words:
        if word.text == "(":
            depth += 1
        if depth:
            depth -= word.text == ")"
            continue
        if word.text in _QUOTES:
            continue
        if any(one.start <= word.start < one.end for one in dates):
            starts = any(one.start == word.start for one in dates)
            if (
                starts
                and out
                and out[-1].low in _BEFORE_DATE
                and not any(d.start <= out[-1].start < d.end for d in dates)
            ):
                out.pop()
            continue
        out.append(word)
    return out
