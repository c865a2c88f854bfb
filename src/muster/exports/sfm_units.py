"""Rows of the sheet of units: names, classes, superiors, memberships, sites and areas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from muster.claims import Claim
from muster.exports.losses import Losses
from muster.exports.sfm_cells import Aside, Cited, Pieces, Row, holds, put
from muster.exports.sfm_rows import Blocks, Maker, assemble, blocks_of, by_word
from muster.exports.sfm_world import World
from muster.names import country_code
from muster.register import Held
from muster.sources.sfm.columns import UNITS_SITES, Spot, Tie

PLACE = "place"
_CLASSES = {"command": "Command", "administrative": "Administrative", "informal": "Informal"}
_CLASSED = "kind of authority: "
_PLACEHOLDER = re.compile(r"\b(unknown|unnamed)\b", re.IGNORECASE)
_HELD = frozenset(
    {"kind", "name", "classification", "country", "remark", "placeholder", "subordinate_to", "member_of", "based_at"}
    | {"operates_in"}
)
_DETAILS = {"subordinate_to": {"kind"}, "name": {"kind"}}


class UnitRows:
    """Makes the rows of one unit at a time."""

    def __init__(self, world: World, cited: Cited, losses: Losses) -> None:
        self._world = world
        self._make = Maker(cited, losses)
        self._losses = losses

    def rows(self, root: str, facts: Sequence[Held]) -> Iterator[Row]:
        """The rows of a unit; what has no cell is counted."""
        said, columns, make = by_word(facts), UNITS_SITES, self._make
        blocks: Blocks = blocks_of()
        names = said["name"]
        primary = [one for one in names if one.qualifier("kind") == "primary"] or names[:1]
        make.values(blocks, "name", columns.name, primary, several=False)
        if not blocks:
            blocks[Aside()]["name"].append(put({}, columns.name, " ".join(self._world.name(root).split()), None))
        others = [one for one in names if one not in primary]
        make.values(blocks, "other names", columns.other_names, others, several=True)
        classes = [*said["classification"], *said["echelon"]]
        make.values(blocks, "classification", columns.classification, classes, several=True)
        make.values(blocks, "country", columns.country, in_codes(said["country"], self._losses), several=False)
        self._notes(blocks, said["remark"])
        for claim in said["kind"]:
            pieces = make.pieces(claim, columns.name.label)
            for aside in pieces.asides():
                blocks[aside]["span"].extend(make.spans(claim, pieces, aside, columns.span, columns.name.label))
        for block in blocks.values():  # the row without a time comes first: it must not be repeated
            block["span"].sort(key=lambda row: any(row.values()))
        for tie, word in zip(columns.ties, ("subordinate_to", "member_of"), strict=True):
            for claim in said[word]:
                self._tie(blocks, tie, claim)
        for spot, word in zip(columns.spots, ("based_at", "operates_in"), strict=True):
            for claim in said[word]:
                self._spot(blocks, spot, claim)
        self._count(root, said, facts)
        ident = self._world.id(root, "unit")
        if ident and ident != root.removeprefix("sfm-"):
            self._losses.count("ids that are no UUID, written as one", "kind")
        for row in assemble(blocks, ("name", "span"), columns.status, columns.comments):
            yield {columns.id: ident, **row}

    def _count(self, root: str, said: Mapping[str, list[Claim]], facts: Iterable[Held]) -> None:
        for one in facts:
            claim = one.claim
            word = claim.predicate
            if word == "echelon":
                self._losses.count("said as classes", word)
            elif word not in _HELD:
                self._losses.count("no cell for it", word)
            elif lost := [key for key, _ in claim.qualifiers if key not in _DETAILS.get(word, ())]:
                self._losses.count(f"details: {', '.join(lost)}", word)
        for claim in said["name"]:
            if claim.qualifier("kind") not in ("primary", "strong"):
                self._losses.count(f"kind of name: {claim.qualifier('kind') or 'not told'}", "name")
        marked = any(claim.value.lower() == "placeholder" for claim in said["classification"])
        for claim in said["placeholder"]:
            told = _PLACEHOLDER.search(self._world.name(root))
            if claim.value != (told[1].lower() if told else "unknown" if marked else ""):
                self._losses.count("no cell for it", "placeholder")

    def _notes(self, blocks: Blocks, remarks: Iterable[Claim]) -> None:
        for claim in remarks:
            pieces = self._make.pieces(claim, "notes")
            if not holds(claim.value):
                self._losses.count("values that a cell cannot hold", "remark")
                continue
            if any(piece.sources for found in pieces.found.values() for piece in found):
                self._losses.count("sources", "remark")
            blocks[pieces.asides()[0]]["notes"].append({UNITS_SITES.notes: claim.value})

    # --- relations and places ---------------------------------------------------------------------------------

    def _tie(self, blocks: Blocks, tie: Tie, claim: Claim) -> None:
        other = self._world.root(claim.object)
        if self._world.root(claim.subject) == other:
            self._losses.count("relations between entities judged the same", claim.predicate)
            return
        kind = claim.qualifier("kind")
        noted = claim.note.startswith(_CLASSED) and not kind
        classed = claim.note.removeprefix(_CLASSED) if noted else _CLASSES.get(kind, "")
        if kind and not classed:
            self._losses.count("details: kind", claim.predicate)
        pieces = self._make.pieces(claim, tie.other.label, note=noted)
        ident = self._world.id(other, "unit")
        for aside in pieces.asides():
            cells = pieces.at(tie.other.label, aside)
            sure = pieces.at(tie.classed.label, aside, tie.other.label)
            spans = self._make.spans(claim, pieces, aside, tie.span, tie.other.label)
            for number in range(max(len(cells), len(sure), len(spans))):
                row: Row = {tie.other_id: ident}
                name = " ".join(self._world.name(other).split())
                put(row, tie.other, name, cells[min(number, len(cells) - 1)] if cells else None)
                if classed:
                    put(row, tie.classed, classed, sure[min(number, len(sure) - 1)] if sure else None)
                row |= spans[min(number, len(spans) - 1)]
                blocks[aside][tie.kind].append(row)

    def _spot(self, blocks: Blocks, spot: Spot, claim: Claim) -> None:
        place = self._world.root(claim.object)
        if self._world.kind(place) not in ("", PLACE):
            self._losses.count("no cell for it", claim.predicate)
            return
        main = spot.places[-1][0].label if len(spot.places) == 1 else spot.places[1][0].label
        pieces = self._make.pieces(claim, main)
        for aside in pieces.asides():
            given = [one for one in spot.places if pieces.at(one[0].label, aside)]
            given = given or [spot.places[-1] if len(spot.places) == 1 else spot.places[1]]
            texts = self._texts(place, claim, len(given))
            spans = self._make.spans(claim, pieces, aside, spot.span, main)
            most = max([len(spans), *(len(pieces.at(field.label, aside)) for field, _ in given)])
            for number in range(most):
                row: Row = {spot.country: self._country(place)}
                for (field, _), text in zip(given, texts, strict=True):
                    cells = pieces.at(field.label, aside)
                    put(row, field, text, cells[min(number, len(cells) - 1)] if cells else None)
                self._numbers(row, spot, given[0][1], place, pieces, aside)
                row |= spans[min(number, len(spans) - 1)]
                blocks[aside][spot.kind].append(row)

    def _texts(self, place: str, claim: Claim, count: int) -> list[str]:
        """The names from the narrowest place to the widest: the place's name, and the rest of its address."""
        name = self._best(place, "name", claim) or place
        if count == 1:
            return [" ".join(name.split())]
        whole = self._best(place, "address", claim)
        rest = whole.removeprefix(name).removeprefix(", ") if whole.startswith(name) else ""
        if count == 2:
            return [name, rest or name]
        near, _, far = rest.partition(", ")
        return [name, near or name, far or near or name]

    def _best(self, place: str, word: str, claim: Claim) -> str:
        """Of several values of a place, the one whose sources are most like the claim's."""
        sources = {one.source for one in claim.citations}
        found = [one.claim for one in self._world.said(place, word)]
        if word == "name":
            found = [one for one in found if one.qualifier("kind") == "primary"] or found
        best = max(found, key=lambda one: len(sources & {cited.source for cited in one.citations}), default=None)
        return best.value if best else ""

    def _country(self, place: str) -> str:
        values = [one.claim.value for one in self._world.said(place, "country")]
        return (country_code(values[0]) or "") if values else ""

    def _numbers(self, row: Row, spot: Spot, column: str, place: str, pieces: Pieces, aside: Aside) -> None:
        """The number of the place in the gazetteer, and its exact location if the row gave it."""
        for one in self._world.said(place, "identifier"):
            kind = one.claim.qualifier("type")
            if kind == "gazetteer" and column:
                row[column] = one.claim.value
            elif kind == "exact location" and spot.exact and (cells := pieces.at(spot.exact[1].label, aside)):
                put(row, spot.exact[1], one.claim.value, cells[0])


def in_codes(claims: Iterable[Claim], losses: Losses) -> Iterator[Claim]:
    """Countries as codes, as the sheets have them."""
    for claim in claims:
        code = country_code(claim.value)
        if not code:
            losses.count("countries without a code", claim.predicate)
            continue
        if code != claim.value:
            losses.count("countries written as codes", claim.predicate)
        yield claim if code == claim.value else replace(claim, value=code)
