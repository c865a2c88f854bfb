"""`muster read`: an article or report in, proposals out, for a person to review. It decides nothing."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import click

from muster.cli.common import busy, codec, common, location, note, opened, print_json, say, table
from muster.errors import NotFound
from muster.register import default_location

_EPILOG = """\b
Examples:
  muster read article.html --published 2018-11-28 --publisher "The Courier"
  muster read report.pdf --published 2024-03-01 --dry-run

What is read waits for `muster review`. No proposals never means that the text clears anybody."""

NO_PROPOSALS = "No proposals. That says nothing about anybody: the rules may have missed what the text says. Read it."
SHOWN = 12  # passages that are shown
STILL_READ = "Proposals are leads from rules that miss things: what is not proposed was not cleared. Read the text too."


@click.command("read", epilog=_EPILOG)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--published", metavar="DAY", default="", help="Day of publication; needed unless the file says it.")
@click.option("--title", default="", help="Title, if the file does not give it rightly.")
@click.option("--publisher", default="", help="Who published it: the speaker of what nobody else is said to say.")
@click.option("--address", default="", help="Where it was published or archived.")
@click.option("--encoding", default="", help="Encoding of a plain text, such as windows-1252 (default: found out).")
@click.option("--reader", metavar="NAME", multiple=True, help="A further reader that is installed as a plug-in.")
@click.option("--dry-run", is_flag=True, help="Show what would be proposed, and store nothing.")
@common
def command(
    file: Path,
    published: str,
    title: str,
    publisher: str,
    address: str,
    encoding: str,
    reader: tuple[str, ...],
    dry_run: bool,
    register_option: str | None,
    as_json: bool,
) -> None:
    """Read FILE (HTML, PDF, DOCX or text) and propose the claims it may make.

    Every proposal quotes the text, says who speaks and with what stance, and names the entities of the register that
    may be meant. Nothing becomes a claim, and no decision sees anything, before `muster review`.
    """
    from muster.reading import keep, names_of, propose, read_document
    from muster.reading.gazetteer import Gazetteer
    from muster.reading.plugins import load

    plugins = [load(name) for name in reader]
    document = read_document(
        file, published=published, title=title, publisher=publisher, address=address, encoding=codec(encoding)
    )
    where = Path((location(register_option) or default_location()).removeprefix("sqlite:///"))
    new = held = 0
    if dry_run and not where.exists():
        if register_option:
            raise NotFound(f"no register at {where}", hint="leave --register out to read without one")
        found = propose(document, Gazetteer(), plugins)
    else:
        with opened(register_option, create=not dry_run) as register:
            with busy("reading"):
                found = propose(document, names_of(register), plugins)
            if not dry_run:
                new, held = keep(register, document, found)
    answer: dict[str, Any] = {
        "document": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published.isoformat(),
        "taken_from_the_file": list(document.taken),
        "format": document.format,
        "sha256": document.sha256,
        "text_sha256": document.text_sha256,
        "sentences": found.sentences,
        "stored": not dry_run,
        "new": new,
        "kept_before": held,
        "proposals": [one.as_dict() for one in found.proposals],
        "quotations": [
            {"start": one.start, "end": one.end, "quote": document.text[one.start : one.end],
             "speaker": one.speaker.name if one.speaker else "",
             "speaker_by": one.speaker.by if one.speaker else "open",
             "via": list(one.speaker.via) if one.speaker else []}
            for one in found.quotations
        ],
        "dates": [{"text": one.text, "start": one.start, "end": one.end, "edtf": one.edtf,
                   "anchor": one.anchor.isoformat(), "rule": one.rule} for one in found.dates],
        "unread": [
            {"paragraph": document.paragraph(start), "start": start, "end": end, "quote": document.text[start:end]}
            for start, end in found.unread
        ],
        "remarks": [*document.notes, *found.remarks],
        "caution": STILL_READ if found.proposals else NO_PROPOSALS,
    }  # fmt: skip
    if as_json:
        print_json(answer)
        return
    _print(answer)


def _print(answer: dict[str, Any]) -> None:
    for remark in answer["remarks"]:
        note(remark)
    if "published" in answer["taken_from_the_file"]:
        note(f"the file says that it was published on {answer['published']}; --published sets it")
    rows = [
        (
            one["proposal"][2:10],
            one["paragraph"],
            one["kind"],
            one["stance"],
            one["speaker"] or "(the text)",
            spoken(one),
            one["tier"],
        )
        for one in answer["proposals"]
    ]
    if rows:
        title = f"{answer['title'] or answer['document']}, {answer['published']}"
        table(title, ("id", "par.", "kind", "stance", "speaker", "proposed", "tier"), rows)
    open_ = sum(1 for one in answer["quotations"] if not one["speaker"])
    say(
        f"{answer['sentences']:,} sentences, {len(rows):,} proposals, {len(answer['quotations']):,} quotations"
        + (f" ({open_} without a speaker)" if open_ else "")
    )
    _point_at(answer["unread"])
    if answer["stored"]:
        say(f"{answer['new']:,} new proposals wait for `muster review`; {answer['kept_before']:,} were there before.")
    say(answer["caution"])


def _point_at(unread: list[dict[str, Any]]) -> None:
    """Show where to read on: passages that seem to tell something, of which nothing was proposed."""
    if not unread:
        return
    say(f"{len(unread):,} passages seem to tell something and gave no proposal. Read them:")
    for one in unread[:SHOWN]:
        say(f"  {one['paragraph']}  {textwrap.shorten(' '.join(one['quote'].split()), 110, placeholder=' …')}")
    if len(unread) > SHOWN:
        say(f"  and {len(unread) - SHOWN:,} more, which --json lists and the reading desk marks")


def spoken(one: dict[str, Any]) -> str:
    """What is proposed, as one line: subject, relation, object or value."""
    subject = one["subject"]["text"]
    other = one["object"]["text"] if one["object"] else ""
    if one["predicate"] == "statement":
        return f"{subject}: {one['value']}"
    value = one["value"] if one["value"] != other else ""
    relation = one["predicate"].replace("_", " ")
    relation = {"supports": "supported by", "perpetrator of": value or "responsible for", "name": "also named"}.get(
        relation, relation
    )
    shown = "" if relation == value else value
    return " ".join(
        part
        for part in (subject, f"[{relation}]", other, f"({shown})" if shown and one["predicate"] != "name" else shown)
        if part
    )
