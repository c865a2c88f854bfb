"""The nouns that no other resource holds: what answers (register, snapshot), the words of answers, texts, hits."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from muster.cases import WITH_HITS, Cases
from muster.errors import NotFound
from muster.policy.finders import finder, finder_names
from muster.register import Kept
from muster.reports.words import CERTAINTIES, FINDINGS, OUTCOMES, STANCES, Word
from muster.web.api.common import AsOf, Ident, KnownAt, Limit, Offset, answered, day, listed, page, world
from muster.web.json import answer
from muster.web.world import View

router = APIRouter(tags=["What answers, and in which words"])


@router.get("/snapshot", summary="What answers", responses=listed("Digest, time of knowledge, size, coverage."))
async def snapshot(request: Request, as_of: AsOf = "", known_at: KnownAt = "") -> Response:
    """The compiled register that a question now, or at that time of knowledge, is answered from."""
    on = day(as_of)

    def work(view: View) -> Any:
        held = view.snapshot
        coverage = [{name: getattr(one, name) for name in one.__slots__} for one in held.coverage(on)]
        return {
            "digest": held.digest,
            "known_at": held.known_at,
            "names": len(held.names),
            "relations": len(held.graph),
            "as_of": on.isoformat(),
            "coverage": coverage,
        }

    return await answered(request, work, known_at=known_at, on=on)


@router.get("/register", summary="The register", responses=listed("How much of what it holds, and its newest act."))
async def register(request: Request) -> Response:
    def work(view: View) -> Any:
        held = view.register
        number, at = held.last_act()
        cases = Cases(held).all()
        return {
            "digest": held.digest(held.known_at()),
            "newest_act": {"number": number, "at": at},
            "editions": len(held.editions()),
            "sources": len(held.sources()),
            "judgements": len(held.judgements()),
            "decisions": len(held.decisions()),
            "documents": len(held.documents()),
            "cases": len(cases),
            "approvals_in_force": sum(one.in_force(date.today()) for one in cases),
        }

    return answer(await world(request).slow(work))


def _meanings(path: str, words: Mapping[str, Word], summary: str) -> None:
    async def meanings() -> Response:
        return answer({"items": [{"id": key, "label": one.label, "means": one.means} for key, one in words.items()]})

    meanings.__name__ = path
    router.get(f"/{path}", summary=summary, responses=listed("Each word with its meaning."))(meanings)


_meanings("stances", STANCES, "The stances of claims")
_meanings("certainties", CERTAINTIES, "How certain a fact is on a day")
_meanings("findings", FINDINGS, "What a clause can find")
_meanings("outcomes", OUTCOMES, "The outcomes of decisions, the worst first")


@router.get("/finders", summary="The kinds of test in policies", responses=listed("Every finder with its settings."))
async def finders() -> Response:
    def told(name: str) -> dict[str, Any]:
        found = finder(name)
        means = (sys.modules[found.find.__module__].__doc__ or "").split("\n\n")[0]
        settings = {key: {"form": one.form, "needed": one.needed} for key, one in found.settings.items()}
        return {"id": name, "means": " ".join(means.split()), "adverse": found.adverse, "settings": settings}

    return answer({"items": [told(name) for name in finder_names()]})


@router.get("/documents", summary="Texts that were read", responses=listed("A page of documents."))
async def documents(request: Request, limit: Limit = 100, offset: Offset = 0) -> Response:
    """What a case can be given to review; `proposals` has what they may claim."""
    found = await world(request).slow(lambda view: [_document(one) for one in view.register.documents().values()])
    return answer(page(found, limit, offset))


@router.get("/documents/{document}", summary="One text", responses=listed("The document with its text."))
async def document(request: Request, document: Ident) -> Response:
    def work(view: View) -> Any:
        found = view.register.documents().get(document)
        if found is None:
            raise NotFound(f"no document {document[:80]!r} was read", hint="see /api/v1/documents")
        return {**_document(found), "text": found.text, "remarks": found.body["remarks"]}

    return answer(await world(request).slow(work))


def _document(one: Kept) -> dict[str, Any]:
    return {"document": one.id, "source": one.body["source"], "format": one.body["format"]}


@router.get("/hits", summary="Hits that nobody has judged", responses=listed("A page of hits of open cases."))
async def hits(request: Request, limit: Limit = 100, offset: Offset = 0) -> Response:
    """The best first, each with its case: to be judged with `cases/NUMBER/adjudicate`."""

    def work(view: View) -> Any:
        desk = Cases(view.register)
        open_ = [
            {"case": case.number, **hit.as_dict()}
            for case in desk.all(WITH_HITS)
            for hit in desk.hits(case)
            if not hit.verdict
        ]
        return page(sorted(open_, key=lambda one: (-one["score"], one["case"], one["entity"])), limit, offset)

    return answer(await world(request).slow(work))
