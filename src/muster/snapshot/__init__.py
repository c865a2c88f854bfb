"""The register's knowledge at one time, compiled for screening, path search and policy."""

from muster.snapshot.find import find
from muster.snapshot.screening import Hit, Screening, known_of
from muster.snapshot.snapshot import Coverage, Snapshot, view_of
from muster.snapshot.units import unit_index, unit_records

__all__ = ["Coverage", "Hit", "Screening", "Snapshot", "find", "known_of", "unit_index", "unit_records", "view_of"]
