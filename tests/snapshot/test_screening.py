"""Screening with what the asker knows: facts come from the register, and evidence never hides a hit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from muster.names.evidence import NAME_ALONE
from muster.names.known import Known, known
from muster.register import Register
from muster.snapshot import Hit, Screening, Snapshot, known_of
from tests.conftest import Muster

ZAYDI = "ofac-26057"
CLAIMS = """\
muster: claims/1
dataset: invented
title: An invented list
sources:
  list: {title: An invented list, publisher: Nobody, published: 2020-01-01}
entities:
  p-1: {kind: person, name: Marwan Doranzai, cite: {source: list}}
claims:
  - {identifier: {of: p-1, value: P7654321, type: Passport}, cite: {source: list}}
  - {birth_date: {of: p-1, value: 1970}, cite: {source: list}}
"""


@pytest.fixture(scope="module")
def snapshot(example: Muster) -> Iterator[Snapshot]:
    with Register(str(example.register)) as register:
        yield Snapshot(register)


def search(snapshot: Snapshot, name: str, asked: Known, limit: int = 5) -> list[Hit]:
    return Screening(snapshot).hits(name, asked, schemas=None, threshold=0.7, limit=limit)


def test_what_the_register_knows_of_a_listed_person(snapshot: Snapshot) -> None:
    found = known_of(snapshot, ZAYDI)
    assert [one.text for one in found.births] == ["1968-10-28"]
    assert (found.birth_places, found.genders, found.kind) == (("Baghdad, Iraq",), frozenset({"male"}), "person")
    assert "iq" in found.countries


def test_without_facts_the_score_is_that_of_the_name(snapshot: Snapshot) -> None:
    hits = search(snapshot, "Shibl al-Zaydi", Known())
    assert hits
    assert all((hit.evidence, hit.separated) == ((), False) for hit in hits)
    assert [hit.score for hit in hits] == [pytest.approx(min(hit.name.score, NAME_ALONE)) for hit in hits]


def test_facts_raise_and_lower_and_a_separated_hit_stays(snapshot: Snapshot) -> None:
    def zaydi(asked: Known) -> Hit:
        return next(hit for hit in search(snapshot, "Shibl al-Zaydi", asked) if hit.name.entity == ZAYDI)

    plain, agreeing, against = zaydi(Known()), zaydi(known(births=["1968"])), zaydi(known(births=["1951"]))
    assert against.score < 0.5 < plain.score < agreeing.score < 1
    assert not agreeing.separated
    assert against.separated
    assert against.conflict == "born 1951 vs 1968-10-28"


def test_evidence_can_push_no_name_hit_out_of_the_answer(snapshot: Snapshot) -> None:
    before = {hit.name.entity for hit in search(snapshot, "Shibl al-Zaydi", Known(), limit=1)}
    after = {hit.name.entity for hit in search(snapshot, "Shibl al-Zaydi", known(births=["1951"]), limit=1)}
    assert before <= after


def test_agreeing_evidence_raises_a_name_from_below_the_threshold(snapshot: Snapshot) -> None:
    name = "Shbil al-Zayda"
    strict = Screening(snapshot).hits(name, Known(), schemas=None, threshold=0.97, limit=5)
    told = Screening(snapshot).hits(name, known(births=["1968-10-28"]), schemas=None, threshold=0.97, limit=5)
    assert ZAYDI not in {hit.name.entity for hit in strict}
    assert ZAYDI in {hit.name.entity for hit in told}


def test_a_number_finds_its_holder_under_any_name(tmp_path: Path) -> None:
    claims = tmp_path / "claims.yaml"
    claims.write_text(CLAIMS, "utf-8")
    made = Muster(tmp_path / "muster.db")
    ran = made("import", claims)
    assert ran.status == 0, ran.err
    with Register(str(made.register)) as register:
        asked = known(identifiers=[("passport", "P 7654321")])
        (hit,) = search(Snapshot(register), "Quite Another", asked)
        assert (hit.name.entity, hit.name.score, hit.separated) == ("p-1", 0.0, False)
        assert 0.7 < hit.score < 0.95
        assert search(Snapshot(register), "Quite Another", known(identifiers=[("passport", "P7654322")])) == []
