"""A tiny scorer: who keeps in touch on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from netreach.plugins import Leg

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins import View

    Vertices = npt.NDArray[np.int32]


class Steady:
    """Scores an introducer by the contact seen on both legs: `ln(1 + interactions)`, added up.

    The logarithm makes the tenth meeting count less than the first. Where no source could have shown contact,
    the term is 0 and the leg says that it is not known, which is something else than "they never met".
    """

    name = "steady"
    summary = "contact seen on both legs, in logarithms"
    combine = "sum"

    def legs(self, view: View, ego: int, introducers: Vertices, targets: Vertices) -> tuple[Leg, Leg]:
        """Score ego-introducer and introducer-target for `[k]` pairs of introducer and target."""
        return (
            _contact(view, np.full_like(introducers, ego), introducers),
            _contact(view, introducers, targets),
        )


def _contact(view: View, a: Vertices, b: Vertices) -> Leg:
    seen = view.interactions(a, b)
    known = ~np.isnan(seen)
    return Leg(terms={"contact": np.log1p(np.where(known, seen, 0.0))}, known=known)
