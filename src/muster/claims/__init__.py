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
    make_citation,
    make_claim,
    qualify,
    value_claim,
)
from muster.claims.vocabulary import Predicate, check, describe, details, predicate, vocabulary

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
    "details",
    "digest",
    "make_citation",
    "make_claim",
    "predicate",
    "qualify",
    "value_claim",
    "vocabulary",
]
