"""The unit of a request by the slots of its name, and hits that are certainly another unit.

A name that equals none of the register's may still say which unit is meant: `2 BN` is 2 Battalion. That is held to be
an unambiguous name only where the country is stated and agrees, and where one record alone fits; the slots are told.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from muster.names import NameHit
from muster.names.units import Context, Linked, Linker, another_unit
from muster.snapshot import Snapshot


def linked_unit(snapshot: Snapshot, text: str, country: str, day: date) -> Linked | None:
    """What the text is linked to in that country on that day; None if the country is unknown."""
    if not country or not text.strip():
        return None
    linked = Linker(snapshot.units).link(text, Context(country, day=day))
    if linked.unit and country not in snapshot.countries(linked.unit):
        return None  # a like name, but nobody says that it is of this country
    return linked


def without_other_units(text: str, hits: Iterable[NameHit], aside: list[str]) -> tuple[NameHit, ...]:
    """The hits that can be the unit; of the others, the slots that tell them apart are added to `aside`."""
    kept = []
    for hit in hits:
        apart = another_unit(text, hit.name)
        if apart is None:
            kept.append(hit)
        else:
            aside.append(f"“{hit.name}” is another unit: {'; '.join(apart.reasons)}")
    return tuple(kept)
