"""How good a reading is, against claims and quotations listed by hand.

Lenient: same kind, places that overlap, and subject or object right (for speech: the speaker). Strict: kind, subject,
object, stance and speaker right (for speech: speaker, stance and place). Three counts come first, because they do the
most damage in vetting: harm on a wrong subject, denials lost, and stances raised.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from muster.claims import Stance
from muster.errors import BadInput
from muster.reading.lexicon import lexicon, listed
from muster.reading.proposals import HARM, Findings, Proposal
from muster.reading.text import clean, words

_SMALL = listed("scoring_small")
# Words that say what a body is, not which one.
_GENERIC = listed("generic")
_BODIES = listed("bodies")
_SAME = {"us": "united states", "u.s": "united states", "america": "united states", "american": "united states",
         "parliament": "parliament", "lawmakers": "parliament", "isis": "islamic state",
         "isil": "islamic state"}  # fmt: skip
# Gold files know four stances; ours are finer below `asserted`.
_STANCES = {
    "asserted": {Stance.ASSERTED, Stance.ESTIMATED, Stance.NORMATIVE},
    "alleged": {Stance.ALLEGED},
    "denied": {Stance.DENIED},
    "pending": {Stance.PENDING},
    "estimated": {Stance.ESTIMATED},
    "normative": {Stance.NORMATIVE},
}
_WEAK = {"denied", "alleged", "pending", "normative"}
_OVERLAP = 0.5


@dataclass(frozen=True)
class GoldClaim:
    """One claim listed by hand."""

    id: str
    kind: str
    subject: str
    predicate: str
    object: str
    speaker: str
    stance: str
    start: int
    end: int
    kinds: frozenset[str] = frozenset()  # kinds that are as right as `kind`
    optional: bool = False  # right if proposed, not missed if not

    def takes(self, kind: str) -> bool:
        """Whether a proposal of this kind may be this claim."""
        return kind == self.kind or kind in self.kinds

    @property
    def harm(self) -> bool:
        return self.kind in HARM or bool(self.kinds & HARM)

    @property
    def normative(self) -> bool:
        return bool(re.match(r"(?:should|must|ought)_", self.predicate))


@dataclass
class Score:
    """Counts of a reading against gold: for each measure, what was right among proposals and among gold."""

    proposals: int = 0
    gold: int = 0
    lenient: list[int] = field(default_factory=lambda: [0, 0])
    strict: list[int] = field(default_factory=lambda: [0, 0])
    shown: int = 0
    by_kind: dict[str, list[int]] = field(default_factory=dict)
    wrong_subject: list[str] = field(default_factory=list)
    lost_denials: list[str] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    not_strict: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    quotations: list[int] = field(default_factory=lambda: [0, 0])
    wrong_quotations: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The figures for JSON, the damaging counts first."""

        def rates(found: list[int]) -> dict[str, Any]:
            return {"precision": _share(found[0], self.proposals), "recall": _share(found[1], self.gold),
                    "right_of_proposals": [found[0], self.proposals],
                    "found_of_gold": [found[1], self.gold]}  # fmt: skip

        return {
            "harm_on_wrong_subject": len(self.wrong_subject),
            "lost_denials": len(self.lost_denials),
            "raised_stances": len(self.raised),
            "strict": rates(self.strict),
            "lenient": rates(self.lenient),
            "shown_of_gold": [self.shown, self.gold],
            "quotations": self.quotations,
            "strict_by_kind": self.by_kind,
            "which": {
                "harm_on_wrong_subject": self.wrong_subject,
                "lost_denials": self.lost_denials,
                "raised_stances": self.raised,
                "missed": self.missed,
                "not_strict": self.not_strict,
                "proposals_without_gold": self.unmatched,
                "quotations": self.wrong_quotations,
            },
        }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def read_gold(path: Path, source: str) -> list[GoldClaim]:
    """The claims of a gold file. Raises BadInput if a quote does not stand at its place in the text."""
    out: list[GoldClaim] = []
    for number, row in _rows(path):
        place = f"{path.name} line {number}"
        try:
            start, end = int(row["start"]), int(row["end"])
            negative = str(row.get("polarity", "")).startswith("negative")
            one = GoldClaim(
                str(row["id"]), str(row["kind"]), str(row["subject"]), str(row["predicate"]),
                str(row.get("object", "")), str(row["speaker"]), "denied" if negative else str(row["modality"]),
                start, end,
            )  # fmt: skip
        except (KeyError, TypeError, ValueError) as fault:
            raise BadInput(f"not a gold claim: {fault}", place=place, hint="see docs/reading.md") from None
        if one.stance not in _STANCES:
            raise BadInput(f"unknown stance {one.stance!r}", place=place, hint=f"one of {', '.join(_STANCES)}")
        if "quote" in row and clean(source[start:end]) != clean(str(row["quote"])):
            raise BadInput(
                "the quote does not stand at its place in the text",
                place=place,
                hint="is it the same edition of the text?",
            )
        out.append(one)
    return out


def _rows(path: Path) -> Iterable[tuple[int, dict[str, Any]]]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput(f"cannot be read: {fault}", place=str(path), hint="one JSON object a line, in UTF-8") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            raise BadInput("not JSON", place=f"{path.name} line {number}", hint="one JSON object a line") from None
        if not isinstance(row, dict):
            raise BadInput("not a JSON object", place=f"{path.name} line {number}", hint="one JSON object a line")
        yield number, row


def tokens(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a name that tell which one it is, and those that tell what it is; countries in one form."""
    names = lexicon().names
    found: set[str] = set()
    for word in words(clean(name)):
        text = word.text.rstrip(".")
        if not text[:1].isalnum():
            continue
        for part in re.split(r"-(?=backed|allied|linked|sponsored|led|based)", text):
            stands = names.get((part,)) or names.get((part + ".",))
            if stands and stands[0] in ("country", "metonym"):
                found.update(stands[1].lower().split())
                continue
            low = part.lower()
            found.update(_SAME.get(low, low).split())
    plain = {_singular(one) for one in found - _SMALL}
    generic = {_singular(one) for one in _GENERIC}
    return frozenset(plain - generic), frozenset(plain & generic)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def same_name(ours: str, theirs: str, short: Mapping[str, str] = MappingProxyType({})) -> bool:
    """Whether two phrases name the same: they share most telling words; a class of fighters is not its backer.

    `short` gives the full names of the text's own short forms.
    """
    ours, theirs = _in_full(ours, short), _in_full(theirs, short)
    mine, my_kind = tokens(ours)
    gold, kind = tokens(theirs)
    if not mine or not gold:
        return bool(my_kind & kind) if not mine and not gold else False
    countries = {
        part for _, stands in lexicon().names.values() for part in stands.lower().split() if _ in ("country", "metonym")
    }
    if (mine <= countries or gold <= countries) and _fighting(ours) != _fighting(theirs):
        return False
    shared = mine & gold
    return len(shared) / min(len(mine), len(gold)) >= 0.6 and len(shared) / max(len(mine), len(gold)) >= 0.3


def _in_full(name: str, short: Mapping[str, str]) -> str:
    """A phrase with the text's own short forms in full: `elements of the FHG` are elements of the Free Hills Guard."""
    for other, full in short.items():
        if other in name and full not in name:
            name = full.join(re.split(rf"(?<!\w){re.escape(other)}(?!\w)", name))
    return name


def _fighting(name: str) -> bool:
    return any(word.low in _BODIES for word in words(name))


def _same_speaker(one: Proposal, gold: GoldClaim, known: _Known) -> bool:
    if not one.speaker:
        return gold.speaker == known.publisher or (one.speaker_by == "open" and gold.speaker.startswith("unattributed"))
    if one.speaker == "unattributed":
        return gold.speaker.startswith("unattributed")
    return same_name(one.speaker, gold.speaker, known.short)


@dataclass(frozen=True)
class _Known:
    """What helps to compare names: the publication's own name, and the text's short forms."""

    publisher: str
    short: Mapping[str, str]


def _overlap(one: Proposal, gold: GoldClaim) -> bool:
    return any(start < gold.end and gold.start < end for start, end in ((one.start, one.end), *one.also))


def _close(one: Proposal, gold: GoldClaim) -> bool:
    return any(
        max(0, min(end, gold.end) - max(start, gold.start)) >= _OVERLAP * (max(end, gold.end) - min(start, gold.start))
        for start, end in ((one.start, one.end), *one.also)
    )


def _object_right(one: Proposal, gold: GoldClaim, known: _Known) -> bool:
    if one.kind in ("alias", "legal_status") and not one.object:
        return any(same_name(each, gold.object) or each in gold.object for each in one.value.split("; "))
    text = one.object.text if one.object else one.value
    return not gold.object or same_name(text, gold.object, known.short)


def _lenient(one: Proposal, gold: GoldClaim, known: _Known) -> bool:
    if not gold.takes(one.kind) or not _overlap(one, gold):
        return False
    if one.kind == "statement":
        return _same_speaker(one, gold, known)
    return same_name(one.subject.text, gold.subject, known.short) or _object_right(one, gold, known)


def _strict(one: Proposal, gold: GoldClaim, known: _Known) -> bool:
    if not _lenient(one, gold, known) or not _same_speaker(one, gold, known) or one.stance not in _STANCES[gold.stance]:
        return False
    if one.kind == "statement":
        return _close(one, gold)
    return same_name(one.subject.text, gold.subject, known.short) and _object_right(one, gold, known)


def score(found: Findings, gold: Sequence[GoldClaim], publisher: str) -> Score:
    """Compare a reading with the claims listed by hand. `publisher` is the gold's name for the publication itself."""
    short = {other: one.name for one in found.introduced for other in one.others}
    known = _Known(publisher, short)
    result = Score(proposals=len(found.proposals), gold=sum(not one.optional for one in gold))
    lenient_ours: set[int] = set()
    strict_ours: set[int] = set()
    for each in gold:
        near = [(number, one) for number, one in enumerate(found.proposals) if _lenient(one, each, known)]
        exact = [number for number, one in near if _strict(one, each, known)]
        lenient_ours.update(number for number, _ in near)
        strict_ours.update(exact)
        _damage(result, found, each, [one for _, one in near], known)
        if each.optional:
            continue
        places = [*((one.start, one.end) for one in found.proposals), *found.unread]
        result.shown += bool(near) or any(start < each.end and each.start < end for start, end in places)
        result.lenient[1] += bool(near)
        result.strict[1] += bool(exact)
        counts = result.by_kind.setdefault(each.kind, [0, 0])
        counts[0] += bool(exact)
        counts[1] += 1
        if not near:
            result.missed.append(each.id)
        elif not exact:
            result.not_strict.append(each.id)
    result.lenient[0], result.strict[0] = len(lenient_ours), len(strict_ours)
    for number, one in enumerate(found.proposals):
        if number not in lenient_ours:
            result.unmatched.append(f"{one.kind} {one.start}-{one.end}")
        if one.kind in HARM:
            here = [each for each in gold if each.harm and _overlap(one, each)]
            if not any(same_name(one.subject.text, each.subject, short) for each in here):
                result.wrong_subject.append(f"{one.kind} {one.start}-{one.end}: {one.subject.text}")
    result.wrong_subject = list(dict.fromkeys(result.wrong_subject))
    return result


def _damage(result: Score, found: Findings, gold: GoldClaim, near: list[Proposal], known: _Known) -> None:
    """Count a lost denial, and a stance that a matching proposal puts higher than the gold does."""
    if gold.stance == "denied" and not gold.optional:
        here = [one for one in found.proposals if _overlap(one, gold)]
        if not any(one.stance is Stance.DENIED for one in here):
            result.lost_denials.append(gold.id)
    weak = gold.stance in _WEAK or gold.normative
    raised = [
        one
        for one in near
        if one.stance is Stance.ASSERTED
        and (_close(one, gold) if one.kind == "statement" else same_name(one.subject.text, gold.subject, known.short))
    ]
    if weak and raised:
        result.raised.append(gold.id)


def score_quotations(result: Score, found: Findings, path: Path) -> None:
    """Add how many quotations were found with their speaker (and through whom, where the gold says so)."""
    for number, row in _rows(path):
        try:
            start, end, speaker, via = int(row["start"]), int(row["end"]), str(row["speaker"]), row.get("via")
        except (KeyError, TypeError, ValueError) as fault:
            raise BadInput(
                f"not a quotation: {fault}", place=f"{path.name} line {number}", hint="see docs/reading.md"
            ) from None
        result.quotations[1] += 1
        right = any(
            abs(one.start - start) <= 1 and abs(one.end - end) <= 2 and one.speaker
            and same_name(one.speaker.name, speaker)
            and (not via or any(same_name(each, str(via)) for each in one.speaker.via))
            for one in found.quotations
        )  # fmt: skip
        result.quotations[0] += right
        if not right:
            result.wrong_quotations.append(str(row.get("id", number)))


def publisher_of(path: Path) -> str:
    """The gold's own name for the publication: the one through whom most is reported, else the commonest speaker."""
    rows = [row for _, row in _rows(path)]
    through = Counter(str(row["reported_by"]) for row in rows if row.get("reported_by"))
    speakers = Counter(str(row.get("speaker", "")) for row in rows)
    return (through or speakers).most_common(1)[0][0] if rows else ""
