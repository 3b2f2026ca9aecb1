"""What is measured of a network: structure, evidence in part, missing ties, the future."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from benchmarks.introducers.baselines import BASELINES, DEFAULT, find
from benchmarks.introducers.bootstrap import Means, means
from benchmarks.introducers.questions import Questions, ask, scores_of
from benchmarks.introducers.views import SeenView, partly_known
from benchmarks.introducers.weighted import BoolArray, FloatArray, LongArray, Weighted, as_counts, network_of
from netreach.ranking import NetworkView

if TYPE_CHECKING:
    from netreach.plugins import Registry
    from netreach.plugins.protocols import View
    from netreach.snapshot import Snapshot

ROUNDS: Final = 5
"""How often ties are drawn that are seen or missing; figures are means over the rounds."""

_OWN_QUESTIONS: Final = 3_000
"""Questions at most where every seeker has a view of their own."""

_ROUND_QUESTIONS: Final = 1_000
"""Questions at most in every round of the test with missing ties."""

Told = dict[str, Any]


def structure(network: Weighted, names: Sequence[str], registry: Registry, *, limit: int, seed: int) -> Told:
    """Rank by structure alone, and compare everybody with everybody that was asked for."""
    snapshot, _, row = network.snapshot()
    assert network.weight is not None
    questions = ask(snapshot, network.weight[row], limit=limit, seed=seed)
    if not len(questions):
        return _nothing(questions)
    view = NetworkView(snapshot)
    every = list(dict.fromkeys((*BASELINES, DEFAULT, *names)))
    scores = [scores_of(find(name, registry), questions, lambda _: view) for name in every]
    found = _means(questions, scores)
    compared = [name for name in every if name not in BASELINES]
    return {
        **_asked(questions),
        "top1": {name: found.told(at) for at, name in enumerate(every)},
        "tied": {name: _part(questions.tied(values)) for name, values in zip(every, scores, strict=True)},
        "pick_by_best": {
            name: round(float(questions.quality(values).mean()), 5)
            for name, values in zip(every, scores, strict=True)
        },
        "against": {
            name: {base: found.told(every.index(name), every.index(base)) for base in every if base != name}
            for name in compared
        },
    }


def partial(
    network: Weighted, names: Sequence[str], registry: Registry, *, limit: int, seed: int, share: float
) -> Told:
    """Show the contact of some ties: a share at random, the seeker's own, both; and compare with none."""
    snapshot, _, row = network.snapshot()
    assert network.weight is not None
    questions = ask(snapshot, network.weight[row], limit=min(limit, _OWN_QUESTIONS), seed=seed)
    if not len(questions):
        return _nothing(questions)
    contacts = network.shown[row]
    lo, hi = snapshot.tie_ends()
    bare = NetworkView(snapshot)
    none = np.zeros(len(row), dtype=bool)
    told: Told = {**_asked(questions), "share": share, "rounds": ROUNDS, "scorers": {}}
    for name in dict.fromkeys((DEFAULT, *names)):
        scorer = find(name, registry)
        arms = {
            "structure": [scores_of(scorer, questions, lambda _: bare)],
            "random": [],
            "own": [scores_of(scorer, questions, _owners_view(snapshot, contacts, none, lo, hi))],
            "own and random": [],
        }
        for turn in range(ROUNDS):
            seen = np.random.default_rng([seed, turn, 5]).random(len(row)) < share
            view = SeenView(snapshot, contacts, seen)
            arms["random"].append(scores_of(scorer, questions, lambda _, view=view: view))
        for turn in range(2):
            seen = np.random.default_rng([seed, turn, 5]).random(len(row)) < share
            arms["own and random"].append(
                scores_of(scorer, questions, _owners_view(snapshot, contacts, seen, lo, hi))
            )
        points = np.stack(
            [np.mean([questions.points(one) for one in scores], axis=0) for scores in arms.values()], axis=1
        )
        found = means(points, questions.seeker, questions.target)
        told["scorers"][name] = {
            "top1": {arm: found.told(at) for at, arm in enumerate(arms)},
            "gain": {arm: found.told(at, 0) for at, arm in enumerate(arms) if at},
        }
    return told


def _owners_view(
    snapshot: Snapshot, contacts: FloatArray, seen: BoolArray, lo: Any, hi: Any
) -> Callable[[int], View]:
    """Show every seeker their own ties, from a mailbox that is there whole, and those that are seen anyway."""

    def view(seeker: int) -> View:
        own = (lo == seeker) | (hi == seeker)
        return SeenView(snapshot, contacts, seen | own, mailbox=seeker)

    return _last(view)


def _last(make: Callable[[int], View]) -> Callable[[int], View]:
    """Keep the last view: questions come seeker by seeker."""
    kept: dict[int, View] = {}

    def view(seeker: int) -> View:
        if seeker not in kept:
            kept.clear()
            kept[seeker] = make(seeker)
        return kept[seeker]

    return view


def missing(
    network: Weighted, names: Sequence[str], registry: Registry, *, limit: int, seed: int, share: float
) -> Told:
    """Take ties away, or people's lists, and ask about what is left.

    Candidates are those whose both ties are still seen, and the best of them is right: so that what is measured is
    what a scorer loses, and not that nobody can be ranked who is not there. How often the best of all is still among
    them is said beside it. The same questions are scored with everything visible for comparison.
    """
    told: Told = {"share": share, "arms": {}}
    everything, vertex, _ = network.snapshot()
    every = list(dict.fromkeys((*BASELINES, DEFAULT, *names)))
    for arm in ("ties", "lists"):
        sums: list[tuple[FloatArray, FloatArray, Questions, LongArray, LongArray]] = []
        kept: list[float] = []
        for turn in range(ROUNDS):
            rng = np.random.default_rng([seed, turn, 6])
            complete = np.ones(network.count, dtype=bool)
            if arm == "ties":
                keep = rng.random(len(network.a)) >= share
            else:
                complete = rng.random(network.count) < 0.5
                keep = complete[network.a] | complete[network.b]
            if not keep.any():
                continue
            found = _reduced(network, keep, complete, everything, vertex, every, registry, limit, seed + turn)
            if found is not None:
                sums.append(found[:5])
                kept.append(found[5])
        if not sums:
            told["arms"][arm] = {"questions": 0}
            continue
        seen = np.concatenate([one for one, *_ in sums])
        whole = np.concatenate([other for _, other, *_ in sums])
        seeker = np.concatenate([people for *_, people, _ in sums])
        target = np.concatenate([people for *_, people in sums])
        both = means(np.concatenate((seen, whole), axis=1), seeker, target)
        count = len(every)
        base = [name for name in BASELINES if name != "random"]
        told["arms"][arm] = {
            "questions": len(seen),
            "best_still_seen": round(float(np.mean(kept)), 5),
            "top1": {name: both.told(at) for at, name in enumerate(every)},
            "change": {name: both.told(at, count + at) for at, name in enumerate(every)},
            "against": {name: both.told(every.index(DEFAULT), every.index(name)) for name in base},
        }
    return told


def _reduced(
    network: Weighted,
    keep: BoolArray,
    complete: BoolArray,
    everything: Snapshot,
    vertex: LongArray,
    every: Sequence[str],
    registry: Registry,
    limit: int,
    seed: int,
) -> tuple[FloatArray, FloatArray, Questions, LongArray, LongArray, float] | None:
    """Points with part of a network, points with all of it, and how often the best of all is still a candidate."""
    assert network.weight is not None
    snapshot, place, row = network.snapshot(keep)
    known = np.zeros(snapshot.count, dtype=bool)
    known[place] = complete
    if not complete.all():
        snapshot = partly_known(snapshot, known)
    questions = ask(snapshot, network.weight[row], limit=min(limit, _ROUND_QUESTIONS), seed=seed)
    if not len(questions):
        return None
    person = np.empty(snapshot.count, dtype=np.int64)
    person[place] = np.arange(network.count)
    # Pairs who have a tie that is not seen are questions, too: nobody can know.
    there = Questions(
        seeker=vertex[person[questions.seeker]],
        target=vertex[person[questions.target]],
        offsets=questions.offsets,
        introducer=vertex[person[questions.introducer]],
        gold=questions.gold,
        listed=questions.listed,
        undecided=questions.undecided,
        drawn=questions.drawn,
    )
    part, whole = NetworkView(snapshot), NetworkView(everything)
    scorers = [find(name, registry) for name in every]
    seen = [questions.points(scores_of(scorer, questions, lambda _: part)) for scorer in scorers]
    full = [there.points(scores_of(scorer, there, lambda _: whole)) for scorer in scorers]
    return (
        np.stack(seen, axis=1),
        np.stack(full, axis=1),
        questions,
        there.seeker,
        there.target,
        _best_kept(network, everything, vertex, there),
    )


def _best_kept(network: Weighted, everything: Snapshot, vertex: LongArray, there: Questions) -> float:
    """How often somebody who is as good as the best of all shared contacts is still a candidate."""
    assert network.weight is not None
    weight = np.empty(len(network.a))
    weight[everything.tie_numbers(vertex[network.a], vertex[network.b])] = network.weight
    offsets, contacts = everything.graph.contacts_of(there.target)
    row = np.repeat(np.arange(len(there)), np.diff(offsets))
    first = everything.tie_numbers(there.seeker[row], contacts)
    row, contacts, first = row[first >= 0], contacts[first >= 0], first[first >= 0]
    gold = np.sqrt(weight[first] * weight[everything.tie_numbers(there.target[row], contacts)])
    # Every question has candidates, so everyone has a run here.
    best = np.maximum.reduceat(gold, np.flatnonzero(np.diff(row, prepend=-1)))
    left = np.maximum.reduceat(there.gold, there.offsets[:-1])
    return float((left >= best * (1 - 1e-9)).mean())


def future(
    network: Weighted, names: Sequence[str], registry: Registry, *, limit: int, seed: int, share: float
) -> Told:
    """Hide the newest contacts, and ask who can introduce through ties that go on.

    Ties and what is seen of them are those before a day; right is who has the strongest two ties after it. Where
    every pair stands in one row only, no tie goes on, and the mode says so.
    """
    if network.log is None:
        return {"questions": 0, "why": "the data have no times"}
    log = network.log
    day = float(np.quantile(log.time, 1 - share))
    old = log.time <= day
    if old.all():
        return {"questions": 0, "why": "nothing is newer than the day that would divide old from new"}
    before = network_of(network.name, log.a[old], log.b[old], log.weight[old])
    people = np.unique(np.concatenate((log.a[old], log.b[old])))
    past = before.weight if before.weight is not None else np.ones(len(before.a))
    code = people[before.a] * network.count + people[before.b]
    new = np.minimum(log.a, log.b)[~old] * network.count + np.maximum(log.a, log.b)[~old]
    place = np.minimum(np.searchsorted(code, new), len(code) - 1)
    goes_on = code[place] == new
    ahead = np.bincount(place[goes_on], log.weight[~old][goes_on], minlength=len(code))
    if not ahead.any():
        return {
            "questions": 0,
            "why": "no tie has contact before and after the day: rows are ties, not contacts",
        }
    snapshot, vertex, row = before.snapshot()
    questions = ask(snapshot, ahead[row], limit=min(limit, _OWN_QUESTIONS), seed=seed)
    if not len(questions):
        return _nothing(questions)
    met = set(new[~goes_on].tolist())
    person = np.empty(snapshot.count, dtype=np.int64)
    person[vertex] = people
    ends = person[questions.seeker], person[questions.target]
    pair = np.minimum(*ends) * network.count + np.maximum(*ends)
    view = NetworkView(snapshot)
    every = list(dict.fromkeys((*BASELINES, DEFAULT, *names)))
    scores = {name: scores_of(find(name, registry), questions, lambda _: view) for name in every}
    contacts = as_counts(past)[row]
    lo, hi = snapshot.tie_ends()
    all_seen = SeenView(snapshot, contacts, np.ones(len(row), dtype=bool))
    none = np.zeros(len(row), dtype=bool)
    default = find(DEFAULT, registry)
    scores[f"{DEFAULT}, own contact"] = scores_of(
        default, questions, _owners_view(snapshot, contacts, none, lo, hi)
    )
    scores[f"{DEFAULT}, all contact"] = scores_of(default, questions, lambda _: all_seen)
    found = _means(questions, list(scores.values()))
    labels = list(scores)
    at = labels.index(DEFAULT)
    return {
        **_asked(questions),
        "share": share,
        "newly_met": _part(np.isin(pair, list(met))),
        "top1": {name: found.told(column) for column, name in enumerate(labels)},
        "against": {name: found.told(at, column) for column, name in enumerate(labels) if name != DEFAULT},
    }


def _means(questions: Questions, scores: Sequence[FloatArray]) -> Means:
    points = np.stack([questions.points(values) for values in scores], axis=1)
    return means(points, questions.seeker, questions.target)


def _asked(questions: Questions) -> Told:
    ends = np.stack((questions.seeker, questions.target))
    pairs = np.unique(np.stack((ends.min(axis=0), ends.max(axis=0))), axis=1)
    return {
        "questions": len(questions),
        "pairs": pairs.shape[1],
        "people": len(np.unique(ends)),
        "listed": questions.listed,
        "undecided": questions.undecided,
        "drawn": questions.drawn,
        "candidates": round(len(questions.introducer) / len(questions), 3),
    }


def _nothing(questions: Questions) -> Told:
    why = (
        "no two people without a tie share two contacts"
        if not questions.listed
        else "all candidates are equal"
    )
    return {"questions": 0, "why": why}


def _part(which: BoolArray) -> float:
    return round(float(which.mean()), 5)
