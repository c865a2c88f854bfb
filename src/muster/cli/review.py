"""`muster review`: proposals one after another, in their context, to accept, edit, reject or leave open by one key.

Each answer is stored at once, so the work can be stopped and taken up again at any place.
"""

from __future__ import annotations

import getpass
from typing import Any

import click

from muster.claims import Stance
from muster.cli.common import common, opened, print_json, say, table
from muster.cli.read import spoken
from muster.errors import MusterError, UsageError
from muster.reading import queue as waiting
from muster.reading.queue import EDITABLE, Queued, accept, one, reject, statistics, unsure
from muster.register import Register

_EPILOG = """\b
Examples:
  muster review                              one after another; keys: a e r u s q
  muster review --list
  muster review --accept 1f2e3d4c --by "A. Said"
  muster review --reject 1f2e3d4c --reason "the speaker is the ministry"
  muster review --stats

An accepted proposal becomes claims that carry the quote, its place and your name."""
_KEYS = "[a]ccept  [e]dit  [r]eject  [u]nsure  [s]kip  [q]uit"


@click.command("review", epilog=_EPILOG)
@click.option("--document", metavar="ID", default="", help="Only the proposals of this document.")
@click.option("--list", "list_", is_flag=True, help="List what waits, and ask nothing.")
@click.option("--all", "all_", is_flag=True, help="With --list: also those that were answered.")
@click.option("--stats", is_flag=True, help="How proposals fared, by rule and by month.")
@click.option("--accept", "accepted", metavar="ID", help="Accept one proposal.")
@click.option("--reject", "rejected", metavar="ID", help="Reject one proposal.")
@click.option("--unsure", "left", metavar="ID", help="Leave one proposal open, with a remark.")
@click.option("--subject", default="", help="With --accept: the entity that the subject is, or new.")
@click.option("--object", "object_", default="", help="With --accept: the entity that the other end is, or new.")
@click.option("--set", "changes", metavar="FIELD=VALUE", multiple=True, help="With --accept: correct a field first.")
@click.option("--reason", default="", help="Why.")
@click.option("--by", help="Who reviews (default: the name you are logged in with).")
@common
def command(
    document: str,
    list_: bool,
    all_: bool,
    stats: bool,
    accepted: str | None,
    rejected: str | None,
    left: str | None,
    subject: str,
    object_: str,
    changes: tuple[str, ...],
    reason: str,
    by: str | None,
    register_option: str | None,
    as_json: bool,
) -> None:
    """Review what `muster read` proposed: accept, edit, reject, or leave open.

    Without options it asks for one proposal after another. Fields that can be corrected: subject, object, value,
    stance, speaker, since, until, predicate.
    """
    if sum(map(bool, (list_, stats, accepted, rejected, left))) > 1:
        raise UsageError("one thing at a time: --list, --stats, --accept, --reject or --unsure")
    if (subject or object_ or changes) and not accepted:
        raise UsageError("--subject, --object and --set belong to --accept")
    with opened(register_option) as register:
        if stats:
            _show_stats(statistics(register), as_json)
        elif accepted or rejected or left:
            _answer(register, accepted, rejected, left, subject, object_, changes, reason, _who(by), as_json)
        elif list_ or as_json:
            _list(waiting(register, document, all_=all_), as_json)
        else:
            _ask(register, document, _who(by))


def _who(by: str | None) -> str:
    try:
        return (by or "").strip() or getpass.getuser()
    except (KeyError, OSError):
        raise UsageError("nobody is named as the reviewer", hint="--by NAME") from None


def _corrections(changes: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for change in changes:
        name, equals, value = change.partition("=")
        if not equals or name not in EDITABLE:
            raise UsageError(f"cannot set {change!r}", hint=f"--set FIELD=VALUE with one of {', '.join(EDITABLE)}")
        found[name] = value
    return found


def _answer(
    register: Register,
    accepted: str | None,
    rejected: str | None,
    left: str | None,
    subject: str,
    object_: str,
    changes: tuple[str, ...],
    reason: str,
    by: str,
    as_json: bool,
) -> None:
    claims: list[str] = []
    chosen = accepted or rejected or left or ""
    if accepted:
        claims = accept(
            register, accepted, by, subject=subject, object_=object_, corrections=_corrections(changes), reason=reason
        )
    elif rejected:
        reject(register, rejected, by, reason)
    else:
        unsure(register, chosen, by, reason)
    held = one(register, chosen)
    if as_json:
        print_json({"proposal": held.id, "verdict": held.verdict, "by": by, "claims": claims})
    else:
        say(f"{held.id}: {held.verdict} by {by}" + (f"; {len(claims)} claims stored" if claims else ""))


def _list(found: list[Queued], as_json: bool) -> None:
    if as_json:
        print_json([each.as_dict() for each in found])
        return
    rows = [
        (each.id[2:10], each.title[:30], each.proposal["paragraph"], each.proposal["kind"], each.proposal["stance"],
         each.proposal["speaker"] or "(the text)", spoken(each.proposal), each.verdict or "waits")
        for each in found
    ]  # fmt: skip
    if rows:
        table("Proposals", ("id", "document", "par.", "kind", "stance", "speaker", "proposed", "state"), rows)
    say(f"{sum(not each.verdict for each in found):,} wait. An empty queue clears nobody: texts say more than rules.")


def _show_stats(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    columns = ("rule", "accepted", "edited", "rejected", "unsure", "waiting", "precision")
    for title, rows in (("By rule", [*found["by_rule"], found["all"]]), ("By month", found["by_month"])):
        if rows:
            shown = [tuple("" if row[name] is None else str(row[name]) for name in columns) for row in rows]
            table(title, ("month", *columns[1:]) if title == "By month" else columns, shown)
    if found["corrected_fields"]:
        say("Corrected: " + ", ".join(f"{name} {count}" for name, count in found["corrected_fields"].items()))
    say("Precision: accepted unchanged, of all accepted, edited or rejected.")


# --- one after another -----------------------------------------------------------------------------------------


def _ask(register: Register, document: str, by: str) -> None:
    found = waiting(register, document)
    if not found:
        say("Nothing waits. That clears nobody: texts say more than rules.")
        return
    for number, held in enumerate(found, 1):
        _show(held, number, len(found))
        if not _one(register, held, by):
            break
    say(f"{sum(not each.verdict for each in waiting(register, document)):,} still wait.")


def _show(held: Queued, number: int, total: int) -> None:
    proposal = held.proposal
    say()
    place = ", ".join(
        part for part in (f"p. {proposal['page']}" if proposal["page"] else "", proposal["paragraph"]) if part
    )
    say(f"{number} of {total}   {held.title}, {held.published}, {place}   {held.id[2:10]}", "dim")
    say(f"… {held.before}".replace("\n", " "), "dim")
    say(held.quote.replace("\n", " "), "bold")
    say(f"{held.after} …".replace("\n", " "), "dim")
    say(f"{proposal['kind']}, {proposal['stance']}: {spoken(proposal)}")
    via = f" via {', '.join(proposal['via'])}" if proposal["via"] else ""
    found_by = f" (found by: {proposal['speaker_by']})" if proposal["speaker_by"] not in ("", "name") else ""
    say(f"said by {proposal['speaker'] or 'the text itself'}{via}{found_by}")
    if proposal["since"] or proposal["until"]:
        say(f"time {proposal['since']} / {proposal['until']}")
    for which in ("subject", "object"):
        for place_, known in enumerate((proposal[which] or {}).get("candidates", ()), 1):
            say(f"  {which} {place_}: {known['entity']}  {known['name']}")
    for remark in proposal["remarks"]:
        say(f"  note: {remark}")
    if held.verdict == "unsure":
        say(f"  left open by {held.by}: {held.reason}")


def _one(register: Register, held: Queued, by: str) -> bool:
    """Ask about one proposal until there is an answer; False to stop."""
    while True:
        key = click.prompt(_KEYS, prompt_suffix="  ", default="s", show_default=False).strip().lower()[:1]
        try:
            if key not in "aerusq":
                say(f"{key!r} is none of the keys")
                continue
            if key == "q":
                return False
            if key == "s":
                return True
            if key == "r":
                reject(register, held.id, by, click.prompt("why", default="", show_default=False))
                return True
            if key == "u":
                unsure(register, held.id, by, click.prompt("what is open", default="", show_default=False))
                return True
            if key in ("a", "e"):
                corrections = _edits(held) if key == "e" else {}
                chosen = {which: _choice(held, which) for which in ("subject", "object") if which not in corrections}
                claims = accept(
                    register, held.id, by, subject=chosen.get("subject", ""), object_=chosen.get("object", ""),
                    corrections=corrections,
                )  # fmt: skip
                say(f"{len(claims)} claims stored.")
                return True
        except MusterError as error:
            say(f"not stored: {error.message}" + (f" ({error.hint})" if error.hint else ""))


def _choice(held: Queued, which: str) -> str:
    """The entity of an end that may be several: a number of the list, an id, or new."""
    known = (held.proposal[which] or {}).get("candidates", [])
    if len(known) < 2:
        return ""
    text = click.prompt(f"which {which} (number, id, or new)").strip()
    return str(known[int(text) - 1]["entity"]) if text.isdigit() and 0 < int(text) <= len(known) else text


def _edits(held: Queued) -> dict[str, str]:
    """The fields as the person wants them; only those that changed. A field that cannot hold an answer asks again."""
    changed: dict[str, str] = {}
    say("  Enter keeps what is there, - empties it.")
    for name in EDITABLE:
        now = held.proposal[name]
        text = (now or {}).get("text", "") if name in ("subject", "object") else now
        said = _field(name, text)
        if said != text:
            changed[name] = said
    return changed


def _field(name: str, text: str) -> str:
    """One field as the person wants it."""
    while True:
        said = str(click.prompt(f"  {name}", default=text, show_default=bool(text))).strip()
        said = "" if said == "-" else said
        if name != "stance" or said in set(Stance):
            return said
        say(f"  no stance {said!r}: one of {', '.join(Stance)}")
