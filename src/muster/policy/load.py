"""Policy files: reading them, and finding those that are shipped.

A policy file is YAML that a lawyer can read and diff: whom it vets, sets of prohibited parties, clauses that each name
a finder, its settings and what each finding leads to, and what must be done then. There is no expression language.
Guide: docs/policies.md. The same rules as a JSON Schema: muster/policy/schema.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from muster.claims import digest
from muster.errors import BadPolicy, NotFound
from muster.names import country_code
from muster.plainyaml import Node, compose, near
from muster.policy.finders import finder, finder_names
from muster.policy.model import Clause, Duty, Kind, Level, Mitigation, Outcome, PartySet, Policy, Risk, Vets
from muster.policy.settings import read_settings, read_words

VERSION = "policy/1"
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
COUNTRY = re.compile(r"[a-z]{2}")
TOP = (
    "muster",
    "id",
    "title",
    "authority",
    "summary",
    "vets",
    "prohibited",
    "combine",
    "clauses",
    "risk",
    "duties",
    "validity_days",
    "notes",
    "tests",
)
NEEDED = ("muster", "id", "title", "authority", "clauses")
VETS = {"unit": ("unit", "leaders"), "individual": ("individual", "unit", "leaders")}
SET = ("title", "lists", "programmes", "governments", "topics", "entities", "named", "any_listing")
COMBINE = ("rule", "contested", "unknown")
CLAUSE = ("id", "cites", "wording", "question", "finder", "with", "then", "exempts", "note", "risk")
CLAUSE_NEEDED = ("id", "cites", "wording", "question", "finder", "then")
DUTY = ("id", "what", "cites", "wording", "when", "by", "to", "within_days", "counts_from")
DUTY_NEEDED = ("id", "what", "cites", "wording", "when")
RISK = ("of", "mitigations")
MITIGATION = ("id", "what", "cites", "wording", "at")
TEST = (
    "case",
    "given",
    "as_of",
    "unit",
    "individual",
    "lists",
    "leaders",
    "country",
    "commitment",
    "outcome",
    "findings",
    "risk",
    "duties",
)
TEST_NEEDED = ("case", "given", "as_of", "unit", "outcome")
WORDING = ("verified", "unverified")
_KINDS = tuple(one.value for one in Kind)
_OUTCOMES = tuple(one.value for one in Outcome)
_LEVELS = tuple(one.value for one in Level)


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
    top = compose(text, file, f"it must begin with `muster: {VERSION}`").table(TOP, NEEDED, "a policy")
    if top["muster"].text() != VERSION:
        top["muster"].fail(f"{top['muster'].text()!r} is not a version that can be read", f"write {VERSION}")
    sets = {key: _set(key, node) for key, node in top["prohibited"].pairs().items()} if "prohibited" in top else {}
    combine = _combine(top["combine"]) if "combine" in top else {}
    risk = _risk(top["risk"]) if "risk" in top else None
    clauses = tuple(_clause(node, sets, combine, risk) for node in top["clauses"].items())
    if not clauses:
        top["clauses"].fail("a policy needs at least one clause", "begin each with `- id:`", BadPolicy)
    tables = [node.pairs() for node in top["clauses"].items()]
    ids = [clause.id for clause in clauses]
    _unique("clauses", ids, tables)
    for clause, table in zip(clauses, tables, strict=True):
        for other in clause.exempts:
            if other not in ids:
                problem = f"{clause.id} exempts {other!r}, which is no clause"
                table["exempts"].fail(problem, near(other, ids), BadPolicy)
    return Policy(
        id=_id(top["id"]),
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
        vets=_vets(top["vets"]) if "vets" in top else Vets(),
        duties=_duties(top["duties"]) if "duties" in top else (),
        risk=risk,
    )


def _id(node: Node) -> str:
    """An id, which may stand in a file name."""
    text = node.filled()
    if not ID.fullmatch(text):
        node.fail(f"not an id: {text!r}", "letters, digits, and . _ - after the first", BadPolicy)
    return text


def _unique(what: str, ids: Sequence[str], tables: Sequence[Mapping[str, Node]]) -> None:
    for place, (one, table) in enumerate(zip(ids, tables, strict=True)):
        if one in ids[:place]:
            table["id"].fail(f"two {what} are called {one!r}", "give each its own id", BadPolicy)


def _vets(node: Node) -> Vets:
    table = node.table((*VETS, "superiors"), (), "`vets`")
    found = {key: tuple(read_words(key, table[key], words)) for key, words in VETS.items() if key in table}
    for key, chosen in found.items():
        if key not in chosen:
            table[key].fail(f"{key}: without {key!r}, nobody who is asked about is vetted", f"add {key}", BadPolicy)
    return Vets(**found, superiors=table["superiors"].whole(0) if "superiors" in table else 0)


def _set(key: str, node: Node) -> PartySet:
    table = node.table(SET, ("title",), "a prohibited set")
    words = {name: frozenset(table[name].words()) for name in SET[1:7] if name in table}
    any_listing = "any_listing" in table and table["any_listing"].choice(("yes", "no")) == "yes"
    if not any(words.values()) and not any_listing:
        node.fail("a prohibited set that can hold nobody", f"give one of {', '.join(SET[1:])}", BadPolicy)
    for word in words.get("governments", ()):
        if not COUNTRY.fullmatch(word):
            code = country_code(word)
            hint = f"write {code}" if code else "two small letters, as in `governments: [ir]`"
            table["governments"].fail(f"governments: {word!r} is no country code", hint, BadPolicy)
    return PartySet(id=key, title=table["title"].filled(), any_listing=any_listing, **words)


def _combine(node: Node) -> dict[Kind, Outcome]:
    """What contested and unknown lead to where a clause does not say. The worst outcome wins, always."""
    table = node.table(COMBINE, ("rule",), "`combine`")
    table["rule"].choice(("worst",))
    return {Kind(key): Outcome(table[key].choice(_OUTCOMES)) for key in COMBINE[1:] if key in table}


def _clause(node: Node, sets: Mapping[str, PartySet], combine: Mapping[Kind, Outcome], risk: Risk | None) -> Clause:
    table = node.table(CLAUSE, CLAUSE_NEEDED, "a clause")
    name = table["finder"].text()
    if name not in finder_names():
        table["finder"].fail(f"no finder {name!r}", near(name, finder_names()), BadPolicy)
    kind = table["finder"].run(lambda: finder(name))
    then = {Kind(key): Outcome(one.choice(_OUTCOMES)) for key, one in table["then"].table(_KINDS, (), "`then`").items()}
    levels = _levels(table["risk"], risk) if "risk" in table else {}
    exempts = tuple(read_words("exempts", table["exempts"])) if "exempts" in table else ()
    if not (then or levels or exempts or name == "remediation"):
        table["then"].fail("the clause leads to nothing", "give an outcome for at least one finding", BadPolicy)
    return Clause(
        id=table["id"].filled(),
        cites=table["cites"].filled(),
        wording=table["wording"].choice(WORDING),
        question=table["question"].filled(),
        finder=name,
        settings=read_settings(name, table["with"] if "with" in table else Node("", node.file, node.line), sets),
        then={**combine, **then} if kind.adverse else then,
        exempts=exempts,
        note=_optional(table, "note"),
        risk=levels,
    )


def _levels(node: Node, risk: Risk | None) -> dict[Kind, Level]:
    if risk is None:
        node.fail("a clause gives a level of risk, and the policy asks for none", "add `risk:` at the top", BadPolicy)
    return {Kind(key): Level(one.choice(_LEVELS)) for key, one in node.table(_KINDS, (), "`risk`").items()}


def _risk(node: Node) -> Risk:
    table = node.table(RISK, ("of",), "`risk`")
    nodes = table["mitigations"].items() if "mitigations" in table else []
    tables = [one.table(MITIGATION, MITIGATION, "a mitigation") for one in nodes]
    found = tuple(
        Mitigation(
            id=_id(one["id"]),
            what=one["what"].filled(),
            cites=one["cites"].filled(),
            wording=one["wording"].choice(WORDING),
            at=tuple(Level(word) for word in read_words("at", one["at"], _LEVELS)),
        )
        for one in tables
    )
    _unique("mitigations", [one.id for one in found], tables)
    return Risk(table["of"].filled(), found)


def _duties(node: Node) -> tuple[Duty, ...]:
    tables = [one.table(DUTY, DUTY_NEEDED, "a duty") for one in node.items()]
    found = tuple(_duty(table) for table in tables)
    _unique("duties", [one.id for one in found], tables)
    return found


def _duty(table: Mapping[str, Node]) -> Duty:
    if ("within_days" in table) != ("counts_from" in table):
        one = "within_days" if "within_days" in table else "counts_from"
        other = "counts_from" if one == "within_days" else "within_days"
        table[one].fail(f"{one} without {other}: no deadline can be told", f"add `{other}:`", BadPolicy)
    return Duty(
        id=_id(table["id"]),
        what=table["what"].filled(),
        cites=table["cites"].filled(),
        wording=table["wording"].choice(WORDING),
        when=tuple(Outcome(word) for word in read_words("when", table["when"], _OUTCOMES)),
        by=_optional(table, "by"),
        to=_optional(table, "to"),
        within_days=table["within_days"].whole(0) if "within_days" in table else None,
        counts_from=table["counts_from"].filled() if "counts_from" in table else "",
    )


def _vector(node: Node) -> dict[str, Any]:
    table = node.table(TEST, TEST_NEEDED, "a test")
    plain = ("case", "as_of", "unit", "individual", "country", "commitment", "lists")
    vector: dict[str, Any] = {name: table[name].text() for name in plain if name in table}
    table["given"].pairs()
    vector["given"] = table["given"]
    vector["leaders"] = table["leaders"].words() if "leaders" in table else []
    vector["outcome"] = table["outcome"].choice(_OUTCOMES)
    findings = table["findings"].pairs() if "findings" in table else {}
    vector["findings"] = {key: one.choice(_KINDS) for key, one in findings.items()}
    if "risk" in table:
        vector["risk"] = table["risk"].choice(_LEVELS)
    if "duties" in table:
        vector["duties"] = table["duties"].words()
    return vector


def _optional(table: Mapping[str, Node], key: str) -> str:
    return table[key].text() if key in table else ""
