"""A graph that is kept in a file answers as the one it was made from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from muster.claims import Stance, digest
from muster.cli.bench_paths import made
from muster.errors import BadInput
from muster.links import Graph, find_paths
from muster.links.table import Table, assemble

from .made import DAY, rel


@pytest.mark.parametrize("ids", [("c-" + digest("one")[:24], "c-" + digest("two")[:24]), ("c-" + "A" * 24, "oné")])
def test_a_kept_graph_holds_what_was_put_in(tmp_path: Path, ids: tuple[str, str]) -> None:
    claims = [
        rel("unit", "supports", "other", "2014~/..", "2015-01-01/2016-02-03", claim=ids[0], how="arms"),
        rel("other", "affiliated_with", "listed", "/2019", claim=ids[1], stance=Stance.ALLEGED),
        rel("unit", "affiliated_with", "unit", claim=ids[0]),
        rel("other", "supports", "unit", claim=ids[1], stance=Stance.DENIED),
    ]
    graph = Graph(claims)
    graph.save(tmp_path / "graph")
    kept = Graph.open(tmp_path / "graph")
    assert kept.of("unit") == graph.of("unit") == tuple(sorted({claims[0], claims[2], claims[3]}, key=_order))
    assert kept.of("other") == graph.of("other")
    question = {"day": DAY, "stances": {Stance.ASSERTED, Stance.ALLEGED}}
    assert find_paths(kept, "unit", "listed", **question) == find_paths(graph, "unit", "listed", **question)


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


def test_the_edges_of_an_entity_are_in_the_same_order_however_many_are_sorted_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def table() -> Table:
        columns, lists = made(40, 900, np.random.default_rng(3))
        return assemble(columns, lists)[0]

    whole = table()
    for some in (1, 7, 500):
        monkeypatch.setattr("muster.links.table._SORTED", some)
        for one, other in zip(whole, table(), strict=True):
            assert np.array_equal(one, other)
    for node in range(40):
        ways = whole.way[whole.ways_at[node] : whole.ways_at[node + 1]].tolist()
        ends = [(whole.first[way >> 1], whole.second[way >> 1])[:: -1 if way & 1 else 1] for way in ways]
        assert all(there == node != other for other, there in ends)
        assert ways == [way for _, way in sorted(zip([other for other, _ in ends], ways, strict=True))]
