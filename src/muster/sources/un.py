"""The UN Security Council's consolidated list, in its XML form.

Its reference numbers (`QDi.028`) are what other lists quote, so they make the entity ids. Dates, papers and
names carry remarks in free text and several languages: what can be read is a claim, the rest stays beside it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from muster.claims import Claim
from muster.dates import OPEN, Interval, parse_date, parse_day
from muster.errors import BadDate, BadInput
from muster.sources.entry import Entry
from muster.sources.files import InputFile, elements, local_name
from muster.sources.model import Reading, list_of_one_file
from muster.sources.un_dates import birth_date, births_in, day_in, valid
from muster.sources.un_names import Spelling, noted, spellings, tidy
from muster.sources.un_papers import paper, papers_in
from muster.sources.unknown import Strange, names

name = "un-xml"
title = "United Nations Security Council Consolidated List, XML"

DATASET = "un-sc"
TITLE = "United Nations Security Council Consolidated List"
SPEAKER = "UN Security Council"
ADDRESS = "https://www.un.org/securitycouncil/content/un-sc-consolidated-list"
_ROOT = "CONSOLIDATED_LIST"
_ENTRIES = {"INDIVIDUAL": "person", "ENTITY": "organization"}
_QUALITY = {"low": "weak", "f.k.a.": "former"}
# Not read: what the list is sorted by, and an entry's versions and the days on which it was changed.
_KNOWN = names(
    """
    ALIAS_NAME CITY CITY_OF_BIRTH CITY_OF_ISSUE COMMENTS1 CONSOLIDATED_LIST COUNTRY COUNTRY_OF_BIRTH COUNTRY_OF_ISSUE
    DATAID DATE DATE_OF_BIRTH DATE_OF_ISSUE DESIGNATION ENTITIES ENTITY ENTITY_ADDRESS ENTITY_ALIAS FIRST_NAME
    FOURTH_NAME FROM_YEAR GENDER INDIVIDUAL INDIVIDUALS INDIVIDUAL_ADDRESS INDIVIDUAL_ALIAS INDIVIDUAL_DATE_OF_BIRTH
    INDIVIDUAL_DOCUMENT INDIVIDUAL_PLACE_OF_BIRTH ISSUING_COUNTRY LAST_DAY_UPDATED LISTED_ON LIST_TYPE
    NAME_ORIGINAL_SCRIPT NATIONALITY NOTE NUMBER QUALITY REFERENCE_NUMBER SECOND_NAME SORT_KEY SORT_KEY_LAST_MOD
    STATE_PROVINCE STREET SUBMITTED_BY SUBMITTED_ON THIRD_NAME TITLE TO_YEAR TYPE_OF_DATE TYPE_OF_DOCUMENT
    TYPE_OF_DOCUMENT2 UN_LIST_TYPE VALUE VERSIONNUM YEAR ZIP_CODE
    """
)
_WORDS = {
    "QUALITY": frozenset({"", "good", "low", "a.k.a.", "f.k.a."}),
    "TYPE_OF_DATE": frozenset({"", "exact", "approximately", "between"}),
    "GENDER": frozenset({"", "male", "female", "unknown"}),
}
_PLACES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_ADDRESS = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE")
_BETWEEN = re.compile(r"[،/]| or ")
_ITEM = re.compile(r"(?:^|\s)[a-h]\)\s")
_SPAN = re.compile(r"^((?:18|19|20)\d\d) ?- ?((?:19|20)\d\d)$")
_GENDER = re.compile(r"\bGender: ?(Male|Female)\b", re.IGNORECASE)


# What stands beside an alias although it belongs to it: a place of birth in its cell, names in its note
_BORN_AT = re.compile(r"^(?P<name>[^\d;()]+?),? (?P<aside>born in [A-Z][^\d;()]{1,40} on \d.*)$")
_NAMES_IN_NOTE = re.compile(r"\((?P<names>[^()\d:;]+;[^()\d:]+)\)")
_IN_ARABIC = ". In Arabic: "


_OPENING = re.compile(rb"<(\w+:)?CONSOLIDATED_LIST\b")


def recognise(file: InputFile) -> str:
    """`list` if the first element is that of the UN list; empty otherwise."""
    return "list" if _OPENING.match(file.opening) else ""


def read(files: Sequence[InputFile]) -> list[Reading]:
    """One reading for each file. Raises BadInput for another document, one without its day, or broken XML."""
    return [
        list_of_one_file(file, DATASET, TITLE, SPEAKER, _claims, address=ADDRESS, published=_published(file))
        for file in files
    ]


def _published(file: InputFile) -> str:
    root = next(elements(file, frozenset()))
    if local_name(root.tag) != _ROOT:
        raise BadInput("not the UN consolidated list", place=file.name, hint=f"its first element is {_ROOT}")
    stamp = root.get("dateGenerated") or ""
    try:
        return parse_day(stamp[:10]).isoformat()
    except BadDate:
        hint = "the file may have been altered: fetch it again"
        raise BadInput(f"dateGenerated is no day: {stamp!r}", place=file.name, hint=hint) from None


def _claims(file: InputFile, notes: list[str]) -> Iterator[Claim]:
    count = unkeyed = 0
    strange = Strange(_KNOWN, _WORDS)
    for element in elements(file, frozenset(_ENTRIES), look=strange.look):
        kind = _ENTRIES.get(local_name(element.tag))
        if not kind:
            continue
        cells = _Cells(element)
        record = cells.text("REFERENCE_NUMBER")
        if not record:
            record = cells.text("DATAID")
            unkeyed += 1
        if not record:
            place = f"{file.name} line {element.sourceline}"
            raise BadInput("an entry without REFERENCE_NUMBER and DATAID", place=place, hint="fetch it again")
        count += 1
        entry = Entry(f"un-{record}", DATASET, SPEAKER, record)
        _Party(cells, kind, entry).say()
        yield from entry.claims()
    if not count:
        hint = "an empty list would withdraw everything: fetch it again"
        raise BadInput("holds no entries", place=file.name, hint=hint)
    if unkeyed:
        notes.append(f"{unkeyed} entries have no reference number: their DATAID stands in")
    notes.extend(f"{many} x element {what} is unknown here" for what, many in strange.found.most_common())


def _alias(cell: str) -> list[Spelling]:
    """The names in an alias cell; a lone bracket before it is none of them."""
    born = _BORN_AT.match(cell) if "born in" in cell else None
    if born:
        return [name._replace(aside=born["aside"]) for name in spellings(born["name"])]
    return spellings(cell.lstrip(") ") if cell.startswith(")") else cell)


def _noted(note: str) -> tuple[bool, list[Spelling], str]:
    """What a note says of an alias, as `noted`; names that end the note or stand in its brackets are names too."""
    if not note:
        return False, [], ""
    rest, _, arabic = note.partition(_IN_ARABIC)
    if ":" in arabic:  # more than names follow
        rest, arabic = note, ""
    listed = _NAMES_IN_NOTE.search(rest) if ";" in rest else None
    if listed:
        rest = f"{rest[: listed.start()].strip()} {rest[listed.end() :].strip()}"
    former, more, rest = noted(rest)
    texts = (listed["names"] if listed else "", arabic)
    found = [name for text in texts if text for name in spellings(text)]
    return former, [*more, *found], rest


def _gender_in(text: str) -> str:
    said = _GENDER.search(text) if "gender" in text.lower() else None
    return said[1] if said else ""


class _Cells:
    """The children of an element by their local names, gone through once."""

    def __init__(self, element: Any) -> None:
        children: defaultdict[str, list[Any]] = defaultdict(list)
        for child in element:
            tag = child.tag
            children[tag if tag in _KNOWN else local_name(tag)].append(child)
        self._children = children

    def all(self, tag: str) -> list[Any]:
        """The children of this name."""
        return self._children.get(tag, [])

    def text(self, tag: str) -> str:
        """The text of the first child of this name, in single blanks; empty if there is none."""
        found = self._children.get(tag)
        return tidy(found[0].text) if found else ""


@dataclass(frozen=True)
class _Party:
    """One listed person or entity, whose cells are said of its entry."""

    cells: _Cells
    kind: str
    entry: Entry

    def say(self) -> None:
        self.entry.say("kind", self.kind)
        self._names()
        told = self._aliases()
        self._listing()
        comments = self.cells.text("COMMENTS1")
        if self.kind == "person":
            self._person(comments)
            for alias, text in told:
                self._told(alias, text)
        self._addresses()
        self.entry.say("remark", comments)
        self.entry.say("remark", self._submitted())

    def _parts(self, tag: str) -> Iterator[dict[str, str]]:
        """The texts of each `INDIVIDUAL_TAG` or `ENTITY_TAG`, by the names of their cells."""
        elements = self.cells.all(f"{'INDIVIDUAL' if self.kind == 'person' else 'ENTITY'}_{tag}")
        return (
            {(tag if (tag := cell.tag) in _KNOWN else local_name(tag)): tidy(cell.text) for cell in element}
            for element in elements
        )

    def _values(self, tag: str) -> Iterator[str]:
        """The texts of repeated `<TAG><VALUE>`, with enumerations `a) ... b) ...` taken apart."""
        for element in self.cells.all(tag):
            for value in element:
                if local_name(value.tag) == "VALUE":
                    text = tidy(value.text)
                    pieces = _ITEM.split(text) if ")" in text else (text,)
                    yield from [part for piece in pieces if (part := piece.strip())]

    def _name(self, spelling: Spelling, kind: str, note: str = "") -> None:
        if spelling.acronym:
            kind = "acronym"
        elif spelling.former:
            kind = "former"
        aside = spelling.aside
        self.entry.name(spelling.text, kind, note=f"{aside}; {note}" if aside and note else aside or note)

    def _names(self) -> None:
        listed = " ".join([part for place in _PLACES if (part := self.cells.text(place))])
        if self.kind == "person":
            if listed:
                self._name(Spelling(listed), "primary")
        else:
            for place, spelling in enumerate(spellings(listed.replace(" / ", "; "))):
                self._name(spelling, "strong" if place else "primary")
        for element in self.cells.all("NAME_ORIGINAL_SCRIPT"):
            for spelling in spellings(_BETWEEN.sub(";", tidy(element.text))):
                self._name(spelling, "strong" if spelling.script == "Latn" else "original_script")

    def _aliases(self) -> list[tuple[str, str]]:
        """Say the aliases; what stands beside each of them comes back with its name."""
        told: list[tuple[str, str]] = []
        for alias in self._parts("ALIAS"):
            found = _alias(alias.get("ALIAS_NAME", ""))
            if not found:
                self._alias_birth(alias, "")
                continue
            former, more, note = _noted(alias.get("NOTE", ""))
            kind = "former" if former else _QUALITY.get(alias.get("QUALITY", "").casefold(), "strong")
            for spelling in (*found, *more):
                self._name(spelling, kind, note)
            told += [(found[0].text, text) for text in dict.fromkeys([*(name.aside for name in found), note]) if text]
            self._alias_birth(alias, found[0].text)
        return told

    def _told(self, alias: str, text: str) -> None:
        """Births and documents that are only told in the words beside an alias."""
        for day in births_in(text):
            self.entry.say("birth_date", day, note=f"given with the alias {alias}")
        for found in papers_in(text):
            listed = {given.get("NUMBER", "").replace(" ", "") for given in self._parts("DOCUMENT")}
            if found.number.replace(" ", "") not in listed:
                note = f"given with the alias {alias}: {found.note}"
                self.entry.say("identifier", found.number, found.details(), note=note)

    def _alias_birth(self, alias: Mapping[str, str], name: str) -> None:
        """Birth data of an alias: of a false or second identity, so said to be given with it."""
        born = alias.get("DATE_OF_BIRTH")
        country, city = alias.get("COUNTRY_OF_BIRTH", ""), alias.get("CITY_OF_BIRTH", "")
        if not (born or country or city):
            return
        note = f"given with the alias {name}" if name else "given with an alias that is not named"
        span = _SPAN.match(born or "")
        if day := f"[{span[1]}..{span[2]}]" if span else valid(born or ""):
            self.entry.say("birth_date", day, note=note)
        elif born and born != "null":  # as one edition says of what it does not know
            self.entry.say("remark", f"Date of birth: {born}", note=note)
        if country or city:
            place = f"{city}, {country}" if city and country else city or country
            self.entry.say("birth_place", place, {"country": country}, note=note)

    def _listing(self) -> None:
        number, reference = self.cells.text("DATAID"), self.cells.text("REFERENCE_NUMBER")
        self.entry.say("identifier", number, {"type": "UN DATAID"})
        self.entry.say("identifier", reference, {"type": "UN reference"})
        details = {"list": DATASET, "authority": SPEAKER, "reference": reference or number}
        listed = valid(self.cells.text("LISTED_ON"))
        regime = self.cells.text("UN_LIST_TYPE") or "not stated"
        self.entry.say("listed_under", regime, details, time=Interval(parse_date(listed), OPEN))

    def _person(self, comments: str) -> None:
        self._births()
        for tag, predicate in (("NATIONALITY", "nationality"), ("DESIGNATION", "position"), ("TITLE", "title")):
            for text in self._values(tag):
                self.entry.say(predicate, text)
        gender = (self.cells.text("GENDER") or _gender_in(comments)).lower()
        if gender in ("male", "female"):
            self.entry.say("gender", gender)
        for fields in self._parts("DOCUMENT"):
            found = paper(fields)
            if found:
                self.entry.say("identifier", found.number, found.details(), note=found.note)
            elif text := "; ".join(dict.fromkeys(text for text in fields.values() if text)):
                self.entry.say("remark", f"Document: {text}")

    def _births(self) -> None:
        for fields in self._parts("DATE_OF_BIRTH"):
            found, note = birth_date(fields)
            if found:
                self.entry.say("birth_date", found, note=note)
            elif note:
                self.entry.say("remark", f"Date of birth: {note}")
        for given in self._parts("PLACE_OF_BIRTH"):
            country, note = given.get("COUNTRY", ""), given.get("NOTE", "")
            parts = [given.get(tag, "") for tag in ("STREET", "CITY", "STATE_PROVINCE")] + [country]
            place = ", ".join(filter(None, parts))
            self.entry.say("birth_place", place or note, {"country": country}, note=note if place else "")

    def _addresses(self) -> None:
        for given in self._parts("ADDRESS"):
            street, city, state, code, country, note = [given.get(tag, "") for tag in _ADDRESS]
            value = ", ".join(filter(None, (street, city, state, code, country)))
            if value:
                details = {"street": street, "city": city, "country": country, "note": note}
                self.entry.say("address", value, details)
            else:
                self.entry.say("address", note)

    def _submitted(self) -> str:
        by, on = self.cells.text("SUBMITTED_BY"), day_in(self.cells.text("SUBMITTED_ON"))
        told = [part for part in (f"by {by}" if by else "", f"on {on}" if on else "") if part]
        return " ".join(["Submitted", *told]) if told else ""
