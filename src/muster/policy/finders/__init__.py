"""The finders: the small closed set of tests that a clause can apply. None of them guesses.

`required` and `commitment` ask whether something is there; the others look for what speaks against the unit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from muster.policy.finders import commitment, incident, listed, path, required
from muster.policy.model import Clause, Finding, Subject
from muster.policy.question import Question

Finder = Callable[[Question, Clause, Subject], Finding]

FINDERS: Mapping[str, Finder] = MappingProxyType(
    {
        "required": required.find,
        "listed": listed.find,
        "path": path.find,
        "incident": incident.find,
        "commitment": commitment.find,
        "remediation": commitment.find_remediation,
    }
)

# What a clause's `with:` may set, and whether it must.
SETTINGS: Mapping[str, Mapping[str, bool]] = MappingProxyType(
    {
        "required": {"fields": True},
        "listed": {"sets": True, "who": False},
        "path": {
            "sets": True,
            "who": False,
            "relations": False,
            "max_hops": False,
            "look_back_days": False,
        },
        "incident": {"who": False, "gross_violation": False},
        "commitment": {"about": False},
        "remediation": {"determined_by": True},
    }
)

__all__ = ["FINDERS", "SETTINGS", "Finder"]
