"""Relations written in one line, and the same search done the slow and obvious way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import count

from muster.claims import Stance, predicate
from muster.dates import OPEN, Interval, parse_date
from muster.links import Relation

DAY = date(2018, 11, 28)
_number = count(1)


def rel(
    first: str,
    name: str,
    second: str,
    span: str = "2010/..",
    cited: str = "",
    *,
    claim: str = "",
    stance: Stance = Stance.ASSERTED,
    **qualifiers: str,
) -> Relation:
    """A relation; `span` is start/end in EDTF, `cited` is first/last day cited (or one day)."""
    start, _, end = span.partition("/")
    low, _, high = cited.partition("/")
    return Relation(
        predicate=name,
        first=first,
        second=second,
        time=Interval(
            parse_date(start),
            OPEN if end == ".." else parse_date(end),
            date.fromisoformat(low) if low else None,
            date.fromisoformat(high or low) if low else None,
        ),
        stance=stance,
        speaker="",
        claim=claim or f"c{next(_number)}",
        qualifiers=tuple(sorted(qualifiers.items())),
    )


def counts(time: Interval, day: date, look_back: int | None, past: bool) -> int | None:
    """The rank with which a fact counts, straight from the written rules; None if it does not."""
    if time.start.earliest is not None and time.start.earliest > day:
        return None
    window = None if look_back is None else day - timedelta(days=look_back)
    certainty = time.on(day)
    if certainty.value == "no":
        ended = time.end.latest
        return certainty.rank if past and window and ended and ended >= window else None
    if certainty.value == "unknown" and window is not None and not time.end.open:
        known = [time.last_cited, time.start.latest, time.start.earliest, time.end.latest, time.end.earliest]
        return certainty.rank if any(one is not None and one >= window for one in known) else None
    return certainty.rank


Route = tuple[tuple[str, str, str, bool], ...]  # from, to, predicate, forward


def all_paths(
    relations: Iterable[Relation],
    starts: set[str],
    targets: set[str],
    *,
    day: date,
    max_hops: int,
    stances: frozenset[Stance],
    look_back: int | None,
    past: bool,
    not_through: set[str],
) -> list[tuple[int, int, str, Route]]:
    """Every path that counts, by trying every walk: hops, weakest rank, start and route, in order."""
    best: dict[tuple[str, str, str], int] = {}
    for relation in relations:
        ends = (relation.first, relation.second)
        if relation.predicate == "affiliated_with":
            ends = (min(ends), max(ends))
        rank = counts(relation.time, day, look_back, past)
        usable = relation.stance in stances and predicate(relation.predicate).carries == "both"
        if usable and rank is not None and ends[0] != ends[1]:
            key = (relation.predicate, *ends)
            best[key] = min(best.get(key, 9), rank)

    def walks(here: str, seen: tuple[str, ...], worst: int, route: Route) -> Iterator[tuple[int, Route]]:
        for (name, first, second), rank in best.items():
            if here not in (first, second):
                continue
            to = second if here == first else first
            if to in seen:
                continue
            falls = here == second and predicate(name).rises == "part"
            if route and falls and route[-1][3] and predicate(route[-1][2]).rises:
                continue  # it has just risen to a whole: its other parts are no association
            longer = (*route, (here, to, name, here == first))
            if to in targets:
                yield max(worst, rank), longer
            elif len(longer) < max_hops and to not in not_through and to not in starts:
                yield from walks(to, (*seen, to), max(worst, rank), longer)

    found = [(len(route), worst, start, route) for start in starts for worst, route in walks(start, (start,), -1, ())]

    def order(item: tuple[int, int, str, Route]) -> object:
        hops, worst, start, route = item
        steps = [(to, name, (a, to) if forward else (to, a)) for a, to, name, forward in route]
        return hops, worst, start, steps

    return sorted(found, key=lambda item: order(item))  # type: ignore[arg-type,return-value]
