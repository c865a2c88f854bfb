"""Military and police ranks as texts write them: `Maj.-Gen.`, `Brigadier General`, `Cmdr.`, `Assistant Superintendent`.

The words are general knowledge of forces that use English names; a rank is one to four words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from muster.reading.lexicon import listed
from muster.reading.text import Word

_SPELL = {
    "gen": "general", "lt": "lieutenant", "lieut": "lieutenant", "col": "colonel", "maj": "major", "brig": "brigadier",
    "capt": "captain", "cpt": "captain", "cmdr": "commander", "cdr": "commander", "adm": "admiral", "sgt": "sergeant",
    "cpl": "corporal", "pte": "private", "supt": "superintendent", "insp": "inspector", "comm": "commissioner",
    "asst": "assistant", "dep": "deputy", "r": "rear", "v": "vice", "wg": "wing", "sqn": "squadron", "flt": "flight",
    "gp": "group", "cdre": "commodore", "ltcol": "lieutenant colonel", "ltgen": "lieutenant general",
    "majgen": "major general", "briggen": "brigadier general", "genera": "general", "admira": "admiral",
}  # fmt: skip
_RANKS = listed("ranks")
_SHORT = frozenset(["csp", "dsp", "asp", "acp", "dcp", "igp", "aig", "dig", "sp", "cp"])
# Words that are ranks only in front of a name, since they mean other things elsewhere.
AMBIGUOUS = listed("ambiguous")
_PART = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4096)
def _pieces(text: str) -> tuple[str, ...]:
    low = [piece.lower() for piece in _PART.findall(text)]
    return tuple(word for piece in low for word in _SPELL.get(piece, piece).split())


_FIRST = frozenset(rank.split()[0] for rank in _RANKS)
_BEGINNINGS = frozenset(rank[:size] for rank in _RANKS for size in range(1, len(rank) + 1))


def rank_at(words: Sequence[Word], place: int) -> tuple[int, str]:
    """How many words from a place on are a rank, and the rank in full; (0, "") if none.

    A rank is written with a capital; a lone word that also means something else counts only in front of a name.
    """
    first = words[place]
    if not first.capital:
        return 0, ""
    start = _pieces(first.text)
    if not start or start[0] not in _FIRST or "’" in first.text:
        return 0, ""
    best = (0, "")
    parts: list[str] = []
    for size in range(1, min(7, len(words) - place) + 1):
        word = words[place + size - 1]
        if word.text in (".", "-", ",") and size > 1:
            if word.text == "," and words[place + size - 2].text.lower().rstrip(".") not in ("maj", "brig", "lt"):
                break
            continue
        pieces = _pieces(word.text)
        if not pieces:
            break
        parts += pieces
        rank = " ".join(parts)
        if rank in _RANKS and (rank not in _SHORT or word.text.isupper()):
            best = (size, rank)
        if rank not in _BEGINNINGS:
            break
    size, rank = best
    if rank in AMBIGUOUS and first.text.rstrip(".").lower() in AMBIGUOUS:
        after = words[place + size] if place + size < len(words) else None
        if not (after and after.capital and after.text[0].isalpha() and rank_like(after.text)):
            return 0, ""
    return best


def rank_like(text: str) -> bool:
    """Whether a word after a rank can begin a name: `General Officer Commanding` is no General Officer."""
    return text.lower() not in (
        "officer",
        "assembly",
        "command",
        "staff",
        "headquarters",
        "hospital",
        "of",
        "security",
        "secretary",
        "council",
        "general",
        "in",
    )
