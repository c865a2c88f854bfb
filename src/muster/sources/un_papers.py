"""Documents in the UN list: the number may stand in the number field, in the type, or inside a note.

Types come in English, French and Spanish, and one passport may be given in all three: it is one identifier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import zip_longest

from muster.sources.papers import Paper
from muster.sources.un_dates import day_in, valid

_PASSPORT = re.compile(
    r"^(?:national )?(?:passport|passeport|pasaporte|num[eé]ro de passeport|n[uú]mero de pasaporte)"
    r"(?: number| no\.?)?$",
    re.IGNORECASE,
)
_IDENTITY = re.compile(r"^national identification(?: number| no\.?)?$", re.IGNORECASE)
_WHOLE = re.compile(r"(?:passport|card|document|licen[cs]e|code|passer|permit|ID|\))$", re.IGNORECASE)
_WORDED = re.compile(
    r"^(?P<type>[A-Za-z][^\d:]*?),? ?(?:\bnumber|\bno\.|:)[ :]*(?P<number>(?:[A-Z]{1,2} )?\S*\d.*)$", re.IGNORECASE
)
_NAMED = re.compile(
    r"^(?P<type>Diplomatic Passport|[A-Z][a-z]+ travel document(?: \([^()\d]*\))?)"
    r" (?P<number>(?:[A-Z]{1,2} )?\S*\d\S*)$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"^(?P<number>[^()]*\d[^()]*?) ?\((?P<aside>[^()]*)\)$")
_PLACED = re.compile(r"^(?P<number>[A-Z]*\d+), (?P<country>[A-Z][A-Za-z ]+)$")
_IN_NOTE = re.compile(
    r"^(?:.*?\b(?:number|card|SSN|Code|no\.?):? )?(?P<number>(?:[A-Z]{1,2}[ -] ?)?[A-Z]*\d[\w/-]{4,})"
)
_TOLD = re.compile(
    r"(?P<type>(?:\b[A-Z][a-z]+ ){0,2}\b(?:[Pp]assport|ID|[Ii]dentification)) (?:[Nn]umber|[Nn]o\b\.?):? ?"
    r"(?P<number>(?:[A-Z]{1,2} )?[A-Z]*\d[\w/-]*)"
)
_MAX_TOLD = 2000  # characters; real notes hold up to 500, and each number keeps the whole of it
_ISSUED = re.compile(r"\b(?:issued|date of issue)\b(?: on|:)? (?P<day>\S+ \S+ \d{4})", re.IGNORECASE)
_EXPIRES = re.compile(r"(?:expir[a-z]*|valid until)\b.*", re.IGNORECASE | re.DOTALL)


def paper(fields: Mapping[str, str]) -> Paper | None:
    """The document that an element's fields describe; None if no number can be read."""
    kind = fields.get("TYPE_OF_DOCUMENT2", "").rstrip(" :") or fields.get("TYPE_OF_DOCUMENT", "")
    if kind.casefold() == "number":
        kind = fields.get("TYPE_OF_DOCUMENT", "")
    note, country = fields.get("NOTE", ""), fields.get("ISSUING_COUNTRY") or fields.get("COUNTRY_OF_ISSUE", "")
    number = fields.get("NUMBER", "")
    if not number:
        worded, told = _WORDED.match(kind), _IN_NOTE.match(note)
        if worded:
            kind, number = _named(worded["type"]), worded["number"]
        elif told:
            number = told["number"]
        else:
            return None
    kind, number, country, aside = _unpacked(kind, number, country)
    expires = _EXPIRES.search(f"{note} {aside}")
    return Paper(
        number=number,
        type=_normal(kind) or "document",
        country=country,
        issued=valid(fields.get("DATE_OF_ISSUE", "")),
        expires=day_in(expires[0]) if expires else "",
        note="; ".join(filter(None, (note, aside, _issued_in(fields, country)))),
    )


def papers_in(text: str) -> Iterator[Paper]:
    """The documents that a text in prose tells, as `appears in Ruritanian passport number A 12345, expires ...`."""
    prose = len(text) <= _MAX_TOLD and any(map(str.isdigit, text))
    told = list(_TOLD.finditer(text)) if prose else []
    for one, following in zip_longest(told, told[1:]):
        rest = text[one.end() : following.start() if following else None]
        issued, expires = _ISSUED.search(rest), _EXPIRES.search(rest)
        yield Paper(
            number=one["number"],
            type=_normal(_named(one["type"])),
            issued=day_in(issued["day"]) if issued else "",
            expires=day_in(expires[0]) if expires else "",
            note=text,
        )


def _unpacked(kind: str, number: str, country: str) -> tuple[str, str, str, str]:
    """A number field that holds more than the number, as type, number, country and the rest."""
    if number.isalnum():
        return kind, number, country, ""
    aside = ""
    bracket = _ASIDE.match(number)
    if bracket:
        number, aside = bracket["number"], bracket["aside"]
    worded = _WORDED.match(number) or _NAMED.match(number)
    if worded:
        kind, number = _named(worded["type"]), worded["number"]
    placed = _PLACED.match(number)
    if placed:
        number, country = placed["number"], country or placed["country"]
    return kind, number, country, aside


def _named(kind: str) -> str:
    """The words before a number as a type: `Social Security` is not one without `number`."""
    kind = kind.strip()
    return kind if _WHOLE.search(kind) else f"{kind} number"


@lru_cache(maxsize=1024)
def _normal(kind: str) -> str:
    if _PASSPORT.match(kind):
        return "Passport"
    if _IDENTITY.match(kind):
        return "National Identification Number"
    return re.sub(r" no\.?$", " number", kind.strip(" :"), flags=re.IGNORECASE)


def _issued_in(fields: Mapping[str, str], country: str) -> str:
    other = fields.get("COUNTRY_OF_ISSUE", "")
    place = [part for part in (fields.get("CITY_OF_ISSUE", ""), other if other != country else "") if part]
    return f"issued in {', '.join(place)}" if place else ""
