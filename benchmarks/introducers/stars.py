"""Pools of exports, which are unions of stars: only the owners' lists are complete."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

import netreach as nr
from benchmarks.introducers.baselines import DEFAULT, find
from benchmarks.introducers.bootstrap import means
from benchmarks.introducers.questions import Questions, ask, scores_of
from benchmarks.introducers.views import SeenView, partly_known
from benchmarks.introducers.weighted import BoolArray, FloatArray, LongArray, Weighted
from netreach.ranking import NetworkView

if TYPE_CHECKING:
    from netreach.plugins import Registry
    from netreach.plugins.protocols import View
    from netreach.snapshot import Snapshot

OWNERS: Final = (3, 5, 10, 30)
_EGOS: Final = 12
_WORLD_EGOS: Final = 2
_SHOWN: Final = ("random", "contact-count", "shared-contacts", "two-leg-ra")

Told = dict[str, Any]


def stars(network: Weighted, names: Sequence[str], registry: Registry, *, limit: int, seed: int) -> Told:
    """Rank in pools of K owners: bare lists, and lists with the contact of their owners.

    An ego and K - 1 of their contacts give their lists; who has too few contacts is no ego. Targets are people at the
    2nd degree whom at least two contacts know. Evidence differs where the candidates' pairs of weights are not all
    equal; then a tied first place says nothing and should be rare.
    """
    told: Told = {}
    for owners in OWNERS:
        pools = [_pool(network, ego, owners, seed) for ego in _egos(network, owners, seed)]
        told[str(owners)] = _measured(pools, names, registry, limit, seed) if pools else {"questions": 0}
    return told


class Pool:
    """One pool: what is known of a network around an ego.

    Attributes:
        snapshot: What the owners' lists show.
        ego: A vertex of it.
        weight: `[m]`: the hidden weights of its ties; `None` where they have none.
        views: What scorers are shown, by name.
    """

    def __init__(
        self, snapshot: Snapshot, ego: int, weight: FloatArray | None, views: dict[str, View]
    ) -> None:
        self.snapshot, self.ego, self.weight, self.views = snapshot, ego, weight, views


def _egos(network: Weighted, owners: int, seed: int) -> list[int]:
    counts = np.bincount(np.concatenate((network.a, network.b)), minlength=network.count)
    able = np.flatnonzero(counts >= owners - 1)
    rng = np.random.default_rng([seed, owners, 8])
    chosen: list[int] = rng.choice(able, size=min(_EGOS, len(able)), replace=False).tolist()
    return chosen


def _pool(network: Weighted, ego: int, owners: int, seed: int) -> Pool:
    rng = np.random.default_rng([seed, owners, ego, 9])
    near = np.concatenate((network.b[network.a == ego], network.a[network.b == ego]))
    known = np.zeros(network.count, dtype=bool)
    known[[ego, *rng.choice(near, size=owners - 1, replace=False)]] = True
    snapshot, vertex, row = network.snapshot(known[network.a] | known[network.b])
    complete = np.zeros(snapshot.count, dtype=bool)
    complete[vertex[known]] = True
    snapshot = partly_known(snapshot, complete)
    views: dict[str, View] = {"lists": NetworkView(snapshot)}
    weight = None
    if network.weight is not None:
        weight = network.weight[row]
        # Every tie of a pool has an owner at one end, whose exports show the contact.
        views["contact"] = SeenView(snapshot, network.shown[row], np.ones(len(row), dtype=bool))
    return Pool(snapshot, int(vertex[ego]), weight, views)


def _measured(pools: Sequence[Pool], names: Sequence[str], registry: Registry, limit: int, seed: int) -> Told:
    unseen, found = [], []
    for pool in pools:
        every = _asked(pool, limit, seed, least=1, decided=False)
        unseen.append(_without_overlap(pool.snapshot, every))
        several = every.some(np.diff(every.offsets) > 1) if len(every) else every
        found.append((pool, several))
    found = [(pool, questions) for pool, questions in found if len(questions)]
    if not found:
        return {"egos": len(pools), "questions": 0}
    differing = np.concatenate([_differing(pool, questions) for pool, questions in found])
    decided = np.concatenate([_decided(questions) for _, questions in found])
    told: Told = {
        "egos": len(pools),
        "questions": len(differing),
        "differing_evidence": int(differing.sum()),
        "second_leg_unseen": _mean(np.concatenate(unseen)),
        "arms": {},
    }
    # People of different pools are different people here: a resample must not join them.
    people = [
        np.stack((questions.seeker, questions.target)) + 10**7 * at for at, (_, questions) in enumerate(found)
    ]
    seeker, target = np.concatenate(people, axis=1)
    for arm in found[0][0].views:
        rows: Told = {}
        every = list(dict.fromkeys((*_SHOWN, DEFAULT, *names)))
        columns = []
        for name in every:
            scorer = find(name, registry)
            tied, unlike, points, quality = [], [], [], []
            for pool, questions in found:
                scores = scores_of(scorer, questions, lambda _, view=pool.views[arm]: view)
                tied.append(questions.tied(scores))
                unlike.append(_differing(pool, questions, questions.first_places(scores)))
                if pool.weight is not None:
                    points.append(questions.points(scores))
                    quality.append(questions.quality(scores))
            flags = np.concatenate(tied)
            rows[name] = {
                "tied": _mean(flags),
                "tied_differing": _mean(flags[differing]),
                "tied_unlike": _mean(np.concatenate(unlike)[differing]),
            }
            if points:
                every_point = np.concatenate(points)
                columns.append(every_point[decided])
                rows[name]["pick_by_best"] = _mean(np.concatenate(quality))
        if columns and decided.any():
            both = means(np.stack(columns, axis=1), seeker[decided], target[decided])
            for at, name in enumerate(every):
                rows[name]["top1"] = both.told(at)
            told["arms"][arm] = {
                "scorers": rows,
                "against": {base: both.told(every.index(DEFAULT), every.index(base)) for base in _SHOWN[1:]},
            }
        else:
            told["arms"][arm] = {"scorers": rows}
    return told


def _asked(pool: Pool, limit: int, seed: int, *, least: int, decided: bool) -> Questions:
    return ask(
        pool.snapshot,
        pool.weight,
        limit=limit,
        seed=seed,
        seekers=np.array([pool.ego]),
        least=least,
        decided=decided,
    )


def _differing(pool: Pool, questions: Questions, among: BoolArray | None = None) -> BoolArray:
    """`[q]`: whether what is seen of the two ties differs among the candidates, or among some of them `[c]`."""
    size = np.diff(questions.offsets)
    if pool.weight is None:
        return np.zeros(len(questions), dtype=bool)
    view = pool.views["contact"]
    assert isinstance(view, SeenView)
    differs = np.zeros(len(questions), dtype=bool)
    for end in (questions.seeker, questions.target):
        numbers = pool.snapshot.tie_numbers(np.repeat(end, size), questions.introducer)
        differs |= _spread(questions, view.tie_interactions(numbers), among)
    return differs


def _spread(questions: Questions, values: FloatArray, among: BoolArray | None) -> BoolArray:
    """`[q]`: whether values `[c]` differ among the candidates that count."""
    counts = np.ones(len(values), dtype=bool) if among is None else among
    starts = questions.offsets[:-1]
    most = np.maximum.reduceat(np.where(counts, values, -np.inf), starts)
    least = np.minimum.reduceat(np.where(counts, values, np.inf), starts)
    spread: BoolArray = most > least
    return spread


def _decided(questions: Questions) -> BoolArray:
    if np.isnan(questions.gold).any():
        return np.zeros(len(questions), dtype=bool)
    some: BoolArray = np.add.reduceat((~questions.best).astype(np.int64), questions.offsets[:-1]) > 0
    return some


def _without_overlap(snapshot: Snapshot, questions: Questions) -> BoolArray:
    """`[q]`: whether no candidate is seen to share a contact with the target."""
    if not len(questions):
        return np.zeros(0, dtype=bool)
    targets = np.repeat(questions.target, np.diff(questions.offsets)).astype(np.int32)
    sums = snapshot.engine.overlap_sums(
        questions.introducer.astype(np.int32), targets, np.ones(snapshot.count)
    )
    none: BoolArray = np.maximum.reduceat(sums, questions.offsets[:-1]) == 0
    return none


def _mean(values: FloatArray | BoolArray) -> float | None:
    return round(float(values.mean()), 5) if len(values) else None


# Real exports


def exports(names: Sequence[str], registry: Registry, *, limit: int, seed: int) -> Told:
    """Write LinkedIn exports of an invented world, import them, and rank with all that they show.

    Evidence differs where two candidates have not the same strengths and interactions on both legs. Right is who is
    closest in the world, of which exports show connections with their days, and messages.
    """
    from netreach.testing import make_world, write_linkedin_export

    world = make_world(4_000, seed=seed, mean_contacts=30)
    told: Told = {}
    with tempfile.TemporaryDirectory(prefix="netreach-benchmarks-") as folder:
        for owners in OWNERS:
            pools = []
            for which in range(_WORLD_EGOS):
                people = world.choose_owners(owners, seed=seed + which)
                place = Path(folder) / f"{owners}-{which}"
                files = [write_linkedin_export(world, person, place) for person in people]
                snapshot = nr.load(*files, engine="csr").snapshot
                vertex = np.array([snapshot.vertex_of_key(f"linkedin:{slug}") for slug in world.slugs()])
                pools.append(_Exports(snapshot, world, vertex, people[0]))
            told[str(owners)] = _of_exports(pools, names, registry, limit, seed)
    return told


class _Exports:
    """A network made of exports, with the closeness that the world knows of its ties."""

    def __init__(self, snapshot: Snapshot, world: Any, vertex: LongArray, ego: int) -> None:
        self.snapshot, self.ego = snapshot, int(vertex[ego])
        self.view = NetworkView(snapshot).seen_by(self.ego)
        lo, hi = vertex[world.ties.lo], vertex[world.ties.hi]
        there = np.flatnonzero((lo >= 0) & (hi >= 0))
        number = snapshot.tie_numbers(lo[there], hi[there])
        self.weight = np.zeros(snapshot.graph.ties)
        self.weight[number[number >= 0]] = world.ties.closeness[there[number >= 0]]


def _of_exports(
    pools: Sequence[_Exports], names: Sequence[str], registry: Registry, limit: int, seed: int
) -> Told:
    every = list(dict.fromkeys((*_SHOWN, DEFAULT, *names)))
    parts: list[tuple[Questions, BoolArray, _Exports]] = []
    for pool in pools:
        questions = ask(pool.snapshot, pool.weight, limit=limit, seed=seed, seekers=np.array([pool.ego]))
        if len(questions):
            # A few rows of an export name somebody by a name alone, whom no address joins to the world.
            told = np.minimum.reduceat(questions.gold, questions.offsets[:-1]) > 0
            questions = questions.some(told)
        if len(questions):
            parts.append((questions, _evidence_differs(pool.view, questions), pool))
    if not parts:
        return {"egos": len(pools), "questions": 0}
    differing = np.concatenate([differs for _, differs, _ in parts])
    rows: Told = {}
    columns = []
    for name in every:
        scorer = find(name, registry)
        scores = [
            scores_of(scorer, questions, lambda _, pool=pool: pool.view) for questions, _, pool in parts
        ]
        flags = np.concatenate([part[0].tied(values) for part, values in zip(parts, scores, strict=True)])
        columns.append(np.concatenate([p[0].points(v) for p, v in zip(parts, scores, strict=True)]))
        unlike = [
            _evidence_differs(pool.view, questions, questions.first_places(values))
            for (questions, _, pool), values in zip(parts, scores, strict=True)
        ]
        rows[name] = {
            "tied": _mean(flags),
            "tied_differing": _mean(flags[differing]),
            "tied_unlike": _mean(np.concatenate(unlike)[differing]),
            "pick_by_best": _mean(
                np.concatenate([p[0].quality(v) for p, v in zip(parts, scores, strict=True)])
            ),
        }
    ends = [np.stack((part[0].seeker, part[0].target)) + 10**7 * at for at, part in enumerate(parts)]
    both = means(np.stack(columns, axis=1), *np.concatenate(ends, axis=1))
    for at, name in enumerate(every):
        rows[name]["top1"] = both.told(at)
    against = {base: both.told(every.index(DEFAULT), every.index(base)) for base in _SHOWN[1:]}
    return {
        "egos": len(pools),
        "questions": len(differing),
        "differing_evidence": int(differing.sum()),
        "arms": {"exports": {"scorers": rows, "against": against}},
    }


def _evidence_differs(view: NetworkView, questions: Questions, among: BoolArray | None = None) -> BoolArray:
    size = np.diff(questions.offsets)
    differs = np.zeros(len(questions), dtype=bool)
    for end in (questions.seeker, questions.target):
        ends = np.repeat(end, size).astype(np.int32)
        people = questions.introducer.astype(np.int32)
        for values in (
            view.strengths(ends, people),
            np.nan_to_num(view.interactions(ends, people), nan=-1.0),
        ):
            differs |= _spread(questions, values, among)
    return differs
