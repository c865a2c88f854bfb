"""Postings against BRAT annotations, by the protocol of the published baseline.

Entities: in every sentence that has annotations, names by their words and kind (titles and roles are one kind).
Relations: with the annotated entities given, both ends overlapping and the kind right, over all texts; and with our
own entities. Postings: end to end, a person with title or unit is right if all that is said of the person is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from muster.reading.brat import Annotated, Span
from muster.reading.postings import Piece, joined, pieces, postings
from muster.reading.text import clean, sentences, words

_EDGE = " ,.;:()’‘“”'\""


def measure_texts(texts: Sequence[Annotated], misses: bool = False) -> dict[str, Any]:
    """All figures of these texts; with `misses`, what was missed and what was found too much."""
    entities: dict[str, list[int]] = {}
    whole: dict[str, list[int]] = {}
    relations: dict[str, list[int]] = {}
    ends = [0, 0, 0]
    own = [0, 0, 0]
    wrong: dict[str, list[str]] = {"entities": [], "relations": [], "postings": []}
    for text in texts:
        plain = clean(text.text)
        _entities(text, plain, entities, whole, wrong["entities"])
        _relations(text, plain, relations, wrong["relations"])
        _postings(text, plain, ends, wrong["postings"])
        _own_relations(text, plain, own)
    answer: dict[str, Any] = {
        "texts": len(texts),
        "entities": _rates(entities),
        "entities_whole_text": _rates(whole),
        "relations": _rates(relations),
        "relations_end_to_end": {"all": _rate(own)},
        "postings": {"all": _rate(ends)},
    }
    if misses:
        answer["which"] = {
            name: [f"{count}x {what}" for what, count in Counter(lines).most_common(80)]
            for name, lines in wrong.items()
        }
    return answer


def _rates(counts: dict[str, list[int]]) -> dict[str, Any]:
    total = [sum(each[place] for each in counts.values()) for place in range(3)]
    return {kind: _rate(each) for kind, each in [*sorted(counts.items()), ("all", total)]}


def _rate(count: Sequence[int]) -> dict[str, Any]:
    """From (right, found, in gold) to precision, recall and F1."""
    right, found, gold = count
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    both = 2 * precision * recall / (precision + recall) if right else 0.0
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(both, 4),
        "right": right,
        "found": found,
        "gold": gold,
    }


def _lines(plain: str) -> Iterable[tuple[int, str]]:
    for found in re.finditer(r"[^\n]+", plain):
        yield found.start(), found[0]


def _name(text: str) -> str:
    return " ".join(word.text for word in words(clean(text).strip(_EDGE)) if word.text[0].isalnum()).lower()


def _entities(
    text: Annotated, plain: str, inside: dict[str, list[int]], whole: dict[str, list[int]], wrong: list[str]
) -> None:
    """Names in annotated sentences, and in all; a name counts once a sentence and kind."""
    for start, line in _lines(plain):
        found = pieces(line, start)
        for sentence in sentences(line, start):
            gold = {
                (one.kind, _name(text.text[one.start : one.end]))
                for one in text.spans
                if sentence.start <= one.start < sentence.end
            }
            ours = {(one.kind, _name(one.text)) for one in found if sentence.start <= one.start < sentence.end}
            for counts, use in ((inside, bool(gold)), (whole, True)):
                if use:
                    for kind, _ in ours & gold:
                        counts.setdefault(kind, [0, 0, 0])[0] += 1
                    for kind, _ in ours:
                        counts.setdefault(kind, [0, 0, 0])[1] += 1
                    for kind, _ in gold:
                        counts.setdefault(kind, [0, 0, 0])[2] += 1
            if gold:
                wrong += [f"missed {kind}: {name}" for kind, name in gold - ours]
                wrong += [f"not in gold {kind}: {name}" for kind, name in ours - gold]


def _relations(text: Annotated, plain: str, counts: dict[str, list[int]], wrong: list[str]) -> None:
    """Who belongs to whom, with the annotated stretches given."""
    true = {((one.start, one.end), (other.start, other.end)) for one, other in text.relations}
    kinds = {(other.start, other.end): other.kind for _, other in text.relations}
    for _, place in true:
        counts.setdefault(kinds[place], [0, 0, 0])[2] += 1
    for start, line in _lines(plain):
        given = [_piece(one, plain) for one in text.spans if start <= one.start < start + len(line)]
        for person, other in joined(line, sorted(given, key=lambda one: one.start), start):
            count = counts.setdefault(other.kind, [0, 0, 0])
            count[1] += 1
            right = ((person.start, person.end), (other.start, other.end)) in true
            count[0] += right
            if not right:
                wrong.append(
                    f"{person.text} – {other.text} | {line[max(person.start - start - 60, 0) : other.end - start + 60]}"
                )


def _own_relations(text: Annotated, plain: str, count: list[int]) -> None:
    """Who belongs to whom in whole texts, with our own stretches: both ends overlapping and the kind right."""
    count[2] += len(text.relations)
    taken: set[int] = set()
    for start, line in _lines(plain):
        for person, other in joined(line, pieces(line, start), start):
            count[1] += 1
            found = next(
                (
                    number
                    for number, (one, each) in enumerate(text.relations)
                    if number not in taken
                    and _overlap(person, one)
                    and _overlap(other, each)
                    and other.kind == each.kind
                ),
                None,
            )
            if found is not None:
                taken.add(found)
                count[0] += 1


def _piece(one: Span, plain: str) -> Piece:
    return Piece(one.kind, one.start, one.end, plain[one.start : one.end])


def _overlap(one: Piece, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _postings(text: Annotated, plain: str, count: list[int], wrong: list[str]) -> None:
    """Postings end to end; gold ones are the persons with a title or a unit."""
    gold: dict[Span, list[Span]] = {}
    for person, other in text.relations:
        gold.setdefault(person, []).append(other)
    posted = {person: others for person, others in gold.items() if any(one.kind != "rank" for one in others)}
    count[2] += sum(max(1, sum(one.kind == "title" for one in others)) for others in posted.values())
    for start, line in _lines(plain):
        for one in postings(line, start):
            if one.title is None or one.unit is None:
                continue  # not proposed: a post needs both
            count[1] += 1
            others = next((others for person, others in gold.items() if _overlap(one.person, person)), [])
            parts = [part for part in (one.rank, one.title, one.unit) if part is not None]
            right = bool(others) and all(
                any(part.kind == each.kind and _overlap(part, each) for each in others) for part in parts
            )
            count[0] += right
            if not right:
                wrong.append(
                    f"{one.rank.text if one.rank else ''} {one.person.text} – {one.title.text} – {one.unit.text}"
                    f" | gold: {[(each.kind, text.text[each.start : each.end]) for each in others]}"
                )
