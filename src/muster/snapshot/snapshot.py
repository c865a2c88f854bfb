"""A snapshot: the register's knowledge at one time, compiled for screening, path search and policy.

It is immutable and named by a digest, so a decision can say exactly what was known. Entities judged the
same are one here, under the id that stands for their cluster; the claims keep the ids they were made with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from muster.claims import Source, vocabulary
from muster.dates import Certainty
from muster.errors import NotFound
from muster.links import Graph
from muster.names import EQUAL, IndexedName, NameHit, NameIndex, country_code
from muster.names.units import Context, Linked, Linker, UnitIndex
from muster.register import (
    Edition,
    EntityView,
    Evidence,
    Held,
    Register,
    caption_of,
    certainty_on,
    clusters,
    evidence,
    view,
)
from muster.snapshot import stored
from muster.snapshot.holders import Holders

# Values that only the page of one entity needs; they are read when it is asked for.
_ON_DEMAND = frozenset(
    {"birth_place", "contact", "gender", "identifier", "position", "reason", "remark", "title"} | {"vessel_detail"}
)
_MANY_TEXTS = 1000  # texts from which on two threads search
_NOTE = 160  # characters of an edition's note that go into every answer
_COUNTRY = frozenset({"country", "nationality", "citizenship"})


@dataclass(frozen=True, slots=True)
class Coverage:
    """One list (or part of one) that a question was asked against, in the edition that answered."""

    list: str
    title: str
    edition: str
    sha256: str
    note: str = ""


class Snapshot:
    """The register as known at one time. Open the register for as long as the snapshot is used.

    What is asked of one entity is read for that entity; what is asked of all (the graph, a set's members) reads
    all claims, once.
    """

    def __init__(self, register: Register, known_at: str | None = None) -> None:
        self._register = register
        self.known_at = register.known_at(known_at)
        self.digest = register.digest(self.known_at)
        self.parts = register.digests(self.known_at)
        self.editions: list[Edition] = register.editions(self.known_at)
        self.sources: dict[str, Source] = register.sources(self.known_at)
        judgements = register.judgements(self.known_at)
        self._joined = clusters(judgements)
        self._different = frozenset(
            frozenset((self.canonical(one.left), self.canonical(one.right)))
            for one in judgements
            if one.verdict == "different"
        )
        self._read: dict[str, list[Held]] = {}
        self._said: dict[str, tuple[list[Held], dict[str, list[Held]]]] = {}
        self._one: dict[str, Held] = {}
        self._some_captions = _Captions(self)
        self._shown: dict[str, str] = {}
        self._ahead: dict[str, list[NameHit]] = {}
        self._ahead_for: tuple[float, int] = (0.0, 0)
        self._exact: tuple[str, list[IndexedName]] | None = None
        self._linked: tuple[tuple[str, str, date], Linked] | None = None

    @property
    def register(self) -> Register:
        """The register that this is a snapshot of."""
        return self._register

    @cached_property
    def _claims(self) -> list[Held]:
        wanted = [name for name in vocabulary() if name not in _ON_DEMAND]
        return self._register.claims(known_at=self.known_at, predicates=wanted)

    @cached_property
    def _by_subject(self) -> dict[str, list[Held]]:
        found: dict[str, list[Held]] = defaultdict(list)
        for held in self._claims:
            found[self.canonical(held.claim.subject)].append(held)
        return found

    def read_all(self) -> None:
        """Read all claims now: sooner than one by one if much is going to be asked."""
        _ = self._by_subject

    @property
    def all_read(self) -> bool:
        """True once all claims have been read at once."""
        return "_by_subject" in self.__dict__

    def _about(self, entity: str) -> list[Held]:
        """The claims about one cluster: from all claims if they have been read, else read for it alone."""
        root = self.canonical(entity)
        if self.all_read:
            return self._by_subject.get(root, [])
        if root not in self._read:
            self.read([root])
        return self._read[root]

    def read(self, entities: Iterable[str]) -> None:
        """Read the claims about some entities together, if they have not been read yet."""
        if self.all_read:
            return
        roots = {self.canonical(entity) for entity in entities} - self._read.keys()
        members = [one for root in roots for one in self.members(root)]
        self._read.update({root: [] for root in roots})
        for held in self._register.claims(known_at=self.known_at, entities=members) if members else ():
            self._one[held.claim.id] = held
            root = self.canonical(held.claim.subject)
            if root in roots:
                self._read[root].append(held)

    # --- entities ----------------------------------------------------------------------------------------

    def canonical(self, entity: str) -> str:
        """The id that stands for the entity's cluster."""
        return self._joined.get(entity, entity)

    @cached_property
    def _members(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for member, root in self._joined.items():
            found[root].append(member)
        return found

    def members(self, entity: str) -> tuple[str, ...]:
        """All ids of the entity's cluster, the one that stands for it first."""
        root = self.canonical(entity)
        return (root, *sorted(one for one in self._members.get(root, ()) if one != root))

    def judged_different(self, one: str, other: str) -> bool:
        """True if a person judged that these are two entities."""
        return frozenset((self.canonical(one), self.canonical(other))) in self._different

    def __contains__(self, entity: str) -> bool:
        if not entity or (self.all_read and entity not in self._mentioned):
            return False
        return bool(self._about(entity) or self.touching(entity))

    @cached_property
    def _mentioned(self) -> frozenset[str]:
        """Every id that any claim ever mentioned, or that was judged: what is not among them is no entity."""
        return frozenset({*self._register.mentioned(), *self._joined})

    @property
    def captions(self) -> Mapping[str, str]:
        """The name to show for each entity id that has one."""
        return self._captions if self.all_read else self._some_captions

    @cached_property
    def _captions(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for entity, claims in self._by_subject.items():
            names = [one for one in claims if one.claim.predicate == "name"]
            if names:
                caption = caption_of(names, entity)
                found.update(dict.fromkeys(self.members(entity), caption))
        return found

    def caption(self, entity: str) -> str:
        """The name to show for one entity."""
        found = self._shown.get(entity)
        if found is None:
            found = self._shown[entity] = caption_of(self.said(entity, "name"), entity)
        return found

    def kind(self, entity: str) -> str:
        """The entity's kind, empty if no claim gives one."""
        return next((one.claim.value for one in self.said(entity, "kind")), "")

    def of_kinds(self, kinds: Collection[str]) -> list[str]:
        """The entities of these kinds, in the order in which it was stored of what kind they are."""
        said: Iterable[Held]
        if self.all_read or "kind" in self._said:
            said = self.all_said("kind")
        else:  # what kind the others are need not be read
            some = {one for one, kind in self._register.past.ever_said("kind") if kind in kinds}
            members = sorted({member for one in some for member in self.members(one)})
            said = self._register.claims(known_at=self.known_at, entities=members, predicates=["kind"])
        first: dict[str, str] = {}
        for held in said:
            first.setdefault(self.canonical(held.claim.subject), held.claim.value)
        return [one for one, kind in first.items() if kind in kinds]

    def countries(self, entity: str) -> frozenset[str]:
        """ISO codes of the countries that claims tie the entity to; unrecognised words are kept as they are."""
        values = [one.claim.value for name in _COUNTRY for one in self.said(entity, name)]
        values += [one.claim.qualifier("country") for one in self.said(entity, "address")]
        return frozenset(country_code(value) or value.casefold() for value in values if value)

    def said(self, entity: str, *predicates: str) -> list[Held]:
        """The claims of these predicates about the entity, in the order of storing."""
        if not self.all_read and len(predicates) == 1 and predicates[0] in self._said:
            return list(self._said[predicates[0]][1].get(self.canonical(entity), ()))
        return [one for one in self._about(entity) if one.claim.predicate in predicates]

    def all_said(self, name: str) -> Iterable[Held]:
        """Every claim of one predicate."""
        if name in _ON_DEMAND:
            return self._register.claims(known_at=self.known_at, predicates=[name])
        if self.all_read:
            return (one for one in self._claims if one.claim.predicate == name)
        if name not in self._said:
            said = self._register.claims(known_at=self.known_at, predicates=[name])
            by_subject: dict[str, list[Held]] = defaultdict(list)
            for held in said:
                by_subject[self.canonical(held.claim.subject)].append(held)
            self._said[name] = (said, by_subject)
        return self._said[name][0]

    def touching(self, entity: str, predicates: Collection[str] | None = None) -> list[Held]:
        """Every claim (of these predicates) that touches the entity, those read on demand included."""
        return self._register.claims(known_at=self.known_at, entities=self.members(entity), predicates=predicates)

    # --- what is compiled --------------------------------------------------------------------------------

    @cached_property
    def names(self) -> NameIndex:
        """The index of all names, for screening; kept beside the register if it is large."""
        return stored.names_index(self._register, self.known_at, self.digest, self._joined)

    @cached_property
    def linker(self) -> Linker:
        """Links the names of units in rosters to the units of this snapshot."""
        return Linker(self.units)

    def link(self, text: str, country: str, day: date) -> Linked:
        """How a unit's name is linked to the units; kept for the next question, which is often the same."""
        asked = (text, country, day)
        if self._linked is None or self._linked[0] != asked:
            self._linked = (asked, self.linker.link(text, Context(country, day=day)))
        return self._linked[1]

    def search(self, text: str, threshold: float, limit: int) -> list[NameHit]:
        """Names like the text; at once if it was searched ahead with others."""
        if self._ahead_for == (threshold, limit) and text in self._ahead:
            return list(self._ahead[text])
        return self.names.search(text, threshold=threshold, limit=limit)

    def exact(self, text: str) -> list[IndexedName]:
        """The names with the same folded words as the text; kept for the next question, which is often the same."""
        ahead = self._ahead.get(text) if self._ahead_for[0] <= 1 else None
        if ahead is not None and not any(hit.score >= EQUAL for hit in ahead):
            return []  # an equal name would have been found, with the highest score
        if self._exact is None or self._exact[0] != text:
            self._exact = (text, self.names.exact(text))
        return self._exact[1]

    def search_ahead(self, texts: Iterable[str], threshold: float, limit: int) -> None:
        """Search many texts together, many times quicker than one by one; what was searched ahead before is dropped."""
        distinct = list(dict.fromkeys(texts))
        self._ahead_for = (threshold, limit)
        found = self._search_many(distinct, threshold, limit)
        self._ahead = dict(zip(distinct, found, strict=True))

    def _search_many(self, texts: list[str], threshold: float, limit: int) -> list[list[NameHit]]:
        """Many texts searched in two threads: compiled search lets others work meanwhile."""

        def search(some: list[str]) -> list[list[NameHit]]:
            return self.names.search_many(some, threshold=threshold, limit=limit)

        if len(texts) < _MANY_TEXTS:
            return search(texts)
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(2) as pool:
            half = len(texts) // 2
            return [hits for part in pool.map(search, (texts[:half], texts[half:])) for hits in part]

    @cached_property
    def holders(self) -> Holders:
        """Who holds which number; kept beside the register if there are many."""
        return stored.holders(self._register, self.known_at, self.digest, self._joined)

    @cached_property
    def graph(self) -> Graph:
        """All relations, for path search; kept beside the register if there are many."""
        return stored.graph(self._register, self.known_at, self.digest, self._joined)

    @cached_property
    def units(self) -> UnitIndex:
        """The units by the slots of their names, for linking."""
        from muster.snapshot.units import unit_index

        return unit_index(self)

    @cached_property
    def _by_id(self) -> dict[str, Held]:
        return {one.claim.id: one for one in self._claims}

    def claim(self, id_: str) -> Held:
        """A claim by its id."""
        if self.all_read:
            return self._by_id[id_]
        if id_ not in self._one:
            self._one[id_] = self._register.claims(known_at=self.known_at, ids=[id_])[-1]
        return self._one[id_]

    def evidence(self, claim: str | Held, day: date) -> Evidence:
        """A claim (by id, or as held) as evidence on a day."""
        held = self.claim(claim) if isinstance(claim, str) else claim
        return evidence(held, day, self.captions, self.sources)

    def listings(self, entity: str, day: date) -> list[tuple[Held, Certainty]]:
        """The entity's listings with what is certain of each on `day`; those certainly outside it left out."""
        found = ((one, certainty_on(one, day)) for one in self.said(entity, "listed_under"))
        return [(one, certainty) for one, certainty in found if certainty is not Certainty.NO]

    def coverage(self, day: date) -> list[Coverage]:
        """For each list: the edition that answers for `day`, and what a reader should know about it."""
        streams: dict[str, list[Edition]] = defaultdict(list)
        for edition in self.editions:
            streams[edition.stream].append(edition)
        found = []
        for _, editions in sorted(streams.items()):
            newest = max(editions, key=lambda one: (one.last_day, one.id))
            if not newest.publishes:
                newest = editions[-1]
                found.append(_covered(newest, ""))
                continue
            older = [one for one in editions if one.last_day <= day]
            if not older:
                oldest = min(editions, key=lambda one: one.last_day)
                found.append(_covered(oldest, f"no edition on or before {day}: the oldest one known is later"))
                continue
            used = max(older, key=lambda one: (one.last_day, one.id))
            age = (day - used.last_day).days
            found.append(_covered(used, f"{age} day{'s' if age > 1 else ''} before the day asked about" if age else ""))
        return found


class _Captions(Mapping[str, str]):
    """The names to show, read one by one while not all claims are."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def __getitem__(self, entity: str) -> str:
        snapshot = self._snapshot
        names = snapshot.said(entity, "name") if entity else []
        if not names:
            raise KeyError(entity)
        return caption_of(names, snapshot.canonical(entity))

    def __iter__(self) -> Iterator[str]:
        self._snapshot.read_all()
        return iter(self._snapshot.captions)

    def __len__(self) -> int:
        self._snapshot.read_all()
        return len(self._snapshot.captions)


def _covered(edition: Edition, note: str) -> Coverage:
    """What a reader should know of the edition that answers: its age, and what was noted when it was read."""
    notes = "; ".join(_brief(one) for one in (note, *edition.notes) if one)
    return Coverage(edition.stream, edition.title, edition.published, edition.sha256, notes)


def _brief(note: str) -> str:
    """A note without the lines that it lists: those are kept with the edition."""
    return note if len(note) <= _NOTE else f"{note[:_NOTE].rstrip()}…"


def view_of(register: Register, entity: str, day: date, known_at: str | None = None) -> EntityView:
    """The as-of view of one entity straight from the register, without compiling a snapshot."""
    moment = register.known_at(known_at)
    joined = clusters(register.judgements(moment))
    root = joined.get(entity, entity)
    members = (root, *sorted(one for one, to in joined.items() if to == root and one != root))
    held = register.claims(known_at=moment, entities=members)
    if not held:
        raise NotFound(f"no entity {entity!r} in this register", hint=f"try `muster screen {entity!r}`")
    return view(
        root,
        members,
        held,
        day,
        captions=_captions(register, held, joined, moment),
        canonical=lambda one: joined.get(one, one),
        sources=register.sources(moment),
    )


def _captions(register: Register, held: Iterable[Held], joined: Mapping[str, str], moment: str) -> dict[str, str]:
    """Names for all entities that these claims mention, speakers included."""
    mentioned: set[str] = set()
    for one in held:
        mentioned.update(one.claim.via, (one.claim.subject, one.claim.object, one.claim.speaker))
    roots = {joined.get(one, one) for one in mentioned if one}
    wanted = roots | {one for one, root in joined.items() if root in roots}
    names: dict[str, list[Held]] = defaultdict(list)
    for one in register.claims(known_at=moment, entities=sorted(wanted), predicates=["name"]):
        names[joined.get(one.claim.subject, one.claim.subject)].append(one)
    return {one: caption_of(names[root], root) for one in wanted if (root := joined.get(one, one)) in names}
