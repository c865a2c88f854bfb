"""Cells that hold several values, as government lists write them: `a) ... b) ...`, `;` inside quotes, two countries.

Each function gives back every piece of the cell, in order; what it does not understand comes back as it was.
"""

from __future__ import annotations

import re

from muster.sources.un_names import tidy

_ITEM = re.compile(r'(?:"[^"]*"|[^;"]|")+')
_ENUMERATED = re.compile(r"(?:^|(?<=[\s;,:.(\"]))\(?[a-z]\)[.,]?\s*", re.IGNORECASE)
_FIRST = re.compile(r"[\"\s]*\(?a\)", re.IGNORECASE)
_NEXT = re.compile(r"[;,]\s*\(?[b-z]\)", re.IGNORECASE)
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
    if ")" not in text or not (_FIRST.match(text) or _NEXT.search(text)):
        return [text] if text else []
    return [item for piece in _ENUMERATED.split(text) if (item := piece.strip(' ;,"'))]


def items(text: str | None) -> list[str]:
    """The values of a cell joined by `;`, a value in double quotes kept together, enumerations taken apart."""
    if not text:
        return []
    found = tidy(text)
    if ";" not in found and '"' not in found:
        return enumerated(found)
    pieces = (piece.strip() for piece in _ITEM.findall(found))
    bare = (piece[1:-1] if len(piece) > 1 and piece[0] == piece[-1] == '"' else piece for piece in pieces)
    return [item for piece in bare for item in enumerated(piece.strip())]


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
