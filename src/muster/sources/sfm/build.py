"""Claims from cells: what several cells or rows say alike becomes one claim that cites all of their sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from muster.claims import Citation, Claim, Stance, check, digest, qualify
from muster.dates import UNTIMED, Interval
from muster.sources.sfm.sheet import Cell, Publications

SPEAKER = "Security Force Monitor"


class _Key(NamedTuple):
    subject: str
    predicate: str
    object: str
    value: str
    qualifiers: tuple[tuple[str, str], ...]
    time: Interval
    stance: Stance
    note: str


class Builder:
    """Gathers what is said and by which cells; `claims` yields it in the order in which it first came up."""

    def __init__(self, dataset: str, publications: Publications) -> None:
        self.dataset = dataset
        self.publications = publications
        self._said: dict[_Key, dict[str, dict[str, None]]] = {}
        self._lines: dict[_Key, int] = {}
        self.line = 0  # of the row that speaks now

    def say(
        self,
        subject: str,
        predicate: str,
        value: str = "",
        other: str = "",
        *,
        by: Iterable[Cell],
        time: Interval = UNTIMED,
        stance: Stance = Stance.ASSERTED,
        note: str = "",
        **qualifiers: str,
    ) -> bool:
        """Say something, on the word of these cells. False if the same had been said before.

        A claim whose cells name no source cites the sheet itself, at the entity's record.
        """
        key = _Key(subject, predicate, other, value, qualify(qualifiers), time, stance, note)
        fresh = key not in self._said
        if fresh:
            self._lines[key] = self.line
        cited = self._said.setdefault(key, {})
        for cell in by:
            for source in cell.sources or (("",) if cell else ()):
                cited.setdefault(source, {})[cell.label] = None
        if not cited:
            cited[""] = {}
        return fresh

    def claims(self) -> Iterator[Claim]:
        """All that was said, checked against the vocabulary."""
        for key, cited in self._said.items():
            claim = Claim(
                key.subject,
                key.predicate,
                key.object,
                key.value,
                key.qualifiers,
                key.time,
                key.stance,
                SPEAKER,
                citations=tuple(self._citation(key, source, labels) for source, labels in cited.items()),
                note=key.note,
            )
            check(claim)
            yield claim

    def line_of(self, claim: Claim) -> int:
        """The line of the row that said it first."""
        said = claim.subject, claim.predicate, claim.object, claim.value, claim.qualifiers, claim.time, claim.stance
        return self._lines[_Key(*said, claim.note)]

    def _citation(self, key: _Key, source: str, labels: Iterable[str]) -> Citation:
        note = "; ".join(filter(None, labels))
        if source:
            return self.publications.cite(source, note)
        return Citation(self.dataset, record=key.subject.removeprefix("sfm-"), note=note)


def named(dataset: str, kind: str, name: str) -> str:
    """The id of what a sheet knows by its name alone."""
    return f"{dataset}-{kind}-{digest(name.casefold())[:12]}"
