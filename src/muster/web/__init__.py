"""The HTTP API and the pages: one application over one register (`app.create_app`), started by `muster serve`.

Kept off the import path of the command line, which hands its settings over by name only (`settings`).
"""
