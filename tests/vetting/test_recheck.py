"""What must be vetted again: worse answers, new evidence, and what can no longer be asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from muster.policy.load import policy_folder
from muster.vetting import Desk, Recheck, Request, keep, recheck
from tests.conftest import EXAMPLE, Muster
from tests.policy.made import DAY, Made, made, one_clause

ENTITIES = """
    lake: {kind: unit, name: Lake Brigade}
    hill: {kind: unit, name: Hill Brigade}
    lead: {kind: person, name: Sami Example Harun}
"""
LED = "{posted_to: {person: lead, unit: lake, role: commander}, when: 2018/..}"
LATER = date(2020, 1, 1)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Made]:
    with made(tmp_path / "made") as register:
        yield register.add(ENTITIES, LED)


def vet(register: Made, *units: str, policy: str = "list-screening", day: date = DAY) -> None:
    desk = Desk(register.snapshot)
    keep(register.register, desk, desk.decide_all(Request(unit, policy, day) for unit in units))


def again(register: Made, day: date = LATER) -> list[Recheck]:
    """What must be vetted again: the same whether found from dependencies or by putting everything again."""
    found = recheck(register.register, day)
    everything = recheck(register.register, day, everything=True)
    assert told(found.again) == told(everything.again)
    assert found.standing == everything.standing == everything.decided
    return list(found.again)


def told(found: Sequence[Recheck]) -> list[tuple[str, str | None]]:
    return sorted((one.earlier, one.now.id if one.now else None) for one in found)


def list_later(register: Made, *claims: str) -> None:
    register.add(ENTITIES, "\n".join([LED, *claims]), day="2020-01-01")


def listed(entity: str, programme: str = "SDGT") -> str:
    return f"{{listed_under: {{of: {entity}, value: {programme}}}, when: 2019-06-01/.., cite: {{source: late}}}}"


def test_nothing_new_means_nothing_to_vet_again(register: Made) -> None:
    vet(register, "Lake Brigade", "Hill Brigade")
    assert again(register) == []


@pytest.mark.parametrize("who", ["lake", "lead"])
def test_a_later_listing_of_the_unit_or_its_leader(register: Made, who: str) -> None:
    vet(register, "Lake Brigade", "Hill Brigade")
    list_later(register, listed(who))
    (found,) = again(register)
    assert (found.unit, found.was, found.changed) == ("Lake Brigade", "no_adverse_information", True)
    assert found.as_dict()["now"] == "not_cleared"
    assert any("SDGT" in why and "2019-06-01" in why for why in found.why)
    assert any("a later edition of the list without it" in way for way in found.would_change)
    (cause,) = [one for one in found.causes if one.kind == "claim_came"]
    assert (cause.clause, cause.action, cause.edition) == ("listed", "import", "made of 2020-01-01")
    assert again(register, date(2019, 5, 31)) == []


def test_new_evidence_for_the_same_outcome(register: Made) -> None:
    list_later(register, listed("lake"))
    vet(register, "Lake Brigade", day=LATER)
    assert again(register) == []
    register.add(ENTITIES, "\n".join([LED, listed("lake"), listed("lake", "FTO")]), day="2020-01-02")
    (found,) = again(register)
    assert (found.was, found.as_dict()["now"], found.changed) == ("not_cleared", "not_cleared", False)
    assert len(found.why) == 1
    assert "FTO" in found.why[0]


def test_an_answer_that_got_better_is_shown_too(register: Made) -> None:
    list_later(register, listed("lake").replace("2019-06-01/..", "2019-06-01/2019-12-01"))
    vet(register, "Lake Brigade", day=date(2019, 7, 1))
    (found,) = again(register)
    assert (found.was, found.as_dict()["now"]) == ("not_cleared", "no_adverse_information")
    assert found.why


def test_only_the_newest_decision_on_a_request_counts(register: Made) -> None:
    vet(register, "Lake Brigade")
    list_later(register, listed("lake"))
    vet(register, "Lake Brigade", day=LATER)
    assert again(register) == []


def test_requests_of_other_leaders_are_other_requests(register: Made) -> None:
    desk = Desk(register.snapshot)
    requests = [Request("Hill Brigade", "list-screening", DAY, names) for names in ((), ("Sami Example Harun",))]
    keep(register.register, desk, desk.decide_all(requests))
    list_later(register, listed("lead"))
    (found,) = again(register)
    assert found.now is not None
    assert found.now.request.leaders == ("Sami Example Harun",)


def test_a_unit_that_was_not_known_then(register: Made) -> None:
    vet(register, "Desert Company")
    described = ("{kind: {of: late-1, value: unit}}", "{name: {of: late-1, value: Desert Company}}")
    list_later(register, *described, listed("late-1"))
    (found,) = again(register)
    assert (found.unit, found.as_dict()["now"]) == ("Desert Company", "not_cleared")


def test_a_decision_under_a_policy_that_is_not_at_hand_is_never_passed_over(filled: Muster, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    text = (policy_folder() / "list-screening.yaml").read_text("utf-8")
    mine.write_text(text.replace("id: list-screening", "id: my-own"), "utf-8")
    for policy in ("list-screening", str(mine)):
        assert filled("vet", "aah", "--policy", policy, "--as-of", "2018-11-28").status == 0
    assert filled("recheck", "--as-of", "2018-11-28", "--json").json == []  # the text kept with the decision is used
    assert filled("recheck", "--as-of", "2018-11-28", "--policy", mine, "--json").json == []
    assert filled("import", EXAMPLE / "later.yaml").status == 0
    both = filled("recheck", "--as-of", "2020-01-03", "--policy", mine, "--json").json
    assert {one["policy"]: one["now"] for one in both} == {"list-screening": "not_cleared", "my-own": "not_cleared"}


def test_recheck_keeps_no_decision(filled: Muster) -> None:
    assert filled("vet", "kia", "--policy", "list-screening", "--as-of", "2018-11-12").status == 0
    before = filled.register.read_bytes()
    assert json.loads(filled("recheck", "--as-of", "2018-11-28", "--json").out)
    assert filled.register.read_bytes() == before


def test_decisions_kept_before_it_was_noted_what_they_depend_on(register: Made) -> None:
    """Of each request the newest is put again, unless one that is noted stands on it."""
    desk = Desk(register.snapshot)
    for unit, day in (("Lake Brigade", DAY), ("Lake Brigade", date(2018, 11, 2)), ("Hill Brigade", DAY)):
        decision = desk.decide(Request(unit, "list-screening", day))
        assert register.register.record_decisions([decision.as_dict()]) == 1
    quiet = recheck(register.register, DAY)
    assert (quiet.again, quiet.standing, quiet.decided) == ((), 2, 2)
    vet(register, "Hill Brigade")
    assert (recheck(register.register, DAY).standing, recheck(register.register, DAY).decided) == (2, 1)
    list_later(register, listed("lake"), listed("hill"))
    units = sorted((one.unit, one.was_as_of) for one in again(register))
    assert units == [("Hill Brigade", "2018-11-01"), ("Lake Brigade", "2018-11-02")]


def test_a_policy_that_is_nowhere_is_told_and_never_passed_over(register: Made) -> None:
    """Neither shipped, nor given, nor kept: once for each decision under it, with what to do."""
    desk = Desk(register.snapshot)
    desk.use(one_clause("required", "fields: [unit]", then="not_found: incomplete_request"))
    for unit in ("Lake Brigade", "Hill Brigade"):
        register.register.record_decisions([desk.decide(Request(unit, "made", DAY)).as_dict()])
    found = recheck(register.register, DAY).again
    assert [(one.unit, one.now, one.changed) for one in found] == [
        ("Lake Brigade", None, True), ("Hill Brigade", None, True),
    ]  # fmt: skip
    assert {one.why for one in found} == {("the policy made is not at hand: name its file with --policy",)}
    told = found[0].as_dict()
    assert (told["now"], told["decision"], told["would_change"]) == (None, None, [])
    given = one_clause("required", "fields: [unit]", then="not_found: incomplete_request")
    assert recheck(register.register, DAY, [given]).again == ()


def test_each_request_is_put_again_at_its_own_threshold(register: Made) -> None:
    """Decisions on other scores are others: what one desk finds is not told of the other."""
    like = "like: {kind: organization, name: Pondd Brigade}"
    for threshold, unit in ((0.7, "Pond Brigade"), (0.99, "Pond Brigades")):
        desk = Desk(register.snapshot, threshold)
        keep(register.register, desk, [desk.decide(Request(unit, "list-screening", DAY))])
    assert recheck(register.register, DAY, everything=True).again == ()
    register.add(like, "{listed_under: {of: like, value: SDGT}, when: 2018-01/..}", dataset="more")
    found = recheck(register.register, DAY, everything=True).again
    assert [one.now.request.threshold for one in found if one.now] == [0.7]


def test_progress_is_told_of_each_that_is_put_again(register: Made) -> None:
    vet(register, "Lake Brigade", "Hill Brigade")
    told: list[tuple[int, int]] = []
    recheck(register.register, DAY, progress=lambda *each: told.append(each), everything=True)
    assert told == [(1, 2), (2, 2)]


def test_a_decision_is_relied_on_through_its_last_day(register: Made) -> None:
    vet(register, "vetted forces")
    vet(register, "Lake Brigade")
    one = register.register.decisions()[-1]["decision"]
    assert register.register.decision(one)["valid_until"] == "2018-12-01"
    assert recheck(register.register, date(2018, 12, 1)).expired == ()
    assert recheck(register.register, date(2018, 12, 2)).expired == (one,)


def test_a_unit_that_is_no_more(register: Made) -> None:
    """Its name was read part by part; on the later day no unit of that name is left, and on its last day one is."""
    described = (
        "{kind: {of: bn, value: unit}, when: 2010/2018-12-31, cite: {source: late}}",
        "{name: {of: bn, value: 2 Battalion}}",
    )
    register.add("", "\n".join([*described, "{country: {of: bn, value: Iraq}}"]), dataset="units")
    desk = Desk(register.snapshot)
    decision = desk.decide(Request("2nd Bn", "list-screening", DAY, country="Iraq"))
    assert decision.subject.unit.entity == "bn"
    keep(register.register, desk, [decision])
    assert again(register, date(2018, 12, 31)) == []
    (found,) = again(register, date(2019, 1, 1))
    assert [one.says.partition(": ")[0] for one in found.causes if one.kind == "party"] == [
        "the unit was taken for bn, and is for none now"
    ]
    assert [one.says for one in found.causes if one.kind in ("units", "day")]


def test_a_unit_of_like_parts_comes_into_the_register(register: Made) -> None:
    """One unit more of the same parts, and the name tells no longer which; an id in the request leaves no doubt."""
    bn = "bn: {kind: unit, name: 2 Battalion, country: iq}"
    register.add(bn, dataset="units")
    desk = Desk(register.snapshot)
    requests = [Request("2nd Bn", "list-screening", DAY, country="Iraq", identifier=one) for one in ("", "bn")]
    keep(register.register, desk, desk.decide_all(requests))
    assert again(register, DAY) == []
    register.add(f"{bn}\nsame: {{kind: unit, name: 2 Battalion, country: iq}}", dataset="units", day="2018-11-02")
    (found,) = again(register, DAY)
    assert (found.unit, found.now.subject.unit.entity if found.now else "") == ("2 Battalion", None)


def test_an_act_laid_to_a_class_where_the_unit_works(register: Made) -> None:
    """Nothing ties the incident to the unit but the name of the place."""
    mill = "mill: {kind: place, name: Mill Ford}\nraid: {kind: incident, name: Killing}"
    work = "{operates_in: {unit: lake, place: mill}, when: 2017/..}"
    register.add(ENTITIES + mill, f"{LED}\n{work}", day="2018-11-02")
    vet(register, "Lake Brigade", "Hill Brigade", policy="us-leahy-state")
    assert again(register, DAY) == []
    act = """
        {incident_type: {of: raid, value: killing, gross_violation: yes, category: extrajudicial_killing}}
        {occurred: {of: raid, value: 2018-05-01}, when: 2018-05-01}
        {occurred_in: {of: raid, value: MILL-FORD}}
        {perpetrator_class: {of: raid, value: soldiers}}"""
    register.add(ENTITIES + mill, f"{LED}\n{work}{act}", day="2018-11-03")
    (found,) = again(register, DAY)
    assert (found.unit, found.was, found.as_dict()["now"]) == ("Lake Brigade", "no_adverse_information", "refer")


def test_a_name_searched_for_under_two_policies(register: Made) -> None:
    """One request more like a new name, under each policy that was asked."""
    for policy in ("list-screening", "us-leahy-state"):
        vet(register, "Pond Brigade", policy=policy)
    register.add("like: {kind: organization, name: Pondd Brigade}", listed("like"), dataset="more", day="2020-01-01")
    found = again(register)
    assert {(one.policy, one.changed) for one in found} == {("list-screening", True)}
    assert recheck(register.register, LATER).decided == 2


def test_on_the_same_day_only_what_came_in_counts(register: Made) -> None:
    """Nothing turns between a day and itself, though a listing begins on it."""
    list_later(register, listed("lake"))
    for day in (date(2019, 5, 31), date(2019, 6, 1)):
        vet(register, "Lake Brigade", day=day)
        assert recheck(register.register, day).decided == 0
    assert recheck(register.register, date(2019, 7, 1)).decided == 0
    assert recheck(register.register, date(2019, 5, 31)).decided == 1
