"""Names of people, organisations, units and countries: fold, index, search, explain.

Knows nothing of the register. Loading this package loads no search code: `NameIndex` brings numpy in when an index
is first built, and numba when a large one is.
"""

from muster.names.countries import country_code, country_name
from muster.names.fold import Folded, fold
from muster.names.screen import EQUAL, IndexedName, NameHit, NameIndex, TokenPair
from muster.names.scripts import script_of
from muster.names.units import nobody, nothing, vagueness

__all__ = [
    "EQUAL",
    "Folded",
    "IndexedName",
    "NameHit",
    "NameIndex",
    "TokenPair",
    "country_code",
    "country_name",
    "fold",
    "nobody",
    "nothing",
    "script_of",
    "vagueness",
]
