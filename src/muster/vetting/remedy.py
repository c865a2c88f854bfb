"""What would change an answer: how a refusal can end, and what an open question waits for.

Nothing ends by the passing of time alone, and no office's silence is consent: each way names what has to come into the
register, or before a person.
"""

from __future__ import annotations

from collections.abc import Iterator

from muster.policy import Finding, Kind, Outcome, Policy


def would_change(policy: Policy, finding: Finding) -> list[str]:
    """What would change this clause's part in the outcome, in sentences; empty if it has none."""
    if finding.outcome is None:
        return []
    if finding.exempted_by:
        return [f"It is lifted by the clause {finding.exempted_by} as long as that is found."]
    return list(dict.fromkeys([*_by_finder(finding), *_by_exemption(policy, finding), *_missing(finding)]))


def _by_finder(finding: Finding) -> Iterator[str]:
    finder, kind = finding.clause.finder, finding.kind
    if kind is Kind.CONTESTED:
        yield "A person's judgement on the evidence for and against; or a source that settles which of them is so."
    elif kind is not Kind.FOUND:
        return
    elif finder == "listed":
        yield "The listing's end: a later edition of the list without it, imported into the register."
        yield "A person's judgement that the party listed is another one (verdict: different)."
    elif finder in ("path", "ownership"):
        yield "A source for the end of a relation on the way before the day asked about, entered as a claim."
        yield "The retraction of a claim on the way that was made in error, with the reason."
    elif finder == "incident":
        yield "A retraction by the source; or a finding by a competent body that it was not this unit, as a claim."


def _by_exemption(policy: Policy, finding: Finding) -> Iterator[str]:
    """Clauses of the policy that lift a refusal."""
    if finding.outcome is not Outcome.NOT_CLEARED:
        return
    for clause in policy.clauses:
        if finding.clause.id in clause.exempts:
            offices = " or ".join(clause.settings.get("determined_by", ()))
            by = f": a determination by the {offices}, entered as a claim with its source" if offices else ""
            yield f"The clause {clause.id} ({clause.cites}) lifts it{by}."


def _missing(finding: Finding) -> Iterator[str]:
    for text in finding.missing:
        yield f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?')) else '.'}"
