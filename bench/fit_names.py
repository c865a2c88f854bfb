"""Fit the score of `muster.names`: write `score.json` and `population.json` of `src/muster/names`.

    MUSTER_DATA=../shared/data python bench/fit_names.py

Only rows whose licence lets the coefficients ship: held-out names of the OFAC, UN, UK, Australian and Canadian lists as
queries that must hit, and CC0, PDDL, MIT and made-up names as queries that must not. Entities are split in halves by a
hash of their cluster over all lists (`pairs_true`), clean names by a hash of the name: a function fitted on one half
gives the calibration and every figure that is printed, from the other half; the function that ships is fitted once more
on both. `population.json` counts words in the first half of the clean names that are real. other_name and former_name
are not fitted: they are not reachable by likeness, and would teach the score to accept anything. Persons of the lists
with one word of three or more replaced by another's are fitted as clean names, with little weight, and not calibrated.
"""

# ruff: noqa: T201 - a script that prints its findings
from __future__ import annotations

import gzip
import json
import os
import sys
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from muster.names import IndexedName, NameIndex
from muster.names.score import FEATURES, model
from muster.names.tokens import Tokeniser
from muster.names.words import kind_of

ROOT = Path(os.environ.get("MUSTER_DATA", "../shared/data")) / "bench"
OUT = Path(__file__).parents[1] / "src" / "muster" / "names"
LISTS = ("ofac_sdn", "uk_ofsi", "un_sc", "three", "au_dfat", "ca_sema")
THREE = LISTS[:3]
REAL = ("person_footballers", "person_footballers_dob", "person_legislators_us", "org_universities",
        "org_listed_companies")  # fmt: skip
LEAST_BORNE = 3
REPLACED = "replaced"
WEIGHTS = {"weak_aka": 0.5, "partial": 3.0, "cross_script_cyrillic": 1.3}
"""What a true candidate counts by stratum, else 1; the hardest to reach count for more."""
FALSE_WEIGHTS = {"": 1.0, REPLACED: 0.2}
"""What a false one counts, else 0.5."""
HOPELESS, THINNED = 0.65, 0.1
"""Of false candidates that share less of the weight of both names, so many are fitted."""
WHOLE = ("spelt", "bones", "cross_bones", "abjad_spelt", "spelt_2", "weakest_spelt", "person_spelt", "squeezed",
         "left_alike", "replaced")  # fmt: skip
UNFITTED = {"other_name", "former_name"}
HIDDEN, TIMES = 32, 2
LEAST = 0.38


def rows(name: str) -> list[dict[str, Any]]:
    with gzip.open(ROOT / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def clusters() -> dict[str, str]:
    """Entity id to the id that stands for the same entity on all lists."""
    parent: dict[str, str] = {}

    def root(one: str) -> str:
        while parent.setdefault(one, one) != one:
            one = parent[one]
        return one

    for pair in rows("pairs_true"):
        parent[root(pair["a"]["id"])] = root(pair["b"]["id"])
    return {one: root(one) for one in parent}


def clean_names() -> list[dict[str, Any]]:
    return [r for r in rows("negatives") if "CC BY-NC" not in r["source"]]


def count_population() -> None:
    """Write how many of the clean names of the first half that are real bear each word, least common words left out."""
    names = sorted({r["query"] for r in clean_names() if r["stratum"] in REAL and half(r["query"]) == 0})
    borne: Counter[str] = Counter()
    for tokens in Tokeniser()(names):
        borne.update({token for token in tokens if token.isalpha() and len(token) > 1})
    by_count: dict[int, list[str]] = defaultdict(list)
    for word, count in sorted(borne.items()):
        if count >= LEAST_BORNE:
            by_count[count].append(word)
    table = {str(count): " ".join(by_count[count]) for count in sorted(by_count, reverse=True)}
    text = json.dumps({"names": len(names), "words": table}, indent=1)
    (OUT / "population.json").write_text(text + "\n", "utf-8")


def half(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass")) & 1


def replaced(gallery: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Names of some persons with one word of three or more replaced by the one in its place of another's name."""
    persons = [(r["id"], r["names"][0]["name"]) for r in gallery if r["schema"] == "Person"]
    words = [
        (entity, tokens)
        for (entity, _), tokens in zip(persons, Tokeniser()(name for _, name in persons), strict=True)
        if sum(kind_of(token) in ("word", "common") for token in tokens) >= 3
    ]
    rng = np.random.default_rng(0)
    made = []
    for entity, tokens in words[::2]:
        places = [k for k, token in enumerate(tokens) if kind_of(token) in ("word", "common")]
        other, theirs = words[rng.integers(len(words))]
        place = int(rng.choice([places[0], places[1], places[-1], places[-1]]))
        put = theirs[place if place < len(tokens) - 1 and place < len(theirs) else -1]
        if other != entity and kind_of(put) in ("word", "common") and put not in tokens:
            made.append(
                {"query": " ".join([*tokens[:place], put, *tokens[place + 1 :]]), "stratum": REPLACED, "of": entity}
            )
    return made


def value_of(features: np.ndarray) -> np.ndarray:
    m = model()
    x = features[:, : len(m.hidden)] @ m.hidden + m.bias
    x = np.where(x > 0, x, 0.05 * x)
    return np.asarray(x @ m.out[:-1] + m.out[-1])


def collect() -> dict[str, np.ndarray]:
    """Rows of candidates: measures, label, weight, half, and the query each belongs to (with list and stratum)."""
    cluster = clusters()
    parts: dict[str, list[Any]] = defaultdict(list)
    queries: list[tuple[str, str, int]] = []
    aliases = rows("alias_queries")
    aliases += [r for r in rows("synthetic_queries") if r["stratum"] == "syn_joined"][::3]
    clean = clean_names()
    for code, name in enumerate(LISTS):
        lists = THREE if name == "three" else (name,)
        gallery = [row for one in lists for row in rows(f"gallery_{one}")]
        index = NameIndex.build(
            IndexedName(r["id"], n["name"], n["kind"], r["schema"].lower()) for r in gallery for n in r["names"]
        )
        engine = index._engine
        own = [r for r in aliases if r["list"] in lists]
        asked = own + (clean if code <= 3 else clean[code::10]) + replaced(gallery)
        for start in range(0, len(asked), 2000):
            batch = asked[start : start + 2000]
            found = engine.search([r["query"] for r in batch], None, 0.0, least=LEAST)
            for k, row in enumerate(batch):
                number = len(queries)
                good = row.get("expected_id")
                of = good or row.get("of")
                side = half(cluster.get(of, of)) if of else half(row["query"])
                queries.append((name, row["stratum"] if of else "", side))
                at, end = found.at[k], found.at[k + 1]
                if at == end:
                    continue
                f = found.features[at:end]
                s = np.where(f.any(axis=1), found.score[at:end], 1.0)  # equal words are not measured
                entity = [engine.row(int(p))[0] for p in found.name[at:end]]
                right = {good, *row.get("also_ok", ())} if good else set()
                same = {cluster[e] for e in right if e in cluster}
                label = np.array([e in right or cluster.get(e) in same if e in cluster else e in right for e in entity])
                keep = s < 1.0
                if label.any():
                    best = np.where(label, value_of(f) + (s == 1.0) * 99, -1e9).argmax()
                    keep &= ~label
                    keep[best] = s[best] < 1.0
                parts["x"].append(f)
                parts["score"].append(s)
                parts["y"].append(label)
                parts["keep"].append(keep)
                parts["side"].append(np.full(end - at, side))
                parts["query"].append(np.full(end - at, number))
        print(name, len(index), "names;", len(queries), "queries so far", file=sys.stderr)
    data = {key: np.concatenate(value) for key, value in parts.items()}
    data["list"] = np.array([LISTS.index(q[0]) for q in queries])
    data["stratum"] = np.array([q[1] for q in queries])
    data["half"] = np.array([q[2] for q in queries])
    return data


def fit(x: np.ndarray, y: np.ndarray, w: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """A layer of `HIDDEN` leaky rectifiers under a logistic function: Adam, weight decay, falling steps."""
    rng = np.random.default_rng(seed)
    width = x.shape[1]
    a = rng.normal(0, 1 / np.sqrt(width), (HIDDEN, width + 1))
    b = np.append(rng.normal(0, 1 / np.sqrt(HIDDEN), HIDDEN), -2.0)
    moments = [np.zeros_like(a), np.zeros_like(a), np.zeros_like(b), np.zeros_like(b)]
    epochs, batch, step = 25, 2048, 0
    for epoch in range(epochs):
        rate = 0.004 * 0.5 * (1 + np.cos(np.pi * epoch / epochs)) + 1e-5
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch):
            pick = order[start : start + batch]
            step += 1
            u = x[pick] @ a[:, :-1].T + a[:, -1]
            slope = np.where(u > 0, 1.0, 0.05)
            h = u * slope
            z = h @ b[:-1] + b[-1]
            g = (1 / (1 + np.exp(-z)) - y[pick]) * w[pick] / w[pick].sum()
            gb = np.append(h.T @ g, g.sum())
            gu = np.outer(g, b[:-1]) * slope
            ga = np.hstack([gu.T @ x[pick], gu.sum(0)[:, None]])
            for k, (value, grad) in enumerate(((a, ga), (b, gb))):
                grad = grad + 2e-5 * value
                first, second = moments[2 * k], moments[2 * k + 1]
                first += 0.1 * (grad - first)
                second += 0.001 * (grad * grad - second)
                value -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return a, b


def fitted(data: dict[str, np.ndarray], use: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, ...]:
    """Mean and scale of the measures of the rows in `use`, and the function fitted to them."""
    x, y = data["x"][use], data["y"][use].astype(float)
    mean, scale = x.mean(0), 1 / (x.std(0) + 1e-6)
    print(len(x), "rows,", int(y.sum()), "true", file=sys.stderr)
    scaled = (x - mean) * scale
    functions = [fit(scaled, y, w[use], seed) for seed in range(TIMES)]
    # the mean of several functions, which differ where there is little to learn from, as one
    hidden = np.concatenate([a for a, _ in functions])
    out = np.concatenate([b[:-1] / TIMES for _, b in functions])
    return mean, scale, hidden, np.append(out, np.mean([b[-1] for _, b in functions]))


def value(x: np.ndarray, mean: np.ndarray, scale: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The value of the function, before calibration."""
    u = (x - mean) * scale @ a[:, :-1].T + a[:, -1]
    return np.asarray(np.where(u > 0, u, 0.05 * u) @ b[:-1] + b[-1])


def gate(data: dict[str, np.ndarray], score: np.ndarray) -> np.ndarray:
    """Weights and bias of a quick first look, from the measures of the words alone: below 0 for as many as can be told
    to be hopeless, losing 5 of 10,000 of those that score 0.2 or more (a logistic function by Newton's method)."""
    x = np.append(data["x"], np.ones((len(data["x"]), 1)), axis=1)[::2]
    x[:, [FEATURES.index(name) for name in WHOLE]] = 0.0
    y, worth = score[::2] >= 0.1, score[::2] >= 0.2
    w = np.where(y, 4.0, 1.0)
    b = np.zeros(x.shape[1])
    for _ in range(12):
        p = 1 / (1 + np.exp(-(x @ b)))
        slope = x.T @ (x * (w * p * (1 - p))[:, None]) + 1e-3 * np.eye(len(b))
        b += np.linalg.solve(slope, x.T @ (w * (y - p)) - 1e-3 * b)
    z = x @ b
    b[-1] -= np.quantile(z[worth], 0.0005)
    print(f"gate: {(z < np.quantile(z[worth], 0.0005)).mean():.3f} of the candidates are let go", file=sys.stderr)
    return b


def calibration(z: np.ndarray, y: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Knots and rising levels: the share of true hits by fitted value (pool adjacent violators, on 80 groups)."""
    order = np.argsort(z, kind="stable")
    order = order[z[order] > np.quantile(z[y == 1], 0.002)]
    pooled: list[list[float]] = []
    for g in np.array_split(order, 80):
        pooled.append([np.average(z[g], weights=w[g]), np.average(y[g], weights=w[g]), w[g].sum()])
        while len(pooled) > 1 and pooled[-2][1] >= pooled[-1][1]:
            p, s, c = pooled.pop()
            q = pooled[-1]
            q[0], q[1], q[2] = (q[0] * q[2] + p * c) / (q[2] + c), (q[1] * q[2] + s * c) / (q[2] + c), q[2] + c
    knots = np.array([z.min() - 1.0, *(p[0] for p in pooled), max(z.max(), pooled[-1][0]) + 1.0])
    levels = np.array([0.0, *(min(0.985, p[1]) for p in pooled), 0.99])
    return knots, np.maximum(0.0, np.maximum.accumulate(levels) + np.linspace(0, 1e-4, len(levels)) - 1e-4)


def best_hits(data: dict[str, np.ndarray], value: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each query the best value of any candidate, and of a right one (equal names are far above all)."""
    value = np.where(data["score"] == 1.0, 99.0, value)
    best = np.full(len(data["half"]), -999.0)
    right = best.copy()
    np.maximum.at(best, data["query"], value)
    np.maximum.at(right, data["query"][data["y"]], value[data["y"]])
    return best, right


def report(data: dict[str, np.ndarray], best: np.ndarray, right: np.ndarray, level: Any) -> None:
    """Recall by stratum at 10 and 1 false hits per 1,000 on the half not fitted."""
    for code, name in enumerate(LISTS[:4]):
        here = (data["list"] == code) & (data["half"] == 1)
        false = np.sort(best[here & (data["stratum"] == "")])[::-1]
        for per in (10, 1):
            limit = false[int(len(false) * per / 1000)] + 1e-9
            line = [f"{name} {per}/1000 at {level(limit):.3f}:"]
            for stratum in sorted(set(data["stratum"]) - {"", REPLACED}):
                one = here & (data["stratum"] == stratum)
                if one.sum():
                    line.append(f"{stratum} {(right[one] >= limit).mean():.3f}/{one.sum()}")
            made = here & (data["stratum"] == REPLACED)
            print(" ".join(line), f"hits {REPLACED} {(best[made] >= limit).mean():.3f}/{made.sum()}")


def main() -> None:
    count_population()
    cached = os.environ.get("FIT_CACHE")
    if cached and Path(cached).exists():
        data = dict(np.load(cached))
    else:
        data = collect()
        if cached:
            np.savez(cached, **data)
    stratum = data["stratum"][data["query"]]
    both = data["keep"] & ~np.isin(stratum, list(UNFITTED))
    w = np.where(data["y"], 1.0, 0.5)
    for side, weights in ((data["y"], WEIGHTS), (~data["y"], FALSE_WEIGHTS)):
        for name, weight in weights.items():
            w[side & (stratum == name)] = weight
    hopeless = ~data["y"] & (data["x"][:, :2].max(axis=1) < HOPELESS)  # query_cover, name_cover
    both &= ~hopeless | (np.random.default_rng(0).random(len(w)) < THINNED)
    w[hopeless] /= THINNED
    halved = fitted(data, both & (data["side"] == 0), w)
    z = value(data["x"], *halved)
    best, right = best_hits(data, z)
    held = (data["half"] == 1) & ~np.isin(data["stratum"], [*UNFITTED, REPLACED]) & (best > -90) & (best < 90)
    sample = held & (data["list"] <= 3)
    truth = (right[sample] >= best[sample]).astype(float)
    # as many clean names as listed ones
    listed = data["stratum"][sample] != ""
    asked = (data["half"] == 1) & (data["list"] <= 3) & ~np.isin(data["stratum"], [*UNFITTED, REPLACED])
    share = (asked & (data["stratum"] != "")).sum() / (asked & (data["stratum"] == "")).sum()
    even = np.where(listed, 1.0, share)
    knots, levels = calibration(best[sample], truth, even)

    def level(value: float) -> float:
        return float(np.interp(value, knots, levels))

    report(data, best, right, level)
    print("score, hits, share true (best hit of each query, held-out half, as many clean names as listed ones)")
    score = np.interp(best[sample], knots, levels)
    edges = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
    for low, high in pairwise(edges):
        here = (score >= low) & (score < high)
        if here.sum():
            print(f"{low:.2f}-{high:.2f} {here.sum():6d} {np.average(truth[here], weights=even[here]):.3f}")
    mean, scale, a, b = fitted(data, both, w)
    first_look = gate(data, np.interp(value(data["x"], mean, scale, a, b), knots, levels))
    rounded = {
        "gate": first_look,
        "mean": mean,
        "scale": scale,
        "hidden": a,
        "out": b,
        "knots": knots,
        "levels": levels,
    }
    text = json.dumps({"measures": FEATURES, **{k: np.round(v, 6).tolist() for k, v in rounded.items()}})
    (OUT / "score.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
