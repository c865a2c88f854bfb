"""Who is asking: a session of the pages, a token of a program, or (in a register without users) the person at this
machine.

A register without users is one person's own. Its pages open with an address that works once, printed by `muster serve`;
programs on this machine need nothing. As soon as it has users, everyone logs in and every program shows a token.
"""

from __future__ import annotations

import getpass
import hashlib
import hmac
import os
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlsplit

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from muster.cases import Account, Accounts
from muster.errors import NotAllowed
from muster.register import Register
from muster.web.problems import Refused
from muster.web.settings import ENTRY_VARIABLE, FOLDER_VARIABLE

COOKIE = "muster_session"
_KEPT = 2.0  # seconds for which an answer of the register on who somebody is holds
_SECONDS = 12 * 3600
_LOCAL = "local_"  # how the session of the one-time address begins


class Access:
    """Says who asks. One to a server process."""

    def __init__(self, register: Register, *, local: bool) -> None:
        self.accounts = Accounts(register)
        self._local = local
        self._entry = os.environ.get(ENTRY_VARIABLE, "")
        self._folder = os.environ.get(FOLDER_VARIABLE, "")
        self._users: tuple[float, bool] = (-_KEPT, False)
        self._seen: dict[str, tuple[float, Account]] = {}

    @property
    def has_users(self) -> bool:
        """True once the register has an account; from then on everyone must say who they are."""
        now = time.monotonic()
        if not self._users[1] and now - self._users[0] >= _KEPT:
            self._users = (now, bool(self.accounts.all()))
        return self._users[1]

    @property
    def open(self) -> bool:
        """True if programs on this machine may ask without a token."""
        return self._local and not self.has_users

    # --- the address that works once ---------------------------------------------------------------------

    def enter(self, secret: str) -> str | None:
        """The session that the one-time address opens; None if it is wrong, was used, or there are users."""
        if not self.open or not self._entry or not hmac.compare_digest(secret.encode(), self._entry.encode()):
            return None
        if self._folder:
            try:
                (Path(self._folder) / "entered").touch(exist_ok=False)
            except OSError:
                return None
        else:
            self._entry, used = "", self._entry
            return self._session_of(used)
        return self._session_of(self._entry)

    @staticmethod
    def _session_of(entry: str) -> str:
        return _LOCAL + hashlib.sha256(f"session of {entry}".encode()).hexdigest()

    # --- who asks ----------------------------------------------------------------------------------------

    def who(self, request: Request) -> Account | None:
        """The person or program behind a request, None if it does not say."""
        kind, _, secret = request.headers.get("authorization", "").partition(" ")
        if secret and kind.lower() in ("bearer", "apikey", "token"):
            return self._known(secret.strip(), token=True)
        session = request.cookies.get(COOKIE, "")
        if not session:
            return None
        if session.startswith(_LOCAL):
            right = self._entry and hmac.compare_digest(session, self._session_of(self._entry))
            return owner() if self.open and right else None
        return self._known(session, token=False)

    def _known(self, secret: str, *, token: bool) -> Account | None:
        key = hashlib.sha256(secret.encode()).hexdigest()
        now = time.monotonic()
        found = self._seen.get(key)
        if found and now - found[0] < _KEPT:
            return found[1]
        try:
            account = self.accounts.by_token(secret) if token else self.accounts.by_session(secret)
        except NotAllowed:
            self._seen.pop(key, None)
            return None
        if len(self._seen) > 10_000:
            self._seen.clear()
        self._seen[key] = (now, account)
        return account

    def forget(self) -> None:
        """Ask the register again who everyone is: an account was changed here."""
        self._seen.clear()
        self._users = (-_KEPT, self._users[1])


def is_own(request: Request) -> bool:
    """True for a session that the one-time address opened."""
    return request.cookies.get(COOKIE, "").startswith(_LOCAL)


def owner() -> Account:
    """The person at this machine, who may read and vet; a case needs accounts, as two people must sign it."""
    name = "owner"
    with suppress(KeyError, OSError):
        name = getpass.getuser()
    return Account(name, "", "viewer", True)


def access(request: Request) -> Access:
    """The server's access."""
    found: Access = request.app.state.access
    return found


async def program(request: Request) -> None:
    """Let a request of the API pass, or raise NotAllowed."""
    found = access(request)
    request.state.user = found.who(request)
    if request.state.user is None and not found.open:
        raise Refused(
            "a token is needed", status=401, hint="make one with `muster user token`; send Authorization: Bearer …"
        )


async def person(request: Request) -> None:
    """Let a request of a page pass, or send the person to where they can say who they are."""
    request.state.user = access(request).who(request)
    if request.state.user is None:
        raise LoginNeeded(request)


class LoginNeeded(Exception):
    """Nobody is logged in; the page that was asked for is shown after the login."""

    def __init__(self, request: Request) -> None:
        super().__init__()
        self.wanted = str(request.url.path) + (f"?{request.url.query}" if request.url.query else "")

    def response(self) -> Response:
        return RedirectResponse(f"/login?next={quote(self.wanted, safe='')}", 303)


def inside(address: str) -> str:
    """The address if it is one of this server's own pages, else the first page."""
    parts = urlsplit(address)
    own = address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return address if own and "\\" not in address else "/"


def keep(response: Response, request: Request, session: str) -> Response:
    """Hand a session to the browser: out of reach of scripts and of other sites."""
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, session, max_age=_SECONDS, httponly=True, samesite="strict", secure=secure, path="/")
    return response
