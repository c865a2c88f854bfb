"""The UN Security Council's consolidated list, in its XML form.

Its reference numbers (`QDi.028`) are what other lists quote, so they make the entity ids. Dates, papers and
names carry remarks in free text and several languages: what can be read is a claim, the rest stays beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from muster.claims import Citation, Claim, Source, qualify
from muster.dates import OPEN, Interval, parse_date, parse_day
from muster.errors import BadDate, BadInput
from muster.sources.files import InputFile, elements
from muster.sources.model import Reading
from muster.sources.un_dates import birth_date, day_in, valid
from muster.sources.un_names import Spelling, noted, spellings, tidy
from muster.sources.un_papers import paper

name = "un-xml"
title = "United Nations Security Council Consolidated List, XML"

DATASET = "un-sc"
TITLE = "United Nations Security Council Consolidated List"
SPEAKER = "UN Security Council"
ADDRESS = "https://www.un.org/securitycouncil/content/un-sc-consolidated-list"
_ROOT = "CONSOLIDATED_LIST"
_ENTRIES = {"INDIVIDUAL": "person", "ENTITY": "organization"}
_QUALITY = {"low": "weak", "f.k.a.": "former"}
_ANY_TIME = Interval()
_NONE: Mapping[str, str] = MappingProxyType({})


def recognise(file: InputFile) -> str:
    """`list` if the first element is that of the UN list; empty otherwise."""
    head = re.sub(rb"<\?.*?\?>|<!--.*?-->|\s+", b" ", file.head[:4096]).lstrip(b"\xef\xbb\xbf ")
    return "list" if re.match(rb"<(\w+:)?CONSOLIDATED_LIST\b", head) else ""


def read(files: Sequence[InputFile]) -> list[Reading]:
    """One reading for each file. Raises BadInput for another document, one without its day, or broken XML."""
    return [_reading(file) for file in files]


def _reading(file: InputFile) -> Reading:
    notes: list[str] = []
    return Reading(
        dataset=DATASET,
        title=TITLE,
        kind="list",
        claims=_claims(file, notes),
        publisher=SPEAKER,
        published=_published(file),
        sources=(Source(DATASET, TITLE, SPEAKER, address=ADDRESS),),
        files=(file,),
        notes=notes,
    )


def _published(file: InputFile) -> str:
    root = next(elements(file, frozenset()))
    if root.tag.rpartition("}")[2] != _ROOT:
        raise BadInput("not the UN consolidated list", place=file.name, hint=f"its first element is {_ROOT}")
    stamp = root.get("dateGenerated") or ""
    try:
        return parse_day(stamp[:10]).isoformat()
    except BadDate:
        hint = "the file may have been altered: fetch it again"
        raise BadInput(f"dateGenerated is no day: {stamp!r}", place=file.name, hint=hint) from None


def _claims(file: InputFile, notes: list[str]) -> Iterator[Claim]:
    count = unkeyed = 0
    for element in elements(file, frozenset(_ENTRIES)):
        kind = _ENTRIES.get(element.tag.rpartition("}")[2])
        if not kind:
            continue
        record = _text(element, "REFERENCE_NUMBER")
        if not record:
            record = _text(element, "DATAID")
            unkeyed += 1
        if not record:
            place = f"{file.name} line {element.sourceline}"
            raise BadInput("an entry without REFERENCE_NUMBER and DATAID", place=place, hint="fetch it again")
        count += 1
        seen: set[str] = set()
        for claim in _Entry(element, kind, record).claims():
            if claim.id not in seen:
                seen.add(claim.id)
                yield claim
    if not count:
        hint = "an empty list would withdraw everything: fetch it again"
        raise BadInput("holds no entries", place=file.name, hint=hint)
    if unkeyed:
        notes.append(f"{unkeyed} entries have no reference number: their DATAID stands in")


def _text(element: Any, tag: str) -> str:
    return tidy(element.findtext(f"{{*}}{tag}"))


def _values(element: Any, tag: str) -> list[str]:
    """The texts of repeated `<TAG><VALUE>`, with enumerations `a) ... b) ...` taken apart."""
    texts = [tidy(value.text) for value in element.iterfind(f"{{*}}{tag}/{{*}}VALUE")]
    return [part for text in texts for piece in re.split(r"(?:^|\s)[a-h]\)\s", text) if (part := piece.strip())]


@dataclass(frozen=True)
class _Entry:
    """One listed person or entity, and the claims its element makes."""

    element: Any
    kind: str
    record: str

    def claims(self) -> Iterator[Claim]:
        yield self._claim("kind", self.kind)
        yield from self._names()
        yield from self._aliases()
        yield from self._listing()
        if self.kind == "person":
            yield from self._person()
        yield from self._addresses()
        for text in (_text(self.element, "COMMENTS1"), self._submitted()):
            if text:
                yield self._claim("remark", text)

    def _claim(
        self,
        predicate: str,
        value: str,
        details: Mapping[str, str] = _NONE,
        note: str = "",
        time: Interval = _ANY_TIME,
    ) -> Claim:
        return Claim(
            subject=f"un-{self.record}",
            predicate=predicate,
            value=value,
            qualifiers=qualify(details),
            time=time,
            speaker=SPEAKER,
            citations=(Citation(DATASET, record=self.record),),
            note=note,
        )

    def _parts(self, tag: str) -> Iterator[Any]:
        prefix = "INDIVIDUAL" if self.kind == "person" else "ENTITY"
        return iter(self.element.iterfind(f"{{*}}{prefix}_{tag}"))

    def _name(self, spelling: Spelling, kind: str, note: str = "") -> Claim:
        if spelling.acronym:
            kind = "acronym"
        elif spelling.former:
            kind = "former"
        together = "; ".join(part for part in (spelling.aside, note) if part)
        return self._claim("name", spelling.text, {"kind": kind, "script": spelling.script}, together)

    def _names(self) -> Iterator[Claim]:
        parts = (_text(self.element, f"{place}_NAME") for place in ("FIRST", "SECOND", "THIRD", "FOURTH"))
        listed = tidy(" ".join(parts))
        if self.kind == "person":
            if listed:
                yield self._name(Spelling(listed), "primary")
        else:
            for place, spelling in enumerate(spellings(listed.replace(" / ", "; "))):
                yield self._name(spelling, "strong" if place else "primary")
        for element in self.element.iterfind("{*}NAME_ORIGINAL_SCRIPT"):
            for spelling in spellings(re.sub(r"[،/]| or ", ";", tidy(element.text))):
                yield self._name(spelling, "strong" if spelling.script == "Latn" else "original_script")

    def _aliases(self) -> Iterator[Claim]:
        for alias in self._parts("ALIAS"):
            found = spellings(_text(alias, "ALIAS_NAME"))
            if not found:
                continue
            former, more, note = noted(_text(alias, "NOTE"))
            kind = "former" if former else _QUALITY.get(_text(alias, "QUALITY").casefold(), "strong")
            for spelling in (*found, *more):
                yield self._name(spelling, kind, note)
            yield from self._alias_birth(alias, f"given with the alias {found[0].text}")

    def _alias_birth(self, alias: Any, note: str) -> Iterator[Claim]:
        """Birth data of an alias: of a false or second identity, so said to be given with it."""
        born = valid(_text(alias, "DATE_OF_BIRTH"))
        if born:
            yield self._claim("birth_date", born, note=note)
        country = _text(alias, "COUNTRY_OF_BIRTH")
        place = ", ".join(part for part in (_text(alias, "CITY_OF_BIRTH"), country) if part)
        if place:
            yield self._claim("birth_place", place, {"country": country}, note)

    def _listing(self) -> Iterator[Claim]:
        number, reference = _text(self.element, "DATAID"), _text(self.element, "REFERENCE_NUMBER")
        if number:
            yield self._claim("identifier", number, {"type": "UN DATAID"})
        if reference:
            yield self._claim("identifier", reference, {"type": "UN reference"})
        details = {"list": DATASET, "authority": SPEAKER, "reference": reference or number}
        listed = valid(_text(self.element, "LISTED_ON"))
        regime = _text(self.element, "UN_LIST_TYPE") or "not stated"
        yield self._claim("listed_under", regime, details, time=Interval(parse_date(listed), OPEN))

    def _person(self) -> Iterator[Claim]:
        yield from self._births()
        for tag, predicate in (("NATIONALITY", "nationality"), ("DESIGNATION", "position"), ("TITLE", "title")):
            for text in _values(self.element, tag):
                yield self._claim(predicate, text)
        said = re.search(r"\bGender: ?(Male|Female)\b", _text(self.element, "COMMENTS1"), re.IGNORECASE)
        gender = (_text(self.element, "GENDER") or (said[1] if said else "")).lower()
        if gender in ("male", "female"):
            yield self._claim("gender", gender)
        for element in self._parts("DOCUMENT"):
            fields = {child.tag.rpartition("}")[2]: tidy(child.text) for child in element}
            found = paper(fields)
            if found:
                yield self._claim("identifier", found.number, found.details(), found.note)
            elif text := "; ".join(dict.fromkeys(text for text in fields.values() if text)):
                yield self._claim("remark", f"Document: {text}")

    def _births(self) -> Iterator[Claim]:
        for element in self._parts("DATE_OF_BIRTH"):
            fields = {child.tag.rpartition("}")[2]: tidy(child.text) for child in element}
            found, note = birth_date(fields)
            if found:
                yield self._claim("birth_date", found, note=note)
            elif note:
                yield self._claim("remark", f"Date of birth: {note}")
        for element in self._parts("PLACE_OF_BIRTH"):
            country, note = _text(element, "COUNTRY"), _text(element, "NOTE")
            parts = [_text(element, tag) for tag in ("STREET", "CITY", "STATE_PROVINCE")] + [country]
            place = ", ".join(part for part in parts if part)
            if place or note:
                yield self._claim("birth_place", place or note, {"country": country}, note if place else "")

    def _addresses(self) -> Iterator[Claim]:
        for element in self._parts("ADDRESS"):
            street, city, state, code, country, note = (
                _text(element, tag) for tag in ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE")
            )
            value = ", ".join(part for part in (street, city, state, code, country) if part)
            if value:
                details = {"street": street, "city": city, "country": country, "note": note}
                yield self._claim("address", value, details)
            elif note:
                yield self._claim("address", note)

    def _submitted(self) -> str:
        by, on = _text(self.element, "SUBMITTED_BY"), day_in(_text(self.element, "SUBMITTED_ON"))
        told = [part for part in (f"by {by}" if by else "", f"on {on}" if on else "") if part]
        return " ".join(["Submitted", *told]) if told else ""
