"""Random histories of a register: editions, corrections, judgements, retractions, decisions, and the passing of days.

Names are few and alike, relations dense and times short, so that what is imported later often touches what was decided
before.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from muster.claims import Citation, Claim, Source, Stance
from muster.errors import MusterError
from muster.policy import Policy, parse_policy, policy_ids
from muster.register import Register
from muster.snapshot import Snapshot
from muster.vetting import Desk, Request, keep
from tests.register.made import Clock, edition, new_register, relation, same, value

UNITS = ("u1", "u2", "u3", "u4", "u5", "u6")
PEOPLE = ("p1", "p2", "p3", "p4", "p5")
BODIES = ("o1", "o2", "o3", "g1")
EVENTS = ("i1", "i2")
ENTITIES = (*UNITS, *PEOPLE, *BODIES, *EVENTS)
KINDS = dict.fromkeys(UNITS, "unit") | dict.fromkeys(PEOPLE, "person") | dict.fromkeys(EVENTS, "incident")
NAMES = {
    "unit": ("Lake Brigade", "Lake Brigades", "Hill Brigade", "3rd Battalion, Lake Brigade", "3 Battalion", "LB"),
    "person": ("Sami Example Harun", "Samy Example Haroun", "Karim Toval", "Karim Toval Said", "Mira Toval Example"),
    "organization": ("Front of the Lakes", "Lake Front", "Lakes Front Office", "Hill Brigade"),
    "government": ("Government of Iran", "Iran"),
    "incident": ("Attack on the mill",),
}
COUNTRIES = ("iq", "ir", "ng")
SOURCES = (Source("s", "A report", "Test", "2018"), Source("t", "A later report", "Test", "2019"))
FIRST = date(2018, 1, 1)
POLICY = """
muster: policy/1
id: made-up
title: Made up
authority: none
validity_days: 100
prohibited:
  front: {title: the Front, programmes: [FRONT], lists: [a]}
  some: {title: some, entities: [o2], topics: [crime.terror], governments: [ir]}
clauses:
  - {id: unit, cites: 1, wording: verified, question: q, finder: required, with: {fields: [unit, leader, component]},
     then: {not_found: incomplete_request, unknown: refer}}
  - {id: near, cites: 2, wording: verified, question: q, finder: path, with: {sets: [front, some], max_hops: 2,
     look_back_days: 200}, then: {found: not_cleared, contested: refer, unknown: refer}}
  - {id: far, cites: 3, wording: verified, question: q, finder: path, with: {sets: [front], max_hops: 4,
     relations: [subordinate_to, member_of, posted_to]}, then: {found: not_cleared, unknown: refer}}
  - {id: grave, cites: 4, wording: verified, question: q, finder: incident, with: {},
     then: {found: not_cleared, contested: refer, unknown: refer}}
  - {id: mended, cites: 5, wording: verified, question: q, finder: remediation, with: {determined_by: [Lake Front, o1]},
     then: {unknown: refer}, exempts: [grave]}
  - {id: word, cites: 6, wording: verified, question: q, finder: commitment, with: {},
     then: {not_found: incomplete_request, contested: refer}}
"""


@dataclass
class History:
    """A register with a random past; `step` lets something happen to it."""

    register: Register
    random: random.Random
    today: date = FIRST
    policy: Policy = field(default_factory=lambda: parse_policy(POLICY, "made-up"))
    held: dict[str, list[Claim]] = field(default_factory=lambda: {"w": [], "a": [], "b": []})
    serial: int = 0

    def __post_init__(self) -> None:
        said = [claim for entity in ENTITIES for claim in self.named(entity)] + [self.claim() for _ in range(40)]
        for claim in said:
            self.held[self.random.choice("wwa")].append(claim)
        self.bring("w")
        self.bring("a")

    def named(self, entity: str) -> Iterator[Claim]:
        pick = self.random
        kind = KINDS.get(entity) or ("government" if entity == "g1" else "organization")
        yield value(entity, "kind", kind, cite=self.cite())
        for _ in range(pick.randint(1, 2)):
            style = pick.choice(("primary", "primary", "strong", "acronym", "weak"))
            yield value(entity, "name", pick.choice(NAMES[kind]), kind=style, cite=self.cite())
        if pick.random() < 0.6:
            yield value(entity, "country", "ir" if entity == "g1" else pick.choice(COUNTRIES), cite=self.cite())

    def cite(self) -> tuple[Citation, ...]:
        self.serial += 1
        return (Citation(self.random.choice("st"), record=str(self.serial)),)

    def day(self) -> date:
        return FIRST + timedelta(self.random.randrange(0, 700))

    def when(self) -> str:
        start, end = sorted((self.day(), self.day()))
        first = self.random.choice((str(start), str(start)[:7], "", f"{start.year}~"))
        last = self.random.choice((str(end), str(end)[:7], "..", ""))
        return f"{first}/{last}" if first or last else "/"

    def claim(self) -> Claim:
        pick = self.random
        stance = pick.choice((Stance.ASSERTED,) * 6 + (Stance.ALLEGED, Stance.DENIED, Stance.DENIED, Stance.PENDING))
        said = {"stance": stance, "speaker": pick.choice(("", "o1", "p1", "A paper")), "cite": self.cite()}
        cited = self.day() if pick.random() < 0.5 else None
        unit, person, body, event = (pick.choice(some) for some in (UNITS, PEOPLE, BODIES, EVENTS))
        match pick.randrange(11):
            case 0 | 1:
                role = pick.choice(("commander", "chief of staff"))
                return relation(person, "posted_to", unit, self.when(), cited=cited, role=role, **said)
            case 2:
                first, second = pick.sample(UNITS, 2)
                return relation(first, "subordinate_to", second, self.when(), cited=cited, **said)
            case 3:
                return relation(pick.choice((unit, person)), "member_of", body, self.when(), cited=cited, **said)
            case 4:
                return relation(body, "supports", unit, self.when(), cited=cited, **said)
            case 5:
                return relation(pick.choice((unit, person)), "affiliated_with", body, self.when(), cited=cited, **said)
            case 6:
                who = pick.choice((unit, person, body))
                return value(who, "listed_under", pick.choice(("FRONT", "SDGT")), self.when(), list="a", **said)
            case 7:
                return relation(pick.choice((unit, person)), "perpetrator_of", event, self.when(), cited=cited, **said)
            case 8:
                gross = pick.choice(("yes", "unclear", "no"))
                return value(event, "incident_type", "killings", self.when(), gross_violation=gross, **said)
            case 9:
                name = pick.choice(("commitment", "remediation"))
                return value(unit, name, "done", self.when(), **said)
            case _:
                what, text = pick.choice((("level", "umbrella"), ("topic", "crime.terror"), ("occurred", "2018-05")))
                who = {"level": pick.choice((unit, "o1")), "topic": body, "occurred": event}[what]
                return value(who, what, text, **said)

    def bring(self, dataset: str, fresh: Sequence[Claim] = (), gone: int = 0) -> None:
        """Import an edition dated today: what it held, without so many claims, and with fresh ones."""
        claims = self.held[dataset]
        for _ in range(min(gone, len(claims))):
            claims.pop(self.random.randrange(len(claims)))
        claims.extend(fresh)
        self.serial += 1
        kind = "claims" if dataset == "w" else "list"
        one = edition(str(self.today), list(claims), dataset, kind, sources=SOURCES, sha256=f"file {self.serial}")
        self.register.import_editions([one])

    def change(self) -> None:
        """Something becomes known otherwise."""
        pick = self.random
        match pick.randrange(6):
            case 0 | 1:
                fresh = [self.claim() for _ in range(pick.randint(0, 2))]
                self.bring(pick.choice("wab"), fresh, gone=pick.randint(0, 1))
            case 2:
                self.bring(pick.choice("wa"), list(self.named(pick.choice(ENTITIES))))
            case 3:
                left, right = pick.sample(ENTITIES, 2)
                verdict = pick.choice(("same", "same", "different", "unsure"))
                with suppress(MusterError):  # it would join what was judged different
                    self.register.judge(same(left, right, verdict, reason=f"because {pick.random()}"))
            case 4:
                self.register.retract(pick.choice(self.register.claims()).claim.id, "in error")
            case _:
                pass

    def request(self, on: date) -> Request:
        pick = self.random
        unit = pick.choice((*NAMES["unit"], *UNITS[:2], "Unknown Rifles", "vetted forces", ""))
        leaders = tuple(pick.sample((*NAMES["person"], "N/A", "p1"), pick.choice((0, 0, 1, 2))))
        return Request(
            unit,
            pick.choice(("made-up", "made-up", *policy_ids())),
            on,
            leaders,
            country=pick.choice(("", "", "Iraq", "Nigeria", "Iran")),
            commitment=pick.choice(("", "signed")),
            identifier=pick.choice(("", "", "", "u3", "nobody")),
        )

    def desk(self, known_at: str | None = None, threshold: float = 0.7) -> Desk:
        desk = Desk(Snapshot(self.register, known_at), threshold)
        desk.use(self.policy)
        return desk

    def vet(self, count: int) -> None:
        """Vet some requests, as of today or a day before."""
        desk = self.desk(threshold=self.random.choice((0.7, 0.7, 0.85)))
        days = (self.today, self.today, self.day())
        keep(self.register, desk, [desk.decide(self.request(self.random.choice(days))) for _ in range(count)])

    def pass_days(self) -> None:
        self.today += timedelta(self.random.choice((0, 0, 1, 30, 200)))


def history(folder: Path, seed: int) -> History:
    """A history that begins the same for the same seed."""
    return History(new_register(folder / f"{seed}.db", Clock()), random.Random(seed))
