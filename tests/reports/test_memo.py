"""The memo holds the dossier's content as text that is safe and fits a terminal."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.reports import memo
from muster.reports.text import columns, long_date, moment, wrap
from tests.reports.samples import ALL, NO_ADVERSE, NOT_CLEARED, all_evidence, decision, evidence


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("sample", ALL, ids=lambda one: one["outcome"])
def test_the_memo_shows_what_the_dossier_shows(sample: Any) -> None:
    text = words(memo(sample))
    for one in all_evidence(sample):
        for shown in (one["text"], one["speaker"], one["source"], one["certainty"], one["note"], *one["via"]):
            assert shown in text
    for clause in sample["clauses"]:
        for shown in (clause["question"], clause["says"], clause["cites"], *clause["missing"]):
            assert shown in text
    for shown in (*sample["reasons"], *sample["gaps"], sample["decision"], sample["digests"]["engine"]):
        assert shown in text
    assert memo(sample) == memo(sample)


def test_the_memo_names_denial_path_and_lead() -> None:
    text = words(memo(NOT_CLEARED))
    assert "DENIED by Asa'ib Ahl al-Haq, as reported by Breitbart News" in text
    assert "Government of Iran supports Asa'ib Ahl al-Haq (presumed; since 2017;" in text
    assert "[E3]; CONTESTED: see E4" in text
    assert "Lead, which settles nothing: path 1" in text


def test_no_adverse_information_is_never_called_a_clearance() -> None:
    text = words(memo(NO_ADVERSE))
    assert "This is not a clearance." in text
    assert not re.search(r"\bapproved\b|\bcleared\b", text, re.IGNORECASE)


@settings(max_examples=60, deadline=None)
@given(st.text(), st.text(alphabet=st.characters(categories=["L", "M", "Zs", "Cc"])))
def test_any_text_is_safe_and_fits(name: str, text: str) -> None:
    claim = evidence("c", f"{text} \x1b[2J {name}", speaker=name)
    shown = memo(decision("refer", name, gaps=[text], contradictions=[{"about": name, "claims": [claim]}]))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", shown)
    assert all(columns(line) <= 100 for line in shown.splitlines())


@given(st.text(), st.integers(min_value=2, max_value=40))
def test_wrapping_keeps_every_letter_and_the_limit(text: str, limit: int) -> None:
    lines = wrap(text, limit)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(columns(line) <= limit for line in lines)


def test_dates_for_people() -> None:
    assert long_date("2018-11-28") == "28 November 2018"
    assert long_date("2018-11") == "2018-11"
    assert moment("2018-11-29T09:00:00.000000+00:00") == "29 November 2018, 09:00:00 UTC"
    assert moment("2018-11-29T09:00:00.000012Z") == "29 November 2018, 09:00:00.000012 UTC"
