"""From the measures of an alignment to one number.

A small fitted function (see `bench/fit_names.py` for the data, the split and the curve; `score.json` for its numbers),
then a calibration: the score is the share of such hits that were true in the held-out sample. Rules that must hold
whatever the fit says come after it: another number is another unit, and one word is not a full name.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from muster.names.screen import EQUAL

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEATURES = (
    "query_cover", "name_cover", "least_cover", "both_covers", "agreed", "agreed_1", "left_query", "left_name",
    "heaviest_left_query", "heaviest_left_name", "weakest", "mean", "first_letters_differ", "order", "spelt", "bones",
    "alphabet", "abjad", "cross_bones", "abjad_spelt", "cross_mean", "joined", "rare_pairs", "exact",
    "name_is_one_word", "query_is_one_word", "last_left", "length", "spelt_2", "weakest_spelt", "agreed_cover",
    "both_left", "pairs_mean", "person", "person_spelt", "letters", "initials", "words_left_query", "words_left_name",
    "syllables", "squeezed", "acronym", "acronym_length", "consonants", "first_left", "name_first_left",
    "name_last_left", "best_link", "second_link", "words_query", "words_name", "own_script",
    "left_alike", "naming_left_query", "naming_left_name", "replaced",
)  # fmt: skip
"""What `align.measure` writes, in order."""

OTHER_NUMBER = 0.45
"""Highest score of names with different numbers (`33rd Division`, `99th Division`)."""

NOT_ENOUGH = 0.49
"""Highest score where one word of a longer name is all there is."""

ONE_RARE_WORD = 0.9
"""The same for a very rare word of a name that is no person's (`Rostec`)."""

VERY_RARE = 0.85
"""Weight of such a word."""

NEARLY = 0.99
"""Highest score of names whose folded words are not equal."""


OTHER_ORDER = EQUAL
"""Score of a person with equal words that begin elsewhere (`HASSAN, Ahmad`); nothing but equal words scores as much."""

EXCHANGED = 0.9
"""Score of a person with equal words in an order of another: given name and father's name exchanged."""

SAME_WORDS = 0.8
"""Lowest score of an organisation whose words all stand for one another (`وزارة النفط`, `Ministry of Oil`)."""

INITIALS_ONLY = (0.35, 0.5, 0.6)
"""Highest score of initials that no list has stated, by how many they are: three, four, more."""


class Model(NamedTuple):
    """The fitted function: `gate`, a quick first look (a weight for each measure and a bias; below 0 nothing can come
    of it); a row of weights for each measure (`hidden`) and a `bias` for each unit, the weights of the units with a
    bias (`out`), and the calibration by straight lines between `knots` and `levels`."""

    gate: NDArray[Any]
    hidden: NDArray[Any]
    bias: NDArray[Any]
    out: NDArray[Any]
    knots: NDArray[Any]
    levels: NDArray[Any]


@lru_cache(maxsize=1)
def model() -> Model:
    """The shipped function, read once."""
    import numpy as np

    data: dict[str, Any] = json.loads(resources.files("muster.names").joinpath("score.json").read_text("utf-8"))
    gate, mean, scale, hidden, out, knots, levels = (
        np.array(data[name], np.float64) for name in ("gate", "mean", "scale", "hidden", "out", "knots", "levels")
    )
    # measures are scaled before they are weighed: that is part of the weights
    weights = hidden[:, :-1] * scale
    return Model(gate, np.ascontiguousarray(weights.T), hidden[:, -1] - weights @ mean, out, knots, levels)
