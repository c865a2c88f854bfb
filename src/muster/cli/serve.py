"""`muster serve`: the vetting desk and the HTTP API on this machine."""

from __future__ import annotations

import os
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
    import uvicorn

    from muster.web.app import HOSTS_VARIABLE, REGISTER_VARIABLE

    where = location(register_option) or default_location()
    Register(where).close()  # an error now, rather than in each process
    if host not in _LOOPBACK and not names:
        raise UsageError(
            f"listening on {host} without a name", hint="say with --host-name by which name people reach this server"
        )
    os.environ[REGISTER_VARIABLE] = where
    os.environ[HOSTS_VARIABLE] = ",".join((*names, *(_LOOPBACK if host in _LOOPBACK else ())))
    say(f"Muster on {where}: http://{host}:{port}/ (Ctrl-C to stop)")
    with tempfile.TemporaryDirectory(prefix="muster-metrics-") as folder:
        if workers > 1:
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        uvicorn.run(
            "muster.web.app:create",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=False,
            timeout_keep_alive=30,
            h11_max_incomplete_event_size=64 << 10,
        )
