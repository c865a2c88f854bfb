"""The `muster` command: its groups and commands, loaded when called, and how errors end.

Exit status: 0 done, 1 fault, 2 wrong usage, 3 bad input, 4 not found. A command module is imported only when
its command runs, so `muster --help` stays quick.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from muster import __version__
from muster.cli.text import plain
from muster.errors import BadInput, MusterError

# command -> (module in muster.cli, what it does)
COMMANDS = {
    "fetch": ("fetch", "Download lists from the addresses in your own file."),
    "import": ("imports", "Read lists, registers, rosters and claims files into the register."),
    "sources": ("sources", "Show which lists and files the register holds, and what changed between editions."),
    "show": ("show", "Show all that is known of one entity, each value with its source."),
    "screen": ("screen", "Search names against everything in the register."),
    "chain": ("chain", "Show a unit's superiors and subordinates on a day, with leaders."),
    "paths": ("paths", "Find the relations that lead from one entity to others."),
    "vet": ("vet", "Vet a unit, or a roster of units, under a policy."),
    "recheck": ("recheck", "List earlier decisions that must be vetted again."),
    "replay": ("replay", "Recompute a kept decision, and say what differs if it is not the same."),
    "contradictions": ("contradictions", "List claims that cannot both hold, with who says them."),
    "weigh": ("weigh", "Record how credible a claim is, factor by factor, with reasons."),
    "judge": ("judge", "Say which entries of the lists are one party: proposals, and judgements."),
    "read": ("read", "Read an article or report: what it may claim, for a person to review."),
    "review": ("review", "Accept, edit or reject what was read; what is accepted becomes claims."),
    "bench": ("bench", "Measure screening on labelled data, with other tools beside it."),
    "policy": ("policy", "List, show and test policies; print their JSON Schema."),
    "serve": ("serve", "Serve the vetting desk and the HTTP API on this machine."),
    "case": ("case", "Take requests through adjudication, decision, review and expiry."),
    "sign": ("sign", "Sign a case; two different people must."),
    "user": ("user", "Accounts, roles, passwords and tokens of those who work on cases."),
    "report": ("report", "Write the overview of a period: requests, outcomes, reasons, ages, what ended."),
    "audit": ("audit", "Check the tamper-evident record of all acts; sign its head; prove a decision."),
    "export": ("export", "Write the register's content for other programs."),
}

# SQLite's primary codes for what is not the register's own damage: busy, locked, read-only, disc error, full, no file
_OUTSIDE = (5, 6, 8, 10, 13, 14)

_EPILOG = """\b
Examples:
  muster import sdn.csv alt.csv add.csv --published 2022-01-31
  muster screen "Qasim Sulaymani"
  muster vet "Asa'ib Ahl al-Haq" --policy us-ndaa-2015-1236 --as-of 2018-11-28
  muster vet --roster units.xlsx --policy us-leahy-state -o result/

No hit is never a clearance. Muster advises; people decide."""


class Commands(click.Group):
    """The top group, which imports a command's module when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"muster.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.command(cls=Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--register",
    metavar="PATH",
    help="The register to use (else $MUSTER_REGISTER, else muster.db in this folder).",
)
@click.version_option(__version__, prog_name="muster")
@click.pass_context
def top(ctx: click.Context, register: str | None) -> None:
    """Does this unit pass muster? Sourced register, screening, links through time, written policy."""
    ctx.obj = {"register": register}


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit status."""
    try:
        result: Any = top.main(args=arguments, prog_name="muster", standalone_mode=False)
    except MusterError as error:
        _complain(f"error: {_where(error)}", error.hint)
        return error.exit_status
    except click.exceptions.NoArgsIsHelpError as error:  # a group without its command
        error.show()
        return 2
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        hint = f"see {context.command_path} --help" if context else "see muster --help"
        _complain(f"error: {error.format_message()}", hint)
        return 2
    except click.Abort:
        _complain("stopped; nothing half-written", "")
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as fault:  # a disc that is full or fails: whatever was not met where it could be explained
        where = f"{fault.filename}: " if fault.filename else ""
        _complain(f"error: {where}{fault.strerror or fault}", "check the disc and the rights; nothing half-written")
        return 1
    except _database_error() as fault:
        return _database_fault(fault)
    return result if isinstance(result, int) else 0


def _database_error() -> type[Exception]:
    """The database's errors; called only when an error has come up, so that `--help` does not load the library."""
    from sqlalchemy.exc import DatabaseError

    return DatabaseError


def _database_fault(fault: Any) -> int:
    """Tell what a database error means that was not met where it could be explained."""
    problem = fault.orig or fault
    if getattr(problem, "sqlite_errorcode", 0) & 0xFF in _OUTSIDE:
        _complain(f"error: the register: {problem}", "check the disc and the rights; nothing half-written")
        return 1
    _complain(f"error: damaged register: {problem}", "restore it from a copy")
    return BadInput.exit_status


def _where(error: MusterError) -> str:
    return f"{error.place}: {error.message}" if error.place else error.message


def _complain(text: str, hint: str) -> None:
    line = plain(" ".join(text.split()))
    click.echo(click.style("muster: ", fg="red") + line, err=True)
    if hint:
        click.echo(f"  hint: {plain(' '.join(hint.split()))}", err=True)
