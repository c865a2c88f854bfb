"""From the measures of an alignment to one number.

A logistic function fitted on public-domain, OGL, CC0, PDDL and MIT data: half of the held-out aliases of the OFAC and
UK lists, and names of footballers, companies, universities and made-up persons as names that must not hit. The bias
puts 0.7 where 9 of 1,000 such clean names had a hit on the OFAC list (12,000 sampled). Rules that must hold whatever
the fit says come after it: another number is another unit, and one word is not a full name.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from muster.names.align import Alignment, Query
from muster.names.vocabulary import Vocabulary
from muster.names.words import NO_EVIDENCE

WEIGHTS: dict[str, float] = {
    "query_cover": 7.059,
    "name_cover": 4.453,
    "least_cover": -3.986,
    "both_covers": 5.672,
    "agreed": 2.71,
    "agreed_1": -3.829,
    "left_query": 0.549,
    "left_name": -0.04,
    "heaviest_left_query": 0.821,
    "heaviest_left_name": 1.105,
    "weakest": 11.194,
    "mean": -3.684,
    "first_letters_differ": 0.238,
    "order": -2.551,
    "spelt": -7.962,
    "bones": 0.097,
    "alphabet": -2.603,
    "abjad": -3.857,
    "cross_bones": -0.524,
    "abjad_spelt": 2.085,
    "cross_mean": 2.796,
    "joined": -0.379,
    "rare_pairs": 0.42,
    "exact": 1.248,
    "name_is_one_word": -1.46,
    "query_is_one_word": 0.978,
    "last_left": -0.977,
    "length": 1.011,
    "spelt_2": 20.025,
    "weakest_spelt": -8.424,
    "agreed_cover": 0.195,
    "both_left": 0.074,
    "pairs_mean": -0.086,
}
"""Measure → weight, in the order of `Alignment.features`."""

BIAS = -16.318

OTHER_NUMBER = 0.45
"""Highest score of names with different numbers (`33rd Division`, `99th Division`)."""

NOT_ENOUGH = 0.69
"""Highest score where one word of a longer name is all there is."""

NEARLY = 0.99
"""Highest score of names whose folded words are not equal."""

_RARE = 0.6
_NAMING = frozenset({"word", "common"})
_WEIGHTS = tuple(WEIGHTS.values())


def score(query: Query, name: Sequence[int], alignment: Alignment, vocabulary: Vocabulary) -> float:
    """The score in [0, 1] of names that are not equal; 0.7 is the threshold it is calibrated for."""
    z = BIAS + sum(weight * value for weight, value in zip(_WEIGHTS, alignment.features, strict=True))
    value = min(NEARLY, 1.0 / (1.0 + exp(-max(-30.0, min(30.0, z)))))
    if alignment.number_conflict:
        return min(value, OTHER_NUMBER)
    if _one_word_is_all(query, name, alignment, vocabulary):
        return min(value, NOT_ENOUGH)
    return value


def _one_word_is_all(query: Query, name: Sequence[int], alignment: Alignment, vocabulary: Vocabulary) -> bool:
    """Whether one word agrees and either the query has no other against a longer or commonly named name, or both
    sides have another word that cannot be a misspelling of the other's (`Hussein Qarmuti`, `Hassan Qarmuti`)."""
    evidence = [i for i, kind in enumerate(query.kinds) if kind not in NO_EVIDENCE]
    left = [vocabulary.kinds[name[j]] for j in alignment.name_left]
    if len(evidence) == 1:
        words_left = sum(kind not in NO_EVIDENCE for kind in left)
        return words_left > 1 or (words_left == 1 and query.weights[evidence[0]] < _RARE)
    pairs = sum(any(query.kinds[i] not in NO_EVIDENCE for i in link.query) for link in alignment.links)
    joined = any(len(link.query) + len(link.name) > 2 for link in alignment.links)
    if pairs != 1 or joined:
        return False
    ours = [(query.tokens[i], query.kinds[i]) for i in alignment.query_left if query.kinds[i] in _NAMING]
    theirs = [(vocabulary.texts[name[j]], vocabulary.kinds[name[j]]) for j in alignment.name_left]
    theirs = [(word, kind) for word, kind in theirs if kind in _NAMING]
    # a slip of the pen seldom hits the first letter, and never turns one well-known name into another
    return bool(ours and theirs) and all(
        one[0] != two[0] or kind_one == kind_two == "common" for one, kind_one in ours for two, kind_two in theirs
    )
