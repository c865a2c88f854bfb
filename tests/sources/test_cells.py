"""Cells with several values: dates in words, enumerations, countries, names in brackets, check digits."""

from __future__ import annotations

import string

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from muster.dates import parse_date
from muster.sources import name_cells
from muster.sources.cells import countries, items
from muster.sources.eu_journal_numbers import numbers
from muster.sources.name_cells import aliases, variants
from muster.sources.number_checks import flaw
from muster.sources.un_names import script_of
from muster.sources.worded_dates import read_dates


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1970-04-09", ["1970-04-09"]),
        ("1954", ["1954"]),
        ("1970-04", ["1970-04"]),
        ("18.1.1970 or 29.3.1965", ["1970-01-18", "1965-03-29"]),
        ("5 April 1979; 12 Apr 1978", ["1979-04-05", "1978-04-12"]),
        ("8 Oct.1970", ["1970-10-08"]),
        ("April 5, 1979", ["1979-04-05"]),
        ("a) 03/1965; b) 04/1965", ["1965-03", "1965-04"]),
        ("(a) 19.4.1982, (b) circa 1981", ["1982-04-19", "1981~"]),
        ("Between 1962 and 1965 (Approximately)", ["[1962..1965]"]),
        ("1958 - 1963 (approximative)", ["[1958..1963]"]),
        ("a) Approximately 1955- 1958 b) Approximately 1945-1950", ["[1955..1958]", "[1945..1950]"]),
        ("Circa 1946 or 1949", ["1946~", "1949~"]),
        ("approximately 1977/1978", ["1977~", "1978~"]),
        ("before 1964", ["[..1964]"]),
        ("(probably) 1944", ["1944?"]),
        ("14 Mar 1974 >> 13 Apr 1974", ["1974-03-14", "1974-04-13"]),
        ("born in the early 1970s", ["197X"]),
        ("na", []),
        ("", []),
    ],
)
def test_dates_in_words(text: str, found: list[str]) -> None:
    read = read_dates(text)
    assert [value for value, _ in read.found] == found
    assert not read.rest


@pytest.mark.parametrize("text", ["24/06/1402 (Hijri Calendar)", "10 October (year unknown)", "31.2.1970", "10/061962"])
def test_what_is_no_date_stays_text(text: str) -> None:
    assert read_dates(text).found == ()
    assert "".join(read_dates(text).rest).replace(" ", "") == text.replace(" ", "")


def test_words_beside_a_date_are_its_note() -> None:
    read = read_dates("15 May 1968 (as Yasir Hillman) 1970 (as Ali)")
    assert read.found == (("1968-05-15", "(as Yasir Hillman)"), ("1970", "(as Ali)"))


@examples(st.text(alphabet=string.digits + "./- abcdjunety()~;\n", max_size=60))
def test_any_text_gives_dates_that_are_dates(text: str) -> None:
    for value, _ in read_dates(text).found:
        parse_date(value)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("one; two", ["one", "two"]),
        ('"(a) one; (b) two"; three', ["one", "two", "three"]),
        ("a) one b) two", ["one", "two"]),
        ("a) one; b) two; c) three", ["one", "two", "three"]),
        ("(a) one, (b) two; (c) three", ["one", "two", "three"]),
        ("one; b) two; three; c) four", ["one", "two", "three", "four"]),
        ("one (old) b) two (new)", ["one (old)", "two (new)"]),
        ("a) Mill; Hill b) Rill", ["Mill; Hill", "Rill"]),
        ("a) Hall (C), Mill; b) Hall (D), Hill", ["Hall (C), Mill", "Hall (D), Hill"]),
        ("a) Shop 1: i) Mill, ii) Hill; b) Rill", ["Shop 1: i) Mill, ii) Hill", "Rill"]),
        ("a) Mill b) b) Hill", ["Mill", "Hill"]),
        ("; ".join(f"{letter}) {letter}{letter}" for letter in "abcdefghij"), [2 * letter for letter in "abcdefghij"]),
        ("one (a); two", ["one (a)", "two"]),
        ("Hall (B), Mill; Hall (C), Hill", ["Hall (B), Mill", "Hall (C), Hill"]),
        ('"(a) one; (b) two"; Mill (N) Hill', ["one", "two", "Mill (N) Hill"]),
        ("", []),
    ],
)
def test_items_of_a_cell(text: str, found: list[str]) -> None:
    assert items(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Moldovan, Russian and Ukrainian", ["Moldovan", "Russian", "Ukrainian"]),
        ("(a) Malaysia, (b) Indonesia", ["Malaysia", "Indonesia"]),
        ("Bosnia and Herzegovina", ["Bosnia and Herzegovina"]),
        ("Myanmar/Burma", ["Myanmar/Burma"]),
        ("Korea, North", ["Korea, North"]),
    ],
)
def test_countries_of_a_cell(text: str, found: list[str]) -> None:
    assert [country for country, _ in countries(text)] == found


def test_a_country_keeps_what_is_said_of_it() -> None:
    assert countries("Ukrainian, Russian (not recognised)") == [
        ("Ukrainian", "not recognised"),
        ("Russian", "not recognised"),
    ]
    assert countries("Syrian. Passport No 1 (Syrian)") == [("Syrian", "Passport No 1 (Syrian)")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Russian: Иван; Belarusian: Іван", [("Иван", "", "ru"), ("Іван", "", "be")]),
        ("Mill Front (formerly listed as)", [("Mill Front", "former", "")]),
        ("Общество «Абв» (ООО «Абв»)", [("Общество «Абв»", "", ""), ("ООО «Абв»", "", "")]),
        ("ADF (ALLIED DEMOCRATIC FORCES)", [("ADF", "acronym", ""), ("ALLIED DEMOCRATIC FORCES", "", "")]),
        ("Ivan HILL / Іван ХІЛЛ", [("Ivan HILL", "", ""), ("Іван ХІЛЛ", "", "")]),
        ("AO ‘Мельница’", [("AO ‘Мельница’", "", "")]),
        (
            "Mill Plant (also known as A Mill and B Mill)",
            [("Mill Plant", "", ""), ("A Mill", "", ""), ("B Mill", "", "")],
        ),
    ],
)
def test_names_of_a_cell(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(one.text, one.kind, one.lang) for one in aliases(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Адам ХИЛЛ) (a.k.a. Adam HILLMAN, Adam MILLMAN", ["Адам ХИЛЛ", "Adam HILLMAN", "Adam MILLMAN"]),
        ("Adam HILL (a.k.a. Adam HILLMAN) Адам ХИЛЛ", ["Adam HILL", "Adam HILLMAN", "Адам ХИЛЛ"]),
        ("Mill Institute a.k.a. Institute of Mills", ["Mill Institute", "Institute of Mills"]),
        ("Adam HILL known as ‘The Old Mill’", ["Adam HILL", "‘The Old Mill’"]),
        ("One Mill; and Two Mills; also Three Mills", ["One Mill", "Two Mills", "Three Mills"]),
        ("Mill Works (formerly Hill Works)", ["Mill Works", "Hill Works"]),
        ("Mill Agency (a.k.a. Mill Office) of Northland", ["Mill Agency (a.k.a. Mill Office) of Northland"]),
        ("Hilla (Russian spelling: Хилла) or Milla (Russian spelling: Милла)", ["Hilla", "Хилла", "Milla", "Милла"]),
        ("AO Мельница", ["AO Мельница"]),
        ("Мельница OOO", ["Мельница OOO"]),
        ("Mill Bank (JSC)", ["Mill Bank (JSC)"]),
        ("Public Joint Stock Company (PJSC) Mill", ["Public Joint Stock Company (PJSC) Mill"]),
        ("Mill Plant (also known as Hill Plant, JSC)", ["Mill Plant", "Hill Plant, JSC"]),
        ("Mill Plant (also known as Plant of Hill and Mill", ["Mill Plant", "Plant of Hill and Mill"]),
        ("Адам Хилл and Адам Хиллман", ["Адам Хилл", "Адам Хиллман"]),
        ('АО "Мельница" and "Завод" Хилл', ['АО "Мельница"', '"Завод" Хилл']),
        ("Hill and Mill Адам", ["Hill and Mill", "Адам"]),
        ('Общество "Мельница"/ ООО "Мель"', ['Общество "Мельница"', 'ООО "Мель"']),
        ("Адам Петрович ХИЛЛ/Одам Петрович ХIЛЛ", ["Адам Петрович ХИЛЛ/Одам Петрович ХIЛЛ"]),
        ("Адам Петрович ХИЛЛ/Адам Петрiвич ХIЛЛ", ["Адам Петрович ХИЛЛ", "Адам Петрiвич ХIЛЛ"]),
        ("Adam Peter HILL/Odam Peter HILL", ["Adam Peter HILL", "Odam Peter HILL"]),
        ("Mill foundation/مؤسسة طاحونة", ["Mill foundation", "مؤسسة طاحونة"]),
        ("Адам Петрович ХИЛЛ/ХИЛЬ", ["Адам Петрович ХИЛЛ/ХИЛЬ"]),
        ("Mill Front/Northern Army", ["Mill Front/Northern Army"]),
        ("Mill People’s Party/Front", ["Mill People’s Party/Front"]),
        ("MFN/P", ["MFN/P"]),
        ("Adam HILL/", ["Adam HILL"]),
        ("Адам ХИЛЛ)", ["Адам ХИЛЛ"]),
        ("Мельница (‘Ветер’", ["Мельница (‘Ветер’)"]),
        ("Mill Works (ЧВК Мельница; Мель", ["Mill Works", "ЧВК Мельница", "Мель"]),
    ],
)
def test_names_that_a_word_a_slash_or_a_bracket_joins(text: str, found: list[str]) -> None:
    assert [one.text for one in aliases(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("born Ada HILL", [("Ada HILL", "former", "born")]),
        ("Ada MILL (born HILL)", [("Ada MILL", "", ""), ("HILL", "former", "born")]),
        ("Ада МИЛЛ - born ХИЛЛ", [("Ада МИЛЛ", "", ""), ("ХИЛЛ", "former", "born")]),
        ("Adam HILL (as previously listed)", [("Adam HILL", "former", "")]),
        ("f.k.a.: Hill Works", [("Hill Works", "former", "")]),
        ("Mill Works (formerly known as Hill Works)", [("Mill Works", "", ""), ("Hill Works", "former", "")]),
        ("Adam HILL a.k.a. Odam", [("Adam HILL", "", ""), ("Odam", "", "")]),
        ("Northern Mill Front a.k.a. NMF", [("Northern Mill Front", "", ""), ("NMF", "acronym", "")]),
    ],
)
def test_what_a_label_says_of_a_name(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(one.text, one.kind, one.note) for one in aliases(text)] == found


def test_a_language_in_brackets_is_not_that_of_what_follows_them() -> None:
    found = aliases("Hilla (Russian spelling: Хилла) or Milla (Russian spelling: Милла)")
    assert [one.lang for one in found] == ["", "ru", "", "ru"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Adam (a.k.a. Odam) HILL a.k.a. Hilman)", ("Adam HILL a.k.a. Hilman)", ["Odam HILL"])),
        ("Ada (Adah) MILL (born HILL (HIL))", ("Ada MILL (born HILL (HIL))", ["Adah MILL"])),
        ("Shafiq (a.k.a. Shafik) MASA (a.k.a. Masah)", ("Shafiq MASA", ["Shafik MASA", "Shafiq Masah"])),
        ("ARAGHI (ERAGHI) Adam", ("ARAGHI Adam", ["ERAGHI Adam"])),
        ("Adam HILL (Minister of Mills)", ("Adam HILL (Minister of Mills)", [])),
        ("Adam HILL (born MILL)", ("Adam HILL (born MILL)", [])),
    ],
)
def test_words_given_twice_in_a_name(text: str, found: tuple[str, list[str]]) -> None:
    assert variants(text) == found


MARKS = "\u0301\u200c  \"'‘’“”„«»,.&–-"
WORDS = (
    "ООО",
    "АО",
    "JSC",
    "as",
    "and",
    "also",
    "aka",
    "a.k.a.",
    "f.k.a.",
    "known as ‘",
    "AO",
    "known as",
    "previously listed as",
    "former",
    "Co.",
    "born",
    "or",
    "/",
)
NAMES = st.one_of(
    [
        st.lists(st.one_of(st.text(letters, min_size=1, max_size=5), st.text(MARKS, max_size=2)), max_size=8)
        for letters in ("ABCabcéñạ", "АОПВабвћ", "ابتیک", "אבג", "北京新")
    ]
    + [st.lists(st.one_of(st.sampled_from(WORDS), st.text('abAB «»",', max_size=4)), max_size=6)]
)


@examples(NAMES, st.sampled_from(["", " ", "; ", " / ", " (", ") ", ": "]))
def test_a_name_known_at_sight_is_what_taking_it_apart_gives(parts: list[str], between: str) -> None:
    text = " ".join(between.join(parts).split())
    found = aliases(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(name_cells, "_one_name", lambda text: None)
        slow = name_cells._taken_apart.__wrapped__(text) if text else ()
    apart = (one._replace(text=one.text.rstrip(" ,")) for one in slow)
    assert tuple(one._replace(script="") for one in found) == tuple(dict.fromkeys(apart))
    assert all(one.script in ("", script_of(one.text)) for one in found)


@pytest.mark.parametrize(
    ("kind", "number", "wrong"),
    [
        ("IMO number", "9074729", False),
        ("IMO number", "9074728", True),
        ("INN", "7707083893", False),
        ("INN", "7707083894", True),
        ("INN", "305439019", False),  # an Uzbek one: of another length, and no rule of ours
        ("Passport", "1", False),
    ],
)
def test_check_digits(kind: str, number: str, wrong: bool) -> None:
    assert bool(flaw(kind, number)) is wrong


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "1",
        " ",
        "(",
        "()",
        '"',
        ";",
        "a (",
        "1, ",
        "(a) ",
        "1 or ",
        "Russian: ",
        " / ",
        "a.k.a. (",
        "(a.k.a. b ",
        "(born a",
        "a/b ",
        " and а",
    ],
)
def test_a_cell_of_any_length_comes_back(unit: str) -> None:
    """Quadratic patterns would not end on these: a CSV field may hold 131,072 characters."""
    cell = (unit * 131_072)[:131_072]
    aliases(cell)
    aliases(cell[:4000])
    variants(cell)
    countries(cell)
    items(f"a) {cell} b) {cell}")
    read_dates(cell)
    list(numbers({"registrationNumber": cell, "passportNumber": f"1{cell}2"}))
