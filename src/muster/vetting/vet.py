"""From a request to a decision: resolve, put the policy's clauses, gather contradictions and coverage."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from datetime import date
from operator import attrgetter
from typing import Any

from muster.policy import Policy, Question, Subject, Vets, apply, load_policy
from muster.register import Disagreement, view
from muster.snapshot import Coverage, Snapshot
from muster.vetting.decision import Decision
from muster.vetting.request import THRESHOLD, Request
from muster.vetting.resolve import LIMIT, subject_of

_BUT_POLICY = attrgetter(*(one.name for one in fields(Request) if one.name != "policy"))


class Desk:
    """Decides many requests on one snapshot; what they share is worked out once."""

    def __init__(self, snapshot: Snapshot, threshold: float = THRESHOLD) -> None:
        self.snapshot = snapshot
        self.threshold = threshold
        self._questions: dict[tuple[str, date], Question] = {}
        self._policies: dict[str, Policy] = {}
        self._disagreements: dict[tuple[str, date], tuple[Disagreement, ...]] = {}
        self._coverage: dict[date, tuple[Coverage, ...]] = {}
        self._resolved: tuple[tuple[Any, Vets], Subject] | None = None

    def use(self, policy: Policy, name: str = "") -> None:
        """Decide by this policy where a request names it by `name`, or by its id."""
        self._policies[name or policy.id] = policy

    def policy(self, name: str) -> Policy:
        """The policy that a request names. Raises NotFound for an unknown policy, BadPolicy for a broken one."""
        if name not in self._policies:
            self._policies[name] = load_policy(name)
        return self._policies[name]

    def decide(self, request: Request) -> Decision:
        """Apply the request's policy. Raises NotFound for an unknown policy, BadPolicy for a broken one."""
        question = self._question(request.policy, request.as_of)
        known_at = self.snapshot.known_at
        request = replace(request, policy=question.policy.id, known_at=known_at, threshold=self.threshold)
        subject = self._subject(question, request)
        return Decision(
            request=request,
            policy=question.policy,
            subject=subject,
            result=apply(question, subject),
            disagreements=self._disagree(subject.unit.entity, request.as_of),
            coverage=self.covered(request.as_of),
            snapshot=self.snapshot.digest,
            captions=self.snapshot.captions,
            knowledge=self.snapshot.parts,
        )

    def _subject(self, question: Question, request: Request) -> Subject:
        """Who is meant; one request under several policies that vet the same people is resolved once."""
        asked = (_BUT_POLICY(request), question.policy.vets)
        if self._resolved is None or self._resolved[0] != asked:
            self._resolved = (asked, subject_of(question, request, self.threshold))
        return self._resolved[1]

    def decide_all(self, requests: Iterable[Request], progress: Callable[[], None] = lambda: None) -> list[Decision]:
        """Decide requests in order; `progress` is called after each."""
        decisions = []
        for request in requests:
            decisions.append(self.decide(request))
            progress()
        return decisions

    def search_ahead(self, requests: Iterable[Request]) -> None:
        """Search the names of many requests together, so that deciding them takes a fraction of the time."""
        texts = (text for one in requests for text in (one.unit, *one.leaders) if text.strip())
        self.snapshot.search_ahead(texts, self.threshold, LIMIT)

    def covered(self, day: date) -> tuple[Coverage, ...]:
        """The lists that answer for a day."""
        if day not in self._coverage:
            self._coverage[day] = tuple(self.snapshot.coverage(day))
        return self._coverage[day]

    def _question(self, policy: str, day: date) -> Question:
        key = (policy, day)
        if key not in self._questions:
            self._questions[key] = Question(self.snapshot, self.policy(policy), day)
        return self._questions[key]

    def _disagree(self, entity: str | None, day: date) -> tuple[Disagreement, ...]:
        if entity is None:
            return ()
        if (entity, day) not in self._disagreements:
            snapshot = self.snapshot
            seen = view(
                entity,
                snapshot.members(entity),
                snapshot.touching(entity),
                day,
                captions=snapshot.captions,
                canonical=snapshot.canonical,
                sources=snapshot.sources,
            )
            self._disagreements[entity, day] = seen.disagreements
        return self._disagreements[entity, day]


def vet(snapshot: Snapshot, request: Request) -> Decision:
    """Decide one request on a snapshot."""
    return Desk(snapshot).decide(request)
