"""Requests: what is asked of Muster. A unit, its leaders, a policy, a day in the world, a time of knowledge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from muster.claims import canonical, digest

THRESHOLD = 0.7  # lowest score of a name hit, unless the request sets another


def storable(text: str) -> str:
    """The text with half surrogates replaced by the replacement character.

    >>> storable("a\\udcffb") == "a\\ufffdb"
    True
    """
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@dataclass(frozen=True, slots=True)
class Adjudication:
    """What a person decided of a hit: whether the party that the request calls `text` is this entity.

    `verdict` is `same`, `different` or `unsure`.
    """

    text: str
    entity: str
    verdict: str
    reason: str
    by: str

    def spoken(self) -> str:
        """Who decided it and why, for a person to read."""
        return f"judged {self.verdict} by {self.by}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Request:
    """A unit (and named leaders) to be vetted under a policy as of a day.

    `country` and `commitment` are what the requester states; `identifier` is a register entity that the requester
    says the unit is; `place` says where the request stands (a roster's line), `threshold` from which score on a
    resemblance of names is a hit. `adjudications` are the hits that people
    have decided. `individual` is a person of the unit who is to be assisted; without a unit, the one that the register
    posts this person to is meant.
    """

    unit: str
    policy: str
    as_of: date
    leaders: tuple[str, ...] = ()
    country: str = ""
    commitment: str = ""
    identifier: str = ""
    known_at: str = ""
    place: str = "request"
    adjudications: tuple[Adjudication, ...] = ()
    individual: str = ""
    threshold: float = THRESHOLD

    def __post_init__(self) -> None:
        # Half surrogates come from file names and arguments that are no UTF-8; no register or file can hold them.
        for name in ("unit", "country", "commitment", "identifier", "individual"):
            object.__setattr__(self, name, storable(getattr(self, name)))
        object.__setattr__(self, "leaders", tuple(storable(one) for one in self.leaders))

    def under(self, policy: str) -> Request:
        """The same request under another policy."""
        return self if policy == self.policy else replace(self, policy=policy)

    def judged(self, text: str, verdict: str) -> list[Adjudication]:
        """The hits on what the request calls `text` that people gave this verdict."""
        return [one for one in self.adjudications if one.text == text and one.verdict == verdict]

    def as_dict(self) -> dict[str, Any]:
        """The request in the JSON shape of decisions; `adjudications` only if there are any."""
        more = {"adjudications": [asdict(one) for one in self.adjudications]} if self.adjudications else {}
        return {
            "unit": self.unit,
            "leaders": list(self.leaders),
            "policy": self.policy,
            "as_of": self.as_of.isoformat(),
            "known_at": self.known_at,
            "country": self.country,
            "commitment": self.commitment,
            "identifier": self.identifier,
            "individual": self.individual,
            "place": self.place if self.commitment else "request",  # cited for the commitment, else of no effect
            "threshold": self.threshold,
            **more,
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any], policy: str = "", as_of: date | None = None) -> Request:
        """The request of a kept decision; under another policy or as of another day if one is given."""
        return cls(
            unit=stored["unit"],
            policy=policy or stored["policy"],
            as_of=as_of or date.fromisoformat(stored["as_of"]),
            leaders=tuple(stored["leaders"]),
            country=stored.get("country", ""),
            commitment=stored.get("commitment", ""),
            identifier=stored.get("identifier", ""),
            known_at=stored.get("known_at", ""),
            place=stored.get("place", "request"),
            adjudications=tuple(Adjudication(**one) for one in stored.get("adjudications", ())),
            individual=stored.get("individual", ""),
            threshold=stored.get("threshold", THRESHOLD),
        )


_ASKED = ("unit", "leaders", "policy", "country", "commitment", "identifier", "individual")


def asked(request: Mapping[str, Any]) -> str:
    """Digest of what a request asks, whatever the day and the time of knowledge: of requests that ask the same, only
    the newest decision stands. Another leader or another unit makes another request."""
    return digest(canonical([request.get(name, "") for name in _ASKED]))[:24]
