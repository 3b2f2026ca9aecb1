"""What is asked of a large graph: questions drawn by seed, the same for netreach and every peer.

A task has a few questions that are only compared, and many that are timed. No two tasks share an ego and no timed
question comes twice, so that no answer can come from a cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import attrs
import numpy as np

from benchmarks.graphs import IntArray, Pairs

CHECKED: Final = 3
"""Questions of each task that are compared before anything is timed."""

TIMED: Final = 200
LIST: Final = 1_000
"""Targets in one list."""

USUAL: Final = (80, 160)
"""Contacts of an ego, where enough people have as many: they are who asks."""

TASKS: Final = {
    "pyramid": "pyramid, 3 degrees",
    "all": "distances to everybody, without a cutoff",
    "pair": "distance of a pair",
    "similar": "everybody over two hops from an ego, all structural scores",
    "introducers": "introducers of a target, all structural scores of both legs",
    "paths": "5 best paths up to 3 hops",
    "avoiding": "5 best paths, none over 3 contacts of the target",
    "through": "5 best paths, each over one of 3 contacts of the target",
    "diverse": "5 paths that share as few people as they can",
    "targets": "1,000 targets against one ego: degrees",
    "doors": "1,000 targets against one ego: the best introducer of each",
    "batch": "pyramids of 100 egos in one call",
    "overlaps": "shared contacts of every tie",
}
"""Tasks by name."""

Question = list[Any]
"""The arguments of a call: people by their number in the pairs."""


@attrs.frozen(kw_only=True)
class Questions:
    """The questions of all tasks.

    Attributes:
        checked: Task -> questions to compare.
        timed: Task -> questions to time.
        egos: How the egos were chosen.
    """

    checked: dict[str, list[Question]]
    timed: dict[str, list[Question]]
    egos: str

    def without(self, tasks: Sequence[str]) -> Questions:
        """The same without some tasks."""
        left = (
            {name: questions for name, questions in part.items() if name not in tasks}
            for part in (self.checked, self.timed)
        )
        return attrs.evolve(self, **dict(zip(("checked", "timed"), left, strict=True)))


def draw(pairs: Pairs, *, seed: int = 7, timed: int = TIMED) -> Questions:
    """Draw questions for a graph.

    Args:
        pairs: The graph.
        seed: The same seed gives the same questions.
        timed: How many of each task are timed at most; fewer in a graph with few people.
    """
    rng = np.random.default_rng(seed)
    counts = pairs.contact_counts()
    someone = np.flatnonzero(counts > 0)
    asking = [name for name in TASKS if name not in ("batch", "overlaps")]
    each = CHECKED + timed
    low, high = USUAL
    usual = np.flatnonzero((counts >= low) & (counts <= high))
    if len(usual) >= len(asking) * each:
        pool, said = usual, f"{low} to {high} contacts"
    else:
        pool, said = someone, "at least one contact"
        each = max(CHECKED + 1, min(each, len(pool) // len(asking)))
    if len(pool) < len(asking) * each:
        raise SystemExit(f"{len(pool):,} people with contacts are too few to ask each once.")
    egos = rng.choice(pool, len(asking) * each, replace=False).reshape(len(asking), each).astype(np.int32)
    of = dict(zip(asking, egos, strict=True))
    many = 100 if len(someone) >= 1000 else 20
    asked: dict[str, list[Question]] = {
        "pyramid": [[ego] for ego in of["pyramid"].tolist()],
        "all": [[ego] for ego in of["all"].tolist()],
        "pair": _pairs(of["pair"], rng.choice(someone, each)),
        "similar": [[ego] for ego in of["similar"].tolist()],
        "introducers": _pairs(of["introducers"], _walked(pairs, of["introducers"], 2, rng)),
        "paths": _pairs(of["paths"], _walked(pairs, of["paths"], 3, rng)),
        "avoiding": _near_target(pairs, of["avoiding"], rng),
        "through": _near_target(pairs, of["through"], rng),
        "diverse": _pairs(of["diverse"], _walked(pairs, of["diverse"], 3, rng)),
        "targets": [
            [ego, rng.choice(someone, min(LIST, len(someone)), replace=False).tolist()]
            for ego in of["targets"].tolist()
        ],
        "doors": [
            [ego, rng.choice(someone, min(LIST, len(someone)), replace=False).tolist()]
            for ego in of["doors"].tolist()
        ],
        "batch": [[rng.choice(someone, many, replace=False).tolist()] for _ in range(CHECKED + 3)],
        "overlaps": [[]] * (CHECKED + 3),
    }
    return Questions(
        checked={name: questions[:CHECKED] for name, questions in asked.items()},
        timed={name: questions[CHECKED:] for name, questions in asked.items()},
        egos=said,
    )


def _pairs(a: IntArray, b: IntArray) -> list[Question]:
    return [[int(one), int(other)] for one, other in zip(a, b, strict=True) if one != other]


def _near_target(pairs: Pairs, egos: IntArray, rng: np.random.Generator) -> list[Question]:
    """Pairs, and up to 3 contacts of the second."""
    asked = _pairs(egos, _walked(pairs, egos, 3, rng))
    rows = pairs.rows_of([target for _, target in asked])
    return [
        [ego, target, rng.permutation(rows[target][rows[target] != ego])[:3].tolist()]
        for ego, target in asked
    ]


def _walked(pairs: Pairs, egos: IntArray, hops: int, rng: np.random.Generator) -> IntArray:
    """For every ego somebody whom they do not know, so many random steps away; the ego where there is none."""
    near = pairs.rows_of(egos)
    here = egos
    for hop in range(hops):
        rows = pairs.rows_of(here)
        steps = []
        for ego, at in zip(egos.tolist(), here.tolist(), strict=True):
            open_ = rows[at]
            if hop == hops - 1:
                open_ = np.setdiff1d(open_, np.append(near[ego], ego))
            elif hop:
                open_ = open_[open_ != ego]
            steps.append(int(rng.choice(open_)) if len(open_) else ego)
        here = np.array(steps, dtype=np.int32)
    return here


# Comparing


def same(a: object, b: object) -> bool:
    """Tell whether two answers as plain data are the same, numbers up to rounding.

    Of answers with several parts the second may have fewer: not every peer gives all.

    >>> same([1, [2.0]], [1, [2.0 + 1e-13]]), same([1], [1, 2]), same({"a": 1, "b": 2}, {"b": 2})
    (True, False, True)
    """
    if isinstance(a, dict) and isinstance(b, dict):
        return b.keys() <= a.keys() and all(same(a[name], value) for name, value in b.items())
    if isinstance(a, list) and isinstance(b, list):
        if len(a) != len(b):
            return False
        if all(isinstance(value, int | float) for value in (*a, *b)):
            return bool(np.allclose(a, b, rtol=1e-9, atol=1e-12))
        return all(same(one, other) for one, other in zip(a, b, strict=True))
    if isinstance(a, float) or isinstance(b, float):
        return isinstance(a, int | float) and isinstance(b, int | float) and same([a], [b])
    return a == b
