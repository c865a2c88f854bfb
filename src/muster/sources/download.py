"""One file over HTTP: the only module of Muster that calls out, and only for `muster fetch`.

Polite: one request at a time, asked only for what is new, with patience when the server is busy. What has been
received is kept beside a note of the server's version, so that a broken download goes on where it stopped.
"""

from __future__ import annotations

import json
import re
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any, NoReturn
from urllib.parse import urlsplit

from muster import __version__
from muster.errors import BadInput, MusterError, NotFound
from muster.sources.addresses import check_address
from muster.sources.files import MAX_BYTES

TRIES = 5
TIMEOUT = 60  # seconds that the server may be silent
LONGEST = 4 * 3600  # seconds for one file, all tries together
LONGEST_WAIT = 300  # seconds that a busy server may ask for
USER_AGENT = f"Muster/{__version__} (muster fetch; list screening)"

_BUSY = {408, 425, 429, 500, 502, 503, 504}
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_WHOLE = re.compile(r"bytes \*/(\d+)")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a server said of a file's version. `resume` is what a later request may name to get only the rest."""

    address: str
    etag: str = ""
    last_modified: str = ""
    resume: str = ""


class _Passing(Exception):
    """Trouble that may pass: worth another try, after this many seconds at least."""

    def __init__(self, problem: str, after: float = 0) -> None:
        super().__init__(problem)
        self.after = after


def download(
    address: str,
    part: Path,
    *,
    known: Stamp | None = None,
    limit: int = MAX_BYTES,
    plain: bool = False,
    step: Callable[..., None] = lambda step, total=None: None,
    wait: Callable[[float], None] = time.sleep,
) -> Stamp | None:
    """Fetch a file into `part`, whole; what `part` already holds of the same version is not sent again.

    Returns the server's word on the version, or None if it is still `known`. `limit` is in bytes; `plain` allows
    HTTP; `step` is told of bytes received. Raises BadInput, NotFound, or MusterError if the server stays away.
    """
    check_address(address, plain=plain)
    until = time.monotonic() + LONGEST
    for attempt in range(1, TRIES + 1):
        try:
            return _Try(address, part, known, limit, plain, step, until).run()
        except _Passing as fault:
            pause = max(fault.after, float(2 ** (attempt - 1)))
            if attempt == TRIES or pause > LONGEST_WAIT or time.monotonic() + pause > until:
                later = f"in {pause:.0f} seconds" if pause > LONGEST_WAIT else "later"
                hint = f"try again {later}; what was received is kept, and the rest will be asked for"
                raise MusterError(f"{fault} (tried {attempt} times)", place=address, hint=hint) from None
            wait(pause)
    raise AssertionError("unreachable")


def forget(part: Path) -> None:
    """Remove what was received, and the note beside it."""
    part.unlink(missing_ok=True)
    _note(part).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Try:
    """One request and its answer."""

    address: str
    part: Path
    known: Stamp | None
    limit: int
    plain: bool
    step: Callable[..., None]
    until: float

    def run(self) -> Stamp | None:
        begun = _begun(self.part, self.address)
        held = self.part.stat().st_size if begun else 0
        headers = {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}
        if begun:
            headers |= {"Range": f"bytes={held}-", "If-Range": begun.resume}
        elif self.known and self.known.etag:
            headers["If-None-Match"] = self.known.etag
        elif self.known and self.known.last_modified:
            headers["If-Modified-Since"] = self.known.last_modified
        request = urllib.request.Request(self.address, headers=headers)  # noqa: S310 - the address was checked
        try:
            answer = _opener(self.plain).open(request, timeout=TIMEOUT)
        except urllib.error.HTTPError as fault:
            with fault:
                if fault.code == 304 and self.known and not begun:
                    return None
                if fault.code == 416 and begun:
                    return self._complete(begun, held, fault.headers)
                self._refused(fault.code, fault.reason, fault.headers)
        except (OSError, HTTPException) as fault:
            self._unreachable(fault)
        with answer:
            return self._take(answer, begun, held)

    def _take(self, answer: Any, begun: Stamp | None, held: int) -> Stamp:
        """Write the answer's body into the part. Raises _Passing if it ends too early."""
        length = answer.headers.get("Content-Length", "")
        total = int(length) if length.isascii() and length.isdigit() else None
        stamp = _stamp(self.address, answer.headers)
        if answer.status == 206 and begun:
            span = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
            if not span or int(span[1]) != held or stamp.etag not in ("", begun.etag):
                forget(self.part)
                raise _Passing("the server sent another part than the one asked for")
            total = int(span[2]) if span[2] != "*" else total and held + total
            stamp = begun
        elif answer.status == 200:
            forget(self.part)
            held = 0
            _note(self.part).write_text(json.dumps(asdict(stamp)), "utf-8")
        else:
            self._refused(answer.status, answer.reason, answer.headers)
        self._check_size(total or 0)
        self.step(held, total)
        with self.part.open("ab") as file:
            for block in _blocks(answer):
                held += len(block)
                self._check_size(held)
                if time.monotonic() > self.until:
                    raise _Passing("the server is too slow")
                file.write(block)
                self.step(len(block))
        if total is not None and held < total:
            raise _Passing(f"the connection broke after {held:,} of {total:,} bytes")
        return stamp

    def _complete(self, begun: Stamp, held: int, headers: Message) -> Stamp:
        """There is nothing behind what is held: it is the whole file, if the server knows it as that long."""
        whole = _WHOLE.fullmatch(headers.get("Content-Range", ""))
        if whole and int(whole[1]) == held:
            return begun
        forget(self.part)
        raise _Passing("the server's file is shorter than what was received before")

    def _check_size(self, size: int) -> None:
        if size > self.limit:
            forget(self.part)
            hint = "check what it is; --limit allows more"
            raise BadInput(f"larger than the limit of {self.limit:,} bytes", place=self.address, hint=hint)

    def _refused(self, status: int, reason: str, headers: Message) -> NoReturn:
        told = f"the server answers {status} {reason}".strip()
        if status in _BUSY:
            raise _Passing(told, _retry_after(headers))
        if status in (404, 410):
            hint = "publishers move their files: look at the publisher's page, and correct the file of addresses"
            raise NotFound(f"nothing there: {told}", place=self.address, hint=hint)
        raise MusterError(told, place=self.address, hint="open the address in a browser to see what it asks for")

    def _unreachable(self, fault: Exception) -> NoReturn:
        reason = fault.reason if isinstance(fault, urllib.error.URLError) else fault
        if isinstance(reason, ssl.SSLCertVerificationError):
            problem = f"the server's certificate is not trusted: {reason.verify_message}"
            raise MusterError(problem, place=self.address, hint="someone may stand between; do not fetch it this way")
        raise _Passing(f"the server cannot be reached: {reason}")


def _blocks(answer: Any) -> Iterator[bytes]:
    while True:
        try:
            block = answer.read1(1 << 16)
        except (OSError, HTTPException) as fault:
            raise _Passing(f"the connection broke: {fault}") from None
        if not block:
            return
        yield block


# --- what is kept for the next try ------------------------------------------------------------------------


def _note(part: Path) -> Path:
    return part.with_name(f"{part.name}.from")


def _begun(part: Path, address: str) -> Stamp | None:
    """The version of which `part` holds the beginning, if the server can be asked for the rest of it."""
    try:
        stamp = Stamp(**json.loads(_note(part).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    if stamp.address != address or not stamp.resume or not part.is_file() or not part.stat().st_size:
        return None
    return stamp


def _stamp(address: str, headers: Message) -> Stamp:
    etag, modified = headers.get("ETag", ""), headers.get("Last-Modified", "")
    resume = ""
    if etag and not etag.startswith("W/"):
        resume = etag
    elif not etag and (changed := _time(modified)) and (now := _time(headers.get("Date", ""))):
        # RFC 9110, 8.8.2.2: a time names one version only if the file has rested for a minute since.
        resume = modified if (now - changed).total_seconds() >= 60 else ""
    return Stamp(address, etag, modified, resume)


def _retry_after(headers: Message) -> float:
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    moment = _time(text)
    return max((moment - datetime.now(UTC)).total_seconds(), 0) if moment else 0


def _time(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


# --- the connection ---------------------------------------------------------------------------------------


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirection only to what could have been asked for in the first place, never from HTTPS to HTTP."""

    def __init__(self, plain: bool) -> None:
        self._plain = plain

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        newurl = newurl.replace(" ", "%20")
        down = req.type == "https" and urlsplit(newurl).scheme.lower() == "http"
        try:
            check_address(newurl, plain=self._plain)
        except BadInput as fault:
            raise BadInput(f"redirected: {fault.message}", place=req.full_url, hint=fault.hint) from None
        if down and not self._plain:
            hint = "give the file's own address"
            raise BadInput(f"redirected to {newurl}, which is not encrypted", place=req.full_url, hint=hint)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener(plain: bool) -> urllib.request.OpenerDirector:
    """What opens HTTP and HTTPS addresses, through the system's proxy if one is set, and nothing else."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        *(urllib.request.ProxyHandler(), urllib.request.UnknownHandler(), urllib.request.HTTPHandler()),
        *(urllib.request.HTTPSHandler(), urllib.request.HTTPDefaultErrorHandler(), _Redirects(plain)),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener
