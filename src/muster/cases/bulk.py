"""Hits of many cases as a table: written out to be filled in, and read back; all verdicts are taken, or none."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO

from muster.cases.model import Case, Hit
from muster.errors import BadInput
from muster.vetting import Adjudication, spreadsheet_safe

COLUMNS = ("case", "unit", "role", "text", "entity", "caption", "name", "score", "why", "verdict", "reason")
_NEEDED = ("case", "text", "entity", "verdict", "reason")
_MAX_BYTES = 64 << 20
_MAX_ROWS = 200_000


def write_hits(cases: Iterable[tuple[Case, Sequence[Hit]]], stream: IO[str]) -> int:
    """Write every hit that nobody has judged, `verdict` and `reason` empty; returns how many."""
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    count = 0
    for case, hits in cases:
        for hit in hits:
            if hit.verdict:
                continue
            cells = (case.unit, hit.role, hit.text, hit.entity, hit.caption, hit.name, f"{hit.score:.4f}", hit.why)
            writer.writerow([case.number, *map(spreadsheet_safe, cells), "", ""])
            count += 1
    return count


def read_verdicts(path: Path, hits: Mapping[int, Sequence[Hit]]) -> dict[int, list[Adjudication]]:
    """The verdicts of a filled table, by case. Rows without a verdict are passed over.

    `hits` are those of the cases, to which every row must belong. Raises BadInput, with the line, for a verdict without
    a reason, a row that is no hit, or two verdicts on one hit.
    """
    found: dict[int, list[Adjudication]] = defaultdict(list)
    seen: set[tuple[int, str, str]] = set()
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise BadInput(f"larger than {_MAX_BYTES >> 20} MiB", place=str(path))
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = set(_NEEDED) - set(reader.fieldnames or ())
            if missing:
                hint = "write the table with `muster case hits -o FILE.csv`"
                raise BadInput(f"no column {', '.join(sorted(missing))}", place=str(path), hint=hint)
            known = {
                (number, spreadsheet_safe(hit.text), spreadsheet_safe(hit.entity)): hit
                for number, each in hits.items()
                for hit in each
            }
            for count, row in enumerate(reader):
                place = f"{path}, line {reader.line_num}"
                if count >= _MAX_ROWS:
                    raise BadInput(f"more than {_MAX_ROWS:,} rows", place=str(path))
                if any(row[column] is None for column in _NEEDED):
                    raise BadInput("a row that lacks cells", place=place, hint="save the whole table again, as CSV")
                verdict = row["verdict"].strip().casefold()
                reason = row["reason"].strip()
                if not verdict and not reason:
                    continue
                number = _number(row["case"], place)
                hit = known.get((number, row["text"], row["entity"]))
                if hit is None:
                    raise BadInput(
                        "no such hit in that case", place=place, hint="leave case, text and entity as written"
                    )
                if verdict not in ("same", "different", "unsure"):
                    raise BadInput(f"not a verdict: {verdict!r}", place=place, hint="one of same, different, unsure")
                if not reason:
                    raise BadInput("a verdict needs a reason", place=place)
                key = (number, hit.text, hit.entity)
                if key in seen:
                    raise BadInput("a second verdict on one hit", place=place)
                seen.add(key)
                found[number].append(Adjudication(hit.text, hit.entity, verdict, reason, ""))
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise BadInput(f"cannot be read: {getattr(fault, 'strerror', None) or fault}", place=str(path)) from None
    return dict(found)


def _number(text: str, place: str) -> int:
    if not text.strip().isdecimal() or len(text) > 12:
        raise BadInput(f"not the number of a case: {text[:20]!r}", place=place)
    return int(text)
