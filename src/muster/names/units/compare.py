"""Whether two unit names can be one unit, said slot by slot.

String distance cannot tell the 33rd division from the 99th, nor a battalion from a brigade. Here a different number,
size, function, body, service or country decides; a slot that one side leaves open does not; names, places and
superiors support or speak against.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from muster.names.units.model import UnitName
from muster.names.units.vocabulary import sizes

AGREES, ALIKE, MISSING, AGAINST, DECISIVE = "agrees", "alike", "missing", "speaks against", "decides against"

SAME, DIFFERENT, UNCLEAR = "same", "different", "unclear"

ORDINARY = frozenset({"infantry", "military", "combat", "task force", "peacekeeping", "combined arms", "joint", "force",
                      "staff"})  # fmt: skip
"""What a unit that is called by its number alone may do."""
_FAMILIES = (
    frozenset({"infantry", "motor rifle"}),
    frozenset({"airborne", "commando", "special forces", "ranger"}),
    frozenset({"support", "services", "logistics", "supply", "base support"}),
    frozenset({"engineers", "pontoon", "crossing", "bomb disposal"}),
    frozenset({"police", "riot", "mobile police", "law enforcement"}),
)
_GENERAL_ARMS = frozenset({"military", "combat", "staff", "tactical", "joint", "force", "group", "unit", "team", "air",
                           "task force", "combined arms", "peacekeeping"})  # fmt: skip
_MILITARY = frozenset({"army", "navy", "air force", "national guard", "gendarmerie", "marine"})
DEPARTMENTS = frozenset({"directorate", "department", "office"})
_LAND = frozenset({"company", "battalion", "regiment", "brigade", "division", "corps"})
_BODIES_ALIKE = (frozenset({"directorate", "department", "office"}), frozenset({"school", "centre", "college"}),
                 frozenset({"base", "station"}))  # fmt: skip
_GENDARMERIE_POSTS = frozenset({"brigade", "squad", "section", "team", "platoon"})
_TROOPS = frozenset({"", "brigade", "regiment", "battalion", "company", "group"})

_AGREED = 0.9
"""The score of names whose slots all agree; a common place or superior adds what is left to 1."""

Slot = tuple[str, str, str, str]
"""Slot, left, right, effect."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdict on two names, a score from 0 to 1, and the slots that led to it.

    `left_over` and `right_over` are words of one side that nothing on the other side explains.
    """

    verdict: str
    score: float
    slots: tuple[Slot, ...]
    left_over: tuple[str, ...] = ()
    right_over: tuple[str, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """The slots as short sentences."""
        return tuple(_sentence(slot) for slot in self.slots)


def _sentence(slot: Slot) -> str:
    name, left, right, effect = slot
    if effect == MISSING:
        return f"{name}: {left or right} on one side only"
    if effect == AGREES and left == right:
        return f"{name}: {left} on both sides"
    return f"{name}: {left} and {right}: {effect}"


@lru_cache(maxsize=1)
def _alike() -> frozenset[tuple[str, str]]:
    return frozenset((one, other) for group in sizes().alike for one in group for other in group if one != other)


def alike(one: str, other: str) -> bool:
    """Whether two size words are names for one size."""
    return (one, other) in _alike()


def initials(unit: UnitName) -> str:
    """The first letters of the name's words, number and places left out: `ccas`."""
    outside = {*unit.places}
    return "".join(word[0] for part in unit.text.split() if part not in outside and (word := part).isalpha())


def compare(left: UnitName, right: UnitName) -> Comparison:
    """Compare two unit names. Symmetric but for the order of what is shown."""
    slots: list[Slot] = []
    score = _AGREED
    score += _country(left, right, slots)
    score += _ordinal(left, right, slots)
    acronym = _acronym(left, right)
    score += _echelon(left, right, slots, acronym)
    score += _arms(left, right, slots, acronym)
    score += _roles(left, right, slots)
    score += _service(left, right, slots)
    left_over, right_over, cost = _names(left, right, slots, acronym)
    score -= cost
    score += _qualifiers(left, right, slots, acronym)
    score += _parents(left, right, slots)
    score += _places(left, right, slots)
    if any(effect == DECISIVE for *_, effect in slots):
        return Comparison(DIFFERENT, round(max(0.0, min(score, 0.3)), 4), tuple(slots), left_over, right_over)
    verdict = SAME if _enough(left, right, slots, acronym) and not (left_over or right_over) else UNCLEAR
    ceiling = 1.0 if verdict == SAME else 0.65
    return Comparison(verdict, round(max(0.0, min(score, ceiling)), 4), tuple(slots), left_over, right_over)


def _enough(left: UnitName, right: UnitName, slots: list[Slot], acronym: bool) -> bool:
    """Whether what agrees identifies a unit: number and size, number and function, or the whole name."""
    agreed = {name for name, _, _, effect in slots if effect in (AGREES, ALIKE)}
    missing = {name for name, _, _, effect in slots if effect == MISSING}
    if "number" in missing:
        return False
    if "number" in agreed:
        return bool(agreed & {"size", "function", "name", "body"}) or acronym
    if acronym:
        return True
    told = {name for name, _, _, effect in slots if effect == AGREES}
    if "body" in missing and "function" in told and "service" in told:
        missing -= {"body"} if (left.body | right.body) <= DEPARTMENTS else set()
    if missing & {"function", "body", "size"} and not (left.arms == right.arms and "name" in agreed):
        return False
    if _told(left, right) != _told(right, left) or left.qualifiers - _LOOSE != right.qualifiers - _LOOSE:
        return False
    if {slot for slot in slots if slot[3] in (AGREES, ALIKE)} <= {("body", "headquarters", "headquarters", AGREES)}:
        return False
    return bool(agreed & {"name", "function", "body"} or ("service" in agreed and {"size", "kind"} & agreed))


def _country(left: UnitName, right: UnitName, slots: list[Slot]) -> float:
    if left.country and right.country:
        if left.country != right.country:
            slots.append(("country", left.country, right.country, DECISIVE))
            return -1.0
        slots.append(("country", left.country, right.country, AGREES))
    return 0.0


def _ordinal(left: UnitName, right: UnitName, slots: list[Slot]) -> float:
    if left.ordinal == right.ordinal:
        if left.ordinal:
            slots.append(("number", left.ordinal, right.ordinal, AGREES))
        return 0.0
    if left.ordinal and right.ordinal:
        slots.append(("number", left.ordinal, right.ordinal, DECISIVE))
        return -1.0
    slots.append(("number", left.ordinal, right.ordinal, MISSING))
    return -0.35


def _acronym(left: UnitName, right: UnitName) -> bool:
    """Whether one side writes as one word the initials of the other (`311 CCAS`, `BAFS`)."""
    return _is_acronym(left, right) or _is_acronym(right, left)


_SHORTEST_ACRONYM = 4


def _is_acronym(short: UnitName, long: UnitName) -> bool:
    if short.ordinal != long.ordinal or len(short.names) != 1:
        return False
    word = short.names[0]
    if not word.isalpha() or len(word) < 2:
        return False
    letters = initials(long)
    if len(letters) < 2 or word in long.names:
        return False
    if short.ordinal:
        return letters == word or (len(word) > 2 and (letters.startswith(word) or word.startswith(letters)))
    countries = {short.country, long.country}
    if len(word) == _SHORTEST_ACRONYM - 1:  # letters that many bodies share: the country must agree
        return len(countries) == 1 and "" not in countries and letters == word
    return len(word) >= _SHORTEST_ACRONYM and letters.startswith(word)


def _echelon(left: UnitName, right: UnitName, slots: list[Slot], acronym: bool) -> float:
    one, other = (unit.echelon if unit.echelon != "unit" else "" for unit in (left, right))
    if left.troops != right.troops:
        troops, plain = (left, right) if left.troops else (right, left)
        if plain.echelon in _TROOPS and troops.arms & plain.arms:
            shown = [f"troops of a {one}" if unit.troops else one for unit in (left, right) if (one := unit.echelon)]
            slots.append(("size", shown[0], shown[1], ALIKE))
            return -0.1
        slots.append(("size", one or "troops", other or "troops", DECISIVE))
        return -1.0
    if one == other:
        if one:
            slots.append(("size", one, other, AGREES))
        return 0.0
    if not one or not other:
        if acronym:
            return 0.0
        slots.append(("size", one, other, MISSING))
        return -0.12
    posts = {one, other} <= _GENDARMERIE_POSTS and "gendarmerie" in {*left.services, *right.services}
    shared = left.arms & right.arms or (left.names and set(left.names) & set(right.names)) or acronym
    if posts or ((one, other) in _alike() and (shared or _family(left.arms, right.arms))):
        slots.append(("size", one, other, ALIKE))
        return -0.08
    slots.append(("size", one, other, DECISIVE))
    return -1.0


def _family(left: frozenset[str], right: frozenset[str]) -> bool:
    return any(left & family and right & family for family in _FAMILIES)


def _arms(left: UnitName, right: UnitName, slots: list[Slot], acronym: bool) -> float:
    one, other = _told(left, right), _told(right, left)
    if one == other:
        if one:
            slots.append(("function", _list(one), _list(other), AGREES))
        return 0.0
    if one and other:
        shared = one & other
        rest = one ^ other
        if shared or _family(one, other):
            slots.append(("function", _list(one), _list(other), AGREES if shared else ALIKE))
            numbered = left.ordinal and right.ordinal
            return -0.03 * len(rest) if numbered else -0.12 * len(rest)
        if one <= _GENERAL_ARMS or other <= _GENERAL_ARMS:
            ordinary = one <= ORDINARY and other <= ORDINARY
            slots.append(("function", _list(one), _list(other), AGAINST if ordinary else DECISIVE))
            return -0.2
        slots.append(("function", _list(one), _list(other), DECISIVE))
        return -1.0
    if acronym:
        return 0.0
    given = one or other
    slots.append(("function", _list(one), _list(other), MISSING))
    if left.ordinal and right.ordinal:
        return -0.04 if given <= _GENERAL_ARMS else -0.06
    return -0.2


def _told(unit: UnitName, other: UnitName) -> frozenset[str]:
    """The functions, without the word `air` where the service says it on one of the sides."""
    if "air" in unit.arms and ("air force" in unit.services or "air force" in other.services):
        return unit.arms - {"air"}
    return unit.arms


def _roles(left: UnitName, right: UnitName, slots: list[Slot]) -> float:
    one, other = left.body, right.body
    if one == other:
        if one:
            slots.append(("body", _list(one), _list(other), AGREES))
        elif left.headquarters and right.headquarters:
            slots.append(("body", "headquarters", "headquarters", AGREES))
        return 0.0
    if one and other:
        if one & other:
            slots.append(("body", _list(one), _list(other), AGREES))
            return -0.1
        if any(one & group and other & group for group in _BODIES_ALIKE):
            slots.append(("body", _list(one), _list(other), ALIKE))
            return -0.06
        slots.append(("body", _list(one), _list(other), DECISIVE))
        return -1.0
    given, bare = (left, right) if one else (right, left)
    if given.body == {"ship"} and bare.echelon:
        slots.append(("body", _list(one) or left.echelon, _list(other) or right.echelon, DECISIVE))
        return -1.0
    if given.body <= {"office"} and given.arms == bare.arms == {"presidential"}:
        return -0.02
    if bare.echelon and not bare.parents and bare.ordinal and given.echelon != bare.echelon:
        slots.append(("body", _list(one), _list(other), DECISIVE))
        return -1.0
    slots.append(("body", _list(one), _list(other), MISSING))
    return -0.25


def _service(left: UnitName, right: UnitName, slots: list[Slot]) -> float:
    one, other = set(left.services), set(right.services)
    if not one or not other:
        if one != other and not (left.ordinal or right.ordinal):
            slots.append(("service", _list(one), _list(other), MISSING))
            return -0.05
        return 0.0
    if one & other:
        slots.append(("service", _list(one), _list(other), AGREES))
        return 0.0
    first = {left.service, right.service}
    land = {left.echelon, right.echelon} & _LAND
    if "armed forces" in one | other and (one | other) & _MILITARY and ("armed forces" in first or land):
        slots.append(("service", _list(one), _list(other), ALIKE))
        return -0.05
    slots.append(("service", _list(one), _list(other), DECISIVE))
    return -1.0


def _names(
    left: UnitName, right: UnitName, slots: list[Slot], acronym: bool
) -> tuple[tuple[str, ...], tuple[str, ...], float]:
    """Words of the names: which of one side are nowhere on the other."""
    if acronym:
        one, other = (" ".join(unit.names) or unit.text for unit in (left, right))
        slots.append(("name", one, other, ALIKE))
        return (), (), 0.02
    if "ministry" in left.body & right.body and left.arms and left.arms == right.arms:
        return (), (), 0.0  # a state has one ministry of defence, whatever else is in its title
    left_found, left_over, slips = _over(left, right)
    right_found, right_over, more = _over(right, left)
    if left_found or right_found:
        slots.append(("name", " ".join(left_found or right_found), " ".join(right_found or left_found), AGREES))
    if left_over or right_over:
        slots.append(
            ("name", " ".join(left_over), " ".join(right_over), MISSING if not (left_over and right_over) else AGAINST)
        )
    return left_over, right_over, 0.2 * len(left_over) + 0.2 * len(right_over) + 0.04 * max(slips, more)


def _over(one: UnitName, other: UnitName) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """Words of one name that are somewhere on the other side, those that are nowhere, and how many of the first are
    there only in another spelling. Single letters say nothing."""
    known = {*other.names, *other.places, other.honorific}
    same: list[str] = []
    alike_: list[str] = []
    over: list[str] = []
    for name in one.names:
        if len(name) > 1:
            spelled = name in known
            near = not spelled and any(_spelled_alike(name, word) for word in known)
            (same if spelled else alike_ if near else over).append(name)
    return (*same, *alike_), tuple(over), len(alike_)


def _spelled_alike(one: str, other: str) -> bool:
    if len(one) < 6 or len(other) < 6 or one[0] != other[0]:
        return False
    from rapidfuzz.distance import OSA

    return bool(OSA.normalized_similarity(one, other) >= 0.8)


def _qualifiers(left: UnitName, right: UnitName, slots: list[Slot], acronym: bool) -> float:
    one, other = left.qualifiers - _LOOSE, right.qualifiers - _LOOSE
    if one == other or acronym:
        return 0.0
    shared = one & other
    unequal = len(one ^ other)
    numbered = left.ordinal and left.ordinal == right.ordinal
    effect = MISSING if not one or not other or shared else AGAINST
    compass = (one | other) & _COMPASS
    if not numbered and compass and one & _COMPASS != other & _COMPASS:
        effect = DECISIVE if one & _COMPASS and other & _COMPASS else AGAINST
        unequal += 2
    slots.append(("kind", _list(one), _list(other), effect))
    return -(0.02 if numbered else 0.1) * unequal


_LOOSE = frozenset({"national", "royal", "federal", "republican"})
_COMPASS = frozenset({"northern", "southern", "eastern", "western", "central"})


def _parents(left: UnitName, right: UnitName, slots: list[Slot]) -> float:
    if not left.parents or not right.parents:
        return 0.0
    effect = ""
    for one in left.parents:
        for other in right.parents:
            if not (one.ordinal and one.ordinal == other.ordinal and one.echelon == other.echelon):
                if one.ordinal and other.ordinal and one.echelon == other.echelon and one.echelon:
                    effect = effect or AGAINST
                continue
            slots.append(("superior", one.text, other.text, AGREES))
            return 0.06
    if effect:
        slots.append(("superior", left.parents[0].text, right.parents[0].text, AGAINST))
        inner = not (left.ordinal or right.ordinal)
        return -0.6 if inner else -0.08
    return 0.0


def _places(left: UnitName, right: UnitName, slots: list[Slot]) -> float:
    if not left.places or not right.places:
        return 0.0
    shared = [word for word in left.places if word in right.places]
    if shared:
        slots.append(("place", " ".join(shared), " ".join(shared), AGREES))
        return 0.04
    return 0.0


def _list(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))
