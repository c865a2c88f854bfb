"""Check digits of the numbers that lists give: a slip in one of them must not join two parties.

A number that fails is kept as the list gives it, with a note; a kind without a check digit is never at fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable


def fault_in(kind: str, number: str) -> str:
    """Why a number cannot be right for its kind (`IMO number`, `ISIN`, `LEI`, `SWIFT/BIC`); empty if nothing is wrong.

    >>> fault_in("IMO number", "9074729"), fault_in("IMO number", "9074720"), fault_in("Passport", "9074720")
    ('', 'the check digit does not fit', '')
    """
    check = _CHECKS.get(kind)
    return check(re.sub(r"[\s-]", "", number).upper()) if check else ""


_UNFIT = "the check digit does not fit"


def _imo(number: str) -> str:
    """IMO ship identification number (resolution A.1117(30)): the first six digits weighted 7 to 2."""
    digits = number.removeprefix("IMO")
    if not re.fullmatch(r"[0-9]{7}", digits):
        return "not seven digits"
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(7, 1, -1), strict=False))
    return "" if total % 10 == int(digits[6]) else _UNFIT


def _isin(number: str) -> str:
    """ISO 6166: letters as numbers, then the Luhn sum of the digits."""
    if not re.fullmatch(r"[A-Z]{2}[A-Z0-9]{9}[0-9]", number):
        return "not two letters, nine signs and a digit"
    digits = "".join(str(int(sign, 36)) for sign in number)
    total = sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(reversed(digits)))
    return "" if total % 10 == 0 else _UNFIT


def _lei(number: str) -> str:
    """ISO 17442: 18 signs and two check digits, modulo 97 (ISO/IEC 7064)."""
    if not re.fullmatch(r"[A-Z0-9]{18}[0-9]{2}", number):
        return "not 18 signs and two digits"
    return "" if int("".join(str(int(sign, 36)) for sign in number)) % 97 == 1 else _UNFIT


def _bic(number: str) -> str:
    """ISO 9362: four letters or digits, a country, a place and, in the long form, a branch. It has no check digit."""
    return "" if re.fullmatch(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", number) else "not of the form of a BIC"


_CHECKS: dict[str, Callable[[str], str]] = {
    "IMO number": _imo,
    "ISIN": _isin,
    "LEI": _lei,
    "SWIFT/BIC": _bic,
}
