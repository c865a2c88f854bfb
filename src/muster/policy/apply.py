"""Applying a policy: every clause finds, exemptions are weighed, and the worst outcome stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from muster.policy.finders import FINDERS
from muster.policy.model import Finding, Kind, Outcome, Subject, worst
from muster.policy.question import Question


@dataclass(frozen=True, slots=True)
class Result:
    """The findings of all clauses in the policy's order, and the outcome they lead to."""

    findings: tuple[Finding, ...]
    outcome: Outcome

    @property
    def deciding(self) -> tuple[Finding, ...]:
        """The findings that lead to the outcome."""
        return tuple(one for one in self.findings if one.outcome is self.outcome)


def apply(question: Question, subject: Subject) -> Result:
    """Put every clause of the question's policy to the subject."""
    found = [FINDERS[clause.finder](question, clause, subject) for clause in question.policy.clauses]
    findings = _exempted(found)
    outcomes = [one.outcome for one in findings if one.outcome]
    return Result(tuple(findings), worst(outcomes))


def _exempted(findings: Sequence[Finding]) -> list[Finding]:
    """Mark the findings that another clause's finding lifts: 22 USC 2378d(b), 10 USC 362(b)."""
    lifting = {
        other: finding.clause.id
        for finding in findings
        if finding.kind is Kind.FOUND
        for other in finding.clause.exempts
    }
    return [
        replace(one, exempted_by=lifting[one.clause.id])
        if one.clause.id in lifting and one.outcome is Outcome.NOT_CLEARED
        else one
        for one in findings
    ]
