"""Names of military and police units: parse, compare, index and link. Knows nothing of the register."""

from muster.names.units.compare import Comparison, compare
from muster.names.units.general import nobody, nothing, vagueness
from muster.names.units.hits import another_unit
from muster.names.units.index import UnitIndex, UnitRecord
from muster.names.units.link import RESULTS, Candidate, Context, Linked, Linker
from muster.names.units.model import Cell, UnitName
from muster.names.units.parse import parse, parse_name

__all__ = [
    "RESULTS",
    "Candidate",
    "Cell",
    "Comparison",
    "Context",
    "Linked",
    "Linker",
    "UnitIndex",
    "UnitName",
    "UnitRecord",
    "another_unit",
    "compare",
    "nobody",
    "nothing",
    "parse",
    "parse_name",
    "vagueness",
]
