"""A register that a test may change, and a folder for its input."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import Muster


@pytest.fixture
def filled(example: Muster, tmp_path: Path) -> Muster:
    """A copy of the example's register."""
    folder = tmp_path / "register"
    folder.mkdir()
    for part in example.register.parent.glob("muster.db*"):
        shutil.copy(part, folder / part.name)
    return Muster(folder / "muster.db")


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "inputs"
    folder.mkdir()
    return folder
