"""netreach as it is measured: the calls of the engine, and whole answers of the public API."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

import netreach as nr
from benchmarks.asking import Question
from benchmarks.calls import Call, digest, histogram
from benchmarks.graphs import IntArray, Pairs
from benchmarks.harness import check
from netreach.graph import GraphArrays, make_engine
from netreach.paths import best_paths, ties_of
from netreach.ranking import NetworkView

if TYPE_CHECKING:
    from netreach.plugins.protocols import Engine

FAR = 126
"""Hops beyond which a pair counts as not joined."""


@attrs.frozen(kw_only=True, eq=False)
class Ours:
    """A graph in netreach.

    Attributes:
        engine: What answers.
        vertex: int32 `[n]`: the vertex of each number of the pairs, -1 for people without ties.
        network: The opened network; `None` where only the engine is measured.
        ids: Public id of each number that is asked about.
    """

    engine: Engine
    vertex: IntArray
    network: nr.Network | None = None
    ids: dict[int, str] = attrs.field(factory=dict)

    @classmethod
    def of_pairs(cls, pairs: Pairs, engine: str) -> Ours:
        """Build the graph from the pairs; vertices have their numbers."""
        arrays = GraphArrays.from_ties(pairs.u, pairs.v, pairs.count)
        return cls(engine=make_engine(arrays, engine), vertex=np.arange(pairs.count, dtype=np.int32))

    @classmethod
    def of_network(cls, path: Path, pairs: Pairs, engine: str, asked: Sequence[int]) -> Ours:
        """Open the network that was imported from the pairs.

        Args:
            path: The folder of the network.
            pairs: The graph.
            engine: What searches it.
            asked: The numbers that questions name, for which public ids are looked up.
        """
        network = nr.open(path, engine=engine)
        keys, owners = network.snapshot.identity()
        numbers = pc.cast(pc.replace_substring_regex(keys, "^.*/", ""), "int64").to_numpy()
        vertex = np.full(pairs.count, -1, dtype=np.int32)
        vertex[numbers] = owners
        named = sorted({number for number in asked if vertex[number] >= 0})
        ids = network.snapshot.ids(vertex[named])
        return cls(
            engine=network.snapshot.engine,
            vertex=vertex,
            network=network,
            ids=dict(zip(named, ids, strict=True)),
        )

    def numbers(self) -> IntArray:
        """int32 `[vertices]`: the number of each vertex."""
        number = np.empty(self.engine.count, dtype=np.int32)
        there = np.flatnonzero(self.vertex >= 0)
        number[self.vertex[there]] = there
        return number


def engine_calls(ours: Ours) -> list[Call]:
    """Return the calls of the engine."""
    engine, vertex, number = ours.engine, ours.vertex, ours.numbers()

    def ready(question: Question) -> list[Any]:
        return [
            vertex[np.array(part, dtype=np.int32)] if isinstance(part, list) else int(vertex[part])
            for part in question
        ]

    def one(question: Question) -> list[IntArray]:
        return [vertex[np.array(question, dtype=np.int32)]]

    def everybody(distances: npt.NDArray[np.signedinteger[Any]], _: int) -> str:
        found = np.full(len(vertex), -1, dtype=np.int32)
        found[vertex >= 0] = distances[vertex[vertex >= 0]]
        return digest(found)

    def scores(found: Any) -> dict[str, npt.NDArray[Any]]:
        # Ratios are made when they are asked for, so that they belong to the time.
        return {
            "people": found.vertices,
            "common": found.common,
            "adamic_adar": found.adamic_adar,
            "resource_allocation": found.resource_allocation,
            "jaccard": found.jaccard,
            "overlap": found.overlap,
        }

    def two_hop(person: int) -> dict[str, npt.NDArray[Any]]:
        return scores(engine.two_hop(person))

    def by_number(found: dict[str, npt.NDArray[Any]], *_: int) -> dict[str, list[Any]]:
        people = number[found["people"]]
        order = np.argsort(people)
        rest = {name: values[order].tolist() for name, values in found.items() if name != "people"}
        return {"people": people[order].tolist(), **rest}

    def introducers(ego: int, target: int) -> list[dict[str, npt.NDArray[Any]]]:
        between = engine.shared_contacts(ego, target)
        return [scores(engine.overlaps(end, between)) for end in (ego, target)]

    def legs(found: list[dict[str, npt.NDArray[Any]]], *_: int) -> dict[str, list[Any]]:
        first, second = (by_number(leg) for leg in found)
        both = {name: first[name] + second[name] for name in first if name != "people"}
        return {"people": first["people"], **both}

    def targets(ego: int, people: IntArray) -> npt.NDArray[np.int8]:
        return engine.probe(engine.distances(ego, 2), people)

    who = "engine"
    return [
        Call(
            task="pyramid",
            who=who,
            ask=lambda egos: engine.layer_sizes(egos, 3),
            plain=lambda sizes, _: sizes[0, 1:].tolist(),
            ready=one,
        ),
        Call(task="all", who=who, ask=engine.all_distances, plain=everybody, ready=ready),
        Call(
            task="pair",
            who=who,
            ask=lambda a, b: engine.distance(a, b, FAR),
            plain=lambda hops, *_: int(hops),
            ready=ready,
        ),
        Call(task="similar", who=who, ask=two_hop, plain=by_number, ready=ready),
        Call(task="introducers", who=who, ask=introducers, plain=legs, ready=ready),
        Call(task="targets", who=who, ask=targets, plain=lambda hops, *_: hops.tolist(), ready=ready),
        Call(
            task="batch",
            who=who,
            ask=lambda egos: engine.layer_sizes(egos, 3),
            plain=lambda sizes, _: sizes[:, 1:].tolist(),
            ready=ready,
        ),
        Call(task="overlaps", who=who, ask=engine.tie_overlaps, plain=histogram, slow=ours.engine.ties > 5e7),
    ]


def api_calls(ours: Ours) -> list[Call]:
    """Return the calls of the public API; every one starts from a new `Ego`, which knows nothing yet."""
    network, ids, number = ours.network, ours.ids, ours.numbers()
    assert network is not None

    def ready(question: Question) -> list[Any]:
        return [
            [ids[number] for number in part] if isinstance(part, list) else ids[part] for part in question
        ]

    def people(ranking: Any, *_: int) -> dict[str, list[int]]:
        return {"people": sorted(int(number[network.snapshot.resolve(door.id)]) for door in ranking)}

    def doors(found: Any, ego: int, asked: list[int]) -> None:
        """Compare the first of the list with what `introducers` says of each."""
        viewpoint = network.ego(ids[ego])
        for place, target in enumerate(asked[:5]):
            hops = viewpoint.degree(ids[target], cutoff=3)
            ranking = list(viewpoint.introducers(ids[target], limit=1)) if hops and hops > 1 else []
            expected = ranking[0].id if ranking else None
            door = found[place].introducer
            said = door.id if door else None
            check(said == expected, f"best introducer of {ego} to {target}: {said}, not {expected}")

    def lengths(found: nr.Paths) -> list[int]:
        return [path.distance for path in found]

    def avoiding(found: nr.Paths, ego: int, target: int, people: list[int]) -> list[int]:
        """Check that nobody is met who must not be, and that the best path of all comes first where it meets none."""
        shunned = {ids[person] for person in people}
        met = [{person.id for person in path.introducers} for path in found]
        check(not any(shunned & between for between in met), f"{ego} to {target} meets {people}")
        best = network.ego(ids[ego]).paths(ids[target], k=1)[0]
        if not shunned & {person.id for person in best.introducers}:
            check(found[0].people == best.people, f"{ego} to {target}, avoiding {people}: not the best")
        return lengths(found)

    def through(found: nr.Paths, ego: int, target: int, people: list[int]) -> list[int]:
        """Check that every path meets one of them, and that none of the best five paths that do is left out."""
        passed = {ids[person] for person in people}
        met = [{person.id for person in path.introducers} for path in found]
        check(all(passed & between for between in met), f"{ego} to {target} misses {people}")
        best = [
            path.people
            for path in network.ego(ids[ego]).paths(ids[target], k=5)
            if passed & {person.id for person in path.introducers}
        ]
        check([path.people for path in found][: len(best)] == best, f"{ego} to {target}, through {people}")
        return lengths(found)

    def diverse(found: nr.Paths, ego: int, target: int) -> list[int]:
        """Check that the first paths share nobody, and that the best of all is the first."""
        met = [person.id for path in found[: found.disjoint] for person in path.introducers]
        check(len(met) == len(set(met)), f"{ego} to {target}: {met} are not different people")
        best = network.ego(ids[ego]).paths(ids[target], k=1)
        check(found[0].people == best[0].people, f"{ego} to {target}: the best path is not the first")
        return lengths(found)

    ties = ties_of(NetworkView(network.snapshot))
    nobody = np.zeros(network.snapshot.count, dtype=bool)

    def search(ego: int, target: int) -> Any:
        """The search that `Ego.paths` makes, without names, strengths and reasons of what it finds."""
        return best_paths(ties, ego, target, k=5, cutoff=3, blocked=nobody)

    who = "API"
    return [
        Call(
            task="pyramid",
            who=who,
            ask=lambda ego: network.ego(ego).pyramid(),
            plain=lambda found, _: [layer.count for layer in found.degrees],
            ready=ready,
        ),
        Call(
            task="pair",
            who=who,
            ask=lambda ego, other: network.ego(ego).degree(other, cutoff=FAR),
            plain=lambda hops, *_: -1 if hops is None else hops,
            ready=ready,
        ),
        Call(
            task="introducers",
            who=who,
            ask=lambda ego, target: network.ego(ego).introducers(target, limit=None),
            plain=people,
            ready=ready,
        ),
        Call(
            task="paths",
            who=who,
            ask=lambda ego, target: network.ego(ego).paths(target, k=5, cutoff=3),
            plain=lambda found, *_: lengths(found),
            ready=ready,
        ),
        Call(
            task="avoiding",
            who=who,
            ask=lambda ego, target, people: network.ego(ego).paths(target, k=5, avoid=people),
            plain=avoiding,
            ready=ready,
        ),
        Call(
            task="through",
            who=who,
            ask=lambda ego, target, people: network.ego(ego).paths(target, k=5, through=people),
            plain=through,
            ready=ready,
        ),
        Call(
            task="diverse",
            who=who,
            ask=lambda ego, target: network.ego(ego).paths(target, k=5, diverse=True),
            plain=diverse,
            ready=ready,
        ),
        Call(
            task="paths",
            who="search",
            ask=lambda ego, target: search(ego, target),
            plain=lambda found, *_: [len(path.people) - 1 for path in found],
            ready=lambda question: [int(ours.vertex[number]) for number in question],
        ),
        Call(
            task="targets",
            who=who,
            ask=lambda ego, people: network.ego(ego).degrees(people),
            plain=lambda found, *_: [-1 if hops is None else hops for hops in found],
            ready=ready,
        ),
        Call(
            task="doors",
            who=who,
            ask=lambda ego, people: network.ego(ego).best_introducers(people),
            plain=doors,
            ready=ready,
        ),
    ]


def entries(ours: Ours, ego: int, hops: int) -> int:
    """Adjacency entries that a search from an ego has to read: the rows of all within so many hops.

    Two hops are a pyramid of three degrees; one hop is everybody over two, up to the ego's own row.
    """
    near = ours.engine.distances(int(ours.vertex[ego]), hops) >= 0
    return int(ours.engine.contact_counts()[near].sum())
