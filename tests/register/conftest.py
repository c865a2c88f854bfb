"""A fresh register for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.register import Register

from .made import new_register


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with new_register(tmp_path / "muster.db") as opened:
        yield opened
