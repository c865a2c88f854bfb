"""Judgements on identity: the newest on a pair holds, any can be reversed, and no two may contradict."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muster.claims import Judgement
from muster.errors import BadClaim
from muster.register import Register, clusters
from muster.register.identity import Contradiction, refuse_contradiction

from .made import name, put, same, temporary, working_file

IDS = st.sampled_from("abcdefgh")
JUDGED = st.lists(st.tuples(IDS, IDS, st.sampled_from(["same", "different", "unsure"])), max_size=10)

# Time says nothing of what is right: a busy machine must not fail a test.
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def reached(pairs: list[tuple[str, str]], start: str) -> set[str]:
    """All ids joined to one, by walking the pairs."""
    found, waiting = {start}, [start]
    while waiting:
        at = waiting.pop()
        near = {b for a, b in pairs if a == at} | {a for a, b in pairs if b == at}
        waiting += near - found
        found |= near
    return found


@CALM
@given(JUDGED)
def test_a_cluster_is_all_that_same_judgements_join(judged: list[tuple[str, str, str]]) -> None:
    joined = clusters(same(left, right, verdict) for left, right, verdict in judged)
    pairs = [(left, right) for left, right, verdict in judged if verdict == "same"]
    for one in "abcdefgh":
        assert joined.get(one, one) == min(reached(pairs, one))


@CALM
@given(JUDGED, st.randoms())
def test_the_order_of_judgements_does_not_matter_for_clusters(judged, random) -> None:  # type: ignore[no-untyped-def]
    judgements = [same(*one) for one in judged]
    shuffled = list(judgements)
    random.shuffle(shuffled)
    assert clusters(shuffled) == clusters(judgements)


def test_the_newest_judgement_on_a_pair_holds_whichever_is_named_first(register: Register) -> None:
    for verdict, (left, right) in (("same", "ab"), ("different", "ba"), ("unsure", "ab")):
        register.judge(same(left, right, verdict))
        (held,) = register.judgements()
        assert (held.left, held.right, held.verdict) == ("a", "b", verdict)
    assert clusters(register.judgements()) == {}


def test_a_merge_can_be_reversed_and_was_known_while_it_held(register: Register) -> None:
    put(register, working_file([name("a", "Akram"), name("b", "Akram al-Kabi")]))
    register.judge(same("a", "b"))
    merged = register.known_at()
    register.judge(same("a", "b", "different", "other fathers"))
    assert clusters(register.judgements()) == {}
    assert clusters(register.judgements(merged)) == {"a": "a", "b": "a"}
    assert {one.claim.subject for one in register.claims()} == {"a", "b"}  # claims keep their ids


def test_a_chain_that_joins_what_was_judged_different_is_refused(register: Register) -> None:
    register.judge(same("a", "c", "different", "other fathers"))
    register.judge(same("a", "b"))
    before = (register.judgements(), register.digest(), register.acts())
    with pytest.raises(BadClaim, match="a and c, which were judged different") as caught:
        register.judge(same("b", "c"))
    assert "other fathers" in caught.value.hint
    assert (register.judgements(), register.digest(), register.acts()) == before
    register.judge(same("a", "c", "unsure"))  # reversed first, it is allowed
    register.judge(same("b", "c"))
    assert set(clusters(register.judgements()).values()) == {"a"}


@pytest.mark.parametrize(
    ("judgement", "problem"),
    [
        (Judgement("a", "b", "perhaps", "why", "me"), "'perhaps' is not a verdict"),
        (Judgement("a", "b", "same", " ", "me"), "gives no reason"),
        (Judgement("a", "a", "same", "why", "me"), "against itself"),
    ],
)
def test_a_judgement_that_says_nothing_is_refused(register: Register, judgement: Judgement, problem: str) -> None:
    with pytest.raises(BadClaim, match=problem):
        register.judge(judgement)
    assert register.judgements() == []
    assert register.acts() == []


def test_judgements_come_with_a_file_and_count_once(register: Register) -> None:
    (change,) = put(register, working_file([name("a", "Akram")], judgements=(same("a", "b"), same("b", "c"))))
    assert change.judgements == 2
    (change,) = put(register, working_file([name("b", "Basim")], judgements=(same("a", "b"), same("c", "b"))))
    assert change.judgements == 0
    assert len(register.judgements()) == 2


@CALM
@given(JUDGED, JUDGED)
def test_of_judgements_made_elsewhere_only_those_that_fit_are_recorded(
    standing: list[tuple[str, str, str]], made: list[tuple[str, str, str]]
) -> None:
    with temporary() as register:
        for left, right, verdict in standing:
            with suppress(BadClaim):
                register.judge(same(left, right, verdict))
        before = {one.pair: one for one in register.judgements()}
        given_ = [same(*one) for one in made if one[0] != one[1]]
        new, left_out = register.judge_fitting(given_)
        after = {one.pair: one for one in register.judgements()}
    assert all(after[pair] == one for pair, one in before.items())
    assert new + sum(left_out.values()) == len(given_)
    assert new == len(after) - len(before)
    joined = clusters(after.values())
    assert all(
        joined.get(j.left, j.left) != joined.get(j.right, j.right) for j in after.values() if j.verdict == "different"
    )
    # What was left out would have contradicted, or the pair was judged before it.
    for one in given_:
        if one.pair not in after:
            with pytest.raises(BadClaim):
                refuse_contradiction([*after.values(), one])


def test_what_is_one_by_way_of_a_third_is_not_judged_different() -> None:
    with temporary() as register:
        register.judge(same("a", "b"), same("b", "c"), same("c", "d"))
        with pytest.raises(
            Contradiction, match=r"a and c are one by what was judged the same: a and b, as .*; b and c"
        ):
            register.judge(same("a", "c", "different"))
        register.judge(same("b", "c", "unsure"))
        register.judge(same("a", "c", "different"))
        with pytest.raises(Contradiction, match="would join a and c, which were judged different") as refused:
            register.judge(same("b", "c"))
    assert refused.value.pairs == [("a", "c"), ("a", "b"), ("b", "c")]
