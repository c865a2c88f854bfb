"""Weighings: what named people record of the credibility of a claim or source, kept as claims about it.

They form a working file of their own in the register, so they have a time, can be read as known at any time, and are
exported and checked like everything else. A new word of the same person on the same factor takes the place of the old.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from muster.claims import Citation, Claim, Source, canonical, digest, qualify
from muster.dates import Interval
from muster.register.editions import Held
from muster.register.store import Incoming, Register

DATASET = "weighings"
TITLE = "Weighings of credibility, recorded in this register"
WORDS = ("weighed", "credibility")


def weighing(target: str, predicate: str, value: str, *, factor: str = "", reason: str, by: str, on: date) -> Claim:
    """A weighing of a claim or source (`target`) as a claim: `weighed` for one factor, or `credibility` to conclude."""
    return Claim(
        subject=target,
        predicate=predicate,
        value=value,
        qualifiers=qualify({"factor": factor, "reason": reason}),
        time=Interval(first_cited=on, last_cited=on),
        speaker=by,
        citations=(Citation(source=DATASET, record=target),),
    )


def record(register: Register, claim: Claim) -> None:
    """Add a weighing to the register. The same person's earlier word on the same factor is taken away, in one act."""
    earlier = [
        one.claim.id
        for one in weighings(register, [claim.subject])
        if one.dataset == DATASET and _key(one.claim) == _key(claim) and one.claim.id != claim.id
    ]
    incoming = Incoming(
        dataset=DATASET,
        title=TITLE,
        kind="claims",
        published=str(claim.time.last_cited),
        sha256=digest(canonical([claim.id, *earlier])),
        claims=[claim],
        sources=(Source(id=DATASET, title=TITLE),),
        adds=True,
        withdraws=frozenset(earlier),
    )
    register.import_editions([incoming])


def weighings(register: Register, targets: Sequence[str], known_at: str | None = None) -> list[Held]:
    """What is recorded on these claims and sources."""
    return register.claims(known_at=known_at, entities=targets, predicates=WORDS)


def _key(claim: Claim) -> tuple[str, str, str]:
    return (claim.predicate, claim.speaker, claim.qualifier("factor"))
