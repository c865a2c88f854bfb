"""The parts of the guides that follow from the program: predicates, commands, formats, roster columns.

`python -m tests.docs.generate` writes them into the pages; the tests compare.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import click

from muster.cases import ROLES, STATES, TRANSITIONS
from muster.claims import Predicate, vocabulary
from muster.cli.app import COMMANDS, top
from muster.sources import formats, rosters
from muster.vetting.rosters import COLUMNS
from tests.docs.pages import DOCS, generated, marked


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


# --- vocabulary -----------------------------------------------------------------------------------------


def _says(text: str) -> str:
    return re.sub(r"\{(\w+)\}", r"*\1*", text)


def _kinds(kinds: frozenset[str]) -> str:
    return ", ".join(sorted(kinds)) or "any"


def _qualifiers(rule: Predicate) -> str:
    return "; ".join(
        f"`{name}`: {', '.join(sorted(words))}" if words else f"`{name}`" for name, words in rule.qualifiers.items()
    )


def _maps(rule: Predicate) -> str:
    ftm = rule.ftm["schema"] if isinstance(rule.ftm, dict) else rule.ftm
    return f"`{ftm}`" if ftm else ""


def _relation(rule: Predicate) -> Sequence[str]:
    ends = "<br>".join(f"`{end}`: {_kinds(kinds)}" for end, kinds in zip(rule.ends, rule.kinds, strict=True))
    rises = {"part": "; rises to the whole", "post": "; rises to the unit served in"}.get(rule.rises, "")
    carries = f"{rule.carries}{rises}{'; symmetric' if rule.symmetric else ''}"
    return (
        f"`{rule.name}`",
        f"{_says(rule.says)}<br>{_says(rule.inverse)}",
        ends,
        _qualifiers(rule),
        carries,
        _maps(rule),
    )


def _value(rule: Predicate) -> Sequence[str]:
    type_ = f"one of {', '.join(sorted(rule.allowed))}" if rule.allowed else rule.type
    many = "" if rule.many else "; one value, others disagree"
    return (f"`{rule.name}`", _says(rule.says), _kinds(rule.kinds[0]), f"{type_}{many}", _qualifiers(rule), _maps(rule))


def predicates() -> str:
    """Both tables of the vocabulary."""
    rules = list(vocabulary().values())
    relations = _table(
        ("relation", "says", "ends", "qualifiers", "carries", "maps to"),
        [_relation(rule) for rule in rules if rule.relation],
    )
    values = _table(
        ("value", "says", "of", "type", "qualifiers", "maps to"),
        [_value(rule) for rule in rules if not rule.relation],
    )
    return f"## Relations\n\n{relations}\n\n## Values\n\n{values}"


# --- the command line -----------------------------------------------------------------------------------


def _commands(group: click.Group, context: click.Context) -> list[tuple[click.Command, click.Context]]:
    """Every command below a group, depth first, with the context that knows its whole name."""
    found: list[tuple[click.Command, click.Context]] = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        inner = click.Context(command, info_name=name, parent=context)
        found.append((command, inner))
        if isinstance(command, click.Group):
            found.extend(_commands(command, inner))
    return found


def _parameter(one: click.Parameter, context: click.Context) -> Sequence[str]:
    if isinstance(one, click.Argument):
        return (f"`{one.make_metavar(context)}`", "")
    record = one.get_help_record(context) if isinstance(one, click.Option) else None
    names, text = record or ("", "")
    return (f"`{' '.join(names.split())}`", " ".join(text.split()))


def _examples(epilog: str) -> tuple[str, str]:
    """The command lines of an epilog, with what stands far to their right as a comment; and the sentence below."""
    lines = [line.rstrip() for line in epilog.replace("\b", "").splitlines()]
    shown = [re.sub(r"(\S) {3,}(\S)", r"\1   # \2", line.strip()) for line in lines if line.startswith("  ")]
    below = [line for line in lines if line and not line.startswith(" ") and not line.startswith("Example")]
    return "\n".join(shown), " ".join(below)


def _section(command: click.Command, context: click.Context) -> str:
    path = context.command_path
    usage = " ".join([path, *command.collect_usage_pieces(context)])
    parts = [f"## {path}", f"`{usage}`", "\n\n".join(" ".join(p.split()) for p in (command.help or "").split("\n\n"))]
    rows = [_parameter(one, context) for one in command.params if isinstance(one, click.Option)]
    if rows:
        parts.append(_table(("option", "meaning"), rows))
    examples, below = _examples(command.epilog or "")
    if examples:
        parts.append(f"```\n{examples}\n```")
    if below:
        parts.append(below)
    return "\n\n".join(part for part in parts if part)


def commands() -> str:
    """Every command with its options and examples."""
    context = click.Context(top, info_name="muster")
    brief = _table(
        ("command", "what it does"), [(f"[{name}](#muster-{name})", text) for name, (_, text) in COMMANDS.items()]
    )
    options = _table(
        ("option", "meaning"), [_parameter(one, context) for one in top.params if isinstance(one, click.Option)]
    )
    sections = [_section(command, inner) for command, inner in _commands(top, context)]
    return "\n\n".join([brief, "Before the command:", options, *sections])


# --- files in and out -----------------------------------------------------------------------------------


def format_names() -> str:
    """The formats in the order in which a file is put to them."""
    return _table(("format", "what it is"), [(f"`{one.name}`", one.title) for one in formats.formats()])


def roster_headers() -> str:
    """The headers that are read for each field of a roster, and the columns of the outcome table."""
    words: Mapping[str, tuple[str, ...]] = rosters._WORDS
    return _table(
        ("field", "headers that are read as it"), [(f"`{key}`", ", ".join(found)) for key, found in words.items()]
    )


def outcome_columns() -> str:
    """The columns of the outcome table."""
    return ", ".join(f"`{column}`" for column in COLUMNS)


# --- cases ----------------------------------------------------------------------------------------------


def case_states() -> str:
    """The roles, the states, and every way from one state to another."""
    roles = _table(("role", "what they do"), [(f"`{name}`", text) for name, text in ROLES.items()])
    states = _table(("state", "meaning"), [(f"`{name}`", text) for name, text in STATES.items()])
    ways = _table(
        ("act", "in state", "then", "by", "takes"),
        [
            (
                f"`{one.act}`",
                ", ".join(f"`{state}`" for state in one.before) or "–",
                f"`{one.after}`",
                one.role,
                one.takes,
            )
            for one in TRANSITIONS.values()
        ],
    )
    note = "Where an act leads to `open`, the case is `reviewing` while a claim that its texts propose waits."
    return f"{roles}\n\n{states}\n\n{ways}\n\n{note}"


PARTS: Mapping[tuple[str, str], Callable[[], str]] = {
    ("vocabulary.md", "predicates"): predicates,
    ("cli.md", "commands"): commands,
    ("lists.md", "formats"): format_names,
    ("rosters.md", "headers"): roster_headers,
    ("rosters.md", "columns"): outcome_columns,
    ("cases.md", "states"): case_states,
}


def write(page: Path, name: str, text: str) -> bool:
    """Put the generated part into its page; True if that changed it."""
    if generated(page, name) == text:
        return False
    start, end = marked(name)
    head, rest = page.read_text("utf-8").split(start)
    page.write_text(f"{head}{start}\n\n{text}\n\n{end}{rest.split(end)[1]}", "utf-8")
    return True


def main() -> None:
    """Write all generated parts."""
    for (page, name), make in PARTS.items():
        print(f"docs/{page}, {name}: {'written' if write(DOCS / page, name, make()) else 'unchanged'}")


if __name__ == "__main__":
    main()
