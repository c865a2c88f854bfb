"""The same party on several lists: pairs proposed with score and evidence, and which of them the evidence decides.

Lists number their parties each in its own way. Pairs come from equal numbers and from names very much alike; a pair is
the same by itself only under one of `RULES`, and only if no other entry of that list could be meant. All others are
for a person: a like name, and even an equal birth year, is shared by many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from muster.names.evidence import Piece, Verdict, combined, compare
from muster.names.fold import fold
from muster.names.known import Identifier, Known
from muster.names.screen import IndexedName, NameIndex

RULES = {
    "identifier": "an equal number of one kind, held by one party in each list, and a like name",
    "hull": "two vessels with one valid IMO number, which stays with the hull whatever its name",
    "birth": "an equal name of two words or more, the same day of birth, and a country in common",
}
LIKE_NAME = 0.85
"""The least score of the names beside an equal number."""

_NUMBERS = frozenset(
    {"passport", "national number", "tax number", "registration number", "inn", "ogrn", "lei", "bic", "imo", "mmsi"}
    | {"wikidata", "reference"}
)
_FAMILY = {"inn": "tax", "tax number": "tax", "ogrn": "registration", "registration number": "registration"}
_HOLDERS = 12  # a number that more parties have is none that tells them apart
_LOOKED_AT = 12
_LEAST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Party:
    """One entry of a list. `list` names what numbers its parties together: two parties of one list are never
    proposed. `names` are name and kind (primary, strong, weak …)."""

    id: str
    list: str
    names: tuple[tuple[str, str], ...]
    known: Known

    @property
    def caption(self) -> str:
        """The first name, or the id."""
        return self.names[0][0] if self.names else self.id


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two parties that may be one. `score` is the chance, names and evidence together; `verdict` same or unsure;
    `rule` the key of `RULES` that decided, or empty; `reason` is for a person to read."""

    left: Party
    right: Party
    name_score: float
    score: float
    pieces: tuple[Piece, ...]
    verdict: str
    rule: str
    reason: str


def propose(
    parties: Sequence[Party],
    *,
    threshold: float = 0.95,
    least: float = 0.9,
    joined: Mapping[str, str] | None = None,
    judged: Iterable[tuple[str, str]] = (),
    different: Iterable[tuple[str, str]] = (),
) -> list[Proposal]:
    """Pairs of parties of different lists that may be one, best first, those decided before the others.

    Names count from a score of `threshold`, pairs from a chance of `least`. `joined` are the clusters that stand (id to
    the id that stands for it), `judged` the pairs somebody has judged, which are not proposed again, `different` those
    judged different: nothing decided here ever joins their clusters, or two parties of one list.
    """
    joined = joined or {}
    done = {frozenset(pair) for pair in judged}
    found = []
    for (one, two), score in _candidates(parties, threshold).items():
        left, right = parties[one], parties[two]
        settled = frozenset((left.id, right.id)) in done
        if not settled and joined.get(left.id, left.id) != joined.get(right.id, right.id):
            proposal = weigh(left, right, score)
            if proposal.rule or proposal.score >= least:
                found.append(proposal)
    found.sort(key=lambda one: (not one.rule, -one.score, -one.name_score, one.left.id, one.right.id))
    found = _only_one_meant(found)
    found = _without_clashes(found, parties, joined, different)
    return sorted(
        found, key=lambda one: (one.verdict != "same", -one.score, -one.name_score, one.left.id, one.right.id)
    )


def weigh(left: Party, right: Party, name_score: float) -> Proposal:
    """What the rules say of two parties by themselves, from the score of their best two names."""
    pieces = tuple(compare(left.known, right.known))
    rule, why = _rule(left, right, name_score, pieces)
    agreeing = "; ".join(piece.text for piece in pieces if piece.verdict in (Verdict.AGREES, Verdict.NEAR))
    against = "; ".join(piece.text for piece in pieces if piece.verdict is Verdict.DISAGREES)
    reason = why or "; ".join(
        part for part in (f"names alike ({name_score:.2f})", agreeing, f"against: {against}" if against else "") if part
    )
    score = combined(name_score, pieces)
    return Proposal(left, right, name_score, score, pieces, "same" if rule else "unsure", rule, reason)


def _rule(left: Party, right: Party, name_score: float, pieces: Iterable[Piece]) -> tuple[str, str]:
    """The rule that decides, with the evidence in words; empty if none does."""
    by_field = {piece.field: piece for piece in pieces}
    against = {field for field, piece in by_field.items() if piece.verdict is Verdict.DISAGREES}
    if against & {"kind", "born", "gender", "identifier"} or left.known.kind != right.known.kind:
        return "", ""
    for one, two in _shared(left.known, right.known):
        if one.kind == two.kind == "imo" and left.known.kind == "vessel" and valid_imo(one.number):
            return "hull", f"two vessels with the same IMO number {one.number}"
        if name_score >= LIKE_NAME:
            return "identifier", f"the same {one.kind}, {one.text}, and a like name ({name_score:.2f})"
    born, country = by_field.get("born"), by_field.get("country")
    if (
        left.known.kind == "person"
        and born is not None
        and born.level == "same_day"
        and country is not None
        and country.verdict is Verdict.AGREES
        and (name := _equal_name(left, right))
    ):
        return "birth", f"the same name, {name}, born on the same day ({born.left}), {country.text} ({country.left})"
    return "", ""


def _shared(left: Known, right: Known) -> list[tuple[Identifier, Identifier]]:
    """Equal telling numbers of one kind, or of kinds that are written for each other."""
    return [
        (one, two)
        for one in left.identifiers
        for two in right.identifiers
        if one.number == two.number and one.telling and one.kind in _NUMBERS and _kind(one) == _kind(two)
    ]


def _kind(number: Identifier) -> str:
    return _FAMILY.get(number.kind, number.kind)


def valid_imo(number: str) -> bool:
    """Whether seven digits are an IMO number: the last is the end of the sum of the others, times 7 down to 2."""
    if len(number) != 7 or not (number.isascii() and number.isdigit()):
        return False
    return sum(int(digit) * weight for digit, weight in zip(number, range(7, 1, -1), strict=False)) % 10 == int(
        number[6]
    )


def _equal_name(left: Party, right: Party) -> str:
    """A name that both have, in any order of its words; weak names and names of one word do not count."""
    held = _full_names(right)
    return next((name for words, name in _full_names(left).items() if words in held), "")


def _full_names(party: Party) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for name, kind in party.names:
        words = tuple(sorted(fold(name).tokens))
        if kind != "weak" and len(words) >= _LEAST_WORDS:
            found.setdefault(words, name)
    return found


# --- candidates -----------------------------------------------------------------------------------------------------


def _candidates(parties: Sequence[Party], threshold: float) -> dict[tuple[int, int], float]:
    """Pairs of places in `parties`, of different lists, with the score of their best two names."""
    rows: list[IndexedName] = []
    place: dict[int, list[int]] = defaultdict(list)
    for number, party in enumerate(parties):
        for name, kind in party.names:
            place[number].append(len(rows))
            rows.append(IndexedName(str(number), name, kind, party.known.kind))
    if not rows:
        return {}
    index = NameIndex.build(rows)
    found = _by_name(parties, index, threshold)
    by_number = sorted(_by_number(parties) - found.keys())
    asked: list[str] = []
    compared: list[tuple[int, int]] = []
    owner: list[tuple[int, int]] = []
    for one, two in by_number:
        found[(one, two)] = 0.0
        for name, _ in parties[one].names:
            compared.extend((len(asked), at) for at in place[two])
            owner.extend([(one, two)] * len(place[two]))
            asked.append(name)
    for pair, score in zip(owner, index.compare(asked, compared) if compared else (), strict=True):
        found[pair] = max(found[pair], score)
    return found


def _by_name(parties: Sequence[Party], index: NameIndex, threshold: float) -> dict[tuple[int, int], float]:
    """Pairs whose names, neither of them weak nor of one word, score at least the threshold."""
    owners: dict[str, set[int]] = defaultdict(set)
    for number, party in enumerate(parties):
        for name, kind in party.names:
            if kind != "weak" and len(name.split()) >= _LEAST_WORDS:
                owners[name].add(number)
    names = list(owners)
    found: dict[tuple[int, int], float] = {}
    for name, hits in zip(names, index.search_many(names, threshold=threshold, limit=_LOOKED_AT), strict=True):
        for hit in hits:
            if hit.kind == "weak" or len(hit.name.split()) < _LEAST_WORDS:
                continue
            for one in owners[name]:
                two = int(hit.entity)
                if parties[one].list != parties[two].list:
                    pair = (min(one, two), max(one, two))
                    found[pair] = max(found.get(pair, 0.0), hit.score)
    return found


def _by_number(parties: Sequence[Party]) -> set[tuple[int, int]]:
    """Pairs that hold an equal telling number of one kind."""
    holders: dict[tuple[str, str], set[int]] = defaultdict(set)
    for number, party in enumerate(parties):
        for one in party.known.identifiers:
            if one.telling and one.kind in _NUMBERS:
                holders[(_kind(one), one.number)].add(number)
    return {
        pair
        for held in holders.values()
        if 1 < len(held) <= _HOLDERS
        for pair in combinations(sorted(held), 2)
        if parties[pair[0]].list != parties[pair[1]].list
    }


# --- what is not decided after all ----------------------------------------------------------------------------------


def _only_one_meant(found: Iterable[Proposal]) -> list[Proposal]:
    """Decided pairs of which a side has several decided partners in one list are left to a person."""
    found = list(found)
    partners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in found:
        if one.rule:
            partners[(one.left.id, one.right.list)].add(one.right.id)
            partners[(one.right.id, one.left.list)].add(one.left.id)

    def several(one: Proposal) -> bool:
        return len(partners[(one.left.id, one.right.list)]) > 1 or len(partners[(one.right.id, one.left.list)]) > 1

    return [_left_open(one, "several entries of one list fit") if one.rule and several(one) else one for one in found]


def _without_clashes(
    found: Iterable[Proposal],
    parties: Iterable[Party],
    joined: Mapping[str, str],
    different: Iterable[tuple[str, str]],
) -> list[Proposal]:
    """Joins are made best first; one that would bring together two parties of one list, or two judged different, by
    way of others is left to a person."""
    root, lists, apart = _clusters(parties, joined, different)
    result = []
    for one in found:
        if one.verdict == "same":
            left, right = root(one.left.id), root(one.right.id)
            if left != right and lists[left] & lists[right]:
                result.append(_left_open(one, "it would join two entries of one list"))
                continue
            if any(frozenset((root(a), root(b))) == frozenset((left, right)) for a, b in apart):
                result.append(_left_open(one, "it would join two entries judged different"))
                continue
            if left != right:
                root.join(left, right)
                lists[left] |= lists[right]
        result.append(one)
    return result


class _Roots:
    """Which id stands for a cluster, while clusters are joined."""

    def __init__(self, parent: dict[str, str]) -> None:
        self._parent = parent

    def __call__(self, node: str) -> str:
        while self._parent.get(node, node) != node:
            node = self._parent[node]
        return node

    def join(self, root: str, other: str) -> None:
        """Put the cluster of `other` under `root`."""
        self._parent[other] = root


def _clusters(
    parties: Iterable[Party], joined: Mapping[str, str], different: Iterable[tuple[str, str]]
) -> tuple[_Roots, dict[str, set[str]], list[tuple[str, str]]]:
    root = _Roots(dict(joined))
    lists: dict[str, set[str]] = defaultdict(set)
    for party in parties:
        lists[root(party.id)].add(party.list)
    return root, lists, list(different)


def _left_open(one: Proposal, why: str) -> Proposal:
    reason = f"{one.reason}; not decided: {why}"
    return Proposal(one.left, one.right, one.name_score, one.score, one.pieces, "unsure", "", reason)
