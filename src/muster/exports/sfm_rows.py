"""Columns of the sheets that are written, and rows put together from cells that do not depend on one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from muster.claims import Claim
from muster.dates import UNTIMED
from muster.exports.losses import Losses
from muster.exports.sfm_cells import Aside, Cited, Piece, Pieces, Row, holds, put, put_date
from muster.exports.sfm_times import Written, fitted
from muster.register import Held
from muster.sources.sfm.build import SPEAKER
from muster.sources.sfm.columns import EXTRAS, PERSONS, SOURCES, UNITS_SITES, Field, Span

OWN_STATUS = "3"  # released
Blocks = dict[Aside, dict[str, list[Row]]]


def _columns(spec: Any) -> Iterator[str]:
    """The columns that a description names, in its order."""
    if isinstance(spec, Field):
        yield from filter(None, (spec.value, spec.source, spec.confidence, *spec.parts))
    elif is_dataclass(spec):
        for one in fields(spec):
            if one.name not in ("kind", "ends", "label", "required"):
                yield from _columns(getattr(spec, one.name))
    elif isinstance(spec, tuple):
        for part in spec:
            yield from _columns(part)
    elif isinstance(spec, str) and ":" in spec:
        yield spec


UNIT_COLUMNS = tuple(dict.fromkeys(_columns(UNITS_SITES)))
PERSON_COLUMNS = tuple(dict.fromkeys(_columns(PERSONS)))
EXTRA_COLUMNS = tuple(dict.fromkeys(_columns(EXTRAS)))
SOURCE_COLUMNS = tuple(dict.fromkeys(_columns(SOURCES)))
INCIDENT_COLUMNS = (
    *("incident:status:admin", "incident:comments:admin", "incident:id:admin", "incident:start_date"),
    *("incident:start_date_month", "incident:start_date_day", "incident:start_date_year", "incident:end_date"),
    *("incident:end_date_month", "incident:end_date_day", "incident:end_date_year", "incident:location_description"),
    *("incident:location", "incident:violation_type", "incident:violation_description"),
    *("incident:perpetrator_person_id:admin", "incident:perpetrator_person_name"),
    *("incident:perpetrator_unit_id:admin", "incident:perpetrator_unit_name", "incident:perpetrator_classification"),
    "incident:all:source",
)


def assemble(blocks: Blocks, always: Iterable[str], status: str, comments: str) -> Iterator[Row]:
    """Rows of an entity: of each kind of cell the next one, and of those in `always` the last again when they are used
    up, for a row without its name says nothing."""
    repeated = tuple(always)
    spare = {key: next((block[key] for block in blocks.values() if block.get(key)), []) for key in repeated}
    for aside, block in blocks.items():
        for key in repeated:
            block[key] = block.get(key) or spare[key]
        for number in range(max(len(cells) for cells in block.values())):
            row: Row = {status: aside.status or OWN_STATUS, comments: aside.comment}
            for key, cells in block.items():
                if number < len(cells):
                    row |= cells[number]
                elif key in repeated and cells:
                    row |= cells[-1]
            yield row


class Maker:
    """Cells and times from claims; counts what they cannot say."""

    def __init__(self, cited: Cited, losses: Losses) -> None:
        self._cited = cited
        self.losses = losses

    def pieces(self, claim: Claim, main: str, *, note: bool = False) -> Pieces:
        """The cells of a claim. Counts the details that no sheet has: another speaker, and a note unless `note`."""
        if claim.speaker != SPEAKER:
            self.losses.count("speakers", claim.predicate)
        if claim.via:
            self.losses.count("the way by which it was reported", claim.predicate)
        if claim.note and not note:
            self.losses.count("notes on the claim", claim.predicate)
        return self._cited.pieces(claim, main)

    def values(self, blocks: Blocks, key: str, field: Field, claims: Iterable[Claim], *, several: bool) -> None:
        """Cells of a value; those with the same sources and confidence share one, where it may hold several."""
        cells: dict[tuple[Aside, Piece], list[str]] = defaultdict(list)
        alone: list[tuple[Aside, Piece, str]] = []
        for claim in claims:
            self.no_time(claim)
            if not holds(claim.value, several=several):
                self.losses.count("values that a cell cannot hold", claim.predicate)
                continue
            pieces = self.pieces(claim, field.label)
            for aside in pieces.asides():
                for piece in pieces.at(field.label, aside):
                    if several:
                        cells[aside, piece].append(claim.value)
                    else:
                        alone.append((aside, piece, claim.value))
        for (aside, piece), texts in cells.items():
            blocks[aside][key].append(put({}, field, "; ".join(texts), piece))
        for aside, piece, text in alone:
            blocks[aside][key].append(put({}, field, text, piece))

    def no_time(self, claim: Claim) -> None:
        if claim.time != UNTIMED:
            self.losses.count("times of values", claim.predicate)

    def spans(
        self, claim: Claim, pieces: Pieces, aside: Aside, span: Span, main: str, *, started: bool = True
    ) -> list[Row]:
        """The date cells of a claim, in as many ways as they stood beside sources; for `started` see `fitted`."""
        firsts, lasts = pieces.at("first cited", aside), pieces.at("last cited", aside)
        if pieces.told:
            pairs = [(_at(firsts, number), _at(lasts, number)) for number in range(max(len(firsts), len(lasts), 1))]
            texts = [(first.text if first else "", last.text if last else "") for first, last in pairs]
            found = [
                (first, last, self._fitted(claim, span, *told, first, last, started))
                for (first, last), told in zip(pairs, texts, strict=True)
            ]
        else:
            piece = _at(pieces.at(main, aside), 0)
            sourced = self._fitted(claim, span, None, None, piece, piece, started)
            bare = sourced if sourced.whole else self._fitted(claim, span, None, None, None, None, started)
            piece = None if bare.whole and not sourced.whole else piece
            found = [(piece, piece, bare if bare.whole else sourced)]
        made = []
        for first, last, cells in found:
            if not cells.whole:
                self.losses.count("times that a first and a last citation cannot say", claim.predicate)
            row: Row = {}
            if cells.first.text or cells.first.parts[2]:
                put_date(row, span.first, cells.first.text, cells.first.parts, first)
            if cells.last.text or cells.last.parts[2]:
                put_date(row, span.last, cells.last.text, cells.last.parts, last)
            row |= {span.started: cells.started, span.ended: cells.ended}
            made.append(row)
        return made

    def _fitted(
        self,
        claim: Claim,
        span: Span,
        first: str | None,
        last: str | None,
        one: Piece | None,
        two: Piece | None,
        started: bool,
    ) -> Written:
        by = [self._cited.published_by(piece.sources) if piece else None for piece in (one, two)]
        return fitted(claim.time, first, last, span.ends, *by, started)


def _at(pieces: list[Piece], number: int) -> Piece | None:
    return pieces[min(number, len(pieces) - 1)] if pieces else None


def blocks_of() -> Blocks:
    """Cells by the kind of row and the kind of cell, to be filled."""
    return defaultdict(lambda: defaultdict(list))


def by_word(facts: Iterable[Held]) -> Mapping[str, list[Claim]]:
    """Claims by their predicate."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for one in facts:
        found[one.claim.predicate].append(one.claim)
    return found
