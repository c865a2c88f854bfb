"""What the register holds: entities, claims, sources, editions, judgements, and the vocabulary they are said in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from muster.claims import vocabulary
from muster.errors import NotFound, UsageError
from muster.register import Edition
from muster.reports.entity_bars import bars
from muster.reports.timeline import timeline_svg
from muster.snapshot import find, view_of
from muster.web.api.common import AsOf, Ident, KnownAt, Limit, Name, Offset, answered, day, listed, page, world
from muster.web.json import answer
from muster.web.world import View

router = APIRouter(tags=["Register"])


@router.get("/entities/{entity}", summary="All that is known of an entity", responses=listed("The entity on the day."))
async def entity(request: Request, entity: Ident, as_of: AsOf = "", known_at: KnownAt = "") -> Response:
    """Every value with all claims that say or deny it, and disagreements side by side. `entity` is an id, or a name
    that only one entity has."""
    on = day(as_of)

    def work(view: View) -> Any:
        found = view_of(view.register, find(view.snapshot, entity), on, view.snapshot.known_at)
        return {**found.as_dict(), "known_at": view.snapshot.known_at}

    return await answered(request, work, known_at=known_at, on=on)


@router.get("/entities/{entity}/timeline.svg", summary="An entity's relations through time", response_class=Response)
async def timeline(request: Request, entity: Ident, as_of: AsOf = "", known_at: KnownAt = "") -> Response:
    """A drawing: soft ends for imprecise dates, arrows for open ones."""
    on = day(as_of)

    def work(view: View) -> str:
        found = find(view.snapshot, entity)
        title = f"{view.snapshot.caption(found)} as of {on}"
        return timeline_svg(title, bars(view.snapshot, found, on), on)

    return Response(await world(request).slow(work, known_at or None), media_type="image/svg+xml")


@router.get("/claims", summary="The claims that touch an entity", responses=listed("A page of claims."))
async def claims(
    request: Request,
    entity: Name,
    predicate: Name = "",
    as_of: AsOf = "",
    known_at: KnownAt = "",
    limit: Limit = 100,
    offset: Offset = 0,
) -> Response:
    """As evidence: text, stance, speaker, source, citation, and what is certain on the day."""
    on = day(as_of)
    if predicate and predicate not in vocabulary():
        raise NotFound(f"no predicate {predicate[:60]!r}", hint="see /api/v1/predicates")

    def work(view: View) -> Any:
        found = find(view.snapshot, entity)
        held = view.snapshot.touching(found, [predicate] if predicate else None)
        shown = page(held, limit, offset, entity=found)
        return {**shown, "items": [_claim(view, one, on) for one in shown["items"]]}

    return await answered(request, work, known_at=known_at, on=on)


@router.get("/claims/{claim}", summary="One claim", responses=listed("The claim with its whole content."))
async def claim(request: Request, claim: Ident, as_of: AsOf = "", known_at: KnownAt = "") -> Response:
    on = day(as_of)

    def work(view: View) -> Any:
        held = view.register.claims(known_at=view.snapshot.known_at, ids=[claim])
        if not held:
            raise NotFound(f"no claim {claim[:80]!r} that counts", hint="it may have been retracted: give known_at")
        return _claim(view, held[0], on)

    return await answered(request, work, known_at=known_at, on=on)


def _claim(view: View, held: Any, on: Any) -> dict[str, Any]:
    one = held.claim
    return {
        **view.snapshot.evidence(held, on).as_dict(),
        "subject": one.subject,
        "predicate": one.predicate,
        "object": one.object,
        "value": one.value,
        "qualifiers": dict(one.qualifiers),
        "dataset": held.dataset,
        "withdrawn": held.withdrawn.isoformat() if held.withdrawn else None,
    }


@router.get("/sources", summary="The publications", responses=listed("A page of sources."))
async def sources(request: Request, known_at: KnownAt = "", limit: Limit = 100, offset: Offset = 0) -> Response:
    def work(view: View) -> Any:
        found = sorted(view.snapshot.sources.values(), key=lambda one: one.id)
        return page([asdict(one) for one in found], limit, offset)

    return await answered(request, work, known_at=known_at)


@router.get("/sources/{source}", summary="One publication", responses=listed("The source."))
async def source(request: Request, source: Ident, known_at: KnownAt = "") -> Response:
    def work(view: View) -> Any:
        if source not in view.snapshot.sources:
            raise NotFound(f"no source {source[:80]!r}", hint="see /api/v1/sources")
        return asdict(view.snapshot.sources[source])

    return await answered(request, work, known_at=known_at)


def edition_data(one: Edition) -> dict[str, Any]:
    """An edition as data."""
    return {
        "id": f"{one.stream}@{one.published}",
        "stream": one.stream,
        "dataset": one.dataset,
        "kind": one.kind,
        "title": one.title,
        "publisher": one.publisher,
        "published": one.published,
        "imported": one.imported,
        "claims": one.total,
        "added": one.added,
        "withdrawn": one.removed,
        "sha256": one.sha256,
        "files": list(one.files),
        "notes": list(one.notes),
    }


@router.get("/editions", summary="The lists and files, edition by edition", responses=listed("A page of editions."))
async def editions(
    request: Request, stream: Name = "", known_at: KnownAt = "", limit: Limit = 100, offset: Offset = 0
) -> Response:
    def work(view: View) -> Any:
        found = [one for one in view.snapshot.editions if not stream or stream in (one.stream, one.dataset)]
        return page([edition_data(one) for one in reversed(found)], limit, offset)

    return await answered(request, work, known_at=known_at)


@router.get(
    "/editions/difference", summary="What changed between two editions", responses=listed("Came, went, changed.")
)
async def difference(request: Request, older: Name, newer: Name) -> Response:
    """Each given as STREAM@DAY, as `id` in /editions."""

    def work(view: View) -> Any:
        first, second = _edition(view, older), _edition(view, newer)
        if first.stream != second.stream:
            raise UsageError("two editions of one list are needed", hint=f"both must begin with {first.stream}@")
        came, went, changed = view.register.difference(first, second)
        return {
            "from": edition_data(first),
            "to": edition_data(second),
            "came": came,
            "went": went,
            "changed": changed,
        }

    return await answered(request, work)


def _edition(view: View, text: str) -> Edition:
    stream, _, when = text.rpartition("@")
    found = [one for one in view.snapshot.editions if one.stream == stream]
    for one in reversed(found):
        if when in (one.published, one.last_day.isoformat()):
            return one
    hint = f"its editions: {', '.join(one.published for one in found)[:200]}" if found else "see /api/v1/editions"
    raise NotFound(f"no edition {text[:80]!r}", hint=hint)


@router.get("/judgements", summary="Who is judged the same, or different", responses=listed("A page of judgements."))
async def judgements(
    request: Request, entity: Name = "", known_at: KnownAt = "", limit: Limit = 100, offset: Offset = 0
) -> Response:
    def work(view: View) -> Any:
        found = view.register.judgements(view.snapshot.known_at)
        if entity:
            members = set(view.snapshot.members(find(view.snapshot, entity)))
            found = [one for one in found if members & {one.left, one.right}]
        return page([asdict(one) for one in found], limit, offset)

    return await answered(request, work, known_at=known_at)


@router.get("/predicates", summary="The vocabulary", responses=listed("Every predicate with its ends and meaning."))
async def predicates() -> Response:
    """What can be said of entities, and how each relation counts in a search for paths."""
    return answer(
        {
            "items": [
                {field.name: _plain(getattr(one, field.name)) for field in fields(one)} for one in vocabulary().values()
            ]
        }
    )


def _plain(value: Any) -> Any:
    """A value of the vocabulary as JSON has it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in (sorted(value) if isinstance(value, set | frozenset) else value)]
    return value
