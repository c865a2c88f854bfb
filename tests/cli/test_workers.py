"""`muster vet --roster --workers`: the same files from several processes, and none is left when it is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Muster

POLICIES = ("--policy", "us-ndaa-2015-1236", "--policy", "list-screening", "--as-of", "2018-11-28")


def roster(folder: Path, count: int) -> Path:
    """A roster of the units of the example and many more."""
    path = folder / "units.csv"
    names = [
        "Asa'ib Ahl al-Haq",
        "Kata'ib al-Imam Ali",
        *(f"{one} Battalion, Lake {one % 9} Brigade" for one in range(count)),
    ]
    path.write_text("unit,country\n" + "".join(f'"{one}",Iraq\n' for one in names), "utf-8")
    return path


def test_several_processes_write_and_keep_what_one_does(filled: Muster, tmp_path: Path) -> None:
    path = roster(tmp_path, 500)
    for workers in (1, 2):
        for name in (f"{workers}.csv", f"{workers}.jsonl"):
            ran = filled("vet", "--roster", path, *POLICIES, "--workers", workers, "--no-record", "-o", tmp_path / name)
            assert ran.status == 0, ran.err
    assert (tmp_path / "1.csv").read_bytes() == (tmp_path / "2.csv").read_bytes()
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()
    assert filled("vet", "--roster", path, *POLICIES, "--workers", "2").status == 0
    assert filled("recheck", "--as-of", "2018-11-28", "--json").json == []
    assert filled("audit", "verify").status == 0


def test_workers_are_for_a_roster(filled: Muster) -> None:
    assert filled("vet", "aah", *POLICIES, "--workers", "2").status == 2


def _children(process: int) -> list[str]:
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_who_stops_it_leaves_no_process_and_no_half_file(filled: Muster, tmp_path: Path) -> None:
    path, out = roster(tmp_path, 60_000), tmp_path / "out.csv"
    command = ["vet", "--roster", path, *POLICIES, "--workers", "2", "--no-record", "-o", out]
    ran = subprocess.Popen(
        [sys.executable, "-m", "muster", "--register", str(filled.register), *map(str, command)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's `&` ignores it
    )  # fmt: skip
    try:
        started: list[str] = []
        deadline = time.monotonic() + 120
        while len(started) < 2 and ran.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
            started = _children(ran.pid)
        assert len(started) == 2, "two processes decide"
        os.killpg(ran.pid, signal.SIGINT)  # as a terminal does with Ctrl-C
        _, said = ran.communicate(timeout=60)
    finally:
        ran.kill()
    assert ran.returncode != 0
    assert b"Traceback" not in said
    assert not any(Path(f"/proc/{one}").exists() for one in started)
    assert sorted(one.name for one in tmp_path.glob("out*")) == []
