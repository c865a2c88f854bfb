"""`muster serve` with several processes: they answer, they are replaced when they die, and none is left behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import Muster

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")


@pytest.fixture
def server(example: Muster) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command with two processes on any free port, and its address."""
    command = [sys.executable, "-m", "muster", "--register", str(example.register), "serve", "--workers", "2"]
    running = subprocess.Popen([*command, "--port", "0"], stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    found = re.search(r"http://\S+/", running.stdout.readline())
    assert found
    yield running, found[0]
    running.kill()
    running.wait()
    running.stdout.close()


def children(of: int) -> set[int]:
    return {int(one) for one in Path(f"/proc/{of}/task/{of}/children").read_text().split()}


def until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not what():
        assert time.monotonic() < deadline, "waited a minute"
        time.sleep(0.05)


def gone(process: int) -> bool:
    """True if there is no such process, or only what its parent has not taken note of."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def ready(address: str) -> bool:
    return httpx.get(f"{address}readyz", timeout=60).status_code == 200


def test_a_process_that_dies_is_replaced(server: tuple[subprocess.Popen[str], str]) -> None:
    running, address = server
    assert ready(address)
    until(lambda: len(children(running.pid)) == 2)
    first = children(running.pid)
    os.kill(min(first), signal.SIGKILL)
    until(lambda: len(children(running.pid) - first) == 1)
    for _ in range(20):
        assert ready(address)


def test_all_end_when_told_to(server: tuple[subprocess.Popen[str], str]) -> None:
    running, address = server
    assert ready(address)
    until(lambda: len(children(running.pid)) == 2)
    answering = children(running.pid)
    running.send_signal(signal.SIGTERM)
    assert running.wait(60) == 0
    assert all(map(gone, answering))


def test_none_is_left_behind_by_one_that_was_killed(server: tuple[subprocess.Popen[str], str]) -> None:
    running, address = server
    assert ready(address)
    until(lambda: len(children(running.pid)) == 2)
    answering = children(running.pid)
    running.kill()
    until(lambda: all(map(gone, answering)))


def test_all_processes_know_that_the_address_was_used(server: tuple[subprocess.Popen[str], str]) -> None:
    running, address = server
    assert running.stdout is not None
    found = re.search(r"/(enter\?token=\S+)", running.stdout.readline())
    assert found
    assert httpx.get(address + found[1], timeout=60).status_code == 303
    for _ in range(10):
        assert httpx.get(address + found[1], timeout=60).status_code == 403
