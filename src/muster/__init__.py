"""Muster: does this unit pass muster? A sourced register, screening, links through time, and policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from muster.claims import Citation, Claim, Source, Stance
    from muster.errors import MusterError
    from muster.register import Register
    from muster.snapshot import Snapshot
    from muster.vetting import Decision, Request, vet

_WHERE = {
    "Citation": "muster.claims",
    "Claim": "muster.claims",
    "Decision": "muster.vetting",
    "MusterError": "muster.errors",
    "Register": "muster.register",
    "Request": "muster.vetting",
    "Snapshot": "muster.snapshot",
    "Source": "muster.claims",
    "Stance": "muster.claims",
    "vet": "muster.vetting",
}

__all__ = [
    "Citation",
    "Claim",
    "Decision",
    "MusterError",
    "Register",
    "Request",
    "Snapshot",
    "Source",
    "Stance",
    "__version__",
    "vet",
]


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        from importlib import import_module

        return getattr(import_module(_WHERE[name]), name)
    raise AttributeError(f"module 'muster' has no attribute {name!r}")
