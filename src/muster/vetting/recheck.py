"""What must be vetted again: earlier decisions that today's knowledge, or a later day, would decide differently."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from muster.errors import NotFound
from muster.vetting.decision import Decision
from muster.vetting.request import Adjudication, Request
from muster.vetting.vet import Desk


@dataclass(frozen=True, slots=True)
class Recheck:
    """An earlier decision, what it would be now, and why. `now` is None if its policy is not at hand."""

    earlier: str
    unit: str
    policy: str
    was: str
    was_as_of: str
    now: Decision | None
    now_as_of: str
    why: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """True if the outcome differs; otherwise only the evidence grew."""
        return self.now is None or self.was != self.now.outcome.value

    def as_dict(self) -> dict[str, Any]:
        return {
            "earlier": self.earlier,
            "unit": self.unit,
            "policy": self.policy,
            "was": self.was,
            "was_as_of": self.was_as_of,
            "now": self.now.outcome.value if self.now else None,
            "now_as_of": self.now_as_of,
            "changed": self.changed,
            "why": list(self.why),
            "decision": self.now.id if self.now else None,
        }


def recheck(
    desk: Desk,
    decisions: Iterable[Mapping[str, Any]],
    as_of: date,
    progress: Callable[[], None] = lambda: None,
    policies: Mapping[str, str] | None = None,
) -> list[Recheck]:
    """Put the request of each stored decision again, as of `as_of`; return those that must be vetted again.

    Only the newest decision on a request counts. One that is worse now, or has new evidence against the unit,
    is returned with the new evidence in words. So is one whose policy is not at hand: `policies` maps the ids of
    policies that are not shipped to their files.
    """
    files = policies or {}
    newest: dict[str, Mapping[str, Any]] = {}
    for decision in decisions:
        newest[_key(decision["request"])] = decision
    found = []
    for earlier in newest.values():
        name = str(earlier["request"]["policy"])
        now, why = None, [f"the policy {name} is not at hand: name its file with --policy"]
        with suppress(NotFound):
            now = desk.decide(_request(earlier["request"], files.get(name, name), as_of))
            why = _why(earlier, now)
        if now is None or why or earlier["outcome"] != now.outcome.value:
            found.append(
                Recheck(
                    earlier=earlier["decision"],
                    unit=earlier["subject"]["caption"],
                    policy=earlier["request"]["policy"],
                    was=earlier["outcome"],
                    was_as_of=earlier["request"]["as_of"],
                    now=now,
                    now_as_of=as_of.isoformat(),
                    why=tuple(why or (now.reasons if now else ())),
                )
            )
        progress()
    return found


def _key(request: Mapping[str, Any]) -> str:
    named = ("unit", "leaders", "policy", "country", "commitment", "identifier")
    return repr([*(request[name] for name in named), request.get("individual", "")])


def _request(stored: Mapping[str, Any], policy: str, as_of: date) -> Request:
    return Request(
        unit=stored["unit"],
        policy=policy,
        as_of=as_of,
        leaders=tuple(stored["leaders"]),
        country=stored["country"],
        commitment=stored["commitment"],
        identifier=stored["identifier"],
        individual=stored.get("individual", ""),
        adjudications=tuple(Adjudication(**one) for one in stored.get("adjudications", ())),
    )


def _why(earlier: Mapping[str, Any], now: Decision) -> list[str]:
    """The evidence for an adverse finding now that the earlier decision did not have, not even as a lead."""
    known = {one["claim"] for clause in earlier["clauses"] for part in ("because", "leads") for one in clause[part]}
    return [
        f"{finding.clause.id}: {one.text} ({one.when})"
        for finding in now.result.findings
        if finding.outcome
        for one in finding.because
        if one.claim and one.claim not in known
    ]
