"""The bars of an entity's timeline, from what a snapshot holds of it: listings, posts, relations, each once."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from muster.claims import Stance, predicate
from muster.links import Relation, course_of, either
from muster.reports.timeline import Bar
from muster.snapshot import Snapshot

_GROUPS = {
    "subordinate_to": "Chain of command",
    "faction_of": "Chain of command",
    "member_of": "Memberships",
    "posted_to": "Posts",
    "based_at": "Places",
    "operates_in": "Places",
}
_ORDER = ("Listed", "Chain of command", "Posts", "Memberships", "Places", "Other relations")


def bars(snapshot: Snapshot, entity: str, day: date) -> list[Bar]:
    """One bar for each dated relation and listing of the entity that is asserted; in groups, the earliest first."""
    own = snapshot.canonical(entity)
    found = [
        Bar("Listed", f"listed under {held.claim.value}", held.time.spoken(), course_of(held.time))
        for held in snapshot.said(own, "listed_under")
        if held.claim.stance is Stance.ASSERTED
    ]
    groups: dict[tuple[str, str, str, str], list[Relation]] = defaultdict(list)
    for one in snapshot.graph.of(own):
        groups[one.predicate, one.first, one.second, one.qualifier("role")].append(one)
    for relations in groups.values():
        bar = _bar(snapshot, own, relations, day)
        if bar:
            found.append(bar)
    return sorted(found, key=lambda bar: (_ORDER.index(bar.group), bar.course.days[1:2], bar.says, bar.when))


def _bar(snapshot: Snapshot, own: str, relations: list[Relation], day: date) -> Bar | None:
    counted = [one for one in relations if one.stance is Stance.ASSERTED]
    if not counted:
        return None
    best = min(counted, key=lambda one: (one.time.on(day).rank, one.claim))
    rule = predicate(best.predicate)
    ends = dict(zip(rule.ends, (snapshot.caption(best.first), snapshot.caption(best.second)), strict=True))
    says = (rule.says if best.first == own else rule.inverse).format(**ends)
    says = says.removeprefix(f"{snapshot.caption(own)} ")
    role = best.qualifier("role")
    return Bar(
        group=_GROUPS.get(best.predicate, "Other relations"),
        says=f"{says} ({role})" if role else says,
        when=best.time.spoken(),
        course=either(course_of(one.time) for one in counted),
        contested=any(one.stance is Stance.DENIED for one in relations),
    )
