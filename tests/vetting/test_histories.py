"""What must hold for every history of a register: nothing that changed is passed over, and nothing later leaks back."""

from __future__ import annotations

from pathlib import Path

import pytest

from muster.vetting import Rechecked, recheck
from tests.vetting.histories import history

SEEDS = range(12)


def told(found: Rechecked) -> list[tuple[str, str | None]]:
    return sorted((one.earlier, one.now.id if one.now else None) for one in found.again)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_recheck_by_dependencies_finds_what_deciding_everything_finds(tmp_path: Path, seed: int) -> None:
    past = history(tmp_path, seed)
    with past.register:
        past.vet(6)
        for _ in range(6):
            past.pass_days()
            past.change()
            for on in (past.today, past.day()):
                found = recheck(past.register, on, [past.policy])
                everything = recheck(past.register, on, [past.policy], everything=True)
                assert told(found) == told(everything)
                assert found.standing == everything.standing
                assert all(one.causes for one in found.again)
            past.vet(2)
