"""Name hits on units, looked at slot by slot.

A search by letters finds the 99th division for the 33rd, and a brigade for a battalion of the same number. What the
search found stays; what is certainly another unit is told apart here, with the slots that say so.
"""

from __future__ import annotations

from muster.names.units.compare import DIFFERENT, Comparison, compare
from muster.names.units.model import UnitName
from muster.names.units.parse import parse, parse_name

_TELLING = frozenset({"number", "size"})


def another_unit(text: str, name: str) -> Comparison | None:
    """The comparison that shows that `name` is another unit than every one that `text` names; None if it may be one.

    Only a different number of units of one size, or a different size of one number, says so here: what else differs
    is for a person to weigh.
    """
    known = parse_name(name)
    if not known.echelon:
        return None
    cell = parse(text)
    if cell.persons or not cell.units:
        return None
    closest: Comparison | None = None
    for unit in _named(cell.units):
        found = _differs(unit, known)
        if found is None:
            return None
        closest = closest or found
    return closest


def _named(units: tuple[UnitName, ...]) -> list[UnitName]:
    """The units and all the superiors that are named with them."""
    found = list(units)
    for unit in found:
        found.extend(unit.parents)
    return found


def _differs(unit: UnitName, known: UnitName) -> Comparison | None:
    if not unit.echelon or not (unit.ordinal and known.ordinal):
        return None
    found = compare(unit, known)
    telling = {name for name, _, _, effect in found.slots if effect == "decides against"} & _TELLING
    return found if found.verdict == DIFFERENT and telling else None
