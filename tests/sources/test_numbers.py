"""Check digits, on numbers whose checks are public, and on each of them with one digit changed."""

import pytest

from muster.sources.numbers import fault_in

RIGHT = [
    ("IMO number", "9074729"),
    ("IMO number", "IMO 9176187"),
    ("ISIN", "US0378331005"),
    ("ISIN", "GB0002634946"),
    ("LEI", "213800D1EI4B9WTWWD28"),
    ("SWIFT/BIC", "DEUTDEFF"),
    ("SWIFT/BIC", "DEUTDEFF500"),
    ("Passport", "x"),
]


@pytest.mark.parametrize(("kind", "number"), RIGHT)
def test_right_numbers(kind: str, number: str) -> None:
    assert fault_in(kind, number) == ""


@pytest.mark.parametrize(("kind", "number"), [one for one in RIGHT if one[0] in ("IMO number", "ISIN", "LEI")])
def test_any_changed_digit_is_found(kind: str, number: str) -> None:
    for at, sign in enumerate(number):
        if sign.isdigit():
            wrong = f"{number[:at]}{(int(sign) + 1) % 10}{number[at + 1 :]}"
            assert fault_in(kind, wrong) == "the check digit does not fit", wrong


@pytest.mark.parametrize(
    ("kind", "number"), [("IMO number", "907472"), ("ISIN", "US037833100"), ("LEI", "x"), ("SWIFT/BIC", "DEUT")]
)
def test_numbers_of_another_form(kind: str, number: str) -> None:
    assert fault_in(kind, number)
