"""Decisions that are kept: their bodies, the policies they were made under, and which of them stands on a request."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from muster.claims import canonical, digest
from muster.errors import NotFound, UsageError
from muster.register import schema
from muster.register.bulk import IDS, batched

_decode = json.JSONDecoder().decode


@dataclass(frozen=True, slots=True)
class Standing:
    """What a decision answers (`request`, a digest) and what it depends on (`body`, canonical JSON)."""

    request: str
    body: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A decision in its stored form: `body` is canonical JSON that names its coverage by digest."""

    id: str
    body: str
    standing: Standing


def keep(
    connection: sa.Connection,
    decisions: Mapping[str, Mapping[str, Any] | str],
    standing: Mapping[str, Standing],
    policies: Mapping[str, tuple[str, str]],
    act: Callable[[], int],
    covered: Iterable[str] = (),
) -> int:
    """Store what is not kept yet, all in one act; how many decisions are new.

    A decision is JSON data, or a text in its stored form, of which `covered` are the coverages named in it.
    """
    known = _numbers(connection, decisions)
    fresh = [id_ for id_ in decisions if id_ not in known]
    query = sa.select(schema.policy.c.digest)
    held = set(connection.execute(query).scalars()) if policies else set()
    stands = _stands(connection, {one.request for one in standing.values()})
    moved = [id_ for id_, one in standing.items() if id_ not in known or stands.get(one.request) != known[id_]]
    if not (fresh or moved):
        return 0
    tx = act()
    if fresh:
        bodies = _Bodies(connection, tx)
        for text in covered:
            bodies.keep(text)
        values = [{"id": id_, "body": bodies.of(decisions[id_]), "tx": tx} for id_ in fresh]
        connection.execute(schema.decision.insert(), values)
        known |= _numbers(connection, fresh)
    for name, (id_, text) in policies.items():
        if name not in held:
            connection.execute(schema.policy.insert().values(digest=name, id=id_, body=text, tx=tx))
    if moved:
        noted = [
            {"decision": known[id_], "request": standing[id_].request, "body": standing[id_].body, "tx": tx}
            for id_ in moved
        ]
        connection.execute(schema.standing.insert(), noted)
    return len(fresh)


class _Bodies:
    """The stored form of decisions. Their coverage is stored once and named by its digest, for it is most of them."""

    def __init__(self, connection: sa.Connection, act: int) -> None:
        self._connection, self._act = connection, act
        self._digests: dict[int, tuple[Any, str]] = {}  # by identity: thousands of decisions share one list

    def of(self, decision: Mapping[str, Any] | str) -> str:
        if isinstance(decision, str):
            return decision
        covered = decision.get("coverage")
        if not covered:
            return canonical(decision)
        held = self._digests.get(id(covered))
        if held is None:
            held = self._digests[id(covered)] = (covered, self.keep(canonical(covered)))
        return canonical({**decision, "coverage": held[1]})

    def keep(self, text: str) -> str:
        """Store a coverage, in canonical form, if it is not; its digest."""
        name, table = digest(text), schema.coverage
        if self._connection.execute(sa.select(table.c.seq).where(table.c.digest == name)).scalar() is None:
            self._connection.execute(table.insert().values(digest=name, body=text, tx=self._act))
        return name


def whole(connection: sa.Connection, bodies: Iterable[str]) -> list[dict[str, Any]]:
    """Decisions from their stored form, with the coverage back in place."""
    covered: dict[str, Any] = {}
    found = []
    for body in bodies:
        data = _decode(body)
        name = data.get("coverage")
        if isinstance(name, str):
            if name not in covered:
                query = sa.select(schema.coverage.c.body).where(schema.coverage.c.digest == name)
                covered[name] = _decode(connection.execute(query).scalar_one())
            data["coverage"] = covered[name]
        found.append(data)
    return found


def _numbers(connection: sa.Connection, ids: Collection[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in batched(ids, IDS):
        query = sa.select(schema.decision.c.id, schema.decision.c.seq).where(schema.decision.c.id.in_(part))
        found.update((id_, seq) for id_, seq in connection.execute(query))
    return found


def _stands(connection: sa.Connection, requests: Collection[str]) -> dict[str, int]:
    """Request → number of the decision that stands on it."""
    found: dict[str, int] = {}
    table = schema.standing.c
    for part in batched(sorted(requests), IDS):
        query = sa.select(table.request, table.decision).where(table.request.in_(part)).order_by(table.seq)
        found.update((request, decision) for request, decision in connection.execute(query))
    return found


def standing(connection: sa.Connection) -> list[tuple[int, list[Any]]]:
    """The newest decision on each request with its dependencies; oldest first."""
    table = schema.standing.c
    newest = sa.select(sa.func.max(table.seq)).group_by(table.request)
    query = sa.select(table.decision, table.body).where(table.seq.in_(newest)).order_by(table.seq)
    return [(number, _decode(body)) for number, body in connection.execute(query)]


def noted(connection: sa.Connection, ids: Collection[str]) -> list[tuple[int, list[Any]]]:
    """These decisions, standing or not, with their dependencies; without those of which none were noted."""
    stands, decided = schema.standing.c, schema.decision.c
    newest = sa.select(sa.func.max(stands.seq)).group_by(stands.decision)
    found: list[tuple[int, list[Any]]] = []
    for part in batched(sorted(ids), IDS):
        query = sa.select(stands.decision, stands.body).join(schema.decision, decided.seq == stands.decision)
        query = query.where(decided.id.in_(part), stands.seq.in_(newest))
        found += [(number, _decode(body)) for number, body in connection.execute(query)]
    return sorted(found, key=lambda one: one[0])


def decision(connection: sa.Connection, id_: str) -> dict[str, Any]:
    """The decision whose id begins so."""
    table = schema.decision.c
    query = sa.select(table.id, table.body).where(table.id >= id_, table.id <= f"{id_}~").limit(2)
    found = connection.execute(query).all()
    if not found:
        raise NotFound(f"no decision {id_!r} in this register", hint="`muster vet` prints the id of each decision")
    if len(found) > 1:
        raise UsageError(f"several decisions begin with {id_!r}", hint="give the whole id")
    return whole(connection, [found[0].body])[0]


def numbered(connection: sa.Connection, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    """Decisions by their numbers."""
    found: dict[int, dict[str, Any]] = {}
    for part in batched(numbers, IDS):
        query = sa.select(schema.decision.c.seq, schema.decision.c.body).where(schema.decision.c.seq.in_(part))
        some = connection.execute(query).all()
        found.update(zip((row.seq for row in some), whole(connection, [row.body for row in some]), strict=True))
    return found


def policy_text(connection: sa.Connection, digest: str, id_: str) -> str | None:
    """The text with this digest, or else the newest one with this id."""
    table = schema.policy.c
    wanted = table.digest == digest if digest else table.id == id_
    text: str | None = connection.execute(sa.select(table.body).where(wanted).order_by(table.seq.desc())).scalar()
    return text


def unnoted(connection: sa.Connection) -> list[dict[str, Any]]:
    """Decisions that no row says the dependencies of; oldest first."""
    table = schema.decision.c
    query = sa.select(table.body).where(table.seq.not_in(sa.select(schema.standing.c.decision))).order_by(table.seq)
    return whole(connection, connection.execute(query).scalars().all())


def standing_requests(connection: sa.Connection) -> set[str]:
    """The requests on which a decision stands."""
    return set(connection.execute(sa.select(schema.standing.c.request).distinct()).scalars())


def decision_ids(connection: sa.Connection, numbers: Collection[int]) -> list[str]:
    """The ids of decisions, by their numbers."""
    found: list[str] = []
    for part in batched(numbers, IDS):
        query = sa.select(schema.decision.c.id).where(schema.decision.c.seq.in_(part)).order_by(schema.decision.c.seq)
        found.extend(connection.execute(query).scalars())
    return found
