"""What a roster's cell or an answer says that says nothing: no unit, no person, no commitment.

A vetting request must name a unit. Real rosters hold `Iraqi Army`, `MOD` or `N/A` in that column: those cannot be
vetted as a unit, and to screen them would look like an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from muster.names.fold import fold
from muster.names.units.model import UnitName
from muster.names.units.parse import BARE_SERVICE, parse, whole_ministry

WHOLE_SERVICE = "names a whole service or ministry, not a unit"


@dataclass(frozen=True, slots=True)
class _Words:
    absent: frozenset[tuple[str, ...]]
    nobody: frozenset[str]
    denials: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    text = resources.files("muster.names.units").joinpath("words", "general.yaml").read_text("utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    absent = frozenset(tuple(item.split()) for item in data["absent"])
    return _Words(absent, frozenset(data["nobody"].split()), frozenset(data["denials"].split()))


def vagueness(text: str) -> str | None:
    """Why `text` names no particular unit, in a few plain words; None when it could name one.

    Besides what `parse` calls vague, a whole service (`Iraqi Army`) or ministry of defence is no unit that could be
    vetted.
    """
    cell = parse(text)
    if cell.vague:
        return WHOLE_SERVICE if cell.vague == BARE_SERVICE else cell.vague
    if all(_whole(unit) for unit in cell.units):
        return WHOLE_SERVICE
    return None


def _whole(unit: UnitName) -> bool:
    return (unit.bare_service and unit.service != "state security") or whole_ministry(unit)


def nobody(text: str) -> bool:
    """True if a leader's name says nobody: empty, `N/A`, `vacant`, or only ranks and offices (`the Commander`).

    >>> [nobody(name) for name in ("unknown", "Brig. Gen.", "Col. Ali Hassan")]
    [True, True, False]
    """
    known = _words()
    tokens = fold(text).tokens
    if not tokens or tokens in known.absent:
        return True
    return all(token in known.nobody or token.isdigit() or (token,) in known.absent for token in tokens)


def nothing(text: str) -> bool:
    """True if a statement that something exists says that it does not: empty, `none`, `refused`, `not yet signed`."""
    known = _words()
    tokens = fold(text).tokens
    if not tokens or tokens in known.absent:
        return True
    numbered = len(tokens) > 1 and tokens[0] == "no" and tokens[1].isdigit()  # "No. 12 of 2018"
    return tokens[0] in known.denials and not numbered
