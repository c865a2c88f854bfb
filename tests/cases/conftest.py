"""A desk for each test that wants one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from muster.cases import accounts

from .made_cases import Office


@pytest.fixture(autouse=True)
def _light_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with little work, which is all that a test needs."""
    light = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    accounts._nobodys.cache_clear()
    monkeypatch.setattr(accounts, "_hasher", lambda: light)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "office")
    yield made
    made.register.close()
