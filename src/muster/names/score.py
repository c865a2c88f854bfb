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

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEATURES = (
    "query_cover", "name_cover", "least_cover", "both_covers", "agreed", "agreed_1", "left_query", "left_name",
    "heaviest_left_query", "heaviest_left_name", "weakest", "mean", "first_letters_differ", "order", "spelt", "bones",
    "alphabet", "abjad", "cross_bones", "abjad_spelt", "cross_mean", "joined", "rare_pairs", "exact",
    "name_is_one_word", "query_is_one_word", "last_left", "length", "spelt_2", "weakest_spelt", "agreed_cover",
    "both_left", "pairs_mean", "person", "person_spelt", "letters", "initials", "words_left_query", "words_left_name",
    "syllables", "squeezed", "acronym", "acronym_length",
)  # fmt: skip
"""What `align.measure` writes, in order."""

OTHER_NUMBER = 0.45
"""Highest score of names with different numbers (`33rd Division`, `99th Division`)."""

NOT_ENOUGH = 0.49
"""Highest score where one word of a longer name is all there is."""

NEARLY = 0.99
"""Highest score of names whose folded words are not equal."""


class Model(NamedTuple):
    """The fitted function: `hidden` rows of weights with a bias at the end, `out` their weights with a bias, and the
    calibration by straight lines between `knots` and `levels`. Measures are scaled by `mean` and `scale` first."""

    mean: NDArray[Any]
    scale: NDArray[Any]
    hidden: NDArray[Any]
    out: NDArray[Any]
    knots: NDArray[Any]
    levels: NDArray[Any]


@lru_cache(maxsize=1)
def model() -> Model:
    """The shipped function, read once."""
    import numpy as np

    data: dict[str, Any] = json.loads(resources.files("muster.names").joinpath("score.json").read_text("utf-8"))
    return Model(*(np.array(data[name], np.float64) for name in Model._fields))
