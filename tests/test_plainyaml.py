"""YAML written by hand: nothing guessed, nothing hidden, and every fault named with its line."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from muster.errors import BadClaim, BadInput
from muster.plainyaml import MAX_DEPTH, Node, compose, near

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def plain(node: Node) -> Any:
    """The tree without its places."""
    if isinstance(node.value, list):
        return [plain(one) for one in node.value]
    if isinstance(node.value, dict):
        return {key: plain(one) for key, one in node.value.items()}
    return node.value


def read(text: str) -> Node:
    return compose(text, "a.yaml")


@pytest.mark.parametrize(
    "word", ["no", "yes", "null", "~", "2018-11", "2018-11-28", "1e3", "0x1f", "1_000", "012", "on"]
)
def test_nothing_is_guessed_from_its_looks(word: str) -> None:
    assert plain(read(f"a: {word}\nb: [{word}]")) == {"a": word, "b": [word]}


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
TREES = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12
)


class Quoting(yaml.SafeDumper):
    """Writes a repeated value out each time."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


@given(st.dictionaries(TEXTS, TREES, min_size=1, max_size=4), st.booleans())
def test_what_is_written_is_what_is_read(data: dict[str, Any], flow: bool) -> None:
    written = yaml.dump(data, Dumper=Quoting, default_style='"', default_flow_style=flow, allow_unicode=True)
    assert plain(read(written)) == data


@given(st.text(max_size=40) | st.text("ab:-[]{}#&*!|>'\"%@\n \t?,", max_size=40))
@example("a: \ud800")
@example("\x00")
@example('"\\ud800": 1')
def test_any_text_is_a_tree_or_bad_input_in_that_file(text: str) -> None:
    try:
        node = read(text)
    except BadInput:
        with pytest.raises(BadInput, match=r"^a\.yaml"):
            read(text)
        return
    assert plain(node) == yaml.load(text, Loader=LOADER)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("a: 1\nb: &x 2", 2, "anchors and aliases"),
        ("a: 1\nb: *x", 2, "anchors and aliases"),
        ("a: 1\nb: !!python/object:os.system 2", 2, "tag"),
        ("a: 1\nb: ! 2", 2, "tag"),
        ("a: 1\nb: 2\na: 3", 3, "'a' occurs twice"),
        ("a:\n  b: 1\n  b: 2", 3, "'b' occurs twice"),
        ("a: 1\n---\nb: 2", 2, "second document"),
        ("a: 1\n? [b]\n: 2", 2, "key must be text"),
        ("a: 1\nb: [1", 2, "not valid YAML"),
        ("a: 1\n\tb: 2", 2, "not valid YAML"),
        ('a: 1\nb: "x\\0"', 2, "character"),
        ("a: 1\nb: " + "[" * 30, 2, "deep"),
    ],
)
def test_a_fault_is_named_with_its_line_and_a_remedy(text: str, line: int, problem: str) -> None:
    with pytest.raises(BadInput, match=problem) as caught:
        read(text)
    assert caught.value.place == f"a.yaml line {line}"
    assert caught.value.hint


def test_an_empty_file_says_how_to_begin() -> None:
    for text in ("", "\n", "# only a remark\n"):
        with pytest.raises(BadInput, match="empty") as caught:
            compose(text, "a.yaml", "it must begin so")
        assert caught.value.hint == "it must begin so"


def test_the_deepest_tree_allowed_is_read() -> None:
    text = "[" * MAX_DEPTH + "x" + "]" * MAX_DEPTH
    assert plain(read(text)) == yaml.load(text, Loader=LOADER)


def test_each_value_knows_the_line_of_its_key() -> None:
    tree = read("a: 1\nb:\n  - x\n  - c:\n\n      late\n").pairs()
    assert tree["a"].line == 1
    assert tree["b"].line == 2
    first, second = tree["b"].items()
    assert (first.line, second.line) == (3, 4)
    assert second.pairs()["c"].place == "a.yaml line 4"


# --- asking a node -----------------------------------------------------------------------------------------


def test_text_comes_without_outer_space_and_may_be_asked_not_to_be_empty() -> None:
    tree = read("a: ' x '\nb:\nc: [x]").pairs()
    assert tree["a"].text() == "x"
    assert tree["b"].text() == ""
    with pytest.raises(BadInput, match="missing"):
        tree["b"].filled()
    with pytest.raises(BadInput, match="text is expected") as caught:
        tree["c"].text()
    assert caught.value.place == "a.yaml line 3"


def test_an_empty_value_is_an_empty_list_or_table() -> None:
    node = read("a:").pairs()["a"]
    assert node.items() == []
    assert node.pairs() == {}
    assert node.words() == []


@pytest.mark.parametrize(("text", "words"), [("x", ["x"]), ("[x, y]", ["x", "y"]), ("", [])])
def test_one_word_may_stand_for_a_list_of_one(text: str, words: list[str]) -> None:
    assert read(f"a: {text}").pairs()["a"].words() == words


def test_a_list_of_words_has_no_gap() -> None:
    with pytest.raises(BadInput, match="missing"):
        read("a: [x, '']").pairs()["a"].words()


def test_a_list_is_not_a_table_nor_a_table_a_list() -> None:
    tree = read("a: [x]\nb: {c: x}").pairs()
    with pytest.raises(BadInput, match="table is expected"):
        tree["a"].pairs()
    with pytest.raises(BadInput, match="list is expected"):
        tree["b"].items()


def test_a_table_names_the_key_that_was_probably_meant() -> None:
    with pytest.raises(BadInput, match="claim has no 'speeker'") as caught:
        read("name: x\nspeeker: y").table(("name", "speaker"), (), "claim")
    assert caught.value.place == "a.yaml line 2"
    assert "speaker" in caught.value.hint


def test_a_table_names_the_key_that_is_missing() -> None:
    with pytest.raises(BadInput, match="claim without 'cite'") as caught:
        read("name: x").table(("name", "cite"), ("name", "cite"), "claim")
    assert "cite" in caught.value.hint


def test_a_choice_says_what_may_be_chosen() -> None:
    node = read("a: maybe").pairs()["a"]
    assert node.choice(("maybe", "no")) == "maybe"
    with pytest.raises(BadInput, match="'maybe' is not allowed") as caught:
        node.choice(("yes", "no"))
    assert caught.value.hint == "one of no, yes"


@given(st.integers(0, 999_999_999), st.integers(0, 999_999_999))
def test_a_whole_number_has_a_least_value(number: int, low: int) -> None:
    node = Node(str(number), "a.yaml", 1)
    if number >= low:
        assert node.whole(low) == number
    else:
        with pytest.raises(BadInput, match="at least"):
            node.whole(low)


@pytest.mark.parametrize("text", ["", "-1", "1.5", "x", "²", "٣", "1e3", "9" * 5000])
def test_what_is_not_a_whole_number_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="whole number"):
        Node(text, "a.yaml", 7).whole()


def test_an_error_inside_gets_the_line_unless_it_has_one() -> None:
    node = Node("x", "a.yaml", 7)

    def fail(place: str) -> None:
        raise BadClaim("wrong", place=place, hint="mend it")

    for place, expected in (("", "a.yaml line 7"), ("b.yaml line 1", "b.yaml line 1")):
        with pytest.raises(BadClaim) as caught:
            node.run(lambda place=place: fail(place))
        assert (caught.value.place, caught.value.hint) == (expected, "mend it")


def test_a_hint_names_close_words_or_all_of_them() -> None:
    assert near("subordinate", ["subordinate_to", "owns"]) == "did you mean subordinate_to?"
    assert near("zzz", ["subordinate_to", "owns"]) == "known: subordinate_to, owns"
