"""How certain every edge of a graph is on a day, all at once.

The arithmetic of `Asked.counts` and `Interval.on` over arrays; a property test holds both to the same answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from muster.dates import Certainty
from muster.links.asked import Asked
from muster.links.table import STANCES, Lists, Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NOT = 127
_AT_ONCE = 1 << 18  # relations weighed at once: little memory, and what is worked on stays near the processor
_ATTESTED, _PRESUMED, _POSSIBLE, _UNKNOWN, _NO = (
    one.rank for one in (Certainty.ATTESTED, Certainty.PRESUMED, Certainty.POSSIBLE, Certainty.UNKNOWN, Certainty.NO)
)


def edge_ranks(table: Table, lists: Lists, terms: Asked) -> NDArray[Any]:
    """The rank of each edge's certainty under the terms, -1 for an edge that does not count (int8)."""
    import numpy as np

    if not len(table.first):
        return np.zeros(0, np.int8)
    wanted = [name in terms.predicates for name in lists.predicates]
    size = len(table.stance)
    rank = np.concatenate([_times(table, terms, slice(at, at + _AT_ONCE)) for at in range(0, size, _AT_ONCE)])
    per_relation = np.repeat(table.predicate, np.diff(table.at)) if terms.qualifiers else None
    for name, key, values in terms.qualifiers:
        if name not in lists.predicates:
            continue
        fits = np.array([dict(detail).get(key, "") in (*values, "") for detail in lists.details], bool)
        rank[(per_relation == list(lists.predicates).index(name)) & ~fits[table.detail]] = _NOT
    edges = np.empty(len(table.first), np.int8)
    counts = np.array(wanted, bool)
    for low in range(0, len(edges), _AT_ONCE):
        some = slice(low, low + _AT_ONCE)
        at = table.at[low : low + _AT_ONCE + 1]
        best = np.minimum.reduceat(rank[at[0] : at[-1]], at[:-1] - at[0])
        best[(best == _NOT) | ~counts[table.predicate[some]]] = -1
        edges[some] = best
    return edges


def _times(table: Table, terms: Asked, rows: slice) -> NDArray[Any]:
    """The rank with which the time of each of these relations counts; _NOT if it does not, or by its stance."""
    import numpy as np

    day = terms.day.toordinal()
    horizon = terms.horizon.toordinal() if terms.horizon else 0
    never = 0
    start, end, first, last = (col[rows] for col in (table.start, table.end, table.first_cited, table.last_cited))
    begins, begun_by = table.earliest[start], table.latest[start]
    ends, ended_by, is_open = table.earliest[end], table.latest[end], table.open[end]
    either = np.where(first == never, last, first)
    until = np.where(last == never, first, last)

    certain = ((begun_by != never) & (day >= begun_by)) | ((either != never) & (day >= either))
    rank = np.where(begins != never, _POSSIBLE, _UNKNOWN).astype(np.int8)  # may not have begun
    lasting = ((ends != never) & (day <= ends)) | ((until != never) & (day <= until))
    lasting |= table.exact[start] & (day == begun_by)
    after = np.where(is_open, _PRESUMED, np.where(ended_by != never, _POSSIBLE, _UNKNOWN))
    rank = np.where(certain, np.where(lasting, _ATTESTED, after), rank).astype(np.int8)
    rank[(first != never) & (last != never) & (first <= day) & (day <= last)] = _ATTESTED
    not_begun = (begins != never) & (day < begins)
    over = (ended_by != never) & (day > ended_by)
    if terms.look_back_days is not None:
        known = np.maximum.reduce([last, begun_by, begins, ended_by, ends])
        stale = (rank == _UNKNOWN) & ~is_open & ((known == never) | (known < horizon))
        rank[stale] = _NOT
    rank[over] = _NO if terms.include_past else _NOT
    if terms.include_past:
        rank[over & (ended_by < horizon)] = _NOT
    rank[not_begun] = _NOT
    spoken = np.array([one in terms.stances for one in STANCES], bool)
    rank[~spoken[table.stance[rows]]] = _NOT
    return rank
