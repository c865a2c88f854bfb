"""Who stood above and below a unit, who led it, and each change between two dates."""

from __future__ import annotations

from datetime import date
from typing import Any

from muster.dates import Certainty, parse_date
from muster.errors import BadDate, UsageError
from muster.links import Apart, Change, Course, Tie, history
from muster.snapshot import Snapshot

_SIDES = {"above": "superior", "below": "subordinate", "leader": "leader"}


def over_answer(snapshot: Snapshot, unit: str, span: str, depth: int) -> dict[str, Any]:
    """Who stood above and below, who led, and each change. Raises UsageError or BadDate for a span not to be read."""
    first, last = _days(span)
    found = history(snapshot.graph, unit, first, last, depth=depth)
    return {
        "unit": unit,
        "caption": snapshot.caption(unit),
        "over": [first.isoformat(), last.isoformat()],
        "standing": [_change(snapshot, one) for one in found.standing],
        "changes": [_change(snapshot, one) for one in found.changes],
        "links": [_tie(snapshot, one) for one in found.ties],
        "apart": [_apart(snapshot, one) for one in found.apart],
    }


def _days(span: str) -> tuple[date, date]:
    begin, dots, finish = span.partition("..")
    if not dots:
        raise UsageError(f"--over needs two dates, not {span!r}", hint="write it as 2010..2020")
    try:
        first, last = parse_date(begin).earliest, parse_date(finish).latest
    except BadDate as fault:
        raise BadDate(fault.message, place="--over", hint="write it as 2010..2020 or 2014-06-10..2018-11") from None
    return first or date.min, last or date.max


def _change(snapshot: Snapshot, one: Change) -> dict[str, Any]:
    return {
        "day": one.day.isoformat(),
        "side": _SIDES[one.side],
        "entity": one.entity,
        "caption": snapshot.caption(one.entity),
        "of": one.of,
        "of_caption": snapshot.caption(one.of),
        "before": one.before.value,
        "after": one.after.value,
        "says": one.spoken(),
        "claims": list(one.claims),
    }


def _tie(snapshot: Snapshot, one: Tie) -> dict[str, Any]:
    lower, upper = snapshot.caption(one.lower), snapshot.caption(one.upper)
    return {
        "unit": one.lower,
        "superior": one.upper,
        "relation": one.relation,
        "side": _SIDES[one.side],
        "attested": _spans(one.own),
        "attested_together": _spans(one.along),
        "contested": bool(one.against),
        "says": f"{lower} under {upper}",
        "claims": list(one.claims),
    }


def _apart(snapshot: Snapshot, one: Apart) -> dict[str, Any]:
    """Two links that no day is attested for: shown in one chart, they would be read as one chain."""
    links = [_tie(snapshot, tie)["says"] for tie in (one.lower, one.upper)]
    why = "their times exclude each other" if one.best is Certainty.NO else f"together {one.best.value} at best"
    return {
        "links": [[tie.lower, tie.upper] for tie in (one.lower, one.upper)],
        "best": one.best.value,
        "says": f"{links[0]}, and {links[1]}: no day is attested for both ({why})",
    }


def _spans(course: Course) -> list[list[str | None]]:
    runs = (run for run in course.runs() if run.certainty.value == "attested")
    return [[end.isoformat() if end else None for end in (run.first, run.last)] for run in runs]
