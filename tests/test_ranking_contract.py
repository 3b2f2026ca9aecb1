"""Scorers and views of others: what breaks the contract is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from netreach.errors import PluginError
from netreach.plugins import Leg, View
from netreach.ranking import NetworkView
from netreach.ranking.scorers import (
    Overall,
)
from pooled import Fact, who
from ranked import rank, star

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import FloatArray, IntArray


class Broken:
    """A scorer that returns what it is told to."""

    name = "broken"
    summary = "breaks its contract"

    def __init__(self, combine: str, term: FloatArray, known: npt.NDArray[np.bool_]) -> None:
        self.combine = combine
        self.leg = Leg(terms={"something_else": term}, known=known)

    def legs(self, view: View, ego: int, introducers: IntArray, targets: IntArray) -> tuple[Leg, Leg]:
        """Return the same leg twice."""
        return self.leg, self.leg


def test_a_scorer_that_breaks_its_contract(karate: NetworkView) -> None:
    """NaN, a wrong number of values and an unknown combination are errors that name the scorer."""
    four, known = np.ones(4), np.ones(4, dtype=bool)
    for scorer, message in (
        (Broken("max", four, known), "combines legs by 'max'"),
        (Broken("sum", four[:3], known), "something_else"),
        (Broken("sum", four * np.nan, known), "4 finite numbers"),
        (Broken("sum", four, known[:1]), "whether they are known"),
    ):
        with pytest.raises(PluginError, match=message):
            rank(karate, 33, 0, scorer)
    fine = rank(karate, 33, 0, Broken("product", four, known))
    assert all(one.tied for one in fine)
    assert [one.contact_count for one in fine] == sorted((one.contact_count for one in fine), reverse=True)
    assert "something else" in fine[0].explain()


def test_a_view_that_knows_only_the_protocol(karate: NetworkView) -> None:
    """Overall gives the same through any object with the methods of `View`."""
    snapshot = star(covers=("message",), ben=(Fact("Ben", "Eva", "message", 3, 3),))
    whole = NetworkView(snapshot)

    class Plain:
        count = whole.count
        engine = whole.engine
        complete = whole.complete
        contact_counts = staticmethod(whole.contact_counts)
        interactions = staticmethod(whole.interactions)
        strengths = staticmethod(whole.strengths)

    ego, eva = who(snapshot, "Ana", "Eva")
    people = snapshot.engine.shared_contacts(ego, eva)
    targets = np.full(len(people), eva, dtype=np.int32)
    plain, full = (Overall().legs(view, ego, people, targets) for view in (Plain(), whole))
    for one, other in zip(plain, full, strict=True):
        assert one.terms.keys() == other.terms.keys()
        for name, values in one.terms.items():
            assert values == pytest.approx(other.terms[name], abs=1e-12)


class Wild:
    """A scorer whose legs are anything."""

    name = "wild"
    summary = "breaks its contract otherwise"
    combine = "sum"

    def __init__(self, legs: Any) -> None:
        self.said = legs

    def legs(self, view: View, ego: int, introducers: IntArray, targets: IntArray) -> tuple[Leg, Leg]:
        """Return the legs, or do what they say."""
        if isinstance(self.said, Exception):
            raise self.said
        legs: tuple[Leg, Leg] = self.said
        return legs


def test_a_wild_scorer_is_named(karate: NetworkView) -> None:
    """Whatever a scorer returns or raises, the error says which scorer it was, and never is a traceback of ours."""
    known: Any = [True] * 4
    fine: Any = Leg(terms={"one": [1, 2, 3, 4]}, known=known)  # type: ignore[dict-item]
    for said, message in (
        ((fine, fine, fine), "3 legs"),
        (None, "NoneType"),
        ((fine, None), "not a Leg"),
        ((fine, Leg(terms={"one": np.array(list("1234"))}, known=known)), "4 finite numbers"),  # type: ignore[dict-item]
        ((fine, Leg(terms={"one": np.zeros(4)}, known=np.array([np.nan] * 4))), "whether they are known"),
        (ZeroDivisionError("by nought"), "ZeroDivisionError: by nought"),
    ):
        with pytest.raises(PluginError, match=f"'wild'.*{message}"):
            rank(karate, 33, 0, Wild(said))
    found = rank(karate, 33, 0, Wild((fine, fine)))
    assert [one.score for one in found] == [8.0, 6.0, 4.0, 2.0]
