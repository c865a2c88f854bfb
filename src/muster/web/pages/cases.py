"""Cases: the list, one case with memo, findings, gaps and signatures, and every act on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi import Path as PathParameter
from fastapi.responses import PlainTextResponse, RedirectResponse, Response

from muster.cases import APPROVABLE, STATES, TRANSITIONS, Case, Cases, certificate_text, duty_to_inform, remediation
from muster.dates import parse_day
from muster.errors import BadDate, BadInput, MusterError
from muster.policy import policy_ids
from muster.reports import memo as memo_of
from muster.reports.content import lay_out
from muster.sources import InputFile, read_roster
from muster.vetting import Adjudication, requests_in, storable
from muster.vetting import Request as Vetting
from muster.web.api.common import world
from muster.web.pages.env import Times, render
from muster.web.pages.forms import Form, form
from muster.web.world import View

router = APIRouter()
Number = Annotated[int, PathParameter(ge=1, le=2**31)]
Done = Callable[[View, Cases], Any]
_ORDER = {state: place for place, state in enumerate(STATES)}


@router.get("/cases")
async def cases(request: Request) -> Response:
    return await _list(request, "")


async def _list(request: Request, problem: str, given: Form | None = None) -> Response:
    wanted = request.query_params.get("state", "")

    def work(view: View) -> dict[str, Any]:
        today = date.today()
        found = Cases(view.register).all()
        standing = {one.number: one.standing(today) for one in found}
        counts = {state: sum(1 for one in standing.values() if one == state) for state in (*STATES, "expired")}
        shown = [one for one in found if (standing[one.number] == wanted if wanted else one.is_open)]
        shown.sort(key=lambda one: (one.due or "9999", _ORDER.get(one.state, 9), one.number))
        return {"cases": shown, "standing": standing, "counts": counts, "total": len(found), "today": today.isoformat()}

    content = await world(request).slow(work)
    more = {"wanted": wanted, "states": STATES, "policies": policy_ids(), "problem": problem, "given": given}
    return render(request, "cases.html", {"when": Times("", ""), **content, **more}, 422 if problem else 200)


@router.post("/cases")
async def open_case(request: Request) -> Response:
    """Open a case for one unit, or one for each request of a roster."""
    given = await form(request)
    user = request.state.user

    def work(view: View) -> list[int]:
        policy = _policy(given.one("policy"))
        return Cases(view.register).open(_requests(given, policy), user, given.one("due"))

    try:
        numbers = await _written(request, work)
    except MusterError as error:
        return await _list(request, str(error), given)
    return RedirectResponse(f"/cases/{numbers[0]}" if len(numbers) == 1 else "/cases", 303)


@router.post("/cases/decide")
async def decide_all(request: Request) -> Response:
    """Decide every open case that holds no proposed claim, as `muster case decide --all` does."""
    user = request.state.user

    def work(view: View) -> None:
        desk = Cases(view.register)
        today = date.today()
        wanted = [one for one in desk.all(["open", "reviewing"]) if not any(p.waits for p in desk.proposals(one))]
        view.desk.search_ahead(one.asked(today) for one in wanted)
        for one in wanted:
            desk.decide(one.number, user, view.desk, today, memo_of)

    try:
        await _written(request, work)
    except MusterError as error:
        return await _list(request, str(error))
    return RedirectResponse("/cases", 303)


def _policy(name: str) -> str:
    if name not in policy_ids():
        raise BadInput(f"no policy {name[:60]!r}", hint="choose one from the list")
    return name


def _requests(given: Form, policy: str) -> list[Vetting]:
    today = date.today()
    name, content = given.files.get("roster", ("", b""))
    if content:
        with TemporaryDirectory(prefix="muster-roster-") as folder:
            path = Path(folder) / f"roster{Path(name).suffix[:8]}"
            path.write_bytes(content)
            return requests_in(read_roster(InputFile(path, "")), policy, today)
    return [
        Vetting(
            unit=given.one("unit"),
            policy=policy,
            as_of=today,
            leaders=given.lines("leaders"),
            country=given.one("country"),
            commitment=given.one("commitment"),
            identifier=given.one("identifier"),
        )
    ]


@router.get("/cases/{number}")
async def case(request: Request, number: Number) -> Response:
    return await _case(request, number, "")


async def _case(request: Request, number: int, problem: str) -> Response:
    user = request.state.user

    def work(view: View) -> dict[str, Any]:
        desk = Cases(view.register)
        found = desk.get(number)
        decision = desk.decision(found) if found.last_decided else None
        documents = {ident: kept.body["source"] for ident, kept in view.register.documents().items()}
        proposals = desk.proposals(found)
        return {
            "c": found,
            "documents": documents,
            "proposals": proposals,
            "holding": [one for one in proposals if one.waits],
            "standing": found.standing(date.today()),
            "hits": desk.hits(found),
            "d": lay_out(decision) if decision else None,
            "decision": decision,
            "acts": {name for name, one in TRANSITIONS.items() if found.state in one.before and one.role == user.role},
            "why": STATES[found.state],
            "approvable": APPROVABLE,
            "today": date.today().isoformat(),
            "worked": any(one.person == user.name for one in found.steps),
        }

    content = await world(request).slow(work)
    return render(request, "case.html", {"when": Times("", ""), "problem": problem, **content}, 422 if problem else 200)


@router.post("/cases/{number}/{act}")
async def act(request: Request, number: Number, act: Annotated[str, PathParameter(max_length=20)]) -> Response:
    """One act on a case, by the person who is logged in."""
    given = await form(request)
    user = request.state.user

    def work(view: View) -> Any:
        desk = Cases(view.register)
        reason = given.one("reason")
        simple: dict[str, Callable[[], Case]] = {
            "send_back": lambda: desk.send_back(number, user, reason),
            "refuse": lambda: desk.refuse(number, user, reason),
            "withdraw": lambda: desk.withdraw(number, user, reason),
            "reopen": lambda: desk.reopen(number, user, reason),
            "memo": lambda: desk.memo(number, user, given.whole("text")),
            "attach": lambda: desk.attach(number, user, given.texts.get("document", [])),
            "set_aside": lambda: desk.set_aside(number, user, reason, _chosen(given)),
            "ask": lambda: desk.ask(number, user, given.lines("missing")),
            "answer": lambda: desk.answer(number, user, given.one("note"), **_facts(given)),
            "decide": lambda: desk.decide(number, user, view.desk, _day(given.one("as_of")), memo_of),
            "sign": lambda: desk.sign(number, user, given.one("valid_until")),
            "approve": lambda: desk.approve(number, user, view.desk, date.today()),
        }
        if act not in simple:
            raise BadInput(f"nothing is called {act!r}", hint="use the buttons of the case")
        return simple[act]()

    try:
        await _written(request, work)
    except MusterError as error:
        if error.http_status == 404:
            raise
        return await _case(request, number, str(error))
    return RedirectResponse(f"/cases/{number}#now", 303)


def _chosen(given: Form) -> list[str]:
    """The proposals that were ticked."""
    found = [one for one in given.texts.get("proposal", []) if one.strip()]
    if not found:
        raise BadInput("no proposed claim was chosen", hint="tick those that do not matter here")
    return found


def _day(text: str) -> date:
    try:
        return parse_day(text) if text else date.today()
    except BadDate:
        raise BadDate(f"not a day: {text!r}", hint="write it as 2026-01-31") from None


def _facts(given: Form) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if "leaders" in given.texts:
        facts["leaders"] = list(given.lines("leaders"))
    for name in ("country", "commitment", "identifier"):
        if given.one(name):
            facts[name] = given.one(name)
    return facts


@router.get("/hits")
async def hits(request: Request) -> Response:
    return await _hits(request, "")


async def _hits(request: Request, problem: str, given: Form | None = None) -> Response:
    """The queue: every hit of the open cases that nobody has judged, with what is known of the listed party."""
    from muster.web.pages.hits import queue

    case = request.query_params.get("case", "")
    only = int(case) if case.isascii() and case.isdecimal() and len(case) < 10 else None
    content = await world(request).slow(lambda view: queue(view, only))
    shown = {"when": Times("", ""), "problem": problem, "given": given, **content}
    return render(request, "hits.html", shown, 422 if problem else 200)


@router.post("/hits")
async def judge_hits(request: Request) -> Response:
    """Record the verdicts that were given; what was left open stays open."""
    given = await form(request)
    user = request.state.user

    def work(view: View) -> int:
        by_case: dict[int, list[Adjudication]] = {}
        for number, one in _verdicts(given):
            by_case.setdefault(number, []).append(one)
        return Cases(view.register).adjudicate(by_case, user)

    try:
        await _written(request, work)
    except MusterError as error:
        return await _hits(request, str(error), given)
    return RedirectResponse(f"/hits?{request.url.query}" if request.url.query else "/hits", 303)


def _verdicts(given: Form) -> list[tuple[int, Adjudication]]:
    """The verdicts of a form: for each hit its case, both sides, a verdict and a reason. Blank ones stay open."""
    found = []
    for key in given.texts:
        if not key.startswith("hit-"):
            continue
        place = key.removeprefix("hit-")
        verdict, reason = given.one(f"verdict-{place}"), given.one(f"reason-{place}") or given.one("reason-for-all")
        number, _, rest = given.texts[key][0].partition("\t")
        text, _, entity = rest.partition("\t")
        if not verdict:
            continue
        if not number.isdecimal():
            raise BadInput("the form cannot be read", hint="open the page again")
        if not reason:
            raise BadInput(f"no reason is given for {text!r}", hint="say why, for each verdict")
        found.append((int(number), Adjudication(text, entity, verdict, storable(reason), by="")))
    if not found:
        raise BadInput("no verdict was given", hint="choose same, different or unsure, and say why")
    return found


@router.get("/cases/{number}/certificate")
async def certificate(request: Request, number: Number) -> Response:
    data = await world(request).slow(lambda view: Cases(view.register).certificate(number, date.today()))
    return render(request, "certificate.html", {"when": Times("", ""), "c": data, "number": number})


@router.get("/cases/{number}/certificate.txt")
async def certificate_file(request: Request, number: Number) -> Response:
    data = await world(request).slow(lambda view: Cases(view.register).certificate(number, date.today()))
    return PlainTextResponse(certificate_text(data))


@router.get("/cases/{number}/remediation.txt")
async def remediation_file(request: Request, number: Number) -> Response:
    return PlainTextResponse(await world(request).slow(lambda view: _letter(view, number, remediation)))


@router.get("/cases/{number}/inform.txt")
async def inform_file(request: Request, number: Number) -> Response:
    return PlainTextResponse(await world(request).slow(lambda view: _letter(view, number, duty_to_inform)))


def _letter(view: View, number: int, write: Callable[[Case, dict[str, Any]], str]) -> str:
    desk = Cases(view.register)
    found = desk.get(number)
    return write(found, desk.decision(found))


async def _written(request: Request, work: Callable[[View], Any]) -> Any:
    """Run what writes, with the newest knowledge."""
    found = await world(request).slow(work)
    await world(request).renew()
    return found
