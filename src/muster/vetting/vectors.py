"""Test vectors of a policy file: small made-up situations with the answer the policy must give."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from muster.dates import parse_day
from muster.policy import Policy, Question, apply
from muster.policy.apply import Result
from muster.register import Incoming, Register
from muster.snapshot import Snapshot
from muster.sources.claims_file import read_node
from muster.vetting.request import Request
from muster.vetting.resolve import subject_of


@dataclass(frozen=True, slots=True)
class VectorResult:
    """One test of a policy, and how it ended; `problems` is empty if it passed."""

    case: str
    problems: tuple[str, ...]


def run_vectors(policy: Policy) -> list[VectorResult]:
    """Run the policy's own tests, each in a register of its own that is thrown away."""
    return [_run(policy, vector) for vector in policy.vectors]


def _run(policy: Policy, vector: Mapping[str, Any]) -> VectorResult:
    return VectorResult(vector["case"], tuple(_problems(vector, found(policy, vector))))


def found(policy: Policy, vector: Mapping[str, Any]) -> Result:
    """What the policy finds in the situation of a test."""
    lists = vector.get("lists", vector["as_of"])
    reading = read_node(vector["given"], dataset="vector")
    with tempfile.TemporaryDirectory() as folder, Register(str(Path(folder) / "v.db"), create=True) as register:
        register.import_editions(
            [
                Incoming(
                    dataset="vector",
                    title="vector",
                    kind="claims",
                    published=vector["as_of"],
                    sha256="",
                    claims=reading.claims,
                    sources=reading.sources,
                    judgements=reading.judgements,
                ),
                # Lists without entries, of the day unless the test says otherwise, so that they have been searched.
                *(Incoming(one, one, "list", lists, "", ()) for one in ("list", *_named(policy))),
            ]
        )
        question = Question(Snapshot(register), policy, parse_day(vector["as_of"]))
        request = Request(
            unit=vector["unit"],
            policy=policy.id,
            as_of=question.day,
            leaders=tuple(vector["leaders"]),
            country=vector.get("country", ""),
            commitment=vector.get("commitment", ""),
            individual=vector.get("individual", ""),
        )
        return apply(question, subject_of(question, request))


def _named(policy: Policy) -> list[str]:
    """The lists that the policy's sets name."""
    return sorted({one for each in policy.sets.values() for one in each.lists} - {"vector", "list"})


def _problems(vector: Mapping[str, Any], result: Result) -> list[str]:
    problems = []
    if result.outcome.value != vector["outcome"]:
        problems.append(f"outcome is {result.outcome.value}, expected {vector['outcome']}")
    findings = {one.clause.id: one.kind.value for one in result.findings}
    problems.extend(
        f"{clause} is {findings.get(clause, 'no clause')}, expected {kind}"
        for clause, kind in vector["findings"].items()
        if findings.get(clause) != kind
    )
    level = result.level.value if result.level else "none"
    if level != vector.get("risk", level):
        problems.append(f"risk is {level}, expected {vector['risk']}")
    duties = [one.id for one in result.duties]
    if sorted(duties) != sorted(vector.get("duties", duties)):
        problems.append(f"duties are {', '.join(duties) or 'none'}, expected {', '.join(vector['duties']) or 'none'}")
    return problems
