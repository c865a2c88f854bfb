"""FollowTheMoney records: lines of JSON taken apart and checked, and what a first look over all of them teaches."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from muster.dates import ImpreciseDate, parse_date
from muster.errors import BadDate, BadInput
from muster.sources.files import InputFile
from muster.sources.ftm.own import edge_predicate
from muster.sources.ftm.words import KINDS, PERSONAL

MAX_DEPTH = 20
_BESIDE = frozenset(  # what an entity says beside its properties
    {
        *("id", "schema", "caption", "properties", "datasets", "referents", "target"),
        *("first_seen", "last_seen", "last_change"),
    }
)
_AGAIN = "the file may be cut off: fetch it again"
_DATE = re.compile(r"^\+?(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ]\d{2}:.*)?$")
_DATASET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_STEM_WORDS = ("entities", "targets", "statements", "ftm", "nested", "simple", "senzing", "delta")
_VERSION = re.compile(r"^\d{14}-[a-z0-9]{3}$")


@dataclass(frozen=True, slots=True)
class Record:
    """One FollowTheMoney entity; properties as lists of texts, nested entities replaced by their ids.

    `dataset` is that of the entity if it is of one only, `seen` the time at which it was last seen, `referents`
    the ids that were merged into it, `langs` the languages of values where they are told, `originals` what a value of
    a property was before it was brought into FollowTheMoney's form (of our own statements only).
    """

    id: str
    schema: str
    caption: str
    properties: Mapping[str, tuple[str, ...]]
    dataset: str = ""
    seen: str = ""
    referents: tuple[str, ...] = ()
    langs: Mapping[str, str] = field(default_factory=dict)
    originals: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def all(self, key: str) -> tuple[str, ...]:
        return self.properties.get(key, ())

    def told(self, key: str, value: str) -> tuple[str, ...]:
        """The originals of a value, or the value itself."""
        return self.originals.get((key, value), (value,))

    def first(self, *keys: str) -> str:
        return next((value for key in keys for value in self.all(key)), "")


# --- lines to records -----------------------------------------------------------------------------------


def records(file: InputFile) -> Iterator[Record]:
    """Every entity of a file of JSON lines, nested ones included. Raises BadInput with the line of a broken one."""
    for place, data in objects(file):
        yield from flatten(data, place)


def objects(file: InputFile) -> Iterator[tuple[str, dict[str, Any]]]:
    """The JSON objects of a file, one a line, each with its place."""
    for number, line in file.lines():
        if line.strip():
            place = f"{file.name} line {number}"
            yield place, parsed(line, place)


def parsed(line: bytes, place: str) -> dict[str, Any]:
    """One line as a JSON object. Raises BadInput if it is none."""
    try:
        data = json.loads(line.removeprefix(b"\xef\xbb\xbf").decode("utf-8"))
    except RecursionError:
        raise BadInput("nested too deep for an entity", place=place, hint="not read further") from None
    except ValueError as fault:
        raise BadInput(f"not a line of JSON: {fault}", place=place, hint=_AGAIN) from None
    if not isinstance(data, dict):
        raise BadInput("not an entity: the line holds no JSON object", place=place, hint=_AGAIN)
    return data


def flatten(data: dict[str, Any], place: str, depth: int = 0) -> Iterator[Record]:
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
                yield from flatten(item, place, depth + 1)
                texts.append(str(item["id"]))
            elif isinstance(item, (dict, list)):  # no FollowTheMoney value: kept aside, to be counted
                properties[f"{key} (structured)"] = ("",) * len(value)
            elif item is not None and (text := clean(str(item))):
                texts.append(text)
        properties[key] = tuple(dict.fromkeys(texts))
    for key in data.keys() - _BESIDE:
        properties[f"{clean(key)} (beside the properties)"] = ("",)  # kept aside, to be counted
    caption, datasets, referents = data.get("caption"), data.get("datasets"), data.get("referents")
    yield Record(
        ident,
        schema,
        caption if isinstance(caption, str) else "",
        properties,
        dataset=str(datasets[0]) if isinstance(datasets, list) and len(datasets) == 1 else "",
        seen=str(data.get("last_seen") or "")[:19],
        referents=tuple(map(clean, filter(None, map(str, referents)))) if isinstance(referents, list) else (),
    )


def clean(text: str) -> str:
    """The text without what a store cannot hold: NUL characters and half surrogates."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8").strip()


# --- the first look -------------------------------------------------------------------------------------


@dataclass(slots=True)
class Survey:
    """What the first pass over a file's records learns. `seen` is the newest time at which one was seen."""

    dataset: str = ""
    seen: str = ""
    schemata: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, Record] = field(default_factory=dict)
    persons: set[str] = field(default_factory=set)
    sanctioned: set[tuple[str, str]] = field(default_factory=set)
    blamed: set[tuple[str, str]] = field(
        default_factory=set
    )  # of our own links: who is responsible, for which incident

    def organization(self, entity: str) -> bool:
        """True if the file holds the entity, and not as a person."""
        return entity in self.schemata and entity not in self.persons

    @property
    def day(self) -> str:
        """The day of the newest sighting."""
        return self.seen[:10]


def look(found: Iterable[Record], place: str) -> Survey:
    """A first pass over all records. Raises BadInput if there are none."""
    survey = Survey()
    datasets: set[str] = set()
    for record in found:
        survey.schemata[record.id] = record.schema
        if record.schema == "Address":
            survey.addresses[record.id] = record
        elif kind_of(record) == "person":
            survey.persons.add(record.id)
        elif edge_predicate(record.id) == "perpetrator_of":
            survey.blamed.update(product(record.all("subject"), record.all("object")))
        elif record.schema == "Sanction":
            programmes = record.all("programId") or record.all("program")
            survey.sanctioned.update(product(record.all("entity"), programmes))
        datasets.add(record.dataset)
        if record.seen > survey.seen and re.match(r"\d{4}-\d\d-\d\d(?!\d)", record.seen) and date_of(record.seen[:10]):
            survey.seen = record.seen
    if not survey.schemata:
        raise BadInput("holds no entities", place=place, hint=_AGAIN)
    only = datasets.pop() if len(datasets) == 1 else ""
    survey.dataset = only if _DATASET.fullmatch(only) else ""
    return survey


def slug(file: InputFile) -> str:
    """A dataset id from the file's name, or from its folder's where the name says nothing."""
    stem = re.sub(r"(\.gz|\.json|\.jsonl|\.ijson|\.csv|\.ftm)+$", "", file.name.lower())
    words = [word for word in re.split(r"[^a-z0-9]+", stem) if word and word not in _STEM_WORDS]
    for folder in file.path.resolve().parents:
        if words:
            break
        words = [] if _VERSION.match(folder.name) else re.findall(r"[a-z0-9]+", folder.name.lower())
    return "-".join(words) or "ftm"


def kind_of(record: Record) -> str:
    """The vocabulary's kind of entity that a record is of; empty if it is no entity of the vocabulary."""
    if record.schema == "LegalEntity" and any(record.all(key) for key in PERSONAL):
        return "person"
    return KINDS.get(record.schema, "")


def date_of(text: str) -> ImpreciseDate | None:
    """A FollowTheMoney date (a prefix of an ISO 8601 timestamp); None if it is anything else."""
    match = _DATE.match(text)
    if not match:
        return None
    parts = [part.zfill(2) for part in match.groups() if part and int(part)]
    try:
        return parse_date("-".join(parts))
    except BadDate:
        return None
