"""`muster screen`: names against everything in the register, with scores, reasons and the listing on the day."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click

from muster.cli.common import (
    as_of_option,
    common,
    compiled,
    day,
    known_at_option,
    print_json,
    progress,
    say,
    table,
)
from muster.errors import BadInput, UsageError
from muster.names import NameHit
from muster.names.units import another_unit
from muster.snapshot import Snapshot
from muster.sources import InputFile
from muster.vetting import storable

_EPILOG = """\b
Examples:
  muster screen "Shibl al-Zaydi" "Asa'ib Ahl al-Haq"
  muster screen --file names.txt --schema person --threshold 0.8 --json

No hit is never a clearance: it says only that these names were not found in these lists."""

_MAX_BYTES = 50 << 20  # of names in one file, or on stdin
_SCHEMAS = {
    "person": frozenset({"person", ""}),
    "organization": frozenset({"organization", "unit", "government", "office", ""}),
    "unit": frozenset({"unit", "organization", ""}),
}


@click.command("screen", epilog=_EPILOG)
@click.argument("names", nargs=-1)
@click.option("--file", "file", type=click.Path(path_type=Path), help="A text file with one name a line (- for stdin).")
@click.option("--schema", type=click.Choice(sorted(_SCHEMAS)), help="Search only this kind.")
@click.option("--threshold", type=click.FloatRange(0, 1), default=0.7, show_default=True, help="Lowest score shown.")
@click.option("--limit", type=click.IntRange(1, 100), default=5, show_default=True, help="Hits a name.")
@as_of_option
@known_at_option
@common
def command(
    names: tuple[str, ...],
    file: Path | None,
    schema: str | None,
    threshold: float,
    limit: int,
    as_of: str | None,
    known_at: str | None,
    register_option: str | None,
    as_json: bool,
) -> None:
    """Search NAMES; each hit says why it is one, and whether the party is listed on the day."""
    asked = [storable(name) for name in (*names, *_lines(file))]
    if not asked:
        raise UsageError("no name to screen", hint="give names, or --file with one name a line")
    on = day(as_of)
    with compiled(register_option, known_at) as snapshot, progress("names", len(asked)) as step:
        results = []
        for name in asked:
            hits = snapshot.names.search(
                name, schemas=_SCHEMAS[schema] if schema else None, threshold=threshold, limit=limit
            )
            hits, aside = _units_apart(name, hits) if schema == "unit" else (hits, [])
            result = {"query": name, "hits": [_hit(snapshot, hit, on) for hit in hits]}
            results.append({**result, "set_aside": aside} if aside else result)
            step(1)
        answer = {
            "as_of": on.isoformat(),
            "known_at": snapshot.known_at,
            "threshold": threshold,
            "snapshot": snapshot.digest,
            "results": results,
            "coverage": [
                {"list": one.list, "edition": one.edition, "sha256": one.sha256, "note": one.note}
                for one in snapshot.coverage(on)
            ],
            "advice": "No hit is never a clearance.",
        }
    if as_json:
        print_json(answer)
    else:
        _print(answer)


def _units_apart(text: str, hits: list[NameHit]) -> tuple[list[NameHit], list[str]]:
    """The hits that may be the unit, and in words those that are another one: a different number or size decides."""
    kept: list[NameHit] = []
    aside: list[str] = []
    for hit in hits:
        apart = another_unit(text, hit.name)
        if apart is None:
            kept.append(hit)
        else:
            aside.append(f"{hit.name} ({hit.score:.2f}): another unit: {'; '.join(apart.reasons)}")
    return kept, aside


def _lines(file: Path | None) -> Iterable[str]:
    if file is None:
        return []
    if str(file) == "-":
        content, place = sys.stdin.buffer.read(_MAX_BYTES + 1), "stdin"
    else:
        given = InputFile(file)
        content, place = given.content, given.name
    if len(content) > _MAX_BYTES:
        raise BadInput("larger than 50 MB", place=place, hint="screen it in several parts")
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise BadInput("not UTF-8 text", place=place, hint="save it as UTF-8, one name a line") from None
    if "\x00" in text:
        raise BadInput("holds NUL bytes: not a text file", place=place, hint="save it as UTF-8, one name a line")
    return [line.strip() for line in text.splitlines() if line.strip()]


def _hit(snapshot: Snapshot, hit: NameHit, on: date) -> dict[str, Any]:
    listings = [
        {
            "programme": held.claim.value,
            "list": held.claim.qualifier("list"),
            "authority": held.claim.qualifier("authority"),
            "stance": held.claim.stance.value,
            "certainty": certainty.value,
            "when": held.time.spoken(),
        }
        for held, certainty in snapshot.listings(hit.entity, on)
    ]
    return {
        "entity": hit.entity,
        "caption": snapshot.caption(hit.entity),
        "kind": hit.schema,
        "score": round(hit.score, 4),
        "name": hit.name,
        "name_kind": hit.kind,
        "why": hit.reason,
        "rewrites": list(hit.rewrites),
        "evasion": hit.evasion,
        "countries": sorted(snapshot.countries(hit.entity)),
        "listed": listings,
    }


def _print(answer: dict[str, Any]) -> None:
    for result in answer["results"]:
        rows = [
            (f"{hit['score']:.2f}", hit["name"], hit["caption"], hit["kind"], _listed(hit), hit["why"], hit["entity"])
            for hit in result["hits"]
        ]
        if rows:
            columns = ("score", "name found", "entity", "kind", f"lists on {answer['as_of']}", "why", "id")
            table(f"{result['query']}", columns, rows)
        else:
            say(f"{result['query']}: no name like it at {answer['threshold']} or above.")
        for line in result.get("set_aside", ()):
            say(f"  set aside: {line}")
    lists = "; ".join(f"{one['list']} of {one['edition']}" for one in answer["coverage"]) or "nothing"
    say(f"Searched: {lists}. No hit, and no list match, is never a clearance.")


def _listed(hit: dict[str, Any]) -> str:
    found = []
    for one in hit["listed"]:
        state = one["certainty"] if one["stance"] == "asserted" else one["stance"]
        if state in ("unknown", "possible"):
            state = f"{state} on the day: {one['when'].partition(';')[0]}"
        found.append(f"{one['authority']} {one['programme']} ({state})".strip())
    return "; ".join(dict.fromkeys(found)) or "no list match"
