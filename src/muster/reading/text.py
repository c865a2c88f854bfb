"""Paragraphs, sentences and words of a text, each with its place.

Characters that look alike are made plain one for one (a no-break space is a space), so that a place in the plain
text is the same place in the text as it was published.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from muster.reading.lexicon import listed

_PLAIN = {
    ord(c): " "
    for c in "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\r"
}
_PLAIN |= {ord(c): "’" for c in "'\u2018\u201b\u02bc\u02bb\u02bf\u02be\u0060\u00b4\u2032"}
_PLAIN |= {ord(c): "-" for c in "\u2010\u2011\u2012\u00ad"}
_PLAIN |= {ord(c): "–" for c in "\u2013\u2014\u2015\u2212"}
_PLAIN |= {ord(c): "“" for c in "\u201e\u201f\u00ab"} | {ord("\u00bb"): "”"}

_LONGEST_SHORT = 40  # characters; no short form with a full stop is longer
MAX_PARAGRAPH = 20_000
"""Characters; what goes on longer without a break is cut between two sentences or words, so that time stays bounded."""

MAX_SENTENCE = 1500
"""Characters; what goes on longer without a full stop is cut between two words."""

# A full stop after these ends no sentence.
_SHORT = listed("short")
_END = re.compile(r"(?P<stop>[.!?…]+|:(?=\n))(?P<close>[”’\")\]]*)(?=\s|$)")
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}(?:-[^\W\d_]+)*|[^\W\d_]\.(?=[^\W\d_])|\d+(?:st|nd|rd|th)\b|\d[\d,.]*\d|[^\W_]+(?:[-’.&][^\W_]+)*\.?|[^\w\s]"
)
_ARTICLED = re.compile(r"(?:al|el|ul|ad|as|ar|an|at|az|ash)-[A-Z]")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}|(?:[^\W\d_]+-)?(?P<word>[^\W\d_]+)\.")
_CREDIT = re.compile(
    r"(?P<who>[A-Z][\w&. -]{0,40}?)\s*(?:Photo|Photos|Images|Pictures|File Photo)?\s*/\s*[A-Z][\w’. -]{1,60}$|"
    r"(?P<who2>AP|AFP|Reuters|Getty|EPA) (?:Photo|Images|Pictures)$"
)


class Word(NamedTuple):
    """One word or mark of a sentence, with its place in the text; `low` is the word in lower case."""

    text: str
    start: int
    end: int
    low: str

    @property
    def capital(self) -> bool:
        """Whether it is written with a capital, behind an Arabic article or not (`al-Amin`)."""
        return self.text[0].isupper() or ("-" in self.text and bool(_ARTICLED.match(self.text)))


@dataclass(frozen=True)
class Sentence:
    """One sentence and its place in the text."""

    text: str
    start: int
    end: int

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return tuple(words(self.text, self.start))

    @cached_property
    def _spoken(self) -> tuple[int, ...]:
        return tuple(word.start for word in self.words if word.text[0].isalnum())

    def count(self, start: int, end: int) -> int:
        """How many words (marks do not count) begin within a stretch of the text."""
        return bisect_left(self._spoken, end) - bisect_left(self._spoken, start)


@dataclass(frozen=True)
class Paragraph:
    """One paragraph. `kind` is title, caption, credit or text; `credit` names the agency of a caption's picture."""

    number: int
    text: str
    start: int
    kind: str = "text"
    credit: str = ""

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(sentences(self.text, self.start))


def clean(text: str) -> str:
    """The text with look-alikes made plain; the length stays."""
    return _straight(text.translate(_PLAIN))


def _straight(text: str) -> str:
    """Straight double quotes as opening and closing ones: after a space or bracket they open."""
    if '"' not in text:
        return text
    return re.sub(r'(?<![^\s(\[–-])"', "“", text).replace('"', "”")


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a plain text: its lines, or its blocks where lines were broken to a width."""
    found = list(_bounded(text, _blocks(text) if _wrapped(text) else _lines(text)))
    counted = -1
    for number, (start, end) in enumerate(found):
        body = text[start:end]
        kind, credit = "text", ""
        counted += 1
        if number == 0 and len(body) <= 200 and not body.endswith("."):
            kind = "title"
        elif _CREDIT.fullmatch(body) and len(body) < 90:
            kind = "credit"  # part of the picture above it, so it has no number of its own
            counted -= number > 0
        elif number + 1 < len(found):
            following = text[found[number + 1][0] : found[number + 1][1]]
            said = _CREDIT.fullmatch(following) if len(following) < 90 else None
            if said and "\n\n" not in text[end : found[number + 1][0]]:
                kind, credit = "caption", (said["who"] or said["who2"]).strip()
        yield Paragraph(counted, body, start, kind, credit)


def _bounded(text: str, found: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The same, with what is far longer than a paragraph cut."""
    for start, end in found:
        while end - start > MAX_PARAGRAPH:
            cut = max(text.rfind(mark, start, start + MAX_PARAGRAPH) for mark in (". ", ".\n"))
            cut = cut if cut > start else text.rfind(" ", start, start + MAX_PARAGRAPH)
            cut = cut + 1 if cut > start else start + MAX_PARAGRAPH
            yield start, start + len(text[start:cut].rstrip())
            start = cut + len(text[cut:end]) - len(text[cut:end].lstrip())
        yield start, end


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for found in re.finditer(r"[^\n]+", text):
        start, end = found.span()
        start += len(found[0]) - len(found[0].lstrip())
        end = start + len(found[0].strip())
        if end > start:
            yield start, end


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop, following in [*(one.span() for one in re.finditer(r"\n[ ]*(?=\n)", text)), (len(text), len(text))]:
        body = text[start:stop]
        if body.strip():
            first = start + len(body) - len(body.lstrip())
            yield first, first + len(body.strip())
        start = following


def _wrapped(text: str) -> bool:
    """True if lines were broken to a width: most lines inside blocks end without a full stop and are of like length."""
    inside = [line for block in re.split(r"\n[ ]*\n", text) for line in block.split("\n")[:-1] if line.strip()]
    if len(inside) < 3:
        return False
    broken = [line for line in inside if not line.rstrip().endswith((".", "!", "?", "”", ":"))]
    return len(broken) > 0.6 * len(inside) and max(map(len, inside)) <= 120


def sentences(text: str, offset: int = 0) -> Iterator[Sentence]:
    """The sentences of a paragraph; abbreviations and initials end none."""
    start = 0
    for found in _END.finditer(text):
        after = text[found.end() :].lstrip()
        if after and not (after[0].isupper() or after[0] in "“[(‘…" or after[0].isdigit()):
            continue
        if found["stop"] == "." and not found["close"] and after and _abbreviated(text[start : found.start()], after):
            continue
        yield from _sentence(text, start, found.end(), offset)
        start = found.end()
    yield from _sentence(text, start, len(text), offset)


def _abbreviated(before: str, after: str) -> bool:
    """Whether the full stop behind `before` belongs to a short form."""
    last = re.split(r"[\s(\[“,/-]", before[-_LONGEST_SHORT:])[-1].lower()
    if last in ("u.s", "u.k", "u.n"):
        return not re.match(r"(?:The|A|An|In|On|But|He|She|It|They|We|This|That|However)\b", after)
    return last in _SHORT or bool(re.fullmatch(r"(?:[^\W\d_]\.)*[^\W\d_]", last))


def _sentence(text: str, start: int, end: int, offset: int) -> Iterator[Sentence]:
    body = text[start:end]
    start += len(body) - len(body.lstrip())
    body = body.strip()
    while len(body) > MAX_SENTENCE:  # no sentence: a table or an attack; the patterns' time stays bounded
        cut = body.rfind(" ", 0, MAX_SENTENCE)
        cut = cut if cut > 0 else MAX_SENTENCE
        yield Sentence(body[:cut], offset + start, offset + start + cut)
        rest = body[cut:].lstrip()
        start += len(body) - len(rest)
        body = rest
    if body:
        yield Sentence(body, offset + start, offset + start + len(body))


def words(text: str, offset: int = 0) -> Iterator[Word]:
    """Words and marks in their order. `Iraq’s` is `Iraq` and `’s`; a short form keeps its full stop."""
    for found in _WORD.finditer(text):
        piece, start = found[0], found.start()
        if piece.endswith(".") and len(piece) > 1 and not _keeps_stop(piece):
            yield from _parted(piece[:-1], offset + start)
            yield Word(".", offset + found.end() - 1, offset + found.end(), ".")
        else:
            yield from _parted(piece, offset + start)


def _keeps_stop(piece: str) -> bool:
    found = _DOTTED.fullmatch(piece)
    if not found:
        return bool(re.fullmatch(r"[^\W\d_]\.|(?:[^\W\d_]+\.-?)+", piece)) and "." in piece[:-1]
    return found["word"] is None or found["word"].lower() in _SHORT or len(found["word"]) == 1


def _parted(piece: str, start: int) -> Iterator[Word]:
    low = piece.lower()
    if low.endswith("’s") and len(piece) > 2:
        yield Word(piece[:-2], start, start + len(piece) - 2, low[:-2])
        yield Word(piece[-2:], start + len(piece) - 2, start + len(piece), low[-2:])
    else:
        yield Word(piece, start, start + len(piece), low)
