"""The 50 Percent Rule: what is owned to half or more by blocked parties is blocked, though no list names it.

OFAC, Revised Guidance on Entities Owned by Persons Whose Property and Interests in Property Are Blocked, 13 August
2014 (79 FR 47726; wording not verified against the official text): holdings of all blocked parties are added up,
direct or through entities that are themselves blocked by the rule; a chain breaks at an entity below half. Ownership
only: control, command and membership never count here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from muster.claims import Stance
from muster.dates import Certainty
from muster.links.asked import ASSERTED, asked
from muster.links.graph import Graph
from muster.links.shares import NOTHING, Share, parse_share
from muster.links.steps import Step, View, view_of

HALF, WHOLE = Fraction(50), Fraction(100)
_OWNS = frozenset({"owns"})
_FIRM = (Certainty.ATTESTED, Certainty.PRESUMED)


@dataclass(frozen=True, slots=True)
class Holding:
    """One owner's share of an asset on the day. `status` is the owner's own: `listed`, `blocked` (by the rule),
    `possible` (by the rule, if shares or dates are what they may be), or empty."""

    owner: str
    asset: str
    share: Share
    status: str
    step: Step


@dataclass(frozen=True, slots=True)
class Ownership:
    """What the rule says of an entity on a day.

    `blocked`: True if blocked parties surely own half or more, False if they cannot by what is stated, None if it
    turns on a share, date or denial that is not certain. `total` adds up what blocked parties hold. `holdings` are all
    stated owners, blocked ones first. `unattributed` is the percentage that no source gives to anyone: a gap to be
    asked about, whatever `blocked` says. `through` are the holdings of the owners that count, owners of owners last.
    """

    entity: str
    blocked: bool | None
    total: Share
    holdings: tuple[Holding, ...]
    unattributed: Fraction
    overstated: bool
    through: tuple[Holding, ...]


def ownership(
    graph: Graph,
    entity: str,
    listed: Collection[str],
    *,
    day: date,
    look_back_days: int | None = None,
    stances: Collection[Stance] = ASSERTED,
    disputed: Callable[[Step], bool] = lambda step: bool(step.against),
) -> Ownership:
    """Apply the rule to an entity on `day`; `listed` are the blocked parties. Raises UsageError as `asked` does.

    `stances` are those of the claims that count. A holding that is `disputed` may be nothing: as it is, any that some
    claim denies.
    """
    terms = asked(day, predicates=_OWNS, look_back_days=look_back_days, stances=stances)
    owners = _owners(view_of(graph, terms), entity, disputed)
    goals = frozenset(listed)
    surely = _reached(owners, goals, lambda share: share.least >= HALF)
    perhaps = _reached(owners, goals, lambda share: share.may_reach(HALF))

    def status(owner: str) -> str:
        if owner in goals:
            return "listed"
        return "blocked" if owner in surely else "possible" if owner in perhaps else ""

    def holdings(asset: str) -> list[Holding]:
        found = [Holding(owner, asset, share, status(owner), step) for owner, share, step in owners.get(asset, ())]
        return sorted(found, key=lambda one: (not one.status, -one.share.least, -one.share.most, one.owner))

    own = holdings(entity)
    through: list[Holding] = []
    seen = {entity}
    queue = [one.owner for one in own if one.status in ("blocked", "possible")]
    for owner in queue:
        if owner not in seen:
            seen.add(owner)
            above = [one for one in holdings(owner) if one.status]
            through.extend(above)
            queue.extend(one.owner for one in above if one.status != "listed")
    known = sum((one.share.least for one in own), Fraction())
    return Ownership(
        entity=entity,
        blocked=True if entity in surely else None if entity in perhaps else False,
        total=_total((one.share, one.status) for one in own),
        holdings=tuple(own),
        unattributed=max(Fraction(0), WHOLE - known),
        overstated=known > WHOLE,
        through=tuple(through),
    )


_Owners = dict[str, list[tuple[str, Share, Step]]]


def _owners(view: View, entity: str, disputed: Callable[[Step], bool]) -> _Owners:
    """The owners of an entity, of its owners, and so on: for each asset each owner once, with its share."""
    found: _Owners = {}
    queue = [entity]
    for asset in queue:
        if asset in found:
            continue
        found[asset] = []
        for way in view.graph.ways(asset):
            weighed = None if way.forward else view.weighed(way.edge)
            if weighed is None:
                continue
            step = view.step(way.edge, asset, way.to)
            firm = [one for one in weighed.counted if one.time.on(view.terms.day) in _FIRM]
            stated = [parse_share(one.qualifier("percentage")) for one in firm or weighed.counted]
            share = stated[0]
            for one in stated[1:]:
                share = share.joined(one)
            if not firm or disputed(step):  # not certain to hold on the day, or contested: it may be nothing
                share = Share(Fraction(0), share.most, share.below)
            found[asset].append((way.to, share, step))
            queue.append(way.to)
    return found


def _total(holdings: Iterable[tuple[Share, str]]) -> Share:
    """What blocked parties hold of one asset, from each owner's share and status.

    What others surely hold leaves no more than the rest for them, unless the sources state more than the whole.
    """
    total, others, stated = NOTHING, Fraction(0), Fraction(0)
    for share, status in holdings:
        stated += share.least
        if status:
            total += share if status != "possible" else Share(Fraction(0), share.most, share.below)
        else:
            others += share.least
    if stated <= WHOLE and total.most > WHOLE - others:
        return Share(total.least, WHOLE - others)
    return Share(min(total.least, WHOLE), min(total.most, WHOLE), total.below and total.most <= WHOLE)


def _reached(owners: _Owners, listed: frozenset[str], enough: Callable[[Share], bool]) -> frozenset[str]:
    """The least set of entities, the listed ones among them, of which the rest of the set holds enough."""
    held: dict[str, list[str]] = defaultdict(list)
    for asset, above in owners.items():
        for owner, _, _ in above:
            held[owner].append(asset)
    reached = set(listed)
    queue = [asset for owner in listed for asset in held.get(owner, ())]
    while queue:
        asset = queue.pop()
        if asset in reached:
            continue
        if enough(_total((share, "blocked" if owner in reached else "") for owner, share, _ in owners[asset])):
            reached.add(asset)
            queue.extend(held.get(asset, ()))
    return frozenset(reached)
