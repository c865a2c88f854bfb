"""Check digits of identifiers, by python-stdnum: a number that fails is kept as the list gives it, and said to fail.

Lists contain typing errors, and a wrong number that is taken for right joins two strangers. Only kinds whose rule is
certain from the name of the kind are checked; of all others nothing is said.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import Any

_MODULES = {
    "IMO number": "imo",
    "INN": "ru.inn",
    "OGRN": "ru.ogrn",
    "LEI": "lei",
    "SWIFT/BIC": "bic",
    "ISIN": "isin",
    "USCC": "cn.uscc",
    "UNP": "by.unp",
}
_LENGTHS = {"INN": (10, 12), "OGRN": (13, 15)}


@cache
def _module(name: str) -> Any:
    return import_module(f"stdnum.{name}")


def flaw(kind: str, number: str) -> str:
    """What is wrong with a number of that kind, for a note; empty if nothing is, or if it cannot be told."""
    name = _MODULES.get(kind)
    # Other states call their tax numbers INN too, and their company numbers OGRN; only Russia's have these lengths
    elsewhere = kind in _LENGTHS and len(re.sub(r"\D", "", number)) not in _LENGTHS[kind]
    if not name or elsewhere or _module(name).is_valid(number):
        return ""
    return f"not a valid {kind}: its length or check digit is wrong"
