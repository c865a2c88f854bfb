"""The figures that reading must reach on the real texts; skipped where these are absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from muster.reading import Findings, names_of, propose, read_document
from muster.reading.brat import read_archive
from muster.reading.brat_scoring import measure_texts
from muster.reading.documents import Document
from muster.reading.scoring import Score, publisher_of, read_gold, score, score_quotations
from muster.register import Register
from tests.conftest import Muster

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def article(data: Path) -> Document:
    path = data / "seed" / "article.txt"
    if not path.exists() or not (data / "extraction" / "gold.jsonl").exists():
        pytest.skip("no article with a list of its claims in MUSTER_DATA")
    return read_document(path, published="2018-11-28")


def measured(data: Path, article: Document, found: Findings) -> Score:
    gold = data / "extraction" / "gold.jsonl"
    result = score(found, read_gold(gold, article.text), publisher_of(gold))
    score_quotations(result, found, gold.with_name("gold_quotations.jsonl"))
    return result


def test_with_the_example_register(data: Path, article: Document, example: Muster) -> None:
    with Register(str(example.register)) as register:
        found = propose(article, names_of(register))
    result = measured(data, article, found)
    figures = result.as_dict()
    assert [figures[name] for name in ("harm_on_wrong_subject", "lost_denials", "raised_stances")] == [0, 0, 0]
    assert figures["strict"]["precision"] >= 0.75
    assert figures["strict"]["recall"] >= 0.80
    assert figures["lenient"]["precision"] >= 0.85
    assert figures["lenient"]["recall"] >= 0.90
    assert result.quotations == [15, 15]
    wings = [one for one in found.proposals if one.kind == "component" and "wings" in one.subject.text]
    assert [len(one.subject.candidates) > 1 for one in wings] == [True]  # which of them is meant stays open


def test_without_a_register(data: Path, article: Document) -> None:
    figures = measured(data, article, propose(article)).as_dict()
    assert [figures[name] for name in ("harm_on_wrong_subject", "lost_denials", "raised_stances")] == [0, 0, 0]
    assert figures["strict"]["recall"] >= 0.55


def test_every_quote_stands_at_its_place(article: Document) -> None:
    for one in propose(article).proposals:
        assert article.text[one.start : one.end] == one.quote


def test_every_date_of_the_article(article: Document) -> None:
    dates = {(one.text.lower(), one.edtf) for one in propose(article).dates}
    assert {
        ("saturday, sept. 8, 2018", "2018-09-08"),
        ("saturday", "2018-09-08"),
        ("weeklong", "[2018-09-01..2018-09-08]"),
        ("november 2016", "2016-11"),
        ("tuesday", "2018-11-27"),
        ("in september", "2018-09"),
        ("this month", "2018-11"),
        ("november 13", "2018-11-13"),
        ("this week", "[2018-11-26..2018-11-28]"),
        ("late 2012", "[2012-09..2012-12]"),
        ("between 2006 and 2011", "2006/2011"),
        ("next month", "2018-12"),
        ("after the 2003 invasion", "2003/"),
    } == dates


def test_annotated_texts_by_the_published_protocol(data: Path) -> None:
    path = data / "extraction" / "starter_articles_dev.tar.gz"
    if not path.exists():
        pytest.skip("no annotated texts in MUSTER_DATA")
    figures = measure_texts(read_archive(path))
    assert figures["entities"]["all"]["f1"] > 0.825
    assert figures["relations"]["all"]["f1"] > 0.748
    assert figures["postings"]["all"]["precision"] >= 0.80
