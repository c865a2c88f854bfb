"""The other tools that Muster is measured beside, on the same rows in the same run.

Each peer gets what flatters it. rapidfuzz compares every name with the whole gallery, folded by Muster. logic-v2
(nomenklatura) has no search of its own, so it is given perfect candidates: for a name that must hit, all names of the
entity expected; for a clean name the 30 listed names nearest by rapidfuzz. A real search would give it fewer right
names and other wrong ones. Peers are imported here alone, when asked for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, NamedTuple

from muster.errors import BadInput, UsageError
from muster.names import IndexedName

Scored = list[list[tuple[str, float]]]
"""For each query (entity, score), best first."""

NAMES = ("logic-v2", "rapidfuzz")
LOGIC_V2_DEFAULT = 0.7
"""The threshold that nomenklatura's own tools use."""

_CANDIDATES = 30
_LIMIT = 10
_SCHEMAS = {
    "person": "Person", "organization": "Organization", "company": "Company", "vessel": "Vessel",
    "airplane": "Airplane", "legalentity": "LegalEntity",
}  # fmt: skip


class Asked(NamedTuple):
    """A query: its text, its schema, and the entities that would be right (none for a clean name)."""

    text: str
    schema: str
    good: frozenset[str]


class Peer(NamedTuple):
    """A tool at work on one gallery. `default` is its own threshold, if it has one."""

    name: str
    candidates: str
    default: float | None
    search: Callable[[Sequence[Asked]], Scored]
    counted: dict[str, float]
    """Pairs compared and the processor seconds they took, the finding of candidates not counted."""
    per_name: int
    """Candidates of one name; 0 for the whole gallery."""


def peer(name: str, names: Sequence[IndexedName]) -> Peer:
    """The peer of that name on a gallery. Raises UsageError when its package is not installed."""
    return _rapidfuzz(names) if name == "rapidfuzz" else _logic_v2(names)


def pair_scores(pairs: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> list[float]:
    """logic-v2's score of pairs of FollowTheMoney entities. Raises UsageError, BadInput."""
    compare, proxy = _nomenklatura()
    scores = []
    for number, (left, right) in enumerate(pairs, 1):
        try:
            scores.append(compare(proxy(left), proxy(right)))
        except Exception as fault:
            raise BadInput(f"logic-v2 cannot read pair {number}: {fault}", hint="leave --peer out") from None
    return scores


def _nearest(names: Sequence[IndexedName]) -> Callable[[Sequence[str], int], list[list[tuple[int, float]]]]:
    """Places and ratios of the names nearest by rapidfuzz's ratio of sorted folded words."""
    import numpy as np
    from rapidfuzz import fuzz, process

    from muster.names import fold

    listed = [" ".join(sorted(fold(name.name).tokens)) for name in names]

    def search(texts: Sequence[str], count: int) -> list[list[tuple[int, float]]]:
        result = []
        count = min(count, len(listed))
        for start in range(0, len(texts), 256):
            asked = [" ".join(sorted(fold(text).tokens)) for text in texts[start : start + 256]]
            ratios = process.cdist(asked, listed, scorer=fuzz.ratio, dtype=np.float32, workers=1)
            top = np.argpartition(-ratios, count - 1, axis=1)[:, :count]
            for row, columns in zip(ratios, top, strict=True):
                found = [(int(c), float(row[c]) / 100) for c in columns]
                result.append(sorted(found, key=lambda one: (-one[1], one[0])))
        return result

    return search


def _rapidfuzz(names: Sequence[IndexedName]) -> Peer:
    nearest = _nearest(names)
    counted = {"pairs": 0.0, "seconds": 0.0}

    def search(asked: Sequence[Asked]) -> Scored:
        start = time.process_time()
        found = nearest([one.text for one in asked], _LIMIT)
        counted["seconds"] += time.process_time() - start
        counted["pairs"] += len(asked) * len(names)
        return [[(names[place].entity, ratio) for place, ratio in one] for one in found]

    return Peer("rapidfuzz", "the whole gallery", None, search, counted, 0)


def _logic_v2(names: Sequence[IndexedName]) -> Peer:
    compare, proxy = _nomenklatura()
    nearest = _nearest(names)
    owned: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        owned.setdefault(name.entity, []).append(place)
    made: dict[int, Any] = {}
    counted = {"pairs": 0.0, "seconds": 0.0}

    def entity(text: str, schema: str) -> Any:
        return proxy({"schema": schema, "properties": {"name": [text]}})

    def listed(place: int) -> Any:
        if place not in made:
            made[place] = entity(names[place].name, names[place].schema)
        return made[place]

    def search(asked: Sequence[Asked]) -> Scored:
        clean = [k for k, one in enumerate(asked) if not one.good]
        near = dict(zip(clean, nearest([asked[k].text for k in clean], _CANDIDATES), strict=True))
        result: Scored = []
        for k, one in enumerate(asked):
            if one.good:
                places = [place for good in sorted(one.good) for place in owned.get(good, ())]
            else:
                places = [place for place, _ in near[k]]
            candidates = [listed(place) for place in places]
            start = time.process_time()
            query = entity(one.text, one.schema)
            found = [
                (names[place].entity, compare(query, other)) for place, other in zip(places, candidates, strict=True)
            ]
            counted["seconds"] += time.process_time() - start
            counted["pairs"] += len(places)
            result.append(sorted(found, key=lambda hit: (-hit[1], hit[0])))
        return result

    told = f"perfect: all names of the entity expected; for clean names the {_CANDIDATES} nearest by rapidfuzz"
    return Peer("logic-v2", told, LOGIC_V2_DEFAULT, search, counted, _CANDIDATES)


def _nomenklatura() -> tuple[Callable[[Any, Any], float], Callable[[dict[str, Any]], Any]]:
    """logic-v2's comparison of two entities, its tables loaded, and how to make one."""
    try:
        from followthemoney import EntityProxy  # type: ignore[import-not-found,unused-ignore]
        from nomenklatura.matching import LogicV2  # type: ignore[import-not-found,unused-ignore]
    except ImportError as fault:
        raise UsageError(
            f"logic-v2 needs nomenklatura, which is not installed here ({fault})",
            hint="apt-get install libicu-dev pkg-config g++; pip install 'passmuster[peers]'; or --peer rapidfuzz",
        ) from None
    config = LogicV2.default_config()
    ids = count()  # logic-v2 remembers entities by id: two that share one would be taken for the same

    def proxy(data: dict[str, Any]) -> Any:
        schema = data["schema"]
        schema = _SCHEMAS.get(schema.lower(), schema) or "LegalEntity"
        return EntityProxy.from_dict({"id": str(next(ids)), "schema": schema, "properties": data["properties"]})

    def compare(query: Any, candidate: Any) -> float:
        return float(LogicV2.compare(query, candidate, config).score)

    def name(text: str) -> Any:
        return proxy({"schema": "Person", "properties": {"name": [text]}})

    compare(name("Marwan Doranzai"), name("Merwan Doranzay"))  # the tables are loaded outside the clock
    return compare, proxy
