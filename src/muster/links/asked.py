"""What is asked of the graph: which day, which stances, which relations, how far back.

The one place that decides whether a claim counts on a day. It errs towards showing: what no source excludes
is kept, with its certainty said, because a link that silently vanishes reads like a clearance.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from muster.claims import Stance, vocabulary
from muster.dates import Certainty, Interval
from muster.errors import UsageError
from muster.links.graph import Relation

ASSERTED = frozenset({Stance.ASSERTED})

# predicate -> qualifier -> values that count; a claim that leaves the qualifier unstated always counts
Qualifiers = Mapping[str, Mapping[str, Collection[str]]]
_Frozen = tuple[tuple[str, str, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's terms. Make it with `asked()`, which checks them."""

    day: date
    stances: frozenset[Stance]
    predicates: frozenset[str]
    qualifiers: _Frozen
    look_back_days: int | None
    include_past: bool

    @property
    def horizon(self) -> date | None:
        """The earliest day of the look-back window; None if there is no window."""
        if self.look_back_days is None:
            return None
        return date.fromordinal(max(1, self.day.toordinal() - self.look_back_days))

    def allows(self, relation: Relation) -> bool:
        """True if the relation is of a predicate and kind asked for, whatever its stance and time."""
        if relation.predicate not in self.predicates:
            return False
        for name, key, values in self.qualifiers:
            if name == relation.predicate and relation.qualifier(key) not in (*values, ""):
                return False
        return True

    def counts(self, time: Interval) -> Certainty | None:
        """The certainty with which a fact of this time counts on the day; None if it does not count.

        Attested, presumed and possible count. Unknown counts if nothing shows that it had not begun, and
        it is open-ended or its last known day reaches the horizon. A past fact counts only within a look-back
        that was asked for.
        """
        certainty = time.on(self.day)
        if certainty is Certainty.NO:
            return certainty if self.speaks_of(time) else None
        if certainty is Certainty.UNKNOWN and self.horizon is not None and not time.end.open:
            known = last_known(time)
            return certainty if known is not None and known >= self.horizon else None
        return certainty

    def speaks_of(self, time: Interval) -> bool:
        """True unless the bounds put the time wholly after the day, or before it (before the horizon if the
        past is included). Decides which denials stand against a link."""
        if not time.began_by(self.day):
            return False
        horizon = self.horizon if self.include_past else None
        return time.end.latest is None or time.end.latest >= (horizon or self.day)


def last_known(time: Interval) -> date | None:
    """The last day that any date of the fact can reach: of a citation, its beginning, or its end."""
    days = (time.last_cited, time.start.latest, time.start.earliest, time.end.latest, time.end.earliest)
    return max((day for day in days if day is not None), default=None)


def asked(
    day: date,
    *,
    stances: Collection[Stance] = ASSERTED,
    predicates: Collection[str] | None = None,
    qualifiers: Qualifiers | None = None,
    look_back_days: int | None = None,
    include_past: bool = False,
) -> Asked:
    """The checked terms of a question. `predicates` None means all that carry association.

    Raises UsageError for a stance that is never a link, a predicate that never carries one, an unknown
    qualifier or value, a negative look-back, and for `include_past` without a look-back.
    """
    refused = sorted(stance.value for stance in stances if not stance.factual)
    if refused:
        raise UsageError(
            f"{', '.join(refused)} claims are never links",
            hint="links are made of asserted, alleged or estimated claims",
        )
    if look_back_days is not None and look_back_days < 0:
        raise UsageError("the look-back is negative", hint="give the number of days before the day asked")
    if include_past and look_back_days is None:
        raise UsageError("past links need a look-back", hint="say how many days back they count")
    carrying = _carrying()
    chosen = carrying if predicates is None else frozenset(predicates)
    if chosen - carrying:
        raise UsageError(
            f"never part of a path: {', '.join(sorted(chosen - carrying))}",
            hint=f"choose from {', '.join(sorted(carrying))}",
        )
    return Asked(day, frozenset(stances), chosen, _freeze(qualifiers or {}), look_back_days, include_past)


@cache
def _carrying() -> frozenset[str]:
    return frozenset(name for name, rule in vocabulary().items() if rule.carries != "none")


def _freeze(wanted: Qualifiers) -> _Frozen:
    frozen = []
    for name, details in wanted.items():
        rule = vocabulary().get(name)
        for key, values in details.items():
            if isinstance(values, str):
                raise UsageError(f"{name}: {key} needs a list of values, not the one text {values!r}")
            if rule is None or key not in rule.qualifiers:
                raise UsageError(f"{name} has no qualifier {key!r}")
            strange = set(values) - rule.qualifiers[key] if rule.qualifiers[key] else set()
            if strange:
                raise UsageError(
                    f"{name}: {key} is never {', '.join(sorted(strange))}",
                    hint=f"one of {', '.join(sorted(rule.qualifiers[key]))}",
                )
            frozen.append((name, key, frozenset(values)))
    return tuple(sorted(frozen, key=lambda item: item[:2]))


def reason(time: Interval, day: date) -> str:
    """Why a fact of this time has its certainty on the day, in one phrase for a person."""
    certainty = time.on(day)
    if certainty is Certainty.ATTESTED:
        return "a source covers the day"
    if certainty is Certainty.POSSIBLE:
        return "the day lies inside an imprecise bound"
    if certainty is Certainty.NO:
        return "it had ended by the day" if time.began_by(day) else "it had not begun by the day"
    since = time.days_since_cited(day)
    opening = "open-ended" if certainty is Certainty.PRESUMED else "no source reaches the day"
    if since is not None:
        return f"{opening}, last cited {_days(since)} before"
    if time.first_cited and time.first_cited > day:
        return f"{opening}, first cited {_days((time.first_cited - day).days)} after, start unknown"
    return f"{opening}, no citation is dated"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
