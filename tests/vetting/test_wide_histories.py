"""Whatever changes, a recheck by dependencies names exactly what comes out otherwise, under every policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from muster.vetting import recheck
from tests.vetting.test_histories import told
from tests.vetting.wide_histories import wide_history

SEEDS = range(6)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_recheck_misses_nothing_whatever_changes(tmp_path: Path, seed: int) -> None:
    past = wide_history(tmp_path, seed)
    with past.register:
        past.vet_under_all()
        for happened in past.steps(9):
            for on in (past.today, past.day()):
                found = recheck(past.register, on, [past.policy])
                everything = recheck(past.register, on, [past.policy], everything=True)
                assert told(found) == told(everything), f"after {happened}, on {on}"
                assert found.standing == everything.standing
                assert all(one.causes for one in found.again)
            if past.random.random() < 0.3:
                past.vet_under_all()
