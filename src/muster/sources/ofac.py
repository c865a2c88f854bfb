"""OFAC's lists in the legacy CSV form: sdn, alt, add and comments, of the SDN list or of the non-SDN lists.

Still the form most people have. It is pure ASCII and says neither its day nor which list it is; both lists
share one series of entry numbers, so an entity has one id on either. A claim names nothing of its edition.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from muster.claims import Citation, Claim, qualify
from muster.errors import BadInput
from muster.sources.entry import named
from muster.sources.files import InputFile
from muster.sources.model import Reading
from muster.sources.ofac_claims import (
    PUBLISHER,
    SDN,
    SPEAKER,
    TITLES,
    Links,
    cite,
    claim,
    fact_claim,
    list_of,
    looks_personal,
    natural,
    source,
    titles,
)
from muster.sources.ofac_remarks import CUT_AT, LINK, facts, join
from muster.sources.ofac_rows import TYPES, Table, cell, load, role_of

name = "ofac-csv"
title = "OFAC sanctions lists, legacy CSV (sdn, alt, add, comments)"


def recognise(file: InputFile) -> str:
    """`sdn`, `alt`, `add` or `comments` if the first rows are of that table; empty if of none."""
    return role_of(file)


def read(files: Sequence[InputFile]) -> list[Reading]:
    """The readings of files of one day: one for each of sdn (with its comments), alt and add, of each list.

    Raises BadInput for a file of another form, a row with missing columns, two files for one part, or
    comments without the file they continue.
    """
    tables = [load(file, _known_role(file)) for file in files]
    primaries = {_dataset(table): table for table in tables if table.role == "sdn"}
    lists = {dataset: _List(dataset) for dataset in primaries}
    for table in tables:
        dataset = _dataset(table) if table.role == "sdn" else _belongs_to(table, primaries)
        lists.setdefault(dataset, _List(dataset)).add(table)
    return [reading for found in lists.values() for reading in found.readings()]


def _known_role(file: InputFile) -> str:
    role = role_of(file)
    if not role:
        hint = "expected the rows of sdn, alt, add or sdn_comments"
        raise BadInput("not an OFAC CSV table", place=file.name, hint=hint)
    return role


def _programmes(text: str) -> list[str]:
    return [part for piece in cell(text).split("] [") if (part := piece.strip(" []"))]


def _dataset(table: Table) -> str:
    return list_of(_programmes(row[3]) for row in table.rows)


def _belongs_to(table: Table, primaries: Mapping[str, Table]) -> str:
    """The list that shares the most entry numbers with a secondary file."""
    if not primaries:
        return SDN
    return max(primaries, key=lambda dataset: len(primaries[dataset].numbers & table.numbers))


@dataclass
class _List:
    """The files of one list, and the claims they make."""

    dataset: str
    tables: dict[str, Table] = field(default_factory=dict)

    def add(self, table: Table) -> None:
        earlier = self.tables.get(table.role)
        if earlier:
            hint = "import the files of each day by themselves, oldest first"
            fault = f"{earlier.file.name} is the same part of {self.dataset}"
            raise BadInput(fault, place=table.file.name, hint=hint)
        self.tables[table.role] = table

    def readings(self) -> list[Reading]:
        if "comments" in self.tables and "sdn" not in self.tables:
            file = self.tables["comments"].file
            hint = "import it together with sdn.csv (or cons_prim.csv) of the same day"
            raise BadInput("continues remarks that are in another file", place=file.name, hint=hint)
        return [self._reading(part) for part in ("sdn", "alt", "add") if part in self.tables]

    def _reading(self, part: str) -> Reading:
        table = self.tables[part]
        notes: list[str] = []
        files = [table.file]
        if part == "sdn":
            if "comments" in self.tables:
                files.append(self.tables["comments"].file)
            claims = self._entries(notes)
        else:
            claims = self._names() if part == "alt" else self._addresses()
            self._note_strangers(table, notes)
        if not table.ended:
            notes.append(f"{table.file.name} lacks OFAC's end mark: whether it is whole cannot be told")
        return Reading(
            dataset=self.dataset,
            title=TITLES[self.dataset],
            kind="list",
            claims=claims,
            part=part,
            publisher=PUBLISHER,
            sources=(source(self.dataset),),
            files=tuple(files),
            notes=notes,
        )

    def _note_strangers(self, table: Table, notes: list[str]) -> None:
        if "sdn" not in self.tables:
            notes.append(f"{table.file.name} does not say which list it belongs to: taken as {self.dataset}")
            return
        primary = self.tables["sdn"]
        strangers = len(table.numbers - primary.numbers)
        if strangers:
            notes.append(f"{strangers} entries in {table.file.name} are not in {primary.file.name}")

    def _entries(self, notes: list[str]) -> Iterator[Claim]:
        rows = self.tables["sdn"].rows
        remarks = _Remarks(self.tables.get("comments"))
        links = _names_of(self.tables)
        repeated = 0
        numbers: set[str] = set()
        for row in rows:
            repeated += row[0] in numbers
            numbers.add(row[0])
            place = cite(self.dataset, row[0])
            fields = [cell(text) for text in row[:11]]
            yield from _row_claims(fields, self.dataset, place)
            text, cut = remarks.of(row)
            said = titles(fields[4])  # some stand in the remarks once more
            for fact in dict.fromkeys(facts(text, cut=cut)):
                if fact.predicate == LINK:
                    yield links.claim(row[0], fact.value, place)
                elif fact.predicate != "remark" or fact.value not in said:
                    one = fact_claim(row[0], fields[2] == "individual", fact, place)
                    if one:
                        yield one
        notes.extend(remarks.notes(self.tables))
        notes.extend(links.notes())
        if repeated:
            notes.append(f"{repeated} rows repeat the number of an earlier entry: was the file altered?")
        kinds = sum(cell(row[2]) not in TYPES for row in rows)
        if kinds:
            notes.append(f"{kinds} entries are of a type unknown here: their kind is left open")

    def _names(self) -> Iterator[Claim]:
        for number, alt, how, listed, remark in (map(cell, row) for row in self.tables["alt"].rows):
            if not listed:
                continue
            value = natural(listed) if looks_personal(listed) else listed
            kind = "former" if how == "fka" else "strong"
            note = "; ".join(part for part in ("now known as" if how == "nka" else "", remark) if part)
            place = cite(self.dataset, f"{number} alt {alt}")
            yield claim(number, "name", value, place, named(kind, "Latn"), note)

    def _addresses(self) -> Iterator[Claim]:
        for number, add, street, city, country, note in (map(cell, row) for row in self.tables["add"].rows):
            value = ", ".join(part for part in (street, city, country) if part)
            if value or note:
                place = cite(self.dataset, f"{number} add {add}")
                details = {"street": street, "city": city, "country": country, "note": note if value else ""}
                yield claim(number, "address", value or note, place, qualify(details))


_DETAILS = {
    5: "call sign",
    6: "vessel type",
    7: "tonnage",
    8: "gross registered tonnage",
    9: "flag",
    10: "owner",
}


def _row_claims(fields: Sequence[str], dataset: str, place: tuple[Citation, ...]) -> Iterator[Claim]:
    """What the columns before the remarks say of one entry."""
    number, listed, kind = fields[0], fields[1], TYPES.get(fields[2], "")
    if kind:
        yield claim(number, "kind", kind, place)
    if listed:
        value = natural(listed) if kind == "person" else listed
        yield claim(number, "name", value, place, named("primary", "Latn"))
    listing = qualify({"list": dataset, "authority": SPEAKER, "reference": number})
    for programme in dict.fromkeys(_programmes(fields[3])) or ["not stated"]:
        yield claim(number, "listed_under", programme, place, listing)
    for text in titles(fields[4]):
        yield claim(number, "title", text, place)
    for column, detail in _DETAILS.items():
        if fields[column]:
            yield claim(number, "vessel_detail", fields[column], place, (("type", detail),))


def _names_of(tables: Mapping[str, Table]) -> Links:
    """The names of the entries: those listed, and aliases."""
    found = Links()
    for row in tables["sdn"].rows:
        found.name(row[0], cell(row[1]), primary=True)
    if "alt" in tables:
        numbers = tables["sdn"].numbers
        for row in tables["alt"].rows:
            if row[0] in numbers:
                found.name(row[0], cell(row[3]), primary=False)
    return found


class _Remarks:
    """The remarks of each entry, joined with what their comments row continues."""

    def __init__(self, comments: Table | None) -> None:
        self._rest: dict[str, str] = defaultdict(str)
        for row in comments.rows if comments else ():
            self._rest[row[0]] += row[1].strip("\x1a")
        self._used: set[str] = set()
        self._cut = 0

    def of(self, row: Sequence[str]) -> tuple[str, bool]:
        """The remarks of an entry, and whether they are cut off."""
        text = row[11].strip("\x1a\r\n")
        if not cell(text):
            return "", False
        # A stray edge blank may have gone in a re-saved copy.
        if len(text) < CUT_AT - 1 or text.endswith("."):
            return text, False
        if row[0] in self._rest:
            self._used.add(row[0])
            return join(text, self._rest[row[0]]), False
        self._cut += 1
        return text, True

    def notes(self, tables: Mapping[str, Table]) -> Iterator[str]:
        """What a person should know of the joining, once all entries were read."""
        if self._cut:
            told = "has no row for them" if "comments" in tables else "was not given"
            yield f"{self._cut} remarks are cut off at {CUT_AT:,} characters and the comments file {told}"
        idle = len(self._rest.keys() - self._used)
        if idle:
            yield f"{idle} comments rows continue no cut remark and are left out: are the files of one day?"
