"""Which pairs of list entries are decided by evidence, and which are left to a person."""

from __future__ import annotations

import pytest

from muster.names.identity import Party, Proposal, propose, valid_imo
from muster.names.known import known


def party(id_: str, name: str, kind: str = "person", *, weak: bool = False, **facts: object) -> Party:
    """An entry of the list that its id begins with."""
    names = ((name, "weak" if weak else "primary"),)
    return Party(id_, id_.partition("-")[0], names, known(schema=kind, **facts))  # type: ignore[arg-type]


def born(id_: str, name: str = "Karim Testoun Madeup", day: str = "1961-03-04", country: str = "iq") -> Party:
    return party(id_, name, births=[day], countries=[country])


def numbered(id_: str, name: str, number: str = "A1234567", kind: str = "passport") -> Party:
    return party(id_, name, identifiers=[(kind, number)])


def only(*parties: Party, **options: object) -> Proposal:
    (found,) = propose(parties, **options)  # type: ignore[arg-type]
    return found


def test_an_equal_name_day_of_birth_and_country_decide() -> None:
    found = only(born("a-1"), born("b-1", "Madeup Karim Testoun"))
    assert (found.verdict, found.rule) == ("same", "birth")
    assert "born on the same day" in found.reason
    assert {found.left.id, found.right.id} == {"a-1", "b-1"}


@pytest.mark.parametrize(
    "other",
    [
        born("b-1", day="1961"),
        born("b-1", day="1961-03-05"),
        born("b-1", country="ru"),
        born("b-1", "Karim Testoun Madeupp"),
        party("b-1", "Karim Testoun Madeup", births=["1961-03-04"]),
        party("b-1", "Karim Testoun Madeup"),
    ],
    ids=["year only", "another day", "another country", "another spelling", "no country", "name alone"],
)
def test_less_is_for_a_person(other: Party) -> None:
    found = propose([born("a-1"), other], threshold=0.8, least=0.0)
    assert [(one.verdict, one.rule) for one in found] == [("unsure", "")]


def test_an_equal_number_decides_only_with_a_like_name() -> None:
    like = only(numbered("a-1", "Karim Testoun"), numbered("b-1", "Karim Testoun"))
    assert (like.verdict, like.rule) == ("same", "identifier")
    unlike = only(numbered("a-1", "Karim Testoun"), numbered("b-1", "Boris Nowhereman"), least=0.0)
    assert (unlike.verdict, unlike.rule) == ("unsure", "")
    other_kind = only(numbered("a-1", "Karim Testoun"), numbered("b-1", "Karim Testoun", kind="mmsi"))
    assert other_kind.verdict == "unsure"


def test_what_speaks_against_leaves_an_equal_number_open() -> None:
    one = party("a-1", "Karim Testoun", births=["1950"], identifiers=[("passport", "A1234567")])
    two = party("b-1", "Karim Testoun", births=["1980"], identifiers=[("passport", "A1234567")])
    assert only(one, two, least=0.0).verdict == "unsure"


def test_a_renamed_vessel_keeps_its_hull() -> None:
    one = party("a-1", "Golden Testfish", "vessel", identifiers=[("imo", "9187629")])
    two = party("b-1", "Silver Nowhere", "vessel", identifiers=[("imo", "9187629")])
    assert only(one, two).rule == "hull"
    assert (valid_imo("9187629"), valid_imo("9187628"), valid_imo("918762"), valid_imo("91876२9")) == (
        True,
        False,
        False,
        False,
    )


def test_several_entries_of_one_list_leave_all_open() -> None:
    found = propose([born("a-1"), born("b-1"), born("b-2")])
    assert [one.verdict for one in found] == ["unsure", "unsure"]
    assert all("several entries of one list fit" in one.reason for one in found)


def test_a_list_is_never_joined_with_itself() -> None:
    assert propose([born("a-1"), born("a-2")]) == []


def test_joins_by_way_of_others_never_join_a_list_with_itself() -> None:
    """a-1 is b-1 by its passport, b-1 is c-1 by its tax number, c-1 is a-2 by another number."""
    name = "Karim Testoun"
    one = numbered("a-1", name, "P1111111")
    two = party("b-1", name, identifiers=[("passport", "P1111111"), ("tax number", "772233445")])
    three = party("c-1", name, identifiers=[("tax number", "772233445"), ("national number", "N4455667")])
    four = numbered("a-2", name, "N4455667", "national number")
    found = propose([one, two, three, four])
    same = [{pair.left.id, pair.right.id} for pair in found if pair.verdict == "same"]
    assert len(same) == 2
    assert sum("join two entries of one list" in pair.reason for pair in found) == 1


def test_what_was_judged_is_not_proposed_and_never_overruled() -> None:
    pair = [born("a-1"), born("b-1")]
    assert propose(pair, judged=[("b-1", "a-1")]) == []
    assert propose(pair, joined={"a-1": "a-1", "b-1": "a-1"}) == []
    found = only(*pair, joined={"b-1": "b-1", "c-9": "b-1"}, different=[("a-1", "c-9")])
    assert (found.verdict, "judged different" in found.reason) == ("unsure", True)


def test_weak_names_decide_nothing() -> None:
    one = party("a-1", "Karim Testoun Madeup", births=["1961-03-04"], countries=["iq"], weak=True)
    assert propose([one, born("b-1")]) == []
    assert propose([]) == []
