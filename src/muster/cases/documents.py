"""Documents of a case: what they may claim holds the case until a person has said something to each proposal.

A proposal is reviewed at the reading desk, once for all cases, or set aside for one case with a reason. One that was
left as unsure still waits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from muster.cases.model import Case
from muster.errors import BadInput, NotFound, WrongState
from muster.register import Waiting, readings, schema

_SAID = ("accepted", "edited", "rejected")


@dataclass(frozen=True, slots=True)
class Attached:
    """One proposal of a case's documents. `verdict`: what was said of it, `set aside`, or empty while it waits."""

    document: str
    proposal: str
    text: str
    quote: str
    verdict: str

    @property
    def waits(self) -> bool:
        """True while the case may not be decided because of it."""
        return not self.verdict

    def as_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def proposals_of(connection: sa.Connection, case: Case) -> list[Attached]:
    """Every proposal of the case's documents, in the order of the texts."""
    aside = case.set_aside
    return [_attached(one, aside) for document in case.documents for one in readings.waiting(connection, document)]


def _attached(one: Waiting, aside: frozenset[tuple[str, str]]) -> Attached:
    held = one.proposal
    ident = str(held["proposal"])
    verdict = one.verdict if one.verdict in _SAID else "set aside" if (one.document, ident) in aside else ""
    ends = (held["subject"]["text"], str(held["predicate"]).replace("_", " "), (held["object"] or {}).get("text", ""))
    parts = [*ends, held["value"] if held["value"] != ends[2] else ""]
    return Attached(one.document, ident, " ".join(filter(None, parts)), str(held["quote"]), verdict)


def waiting_in(connection: sa.Connection, case: Case) -> list[Attached]:
    """The proposals that hold the case."""
    return [one for one in proposals_of(connection, case) if one.waits] if case.documents else []


def refuse_waiting(connection: sa.Connection, case: Case) -> None:
    """Raise WrongState while a proposal waits."""
    found = waiting_in(connection, case)
    if found:
        hint = "review them (`muster review`), or set them aside with a reason"
        count = f"{len(found)} proposed claim{'s are' if len(found) > 1 else ' is'}"
        raise WrongState(f"{count} not reviewed, the first: {found[0].text}", place=f"case {case.number}", hint=hint)


def checked_documents(connection: sa.Connection, wanted: Iterable[str]) -> list[str]:
    """The ids, each once. Raises NotFound for a text that was not read, BadInput for none."""
    found = list(dict.fromkeys(one.strip() for one in wanted if one.strip()))
    if not found:
        raise BadInput("no document is named", hint="`muster review --list` names those that were read")
    held = schema.document.c.id
    known = set(connection.execute(sa.select(held).where(held.in_(found))).scalars())
    for one in found:
        if one not in known:
            raise NotFound(f"no document {one[:80]!r} was read", hint="`muster read FILE` reads one")
    return found


def checked_proposals(connection: sa.Connection, case: Case, wanted: Iterable[str]) -> list[list[str]]:
    """Document and id of each proposal to be set aside: of those that wait, all if none is named. Raises BadInput."""
    open_ = waiting_in(connection, case)
    named = list(dict.fromkeys(wanted))
    for one in named:
        if not any(each.proposal == one for each in open_):
            raise BadInput(
                f"no proposal {one[:40]!r} waits in case {case.number}", hint="`muster case show` names them"
            )
    chosen = [one for one in open_ if not named or one.proposal in named]
    if not chosen:
        raise BadInput("no proposal waits", place=f"case {case.number}")
    return [[one.document, one.proposal] for one in chosen]
