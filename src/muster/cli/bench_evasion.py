"""What `muster bench evasion` measures: whether listed names are found after the tricks people use.

Each class of tricks is a small function; names are taken from the gallery given, altered by a fixed seed, and searched
at a threshold. A name a trick does not change is left out.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from typing import Any

from muster.cli.bench_rows import Rows
from muster.errors import UsageError
from muster.names import IndexedName, NameIndex, fold

Trick = Callable[[str, random.Random], str]

_CYRILLIC = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")
_LEET = str.maketrans("oeaOEA", "034034")
_ACCENTS = {"a": "á", "e": "ë", "i": "ï", "o": "ö", "u": "û", "s": "š", "z": "ž", "n": "ñ", "c": "ç"}
_SOUNDS = (("kh", "h"), ("q", "k"), ("ou", "u"), ("y", "i"), ("ee", "i"), ("oo", "u"), ("ph", "f"), ("j", "dj"))
_TITLES = {"person": ("Mr", "Dr", "General", "Haji", "Sheikh", "Col."), "": ("The", "M/s")}


def _inside(text: str, rng: random.Random, change: Callable[[str, int], str]) -> str:
    """The text with one inner letter of its longest word changed."""
    word = max(text.split(), key=len, default="")
    if len(word) < 5 or not word.isalpha():
        return text
    return text.replace(word, change(word, rng.randint(1, len(word) - 2)), 1)


def _sounds(text: str, _: random.Random) -> str:
    lowered = text.lower()
    for old, new in _SOUNDS:
        if old in lowered:
            return lowered.replace(old, new, 1)
    return text


TRICKS: dict[str, Trick] = {
    "look-alike letters": lambda t, _: t.translate(_CYRILLIC),
    "digits for letters": lambda t, r: _inside(t, r, lambda w, _: w.translate(_LEET) if len(w) < 9 else w),
    "invisible characters": lambda t, r: _inside(t, r, lambda w, k: f"{w[:k]}\u200b{w[k:]}"),
    "spaced letters": lambda t, _: "  ".join(" ".join(word) for word in t.split()),
    "styled letters": lambda t, _: "".join(chr(0x1D400 + ord(c) - 65) if "A" <= c <= "Z" else c for c in t.upper()),
    "full-width letters": lambda t, _: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in t),
    "accents added": lambda t, _: "".join(_ACCENTS.get(c, c) for c in t.lower()),
    "combining marks": lambda t, r: _inside(t, r, lambda w, k: unicodedata.normalize("NFD", f"{w[:k]}\u0323{w[k:]}")),
    "doubled letter": lambda t, r: _inside(t, r, lambda w, k: w[: k + 1] + w[k:]),
    "letter left out": lambda t, r: _inside(t, r, lambda w, k: w[:k] + w[k + 1 :]),
    "letters swapped": lambda t, r: _inside(t, r, lambda w, k: w[:k] + w[k + 1] + w[k] + w[k + 2 :]),
    "another sound": _sounds,
    "words joined": lambda t, _: t.replace(",", " ").replace("  ", " ").replace(" ", "", 1),
    "word split": lambda t, r: _inside(t, r, lambda w, _: f"{w[: len(w) // 2]} {w[len(w) // 2 :]}"),
    "order reversed": lambda t, _: " ".join(reversed(t.replace(",", " ").split())),
    "punctuation": lambda t, _: ".".join(t.replace(",", " ").split()) + ".",
    "title added": lambda t, r: f"{r.choice(_TITLES['person'])} {t}",
    "direction marks": lambda t, _: f"\u202e{t}\u202c",
}  # fmt: skip


def measure(gallery: Rows, threshold: float, sample: int) -> dict[str, Any]:
    """Found and tried by class, for names of two words or more."""
    names = [
        IndexedName(str(row["id"]), name["name"], name["kind"], row["schema"].lower())
        for row in gallery
        for name in row["names"]
    ]
    if not names:
        raise UsageError("nothing to alter", hint="the gallery needs at least one name")
    index = NameIndex.build(names)
    fit = [name for name in names if name.name.isascii() and len(fold(name.name).tokens) > 1]
    fit = [fit[k * len(fit) // sample] for k in range(sample)] if sample < len(fit) else fit
    rng = random.Random(20260101)  # noqa: S311 - the same names every time
    classes: dict[str, list[int]] = {}
    flagged: dict[str, int] = {}
    for trick, alter in TRICKS.items():
        pairs = [(name, alter(name.name, rng)) for name in fit if trick != "title added" or name.schema == "person"]
        pairs = [(name, text) for name, text in pairs if text.strip() != name.name]
        hits = index.search_many([text for _, text in pairs], threshold=threshold, limit=20)
        found = [
            any(hit.entity == name.entity for hit in hit_list) for (name, _), hit_list in zip(pairs, hits, strict=True)
        ]
        classes[trick] = [sum(found), len(found)]
        flagged[trick] = sum(fold(text).evasion for _, text in pairs)
    return {"threshold": threshold, "classes": classes, "flagged": flagged}
