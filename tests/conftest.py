"""What tests share: running a command line in this process, the example register, and the real data."""

from __future__ import annotations

import contextlib
import io
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from muster.cli.app import run

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "iraq-2018"


@dataclass(frozen=True)
class Ran:
    """How a command line ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.status == 0, self.err
        return json.loads(self.out)


@dataclass(frozen=True)
class Muster:
    """The `muster` command on one register, run in this process."""

    register: Path

    def __call__(self, *arguments: object) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = run(["--register", str(self.register), *map(str, arguments)])
        return Ran(status, out.getvalue(), err.getvalue())


@pytest.fixture
def muster(tmp_path: Path) -> Muster:
    """The command on a register that does not exist yet."""
    return Muster(tmp_path / "muster.db")


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Muster:
    """The command on the example's register, built as `make demo` builds it. Tests must not import into it."""
    made = Muster(tmp_path_factory.mktemp("example") / "muster.db")
    for names in (("ofac-2018-11-12", "ofac-2018-11-13"), ("situation.yaml",)):
        ran = made("import", *(EXAMPLE / name for name in names))
        assert ran.status == 0, ran.err
    return made


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real lists; the test is skipped where it is absent."""
    folder = Path(os.environ.get("MUSTER_DATA") or ROOT.parent / "shared" / "data")
    if not (folder / "lists").is_dir():
        pytest.skip(f"no real lists at {folder}: set MUSTER_DATA")
    return folder


Command = Callable[..., Ran]
