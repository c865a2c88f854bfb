"""`path`: do relations that hold on the day lead from the unit or its leaders to a prohibited party?

A path of asserted relations that holds on the day is a finding. What leads through an umbrella, rests on
allegations, or that no source carries to the day, is a lead: shown, and never enough by itself.
"""

from __future__ import annotations

from collections.abc import Collection

from muster.claims import Stance
from muster.dates import Certainty
from muster.links import Path, Search, find_paths
from muster.policy.finders.listed import (
    Pending,
    Telling,
    behind,
    chosen,
    editions_of,
    not_searched,
    pending_hits,
    telling_hits,
)
from muster.policy.model import Clause, Finding, Kind, Subject
from muster.policy.question import Question, join
from muster.register import Evidence

_LEAD_STANCES = frozenset({Stance.ASSERTED, Stance.ALLEGED, Stance.ESTIMATED})
_STRONG = 100  # paths looked at for one that holds: short ones of unknown certainty come first
_HOLDING = frozenset({Certainty.ATTESTED, Certainty.PRESUMED})


def find(question: Question, clause: Clause, subject: Subject) -> Finding:
    """`found`, or `contested` if others than the unit deny every path; `unknown` if there are only leads.

    A party that is itself in one of the sets is associated with itself, whatever else is known of it.
    """
    sets = clause.settings["sets"]
    parties = chosen(clause, subject)
    starts = sorted({party.entity for party in parties if party.entity})
    searched = _searched(question, clause, subject)
    prohibited = question.everyone(sets)
    hits = [
        *pending_hits(question, parties, sets),
        *telling_hits(question, parties, lambda one: _tells(question, clause, one, prohibited), but=prohibited),
    ]
    if not starts:
        if hits:
            return _only_hits(question, clause, hits, searched)
        says = f"The register knows no relations of “{subject.unit.text}”: no association was found, none excluded."
        return _nothing(question, clause, says, (), ("sources on this unit: the register holds none",), searched)
    own = set(starts)
    certain = question.everyone(sets, certain=True)
    targets, everyone, alone = (_without(own, these) for these in (certain, prohibited, question.umbrellas))
    strong = _search(question, clause, starts, targets, {Stance.ASSERTED}, alone, limit=_STRONG)
    holding = _holding(clause)
    sound = [path for path in strong.paths if path.certainty in holding and not _from_umbrella(question, path)]
    wide = _search(question, clause, starts, everyone, _LEAD_STANCES, frozenset())
    against = question.evidence(
        [relation.claim for relation in wide.denied]
        + [claim for path in sound for step in path.steps for claim in step.against]
    )
    itself = sorted(own & certain)
    perhaps = sorted((own & prohibited) - set(itself))
    known = {_steps(path) for path in sound}
    leads = tuple(path for path in wide.paths if _steps(path) not in known)
    carried = {claim for path in sound for step in path.steps for claim in step.claims}
    lead_claims = question.evidence(
        claim for path in wide.paths for step in path.steps for claim in step.claims if claim not in carried
    )
    if sound or itself:
        denied = all(_denied(question, path, own) for path in sound) and not itself
        kind = Kind.CONTESTED if denied else Kind.FOUND
        because = question.evidence(
            [one.held for entity in itself for one in question.memberships(entity, sets)]
            + [claim for path in sound for step in path.steps for claim in step.claims]
            + [one.held for path in sound for one in question.memberships(path.end, sets)]
        )
        return Finding(
            clause,
            kind,
            _says(question, sound, against, kind) if sound else _itself(question, itself, sets),
            because=because,
            against=against,
            paths=tuple(sound),
            leads=lead_claims,
            lead_paths=leads,
            searched=searched,
        )
    if leads or hits or perhaps or wide.truncated:
        listings = question.evidence(one.held for entity in perhaps for one in question.memberships(entity, sets))
        return _unsettled(question, clause, leads, listings + lead_claims, against, hits, perhaps, wide, searched)
    says = f"No relation known on {question.day} leads to {question.titles(sets)}; this does not exclude one."
    return _nothing(question, clause, says, against, _gaps(question, starts), searched)


def _nothing(
    question: Question, clause: Clause, says: str, against: tuple[Evidence, ...], gaps: tuple[str, ...], searched: str
) -> Finding:
    """`not_found`; but `unknown` if a list that says who is prohibited was not searched."""
    unsearched = question.unsearched(clause.settings["sets"])
    if unsearched:
        says = f"{says} Who is meant is not known in full: {not_searched(question, unsearched)}."
        gaps = (*gaps, *editions_of(question, unsearched))
    kind = Kind.UNKNOWN if unsearched else Kind.NOT_FOUND
    return Finding(clause, kind, says, against=against, missing=gaps, searched=searched)


def _search(
    question: Question,
    clause: Clause,
    starts: list[str],
    targets: frozenset[str],
    stances: set[Stance] | frozenset[Stance],
    not_through: frozenset[str],
    limit: int = 10,
) -> Search:
    settings = clause.settings
    return find_paths(
        question.snapshot.graph,
        starts,
        targets,
        day=question.day,
        max_hops=settings.get("max_hops", 3),
        predicates=settings.get("relations"),
        qualifiers=settings.get("only"),
        look_back_days=settings.get("look_back_days"),
        include_past=settings.get("include_past") == "yes",
        stances=stances,
        not_through=not_through,
        limit=limit,
    )


def _tells(question: Question, clause: Clause, entity: str, everyone: frozenset[str]) -> Telling | None:
    """Where a path or a lead from the entity goes, in words, with what it rests on."""
    search = _search(question, clause, [entity], everyone, _LEAD_STANCES, frozenset(), limit=1)
    if not search.paths:
        return None
    path = search.paths[0]
    member = [one.held for one in question.memberships(path.end, clause.settings["sets"])]
    claims = [claim for step in path.steps for claim in step.claims]
    return f"from which a way leads to {question.caption(path.end)}", (*claims, *member)


def _without(own: set[str], these: frozenset[str]) -> frozenset[str]:
    """The others of these: the very same set if none is among them, which a search knows again."""
    return these if own.isdisjoint(these) else these - own


def _holding(clause: Clause) -> frozenset[Certainty]:
    """The certainties with which a path is a finding."""
    chosen_ones = clause.settings.get("certainty")
    return frozenset(Certainty(one) for one in chosen_ones) if chosen_ones else _HOLDING


def _from_umbrella(question: Question, path: Path) -> bool:
    return path.start in question.umbrellas


def _denied(question: Question, path: Path, own: set[str]) -> bool:
    """True if someone other than the unit, its leaders and the prohibited party denies a step."""
    denials = [claim for step in path.steps for claim in step.against]
    return question.denied_by_others(denials, own | {path.end})


def _steps(path: Path) -> tuple[tuple[str, str, str], ...]:
    return tuple((step.from_, step.relation, step.to) for step in path.steps)


def _says(question: Question, paths: list[Path], against: tuple[Evidence, ...], kind: Kind) -> str:
    ends = join(sorted({question.caption(path.end) for path in paths})[:3])
    shortest = len(paths[0].steps)
    hops = "directly" if shortest == 1 else f"in {shortest} steps"
    start = question.caption(paths[0].start)
    says = f"{start} is associated {hops} with {ends} on {question.day}"
    if kind is Kind.CONTESTED:
        says += "; others than the unit deny it"
    elif against:
        says += "; a denial stands beside it"
    return f"{says}."


def _itself(question: Question, itself: list[str], sets: Collection[str]) -> str:
    who = join([question.caption(entity) for entity in itself])
    return f"On {question.day}, {who} {'is' if len(itself) == 1 else 'are'} among {question.titles(sets)}."


def _unsettled(
    question: Question,
    clause: Clause,
    leads: tuple[Path, ...],
    lead_claims: tuple[Evidence, ...],
    against: tuple[Evidence, ...],
    hits: list[Pending],
    perhaps: list[str],
    wide: Search,
    searched: str,
) -> Finding:
    parts, missing = [], []
    if perhaps:
        who = join([question.caption(entity) for entity in perhaps])
        parts.append(f"{who} may itself be one of them on {question.day}")
        missing.append(f"an edition of the list on or before {question.day}")
    if leads:
        parts.append(f"there are leads but no finding: {_why(question, leads)}")
        missing.append("evidence on this very unit, for this day, from a source that asserts it")
    if hits:
        parts.append(f"a name hit waits for a person: {hits[0].spoken()}")
        missing.extend(hit.missing() for hit in hits)
    if wide.truncated and not leads:
        parts.append("the search reached its budget before it was complete")
        missing.append("a complete search: lower max_hops or narrow the relations")
    missing.extend(editions_of(question, question.unsearched(clause.settings["sets"])))
    sentence = "; ".join(parts)
    return Finding(
        clause,
        Kind.UNKNOWN,
        f"{sentence[:1].upper()}{sentence[1:]}.",
        against=against,
        leads=(*lead_claims, *behind(question, hits)),
        lead_paths=leads,
        missing=tuple(missing),
        searched=searched,
    )


def _why(question: Question, leads: tuple[Path, ...]) -> str:
    """Why the best lead is only a lead."""
    best = leads[0]
    ends = question.caption(best.end)
    umbrellas = [step.to for step in best.steps if step.to in question.umbrellas]
    if best.start in question.umbrellas:
        return f"what is said of an umbrella ({question.caption(best.start)} and {ends}) is not said of each unit"
    if umbrellas:
        return f"the way to {ends} leads through the umbrella {question.caption(umbrellas[0])}"
    if any(stance is not Stance.ASSERTED for step in best.steps for stance in step.stances[:1]):
        return f"the link to {ends} is alleged, not asserted"
    if best.certainty is Certainty.NO:
        return f"the link to {ends} had ended by {question.day}"
    if best.certainty in _HOLDING:
        return f"the link to {ends} is {best.certainty.value} on {question.day}, and the policy asks for more"
    return f"no source carries the link to {ends} to {question.day} ({best.certainty.value})"


def _only_hits(question: Question, clause: Clause, hits: list[Pending], searched: str) -> Finding:
    return Finding(
        clause,
        Kind.UNKNOWN,
        f"Whom “{hits[0].text}” is associated with depends on a name hit that waits for a person: {hits[0].spoken()}.",
        leads=behind(question, hits),
        missing=(
            *(hit.missing() for hit in hits),
            *editions_of(question, question.unsearched(clause.settings["sets"])),
        ),
        searched=searched,
    )


def _gaps(question: Question, starts: list[str]) -> tuple[str, ...]:
    silent = [entity for entity in starts if not question.snapshot.graph.of(entity)]
    return tuple(f"relations of {question.caption(entity)}: the register holds none" for entity in silent)


def _searched(question: Question, clause: Clause, subject: Subject) -> str:
    settings = clause.settings
    back = settings.get("look_back_days")
    window = f"last cited up to {back} days before" if back is not None else "whenever last cited"
    names = join([party.text or "no unit" for party in subject.parties])
    hops = settings.get("max_hops", 3)
    return f"paths of up to {hops} relations from {names}, holding on {question.day}, {window}"
