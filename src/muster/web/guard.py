"""What every request passes: a limit on its size, headers that keep pages to themselves, and a check of its origin.

The limits are counted on the bytes that come, not on what a header promises.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from muster.web.problems import Refused, of_error, refusal

MAX_BODY = 10 << 20
MAX_QUERY = 16 << 10
_SAFE = {"GET", "HEAD", "OPTIONS"}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """ASGI middleware. `hosts` are the names that requests may call this server; empty: any."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] = ()) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = self._refused(scope, Headers(scope=scope))
        if refused:
            refusal(scope, refused.http_status, refused.message)
            await of_error(refused)(scope, receive, _with_headers(send))
            return
        counted = _Counted(receive)
        try:
            await self._app(scope, counted, _with_headers(send))
        except _TooLarge:
            refusal(scope, 413, "the request is too large")
            error = Refused("the request is too large", status=413, hint=f"at most {MAX_BODY >> 20} MB")
            await of_error(error)(scope, receive, _with_headers(send))

    def _refused(self, scope: Scope, headers: Headers) -> Refused | None:
        if len(scope.get("query_string", b"")) > MAX_QUERY:
            return Refused("the address is too long", status=414, hint="send the question in the body of a POST")
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length) > MAX_BODY:
            return Refused("the request is too large", status=413, hint=f"at most {MAX_BODY >> 20} MB")
        host = headers.get("host", "")
        if self._hosts and _name(host) not in self._hosts:
            return Refused("this server does not go by that name", status=421, hint="name it with --host-name")
        if scope["method"] not in _SAFE and not _same_site(headers, host):
            return Refused("sent from another site", status=403, hint="send it from the pages of this server")
        return None


def _name(host: str) -> str:
    return (urlsplit(f"//{host}").hostname or "") if host.count("[") == host.count("]") else ""


def _same_site(headers: Headers, host: str) -> bool:
    """True unless a browser says that the request was started by another site. Programs send neither header."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or (origin != "null" and urlsplit(origin).netloc == host)


class _TooLarge(Exception):
    pass


class _Counted:
    """A body that ends with an error once it is larger than allowed."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._count = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._count += len(message.get("body", b""))
        if self._count > MAX_BODY:
            raise _TooLarge
        return message


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sending
