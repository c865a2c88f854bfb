"""Readers: files of lists, registers, rosters and claims, turned into claims.

Importing this package is cheap; a format's module and its libraries are loaded when a file needs them.
"""

from muster.sources.delivery import Delivery
from muster.sources.files import InputFile
from muster.sources.formats import read_paths, recognise
from muster.sources.model import Reading
from muster.sources.rosters import Roster, RosterRow, read_roster

__all__ = [
    "Delivery",
    "InputFile",
    "Reading",
    "Roster",
    "RosterRow",
    "read_paths",
    "read_roster",
    "recognise",
]
