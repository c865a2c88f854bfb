"""FollowTheMoney statements as CSV: one row for each value, with the source id and the dataset that it came from.

The rows of an entity follow each other; each run of one `canonical_id` is put together and read as an entity is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from muster.errors import BadInput
from muster.sources.files import InputFile
from muster.sources.ftm import read_records
from muster.sources.ftm.own import OWN_ORIGIN
from muster.sources.ftm.records import Record
from muster.sources.ftm.tables import columns, rows
from muster.sources.model import Reading

name = "ftm-statements"
title = "FollowTheMoney statements (CSV)"

_NEEDED = ("canonical_id", "entity_id", "prop", "schema", "value", "dataset")
# From the most general to more special schemata: an entity's statements may name any of its schema's ancestors.
_GENERAL = ("Thing", "Interval", "Interest", "Asset", "LegalEntity", "Organization")
_FILLED = ("canonical_id", "prop", "schema")
_Row = dict[str, str]


def recognise(file: InputFile) -> str:
    """`statements` if the first line has the columns of statements; empty otherwise."""
    return "statements" if set(_NEEDED) <= set(columns(file)) else ""


def read(files: Sequence[InputFile]) -> list[Reading]:
    """One reading for each file. Raises BadInput with the line of a broken row or of an entity in two places."""
    return [_reading(file) for file in files]


def _reading(file: InputFile) -> Reading:
    notes: list[str] = []
    counts: Counter[str] = Counter()
    for _ in _records(file, counts):
        pass
    notes.extend(f"{count} {what}" for what, count in sorted(counts.items()))
    return read_records(lambda: _records(file, Counter()), (file,), form="FollowTheMoney statements", notes=notes)


def _records(file: InputFile, counts: Counter[str]) -> Iterator[Record]:
    known: set[str] = set()
    for ident, run in groupby(rows(file, _NEEDED, _FILLED), lambda one: one[1]["canonical_id"]):
        found = list(run)
        if ident in known:
            hint = "sort the rows by canonical_id"
            raise BadInput(f"the entity {ident[:80]!r} again", place=found[0][0], hint=hint)
        known.add(ident)
        yield _record(ident, [row for _, row in found], counts)


def _record(ident: str, said: list[_Row], counts: Counter[str]) -> Record:
    properties: dict[str, list[str]] = {}
    langs: dict[str, str] = {}
    originals: dict[tuple[str, str], list[str]] = {}
    datasets: dict[str, None] = {}
    for row in said:
        datasets[row["dataset"]] = None
        if row["prop"] == "id":  # the digest of the entity
            continue
        if row.get("external", "") in ("t", "true", "True", "1"):
            counts["external statements (suggestions for enrichment) not read"] += 1
            continue
        own, original = row.get("origin") == OWN_ORIGIN, row.get("original_value", "")
        if own and row["value"]:
            originals.setdefault((row["prop"], row["value"]), []).append(original or row["value"])
        elif original not in ("", row["value"]):
            counts["original values that were cleaned by the publisher not kept"] += 1
        if row["value"]:
            properties.setdefault(row["prop"], []).append(row["value"])
            if row.get("lang"):
                langs[row["value"]] = row["lang"]
    return Record(
        id=ident,
        schema=_schema(row["schema"] for row in said),
        caption="",
        properties={key: tuple(dict.fromkeys(texts)) for key, texts in properties.items()},
        dataset=next(iter(datasets)) if len(datasets) == 1 else "",
        seen=max((row.get("last_seen", "") for row in said), default="")[:19],
        referents=tuple(one for one in dict.fromkeys(row["entity_id"] for row in said) if one and one != ident),
        langs=langs,
        originals={key: tuple(dict.fromkeys(texts)) for key, texts in originals.items()},
    )


def _schema(named: Iterator[str]) -> str:
    """The most special schema that the statements name."""
    found = list(dict.fromkeys(named))
    return max(found, key=lambda one: _GENERAL.index(one) if one in _GENERAL else len(_GENERAL))
