"""What a program says beside an act, so that nothing is overwritten unseen and nothing is done twice.

The key is kept with the step, so it is known in every process and as long as the step is: for ever.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from muster.cases.model import Case
from muster.errors import BadInput, MusterError
from muster.register import schema


class Moved(MusterError):
    """The case is no longer as the asker has seen it."""

    code = "moved"
    exit_status = 3
    http_status = 412


class Repeated(Exception):
    """This very act was done before: `numbers` are the cases that it was done to. Nothing is done again."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__("done before")
        self.numbers = numbers


@dataclass(frozen=True, slots=True)
class Errand:
    """`seen`: the number of the newest step that the asker knows; None: any. `key`: the asker's name for this act;
    `asked`: digest of what was sent with it."""

    seen: int | None = None
    key: str = ""
    asked: str = ""

    def noted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The body of a step, with the key."""
        return {**body, "key": self.key, "asked": self.asked} if self.key else dict(body)

    def check(self, case: Case, person: str) -> None:
        """Raise Repeated if it was done, Moved if the case is not as it was seen."""
        for one in case.steps if self.key else ():
            if one.person == person and one.body.get("key") == self.key:
                self._repeat(one.body, [case.number])
        if self.seen is not None and case.steps[-1].seq != self.seen:
            hint = "look at it again, and send the act with its new entity tag"
            raise Moved(f"case {case.number} has changed since: {case.steps[-1].act.replace('_', ' ')}", hint=hint)

    def check_new(self, connection: sa.Connection, person: str) -> None:
        """Raise Repeated if cases were opened with this key."""
        if not self.key:
            return
        steps = schema.case_step
        query = (
            sa.select(steps.c.case, steps.c.body)
            .where(steps.c.act == "open", steps.c.person == person, steps.c.body.like('%"key":%'))
            .order_by(steps.c.seq)
        )
        found = [(row.case, json.loads(row.body)) for row in connection.execute(query)]
        held = [(number, body) for number, body in found if body.get("key") == self.key]
        if held:
            self._repeat(held[0][1], [number for number, _ in held])

    def _repeat(self, body: Mapping[str, Any], numbers: list[int]) -> None:
        if body.get("asked") != self.asked:
            raise BadInput("this key was used for another act", place="Idempotency-Key", hint="take a new one")
        raise Repeated(numbers)
