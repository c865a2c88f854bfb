"""The register's knowledge at one time, compiled for screening, path search and policy."""

from muster.snapshot.snapshot import Coverage, Snapshot, view_of

__all__ = ["Coverage", "Snapshot", "view_of"]
