"""Judgements that others made: the resolver file of OpenSanctions, one JSON list a line.

A line is `[left, right, verdict, score, user, time]`, and one end of most is an id that stands for a whole party and
that no list holds (`NK-…`, `Q…`). So what is joined is followed by way of such ids from one entry that the register
holds to the next. The file may hold millions of lines: it is read several times, line by line, and only what leads to
an entry of the register is kept.

https://github.com/opensanctions/nomenklatura
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from muster.claims import Judgement
from muster.errors import BadInput
from muster.sources.files import InputFile

# Kind of a publisher's own number → the id that OpenSanctions makes of it.
NATIVE: Mapping[str, Callable[[str], str]] = {
    "UN DATAID": "unsc-{}".format,
    "OFSI Group ID": "gb-hmt-{}".format,
    "EU reference": lambda number: "eu-fsf-" + number.lower().replace(".", "-"),
    "referent": str,
}
_VERDICTS = {"positive": "same", "negative": "different", "unsure": "unsure"}
_NONE = "no_judgement"
_START = re.compile(rb'\s*\[\s*"[^"]{1,300}"\s*,\s*"[^"]{1,300}"\s*,\s*"(positive|negative|unsure|no_judgement)"')
_PASSES = 40  # chains of judgements longer than that are not followed to their end
_WORDS = ("left", "right", "verdict", "score", "user", "time")


@dataclass(frozen=True, slots=True)
class Line:
    """One judgement as it stands in the file; the score is empty where none is given."""

    left: str
    right: str
    verdict: str
    score: str
    user: str
    time: str

    def spoken(self) -> str:
        """When it was judged, and with which score."""
        return ", ".join(filter(None, (self.time, f"score {self.score}" if self.score else "")))


@dataclass(slots=True)
class Resolved:
    """What a resolver says of the entries of a register. `counts` tells in words what became of its lines."""

    judgements: list[Judgement] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    lines: int = 0


def recognise(file: InputFile) -> bool:
    """True if the first line is a judgement of a resolver."""
    return bool(_START.match(file.head.removeprefix(b"\xef\xbb\xbf")))


def lines(file: InputFile) -> Iterator[Line]:
    """Every judgement. Raises BadInput with the line of anything else."""
    hint = "the file may be cut off: fetch it again"
    for number, raw in file.lines():
        if not raw.strip():
            continue
        place = f"{file.name} line {number}"
        try:
            found = json.loads(raw.removeprefix(b"\xef\xbb\xbf"))
        except (ValueError, RecursionError) as fault:
            raise BadInput(f"not a line of JSON: {fault}", place=place, hint=hint) from None
        if not isinstance(found, list) or len(found) != len(_WORDS):
            raise BadInput(f"not a judgement: {', '.join(_WORDS)} are needed", place=place, hint=hint)
        left, right, verdict, score, user, time = found
        texts = (left, right, verdict, user or "", time or "")
        if not all(isinstance(one, str) for one in texts) or not (left and right) or isinstance(score, (list, dict)):
            raise BadInput("not a judgement: the ids and the verdict are texts", place=place, hint=hint)
        if verdict not in _VERDICTS and verdict != _NONE:
            raise BadInput(f"{verdict[:40]!r} is not a verdict", place=place, hint=f"one of {', '.join(_VERDICTS)}")
        yield Line(left, right, verdict, "" if score is None else str(score)[:20], str(user or ""), str(time or ""))


def resolve(file: InputFile, entries: Mapping[str, str], foreign: Collection[str] = ()) -> Resolved:
    """The judgements between entries of a register.

    `entries` gives the register's id for each id by which the file may call an entry (its own among them). Ids that
    begin with one of `foreign` are numbered otherwise in the register and never taken for it. Raises BadInput.
    """

    def of(ident: str) -> str:
        return "" if ident.startswith(tuple(foreign)) else entries.get(ident, "")

    found = Resolved()
    near = _reached(file, of, found)
    joined: dict[str, list[tuple[str, Line]]] = defaultdict(list)
    against: list[Line] = []
    for line in lines(file):
        if line.verdict == _NONE:
            found.counts["say nothing (no_judgement)"] += 1
        elif not (of(line.left) or line.left in near) or not (of(line.right) or line.right in near):
            found.counts["lead to no entry of this register, or to one only"] += 1
        elif line.verdict == "positive":
            left, right = of(line.left) or line.left, of(line.right) or line.right
            joined[left].append((right, line))
            joined[right].append((left, line))
        else:
            against.append(line)
    held = {of(one) for one in entries} - {""}
    party, doubtful = _parties(joined, held), set()
    for line in against:
        left, right = (party.get(of(one) or one, of(one) or one) for one in (line.left, line.right))
        if left == right and line.verdict == "negative":
            doubtful.add(left)
    _positive(joined, held, party, doubtful, found)
    _against(against, of, held, party, found)
    return found


def _reached(file: InputFile, of: Callable[[str], str], found: Resolved) -> set[str]:
    """The ids that positive judgements lead to from an entry of the register."""
    near: set[str] = set()
    for number in range(_PASSES):
        before = len(near)
        total = 0
        for line in lines(file):
            total += 1
            if line.verdict == "positive":
                left, right = bool(of(line.left)) or line.left in near, bool(of(line.right)) or line.right in near
                if left and not right:
                    near.add(line.right)
                elif right and not left:
                    near.add(line.left)
        found.lines = total
        if len(near) == before:
            break
        if number == _PASSES - 1:
            found.counts["passes were not enough: longer chains were not followed"] += 1
    return near


def _parties(joined: Mapping[str, list[tuple[str, Line]]], held: Collection[str]) -> dict[str, str]:
    """Id → the id that stands for all that positive judgements join: one of the register where there is one."""
    party: dict[str, str] = {}
    for start in sorted(joined, key=lambda one: (one not in held, one)):
        if start in party:
            continue
        party[start] = start
        waiting = [start]
        while waiting:
            for other, _ in joined[waiting.pop()]:
                if other not in party:
                    party[other] = start
                    waiting.append(other)
    return party


def _positive(
    joined: Mapping[str, list[tuple[str, Line]]],
    held: Collection[str],
    party: Mapping[str, str],
    doubtful: Collection[str],
    found: Resolved,
) -> None:
    """A judgement for each direct join of two entries, and for each that leads by way of other ids."""
    used: set[int] = set()
    for start in (one for one in party if party[one] == one and one in held):
        waiting: deque[tuple[str, str, tuple[tuple[str, Line], ...]]] = deque([(start, start, ())])
        seen = {start}
        told: set[tuple[str, str]] = set()
        while waiting:
            at, origin, way = waiting.popleft()
            for other, line in joined[at]:
                if other in held and at in held and other != at and tuple(sorted((at, other))) not in told:
                    told.add((min(at, other), max(at, other)))
                    _say(found, at, other, ((other, line),), start in doubtful, used)
                if other in seen:
                    continue
                seen.add(other)
                if other not in held:
                    waiting.append((other, origin, (*way, (other, line))))
                    continue
                if at not in held:
                    _say(found, origin, other, (*way, (other, line)), start in doubtful, used)
                waiting.append((other, other, ()))
    lines_joined = {id(line) for ends in joined.values() for _, line in ends}
    found.counts["positive judgements that lead to no other entry of this register"] += len(lines_joined - used)


def _say(
    found: Resolved, left: str, right: str, way: tuple[tuple[str, Line], ...], doubtful: bool, used: set[int]
) -> None:
    used.update(id(line) for _, line in way)
    through = ", ".join(dict.fromkeys(one for one, _ in way[:-1]))
    when = "; ".join(dict.fromkeys(line.spoken() for _, line in way if line.spoken()))
    by = ", ".join(dict.fromkeys(line.user for _, line in way if line.user)) or "a resolver"
    reason = f"judged the same in a resolver{f', by way of {through}' if through else ''}{f' ({when})' if when else ''}"
    if doubtful:
        found.counts["joins left unsure: the file also says that the party is not one"] += 1
        reason += "; the same file says of ids of this party that they are different"
    found.judgements.append(Judgement(left, right, "unsure" if doubtful else "same", reason, by))


def _against(
    against: Collection[Line],
    of: Callable[[str], str],
    held: Collection[str],
    party: Mapping[str, str],
    found: Resolved,
) -> None:
    """Judgements `different` and `unsure`: between the entries themselves, or the parties that they are joined to."""
    for line in against:
        ends = []
        for one in (line.left, line.right):
            own = of(one)
            ends.append(own or party.get(one, one))
        left, right = ends
        if left not in held or right not in held:
            found.counts["lead to no entry of this register, or to one only"] += 1
        elif left == right:
            if line.verdict == "unsure":
                found.counts["lead to no entry of this register, or to one only"] += 1
            else:
                found.counts["say that ids of one party are different: its joins are left unsure"] += 1
        else:
            verdict = _VERDICTS[line.verdict]
            by_way = [one for one, end in ((line.left, left), (line.right, right)) if not of(one) and one != end]
            way = f", by way of {', '.join(by_way)}" if by_way else ""
            told = f" ({line.spoken()})" if line.spoken() else ""
            reason = f"judged {verdict} in a resolver{way}{told}"
            found.judgements.append(Judgement(left, right, verdict, reason, line.user or "a resolver"))
