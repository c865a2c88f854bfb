"""Reading articles and reports: they propose claims, a person accepts them. See docs/reading.md.

`read_document` and `propose` read; `keep`, `queue`, `accept`, `reject` and `unsure` are the way into the register. The
frames behind `propose` are loaded when it is first asked for: who only looks at the queue does not wait for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from muster.reading.documents import Document, read_document
from muster.reading.names import names_of
from muster.reading.proposals import End, Findings, Proposal
from muster.reading.queue import Queued, accept, keep, one, queue, reject, statistics, unsure

if TYPE_CHECKING:
    from muster.reading.proposing import propose

__all__ = [
    "Document",
    "End",
    "Findings",
    "Proposal",
    "Queued",
    "accept",
    "keep",
    "names_of",
    "one",
    "propose",
    "queue",
    "read_document",
    "reject",
    "statistics",
    "unsure",
]


def __getattr__(name: str) -> Any:
    if name == "propose":
        from muster.reading.proposing import propose

        return propose
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
