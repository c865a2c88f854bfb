"""Folding: one spelling for the ways a name can be typed, with what was done kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.names import fold, script_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Asa'ib Ahl al-Haq", "asaib ahl al haq"),
        ("ʿUbayd Allāh", "ubayd allah"),
        ("Łódź Straße", "lodz strasse"),
        ("O’Brien, Seán", "obrien sean"),
        ("ACME CO., L.L.C.", "acme co llc"),
        ("J.R. Smith", "j r smith"),
        ("Щукин Андрій", "shchukin andriy"),
        ("习近平", "xi jin ping"),
    ],
)
def test_spellings_fold_to_plain_words(text: str, folded: str) -> None:
    assert fold(text).text == folded


@pytest.mark.parametrize(
    ("one", "two"),
    [("علي", "علی"), ("كتائب", "کتائب"), ("فاطمة", "فاطمه"), ("أحمد", "احمد"), ("محـــمد", "محمد"), ("مُحَمَّد", "محمد")],
)
def test_arabic_letter_forms_fold_together(one: str, two: str) -> None:
    assert fold(one).tokens == fold(two).tokens


def test_the_glued_article_is_a_word_of_its_own() -> None:
    assert fold("نور الدين").tokens == ("nur", "al", "din")
    assert fold("حزب الله").tokens == ("hizb", "allah")
    assert fold("الزرنوف").tokens == ("al", "zrnwf")


@pytest.mark.parametrize(
    ("text", "folded", "rewrite"),
    [
        ("Ivаn Pеtrov", "ivan petrov", "look-alike letters"),
        ("m0hammed", "mohammed", "digits for letters"),
        ("h@mas", "hamas", "digits for letters"),
        ("S M I T H", "smith", "spaced letters joined"),
        ("J O H N  S M I T H", "john smith", "spaced letters joined"),
        ("Zi\u200bna", "zina", "invisible characters inside a word"),
        ("𝓜ath", "math", "styled letters"),
    ],
)
def test_tricks_are_undone_and_flagged(text: str, folded: str, rewrite: str) -> None:
    result = fold(text)
    assert result.text == folded
    assert rewrite in result.rewrites
    assert result.evasion


@pytest.mark.parametrize(
    "text", ["\u202bعلي\u202c", "Ｆｕｌｌ", "C4ISR", "2nd ISOF", "A. B. Smith", "Иванов Иван", "IRGC"]
)
def test_honest_spellings_are_no_evasion(text: str) -> None:
    assert not fold(text).evasion


def test_a_plain_name_needs_no_rewrite() -> None:
    assert fold("Plain Name").rewrites == ()


def test_a_long_text_is_cut_and_says_so() -> None:
    result = fold("a b " * 10_000)
    assert len(result.text) <= 1000
    assert any("cut" in rewrite for rewrite in result.rewrites)


@given(st.text(max_size=80))
def test_folding_again_changes_nothing(text: str) -> None:
    once = fold(text)
    assert fold(once.text).tokens == once.tokens


@given(st.text(alphabet="ab .'-1 0$@", max_size=30))
def test_folding_again_changes_nothing_on_awkward_punctuation(text: str) -> None:
    once = fold(text)
    assert fold(once.text).tokens == once.tokens


@given(st.text(max_size=80))
def test_tokens_are_lower_case_ascii_words(text: str) -> None:
    for token in fold(text).tokens:
        assert token.isascii()
        assert token.isalnum()
        assert token == token.lower()


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Smith", "Latn"),
        ("علي", "Arab"),
        ("Иванов (Ivan)", "Cyrl"),
        ("习近平", "Hani"),
        ("백승호", "Hang"),
        ("משה", "Hebr"),
        ("12", ""),
    ],
)
def test_script_is_that_of_most_letters(text: str, script: str) -> None:
    assert script_of(text) == script
