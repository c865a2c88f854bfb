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
    qualifiers_json,
    qualify,
    value_claim,
    via_json,
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
    "qualifiers_json",
    "qualify",
    "value_claim",
    "via_json",
    "vocabulary",
]
