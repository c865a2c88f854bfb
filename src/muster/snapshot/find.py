"""Finding the entity that a person means: by its id, or by a name that it alone has."""

from __future__ import annotations

from muster.errors import NotFound, UsageError, brief
from muster.snapshot.snapshot import Snapshot


def find(snapshot: Snapshot, text: str) -> str:
    """The entity meant by an id or by a name that only one entity has. Raises NotFound or UsageError."""
    if text in snapshot:
        return snapshot.canonical(text)
    found = list(dict.fromkeys(one.entity for one in snapshot.names.exact(text)))
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(f"{one} ({snapshot.caption(one)}, {snapshot.kind(one)})" for one in found[:5])
        raise UsageError(f"{brief(text)} names {len(found)} entities: {several}", hint="give one of the ids")
    near = [f"{hit.name} ({hit.entity})" for hit in snapshot.names.search(text, threshold=0.5, limit=3)]
    hint = f"similar: {'; '.join(near)}" if near else f"try `muster screen {brief(text)}` with other spellings"
    raise NotFound(f"nothing in this register is called {brief(text)}", hint=hint)
