"""What `muster bench screening` measures: recall, false hits and speed, with a peer on the same rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from muster.errors import BadInput, UsageError
from muster.names import IndexedName, NameIndex

Rows = list[dict[str, Any]]
Scored = list[list[tuple[str, float]]]
"""For each query (entity, score), best first."""

_FLOOR = 0.1
_LIMIT = 10


def measure(
    gallery: Rows, queries: Rows, negatives: Rows, threshold: float | None, peer: str | None, sample: int | None
) -> dict[str, Any]:
    """The answer of the command. Without a threshold that with at most 10 false hits per 1,000 is taken, and `strict`
    tells of the one with at most 1."""
    try:
        names = [
            IndexedName(str(row["id"]), name["name"], name["kind"], row["schema"].lower())
            for row in gallery
            for name in row["names"]
        ]
        lists = {row.get("list") for row in gallery}
        queries = _spread([row for row in queries if row.get("list") in lists or row["expected_id"] is None], sample)
        negatives = _spread(negatives, sample)
        asked = [row["query"] for row in queries]
        clean = [row["query"] for row in negatives]
    except (KeyError, TypeError, AttributeError) as fault:
        raise BadInput(f"a row lacks {fault}", hint="see DESIGN section 5 for the shapes of the rows") from None
    if not names or not clean:
        raise UsageError("nothing to measure", hint="the gallery and the negatives need at least one name")
    NameIndex.build(names[:200]).search_many(asked[:200])  # machine code is made or loaded outside the clock
    start = time.process_time()
    index = NameIndex.build(names)
    built = time.process_time() - start
    start = time.process_time()
    for text in (clean, asked):
        index.search_many(text)
    took = time.process_time() - start
    result: dict[str, Any] = {
        "names_per_s": round((len(clean) + len(asked)) / took),
        "index_names": len(names),
        "build_s": round(built, 3),
        "bytes_per_name": round(index.size_bytes / len(names)),
    }
    false, right = (_muster(index, text) for text in (clean, asked))
    result.update(_figures(false, right, queries, threshold, 10))
    if threshold is None:
        result["strict"] = _figures(false, right, queries, None, 1)
    result["peer"] = None
    if peer:
        search = _rapidfuzz(names) if peer == "rapidfuzz" else _logic_v2(names)
        start = time.process_time()
        false, right = search(clean), search(asked)
        took = time.process_time() - start
        result["peer"] = {"name": peer, "names_per_s": round((len(clean) + len(asked)) / took)}
        result["peer"].update(_figures(false, right, queries, 0.7 if peer == "logic-v2" else None, 10))
    return result


def _spread(rows: Rows, sample: int | None) -> Rows:
    if sample is None or sample >= len(rows):
        return rows
    return [rows[k * len(rows) // sample] for k in range(sample)]


def _muster(index: NameIndex, texts: Sequence[str]) -> Scored:
    hits = index.search_many(texts, threshold=_FLOOR, limit=_LIMIT)
    return [[(hit.entity, hit.score) for hit in found] for found in hits]


def _figures(false: Scored, right: Scored, queries: Rows, threshold: float | None, per: int) -> dict[str, Any]:
    best = sorted((found[0][1] for found in false if found), reverse=True)
    if threshold is None:
        allowed = len(false) * per // 1000
        threshold = round(best[allowed] + 0.0001, 4) if allowed < len(best) else _FLOOR
        threshold = min(threshold, 1.0)
    recall: dict[str, list[int]] = {}
    for row, found in zip(queries, right, strict=True):
        good = {row["expected_id"], *(row.get("also_ok") or ())}
        cell = recall.setdefault(row["stratum"], [0, 0])
        cell[0] += any(entity in good and score >= threshold for entity, score in found)
        cell[1] += 1
    hits = sum(score >= threshold for score in best)
    return {
        "threshold": threshold,
        "false_hits_per_1000": round(1000 * hits / len(false), 2),
        "recall": dict(sorted(recall.items())),
    }


def _rapidfuzz(names: list[IndexedName]) -> Callable[[Sequence[str]], Scored]:
    """Token-sort ratio of folded names against the whole gallery."""
    import numpy as np
    from rapidfuzz import fuzz, process

    from muster.names import fold

    listed = [" ".join(sorted(fold(name.name).tokens)) for name in names]

    def search(texts: Sequence[str]) -> Scored:
        result: Scored = []
        for start in range(0, len(texts), 256):
            asked = [" ".join(sorted(fold(text).tokens)) for text in texts[start : start + 256]]
            ratios = process.cdist(asked, listed, scorer=fuzz.ratio, dtype=np.float32, workers=1)
            top = np.argpartition(-ratios, min(_LIMIT, ratios.shape[1] - 1), axis=1)[:, :_LIMIT]
            for row, columns in zip(ratios, top, strict=True):
                found = sorted(((names[c].entity, float(row[c]) / 100) for c in columns), key=lambda one: -one[1])
                result.append(found)
        return result

    return search


def _logic_v2(names: list[IndexedName]) -> Callable[[Sequence[str]], Scored]:
    """nomenklatura's logic-v2 on the 30 candidates that Muster finds for each name."""
    try:
        from followthemoney import model  # type: ignore[import-not-found,unused-ignore]
        from nomenklatura.matching import LogicV2  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        raise UsageError(
            "nomenklatura is not installed here",
            hint="pip install nomenklatura (needs libicu-dev and pkg-config to compile PyICU), or --peer rapidfuzz",
        ) from None
    index = NameIndex.build(names)
    config = LogicV2.default_config()
    schemas = {"person": "Person", "organization": "Organization", "vessel": "Vessel", "airplane": "Airplane"}

    def entity(name: str, schema: str, number: str) -> Any:
        data = {"id": number, "schema": schemas.get(schema, "LegalEntity"), "properties": {"name": [name]}}
        return model.get_proxy(data)

    def search(texts: Sequence[str]) -> Scored:
        result: Scored = []
        for text, hits in zip(texts, index.search_many(texts, threshold=0.01, limit=30), strict=True):
            found = [
                (
                    hit.entity,
                    LogicV2.compare(entity(text, hit.schema, "q"), entity(hit.name, hit.schema, "r"), config).score,
                )
                for hit in hits
            ]
            result.append(sorted(found, key=lambda one: -one[1]))
        return result

    return search
