"""The register: an append-only store of claims, editions, judgements and decisions.

Everything written belongs to an act with a time, so the register can be read as it was known at any time.
Nothing is changed or deleted: a newer edition or a retraction only adds rows that say what no longer counts.
"""

from __future__ import annotations

import gc
import getpass
import hashlib
import json
import os
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from muster.claims import Claim, Judgement, Source, canonical, check, digest
from muster.dates import parse_date
from muster.errors import BadInput, NotFound
from muster.register import bulk, kept, readings, rows, runs, schema, stream
from muster.register.answers import Answers
from muster.register.database import Database
from muster.register.deliveries import Delivered, keep, standing
from muster.register.editions import Edition, Held, Timeline, held, refuse_shrunk
from muster.register.identity import check_judgement, refuse_contradiction
from muster.register.ids import Ids
from muster.register.judging import Fitting
from muster.register.kept import Standing, Stored
from muster.register.past import Past
from muster.register.readings import Kept, Review
from muster.register.storing import Storing

_WHOLE = 200  # claims from which on a list that loses more than half of its entries is taken for a file cut off


@dataclass(frozen=True, slots=True)
class Incoming:
    """One edition to be stored: where it belongs, and its claims. `published` must name at least a year.

    `shrunk` lets an edition through that has lost more than half of a list. With `adds` the edition is what the stream
    holds, with these claims added and those of `withdraws` taken away. `only_on` is the day for which alone the same
    files make the same edition, if they carry none (`NEVER` if it does not follow from them).
    """

    dataset: str
    title: str
    kind: str
    published: str
    sha256: str
    claims: Iterable[Claim]
    part: str = ""
    publisher: str = ""
    sources: tuple[Source, ...] = ()
    judgements: Iterable[Judgement] = ()
    files: tuple[str, ...] = ()
    notes: Callable[[], list[str]] = list
    shrunk: bool = False
    adds: bool = False
    withdraws: frozenset[str] = frozenset()
    only_on: str = ""

    @property
    def stream(self) -> str:
        return f"{self.dataset}/{self.part}" if self.part else self.dataset


@dataclass(frozen=True, slots=True)
class Change:
    """What storing an edition did. `unchanged` means that the register already held exactly this edition; `notes` then
    say what was noted of the files before any claim was read."""

    edition: Edition
    unchanged: bool
    judgements: int = 0
    notes: tuple[str, ...] = ()


def default_location() -> str:
    """The register named by $MUSTER_REGISTER, else `muster.db` in the current folder."""
    return os.environ.get("MUSTER_REGISTER") or "muster.db"


def utc_now() -> datetime:
    """The clock of the register, unless another is handed to it."""
    return datetime.now(UTC)


class Register(Answers):
    """A register opened for reading and writing. Use it as a context manager, or call `close`."""

    def __init__(
        self,
        location: str | None = None,
        *,
        create: bool = False,
        clock: Callable[[], datetime] = utc_now,
        actor: str | None = None,
    ) -> None:
        self._database = Database(default_location() if location is None else location, create=create)
        self._clock = clock
        self._actor = actor or _login()
        self._counted: tuple[tuple[str, str], dict[int, Timeline], set[int]] | None = None

    def __enter__(self) -> Register:
        return self

    def __exit__(self, kind: Any, *_: Any) -> None:
        if kind is not None and self._database.created and not self.acts():
            self._database.discard()  # a first import that failed leaves no empty register behind
        self.close()

    def close(self) -> None:
        self._database.close()

    # --- writing -----------------------------------------------------------------------------------------

    def import_editions(
        self,
        incoming: Iterable[Incoming],
        progress: Callable[[int], None] = lambda count: None,
        delivered: Delivered | None = None,
    ) -> list[Change]:
        """Store editions in one act: all, or (on any error) none. `progress` gets counts of claims.

        If the files were `delivered` before and all they made still stands, nothing of `incoming` is asked for.
        """
        if delivered:
            with self._database.reading() as connection:  # which waits for nobody who writes
                if known := standing(connection, delivered):
                    return [Change(one, unchanged=True) for one in known]
        with self._database.writing() as connection:
            with Storing(connection) as storing:
                made = list(self._stored(connection, incoming, storing, progress))
            if delivered:
                keep(connection, delivered, [(change.edition, day) for change, day in made])
        return [change for change, _ in made]

    def _stored(
        self, connection: sa.Connection, incoming: Iterable[Incoming], storing: Storing, progress: Callable[[int], None]
    ) -> Iterator[tuple[Change, str]]:
        """What storing each edition does, and the day for which alone its files make it."""
        act: int | None = None
        for one in incoming:
            earlier = rows.editions(connection, None, one.stream)
            if known := _same_edition(earlier, one):
                yield Change(known, unchanged=True, notes=tuple(one.notes())), one.only_on
                continue
            act = act or self.act(connection, "import")
            yield self._store(connection, one, earlier, act, storing, progress), one.only_on

    def _store(
        self,
        connection: sa.Connection,
        one: Incoming,
        earlier: list[Edition],
        act: int,
        storing: Storing,
        progress: Callable[[int], None] = lambda count: None,
    ) -> Change:
        for source in one.sources:
            self._add_source(connection, source, act)
        published = parse_date(one.published)
        if published.earliest is None or published.latest is None:
            raise BadInput(f"{one.stream}: no day of publication", hint="give it with --published YYYY-MM-DD")
        base = rows.base_for(earlier, one.kind, published.latest)
        before = rows.contents(connection, earlier, base)
        now, added, entries = _add_claims(storing, one, before, act, progress)
        if one.adds:
            now.add(before.keys() - one.withdraws)
        gone = [seq for id_, seq in before.items() if id_ not in now]
        lesser = base and base.publishes and base.last_day < published.latest and len(before) >= _WHOLE
        if lesser and not (one.shrunk or one.adds):
            refuse_shrunk(one.stream, rows.entities(connection, before.values()), entries, len(before), len(now))
        values = {
            "stream": one.stream,
            "dataset": one.dataset,
            "part": one.part,
            "kind": one.kind,
            "title": one.title,
            "publisher": one.publisher,
            "published": one.published,
            "first_day": published.earliest.isoformat(),
            "last_day": published.latest.isoformat(),
            "sha256": one.sha256,
            "content": now.digest(),
            "base": base.id if base else None,
            "added": len(added),
            "removed": len(gone),
            "total": len(now),
            "files": json.dumps(one.files),
            "notes": json.dumps(one.notes()),
            "tx": act,
        }
        edition = bulk.put(connection, schema.edition, **values)
        for seqs, sign in ((added, 1), (gone, -1)):
            changes = [(block, edition, first, last, sign) for block, first, last in runs.split(seqs)]
            bulk.insert(connection, schema.change, changes)
        new = self._judge(connection, one.judgements, act)
        stored = rows.editions(connection, None, one.stream)[-1]
        return Change(stored, unchanged=False, judgements=new)

    def _add_source(self, connection: sa.Connection, source: Source, act: int) -> None:
        body = canonical(asdict(source))
        newest = "SELECT body FROM source WHERE id = ? ORDER BY seq DESC LIMIT 1"
        if bulk.ask(connection, newest, source.id).scalar() != body:
            bulk.put(connection, schema.source, id=source.id, body=body, tx=act)

    def retract(self, claim: str, reason: str) -> None:
        """Record that a claim was made in error. It stays readable as known before this act."""
        if not reason.strip():
            raise BadInput("a retraction needs a reason")
        with self._database.writing() as connection:
            seqs = rows.numbers(connection, [claim])
            if claim not in seqs:
                raise NotFound(f"no claim {claim!r}")
            act = self.act(connection, "retract")
            connection.execute(schema.retraction.insert().values(claim=seqs[claim], reason=reason, tx=act))

    def judge(self, *judgements: Judgement) -> int:
        """Record judgements on identity, all or none; how many said anything new. The newest on a pair holds, so any
        of them can be reversed."""
        with self._database.writing() as connection:
            return self._judge(connection, judgements, self.act(connection, "judge"))

    def judge_fitting(self, judgements: Iterable[Judgement]) -> tuple[int, dict[str, int]]:
        """Record those judgements that fit what is judged here; how many, and how many do not, by reason."""
        with self._database.writing() as connection:
            fitting = Fitting(rows.judgements(connection, None))
            fresh = list(fitting.admit(judgements))
            count = self._judge(connection, fresh, self.act(connection, "judge")) if fresh else 0
        return count, dict(fitting.left_out)

    def _judge(self, connection: sa.Connection, judgements: Iterable[Judgement], act: int) -> int:
        """Store the judgements that say anything new; return how many."""
        coming = list(judgements)
        standing = {j.pair: j for j in rows.judgements(connection, None)} if coming else {}
        fresh = []
        for judgement in coming:
            check_judgement(judgement)
            known = standing.get(judgement.pair)
            if not known or (known.verdict, known.reason, known.by) != (
                judgement.verdict,
                judgement.reason,
                judgement.by,
            ):
                standing[judgement.pair] = judgement
                fresh.append(judgement)
        if fresh:
            refuse_contradiction(standing.values(), {one.pair for one in fresh})
            values = [
                {
                    "left": judgement.pair[0],
                    "right": judgement.pair[1],
                    "verdict": judgement.verdict,
                    "reason": judgement.reason,
                    "by": judgement.by,
                    "tx": act,
                }
                for judgement in fresh
            ]
            connection.execute(schema.judgement.insert(), values)
        return len(fresh)

    def record_decisions(
        self,
        decisions: Iterable[Mapping[str, Any]],
        standing: Mapping[str, Standing] = MappingProxyType({}),
        policies: Mapping[str, tuple[str, str]] = MappingProxyType({}),
        actor: str | None = None,
        *,
        within: tuple[sa.Connection, int] | None = None,
    ) -> int:
        """Keep decisions (each with its `decision` id); one already kept is not stored again. Returns how many are new.

        `standing` says by decision id what each depends on; it then stands on its request until another is kept.
        `policies` are the texts they were made under: digest → id and text. `within` is a write transaction, and the
        number of its act, that this is to be part of.
        """
        by_id = {one["decision"]: one for one in decisions}
        if within is not None:
            return kept.keep(within[0], by_id, standing, policies, lambda: within[1])
        with self._database.writing() as connection:
            return kept.keep(connection, by_id, standing, policies, lambda: self.act(connection, "decide", actor))

    def record_stored(
        self, stored: Iterable[Stored], covered: Iterable[str], policies: Mapping[str, tuple[str, str]]
    ) -> int:
        """Keep decisions in their stored form, as `record_decisions` does; `covered` are the coverages they name."""
        by_id = {one.id: one for one in stored}
        bodies = {id_: one.body for id_, one in by_id.items()}
        standing = {id_: one.standing for id_, one in by_id.items()}
        with self._database.writing() as connection:
            act = partial(self.act, connection, "decide")
            return kept.keep(connection, bodies, standing, policies, act, covered)

    def remark(self, action: str, body: dict[str, Any], actor: str | None = None) -> None:
        """Enter an act in the record that leaves nothing else behind: an export, a login. `body` says what it was."""
        with self._database.writing() as connection:
            act = self.act(connection, action, actor)
            connection.execute(schema.remark.insert().values(body=canonical(body), tx=act))

    def keep_reading(self, document: Kept, proposals: Iterable[tuple[str, str]]) -> tuple[int, int]:
        """Keep a document that was read, with its proposals (id, JSON): how many are new, how many were kept before.

        Proposals are no knowledge: no view, screening or decision sees them.
        """
        with self._database.writing() as connection:
            return readings.keep(connection, document, list(proposals), lambda: self.act(connection, "read"))

    def record_review(self, review: Review, incoming: Callable[[list[Claim]], Incoming] | None = None) -> list[str]:
        """Keep what a person said to a proposal; the claims it became are stored in the same transaction.

        `incoming` makes the edition from all claims that stand accepted from the document; it is given if they
        change. Answers the claims' ids.
        """
        with self._database.writing() as connection:
            action = "review" if incoming is None else "accept" if review.claims else "withdraw"
            act = self.act(connection, action, review.by)
            readings.add_review(connection, review, act)
            if incoming is not None:
                accepted = incoming(readings.accepted(connection, review.document))
                earlier = rows.editions(connection, None, accepted.stream)
                self._store(connection, accepted, earlier, act, Storing(connection))
        return [claim.id for claim in review.claims]

    def act(self, connection: sa.Connection, action: str, actor: str | None = None) -> int:
        """Begin an act in a write transaction. The rows that carry its number are proved by its entry."""
        newest = bulk.ask(connection, "SELECT max(at) FROM act").scalar() or ""
        at = self.now()
        if at <= newest:  # the clock was set back: what was known at an earlier time must never grow
            at = (datetime.fromisoformat(newest) + timedelta(microseconds=1)).isoformat(timespec="microseconds")
        return bulk.put(connection, schema.act, at=at, actor=actor or self._actor, action=action)

    def now(self) -> str:
        """The time by the register's clock, as acts carry it."""
        return self._clock().astimezone(UTC).isoformat(timespec="microseconds")

    # --- reading -----------------------------------------------------------------------------------------

    def acts(self) -> list[tuple[int, str, str, str]]:
        """All acts: number, time, actor, action."""
        with self._database.reading() as connection:
            return [(r.id, r.at, r.actor, r.action) for r in connection.execute(sa.select(schema.act))]

    def known_at(self, text: str | None = None) -> str:
        """The time whose knowledge is used: `text` in full, or the time of the last act that added knowledge.

        A day stands for its last moment. Keeping a decision adds no knowledge, nor does an export or a login, so it
        does not move the time. A
        moment that has not come yet is brought back to that last act, so that an answer can be given again.
        """
        with self._database.reading() as connection:
            query = sa.select(sa.func.max(schema.act.c.at)).where(schema.act.c.action.in_(schema.KNOWLEDGE))
            newest: str = connection.execute(query).scalar() or ""
        return min(_moment(text), newest) if text else newest

    @property
    def path(self) -> Path:
        """The register's file."""
        return self._database.path

    def transaction(self, *, write: bool = False) -> AbstractContextManager[sa.Connection]:
        """The register's tables, for the packages above: one consistent view, or one write that is all or nothing."""
        return self._database.writing() if write else self._database.reading()

    @property
    def beside(self) -> Path:
        """The folder beside the register for what is compiled from it and can be compiled again."""
        return self._database.path.with_name(f"{self._database.path.name}.snapshots")

    def last_act(self, known_at: str | None = None) -> tuple[int, str]:
        """Number and time of the last act that added knowledge, as known at a time; (0, "") if there is none."""
        with self._database.reading() as connection:
            return rows.last_act(connection, self.known_at(known_at))

    def changed_since(self, act: int, known_at: str | None = None) -> set[str]:
        """The entities whose claims came, went or were retracted after an act, and those judged after it."""
        with self._database.reading() as connection:
            return rows.changed_since(connection, act, known_at)

    @property
    def past(self) -> Past:
        """What changed in this register, and by which act."""
        return Past(self._database)

    def editions(self, known_at: str | None = None) -> list[Edition]:
        """All editions known, oldest import first."""
        with self._database.reading() as connection:
            return rows.editions(connection, known_at)

    def difference(self, older: Edition, newer: Edition) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
        """Entities that came, went, or are said otherwise between two editions of a list, each with a name."""
        with self._database.reading() as connection:
            editions = rows.editions(connection, None, newer.stream)
            before = set(rows.contents(connection, editions, older))
            after = set(rows.contents(connection, editions, newer))
            subjects = rows.subjects(connection, before | after)
        were = {subjects[id_][0] for id_ in before}
        are = {subjects[id_][0] for id_ in after}
        touched = {subjects[id_][0] for id_ in before ^ after}
        names = {entity: name for entity, name in subjects.values() if name}
        found = [are - were, were - are, touched & were & are]
        came, went, changed = ({one: names.get(one, one) for one in sorted(part)} for part in found)
        return came, went, changed

    def sources(self, known_at: str | None = None) -> dict[str, Source]:
        """All sources known, by id."""
        with self._database.reading() as connection:
            found = rows.sources(connection, known_at)
            return {id_: Source(**json.loads(body)) for id_, body in found.items()}

    def judgements(self, known_at: str | None = None) -> list[Judgement]:
        """The newest judgement on each pair."""
        with self._database.reading() as connection:
            return rows.judgements(connection, known_at)

    def claims(
        self,
        *,
        known_at: str | None = None,
        entities: Collection[str] | None = None,
        predicates: Collection[str] | None = None,
        ids: Collection[str] | None = None,
    ) -> list[Held]:
        """The claims that count at a time, in the order of storing: all, or those touching some entities."""
        with self._database.reading() as connection, uncollected():
            timelines, retracted = self._counting(connection, known_at)
            found: list[Held] = []
            for row, changes in rows.rows_with_changes(connection, entities, predicates, ids):
                if row[0] in retracted:
                    continue
                claim = None
                for timeline, known in rows.by_timeline(changes, timelines):
                    for run in timeline.runs(known):
                        claim = claim or rows.claim_of(row)
                        found.append(held(claim, run))
            return found

    def _counting(self, connection: sa.Connection, known_at: str | None) -> tuple[dict[int, Timeline], set[int]]:
        """What says which claims count at a time. The past does not change, so that of the last time is kept."""
        newest = connection.execute(sa.select(sa.func.max(schema.act.c.at))).scalar() or ""
        key = (known_at or "", newest)
        if self._counted is None or self._counted[0] != key:
            timelines = rows.timelines(rows.editions(connection, known_at))
            self._counted = (key, timelines, rows.retracted(connection, known_at))
        return self._counted[1], self._counted[2]

    def each_claim(self, known_at: str | None = None) -> Iterator[Held]:
        """The same as `claims`, all of them, one after the other: memory stays small however large the register."""
        with self._database.reading() as connection:
            yield from stream.each(connection, known_at)

    def spellings(self) -> list[tuple[str, str, str, str]]:
        """(entity, name, kind of the name, kind of the entity) of every name ever stored and not retracted.

        For searching texts, where an old name is as good as a new one; what counts at a time is `claims`' answer.
        """
        with self._database.reading() as connection:
            return rows.spellings(connection)

    def mentioned(self) -> set[str]:
        """Every id that stands at an end of any claim ever stored, counted or not."""
        with self._database.reading() as connection:
            found = set(connection.execute(sa.select(schema.claim.c.subject).distinct()).scalars())
            related = sa.select(schema.claim.c.object).where(schema.claim.c.object != "")
            found.update(connection.execute(related.distinct()).scalars())
        return found

    def digest(self, known_at: str | None = None) -> str:
        """Digest of all knowledge at a time: equal digests mean equal answers."""
        return hashlib.sha256(canonical(self._known(known_at)).encode()).hexdigest()

    def digests(self, known_at: str | None = None) -> dict[str, str]:
        """Short digests of each kind of knowledge at a time, to say where two registers differ."""
        known = self._known(known_at)
        known["retractions"] = known.pop("retracted")
        return {kind: digest(canonical(found))[:16] for kind, found in known.items()}

    def _known(self, known_at: str | None) -> dict[str, Any]:
        with self._database.reading() as connection:
            return {
                "editions": [
                    [e.stream, e.kind, e.title, e.published, e.sha256, e.content]
                    for e in rows.editions(connection, known_at)
                ],
                "sources": sorted(rows.sources(connection, known_at).values()),
                "retracted": sorted(set(rows.retracted_ids(connection, known_at))),
                "judgements": sorted(
                    [*j.pair, j.verdict, j.reason, j.by] for j in rows.judgements(connection, known_at)
                ),
            }


@contextmanager
def uncollected() -> Iterator[None]:
    """The garbage collector rests meanwhile: what is read or stored makes no circles, and it would walk through all of
    it over and over."""
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


def _same_edition(editions: list[Edition], one: Incoming) -> Edition | None:
    """That of a stream's editions which the same files made, if it still says what the stream holds."""
    same = [e for e in editions if e.sha256 == one.sha256 and (not e.publishes or e.published == one.published)]
    if not same:
        return None
    return same[-1] if same[-1].publishes or same[-1] is editions[-1] else None


def _add_claims(
    storing: Storing, one: Incoming, before: dict[str, int], act: int, progress: Callable[[int], None]
) -> tuple[Ids, array[int], set[str]]:
    """Store the claims that are new; the ids of all, the numbers of those not in the base, and, if it has a base, the
    entities."""
    now = Ids()
    entities: set[str] = set()
    added = array("q")
    storing.begin()
    for chunk in bulk.batched(one.claims, bulk.CHUNK):
        fresh = {columns[0]: columns for columns in [claim.columns() for claim in chunk]}
        for id_ in now.add(fresh):
            del fresh[id_]
        if before:
            entities.update(columns[1] for columns in fresh.values())
            for id_ in fresh.keys() & before.keys():
                del fresh[id_]
        for claim in chunk:
            if claim.id not in before:
                check(claim)
        added.extend(storing.add(fresh, act))
        progress(len(chunk))
    return now, added, entities


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"


def _moment(text: str) -> str:
    try:
        if len(text) == 10:
            return f"{date.fromisoformat(text).isoformat()}T23:59:59.999999+00:00"
        when = datetime.fromisoformat(text)
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="microseconds")
    except (ValueError, OverflowError):
        raise BadInput(f"not a time: {text!r}", hint="write it as 2026-01-31 or 2026-01-31T12:00:00+00:00") from None
