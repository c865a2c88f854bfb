"""Evidence beyond the name: what else is known of two parties, compared piece by piece.

A name is shared by many. Each fact that both sides give is one visible piece with its own weight, so that a person can
see why two like names were held together or apart. Weights are log-odds, measured on public lists by
`bench/fit_evidence.py`; two rules stand above what was measured: an equal telling number decides for, birth years that
cannot be the same decide against.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from itertools import product

from muster.dates import ImpreciseDate
from muster.errors import NotFound
from muster.names.countries import country_name
from muster.names.known import UNIQUE, Identifier, Known, place_words

NAME_ALONE = 0.993
"""What an equal name counts for: never certainty."""

_PLAIN, _ROOM = 5.0, 2.0  # log-odds up to 5 count as they are; beyond, they approach 7: a score of 0.9991
_LEAST = 0.001
_EQUAL_NUMBER = 9.0
_OTHER_YEARS = -7.0
_FAMILIES = ({"inn", "tax number"}, {"ogrn", "registration number"})


class Verdict(StrEnum):
    """How two values of one field stand to each other."""

    AGREES = "agrees"
    NEAR = "near"
    DISAGREES = "disagrees"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Piece:
    """One fact compared. `level` names the weight; `weight` is in log-odds, above 0 for the same party; `decides` if it
    outweighs any name; `text` is one plain sentence. A side that does not give the fact is empty."""

    field: str
    left: str
    right: str
    verdict: Verdict
    level: str
    weight: float
    decides: bool
    text: str


@lru_cache(maxsize=1)
def weights() -> dict[str, float]:
    """The measured weights by field and level."""
    data = json.loads(resources.files("muster.names").joinpath("evidence.json").read_text("utf-8"))
    found: dict[str, float] = data["weights"]
    return found


def compare(left: Known, right: Known) -> list[Piece]:
    """Every fact that at least one side gives, as a piece of evidence; those of one side alone weigh nothing.

    Symmetric: the other way round, only left and right change places.
    """
    pieces = (
        _births(left, right),
        _identifiers(left, right),
        _sets("gender", left.genders, right.genders, str),
        _sets("country", left.countries, right.countries, _country),
        _places(left, right),
        _sets("kind", _one(left.kind), _one(right.kind), str),
    )
    return [piece for piece in pieces if piece]


def combined(name: float, pieces: Iterable[Piece]) -> float:
    """The chance that two parties are one, from the score of their names and the evidence; between 0.0009 and 0.9991.

    The log-odds of the name and the weights are added, as if the facts were independent of each other. No data tell
    1 in 1,000 from 1 in 10,000, so large sums are drawn together there, in their order.
    """
    odds = _odds(min(max(name, _LEAST), NAME_ALONE)) + sum(piece.weight for piece in pieces)
    beyond = abs(odds) - _PLAIN
    if beyond > 0:
        odds = math.copysign(_PLAIN + _ROOM * -math.expm1(-beyond / _ROOM), odds)
    return 1 / (1 + math.exp(-odds))


def _odds(share: float) -> float:
    return math.log(share / (1 - share))


def _piece(field: str, left: str, right: str, verdict: Verdict, level: str, text: str) -> Piece:
    return Piece(field, left, right, verdict, level, weights()[f"{field}.{level}"], False, text)


def _unknown(field: str, left: str, right: str) -> Piece | None:
    """The piece of a fact that one side or neither gives."""
    if not left and not right:
        return None
    return Piece(field, left, right, Verdict.UNKNOWN, "", 0.0, False, f"{field} known of one side only")


def _one(text: str) -> frozenset[str]:
    return frozenset({text} if text else ())


# --- birth ----------------------------------------------------------------------------------------------------------


def _births(left: Known, right: Known) -> Piece | None:
    one, two = _said(left.births), _said(right.births)
    if not left.births or not right.births:
        return _unknown("born", one, two)
    level, gap = min((_stand(a, b) for a, b in product(_finest(left.births), _finest(right.births))), key=_rank)
    verdict, text = _LEVELS[level]
    if level == "other_years":
        text = f"born {gap} years apart"
        return Piece("born", one, two, verdict, level, _OTHER_YEARS, True, text)
    return _piece("born", one, two, verdict, level, text)


_LEVELS = {
    "same_day": (Verdict.AGREES, "born on the same day"),
    "same_month": (Verdict.AGREES, "born in the same month"),
    "same_year": (Verdict.AGREES, "born in the same year"),
    "may_agree": (Verdict.NEAR, "the years of birth may be the same"),
    "other_day": (Verdict.NEAR, "born in the same year, on another day"),
    "next_year": (Verdict.NEAR, "born in neighbouring years"),
    "other_years": (Verdict.DISAGREES, ""),
}
_ORDER = {level: place for place, level in enumerate(_LEVELS)}


def _finest(births: Iterable[ImpreciseDate]) -> list[ImpreciseDate]:
    """The dates without those that a finer one of the same side falls into: `1967` beside `1967-06-09`."""
    births = list(births)
    fine = [one for one in births if _size(one) in ("day", "month")]
    return [
        one
        for one in births
        if not any(
            two is not one
            and (one.earliest, one.latest) != (two.earliest, two.latest)
            and (one.earliest or date.min) <= (two.earliest or date.min)
            and (two.latest or date.max) <= (one.latest or date.max)
            for two in fine
        )
    ]


def _rank(found: tuple[str, int]) -> tuple[int, int]:
    return _ORDER[found[0]], found[1]


def _stand(one: ImpreciseDate, two: ImpreciseDate) -> tuple[str, int]:
    """How two dates of birth stand to each other, and the whole years between them.

    1 January is what many registers write for an unknown day: it counts as the year.
    """
    gap = max(_first(one) - _last(two), _first(two) - _last(one), 0)
    if gap:
        return ("next_year" if gap == 1 else "other_years"), gap
    sizes = _size(one), _size(two)
    if "range" in sizes:
        return "may_agree", 0
    if "year" in sizes:
        return "same_year", 0
    if (one.earliest and two.latest and one.earliest > two.latest) or (
        two.earliest and one.latest and two.earliest > one.latest
    ):
        return "other_day", 0
    return ("same_month" if "month" in sizes else "same_day"), 0


def _first(one: ImpreciseDate) -> int:
    return one.earliest.year if one.earliest else -9999


def _last(one: ImpreciseDate) -> int:
    return one.latest.year if one.latest else 9999


def _size(one: ImpreciseDate) -> str:
    """day, month, year, or range: what is approximate or spans years."""
    if one.approximate or not (one.earliest and one.latest) or one.earliest.year != one.latest.year:
        return "range"
    days = (one.latest - one.earliest).days
    if days == 0:
        return "year" if (one.earliest.month, one.earliest.day) == (1, 1) else "day"
    return "month" if days < 31 else "year"


def _said(births: Iterable[ImpreciseDate]) -> str:
    return " or ".join(one.spoken() for one in births)


# --- numbers --------------------------------------------------------------------------------------------------------


def _identifiers(left: Known, right: Known) -> Piece | None:
    if not left.identifiers or not right.identifiers:
        shown = (_listed(left.identifiers), _listed(right.identifiers))
        return _unknown("identifier", *shown)
    equal = [(a, b) for a, b in product(left.identifiers, right.identifiers) if a.number == b.number]
    if equal:
        a, b = max(equal, key=lambda pair: (_telling(*pair), _alike(*pair), sorted(map(str, pair)), pair[0].kind))
        name = a.kind or b.kind or "number"
        if _telling(a, b) and _alike(a, b):
            text = f"the same {name}, {a.text}"
            return Piece("identifier", str(a), str(b), Verdict.AGREES, "same", _EQUAL_NUMBER, True, text)
        level = "same_unlike" if _telling(a, b) else "same_short"
        what = f"of another kind ({a.kind or 'number'}, {b.kind or 'number'})" if not _alike(a, b) else "a short one"
        return _piece("identifier", str(a), str(b), Verdict.AGREES, level, f"the same number, but {what}")
    other = [(a, b) for a, b in product(left.identifiers, right.identifiers) if a.kind == b.kind and a.kind in UNIQUE]
    if other:
        a, b = min(other, key=lambda pair: sorted((pair[0].number, pair[1].number)))
        return _piece("identifier", str(a), str(b), Verdict.DISAGREES, "other", f"another {a.kind} number")
    shown = (_listed(left.identifiers), _listed(right.identifiers))
    return Piece("identifier", *shown, Verdict.UNKNOWN, "", 0.0, False, "no number in common")


def _telling(one: Identifier, two: Identifier) -> bool:
    return one.telling and two.telling


def _alike(one: Identifier, two: Identifier) -> bool:
    return not one.kind or not two.kind or one.kind == two.kind or {one.kind, two.kind} in _FAMILIES


def _listed(identifiers: Iterable[Identifier]) -> str:
    return "; ".join(str(one) for one in identifiers)


# --- the rest -------------------------------------------------------------------------------------------------------


def _sets(field: str, left: frozenset[str], right: frozenset[str], say: Callable[[str], str]) -> Piece | None:
    one, two = (", ".join(sorted(map(say, side))) for side in (left, right))
    if not left or not right:
        return _unknown(field, one, two)
    if left & right:
        return _piece(field, one, two, Verdict.AGREES, "same", f"{field} in common")
    return _piece(field, one, two, Verdict.DISAGREES, "other", f"another {field}")


def _country(code: str) -> str:
    try:
        return country_name(code)
    except NotFound:
        return code


def _places(left: Known, right: Known) -> Piece | None:
    shown = "; ".join(left.birth_places), "; ".join(right.birth_places)
    if not left.birth_places or not right.birth_places:
        return _unknown("birth place", *shown)
    words = [frozenset[str]().union(*map(place_words, side.birth_places)) for side in (left, right)]
    if words[0] & words[1]:
        return _piece("birth place", *shown, Verdict.AGREES, "same", "a birth place in common")
    return _piece("birth place", *shown, Verdict.DISAGREES, "other", "another birth place")
