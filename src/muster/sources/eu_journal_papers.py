"""One number of an annex with the words around it: `Exampland passport number 64, issued 30 Jan. 1986, under name ...`.

The words before the number, its brackets and what follows stay as the note; what they surely say becomes type, country
or date. A text whose number is not surely told apart stays whole.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from muster.sources.papers import Paper
from muster.sources.worded_dates import read_dates

_TYPES = (
    (re.compile(r"\bINN\b|\bИНН\b"), "INN"),
    (re.compile(r"\bOGRN(?:IP)?\b|\bPSRN\b"), "OGRN"),
    (re.compile(r"\bKPP\b"), "KPP"),
    (re.compile(r"\bOKPO\b"), "OKPO"),
    (re.compile(r"\bUSCC\b|unified social credit", re.IGNORECASE), "USCC"),
    (re.compile(r"\bUNP\b"), "UNP"),
    (re.compile(r"\bIMO\b"), "IMO number"),
    (re.compile(r"\bpassport\b", re.IGNORECASE), "Passport"),
    (re.compile(r"\bnational (?:identity|identification|id)\b|\btazkira\b", re.I), "National Identification Number"),
    (re.compile(r"\btax (?:id|identification|number|registration)|\bTIN\b|\bTRN\b|\bVAT\b", re.I), "Tax number"),
)
_UP_TO = r"\b(?:(?!issued|expir|until|birth)[^;()\d])*(?P<day>\d[^;,()]*?\d{4})"
_ISSUED = re.compile(rf"(?:issued|valid from|delivered){_UP_TO}", re.IGNORECASE)
_EXPIRES = re.compile(rf"(?:expir\w*|\buntil|valid to|\bto){_UP_TO}", re.IGNORECASE)
_LETTERED = re.compile(r"^(?P<aside>[A-Z]{2,5}(?: No\.?)?): ?(?P<number>[^:]*\d[^:]*)$")
# A Myanmar identity card: township and class of citizen are parts of its number
_WITH_CLASS = re.compile(r"\((?:N|Naing|Nine)\)", re.IGNORECASE)
_SERIES = re.compile(
    r"\b(?:series (?P<named>\w{2,4})|(?P<digits>\d{4})|(?P<letters>[А-ЯІЇЄ]{2})) No\.? ?(?P<number>\d{6})\b",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^\((?P<aside>[^()]+)\)[\s:,]*(?=\S)")
_DIGITS = re.compile(r"(?:(?<!\S)(?!(?:ID|NO) )[A-Z]{1,3} )?\S*\d")
_LABEL = re.compile(
    r"\b(?:passport|number|no\.?|nr\.?|card|ID|permit|certificate|document|nationality|through birth|TIN)$",
    re.IGNORECASE,
)
_PLAIN_LABEL = re.compile(r"^(?:passport|(?:passport )?(?:number|no\.?|nr\.?))$", re.IGNORECASE)
_NUMBER = r"(?P<number>(?:[^\W\d_]{1,3} )?\S*\d\S*?(?: \d+)?)"
_LIFE = r"(?:issue|valid|expir|on \d)"
_WORDED = re.compile(rf"^{_NUMBER}(?:\s?[,;]\s*|\s+)(?P<words>{_LIFE}.*)$", re.IGNORECASE)
_WORDED_ON = re.compile(rf"^{_NUMBER}(?:\s?[,;]\s*|\s+(?={_LIFE}))(?P<words>.+)$", re.IGNORECASE)
_ALONE = re.compile(r"^(?:[^\W\d_]{1,3} )?\S*\d\S*(?: [\d/-]+)*$")
_PLACED = re.compile(r"^(?P<number>[A-Z]*\d+), (?P<words>[A-Z][A-Za-z ]+)$")
_NO_NUMBER = re.compile(r"(?<=\s)(?:issued|expir\w*|valid)\b.*", re.IGNORECASE)
_COUNTRY = re.compile(r"^(?:US|UK|USA|UAE|DPRK|(?:the )?[A-Z][a-zü]+(?:[ /][A-Z]?[a-zü]+){0,3})$")
_NO_COUNTRY = re.compile(
    r"\b(?:number|no|void|current|old|former|national|id|code|tax|alternative|passport|card|branch|district"
    r"|document|travel|registration|certificate|permit|identity|identification)\b",
    re.IGNORECASE,
)


class Known(NamedTuple):
    """The cells of an entry in which countries stand: as places, and as the nationality, maybe `Hillish`."""

    places: str = ""
    nationality: str = ""


def paper(piece: str, kind: str, known: Known) -> Paper:
    """The document that a text describes; its number is empty if the text says only that there is one."""
    if is_whole(piece):
        return Paper(piece, kind)
    if _NO_NUMBER.search(piece) and not re.search(r"\d", _NO_NUMBER.sub("", piece)):
        return Paper("", kind, "", _day(_ISSUED, piece), _day(_EXPIRES, piece), piece)
    text, series = _joined(piece)
    lead, text = _led(text, known)
    number, tail = _tailed(text, bool(lead), known)
    if not re.search(r"\d", number):
        return Paper(piece, kind)
    before, country = _origin(lead, known)
    if not country and (country := next((said for said in tail if _is_country(said)), "")):
        tail.remove(country)
    asides = [*before, *series, *tail]
    if lettered := _LETTERED.match(number):
        number, asides = lettered["number"], [lettered["aside"], *asides]
    found = _type(lead) or _type("; ".join(asides)) or kind
    return Paper(number, found, country, _day(_ISSUED, piece), _day(_EXPIRES, piece), "; ".join(asides))


def is_whole(text: str) -> bool:
    """Whether a bracket in a text is a part of the number itself."""
    return "(" in text and bool(_WITH_CLASS.search(text))


def _joined(piece: str) -> tuple[str, list[str]]:
    """A passport's series and number as one, and the words in which they stood."""
    series = _SERIES.search(piece) if " no" in piece.casefold() else None
    if not series:
        return piece, []
    first = series["named"] or series["digits"] or series["letters"]
    return f"{piece[: series.start()]}{first} {series['number']}{piece[series.end() :]}", [series[0]]


def _led(text: str, known: Known) -> tuple[str, str]:
    """The words that stand before the number, if they surely are no part of it, and the text after them."""
    first = _LEADING.match(text)
    aside, text = (first["aside"], text[first.end() :]) if first else ("", text)
    digits = _DIGITS.search(text)
    lead = text[: digits.start()].strip(" :") if digits else ""
    bare = re.sub(r"\s*\([^()]*\)", "", lead).strip(" :")
    label = _LABEL.search(bare) and not re.search(r"[,;]|\bissued\b", bare)
    if digits and bare and (label or _told(lead, *known)):
        return "; ".join(filter(None, (aside, lead))), text[digits.start() :].removeprefix("N°")
    return aside, text


def _tailed(text: str, led: bool, known: Known) -> tuple[str, list[str]]:
    """The number at the start of a text, and what is said after it."""
    outer, *brackets = _parts(text)
    outer = outer.rstrip(" ,;:.")
    worded = (_WORDED_ON if led else _WORDED).match(outer)
    if not worded and (placed := _PLACED.match(outer)) and _told(placed["words"], *known):
        worded = placed
    number, words = (worded["number"], [worded["words"]]) if worded else (outer, [])
    if led and not _ALONE.match(number):
        return "", []
    return number.strip(" ,;:."), [part for part in (said.strip(" ,;") for said in (*words, *brackets)) if part]


def _parts(text: str) -> list[str]:
    """A text cut at its outer brackets; what completes a name, `Hill (Republic of)`, stays with it."""
    parts, depth, start = [""], 0, 0
    for place, sign in enumerate(f"{text})"):
        if sign not in "()":
            continue
        outer = depth == (sign == ")")
        depth = max(depth + (1 if sign == "(" else -1), 0)
        if outer or not depth:
            part, start = text[start:place], place + 1
            if part.endswith(" of"):
                parts[-1] = f"{parts[-1].rstrip()} ({part})"
            elif part.strip(" ,;."):
                parts.append(part)
    return parts[1:] or [""]


def _origin(lead: str, known: Known) -> tuple[list[str], str]:
    """What the words before a number say: the words to keep, and the country at their start."""
    if not lead or _PLAIN_LABEL.match(lead):
        return [], ""
    named = lead.removesuffix(" number")
    if _told(lead, *known) or (named != lead and _is_country(named)):
        return [], named
    words = lead.split()
    starts = (" ".join(words[:many]) for many in range(len(words) - 1, 0, -1))
    return [lead], next((start for start in starts if _told(start, known.places)), "")


def _is_country(text: str) -> bool:
    return bool(_COUNTRY.match(text)) and not _NO_COUNTRY.search(text)


def _told(text: str, *cells: str) -> bool:
    """Whether a text has the form of a country's name and the entry names it as one elsewhere."""
    name = re.sub(r"\s*\([^()]*\)", "", text)
    if text.endswith(" of)") and _is_country(name):
        return True
    return (
        any(cells) and _is_country(name) and any(re.search(rf"\b{re.escape(name)}\b(?! [A-Z])", cell) for cell in cells)
    )


def _type(words: str) -> str:
    return next((known for form, known in _TYPES if form.search(words)), "") if words else ""


def _day(form: re.Pattern[str], text: str) -> str:
    match = form.search(text)
    found = read_dates(match["day"]).found if match else ()
    return found[0][0] if found else ""
