"""The mapping of a table: which column of somebody's list says what, written by the person who knows the list.

Hundreds of lists have a form of their own: an embassy's, a ministry's, one kept by hand. For those a person writes
down once what each column means, in the words of the vocabulary; `mapped` reads the table by it. Nothing is guessed
from headers when a list is read; only `draft` proposes, for a person to check.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from muster.claims import vocabulary
from muster.dates import parse_date
from muster.errors import BadDate, BadInput
from muster.plainyaml import Node, compose, near
from muster.sources.files import InputFile
from muster.sources.rosters import fold_header

VERSION = "mapping/1"
GUIDE = "docs/lists.md, A list of your own, shows one"

ORDERS = ("year_first", "day_first", "month_first")
ROLES = ("id", "start", "end", "reference", "skip")  # what a column can be besides a value of the vocabulary
_KEYS = ("muster", "list", "title", "publisher", "address", "published", "kind", "under", "dates", "columns")
_NEEDED = ("muster", "list", "title", "publisher", "columns")
_MAX_BYTES = 1 << 20
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_OURS = frozenset({"script", "list", "authority", "reference"})  # qualifiers that reading fills in


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of one column are: a value predicate or one of `ROLES`, with the qualifiers they all have.

    `split` parts a cell that holds several values; `words` translates the list's words, such as `Company`.
    """

    meaning: str
    qualifiers: Mapping[str, str] = field(default_factory=dict)
    split: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableMapping:
    """A list and its columns. `kind` and `under` hold for entries whose row does not say them."""

    file: InputFile
    dataset: str
    title: str
    publisher: str
    columns: Mapping[str, Column]
    address: str = ""
    published: str = ""
    kind: str = ""
    under: str = ""
    dates: str = ORDERS[0]


# --- reading --------------------------------------------------------------------------------------------


def read_mapping(path: Path) -> TableMapping:
    """The mapping in a file. Raises NotFound, or BadInput with the line and what to write instead."""
    given = InputFile(path)
    if path.stat().st_size > _MAX_BYTES:
        raise BadInput("larger than 1 MB", place=given.name, hint="a mapping holds nothing but columns")
    hint = f"it must begin with `muster: {VERSION}`; {GUIDE}"
    tree = compose(given.text(("utf-8-sig",)), given.name, hint)
    top = tree.table(_KEYS, _NEEDED, "a mapping")
    top["muster"].choice([VERSION])
    told = {key: top[key].filled() for key in _KEYS[1:-1] if key in top}
    if not _ID.fullmatch(told["list"]):
        top["list"].fail(f"not an id of a list: {told['list']!r}", "small letters, digits and `-`, such as nl-moj")
    if "published" in told:
        told["published"] = _day(top["published"])
    if "kind" in told:
        top["kind"].choice(vocabulary()["kind"].allowed)
    if "dates" in told:
        top["dates"].choice(ORDERS)
    columns = {name: _column(node) for name, node in top["columns"].pairs().items()}
    if not any(column.meaning == "name" for column in columns.values()):
        top["columns"].fail("no column holds a name", "write `Column: {as: name}`")
    dataset = told.pop("list")
    return TableMapping(given, dataset, columns=columns, **told)


def _day(node: Node) -> str:
    try:
        found = parse_date(node.filled())
    except BadDate as fault:
        raise fault.at(node.place) from None
    if found.open:
        node.fail("a day of publication cannot be open", "write it as 2018-11-28, 2018-11 or 2018")
    return found.text


def _column(node: Node) -> Column:
    if isinstance(node.value, str):
        node.fail("what the column is must stand in a table", "write it as {as: name, kind: primary}")
    pairs = node.pairs()
    if "as" not in pairs:
        node.fail("a column without 'as'", "write {as: name}, {as: remark} or {as: skip}")
    meaning = pairs["as"].filled()
    values = {name: rule for name, rule in vocabulary().items() if not rule.relation}
    if meaning not in values and meaning not in ROLES:
        known = (*ROLES, *values)
        pairs["as"].fail(f"a column cannot be {meaning!r}", near(meaning, known))
    allowed = values[meaning].qualifiers if meaning in values else {}
    split, words, qualifiers = "", {}, {}
    for key, child in pairs.items():
        if key == "split":
            split = child.filled()
        elif key == "words":
            words = {word: _word(meaning, said) for word, said in child.pairs().items()}
        elif key in allowed and key not in _OURS:
            qualifiers[key] = child.choice(allowed[key]) if allowed[key] else child.filled()
        elif key != "as":
            child.fail(
                f"a column of {meaning!r} has no {key!r}", near(key, (*sorted({*allowed} - _OURS), "split", "words"))
            )
    return Column(meaning, qualifiers, split, words)


def _word(meaning: str, node: Node) -> str:
    rule = vocabulary().get(meaning)
    return node.choice(rule.allowed) if rule and rule.allowed else node.filled()


# --- a draft --------------------------------------------------------------------------------------------

_GUESSES: Mapping[str, str] = {
    "as: id": "id|no|number|list number|entry|entity number|reg no",
    "as: reference": "reference|ref|un reference",
    "as: name, kind: primary": "name|full name|entity|company|party|group|organisation|organization|individual|name en",
    'as: name, kind: strong, split: ";"': "alias|aliases|aka|a k a|also known as|also called|other names",
    'as: name, kind: former, split: ";"': "previous name|previous names|former name|former names|fka",
    'as: name, kind: acronym, split: ";"': "acronym|acronyms|abbreviation|short name",
    "as: name, kind: original_script": "original name|native name|chinese name|arabic name|russian name",
    "as: kind": "type|kind|schema|entity type|category of entry",
    "as: birth_date": "birth date|date of birth|dob|born",
    "as: birth_place": "birth place|place of birth|pob",
    "as: gender": "gender|sex",
    "as: nationality": "nationality|nationalities",
    "as: citizenship": "citizenship",
    "as: country": "country|countries|country code",
    "as: address": "address|addresses",
    "as: title": "title",
    "as: position": "position|designation|function|post|role|rank",
    'as: identifier, type: passport, split: ";"': "passport|passports|passport no|passport number|passport numbers",
    'as: identifier, type: national id, split: ";"': "national id|national identification|id card|id number|cnic",
    "as: identifier, type: Wikidata": "qid|wikidata|wikidata id",
    "as: listed_under": "program|programme|regime|list|sanctions program|legal basis",
    "as: start": "listed|listed on|date listed|start date|effective date|effectivedate|date|since|date of listing",
    "as: end": "delisted|end date|removed|date removed|until",
    "as: reason": "reason|reasons|grounds|summary",
    "as: topic": "topic|topics",
}
_GUESSED = {word: guess for guess, words in _GUESSES.items() for word in words.split("|")}
_KINDS = {
    "person": "person|individual|natural person|p|i",
    "organization": "organization|organisation|company|entity|group|legal person|legal entity|publicbody|e",
    "vessel": "vessel|ship",
    "aircraft": "aircraft|airplane",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split("|")}
_MOST_WORDS = 20
_TO_FILL = '""'


def draft(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A mapping to begin with, for a table of that file name and header: every guess is for a person to check."""
    dataset = re.sub(r"[^a-z0-9]+", "-", name.lower().partition(".")[0]).strip("-") or "my-list"
    guesses = [_GUESSED.get(fold_header(column), "as: remark") for column in header]
    lines = [
        f"muster: {VERSION}",
        f"list: {dataset[:64]}",
        "# a policy names the list by the id above",
        "title:                    # what the list is called",
        "publisher:                # who says what it says",
        "# published: 2024-05-01   # its day, if neither --published nor the file's name tells it",
        "# kind: organization      # what each entry is, where no column says it",
        "# under:                  # what each entry is listed under, where no column says it; else the title",
        f"dates: {ORDERS[0]}         # or {ORDERS[1]} (28/11/2018), {ORDERS[2]} (11/28/2018)",
        "columns:                  # check each line; `as: remark` keeps a cell as text, `as: skip` leaves it out",
    ]
    words = _words_of(guesses, rows)
    for column, guess in zip(header, guesses, strict=True):
        if guess == "as: kind":
            found = ", ".join(f"{_quoted(word)}: {_KIND_OF.get(word.casefold(), _TO_FILL)}" for word in words)
            guess += f", words: {{{found}}}"
        lines.append(f"  {_quoted(column)}: {{{guess}}}")
    return "\n".join(lines) + "\n"


def _words_of(guesses: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The words in the column of kinds, if there is one: the first few."""
    if "as: kind" not in guesses:
        return []
    place = guesses.index("as: kind")
    found: dict[str, None] = {}
    for row in rows:
        if len(row) > place and row[place]:
            found.setdefault(row[place])
        if len(found) >= _MOST_WORDS:
            break
    return list(found)


def _quoted(text: str) -> str:
    """The text in double quotes as YAML and JSON both have them."""
    return json.dumps(text, ensure_ascii=False)
