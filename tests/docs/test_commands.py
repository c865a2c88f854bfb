"""Every `muster` command line that a guide shows can be parsed: its command and options exist."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import click
import pytest

from muster.cli.app import top
from tests.docs.pages import blocks, command_lines, pages

SHOWN = [(str(block), line) for page in pages() for block in blocks(page) for line in command_lines(block)]


def parse(command: click.Command, arguments: list[str], name: str, parent: click.Context | None = None) -> None:
    """Parse as the program would, down to the last subcommand, without running anything."""
    with command.make_context(name, list(arguments), parent=parent) as context:
        if not isinstance(command, click.Group):
            return
        rest = [*context._protected_args, *context.args]
        if rest:
            sub, found, rest = command.resolve_command(context, rest)
            assert found is not None
            parse(found, rest, sub or "", context)


@pytest.mark.parametrize(
    ("place", "arguments"), SHOWN, ids=[f"{place}: {' '.join(line)[:60]}" for place, line in SHOWN]
)
def test_the_command_line_parses(place: str, arguments: list[str]) -> None:
    out = io.StringIO()
    try:
        with contextlib.redirect_stdout(out):
            parse(top, arguments, "muster")
    except click.exceptions.Exit:
        return  # --help and --version print and end
    except click.ClickException as error:
        pytest.fail(f"{place}: muster {' '.join(arguments)}: {error.format_message()}")


def test_a_command_that_does_not_exist_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "```\n$ muster vet UNIT --policies x   # no such option\nmuster: error: this is output\n```\n", "utf-8"
    )
    (line,) = [line for block in blocks(page) for line in command_lines(block)]
    assert line == ["vet", "UNIT", "--policies", "x"]
    with pytest.raises(click.NoSuchOption):
        parse(top, line, "muster")
