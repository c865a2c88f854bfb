"""Every error a user can meet, in one tree.

    MusterError                 base: stable `code`, `hint`, exit status, HTTP status
    ├── UsageError              the command was called wrongly            exit 2
    ├── BadInput                a file or value cannot be used            exit 3
    │   ├── BadDate             a date is not EDTF level 1
    │   ├── BadClaim            a claim breaks the vocabulary's rules
    │   │   └── Contradiction   judgements say the same and different (`register.identity`)
    │   └── BadPolicy           a policy file cannot be applied
    ├── NotAllowed              this person may not do that               exit 3
    │   └── TooManyTries        too many logins failed of late
    ├── WrongState              the case is not where that can be done    exit 3
    └── NotFound                nothing goes by that id or name           exit 4

An error is one line for the person who reads it: what is wrong, where, and what to do next.
"""

from __future__ import annotations

from copy import copy
from typing import Any, ClassVar


class MusterError(Exception):
    """Base of all errors raised on purpose. `place` says where in the input, `hint` says what to do next."""

    code: ClassVar[str] = "fault"
    exit_status: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, message: str, *, place: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.hint = hint

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}" if self.place else self.message
        return f"{text} ({self.hint})" if self.hint else text

    def at(self, place: str) -> MusterError:
        """The same error with `place` put before the place it already names."""
        found = copy(self)
        found.place = f"{place}, {self.place}" if self.place else place
        return found

    def problem(self) -> dict[str, Any]:
        """The error as an RFC 9457 problem+json object."""
        problem: dict[str, Any] = {
            "type": f"urn:muster:error:{self.code}",
            "title": self.message,
            "status": self.http_status,
            "code": self.code,
        }
        if self.place:
            problem["place"] = self.place
        if self.hint:
            problem["hint"] = self.hint
        return problem


class UsageError(MusterError):
    """The command or call was made wrongly."""

    code = "usage"
    exit_status = 2
    http_status = 400


class BadInput(MusterError):
    """A file or value cannot be used; nothing was stored."""

    code = "bad-input"
    exit_status = 3
    http_status = 422


class BadDate(BadInput):
    """A date is not in the supported subset of EDTF."""

    code = "bad-date"


class BadClaim(BadInput):
    """A claim breaks the vocabulary's rules: unknown predicate, missing end, no citation."""

    code = "bad-claim"


class BadPolicy(BadInput):
    """A policy file cannot be applied."""

    code = "bad-policy"


class NotFound(MusterError):
    """Nothing goes by that id or name."""

    code = "not-found"
    exit_status = 4
    http_status = 404


class NotAllowed(MusterError):
    """This person may not do that: not who they say they are, or without the role."""

    code = "not-allowed"
    exit_status = 3
    http_status = 403


class TooManyTries(NotAllowed):
    """Too many logins failed of late; the hint says how long to wait."""

    code = "too-many-tries"
    http_status = 429


class WrongState(MusterError):
    """The case is not in a state in which that can be done."""

    code = "wrong-state"
    exit_status = 3
    http_status = 409


def brief(text: str, length: int = 80) -> str:
    """The text for a message: quoted, on one line, and cut if it is long."""
    return repr(text if len(text) <= length else f"{text[:length]}…")
