"""Several processes decide a roster as one does: the same answers in the same order; a failure ends all of them."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from muster.errors import BadInput, MusterError
from muster.sources import InputFile, Roster, read_roster
from muster.vetting import Desk, Request, Told, Vetted, Wants, as_csv, keep_stored, vet_roster, workers_for
from muster.vetting import crew as crew_module
from muster.vetting.answers import Teller
from muster.vetting.crew import HOW, Crew
from tests.policy.made import DAY, Made, made

POLICIES = ["list-screening", "us-leahy-state"]
REGISTER = """\
army: {kind: unit, name: Example Army, country: ng}
brigade: {kind: unit, name: 21 Brigade, country: ng}
bn: {kind: unit, name: 4 Infantry Battalion, country: ng}
lead: {kind: person, name: Sami Example Harun}
raid: {kind: incident, name: Killing at the mill}
"""
CLAIMS = """\
{posted_to: {person: lead, unit: brigade, role: commander}, when: 2018/..}
{perpetrator_of: {perpetrator: bn, incident: raid}, when: 2018-05-03}
{incident_type: {of: raid, value: killing, gross_violation: yes, category: extrajudicial_killing, mapped_by: test}}
{listed_under: {of: lead, value: SDGT, authority: OFAC, list: us-ofac-sdn}, when: 2018-06-01/..}
"""
WHOLE = Wants(whole=True, stored=True)
needs_fork = pytest.mark.skipif(HOW != "fork", reason="faults are put into processes that are forks of this one")


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        yield register.add(REGISTER, CLAIMS)


@pytest.fixture
def roster(tmp_path: Path) -> Roster:
    """More units than are decided before they are shared out, and than one share."""
    path = tmp_path / "roster.csv"
    names = ["21st Bde", "4 Inf Bn", "Army", "Sami Exampel Harun", ""]
    names += [f"{number} Brigade, Lake {number % 7} Company" for number in range(900)] + ["21st Bde"]
    path.write_text("unit,country\n" + "".join(f'"{one}",Nigeria\n' for one in names), "utf-8")
    return read_roster(InputFile(path))


def vetted(register: Made, roster: Roster, workers: int) -> tuple[list[Vetted], list[tuple[Told, list[int]]]]:
    desk, told = Desk(register.snapshot), []

    def add(one: Told, lines: Any) -> None:
        told.append((one, list(lines)))

    return vet_roster(desk, roster, POLICIES, DAY, made=add, wants=WHOLE, workers=workers), told


@pytest.mark.parametrize("workers", [2, 3])
def test_many_processes_answer_as_one(register: Made, roster: Roster, workers: int) -> None:
    alone, each = vetted(register, roster, 1)
    together, told = vetted(register, roster, workers)
    assert len(each) > 1500
    assert told == each, "the same decisions with the same lines, in the same order"
    assert as_csv(together) == as_csv(alone)
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("how", sorted({"spawn", HOW}))
def test_shared_or_not_the_processes_know_the_same(register: Made, how: str) -> None:
    desk = Desk(register.snapshot)
    teller = Teller(desk, POLICIES, WHOLE)
    requests = [Request(one, "", DAY, country="Nigeria") for one in ("21st Bde", "4 Inf Bn", "Nowhere", "")]
    with Crew(teller, requests, 2, how) as crew:
        found = list(crew.tell())
    assert found == list(teller.tell(requests))
    assert [len(one) for one in found] == [2] * 4
    assert not multiprocessing.active_children()


def test_what_the_processes_hand_on_is_kept_as_a_decision_is(register: Made, roster: Roster) -> None:
    _, told = vetted(register, roster, 2)
    desk = Desk(register.snapshot)
    stored = [one.stored for one, _ in told if one.stored]
    assert keep_stored(register.register, desk, stored, POLICIES, DAY) == len(stored) == len(told)
    assert keep_stored(register.register, desk, stored, POLICIES, DAY) == 0
    for one, _ in told[:3]:
        assert one.data == register.register.decision(one.answer.decision)
        assert one.data is not None
        assert one.data["coverage"]
    assert len(register.register.standing()) == len(told)


class _Bad(Teller):
    """Fails at one request, in a way."""

    def __init__(self, desk: Desk, fault: str) -> None:
        super().__init__(desk, POLICIES, Wants())
        self.fault = fault

    def tell(self, requests: Any) -> Any:
        if any(one.unit == "bad" for one in requests):
            if self.fault == "killed":
                os.kill(os.getpid(), signal.SIGKILL)
            raise BadInput("too bad", place="line 7", hint="mend it") if self.fault == "known" else ValueError("odd")
        return super().tell(requests)


@needs_fork
@pytest.mark.parametrize(
    ("fault", "kind", "says"),
    [
        ("known", BadInput, "line 7: too bad (mend it)"),
        ("unknown", MusterError, "a process that decides a part of the roster failed: ValueError: odd"),
        ("killed", MusterError, "ended by signal 9"),
    ],
)
def test_a_process_that_fails_ends_all_with_one_error(
    register: Made, fault: str, kind: type[MusterError], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew_module, "_SHARE", 2)
    requests = [Request("bad" if number == 9 else f"{number} Brigade", "", DAY) for number in range(20)]
    with pytest.raises(kind) as caught, Crew(_Bad(Desk(register.snapshot), fault), requests, 2) as crew:
        list(crew.tell())
    assert says in str(caught.value)
    assert not multiprocessing.active_children()
    assert register.register.acts(), "the register is open as before"


def test_whoever_stops_leaves_no_process_behind(register: Made) -> None:
    requests = [Request(f"{number} Brigade", "", DAY) for number in range(2000)]
    crew = Crew(Teller(Desk(register.snapshot), POLICIES, Wants()), requests, 2)

    def stopped() -> None:
        with crew:
            next(crew.tell())
            assert len(multiprocessing.active_children()) == 2
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert not multiprocessing.active_children()


def test_few_requests_are_decided_by_one_process() -> None:
    assert workers_for(100) == 1
    assert 1 <= workers_for(10**6) <= 8
