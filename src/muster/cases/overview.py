"""The figures of a period for an overview in the manner of an inspector general: what was asked, answered and left.

Counted from the record of cases and from the decisions kept; nothing is estimated. A request that was decided several
times in the period counts once, as it was decided last.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from statistics import median
from typing import Any

import sqlalchemy as sa

from muster.cases.desk import Cases
from muster.cases.model import Case
from muster.cases.states import OPEN_STATES
from muster.errors import BadInput
from muster.register import Register, schema

BUCKETS = ((7, "up to 7 days"), (30, "8 to 30 days"), (90, "31 to 90 days"), (10**6, "over 90 days"))
_CLOSING = ("approve", "refuse", "withdraw")
_TOP = 20  # reasons and contested matters told
_NO_COUNTRY = "not stated"


def overview(register: Register, first: date, last: date) -> dict[str, Any]:
    """All figures from `first` to `last`, both included, as JSON data. Raises BadInput if they are the wrong way."""
    if last < first:
        raise BadInput(f"the period ends on {last}, before it begins on {first}", hint="swap --from and --to")
    cases = [then for one in Cases(register).all() for then in [_until(one, last)] if then]
    opened = [one for one in cases if _day(one.opened) >= first]
    steps = [(one, step) for one in cases for step in one.steps if first <= _day(step.at)]
    acts = Counter(step.act for _, step in steps)
    decisions = list(_decisions(register, first, last))
    over = min(
        last, _day(register.now()) - timedelta(days=1)
    )  # what a period that is not over yet will bring is not told
    ran_out = [one for one in cases for until in [_approved_until(one)] if until and first <= until <= over]
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "record": _record(register),
        "cases": {
            "opened": len(opened),
            "approved": acts["approve"],
            "refused": acts["refuse"],
            "sent_back": acts["send_back"],
            "withdrawn": acts["withdraw"],
            "lapsed": acts["lapse"],
            "reopened": acts["reopen"],
            "open_at_end": sum(one.is_open for one in cases),
            "in_force_at_end": sum(one.in_force(last) for one in cases),
        },
        "states_at_end": dict(Counter(one.standing(last) for one in cases)),
        "decisions": len(decisions),
        "outcomes": dict(Counter(one["outcome"] for one in decisions)),
        "by_policy": _matrix(decisions, lambda one: str(one["policy"]["id"])),
        "by_country": _matrix(decisions, lambda one: one["request"]["country"].strip() or _NO_COUNTRY),
        "cases_by_country_and_policy": _pairs(opened, steps),
        "reasons": _reasons(decisions),
        "ages": _ages(cases, first, last),
        "refusals": [_told(case, step) for case, step in steps if step.act == "refuse"],
        "expired": [{"case": one.number, "unit": one.unit, "on": _approved_until(one).isoformat()} for one in ran_out],
        "ended": [_told(case, step) for case, step in steps if step.act == "lapse"],
        "reopened": [_told(case, step) for case, step in steps if step.act == "reopen"],
        "contested": _contested(decisions),
    }


def _day(moment: str) -> date:
    return date.fromisoformat(moment[:10])


def _until(case: Case, last: date) -> Case | None:
    """The case as it was at the end of a day; None if it was not there yet."""
    steps = tuple(step for step in case.steps if _day(step.at) <= last)
    if not steps:
        return None
    return replace(case, steps=steps, signatures=tuple(one for one in case.signatures if _day(one.at) <= last))


def _approved_until(case: Case) -> Any:
    """The last day of the newest approval, if it was not ended before; else None."""
    approved = case.last("approve", "reopen")
    if approved is None or approved.act != "approve":
        return None
    return date.fromisoformat(approved.body["valid_until"])


def _decisions(register: Register, first: date, last: date) -> Iterator[dict[str, Any]]:
    """The decisions kept in the period, each request once, as it was decided last."""
    end = (last + timedelta(days=1)).isoformat()
    newest: dict[str, str] = {}
    with register.transaction() as connection:
        query = (
            sa.select(schema.decision.c.body)
            .join(schema.act, schema.act.c.id == schema.decision.c.tx)
            .where(schema.act.c.at >= first.isoformat(), schema.act.c.at < end)
            .order_by(schema.decision.c.seq)
        )
        for body in connection.execute(query).scalars():
            request = json.loads(body)["request"]
            key = json.dumps([request[name] for name in ("unit", "leaders", "policy", "country", "identifier")])
            newest[key] = body
    for body in newest.values():
        yield json.loads(body)


def _record(register: Register) -> dict[str, Any]:
    """How many entries the record has, and its head, so that a printed overview can be held against it later."""
    from muster.cases.audit import leaves
    from muster.register.merkle import root_of

    with register.transaction() as connection:
        found = leaves(connection)
    return {"entries": len(found), "root": root_of(found).hex()}


def _matrix(decisions: Iterable[Mapping[str, Any]], key: Any) -> list[dict[str, Any]]:
    """How often each outcome came, by key; the most frequent key first."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for one in decisions:
        found[key(one)][one["outcome"]] += 1
    ordered = sorted(found.items(), key=lambda item: (-item[1].total(), item[0]))
    return [{"name": name, "total": counts.total(), "outcomes": dict(counts)} for name, counts in ordered]


def _pairs(opened: Iterable[Case], steps: Iterable[tuple[Case, Any]]) -> list[dict[str, Any]]:
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for case in opened:
        found[_where(case)]["opened"] += 1
    for case, step in steps:
        if step.act in ("approve", "refuse", "lapse", "reopen"):
            found[_where(case)][step.act] += 1
    return [
        {
            "country": country,
            "policy": policy,
            "opened": counts["opened"],
            "approved": counts["approve"],
            "refused": counts["refuse"],
            "lapsed": counts["lapse"],
            "reopened": counts["reopen"],
        }
        for (country, policy), counts in sorted(found.items())
    ]


def _where(case: Case) -> tuple[str, str]:
    return str(case.facts["country"]).strip() or _NO_COUNTRY, case.policy


def _reasons(decisions: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The clauses that led to an outcome, the most frequent first."""
    found: Counter[tuple[str, str, str, str]] = Counter()
    for one in decisions:
        for clause in one["clauses"]:
            if clause["outcome"] and not clause["exempted_by"]:
                found[one["policy"]["id"], clause["id"], clause["outcome"], clause["question"]] += 1
    return [
        {"policy": policy, "clause": clause, "outcome": outcome, "question": question, "count": count}
        for (policy, clause, outcome, question), count in sorted(found.items(), key=lambda item: (-item[1], item[0]))[
            :_TOP
        ]
    ]


def _ages(cases: Sequence[Case], first: date, last: date) -> dict[str, Any]:
    """How long the cases closed in the period took, and how old those are that are open at its end, in days."""
    closed = []
    for case in cases:
        begun = _day(case.opened)
        for step in case.steps:
            if step.act == "reopen":
                begun = _day(step.at)
            elif step.act in _CLOSING and first <= _day(step.at):
                closed.append((_day(step.at) - begun).days)
    still = []
    for case in cases:
        if case.state in OPEN_STATES:
            begun_by = case.last("open", "reopen")
            still.append((last - _day(begun_by.at if begun_by else case.opened)).days)
    return {"closed": _spread(closed), "open": _spread(still)}


def _spread(days: Sequence[int]) -> dict[str, Any]:
    buckets = Counter(next(label for most, label in BUCKETS if one <= most) for one in days)
    return {
        "count": len(days),
        "median": median(days) if days else None,
        "longest": max(days, default=None),
        "buckets": {label: buckets[label] for _, label in BUCKETS},
    }


def _told(case: Case, step: Any) -> dict[str, Any]:
    why = step.body.get("reason") or "; ".join(step.body.get("why", ()))
    return {"case": case.number, "unit": case.unit, "on": step.at[:10], "by": step.person, "why": why}


def _contested(decisions: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What sources contradict each other on, with the units it was met at; the most frequent first."""
    units: dict[str, set[str]] = defaultdict(set)
    claims: dict[str, set[str]] = defaultdict(set)
    for one in decisions:
        for contradiction in one["contradictions"]:
            about = contradiction["about"]
            units[about].add(one["subject"]["caption"])
            claims[about] |= {claim["claim"] for claim in contradiction["claims"]}
    ordered = sorted(units, key=lambda about: (-len(units[about]), -len(claims[about]), about))
    return [{"about": one, "units": sorted(units[one]), "claims": len(claims[one])} for one in ordered[:_TOP]]
