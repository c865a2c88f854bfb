"""FollowTheMoney entities written as JSON lines, or as a CSV of statements: one row for each value."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable
from typing import IO

from muster.exports.ftm import Entity
from muster.sources.ftm.own import OWN_ORIGIN, write_id

_COLUMNS = (
    *("canonical_id", "entity_id", "prop", "schema", "value", "dataset", "lang", "original_value"),
    *("external", "first_seen", "last_seen", "origin", "id"),
)


def write_entities(found: Iterable[Entity], out: IO[str]) -> int:
    """Write one JSON object a line; return how many."""
    count = 0
    for entity in found:
        data = {
            "id": entity.id,
            "caption": entity.caption,
            "schema": entity.schema,
            "properties": {name: list(values) for name, values in entity.properties.items()},
            "referents": list(entity.referents),
            "datasets": entity.datasets,
        }
        out.write(json.dumps(data, ensure_ascii=False) + "\n")
        count += 1
    return count


def write_statements(found: Iterable[Entity], out: IO[str]) -> int:
    """Write one row for each value and dataset that says it; return the number of entities."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    count = 0
    for entity in found:
        nodes = {write_id(one): one for one in entity.referents}
        for name, values in entity.properties.items():
            for value, said in values.items():
                for subject, dataset, lang, original in sorted(said):
                    ident = write_id(subject) if write_id(subject) in nodes else entity.id
                    key = (
                        f"{dataset}.{ident}.{name}.{value}"
                        + (f"@{lang}" if lang else "")
                        + (f"|{original}" if original else "")
                    )
                    mark = hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()
                    row = (
                        entity.id,
                        ident,
                        name,
                        entity.schema,
                        value,
                        dataset,
                        lang,
                        original,
                        "f",
                        "",
                        "",
                        OWN_ORIGIN,
                        mark,
                    )
                    writer.writerow(row)
        count += 1
    return count
