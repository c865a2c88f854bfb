"""`muster vet --roster`: the whole roster decided, kept, written and summed up by outcome and by country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from muster.cli.common import note, outcome, print_json, progress, say, searched, settled, table
from muster.cli.vet_out import Decided, written
from muster.errors import UsageError
from muster.policy import Outcome
from muster.register import Register, Stored
from muster.sources import Roster
from muster.vetting import (
    Answer,
    Desk,
    Told,
    Vetted,
    Wants,
    ask,
    distinct,
    keep_stored,
    vet_roster,
    workers_for,
)

_TABLE_ROWS = 60  # units shown one by one; of a longer roster only those that are not cleared or referred
_COUNTRIES = 25  # countries shown; the others are summed up
_KEPT = 1000  # decisions put into the register at a time
_NOTE = 600  # characters of a note on the terminal
LINKS = ("link", "parent_only", "not_in_register", "too_vague", "several")


def vet_all(
    register: Register | None,
    desk: Desk,
    roster: Roster,
    policies: Sequence[str],
    on: date,
    out: Path | None,
    as_json: bool,
    workers: int | None = None,
) -> None:
    """Decide a roster and show, write and (if a register is given) keep the decisions.

    `workers` None means as many processes as are worth it.
    """
    stored: list[Stored] = []

    def keep() -> None:
        if register and stored:
            keep_stored(register, desk, stored, policies, on)
        stored.clear()

    asked = ask(roster, policies[0], on)
    expected = len(asked.requests) * len(policies)
    settled()
    single = out is not None and out.suffix.lower() == ".html"
    if single and expected != 1:
        raise UsageError("one decision fits an .html file", hint="give a folder for several")
    with written(out or Path()), Decided(out, expected, desk.snapshot, on) as decided:

        def made(told: Told, lines: Sequence[int]) -> None:
            if told.data:
                decided.add(told.data, lines)
                if single:
                    decided.keep(told.data)
            if told.stored:
                stored.append(told.stored)
                if len(stored) >= _KEPT:
                    keep()

        with progress("units", None) as step:
            seen = 0

            def advance(done: int, total: int) -> None:
                nonlocal seen
                step(done - seen, total)
                seen = done

            wants = Wants(whole=decided.whole, stored=register is not None)
            many = workers or workers_for(expected)
            vetted = vet_roster(desk, roster, policies, on, advance, made, asked=asked, wants=wants, workers=many)
        keep()
        decided.table(vetted)
    if as_json:
        print_json([one.as_row() for one in vetted])
        return
    for text in roster.notes:
        note(text if len(text) <= _NOTE else f"{text[:_NOTE].rstrip(' ,')} …")
    answers = distinct(vetted)
    _outcomes(answers)
    _countries(answers, vetted)
    _counts(answers, vetted)
    if answers:
        say(f"  Searched: {searched((one.list, one.edition) for one in desk.covered(on))}.")
    say("No outcome approves a unit. Muster advises; people decide.")
    if out:
        say(f"Written: {out}")
    if decided.left_out:
        say(f"Dossiers only for decisions that a person has to look at; {decided.left_out:,} others are in the table.")


def _outcomes(answers: Sequence[Answer]) -> None:
    """One line a unit, one column a policy, and the first reason of its worst outcome."""
    by_unit: dict[tuple[Any, ...], list[Answer]] = {}
    for one in answers:
        by_unit.setdefault((one.unit, one.country, one.leaders), []).append(one)
    title = "Outcomes"
    if len(by_unit) > _TABLE_ROWS:
        adverse = (Outcome.NOT_CLEARED, Outcome.REFER)
        by_unit = {key: found for key, found in by_unit.items() if any(one.outcome in adverse for one in found)}
        title = f"Units for a person to look at: {len(by_unit):,}"
        if len(by_unit) > _TABLE_ROWS:
            title += f"; the first {_TABLE_ROWS} (-o writes all)"
        by_unit = dict(list(by_unit.items())[:_TABLE_ROWS])
    policies = list(dict.fromkeys(one.policy for one in answers))
    rows = []
    for found in by_unit.values():
        worst = min(found, key=lambda one: one.outcome.severity)
        by_policy = {one.policy: outcome(one.outcome.value) for one in found}
        reason = worst.reasons[0] if worst.reasons else ""
        rows.append((worst.unit or "(blank)", worst.country, *(by_policy.get(one, "") for one in policies), reason))
    table(title, ("unit", "country", *policies, "why, for the worst"), rows)


def _countries(answers: Sequence[Answer], vetted: Sequence[Vetted]) -> None:
    """Units by country: how they were linked to the register, and how many a person has to look at."""
    if len({one.country for one in answers}) < 2 and len(answers) <= _TABLE_ROWS:
        return
    first = answers[0].policy if answers else ""
    lines = Counter(one.row.country for one in vetted if one.answer.policy == first)
    units = Counter(one.country for one in answers if one.policy == first)
    linked = Counter((one.country, one.link) for one in answers if one.policy == first)
    worst: dict[tuple[Any, ...], Outcome] = {}
    for one in answers:
        key = (one.country, one.unit, one.leaders)
        worst[key] = min(worst.get(key, one.outcome), one.outcome, key=lambda word: word.severity)
    found = Counter((key[0], word) for key, word in worst.items())
    order = [country for country, _ in lines.most_common()]
    shown, rest = order[:_COUNTRIES], order[_COUNTRIES:]
    groups = [(country or "(none)", [country]) for country in shown]
    groups += [(f"{len(rest)} others", rest)] * bool(rest) + [("all", order)]
    rows = []
    for name, countries in groups:
        counts = [sum(lines[one] for one in countries), sum(units[one] for one in countries)]
        counts += [sum(linked[one, word] for one in countries) for word in LINKS]
        counts += [sum(found[one, word] for one in countries) for word in Outcome]
        rows.append((name, *(f"{count:,}" for count in counts)))
    words = (*LINKS, *(word.value for word in Outcome))
    columns = ("country", "rows", "units", *(word.replace("_", " ") for word in words))
    table("Units by country, as linked to the register, and by their worst outcome", columns, rows)


def _counts(answers: Sequence[Answer], vetted: Sequence[Vetted]) -> None:
    policies = list(dict.fromkeys(one.policy for one in answers))
    units = Counter((one.policy, one.outcome) for one in answers)
    lines = Counter((one.answer.policy, one.answer.outcome) for one in vetted)
    rows = [
        (outcome(word.value), *(f"{units[policy, word]:,} ({lines[policy, word]:,})" for policy in policies))
        for word in Outcome
    ]
    many = len({(one.unit, one.country, one.leaders) for one in answers})
    title = f"{many:,} distinct units on {len({one.row.line for one in vetted}):,} rows: units (rows) by outcome"
    table(title, ("outcome", *policies), rows)
