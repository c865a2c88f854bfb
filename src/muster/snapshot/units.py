"""The units of a snapshot as plain records, against which the names in a roster are linked.

Units that are known from a roster or a training report alone are left out: a roster must not be linked to itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from muster.claims import Stance
from muster.names import country_code
from muster.names.units import UnitRecord
from muster.register import Held, caption_of
from muster.snapshot.snapshot import Snapshot

_NOT_TARGETS = ("roster-", "fmtrpt-")  # ids of what others only mention
_PLACED = ("based_at", "operates_in")


def unit_records(snapshot: Snapshot) -> list[UnitRecord]:
    """A record for each unit: names, countries, places, superiors, classes, and when it began and ended."""
    units = dict.fromkeys(
        snapshot.canonical(one.claim.subject)
        for one in _said(snapshot, "kind")
        if one.claim.value == "unit" and not one.claim.subject.startswith(_NOT_TARGETS)
    )
    above: dict[str, dict[str, None]] = defaultdict(dict)
    for one in _said(snapshot, "subordinate_to"):
        above[snapshot.canonical(one.claim.subject)][snapshot.canonical(one.claim.object)] = None
    places: dict[str, dict[str, None]] = defaultdict(dict)
    for predicate in _PLACED:
        for one in _said(snapshot, predicate):
            words = places[snapshot.canonical(one.claim.subject)]
            words.update(dict.fromkeys(_places(snapshot, one.claim.object)))
    return [
        record
        for unit in units
        if (record := _record(snapshot, unit, tuple(above[unit]), tuple(places[unit]))) is not None
    ]


def _record(snapshot: Snapshot, unit: str, above: tuple[str, ...], places: tuple[str, ...]) -> UnitRecord | None:
    named = [one for one in snapshot.said(unit, "name") if one.claim.stance is not Stance.DENIED]
    if not named:
        return None
    names = [caption_of(named, unit), *(one.claim.value for one in named if one.claim.qualifier("kind") != "weak")]
    times = [one.time for one in snapshot.said(unit, "kind") if one.claim.value == "unit"]
    # Only what all claims bear out bounds it: a unit is never ruled out by the narrower of two.
    starts, ends = [one.start.earliest for one in times], [one.end.latest for one in times]
    return UnitRecord(
        id=unit,
        names=tuple(dict.fromkeys(names)),
        countries=frozenset(one for one in snapshot.countries(unit) if country_code(one) == one),
        places=places,
        superiors=above,
        kinds=tuple(one.claim.value for one in snapshot.said(unit, "classification")),
        founded=min((one for one in starts if one), default=None) if all(starts) else None,
        disbanded=max((one for one in ends if one), default=None) if all(ends) else None,
        placeholder=any(one.claim.value == "unknown" for one in snapshot.said(unit, "placeholder")),
    )


def _said(snapshot: Snapshot, predicate: str) -> Iterator[Held]:
    return (one for one in snapshot.all_said(predicate) if one.claim.stance is not Stance.DENIED)


def _places(snapshot: Snapshot, place: str) -> list[str]:
    """The names of a place and of those around it."""
    names = [one.claim.value for one in snapshot.said(place, "name")]
    return names + [part.strip() for one in snapshot.said(place, "address") for part in one.claim.value.split(",")]
