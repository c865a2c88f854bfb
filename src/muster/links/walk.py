"""The walk over a graph's arrays: plain loops that can be compiled, and run as they stand for small graphs.

Paths come layer by layer: shortest first, then those whose weakest link is strongest, then in order of the entities on
the way, so that a walk that stops early has found exactly the first ones. A label of hops to the nearest target
prunes it; the label never overstates, so no path is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from muster.jit import entry

if TYPE_CHECKING:
    from numpy.typing import NDArray

TARGET, CLOSED = 1, 2  # bits of a mark: a path ends here; a path ends here and need not be at a target
FAR = 255  # a label: no target within reach
FORWARD_ONLY, RISES, PART = 1, 2, 4  # bits of a rule
MAX_HOPS = 32

SPENT, MORE = 1, 2  # why a walk stopped before its end


class Land(NamedTuple):
    """What a walk goes over: the ways of a graph, each edge's predicate and rank, and each predicate's rule."""

    ways_at: NDArray[Any]
    way_to: NDArray[Any]
    way: NDArray[Any]
    predicate: NDArray[Any]
    rank: NDArray[Any]
    rule: NDArray[Any]


class Goals(NamedTuple):
    """What a walk seeks: marks of all entities, the layers (ranks) that links have, and each entity's hops to a target
    by links that count. One label serves all layers: a label for each costs more than the walks it shortens."""

    mark: NDArray[Any]
    layers: NDArray[Any]
    label: NDArray[Any]


@entry
def spread(
    land: Land, mark: NDArray[Any], targets: NDArray[Any], most: int, label: NDArray[Any], queue: NDArray[Any]
) -> int:
    """Fill `label`, all FAR, with the hops from each entity to its nearest target, up to `most`. Returns how many
    entities have a label."""
    count = 0
    for node in targets:
        label[node] = 0
        queue[count] = node
        count += 1
    place = 0
    while place < count:
        node = queue[place]
        place += 1
        hops = label[node] + 1
        if hops > most or (hops > 1 and mark[node] & CLOSED):
            continue
        for number in range(land.ways_at[node], land.ways_at[node + 1]):
            to = land.way_to[number]
            if label[to] != FAR:
                continue
            edge = land.way[number] >> 1
            if land.rank[edge] < 0:
                continue
            # walked towards the target: from `to`, so in the other direction than it is seen from here
            if land.way[number] & 1 and land.rule[land.predicate[edge]] & FORWARD_ONLY:
                continue
            label[to] = hops
            queue[count] = to
            count += 1
    return count


@entry
def walk(
    land: Land,
    goals: Goals,
    starts: NDArray[Any],
    max_hops: int,
    limit: int,
    budget: int,
    siblings: bool,
    trail: NDArray[Any],
    length: NDArray[Any],
    begin: NDArray[Any],
    tally: NDArray[Any],
) -> int:
    """Find the first `limit` trails; returns how many there are.

    Row k of `trail` gets the ways of trail k, `length[k]` how many, `begin[k]` where it starts; four rows more are work
    space. `tally` gets the ways looked at, and SPENT or MORE if the walk stopped early.
    """
    at = trail[limit]  # the ways taken
    node = trail[limit + 1]  # the entities passed
    next_way = trail[limit + 2]
    weakest = trail[limit + 3]
    found = 0
    visited = 0
    for hops in range(1, max_hops + 1):
        for layer in goals.layers:
            for start in starts:
                if goals.label[start] > hops:
                    continue
                depth = 0
                node[0] = start
                next_way[0] = land.ways_at[start]
                weakest[0] = -1
                while depth >= 0:
                    here = node[depth]
                    number = next_way[depth]
                    if number == land.ways_at[here + 1]:
                        depth -= 1
                        continue
                    next_way[depth] = number + 1
                    visited += 1
                    if visited > budget:
                        tally[0] = visited
                        tally[1] = SPENT
                        return found
                    to = land.way_to[number]
                    left = hops - depth
                    if goals.label[to] > left - 1:
                        continue
                    edge = land.way[number] >> 1
                    rank = land.rank[edge]
                    if rank < 0 or rank > layer:
                        continue
                    mark = goals.mark[to]
                    if left > 1:
                        if mark:
                            continue
                    elif not mark & TARGET:
                        continue
                    rule = land.rule[land.predicate[edge]]
                    forward = land.way[number] & 1
                    if not forward:
                        if rule & FORWARD_ONLY:
                            continue
                        # risen to a whole, and now down to another of its parts
                        if rule & PART and depth > 0 and not siblings:
                            last = land.way[at[depth - 1]]
                            if last & 1 and land.rule[land.predicate[last >> 1]] & RISES:
                                continue
                    passed = False
                    for k in range(depth + 1):
                        if node[k] == to:
                            passed = True
                            break
                    if not passed and left > 1:
                        for other in starts:
                            if other == to:
                                passed = True
                                break
                    if passed:
                        continue
                    weak = max(weakest[depth], rank)
                    at[depth] = number
                    if left > 1:
                        depth += 1
                        node[depth] = to
                        next_way[depth] = land.ways_at[to]
                        weakest[depth] = weak
                        continue
                    if weak != layer:
                        continue
                    if found == limit:
                        tally[0] = visited
                        tally[1] = MORE
                        return found
                    for k in range(hops):
                        trail[found, k] = at[k]
                    length[found] = hops
                    begin[found] = start
                    found += 1
    tally[0] = visited
    tally[1] = 0
    return found
