"""Cells of a Security Force Monitor sheet from claims: a value, the sources beside it and the confidence in it.

A claim read from a sheet names in the note of each citation the cells that the source stood beside, so the cells can be
set up again. A claim from elsewhere names none; its sources then stand beside every cell that it makes.
"""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from muster.claims import Citation, Claim, Source
from muster.dates import parse_date
from muster.exports.losses import Losses
from muster.sources.sfm.columns import SOURCES, Field
from muster.sources.sfm.sheet import UUID

Row = dict[str, str]
DATED = ("first cited", "last cited", "date of birth", "date of death")
_LABELS = (
    *("name", "other names", "classification", "country of the register", "country", "superior", "related unit"),
    *("kind of authority", "member of", "base", "place", "province", "exact location", "area", "unit", "role", "title"),
    *("rank", "context of the start", "context of the end", "gender", "notes", *DATED),
)
_ALIKE = {"related unit": "superior", "country of the register": "country"}
_NAMED = "|".join(map(re.escape, _LABELS))
_PARTS = re.compile(rf"; (?=(?:{_NAMED})(?:[ ,;]|$))")
_PART = re.compile(
    rf"(?P<label>{_NAMED})(?: (?P<text>.*?))?(?:, confidence (?P<sure>[^,]*))?"
    r"(?:, row not released: status (?P<status>[^,]*)(?:, (?P<comment>.*))?)?",
    re.DOTALL,
)
_SOURCE = "sfm-source-"
_ARCHIVE = "archive: "
_RESTRICTED = "restricted: not to be shown outside"


class Aside(NamedTuple):
    """What the researchers say of a row that is not released: status and comment. Empty for others."""

    status: str = ""
    comment: str = ""


class Piece(NamedTuple):
    """A cell: its text where a citation gives it (dates), ids of sources, confidence, and the kind of row it was in."""

    text: str
    sources: tuple[str, ...]
    sure: str
    aside: Aside


@dataclass(frozen=True, slots=True)
class Pieces:
    """The cells that a claim's citations name, by label. `told` is false if they name none."""

    found: Mapping[str, list[Piece]]
    told: bool

    def asides(self) -> list[Aside]:
        return list(dict.fromkeys(piece.aside for pieces in self.found.values() for piece in pieces)) or [Aside()]

    def at(self, label: str, aside: Aside, default: str = "") -> list[Piece]:
        """The cells of a label in one kind of row; those of `default` for a claim that names no cells."""
        found = [one for one in self.found.get(label, ()) if one.aside == aside]
        return found if found or self.told or not default else self.at(default, aside)


def written_id(text: str) -> str:
    """The UUID of an id `sfm-…`; of any other id, one made from it."""
    bare = text.removeprefix("sfm-")
    return bare.lower() if UUID.fullmatch(bare) else str(uuid.uuid5(uuid.NAMESPACE_URL, f"muster:{text}"))


class Cited:
    """The sources that cells name, and their ids in the sheets."""

    def __init__(self, sources: Mapping[str, Source], dataset: str, losses: Losses) -> None:
        self._sources = sources
        self._dataset = dataset
        self._losses = losses
        self._pages: dict[str, str] = {}
        self._written: dict[str, tuple[str, str]] = {}
        self._days: dict[str, date | None] = {}

    def pieces(self, claim: Claim, main: str) -> Pieces:
        """The cells that a claim stood in; `main` is the label of the one that a citation without a label means."""
        found: dict[tuple[str, str, str, Aside], list[str]] = defaultdict(list)
        told = False
        for citation in claim.citations:
            ident = self._id(citation, claim)
            for part in _PARTS.split(citation.note) if citation.note else ():
                if match := _PART.fullmatch(part):
                    told = True
                    label = _ALIKE.get(match["label"], match["label"])
                    aside = Aside(match["status"] or "", match["comment"] or "")
                    found[label, match["text"] or "", match["sure"] or "", aside].append(ident)
                else:
                    self._losses.count("notes of citations", claim.predicate)
                    found[main, "", "", Aside()].append(ident)
            if not citation.note:
                found[main, "", "", Aside()].append(ident)
        made: dict[str, list[Piece]] = defaultdict(list)
        for (label, text, sure, aside), idents in found.items():
            if "" in idents:
                made[label].append(Piece(text, (), sure, aside))
            if given := tuple(dict.fromkeys(filter(None, idents))):
                made[label].append(Piece(text, given, sure, aside))
        return Pieces(made, told)

    def published_by(self, idents: Iterable[str]) -> date | None:
        """The day by which the newest of these sources was published; None if that of any is not known."""
        days = [self._days.get(one) for one in idents]
        return max(filter(None, days)) if days and all(days) else None

    def _id(self, citation: Citation, claim: Claim) -> str:
        """The id of a source in the sheets; empty for the sheet itself."""
        if citation.source == self._dataset:
            return ""
        if citation.record or citation.paragraph or citation.quote or citation.start is not None:
            self._losses.count("places in sources, but for pages", claim.predicate)
        bare = citation.source.removeprefix(_SOURCE)
        if UUID.fullmatch(bare) and self._pages.setdefault(bare, citation.page) == citation.page:
            ident = bare
        else:
            mark = f"muster:{citation.source}#{citation.page}"
            ident = str(uuid.uuid5(uuid.NAMESPACE_URL, mark))
        if ident not in self._written:
            self._written[ident] = (citation.source, citation.page)
            source = self._sources.get(citation.source)
            self._days[ident] = parse_date(source.published).latest if source else None
        return ident

    def rows(self) -> Iterable[Row]:
        """The rows of the sheet of sources, in the order of ids."""
        for ident, (name, page) in sorted(self._written.items()):
            source = self._sources.get(name)
            if source is None:
                continue
            if name != f"{_SOURCE}{ident}":
                self._losses.count("ids of sources that are no UUID, written as one", "source")
            if source.grade:
                self._losses.count("grades of sources", "source")
            notes = source.note.split("; ") if source.note else []
            archive = next((one for one in notes if one.startswith(_ARCHIVE) and "://" in one), "")
            yield {
                SOURCES.id: ident,
                SOURCES.title: source.title,
                SOURCES.publisher: source.publisher,
                SOURCES.published: source.published,
                SOURCES.retrieved: source.retrieved,
                SOURCES.address: source.address,
                SOURCES.archive: archive.removeprefix(_ARCHIVE),
                SOURCES.page: page,
                SOURCES.restricted: "1" if _RESTRICTED in notes else "",
                SOURCES.digest: source.sha256,
                SOURCES.author: "; ".join(one for one in notes if one not in (archive, _RESTRICTED)),
            }


def put(row: Row, field: Field, text: str, piece: Piece | None) -> Row:
    """Set a value with its sources and confidence."""
    row[field.value] = text
    if piece and field.source:
        row[field.source] = "; ".join(piece.sources)
        row[field.confidence] = piece.sure
    return row


def put_date(row: Row, field: Field, text: str, parts: tuple[str, str, str], piece: Piece | None) -> None:
    """Set a date as text and as month, day and year."""
    put(row, field, text, piece)
    row.update(zip(field.parts, parts, strict=True))


def holds(text: str, *, several: bool = False) -> bool:
    """True if a cell gives the text back as it is; `several`: the cell is parted at semicolons."""
    return bool(text) and " ".join(text.split()) == text and not (several and ";" in text)
