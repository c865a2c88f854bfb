"""The reading desk: an article on the left, what it may claim on the right, each proposal for a person to judge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi import Path as PathParameter
from fastapi.responses import RedirectResponse, Response

from muster.cases import Account
from muster.claims import Stance
from muster.errors import BadInput, MusterError, NotAllowed, NotFound
from muster.reading import Queued, accept, keep, names_of, queue, read_document, reject, unsure
from muster.web.access import access
from muster.web.api.common import world
from muster.web.pages.env import Times, render
from muster.web.pages.forms import Form, form
from muster.web.world import View

router = APIRouter()
Ident = Annotated[str, PathParameter(max_length=200)]
_EDITED = ("subject", "object", "value", "stance", "speaker", "since", "until")


@router.get("/reading")
async def reading(request: Request) -> Response:
    return await _list(request, "")


async def _list(request: Request, problem: str) -> Response:
    def work(view: View) -> dict[str, Any]:
        found = queue(view.register, all_=True)
        documents = view.register.documents()
        counts = {ident: [0, 0] for ident in documents}
        for one in found:
            counts[one.document][0] += 1
            counts[one.document][1] += one.verdict in ("", "unsure")
        rows = [(ident, one.body["source"], *counts[ident]) for ident, one in documents.items()]
        return {"documents": sorted(rows, key=lambda one: (-one[3], one[1]["published"]))}

    content = await world(request).slow(work)
    shown = {"when": Times("", ""), "problem": problem, "may": _may(request), **content}
    return render(request, "reading.html", shown, 422 if problem else 200)


def _may(request: Request) -> bool:
    """True for those who may review: analysts, and the owner of a register without users."""
    user: Account = request.state.user
    return user.role == "analyst" or access(request).open


@router.post("/reading")
async def upload(request: Request) -> Response:
    """Read an uploaded article and put its proposals into the queue."""
    given = await form(request)
    _check(request)

    def work(view: View) -> str:
        from muster.reading import propose

        name, content = given.files.get("file", ("", b""))
        if not content:
            raise BadInput("no file was sent", hint="choose an article: HTML, PDF, DOCX or text")
        with TemporaryDirectory(prefix="muster-read-") as folder:
            path = Path(folder) / f"article{Path(name).suffix[:8]}"
            path.write_bytes(content)
            facts = {key: given.one(key) for key in ("published", "title", "publisher", "address")}
            document = read_document(path, **facts)
            keep(view.register, document, propose(document, names_of(view.register)))
        return document.id

    try:
        ident = await world(request).slow(work)
    except MusterError as error:
        return await _list(request, str(error))
    return RedirectResponse(f"/reading/{ident}", 303)


def _check(request: Request) -> None:
    if not _may(request):
        raise NotAllowed("only analysts read articles into the register", hint="ask one")


@router.get("/reading/{document}")
async def article(request: Request, document: Ident) -> Response:
    return await _article(request, document, "")


async def _article(request: Request, document: str, problem: str) -> Response:
    def work(view: View) -> dict[str, Any]:
        documents = view.register.documents()
        if document not in documents:
            raise NotFound(f"no document {document[:80]!r} was read", hint="see /reading")
        found = queue(view.register, document, all_=True)
        kept = documents[document]
        return {
            "d": kept.body,
            "ident": document,
            "paragraphs": list(_paragraphs(kept.text, found, kept.body.get("unread", ()))),
            "unread": len(kept.body.get("unread", ())),
            "proposals": found,
            "waiting": sum(one.verdict in ("", "unsure") for one in found),
        }

    content = await world(request).slow(work)
    shown = {"when": Times("", ""), "problem": problem, "may": _may(request), "stances": list(Stance), **content}
    return render(request, "article.html", shown, 422 if problem else 200)


UNREAD = "unread"  # stands for an id where nothing was proposed of a passage that seems to tell something


def _paragraphs(
    text: str, found: list[Queued], unread: Sequence[Sequence[int]]
) -> Iterator[list[tuple[str, list[str]]]]:
    """The text by paragraphs, each a list of pieces with the ids of the proposals that quote them."""
    spans = [(one.proposal["start"], one.proposal["end"], one.id) for one in found]
    spans += [(start, end, UNREAD) for start, end in unread]
    place = 0
    for line in text.split("\n"):
        first, last = place, place + len(line)
        place = last + 1
        if not line.strip():
            continue
        near = [(start, end, ident) for start, end, ident in spans if start < last and end > first]
        cuts = sorted({first, last, *(max(first, one[0]) for one in near), *(min(last, one[1]) for one in near)})
        yield [
            (text[begin:finish], [ident for start, end, ident in near if start < finish and end > begin])
            for begin, finish in pairwise(cuts)
        ]


@router.post("/reading/{document}/{proposal}")
async def judge(request: Request, document: Ident, proposal: Ident) -> Response:
    """Accept, edit, reject or leave open one proposal, in the name of whoever is logged in."""
    given = await form(request)
    _check(request)
    by = request.state.user.name

    def work(view: View) -> None:
        verdict, reason = given.one("verdict"), given.one("reason")
        if verdict == "accept":
            waiting = next((one for one in queue(view.register, document, all_=True) if one.id == proposal), None)
            if waiting is None:
                raise NotFound(f"no proposal {proposal[:40]!r}", hint="open the article again")
            accept(
                view.register,
                proposal,
                by,
                subject=given.one("subject_entity"),
                object_=given.one("object_entity"),
                corrections=_corrections(given, waiting),
                reason=reason,
            )
        elif verdict == "reject":
            reject(view.register, proposal, by, reason)
        elif verdict == "unsure":
            unsure(view.register, proposal, by, reason)
        else:
            raise BadInput("no verdict was given", hint="accept, reject or unsure")

    try:
        await world(request).slow(work)
    except MusterError as error:
        if error.http_status == 404:
            raise
        return await _article(request, document, f"{proposal}: {error}")
    await world(request).renew()
    return RedirectResponse(f"/reading/{document}#after-{proposal}", 303)


def _corrections(given: Form, one: Queued) -> dict[str, str]:
    """The fields that a person wrote otherwise than they were proposed."""
    held = one.proposal
    were = {name: str(held[name]) for name in _EDITED if name not in ("subject", "object")}
    were |= {name: held[name]["text"] if held[name] else "" for name in ("subject", "object")}
    return {name: given.one(name) for name in _EDITED if name in given.texts and given.one(name) != were[name]}
