"""The 22 questions about the 2018 article, each answered by a public command with the supporting claim cited."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import EXAMPLE, Muster

DAY = "2018-11-28"
IRAQ_1236 = "us-ndaa-2015-1236"


def show(example: Muster, entity: str, day: str = DAY) -> dict[str, Any]:
    return example("show", entity, "--as-of", day, "--json").json


def vet(example: Muster, unit: str, *more: str, policy: str = IRAQ_1236, day: str = DAY) -> dict[str, Any]:
    found: dict[str, Any] = example(
        "vet", unit, "--policy", policy, "--as-of", day, *more, "--no-record", "--json"
    ).json
    return found


def said(view: dict[str, Any], predicate: str) -> list[dict[str, Any]]:
    return [one for one in view["said"] if one["predicate"] == predicate]


def clause(decision: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in decision["clauses"] if one["id"] == name)


def paragraphs(evidence: list[dict[str, Any]]) -> set[str]:
    return {one["citation"].get("paragraph", "") for one in evidence}


def claims(entry: dict[str, Any]) -> list[dict[str, Any]]:
    return [*entry["claims"], *entry["against"]]


def assert_cited(entry: dict[str, Any]) -> None:
    """Every claim names its source, a stance and a speaker's chain, and a time or a certainty."""
    for one in claims(entry):
        assert one["claim"].startswith("c-")
        assert one["source"]
        assert one["citation"]["source"]
        assert one["stance"]
        assert one["certainty"]


def test_q01_other_names_of_the_umbrella(example: Muster) -> None:
    names = said(show(example, "pmf"), "name")
    assert {one["text"] for one in names} == {
        "Popular Mobilization Forces",
        "Popular Mobilization Units",
        "PMF",
        "PMU",
    }
    for one in names:
        assert_cited(one)
        assert paragraphs(one["claims"]) == {"P2"}


def test_q02_since_when_in_the_forces_and_under_whom(example: Muster) -> None:
    chain = example("chain", "pmf", "--as-of", DAY, "--json").json
    superior = next(one for one in chain["superiors"] if one["relation"] == "subordinate_to")
    assert superior["caption"] == "Prime Minister of Iraq"
    assert superior["certainty"] == "attested"
    assert superior["when"].startswith("since 2016-11")
    assert paragraphs(superior["claims"]) == {"P4"}
    part = next(one for one in chain["superiors"] if one["relation"] == "member_of")
    assert part["caption"] == "Iraqi Armed Forces"
    assert part["when"].startswith("since 2016-11")
    assert "de jure" in superior["claims"][0]["text"]


@pytest.mark.parametrize(
    ("day", "certainty"),
    [("2016-06-01", None), ("2016-10-01", None), ("2016-11-15", "possible"), ("2016-12-01", "attested")],
)
def test_q03_not_before_november_2016(example: Muster, day: str, certainty: str | None) -> None:
    chain = example("chain", "pmf", "--as-of", day, "--json").json
    found = {one["relation"]: one["certainty"] for one in chain["superiors"]}
    assert found.get("member_of") == certainty
    assert found.get("subordinate_to") == certainty


def test_q04_part_of_the_military_is_contested(example: Muster) -> None:
    found = example("paths", "aah", "iraqi-armed-forces", "--as-of", DAY, "--json").json
    steps = [(step["from"], step["relation"], step["to"]) for step in found["paths"][0]["steps"]]
    assert steps == [("aah", "faction_of", "pmf"), ("pmf", "member_of", "iraqi-armed-forces")]
    (denial,) = found["denied"]
    assert denial["speaker"] == "Reuters"
    assert denial["citation"]["paragraph"] == "P21"
    direct = next(one for one in said(show(example, "aah"), "member_of"))
    assert direct["state"] == "denied"


def test_q05_leader_on_the_day(example: Muster) -> None:
    (leader,) = example("chain", "aah", "--as-of", DAY, "--json").json["leaders"]
    assert (leader["caption"], leader["role"], leader["certainty"]) == ("Qais al-Khazali", "leader", "attested")
    assert leader["when"].startswith("start and end unknown")
    assert leader["claims"][0]["citation"]["paragraph"] == "P17"
    (quoted,) = said(show(example, "qais-al-khazali"), "statement")
    assert quoted["claims"][0]["via"] == ["Reuters", "Breitbart News"]


def test_q06_neither_group_nor_leader_is_designated_on_the_day(example: Muster) -> None:
    listed = clause(vet(example, "aah", policy="list-screening"), "listed")
    assert listed["finding"] == "not_found"
    pending = [one for one in listed["context"] if one["stance"] == "pending"]
    assert "P24" in paragraphs(pending)
    assert not any("listed under" in one["text"] and one["stance"] == "asserted" for one in listed["context"])
    hits = example("screen", "Asa'ib Ahl al-Haq", "Qais al-Khazali", "--as-of", DAY, "--json").json["results"]
    for result in hits:
        best = result["hits"][0]
        assert all(one["stance"] != "asserted" for one in best["listed"])


def test_q07_a_clean_list_result_is_no_clearance(example: Muster) -> None:
    screened = vet(example, "aah", policy="list-screening")
    assert screened["outcome"] == "no_adverse_information"
    assert "no list match" in screened["reasons"][0].lower()
    assert "not a clearance" in screened["reasons"][0]
    assert {"P17", "P19", "P24"} <= paragraphs(clause(screened, "listed")["context"])
    assert any(one["citation"].get("also") for one in clause(screened, "listed")["context"])  # P0, P13, P19, P22
    words = str(screened).lower()
    assert "cleared" not in words.replace("not_cleared", "")
    assert screened["coverage"]
    printed = example("screen", "Asa'ib Ahl al-Haq", "--as-of", DAY).out
    assert "no list match" in printed
    assert "never a clearance" in printed


def test_q08_assistance_to_the_group_is_not_cleared(example: Muster) -> None:
    decision = vet(example, "Asa'ib Ahl al-Haq")
    assert decision["outcome"] == "not_cleared"
    assert decision["subject"]["entity"] == "aah"
    assert decision["subject"]["resolved_by"].startswith("unambiguous name")
    association = clause(decision, "iran-association")
    assert association["finding"] == "found"
    assert association["paths"][0][-1]["to"] == "iran"
    assert any(one["stance"] == "denied" and one["speaker"] == "Asa'ib Ahl al-Haq" for one in association["against"])
    assert {one["speaker"] for one in association["because"]} >= {"Institute for the Study of War"}
    assert any("4238" in one["source"] for one in association["leads"])
    assert {"P19", "P21"} <= paragraphs(clause(decision, "terrorist-listed")["context"])
    assert all(one["citation"] for one in association["because"])


@pytest.mark.parametrize("day", ["2018-11-27", "2018-11-29", "2019-06-01"])
def test_q08_the_answer_does_not_hang_on_one_day(example: Muster, day: str) -> None:
    assert vet(example, "Asa'ib Ahl al-Haq", day=day)["outcome"] == "not_cleared"


def test_q09_the_umbrella_cannot_be_decided(example: Muster) -> None:
    decision = vet(example, "Popular Mobilization Forces")
    assert decision["outcome"] == "refer"
    assert clause(decision, "component")["finding"] == "unknown"
    assert "umbrella" in decision["reasons"][0]
    assert clause(decision, "iran-association")["finding"] == "unknown"


@pytest.mark.parametrize("unit", ["vetted ISF partners", "vetted ISF partner"])
def test_q10_an_unnamed_partner_cannot_be_assessed(example: Muster, unit: str) -> None:
    decision = vet(example, unit, "--country", "Iraq")
    assert decision["outcome"] == "incomplete_request"
    assert decision["subject"]["entity"] is None
    assert any("name of a particular unit" in one for one in decision["gaps"])


def test_q11_who_was_sanctioned_on_13_november(example: Muster) -> None:
    came = example("sources", "diff", "us-ofac-sdn/sdn@2018-11-12", "us-ofac-sdn/sdn@2018-11-13", "--json").json["came"]
    assert set(came) == {"ofac-26057", "ofac-26058", "ofac-26059", "ofac-26060"}
    families = ("ZAYDI", "HASHIM", "KAWTHARANI", "FARHAT")
    assert all(any(family in name for name in came.values()) for family in families)
    (article,) = [one for one in said(show(example, "us-treasury"), "statement") if "four" in one["text"]]
    assert paragraphs(article["claims"]) == {"P15"}


def test_q12_only_one_of_the_four_leads_a_faction(example: Muster) -> None:
    for number in (26057, 26058, 26059, 26060):
        paths = example("paths", f"ofac-{number}", "pmf", "--hops", 2, "--as-of", DAY, "--json").json["paths"]
        assert bool(paths) == (number == 26057)
        to_hizballah = example("paths", f"ofac-{number}", "ofac-4697", "--as-of", DAY, "--json").json["paths"]
        assert to_hizballah[0]["steps"][0]["evidence"][0]["citation"]["source"]


def test_q13_the_hezbollah_wing_keeps_both_candidates(example: Muster) -> None:
    view = show(example, "hezbollah-wing")
    assert view["same_as"] == []
    candidates = {one["other"] for one in said(view, "possibly_same_as")}
    assert candidates == {"ofac-11462", "ofac-4697"}
    assert show(example, "ofac-11462")["same_as"] == []
    assert show(example, "ofac-4697")["same_as"] == []
    for target in candidates:
        assert example("paths", "hezbollah-wing", target, "--as-of", DAY, "--json").json["paths"] == []


def test_q14_attacks_attributed_by_whom_and_when(example: Muster) -> None:
    view = show(example, "attacks-2006-2011")
    (count,) = said(view, "count")
    assert count["text"] == "6000"
    assert "more than" in count["claims"][0]["text"]
    (author,) = said(view, "perpetrator_of")
    evidence = author["claims"][0]
    assert author["other"] == "aah"
    assert (evidence["stance"], evidence["speaker"]) == ("alleged", "Institute for the Study of War")
    assert evidence["citation"]["paragraph"] == "P19"
    assert "2006" in evidence["when"]
    assert "2011" in evidence["when"]
    assert "late 2012" in evidence["note"]


def test_q15_nobody_knows_which_unit_attacked_the_consulate(example: Muster) -> None:
    view = show(example, "consulate-basra")
    assert said(view, "perpetrator_of") == []
    (kind,) = said(view, "perpetrator_class")
    assert kind["text"] == "Iran-allied militias"
    (day,) = said(view, "occurred")
    assert day["text"] == "2018-09"
    for unit in ("aah", "kia", "pmf"):
        assert "consulate" not in str(show(example, unit)).lower()


@pytest.mark.parametrize("unit", ["aah", "kia", "pmf"])
def test_q16_an_umbrella_allegation_is_a_lead_and_no_finding(example: Muster, unit: str) -> None:
    decision = vet(example, unit, policy="us-leahy-state")
    violation = clause(decision, "gross-violation")
    assert violation["finding"] == "unknown"
    assert violation["because"] == []
    assert "P25" in paragraphs(violation["leads"])
    assert decision["outcome"] == "refer"


def test_q17_the_account_of_support_changed(example: Muster) -> None:
    accounts = said(show(example, "pmf"), "assisted_by")
    denied = [one for entry in accounts for one in entry["against"]]
    asserted = [one for entry in accounts for one in entry["claims"]]
    assert [one["speaker"] for one in denied] == ["US Department of Defense"]
    assert [one["speaker"] for one in asserted] == ["US Department of Defense"]
    assert "July 2017" in denied[0]["note"]
    assert "leaders were vetted" in asserted[0]["text"]
    assert "undated" in asserted[0]["note"]


def test_q18_the_denial_stands_beside_the_claims(example: Muster) -> None:
    support = next(one for one in said(show(example, "aah"), "supports"))
    assert support["state"] == "contested"
    assert [one["speaker"] for one in support["against"]] == ["Asa'ib Ahl al-Haq"]
    assert [one["speaker"] for one in support["claims"]] == ["Institute for the Study of War"]
    assert any("supports" in one["about"] for one in show(example, "aah")["disagreements"])


def test_q19_estimates_of_strength_side_by_side(example: Muster) -> None:
    view = show(example, "pmf")
    estimates = {one["text"]: one["claims"][0] for one in said(view, "strength")}
    assert estimates["150000"]["speaker"] == "Reuters"
    assert estimates["150000"]["stance"] == "estimated"
    assert estimates["150000"]["citation"]["paragraph"] == "P27"
    assert len(estimates) == 2
    assert any(one["about"] == "strength" and len(one["claims"]) == 2 for one in view["disagreements"])


def test_q20_should_answer_is_never_a_command_edge(example: Muster) -> None:
    found = example("paths", "armed-actors", "iraq-pm", "--as-of", DAY, "--json").json
    assert found["paths"] == []
    assert example("paths", "armed-actors", "iraq-pm", "--as-of", DAY, "--alleged", "--json").json["paths"] == []
    assert example("chain", "armed-actors", "--as-of", DAY, "--json").json["superiors"] == []
    (wish,) = said(show(example, "armed-actors"), "subordinate_to")
    assert wish["state"] == "normative"
    assert paragraphs(wish["claims"]) == {"P11"}
    names = {one["entity"] for one in example("chain", "iraq-pm", "--as-of", DAY, "--json").json["subordinates"]}
    assert names == {"pmf"}


def test_q21_the_day_before_and_the_day_of_the_listing(example: Muster) -> None:
    before = vet(example, "Kata'ib al-Imam Ali", day="2018-11-12")
    after = vet(example, "Kata'ib al-Imam Ali", day="2018-11-13")
    assert clause(before, "terrorist-listed")["finding"] == "not_found"
    assert clause(after, "terrorist-listed")["finding"] == "found"
    assert (before["outcome"], after["outcome"]) == ("refer", "not_cleared")
    assert all("zaydi" in one["text"].lower() for one in clause(after, "terrorist-listed")["because"])
    for day, outcome in (("2018-11-12", "no_adverse_information"), ("2018-11-13", "not_cleared")):
        assert vet(example, "kia", policy="list-screening", day=day)["outcome"] == outcome
    (unit,) = example("screen", "Kata'ib al-Imam Ali", "--as-of", "2018-11-13", "--limit", "1", "--json").json[
        "results"
    ]
    assert unit["hits"][0]["listed"] == []


@pytest.fixture
def later(example: Muster, tmp_path: Path) -> Muster:
    """The example's register, some of its units vetted in 2018, then the later designations imported."""
    register = tmp_path / "muster.db"
    for part in example.register.parent.glob("muster.db*"):
        shutil.copy(part, tmp_path / part.name)
    made = Muster(register)
    for unit in ("aah", "kia", "Popular Mobilization Forces", "Seventh Invented Battalion"):
        made("vet", unit, "--policy", "list-screening", "--as-of", DAY)
    assert made("import", EXAMPLE / "later.yaml").status == 0
    return made


def test_q21_the_unit_itself_is_listed_only_in_2025(later: Muster) -> None:
    for day, listed in (("2025-06-11", False), ("2025-06-12", True)):
        (unit,) = later("screen", "Kata'ib al-Imam Ali", "--as-of", day, "--limit", "1", "--json").json["results"]
        assert bool(unit["hits"][0]["listed"]) == listed


def test_q22_what_must_be_vetted_again(later: Muster) -> None:
    found = {one["unit"]: one for one in later("recheck", "--as-of", "2020-01-03", "--json").json}
    assert set(found) == {"Asa'ib Ahl al-Haq"}
    one = found["Asa'ib Ahl al-Haq"]
    assert (one["was"], one["now"]) == ("no_adverse_information", "not_cleared")
    assert any("Asa'ib Ahl al-Haq is listed under FTO" in why for why in one["why"])
    assert any("Qais al-Khazali" in why for why in one["why"])
    early = {one["unit"] for one in later("recheck", "--as-of", "2019-12-05", "--json").json}
    assert early == set()


def test_nothing_in_the_example_is_undated_or_unattributed(example: Muster) -> None:
    for unit in ("aah", "kia", "pmf", "hezbollah-wing", "iran"):
        for entry in show(example, unit)["said"]:
            assert_cited(entry)


def test_no_outcome_word_clears(example: Muster) -> None:
    for unit in ("aah", "pmf", "vetted ISF partners"):
        assert vet(example, unit)["outcome"] not in ("clear", "cleared", "approved")
