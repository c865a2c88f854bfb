"""Evidence beyond the name: facts are read as they are written, and weigh the same from either side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.names.births import read_births
from muster.names.evidence import NAME_ALONE, Piece, Verdict, combined, compare, weights
from muster.names.known import Known, identifier, known

DATES = ("1970", "1970-03", "1970-03-04", "1970-01-01", "1971-03-04", "1974~", "[1968..1972]", "1990-12-31", "196X")
NUMBERS = (("Passport", "A1234567"), ("National ID No.", "A1234567"), ("", "A1234567"), ("Passport", "12345"),
           ("Vessel Registration Identification IMO", "IMO 9187629"), ("imoNumber", "9187630"))  # fmt: skip
COUNTRIES = ("Iraq", "iq", "Syria", "Ruritania")
SCHEMAS = ("Person", "Organization", "unit", "Vessel", "LegalEntity", "")


def some(values: tuple[Any, ...]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), max_size=3, unique=True)


PARTIES = st.builds(
    known,
    births=some(DATES),
    birth_places=some(("Baghdad, Iraq", "Basra", "Tikrit district, Iraq")),
    countries=some(COUNTRIES),
    genders=some(("male", "F", "unknown")),
    identifiers=some(NUMBERS),
    schema=st.sampled_from(SCHEMAS),
)
NAMES = st.floats(0, 1)


def level(left: Known, right: Known, field: str) -> Piece:
    return next(piece for piece in compare(left, right) if piece.field == field)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("19 Jun 1951", ["1951-06-19"]),
        ("29/05/1966", ["1966-05-29"]),
        ("22.12.1971", ["1971-12-22"]),
        ("00/00/1963", ["1963"]),
        ("00/05/1963", ["1963-05"]),
        ("01/1964", ["1964-01"]),
        ("Jan. 1964", ["1964-01"]),
        ("Sept 3, 1964", ["1964-09-03"]),
        ("circa 1972", ["1972~"]),
        ("Approximately 1963-1968", ["[1963..1968]"]),
        ("Between 1960 and 1964", ["[1960..1964]"]),
        ("12 Aug 1965 to 13 Aug 1970", ["[1965-08-12..1970-08-13]"]),
        ("1966 or 1967", ["1966", "1967"]),
        ("(a) 22.12.1971, (b) 3.4.1972", ["1971-12-22", "1972-04-03"]),
        ("06/09/1965; alt DOB: 05/02/1960", ["1965-09-06", "1960-02-05"]),
        ("1974~", ["1974~"]),
        ("31/02/1970", ["1970"]),
        ("24/06/1402 (Hijri Calendar)", []),
        ("Sep-99", []),
        ("Approximately (30-35 years old)", []),
        ("", []),
    ],
)
def test_dates_of_birth_as_lists_write_them(text: str, dates: list[str]) -> None:
    assert [one.text for one in read_births(text)] == dates


@given(st.text())
def test_no_text_is_too_odd_for_the_readers(text: str) -> None:
    for one in read_births(text):
        assert one.earliest or one.latest
    found = known(
        births=[text], birth_places=[text], countries=[text], genders=[text], identifiers=[(text, text)], schema=text
    )
    assert compare(found, found) is not None


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("Numéro de passeport", "a 12-345", ("passport", "a12345")),
        ("passportNumber", "A12345 (Iran)", ("passport", "a12345")),
        ("National ID No.", "١٢٣٤٥٦", ("national number", "123456")),
        ("", "IMO 9187629", ("imo", "9187629")),
        ("innCode", "7707083893", ("inn", "7707083893")),
        ("SWIFT/BIC", "ABCDEFGHXXX", ("bic", "abcdefgh")),
        ("whatever", "A12345", ("", "a12345")),
    ],
)
def test_numbers_have_one_form(kind: str, text: str, expected: tuple[str, str]) -> None:
    found = identifier(kind, text)
    assert found
    assert (found.kind, found.number) == expected


@given(PARTIES, PARTIES)
def test_evidence_is_the_same_from_either_side(left: Known, right: Known) -> None:
    here, there = compare(left, right), compare(right, left)
    assert [(one.field, one.left, one.right, one.verdict, one.weight) for one in here] == [
        (one.field, one.right, one.left, one.verdict, one.weight) for one in there
    ]


@given(PARTIES)
def test_a_party_agrees_with_itself(party: Known) -> None:
    assert not [piece for piece in compare(party, party) if piece.verdict is Verdict.DISAGREES]
    assert all(piece.weight >= 0 for piece in compare(party, party))


@given(PARTIES, PARTIES, NAMES)
def test_agreeing_raises_disagreeing_lowers_and_nothing_is_certain(left: Known, right: Known, name: float) -> None:
    pieces = compare(left, right)
    for piece in pieces:
        rest = combined(name, [one for one in pieces if one is not piece])
        every = combined(name, pieces)
        if piece.verdict is Verdict.AGREES:
            assert every >= rest
            assert piece.weight > 0
        elif piece.verdict is Verdict.DISAGREES:
            assert every <= rest
            assert piece.weight < 0
        elif piece.verdict is Verdict.UNKNOWN:
            assert every == rest
    assert 0 < combined(name, pieces) < 1


@given(PARTIES, PARTIES, NAMES, NAMES)
def test_a_better_name_never_lowers(left: Known, right: Known, one: float, two: float) -> None:
    pieces = compare(left, right)
    assert combined(min(one, two), pieces) <= combined(max(one, two), pieces)


@given(PARTIES, PARTIES, NAMES)
def test_years_that_conflict_separate_whatever_else_agrees(left: Known, right: Known, name: float) -> None:
    left = replace(left, births=read_births("1951"), identifiers=())
    right = replace(right, births=read_births("1979-04-01"))
    assert combined(name, compare(left, right)) < 0.5


def test_an_equal_passport_outweighs_conflicting_years() -> None:
    passport = [("passport", "A1234567")]
    left, right = known(births=["1951"], identifiers=passport), known(births=["1979"], identifiers=passport)
    assert combined(0.9, compare(left, right)) > 0.9


def test_a_name_alone_is_not_certain_and_counts_as_it_is() -> None:
    assert combined(1.0, []) == pytest.approx(NAME_ALONE)
    assert combined(0.8, []) == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("one", "two", "expected", "verdict"),
    [
        ("1970-03-04", "04/03/1970", "same_day", Verdict.AGREES),
        ("1970-03", "1970-03-04", "same_month", Verdict.AGREES),
        ("1970", "1970-03-04", "same_year", Verdict.AGREES),
        ("1970-01-01", "1970-01-01", "same_year", Verdict.AGREES),  # what registers write for an unknown day
        ("circa 1970", "1970", "may_agree", Verdict.NEAR),
        ("1968 to 1972", "1970", "may_agree", Verdict.NEAR),
        ("1970-03-04", "1970-04-03", "other_day", Verdict.NEAR),
        ("1970-12-31", "1971-01-02", "next_year", Verdict.NEAR),
        ("1970", "1972", "other_years", Verdict.DISAGREES),
        ("circa 1970", "circa 1973", "other_years", Verdict.DISAGREES),
        ("1950 or 1970", "1970", "same_year", Verdict.AGREES),
        ("1967 or 1967-06-09", "1967-03-30", "other_day", Verdict.NEAR),
    ],
)
def test_how_dates_of_birth_stand_to_each_other(one: str, two: str, expected: str, verdict: Verdict) -> None:
    piece = level(known(births=[one]), known(births=[two]), "born")
    assert (piece.level, piece.verdict) == (expected, verdict)


def test_numbers_decide_only_if_they_are_telling_and_of_one_kind() -> None:
    def numbers(one: tuple[str, str], two: tuple[str, str]) -> tuple[str, bool]:
        piece = level(known(identifiers=[one]), known(identifiers=[two]), "identifier")
        return piece.level, piece.decides

    assert numbers(("Passport", "A-1234567"), ("passportNumber", "a1234567")) == ("same", True)
    assert numbers(("", "A1234567"), ("Passport", "A1234567")) == ("same", True)
    assert numbers(("National ID", "A1234567"), ("Passport", "A1234567")) == ("same_unlike", False)
    assert numbers(("Passport", "12345"), ("Passport", "12345")) == ("same_short", False)
    assert numbers(("Passport", "0000000"), ("Passport", "0000000")) == ("same_short", False)
    assert numbers(("IMO", "9187629"), ("IMO", "9187630")) == ("other", False)
    assert numbers(("Passport", "A1234567"), ("Passport", "B7654321")) == ("", False)  # passports are replaced


def test_the_shipped_weights_keep_the_order_of_their_levels() -> None:
    born = [weights()[f"born.{name}"] for name in ("same_day", "same_month", "same_year", "may_agree")]
    assert born == sorted(born, reverse=True)
    assert born[-1] > 0 > weights()["born.other_day"] > weights()["born.next_year"]
