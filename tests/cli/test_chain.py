"""`muster chain` and `muster paths` on a small register made for it, and on the real register of Mali."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from ..conftest import Muster

MADE = """\
muster: claims/1
dataset: made
title: A made register
sources:
  book: {title: A made book, published: 2020-01-01}
entities:
  unit: {kind: unit, name: 1 Brigade, cite: {source: book}}
  region: {kind: unit, name: Northern Region, cite: {source: book}}
  army: {kind: organization, name: The Army, cite: {source: book}}
  company: {kind: unit, name: A Company, cite: {source: book}}
  party: {kind: organization, name: The Party, cite: {source: book}}
  boss: {kind: person, name: Sami Harun, cite: {source: book}}
  chief: {kind: person, name: Karim Said, cite: {source: book}}
claims:
  - {subordinate_to: {unit: unit, superior: region}, when: 2010-01-01/2016-12-31, cite: {source: book}}
  - {subordinate_to: {unit: region, superior: army}, when: 2012-01-01/.., cited: 2014-01-01, cite: {source: book}}
  - {subordinate_to: {unit: army, superior: region}, when: 2012-01-01/.., cited: 2014-01-01, cite: {source: book}}
  - {subordinate_to: {unit: company, superior: unit}, when: 2015-01-01/2015-12-31, cite: {source: book}}
  - {posted_to: {person: boss, unit: unit, role: commander}, when: 2013-01-01/2015-06-30, cite: {source: book}}
  - {posted_to: {person: chief, unit: region, role: commander}, when: 2015-01-01/2018-01-01, cite: {source: book}}
  - {supports: {supporter: party, supported: army}, when: 2011-01-01/2019-01-01, cite: {source: book}}
  - {affiliated_with: {party: boss, other: party}, when: 2014-01-01/2015-06-30, cite: {source: book}}
"""
MALI = "202106251341-HEAD-Mali-Backup-slim.tsv"
RIM = "32 Régiment d’Infanterie Motorisée"


@pytest.fixture
def made(muster: Muster, tmp_path: Path) -> Muster:
    (tmp_path / "made.yaml").write_text(MADE)
    assert muster("import", tmp_path / "made.yaml").status == 0
    return muster


def test_an_overlap_of_commanders_is_the_days_they_share(made: Muster) -> None:
    answer = made("chain", "1 Brigade", "--as-of", "2015-03-01", "--json").json
    (region,) = answer["superiors"]
    (leader,) = region["leaders"]
    (overlap,) = leader["overlaps"]
    assert (leader["caption"], overlap["caption"]) == ("Karim Said", "Sami Harun")
    assert overlap["together"][0]["says"] == "attested 2015-01-01 to 2015-06-30"
    assert region["together"][0]["says"] == "attested 2010-01-01 to 2016-12-31"
    assert [one["certainty"] for one in region["children"][0]["together"]] == ["attested", "presumed"]
    assert answer["notes"] == ["the chain returns to itself at Northern Region; it is not followed round"]
    text = made("chain", "1 Brigade", "--as-of", "2015-03-01")
    assert "with Sami Harun in the chain: attested 2015-01-01 to 2015-06-30" in text.out
    assert text.err.count("returns to itself") == 1


def test_the_changes_between_two_dates(made: Muster) -> None:
    answer = made("chain", "1 Brigade", "--over", "2014..2016", "--json").json
    told = [(one["day"], one["side"], one["caption"], one["says"]) for one in answer["changes"]]
    assert ("2015-01-01", "subordinate", "A Company", "begins") in told
    assert ("2015-07-01", "leader", "Sami Harun", "ends") in told
    assert ("2014-01-02", "superior", "The Army", "presumed from here: open-ended, no later source") in told
    assert "2016-01-01  subordinate: A Company: ends" in made("chain", "1 Brigade", "--over", "2014..2016").out
    for wrong in ("2016", "2016..2014", "x..2014"):
        ran = made("chain", "1 Brigade", "--over", wrong)
        assert (ran.status, ran.out) in ((2, ""), (3, ""))
    assert made("chain", "1 Brigade", "--over", "2014..2016", "--as-of", "2015-01-01").status == 2


def test_paths_from_leaders_and_superiors_of_the_day(made: Muster, tmp_path: Path) -> None:
    question = ("paths", "1 Brigade", "The Party", "--as-of", "2015-03-01", "--json")
    alone, wide = made(*question).json, made(*question, "--leaders", "--superiors").json
    assert alone["also_from"] == []
    assert [(one["caption"], one["role"]) for one in wide["also_from"]] == [
        ("Sami Harun", "commander"),
        ("Northern Region", "superior"),
        ("The Army", "superior"),
    ]
    assert [path["steps"][0]["from_caption"] for path in wide["paths"]] == ["The Army", "Sami Harun"]
    later = made("paths", "1 Brigade", "The Party", "--as-of", "2015-08-01", "--leaders", "--json").json
    assert later["also_from"] == []  # his post had ended
    assert made("show", "1 Brigade", "--as-of", "2015-03-01", "--timeline", tmp_path / "time.svg").status == 0
    assert "is subordinate to Northern Region" in (tmp_path / "time.svg").read_text("utf-8")
    assert made("show", "1 Brigade", "--timeline", tmp_path / "no" / "time.svg").status == 3


def test_the_chain_of_a_motorised_regiment_of_mali_is_the_published_one(
    muster: Muster, data: Path, tmp_path: Path
) -> None:
    folder = data / "sfm" / "register_mali"
    if not (folder / MALI).is_file():
        pytest.skip(f"no register of Mali at {folder}")
    assert muster("import", folder / MALI).status == 0
    answer = muster("chain", RIM, "--over", "2000..2021", "--depth", 12, "--json").json
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    graph = ElementTree.parse(folder / "324_cdm_command_chain_raw.graphml").getroot().find("g:graph", space)
    assert graph is not None
    edges = {(f"sfm-{edge.get('target')}", f"sfm-{edge.get('source')}") for edge in graph.findall("g:edge", space)}
    nodes = {f"sfm-{node.get('id')}" for node in graph.findall("g:node", space)}
    found = {(one["unit"], one["superior"]) for one in answer["links"]}
    assert found == edges
    assert {end for link in found for end in link} == nodes
    apart = [(pair["says"].split(":")[0], pair["best"]) for pair in answer["apart"]]
    flagged = f"324 Compagnie d’Infanterie Motorisée under {RIM}, and {RIM} under 3 Région Militaire"
    assert (flagged, "presumed") in apart
    drawn = tmp_path / "chain.svg"
    day = muster("chain", RIM, "--as-of", "2018-01-01", "--svg", drawn, "--json").json
    assert day["superiors"][0]["caption"] == "3 Région Militaire"
    assert day["superiors"][0]["certainty"] == "attested"
    assert len(list(ElementTree.parse(drawn).iter("{http://www.w3.org/2000/svg}rect"))) == 7


def test_every_chain_of_a_sample_is_what_reading_the_rows_gives(muster: Muster, data: Path) -> None:
    folder = data / "sfm" / "register_nigeria"
    if not folder.is_dir():
        pytest.skip(f"no register of Nigeria at {folder}")
    assert muster("import", *folder.glob("ng_*2019*.*.gz"), folder / "sources_20190501.csv.gz").status == 0
    result: Any = muster("bench", "chains", "--days", 3, "--months", 1, "--until", "2016-06-15", "--json").json
    assert result["chains"] == 3 * result["units"] > 3_000
    assert result["different"] == 0
    assert result["lost"][-1]["left_by_clipping"] < result["lost"][-1]["superiors"]
