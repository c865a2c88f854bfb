"""Policies and decisions: the law as files, requests put to it, and what was decided."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from pydantic import BaseModel, Field

from muster.policy import Policy, load_policy, policy_ids
from muster.reports import dossier, memo
from muster.vetting import Request as Vetting
from muster.vetting import decide, keep_all, replay, storable
from muster.web.api.common import Ident, Limit, Name, Offset, answered, day, listed, page, world
from muster.web.api.questions import shipped
from muster.web.json import answer
from muster.web.world import View

router = APIRouter(tags=["Decisions"])


def policy_data(one: Policy) -> dict[str, Any]:
    """A policy as data, without its tests."""
    return {
        "id": one.id,
        "title": one.title,
        "authority": one.authority,
        "summary": one.summary,
        "validity_days": one.validity_days,
        "digest": one.digest,
        "notes": list(one.notes),
        "clauses": [
            {
                "id": clause.id,
                "cites": clause.cites,
                "wording": clause.wording,
                "question": clause.question,
                "finder": clause.finder,
                "then": {kind.value: outcome.value for kind, outcome in clause.then.items()},
            }
            for clause in one.clauses
        ],
    }


@router.get("/policies", summary="The policies", responses=listed("Every shipped policy."))
async def policies() -> Response:
    return answer({"items": [policy_data(load_policy(one)) for one in policy_ids()]})


@router.get("/policies/{policy}", summary="One policy", responses=listed("The policy, with its text."))
async def policy(policy: Ident) -> Response:
    shipped(policy)
    found = load_policy(policy)
    return answer({**policy_data(found), "text": found.text})


class VetBody(BaseModel):
    """A unit, and named leaders, to be vetted under a policy as of a day."""

    unit: str = Field(..., min_length=1, max_length=2000)
    policy: str = Field(..., max_length=100, examples=["us-leahy-state"])
    leaders: list[str] = Field([], max_length=50)
    country: str = Field("", max_length=100)
    commitment: str = Field("", max_length=5000)
    identifier: str = Field("", max_length=500, description="The register's id of the unit, if it is known.")
    as_of: str = Field("", max_length=10)
    known_at: str = Field("", max_length=40)
    record: bool = Field(True, description="Keep the decision in the register.")


@router.post("/decisions", summary="Vet a unit", status_code=201, responses={201: {"description": "The decision."}})
async def vet(request: Request, body: VetBody) -> Response:
    """The same as `muster vet`. No outcome approves a unit: only a named person's sign-off does."""
    shipped(body.policy)
    asked = Vetting(
        unit=storable(body.unit),
        policy=body.policy,
        as_of=day(body.as_of),
        leaders=tuple(body.leaders),
        country=body.country,
        commitment=body.commitment,
        identifier=body.identifier,
    )
    made = await world(request).slow(lambda view: decide(view.desk, asked), body.known_at or None)
    if body.record:
        await world(request).write(lambda register: keep_all(register, [made]))
    found = made[1]
    return answer(found, 201 if body.record else 200, {"Location": f"/api/v1/decisions/{found['decision']}"})


@router.get("/decisions", summary="What was decided", responses=listed("A page of decisions, newest first."))
async def decisions(
    request: Request, outcome: Name = "", policy: Name = "", limit: Limit = 50, offset: Offset = 0
) -> Response:
    def work(view: View) -> Any:
        found = [
            {
                "decision": one["decision"],
                "outcome": one["outcome"],
                "unit": one["subject"]["caption"],
                "policy": one["policy"]["id"],
                "as_of": one["request"]["as_of"],
                "valid_until": one["valid_until"],
                "reasons": one["reasons"],
            }
            for one in reversed(view.register.decisions())
            if outcome in ("", one["outcome"]) and policy in ("", one["policy"]["id"])
        ]
        return page(found, limit, offset)

    return answer(await world(request).slow(work))


def decided(view: View, ident: str) -> dict[str, Any]:
    """A stored decision. Raises NotFound."""
    return view.register.decision(ident)


@router.get("/decisions/{decision}", summary="One decision", responses=listed("The decision as it was made."))
async def decision(request: Request, decision: Ident) -> Response:
    return await answered(request, lambda view: decided(view, decision))


@router.get("/decisions/{decision}/replay", summary="Computed again", responses=listed("The same, or what differs."))
async def replayed(request: Request, decision: Ident) -> Response:
    """The same request, as of its day and known at its time; `same` is true if every byte is."""

    def work(view: View) -> Any:
        return replay(view.register, decided(view, decision)).as_dict()

    return answer(await world(request).slow(work))


@router.get("/decisions/{decision}/memo.txt", summary="Its memo", response_class=PlainTextResponse)
async def memo_text(request: Request, decision: Ident) -> Response:
    return PlainTextResponse(await world(request).slow(lambda view: memo(decided(view, decision))))


@router.get("/decisions/{decision}/dossier.html", summary="Its dossier", response_class=HTMLResponse)
async def dossier_page(request: Request, decision: Ident) -> Response:
    """The page prints; it carries its own style and loads nothing."""
    page = await world(request).slow(lambda view: dossier(decided(view, decision)))
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    return HTMLResponse(page, headers={"Content-Security-Policy": policy})
