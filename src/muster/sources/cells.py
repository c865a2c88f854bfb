"""Cells that hold several values, as government lists write them: `a) ... b) ...`, `;` inside quotes, two countries.

Each function gives back every piece of the cell, in order; what it does not understand comes back as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from muster.sources.un_names import tidy

_ITEM = re.compile(r'(?:"[^"]*"|[^;"]|")+')
_QUOTED = re.compile(r'"[^"]*"')
_ENUMERATED = re.compile(r"(?:^|(?<=[\s;,:.(\"]))\(?[a-z]\)[.,]?\s*", re.IGNORECASE)
_FIRST = re.compile(r"[\"\s]*\(?a\)", re.IGNORECASE)
_NEXT = re.compile(r"[;,]\s*\(?[b-z]\)", re.IGNORECASE)
_ANY_FIRST = re.compile(r"(?<!\w)a\)", re.IGNORECASE)
_SECOND = re.compile(r"[\s;,]\(?b\)", re.IGNORECASE)
_ROMAN = "ivx"
_ABSENT = frozenset({"", "na", "n/a", "n.a.", "n.a", "-", "none", "unknown", "not available"})
# Countries whose own name holds the sign at which two countries are told apart
_WHOLE = re.compile(
    r"^(?:trinidad and tobago|bosnia and herzegovina|antigua and barbuda|saint kitts and nevis"
    r"|s[aã]o tom[eé] and pr[ií]ncipe|myanmar ?/ ?burma|.*,\s*(?:north|south|(?:democratic |islamic )?republic of.*))$",
    re.IGNORECASE,
)


def given(text: str | None) -> str:
    """The text of a cell in single blanks; empty for a mark of absence such as `NA`."""
    if not text:
        return ""
    found = tidy(text)
    return "" if found.casefold() in _ABSENT else found


def enumerated(text: str) -> list[str]:
    """The items of `a) one b) two`; the whole text if it is no such enumeration."""
    return _taken_apart([text]) if _is_enumeration(text) else [text] if text else []


def _is_enumeration(text: str) -> bool:
    """Whether `a)` begins the text, a further letter follows `;` or `,`, or `b)` stands where `a)` was left out."""
    if ")" not in text:
        return False
    return bool(_FIRST.match(text) or _NEXT.search(text) or (" b) " in text and not _ANY_FIRST.search(text)))


def _taken_apart(pieces: Iterable[str]) -> list[str]:
    """The items of an enumeration, cut where its next letter stands: the `(C)` of a building is none of it."""
    found, last = [], ""
    for piece in pieces:
        end = 0
        for mark in _ENUMERATED.finditer(piece):
            letter = mark[0].strip("(").casefold()[0]
            if _follows(letter, last):
                found.append(piece[end : mark.start()])
                last, end = letter, mark.end()
        found.append(piece[end:])
    return [item for one in found if (item := one.strip(' ;,"'))]


def _follows(letter: str, last: str) -> bool:
    """Whether a letter continues an enumeration, begins it or is written twice; `i)` alone numbers parts of an item."""
    if last and ord(letter) == ord(last) + 1:
        return True
    return letter not in _ROMAN and last in ("", letter)


def items(text: str | None) -> list[str]:
    """The values of a cell joined by `;`, a value in double quotes kept together, enumerations taken apart."""
    if not text:
        return []
    found = tidy(text)
    if '"' not in found and (";" not in found or (_FIRST.match(found) and _SECOND.search(found))):
        return enumerated(found)  # a `;` inside one of the items belongs to it
    pieces = (piece.strip() for piece in _ITEM.findall(found))
    bare = [piece[1:-1].strip() if len(piece) > 1 and piece[0] == piece[-1] == '"' else piece for piece in pieces]
    if _is_enumeration(_QUOTED.sub("", found)):  # asked of the whole: its pieces do not begin with `a)`
        return _taken_apart(bare)
    return [item for piece in bare for item in enumerated(piece)]


def countries(text: str) -> list[tuple[str, str]]:
    """The countries or nationalities in a cell, each with the aside in brackets or sentence that follows it."""
    return [found for item in items(text) for found in _countries(item)]


def _countries(item: str) -> list[tuple[str, str]]:
    item, _, more = item.partition(". ")
    bracket = re.search(r"\s*\(([^()]*)\)\s*$", item)
    aside = "; ".join(part for part in (bracket[1] if bracket else "", more.strip()) if part)
    bare = (item[: bracket.start()] if bracket else item).strip(" .,;")
    if _WHOLE.match(bare):
        return [(bare, aside)]
    parts = [part.strip(" .") for part in re.split(r",\s*(?:and\s+)?|\s+and\s+|\s*/\s*|\s+or\s+", bare)]
    named = [part for part in parts if part]
    return [(part, aside) for part in named] if named else [(item, aside)]
