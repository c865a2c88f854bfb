"""The store of all claims, editions, judgements and decisions, and its as-of views."""

from muster.register.changes import Breaks, Changed, Origin, Span
from muster.register.database import is_database
from muster.register.deliveries import NEVER, Delivered
from muster.register.editions import Edition, Held
from muster.register.evidence import Evidence, certainty_on, evidence
from muster.register.identity import Contradiction, clusters
from muster.register.kept import Standing, Stored
from muster.register.readings import Kept, Review, Waiting
from muster.register.store import Change, Incoming, Register, default_location, uncollected
from muster.register.view import Disagreement, EntityView, Said, caption_of, view

__all__ = [
    "NEVER",
    "Breaks",
    "Change",
    "Changed",
    "Contradiction",
    "Delivered",
    "Disagreement",
    "Edition",
    "EntityView",
    "Evidence",
    "Held",
    "Incoming",
    "Kept",
    "Origin",
    "Register",
    "Review",
    "Said",
    "Span",
    "Standing",
    "Stored",
    "Waiting",
    "caption_of",
    "certainty_on",
    "clusters",
    "default_location",
    "evidence",
    "is_database",
    "uncollected",
    "view",
]
