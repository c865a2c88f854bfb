"""What must hold for every history of a register: nothing that changed is passed over, and nothing later leaks back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from muster.claims import canonical
from muster.dates import OPEN, Interval, parse_date
from muster.vetting import Rechecked, Request, keep, recheck, replay
from muster.vetting.dependencies import material
from tests.vetting.histories import FIRST, history

SEEDS = range(8)


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


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_learned_later_leaks_into_what_was_known_before(tmp_path: Path, seed: int) -> None:
    past = history(tmp_path, seed)
    with past.register:
        made: list[tuple[str, list[dict[str, Any]]]] = []
        for _ in range(4):
            desk = past.desk()
            decisions = [desk.decide(past.request(past.day())) for _ in range(3)]
            keep(past.register, desk, decisions)
            made.append((past.register.known_at(), [one.as_dict() for one in decisions]))
            past.pass_days()
            past.change()
        for moment, earlier in made:
            desk = past.desk(moment)
            for one in earlier:
                assert canonical(desk.decide(Request.from_dict(one["request"])).as_dict()) == canonical(one)
                assert replay(past.register, one, past.policy).same


@pytest.mark.parametrize("seed", SEEDS)
def test_what_began_after_the_day_asked_about_changes_nothing(tmp_path: Path, seed: int) -> None:
    past = history(tmp_path, seed)
    day = FIRST + timedelta(300)
    with past.register:
        requests = [past.request(day) for _ in range(6)]
        before = [past.desk().decide(one).as_dict() for one in requests]
        past.today = day
        later = []
        while len(later) < 5:
            claim = past.claim()
            # an attribution counts from the day of the incident, whenever it was made
            if (claim.object and claim.predicate != "perpetrator_of") or claim.predicate == "listed_under":
                time = Interval(parse_date(str(day + timedelta(1 + len(later) * 50))), OPEN)
                later.append(replace(claim, time=time))
        past.bring("w", later)
        after = [past.desk().decide(one).as_dict() for one in requests]
    for one, other in zip(before, after, strict=True):
        assert material(other) == material(one)
