"""The review queue: proposals wait here until a person accepts, edits or rejects them, or is unsure.

The pages and the command line both use these functions. Every answer is kept with its corrections, so that the
precision of each rule can be measured over time.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from muster.claims import Claim, Source, Stance, canonical, digest
from muster.errors import BadInput, NotFound, UsageError
from muster.reading.accept import claims_of
from muster.reading.documents import Document
from muster.reading.proposals import Findings
from muster.register import Incoming, Kept, Register, Review, Waiting

CONTEXT = 240  # characters shown on each side of a quote
EDITABLE = ("subject", "object", "value", "stance", "speaker", "since", "until", "predicate")


@dataclass(frozen=True, slots=True)
class Queued:
    """A proposal in its context: the text before the quote, the quote, and the text after it."""

    document: str
    title: str
    published: str
    proposal: dict[str, Any]
    before: str
    quote: str
    after: str
    verdict: str = ""
    by: str = ""
    at: str = ""
    reason: str = ""
    claims: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return str(self.proposal["proposal"])

    def as_dict(self) -> dict[str, Any]:
        return {
            "document": self.document,
            "title": self.title,
            "published": self.published,
            "verdict": self.verdict,
            "by": self.by,
            "at": self.at,
            "reason": self.reason,
            "claims": list(self.claims),
            "context": {"before": self.before, "quote": self.quote, "after": self.after},
            **self.proposal,
        }


def keep(register: Register, document: Document, found: Findings) -> tuple[int, int]:
    """Put the proposals of a document into the queue: (new, already there)."""
    source = document.source()
    body = {
        "source": {name: getattr(source, name) for name in Source.__slots__},
        "format": document.format,
        "text_sha256": document.text_sha256,
        "pages": list(document.pages),
        "taken": list(document.taken),
        "remarks": [*document.notes, *found.remarks],
        "unread": [list(place) for place in found.unread],
    }
    proposals = [(one.id, canonical(one.as_dict())) for one in found.proposals]
    return register.keep_reading(Kept(document.id, body, document.text), proposals)


def queue(register: Register, document: str = "", *, all_: bool = False) -> list[Queued]:
    """The proposals that wait for a person (or all), in the order of the texts; unsure ones come last."""
    documents = register.documents()
    if document and document not in documents:
        raise NotFound(f"no document {document!r} was read", hint="`muster review --list` names them")
    found = [_queued(one, documents[one.document]) for one in register.readings(document)]
    if not all_:
        found = [one for one in found if one.verdict in ("", "unsure")]
    return sorted(found, key=lambda one: one.verdict == "unsure")


def one(register: Register, proposal: str) -> Queued:
    """One proposal by its id, or by the beginning of it. Raises NotFound, or UsageError if several begin so."""
    found = [each for each in queue(register, all_=True) if each.id == proposal] or [
        each for each in queue(register, all_=True) if len(proposal) >= 4 and each.id.startswith(proposal)
    ]
    if not found:
        raise NotFound(f"no proposal {proposal!r}", hint="`muster review --list` shows those that wait")
    if len(found) > 1:
        raise UsageError(f"{proposal!r} begins {len(found)} proposals", hint="give more of the id")
    return found[0]


def _queued(one: Waiting, document: Kept) -> Queued:
    start, end = one.proposal["start"], one.proposal["end"]
    source = document.body["source"]
    return Queued(
        document=one.document,
        title=source["title"],
        published=source["published"],
        proposal=one.proposal,
        before=document.text[max(start - CONTEXT, 0) : start],
        quote=document.text[start:end],
        after=document.text[end : end + CONTEXT],
        verdict=one.verdict,
        by=one.by,
        at=one.at,
        reason=one.body.get("reason", ""),
        claims=one.claims,
    )


def accept(
    register: Register,
    proposal: str,
    by: str,
    *,
    subject: str = "",
    object_: str = "",
    corrections: Mapping[str, Any] | None = None,
    reason: str = "",
) -> list[str]:
    """Accept a proposal, with corrections if there are any; answers the ids of the claims that it became.

    `subject` and `object_` choose an entity of the register, or "new". Raises BadInput if it stays open which entity is
    meant, or if a correction breaks the vocabulary; then nothing is stored.
    """
    held = one(register, proposal)
    changed = dict(corrections or {})
    body = _edited(held.proposal, changed)
    document = register.documents()[held.document]
    source = Source(**document.body["source"])
    for chosen in (subject, object_):
        if chosen and chosen != "new" and not register.claims(entities=[chosen]):
            raise NotFound(
                f"no entity {chosen!r} in this register", hint="give an id that `muster screen` shows, or new"
            )
    claims = claims_of(body, held.document, source.publisher, _named(by), subject=subject, object_=object_)
    if subject and subject != "new":
        changed["subject_entity"] = subject
    if object_ and object_ != "new":
        changed["object_entity"] = object_
    verdict = "edited" if corrections else "accepted"
    review = Review(held.document, held.id, verdict, _named(by), reason, changed, tuple(claims))
    return register.record_review(review, lambda accepted: _edition(source, accepted))


def reject(register: Register, proposal: str, by: str, reason: str = "") -> None:
    """Say that a proposal is wrong. If it had been accepted before, its claims no longer count."""
    _refuse(register, proposal, by, "rejected", reason)


def unsure(register: Register, proposal: str, by: str, reason: str = "") -> None:
    """Leave a proposal open, with a remark; it stays in the queue, behind the others."""
    _refuse(register, proposal, by, "unsure", reason)


def _refuse(register: Register, proposal: str, by: str, verdict: str, reason: str) -> None:
    held = one(register, proposal)
    review = Review(held.document, held.id, verdict, _named(by), reason)
    if not held.claims:
        register.record_review(review)
        return
    source = Source(**register.documents()[held.document].body["source"])
    register.record_review(review, lambda accepted: _edition(source, accepted))


def _named(by: str) -> str:
    if not by.strip():
        raise UsageError("a review needs a name", hint="--by NAME")
    return by.strip()


def _edition(source: Source, claims: list[Claim]) -> Incoming:
    """All that was accepted from a document, as its newest state."""
    return Incoming(
        dataset="reading",
        part=source.id,
        title=f"Accepted from: {source.title}",
        kind="claims",
        published=source.published,
        sha256=digest("\n".join(sorted(claim.id for claim in claims))),
        claims=claims,
        publisher=source.publisher,
        sources=(source,),
    )


def _edited(proposal: dict[str, Any], corrections: Mapping[str, Any]) -> dict[str, Any]:
    """The proposal with a person's corrections."""
    body: dict[str, Any] = json.loads(canonical(proposal))
    for name, value in corrections.items():
        if name not in EDITABLE:
            raise UsageError(f"{name!r} cannot be edited", hint=f"one of {', '.join(EDITABLE)}")
        if name in ("subject", "object"):
            if not str(value).strip():
                raise BadInput(f"the {name} is empty")
            end = body[name] or {"kind": "", "named": True, "candidates": []}
            body[name] = {**end, "text": str(value).strip(), "named": True, "candidates": []}
        elif name == "stance":
            try:
                body[name] = Stance(str(value)).value
            except ValueError:
                raise BadInput(f"no stance {value!r}", hint=f"one of {', '.join(Stance)}") from None
        else:
            body[name] = str(value)
    return body


@dataclass(frozen=True, slots=True)
class Tally:
    """How the proposals of one rule (or of all) fared: accepted as they were, edited, rejected, unsure, waiting."""

    rule: str
    accepted: int = 0
    edited: int = 0
    rejected: int = 0
    unsure: int = 0
    waiting: int = 0

    @property
    def precision(self) -> float | None:
        """Accepted unchanged, of all that were accepted, edited or rejected; None before anyone has said anything."""
        judged = self.accepted + self.edited + self.rejected
        return self.accepted / judged if judged else None

    def as_dict(self) -> dict[str, Any]:
        share = None if self.precision is None else round(self.precision, 4)
        counts = {name: getattr(self, name) for name in self.__slots__}
        return {**counts, "precision": share}


def statistics(register: Register) -> dict[str, Any]:
    """How proposals fared by rule, by month of review, and which fields were corrected how often."""
    rules: dict[str, Counter[str]] = defaultdict(Counter)
    months: dict[str, Counter[str]] = defaultdict(Counter)
    fields: Counter[str] = Counter()
    for each in register.readings():
        verdict = each.verdict or "waiting"
        rules[each.proposal["rule"]][verdict] += 1
        if each.at:
            months[each.at[:7]][verdict] += 1
        fields.update(each.body.get("corrections", {}).keys())
    total: Counter[str] = sum(rules.values(), Counter())
    return {
        "all": Tally("all", **total).as_dict(),
        "by_rule": [Tally(rule, **counts).as_dict() for rule, counts in sorted(rules.items())],
        "by_month": [Tally(month, **counts).as_dict() for month, counts in sorted(months.items())],
        "corrected_fields": dict(sorted(fields.items())),
    }
