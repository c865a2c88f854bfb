"""What a unit's name says, slot by slot, and what a whole roster cell says.

Slots hold canonical words that are the same in every language (`battalion`, `armoured`), so that names of two
languages can be compared. A slot that the text does not fill is empty: it is unknown, not denied.
Units and cells are named tuples: a report makes a hundred thousand of them, and no frozen value is made sooner.
"""

from __future__ import annotations

from typing import NamedTuple

PROPER_SERVICES = frozenset({"state security", "popular mobilization", "national guard", "peshmerga"})
NONE: frozenset[str] = frozenset()


class UnitName(NamedTuple):
    """One unit as a text names it.

    `ordinal` is its number, or its letter, in one form (`33`, `4/1`, `a`); `names` are words that belong to the name
    and are no vocabulary (nicknames, abbreviations); `places` are words that stand where a place does; `parents` are
    the superiors that the text names, narrowest first. `services` has more than one entry where a word is ambiguous.
    `full` tells a service's full name (`Nigerian Army`, `National Guard`) from the bare word.
    """

    text: str
    ordinal: str = ""
    echelon: str = ""
    arms: frozenset[str] = NONE
    qualifiers: frozenset[str] = NONE
    services: tuple[str, ...] = ()
    country: str = ""
    roles: frozenset[str] = NONE
    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    honorific: str = ""
    parents: tuple[UnitName, ...] = ()
    troops: bool = False

    @property
    def service(self) -> str:
        """The service that is named, in its likeliest reading."""
        return self.services[0] if self.services else ""

    @property
    def headquarters(self) -> bool:
        """Whether the headquarters of the body is named."""
        return "headquarters" in self.roles

    @property
    def body(self) -> frozenset[str]:
        """What it is besides a headquarters: school, depot, directorate."""
        return self.roles - {"headquarters"}

    @property
    def full(self) -> bool:
        """A service with its country, or called national or royal."""
        return bool(self.country or self.qualifiers & {"national", "royal", "republican"})

    @property
    def proper_service(self) -> bool:
        """A service whose name is never a bare word: `State Security Service`, `National Guard`."""
        return bool(PROPER_SERVICES & {*self.services})

    @property
    def bare_service(self) -> bool:
        """Nothing but a service, with or without its country: no unit of it."""
        return bool(self.services) and not (
            self.ordinal or self.echelon or self.arms or self.roles or self.names or self.honorific
        )


class Cell(NamedTuple):
    """What a roster's unit column says: the units, and apart from them the persons and offices.

    `vague` says why no particular unit is named, in plain words; it is empty where one is.
    """

    text: str
    units: tuple[UnitName, ...] = ()
    persons: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    vague: str = ""

    @property
    def several(self) -> bool:
        """Whether the cell names more than one unit."""
        return len(self.units) > 1
