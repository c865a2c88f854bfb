"""The HTTP API and the pages: one application over one register, started by `muster serve`.

Kept off the import path of the command line; `create` is what a server process calls.
"""

from muster.web.app import create, create_app

__all__ = ["create", "create_app"]
