"""A graph that is kept in a file answers as the one it was made from."""

from __future__ import annotations

from pathlib import Path

import pytest

from muster.claims import Stance, digest
from muster.errors import BadInput
from muster.links import Graph, find_paths

from .made import DAY, rel


@pytest.mark.parametrize("ids", [("c-" + digest("one")[:24], "c-" + digest("two")[:24]), ("c-" + "A" * 24, "oné")])
def test_a_kept_graph_holds_what_was_put_in(tmp_path: Path, ids: tuple[str, str]) -> None:
    claims = [
        rel("unit", "supports", "other", "2014~/..", "2015-01-01/2016-02-03", claim=ids[0], how="arms"),
        rel("other", "affiliated_with", "listed", "/2019", claim=ids[1], stance=Stance.ALLEGED),
        rel("unit", "affiliated_with", "unit", claim=ids[0]),
        rel("other", "supports", "unit", claim=ids[1], stance=Stance.DENIED),
    ]
    made = Graph(claims)
    made.save(tmp_path / "graph")
    kept = Graph.open(tmp_path / "graph")
    assert kept.of("unit") == made.of("unit") == tuple(sorted({claims[0], claims[2], claims[3]}, key=_order))
    assert kept.of("other") == made.of("other")
    question = {"day": DAY, "stances": {Stance.ASSERTED, Stance.ALLEGED}}
    assert find_paths(kept, "unit", "listed", **question) == find_paths(made, "unit", "listed", **question)


def test_a_file_that_was_cut_or_altered_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "graph"
    Graph([rel("unit", "supports", "other")]).save(file)
    whole = file.read_bytes()
    for broken in (whole[:-1], whole[:40], b"", whole[:-1] + bytes([whole[-1] ^ 1])):
        file.write_bytes(broken)
        with pytest.raises(BadInput):
            Graph.open(file)


def _order(relation: object) -> tuple[str, str, str]:
    return relation.predicate, relation.first, relation.second  # type: ignore[attr-defined]
