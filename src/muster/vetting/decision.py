"""Decisions: the outcome of a request with all that it rests on, in the shape that is stored and replayed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path as FilePath
from typing import Any

from muster.claims import canonical, digest
from muster.links import Path
from muster.names import NameHit
from muster.policy import Duty, Finding, Kind, Outcome, Party, Policy, Result, Subject, plugged_digest
from muster.register import Disagreement
from muster.snapshot import Coverage
from muster.vetting.remedy import would_change
from muster.vetting.request import Request

ADVICE = "Muster advises; people decide. No outcome of this program approves a unit."
_CODE = (".py", ".yaml", ".json")
_SHOWN = frozenset({"cases", "cli", "policies", "reports"})  # how a decision is asked for and shown does not change it


@dataclass(frozen=True, slots=True)
class Decision:
    """One decided request. `as_dict` is the stored form; its digest is the decision's id."""

    request: Request
    policy: Policy
    subject: Subject
    result: Result
    disagreements: tuple[Disagreement, ...]
    coverage: tuple[Coverage, ...]
    snapshot: str
    captions: Mapping[str, str]
    knowledge: Mapping[str, str] = field(default_factory=dict)

    @property
    def outcome(self) -> Outcome:
        return self.result.outcome

    @property
    def id(self) -> str:
        """`d-` and a digest of the whole content: equal answers have equal ids."""
        return str(self.as_dict()["decision"])

    @property
    def reasons(self) -> list[str]:
        """The sentences of the findings that lead to the outcome, or of what was searched in vain if none does."""
        vain = [finding for finding in self.result.findings if finding.kind is Kind.NOT_FOUND and not finding.outcome]
        return [finding.says for finding in self.result.deciding or vain or self.result.findings]

    @property
    def valid_until(self) -> str | None:
        """The last day on which the result may be relied on once signed; None if there is nothing to sign."""
        days = self.policy.validity_days
        if days is None or self.outcome.severity < Outcome.EXCEPTION_APPLIED.severity:
            return None
        return (self.request.as_of + timedelta(days=days)).isoformat()

    def as_dict(self) -> dict[str, Any]:
        """The decision as JSON data, in the documented shape."""
        return self.written()[0]

    def written(self) -> tuple[dict[str, Any], str]:
        """The decision as JSON data, and in the form in which it is stored: canonical, its coverage named by digest.

        Coverage is most of a decision, and the same for thousands: it is stored once.
        """
        content = self._content()
        parts = {name: canonical(value) for name, value in content.items() if name != "coverage"}
        parts["coverage"] = canonical(_coverage(self.coverage)[1] if self.coverage else [])
        id_ = f"d-{digest(_joined(parts))[:24]}"
        return {"decision": id_, **content}, _joined({**parts, "decision": canonical(id_)})

    def _content(self) -> dict[str, Any]:
        return {
            "outcome": self.outcome.value,
            "reasons": self.reasons,
            "request": self.request.as_dict(),
            "policy": {"id": self.policy.id, "title": self.policy.title, "authority": self.policy.authority},
            "subject": {**self._party(self.subject.unit), "link": self.subject.unit.link},
            "individual": self._party(self.subject.individual) if self.subject.individual else None,
            "leaders": [self._party(leader) for leader in (*self.subject.leaders, *self.subject.superiors)],
            "clauses": [self._clause(finding) for finding in self.result.findings],
            "contradictions": [one.as_dict() for one in self.disagreements],
            "gaps": self._gaps(),
            "coverage": _coverage(self.coverage)[0],
            "valid_until": self.valid_until,
            "risk": self._risk(),
            "duties": [self._duty(one) for one in self.result.duties],
            "advice": ADVICE,
            "digests": {
                "snapshot": self.snapshot,
                "policy": self.policy.digest,
                "engine": engine_digest(),
                **self.knowledge,
            },
            "plugins": self._plugins(),
        }

    def _risk(self) -> dict[str, Any] | None:
        """The level of risk, if the policy asks for one: what of, what gives it, and the measures it calls for."""
        if self.policy.risk is None or self.result.level is None:
            return None
        return {
            "of": self.policy.risk.of,
            "level": self.result.level.value,
            "raised_by": [finding.clause.id for finding in self.result.raising],
            "mitigations": [
                {"id": one.id, "what": one.what, "cites": one.cites, "wording": one.wording}
                for one in self.result.mitigations
            ],
        }

    def _duty(self, duty: Duty) -> dict[str, Any]:
        """What must be done now; `due` is a day only if the deadline counts from the decision."""
        due = None
        if duty.within_days is not None and duty.counts_from == "the decision":
            due = self.request.as_of + timedelta(days=duty.within_days)
        return {
            "id": duty.id,
            "what": duty.what,
            "by": duty.by,
            "to": duty.to,
            "within_days": duty.within_days,
            "counts_from": duty.counts_from,
            "due": due.isoformat() if due else None,
            "cites": duty.cites,
            "wording": duty.wording,
        }

    def _plugins(self) -> dict[str, str]:
        """The finders from outside Muster that were used, with what they are: part of what computed the decision."""
        used = {one.finder: plugged_digest(one.finder) for one in self.policy.clauses}
        return {name: found for name, found in used.items() if found}

    def _gaps(self) -> list[str]:
        missing = [one for finding in self.result.findings for one in finding.missing]
        return list(dict.fromkeys([*self.subject.gaps, *missing]))

    def _party(self, party: Party) -> dict[str, Any]:
        return {
            "entity": party.entity,
            "caption": self._caption(party.entity) if party.entity else party.text,
            "text": party.text,
            "role": party.role,
            "resolved_by": party.resolved_by,
            "named_in_request": party.named_in_request,
            "because": [one.as_dict() for one in party.because],
            "hits": [self._hit(hit) for hit in party.hits],
            "set_aside": list(party.set_aside),
        }

    def _hit(self, hit: NameHit) -> dict[str, Any]:
        return {
            "entity": hit.entity,
            "caption": self._caption(hit.entity),
            "name": hit.name,
            "score": round(hit.score, 4),
            "why": hit.reason,
            "rewrites": list(hit.rewrites),
            "evasion": hit.evasion,
        }

    def _clause(self, finding: Finding) -> dict[str, Any]:
        clause = finding.clause
        return {
            "id": clause.id,
            "cites": clause.cites,
            "wording": clause.wording,
            "question": clause.question,
            "finding": finding.kind.value,
            "outcome": finding.outcome.value if finding.outcome else None,
            "says": finding.says,
            "because": [one.as_dict() for one in finding.because],
            "against": [one.as_dict() for one in finding.against],
            "paths": [self._path(path) for path in finding.paths],
            "leads": [one.as_dict() for one in finding.leads],
            "lead_paths": [self._path(path) for path in finding.lead_paths],
            "context": [one.as_dict() for one in finding.context],
            "missing": list(finding.missing),
            "searched": finding.searched,
            "exempted_by": finding.exempted_by,
            "would_change": would_change(self.policy, finding),
            "risk": finding.level.value if finding.level and self.policy.risk else None,
            "weighed": [one.as_dict() for one in finding.weighed],
        }

    def _path(self, path: Path) -> list[dict[str, Any]]:
        return path_steps(path, self.captions)

    def _caption(self, entity: str | None) -> str:
        return self.captions.get(entity or "", entity or "")


def path_steps(path: Path, captions: Mapping[str, str]) -> list[dict[str, Any]]:
    """A path in the JSON shape of decisions: a list of steps, each with the captions of its two ends."""
    return [
        {
            "from": step.from_,
            "from_caption": captions.get(step.from_, step.from_),
            "relation": step.relation,
            "forward": step.forward,
            "to": step.to,
            "to_caption": captions.get(step.to, step.to),
            "when": step.when,
            "certainty": step.certainty.value,
            "claims": list(step.claims),
            "against": list(step.against),
        }
        for step in path.steps
    ]


def _joined(parts: Mapping[str, str]) -> str:
    """The canonical form of an object, from that of its values; the names are plain words."""
    return "{" + ",".join(f'"{name}":{parts[name]}' for name in sorted(parts)) + "}"


@lru_cache(maxsize=64)
def _coverage(covered: tuple[Coverage, ...]) -> tuple[list[dict[str, Any]], str]:
    """Coverage as JSON data, and its digest: the same for all decisions on one snapshot and day."""
    data = [asdict(one) for one in covered]
    return data, digest(canonical(data))


@cache
def engine_digest() -> str:
    """Digest of the program's code and data files that decide, so that a decision names what computed it."""
    root = FilePath(str(files("muster")))
    found = hashlib.sha256()
    for path in sorted(one for one in root.rglob("*") if one.suffix in _CODE):
        if _SHOWN & set(path.relative_to(root).parts):
            continue
        found.update(path.relative_to(root).as_posix().encode())
        found.update(path.read_bytes())
    return found.hexdigest()
