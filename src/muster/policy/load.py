"""Policy files: reading them, and finding those that are shipped.

A policy file is YAML that a lawyer can read and diff: sets of prohibited parties, and clauses that each name a
finder, its settings, and what each finding leads to. There is no expression language. Guide: docs/policies.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from muster.claims import digest, vocabulary
from muster.errors import BadPolicy, NotFound
from muster.plainyaml import Node, compose, near
from muster.policy.finders import FINDERS, SETTINGS
from muster.policy.finders.required import FIELDS
from muster.policy.model import Clause, Kind, Outcome, PartySet, Policy

VERSION = "policy/1"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_TOP = (
    "muster",
    "id",
    "title",
    "authority",
    "summary",
    "prohibited",
    "clauses",
    "validity_days",
    "notes",
    "tests",
)
_SET = ("title", "lists", "programmes", "governments", "topics", "entities", "any_listing")
_CLAUSE = ("id", "cites", "wording", "question", "finder", "with", "then", "exempts", "note")
_TEST = ("case", "given", "as_of", "unit", "leaders", "country", "commitment", "outcome", "findings")


def policy_folder() -> Path:
    """The folder of the shipped policies: inside the package, or beside `src` in a checkout."""
    inside = Path(__file__).parent.parent / "policies"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "policies"


def policy_ids() -> list[str]:
    """The ids of the shipped policies, in order."""
    return sorted(path.stem for path in policy_folder().glob("*.yaml"))


def load_policy(name: str) -> Policy:
    """The shipped policy with this id, or the policy in the file at this path. Raises NotFound or BadPolicy."""
    is_path = name.endswith((".yaml", ".yml")) or "/" in name
    path = Path(name) if is_path else policy_folder() / f"{name}.yaml"
    if not path.is_file():
        raise NotFound(f"no policy {name!r}", hint=near(name, policy_ids()))
    try:
        text = path.read_text("utf-8-sig")
    except OSError as fault:
        hint = "check that you may read it"
        raise BadPolicy(f"cannot be read: {fault.strerror}", place=path.name, hint=hint) from None
    except UnicodeDecodeError:
        raise BadPolicy("not UTF-8 text", place=path.name, hint="a policy is a YAML file, saved as UTF-8") from None
    return parse_policy(text, path.name)


def parse_policy(text: str, file: str) -> Policy:
    """Read a policy from its text. Raises BadPolicy or BadInput with file, line and remedy."""
    top = compose(text, file, f"it must begin with `muster: {VERSION}`").table(
        _TOP, ("muster", "id", "title", "authority", "clauses"), "a policy"
    )
    if top["muster"].text() != VERSION:
        top["muster"].fail(f"{top['muster'].text()!r} is not a version that can be read", f"write {VERSION}")
    sets = {key: _set(key, node) for key, node in top["prohibited"].pairs().items()} if "prohibited" in top else {}
    clauses = tuple(_clause(node, sets) for node in top["clauses"].items())
    if not clauses:
        top["clauses"].fail("a policy needs at least one clause", kind=BadPolicy)
    _check_ids(clauses, [node.pairs() for node in top["clauses"].items()])
    return Policy(
        id=_policy_id(top["id"]),
        title=top["title"].filled(),
        authority=top["authority"].filled(),
        summary=_optional(top, "summary"),
        sets=sets,
        clauses=clauses,
        validity_days=top["validity_days"].whole(1) if "validity_days" in top else None,
        digest=digest(text),
        text=text,
        notes=tuple(top["notes"].words()) if "notes" in top else (),
        vectors=tuple(_vector(node) for node in top["tests"].items()) if "tests" in top else (),
    )


def _policy_id(node: Node) -> str:
    """The policy's id, which stands in file names."""
    text = node.filled()
    if not _ID.fullmatch(text):
        node.fail(f"not an id: {text!r}", "letters, digits, and . _ - after the first", BadPolicy)
    return text


def _set(key: str, node: Node) -> PartySet:
    table = node.table(_SET, ("title",), "a prohibited set")
    words = {name: frozenset(table[name].words()) for name in _SET[1:6] if name in table}
    any_listing = "any_listing" in table and table["any_listing"].choice(("yes", "no")) == "yes"
    if not any(words.values()) and not any_listing:
        node.fail("a prohibited set that can hold nobody", f"give one of {', '.join(_SET[1:])}", BadPolicy)
    return PartySet(id=key, title=table["title"].filled(), any_listing=any_listing, **words)


def _clause(node: Node, sets: Mapping[str, PartySet]) -> Clause:
    table = node.table(_CLAUSE, ("id", "cites", "wording", "question", "finder", "then"), "a clause")
    finder = table["finder"].text()
    if finder not in FINDERS:
        table["finder"].fail(f"no finder {finder!r}", near(finder, FINDERS), BadPolicy)
    then = {}
    for kind, outcome in table["then"].table([kind.value for kind in Kind], (), "`then`").items():
        then[Kind(kind)] = Outcome(outcome.choice([one.value for one in Outcome]))
    if not then and finder != "remediation":
        table["then"].fail("the clause leads to nothing", "give an outcome for at least one finding", BadPolicy)
    return Clause(
        id=table["id"].filled(),
        cites=table["cites"].filled(),
        wording=table["wording"].choice(("verified", "unverified")),
        question=table["question"].filled(),
        finder=finder,
        settings=_settings(finder, table["with"] if "with" in table else Node("", node.file, node.line), sets),
        then=then,
        exempts=tuple(table["exempts"].words()) if "exempts" in table else (),
        note=_optional(table, "note"),
    )


def _settings(finder: str, node: Node, sets: Mapping[str, PartySet]) -> dict[str, Any]:
    known = SETTINGS[finder]
    table = node.table(list(known), [name for name, needed in known.items() if needed], f"the finder {finder}")
    found: dict[str, Any] = {}
    for name, value in table.items():
        if name in ("max_hops", "look_back_days"):
            found[name] = value.whole(1 if name == "max_hops" else 0)
        elif name == "about":
            found[name] = value.filled()
        else:
            found[name] = tuple(value.words())
    allowed = {
        "sets": list(sets),
        "who": ["unit", "leaders"],
        "fields": list(FIELDS),
        "relations": [one.name for one in vocabulary().values() if one.relation and one.carries != "none"],
        "gross_violation": ["yes", "unclear"],
    }
    for name, words in allowed.items():
        for word in found.get(name, ()):
            if word not in words:
                table[name].fail(f"{name}: {word!r} is not known", near(word, words), BadPolicy)
        if name in table and not found[name]:
            table[name].fail(f"{name} is empty", f"one or more of {', '.join(words)}", BadPolicy)
    return found


def _vector(node: Node) -> dict[str, Any]:
    table = node.table(_TEST, ("case", "given", "as_of", "unit", "outcome"), "a test")
    vector: dict[str, Any] = {
        name: one.text() for name, one in table.items() if name not in ("leaders", "findings", "given")
    }
    vector["leaders"] = table["leaders"].words() if "leaders" in table else []
    vector["findings"] = (
        {key: one.text() for key, one in table["findings"].pairs().items()} if "findings" in table else {}
    )
    vector["given"] = table["given"]
    table["outcome"].choice([one.value for one in Outcome])
    return vector


def _check_ids(clauses: tuple[Clause, ...], tables: Sequence[Mapping[str, Node]]) -> None:
    ids = [clause.id for clause in clauses]
    for place, (one, table) in enumerate(zip(ids, tables, strict=True)):
        if one in ids[:place]:
            table["id"].fail(f"two clauses are called {one!r}", "give each its own id", BadPolicy)
    for clause, table in zip(clauses, tables, strict=True):
        for other in clause.exempts:
            if other not in ids:
                table["exempts"].fail(f"{clause.id} exempts {other!r}, which is no clause", near(other, ids), BadPolicy)


def _optional(table: Mapping[str, Node], key: str) -> str:
    return table[key].text() if key in table else ""
