"""What the register knows, for other programs: entity by entity, so that memory stays small, with what was left out."""

from muster.exports.claims_csv import write_claims
from muster.exports.ftm import KEPT_IN_STATEMENTS, entities
from muster.exports.ftm_files import write_entities, write_statements
from muster.exports.losses import Losses
from muster.exports.sfm import write_sheets

__all__ = [
    "KEPT_IN_STATEMENTS",
    "Losses",
    "entities",
    "write_claims",
    "write_entities",
    "write_sheets",
    "write_statements",
]
