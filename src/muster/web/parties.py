"""Parties of a snapshot as FollowTheMoney entities, as screening tools of the field exchange them; kept once made."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from muster.exports.batches import Batch, Batches
from muster.exports.ftm import Entity, entities_in
from muster.exports.losses import Losses
from muster.register import Register
from muster.snapshot import Snapshot
from muster.sources.ftm.own import read_id, write_id
from muster.web.json import dumps

_KEPT = 50_000
_SANCTION = "sanction"  # the topic by which clients of this field know a listed party

# (schema, property that names the party) -> the property of the party by which such an entity stands beside it
BESIDE = {
    ("Associate", "associate"): "associations",
    ("Associate", "person"): "associates",
    ("Directorship", "director"): "directorshipDirector",
    ("Directorship", "organization"): "directorshipOrganization",
    ("Employment", "employee"): "employers",
    ("Employment", "employer"): "employees",
    ("Event", "involved"): "eventsInvolved",
    ("Family", "person"): "familyPerson",
    ("Family", "relative"): "familyRelative",
    ("Identification", "holder"): "identification",
    ("Membership", "member"): "membershipMember",
    ("Membership", "organization"): "membershipOrganization",
    ("Occupancy", "holder"): "positionOccupancies",
    ("Occupancy", "post"): "occupancies",
    ("Ownership", "asset"): "ownershipAsset",
    ("Ownership", "owner"): "ownershipOwner",
    ("Passport", "holder"): "identification",
    ("Representation", "agent"): "agencyClient",
    ("Representation", "client"): "agentRepresentation",
    ("Sanction", "entity"): "sanctions",
    ("Similar", "candidate"): "candidateSimilars",
    ("Similar", "match"): "matchSimilars",
    ("Succession", "predecessor"): "successors",
    ("Succession", "successor"): "predecessors",
    ("UnknownLink", "object"): "unknownLinkFrom",
    ("UnknownLink", "subject"): "unknownLinkTo",
}


@dataclass(frozen=True, slots=True)
class Party:
    """One party: its entity as data, and the same as JSON without the closing brace, for fields to be added."""

    data: dict[str, Any]
    open_json: bytes

    def with_fields(self, fields: dict[str, Any]) -> bytes:
        """The JSON of the entity with more fields."""
        return self.open_json + b"," + dumps(fields)[1:]


class Parties:
    """The parties of one snapshot."""

    def __init__(self, register: Register, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._walk = Batches(register, snapshot.known_at)
        self._kept: OrderedDict[str, Party] = OrderedDict()

    def root(self, ident: str) -> str | None:
        """The entity that an id of the interface means, or None if there is none."""
        for one in (ident, read_id(ident)):
            if one in self._snapshot:
                return self._snapshot.canonical(one)
        return None

    def get(self, root: str) -> Party:
        """A party with its own values; what stands beside it is only named."""
        found = self._kept.get(root)
        if found is None:
            self._read([root])
            found = self._kept[root]
        return found

    def get_all(self, roots: list[str]) -> list[Party]:
        """Several parties, read together."""
        self._read([one for one in roots if one not in self._kept])
        return [self._kept[one] for one in roots]

    def _read(self, roots: list[str]) -> None:
        if not roots:
            return
        made = {one.id: one for one in entities_in(self._walk, self._walk.of(roots), Losses())}
        for root in roots:
            ident = write_id(root)
            entity = made.get(ident) or Entity(ident, "Thing", self._snapshot.caption(root))
            listed = any(
                one.schema == "Sanction" and ident in one.properties.get("entity", ()) for one in made.values()
            )
            data = _data(entity, listed)
            self._kept[root] = Party(data, dumps(data)[:-1])
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)

    def beside(self, root: str) -> dict[str, list[dict[str, Any]]]:
        """What stands beside a party, by property: sanctions, papers, addresses, relations with their other ends."""
        ident = write_id(root)
        touching = self._walk.of([root])
        near = {self._walk.root(one.claim.subject) for one in touching.held} | {root}
        clusters = {one: list(self._snapshot.members(one)) for one in sorted(near)}
        found: dict[str, list[dict[str, Any]]] = {}
        own = self.get(root).data["properties"].get("addressEntity", [])
        for one in entities_in(self._walk, Batch(clusters, touching.held), Losses()):
            if one.id in own:
                found.setdefault("addressEntity", []).append(_data(one, listed=False))
            for name, place in self._places(one, ident):
                data = _data(one, listed=False)
                data["properties"] = {
                    key: [
                        self._end(value) if (one.schema, key) in BESIDE and key != name else value for value in values
                    ]
                    for key, values in data["properties"].items()
                }
                found.setdefault(place, []).append(data)
        return found

    @staticmethod
    def _places(entity: Entity, ident: str) -> Iterator[tuple[str, str]]:
        for (schema, name), place in BESIDE.items():
            if entity.schema == schema and ident in entity.properties.get(name, ()):
                yield name, place

    def _end(self, value: str) -> Any:
        root = self.root(value)
        return self.get(root).data if root else value


def _data(entity: Entity, listed: bool) -> dict[str, Any]:
    properties = {name: list(values) for name, values in entity.properties.items()}
    if listed and _SANCTION not in properties.get("topics", ()):
        properties["topics"] = [*properties.get("topics", ()), _SANCTION]
    return {
        "id": entity.id,
        "caption": entity.caption,
        "schema": entity.schema,
        "properties": properties,
        "datasets": entity.datasets,
        "referents": list(entity.referents),
        "target": bool(properties.get("topics")),
        "first_seen": None,
        "last_seen": None,
        "last_change": None,
    }
