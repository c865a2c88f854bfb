"""Acts on cases over HTTP: the same acts, by the same rules, as `muster case` and the pages.

Each needs the account of a person. `If-Match` with the case's entity tag refuses an act on a case that has changed
since it was read; `Idempotency-Key` makes an act that is sent again be answered, not done again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from fastapi.responses import PlainTextResponse, Response
from pydantic import BaseModel, Field

from muster.cases import Account, Case, Cases, Errand, Repeated, certificate_text, duty_to_inform, remediation
from muster.claims import digest
from muster.errors import BadInput, WrongState
from muster.reports import memo as memo_of
from muster.vetting import Adjudication, storable
from muster.vetting import Request as Vetting
from muster.web.api.cases import Number, case_data, tag_of
from muster.web.api.common import day, listed, world
from muster.web.api.questions import shipped
from muster.web.json import answer
from muster.web.problems import Refused
from muster.web.world import View

router = APIRouter(tags=["Acts on cases"])
Act = Callable[[View, Cases, Account], Case]
IfMatch = Annotated[
    str, Header(alias="If-Match", description="The case's ETag as it was read; else 412.", max_length=100)
]
Key = Annotated[
    str,
    Header(alias="Idempotency-Key", description="The caller's own name for this act, kept for ever.", max_length=200),
]
_DONE = listed("The case as it is then, with its new ETag.")
_Text = Annotated[str, Field(max_length=5000)]


class RequestBody(BaseModel):
    """A request to be taken up as a case."""

    unit: str = Field("", max_length=2000)
    policy: str = Field(..., max_length=100, examples=["us-leahy-state"])
    leaders: list[_Text] = Field([], max_length=50)
    country: str = Field("", max_length=100)
    commitment: str = Field("", max_length=5000)
    identifier: str = Field("", max_length=500, description="The register's id of the unit, if it is known.")
    individual: str = Field("", max_length=2000, description="One member, if only they are to be vetted.")


class OpenBody(BaseModel):
    """One case for each request; all of them are opened, or none."""

    requests: list[RequestBody] = Field(..., min_length=1, max_length=1000)
    due: str = Field("", max_length=10, description="The day on which an answer is needed, YYYY-MM-DD.")


class VerdictForm(BaseModel):
    """A verdict on one hit of the case."""

    text: str = Field(..., max_length=2000, description="The party of the request, as the hit has it.")
    entity: str = Field(..., max_length=500)
    verdict: str = Field(..., examples=["same", "different", "unsure"], max_length=20)
    reason: _Text


class AdjudicateBody(BaseModel):
    hits: list[VerdictForm] = Field(..., min_length=1, max_length=1000)


class AttachBody(BaseModel):
    documents: list[str] = Field(..., min_length=1, max_length=100, description="Ids of `documents`.")


class SetAsideBody(BaseModel):
    reason: _Text
    proposals: list[str] = Field([], max_length=5000, description="Ids of proposals; else all that wait.")


class AskBody(BaseModel):
    missing: list[_Text] = Field([], max_length=100, description="What is asked for; else the decision's gaps.")


class AnswerBody(BaseModel):
    """What the requester answered; what is null stays as it was."""

    leaders: list[_Text] | None = Field(None, max_length=50)
    country: str | None = Field(None, max_length=100)
    commitment: str | None = Field(None, max_length=5000)
    identifier: str | None = Field(None, max_length=500)
    note: str = Field("", max_length=5000)


class DecideBody(BaseModel):
    as_of: str = Field("", max_length=10, description="The day in the world, YYYY-MM-DD; else today.")


class MemoBody(BaseModel):
    text: str = Field(..., min_length=1, max_length=200_000)


class SignBody(BaseModel):
    valid_until: str = Field("", max_length=10, description="Within the policy's validity; the first signature only.")


class ReasonBody(BaseModel):
    reason: _Text


class RecheckBody(BaseModel):
    reopen: bool = Field(False, description="Take the cases that ended up again at once.")


# --- how an act is done ------------------------------------------------------------------------------------


def _person(request: Request) -> Account:
    """The account that asks. Raises Refused: a case needs to know who did what, also where reading is free."""
    found: Account | None = request.state.user
    if found is None:
        hint = "make an account and a token (`muster user`); send Authorization: Bearer …"
        raise Refused("an act on a case needs a person", status=401, hint=hint)
    return found


async def _errand(request: Request, number: int | None, if_match: str, key: str) -> Errand:
    seen = None
    if if_match.strip() not in ("", "*"):
        start, _, rest = if_match.strip().strip('"').partition(".")
        if number is None or start != str(number) or not (rest.isascii() and rest.isdecimal()) or len(rest) > 18:
            raise Refused("the case is not as that entity tag has it", status=412, hint="send the ETag of this case")
        seen = int(rest)
    asked = digest(f"{request.url.path}\n{(await request.body()).hex()}") if key else ""
    return Errand(seen, storable(key), asked)


async def _act(request: Request, number: int, if_match: str, key: str, act: Act) -> Response:
    """Do one act and answer with the case as it is then; an act that was done before is only answered."""
    who = _person(request)
    errand = await _errand(request, number, if_match, key)

    def work(view: View) -> tuple[dict[str, Any], str, bool]:
        again = False
        try:
            act(view, Cases(view.register, errand), who)
        except Repeated:
            again = True
        desk = Cases(view.register)
        case = desk.get(number)
        return case_data(desk, case), tag_of(case), again

    data, tag, again = await world(request).slow(work)
    await world(request).renew()
    return answer(data, headers={"ETag": tag} | ({"Idempotency-Replayed": "true"} if again else {}))


def _needed(if_match: str, what: str) -> None:
    if not if_match.strip():
        hint = "send If-Match with the ETag of the case, or * for whatever stands there"
        raise Refused(f"{what} needs to say which state of the case it is for", status=428, hint=hint)


@router.post("/cases", summary="Open cases", status_code=201, responses={201: {"description": "Their numbers."}})
async def open_cases(request: Request, body: OpenBody, key: Key = "") -> Response:
    """The same as `muster case new`: one case for each request, all or none."""
    who = _person(request)
    errand = await _errand(request, None, "", key)
    today = date.today()
    requests = []
    for place, one in enumerate(body.requests):
        shipped(one.policy)
        asked = Vetting(
            unit=storable(one.unit),
            policy=one.policy,
            as_of=today,
            leaders=tuple(map(storable, one.leaders)),
            country=storable(one.country),
            commitment=storable(one.commitment),
            identifier=storable(one.identifier),
            individual=storable(one.individual),
            place=f"requests.{place}",
        )
        requests.append(asked)

    def work(view: View) -> tuple[list[int], bool]:
        try:
            return Cases(view.register, errand).open(requests, who, body.due), False
        except Repeated as done:
            return done.numbers, True

    numbers, again = await world(request).slow(work)
    headers = {"Location": f"/api/v1/cases/{numbers[0]}"} | ({"Idempotency-Replayed": "true"} if again else {})
    return answer({"cases": numbers}, 201, headers)


@router.post("/cases/{number}/adjudicate", summary="Judge hits", responses=_DONE)
async def adjudicate(
    request: Request, number: Number, body: AdjudicateBody, if_match: IfMatch = "", key: Key = ""
) -> Response:
    """Same, different or unsure, with a reason each; all are taken, or none. The case must then be decided again."""
    given = [Adjudication(storable(one.text), one.entity, one.verdict, one.reason, by="") for one in body.hits]

    def act(view: View, desk: Cases, who: Account) -> Case:
        desk.adjudicate({number: given}, who)
        return desk.get(number)

    return await _act(request, number, if_match, key, act)


@router.post("/cases/{number}/attach", summary="Attach texts that were read", responses=_DONE)
async def attach(request: Request, number: Number, body: AttachBody, if_match: IfMatch = "", key: Key = "") -> Response:
    """While a claim that they propose waits for a person, the case is `reviewing` and cannot be decided."""
    act: Act = lambda view, desk, who: desk.attach(number, who, body.documents)  # noqa: E731
    return await _act(request, number, if_match, key, act)


@router.post("/cases/{number}/set-aside", summary="Leave proposed claims out of a case", responses=_DONE)
async def set_aside(
    request: Request, number: Number, body: SetAsideBody, if_match: IfMatch = "", key: Key = ""
) -> Response:
    """They are not judged: they wait at the reading desk, and in other cases."""
    act: Act = lambda view, desk, who: desk.set_aside(number, who, body.reason, body.proposals)  # noqa: E731
    return await _act(request, number, if_match, key, act)


@router.post("/cases/{number}/ask", summary="Ask for what is missing", responses=_DONE)
async def ask(request: Request, number: Number, body: AskBody, if_match: IfMatch = "", key: Key = "") -> Response:
    """The case waits until the answer is taken down."""

    def act(view: View, desk: Cases, who: Account) -> Case:
        missing = [storable(one) for one in body.missing] or desk.decision(desk.get(number))["gaps"]
        return desk.ask(number, who, missing)

    return await _act(request, number, if_match, key, act)


@router.post("/cases/{number}/answer", summary="Take an answer down", responses=_DONE)
async def answered(
    request: Request, number: Number, body: AnswerBody, if_match: IfMatch = "", key: Key = ""
) -> Response:
    """Leaders (all of them), country, commitment or identifier; the case is open again."""
    facts = body.model_dump(exclude={"note"})
    act: Act = lambda view, desk, who: desk.answer(number, who, storable(body.note), **facts)  # noqa: E731
    return await _act(request, number, if_match, key, act)


@router.post("/cases/{number}/decide", summary="Compute the decision", responses=_DONE)
async def decide(request: Request, number: Number, body: DecideBody, if_match: IfMatch = "", key: Key = "") -> Response:
    """With all that is known now and all that was adjudicated; a first memo comes with it."""
    on = day(body.as_of)
    act: Act = lambda view, desk, who: desk.decide(number, who, view.desk, on, memo_of)  # noqa: E731
    return await _act(request, number, if_match, key, act)


@router.put("/cases/{number}/memo", summary="Replace the memo", responses=_DONE)
async def write_memo(
    request: Request, number: Number, body: MemoBody, if_match: IfMatch = "", key: Key = ""
) -> Response:
    """Needs `If-Match`, so that nobody's text is lost."""
    _needed(if_match, "a memo")
    act: Act = lambda view, desk, who: desk.memo(number, who, storable(body.text))  # noqa: E731
    return await _act(request, number, if_match, key, act)


@router.post("/cases/{number}/sign", summary="Sign", responses=_DONE)
async def sign(request: Request, number: Number, body: SignBody, if_match: IfMatch = "", key: Key = "") -> Response:
    """The analyst's signature, or the second person's, by the role of who asks. Needs `If-Match`: nobody signs what
    they have not seen. The database refuses a second signature by the same person, or by one who worked on the case."""
    _needed(if_match, "a signature")

    def act(view: View, desk: Cases, who: Account) -> Case:
        if who.role != "approver":
            return desk.sign(number, who, body.valid_until)
        if body.valid_until:
            raise BadInput("valid_until belongs to the first signature", place="valid_until")
        return desk.approve(number, who, view.desk, date.today())

    return await _act(request, number, if_match, key, act)


def _closing(path: str, name: str, summary: str, text: str) -> None:
    """An act that takes a reason."""

    async def done(
        request: Request, number: Number, body: ReasonBody, if_match: IfMatch = "", key: Key = ""
    ) -> Response:
        def act(view: View, desk: Cases, who: Account) -> Case:
            found: Case = getattr(desk, name)(number, who, body.reason)
            return found

        return await _act(request, number, if_match, key, act)

    done.__name__ = name
    done.__doc__ = text
    router.post(f"/cases/{{number}}/{path}", summary=summary, responses=_DONE)(done)


_closing("return", "send_back", "Send back", "Do not sign, and say why: the case is open again.")
_closing("refuse", "refuse", "Refuse", "What would change it is in `remediation.txt` of the case.")
_closing("withdraw", "withdraw", "Withdraw", "Close the case because the request was taken back.")
_closing("reopen", "reopen", "Take up again", "An approval ends with it.")


@router.post("/cases/recheck", summary="End approvals that no longer hold", responses=listed("Those that ended, why."))
async def recheck(request: Request, body: RecheckBody) -> Response:
    """Every approved request is put again with today's knowledge. Sent again it ends nothing twice."""
    who = _person(request)

    def work(view: View) -> Any:
        ended = Cases(view.register).recheck(who, date.today(), reopen=body.reopen)
        return {"ended": [{"case": one.number, "unit": one.unit, "state": one.state, "why": why} for one, why in ended]}

    found = await world(request).slow(work)
    await world(request).renew()
    return answer(found)


# --- what leaves the desk ----------------------------------------------------------------------------------


@router.get("/cases/{number}/certificate", summary="The certificate", responses=listed("Of an approval in force."))
async def certificate(request: Request, number: Number) -> Response:
    return answer(await world(request).slow(lambda view: Cases(view.register).certificate(number, date.today())))


@router.get("/cases/{number}/certificate.txt", summary="The certificate, to print", response_class=PlainTextResponse)
async def certificate_print(request: Request, number: Number) -> Response:
    data = await world(request).slow(lambda view: Cases(view.register).certificate(number, date.today()))
    return PlainTextResponse(certificate_text(data))


@router.get("/cases/{number}/memo.txt", summary="The memo", response_class=PlainTextResponse)
async def read_memo(request: Request, number: Number) -> Response:
    """As it stands; its ETag is the case's."""
    case = await world(request).slow(lambda view: Cases(view.register).get(number))
    if not case.memo:
        raise WrongState(f"case {number} has no memo to a decision in force", hint="decide it first")
    return PlainTextResponse(case.memo, headers={"ETag": tag_of(case)})


def _letter(path: str, write: Callable[[Case, Any], str], summary: str, text: str) -> None:
    async def letter(request: Request, number: Number) -> Response:
        def work(view: View) -> str:
            desk = Cases(view.register)
            found = desk.get(number)
            return write(found, desk.decision(found))

        return PlainTextResponse(await world(request).slow(work))

    letter.__name__ = write.__name__
    letter.__doc__ = text
    router.get(f"/cases/{{number}}/{path}", summary=summary, response_class=PlainTextResponse)(letter)


_letter("remediation.txt", remediation, "What would change a refusal", "Clause by clause.")
_letter(
    "inform.txt",
    duty_to_inform,
    "Draft of the duty to inform",
    "What the unit's government must be told when assistance is withheld (22 U.S.C. 2378d(c)); a person checks it.",
)
