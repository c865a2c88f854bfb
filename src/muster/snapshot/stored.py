"""The names, the links and the held numbers of a snapshot, and what reading looks for, kept in files.

The files lie in a folder beside the register and are named by the last act they know and the digest of what was known.
When the register has grown since, only the names of entities that changed are read again. Whatever is amiss with the
folder or a file (gone, damaged, made by another version, not writable), all is made from the register, the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from muster.claims import Stance, vocabulary
from muster.errors import BadInput
from muster.links import Graph, Relation
from muster.names import IndexedName, NameIndex
from muster.names.known import identifier
from muster.register import Register, clusters
from muster.snapshot.holders import Holders

_WORTH = 5_000
"""Names, or relations, from which on they are kept: fewer are read sooner than a person looks up."""
_KEPT = 6
"""Files of a kind kept in the folder; those longest not used go first."""
_FILE = re.compile(r"(\d{8})-([0-9a-f]{40})\.(names|links|holders|reading)")
_UNSEARCHED = frozenset({"incident", "place"})

Clusters = Mapping[str, str]
T = TypeVar("T")
S = TypeVar("S", bound=Sized)


def names_index(register: Register, known_at: str, digest: str, joined: Clusters) -> NameIndex:
    """The index of all names known at a time, by the entity that stands for its cluster (`joined`)."""
    act, file = _place(register, known_at, digest, "names")
    index = _opened(file, NameIndex.open)
    if index is None:
        grown = _grown(register, known_at, act, joined)
        entries = read_names(register, known_at, joined) if grown is None else grown
        index = NameIndex.build(sorted(entries, key=attrgetter("entity")))
        if len(index) >= _WORTH:
            _keep(index.save, file)
    return index


def graph(register: Register, known_at: str, digest: str, joined: Clusters) -> Graph:
    """All relations known at a time, between the entities that stand for their clusters (`joined`)."""
    return kept(
        register,
        known_at,
        digest,
        "links",
        Graph.open,
        lambda: Graph(_relations(register, known_at, joined)),
        Graph.save,
    )


def kept(
    register: Register,
    known_at: str,
    digest: str,
    kind: str,
    open_: Callable[[Path], S],
    make: Callable[[], S],
    save: Callable[[S, Path], None],
) -> S:
    """What is kept of a kind for this state of the register, or made now and kept if it is large.

    `open_` raises BadInput for a file that is damaged or of another version.
    """
    _, file = _place(register, known_at, digest, kind)
    made = _opened(file, open_)
    if made is None:
        made = make()
        if len(made) >= _WORTH:
            _keep(partial(save, made), file)
    return made


def holders(register: Register, known_at: str, digest: str, joined: Clusters) -> Holders:
    """Who holds which number at a time, by the entities that stand for their clusters (`joined`)."""
    _, file = _place(register, known_at, digest, "holders")
    made = _opened(file, Holders.open)
    if made is None:
        made = Holders.of(_held_numbers(register, known_at, joined))
        if len(made) >= _WORTH:
            _keep(made.save, file)
    return made


def _held_numbers(register: Register, known_at: str, joined: Clusters) -> Iterator[tuple[str, str]]:
    for one in register.claims(known_at=known_at, predicates=["identifier"]):
        claim = one.claim
        number = identifier(claim.qualifier("type"), claim.value)
        if number and claim.stance is not Stance.DENIED:
            yield number.number, joined.get(claim.subject, claim.subject)


def _relations(register: Register, known_at: str, joined: Clusters) -> Iterator[Relation]:
    names = [name for name, rule in vocabulary().items() if rule.relation]
    for one in register.claims(known_at=known_at, predicates=names):
        claim = one.claim
        first, second = joined.get(claim.subject, claim.subject), joined.get(claim.object, claim.object)
        if first != second:
            yield Relation(
                predicate=claim.predicate,
                first=first,
                second=second,
                time=one.time,
                stance=claim.stance,
                speaker=claim.speaker,
                claim=claim.id,
                qualifiers=claim.qualifiers,
            )


def _place(register: Register, known_at: str, digest: str, kind: str) -> tuple[int, Path]:
    """The last act known at the time, and the file of this kind for it."""
    act, _ = register.last_act(known_at)
    return act, register.beside / f"{act:08d}-{digest[:40]}.{kind}"


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
    for file, number, digest in sorted(_files(register.beside, ".names"), key=lambda one: -one[1]):
        if number > act or number not in times or register.digest(times[number])[:40] != digest:
            continue
        index = _opened(file, NameIndex.open)
        if index is not None:
            return index, number, times[number]
    return None


def _members(joined: Clusters, entities: Iterable[str]) -> set[str]:
    """The entities with all that are one with them."""
    found = set(entities)
    roots = {joined[one] for one in found if one in joined}
    return found | {one for one, root in joined.items() if root in roots}


def _opened(file: Path, how: Callable[[Path], T]) -> T | None:
    try:
        made = how(file)
        file.touch()
    except (BadInput, OSError):
        return None
    return made


def _keep(save: Callable[[Path], None], file: Path) -> None:
    try:
        file.parent.mkdir(exist_ok=True)
        save(file)
        files = sorted((one for one, _, _ in _files(file.parent, file.suffix)), key=lambda one: one.stat().st_mtime)
        for old in files[:-_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return  # a folder that cannot be written costs time at the next question, no more


def _files(folder: Path, suffix: str) -> Iterator[tuple[Path, int, str]]:
    """The kept files of a kind, each with the act it knows and its digest."""
    for file in folder.iterdir() if folder.is_dir() else ():
        if file.suffix == suffix and (found := _FILE.fullmatch(file.name)):
            yield file, int(found[1]), found[2]
