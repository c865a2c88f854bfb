"""The finders: the small closed set of tests that a clause can apply, and those that are plugged in. None guesses.

`required` and `commitment` ask whether something is there; the others look for what speaks against the unit, except
`remediation`, which lifts it. A package adds a finder by an entry point of the group `muster.finders` that names a
`Finder`; it is loaded when a policy uses it, and it cannot take the place of a built-in one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from muster.claims import vocabulary
from muster.errors import BadPolicy
from muster.policy.finders import commitment, incident, listed, ownership, path, required
from muster.policy.kinds import SETS, WHO, Finder, Setting, choice, number, words

GROUP = "muster.finders"
RELATIONS = tuple(one.name for one in vocabulary().values() if one.relation and one.carries != "none")

FINDERS: Mapping[str, Finder] = MappingProxyType(
    {
        "required": Finder(required.find, {"fields": words(*required.FIELDS, needed=True)}),
        "listed": Finder(listed.find, {"sets": SETS, "who": WHO}, adverse=True),
        "path": Finder(
            path.find,
            {
                "sets": SETS,
                "who": WHO,
                "relations": words(*RELATIONS),
                "only": Setting("details"),
                "max_hops": number(1),
                "look_back_days": number(0),
                "include_past": choice("yes", "no"),
                "certainty": words("attested", "presumed"),
            },
            adverse=True,
        ),
        "incident": Finder(
            incident.find,
            {
                "who": WHO,
                "gross_violation": words("yes", "unclear"),
                "kinds": words(*sorted(vocabulary()["incident_type"].qualifiers["category"])),
                "weighing": choice("shown", "decides"),
            },
            adverse=True,
        ),
        "ownership": Finder(ownership.find, {"sets": SETS, "who": WHO, "look_back_days": number(0)}, adverse=True),
        "commitment": Finder(commitment.find, {"about": Setting("text")}),
        "remediation": Finder(
            commitment.find_remediation,
            {
                "determined_by": words(needed=True),
                "grounds": words(*sorted(vocabulary()["exception"].qualifiers["ground"])),
            },
        ),
    }
)


@cache
def _plugged() -> Mapping[str, EntryPoint]:
    """The finders that installed packages add, by name."""
    return {one.name: one for one in entry_points(group=GROUP) if one.name not in FINDERS}


def finder_names() -> list[str]:
    """The names of all finders, the built-in ones first."""
    return [*FINDERS, *sorted(_plugged())]


@cache
def finder(name: str) -> Finder:
    """The finder of this name. Raises BadPolicy if there is none, or if the package that adds it is broken."""
    if name in FINDERS:
        return FINDERS[name]
    if name not in _plugged():
        raise BadPolicy(f"no finder {name!r}")
    entry = _plugged()[name]
    package = entry.dist.name if entry.dist else entry.value
    hint = f"repair or remove the package {package}"
    try:
        found = entry.load()
    except Exception as fault:  # whatever a stranger's module raises when it is loaded
        raise BadPolicy(f"the finder {name!r} cannot be loaded: {fault!r}", hint=hint) from None
    if not isinstance(found, Finder):
        raise BadPolicy(f"{entry.value} is no muster.policy.Finder but {type(found).__name__}", hint=hint)
    return found


@cache
def plugged_digest(name: str) -> str:
    """Package, version and digest of the code of a finder that is plugged in; empty for a built-in one."""
    if name in FINDERS:
        return ""
    entry = _plugged()[name]
    spec = find_spec(entry.module)
    code = Path(spec.origin).read_bytes() if spec and spec.origin and Path(spec.origin).is_file() else b""
    package = f"{entry.dist.name} {entry.dist.version} " if entry.dist else ""
    return f"{package}sha256 {hashlib.sha256(code).hexdigest()}"


__all__ = ["FINDERS", "GROUP", "Finder", "finder", "finder_names", "plugged_digest"]
