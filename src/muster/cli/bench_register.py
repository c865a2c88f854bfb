"""What `muster bench chains` measures on a register: chains against a plain reading of the rows, and paths in bulk.

The plain reading knows no graph: for every unit and day it goes through all rows, again and again, until no further
superior is found. The table of what clipping loses asks the same rows once more with every open end cut at the last
citation, as peers do.
"""

from __future__ import annotations

import random
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from muster.claims import Stance
from muster.cli.bench_sheet import Link, above
from muster.dates import Certainty, Interval, parse_date
from muster.errors import UsageError
from muster.links import ChainNode, find_many, superiors
from muster.links.chain import CHAIN
from muster.snapshot import Snapshot

_HOLDS = (Certainty.ATTESTED, Certainty.PRESUMED)
_NOT = Certainty.NO.rank
_WORD = {one.rank: one.value for one in Certainty}
_SHEET_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Row = tuple[str, str, Interval]  # lower, upper, time


def chains(snapshot: Snapshot, days: int, seed: int) -> dict[str, Any]:
    """Whether `superiors` finds for every unit, on days spread over the register's time, what reading the rows finds;
    and how many answers clipping at the last citation would have lost on each of these days."""
    rows = list(_rows(snapshot))
    if not rows:
        raise UsageError("no chain of command in this register", hint="import a register of units first")
    units = sorted({end for row in rows for end in row[:2]})
    asked = _days(rows, days, seed)
    different: list[str] = []
    table = []
    took = 0.0
    for day in asked:
        read = _closure(units, rows, day)
        start = time.process_time()
        drawn = {unit: _above(superiors(snapshot.graph, unit, day, max_depth=len(units))) for unit in units}
        took += time.process_time() - start
        different += [f"{unit} on {day}" for unit in units if drawn[unit] != read[unit]]
        kept = [(lower, upper, _clipped(span)) for lower, upper, span in rows]
        clipped = _closure(units, kept, day)
        holds = [_holding(found) for found in (read, clipped)]
        table.append({
            "day": day.isoformat(),
            "superiors": sum(map(len, holds[0].values())),
            "left_by_clipping": sum(map(len, holds[1].values())),
            "units_with_superior": sum(map(bool, holds[0].values())),
            "units_left": sum(map(bool, holds[1].values())),
            "links": sum(span.on(day) in _HOLDS for *_, span in rows),
            "links_left": sum(span.on(day) in _HOLDS for *_, span in kept),
        })  # fmt: skip
    return {
        "units": len(units),
        "rows": len(rows),
        "open_rows": sum(span.end.open for *_, span in rows),
        "days": len(asked),
        "chains": len(asked) * len(units),
        "different": len(different),
        "examples": different[:10],
        "us_a_chain": round(took / (len(asked) * len(units)) * 1e6, 1),
        "lost": table,
    }


def against_sheet(snapshot: Snapshot, links: Sequence[Link], days: int, seed: int) -> dict[str, Any]:
    """Whether `superiors` finds for every unit, on the days of `chains`, what a second reading of the sheet finds."""
    units = sorted({end for row in _rows(snapshot) for end in row[:2]})
    asked = _days(_rows(snapshot), days, seed)
    key = {unit: _key_in_sheet(snapshot, unit) for unit in units}
    in_sheet = {end for link in links for end in (link.lower, link.upper)}
    different: list[str] = []
    superior_pairs = 0
    for day in asked:
        expected = above(links, day)
        for unit in units:
            found = _above(superiors(snapshot.graph, unit, day, max_depth=len(units)))
            drawn = {key[upper]: _WORD[rank] for upper, rank in found.items()}
            superior_pairs += len(drawn)
            if drawn != expected.get(key[unit], {}):
                different.append(f"{unit} on {day}")
    return {
        "rows": len(links),
        "units": len(units),
        "units_only_in_sheet": len(in_sheet - {*key.values()}),
        "units_only_in_register": len({*key.values()} - in_sheet),
        "chains": len(asked) * len(units),
        "superiors": superior_pairs,
        "different": len(different),
        "examples": different[:10],
    }


def _key_in_sheet(snapshot: Snapshot, unit: str) -> str:
    """What the second reading calls a unit: by its id in the sheet, else by its name."""
    bare = unit.removeprefix("sfm-")
    return bare if _SHEET_ID.fullmatch(bare) else f"name:{snapshot.caption(unit).casefold()}"


def months(snapshot: Snapshot, months: int, until: date, targets: int, seed: int) -> dict[str, Any]:
    """Every unit asked on the last day of each month for paths to a set of parties drawn from the register."""
    graph = snapshot.graph
    units = [one for one in graph.entities() if snapshot.kind(one) == "unit"]
    parties = [one for one in graph.entities() if snapshot.kind(one) in ("unit", "person", "organization")]
    chosen = frozenset(random.Random(seed).sample(parties, min(targets, len(parties))))  # noqa: S311 - not a secret
    ends = []
    day = until.replace(day=1)
    for _ in range(months):
        ends.append(day - timedelta(1))
        day = (day - timedelta(1)).replace(day=1)
    found = truncated = linked = 0
    start, began = time.process_time(), time.monotonic()
    for _, _, search in find_many(graph, units, chosen, reversed(ends), limit=5):
        found += len(search.paths)
        linked += bool(search.paths)
        truncated += search.truncated
    return {
        "units": len(units),
        "month_ends": [ends[-1].isoformat(), ends[0].isoformat()],
        "questions": len(units) * months,
        "prohibited": len(chosen),
        "seconds": round(time.process_time() - start, 2),
        "wall_seconds": round(time.monotonic() - began, 2),
        "questions_with_paths": linked,
        "paths": found,
        "truncated": truncated,
    }


def _rows(snapshot: Snapshot) -> Iterator[Row]:
    for name in sorted(CHAIN):
        for held in snapshot.all_said(name):
            claim = held.claim
            lower, upper = snapshot.canonical(claim.subject), snapshot.canonical(claim.object)
            if claim.stance is Stance.ASSERTED and lower != upper:
                yield lower, upper, held.time


def _days(rows: Iterable[Row], number: int, seed: int) -> list[date]:
    """Days between the first and the last citation, drawn by lot, and in order."""
    cited = [day for *_, span in rows for day in (span.first_cited, span.last_cited) if day]
    low, high = min(cited).toordinal(), max(cited).toordinal()
    drawn = random.Random(seed).sample(range(low, high + 1), min(number, high + 1 - low))  # noqa: S311 - not a secret
    return [date.fromordinal(day) for day in sorted(drawn)]


def _closure(units: Iterable[str], rows: Iterable[Row], day: date) -> dict[str, dict[str, int]]:
    """For each unit its superiors on the day, near and far, each with the rank of the best way to it."""
    best: dict[tuple[str, str], int] = {}
    for lower, upper, span in rows:
        rank = span.on(day).rank
        if rank != _NOT:
            best[lower, upper] = min(rank, best.get((lower, upper), _NOT))
    direct: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (lower, upper), rank in best.items():
        direct[lower].append((upper, rank))
    found = {}
    for unit in units:
        reached = {unit: 0}
        growing = True
        while growing:
            growing = False
            for entity, so_far in list(reached.items()):
                for upper, rank in direct[entity]:
                    if max(so_far, rank) < reached.get(upper, _NOT):
                        reached[upper] = max(so_far, rank)
                        growing = True
        del reached[unit]
        found[unit] = reached
    return found


def _above(nodes: Iterable[ChainNode]) -> dict[str, int]:
    """What the chain draws, read the same way: every superior with its best certainty along any way."""
    steps: dict[str, list[tuple[str, int]]] = defaultdict(list)
    rest = [("", node) for node in nodes]
    while rest:
        below, node = rest.pop()
        steps[below].append((node.entity, node.certainty.rank))
        rest.extend((node.entity, child) for child in node.children)
    reached = {"": 0}
    waiting = [""]
    while waiting:
        here = waiting.pop()
        for upper, rank in steps[here]:
            if max(reached[here], rank) < reached.get(upper, _NOT):
                reached[upper] = max(reached[here], rank)
                waiting.append(upper)
    del reached[""]
    return reached


def _clipped(span: Interval) -> Interval:
    """The time as peers index it: what is open-ended stops on the day of its last citation."""
    last = span.last_cited or span.first_cited
    if not span.end.open or last is None:
        return span
    return Interval(span.start, parse_date(last.isoformat()), span.first_cited, span.last_cited)


def _holding(found: dict[str, dict[str, int]]) -> dict[str, list[str]]:
    ranks = [one.rank for one in _HOLDS]
    return {unit: [upper for upper, rank in above.items() if rank in ranks] for unit, above in found.items()}
