"""Random histories of all that any shipped policy reads: incidents laid to a class, in places; shares; weighings;
exceptions; lists in parts, of which the first edition comes late; and policies that change.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from muster.claims import Claim, Stance
from muster.errors import MusterError
from muster.policy import Policy, load_policy, parse_policy, policy_ids
from muster.vetting import Desk, Request, keep
from tests.register.made import Clock, edition, new_register, relation, same, value
from tests.vetting.histories import BODIES, ENTITIES, EVENTS, PEOPLE, SOURCES, UNITS, History

PLACES = {"l1": "Millford", "l2": "Fordham", "l3": "Mill-Ford"}
CLASSES = ("soldiers", "police", "militiamen")
FACTORS = ("past_accuracy", "how_obtained", "agenda", "corroboration", "contradiction", "pattern", "detail")
LISTS = ("us-ofac-sdn", "un-sc")
OFFICES = ("US Secretary of Defense", "US Secretary of State", "A paper")
GROUNDS = ("disaster_relief", "extraordinary_circumstances", "")
POLICY = """
muster: policy/1
id: made-up
title: Made up
authority: none
prohibited:
  listed: {title: listed, lists: [un-sc, us-ofac-sdn]}
  front: {title: the Front, programmes: [FRONT]}
  hill: {title: the Hill, named: [Hill Brigade], entities: [o3]}
clauses:
  - {id: on, cites: 1, wording: verified, question: q, finder: listed, with: {sets: [listed, hill]},
     then: {found: not_cleared, unknown: refer}}
  - {id: owned, cites: 2, wording: verified, question: q, finder: ownership, with: {sets: [front, hill]LOOK},
     then: {found: not_cleared, contested: refer, unknown: refer}}
  - {id: grave, cites: 3, wording: verified, question: q, finder: incident, with: {weighing: decides},
     then: {found: not_cleared, contested: refer, unknown: refer}}
  - {id: mended, cites: 4, wording: verified, question: q, finder: remediation, with: {determined_by: [A paper, o1],
     grounds: [disaster_relief]}, then: {unknown: refer}, exempts: [grave]}
"""


def policy(look_back: int = 0) -> Policy:
    """The made-up policy; with another look-back it is another text."""
    return parse_policy(POLICY.replace("LOOK", f", look_back_days: {look_back}" if look_back else ""), "made-up")


class WideHistory(History):
    """A history in which anything that a policy reads may change; `happen` says what did."""

    def __post_init__(self) -> None:
        self.policy = policy()
        self.held |= {one: [] for one in ("us-ofac-sdn", "us-ofac-sdn/alt", "un-sc")}
        for place, name in PLACES.items():
            self.held["w"] += [
                value(place, "kind", "place", cite=self.cite()),
                value(place, "name", name, cite=self.cite()),
            ]
        super().__post_init__()

    def claim(self) -> Claim:
        pick = self.random
        if pick.random() < 0.4:
            return super().claim()
        said = {"stance": pick.choice((Stance.ASSERTED,) * 4 + (Stance.ALLEGED, Stance.DENIED)), "cite": self.cite()}
        said["speaker"] = pick.choice(("", "o1", *OFFICES))
        unit, event, body, place = (pick.choice(some) for some in (UNITS, EVENTS, BODIES, tuple(PLACES)))
        match pick.randrange(9):
            case 0:
                return value(event, "perpetrator_class", pick.choice(CLASSES), self.when(), **said)
            case 1:
                return value(event, "occurred_in", pick.choice(tuple(PLACES.values())), self.when(), **said)
            case 2:
                when = self.when() if pick.random() < 0.5 else "/"
                return value(event, "occurred", str(self.day()), when, **said)
            case 3 | 4:
                return relation(unit, pick.choice(("operates_in", "based_at")), place, self.when(), **said)
            case 5:
                share = {"percentage": one} if (one := pick.choice(("50", "60", "30", ""))) else {}
                return relation(
                    body,
                    "owns",
                    pick.choice([one for one in (unit, *BODIES) if one != body]),
                    self.when(),
                    **share,
                    **said,
                )
            case 6:
                return value(unit, "exception", "relief", self.when(), ground=pick.choice(GROUNDS), **said)
            case 7:
                return value(unit, "classification", pick.choice(("infantry", "police force")), **said)
            case _:
                return self.weighing() or value(event, "incident_type", "killings", gross_violation="yes", **said)

    def weighing(self) -> Claim | None:
        """What an analyst says of a claim, or of a source."""
        pick = self.random
        said = [one for some in self.held.values() for one in some if one.predicate == "perpetrator_of"]
        if not said:
            return None
        of = pick.choice((*(one.id for one in said), *(one.id for one in SOURCES)))
        more = {"speaker": pick.choice(("ana", "bo")), "cite": self.cite(), "reason": "so"}
        if pick.random() < 0.5:
            return value(of, "credibility", pick.choice(("credible", "not_credible")), str(self.day()), **more)
        return value(of, "weighed", "strengthens", str(self.day()), factor=pick.choice(FACTORS), **more)

    def edition_of_list(self) -> None:
        """An edition of a publisher's list, or of the part of it that only names parties."""
        pick = self.random
        stream = pick.choice(("us-ofac-sdn", "us-ofac-sdn/alt", "un-sc"))
        dataset, _, part = stream.partition("/")
        claims = self.held[stream]
        if claims and pick.random() < 0.4:
            claims.pop()
        elif not part:
            who = pick.choice((*UNITS, *PEOPLE, *BODIES))
            programme = pick.choice(("FRONT", "SDGT", "FTO", "IRGC"))
            claims.append(value(who, "listed_under", programme, list=dataset, authority="OFAC", cite=self.cite()))
        self.serial += 1
        incoming = edition(
            str(self.today), list(claims), dataset, part=part, sources=SOURCES, sha256=f"f {self.serial}"
        )
        self.register.import_editions([incoming])

    def weigh_all(self) -> None:
        """Somebody weighs one claim to the end."""
        said = [one for one in self.held["w"] if one.predicate == "perpetrator_of"]
        if not said:
            return
        of, more = self.random.choice(said).id, {"speaker": "ana", "reason": "so"}
        day = str(self.today)
        fresh = [value(of, "weighed", "neutral", day, factor=one, cite=self.cite(), **more) for one in FACTORS]
        verdict = self.random.choice(("credible", "not_credible"))
        self.bring("w", [*fresh, value(of, "credibility", verdict, day, cite=self.cite(), **more)])

    def judge(self) -> None:
        left, right = self.random.sample((*ENTITIES, *PLACES), 2)
        verdict = self.random.choice(("same", "same", "different", "unsure"))
        with suppress(MusterError):  # it would join what was judged different
            self.register.judge(same(left, right, verdict, reason=f"because {self.random.random()}"))

    def retract(self) -> None:
        self.register.retract(self.random.choice(self.register.claims()).claim.id, "in error")

    def happenings(self) -> Mapping[str, Callable[[], None]]:
        """Whatever can happen, by name."""
        return {
            "edition": self.edition_of_list,
            "claim": lambda: self.bring("w", [self.claim() for _ in range(2)]),
            "claims gone": lambda: self.bring("w", gone=2),
            "named otherwise": lambda: self.bring("w", list(self.named(self.random.choice(ENTITIES)))),
            "retraction": self.retract,
            "judgement": self.judge,
            "weighing": self.weigh_all,
            "policy": lambda: setattr(self, "policy", policy(self.random.randrange(1, 400))),
            "time": self.pass_days,
        }

    def vet_under_all(self) -> None:
        """Vet one request under each policy, shipped or made up."""
        desk, pick = self.desk(), self.random
        asked = self.request(pick.choice((self.today, self.today, self.day())))
        if pick.random() < 0.6:
            asked = Request(pick.choice(UNITS), "", asked.as_of, asked.leaders, commitment=asked.commitment)
        keep(self.register, desk, [desk.decide(asked.under(one)) for one in ("made-up", *policy_ids())])

    def steps(self, count: int) -> Iterator[str]:
        """Let so many things happen, each kind as often as another; what happened."""
        names: list[str] = []
        for _ in range(count):
            if not names:
                names = list(self.happenings())
                self.random.shuffle(names)
            name = names.pop()
            self.happenings()[name]()
            yield name

    def desk(self, known_at: str | None = None, threshold: float = 0.7) -> Desk:
        desk = super().desk(known_at, threshold)
        for one in policy_ids():
            desk.use(load_policy(one))
        return desk


def wide_history(folder: Path, seed: int) -> WideHistory:
    """A wide history that begins the same for the same seed."""
    return WideHistory(new_register(folder / f"{seed}.db", Clock()), random.Random(seed))
