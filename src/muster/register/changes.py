"""What changed between two times of knowledge, or between two days: the entities of which something else now counts.

Claims are compared by what they say on the days asked about, not by their rows: an edition that only repeats a listing
changes nothing, one that drops it does. Whatever is in doubt counts as changed, so that nothing that depends on it is
passed over.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from muster.claims import Claim
from muster.dates import Interval, parse_date
from muster.register import rows, runs, schema
from muster.register.bulk import FETCHED, IDS, among, batched
from muster.register.editions import Edition, Held, Timeline, held
from muster.register.runs import Signs

UNREAD = frozenset(
    {"birth_place", "contact", "gender", "identifier", "position", "reason", "remark", "title", "vessel_detail"}
)
"""Values that no decision reads: they are for a person who looks at one entity."""
_TIMELESS = frozenset(
    {"address", "birth_date", "citizenship", "classification", "country", "kind", "name", "nationality", "placeholder"}
)
"""Values that decisions read without regard to the day: they count as long as some edition held them."""
_EXACT = frozenset(
    {"based_at", "commitment", "credibility", "exception", "occurred", "operates_in", "remediation", "weighed"}
)
"""Values whose very dates are compared with those of others, so that any other date is a change."""
_NAMING = frozenset({"kind", "name"})
_DAY = timedelta(1)

Timed = tuple[str, str, str, str]


@dataclass
class Changed:
    """Entity → the last act after which something else counts of it; `names`: the last that changed a name or kind."""

    acts: dict[str, int] = field(default_factory=dict)
    names: int = 0

    def mark(self, entity: str, act: int) -> None:
        if entity and act > self.acts.get(entity, 0):
            self.acts[entity] = act


@dataclass
class Breaks:
    """Days on which something of an entity begins or ceases to count, as ordinals: the last up to the day asked about,
    and the first after it. `units`: the same for the existence of a unit, whichever."""

    last: dict[str, int] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    units: list[int] = field(default_factory=list)

    def mark(self, entity: str, days: Iterable[int], on: int) -> None:
        for day in days if entity else ():
            if day <= on:
                self.last[entity] = max(day, self.last.get(entity, day))
            else:
                self.first[entity] = min(day, self.first.get(entity, day))


@dataclass(frozen=True, slots=True)
class Span:
    """The days that matter, from the first to the last, and the look-backs of the policies in use."""

    first: date
    last: date
    look_backs: tuple[int, ...] = ()


def changed(connection: sa.Connection, since: int, span: Span) -> Changed:
    """What the acts after `since` changed, as seen on any day of the span."""
    found = Changed()
    act_of = {row.id: row.tx for row in connection.execute(sa.select(schema.edition.c.id, schema.edition.c.tx))}
    by_stream: dict[str, list[Edition]] = defaultdict(list)
    for edition in rows.editions(connection, None):
        by_stream[edition.stream].append(edition)
    for editions in by_stream.values():
        fresh = sorted({act_of[one.id] for one in editions if act_of[one.id] > since})
        if fresh:
            states = [_timeline([one for one in editions if act_of[one.id] <= since])]
            states += [_timeline([one for one in editions if act_of[one.id] <= act]) for act in fresh]
            _compare(connection, [one.id for one in editions], states, fresh, span, found)
    _retracted_and_judged(connection, since, found)
    return found


def _timeline(editions: list[Edition]) -> Timeline | None:
    return Timeline(editions) if editions else None


def _compare(
    connection: sa.Connection,
    editions: list[int],
    states: list[Timeline | None],
    acts: list[int],
    span: Span,
    found: Changed,
) -> None:
    """Mark the entities of those claims of one stream that the acts changed."""

    @cache
    def last_act(predicate: str, relation: bool, time: Timed, signs: Signs) -> int:
        kinds = [_held(one, predicate, relation, time, signs) for one in states]
        for place in range(len(acts), 0, -1):
            if _differ(predicate, relation, kinds[place - 1], kinds[place], span):
                return acts[place - 1]
        return 0

    for row, signs in _rows(connection, editions):
        act = last_act(row.predicate, bool(row.object), (row.start, row.end, row.first_cited, row.last_cited), signs)
        if act:
            found.mark(row.subject, act)
            found.mark(row.object, act)
            if row.predicate in _NAMING:
                found.names = max(found.names, act)


def _rows(connection: sa.Connection, editions: list[int] | None) -> Iterator[tuple[Any, Signs]]:
    """The claims that these editions (or any) add or take away and that decisions read, each with its signs."""
    claim, change = schema.claim.c, schema.change.c
    columns = (claim.seq, claim.subject, claim.object, claim.predicate, claim.start, claim.end)
    unread = UNREAD if editions is not None else UNREAD | _TIMELESS
    wanted = sa.select(*columns, claim.first_cited, claim.last_cited).where(claim.predicate.not_in(sorted(unread)))
    if editions is not None:
        wanted = wanted.distinct().join(schema.change, runs.in_run()).where(change.edition.in_(among(editions)))
    for part in connection.execute(wanted.order_by(claim.seq)).partitions(FETCHED):
        signs = runs.signs(connection, [row.seq for row in part], editions)
        for row in part:
            if row.seq in signs:
                yield row, signs[row.seq]


def _held(timeline: Timeline | None, predicate: str, relation: bool, time: Timed, signs: Signs) -> list[Held]:
    """The claim as one state of its stream holds it."""
    if timeline is None:
        return []
    known = tuple(one for one in signs if one[0] in timeline.ids)
    claim = Claim("", predicate, "x" if relation else "", time=rows.interval(*time))
    return [held(claim, run) for run in timeline.runs(known)]


def _differ(predicate: str, relation: bool, before: list[Held], after: list[Held], span: Span) -> bool:
    """True if the claim says something else on some day of the span."""
    if bool(before) != bool(after):
        return True
    if predicate in _TIMELESS:
        return False
    if predicate in _EXACT and [one.time for one in before] != [one.time for one in after]:
        return True
    days = {day for one in (*before, *after) for day in _bounds(one, span)}
    return any(_status(before, day, span) != _status(after, day, span) for day in days | {span.first, span.last})


def _bounds(one: Held, span: Span) -> Iterator[date]:
    """The days of the span on which what the claim says can turn."""
    time = one.time
    ends = (time.start.earliest, time.start.latest, time.end.earliest, time.end.latest, time.first_cited)
    for end in (*ends, time.last_cited, one.withdrawn):
        for days in (0, *span.look_backs) if end else ():
            for step in (0, 1):
                ordinal = end.toordinal() + days + step if end else 0
                if span.first.toordinal() <= ordinal <= span.last.toordinal():
                    yield date.fromordinal(ordinal)


def _status(of: list[Held], day: date, span: Span) -> set[tuple[Any, ...]]:
    """All that finders ask of a claim's time on a day."""
    found = set()
    for one in of:
        time = one.time
        dates = (time.last_cited, time.start.latest, time.start.earliest, time.end.latest, time.end.earliest)
        known = max((end.toordinal() for end in dates if end), default=None)
        cited = time.first_cited or time.last_cited
        ended = time.end.latest.toordinal() if time.end.latest else None
        back = tuple(
            (known is not None and known >= day.toordinal() - days, ended is None or ended >= day.toordinal() - days)
            for days in span.look_backs
        )
        found.add(
            (
                time.on(day),
                one.current(day),
                time.began_by(day),
                time.start.unknown,
                time.end.open,
                bool(time.end.latest and time.end.latest < day),
                bool(cited and cited > day),
                bool(time.first_cited and time.first_cited > day),
                back,
            )
        )
    return found


def _retracted_and_judged(connection: sa.Connection, since: int, found: Changed) -> None:
    claim, gone, judged = schema.claim.c, schema.retraction.c, schema.judgement.c
    query = sa.select(claim.subject, claim.object, claim.predicate, gone.tx).join(
        schema.retraction, gone.claim == claim.seq
    )
    for subject, other, predicate, act in connection.execute(query.where(gone.tx > since)):
        found.mark(subject, act)
        found.mark(other, act)
        if predicate in _NAMING:
            found.names = max(found.names, act)
    for left, right, act in connection.execute(
        sa.select(judged.left, judged.right, judged.tx).where(judged.tx > since)
    ):
        found.mark(left, act)
        found.mark(right, act)


def breaks(connection: sa.Connection, on: date, span: Span) -> Breaks:
    """The days of the span, its first left out, on which something begins or ceases to count, by present knowledge."""
    found = Breaks()
    of_edition = rows.timelines(rows.editions(connection, None))
    if not of_edition:
        return found

    @cache
    def turns(predicate: str, relation: bool, time: Timed, signs: Signs) -> tuple[int, ...]:
        helds = [
            one
            for timeline, known in rows.by_timeline(signs, of_edition)
            for one in _held(timeline, predicate, relation, time, known)
        ]
        days = {day for one in helds for day in _bounds(one, span) if day > span.first}
        return tuple(
            sorted(day.toordinal() for day in days if _status(helds, day, span) != _status(helds, day - _DAY, span))
        )

    for row, signs in _rows(connection, None):
        days = turns(row.predicate, bool(row.object), (row.start, row.end, row.first_cited, row.last_cited), signs)
        if days:
            found.mark(row.subject, days, on.toordinal())
            found.mark(row.object, days, on.toordinal())
    for incident, turned in _occurred(connection, span):
        found.mark(incident, turned, on.toordinal())
    found.units = sorted(_units_lived(connection, span))
    return found


def _occurred(connection: sa.Connection, span: Span) -> Iterator[tuple[str, list[int]]]:
    """Incidents with the days of the span on which they begin or end by what is said of when they occurred: finders
    read that value, whatever the time of the claim."""
    claim = schema.claim.c
    query = sa.select(claim.subject, claim.value).distinct().where(claim.predicate == "occurred")
    for incident, value in connection.execute(query):
        when = parse_date(value)
        one = Held(Claim("", "occurred"), Interval(when, when), "")
        days = [day.toordinal() for day in _bounds(one, span) if day > span.first]
        if days:
            yield incident, days


def _units_lived(connection: sa.Connection, span: Span) -> set[int]:
    """The days of the span on which a unit may come into being or end."""
    claim = schema.claim.c
    query = sa.select(claim.start, claim.end).distinct().where(claim.predicate == "kind")
    found: set[int] = set()
    for start, end in connection.execute(query.where(sa.or_(claim.start != "", claim.end != ""))):
        time = rows.interval(start, end, "", "")
        one = Held(Claim("", "kind", time=time), time, "")
        found.update(day.toordinal() for day in _bounds(one, span) if day > span.first)
    return found


def connected(connection: sa.Connection) -> list[tuple[str, str]]:
    """Every pair of entities that a claim ever related, or of which one denies, determines or promises something on the
    other, counted today or not."""
    claim = schema.claim.c
    pairs = sa.select(claim.subject, claim.object).where(claim.object != "").distinct()
    found = [(subject, other) for subject, other in connection.execute(pairs)]
    said = sa.select(claim.subject, claim.object, claim.speaker, claim.qualifiers).where(
        sa.or_(
            sa.and_(claim.stance == "denied", claim.speaker != ""),
            claim.predicate.in_(["commitment", "exception", "remediation"]),
        )
    )
    for subject, other, speaker, details in connection.execute(said):
        if speaker:
            found += [(speaker, end) for end in (subject, other) if end]
        found += [(subject, value) for value in (json.loads(details) if details else {}).values()]
    return [*found, *_weighed(connection)]


def _weighed(connection: sa.Connection) -> list[tuple[str, str]]:
    """What people weighed, a claim or a source, with the ends of that claim, or of claims on incidents that cite it."""
    claim = schema.claim.c
    weighed = sa.select(claim.subject).where(claim.predicate.in_(["weighed", "credibility"])).distinct()
    subjects = set(connection.execute(weighed).scalars())
    if not subjects:
        return []
    found = []
    wanted = sa.or_(claim.id.in_(weighed), claim.predicate.in_(["perpetrator_of", "incident_type"]))
    for row in connection.execute(sa.select(claim.id, claim.subject, claim.object, claim.citations).where(wanted)):
        about = {row.id, *(one["source"] for one in json.loads(row.citations))} & subjects
        found += [(one, end) for one in about for end in (row.subject, row.object) if end]
    return found


def ever_said(connection: sa.Connection, predicate: str, of_places: bool) -> list[tuple[str, str]]:
    """Every entity and value that a claim of this predicate ever gave; of places alone, where units are or work."""
    claim = schema.claim.c
    query = sa.select(claim.subject, claim.value).where(claim.predicate == predicate).distinct()
    if of_places:
        places = sa.select(claim.object).where(claim.predicate.in_(["based_at", "operates_in"]))
        query = query.where(claim.subject.in_(places))
    return [(subject, value) for subject, value in connection.execute(query)]


def judged_same(connection: sa.Connection) -> list[tuple[str, str]]:
    """Every pair that was ever judged to be one."""
    judged = schema.judgement.c
    query = sa.select(judged.left, judged.right).where(judged.verdict == "same").distinct()
    return [(left, right) for left, right in connection.execute(query)]


def units_ever(connection: sa.Connection) -> set[str]:
    """Every entity that a claim ever called a unit, an office or a government, and every place of one."""
    claim = schema.claim.c
    kinds = sa.select(claim.subject).where(claim.predicate == "kind", claim.value.in_(["unit", "office", "government"]))
    places = sa.select(claim.object).where(claim.predicate.in_(["based_at", "operates_in"]))
    return {*connection.execute(kinds).scalars(), *connection.execute(places).scalars()}


def acts_of(connection: sa.Connection, times: Iterable[str]) -> dict[str, int]:
    """Time of knowledge → number of the last act that added knowledge by then."""
    return {time: rows.last_act(connection, time)[0] for time in set(times)}


_ACT: tuple[Any, ...] = tuple(
    schema.act.c[name].label("act" if name == "id" else name) for name in ("id", "at", "actor", "action")
)


@dataclass(frozen=True, slots=True)
class Origin:
    """The act behind something: number, time, author, kind; the list or file and its day; a retraction's reason."""

    act: int
    at: str
    by: str
    action: str
    edition: str = ""
    reason: str = ""


def origins(connection: sa.Connection, claims: Iterable[str], since: int) -> dict[str, Origin]:
    """Claim → the last act after `since` that added it, took it away or retracted it."""
    claim, change, edition, act = schema.claim.c, schema.change.c, schema.edition.c, schema.act.c
    gone = schema.retraction.c
    found: dict[str, Origin] = {}
    for part in batched(claims, IDS):
        brought = (
            sa.select(claim.id.label("claim"), *_ACT, edition.stream, edition.published)
            .join(schema.change, runs.in_block())
            .join(schema.edition, edition.id == change.edition)
            .join(schema.act, act.id == edition.tx)
            .where(claim.id.in_(part), edition.tx > since)
            .order_by(edition.tx)
        )
        for row in connection.execute(brought):
            found[row.claim] = Origin(row.act, row.at, row.actor, row.action, f"{row.stream} of {row.published}")
        retracted = (
            sa.select(claim.id.label("claim"), *_ACT, gone.reason)
            .join(schema.retraction, gone.claim == claim.seq)
            .join(schema.act, act.id == gone.tx)
            .where(claim.id.in_(part), gone.tx > since)
            .order_by(gone.tx)
        )
        for row in connection.execute(retracted):
            if row.claim not in found or found[row.claim].act <= row.act:
                found[row.claim] = Origin(row.act, row.at, row.actor, row.action, reason=row.reason)
    return found


def act_of(connection: sa.Connection, number: int) -> Origin | None:
    """An act by its number, with the lists and files that it brought; None if there is none."""
    row = connection.execute(sa.select(schema.act).where(schema.act.c.id == number)).first()
    if row is None:
        return None
    edition = schema.edition.c
    query = sa.select(edition.stream, edition.published).where(edition.tx == number).order_by(edition.id)
    brought = [f"{stream} of {published}" for stream, published in connection.execute(query)]
    return Origin(row.id, row.at, row.actor, row.action, ", ".join(brought))
