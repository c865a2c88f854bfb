"""Logging in and out, the address that works once, and the keeping of accounts."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from muster.cases import ROLES
from muster.errors import MusterError, NotAllowed
from muster.web.access import COOKIE, access, inside, keep, person
from muster.web.api.common import world
from muster.web.pages.env import Times, render
from muster.web.pages.forms import form

router = APIRouter()


@router.get("/enter")
async def enter(request: Request) -> Response:
    session = access(request).enter(request.query_params.get("token", ""))
    if session is None:
        hint = "it works once; start `muster serve` again for a new one"
        raise NotAllowed("this address opens nothing any more", hint=hint)
    return keep(RedirectResponse("/", 303), request, session)


@router.get("/login")
async def login_page(request: Request) -> Response:
    wanted = inside(request.query_params.get("next", "/"))
    return _login(request, wanted, "")


def _login(request: Request, wanted: str, problem: str, status: int = 200) -> Response:
    shown = {"wanted": wanted, "problem": problem, "users": access(request).has_users, "when": Times("", "")}
    return render(request, "login.html", shown, status)


@router.post("/login")
async def login(request: Request) -> Response:
    given = await form(request)
    wanted = inside(given.one("next") or "/")
    origin = request.client.host if request.client else "unknown"
    try:
        session = await world(request).slow(
            lambda view: access(request).accounts.login(given.one("name"), given.one("password"), origin)
        )
    except MusterError as error:
        return _login(request, wanted, f"{error.message} ({error.hint})", error.http_status)
    return keep(RedirectResponse(wanted, 303), request, session)


@router.post("/logout")
async def logout(request: Request) -> Response:
    session = request.cookies.get(COOKIE, "")
    if session:
        await world(request).slow(lambda view: access(request).accounts.logout(session))
        access(request).forget()
    gone = RedirectResponse("/login", 303)
    gone.delete_cookie(COOKIE, path="/")
    return gone


@router.get("/users", dependencies=[Depends(person)])
async def users(request: Request) -> Response:
    return await _users(request, "")


async def _users(request: Request, problem: str) -> Response:
    accounts = await world(request).slow(lambda view: access(request).accounts.all())
    shown: dict[str, Any] = {"accounts": accounts, "roles": ROLES, "problem": problem, "when": Times("", "")}
    return render(request, "users.html", shown, 422 if problem else 200)


@router.post("/users", dependencies=[Depends(person)])
async def add_user(request: Request) -> Response:
    """Make an account. The first one is made by the person at this machine, and must be an administrator's."""
    given = await form(request)
    user = request.state.user
    accounts = access(request).accounts
    by = user if access(request).has_users else None

    def work(_: object) -> object:
        if by is not None and by.role != "administrator":
            raise NotAllowed("only an administrator keeps the accounts", hint="ask one")
        if given.one("act") == "close":
            return accounts.change(given.one("name"), by=user, active=False)
        return accounts.add(
            given.one("name"),
            given.one("role"),
            full_name=given.one("full_name"),
            password=given.one("password"),
            by=by,
        )

    try:
        await world(request).slow(work)
    except MusterError as error:
        return await _users(request, str(error))
    access(request).forget()
    return RedirectResponse("/users" if by else "/login", 303)
