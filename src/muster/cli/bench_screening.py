"""What `muster bench screening` measures: recall, false hits and speed, with a peer on the same rows.

A matcher's run is kept as three rows of numbers (the best score of each clean name, the best score of a right entity
for each query, the best hit of each query); every figure, table and drawing is made from those.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from muster.cli import bench_peers
from muster.cli.bench_peers import Asked, Peer, Scored
from muster.cli.bench_rows import Rows
from muster.errors import UsageError
from muster.jit import want_machine_code
from muster.names import IndexedName, NameIndex

EDGES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
"""The bounds of the calibration table; the last bin holds 1."""

UNLIKE = frozenset({"other_name", "former_name"})
"""Strata of names that no likeness of spelling can find; left out where recall is one number."""

_FLOOR = 0.1
_LIMIT = 10
_LARGE = 5_000  # names for which an index would use machine code anyway


@dataclass(frozen=True)
class Data:
    """The rows of one measurement: the names listed, the queries that are of these lists, the clean names, and those
    that are like a listed one without being it."""

    names: list[IndexedName]
    queries: list[Asked]
    strata: list[str]
    clean: list[Asked]
    clean_strata: list[str]
    near: list[Asked]
    same: dict[str, frozenset[str]]
    """For an entity all that are the same in other lists."""


class Run(NamedTuple):
    """What one matcher gave: for each clean (and near) name its best score, for each query the best score of a right
    entity, and the score of its best hit with whether that is right; 0 for none."""

    false: list[float]
    near: list[float]
    right: list[float]
    best: list[tuple[float, bool]]


def read(
    gallery: Rows, queries: Rows, negatives: Rows, near: Rows | None = None, same: Rows | None = None,
    sample: int | None = None,
) -> Data:  # fmt: skip
    """The rows as data. Queries of lists not in the gallery are left out. Raises UsageError if none is left."""
    names = [
        IndexedName(str(row["id"]), name["name"], name["kind"], row["schema"].lower())
        for row in gallery
        for name in row["names"]
    ]
    lists = {row.get("list") for row in gallery}
    asked = _spread([row for row in queries if row.get("list") in lists or "list" not in row], sample)
    clean = _spread(negatives, sample)
    if not names:
        raise UsageError("nothing to search", hint="the gallery needs at least one name")
    if not asked:
        raise UsageError(
            "no query is of a list in the gallery",
            hint=f"the gallery has {', '.join(sorted(map(str, lists)))}; give the one the queries are from",
        )
    return Data(
        names,
        [_asked(row, row["expected_id"], *(row.get("also_ok") or ())) for row in asked],
        [row["stratum"] for row in asked],
        [_asked(row) for row in clean],
        [str(row.get("stratum", "")) for row in clean],
        [_asked(row) for row in near or ()],
        _clusters(same or []),
    )


def _asked(row: dict[str, Any], *good: str | int) -> Asked:
    return Asked(row["query"], str(row.get("schema") or "").lower(), frozenset(map(str, good)))


def _spread(rows: Rows, sample: int | None) -> Rows:
    if sample is None or sample >= len(rows):
        return rows
    return [rows[k * len(rows) // sample] for k in range(sample)]


def _clusters(pairs: Rows) -> dict[str, frozenset[str]]:
    parent: dict[str, str] = {}

    def root(one: str) -> str:
        while parent.setdefault(one, one) != one:
            parent[one] = one = parent[parent[one]]
        return one

    for pair in pairs:
        parent[root(str(pair["a"]["id"]))] = root(str(pair["b"]["id"]))
    members: dict[str, set[str]] = {}
    for one in list(parent):
        members.setdefault(root(one), set()).add(one)
    return {one: frozenset(group) for group in members.values() for one in group}


def measure(data: Data, threshold: float | None, peer: str | None) -> tuple[dict[str, Any], dict[str, Run]]:
    """The answer of the command, and the runs behind it by the name of the matcher.

    Without a threshold that with at most 10 false hits per 1,000 is taken, and `strict` tells of that with at most 1.
    """
    other = bench_peers.peer(peer, data.names) if peer else None  # fails before the long work
    if len(data.names) >= _LARGE:
        want_machine_code("muster.names")  # made or loaded outside the clock
    NameIndex.build(data.names[:200]).search_many([one.text for one in data.queries[:200]])
    start = time.process_time()
    index = NameIndex.build(data.names)
    built = time.process_time() - start
    start = time.process_time()
    for asked in (data.clean, data.queries):
        index.search_many([one.text for one in asked])
    took = time.process_time() - start
    runs = {"muster": run_muster(index, data)}
    result: dict[str, Any] = {
        "names_per_s": _rate(len(data.clean) + len(data.queries), took),
        "index_names": len(data.names),
        "build_s": round(built, 3),
        "bytes_per_name": round(index.size_bytes / len(data.names)),
        "queries": len(data.queries),
        "clean_names": len(data.clean),
        **_levels(runs["muster"], data, threshold),
        "calibration": calibration(runs["muster"], data),
        "peer": None,
    }
    if other:
        runs[other.name] = run = run_peer(other, data)
        result["peer"] = {"name": other.name, "candidates": other.candidates, **_speed(other, data)}
        result["peer"].update(_levels(run, data, None))
        if other.default is not None:
            result["peer"]["default"] = figures(run, data, other.default)
    return result, runs


def _rate(count: float, seconds: float) -> int:
    return round(count / max(seconds, 1e-6))


def _speed(peer: Peer, data: Data) -> dict[str, int]:
    pairs, seconds = peer.counted["pairs"], peer.counted["seconds"]
    if peer.per_name:
        return {"names_per_s": _rate(pairs / peer.per_name, seconds), "pairs_per_s": _rate(pairs, seconds)}
    return {"names_per_s": _rate(pairs / len(data.names), seconds), "pairs_per_s": _rate(pairs, seconds)}


def run_muster(index: NameIndex, data: Data) -> Run:
    """Muster's run: the first ten entities of each name. The query's schema is not made use of."""

    def search(asked: Sequence[Asked]) -> Scored:
        found = index.search_many([one.text for one in asked], threshold=_FLOOR, limit=_LIMIT)
        return [[(hit.entity, hit.score) for hit in hits] for hits in found]

    return _run(search(data.clean), search(data.near), search(data.queries), data)


def run_peer(peer: Peer, data: Data) -> Run:
    """The peer's run."""
    return _run(peer.search(data.clean), peer.search(data.near), peer.search(data.queries), data)


def _run(false: Scored, near: Scored, right: Scored, data: Data) -> Run:
    best = []
    for one, hits in zip(data.queries, right, strict=True):
        like = one.good.union(*(data.same.get(entity, ()) for entity in one.good))
        top = hits[0] if hits else ("", 0.0)
        best.append((top[1], top[0] in like))
    return Run(
        [hits[0][1] if hits else 0.0 for hits in false],
        [hits[0][1] if hits else 0.0 for hits in near],
        [
            max((score for entity, score in hits if entity in one.good), default=0.0)
            for one, hits in zip(data.queries, right, strict=True)
        ],
        best,
    )


def threshold_for(run: Run, per_1000: float) -> float:
    """The lowest threshold with at most so many false hits per 1,000 clean names; 1 where none is low enough."""
    false = sorted(run.false, reverse=True)
    allowed = int(len(false) * per_1000 / 1000 + 1e-9)
    if allowed >= len(false) or false[allowed] < _FLOOR:
        return _FLOOR
    return min(1.0, round(false[allowed] + 0.0001, 4))


def figures(run: Run, data: Data, threshold: float) -> dict[str, Any]:
    """False hits and recall by stratum at a threshold."""
    recall: dict[str, list[int]] = {}
    for stratum, score in zip(data.strata, run.right, strict=True):
        cell = recall.setdefault(stratum, [0, 0])
        cell[0] += score >= threshold
        cell[1] += 1
    false: dict[str, list[int]] = {}
    for stratum, score in zip(data.clean_strata, run.false, strict=True):
        cell = false.setdefault(stratum, [0, 0])
        cell[0] += score >= threshold
        cell[1] += 1
    hits = sum(score >= threshold for score in run.false)
    result: dict[str, Any] = {
        "threshold": threshold,
        "false_hits_per_1000": round(1000 * hits / len(run.false), 2),
        "recall": dict(sorted(recall.items())),
        "false_hits": dict(sorted(false.items())),
    }
    if run.near:
        result["near_hits"] = [sum(score >= threshold for score in run.near), len(run.near)]
    return result


def reachable(recall: dict[str, list[int]]) -> float:
    """Recall over all strata but those that no likeness can find."""
    cells = [cell for stratum, cell in recall.items() if stratum not in UNLIKE]
    return sum(hits for hits, _ in cells) / max(1, sum(total for _, total in cells))


def _levels(run: Run, data: Data, threshold: float | None) -> dict[str, Any]:
    if threshold is not None:
        return figures(run, data, threshold)
    return {
        **figures(run, data, threshold_for(run, 10)),
        "strict": figures(run, data, threshold_for(run, 1)),
    }


def calibration(run: Run, data: Data) -> list[dict[str, Any]]:
    """Best hits by score: how many, the share that is true in the rows' own mix, and the share that would be true with
    as many clean names as queries. Queries that no likeness can find are left out, as they are of the fit."""
    best = [one for one, stratum in zip(run.best, data.strata, strict=True) if stratum not in UNLIKE]
    weight = len(best) / len(run.false)
    result = []
    for low, high in pairwise(EDGES):
        last = high == EDGES[-1]

        def inside(score: float, low: float = low, high: float = high, last: bool = last) -> bool:
            return max(low, _FLOOR) <= score and (score < high or last)

        hits = [true for score, true in best if inside(score)]
        false = sum(inside(score) for score in run.false)
        if count := len(hits) + false:
            result.append(
                {
                    "from": low,
                    "to": high,
                    "hits": count,
                    "true": round(sum(hits) / count, 4),
                    "true_even": round(sum(hits) / (len(hits) + weight * false), 4) if best else 0.0,
                }
            )
    return result


def curve(run: Run, data: Data, rates: Sequence[float]) -> dict[str, list[float]]:
    """Recall of each stratum at each rate of false hits per 1,000; 0 where no threshold is so strict."""
    false = sorted(run.false, reverse=True)
    result: dict[str, list[float]] = {stratum: [] for stratum in sorted(set(data.strata))}
    for rate in rates:
        limit = threshold_for(run, rate)
        over = 1000 * sum(score >= limit for score in false) / len(false) > rate
        for stratum, line in result.items():
            scores = [score for own, score in zip(data.strata, run.right, strict=True) if own == stratum]
            line.append(0.0 if over else sum(score >= limit for score in scores) / len(scores))
    return result
