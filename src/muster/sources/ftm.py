"""FollowTheMoney entities as JSON lines, the format of OpenSanctions, Aleph and their relatives.

The file is read twice: once to check every line and to learn which ids, addresses and sanctions it holds,
once to yield claims, so that memory stays small and a broken file yields none. What has no word in the
vocabulary is counted in the notes by property and schema. https://followthemoney.tech/explorer/
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from muster.claims import Citation, Claim, Source, check, qualify
from muster.dates import UNKNOWN, ImpreciseDate, Interval, parse_date, within
from muster.errors import BadDate, BadInput
from muster.sources.files import InputFile
from muster.sources.model import Reading

name = "ftm-json"
title = "FollowTheMoney entities (JSON lines)"

MAX_DEPTH = 20
MAX_PAIRS = 10_000  # relations that one edge with several ends on both sides may stand for

_KINDS = {
    "Person": "person",
    "Organization": "organization",
    "Company": "organization",
    "LegalEntity": "organization",
    "PublicBody": "organization",
    "Vessel": "vessel",
    "Airplane": "aircraft",
    "Position": "office",
    "Territory": "place",
}
_GENDERS = ("female", "male", "other")
# A LegalEntity may be either; only a person has these.
_PERSONAL = ("birthDate", "birthPlace", "gender", "nationality", "citizenship", "passportNumber", "deathDate")

_NAMES = {
    "name": "strong",
    "alias": "strong",
    "weakAlias": "weak",
    "previousName": "former",
    "abbreviation": "acronym",
}
_NAME_PARTS = ("firstName", "secondName", "middleName", "fatherName", "lastName")

# property -> (predicate, qualifiers)
_VALUES: dict[str, tuple[str, dict[str, str]]] = {
    "birthDate": ("birth_date", {}),
    "deathDate": ("death_date", {}),
    "birthPlace": ("birth_place", {}),
    "gender": ("gender", {}),
    "country": ("country", {}),
    "jurisdiction": ("country", {}),
    "mainCountry": ("country", {}),
    "flag": ("country", {}),
    "nationality": ("nationality", {}),
    "citizenship": ("citizenship", {}),
    "position": ("position", {}),
    "title": ("title", {}),
    "topics": ("topic", {}),
    "legalForm": ("classification", {}),
    "classification": ("classification", {}),
    "sector": ("classification", {}),
    "status": ("legal_status", {}),
    "address": ("address", {}),
    "website": ("contact", {"type": "website"}),
    "email": ("contact", {"type": "email"}),
    "phone": ("contact", {"type": "phone"}),
    "notes": ("remark", {}),
    "summary": ("remark", {}),
    "description": ("remark", {}),
}
_IDENTIFIERS = {
    "idNumber": "national id",
    "passportNumber": "passport",
    "socialSecurityNumber": "social security",
    "taxNumber": "tax",
    "vatCode": "VAT",
    "registrationNumber": "registration",
    "licenseNumber": "licence",
    "innCode": "INN",
    "ogrnCode": "OGRN",
    "kppCode": "KPP",
    "okpoCode": "OKPO",
    "leiCode": "LEI",
    "dunsCode": "DUNS",
    "uscCode": "USCC",
    "uniqueEntityId": "UEI",
    "npiCode": "NPI",
    "cageCode": "CAGE",
    "permId": "PermID",
    "giiNumber": "GIIN",
    "swiftBic": "SWIFT/BIC",
    "bikCode": "BIK",
    "cikCode": "CIK",
    "irsCode": "IRS",
    "voenCode": "VOEN",
    "ticker": "ticker",
    "imoNumber": "IMO",
    "mmsi": "MMSI",
    "callSign": "call sign",
    "crsNumber": "CRS",
    "serialNumber": "serial",
    "icaoCode": "ICAO",
    "wikidataId": "Wikidata",
    "opencorporatesUrl": "OpenCorporates",
    "bvdId": "BvD",
    "icijId": "ICIJ",
}
_CRAFT_DETAILS = {
    "type": "type",
    "model": "model",
    "manufacturer": "manufacturer",
    "buildDate": "built",
    "registrationPort": "port of registration",
    "pastFlags": "former flag",
    "pastTypes": "former type",
    "tonnage": "tonnage",
    "grossRegisteredTonnage": "gross registered tonnage",
    "deadweightTonnage": "deadweight tonnage",
}

# schema -> (predicate, property of the subject, of the object, {property: qualifier}, default qualifiers)
_Edge = tuple[str, str, str, dict[str, str], dict[str, str]]
_EDGES: dict[str, _Edge] = {
    "Ownership": ("owns", "owner", "asset", {"percentage": "percentage"}, {}),
    "Control": ("controls", "controller", "controlled", {"controlType": "how", "role": "how"}, {}),
    "Membership": ("member_of", "member", "organization", {"role": "role"}, {}),
    "Directorship": ("posted_to", "director", "organization", {"role": "role"}, {"role": "director"}),
    "Employment": ("posted_to", "employee", "employer", {"role": "role"}, {"role": "employee"}),
    "Occupancy": ("posted_to", "holder", "post", {}, {"role": "holder"}),
    "Family": ("family_of", "person", "relative", {"relationship": "how"}, {}),
    "Associate": ("affiliated_with", "person", "associate", {"relationship": "how"}, {}),
    "UnknownLink": ("affiliated_with", "subject", "object", {"role": "how"}, {}),
    "Representation": ("affiliated_with", "agent", "client", {"role": "how"}, {"how": "representation"}),
    "Succession": ("successor_of", "successor", "predecessor", {}, {}),
    "Similar": ("possibly_same_as", "candidate", "match", {}, {}),
}
_REFERENCES = ("unscId", "authorityId", "recordId")
_SANCTION = {"entity", "authority", "listingDate", "provisions", "reason", "status", "summary", *_REFERENCES}
_STEM_WORDS = ("entities", "targets", "statements", "ftm", "nested")  # file names that name no dataset

_RECORD = re.compile(rb'"properties"\s*:\s*\{')
_SCHEMA = re.compile(rb'"schema"\s*:\s*"[A-Z]\w*"')
_TIMELESS = Interval()
_DATE = re.compile(r"^\+?(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ]\d{2}:.*)?$")


@dataclass(frozen=True, slots=True)
class _Record:
    """One FollowTheMoney entity; properties as lists of texts, nested entities replaced by their ids."""

    id: str
    schema: str
    caption: str
    properties: Mapping[str, tuple[str, ...]]

    def all(self, key: str) -> tuple[str, ...]:
        return self.properties.get(key, ())

    def first(self, *keys: str) -> str:
        return next((value for key in keys for value in self.all(key)), "")


@dataclass(slots=True)
class _Survey:
    """What the first pass over a file learns."""

    dataset: str = ""
    seen: str = ""
    schemata: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, _Record] = field(default_factory=dict)
    persons: set[str] = field(default_factory=set)
    sanctioned: set[tuple[str, str]] = field(default_factory=set)

    def organization(self, entity: str) -> bool:
        """True if the file holds the entity, and not as a person."""
        return entity in self.schemata and entity not in self.persons


def recognise(file: InputFile) -> str:
    """`entities` if the first line is a FollowTheMoney entity, else an empty text."""
    first = file.head.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0]
    if re.match(rb'\{\s*"op"\s*:', first):  # one change of a delta, not an entity
        return ""
    found = first.startswith(b"{") and _RECORD.search(first) and _SCHEMA.search(first) and b'"id"' in first
    return "entities" if found else ""


def read(files: Sequence[InputFile]) -> list[Reading]:
    """Read each file. Raises BadInput, with the line, for anything that is not an entity."""
    return [_read_one(file) for file in files]


def _read_one(file: InputFile) -> Reading:
    survey = _look(file)
    dataset = survey.dataset or _slug(file)
    notes: list[str] = []
    if survey.seen:
        notes.append(f"dated {survey.seen}, the newest day on which an entity was last seen")
    source = Source(id=dataset, title=f"{dataset} (FollowTheMoney)")
    return Reading(
        dataset=dataset,
        title=source.title,
        kind="list",
        claims=_Converter(dataset, survey, notes).claims(file),
        published=survey.seen,
        sources=(source,),
        files=(file,),
        notes=notes,
    )


def _slug(file: InputFile) -> str:
    """A dataset id from the file's name, or from its folder's where the name says nothing."""
    stem = re.sub(r"(\.gz|\.json|\.jsonl|\.ijson|\.ftm)+$", "", file.name.lower())
    words = [word for word in re.split(r"[^a-z0-9]+", stem) if word and word not in _STEM_WORDS]
    if not words:
        words = re.findall(r"[a-z0-9]+", file.path.resolve().parent.name.lower())
    return "-".join(words) or "ftm"


# --- lines to records -----------------------------------------------------------------------------------


def _records(file: InputFile) -> Iterator[tuple[_Record, dict[str, Any]]]:
    """Every entity of the file, nested ones included, with the JSON object it came from."""
    for number, line in file.lines():
        if not line.strip():
            continue
        place = f"{file.name} line {number}"
        yield from _flatten(_json(line, place), place, 0)


def _json(line: bytes, place: str) -> dict[str, Any]:
    hint = "the file may be cut off: fetch it again"
    try:
        data = json.loads(line.removeprefix(b"\xef\xbb\xbf").decode("utf-8"))
    except RecursionError:
        raise BadInput("nested too deep for an entity", place=place, hint="not read further") from None
    except ValueError as fault:
        raise BadInput(f"not a line of JSON: {fault}", place=place, hint=hint) from None
    if not isinstance(data, dict):
        raise BadInput("not an entity: the line holds no JSON object", place=place, hint=hint)
    return data


def _flatten(data: dict[str, Any], place: str, depth: int) -> Iterator[tuple[_Record, dict[str, Any]]]:
    """The entity and the entities nested in its properties, as in `targets.nested.json`."""
    if depth > MAX_DEPTH:
        raise BadInput("nested too deep for an entity", place=place, hint="not read further")
    raw = data.get("properties")
    ident, schema = data.get("id"), data.get("schema")
    if not isinstance(raw, dict) or not isinstance(ident, str) or not isinstance(schema, str) or not ident:
        raise BadInput("not an entity: id, schema and properties are needed", place=place, hint="see line 1")
    properties: dict[str, tuple[str, ...]] = {}
    for key, value in raw.items():
        texts: list[str] = []
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and "schema" in item:
                yield from _flatten(item, place, depth + 1)
                texts.append(str(item["id"]))
            elif isinstance(item, (dict, list)):  # no FollowTheMoney value: kept aside, to be counted
                properties[f"{key} (structured)"] = ("",) * len(value)
            elif item is not None and (text := _clean(str(item))):
                texts.append(text)
        properties[key] = tuple(dict.fromkeys(texts))
    caption = data.get("caption")
    yield _Record(ident, schema, caption if isinstance(caption, str) else "", properties), data


def _clean(text: str) -> str:
    """The text without what a store cannot hold: NUL characters and half surrogates."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8").strip()


def _look(file: InputFile) -> _Survey:
    survey = _Survey()
    datasets: set[str] = set()
    for record, data in _records(file):
        survey.schemata[record.id] = record.schema
        if record.schema == "Address":
            survey.addresses[record.id] = record
        elif _kind(record) == "person":
            survey.persons.add(record.id)
        elif record.schema == "Sanction":
            programmes = record.all("programId") or record.all("program")
            survey.sanctioned.update(product(record.all("entity"), programmes))
        named = data.get("datasets") or [""]
        datasets.add(str(named[0]) if isinstance(named, list) and len(named) == 1 else "")
        seen = str(data.get("last_seen") or "")[:10]
        if re.fullmatch(r"\d{4}-\d\d-\d\d", seen) and seen > survey.seen and _date(seen):
            survey.seen = seen
    if not survey.schemata:
        raise BadInput("holds no entities", place=file.name, hint="the file may be cut off: fetch it again")
    only = datasets.pop() if len(datasets) == 1 else ""
    survey.dataset = only if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", only) else ""
    return survey


def _one_birth_place(record: _Record) -> bool:
    return len(record.all("birthPlace")) == 1 == len(record.all("birthCountry"))


def _kind(record: _Record) -> str:
    if record.schema == "LegalEntity" and any(record.all(key) for key in _PERSONAL):
        return "person"
    return _KINDS.get(record.schema, "")


def _date(text: str) -> ImpreciseDate | None:
    """A FollowTheMoney date (a prefix of an ISO 8601 timestamp); None if it is anything else."""
    match = _DATE.match(text)
    if not match:
        return None
    parts = [part.zfill(2) for part in match.groups() if part and int(part)]
    try:
        return parse_date("-".join(parts))
    except BadDate:
        return None


# --- records to claims ----------------------------------------------------------------------------------


class _Converter:
    """Turns the records of one file into claims, and counts what it cannot say."""

    def __init__(self, dataset: str, survey: _Survey, notes: list[str]) -> None:
        self._dataset = dataset
        self._survey = survey
        self._notes = notes
        self._unread: Counter[str] = Counter()
        self._schemata: Counter[str] = Counter()
        self._events: Counter[str] = Counter()
        self._used: set[str] = set()

    def claims(self, file: InputFile) -> Iterator[Claim]:
        for record, _ in _records(file):
            for claim in self._convert(record):
                check(claim)
                yield claim
        self._report()

    def _convert(self, record: _Record) -> Iterator[Claim]:
        if record.schema in _EDGES:
            return self._edge(record)
        if record.schema == "Sanction":
            return self._sanction(record)
        if record.schema in ("Passport", "Identification"):
            return self._paper(record)
        if _kind(record):
            return self._node(record)
        if record.schema != "Address":
            self._schemata[record.schema] += 1
        return iter(())

    def _report(self) -> None:
        for key, count in sorted(self._unread.items()):
            self._notes.append(f"{count} values of the property {key} not read")
        for key, count in sorted(self._schemata.items()):
            self._notes.append(f"{count} records of the schema {key} not read")
        if unused := len(self._survey.addresses.keys() - self._used):
            self._notes.append(f"{unused} addresses not read: no entity in the file names them")
        self._notes.extend(f"{count} {what}" for what, count in sorted(self._events.items()) if count)

    def _claim(
        self,
        record: _Record,
        subject: str,
        predicate: str,
        value: str = "",
        details: Mapping[str, str] | None = None,
        *,
        other: str = "",
        time: Interval = _TIMELESS,
        speaker: str = "",
    ) -> Claim:
        return Claim(
            subject=self._id(subject),
            predicate=predicate,
            object=self._id(other) if other else "",
            value=value,
            qualifiers=qualify(details or {}),
            time=time,
            speaker=speaker or self._dataset,
            citations=(Citation(source=self._dataset, record=record.id),),
        )

    def _id(self, entity: str) -> str:
        """The entity's id; a bare number would be taken for another file's and gets the dataset before it."""
        return f"{self._dataset}:{entity}" if entity.isdigit() else entity

    # people, organisations, vessels, offices

    def _node(self, record: _Record) -> Iterator[Claim]:
        if record.schema == "LegalEntity" and _kind(record) == "person":
            self._events["records of the schema LegalEntity read as persons, by their properties"] += 1
        yield self._claim(record, record.id, "kind", _kind(record))
        yield from self._names(record)
        for key, values in record.properties.items():
            for value in values:
                if claim := self._value(record, key, value):
                    yield claim
        if not record.all("birthPlace"):
            for country in record.all("birthCountry"):
                yield self._claim(record, record.id, "birth_place", country, {"country": country})
        for key in record.all("addressEntity"):
            yield from self._address(record, key)
        for key in record.all("operator"):
            yield from self._link(record, "affiliated_with", key, record.id, Interval(), {"how": "operator"})
        for programme in dict.fromkeys(record.all("programId") or record.all("program")):
            if (record.id, programme) not in self._survey.sanctioned:
                yield self._claim(record, record.id, "listed_under", programme, {"list": self._dataset})

    def _names(self, record: _Record) -> Iterator[Claim]:
        strong = record.all("name")
        primary = record.caption if record.caption in strong else next(iter(strong), "")
        if not any(record.all(key) for key in _NAMES):
            primary = " ".join(part for key in _NAME_PARTS if (part := record.first(key)))
            self._events["names put together from their parts"] += 1 if primary else 0
            self._events["entities without a name"] += 0 if primary else 1
        if primary:
            yield self._claim(record, record.id, "name", primary, {"kind": "primary"})
        said = {primary}
        for key, kind in _NAMES.items():
            for text in record.all(key):
                if text not in said:
                    said.add(text)
                    yield self._claim(record, record.id, "name", text, {"kind": kind})

    def _value(self, record: _Record, key: str, value: str) -> Claim | None:
        """The claim that a property's value makes; None if it is read elsewhere, or counted as not read."""
        if key in _NAMES or self._elsewhere(record, key):
            return None
        if key in _IDENTIFIERS:
            return self._claim(record, record.id, "identifier", value, {"type": _IDENTIFIERS[key]})
        if key in _CRAFT_DETAILS and _kind(record) in ("vessel", "aircraft"):
            return self._claim(record, record.id, "vessel_detail", value, {"type": _CRAFT_DETAILS[key]})
        if key not in _VALUES or (key == "gender" and value not in _GENDERS):
            if value not in self._survey.schemata:  # a link back to an entity that is read by itself
                self._unread[key] += 1
            return None
        predicate, details = _VALUES[key]
        if predicate in ("birth_date", "death_date"):
            date = _date(value)
            if date is None:
                self._events[f"dates of the property {key} not understood"] += 1
                return None
            value = date.text
        if key == "birthPlace" and _one_birth_place(record):
            details = {"country": record.first("birthCountry")}
        return self._claim(record, record.id, predicate, value, details)

    def _elsewhere(self, record: _Record, key: str) -> bool:
        """True if `_node` reads the property by itself."""
        if key == "program":
            return not record.all("programId")
        if key == "birthCountry":
            return not record.all("birthPlace") or _one_birth_place(record)
        return key in ("addressEntity", "operator", "programId")

    def _address(self, record: _Record, key: str) -> Iterator[Claim]:
        found = self._survey.addresses.get(key)
        if found is None:
            self._events["addresses named that the file does not hold"] += 1
            return
        self._used.add(key)
        parts = ("postOfficeBox", "street", "street2", "postalCode", "city", "region", "state")
        composed = ", ".join(text for part in parts if (text := found.first(part)))
        texts = found.all("full") or found.all("name") or (composed or found.first("country"),)
        details = {key: found.first(key) for key in ("country", "city", "street", "remarks")}
        details["note"] = details.pop("remarks")
        for text in filter(None, texts):
            yield self._claim(record, record.id, "address", text, details)

    def _paper(self, record: _Record) -> Iterator[Claim]:
        """A passport or other paper, said of its holder."""
        number = record.first("passportNumber", "number")
        if not number or not record.all("holder"):
            self._events["papers without a number or holder not read"] += 1
            return
        kind = record.first("type") or ("passport" if record.schema == "Passport" else "")
        start, end = self._dates(record, ("startDate", "date")), self._dates(record, ("endDate",))
        details = {"type": kind, "country": record.first("country")}
        details |= {"issued": start.text, "expires": end.text}
        for holder in record.all("holder"):
            yield self._claim(record, holder, "identifier", number, details)
        self._count_rest(record, {"passportNumber", "number", "holder", "type", "country"})

    # relations and sanctions

    def _edge(self, record: _Record) -> Iterator[Claim]:
        predicate, near, far, mapped, details = _EDGES[record.schema]
        details = dict(details)
        for key, qualifier in mapped.items():
            if values := record.all(key):
                details[qualifier] = "; ".join(values)
        pairs = list(product(record.all(near), record.all(far)))
        if not pairs or len(pairs) > MAX_PAIRS:
            self._events[f"records of the schema {record.schema} without two ends not read"] += 1
            return
        time = self._interval(record)
        for subject, other in pairs:
            # Only a person is posted; a company may sit on a board.
            member = predicate == "posted_to" and self._survey.organization(subject)
            yield from self._link(record, "member_of" if member else predicate, subject, other, time, details)
        self._count_rest(record, {near, far, *mapped})

    def _link(
        self,
        record: _Record,
        predicate: str,
        subject: str,
        other: str,
        time: Interval,
        details: Mapping[str, str],
    ) -> Iterator[Claim]:
        ends = (subject, other)
        if any(not re.fullmatch(r"\S{1,255}", end) for end in ends) or subject == other:
            self._events["relations whose ends are not two ids not read"] += 1
            return
        if any(end not in self._survey.schemata for end in ends):
            self._events["relations lead to entities that the file does not hold"] += 1
        yield self._claim(record, subject, predicate, "", details, other=other, time=time)

    def _sanction(self, record: _Record) -> Iterator[Claim]:
        if not record.all("entity"):
            self._events["records of the schema Sanction without an entity not read"] += 1
            return
        authority = "; ".join(record.all("authority"))
        listed = self._dates(record, ("listingDate",)).text
        details = {
            "list": self._dataset,
            "authority": authority,
            "reference": "; ".join(text for key in _REFERENCES for text in record.all(key)),
            "published": listed,
            "kind": "; ".join(record.all("provisions")),
        }
        time = self._interval(record, ("startDate", "date", "listingDate"))
        programmes = record.all("programId") or record.all("program") or (authority or self._dataset,)
        for entity in record.all("entity"):
            for programme in programmes:
                yield self._claim(record, entity, "listed_under", programme, details, time=time, speaker=authority)
            for reason in record.all("reason"):
                yield self._claim(record, entity, "reason", reason, speaker=authority)
            for key, before in (("status", "status of the sanction: "), ("summary", "")):
                for text in record.all(key):
                    yield self._claim(record, entity, "remark", before + text, speaker=authority)
        self._count_rest(record, _SANCTION | {"programId" if record.all("programId") else "program"})

    def _count_rest(self, record: _Record, read: set[str]) -> None:
        for key, values in record.properties.items():
            if key not in read and key not in ("startDate", "endDate", "date"):
                self._unread[f"{record.schema}:{key}"] += len(values)

    def _interval(self, record: _Record, starts: tuple[str, ...] = ("startDate", "date")) -> Interval:
        start, end = self._dates(record, starts), self._dates(record, ("endDate",))
        if start.earliest and end.latest and end.latest < start.earliest:
            self._events["times that end before they start left unknown"] += 1
            return Interval()
        return Interval(start, end)

    def _dates(self, record: _Record, keys: tuple[str, ...]) -> ImpreciseDate:
        """The date in the first of the properties that has one; of several, the range that they span."""
        texts = next((record.all(key) for key in keys if record.all(key)), ())
        dates = [date for text in texts if (date := _date(text))]
        self._events["dates of relations not understood"] += len(texts) - len(dates)
        if len(dates) <= 1:
            return dates[0] if dates else UNKNOWN
        earliest = min(date.earliest for date in dates if date.earliest)
        return within(earliest, max(date.latest for date in dates if date.latest))
