"""Scorers to beat: those of netreach, three that only serve here, and those of anybody's plugin."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.introducers.reading import UnreadableError
from netreach.plugins import Leg, Registry

if TYPE_CHECKING:
    from netreach.plugins.protocols import FloatArray, IntArray, Scorer, View


class Random:
    """Equal scores for everybody, which share the point: what choosing at random gives on average."""

    name = "random"
    summary = "anybody; a baseline"
    combine = "sum"

    def legs(self, view: View, ego: int, introducers: IntArray, targets: IntArray) -> tuple[Leg, Leg]:
        """Score nothing."""
        return (_leg(np.zeros(len(introducers))),) * 2


class OneLegRA:
    """RA of introducer and target."""

    name = "one-leg-ra"
    summary = "RA of introducer and target; a baseline"
    combine = "sum"

    def legs(self, view: View, ego: int, introducers: IntArray, targets: IntArray) -> tuple[Leg, Leg]:
        """Score the second leg."""
        weights = 1.0 / np.maximum(view.contact_counts(), 1.0)
        return (
            _leg(np.zeros(len(introducers))),
            _leg(view.engine.overlap_sums(introducers, targets, weights)),
        )


class TwoLegCN:
    """(1 + CN) of one leg times that of the other."""

    name = "two-leg-cn"
    summary = "(1 + shared contacts) of one leg times the other's; a baseline"
    combine = "product"

    def legs(self, view: View, ego: int, introducers: IntArray, targets: IntArray) -> tuple[Leg, Leg]:
        """Score both legs."""
        ones, egos = np.ones(view.count), np.full(len(introducers), ego, dtype=np.int32)
        return (
            _leg(1 + view.engine.overlap_sums(egos, introducers, ones)),
            _leg(1 + view.engine.overlap_sums(introducers, targets, ones)),
        )


def _leg(values: FloatArray) -> Leg:
    return Leg(terms={"value": values}, known=np.ones(len(values), dtype=bool))


OWN: tuple[Scorer, ...] = (Random(), OneLegRA(), TwoLegCN())
BASELINES = (
    "random",
    "contact-count",
    "shared-contacts",
    "one-leg-ra",
    "two-leg-cn",
    "two-leg-ra",
    "two-leg-aa",
    "jaccard",
)
DEFAULT = "overall"
"""The default of `network.ego`; in a complete network of bare ties it is `structure`."""


def find(name: str, registry: Registry) -> Scorer:
    """Return a scorer by its name, or by `module:Class` where nothing registers it.

    Raises:
        UnreadableError: When there is none.
    """
    for own in OWN:
        if own.name == name:
            return own
    if name in registry.scorers:
        return registry.scorer(name)
    if ":" in name:
        module, _, attribute = name.partition(":")
        try:
            made: object = getattr(import_module(module), attribute)
        except (ImportError, AttributeError) as error:
            raise UnreadableError(f"The scorer {name!r} cannot be loaded: {error}") from error
        scorer: Scorer = made() if isinstance(made, type) else made  # type: ignore[assignment]
        return scorer
    known = [own.name for own in OWN] + sorted(registry.scorers)
    raise UnreadableError(
        f"There is no scorer {name!r}: choose from {', '.join(known)}, or name one as module:Class."
    )
