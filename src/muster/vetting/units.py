"""Hits that are certainly another unit than the one asked about: a different number or size decides."""

from __future__ import annotations

from collections.abc import Iterable

from muster.names import NameHit
from muster.names.units import another_unit


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
