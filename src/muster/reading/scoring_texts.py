"""Texts with their claims listed by hand, one YAML file each, and the score of a reading over all of them.

The form is made to be written by hand: a claim is a line with the words it stands on, and the offsets are found. It
serves to check rules on texts that were written or chosen before the rules saw them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from muster.claims import digest
from muster.errors import BadInput, NotFound
from muster.reading.documents import Document
from muster.reading.gazetteer import Gazetteer, Known
from muster.reading.proposing import propose
from muster.reading.scoring import GoldClaim, Score, score

PUBLISHER = "the publication"
_PAIRS = frozenset({"lenient", "strict", "quotations"})
_HARM = frozenset({"incident", "accusation"})
_STANCES = frozenset({"asserted", "alleged", "denied", "pending", "estimated", "normative"})
_HINT = "a claim is [kind, subject, object, stance, speaker, words of the text, and optionally `optional` or a kind]"


@dataclass(frozen=True)
class ListedText:
    """A text, the names that a register holds of it, and the claims it makes."""

    document: Document
    names: tuple[str, ...]
    claims: tuple[GoldClaim, ...]

    def gazetteer(self) -> Gazetteer:
        """The names as a register would give them."""
        made = Gazetteer()
        for number, name in enumerate(self.names):
            made.add(name, Known(f"e{number}", "organization", name))
        return made


def read_texts(folder: Path) -> list[ListedText]:
    """The texts of a folder. Raises NotFound if it holds none, BadInput with the place if one is malformed."""
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise NotFound(f"no texts in {folder}", hint="one YAML file for each text, see docs/reading.md")
    return [_text(one) for one in files]


def _text(file: Path) -> ListedText:
    try:
        data: Any = yaml.safe_load(file.read_text("utf-8"))
        text, published = str(data["text"]), date.fromisoformat(str(data["published"]))
        rows, names = list(data["claims"]), tuple(map(str, data.get("names", ())))
    except (OSError, ValueError, yaml.YAMLError, KeyError, TypeError) as fault:
        problem = f"not a text with its claims: {fault}".splitlines()[0]
        raise BadInput(problem, place=file.name, hint="it needs title, published, text and claims") from None
    document = Document(file.name, "text", text, digest(text), published, title=str(data.get("title", "")))
    return ListedText(document, names, tuple(_claim(row, f"{file.stem}.{n}", text) for n, row in enumerate(rows, 1)))


def _claim(row: Any, place: str, text: str) -> GoldClaim:
    if not isinstance(row, list) or not 6 <= len(row) <= 7:
        raise BadInput(f"not a claim: {row!r}", place=place, hint=_HINT)
    kind, subject, other, stance, speaker, quote, *more = map(str, row)
    if stance not in _STANCES:
        raise BadInput(f"unknown stance {stance!r}", place=place, hint=f"one of {', '.join(sorted(_STANCES))}")
    if text.count(quote) != 1:
        problem = f"the words stand {text.count(quote)} times in the text, not once: {quote!r}"
        raise BadInput(problem, place=place, hint="quote them as they stand there, and enough of them")
    kinds = _HARM if kind == "harm" else frozenset()
    if more and more[0] != "optional":
        kinds |= {more[0]}
    start = text.index(quote)
    return GoldClaim(
        place, kind, subject, "", other, speaker or PUBLISHER, stance, start, start + len(quote), kinds,
        optional=more == ["optional"],
    )  # fmt: skip


@dataclass
class Total:
    """The score of all texts together, and how many sentences and claims they hold."""

    score: Score = field(default_factory=Score)
    texts: int = 0
    sentences: int = 0


def measure_texts(texts: list[ListedText], *, known: bool = True) -> Total:
    """Read each text, with the names of its register or (`known` false) with none, and add up the scores."""
    total = Total()
    for one in texts:
        found = propose(one.document, one.gazetteer() if known else Gazetteer())
        _add(total.score, score(found, one.claims, PUBLISHER), one.document.name.removesuffix(".yaml"))
        total.texts += 1
        total.sentences += found.sentences
    return total


def _add(total: Score, one: Score, name: str) -> None:
    """Add counts, and lists with the text's name before what has none."""
    for field_ in fields(Score):
        held, more = getattr(total, field_.name), getattr(one, field_.name)
        if isinstance(more, int):
            setattr(total, field_.name, held + more)
        elif isinstance(more, dict):
            for kind, counts in more.items():
                mine = held.setdefault(kind, [0, 0])
                mine[:] = [mine[0] + counts[0], mine[1] + counts[1]]
        elif field_.name in _PAIRS:
            held[:] = [mine + its for mine, its in zip(held, more, strict=True)]
        else:
            held += [each if each.startswith(name) else f"{name}: {each}" for each in more]
