"""Values that are made at the first look."""

from __future__ import annotations

import pickle

from netreach.answers.later import Later


def test_a_value_is_made_once_and_only_when_it_is_looked_at() -> None:
    """Nothing is made before the first look, and nothing a second time."""
    made: list[str] = []

    def make() -> tuple[int, ...]:
        made.append("made")
        return (1, 2)

    later = Later(make)
    assert not made
    assert later.value == later.value == (1, 2)
    assert made == ["made"]


def test_it_is_pickled_compared_and_hashed_as_its_value() -> None:
    """What somebody keeps does not depend on who has looked before."""
    later = Later(lambda: (1, 2))
    assert pickle.loads(pickle.dumps(later)) == later == Later.of((1, 2))
    assert hash(later) == hash((1, 2))
    assert later != Later.of((1, 3))
    assert repr(Later(lambda: 5)) == "5"
