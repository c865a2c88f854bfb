"""The rules that claims must keep together, asked of whatever a reader reads, in the pass in which it is read.

Others' data are not refused for breaking them, as they are what was published; each rule broken becomes a note.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from muster.claims import Claim
from muster.claims.rules import Rules, cited_place, told
from muster.sources.model import Reading


def examined(reading: Reading) -> Reading:
    """The reading, whose notes tell, once its claims have been read, which rules they break."""
    return reading if reading.examined else replace(reading, claims=_Examined(reading), examined=True)


class _Examined(Iterable[Claim]):
    """Claims that are looked at as they pass, the first time that they do."""

    def __init__(self, reading: Reading) -> None:
        self._claims, self._notes, self._sources = reading.claims, reading.notes, reading.sources
        self._fresh = True

    def __iter__(self) -> Iterator[Claim]:
        if not self._fresh:
            return iter(self._claims)
        self._fresh = False
        rules = Rules(self._sources)
        return chain(rules.passing(self._claims), self._ended(rules))

    def _ended(self, rules: Rules) -> Iterator[Claim]:
        """No claim; asked for when all have passed, it writes the notes."""
        self._notes += told(rules.findings(), cited_place)
        yield from ()
