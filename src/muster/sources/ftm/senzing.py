"""Senzing's entity format, as OpenSanctions and others write it: features in lists, as JSON lines or one JSON array.

Each feature is a small object of registered attributes (`NAME_FULL`, `DATE_OF_BIRTH`); they may also stand at the
top of a record. A relation points to another record and names its kind; what it points to as an `Occupancy` is an
office. The attributes are those of the Senzing Entity Specification.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from muster.errors import BadInput
from muster.sources.files import InputFile
from muster.sources.ftm import read_records
from muster.sources.ftm.records import Record, clean, objects
from muster.sources.ftm.words import EDGES
from muster.sources.model import Reading

name = "senzing-json"
title = "Senzing entity records (JSON)"

MAX_ARRAY = 256 << 20  # bytes of a file that is one JSON array, which is read whole
_SCHEMATA = {
    "PERSON": "Person",
    "ORGANIZATION": "Organization",
    "VESSEL": "Vessel",
    "AIRCRAFT": "Airplane",
    "VEHICLE": "Vehicle",
}
_RECORD = re.compile(rb'"RECORD_ID"\s*:')
_SOURCE = re.compile(rb'"DATA_SOURCE"\s*:')

_ATTRIBUTES = {
    "NAME_FIRST": "firstName",
    "NAME_MIDDLE": "middleName",
    "NAME_LAST": "lastName",
    "DATE_OF_BIRTH": "birthDate",
    "DATE_OF_DEATH": "deathDate",
    "REGISTRATION_DATE": "incorporationDate",
    "ADDR_FULL": "address",
    "PLACE_OF_BIRTH": "birthPlace",
    "NATIONALITY": "nationality",
    "CITIZENSHIP": "citizenship",
    "COUNTRY_OF_ASSOCIATION": "country",
    "REGISTRATION_COUNTRY": "jurisdiction",
    "WEBSITE_ADDRESS": "website",
    "EMAIL_ADDRESS": "email",
    "PHONE_NUMBER": "phone",
    "TOPIC": "topics",
    "PASSPORT_NUMBER": "passportNumber",
    "SSN_NUMBER": "socialSecurityNumber",
    "LEI_NUMBER": "leiCode",
    "DUNS_NUMBER": "dunsCode",
    "NPI_NUMBER": "npiCode",
    "IMO_NUMBER": "imoNumber",
    "MMSI_NUMBER": "mmsi",
    "CALL_SIGN": "callSign",
    "ISIN_NUMBER": "isin",
}
_NUMBERS = {"NATIONAL_ID": "idNumber", "TAX_ID": "taxNumber", "OTHER_ID": "identifier", "TRUSTED_ID": "identifier"}
_PLACES = ("ADDR_LINE1", "ADDR_LINE2", "ADDR_LINE3", "ADDR_CITY", "ADDR_STATE", "ADDR_POSTAL_CODE", "ADDR_COUNTRY")
_GENDERS = {"M": "male", "F": "female"}
# Told otherwise: the record's own keys, and what only repeats them.
_SILENT = {"DATA_SOURCE", "RECORD_ID", "RECORD_TYPE", "LAST_CHANGE", "URL", "ADDR_TYPE", "OFAC_ID"}
_SILENT |= {"REL_ANCHOR_DOMAIN", "REL_ANCHOR_KEY", "REL_POINTER_DOMAIN", "NAME_TYPE"}


def recognise(file: InputFile) -> str:
    """`records` if the content begins with a Senzing record; empty otherwise."""
    start = file.head.removeprefix(b"\xef\xbb\xbf").lstrip()
    first = start[:8192] if start.startswith(b"[") else start.split(b"\n", 1)[0]
    known = start[:1] in (b"{", b"[") and _RECORD.search(first) and _SOURCE.search(first)
    return "records" if known else ""


def read(files: Sequence[InputFile]) -> list[Reading]:
    """One reading for each file. Raises BadInput, with the line, for anything that is not a record."""
    return [_reading(file) for file in files]


def _reading(file: InputFile) -> Reading:
    offices: set[str] = set()
    newest = ""
    sources: set[str] = set()
    unread: Counter[str] = Counter()
    for place, data in _objects(file):
        sources.add(str(data.get("DATA_SOURCE") or ""))
        newest = max(newest, str(data.get("LAST_CHANGE") or "")[:10])
        for feature in _features(data):
            if feature.get("REL_POINTER_ROLE") == "Occupancy":
                offices.add(str(feature.get("REL_POINTER_KEY") or ""))
        for _ in _records(data, place, offices, unread):
            pass
    only = sources.pop() if len(sources) == 1 else ""
    dataset = re.sub(r"[^a-z0-9_.-]+", "_", only.lower().removeprefix("os_")).strip("_.-")
    notes = [f"{count} values of {key} not read" for key, count in sorted(unread.items())]
    day = newest if re.fullmatch(r"\d{4}-\d\d-\d\d", newest) else ""
    if day:
        notes.append(f"dated {day}, the newest day on which a record changed")
    return read_records(
        lambda: (one for place, data in _objects(file) for one in _records(data, place, offices, Counter())),
        (file,),
        dataset=dataset,
        day=day,
        form="Senzing records",
        notes=notes,
    )


def _objects(file: InputFile) -> Iterator[tuple[str, dict[str, Any]]]:
    if not file.head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"["):
        yield from objects(file)
        return
    hint = "write one record a line instead"
    if len(file.content) > MAX_ARRAY:
        raise BadInput("one JSON array of this size", place=file.name, hint=hint)
    try:
        found = json.loads(file.content.removeprefix(b"\xef\xbb\xbf").decode("utf-8"))
    except (ValueError, RecursionError) as fault:
        raise BadInput(f"not JSON: {fault}", place=file.name, hint="the file may be cut off: fetch it again") from None
    for number, data in enumerate(found, 1):
        place = f"{file.name} record {number}"
        if not isinstance(data, dict):
            raise BadInput("not a record", place=place, hint="the file may be cut off: fetch it again")
        yield place, data


def _features(data: dict[str, Any]) -> Iterator[dict[str, str]]:
    """The features of a record: those in lists, and what stands at its top as one."""
    yield {
        key: clean(str(value)) for key, value in data.items() if isinstance(value, (str, int, float)) and value != ""
    }
    for value in data.values():
        for item in value if isinstance(value, list) else ():
            if isinstance(item, dict):
                yield {key: clean(str(one)) for key, one in item.items() if one not in (None, "")}


def _records(data: dict[str, Any], place: str, offices: set[str], unread: Counter[str]) -> Iterator[Record]:
    """The record of an entity, and one for each relation in which it points to another."""
    ident = clean(str(data.get("RECORD_ID") or ""))
    if not ident:
        raise BadInput("a record without RECORD_ID", place=place, hint="the file may be cut off: fetch it again")
    properties: dict[str, list[str]] = {}
    caption = ""
    for feature in _features(data):
        primary, edge = _feature(feature, ident, properties, unread)
        caption = caption or primary
        if edge:
            yield edge
    kind = str(data.get("RECORD_TYPE") or "")
    schema = _SCHEMATA.get(kind, kind.title() if kind else "Position" if ident in offices else "Thing")
    said = {key: tuple(dict.fromkeys(texts)) for key, texts in properties.items()}
    yield Record(ident, schema, caption, said)


def _feature(
    feature: dict[str, str], ident: str, properties: dict[str, list[str]], unread: Counter[str]
) -> tuple[str, Record | None]:
    """Put what a feature says into the properties; its primary name, and the relation that it may be."""
    full = feature.get("NAME_FULL") or feature.get("NAME_ORG") or ""
    alias = feature.get("NAME_TYPE", "PRIMARY") != "PRIMARY"
    if full:
        properties.setdefault("alias" if alias else "name", []).append(full)
    if gender := _GENDERS.get(feature.get("GENDER", "")):
        properties.setdefault("gender", []).append(gender)
    parts = [feature[key] for key in _PLACES if key in feature]
    if parts:
        properties.setdefault("address", []).append(", ".join(parts))
    read = {"NAME_FULL", "NAME_ORG", "GENDER", *_PLACES, *_SILENT}
    for kind, prop in _NUMBERS.items():
        number, told = feature.get(f"{kind}_NUMBER", ""), feature.get(f"{kind}_TYPE", "")
        read |= {f"{kind}_NUMBER", f"{kind}_TYPE"}
        if number and (told, number) != ("OPEN_SANCTIONS", ident):
            properties.setdefault("wikidataId" if told == "WIKIDATA" else told or prop, []).append(number)
    for key, value in feature.items():
        if key in _ATTRIBUTES:
            properties.setdefault(_ATTRIBUTES[key], []).append(value)
        elif key not in read and not key.startswith("REL_"):
            unread[key] += 1
    return "" if alias else full, _edge(feature, ident)


def _edge(feature: dict[str, str], ident: str) -> Record | None:
    other, role = feature.get("REL_POINTER_KEY", ""), feature.get("REL_POINTER_ROLE", "")
    if not other or other == ident:
        return None
    schema = role if role in EDGES else "UnknownLink"
    _, near, far, _, _ = EDGES[schema]
    ends = {near: (ident,), far: (other,)}
    return Record(
        f"{ident}-{role or 'link'}-{other}", schema, "", ends if schema == role else {**ends, "role": (role,)}
    )
