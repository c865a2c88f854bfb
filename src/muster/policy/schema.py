"""The policy file's rules as a JSON Schema (2020-12), for editors and for other programs: `muster policy schema`.

It is made from the loader's own tables, and a test holds the two together. What a schema cannot say, the loader alone
checks: that a set or clause that is referred to is there, and that no id is given twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from muster.claims import vocabulary
from muster.policy import load
from muster.policy.finders import RELATIONS, finder, finder_names
from muster.policy.kinds import Setting
from muster.policy.model import Kind, Level, Outcome

Json = dict[str, Any]
ID = "urn:muster:schema:policy-1"

# YAML readers make numbers, dates and truth values of plain words; Muster reads every value as text. Both are let in.
_SCALAR = ["string", "number", "boolean"]
_TEXT: Json = {"type": [*_SCALAR, "null"]}
_FILLED: Json = {"type": _SCALAR, "pattern": r"\S"}
_YES: list[Any] = ["yes", True]
_NO: list[Any] = ["no", False]
_MEANINGS = {
    "muster": "the version of the format",
    "id": "the policy's id in decisions",
    "title": "what the policy is called",
    "authority": "the law or body behind it",
    "summary": "what it asks for, in a few sentences",
    "vets": "who is vetted with a unit, with an individual, and how many levels of superiors",
    "prohibited": "the sets of parties that clauses refer to",
    "combine": "how findings combine, and what contested and unknown lead to where a clause does not say",
    "clauses": "the tests, each citing its text",
    "risk": "that the policy asks for a level of risk, and the measures for each level",
    "duties": "what must be done after a decision, by whom and within how many days",
    "validity_days": "for how many days a signed result may be relied on",
    "notes": "how the law is read where it leaves a choice",
    "tests": "situations with the answer that the policy must give",
}


def schema() -> Json:
    """The schema. Finders that installed packages add are in it."""
    top = {
        "muster": {"const": load.VERSION},
        "id": _pattern(load.ID.pattern),
        "title": _FILLED,
        "authority": _FILLED,
        "summary": _TEXT,
        "vets": _vets(),
        "prohibited": _empty({"type": "object", "additionalProperties": _set()}),
        "combine": _combine(),
        "clauses": {"type": "array", "minItems": 1, "items": _clause()},
        "risk": _risk(),
        "duties": _list(_duty()),
        "validity_days": _whole(1),
        "notes": _words(),
        "tests": _list(_test()),
    }
    whole = _object(top, load.TOP, load.NEEDED)
    for key, meaning in _MEANINGS.items():
        whole["properties"][key] = {"description": meaning, **whole["properties"][key]}
    no_levels = {"properties": {"clauses": {"items": {"properties": {"risk": False}}}}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        "title": "Muster policy file",
        "$comment": "Not said here: references to sets and clauses must exist, and ids must not be given twice.",
        **whole,
        "if": {"not": {"required": ["risk"]}},
        "then": no_levels,
    }


def _object(properties: Json, keys: Iterable[str], needed: Collection[str]) -> Json:
    assert set(properties) == set(keys), set(properties) ^ set(keys)  # the loader knows these keys and no other
    found: Json = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**found, "required": list(needed)} if needed else found


def _empty(table: Json) -> Json:
    """A table or list that may also be left empty: `key:` with nothing behind it."""
    return {"anyOf": [table, {"enum": ["", None]}]}


def _list(item: Json) -> Json:
    return _empty({"type": "array", "items": item})


def _pattern(pattern: str) -> Json:
    return {"type": _SCALAR, "pattern": f"^{pattern}$"}


def _enum(words: Iterable[str]) -> Json:
    found: list[Any] = []
    for word in words:
        found.extend(_YES if word == "yes" else _NO if word == "no" else [word])
    return {"enum": found}


def _whole(low: int) -> Json:
    text = {"type": "string", "maxLength": 9, "pattern": "^[0-9]+$" if low == 0 else "^0*[1-9][0-9]*$"}
    return {"anyOf": [text, {"type": "integer", "minimum": low}]}


def _words(allowed: Sequence[str] = (), pattern: str = "", *, filled: bool = False) -> Json:
    """A list of words, or one word alone."""
    word = _enum(allowed) if allowed else _pattern(pattern) if pattern else _FILLED
    some: Json = {"type": "array", "items": word, **({"minItems": 1} if filled else {})}
    return {"anyOf": [word, some, *([] if filled else [{"enum": ["", None]}])]}


def _vets() -> Json:
    whom: Json = {}
    for key, words in load.VETS.items():
        own = {"anyOf": [{"const": key}, {"type": "array", "contains": {"const": key}}]}
        whom[key] = {"allOf": [_words(words, filled=True), own]}
    return _empty(_object({**whom, "superiors": _whole(0)}, (*load.VETS, "superiors"), ()))


def _set() -> Json:
    words: Json = {
        name: _words(pattern=load.COUNTRY.pattern if name == "governments" else "") for name in load.SET[1:7]
    }
    found = _object({"title": _FILLED, **words, "any_listing": _enum(("yes", "no"))}, load.SET, ("title",))
    some = [{"required": [name], "properties": {name: _words(filled=True)}} for name in words]
    return {**found, "anyOf": [*some, {"required": ["any_listing"], "properties": {"any_listing": _enum(("yes",))}}]}


def _combine() -> Json:
    properties = {
        "rule": {"const": "worst"},
        **{key: _enum([one.value for one in Outcome]) for key in load.COMBINE[1:]},
    }
    return _object(properties, load.COMBINE, ("rule",))


def _by_kind(values: Iterable[str]) -> Json:
    kinds = [one.value for one in Kind]
    return _empty(_object(dict.fromkeys(kinds, _enum(values)), kinds, ()))


def _clause() -> Json:
    properties = {
        "id": _FILLED,
        "cites": _FILLED,
        "wording": _enum(load.WORDING),
        "question": _FILLED,
        "finder": _enum(finder_names()),
        "with": _empty({"type": "object"}),
        "then": _by_kind([one.value for one in Outcome]),
        "exempts": _words(filled=True),
        "note": _TEXT,
        "risk": _by_kind([one.value for one in Level]),
    }
    some = {"type": "object", "minProperties": 1}
    leads: list[Json] = [{"properties": {"then": some}}, {"required": ["exempts"]}]
    leads.append({"properties": {"finder": {"const": "remediation"}}})
    leads.append({"required": ["risk"], "properties": {"risk": some}})
    found = _object(properties, load.CLAUSE, load.CLAUSE_NEEDED)
    return {**found, "anyOf": leads, "allOf": [_settings(name) for name in finder_names()]}


def _settings(name: str) -> Json:
    """What `with:` may hold for one finder."""
    known = finder(name).settings
    needed = [key for key, one in known.items() if one.needed]
    table = _object({key: _setting(one) for key, one in known.items()}, known, needed)
    if "include_past" in known:
        past = {"required": ["include_past"], "properties": {"include_past": {"enum": _YES}}}
        table |= {"if": past, "then": {"required": ["look_back_days"]}}
    then: Json = {"properties": {"with": table if needed else _empty(table)}}
    if needed:
        then["required"] = ["with"]
    return {"if": {"required": ["finder"], "properties": {"finder": {"const": name}}}, "then": then}


def _setting(one: Setting) -> Json:
    if one.form == "number":
        return _whole(one.low)
    if one.form == "text":
        return _FILLED
    if one.form == "choice":
        return _enum(one.allowed)
    if one.form == "details":
        return _details()
    return _words(() if one.form == "sets" else one.allowed, filled=True)


def _details() -> Json:
    relations: Json = {}
    for name in RELATIONS:
        qualifiers = vocabulary()[name].qualifiers
        words = {key: _words(sorted(allowed), filled=True) for key, allowed in qualifiers.items()}
        relations[name] = _empty(_object(words, qualifiers, ()))
    return _empty(_object(relations, RELATIONS, ()))


def _risk() -> Json:
    properties = {
        "id": _pattern(load.ID.pattern),
        "what": _FILLED,
        "cites": _FILLED,
        "wording": _enum(load.WORDING),
        "at": _words([one.value for one in Level], filled=True),
    }
    mitigations = _list(_object(properties, load.MITIGATION, load.MITIGATION))
    return _object({"of": _FILLED, "mitigations": mitigations}, load.RISK, ("of",))


def _duty() -> Json:
    properties = {
        "id": _pattern(load.ID.pattern),
        "what": _FILLED,
        "cites": _FILLED,
        "wording": _enum(load.WORDING),
        "when": _words([one.value for one in Outcome], filled=True),
        "by": _TEXT,
        "to": _TEXT,
        "within_days": _whole(0),
        "counts_from": _FILLED,
    }
    both = {"within_days": ["counts_from"], "counts_from": ["within_days"]}
    return {**_object(properties, load.DUTY, load.DUTY_NEEDED), "dependentRequired": both}


def _test() -> Json:
    properties = {
        "case": _TEXT,
        "given": _empty({"type": "object"}),
        "as_of": _TEXT,
        "unit": _TEXT,
        "individual": _TEXT,
        "lists": _TEXT,
        "leaders": _words(),
        "country": _TEXT,
        "commitment": _TEXT,
        "outcome": _enum([one.value for one in Outcome]),
        "findings": _empty({"type": "object", "additionalProperties": _enum([one.value for one in Kind])}),
        "risk": _enum([one.value for one in Level]),
        "duties": _words(),
    }
    return _object(properties, load.TEST, load.TEST_NEEDED)
