"""Who leads a unit on a day, read from postings and the role each one states.

Vetting law asks about a unit *and its leaders* (10 U.S.C. 362; NDAA FY2015 sections 1209 and 1236), so a
posting that may still hold is shown with its doubt, not dropped. Staff posts ("chief of staff", "head of
operations") do not lead the unit; deputies are a set of their own.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from muster.claims import Stance
from muster.dates import Certainty
from muster.links.asked import ASSERTED, asked, reason
from muster.links.graph import Graph, Relation
from muster.links.runs import NEVER, Course, course_of, either
from muster.links.steps import Weighed, weigh

POSTINGS = frozenset({"posted_to", "member_of"})  # FollowTheMoney's Membership may be read as either

LEADING = frozenset({
    "amir", "captain general", "chair", "chairman", "chairperson", "chairwoman", "chief",
    "chief of air staff", "chief of army staff", "chief of defence staff", "chief of defense staff",
    "chief of general staff", "chief of naval staff", "co leader",
    "commandant", "commander", "commander in chief", "commanding officer", "director", "director general",
    "emir", "general commander", "general officer commanding", "general secretary", "governor", "head",
    "inspector general", "leader", "minister", "officer commanding", "officer in charge", "president",
    "prime minister", "secretary general", "spiritual leader", "supreme leader",
})  # fmt: skip
DEPUTIES = frozenset(
    {f"{word} {role}" for word in ("deputy", "vice") for role in LEADING} | {"2ic", "second in command"}
)

_PLACE = re.compile(r",| for | in (?!chief|charge|command)")
_STANDING_IN = frozenset({"acting", "ad", "interim", "overall", "the"})
# "Chief of Staff", "Head of Operations": a branch of the unit. "Commander of 7 Division": the unit itself.
_MAY_HEAD_A_BRANCH = frozenset({f"{word}{role}" for word in ("", "deputy ") for role in ("chief", "director", "head")})
# "Brigade Commander", "military leader": a leader of some sort, unless one of the words says otherwise.
_OF_ANY_SORT = frozenset({"commandant", "commander", "leader"})
_NO_LONGER_OR_LESS = frozenset({"assistant", "ex", "former", "late", "lieutenant", "retired", "second", "sub"})


@dataclass(frozen=True, slots=True)
class Leader:
    """A person who leads a unit on a day, as far as the claims go.

    `role` is as the most certain claim states it; `reason` says in words why the certainty is what it is.
    With certainty `unknown`, the person is known in the role on other days only: a lead, not a finding.
    `course` says how certain the post is on every day.
    """

    person: str
    unit: str
    relation: str
    role: str
    rank: str
    deputy: bool
    certainty: Certainty
    reason: str
    when: str
    claims: tuple[str, ...]
    against: tuple[str, ...]
    stances: tuple[Stance, ...]
    other_times: tuple[str, ...] = ()
    course: Course = NEVER


def leaders(
    graph: Graph,
    unit: str,
    day: date,
    roles: Collection[str] = LEADING,
    *,
    stances: Collection[Stance] = ASSERTED,
    look_back_days: int | None = None,
) -> tuple[Leader, ...]:
    """Those posted to the unit in one of `roles` on `day`, the most certain first, then the last cited.

    The role is the posting's `role`, or its `title` where no role is stated. Postings that had ended, or had
    not begun, are left out; `look_back_days` bounds how long ago one of unknown end may have been cited.
    Pass `LEADING | DEPUTIES` for deputies too. Raises UsageError as `asked` does.
    """
    terms = asked(day, stances=stances, predicates=POSTINGS, look_back_days=look_back_days)
    found = [
        (weighed, _leader(person, unit, weighed, day, course(relations, terms.stances)))
        for (person, _), relations in posted(graph, unit, roles).items()
        if (weighed := weigh(relations, terms))
    ]
    return tuple(leader for _, leader in sorted(found, key=_order))


def posted(graph: Graph, unit: str, roles: Collection[str] = LEADING) -> dict[tuple[str, str], list[Relation]]:
    """All postings to the unit in one of `roles`, whenever, by person and predicate; denials of a post among them."""
    found: dict[tuple[str, str], list[Relation]] = {}
    for relation in graph.of(unit):
        if relation.second != unit or relation.first == unit or relation.predicate not in POSTINGS:
            continue
        denied = relation.stance is Stance.DENIED and not _role(relation)
        if denied or leads(_role(relation), roles):
            found.setdefault((relation.first, relation.predicate), []).append(relation)
    return found


def course(relations: Collection[Relation], stances: Collection[Stance]) -> Course:
    """How certain it is on every day that one of the relations holds, by the claims of these stances."""
    return either(course_of(one.time) for one in relations if one.stance in stances)


def _leader(person: str, unit: str, weighed: Weighed, day: date, course: Course) -> Leader:
    best = weighed.best
    return Leader(
        person=person,
        unit=unit,
        relation=best.predicate,
        role=_role(best),
        rank=best.qualifier("rank"),
        deputy=leads(_role(best), DEPUTIES),
        certainty=weighed.certainty,
        reason=reason(best.time, day),
        when=best.time.spoken(),
        claims=weighed.claims,
        against=weighed.against,
        stances=weighed.stances,
        other_times=weighed.other_times,
        course=course,
    )


def _order(found: tuple[Weighed, Leader]) -> tuple[int, int, str, str]:
    weighed, leader = found
    last = weighed.best.time.last_cited or date.min
    return leader.certainty.rank, -last.toordinal(), leader.person, leader.relation


def leads(role: str, roles: Collection[str] = LEADING) -> bool:
    """True if a role, as a source words it, is one of `roles`.

    >>> [leads(text) for text in ("Acting Commander", "Commander of 7 Division", "Chief of Staff")]
    [True, True, False]
    """
    return any(_is(part, roles) for part in re.split(r";|/| and ", _fold(role)))


def _is(role: str, roles: Collection[str]) -> bool:
    role = _PLACE.split(role)[0].strip()
    head = role.partition(" of ")[0]
    if role in roles or (head in roles and head not in _MAY_HEAD_A_BRANCH):
        return True
    words = head.split()
    if not words or words[-1] not in _OF_ANY_SORT or _NO_LONGER_OR_LESS.intersection(words):
        return False
    second = next((word for word in words if word in ("deputy", "vice")), "")
    return f"{second} {words[-1]}".strip() in roles


def _fold(role: str) -> str:
    words = re.sub(r"[-_ ]+", " ", role.casefold().replace(".", "")).split()
    return " ".join(word for word in words if word not in _STANDING_IN)


def _role(relation: Relation) -> str:
    return relation.qualifier("role") or relation.qualifier("title")
