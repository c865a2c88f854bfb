"""Who holds a number: passports, registrations, hull numbers of all parties, looked up without reading any claim."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import takewhile
from pathlib import Path

from muster.arrays import Texts, load, save

_VERSION = "holders-1"


class Holders:
    """Parties by the numbers that they have, written without spaces, case and punctuation. Immutable."""

    def __init__(self, numbers: Texts, entities: Texts) -> None:
        self._numbers, self._entities = numbers, entities

    @classmethod
    def of(cls, held: Iterable[tuple[str, str]]) -> Holders:
        """From pairs of a number and a party."""
        pairs = sorted(set(held))
        return cls(Texts.of([one for one, _ in pairs]), Texts.of([one for _, one in pairs]))

    @classmethod
    def open(cls, path: Path) -> Holders:
        """A saved one, mapped into memory. Raises BadInput for a damaged file or one of another version."""
        found = load(path, _VERSION)
        return cls(*(Texts(found[f"{name}.block"], found[f"{name}.at"]) for name in ("numbers", "entities")))

    def save(self, path: Path) -> None:
        """Write it to a file, whole or not at all."""
        tables = {"numbers": self._numbers, "entities": self._entities}
        save(path, {f"{name}.{part}": getattr(one, part) for name, one in tables.items() for part in ("block", "at")},
             _VERSION)  # fmt: skip

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, number: str) -> list[str]:
        """The parties that hold a number, in the order of their ids; empty if nobody does."""
        start = bisect_left(self._numbers, number)
        places = takewhile(lambda place: self._numbers[place] == number, range(start, len(self)))
        return [self._entities[place] for place in places]
