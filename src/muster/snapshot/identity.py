"""The entries of all lists in a register, ready to be compared across lists.

Each id is a party of its own here, even if it was judged the same as another: joins that stand are told apart from
those still to be proposed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from muster.claims import Stance
from muster.names.identity import Party, Proposal, propose
from muster.names.known import known
from muster.register import Register, clusters

BY = "muster, rule {rule}"
"""Who judged, where a rule decided."""

_UNCOMPARED = frozenset({"incident", "place", "office"})
_COUNTRIES = frozenset({"country", "nationality", "citizenship"})
_FACTS = ("name", "kind", "birth_date", "birth_place", "gender", "identifier", "address", *sorted(_COUNTRIES))


def parties(register: Register, known_at: str | None = None) -> list[Party]:
    """Every named entity but places, incidents and offices, in the order of ids. Denied claims are left out."""
    names: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    numbers: dict[str, list[tuple[str, str]]] = defaultdict(list)
    datasets: dict[str, set[str]] = defaultdict(set)
    for held in register.claims(known_at=known_at, predicates=_FACTS):
        claim = held.claim
        if claim.stance is Stance.DENIED:
            continue
        datasets[claim.subject].add(held.dataset)
        if claim.predicate == "name":
            names[claim.subject][(claim.value, claim.qualifier("kind") or "primary")] = None
        elif claim.predicate == "identifier":
            numbers[claim.subject].append((claim.qualifier("type"), claim.value))
        else:
            field = "countries" if claim.predicate in _COUNTRIES else claim.predicate
            said[claim.subject][field].append(claim.value)
        if claim.predicate in ("address", "birth_place") and (country := claim.qualifier("country")):
            said[claim.subject]["countries"].append(country)
    lists = _lists(datasets.values())
    found = []
    for entity in sorted(names):
        about = said[entity]
        kind = next(iter(about["kind"]), "")
        if kind in _UNCOMPARED:
            continue
        facts = known(
            births=about["birth_date"],
            birth_places=about["birth_place"],
            countries=about["countries"],
            genders=about["gender"],
            identifiers=numbers[entity],
            schema=kind,
        )
        found.append(Party(entity, lists[min(datasets[entity])], tuple(names[entity]), facts))
    return found


def _lists(held: Iterable[set[str]]) -> dict[str, str]:
    """Dataset → the one that stands for it and all that share ids with it: they number their parties together."""
    parent: dict[str, str] = {}

    def root(one: str) -> str:
        while parent.setdefault(one, one) != one:
            one = parent[one]
        return one

    for together in {frozenset(one) for one in held}:
        low, *others = sorted(root(one) for one in together)
        parent.update(dict.fromkeys(others, low))
    return {one: root(one) for one in list(parent)}


def proposals(register: Register, *, threshold: float, least: float, known_at: str | None = None) -> list[Proposal]:
    """Pairs of entries of different lists that may be one and that nobody has judged; see `names.identity`."""
    judgements = register.judgements(register.known_at(known_at))
    return propose(
        parties(register, known_at),
        threshold=threshold,
        least=least,
        joined=clusters(judgements),
        judged=[one.pair for one in judgements],
        different=[one.pair for one in judgements if one.verdict == "different"],
    )
