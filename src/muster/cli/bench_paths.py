"""What `muster bench paths` measures: a made graph of dated relations, searched for paths, with a peer beside it.

The graph is made from a seed: some entities have many relations, most have few; two in five relations are open-ended,
one in five has an end that nobody knows. Times are of the processor, so that a busy machine does not count.
"""

from __future__ import annotations

import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from itertools import pairwise
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

from muster.arrays import Ids
from muster.errors import UsageError
from muster.links import Graph, Path, find_paths
from muster.links.asked import asked
from muster.links.paths import trails
from muster.links.steps import View, view_of
from muster.links.table import Lists, assemble

if TYPE_CHECKING:
    from numpy.typing import NDArray

PREDICATES = ("affiliated_with", "member_of", "owns", "subordinate_to", "supports")
_FIRST = 730_000  # number of the first day on which a relation begins: 1999-09-01
_DAYS = 8_000
_ASKED = (date(2010, 1, 1), date(2012, 6, 1), date(2013, 6, 1))
_BUDGET = 200_000
_PAIRS, _PEER_HOPS = 30, 3


def measure(
    nodes: int, relations: int, targets: int, queries: int, seed: int, hops: int, limit: int, peer: str | None
) -> dict[str, Any]:
    """The answer of the command: times in seconds and milliseconds, memory in megabytes (millions of bytes)."""
    import numpy as np

    rng = np.random.default_rng(seed)
    columns, lists = made(nodes, relations, rng)
    memory = {"input": _memory()}
    start = time.process_time()
    graph = Graph.of_table(*assemble(columns, lists))
    built = time.process_time() - start
    memory["built"] = _memory()
    names = graph.lists.entities
    sought = frozenset(names[at] for at in rng.integers(0, nodes, targets).tolist())
    starts = [names[at] for at in rng.integers(0, nodes, queries).tolist()]
    _load_machine_code(nodes)

    def search(start: str, day: date) -> tuple[Path, ...]:
        return find_paths(graph, start, sought, day=day, max_hops=hops, limit=limit, budget=_BUDGET).paths

    def routes(start: str) -> int:
        view = view_of(graph, asked(_ASKED[-1]))
        return len(trails(view, frozenset((start,)), sought, frozenset(), False, hops, limit, _BUDGET)[0])

    labelled = [_clocked(lambda day=day: search(starts[0], day)) for day in _ASKED]  # type: ignore[misc]
    memory["labelled"] = _memory()
    found = [routes(one) for one in starts]
    result = {
        "nodes": nodes,
        "relations": relations,
        "edges": len(graph.table.first),
        "targets": targets,
        "queries": queries,
        "seed": seed,
        "max_hops": hops,
        "k": limit,
        "build_s": round(built, 2),
        "label_s": [round(one, 3) for one in labelled],
        "routes_ms": _spread(_clocked(lambda one=one: routes(one)) for one in starts),  # type: ignore[misc]
        "paths_ms": _spread(_clocked(lambda one=one: search(one, _ASKED[-1])) for one in starts),  # type: ignore[misc]
        "paths_found": sum(found),
        "queries_with_paths": sum(number > 0 for number in found),
        "arrays_mb": round(sum(values.nbytes for values in graph.table) / 1e6),
        "claim_ids_mb": round(relations * Ids.SIZE / 1e6),
        "memory_mb": memory,
        "peer": None,
    }
    if peer:
        result["peer"] = _beside(peer, graph, rng, min(hops, _PEER_HOPS))
    return result


def made(nodes: int, relations: int, rng: Any) -> tuple[list[NDArray[Any]], Lists]:
    """The columns of a made graph for `assemble`, and what their numbers stand for."""
    import numpy as np

    days = [date.fromordinal(_FIRST + number).isoformat() for number in range(_DAYS)]
    texts = ["", "..", *days]
    first = (rng.random(relations, np.float32) ** 2 * nodes).astype(np.int32)
    np.minimum(first, nodes - 1, out=first)
    second = rng.integers(0, nodes, relations, np.int32)
    name = rng.integers(0, len(PREDICATES), relations, np.int32)
    start = rng.integers(2, 5_000, relations, np.int32)
    how = rng.random(relations, np.float32)
    end = start + rng.integers(1, 3_000, relations, np.int32)
    end[how < 0.6] = 0
    end[how < 0.4] = 1
    low = start + (_FIRST - 2)
    high = low + rng.integers(0, 900, relations, np.int32)
    del how
    none = np.zeros(relations, np.int32)
    claims = Ids(rng.integers(0, 256, relations * Ids.SIZE, np.uint8))
    lists = Lists([f"e{number:08d}" for number in range(nodes)], PREDICATES, texts, [()], [""], claims)
    return [first, second, name, start, end, low, high, none, none.copy(), none.copy()], lists


def _load_machine_code(nodes: int) -> None:
    """Have the walk loaded, or made, outside the clock if a graph of this size is walked by machine code."""
    import numpy as np

    columns, lists = made(min(nodes, 30_000), 10, np.random.default_rng(0))
    graph = Graph.of_table(*assemble(columns, lists))
    find_paths(graph, lists.entities[0], lists.entities[1], day=_ASKED[0])


def _clocked(run: Callable[[], Any]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def _spread(seconds: Iterable[float]) -> dict[str, float]:
    """The middle, the 99th of a hundred, and the longest, in milliseconds."""
    took = sorted(seconds)
    return {
        name: round(took[min(len(took) - 1, len(took) * share // 100)] * 1e3, 3)
        for name, share in (("p50", 50), ("p99", 99), ("max", 100))
    }


def _memory() -> dict[str, int]:
    """What the process holds, and the most it ever held, in megabytes."""
    held = {"peak": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6)}
    with suppress(OSError, ValueError, IndexError):
        held["resident"] = round(int(File("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6)
    return held


def _beside(peer: str, graph: Graph, rng: Any, hops: int) -> dict[str, Any]:
    """All simple paths between fixed pairs on a day, counted by Muster and by the peer, and the time of each.

    The peer cannot tell how certain a link is, or that two parts of one whole are not thereby associated; it is given
    the links that count on the day, and Muster is asked for paths through common superiors too.
    """
    view = view_of(graph, asked(_ASKED[-1]))
    pairs = _pairs(view, rng, hops)
    start = time.process_time()
    ours = [_counted(view, pair, hops) for pair in pairs]
    took = time.process_time() - start
    build, count = _networkx(view) if peer == "networkx" else _rustworkx(view)
    built = _clocked(build)
    start = time.process_time()
    theirs = [count(pair, hops) for pair in pairs]
    other = time.process_time() - start
    return {
        "name": peer,
        "max_hops": hops,
        "pairs": len(pairs),
        "build_s_a_date": round(built, 2),
        "ms_a_pair": round(other / len(pairs) * 1e3, 3),
        "muster_ms_a_pair": round(took / len(pairs) * 1e3, 3),
        "paths": sum(theirs),
        "muster_paths": sum(ours),
        "equal": theirs == ours,
    }


def _pairs(view: View, rng: Any, hops: int) -> list[tuple[str, str]]:
    """Entities and where a way of up to `hops` links that count leads from them: pairs that have a path."""
    names, land = view.graph.lists.entities, view.land
    found: list[tuple[str, str]] = []
    while len(found) < _PAIRS:
        start = here = int(rng.integers(0, len(names)))
        for _ in range(1 + len(found) % hops):
            ways = range(land.ways_at[here], land.ways_at[here + 1])
            onward = [int(land.way_to[way]) for way in ways if land.rank[land.way[way] >> 1] >= 0]
            here = onward[int(rng.integers(0, len(onward)))] if onward else start
        if here != start:
            found.append((names[start], names[here]))
    return found


def _counted(view: View, pair: tuple[str, str], hops: int) -> int:
    start, target = pair
    found = trails(view, frozenset((start,)), frozenset((target,)), frozenset(), True, hops, 1 << 20, 1 << 30)[0]
    return len(found)


def _links(view: View) -> tuple[list[int], list[int]]:
    counts = view.land.rank >= 0
    table = view.graph.table
    return table.first[counts].tolist(), table.second[counts].tolist()


Peer = tuple[Callable[[], None], Callable[[tuple[str, str], int], int]]


def _networkx(view: View) -> Peer:
    try:
        import networkx  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        raise UsageError("networkx is not installed here", hint="pip install networkx") from None
    graph = networkx.MultiGraph()

    def build() -> None:
        graph.add_edges_from(zip(*_links(view), strict=True))

    def count(pair: tuple[str, str], hops: int) -> int:
        start, target = map(view.graph.number, pair)
        if start not in graph or target not in graph:
            return 0
        return sum(1 for _ in networkx.all_simple_edge_paths(graph, start, target, cutoff=hops))

    return build, count


def _rustworkx(view: View) -> Peer:
    try:
        import rustworkx  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        raise UsageError("rustworkx is not installed here", hint="pip install rustworkx") from None
    graph = rustworkx.PyGraph(multigraph=False)
    parallel: Counter[tuple[int, int]] = Counter()

    def build() -> None:
        graph.add_nodes_from(range(len(view.graph.lists.entities)))
        pairs = [(min(pair), max(pair)) for pair in zip(*_links(view), strict=True)]
        parallel.update(pairs)
        graph.add_edges_from_no_data(list(parallel))

    def count(pair: tuple[str, str], hops: int) -> int:
        start, target = map(view.graph.number, pair)
        number = 0
        for nodes in rustworkx.all_simple_paths(graph, start, target, cutoff=hops + 1):
            ways = 1
            for a, b in pairwise(nodes):
                ways *= parallel[min(a, b), max(a, b)]
            number += ways
        return number

    return build, count
