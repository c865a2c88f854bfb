"""The dossier shows all that a decision rests on, to people and never to a browser's script engine."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from muster.policy import Outcome
from muster.reports import dossier, index
from muster.reports.words import OUTCOMES
from tests.reports.samples import ALL, INCOMPLETE, NO_ADVERSE, NOT_CLEARED, all_evidence, decision, evidence

HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}"


def words(page: str) -> str:
    """The page as a reader gets it, runs of white space as one blank."""
    tree = html.fromstring(page)
    etree.strip_elements(tree, "style", "desc", with_tail=False)
    return " ".join(tree.text_content().split())


def poisoned(data: Any) -> Any:
    """The data with every text that a source could choose made hostile."""
    if isinstance(data, dict):
        kept = ("finding", "outcome", "stance", "certainty", "relation", "role")
        return {key: value if key in kept else poisoned(value) for key, value in data.items()}
    if isinstance(data, list):
        return [poisoned(one) for one in data]
    return f"{data}{HOSTILE}" if isinstance(data, str) else data


@pytest.mark.parametrize("sample", ALL, ids=lambda one: one["outcome"])
def test_every_evidence_shows_speaker_source_stance_place_and_time(sample: Any) -> None:
    page = words(dossier(sample))
    for one in all_evidence(sample):
        for shown in (one["text"], one["speaker"], one["source"], one["when"], one["note"], *one["via"]):
            assert " ".join(shown.split()) in page
    tree = html.fromstring(dossier(sample))
    for exhibit in tree.xpath("//article[contains(@class, 'exhibit')]"):
        labels = [label.text for label in exhibit.findall("dl/dt")]
        assert labels[:4] == ["Stance", "Speaker", "Source", "Certainty"]
        assert all(value.text_content().strip() for value in exhibit.findall("dl/dd"))


def test_the_denial_stands_beside_the_finding() -> None:
    tree = html.fromstring(dossier(NOT_CLEARED))
    against = tree.xpath("//section[h4='Evidence against']//article[contains(., 'it is denied that')]")
    assert len(against) == 1
    text = " ".join(against[0].text_content().split())
    assert "Denied" in text
    assert "Asa'ib Ahl al-Haq, as reported by Breitbart News" in text
    assert "characters 6416 to 6503" in text
    assert "contested: see E4" in words(dossier(NOT_CLEARED))
    sides = tree.xpath("//article[@class='contradiction']//section/h4/text()")
    assert sides == ["Put forward", "Denied"]


def test_leads_and_context_are_apart_from_evidence() -> None:
    tree = html.fromstring(dossier(NOT_CLEARED))
    leads = tree.xpath("//section[@class='apart'][contains(h4, 'Leads')]")
    assert len(leads) == 1
    assert "it is alleged that" in leads[0].text_content()
    weighed = tree.xpath("//div[@class='sides']//article")
    assert not [one for one in weighed if "it is alleged that" in one.text_content()]
    assert not [one for one in weighed if "pending" in one.text_content()]


def test_the_order_is_that_of_a_memorandum() -> None:
    headings = html.fromstring(dossier(NOT_CLEARED)).xpath("//h2/text()")
    assert headings == [
        "What was asked",
        "Outcome",
        "Reasons",
        "Whom it concerns",
        "Clause by clause",
        "Contradictions",
        "Gaps",
        "Coverage",
        "Digests",
        "Words used",
        "Signatures",
    ]


def test_no_adverse_information_is_never_called_a_clearance() -> None:
    page = words(dossier(NO_ADVERSE))
    assert "No adverse information found in what was searched. This is not a clearance." in page
    assert not re.search(r"\bapproved\b|\bis cleared\b|\bcleared\b", page, re.IGNORECASE)


def test_name_hits_and_what_was_set_aside_are_shown() -> None:
    page = words(dossier(NOT_CLEARED))
    for shown in ("عصائب أخرى", "0.81", "hak → haq", "written as if to evade a search", "only the letters agree"):
        assert shown in page
    assert "known from the register, not named in the request" in page
    assert "not identified in the register: no particular unit is named" in words(dossier(INCOMPLETE))


def test_what_the_answer_rests_on_is_named() -> None:
    page = words(dossier(NOT_CLEARED))
    for shown in ("OFAC Specially Designated Nationals", "13 November 2018", "abcdef012345…", "1" * 64):
        assert shown in page
    assert "wording: unverified" in page
    assert "Muster advises; people decide." in page
    assert "No list was searched." in words(dossier(INCOMPLETE))


@pytest.mark.parametrize("sample", ALL, ids=lambda one: one["outcome"])
def test_hostile_text_stays_text(sample: Any) -> None:
    page = dossier(poisoned(sample)) + index([poisoned(sample)], HOSTILE, {})
    assert "<script" not in page
    assert "alert(1)" in page
    assert "{{ 7*7 }}" in page
    for tree in html.fromstring(f"<div>{page}</div>").iter(etree.Element):
        assert tree.tag != "script"
        assert not [name for name in tree.attrib if name.startswith("on")]


def test_a_name_cannot_reverse_the_text_around_it() -> None:
    sample = decision("refer", "Unit \u202egnp.exe\u0007")
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u0007]", dossier(sample))


def test_the_page_is_complete_in_itself() -> None:
    page = dossier(NOT_CLEARED)
    assert "default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:" in page
    tree = html.fromstring(page)
    assert not tree.xpath("//script | //link | //img | //iframe | //object")
    assert all(address.startswith("#") for address in tree.xpath("//@href"))
    assert not tree.xpath("//@src")
    assert "url(" not in page
    assert tree.get("lang") == "en"


@pytest.mark.parametrize("sample", ALL, ids=lambda one: one["outcome"])
def test_ids_are_unique_and_links_lead_somewhere(sample: Any) -> None:
    tree = html.fromstring(dossier(sample))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {address[1:] for address in tree.xpath("//@href")} <= set(ids)


@pytest.mark.parametrize("sample", ALL, ids=lambda one: one["outcome"])
def test_same_decision_same_bytes_and_the_decision_is_left_alone(sample: Any) -> None:
    before = copy.deepcopy(sample)
    turned = dict(reversed(sample.items()))
    assert dossier(sample) == dossier(copy.deepcopy(sample)) == dossier(turned)
    assert sample == before


def test_a_decision_of_nothing_still_makes_a_page() -> None:
    assert "No reasons are recorded." in words(dossier(decision("refer", "")))
    assert "no unit named" in words(dossier({}))


def test_every_outcome_has_its_sentence() -> None:
    assert list(OUTCOMES) == [one.value for one in Outcome]


@settings(max_examples=40, deadline=None)
@given(st.text(), st.text(), st.text())
def test_any_text_makes_a_page(unit: str, text: str, speaker: str) -> None:
    claim = evidence(text, text, speaker=speaker, citation={"quote": unit})
    sample = decision("refer", unit, contradictions=[{"about": text, "claims": [claim]}])
    page = dossier(sample)
    page.encode()
    assert html.fromstring(page).xpath("count(//article[@class='exhibit'])") == 1


def test_index_counts_and_links() -> None:
    links = {one["decision"]: f"{place}.html" for place, one in enumerate(ALL)}
    links[INCOMPLETE["decision"]] = "javascript:alert(1)"
    page = index(ALL, "Roster of the test", links)
    shown = words(page)
    assert "1 Not cleared" in shown
    assert "0 Exception applied" in shown
    assert html.fromstring(page).xpath("//tbody//a/@href") == ["0.html", "1.html"]
    assert "javascript" not in page
    for one in ALL:
        assert one["request"]["unit"] in shown
        assert one["reasons"][0] in shown
    assert "Qais al-Khazali" in shown
    assert "The roster holds no request." in words(index([], "Empty", {}))
