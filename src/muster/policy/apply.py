"""Applying a policy: every clause finds, exemptions are weighed, and the worst outcome stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from muster.policy.finders import finder
from muster.policy.model import Duty, Finding, Kind, Level, Mitigation, Outcome, Subject, worst
from muster.policy.question import Question


@dataclass(frozen=True, slots=True)
class Result:
    """The findings of all clauses in the policy's order, the outcome they lead to, and what must be done then.

    `level` is None unless the policy asks for a level of risk; the mitigations are those of that level.
    """

    findings: tuple[Finding, ...]
    outcome: Outcome
    duties: tuple[Duty, ...] = ()
    level: Level | None = None
    mitigations: tuple[Mitigation, ...] = ()

    @property
    def deciding(self) -> tuple[Finding, ...]:
        """The findings that lead to the outcome."""
        return tuple(one for one in self.findings if one.outcome is self.outcome)

    @property
    def raising(self) -> tuple[Finding, ...]:
        """The findings that give the level of risk."""
        return tuple(one for one in self.findings if one.level and one.level is self.level)


def apply(question: Question, subject: Subject) -> Result:
    """Put every clause of the question's policy to the subject."""
    policy = question.policy
    findings = _exempted([finder(one.finder).find(question, one, subject) for one in policy.clauses])
    outcome = worst([one.outcome for one in findings if one.outcome])
    duties = tuple(one for one in policy.duties if outcome in one.when)
    if policy.risk is None:
        return Result(tuple(findings), outcome, duties)
    level = highest([one.level for one in findings if one.level])
    asked = tuple(one for one in policy.risk.mitigations if level in one.at)
    return Result(tuple(findings), outcome, duties, level, asked)


def highest(levels: Sequence[Level]) -> Level:
    """The highest of several levels of risk; `undetermined` if no clause gives one, never `low`."""
    return max(levels, key=lambda one: one.height, default=Level.UNDETERMINED)


def _exempted(findings: Sequence[Finding]) -> list[Finding]:
    """Mark the findings that another clause's finding lifts: 22 USC 2378d(b), 10 USC 362(b).

    What is referred because it is contested or unknown is not lifted: it still goes to a person.
    """
    lifting = {
        other: finding.clause.id
        for finding in findings
        if finding.kind is Kind.FOUND
        for other in finding.clause.exempts
    }
    return [
        replace(one, exempted_by=lifting[one.clause.id]) if one.clause.id in lifting and _liftable(one) else one
        for one in findings
    ]


def _liftable(finding: Finding) -> bool:
    bars = finding.outcome is Outcome.NOT_CLEARED
    return bars or (finding.kind is Kind.FOUND and finding.outcome is Outcome.REFER)
