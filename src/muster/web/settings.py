"""What `muster serve` tells its processes, by the names of environment variables; it loads nothing else."""

from __future__ import annotations

ENTRY_VARIABLE = "MUSTER_SERVE_ENTRY"  # the secret of the address that works once
FOLDER_VARIABLE = "MUSTER_SERVE_FOLDER"  # where the processes of one server note that it was used
