"""`muster bench reading`: claims and quotations against a hand-made list, postings against BRAT annotations."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from muster.cli.common import say
from muster.reading import names_of, propose, read_document
from muster.reading.gazetteer import Gazetteer
from muster.reading.scoring import publisher_of, read_gold, score, score_quotations
from muster.register import Register


def measure(
    gold: Path,
    article: Path,
    published: str,
    publisher: str,
    quotations: Path | None,
    register: str | None,
    misses: bool,
) -> dict[str, Any]:
    """Figures of one text; with a register its names are loaded first."""
    begin = time.process_time()
    names = Gazetteer()
    if register:
        with Register(register) as opened:
            names = names_of(opened)
    loaded = time.process_time() - begin
    document = read_document(article, published=published)
    listed = read_gold(gold, document.text)
    begin = time.process_time()
    found = propose(document, names)
    took = time.process_time() - begin
    result = score(found, listed, publisher or publisher_of(gold))
    beside = quotations or gold.with_name("gold_quotations.jsonl")
    if beside.exists() or quotations:
        score_quotations(result, found, beside)
    figures = result.as_dict()
    if not misses:
        figures.pop("which")
    figures["names"] = len(names)
    figures["load_s"] = round(loaded, 3)
    figures["sentences_per_s"] = round(found.sentences / took) if took else 0
    figures["dates"] = len(found.dates)
    return figures


def measure_listed(folder: Path, misses: bool) -> dict[str, Any]:
    """Figures of texts with their claims, with the names that each text lists as its register's, and without."""
    from muster.reading.scoring_texts import measure_texts, read_texts

    texts = read_texts(folder)
    answer: dict[str, Any] = {}
    for name, known in (("with_names", True), ("without_names", False)):
        total = measure_texts(texts, known=known)
        answer[name] = total.score.as_dict()
        answer[name].pop("quotations")
        answer["texts"], answer["sentences"] = total.texts, total.sentences
        if not (misses and known):
            answer[name].pop("which")
    return answer


def measure_brat(archive: Path, misses: bool) -> dict[str, Any]:
    """Figures of annotated texts: entities, relations on given entities, and postings end to end."""
    from muster.reading.brat import read_archive
    from muster.reading.brat_scoring import measure_texts

    texts = read_archive(archive)
    return measure_texts(texts, misses)


def show(result: dict[str, Any]) -> None:
    """The figures as lines, the damaging counts first."""
    if claims := result.get("claims"):
        _claims(claims)
        say(f"{'quotations':<24} {claims['quotations'][0]} of {claims['quotations'][1]}")
        say(f"{'names loaded':<24} {claims['names']:,} in {claims['load_s']} s; {claims['sentences_per_s']:,} sent./s")
    if texts := result.get("texts"):
        for name in ("with_names", "without_names"):
            say(f"{texts['texts']} texts, {texts['sentences']} sentences, {name.replace('_', ' ')}", "bold")
            _claims(texts[name])
    if postings := result.get("postings"):
        for name in ("entities", "entities_whole_text", "relations", "relations_end_to_end", "postings"):
            for kind, figures in postings[name].items():
                say(
                    f"{name.replace('_', ' '):<21} {kind:<14} P {figures['precision']:.3f}  R {figures['recall']:.3f}  "
                    f"F1 {figures['f1']:.3f}  ({figures['right']} of {figures['found']}, gold {figures['gold']})"
                )
        for name, which in postings.get("which", {}).items():
            for line in which:
                say(f"  {name}: {line}")


def _claims(claims: dict[str, Any]) -> None:
    """The figures of claims: the damaging counts first, and what was wrong if it was asked for."""
    for name in ("harm_on_wrong_subject", "lost_denials", "raised_stances"):
        say(f"{name.replace('_', ' '):<24} {claims[name]}")
    for name in ("strict", "lenient"):
        figures = claims[name]
        say(
            f"{name:<24} precision {figures['precision']:.3f} ({figures['right_of_proposals'][0]}/"
            f"{figures['right_of_proposals'][1]}), recall {figures['recall']:.3f} "
            f"({figures['found_of_gold'][0]}/{figures['found_of_gold'][1]})"
        )
    shown, listed = claims["shown_of_gold"]
    say(f"{'shown':<24} {shown} of {listed} stand in a proposal or in a passage that is pointed at")
    for kind, (right, total) in claims["strict_by_kind"].items():
        say(f"  {kind:<22} {right} of {total}")
    for name, which in claims.get("which", {}).items():
        if which:
            say(f"  {name}: {'; '.join(which)}")
