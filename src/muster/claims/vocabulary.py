"""The predicate vocabulary, read from `predicates.yaml`, and the check every claim must pass.

A claim that breaks the vocabulary's rules never enters the register: an unknown predicate, a missing end,
a qualifier nobody defined, or a claim without a citation stops the import with the place and the remedy.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from muster.claims.model import Claim, Stance
from muster.dates import parse_date
from muster.errors import BadClaim


@dataclass(frozen=True, slots=True)
class Predicate:
    """One word of the vocabulary. `ends` is empty for a value predicate."""

    name: str
    ends: tuple[str, ...]
    kinds: tuple[frozenset[str], ...]
    says: str
    inverse: str
    qualifiers: Mapping[str, frozenset[str]]
    carries: str
    rises: str
    symmetric: bool
    compare: bool
    type: str
    allowed: frozenset[str]
    many: bool
    ftm: Any

    @property
    def relation(self) -> bool:
        return bool(self.ends)


@cache
def vocabulary() -> Mapping[str, Predicate]:
    """All predicates by name."""
    text = files("muster.claims").joinpath("predicates.yaml").read_text("utf-8")
    # Values such as yes and no must stay words, so nothing is guessed from their looks.
    data = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506
    found: dict[str, Predicate] = {}
    for name, spec in data["relations"].items():
        found[name] = _predicate(name, spec, tuple(spec["ends"]), tuple(spec["ends"].values()))
    for name, spec in data["values"].items():
        found[name] = _predicate(name, spec, (), (spec["of"],))
    return MappingProxyType(found)


def _predicate(name: str, spec: dict[str, Any], ends: tuple[str, ...], kinds: tuple[Any, ...]) -> Predicate:
    return Predicate(
        name=name,
        ends=ends,
        kinds=tuple(frozenset(kind) for kind in kinds),
        says=spec["says"],
        inverse=spec.get("inverse", ""),
        qualifiers={key: frozenset(values) for key, values in spec.get("qualifiers", {}).items()},
        carries=spec.get("carries", "none"),
        rises=spec.get("rises", ""),
        symmetric=spec.get("symmetric") == "yes",
        compare=spec.get("compare") == "yes",
        type=spec.get("type", "entity"),
        allowed=frozenset(spec.get("allowed", ())),
        many=spec.get("many", "true") == "true",
        ftm=spec.get("ftm", ""),
    )


def predicate(name: str) -> Predicate:
    """The predicate called `name`. Raises BadClaim, naming the nearest ones, if there is none."""
    known = vocabulary()
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "see docs/vocabulary.md for the predicates"
    raise BadClaim(f"unknown predicate {name!r}", hint=hint)


def check(claim: Claim) -> None:
    """Raise BadClaim unless the claim keeps the vocabulary's rules and cites a source."""
    rule = vocabulary().get(claim.predicate) or predicate(claim.predicate)
    if not claim.citations:
        raise BadClaim(f"claim without citation: {claim.predicate} of {claim.subject}", hint="add `cite:`")
    if not claim.subject:
        raise BadClaim(f"{claim.predicate}: {rule.ends[0] if rule.relation else 'of'} is missing")
    if rule.ends:
        if not claim.object or claim.value:
            raise BadClaim(f"{claim.predicate}: the end {rule.ends[1]!r} is missing")
        if claim.object == claim.subject:
            raise BadClaim(f"{claim.predicate}: {claim.subject} at both ends")
    elif claim.object or not claim.value:
        raise BadClaim(f"{claim.predicate} of {claim.subject}: the value is missing")
    if rule.allowed and claim.value not in rule.allowed:
        allowed = ", ".join(sorted(rule.allowed))
        raise BadClaim(f"{claim.predicate}: {claim.value!r} is not allowed", hint=f"one of {allowed}")
    if rule.type == "date":
        parse_date(claim.value)
    for key, value in claim.qualifiers:
        words = rule.qualifiers.get(key)
        if words is None:
            known = ", ".join(sorted(rule.qualifiers)) or "none"
            raise BadClaim(f"{claim.predicate} has no qualifier {key!r}", hint=f"it knows: {known}")
        if words and value not in words:
            allowed = ", ".join(sorted(words))
            raise BadClaim(f"{claim.predicate}: {key} {value!r} is not allowed", hint=f"one of {allowed}")


_FRAMES = {
    Stance.DENIED: "it is denied that {0}",
    Stance.ALLEGED: "it is alleged that {0}",
    Stance.ESTIMATED: "it is estimated that {0}",
    Stance.NORMATIVE: "it is demanded, not stated as a fact, that {0}",
    Stance.PENDING: "it is pending, not in force, that {0}",
}


def describe(claim: Claim, captions: Mapping[str, str]) -> str:
    """The claim as a sentence for people, with its stance said aloud. `captions` maps entity ids to names."""
    rule = predicate(claim.predicate)
    subject = captions.get(claim.subject, claim.subject)
    if rule.relation:
        ends = dict(zip(rule.ends, (subject, captions.get(claim.object, claim.object)), strict=True))
        text = rule.says.format(**ends)
    else:
        text = rule.says.format(of=subject, value=claim.value)
    if told := details(claim):
        text = f"{text} ({', '.join(told)})"
    frame = _FRAMES.get(claim.stance)
    return frame.format(text) if frame else text


def details(claim: Claim, without: Collection[str] = ()) -> list[str]:
    """The qualifiers of a claim in words, but for some."""
    rule = predicate(claim.predicate)
    return [
        f"{key.replace('_', ' ')}: {_worded(rule, key, text)}" for key, text in claim.qualifiers if key not in without
    ]


def _worded(rule: Predicate, key: str, value: str) -> str:
    """A word of the vocabulary as plain words; free text, such as a reference, exactly as it is."""
    return value.replace("_", " ") if rule.qualifiers.get(key) else value
