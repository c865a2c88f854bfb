"""A real server on loopback, over a copy of the example register."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import uvicorn

from muster.web.app import create_app
from tests.conftest import Muster


@dataclass(frozen=True)
class Served:
    """A running server: its address, its register, and a client."""

    url: str
    register: Path
    client: httpx.Client


@pytest.fixture(scope="session")
def served(example: Muster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all tests that only ask."""
    register = tmp_path_factory.mktemp("served") / "muster.db"
    shutil.copy(example.register, register)
    yield from serve(register)


@pytest.fixture
def own_server(example: Muster, tmp_path: Path) -> Iterator[Served]:
    """A server of the test's own, whose register it may change."""
    register = tmp_path / "muster.db"
    shutil.copy(example.register, register)
    yield from serve(register)


def serve(register: Path) -> Iterator[Served]:
    """Serve a register until the test ends."""
    place = socket.socket()
    place.bind(("127.0.0.1", 0))
    port = place.getsockname()[1]
    app = create_app(str(register), hosts=("127.0.0.1", "localhost"))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [place]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        assert time.monotonic() < deadline, "the server did not start in a minute"
        time.sleep(0.02)
    url = f"http://127.0.0.1:{port}"
    with httpx.Client(base_url=url, timeout=60) as client:
        yield Served(url, register, client)
    server.should_exit = True
    thread.join(30)
