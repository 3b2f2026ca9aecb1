"""What tests of rankings share: all scorers, small networks, and who ranks first in them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import networkx as nx

import netreach as nr
from netreach.answers.introducers import Introducer, IntroducerRanking
from netreach.ranking import NetworkView, introducers
from netreach.ranking.scorers import (
    ContactCount,
    Jaccard,
    Overall,
    Overlap,
    SharedContacts,
    Structure,
    TwoLegAA,
    TwoLegRA,
)
from netreach.snapshot import Snapshot
from pooled import TODAY, Export, Fact, pool, who

if TYPE_CHECKING:
    from netreach.plugins import Scorer

ALL: tuple[Scorer, ...] = (
    Overall(),
    Structure(),
    TwoLegRA(),
    TwoLegAA(),
    Jaccard(),
    Overlap(),
    SharedContacts(),
    ContactCount(),
)

LONG_AGO = dt.date(2016, 1, 1)


def view_of(graph: nx.Graph) -> NetworkView:
    """A complete network of bare ties."""
    a, b = zip(*graph.edges, strict=True)
    return NetworkView(nr.from_edges(a, b).snapshot)


def rank(view: NetworkView, ego: object, target: object, scorer: Scorer, **options: Any) -> IntroducerRanking:
    """Who introduces one node of a graph to another."""
    ends = (view.snapshot.resolve(str(end)) for end in (ego, target))
    return introducers(view, *ends, scorer=scorer, **options)


def star(
    *,
    covers: tuple[str, ...] = (),
    ben: tuple[Fact, ...] = (),
    carla: tuple[Fact, ...] = (),
    since: dt.date = TODAY,
    sharing: str = "strength",
) -> Snapshot:
    """Ana, Ben and Carla pooled their exports; Ben and Carla know Eva, who did not. All is alike but what is said."""

    def export(owner: str, *facts: Fact) -> Export:
        mine = [Fact(owner, f"{owner}'s friend {number}") for number in range(4)]
        return Export(owner=owner, facts=[*mine, *facts], covers=covers, sharing=sharing)

    return pool(
        export("Ana", Fact("Ana", "Ben"), Fact("Ana", "Carla")),
        export("Ben", Fact("Ben", "Ana"), Fact("Ben", "Carla"), Fact("Ben", "Eva"), *ben),
        export("Carla", Fact("Carla", "Ana"), Fact("Carla", "Ben"), Fact("Carla", "Eva", last=since), *carla),
    )


def order(snapshot: Snapshot, scorer: Scorer | None = None) -> list[Introducer]:
    """Who should introduce Ana to Eva."""
    return list(introducers(NetworkView(snapshot), *who(snapshot, "Ana", "Eva"), scorer=scorer or Overall()))
