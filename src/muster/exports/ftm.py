"""The register as FollowTheMoney entities, by the vocabulary's own mappings.

Only what is asserted and not withdrawn becomes a fact there: FollowTheMoney knows no denial, allegation or demand, so
such claims stay out and are counted, like every detail that it has no place for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from muster.claims import Claim, Stance, describe, digest, predicate
from muster.dates import UNTIMED, ImpreciseDate, parse_date
from muster.errors import BadDate
from muster.exports.batches import Batch, Batches, is_fact
from muster.exports.ftm_words import (
    ALSO_DETAILS,
    ALSO_TYPES,
    BROADER,
    BY_DETAIL,
    BY_TYPE,
    CONTACTS,
    MARKS,
    MAX_ADDRESS,
    MAX_IDENTIFIER,
    MAX_NAME,
    NAMES,
    OF_CLAIMS,
    RANGES,
    SCHEMATA,
    TOPICS,
    date_text,
    has,
    valid,
)
from muster.exports.losses import Losses
from muster.names import country_code
from muster.register import Held, Register
from muster.register.view import caption_of
from muster.sources.ftm.own import edge_id, write_detail, write_id, write_mark
from muster.sources.ftm.words import EDGES
from muster.sources.un_names import script_of

_AS_NOTE = "kept only as a note"
_LANGUAGE = "language (in statements it is kept)"
_COUNTRIES = "countries said as codes (in statements the original is kept)"
KEPT_IN_STATEMENTS = (_LANGUAGE, _COUNTRIES)
_NO_PLACE = "no place for it"
_IMPRECISE = "dates that are left out, or said as the month or year they lie in"
# Qualifiers that a property says by itself.
_SAID = {("contact", "type"), ("vessel_detail", "type"), ("birth_place", "country")}


@dataclass(slots=True)
class Entity:
    """One FollowTheMoney entity: property → value → where it is said (entity, dataset, language, original value)."""

    id: str
    schema: str
    caption: str = ""
    referents: dict[str, None] = field(default_factory=dict)
    properties: dict[str, dict[str, set[tuple[str, str, str, str]]]] = field(default_factory=dict)

    def add(self, name: str, value: str, held: Held, original: str = "") -> None:
        """Set a value; `original` is what the claim says where the value is another form of it."""
        origin = (held.claim.subject, held.dataset, held.claim.qualifier("lang"), original)
        self.properties.setdefault(name, {}).setdefault(value, set()).add(origin)

    @property
    def datasets(self) -> list[str]:
        return sorted({one[1] for values in self.properties.values() for said in values.values() for one in said})


def entities(register: Register, known_at: str | None, losses: Losses) -> Iterator[Entity]:
    """All entities that anything is asserted of, with their relations, papers, addresses and sanctions."""
    walk = Batches(register, register.known_at(known_at))
    for batch in walk:
        yield from entities_in(walk, batch, losses)


def entities_in(walk: Batches, batch: Batch, losses: Losses) -> Iterator[Entity]:
    """The entities of one batch: each cluster with what its claims say, then what stands beside it."""
    return _Writer(walk, batch, losses).entities()


class _Writer:
    """Turns the claims of one batch into entities."""

    def __init__(self, walk: Batches, batch: Batch, losses: Losses) -> None:
        self._root = walk.root
        self._losses = losses
        self._own = batch.clusters
        self._held: dict[str, list[Held]] = {root: [] for root in batch.clusters}
        self._touched: set[str] = set()
        self._owned: set[str] = set()
        ends: set[str] = set()
        for one in batch.held:
            if one.claim.predicate in OF_CLAIMS:
                losses.count("said of a claim or source, not of an entity", one.claim.predicate)
                continue
            subject, other = self._root(one.claim.subject), self._root(one.claim.object)
            if is_fact(one):
                ends |= {subject, other} - {""}
                if one.claim.predicate == "owns":
                    self._owned.add(other)
            if subject in self._held:
                self._held[subject].append(one)
            if other in self._held and one.claim.predicate == "perpetrator_of" and other != subject:
                self._held[other].append(one)
        self._touched = ends
        self._kinds: Mapping[str, str] = walk.kinds(sorted(ends))

    def entities(self) -> Iterator[Entity]:
        for root, members in self._own.items():
            held = self._held[root]
            facts = [one for one in held if self._fact(root, one)]
            if root not in self._touched:
                continue
            names = [one for one in facts if one.claim.predicate == "name"]
            entity = Entity(write_id(root), self._schema(root), caption_of(names, root))
            entity.referents = dict.fromkeys(one for one in members if one != root)
            more: dict[str, Entity] = {}
            for one in facts:
                if self._root(one.claim.subject) == root:
                    self._count_details(one)
                self._say(root, entity, one, more)
            self._reasons(entity, facts, more)
            if any(len(entity.properties.get(name, ())) > 1 for name in ("birthPlace", "birthCountry")):
                # Of several places, which country goes with which?
                countries = [one for one in facts if one.claim.predicate == "birth_place" and one.claim.qualifiers]
                self._losses.count("details: country", "birth_place", len(countries))
            yield entity
            yield from more.values()

    def _fact(self, root: str, held: Held) -> bool:
        """True for a claim to be written; others are counted, once: where they are said of the subject."""
        claim = held.claim
        if is_fact(held):
            return True
        if self._root(claim.subject) == root:
            stance = claim.stance
            reason = "withdrawn by the publisher" if stance is Stance.ASSERTED else f"{stance.value}, not asserted"
            self._losses.count(reason, claim.predicate)
        return False

    def _schema(self, root: str, *, asset: bool = False) -> str:
        kind = self._kinds.get(root, "")
        if kind == "organization" and (asset or root in self._owned):
            return "Company"
        return SCHEMATA[kind]

    def _count_details(self, held: Held) -> None:
        claim, count = held.claim, self._losses.count
        if claim.speaker and claim.speaker != held.dataset and claim.speaker != claim.qualifier("authority"):
            count("speakers", claim.predicate)
        if claim.via:
            count("the way by which it was reported", claim.predicate)
        count("citations", claim.predicate, len(claim.citations))
        # Relations and listings have a description, and so have papers and addresses, which keep the note.
        described = predicate(claim.predicate).relation or claim.predicate == "listed_under"
        if claim.note and not described:
            count("notes on the claim", claim.predicate)
        if not described and claim.time != UNTIMED:
            count("times of values", claim.predicate)

    # --- one claim ------------------------------------------------------------------------------------------

    def _say(self, root: str, entity: Entity, held: Held, more: dict[str, Entity]) -> None:
        claim = held.claim
        word = claim.predicate
        if word == "perpetrator_of" and self._root(claim.subject) != root:
            self._perpetrator(entity, held)
        elif predicate(word).relation:
            self._relation(held, more)
        elif word == "kind":
            if claim.value != self._kinds.get(root):
                self._losses.count("another kind of the same entity", word)
            elif claim.value in BROADER:
                entity.add("keywords", write_mark(word, claim.value), held)
        elif word in MARKS:
            entity.add("keywords", write_mark(word, claim.value), held)
        elif word == "name":
            self._name(entity, held)
        elif word == "identifier":
            self._identifier(entity, held, more)
        elif word == "address":
            self._address(entity, held, more)
        elif word == "listed_under":
            self._sanction(entity, held, more)
        elif word != "reason":
            self._value(entity, held)

    def _name(self, entity: Entity, held: Held) -> None:
        claim = held.claim
        text = " ".join(claim.value.split())
        if len(text) > MAX_NAME:
            self._note(entity, held)
            return
        if text != claim.value:
            self._losses.count("blanks beside one another", "name")
        kind = claim.qualifier("kind")
        if kind not in NAMES or not has(entity.schema, NAMES[kind]):
            self._losses.count(f"kind of name: {kind or 'not told'}", "name")
        if kind == "primary" and claim.value != entity.caption:
            self._losses.count("that a name beside the first is primary too", "name")
        if claim.qualifier("script") not in ("", script_of(claim.value)):
            self._losses.count("script, which is read from the letters again", "name")
        if claim.qualifier("lang"):
            self._losses.count(_LANGUAGE, "name")
        name = NAMES.get(kind, "alias")
        if claim.value == entity.caption and name == "alias":
            name = "name"
        entity.add(name if has(entity.schema, name) else "alias", text, held)

    def _value(self, entity: Entity, held: Held) -> None:
        claim = held.claim
        word, value = claim.predicate, claim.value
        name = predicate(word).ftm
        original = ""
        if predicate(word).type == "country":
            value = country_code(value) or ""
            original = claim.value if value != claim.value else ""
        elif predicate(word).type == "date":
            value = self._date(word, parse_date(value))
        elif word == "contact":
            name = claim.qualifier("type")
            value = value if name in CONTACTS and CONTACTS[name].fullmatch(value) else ""
        elif word == "vessel_detail":
            name, value = self._detail(claim)
        elif word == "topic" and value not in TOPICS:
            value = ""
        elif word == "birth_place" and claim.qualifier("country"):
            country = country_code(claim.qualifier("country"))
            if country and has(entity.schema, name):
                told = claim.qualifier("country")
                entity.add("birthCountry", country, held, told if told != country else "")
                if told != country:
                    self._losses.count(_COUNTRIES, word)
            if not country:
                self._losses.count("details: country", word)
        if name and name != "notes" and value and has(entity.schema, name):
            entity.add(name, value, held, original)
            if original:
                self._losses.count(_COUNTRIES, word)
            if lost := [key for key, _ in claim.qualifiers if (word, key) not in _SAID]:
                self._losses.count(f"details: {', '.join(lost)}", word)
        elif predicate(word).type == "date":
            if value:
                self._losses.count(_NO_PLACE, word)
        else:
            self._note(entity, held)

    def _note(self, entity: Entity, held: Held) -> None:
        """What has no property of its own, as a sentence; a remark as it is."""
        claim = held.claim
        if claim.predicate == "remark":
            entity.add("notes", claim.value, held)
            return
        self._losses.count(_AS_NOTE, claim.predicate)
        entity.add("notes", describe(claim, {claim.subject: entity.caption}), held)

    def _detail(self, claim: Claim) -> tuple[str, str]:
        """The property of a detail of a vessel or aircraft, and its value in the form that the property asks for."""
        kind, value = claim.qualifier("type"), claim.value
        name = BY_DETAIL.get(kind, "") or ALSO_DETAILS.get(kind, "")
        if name in ("flag", "pastFlags"):
            code = country_code(value) or ""
            if code and code != value:
                self._losses.count("flags said as codes", claim.predicate)
            value = code
        elif name == "buildDate":
            try:
                value = date_text(parse_date(value))[0]
            except BadDate:
                value = ""
        if value and name and name != BY_DETAIL.get(kind, ""):
            self._losses.count("types, said as FollowTheMoney's", claim.predicate)
        return name, value

    def _date(self, word: str, value: ImpreciseDate) -> str:
        text, whole = date_text(value)
        if not whole and not value.open:
            self._losses.count(_IMPRECISE, word)
        return text

    def _identifier(self, entity: Entity, held: Held, more: dict[str, Entity]) -> None:
        claim = held.claim
        kind = claim.qualifier("type")
        name = BY_TYPE.get(kind, "")
        bare = not has(entity.schema, "idNumber")  # a vessel or aircraft has no papers
        if bare and not name and kind in ALSO_TYPES and has(entity.schema, ALSO_TYPES[kind]):
            name = ALSO_TYPES[kind]
            if valid(name, claim.value):
                self._losses.count("types, said as FollowTheMoney's", claim.predicate)
        if kind == "referent":
            entity.referents[claim.value] = None
        elif len(claim.value.encode()) > MAX_IDENTIFIER:
            self._note(entity, held)
        elif (len(claim.qualifiers) == 1 or bare) and name and has(entity.schema, name) and valid(name, claim.value):
            if len(claim.qualifiers) > 1:
                lost = ", ".join(key for key, _ in claim.qualifiers if key != "type")
                self._losses.count(f"details: {lost}", claim.predicate)
            entity.add(name, claim.value, held)
        elif has(entity.schema, "idNumber"):
            schema, number = ("Passport", "passportNumber") if kind == "passport" else ("Identification", "number")
            paper = self._new(schema, claim, more)
            paper.add("holder", entity.id, held)
            paper.add(number, claim.value, held)
            if number != "number":
                paper.add("number", claim.value, held)
            if kind:
                paper.add("type", kind, held)
            self._country(paper, held)
            for key, prop in (("issued", "startDate"), ("expires", "endDate")):
                self._dated(paper, prop, key, held, claim.qualifier(key))
        else:
            self._note(entity, held)

    def _country(self, entity: Entity, held: Held) -> None:
        if text := held.claim.qualifier("country"):
            code = country_code(text)
            if code:
                entity.add("country", code, held)
            if code != text:
                entity.add("description", write_detail("country", text), held)

    def _dated(self, entity: Entity, prop: str, key: str, held: Held, value: str | ImpreciseDate) -> None:
        """A date in its property; the description keeps it as it is where the property says less."""
        try:
            date = parse_date(value) if isinstance(value, str) else value
        except BadDate:
            entity.add("description", write_detail(key, str(value)), held)
            return
        text, whole = date_text(date)
        if text:
            entity.add(prop, text, held)
        if not whole or text != date.text:
            entity.add("description", write_detail(key, date.text), held)

    def _times(self, entity: Entity, held: Held) -> None:
        """When a relation or listing held, the days cited, and the note on it."""
        claim = held.claim
        self._dated(entity, "startDate", "start", held, claim.time.start)
        self._dated(entity, "endDate", "end", held, claim.time.end)
        more = {"first_cited": claim.time.first_cited, "last_cited": claim.time.last_cited, "claim_note": claim.note}
        for key, value in more.items():
            if value:
                entity.add("description", write_detail(key, str(value)), held)

    def _address(self, entity: Entity, held: Held, more: dict[str, Entity]) -> None:
        claim = held.claim
        if len(claim.value) > MAX_ADDRESS:
            self._note(entity, held)
            return
        if not claim.qualifiers:
            entity.add("address", claim.value, held)
            return
        place = self._new("Address", claim, more)
        place.add("full", claim.value, held)
        for key, prop in (("city", "city"), ("street", "street"), ("note", "remarks")):
            if text := claim.qualifier(key):
                place.add(prop, text, held)
        self._country(place, held)
        entity.add("addressEntity", place.id, held)

    def _new(self, schema: str, claim: Claim, more: dict[str, Entity]) -> Entity:
        ident = f"muster-{schema.lower()}.{digest(claim.id)[:24]}"
        return more.setdefault(ident, Entity(ident, schema, claim.value))

    # --- relations and sanctions -------------------------------------------------------------------------------

    def _relation(self, held: Held, more: dict[str, Entity]) -> None:
        claim = held.claim
        rule = predicate(claim.predicate)
        subject, other = self._root(claim.subject), self._root(claim.object)
        if subject == other:
            self._losses.count("relations between entities judged the same", claim.predicate)
            return
        schema, near, far = self._edge_schema(claim.predicate, subject, other)
        ident = edge_id(claim.predicate, digest(claim.id)[:24])
        edge = more.setdefault(ident, Entity(ident, schema, rule.name.replace("_", " ")))
        edge.add(near, write_id(subject), held)
        edge.add(far, write_id(other), held)
        if schema == "Similar":
            if claim.time != UNTIMED:
                self._losses.count("times of relations", claim.predicate)
            if claim.note:
                self._losses.count("notes on the claim", claim.predicate)
            return
        if schema == "UnknownLink":
            edge.add("role", rule.name.replace("_", " "), held)
        places = {} if schema == "UnknownLink" else {kind: name for name, kind in reversed(EDGES[schema][3].items())}
        for key, value in claim.qualifiers:
            edge.add(places.get(key, "description"), value if key in places else write_detail(key, value), held)
        self._times(edge, held)

    def _edge_schema(self, word: str, subject: str, other: str) -> tuple[str, str, str]:
        """The schema of a relation and its two ends; an unknown link where the ends may not stand in the schema."""
        mapped = predicate(word).ftm
        far_schema = self._schema(other, asset=word == "owns")
        if word == "perpetrator_of":
            return "UnknownLink", "subject", "object"
        for schema, near, far in ((mapped["schema"], *mapped["ends"]), ("Occupancy", "holder", "post")):
            fits = self._schema(subject) in RANGES[near] and far_schema in RANGES[far]
            if fits and (schema != "Occupancy" or word == "posted_to"):
                return schema, near, far
        self._losses.count("said as a link of unknown kind", word)
        return "UnknownLink", "subject", "object"

    def _perpetrator(self, entity: Entity, held: Held) -> None:
        """Who is responsible for an incident, as one involved in it; a link beside says how."""
        subject = self._root(held.claim.subject)
        if entity.schema == "Event" and self._schema(subject) in RANGES["involved"]:
            entity.add("involved", write_id(subject), held)

    def _sanction(self, entity: Entity, held: Held, more: dict[str, Entity]) -> None:
        claim = held.claim
        sanction = self._new("Sanction", claim, more)
        sanction.add("entity", entity.id, held)
        sanction.add("program", claim.value, held)
        for key, prop in (("authority", "authority"), ("reference", "recordId"), ("kind", "provisions")):
            if text := claim.qualifier(key):
                sanction.add(prop, text, held)
        self._dated(sanction, "listingDate", "published", held, claim.qualifier("published"))
        self._times(sanction, held)
        for key in ("decided", "announced", "list"):
            if text := claim.qualifier(key):
                sanction.add("description", write_detail(key, text), held)

    def _reasons(self, entity: Entity, facts: list[Held], more: dict[str, Entity]) -> None:
        """Reasons go to a sanction of the same dataset; without one, to the notes."""
        by_dataset = {one.datasets[0]: one for one in reversed(more.values()) if one.schema == "Sanction"}
        for one in facts:
            if one.claim.predicate == "reason":
                if sanction := by_dataset.get(one.dataset):
                    sanction.add("reason", one.claim.value, one)
                else:
                    self._note(entity, one)
