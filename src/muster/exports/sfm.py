"""The register as sheets of the Security Force Monitor: units, persons, incidents, and the sources of every cell.

What is asserted of units and persons goes out, and what is asserted or alleged of incidents; the sheets know no other
stance. An entity has as many rows as any of its cells needs; a row holds one superior, membership, site, area or
posting. What has no cell is counted.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from muster.claims import Stance
from muster.exports.batches import Batch, Batches
from muster.exports.losses import Losses
from muster.exports.sfm_cells import Cited
from muster.exports.sfm_incidents import IncidentRows
from muster.exports.sfm_people import PersonRows
from muster.exports.sfm_rows import EXTRA_COLUMNS, INCIDENT_COLUMNS, PERSON_COLUMNS, SOURCE_COLUMNS, UNIT_COLUMNS
from muster.exports.sfm_units import PLACE, UnitRows
from muster.exports.sfm_world import World
from muster.register import Held, Register

_SHEETS = {
    "units": UNIT_COLUMNS,
    "persons": PERSON_COLUMNS,
    "persons_extra": EXTRA_COLUMNS,
    "incidents": INCIDENT_COLUMNS,
    "sources": SOURCE_COLUMNS,
}
_BODIES = ("organization", "government")
_TIES = frozenset({"subordinate_to", "posted_to", "based_at", "operates_in", "member_of", "perpetrator_of"})
_DERIVED = frozenset({"kind", "name", "address", "country", "identifier"})


def write_sheets(
    register: Register, known_at: str | None, folder: Path, losses: Losses, dataset: str = ""
) -> dict[str, int]:
    """Write the sheets into a folder; return the number of rows of each. A sheet without rows is not written.

    `dataset` keeps to what one list or register says.
    """
    walk = Batches(register, register.known_at(known_at))
    own = {one.dataset for one in register.editions(known_at) if one.dataset.startswith("sfm-")}
    sheet = dataset or (own.pop() if len(own) == 1 else "")
    counts: dict[str, int] = defaultdict(int)
    with ExitStack() as stack:
        writers: dict[str, csv.DictWriter[str]] = {}

        def write(name: str, rows: Iterable[dict[str, str]]) -> None:
            for row in rows:
                if name not in writers:
                    stream = stack.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
                    writers[name] = csv.DictWriter(stream, _SHEETS[name], restval="")
                    writers[name].writeheader()
                writers[name].writerow(row)
                counts[name] += 1

        cited = Cited(register.sources(known_at), sheet, losses)
        for batch in walk:
            for name, rows in _batch(walk, batch, cited, losses, sheet, dataset):
                write(name, rows)
        write("sources", cited.rows())
    return dict(counts)


def _batch(
    walk: Batches, batch: Batch, cited: Cited, losses: Losses, sheet: str, dataset: str
) -> Iterator[tuple[str, Iterable[dict[str, str]]]]:
    held = [one for one in batch.held if not dataset or one.dataset == dataset]
    world = World(walk, sheet, dataset, held)
    units, people = UnitRows(world, cited, losses), PersonRows(world, cited, losses)
    incidents = IncidentRows(world, cited, losses)
    about: dict[str, list[Held]] = defaultdict(list)
    tied: set[str] = set()
    for one in held:
        subject, other = walk.root(one.claim.subject), walk.root(one.claim.object)
        if one.claim.predicate in _TIES:
            tied |= {subject, other}
        if subject in batch.clusters:
            about[subject].append(one)
        if other in batch.clusters and one.claim.predicate == "perpetrator_of":
            about[other].append(one)
    for root, said in about.items():
        kind = world.kind(root)
        facts = [one for one in said if _goes_out(one, kind, losses, walk.root(one.claim.subject) == root)]
        rest = [one for one in facts if one.claim.predicate == "perpetrator_of"]
        if kind == "incident":
            yield "incidents", incidents.rows(root, facts)
            continue
        facts = [one for one in facts if one not in rest]
        if not facts:
            continue
        if kind == "unit" or (kind in _BODIES and root in tied):
            if not world.stub(root, facts):
                yield "units", units.rows(root, facts)
            if kind in _BODIES:
                losses.count("said as units", "kind")
        elif kind == "person":
            yield "persons", people.rows(root, facts)
            yield "persons_extra", people.extras(root, facts)
        elif kind == PLACE and root in tied:
            for one in facts:
                if one.claim.predicate not in _DERIVED:
                    losses.count("no cell for it", one.claim.predicate)
        else:
            for one in facts:
                losses.count(f"said of {kind or 'an entity of a kind not told'}: no sheet for it", one.claim.predicate)


def _goes_out(one: Held, kind: str, losses: Losses, own: bool) -> bool:
    """True for a claim that the sheets can say; others are counted once: where they are said of the subject."""
    stance, word = one.claim.stance, one.claim.predicate
    if one.withdrawn is not None:
        reason = "withdrawn by the publisher"
    elif kind == "incident" or word == "perpetrator_of":
        reason = "" if stance in (Stance.ALLEGED, Stance.ASSERTED) else f"{stance.value}, not alleged"
        if stance is Stance.ASSERTED and word != "kind" and own:
            losses.count("said as alleged", word)
    else:
        reason = "" if stance is Stance.ASSERTED else f"{stance.value}, not asserted"
    if reason and own:
        losses.count(reason, word)
    return not reason
