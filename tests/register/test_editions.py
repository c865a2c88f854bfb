"""Editions: what each list held on each of its days, whatever the order in which its files were imported."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muster.claims import Claim
from muster.dates import Certainty
from muster.errors import BadInput
from muster.register import Held, Incoming, Register, certainty_on, stream

from .made import edition, listing, name, put, relation, said, temporary, value, working_file

A, B = name("a", "Akram"), name("b", "Basim")
LISTED = listing("a")


def times(register: Register, claim: Claim) -> list[Held]:
    return [one for one in register.claims() if one.claim == claim]


def on(register: Register, claim: Claim, day: str) -> str:
    """The best certainty of a claim on a day."""
    found = [certainty_on(one, date.fromisoformat(day)) for one in times(register, claim)]
    return min(found, key=lambda certainty: certainty.rank).value


# --- the timeline against a plain oracle -----------------------------------------------------------------

DAYS = [date(2018, 1, 1) + timedelta(days=7 * week) for week in range(6)]
POOL = [name("a", "Akram"), name("b", "Basim"), listing("a"), listing("b"), value("a", "remark", "x")]
Imported = tuple[date, frozenset[int]]
EDITIONS = st.lists(st.tuples(st.sampled_from(DAYS), st.frozensets(st.sampled_from(range(len(POOL))))), max_size=7)


def oracle(imported: list[Imported]) -> list[tuple[str, ...]]:
    """Runs of editions straight from the definition: on each day, the last import for that day counts."""
    by_day = dict(imported)
    days = sorted(by_day)
    found = []
    for number, claim in enumerate(POOL):
        for place, first in enumerate(days):
            if number not in by_day[first] or (place and number in by_day[days[place - 1]]):
                continue
            later = [day for day in days if day > first and number not in by_day[day]]
            gone = min(later, default=None)
            last = max(day for day in days if day >= first and (gone is None or day < gone))
            start = end = ""
            if claim.predicate == "listed_under":
                after = days[place - 1] + timedelta(days=1) if place else None
                start = first.isoformat() if after == first else f"[{after or ''}..{first}]"
                until = gone - timedelta(days=1) if gone else None
                end = ".." if until is None else last.isoformat() if until == last else f"[{last}..{until}]"
            found.append((claim.id, start, end, str(first), str(last), str(gone or "-")))
    return sorted(found)


@given(EDITIONS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_editions_in_any_order_give_the_timeline_of_their_days(imported: list[Imported]) -> None:
    with temporary() as register:
        known: list[tuple[str, list[tuple[str, ...]]]] = []
        for number, (day, content) in enumerate(imported):
            # A comment in the file makes each copy another one, so that none is taken for an earlier import.
            put(register, edition(day.isoformat(), [POOL[one] for one in sorted(content)], sha256=f"file {number}"))
            known.append((register.known_at(), oracle(imported[: number + 1])))
            assert said(register) == known[-1][1]
        for moment, expected in known:  # what was known at each time can still be read
            assert said(register, moment) == expected


@given(st.dictionaries(st.sampled_from(DAYS), st.frozensets(st.sampled_from(range(len(POOL))))), st.randoms())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_list_vouches_on_its_days_for_what_it_held_and_nothing_else(
    content: dict[date, frozenset[int]], random: Random
) -> None:
    days = list(content)
    random.shuffle(days)
    with temporary() as register:
        for day in days:
            put(register, edition(day.isoformat(), [POOL[one] for one in content[day]]))
        held = register.claims()
        for day, numbers in content.items():
            for number, claim in enumerate(POOL):
                found = {certainty_on(one, day) for one in held if one.claim == claim}
                if number in numbers:
                    assert Certainty.ATTESTED in found
                elif claim.predicate == "listed_under":
                    assert found <= {Certainty.NO, Certainty.UNKNOWN}
                    earlier = [one for one in days if one < day and number in content[one]]
                    assert not earlier or Certainty.NO in found
                    assert (Certainty.UNKNOWN in found) <= (not any(one < day for one in earlier))
                else:
                    assert Certainty.ATTESTED not in found


# --- what an import writes -------------------------------------------------------------------------------


def test_the_same_edition_again_changes_nothing(register: Register) -> None:
    list_, work = edition("2018-01-01", [A, LISTED]), working_file([B])
    first = put(register, list_, work)
    before = (said(register), register.acts(), register.digest())
    again = put(register, list_, work)
    assert [one.unchanged for one in first] == [False, False]
    assert [one.unchanged for one in again] == [True, True]
    assert [one.edition for one in again] == [one.edition for one in first]
    assert (said(register), register.acts(), register.digest()) == before


def test_a_newer_edition_adds_and_withdraws_only_the_differences(register: Register) -> None:
    old = [name("a", f"Name {number}") for number in range(20)]
    put(register, edition("2018-01-01", old))
    (change,) = put(register, edition("2018-02-01", [*old[1:], B]))
    assert (change.edition.added, change.edition.removed, change.edition.total) == (1, 1, 20)


def test_the_same_content_on_another_day_is_an_edition_that_changes_nothing(register: Register) -> None:
    put(register, edition("2018-01-01", [A]))
    (change,) = put(register, edition("2018-02-01", [A]))
    assert not change.unchanged
    assert (change.edition.added, change.edition.removed) == (0, 0)
    (held,) = times(register, A)
    assert (held.time.first_cited, held.time.last_cited) == (date(2018, 1, 1), date(2018, 2, 1))


def test_a_claim_said_twice_in_one_file_is_one_claim(register: Register) -> None:
    (change,) = put(register, edition("2018-01-01", [A, A, B]))
    assert change.edition.total == 2
    assert len(register.claims()) == 2


def test_the_difference_of_two_editions_names_who_came_went_and_changed(register: Register) -> None:
    old = [A, LISTED, B, name("c", "Karim")]
    new = [A, listing("a", programme="FTO"), B, name("d", "Dawud")]
    (before,), (after,) = put(register, edition("2018-01-01", old)), put(register, edition("2018-02-01", new))
    came, went, changed = register.difference(before.edition, after.edition)
    assert (came, went, changed) == ({"d": "Dawud"}, {"c": "Karim"}, {"a": "Akram"})
    assert register.difference(after.edition, before.edition) == (went, came, changed)


# --- time ------------------------------------------------------------------------------------------------


def test_a_listing_begins_and_ends_between_editions(register: Register) -> None:
    for day, content in (("2018-01-01", [B]), ("2018-02-01", [B, LISTED]), ("2018-03-01", [B])):
        put(register, edition(day, content))
    certainties = {
        "2018-01-01": "no",
        "2018-01-15": "possible",
        "2018-02-01": "attested",
        "2018-02-15": "possible",
        "2018-03-01": "no",
        "2019-01-01": "no",
    }
    assert {day: on(register, LISTED, day) for day in certainties} == certainties


def test_a_listing_still_carried_is_presumed_after_the_newest_edition(register: Register) -> None:
    put(register, edition("2018-01-01", [LISTED]))
    assert on(register, LISTED, "2018-01-02") == "presumed"
    assert on(register, LISTED, "2017-12-31") == "unknown"  # no older edition is known


def test_a_listing_keeps_the_start_that_the_list_gives(register: Register) -> None:
    dated = listing("a", "2009-06-24/")
    put(register, edition("2018-01-01", [B]))
    put(register, edition("2018-02-01", [dated]))
    (held,) = times(register, dated)
    assert (held.time.start.text, held.time.end.text) == ("2009-06-24", "..")


@pytest.mark.parametrize("start", ["/", "2009-06-24/"])
def test_a_party_off_the_list_and_on_again_is_not_listed_in_between(register: Register, start: str) -> None:
    claim = listing("a", start)
    contents = {"2018-01-01": [claim], "2018-02-01": [B], "2018-03-01": [B], "2018-04-01": [claim]}
    for day in ("2018-04-01", "2018-02-01", "2018-01-01", "2018-03-01"):
        put(register, edition(day, contents[day]))
    assert on(register, claim, "2018-01-01") == "attested"
    assert on(register, claim, "2018-01-15") == "possible"
    assert on(register, claim, "2018-02-01") == "no"
    assert on(register, claim, "2018-02-20") == "no"
    assert on(register, claim, "2018-03-15") == "possible"
    assert on(register, claim, "2018-04-01") == "attested"


def test_a_second_edition_of_one_day_corrects_the_first(register: Register) -> None:
    put(register, edition("2018-01-01", [A]))
    put(register, edition("2018-02-01", [A, B]))
    (change,) = put(register, edition("2018-02-01", [A]))
    assert (change.edition.added, change.edition.removed) == (0, 1)
    assert times(register, B) == []
    (held,) = times(register, A)
    assert held.withdrawn is None


def test_parts_of_a_list_do_not_withdraw_what_another_part_said(register: Register) -> None:
    put(register, edition("2018-01-01", [A], part="names"), edition("2018-01-01", [B], part="more"))
    put(register, edition("2018-02-01", [A], part="names"))
    (held,) = times(register, B)
    assert held.withdrawn is None


def test_what_two_lists_say_is_vouched_for_by_each(register: Register) -> None:
    put(register, edition("2018-01-01", [A], "un"), edition("2018-01-01", [A], "eu"))
    put(register, edition("2018-02-01", [B], "eu"))
    assert {(one.dataset, one.withdrawn) for one in times(register, A)} == {("un", None), ("eu", date(2018, 2, 1))}


def test_days_cited_inside_a_list_are_not_overruled_by_its_editions(register: Register) -> None:
    cited = relation("a", "member_of", "b", cited=date(2015, 5, 1))
    put(register, edition("2018-01-01", [cited]))
    (held,) = times(register, cited)
    assert (held.time.first_cited, held.time.last_cited) == (date(2015, 5, 1), date(2015, 5, 1))


def test_an_edition_of_an_imprecise_day_proves_no_day_and_withdraws_late(register: Register) -> None:
    """Published some time in 2018: nobody knows what the list held on a given day of that year."""
    put(register, edition("2017-12-01", [A]))
    put(register, edition("2018-06-15", [A]))
    put(register, edition("2018", [LISTED]))
    assert on(register, A, "2018-06-15") == "attested"
    assert on(register, A, "2018-12-30") != "no"
    assert on(register, A, "2018-12-31") == "no"
    (held,) = times(register, LISTED)
    assert (held.time.first_cited, held.time.last_cited) == (None, None)
    assert on(register, LISTED, "2018-12-31") == "presumed"


def test_an_edition_needs_a_day(register: Register) -> None:
    for published in ("", "..", "[2018..]"):
        with pytest.raises(BadInput, match="no day of publication") as caught:
            put(register, edition(published, [A]))
        assert "--published" in caught.value.hint
    assert register.editions() == []


# --- working files ---------------------------------------------------------------------------------------


def test_only_the_newest_state_of_a_claims_file_counts(register: Register) -> None:
    put(register, working_file([A, B]))
    before = register.known_at()
    put(register, working_file([B, name("c", "Karim")]))
    assert {one.claim.value for one in register.claims()} == {"Basim", "Karim"}
    assert {one.claim.value for one in register.claims(known_at=before)} == {"Akram", "Basim"}


def test_an_import_of_a_claims_file_counts_the_differences_to_its_newest_state(register: Register) -> None:
    changes = put(register, working_file([A]), working_file([A, B]), working_file([B, LISTED]))
    assert [(one.edition.added, one.edition.removed) for one in changes] == [(1, 0), (1, 0), (1, 1)]


def test_what_leaves_a_claims_file_is_a_correction_and_not_an_end(register: Register) -> None:
    post = relation("a", "member_of", "b", "2016/..")
    put(register, working_file([post]))
    put(register, working_file([B]))
    assert times(register, post) == []
    put(register, working_file([post]))  # the old file again is news, for it is not the newest state
    (held,) = times(register, post)
    assert (held.time, held.withdrawn) == (post.time, None)


@given(st.lists(st.frozensets(st.sampled_from(range(len(POOL)))), max_size=6))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_claims_file_holds_its_newest_state_after_any_changes(states: list[frozenset[int]]) -> None:
    with temporary() as register:
        for state in states:
            put(register, working_file([POOL[one] for one in state]))
            assert {one.claim for one in register.claims()} == {POOL[one] for one in state}
            assert all(one.time == one.claim.time and one.withdrawn is None for one in register.claims())


# --- a file that was cut off ----------------------------------------------------------------------------

MANY = [name(f"e-{number}", f"Name {number}") for number in range(200)]


def test_a_newer_edition_without_most_of_the_list_is_refused_unless_said_to_be_right(register: Register) -> None:
    put(register, edition("2018-01-01", MANY))
    before = register.digest(), register.acts()
    cut = edition("2018-02-01", MANY[:99])
    with pytest.raises(BadInput, match="would withdraw 101 of 200 entries of the list: is the file cut off") as caught:
        put(register, working_file([A]), cut)
    assert (caught.value.place, "--shrunk" in caught.value.hint) == ("l", True)
    assert (register.digest(), register.acts()) == before
    (change,) = put(register, replace(cut, shrunk=True))
    assert (change.edition.total, change.edition.removed) == (99, 101)


def test_a_list_whose_every_cell_was_rewritten_has_lost_nobody(register: Register) -> None:
    put(register, edition("2018-01-01", MANY))
    (change,) = put(register, edition("2018-02-01", [name(one.subject, f"New {one.value}") for one in MANY]))
    assert (change.edition.added, change.edition.removed) == (200, 200)


def test_entries_that_lost_most_of_what_was_said_of_them_are_refused(register: Register) -> None:
    put(register, edition("2018-01-01", [*MANY, *(name(one.subject, f"Other {one.value}") for one in MANY[:100])]))
    hollow = edition("2018-02-01", MANY[:149])
    with pytest.raises(BadInput, match="would leave 149 of 300 claims of the list: is the file cut off"):
        put(register, hollow)
    (change,) = put(register, edition("2018-02-01", MANY[:150]))
    assert change.edition.total == 150


@pytest.mark.parametrize(
    ("held", "newer"),
    [
        (edition("2018-01-01", MANY), edition("2018-02-01", MANY[:100])),
        (edition("2018-01-01", MANY[:199]), edition("2018-02-01", MANY[:1])),
        (edition("2018-01-01", MANY), edition("2017-01-01", MANY[:1])),
        (working_file(MANY), working_file(MANY[:1])),
    ],
    ids=["half", "a short list", "an older edition", "a working file"],
)
def test_other_editions_may_hold_less(register: Register, held: Incoming, newer: Incoming) -> None:
    put(register, held)
    (change,) = put(register, newer)
    assert change.edition.removed == held_count(held) - change.edition.total


def held_count(incoming: Incoming) -> int:
    return len(list(incoming.claims))


@settings(max_examples=40, deadline=None)
@given(EDITIONS)
def test_one_after_the_other_claims_are_the_same(imported: list[Imported]) -> None:
    with pytest.MonkeyPatch.context() as patch, temporary() as register:
        patch.setattr(stream, "CHUNK", 2)
        for day, numbers in imported:
            put(register, edition(day.isoformat(), [POOL[number] for number in sorted(numbers)]))
        assert list(register.each_claim()) == register.claims()
        if held := register.claims():
            register.retract(held[0].claim.id, "made in error")
            assert list(register.each_claim()) == register.claims()
