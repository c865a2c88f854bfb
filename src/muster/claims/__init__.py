"""Claims, their citations and stances, and the vocabulary they are written in."""

from muster.claims.model import (
    CITATION_FIELDS,
    Citation,
    Claim,
    Judgement,
    Source,
    Stance,
    canonical,
    digest,
    qualify,
    value_claim,
)
from muster.claims.vocabulary import Predicate, check, describe, predicate, vocabulary

__all__ = [
    "CITATION_FIELDS",
    "Citation",
    "Claim",
    "Judgement",
    "Predicate",
    "Source",
    "Stance",
    "canonical",
    "check",
    "describe",
    "digest",
    "predicate",
    "qualify",
    "value_claim",
    "vocabulary",
]
