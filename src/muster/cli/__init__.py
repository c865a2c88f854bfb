"""The command line. `main` is the entry point of the `muster` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; every error made on purpose ends as one line on standard error."""
    from muster.cli.app import run

    sys.exit(run(sys.argv[1:]))


__all__ = ["main"]
