"""Muster's own claims file: YAML that an analyst writes by hand and `dump` writes by machine.

Nothing in it is guessed from its looks: every scalar is text, so `no` is a word and `2018` a date as written.
A file is read whole or not at all, and every mistake is reported with its line. Guide: docs/claims-file.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

import yaml

from muster.claims import (
    CITATION_FIELDS,
    Citation,
    Claim,
    Judgement,
    Source,
    Stance,
    check,
    predicate,
    qualify,
    vocabulary,
)
from muster.claims.rules import Rules, beyond, published_by, told
from muster.dates import ImpreciseDate, Interval, parse_date, parse_day, parse_interval
from muster.errors import BadClaim, BadInput
from muster.plainyaml import Node, compose, near
from muster.sources.files import InputFile
from muster.sources.model import Reading

name = "muster-claims"
title = "Muster claims file (YAML)"

VERSION = "claims/1"
MAX_BYTES = 50 << 20

_SIGN = re.compile(r"""^\s*\{?\s*["']?muster["']?\s*:\s*["']?claims/""", re.MULTILINE)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LISTED_ID = re.compile(r"[-:]|^Q\d+$")  # what ids of lists look like: ofac-26057, NK-…, Q42
_TOP = ("muster", "dataset", "title", "published", "uses", "sources", "entities", "claims", "judgements")
_SOURCE = tuple(field.name for field in fields(Source) if field.name != "id")
_CITATION = CITATION_FIELDS
_ENTITY = ("kind", "name", "country", "cite", "speaker")
_BESIDE = ("when", "cited", "stance", "speaker", "via", "cite", "note", "label")
_JUDGEMENT = tuple(field.name for field in fields(Judgement))
_VERDICTS = ("same", "different", "unsure")
_DATED = ("decided", "announced", "published")
_RENAMED = {"of": "of_what"}  # a qualifier whose name is taken by the subject


def recognise(file: InputFile) -> str:
    """`claims` if the file opens as a Muster claims file, else an empty text."""
    return "claims" if _SIGN.search(file.head.decode("utf-8", "replace")) else ""


def read(files: Sequence[InputFile]) -> list[Reading]:
    """Read each file whole. Raises BadInput, BadDate or BadClaim with the line of the first mistake."""
    return [_read_one(file) for file in files]


def _read_one(file: InputFile) -> Reading:
    if len(file.content) > MAX_BYTES:
        raise BadInput("larger than 50 MB", place=file.name, hint="split it into several claims files")
    return _parse(file.text(("utf-8-sig",)), file.name, (file,))


def _parse(text: str, file_name: str, files: tuple[InputFile, ...] = ()) -> Reading:
    tree = compose(text, file_name, f"it must begin with `muster: {VERSION}`")
    return _Reader(tree).reading(files)


def read_node(node: Node, dataset: str) -> Reading:
    """Read the body of a claims file (sources, entities, claims, judgements) that stands inside another file."""
    heading = {"muster": VERSION, "dataset": dataset, "title": dataset}
    top = {key: Node(value, node.file, node.line) for key, value in heading.items()}
    return _Reader(Node({**node.pairs(), **top}, node.file, node.line)).reading(())


# --- from the tree to claims ----------------------------------------------------------------------------


class _Reader:
    """Reads one file's tree. Holds what later parts refer to: the sources and the entities described."""

    def __init__(self, tree: Node) -> None:
        self._tree = tree
        self._dataset = ""
        self._sources: dict[str, Source] = {}
        self._described: set[str] = set()
        self._mentioned: dict[str, Node] = {}
        self._claims: dict[Claim, int] = {}
        self._notes: list[str] = []
        self._labels: dict[str, str] = {}

    def reading(self, files: tuple[InputFile, ...]) -> Reading:
        """The whole content, checked."""
        top = _table(self._tree, _TOP, ("muster", "dataset", "title"), "claims file")
        version = _text(top["muster"])
        if version != VERSION:
            top["muster"].fail(f"{version!r} is not a version that can be read", f"write {VERSION}")
        self._dataset = _id(top["dataset"])
        published = _date(top["published"]).text if "published" in top else ""
        self._described.update(_id(node) for node in _items(top, "uses"))
        for key, node in _pairs(top, "sources"):
            self._add_source(key, node)
        claims: list[Claim] = []
        for key, node in _pairs(top, "entities"):
            claims += self._entity(key, node)
        for node in _items(top, "claims"):
            claims.append(self._keep(self._claim(node), node))
            self._label(node, claims[-1])
        judgements = tuple(self._judgement(node) for node in _items(top, "judgements"))
        self._check_mentions()
        self._note_unused(claims)
        self._check_rules(claims)
        return Reading(
            dataset=self._dataset,
            title=_text(top["title"]),
            kind="claims",
            claims=claims,
            published=published,
            sources=tuple(self._sources.values()),
            judgements=judgements,
            files=files,
            notes=self._notes,
            examined=True,
        )

    # sources and citations

    def _add_source(self, key: str, node: Node) -> None:
        found = _texts(node, _SOURCE, ("title",), "source")
        for field in ("published", "retrieved"):
            if field in found:
                _date(node.pairs()[field])
        if found.get("grade"):
            node.pairs()["grade"].choice(tuple("ABCDEF"))
        if found.get("sha256"):
            _digest(node.pairs()["sha256"])
        source = source_id(self._dataset, key)
        if not _ID.fullmatch(source):
            node.fail(f"not a source id: {key!r}", "letters, digits, and . _ : - after the first")
        if source in self._sources:
            node.fail(f"the source {source!r} is declared twice", "keep one of the two")
        self._sources[source] = Source(id=source, **found)

    def _citations(self, node: Node) -> tuple[Citation, ...]:
        nodes = node.value if isinstance(node.value, list) else [node]
        if not nodes:
            node.fail("no citation", "cite: {source: …, paragraph: …}")
        return tuple(self._citation(item) for item in nodes)

    def _citation(self, node: Node) -> Citation:
        found: dict[str, Any] = dict(_texts(node, _CITATION, ("source",), "citation"))
        source = source_id(self._dataset, found["source"])
        if source not in self._sources:
            known = [key.removeprefix(f"{self._dataset}:") for key in self._sources]
            hint = f"declare it under `sources:`; {near(found['source'], known)}"
            node.pairs()["source"].fail(f"no such source: {found['source']!r}", hint)
        found["source"] = source
        for field in ("start", "end"):
            text = found.pop(field, "")
            if text:
                if not re.fullmatch(r"[0-9]{1,9}", text):
                    node.pairs()[field].fail(f"not a position: {text!r}", "a number of characters")
                found[field] = int(text)
        if "start" in found and "end" in found and found["start"] > found["end"]:
            problem = f"the citation ends at {found['end']}, before its start {found['start']}"
            node.pairs()["end"].fail(problem, "write the two positions in order")
        if found.get("quote_sha256"):
            _digest(node.pairs()["quote_sha256"])
        return Citation(**found)

    # claims

    def _entity(self, key: str, node: Node) -> list[Claim]:
        """The short form: kind, name and country of one entity, by one citation."""
        subject = _id(Node(key, node.file, node.line))
        table = _table(node, _ENTITY, ("kind", "name", "cite"), f"entity {key}")
        if len(citations := self._citations(table["cite"])) > 1:
            hint = "write the claims out under `claims:`"
            table["cite"].fail("one citation only in the short form", hint)
        speaker = _text(table["speaker"]) if "speaker" in table else ""
        time = _cited_default(citations, self._sources)
        made: list[Claim] = []
        for word in ("kind", "name", "country"):
            if word not in table:
                continue
            qualifiers = (("kind", "primary"),) if word == "name" else ()
            value = _text(table[word])
            claim = Claim(subject, word, "", value, qualifiers, time, Stance.ASSERTED, speaker, (), citations)
            made.append(self._keep(claim, table[word]))
        return made

    def _claim(self, node: Node) -> Claim:
        word, table = self._predicate(node)
        ends, qualifiers = self._body(word, table[word])
        citations = self._citations(table["cite"]) if "cite" in table else ()
        details = {key: _text(table[key]) for key in ("speaker", "note") if key in table}
        stance = table["stance"].choice([s.value for s in Stance]) if "stance" in table else "asserted"
        if len(citations) > 1 and not details.get("note"):
            hint = "add `note:` and say what each citation adds"
            node.fail("a claim with two or more citations needs a note", hint, BadClaim)
        return Claim(
            subject=ends[0],
            predicate=word,
            object=ends[1] if predicate(word).relation else "",
            value="" if predicate(word).relation else ends[1],
            qualifiers=qualifiers,
            time=self._time(table, citations, Stance(stance)),
            stance=Stance(stance),
            via=tuple(_text(item) for item in _items(table, "via")),
            citations=citations,
            **details,
        )

    def _label(self, node: Node, claim: Claim) -> None:
        """Note the claim's label, by which later claims of the file may name it."""
        if label := node.pairs().get("label"):
            text = _id(label)
            if text in self._labels or text in self._described:
                label.fail(f"the label {text!r} is taken", "give each claim a label of its own")
            self._labels[text] = claim.id

    def _predicate(self, node: Node) -> tuple[str, dict[str, Node]]:
        """The one predicate of a claim, and the claim's table."""
        known = vocabulary()
        if not any(key in known for key in node.pairs()):
            for key, value in node.pairs().items():
                if key not in _BESIDE:
                    value.fail(f"unknown predicate {key!r}", near(key, known))
        table = _table(node, (*_BESIDE, *known), (), "claim")
        words = [key for key in table if key not in _BESIDE]
        if len(words) != 1:
            problem = f"a claim has one predicate, here {' and '.join(words) or 'none'}"
            node.fail(problem, "begin each claim with a dash and its predicate: `- name: {…}`")
        return words[0], table

    def _body(self, word: str, node: Node) -> tuple[tuple[str, str], tuple[tuple[str, str], ...]]:
        """The two ends (or the subject and the value) and the qualifiers of a claim."""
        rule = predicate(word)
        ends = rule.ends or ("of", "value")
        written = {_RENAMED.get(key, key): key for key in rule.qualifiers}
        table = _table(node, (*ends, *written), ends, word)
        first = self._mention(table[ends[0]])
        second = self._mention(table[ends[1]]) if rule.relation else _text(table[ends[1]])
        details = {written[key]: _text(value) for key, value in table.items() if key in written}
        for key in _DATED:
            if details.get(key):
                _date(table[key])
        return (first, second), qualify(details)

    def _time(self, table: Mapping[str, Node], citations: tuple[Citation, ...], stance: Stance) -> Interval:
        start, end = parse_date(""), parse_date("")
        if when := table.get("when"):
            start, end = when.run(lambda: parse_interval(_text(when)))
        bound = _published_by(citations, self._sources)
        default = _cited_default(citations, self._sources)
        first, last = default.first_cited, default.last_cited
        if "cited" in table and _text(table["cited"]):
            first, last = table["cited"].run(lambda: _cited_days(_text(table["cited"])))
        time = Interval(start, end, first, last)
        part, day = beyond(time, stance, bound) if bound else ("", "")
        if part == "cited":
            hint = "a citation never proves a date after its publication"
            table["cited"].fail(f"cited for {day}, but published {bound}", hint, BadClaim)
        if part:
            hint = "what is to come is `stance: pending`, or leave the end open with `..`"
            problem = f"the {part} {day} is later than the publication that is cited ({bound})"
            table["when"].fail(problem, hint, BadClaim)
        return time

    def _keep(self, claim: Claim, node: Node) -> Claim:
        node.run(lambda: check(claim))
        if claim.predicate in ("kind", "name"):
            self._described.add(claim.subject)
        if claim in self._claims:
            self._notes.append(f"the claim in line {node.line} repeats the one in line {self._claims[claim]}")
        self._claims.setdefault(claim, node.line)
        return claim

    def _judgement(self, node: Node) -> Judgement:
        table = _table(node, _JUDGEMENT, _JUDGEMENT, "judgement")
        left, right = self._mention(table["left"]), self._mention(table["right"])
        if left == right:
            node.fail(f"{left} is judged against itself", "name two entities")
        verdict = table["verdict"].choice(_VERDICTS)
        return Judgement(left, right, verdict, _filled(table["reason"]), _filled(table["by"]))

    # what is mentioned must be described, here or in a list

    def _mention(self, node: Node) -> str:
        found = _id(node)
        if found in self._labels:
            return self._labels[found]
        self._mentioned.setdefault(found, node)
        return found

    def _check_mentions(self) -> None:
        elsewhere = []
        for entity, node in self._mentioned.items():
            if entity in self._described:
                continue
            if not _LISTED_ID.search(entity):
                elsewhere_hint = "or under `uses:` if another file describes it"
                hint = f"add it under `entities:`, {elsewhere_hint}; {near(entity, self._described)}"
                node.fail(f"no entity {entity!r} is described in this file", hint)
            elsewhere.append(entity)
        if elsewhere:
            names = ", ".join(elsewhere[:10]) + (", …" if len(elsewhere) > 10 else "")
            self._notes.append(f"{len(elsewhere)} entities are described elsewhere, if at all: {names}")

    def _check_rules(self, claims: Iterable[Claim]) -> None:
        """Refuse what cannot be, and note what needs a look; days after publication were refused with their claim."""
        rules = Rules()
        for claim in claims:
            rules.see(claim)
        findings = list(rules.findings())
        for one in findings:
            if one.rule.impossible:
                place = f"{self._tree.file} {self._line(one.claim)}"
                raise BadClaim(f"{one.rule.what}: {one.detail}", place=place, hint=one.rule.remedy)
        self._notes += told(findings, self._line)

    def _line(self, claim: Claim) -> str:
        return f"line {self._claims[claim]}"

    def _note_unused(self, claims: Iterable[Claim]) -> None:
        used = {citation.source for claim in claims for citation in claim.citations}
        for source in self._sources:
            if source not in used:
                self._notes.append(f"the source {source} is declared and never cited")


def _text(node: Node) -> str:
    """The node's text exactly as written; outer white space in quotes is part of it."""
    node.text()
    return str(node.value)


def _filled(node: Node) -> str:
    node.filled()
    return str(node.value)


def _id(node: Node) -> str:
    text = _text(node)
    if not _ID.fullmatch(text):
        node.fail(f"not an id: {text!r}", "letters, digits, and . _ : - after the first")
    return text


def _date(node: Node) -> ImpreciseDate:
    return node.run(lambda: parse_date(_text(node)))


def _digest(node: Node) -> None:
    if not _SHA256.fullmatch(_text(node)):
        node.fail("not a SHA-256 digest", "64 characters of 0-9 and a-f")


def _table(node: Node, known: Sequence[str], needed: Sequence[str], what: str) -> dict[str, Node]:
    """The table; what is needed may not be empty either."""
    table = node.table(known, needed, what)
    for key in needed:
        if table[key].value == "":
            table[key].fail(f"{what}: {key!r} is empty", f"needed: {', '.join(needed)}")
    return table


def _pairs(table: Mapping[str, Node], key: str) -> Iterable[tuple[str, Node]]:
    return table[key].pairs().items() if key in table else ()


def _items(table: Mapping[str, Node], key: str) -> list[Node]:
    return table[key].items() if key in table else []


def _texts(node: Node, known: Sequence[str], needed: Sequence[str], what: str) -> dict[str, str]:
    return {key: _text(value) for key, value in _table(node, known, needed, what).items()}


def source_id(dataset: str, key: str) -> str:
    """The id of a source in a claims file: its key, made unique by the dataset unless it holds a colon.

    >>> source_id("iraq-2018", "article"), source_id("iraq-2018", "un:list"), source_id("x", ":us-ofac-sdn")
    ('iraq-2018:article', 'un:list', 'us-ofac-sdn')
    """
    if key.startswith(":"):
        return key[1:]
    return key if ":" in key else f"{dataset}:{key}"


def _published_by(citations: Iterable[Citation], sources: Mapping[str, Source]) -> date | None:
    """The last day on which any of the sources can have been published; None if one does not say."""
    days = [published_by(sources[citation.source]) for citation in citations]
    known = [day for day in days if day]
    return max(known) if known and len(known) == len(days) else None


def _cited_default(citations: Iterable[Citation], sources: Mapping[str, Source]) -> Interval:
    """The latest exact day on which a cited source was published, as the day the claim is cited for."""
    dates = [parse_date(sources[citation.source].published) for citation in citations]
    day = max((date_.earliest for date_ in dates if date_.exact and date_.earliest), default=None)
    return Interval(first_cited=day, last_cited=day)


def _cited_days(text: str) -> tuple[date | None, date | None]:
    if text == "unknown":
        return None, None
    first_text, slash, last_text = text.partition("/")
    first = parse_day(first_text) if first_text.strip() else None
    last = (parse_day(last_text) if last_text.strip() else None) if slash else first
    if first and last and first > last:
        raise BadInput(f"cited backwards: {text!r}", hint="write first/last")
    return first, last


# --- writing --------------------------------------------------------------------------------------------


class _Dumper(yaml.SafeDumper):
    """Writes text as it is: without resolvers no text looks like a number or a date, so none needs quotes."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - the base class wants a plain dict

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_str(self, data: str) -> yaml.ScalarNode:
        # Line breaks of all kinds and unprintable characters survive only as escapes.
        return self.represent_scalar("tag:yaml.org,2002:str", data, None if data.isprintable() else '"')


_Dumper.add_representer(str, _Dumper.represent_str)


def dump(
    dataset: str,
    title: str,
    sources: Sequence[Source],
    claims: Sequence[Claim],
    judgements: Sequence[Judgement] = (),
    *,
    published: str = "",
) -> str:
    """A claims file with this content. Reading it gives equal claims, or BadInput is raised here.

    The format cannot hold every claim: two or more citations need a note, and ids are plain ASCII.
    """
    known = {source.id: source for source in sources}
    data: dict[str, Any] = {"muster": VERSION, "dataset": dataset, "title": title}
    if published:
        data["published"] = published
    data["sources"] = {_source_key(dataset, source.id): _set(source, _SOURCE) for source in sources}
    data["claims"] = [_claim_table(claim, dataset, known) for claim in claims]
    if judgements:
        data["judgements"] = [_set(judgement, _JUDGEMENT) for judgement in judgements]
    # The innermost tables stand on one line, as a person writes them.
    layout: dict[str, Any] = {"default_flow_style": None, "sort_keys": False, "width": 110}
    text: str = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, **layout)
    again = _parse(text, "the file to be written")
    written = (list(again.claims), again.sources, again.judgements, again.title, again.published)
    if written != (list(claims), tuple(sources), tuple(judgements), title, published):
        raise BadClaim("claims that a claims file cannot hold", hint="check ids and empty qualifiers")
    return text


def _set(record: Any, keys: Iterable[str]) -> dict[str, str]:
    return {key: str(getattr(record, key)) for key in keys if getattr(record, key) not in ("", None)}


def _source_key(dataset: str, source: str) -> str:
    key = source.removeprefix(f"{dataset}:")
    if key != source and key and ":" not in key:
        return key
    return source if ":" in source else f":{source}"


def _claim_table(claim: Claim, dataset: str, known: Mapping[str, Source]) -> dict[str, Any]:
    rule = predicate(claim.predicate)
    ends = rule.ends or ("of", "value")
    body = {ends[0]: claim.subject, ends[1]: claim.object or claim.value}
    body |= {_RENAMED.get(key, key): value for key, value in claim.qualifiers}
    table: dict[str, Any] = {claim.predicate: body}
    if not (claim.time.start.unknown and claim.time.end.unknown):
        table["when"] = f"{claim.time.start.text}/{claim.time.end.text}"
    for citation in claim.citations:
        if citation.source not in known:
            raise BadClaim(f"the source {citation.source!r} is not among the sources", hint="pass it to dump")
    default = _cited_default(claim.citations, known)
    first, last = claim.time.first_cited, claim.time.last_cited
    if (first, last) != (default.first_cited, default.last_cited):
        span = f"{first or ''}/{last or ''}" if first != last else f"{first}"
        table["cited"] = span if first or last else "unknown"
    if claim.stance is not Stance.ASSERTED:
        table["stance"] = claim.stance.value
    table |= _set(claim, ("speaker",))
    if claim.via:
        table["via"] = list(claim.via)
    cites = [
        _set(citation, _CITATION) | {"source": _source_key(dataset, citation.source)} for citation in claim.citations
    ]
    table["cite"] = cites[0] if len(cites) == 1 else cites
    return table | _set(claim, ("note",))
