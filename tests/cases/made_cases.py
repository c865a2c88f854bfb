"""A desk for tests: a made-up register, accounts, and a clock that a test can move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from muster.cases import Account, Accounts, Case, Cases
from muster.register import Incoming, Register
from muster.snapshot import Snapshot
from muster.vetting import Adjudication, Desk, Request
from tests.policy.made import Made

TODAY = date(2018, 11, 1)
PASSWORD = "a long enough password"
POLICY = "list-screening"  # valid for 30 days


@dataclass
class _MadeToday(Made):
    """A made-up register by the office's own clock."""

    clock: Callable[[], datetime] = field(kw_only=True)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        self.register = Register(str(self.folder / "muster.db"), create=True, clock=self.clock)
        # A list without entries, so that a list has been searched.
        self.register.import_editions([Incoming("searched-list", "A list without entries", "list", "2010", "", ())])


@dataclass
class Office:
    """A register with one account for each role, and a second analyst and approver."""

    folder: Path
    made: Made = field(init=False)
    who: dict[str, Account] = field(init=False)

    def __post_init__(self) -> None:
        self.now = datetime(2018, 11, 1, 9, tzinfo=UTC)
        self.made = _MadeToday(self.folder, clock=self.tick)
        self.made.add(
            "lake: {kind: unit, name: Lake Brigade, country: iq}\n"
            "lead: {kind: person, name: Sami Example Harun}\n"
            "wolf: {kind: organization, name: Lake Brigades}\n",
            "{posted_to: {person: lead, unit: lake, role: commander}, when: 2017-01-01/..}\n"
            "{listed_under: {of: wolf, value: SDGT, authority: OFAC, list: us-ofac-sdn}, when: 2018-01-01/..}\n",
        )
        accounts = Accounts(self.register)
        admin = accounts.add("amina", "administrator")
        people = {"bilal": "analyst", "basma": "analyst", "chidi": "approver", "carla": "approver", "vera": "viewer"}
        self.who = {"amina": admin}
        for name, role in people.items():
            self.who[name] = accounts.add(name, role, by=admin)

    @property
    def register(self) -> Any:
        return self.made.register

    @property
    def cases(self) -> Cases:
        return Cases(self.register)

    @property
    def accounts(self) -> Accounts:
        return Accounts(self.register)

    def tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def desk(self) -> Desk:
        return Desk(Snapshot(self.register))

    def __getitem__(self, name: str) -> Account:
        return self.who[name]

    def new(self, unit: str = "Lake Brigade", **more: Any) -> int:
        """A case opened by bilal."""
        return self.cases.open([Request(unit, POLICY, TODAY, **more)], self["bilal"])[0]

    def decide(self, number: int, by: str = "bilal", day: date = TODAY) -> Case:
        return self.cases.decide(number, self[by], self.desk(), day, lambda decision: f"memo on {decision['decision']}")

    def judge(self, number: int, entity: str, verdict: str, text: str = "Lake Brigade", by: str = "bilal") -> None:
        self.cases.adjudicate({number: [Adjudication(text, entity, verdict, "a reason", "")]}, self[by])

    def ready(self) -> int:
        """A case that waits for the first signature."""
        number = self.new()
        self.decide(number)
        self.judge(number, "wolf", "different")
        self.decide(number)
        return number

    def approved(self) -> int:
        number = self.ready()
        self.cases.sign(number, self["bilal"])
        self.cases.approve(number, self["chidi"], self.desk(), TODAY)
        return number
