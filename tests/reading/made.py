"""Made-up texts for the tests of reading: no person, body or event in them exists."""

from __future__ import annotations

from pathlib import Path

from muster.reading import Findings, Proposal, propose, read_document
from muster.reading.gazetteer import Gazetteer, Known

PUBLISHED = "2021-03-17"  # a Wednesday


def read(folder: Path, text: str, names: Gazetteer | None = None, published: str = PUBLISHED) -> Findings:
    """What is read in a text, behind a title of its own."""
    file = folder / "article.txt"
    file.write_text(f"Hill Country Chronicle of the Week\n\n{text}\n", "utf-8")
    return propose(read_document(file, published=published), names)


def shown(one: Proposal) -> tuple[str, str, str, str, str]:
    """(kind, stance, subject, object or value, speaker), which is what most tests compare."""
    other = one.object.text if one.object else one.value
    return one.kind, one.stance.value, one.subject.text, other, one.speaker


def all_of(found: Findings, *kinds: str) -> list[tuple[str, str, str, str, str]]:
    return [shown(one) for one in found.proposals if not kinds or one.kind in kinds]


def names(*pairs: tuple[str, str]) -> Gazetteer:
    """A gazetteer of (name, entity) pairs, all of them organizations."""
    made = Gazetteer()
    for name, entity in pairs:
        made.add(name, Known(entity, "organization", name))
    return made
