"""Made-up texts for the tests of reading: no person, body or event in them exists."""

from __future__ import annotations

from pathlib import Path

from muster.claims import Stance
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


BODIES = names(*((name, name) for name in (
    "Red Valley Brigade", "Northern Shield", "Free Hills Guard", "Eastern Front", "Interior Ministry",
    "Republic of Tolmar",
)))  # fmt: skip


def assert_told(folder: Path, told: tuple[str, ...]) -> None:
    """Of (kind, sentence, stance, subject, other, speaker or nothing): the sentence claims it, among the bodies."""
    kind, text, stance, subject, other, *speaker = told
    assert (kind, stance, subject, other, speaker[0] if speaker else "") in all_of(read(folder, text, BODIES))


def assert_not_asserted(folder: Path, text: str, why: str) -> None:
    """Nothing but that somebody said something is asserted or estimated by the text, among the bodies."""
    found = [one for one in read(folder, text, BODIES).proposals if one.kind != "statement"]
    assert not [one for one in found if one.stance in (Stance.ASSERTED, Stance.ESTIMATED)], why
