"""The units of a snapshot as plain records, so that names of units can be linked to them.

`names.units` knows nothing of the register; this is where claims become its records.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from muster.names.units import UnitIndex, UnitRecord
from muster.snapshot.snapshot import Snapshot

_NOT_TARGETS = ("roster-", "fmtrpt-")  # ids of units that only a roster names: none is linked to itself
_KINDS = frozenset({"unit", "office", "government"})
_PLACES = ("based_at", "operates_in")


def unit_index(snapshot: Snapshot) -> UnitIndex:
    """All units, offices and governments of the snapshot, by the slots of their names."""
    return UnitIndex(unit_records(snapshot))


def unit_records(snapshot: Snapshot) -> Iterator[UnitRecord]:
    """One record for each unit (or office, or government): every name but the weak ones, the main name first."""
    units = [one for one in snapshot.of_kinds(_KINDS) if not one.startswith(_NOT_TARGETS)]
    snapshot.read(units)
    snapshot.read({held.claim.object for entity in units for held in snapshot.said(entity, *_PLACES)})
    for entity in units:
        names = _names(snapshot, entity)
        if names:
            yield _record(snapshot, entity, names)


def _record(snapshot: Snapshot, entity: str, names: tuple[str, ...]) -> UnitRecord:
    founded, disbanded = _lived(snapshot, entity)
    return UnitRecord(
        id=entity,
        names=names,
        countries=snapshot.countries(entity),
        places=_places(snapshot, entity),
        superiors=tuple(
            dict.fromkeys(snapshot.canonical(one.claim.object) for one in snapshot.said(entity, "subordinate_to"))
        ),
        kinds=tuple(one.claim.value for one in snapshot.said(entity, "classification")),
        founded=founded,
        disbanded=disbanded,
        placeholder=any(one.claim.value == "unknown" for one in snapshot.said(entity, "placeholder")),
    )


def _names(snapshot: Snapshot, entity: str) -> tuple[str, ...]:
    said = snapshot.said(entity, "name")
    names = [one.claim.value for one in said if one.claim.qualifier("kind") != "weak"]
    caption = snapshot.captions.get(entity, "")
    return tuple(dict.fromkeys([caption, *names] if caption in names else names))


def _places(snapshot: Snapshot, entity: str) -> tuple[str, ...]:
    """Names and addresses of the places where the unit is or works."""
    found: dict[str, None] = {}
    for one in snapshot.said(entity, *_PLACES):
        place = snapshot.canonical(one.claim.object)
        for told in snapshot.said(place, "name", "address"):
            found[told.claim.value] = None
    return tuple(found)


def _lived(snapshot: Snapshot, entity: str) -> tuple[date | None, date | None]:
    """The first and the last day on which the unit can have existed, where its claims bound them."""
    times = [one.time for one in snapshot.said(entity, "kind")]
    starts, ends = [time.start.earliest for time in times], [time.end.latest for time in times]
    first = min((day for day in starts if day), default=None) if all(starts) else None
    last = max((day for day in ends if day), default=None) if all(ends) else None
    return first, last
