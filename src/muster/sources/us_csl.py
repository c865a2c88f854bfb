"""The US Consolidated Screening List, CSV: thirteen lists of three departments in one table of 29 columns.

Rows from the Treasury carry OFAC's own entry number, so they speak of the entity that OFAC's lists speak of. The
others have a digest for an id that changes with the row; their entity id is made from the list and the name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from muster.claims import Citation, Claim, Source, digest, make_claim, qualify
from muster.dates import OPEN, UNKNOWN, UNTIMED, Interval, parse_date
from muster.errors import BadDate, BadInput
from muster.sources.files import InputFile
from muster.sources.model import Reading
from muster.sources.number_checks import flaw
from muster.sources.ofac_claims import natural
from muster.sources.ofac_remarks import birth_date, country_of
from muster.sources.un_names import is_acronym, script_of, tidy

name = "us-csl"
title = "US Consolidated Screening List, CSV"

DATASET = "us-csl"
TITLE = "US Consolidated Screening List"
PUBLISHER = "International Trade Administration, US Department of Commerce"
ADDRESS = "https://www.trade.gov/consolidated-screening-list"
_NEEDED = ("_id", "source", "entity_number", "type", "programs", "name", "alt_names", "addresses", "ids")
# Addresses of the lists themselves, the same in every row of one; they say nothing of an entry.
_OF_THE_LIST = ("source_list_url", "source_information_url")
_KINDS = {"individual": "person", "entity": "organization", "vessel": "vessel", "aircraft": "aircraft", "": ""}
_SPEAKERS = (
    ("Treasury", "OFAC"),
    ("Industry and Security", "Bureau of Industry and Security"),
    ("State", "US Department of State"),
)
_AGAIN = "the file may be cut off or altered: fetch it again"
_NONE: Mapping[str, str] = MappingProxyType({})


def recognise(file: InputFile) -> str:
    """`list` if the first line is the header of the Consolidated Screening List; empty otherwise."""
    first = file.head.decode("utf-8", "replace").removeprefix("\ufeff").partition("\n")[0]
    return "list" if {cell.strip(' "\r') for cell in first.split(",")} >= set(_NEEDED) else ""


def read(files: Sequence[InputFile]) -> list[Reading]:
    """One reading for each file. Raises BadInput, with the line, for a row that is cut off or of an unknown type."""
    return [_List(file).reading() for file in files]


def party(source: str, listed: str) -> str:
    """Entity id of a party that its list gives no number: made from the list's short name and the party's name.

    It stays when an alias or address is added. Rows of one list with the same name are one entity.
    """
    return f"us-{source.lower()}-{digest(_key(listed) or listed)[:12]}"


_SHORT = re.compile(r"\(([A-Z-]+)(?: List)?\)")
_CODES = {"Non-SDN Chinese Military-Industrial": "CMIC"}


def _code(source: str) -> str:
    """The short name of a list, `SDN` or `EL`, out of its full one."""
    short = _SHORT.search(source)
    if short:
        return short[1]
    named = next((code for start, code in _CODES.items() if source.startswith(start)), "")
    return named or "-".join(re.findall(r"[a-z]+", source.lower()))[:24] or "list"


class _List:
    """The rows of the file, and the claims they make."""

    def __init__(self, file: InputFile) -> None:
        self._file = file
        self._notes: list[str] = []
        self._tally: Counter[str] = Counter()
        self._columns: dict[str, int] = {}
        self._rows = self._load()
        self._index = self._by_name()

    def reading(self) -> Reading:
        return Reading(
            dataset=DATASET,
            title=TITLE,
            kind="list",
            claims=self._claims(),
            publisher=PUBLISHER,
            sources=(Source(DATASET, TITLE, PUBLISHER, address=ADDRESS),),
            files=(self._file,),
            notes=self._notes,
        )

    def _load(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = []
        pool: dict[str, str] = {}
        repaired = 0
        for line, row in self._file.rows():
            if not any(row):
                continue
            place = f"{self._file.name} line {line}"
            if not self._columns:
                self._header(row, place)
                continue
            if len(row) != len(self._columns):
                raise BadInput(f"{len(row)} columns instead of {len(self._columns)}", place=place, hint=_AGAIN)
            entry = {
                column: pool.setdefault(text, text) for column, cell in zip(self._columns, row, strict=True)
                if (text := cell.strip())
            }  # fmt: skip
            if not entry.get("name") or not entry.get("source"):
                raise BadInput("an entry without a name or a list", place=place, hint=_AGAIN)
            if entry.get("type", "").casefold() not in _KINDS:
                raise BadInput(f"unknown type: {entry['type'][:40]!r}", place=place, hint=_AGAIN)
            if not re.fullmatch(r"[0-9]{0,9}", entry.get("entity_number", "")):
                number = entry["entity_number"][:40]
                raise BadInput(f"entity_number is no number: {number!r}", place=place, hint=_AGAIN)
            repaired += _repair(entry)
            found.append(entry)
        if not found:
            hint = "an empty list would withdraw everything: fetch it again"
            raise BadInput("holds no entries", place=self._file.name, hint=hint)
        if repaired:
            self._notes.append(f"{repaired} entries held control characters in place of punctuation, now read as it")
        return found

    def _header(self, row: list[str], place: str) -> None:
        cells = [cell.strip() for cell in row]
        if not set(cells) >= set(_NEEDED) or len(set(cells)) != len(cells):
            hint = f"expected a header with {', '.join(_NEEDED)}"
            raise BadInput("not the header of the Consolidated Screening List", place=place, hint=hint)
        self._columns = {cell: at for at, cell in enumerate(cells)}
        strange = [cell for cell in cells if cell not in _READ]
        if strange:
            self._notes.append(f"columns not read: {', '.join(strange)}")

    def _by_name(self) -> dict[str, str]:
        """OFAC's entry numbers by listed name, for the links in remarks: primary names before aliases.

        Where several entries bear a name the number is empty.
        """
        primary: dict[str, str] = {}
        other: dict[str, str] = {}
        for row in self._rows:
            if number := row.get("entity_number"):
                _note(primary, row["name"], number)
                for alias in _split(row.get("alt_names", "")):
                    _note(other, alias, number)
        return other | primary

    def linked(self, listed: str, number: str) -> str:
        """The entry number of the one party of that name; empty if there is none, several, or the party itself."""
        found = self._index.get(_key(listed), "")
        if found and found != number:
            return found
        self._tally["link"] += 1
        return ""

    def count(self, what: str) -> None:
        self._tally[what] += 1

    def _claims(self) -> Iterator[Claim]:
        parties: dict[str, list[dict[str, str]]] = {}
        merged = 0
        for row in self._rows:
            parties.setdefault(_subject(row), []).append(row)
        self._rows = []  # each is let go once it has been read: the register remembers what it read
        for subject in list(parties):
            entries = [_Entry(self, subject, row) for row in parties.pop(subject)]
            yield from dict.fromkeys(claim for entry in entries for claim in entry.claims())
            merged += len(entries) if len(entries) > 1 and not entries[0].number else 0
        if merged:
            self._notes.append(f"{merged} rows have a name that stands in other rows of their list: read as one party")
        told = {
            "kind": "entries do not say whether they are persons or organisations: their kind is left open",
            "link": "links name no single entry of the file and stay remarks",
            "date": "dates cannot be read and stay remarks",
            "number": "numbers fail the check of their kind and are kept with a note",
        }
        self._notes.extend(f"{count} {told[what]}" for what, count in sorted(self._tally.items()))


def _note(numbers: dict[str, str], listed: str, number: str) -> None:
    if numbers.setdefault(key := _key(listed), number) != number:
        numbers[key] = ""


def _subject(row: dict[str, str]) -> str:
    """The entity id: that of OFAC's entry, or one made of the list and the name."""
    number = row.get("entity_number", "")
    return f"ofac-{number}" if number else party(_code(row["source"]), row["name"])


def _key(listed: str) -> str:
    return " ".join(re.findall(r"\w+", listed.casefold()))


_CONTROLS = re.compile("[\x80-\x9f]")


def _repair(entry: dict[str, str]) -> bool:
    """Read control characters as the Windows punctuation that they were before someone took them for Latin-1."""
    broken = [column for column, text in entry.items() if not text.isascii() and _CONTROLS.search(text)]
    for column in broken:
        entry[column] = _CONTROLS.sub(
            lambda match: match[0].encode("latin-1").decode("cp1252", "replace"), entry[column]
        )
    return bool(broken)


def _split(text: str) -> list[str]:
    """The parts of a cell joined with `; `, in order, without repeats."""
    if ";" not in text:
        return [text] if text else []
    pieces = (piece.strip(" ,;") for piece in re.split(r";\s+", text))
    return list(dict.fromkeys(piece.removeprefix("and ") for piece in pieces if piece))


_PLAIN = (
    ("federal_register_notice", "Federal Register notice"),
    ("standard_order", "Standard order"),
    ("license_requirement", "License requirement"),
    ("license_policy", "License policy"),
)
_VESSEL = {
    "call_sign": "call sign",
    "vessel_type": "vessel type",
    "gross_tonnage": "gross tonnage",
    "gross_registered_tonnage": "gross registered tonnage",
    "vessel_flag": "flag",
    "vessel_owner": "owner",
}
_LISTS = (
    ("nationalities", "nationality"),
    ("citizenships", "citizenship"),
    ("title", "title"),
)
_READ = frozenset(
    {
        *_NEEDED,
        *_OF_THE_LIST,
        *(column for column, _ in (*_PLAIN, *_LISTS)),
        *_VESSEL,
        "start_date",
        "end_date",
        "remarks",
        "dates_of_birth",
        "places_of_birth",
    }
)
_BRACKET = re.compile(r"^(?P<outer>[^()]+\S) \((?P<inner>[^()]+)\)$")
_OTHERWISE = re.compile(r"^(?P<how>[afn])\.k\.a\.,? (?P<names>.+)$", re.IGNORECASE)
_STATES = re.compile(
    "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
)


@dataclass
class _Entry:
    """One row, and the claims it makes. Equal claims may come more than once."""

    source: _List
    subject: str
    row: Mapping[str, str]

    def __post_init__(self) -> None:
        self.code = _code(self.row["source"])
        self.number = self.row.get("entity_number", "")
        self.kind = _KINDS[self.row.get("type", "").casefold()]
        self.speaker = next((who for mark, who in _SPEAKERS if mark in self.row["source"]), self.row["source"])
        record = f"{self.code} {self.number or _key(self.row['name'])}"
        self.cite = (Citation(DATASET, record=record),)

    def claims(self) -> Iterator[Claim]:
        if self.kind:
            yield self._claim("kind", self.kind)
        else:
            self.source.count("kind")
        yield from self._names()
        yield from self._listing()
        for column, predicate in _LISTS:
            for part in _split(self.row.get(column, "")):
                yield self._claim(predicate, part)
        for column, detail in _VESSEL.items():
            if text := self.row.get(column):
                yield self._claim("vessel_detail", text, {"type": detail})
        yield from self._births()
        for part in _split(self.row.get("addresses", "")):
            yield self._claim("address", part, {"country": self._country(part)})
        for column, label in _PLAIN:
            if text := tidy(self.row.get(column, "")):
                yield self._claim("remark", f"{label}: {text}")
        yield from self._remarks()
        for part in _split(self.row.get("ids", "")):
            yield self._identifier(part)

    def _claim(
        self,
        predicate: str,
        value: str,
        details: Mapping[str, str] = _NONE,
        note: str = "",
        time: Interval = UNTIMED,
    ) -> Claim:
        return make_claim(
            subject=self.subject,
            predicate=predicate,
            value=value,
            qualifiers=qualify(details) if details else (),
            time=time,
            speaker=self.speaker,
            via=(TITLE,),
            citations=self.cite,
            note=note,
        )

    def _names(self) -> Iterator[Claim]:
        yield from self._spelled(self.row["name"], "primary")
        for alias in _split(self.row.get("alt_names", "")):
            yield from self._spelled(alias, "strong")

    def _spelled(self, listed: str, kind: str) -> Iterator[Claim]:
        """A name, and those that stand in brackets at its end as `(f.k.a. ...)` or as an acronym."""
        listed = tidy(listed)
        if self.kind == "person":
            yield self._name(natural(listed), kind)
            return
        bracket = _BRACKET.match(listed)
        otherwise = _OTHERWISE.match(bracket["inner"]) if bracket else None
        if bracket and otherwise:
            listed = bracket["outer"]
            for other in _split(otherwise["names"]):
                yield self._name(other, "former" if otherwise["how"].lower() == "f" else "strong")
        elif bracket and is_acronym(bracket["inner"], bracket["outer"]):
            listed = bracket["outer"]
            yield self._name(bracket["inner"].replace(" ", ""), "acronym")
        yield self._name(listed, kind)

    def _name(self, listed: str, kind: str) -> Claim:
        return self._claim("name", listed, {"kind": kind, "script": script_of(listed)})

    def _listing(self) -> Iterator[Claim]:
        start, end = (self._day(column) for column in ("start_date", "end_date"))
        listing = {
            "list": DATASET,
            "authority": self.speaker,
            "reference": self.number,
            "kind": self.code,
        }
        time = Interval(parse_date(start) if start else UNKNOWN, parse_date(end) if end else OPEN)
        for programme in _split(self.row.get("programs", "")) or [self.row["source"].partition(" - ")[0]]:
            yield self._claim("listed_under", programme, listing, time=time)
        for column, day in (("start_date", start), ("end_date", end)):
            if self.row.get(column) and not day:
                self.source.count("date")
                yield self._claim("remark", f"{column.replace('_', ' ').capitalize()}: {self.row[column]}")

    def _day(self, column: str) -> str:
        return _iso(self.row.get(column, ""))

    def _births(self) -> Iterator[Claim]:
        for part in _split(self.row.get("dates_of_birth", "")):
            if found := _iso(part) or birth_date(part):
                yield self._claim("birth_date", found)
            else:
                self.source.count("date")
                yield self._claim("remark", f"Date of birth: {part}")
        for part in _split(self.row.get("places_of_birth", "")):
            yield self._claim("birth_place", part, {"country": country_of(part)})

    def _country(self, address: str) -> str:
        """The country code that ends an address. Of denied persons' addresses some end in a state: `ADELANTO, CA`."""
        last = address.rpartition(", ")[2]
        if not re.fullmatch(r"[A-Z]{2}", last) or (self.code == "DPL" and _STATES.fullmatch(last)):
            return ""
        return last

    def _remarks(self) -> Iterator[Claim]:
        text = tidy(self.row.get("remarks", ""))
        before, mark, linked = text.partition("(Linked To: ")
        if not linked.endswith(")"):
            before, mark = text, ""
        if before.strip(" ;"):
            yield self._claim("remark", before.strip(" ;"))
        links = re.split(r"; Linked To: ", linked[:-1]) if mark else []
        for listed in links:
            other = self.source.linked(listed, self.number)
            if other and self.number:
                target = f"ofac-{other}"
                yield Claim(self.subject, "linked_to", target, speaker=self.speaker, via=(TITLE,), citations=self.cite)
            else:
                yield self._claim("remark", f"Linked To: {listed}")

    def _identifier(self, piece: str) -> Claim:
        """One piece of the ids: `country, expires, issued, number, type`; only the last two are always there."""
        *fields, kind = piece.split(", ")
        value = ", ".join(fields)
        if kind == "Gender" and value in ("Male", "Female"):
            return self._claim("gender", value.lower())
        if kind in _CONTACTS and value:
            return self._claim("contact", value, {"type": _CONTACTS[kind]})
        if kind in _CLASSES and value:
            return self._claim(_CLASSES[kind], value)
        if _DETAIL.match(kind) and value:
            return self._claim("vessel_detail", value, {"type": kind.lower()})
        numbered = any(letter.isdigit() for letter in value) or kind in _LETTERS
        if not fields or _REMARK.search(kind) or not numbered:
            return self._claim("remark", f"{kind} {value}".strip() if fields else kind)
        country = fields.pop(0) if len(fields) > 1 and re.fullmatch(r"[A-Z]{2}", fields[0]) else ""
        days: list[str] = []
        while len(fields) > 1 and len(days) < 2 and (day := _iso(fields[0])):
            days.append(day)
            fields.pop(0)
        number = ", ".join(fields)
        expires, issued = days if len(days) == 2 else ("", "")
        kind = re.sub(r"(?: No\.?| #)$", "", kind)
        if ship := re.fullmatch(r"IMO (\d{7})", number):
            kind = "IMO number" if kind.startswith("Vessel") else f"{kind} (IMO)"
            number = ship[1]
        fault = flaw("LEI" if kind == "Legal Entity Number" and len(number) == 20 else kind, number)
        if fault:
            self.source.count("number")
        note = "; ".join(filter(None, (fault, f"issued or expires {days[0]}" if len(days) == 1 else "")))
        details = {"type": kind, "country": country, "issued": issued, "expires": expires}
        return self._claim("identifier", number, details, note)


def _iso(text: str) -> str:
    """A day, or a year, as the list writes it; empty if it is in another form or not in the calendar."""
    if not re.fullmatch(r"\d{4}(?:-\d\d(?:-\d\d)?)?", text):
        return ""
    try:
        return parse_date(text).text
    except BadDate:
        return ""


_CONTACTS = {"Website": "website", "Email Address": "email", "Phone Number": "phone"}
_CLASSES = {
    "Organization Type:": "classification",
    "Target Type": "classification",
    "Nationality of Registration": "country",
}
_DETAIL = re.compile(
    r"(?:Former|Other) Vessel |Aircraft (?:Model|Operator|Manufacture Date|Type)$|Vessel (?:Flag|Type|Year|Owner)"
)
_REMARK = re.compile(r"(?:[:-]|Information|\bDate(?: \(.*\))?|Issuer Name)$")
_LETTERS = ("SWIFT/BIC", "Aircraft Tail Number", "Equity Ticker", "Previous Aircraft Tail Number")
