"""How well the articles of five folders are read: invented facts, claims listed by hand.

The claims were listed before the rules read the articles, those of `texts_second`, `texts_third` and `texts_fourth` by
others than the writers of the rules. The rules were then mended with them in view, so these are floors against going
back; docs/reading.md has the figures of the first runs.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from muster.errors import BadInput, NotFound
from muster.reading.scoring_texts import PUBLISHER, measure_texts, read_texts

HERE = Path(__file__).parent
KINDS = {
    "accusation", "affiliation", "alias", "assistance", "command", "component", "count", "designation", "harm",
    "incident", "legal_proceeding", "legal_status", "position", "statement",
}  # fmt: skip
DISPUTED = {"27-orchards.23"}  # a post in apposition, which the text or the expert it quotes may tell: optional
GOOD = "title: A\npublished: 2021-03-17\ntext: The army denied it. The army left.\n"


FLOORS = {  # folder → strict precision and recall, lenient precision, shown; with the names of each text and without
    "texts": ((0.72, 0.78, 0.88, 0.96), (0.72, 0.78, 0.88, 0.96)),
    "texts_unseen": ((0.66, 0.68, 0.89, 1.0), (0.62, 0.62, 0.85, 1.0)),
    "texts_second": ((0.70, 0.49, 0.90, 0.95), (0.69, 0.48, 0.90, 0.95)),
    "texts_third": ((0.60, 0.28, 0.82, 0.96), (0.58, 0.25, 0.82, 0.96)),
    "texts_fourth": ((0.60, 0.30, 0.80, 0.96), (0.57, 0.26, 0.77, 0.95)),
}


@pytest.mark.parametrize("folder", FLOORS)
@pytest.mark.parametrize("known", [True, False], ids=["with names", "without"])
def test_articles_with_their_claims(folder: str, known: bool) -> None:
    figures = measure_texts(read_texts(HERE / folder), known=known).score.as_dict()
    precision, recall, lenient, shown = FLOORS[folder][not known]
    assert figures["which"]["harm_on_wrong_subject"] == []
    assert figures["which"]["lost_denials"] == []
    assert set(figures["which"]["raised_stances"]) <= DISPUTED
    assert figures["strict"]["precision"] >= precision
    assert figures["strict"]["recall"] >= recall
    assert figures["lenient"]["precision"] >= lenient
    assert figures["shown_of_gold"][0] >= shown * figures["shown_of_gold"][1]


@pytest.mark.parametrize(
    ("folder", "number"),
    [("texts", 10), ("texts_unseen", 5), ("texts_second", 8), ("texts_third", 6), ("texts_fourth", 4)],
)
def test_lists_keep_their_form_and_raise_no_harm(folder: str, number: int) -> None:
    texts = read_texts(HERE / folder)
    assert len(texts) == number
    for one in texts:
        for each in one.claims:
            assert each.kind in KINDS, each.id
            if each.kind == "harm" and each.stance == "asserted":  # told by the text itself, or owned to
                assert each.speaker in (PUBLISHER, each.subject), each.id


def test_scores_of_several_texts_add_up() -> None:
    texts = read_texts(HERE / "texts")
    total = measure_texts(texts)
    each = [measure_texts([one]).score for one in texts]
    assert total.texts == len(texts)
    assert total.score.proposals == sum(one.proposals for one in each)
    assert total.score.strict == [sum(one.strict[place] for one in each) for place in range(2)]
    assert len(total.score.missed) == sum(len(one.missed) for one in each) > 0


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[", "not a text"),
        ("title: A\n", "not a text"),
        (GOOD + "claims:\n- [statement, army]\n", "not a claim"),
        (GOOD + "claims:\n- [statement, army, it, sure, army, The army denied it]\n", "unknown stance"),
        (GOOD + "claims:\n- [statement, army, it, denied, army, The army]\n", "2 times"),
    ],
)
def test_a_malformed_text_is_refused_with_its_place(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(NotFound, match="no texts"):
        read_texts(tmp_path)
    (tmp_path / "one.yaml").write_text(text, "utf-8")
    with pytest.raises(BadInput, match=problem) as caught:
        read_texts(tmp_path)
    assert caught.value.place.startswith("one")
