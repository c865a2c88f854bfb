"""The relations of a graph as flat arrays: numbers for entities, predicates, dates and details.

Objects for ten million relations would fill a machine; arrays of them fit in half a gigabyte, are searched by
compiled code, and can be mapped from a file. A relation becomes an object again only when it is shown.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from muster.arrays import Ids, IdsMade, Texts, load, save
from muster.claims import Predicate, Stance, predicate
from muster.dates import ImpreciseDate, Interval, parse_date
from muster.errors import BadClaim

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from muster.links.graph import Relation

_VERSION = "links-3"
NEVER = 0  # as a day: no citation, or no bound; day numbers are those of `date.toordinal`, from 1
STANCES = tuple(Stance)
_DENIED = STANCES.index(Stance.DENIED)


class Table(NamedTuple):
    """Edges (all relations of one predicate between two entities) and the relations in them.

    Edges are sorted by predicate, then ends; the relations of edge e are those from `at[e]` to `at[e + 1]`. The ways
    of entity v, sorted by where they lead and then by edge, are those from `ways_at[v]` to `ways_at[v + 1]`: where it
    leads, and the edge times two, plus one if v is its first end.
    """

    first: NDArray[Any]  # of edges: entities
    second: NDArray[Any]
    predicate: NDArray[Any]
    denied: NDArray[Any]  # 1 if a relation of the edge is denied
    at: NDArray[Any]
    turned: NDArray[Any]  # of relations: 1 if its first end is the edge's second (a symmetric predicate)
    start: NDArray[Any]  # places in the list of dates
    end: NDArray[Any]
    first_cited: NDArray[Any]  # day numbers, or NEVER
    last_cited: NDArray[Any]
    stance: NDArray[Any]
    detail: NDArray[Any]  # place in the list of qualifiers
    speaker: NDArray[Any]
    source: NDArray[Any]  # number of the relation in the order in which it came
    ways_at: NDArray[Any]
    way_to: NDArray[Any]
    way: NDArray[Any]
    earliest: NDArray[Any]  # of dates: bounds as day numbers, NEVER if there is none
    latest: NDArray[Any]
    exact: NDArray[Any]
    open: NDArray[Any]


class Lists(NamedTuple):
    """What the numbers of a table stand for. `claims` are in the order in which relations came."""

    entities: Sequence[str]
    predicates: Sequence[str]
    dates: Sequence[str]
    details: Sequence[tuple[tuple[str, str], ...]]
    speakers: Sequence[str]
    claims: Sequence[str]


class _Numbers(dict[Any, int]):
    """Numbers for values, in order of first appearance."""

    def __missing__(self, value: Any) -> int:
        number = self[value] = len(self)
        return number


def build(relations: Iterable[Relation]) -> tuple[Table, Lists]:
    """The table of relations, and what its numbers stand for. Relations are read once and not kept."""
    import numpy as np

    entities, predicates, dates, details, speakers = (_Numbers() for _ in range(5))
    claims = IdsMade()
    columns = tuple(array("i") for _ in range(10))
    first, second, name, start, end, low, high, stance, detail, speaker = columns
    number_of = {value: number for number, value in enumerate(STANCES)}
    for one in relations:
        first.append(entities[one.first])
        second.append(entities[one.second])
        name.append(predicates[one.predicate])
        start.append(dates[one.time.start.text])
        end.append(dates[one.time.end.text])
        low.append(one.time.first_cited.toordinal() if one.time.first_cited else NEVER)
        high.append(one.time.last_cited.toordinal() if one.time.last_cited else NEVER)
        stance.append(number_of[one.stance])
        detail.append(details[one.qualifiers])
        speaker.append(speakers[one.speaker])
        claims.append(one.claim)
    arrays = [np.frombuffer(column, np.int32) if column else np.zeros(0, np.int32) for column in columns]
    columns = ()
    lists = Lists(list(entities), list(predicates), list(dates), list(details), list(speakers), claims.ids())
    return assemble(arrays, lists)


def assemble(columns: list[NDArray[Any]], lists: Lists) -> tuple[Table, Lists]:
    """The table from columns of numbers: first end, second end, predicate, start, end, first and last day cited,
    stance, detail, speaker. Entities and predicates are renumbered in order of their names.

    The list of columns is emptied, so that each can be let go as soon as it has been read: ten million relations are
    then put in order within the memory that they fill in the end.
    """
    import numpy as np

    first, second, name, *rest = columns
    columns.clear()
    rest.reverse()
    for place in range(len(rest)):  # narrowed before the sort, which is when most memory is held
        rest[place] = _narrow(rest[place])
    rules = [rule_of(text) for text in lists.predicates]
    entity_rank, entities = _ranked(lists.entities)
    predicate_rank, predicates = _ranked(lists.predicates)
    symmetric = np.array([rule.symmetric for rule in rules], bool)[name] if len(name) else np.zeros(0, bool)
    left, right, kind = entity_rank[first], entity_rank[second], predicate_rank[name].astype(np.uint8)
    del first, second, name
    turned = symmetric & (left > right)
    left[turned], right[turned] = right[turned], left[turned]
    order = np.argsort(_key(len(entities), left, right, kind), kind="stable").astype(np.int32)
    left, right, kind = left[order], right[order], kind[order]
    new = np.ones(len(order), bool)
    new[1:] = (left[1:] != left[:-1]) | (right[1:] != right[:-1]) | (kind[1:] != kind[:-1])
    begins = np.flatnonzero(new)
    at = np.append(begins, len(order)).astype(np.int32)
    left, right, kind = left[begins], right[begins], kind[begins]
    del new, begins
    start, end, low, high, stance, detail, speaker = (rest.pop()[order] for _ in range(7))
    turned = turned[order]
    is_denied = (stance == _DENIED).astype(np.uint8)
    denied = np.maximum.reduceat(is_denied, at[:-1]) if len(left) else np.zeros(0, np.uint8)
    del is_denied
    parsed = [parse_date(text) for text in lists.dates]
    ways_at, way_to, way = _ways(left, right, len(entities))
    table = Table(
        first=left,
        second=right,
        predicate=kind,
        denied=denied,
        at=at,
        turned=turned.astype(np.uint8),
        start=start,
        end=end,
        first_cited=low,
        last_cited=high,
        stance=stance,
        detail=detail,
        speaker=speaker,
        source=order,
        ways_at=ways_at,
        way_to=way_to,
        way=way,
        earliest=np.array([_day(one.earliest) for one in parsed], np.int32),
        latest=np.array([_day(one.latest) for one in parsed], np.int32),
        exact=np.array([one.exact for one in parsed], bool),
        open=np.array([one.open for one in parsed], bool),
    )
    return table, lists._replace(entities=entities, predicates=predicates)


def _key(entities: int, left: NDArray[Any], right: NDArray[Any], kind: NDArray[Any]) -> NDArray[Any]:
    """One number for predicate and ends, in the order of all three: sorted in a third of the time that they need."""
    import numpy as np

    key = kind.astype(np.int64)
    for part in (left, right):
        key *= entities  # below 2**63 for a hundred million entities and all predicates
        key += part
    return key


def _narrow(column: NDArray[Any]) -> NDArray[Any]:
    """The column in the narrowest type that holds its values, none of which is below zero."""
    import numpy as np

    return column.astype(np.min_scalar_type(int(column.max())) if len(column) else np.uint8)


def _ways(first: NDArray[Any], second: NDArray[Any], entities: int) -> tuple[NDArray[Any], ...]:
    """The edges seen from both ends, by end, other end and edge; one from an entity to itself leads nowhere.

    They are put in order for some entities at a time, so that the sort needs little memory beside the table.
    """
    import numpy as np

    leads = first != second
    at = np.zeros(entities + 1, np.int64)
    for part in (slice(place, place + _SORTED) for place in range(0, len(first), _SORTED)):
        for end in (first, second):
            at[1:] += np.bincount(end[part][leads[part]], minlength=entities)
    np.cumsum(at, out=at)
    way, way_to = np.empty(at[-1], np.int32), np.empty(at[-1], np.int32)
    low = 0
    while low < entities:
        high = max(low + 1, int(np.searchsorted(at, at[low] + _SORTED, "right")) - 1)
        backward, forward = (np.flatnonzero(leads & (low <= end) & (end < high)) for end in (second, first))
        some = np.sort(np.concatenate((2 * backward, 2 * forward + 1)))
        edges, odd = some >> 1, (some & 1).astype(bool)
        here = np.where(odd, first[edges], second[edges]).astype(np.int64)
        there = np.where(odd, second[edges], first[edges])
        order = np.argsort(here * entities + there, kind="stable")
        way[at[low] : at[high]], way_to[at[low] : at[high]] = some[order], there[order]
        low = high
    return at, way_to, way


_SORTED = 1 << 20  # edges seen from their ends that are put in order at a time


def _ranked(texts: Sequence[str]) -> tuple[NDArray[Any], list[str]]:
    """For each text its place among all in order; and all in order."""
    import numpy as np

    order = sorted(range(len(texts)), key=texts.__getitem__)
    rank = np.empty(len(texts), np.int32)
    rank[order] = np.arange(len(texts), dtype=np.int32)
    return rank, [texts[place] for place in order]


def _day(day: date | None) -> int:
    return day.toordinal() if day else NEVER


def rule_of(name: str) -> Predicate:
    """The vocabulary's rule for a relation. Raises BadClaim for a word that takes a value, not two ends."""
    rule = predicate(name)
    if not rule.relation:
        raise BadClaim(f"{name} is not a relation", hint="only predicates with two ends make a graph")
    return rule


def time_of(table: Table, lists: Lists, row: int) -> Interval:
    """The time of one relation."""
    low, high = int(table.first_cited[row]), int(table.last_cited[row])
    return Interval(_date(lists, table.start[row]), _date(lists, table.end[row]), _cited(low), _cited(high))


def _date(lists: Lists, place: int) -> ImpreciseDate:
    return parse_date(lists.dates[place])


def _cited(number: int) -> date | None:
    return date.fromordinal(number) if number else None


def save_table(path: Path, table: Table, lists: Lists) -> None:
    """Write a table and its lists to a file, whole or not at all."""
    held: dict[str, Any] = {f"table.{name}": values for name, values in table._asdict().items()}
    for name, values in lists._asdict().items():
        if isinstance(values, Ids):
            held[f"{name}.ids"] = values.block
            continue
        texts = Texts.of([json.dumps(one) for one in values] if name == "details" else values)
        held[f"{name}.block"], held[f"{name}.at"] = texts.block, texts.at
    save(path, held, _VERSION)


def open_table(path: Path) -> tuple[Table, Lists]:
    """A saved table, mapped into memory. Raises BadInput for a damaged file or one of another version."""
    held = load(path, _VERSION)

    def texts(name: str) -> Texts:
        return Texts(held[f"{name}.block"], held[f"{name}.at"])

    details = [tuple((key, value) for key, value in json.loads(text)) for text in texts("details")]
    lists = Lists(
        entities=texts("entities"),
        predicates=list(texts("predicates")),
        dates=list(texts("dates")),
        details=details,
        speakers=texts("speakers"),
        claims=Ids(held["claims.ids"]) if "claims.ids" in held else texts("claims"),
    )
    return Table(*(held[f"table.{name}"] for name in Table._fields)), lists
