"""Reading articles and reports: they propose claims, a person accepts them. See docs/reading.md.

`read_document` and `propose` read; `keep`, `queue`, `accept`, `reject` and `unsure` are the way into the register.
"""

from muster.reading.documents import Document, read_document
from muster.reading.names import names_of
from muster.reading.proposals import End, Findings, Proposal
from muster.reading.propose import propose
from muster.reading.queue import Queued, accept, keep, one, queue, reject, statistics, unsure

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
