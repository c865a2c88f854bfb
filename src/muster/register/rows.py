"""Queries on the register's tables: rows in, values of the vocabulary out, always as known at a time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from muster.claims import Citation, Claim, Judgement, Stance, make_claim, qualify
from muster.dates import Interval, parse_date
from muster.register import schema
from muster.register.bulk import FETCHED, IDS, among, ask, batched
from muster.register.editions import Edition, Timeline
from muster.register.runs import Signs, in_run, signs


def until(query: sa.Select[Any], table: sa.Table, known_at: str | None) -> sa.Select[Any]:
    if known_at is None:
        return query
    return query.join(schema.act, schema.act.c.id == table.c.tx).where(schema.act.c.at <= known_at)


def editions(connection: sa.Connection, known_at: str | None, stream: str | None = None) -> list[Edition]:
    text = "SELECT edition.*, act.at FROM edition JOIN act ON act.id = edition.tx WHERE TRUE"
    text += " AND stream = ?" if stream is not None else ""
    text += " AND at <= ?" if known_at is not None else ""
    given = [value for value in (stream, known_at) if value is not None]
    return [
        Edition(
            id=row.id,
            stream=row.stream,
            dataset=row.dataset,
            part=row.part,
            kind=row.kind,
            title=row.title,
            publisher=row.publisher,
            published=row.published,
            first_day=date.fromisoformat(row.first_day),
            last_day=date.fromisoformat(row.last_day),
            sha256=row.sha256,
            content=row.content,
            base=row.base,
            added=row.added,
            removed=row.removed,
            total=row.total,
            files=tuple(json.loads(row.files)),
            notes=tuple(json.loads(row.notes)),
            imported=row.at,
        )
        for row in ask(connection, f"{text} ORDER BY edition.id", *given)
    ]


def sources(connection: sa.Connection, known_at: str | None) -> dict[str, str]:
    """The newest body of each source, in canonical JSON, by id."""
    query = until(sa.select(schema.source).order_by(schema.source.c.seq), schema.source, known_at)
    return {row.id: row.body for row in connection.execute(query)}


def judgements(connection: sa.Connection, known_at: str | None) -> list[Judgement]:
    query = until(sa.select(schema.judgement).order_by(schema.judgement.c.seq), schema.judgement, known_at)
    newest: dict[tuple[str, str], Judgement] = {}
    for row in connection.execute(query):
        newest[(row.left, row.right)] = Judgement(row.left, row.right, row.verdict, row.reason, row.by)
    return list(newest.values())


def retracted(connection: sa.Connection, known_at: str | None) -> set[int]:
    query = until(sa.select(schema.retraction.c.claim), schema.retraction, known_at)
    return set(connection.execute(query).scalars())


def retracted_ids(connection: sa.Connection, known_at: str | None) -> list[str]:
    query = sa.select(schema.claim.c.id).join(schema.retraction, schema.retraction.c.claim == schema.claim.c.seq)
    return list(connection.execute(until(query, schema.retraction, known_at)).scalars())


def last_act(connection: sa.Connection, known_at: str) -> tuple[int, str]:
    """Number and time of the last act up to a time that added knowledge; (0, "") if there is none."""
    query = (
        sa.select(schema.act.c.id, schema.act.c.at)
        .where(schema.act.c.action.in_(schema.KNOWLEDGE), schema.act.c.at <= known_at)
        .order_by(schema.act.c.id.desc())
    )
    row = connection.execute(query.limit(1)).first()
    return (row.id, row.at) if row else (0, "")


def changed_since(connection: sa.Connection, act: int, known_at: str | None) -> set[str]:
    """The subjects of claims that came, went or were retracted after an act, and the entities judged after it."""
    subject = sa.select(schema.claim.c.subject).distinct()
    changed = subject.join(schema.change, in_run()).join(schema.edition, schema.edition.c.id == schema.change.c.edition)
    found: set[str] = set()
    for query, table in (
        (changed, schema.edition),
        (subject.join(schema.retraction, schema.retraction.c.claim == schema.claim.c.seq), schema.retraction),
        (sa.select(schema.judgement.c.left), schema.judgement),
        (sa.select(schema.judgement.c.right), schema.judgement),
    ):
        found.update(connection.execute(until(query.where(table.c.tx > act), table, known_at)).scalars())
    return found


def spellings(connection: sa.Connection) -> list[tuple[str, str, str, str]]:
    """(entity, name, kind of the name, kind of the entity) of all names that were not retracted."""
    claim = schema.claim.c
    gone = sa.select(schema.retraction.c.claim)
    kinds = connection.execute(sa.select(claim.subject, claim.value).where(claim.predicate == "kind"))
    kind_of = {row.subject: row.value for row in kinds}
    query = sa.select(claim.subject, claim.value, claim.qualifiers).where(
        claim.predicate == "name", claim.seq.not_in(gone)
    )
    found: dict[tuple[str, str, str, str], None] = {}
    for entity, name, qualifiers in connection.execute(query):
        kind = json.loads(qualifiers).get("kind", "") if qualifiers else ""
        found[entity, name, kind, kind_of.get(entity, "")] = None
    return list(found)


def timelines(known: list[Edition]) -> dict[int, Timeline]:
    """Edition number → the timeline of the stream it belongs to."""
    by_stream: dict[str, list[Edition]] = defaultdict(list)
    for edition in known:
        by_stream[edition.stream].append(edition)
    return {
        edition.id: timeline
        for members in by_stream.values()
        for timeline in [Timeline(members)]
        for edition in members
    }


def by_timeline(changes: Signs, of_edition: dict[int, Timeline]) -> Iterator[tuple[Timeline, Signs]]:
    """A claim's changes by the timeline they belong to, without those of editions not yet known."""
    if len(changes) == 1:
        if changes[0][0] in of_edition:
            yield of_edition[changes[0][0]], changes
        return
    parted: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for change in changes:
        if change[0] in of_edition:
            parted[id(of_edition[change[0]])].append(change)
    for known in parted.values():
        yield of_edition[known[0][0]], tuple(known)


def base_for(earlier: list[Edition], kind: str, day: date) -> Edition | None:
    if not earlier:
        return None
    if kind != "list":
        return earlier[-1]
    older = [e for e in earlier if e.last_day <= day]
    return max(older, key=lambda e: (e.last_day, e.id)) if older else min(earlier, key=lambda e: e.last_day)


def contents(connection: sa.Connection, editions: list[Edition], of: Edition | None) -> dict[str, int]:
    """The claims that an edition held: id → number."""
    by_id = {edition.id: edition for edition in editions}
    chain: list[int] = []
    at = of
    while at is not None:
        chain.append(at.id)
        at = by_id[at.base] if at.base is not None else None
    held: dict[str, int] = {}
    for number in reversed(chain):
        query = (
            sa.select(schema.claim.c.id, schema.claim.c.seq, schema.change.c.sign)
            .join(schema.change, in_run())
            .where(schema.change.c.edition == number)
        )
        for id_, seq, sign in connection.execute(query):
            if sign > 0:
                held[id_] = seq
            else:
                held.pop(id_, None)
    return held


def subjects(connection: sa.Connection, ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Claim id → its subject, and the name it gives if it is a primary name."""
    found: dict[str, tuple[str, str]] = {}
    columns = (schema.claim.c.id, schema.claim.c.subject, schema.claim.c.predicate, schema.claim.c.value)
    for part in batched(ids, IDS):
        query = sa.select(*columns, schema.claim.c.qualifiers).where(schema.claim.c.id.in_(part))
        for row in connection.execute(query):
            primary = row.predicate == "name" and '"primary"' in row.qualifiers
            found[row.id] = (row.subject, row.value if primary else "")
    return found


def entities(connection: sa.Connection, numbers: Collection[int]) -> set[str]:
    """The subjects of claims with these numbers."""
    query = sa.select(schema.claim.c.subject).distinct().where(schema.claim.c.seq.in_(among(numbers)))
    return set(connection.execute(query).scalars())


def numbers(connection: sa.Connection, ids: Collection[str]) -> dict[str, int]:
    """Claim id → number, of those ids that the register holds."""
    query = sa.select(schema.claim.c.id, schema.claim.c.seq).where(schema.claim.c.id.in_(among(ids)))
    return {row.id: row.seq for row in connection.execute(query)}


def claim_of(row: Any) -> Claim:
    """The claim in a row of the table. Its parts repeat a thousandfold, so each distinct text is read once."""
    (
        _,
        id_,
        subject,
        predicate,
        object_,
        value,
        qualifiers,
        start,
        end,
        first,
        last,
        stance,
        speaker,
        via,
        cites,
        note,
        _,
    ) = row
    return make_claim(
        subject,
        predicate,
        object_,
        value,
        _qualifiers(qualifiers),
        interval(start, end, first, last),
        _STANCES[stance],
        speaker,
        _via(via),
        _citations(cites),
        note,
    ).stored_as(id_)


_STANCES = {stance.value: stance for stance in Stance}


@lru_cache(maxsize=1 << 14)
def _qualifiers(text: str) -> tuple[tuple[str, str], ...]:
    return qualify(json.loads(text)) if text else ()


@lru_cache(maxsize=1 << 12)
def _via(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text)) if text else ()


@lru_cache(maxsize=1 << 14)
def _citations(text: str) -> tuple[Citation, ...]:
    return tuple(Citation(**one) for one in json.loads(text))


@lru_cache(maxsize=1 << 14)
def interval(start: str, end: str, first: str, last: str) -> Interval:
    """The time in a row of claims."""
    return Interval(
        parse_date(start),
        parse_date(end),
        date.fromisoformat(first) if first else None,
        date.fromisoformat(last) if last else None,
    )


def rows_with_changes(
    connection: sa.Connection,
    entities: Collection[str] | None,
    predicates: Collection[str] | None,
    ids: Collection[str] | None,
) -> Iterator[tuple[Any, Signs]]:
    """Each claim row with its (edition, sign) changes, ordered by number."""
    wanted: list[Any] = []
    if entities is not None:
        near = among(entities)
        related = sa.and_(schema.claim.c.object.in_(near), schema.claim.c.object != "")
        wanted.append(sa.or_(schema.claim.c.subject.in_(near), related))
    if predicates is not None:
        # Of some entities, all claims are few: found by entity, never by the index of predicates.
        predicate = schema.claim.c.predicate if entities is None else schema.claim.c.predicate.concat("")
        wanted.append(predicate.in_(list(predicates)))
    if ids is not None:
        wanted.append(schema.claim.c.id.in_(among(ids)))
    query = sa.select(schema.claim).where(*wanted).order_by(schema.claim.c.seq)
    for part in connection.execute(query).partitions(FETCHED):
        changes = signs(connection, [row[0] for row in part])
        for row in part:
            yield row, changes.get(row[0], ())
