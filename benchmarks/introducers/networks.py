"""The networks that come with the tests: small classics, public data where they are at hand, and invented ones.

Nothing in netreach is fitted to them; they are few, and the invented ones only show what follows from how they were
invented. Bring others with `--data`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import numpy as np

from benchmarks.introducers.reading import UnreadableError, read
from benchmarks.introducers.weighted import Weighted, network_of


def choose(names: Iterable[str] | None) -> list[Weighted]:
    """Return built-in networks by name; by default all whose data are at hand.

    Raises:
        UnreadableError: When there is no such network, or its data are missing.
    """
    if names is None:
        return [make() for name, make in BUILT_IN.items() if name not in PUBLIC or _at_hand(name)]
    wanted = list(names)
    for name in wanted:
        if name not in BUILT_IN:
            raise UnreadableError(
                f"There is no built-in network {name!r}: choose from {', '.join(BUILT_IN)}."
            )
        if name in PUBLIC and not _at_hand(name):
            raise UnreadableError(
                f"{name} is read from {PUBLIC[name]} in the folder that NETREACH_DATA names; it is not there."
            )
    return [BUILT_IN[name]() for name in wanted]


# Classics that networkx brings


def karate() -> Weighted:
    """Return Zachary's karate club: friends, by the number of settings in which they met."""
    import networkx as nx

    return _of_networkx("karate", nx.karate_club_graph(), "Zachary's karate club; settings in which two met")


def les_miserables() -> Weighted:
    """Return the characters of a novel, by the number of chapters that they share."""
    import networkx as nx

    return _of_networkx("les miserables", nx.les_miserables_graph(), "characters; chapters in common (Knuth)")


def southern_women() -> Weighted:
    """Return 18 women, by the number of parties that they attended together."""
    import networkx as nx

    both = nx.davis_southern_women_graph()
    women = both.graph["top"]
    graph = nx.bipartite.weighted_projected_graph(both, women)
    return _of_networkx("southern women", graph, "Davis 1941; parties in common")


def _of_networkx(name: str, graph: object, about: str) -> Weighted:
    nodes = sorted(graph, key=str)  # type: ignore[call-overload]
    number = {node: row for row, node in enumerate(nodes)}
    edges = [(number[a], number[b], data["weight"]) for a, b, data in graph.edges(data=True)]  # type: ignore[attr-defined]
    return network_of(name, *zip(*edges, strict=True), about=about)


# Public data


def informetrics() -> Weighted:
    """Return who wrote papers on informetrics with whom, 1990 to 2004, by the number of papers."""
    found = read(_path("informetrics"))
    return _named(found, "informetrics", "co-authors 1990-2004; papers (Guns)")


def lawyers() -> Weighted:
    """Return the attorneys of a firm, by how many of six nominations tie them: advice, work, friends, each way."""
    folder = _path("lawyers")
    ends = [
        np.loadtxt(folder / f"law_{kind}_edges.csv", delimiter=",", skiprows=1, dtype=np.int64)
        for kind in ("advice", "cowork", "friends")
    ]
    every = np.concatenate(ends)
    return network_of(
        "lawyers", every[:, 0], every[:, 1], about="Lazega 2001; nominations as adviser, co-worker, friend"
    )


def facebook() -> Weighted:
    """Return the students of a university, whose ties have no weights."""
    rows = np.loadtxt(_path("facebook"), delimiter="\t", dtype=np.int64)
    return network_of("facebook", rows[:, 0], rows[:, 1], about="Facebook100 MIT; friends, no weights")


PUBLIC: Mapping[str, str] = {
    "informetrics": "graphs/informetrics_coauthors/linkpred__inf1990-2004.net",
    "lawyers": "graphs/lazega_lawyers",
    "facebook": "graphs/facebook100_mit/networkit__MIT8.edgelist",
}


def _path(name: str) -> Path:
    return Path(os.environ.get("NETREACH_DATA", "")) / PUBLIC[name]


def _at_hand(name: str) -> bool:
    return bool(os.environ.get("NETREACH_DATA")) and _path(name).exists()


def _named(found: Weighted, name: str, about: str) -> Weighted:
    return Weighted(
        name=name,
        about=about,
        a=found.a,
        b=found.b,
        weight=found.weight,
        count=found.count,
        contacts=found.contacts,
        log=found.log,
        notes=found.notes,
    )


# Invented ones


def teams(people: int = 600, meetings: int = 1_400, *, seed: int = 1) -> Weighted:
    """Return people who meet in groups: old teams come together again, and new faces join.

    The weight is the number of meetings of two. As in co-authorship, most ties come from one meeting, busy people
    have strong ties, and everybody in a meeting knows everybody else. Meetings have times.
    """
    rng = np.random.default_rng([seed, 11])
    appetite = rng.lognormal(0, 1, people)
    home = rng.integers(0, max(2, people // 30), people)
    groups: list[np.ndarray[tuple[int], np.dtype[np.int64]]] = []
    for _ in range(meetings):
        if groups and rng.random() < 0.55:
            old = groups[int(rng.integers(len(groups)))]
            stay = old[rng.random(len(old)) < 0.75]
            fresh = rng.choice(people, size=int(rng.integers(0, 3)), p=appetite / appetite.sum())
            group = np.union1d(stay, fresh)
        else:
            host = int(rng.choice(people, p=appetite / appetite.sum()))
            near = appetite * np.where(home == home[host], 20.0, 1.0)
            guests = rng.choice(people, size=int(rng.integers(1, 6)), p=near / near.sum())
            group = np.union1d([host], guests)
        if len(group) > 1:
            groups.append(group.astype(np.int64))
    pairs = [np.triu_indices(len(group), 1) for group in groups]
    a = np.concatenate([group[rows] for group, (rows, _) in zip(groups, pairs, strict=True)])
    b = np.concatenate([group[rows] for group, (_, rows) in zip(groups, pairs, strict=True)])
    time = np.repeat(np.arange(len(groups)), [len(rows) for rows, _ in pairs])
    return network_of("invented teams", a, b, None, time, about="meetings in groups; meetings in common")


def neighbours(people: int = 800, *, seed: int = 1) -> Weighted:
    """Return people on a plane who know who is near, and meet the nearest most; each contact has a time.

    How often two meet falls with their distance and is heavy-tailed beside it, so that structure tells a part.
    """
    rng = np.random.default_rng([seed, 12])
    place = rng.random((people, 2))
    reach = rng.lognormal(0, 0.5, people)
    a, b = np.triu_indices(people, 1)
    apart = np.hypot(*(place[a] - place[b]).T)
    closeness = np.exp(-apart / (0.035 * np.sqrt(reach[a] * reach[b])))
    known = rng.random(len(a)) < closeness
    a, b, closeness = a[known], b[known], closeness[known]
    counts = 1 + rng.poisson(12 * closeness * rng.lognormal(-0.5, 1, len(a)))
    row = np.repeat(np.arange(len(a)), counts)
    begin = rng.random(len(a))[row]
    time = begin + (1 - begin) * rng.random(len(row))
    return network_of("invented neighbours", a[row], b[row], None, time, about="places on a plane; contacts")


def world(people: int = 1_500, *, seed: int = 5) -> Weighted:
    """Return a world of `netreach.testing`: how close two are is the weight, and their messages are what is shown.

    The one network here whose evidence is not the weight itself: messages tell closeness only in part.
    """
    from netreach.testing import make_world

    made = make_world(people, seed=seed, mean_contacts=24)
    ties = made.ties
    messages = ties.messages_up.astype(np.float64) + ties.messages_down
    return Weighted(
        name="invented world",
        about="netreach.testing.make_world; closeness, of which messages show a part",
        a=ties.lo.astype(np.int64),
        b=ties.hi.astype(np.int64),
        weight=ties.closeness.astype(np.float64),
        count=people,
        contacts=messages,
    )


BUILT_IN: Mapping[str, Callable[[], Weighted]] = {
    "karate": karate,
    "les-miserables": les_miserables,
    "southern-women": southern_women,
    "informetrics": informetrics,
    "lawyers": lawyers,
    "facebook": facebook,
    "teams": teams,
    "neighbours": neighbours,
    "world": world,
}
