"""The UK's OFSI consolidated list (ConList), as CSV or XLSX, in the columns of 2018 and of 2022 and after.

One party stands in many rows, one for each name, birth date and address; its Group ID holds them together and
makes the entity id, here and in the index of the UK Sanctions List (`uk_index`). A claim is made once for each
thing said, in whatever row it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from types import MappingProxyType
from typing import TypeVar

from muster.claims import Citation, Claim, Judgement, Source, make_claim, qualify
from muster.dates import OPEN, UNKNOWN, UNTIMED, Interval, parse_date
from muster.sources.files import InputFile
from muster.sources.model import Reading
from muster.sources.number_checks import flaw
from muster.sources.uk_cells import (
    NATIONAL,
    PASSPORT,
    REASONS,
    UK_REFERENCE,
    UN_REFERENCE,
    edtf,
    labelled,
    numbered,
    papers,
    parts,
    references,
    un_reference,
    unknown_labels,
    with_acronym,
)
from muster.sources.uk_companies import companies
from muster.sources.uk_rows import ADDRESS_COLUMNS, NAMES, STAMP, Table, head, is_header, published
from muster.sources.un_names import script_of, tidy

name = "uk-conlist"
title = "UK OFSI consolidated list of financial sanctions targets (ConList), CSV or XLSX"

DATASET = "uk-ofsi"
TITLE = "UK OFSI Consolidated List of Financial Sanctions Targets"
PUBLISHER = "Office of Financial Sanctions Implementation, HM Treasury"
SPEAKER = "UK OFSI"
ADDRESS = "https://www.gov.uk/government/publications/financial-sanctions-consolidated-list-of-targets"
_ALIASES = {
    "primary name": "primary",
    "prime alias": "primary",
    "primary name variation": "strong",
    "aka": "strong",
    "fka": "former",
}
_STATED = f"({UN_REFERENCE})"
_NONE: Mapping[str, str] = MappingProxyType({})
_Said = TypeVar("_Said")


def recognise(file: InputFile) -> str:
    """`list` if one of the first two rows is the header of a ConList; empty otherwise."""
    return "list" if any(map(is_header, head(file))) else ""


def read(files: Sequence[InputFile]) -> list[Reading]:
    """One reading for each file. The claims raise BadInput as `uk_rows.Table` does."""
    return [_reading(file) for file in files]


def _reading(file: InputFile) -> Reading:
    notes: list[str] = []

    @cache
    def listed() -> _List:
        # Not before the claims are asked for: an edition that the register holds is known by its digest.
        return _List(Table(file, notes), notes)

    return Reading(
        dataset=DATASET,
        title=TITLE,
        kind="list",
        claims=_late(lambda: listed().claims()),
        publisher=PUBLISHER,
        published=published(file),
        sources=(Source(DATASET, TITLE, PUBLISHER, address=ADDRESS),),
        judgements=_late(lambda: listed().judgements()),
        files=(file,),
        notes=notes,
    )


def _late(what: Callable[[], Iterator[_Said]]) -> Iterator[_Said]:
    yield from what()


class _List:
    """The parties of one file, and the claims and judgements they make."""

    def __init__(self, table: Table, notes: list[str]) -> None:
        self.table = table
        self._notes = notes
        self._tally: Counter[str] = Counter()
        self._references = self._doubts()

    # --- judgements -----------------------------------------------------------------------------------------

    def judgements(self) -> Iterator[Judgement]:
        """That an entry is the one of the UN list whose reference it gives under `(UN Ref)`.

        Decisive if the entry gives one reference, or joins several by `and` under one label; no other entry gives it;
        and it is of the entry's kind (`i` for individuals, `e` for entities). Else a person must look. The prose of
        files before 2020 is not decisive: of 256 references in it that the UN list of 2020 holds, two are those of
        another person.
        """
        for number, own in self._references.items():
            texts = self.table.distinct(self.table.groups[number], "Other Information")
            if not any(_STATED in text for (text,) in texts):
                continue
            for reference, doubts in own.items():
                reason = f"the UK list gives {reference} as the entry's UN reference"
                said = f"{reason}; but {doubts}" if doubts else reason
                verdict = "unsure" if doubts else "same"
                yield Judgement(f"{DATASET}-{number}", f"un-{reference}", verdict, said, TITLE)

    def _doubts(self) -> dict[str, dict[str, str]]:
        """The UN references of each party, each with what speaks against its being the party's own."""
        given: dict[str, list[tuple[str, ...]]] = {}  # what stands together under one label is one statement
        for number, rows in self.table.groups.items():
            texts = (
                text for (text,) in self.table.distinct(rows, "Other Information") if "UN" in text or "." in text[:8]
            )
            values = (value for text in texts for label, value in labelled(text) if label == UN_REFERENCE)
            own = (tuple(filter(None, map(un_reference, references(value)))) for value in values)
            if found := list(dict.fromkeys(filter(None, own))):
                given[number] = found
        uses = Counter(reference for statements in given.values() for reference in {*chain(*statements)})
        doubts: dict[str, dict[str, str]] = {}
        for number, statements in given.items():
            fits = "i" if self.table.kind(self.table.groups[number]) == "person" else "e"
            doubts[number] = {
                reference: "; ".join(
                    doubt
                    for doubt, holds in (
                        ("it gives another too", len(statements) > 1),
                        ("other entries give it too", uses[reference] > 1),
                        ("the reference is of another kind of entry", reference[2] != fits),
                    )
                    if holds
                )
                for reference in dict.fromkeys(chain(*statements))
            }
        return doubts

    def doubt(self, number: str, reference: str) -> str:
        """What speaks against a UN reference being the party's own; empty if nothing does."""
        return self._references.get(number, {}).get(reference, "")

    # --- claims ---------------------------------------------------------------------------------------------

    def claims(self) -> Iterator[Claim]:
        for number, rows in self.table.groups.items():
            yield from dict.fromkeys(_Party(self, number, rows, self.table.kind(rows)).claims())
        told = {
            "date": "birth dates cannot be read and stay remarks",
            "alias": "names are of an alias type unknown here and are taken as strong",
            "link": "parent or subsidiary companies name no single entry of the file and stay remarks",
            "listed": "entries give no day of listing that can be read",
            "number": "numbers fail the check of their kind and are kept with a note",
        }
        for what, count in sorted(self._tally.items()):
            label = what.removeprefix("label ")
            note = told.get(what, f"pieces are labelled {label!r}, which is unknown here, and stay remarks")
            self._notes.append(f"{count} {note}")
        primary = self.table.columns["Alias Type"]
        without = sum(
            not any(_ALIASES.get(row[primary].casefold()) == "primary" for row in rows)
            for rows in self.table.groups.values()
        )
        if without:
            self._notes.append(f"{without} entries have no primary name")

    def count(self, what: str) -> None:
        self._tally[what] += 1


_FORMER = re.compile(r" ?\(?(?:previously|formerly) listed as\)? ?", re.IGNORECASE)


@dataclass
class _Party:
    """One party, and the claims its rows make. Equal claims may come more than once."""

    source: _List
    number: str
    rows: Sequence[Sequence[str]]
    kind: str
    cite: tuple[Citation, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.cite = (Citation(DATASET, record=self.number),)

    def claims(self) -> Iterator[Claim]:
        yield self._claim("kind", self.kind)
        yield from self._names()
        yield from self._listings()
        yield from self._person()
        for cells in self._distinct(*ADDRESS_COLUMNS):
            country = "" if "(" in cells[-1] else cells[-1]
            yield self._claim("address", ", ".join(filter(None, map(tidy, cells))), {"country": country})
        for (text,) in self._distinct("Other Information"):
            yield from self._information(text)
            for label in unknown_labels(text).elements():
                self.source.count(f"label {label}")
        for (day,) in self._distinct(STAMP):
            yield self._claim("remark", f"Entry last updated on {edtf(day) or day}")

    def _distinct(self, *columns: str) -> list[tuple[str, ...]]:
        return self.source.table.distinct(self.rows, *columns)

    def _claim(
        self,
        predicate: str,
        value: str,
        details: Mapping[str, str] = _NONE,
        note: str = "",
        time: Interval = UNTIMED,
    ) -> Claim:
        return make_claim(
            subject=f"{DATASET}-{self.number}",
            predicate=predicate,
            value=value,
            qualifiers=qualify(details) if details else (),
            time=time,
            speaker=SPEAKER,
            citations=self.cite,
            note=note,
        )

    # --- names ----------------------------------------------------------------------------------------------

    def _names(self) -> Iterator[Claim]:
        for *cells, alias, quality in self._distinct(*NAMES, "Alias Type", "Alias Quality"):
            listed = tidy(" ".join(cells))
            if not listed:
                continue
            kind = _ALIASES.get(alias.casefold(), "")
            if not kind:
                self.source.count("alias")
            kind = "weak" if quality.casefold() == "low quality" else kind or "strong"
            yield from self._spelled(listed, kind)
        columns = ("Name Non-Latin Script", "Non-Latin Script Language", "Alias Type", "Alias Quality")
        for text, language, alias, quality in self._distinct(*columns):
            kind = {"low quality": "weak"}.get(quality.casefold(), "")
            kind = kind or ("former" if alias.casefold() == "fka" else "")
            for part in re.split(r"[;/]| ، ", text):
                listed = tidy(part).strip(" ,،")
                script = script_of(listed)
                if script:
                    said = kind or ("strong" if script == "Latn" else "original_script")
                    yield self._claim("name", listed, {"kind": said, "script": script, "lang": language})

    def _spelled(self, listed: str, kind: str) -> Iterator[Claim]:
        """A name as listed, or without what stands in brackets where that is an acronym or says `formerly`."""
        if _FORMER.search(listed):
            listed, kind = tidy(_FORMER.sub(" ", listed)), "former"
        listed, acronym = with_acronym(listed) if self.kind == "organization" else (listed, "")
        if acronym:
            yield self._claim("name", acronym, {"kind": "acronym", "script": script_of(acronym)})
        script = script_of(listed)
        if kind == "strong" and script not in ("", "Latn"):
            kind = "original_script"
        yield self._claim("name", listed, {"kind": kind, "script": script})

    # --- listing and person ---------------------------------------------------------------------------------

    def _listings(self) -> Iterator[Claim]:
        yield self._claim("identifier", self.number, {"type": "OFSI Group ID"})
        for regime, listed, decided in self._distinct("Regime", "Listed On", "UK Sanctions List Date Designated"):
            start = parse_date(day) if (day := edtf(listed)) else UNKNOWN
            if start is UNKNOWN:
                self.source.count("listed")
            details = {"list": DATASET, "authority": SPEAKER, "reference": self.number, "decided": edtf(decided)}
            yield self._claim("listed_under", tidy(regime) or "not stated", details, time=Interval(start, OPEN))

    def _person(self) -> Iterator[Claim]:
        for column, predicate in (("Nationality", "nationality"), ("Position", "position"), ("Title", "title")):
            for (text,) in self._distinct(column):
                for part in parts(text):
                    if self.kind == "person":
                        yield self._claim(predicate, part)
                    else:
                        yield self._claim("remark", f"{column}: {part}")
        for (text,) in self._distinct("DOB"):
            if day := edtf(text):
                yield self._claim("birth_date", day)
            else:
                self.source.count("date")
                yield self._claim("remark", f"Date of birth: {tidy(text)}")
        for towns, countries in self._distinct("Town of Birth", "Country of Birth"):
            for place, country in born_in(towns, countries):
                yield self._claim("birth_place", place, {"country": country})
        yield from self._papers("Passport Number", "Passport Details", PASSPORT)
        yield from self._papers("National Identification Number", "National Identification Details", NATIONAL)
        yield from self._papers("NI Number", "", NATIONAL)

    def _papers(self, numbers: str, details: str, kind: str) -> Iterator[Claim]:
        columns = (numbers, details) if details else (numbers,)
        for cells in self._distinct(*columns):
            found, rest = papers(cells[0], cells[1] if details else "", kind)
            for paper in found:
                yield self._claim("identifier", paper.number, paper.details(), paper.note)
            for text in rest:
                yield self._claim("remark", f"{kind}: {text}")

    # --- other information ----------------------------------------------------------------------------------

    def _information(self, text: str) -> Iterator[Claim]:
        for label, value in labelled(text):
            if label == UN_REFERENCE:
                yield from self._un_references(value)
            elif label == UK_REFERENCE:
                for reference in references(value):
                    yield self._claim("identifier", reference, {"type": "UK Sanctions List reference"})
            elif label == REASONS:
                yield self._claim("reason", value)
            elif label == "Gender" and value.lower() in ("male", "female"):
                yield self._claim("gender", value.lower())
            elif label in _CONTACTS:
                for part in parts(value):
                    note = label if _CONTACTS[label] == "other" else ""
                    yield self._claim("contact", part, {"type": _CONTACTS[label]}, note)
            elif label == "Business Reg No":
                for part in parts(value):
                    for company in companies(part):
                        yield self._number(company.number, company.details(), company.note)
            elif label in _NUMBERS:
                for part in parts(value):
                    yield self._number(part, {"type": _NUMBERS[label]})
            elif label in _LINKS:
                for part in parts(value):
                    yield self._link(label, part)
            elif label == "Type of entity":
                yield self._claim("classification", value)
            elif label in _SHIP:
                for part in parts(value):
                    yield self._claim("vessel_detail", part, {"type": _SHIP[label]})
            else:
                yield self._claim("remark", f"{label}: {value}" if label else value)

    def _un_references(self, value: str) -> Iterator[Claim]:
        for reference in references(value):
            number = un_reference(reference) or reference
            doubt = self.source.doubt(self.number, number)
            kind = "UN reference, doubtful" if doubt else "UN reference"
            yield self._claim("identifier", number, {"type": kind}, doubt)

    def _number(self, number: str, details: Mapping[str, str], note: str = "") -> Claim:
        fault = flaw(details["type"], number)
        if fault:
            self.source.count("number")
        return self._claim("identifier", number, details, "; ".join(filter(None, (note, fault))))

    def _link(self, label: str, listed: str) -> Claim:
        other = self.source.table.single(listed)
        if not other or other == self.number:
            self.source.count("link")
            return self._claim("remark", f"{label}: {listed}")
        ends = [f"{DATASET}-{other}", f"{DATASET}-{self.number}"]
        if label == "Subsidiaries":
            ends.reverse()
        how = qualify({"how": "parent company"})
        return Claim(ends[0], "controls", ends[1], qualifiers=how, speaker=SPEAKER, citations=self.cite)


_CONTACTS = {
    "Phone number": "phone",
    "Tel": "phone",
    "Fax": "other",
    "Website": "website",
    "Email address": "email",
}
_NUMBERS = {"IMO number": "IMO number", "MMSI": "MMSI"}
_LINKS = ("Parent company", "Subsidiaries")
_SHIP = {
    "Flag of ship": "flag",
    "Previous flags": "former flag",
    "Type of ship": "vessel type",
    "Tonnage of ship": "tonnage",
    "Length of ship": "length",
    "Year built": "year built",
    "Current owners": "owner",
}


def born_in(towns: str, countries: str) -> Iterator[tuple[str, str]]:
    """Places of birth, each with its country: paired by their numbers, or all in the one country given.

    >>> list(born_in("(1) Kabul (2) Herat", "(1)-(2) Afghanistan")), list(born_in("Omsk", "(1) Russia (2) Latvia"))
    ([('Kabul, Afghanistan', 'Afghanistan'), ('Herat, Afghanistan', 'Afghanistan')], \
[('Omsk', ''), ('Russia', 'Russia'), ('Latvia', 'Latvia')])
    """
    listed, of = numbered(towns), dict(numbered(countries))
    used: set[int] = set()
    for place, town in listed:
        key = place if place in of else 0
        used.add(key)
        country = of.get(key, "")
        yield ", ".join(filter(None, (town, country))), "" if "(" in country else country
    for place, country in of.items():
        if place not in used:
            yield country, "" if "(" in country else country
