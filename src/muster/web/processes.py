"""The processes of `muster serve`: one loads everything, and those that answer are forked from it.

So the register's snapshot and the machine code are read once, whatever the number of processes, and a process that
died is there again at once. None says that it is ready before it can answer as quickly as ever.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Collection

import uvicorn
from fastapi import FastAPI
from starlette.types import Message, Scope

from muster.errors import UsageError
from muster.web.app import create_app

_BACKLOG = 2048  # connections that may wait
_AGAIN = 1.0  # seconds between a process that died and the next
_PATIENCE = 10.0  # seconds that a process has to finish what it does
_log = logging.getLogger("muster.web")


def bind(host: str, port: int) -> socket.socket:
    """The socket of the server; port 0 takes any free one. Raises UsageError if it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as fault:
        hint = "another program listens there? choose another --port"
        raise UsageError(f"cannot listen on {host}, port {port}: {fault.strerror or fault}", hint=hint) from None


def run(place: socket.socket, location: str, hosts: Collection[str], *, local: bool, workers: int) -> None:
    """Serve a register until told to stop (SIGINT, SIGTERM)."""
    app = create_app(location, hosts, local=local)
    app.state.world.start()
    asyncio.run(_ask_itself(app, next(iter(hosts), "localhost")))
    gc.freeze()  # what was read stays, and is shared with the processes that are forked
    gc.enable()
    if workers == 1:
        _answer(app, place)
    elif not hasattr(os, "fork"):
        raise UsageError("this system runs one process only", hint="leave --workers out")
    else:
        _Processes(app, place).keep(workers)


async def _ask_itself(app: FastAPI, host: str) -> None:
    """Put one question to the application: the first one makes the table of its routes."""
    headers = [(b"host", host.encode("latin-1", "replace"))]
    scope: Scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": "/readyz", "raw_path": b"/readyz", "root_path": "", "query_string": b"", "headers": headers,
        "client": None, "server": None,
    }  # fmt: skip

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        pass

    await app(scope, receive, send)


def _answer(app: FastAPI, place: socket.socket) -> None:
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=64 << 10,
        backlog=_BACKLOG,
    )
    uvicorn.Server(config).run(sockets=[place])


class _Processes:
    """Several processes that answer on one socket, kept alive by the one that forked them."""

    def __init__(self, app: FastAPI, place: socket.socket) -> None:
        self._app, self._place = app, place
        self._running: set[int] = set()
        self._ending = False
        self._alive, self._held = os.pipe()  # the second end closes with this process, whatever ends it

    def keep(self, count: int) -> None:
        """Run so many, and one anew for each that dies, until told to stop."""
        self._app.state.world.rest()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._end)
        for _ in range(count):
            self._fork()
        while self._running:
            ended, status = os.wait()
            self._running.discard(ended)
            if not self._ending:
                _log.error("a process of the server ended (%s); another takes its place", status)
                time.sleep(_AGAIN)
                if not self._ending:
                    self._fork()

    def _fork(self) -> None:
        made = os.fork()
        if made:
            self._running.add(made)
            if self._ending:  # told to stop meanwhile
                os.kill(made, signal.SIGTERM)
            return
        status = 1
        try:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            os.close(self._held)
            threading.Thread(target=_end_with, args=(self._alive,), daemon=True).start()
            _answer(self._app, self._place)
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        finally:
            sys.stderr.flush()
            os._exit(status)

    def _end(self, number: int, frame: object) -> None:
        self._ending = True
        for one in self._running:
            os.kill(one, signal.SIGTERM)


def _end_with(pipe: int) -> None:
    """Stop this process when the one that forked it is gone."""
    os.read(pipe, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_PATIENCE)
    os._exit(1)
