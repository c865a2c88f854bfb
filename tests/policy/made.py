"""Small made-up registers for tests of policies and vetting, written as claims files and read as users' files are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from muster.claims import digest
from muster.policy import Policy, Question, apply, parse_policy
from muster.policy.apply import Result
from muster.register import Incoming, Register
from muster.snapshot import Snapshot
from muster.sources import read_paths
from muster.vetting import Decision, Desk, Request
from muster.vetting.resolve import subject_of

DAY = date(2018, 11, 1)

HEAD = """\
muster: claims/1
dataset: {dataset}
title: Made up for a test
sources:
  s: {{title: A made-up report, publisher: Test, published: {published}}}
  old: {{title: An older made-up report, publisher: Test, published: 2016-01-01}}
  late: {{title: A later made-up report, publisher: Test, published: 2020-01-01}}
  other: {{title: Another made-up report, publisher: Test, published: {published}}}
"""


def claims_text(entities: str, claims: str = "", dataset: str = "made", published: str = "2018-11-01") -> str:
    """A claims file of one entity, claim or judgement a line; what cites nothing gets `cite: {source: s}`."""

    def cited(line: str) -> str:
        return line if "cite:" in line else f"{line.rstrip().removesuffix('}')}, cite: {{source: s}}}}"

    def block(title: str, text: str, lead: str) -> str:
        lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
        return f"{title}:\n" + "".join(f"  {lead}{cited(line)}\n" for line in lines) if lines else ""

    judged = [line for line in claims.splitlines() if "verdict:" in line]
    said = "\n".join(line for line in claims.splitlines() if "verdict:" not in line)
    judgements = "judgements:\n" + "".join(f"  - {line.strip()}\n" for line in judged) if judged else ""
    head = HEAD.format(dataset=dataset, published=published)
    return head + block("entities", entities, "") + block("claims", said, "- ") + judgements


def clock(year: int) -> Callable[[], datetime]:
    """A clock that stands still; the register itself keeps its acts apart."""
    return lambda: datetime(year, 1, 1, tzinfo=UTC)


@dataclass
class Made:
    """A register in a folder, filled from claims texts."""

    folder: Path
    year: int = field(default=2021, kw_only=True)
    register: Register = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.register = Register(str(self.folder / "muster.db"), create=True, clock=clock(self.year))
        # A list without entries, so that a list has been searched.
        self.register.import_editions([Incoming("searched-list", "A list without entries", "list", "2010", "", ())])

    def add(
        self, entities: str, claims: str = "", *, dataset: str = "made", kind: str = "claims", day: str = "2018-11-01"
    ) -> Made:
        """Store one edition. With `kind` "list" it is a publisher's list, whose silence means something."""
        path = self.folder / f"{dataset}-{day}.yaml"
        path.write_text(claims_text(entities, claims, dataset, day), "utf-8")
        return self.files(path, kind=kind, day=day)

    def files(self, *paths: Path, kind: str = "", day: str = "2018-11-28") -> Made:
        """Store what files hold, in one act; `day` is that of files that carry none."""
        self.register.import_editions(
            Incoming(
                dataset=reading.dataset,
                part=reading.part,
                title=reading.title,
                kind=kind or reading.kind,
                published=reading.published or day,
                sha256=digest("\n".join(file.sha256 for file in reading.files)),
                claims=reading.claims,
                sources=reading.sources,
                judgements=reading.judgements,
            )
            for reading in read_paths(paths)
        )
        return self

    @property
    def snapshot(self) -> Snapshot:
        return Snapshot(self.register)

    def apply(self, policy: Policy, unit: str, day: date | str = DAY, **more: Any) -> Result:
        """The policy's findings on a request."""
        question = Question(self.snapshot, policy, date.fromisoformat(str(day)))
        return apply(question, subject_of(question, Request(unit, policy.id, question.day, **more)))

    def decide(self, unit: str, policy: str = "list-screening", day: date | str = DAY, **more: Any) -> Decision:
        """The decision on a request."""
        return Desk(self.snapshot).decide(Request(unit, policy, date.fromisoformat(str(day)), **more))


@contextmanager
def made(folder: Path, year: int = 2021) -> Any:
    """A register that is closed at the end of the block."""
    register = Made(folder, year=year)
    with register.register:
        yield register


def policy_text(clause: str, sets: str = "", more: str = "") -> str:
    """A policy file of one clause: `clause` is its finder, its settings and what it leads to."""
    prohibited = f"prohibited:\n{sets}" if sets else ""
    return f"""\
muster: policy/1
id: made
title: A made-up law
authority: nobody
{prohibited}
clauses:
  - id: only
    cites: section 1
    wording: verified
    question: Is it so?
{clause}
{more}"""


def one_clause(finder: str, settings: str, sets: str = "", then: str = "found: not_cleared, unknown: refer") -> Policy:
    """A policy of one clause."""
    clause = f"    finder: {finder}\n    with: {{{settings}}}\n    then: {{{then}}}\n"
    return parse_policy(policy_text(clause, sets), "made.yaml")


def texts(evidence: Sequence[Any]) -> str:
    """What the evidence says, in one text."""
    return " | ".join(one.text for one in evidence)
