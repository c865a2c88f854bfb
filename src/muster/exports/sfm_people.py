"""Rows of the sheets of persons: names and postings, and what else is known of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from muster.claims import Claim
from muster.dates import parse_date
from muster.exports.losses import Losses
from muster.exports.sfm_cells import Aside, Cited, Piece, Row, holds, put
from muster.exports.sfm_rows import Blocks, Maker, assemble, blocks_of, by_word
from muster.exports.sfm_times import NO_PARTS
from muster.exports.sfm_units import in_codes
from muster.exports.sfm_world import World
from muster.register import Held
from muster.sources.sfm.columns import EXTRAS, PERSONS
from muster.sources.sfm.dates import written
from muster.sources.sfm.people import start_kind

_BODIES = ("", "unit", "organization", "government")
_CONTEXTS = ("start: ", "end: ")
_EXTRAS = {predicate: field for field, predicate in reversed(EXTRAS.extras)}
_REMARKS = {f"{field.label}: ": field for field, predicate in EXTRAS.extras if predicate == "remark"}
_DETAILS = {"name": "kind", "contact": "type"}
_OWN = frozenset({"kind", "name", "country", "posted_to"})


class PersonRows:
    """Makes the rows of one person at a time."""

    def __init__(self, world: World, cited: Cited, losses: Losses) -> None:
        self._world = world
        self._make = Maker(cited, losses)
        self._losses = losses

    def rows(self, root: str, facts: Sequence[Held]) -> Iterator[Row]:
        """The rows of a person in the sheet of persons; what neither sheet has a cell for is counted."""
        said, make = by_word(facts), self._make
        blocks: Blocks = blocks_of()
        names = said["name"]
        primary = [one for one in names if one.qualifier("kind") == "primary"] or names[:1]
        make.values(blocks, "name", PERSONS.name, primary, several=False)
        if not blocks:
            blocks[Aside()]["name"].append(put({}, PERSONS.name, self._name(root), None))
        others = [one for one in names if one not in primary]
        make.values(blocks, "other names", PERSONS.other_names, others, several=True)
        make.values(blocks, "country", PERSONS.country, in_codes(said["country"], self._losses), several=False)
        for claim in said["posted_to"]:
            self._posting(blocks, claim)
        for claim in said["remark"]:
            if not _described(claim) and holds(claim.value):
                blocks[make.pieces(claim, "notes").asides()[0]]["notes"].append({PERSONS.notes: claim.value})
                if any(not one.note.startswith("notes") for one in claim.citations):
                    self._losses.count("sources", "remark")
        self._count(root, said, facts)
        for row in assemble(blocks, ("name",), PERSONS.status, PERSONS.comments):
            yield {PERSONS.id: self._world.id(root, "person"), **row}

    def extras(self, root: str, facts: Sequence[Held]) -> Iterator[Row]:
        """The rows of a person in the sheet of further facts, each of one value of a kind."""
        blocks: Blocks = blocks_of()
        for one in facts:
            claim = one.claim
            found = _EXTRAS.get(claim.predicate) if claim.predicate != "remark" else None
            text = claim.value
            if described := _described(claim):
                text = claim.value.removeprefix(described)
                found = _REMARKS[described]
            if found is None or not holds(text):
                continue
            self._make.no_time(claim)
            pieces = self._make.pieces(claim, found.label)
            cells: list[Piece | None] = [*pieces.at(found.label, Aside())]
            for cell in cells or [None]:
                row = put({}, found, text, cell)
                if found.parts:
                    date = written(cell.text if cell and cell.text else text)
                    parts = (*date.text.split("-"), "", "")[:3] if date else NO_PARTS
                    row[found.value] = (cell.text if cell else "") or text
                    row.update(zip(found.parts, (parts[1].lstrip("0"), parts[2].lstrip("0"), parts[0]), strict=True))
                blocks[Aside()][found.value].append(row)
        if not blocks:
            return
        blocks[Aside()]["name"] = [{EXTRAS.name.value: self._name(root)}]
        for row in assemble(blocks, ("name",), "", ""):
            row.pop("", None)
            yield {EXTRAS.id: self._world.id(root, "person"), **row}

    def _name(self, root: str) -> str:
        return " ".join(self._world.name(root).split())

    def _posting(self, blocks: Blocks, claim: Claim) -> None:
        unit = self._world.root(claim.object)
        if self._world.kind(unit) not in _BODIES:
            self._losses.count("no cell for it", claim.predicate)
            return
        start, end, plain = _contexts(claim.note)
        pieces = self._make.pieces(claim, PERSONS.unit.label, note=plain)
        ident, main = self._world.id(unit, "unit"), PERSONS.unit.label
        fields = (
            *((PERSONS.role, claim.qualifier("role")), (PERSONS.title, claim.qualifier("title"))),
            *((PERSONS.rank, claim.qualifier("rank")), (PERSONS.start_context, start), (PERSONS.end_context, end)),
        )
        if any(text and not holds(text) for _, text in fields):
            self._losses.count("values that a cell cannot hold", claim.predicate)
        for aside in pieces.asides():
            started = bool(claim.qualifier("start_kind")) or not start_kind(start)
            spans = self._make.spans(claim, pieces, aside, PERSONS.span, main, started=started)
            given = {field.value: pieces.at(field.label, aside, main) for field, _ in fields}
            units = pieces.at(main, aside)
            for number in range(max(len(units), len(spans), *map(len, given.values()))):
                row: Row = {PERSONS.unit_id: ident}
                put(row, PERSONS.unit, self._name(unit), units[min(number, len(units) - 1)] if units else None)
                for field, text in fields:
                    if text:
                        cells = given[field.value]
                        put(row, field, text, cells[min(number, len(cells) - 1)] if cells else None)
                row |= spans[min(number, len(spans) - 1)]
                if not row.get(PERSONS.span.first.value):  # without a date the flag makes no time
                    row[PERSONS.span.started] = "Y" if claim.qualifier("start_kind") else "N"
                blocks[aside]["posting"].append(row)
                told = start_kind(start) if row[PERSONS.span.started] == "Y" else ""
                if told != claim.qualifier("start_kind"):
                    self._losses.count("details: start_kind", claim.predicate)

    def _count(self, root: str, said: Mapping[str, list[Claim]], facts: Iterable[Held]) -> None:
        for one in facts:
            claim = one.claim
            word = claim.predicate
            text = claim.value.removeprefix(_described(claim))
            if word not in _OWN and word not in _EXTRAS and word != "remark":
                self._losses.count("no cell for it", word)
            elif (word in _EXTRAS or word == "remark") and not holds(text):
                self._losses.count("values that a cell cannot hold", word)
            elif word in ("birth_date", "death_date") and not _told(claim.value):
                self._losses.count("dates that a cell cannot say", word)
        for claim in said["kind"]:
            self._make.no_time(claim)
        for claim in (one.claim for one in facts if one.claim.predicate in _DETAILS):
            if lost := [key for key, _ in claim.qualifiers if key != _DETAILS[claim.predicate]]:
                self._losses.count(f"details: {', '.join(lost)}", claim.predicate)
        for claim in said["name"]:
            if claim.qualifier("kind") not in ("primary", "strong"):
                self._losses.count(f"kind of name: {claim.qualifier('kind') or 'not told'}", "name")
        if self._world.id(root, "person") not in ("", root.removeprefix("sfm-")):
            self._losses.count("ids that are no UUID, written as one", "kind")


def _told(text: str) -> bool:
    found = written(text)
    return found is not None and found.text == parse_date(text).text


def _described(claim: Claim) -> str:
    """The beginning of a remark that names its cell."""
    return next((one for one in _REMARKS if claim.predicate == "remark" and claim.value.startswith(one)), "")


def _contexts(note: str) -> tuple[str, str, bool]:
    """The contexts of start and end that a note gives, and whether it says nothing else."""
    start, found, end = note.partition("; end: ") if note.startswith(_CONTEXTS[0]) else ("", "", note)
    if found or note.startswith(_CONTEXTS[0]):
        return start.removeprefix(_CONTEXTS[0]), end, True
    return "", end.removeprefix(_CONTEXTS[1]), not note or note.startswith(_CONTEXTS[1])
