"""The names of a snapshot as an index that is kept in a file, so that the next question finds it made.

The file lies in a folder beside the register and is named by the last act it knows and the digest of what was known.
When the register has grown since, only the entities that changed are read again. Whatever is amiss with the folder
or a file (gone, damaged, made by another version, not writable), the index is made from the register, the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from pathlib import Path

from muster.claims import Stance
from muster.errors import BadInput
from muster.names import IndexedName, NameIndex
from muster.register import Register, clusters

_WORTH = 5_000
"""Names from which on an index is kept: fewer are read and indexed sooner than a person looks up."""
_KEPT = 6
"""Files kept in the folder; the oldest in use go first."""
_FILE = re.compile(r"(\d{8})-([0-9a-f]{40})\.names")
_UNSEARCHED = frozenset({"incident", "place"})

Clusters = Mapping[str, str]


def names_index(register: Register, known_at: str, digest: str, joined: Clusters) -> NameIndex:
    """The index of all names known at a time, by the entity that stands for its cluster (`joined`)."""
    act, _ = register.last_act(known_at)
    file = register.beside / f"{act:08d}-{digest[:40]}.names"
    index = _opened(file)
    if index is None:
        grown = _grown(register, known_at, act, joined)
        entries = read_names(register, known_at, joined) if grown is None else grown
        index = NameIndex.build(sorted(entries, key=attrgetter("entity")))
        if len(index) >= _WORTH:
            _keep(index, file)
    return index


def read_names(
    register: Register, known_at: str, joined: Clusters, entities: Iterable[str] | None = None
) -> Iterator[IndexedName]:
    """The names of all entities, or of some, as the register knows them at a time."""
    wanted = set(entities) if entities is not None else None
    kinds: dict[str, str] = {}
    names: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for held in register.claims(known_at=known_at, entities=wanted, predicates=("name", "kind")):
        claim = held.claim
        if wanted is not None and claim.subject not in wanted:
            continue
        entity = joined.get(claim.subject, claim.subject)
        if claim.predicate == "kind":
            kinds.setdefault(entity, claim.value)
        elif claim.stance is not Stance.DENIED:
            names[entity].append((claim.value, claim.qualifier("kind") or "primary"))
    for entity, found in names.items():
        kind = kinds.get(entity, "")
        if kind not in _UNSEARCHED:
            yield from (IndexedName(entity, name, detail, kind) for name, detail in found)


def _grown(register: Register, known_at: str, act: int, joined: Clusters) -> list[IndexedName] | None:
    """The names of the newest kept index, with those of the entities that changed since read again."""
    found = _base(register, act)
    if found is None:
        return None
    base, since, moment = found
    before = clusters(register.judgements(moment))
    changed = register.changed_since(since, known_at)
    again = _members(before, changed) | _members(joined, changed)
    gone = {before.get(one, one) for one in again}
    entries = [entry for entry in base if entry.entity not in gone]
    entries.extend(read_names(register, known_at, joined, again))
    return entries


def _base(register: Register, act: int) -> tuple[NameIndex, int, str] | None:
    """The newest kept index of this register's own past, the act it knows and that act's time."""
    times = {number: at for number, at, _, _ in register.acts()}
    for file, number, digest in sorted(_files(register.beside), key=lambda one: -one[1]):
        if number > act or number not in times or register.digest(times[number])[:40] != digest:
            continue
        index = _opened(file)
        if index is not None:
            return index, number, times[number]
    return None


def _members(joined: Clusters, entities: Iterable[str]) -> set[str]:
    """The entities with all that are one with them."""
    found = set(entities)
    roots = {joined[one] for one in found if one in joined}
    return found | {one for one, root in joined.items() if root in roots}


def _opened(file: Path) -> NameIndex | None:
    try:
        index = NameIndex.open(file)
        file.touch()
    except (BadInput, OSError):
        return None
    return index


def _keep(index: NameIndex, file: Path) -> None:
    try:
        file.parent.mkdir(exist_ok=True)
        index.save(file)
        files = sorted((one for one, _, _ in _files(file.parent)), key=lambda one: one.stat().st_mtime)
        for old in files[:-_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return  # a folder that cannot be written costs time at the next question, no more


def _files(folder: Path) -> Iterator[tuple[Path, int, str]]:
    for file in folder.iterdir() if folder.is_dir() else ():
        if found := _FILE.fullmatch(file.name):
            yield file, int(found[1]), found[2]
