"""`muster serve`: the vetting desk and the HTTP API on this machine."""

from __future__ import annotations

import gc
import os
import secrets
import sys
import tempfile

import click

from muster.cli.common import location, say
from muster.errors import UsageError
from muster.register import Register
from muster.register.store import default_location

_EPILOG = """\b
Examples:
  muster serve
  muster --register build/demo/muster.db serve --port 8080
  muster serve --workers 2

The server listens on this machine only, unless --host says otherwise."""
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command("serve", epilog=_EPILOG)
@click.option("--register", "register_option", metavar="PATH", help="The register to use.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8040, show_default=True, help="The port.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that answer.")
@click.option("--host-name", "names", multiple=True, help="A name that requests may call this server (repeatable).")
def command(register_option: str | None, host: str, port: int, workers: int, names: tuple[str, ...]) -> None:
    """Serve the pages and the API over the register."""
    from muster.cases import Accounts
    from muster.web.settings import ENTRY_VARIABLE, FOLDER_VARIABLE

    where = location(register_option) or default_location()
    with Register(where) as register:  # an error now, rather than in each process
        users = bool(Accounts(register).all())
    local = host in _LOOPBACK
    if not local and not users:
        raise UsageError(
            "a register without users is for this machine only", hint="muster user add NAME --role administrator"
        )
    if not local and not names:
        raise UsageError(
            f"listening on {host} without a name", hint="say with --host-name by which name people reach this server"
        )
    os.environ[ENTRY_VARIABLE] = secrets.token_urlsafe(24)
    with tempfile.TemporaryDirectory(prefix="muster-serve-") as folder:
        os.environ[FOLDER_VARIABLE] = folder
        if workers > 1:
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder  # read when the counts are imported
        gc.disable()  # nothing that a server loads goes again; `run` turns it on
        from muster.web.processes import bind, run

        place = bind(host, port)
        address = f"http://{f'[{host}]' if ':' in host else host}:{place.getsockname()[1]}/"
        say(f"Muster on {where}: {address} (Ctrl-C to stop)")
        if not users:
            say(f"Open it with this address, which works once: {address}enter?token={os.environ[ENTRY_VARIABLE]}")
        sys.stdout.flush()  # who reads a pipe needs the address now
        run(place, where, (*names, *(_LOOPBACK if local else ())), local=local, workers=workers)
