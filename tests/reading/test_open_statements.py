"""What somebody denies, fears, asks or only supposes is asserted by no rule, whatever words tell of it.

Each sentence of the two lists is put behind such words. What a noun phrase says in passing (`the Guard’s commander,
Colonel Reeve`) stays said.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from muster.claims import Stance
from tests.reading import test_law_and_help, test_posts_and_parts
from tests.reading.made import BODIES, read

OPEN = [
    "Officials denied that {}.", "It is untrue that {}.", "If {}, the government will fall.",
    "It is unclear whether {}.",
    "Residents fear that {}.", "There is no evidence that {}.", "Officials were asked whether {}.",
]  # fmt: skip
IN_PASSING = {"titled-post", "body-of-person", "wing-of", "posting", "of-body"}
SENTENCES = dict.fromkeys(
    one[1] for one in (*test_posts_and_parts.TOLD, *test_law_and_help.TOLD) if one[0] != "alias" and "," not in one[1]
)
CASES = [one for one in SENTENCES if ". " not in one]
PLAIN = {
    "The",
    "A",
    "An",
    "In",
    "At",
    "Since",
    "Between",
    "Under",
    "It",
    "Analysts",
    "Prosecutors",
    "Its",
    "Up",
    "Four",
}


@pytest.mark.parametrize("text", CASES)
def test_what_is_left_open_is_not_asserted(tmp_path: Path, text: str) -> None:
    lower = text[0].lower() + text[1:] if text.split()[0] in PLAIN else text
    for words in OPEN:
        found = read(tmp_path, words.format(lower.rstrip(".")), BODIES).proposals
        asserted = [
            one.rule for one in found if one.stance is Stance.ASSERTED and one.kind not in ("statement", "alias")
        ]
        assert set(asserted) <= IN_PASSING, words
