"""A network whose ties have weights, as the tests take it."""

from __future__ import annotations

from typing import Final

import attrs
import numpy as np
import numpy.typing as npt

import netreach as nr
from netreach.snapshot import Snapshot

FloatArray = npt.NDArray[np.float64]
LongArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

_USUAL: Final = 3.0
ENGINE: Final = "csr"
"""Many small questions are asked: compiled loops answer them ten times faster, and as all engines do."""


@attrs.frozen(kw_only=True, eq=False)
class Log:
    """Contacts one by one, for the test that hides the newest.

    Attributes:
        a, b: `[r]`: who.
        weight: `[r]`: how much, 1 for one contact.
        time: `[r]`: when, in any unit.
    """

    a: LongArray
    b: LongArray
    weight: FloatArray
    time: FloatArray


@attrs.frozen(kw_only=True, eq=False)
class Weighted:
    """Ties with weights; every pair stands once, a < b.

    Attributes:
        name: What the tables call it.
        about: What it is and where it comes from.
        a, b: `[m]`: the ends, numbers from 0.
        weight: `[m]`: above 0; `None` where ties have none (then only what needs no weights is measured).
        count: How many people.
        contacts: `[m]`: the interactions that a source would show of each tie; by default they follow the weights.
        log: The contacts one by one, where they have times.
        notes: What was left out or changed in reading.
    """

    name: str
    about: str
    a: LongArray
    b: LongArray
    weight: FloatArray | None
    count: int
    contacts: FloatArray | None = None
    log: Log | None = None
    notes: tuple[str, ...] = ()

    @property
    def shown(self) -> FloatArray:
        """`[m]`: what a source would show of each tie, in interactions."""
        if self.contacts is not None:
            return self.contacts
        assert self.weight is not None
        return as_counts(self.weight)

    def snapshot(self, keep: BoolArray | None = None) -> tuple[Snapshot, LongArray, LongArray]:
        """Return a complete network of some or all of the ties.

        Everybody is in it, also who loses all ties.

        Returns:
            The network, the vertex of every person `[count]`, and the row here of each of its ties.
        """
        rows = np.arange(len(self.a)) if keep is None else np.flatnonzero(keep)
        people = {"id": np.arange(self.count)}
        snapshot = nr.from_edges(self.a[rows], self.b[rows], people=people, engine=ENGINE).snapshot
        names = np.array(snapshot.texts("name", np.arange(snapshot.count)), dtype=np.int64)
        vertex = np.empty(self.count, dtype=np.int64)
        vertex[names] = np.arange(snapshot.count)
        number = snapshot.tie_numbers(vertex[self.a[rows]], vertex[self.b[rows]])
        row = np.empty(len(rows), dtype=np.int64)
        row[number] = rows
        return snapshot, vertex, row


def as_counts(weight: FloatArray) -> FloatArray:
    """Return weights as numbers of interactions.

    Whole numbers are counts and stay. Others (hours, shares, distances of opinion) are measured in parts of their
    median, which then stands for three interactions: a scale on which ln(1 + w) tells small from large.

    >>> as_counts(np.array([1.0, 2.0])).tolist(), as_counts(np.array([0.1, 0.2, 0.4])).round(6).tolist()
    ([1.0, 2.0], [1.5, 3.0, 6.0])
    """
    if np.array_equal(weight, np.rint(weight)):
        return weight
    scaled: FloatArray = weight / np.median(weight) * _USUAL
    return scaled


def network_of(
    name: str,
    a: npt.ArrayLike,
    b: npt.ArrayLike,
    weight: npt.ArrayLike | None = None,
    time: npt.ArrayLike | None = None,
    *,
    about: str = "",
    notes: tuple[str, ...] = (),
) -> Weighted:
    """Return a network of rows: pairs may come twice and in both directions, and add up.

    Loops and weights that are not above 0 are left out, and the notes say how many. A list that names every pair
    in both directions with the same weight names every tie twice; it counts once.

    Raises:
        ValueError: When lengths differ, or no tie is left.
    """
    first, second = (np.asarray(end, dtype=np.int64) for end in (a, b))
    given = None if weight is None else np.asarray(weight, dtype=np.float64)
    when = None if time is None else np.asarray(time, dtype=np.float64)
    for column in (second, given, when):
        if column is not None and len(column) != len(first):
            raise ValueError(f"{len(first):,} ends but {len(column):,} values beside them.")
    said = list(notes)
    keep = first != second
    _note(said, ~keep, "rows from somebody to themselves left out")
    amount = np.ones(len(first)) if given is None else given
    positive = np.isfinite(amount) & (amount > 0)
    _note(said, keep & ~positive, "rows with a weight that is not above 0 left out")
    keep &= positive
    if when is not None:
        _note(said, keep & ~np.isfinite(when), "rows without a time left out")
        keep &= np.isfinite(when)
    if not keep.any():
        raise ValueError("there is no tie in it: no row names two different people with a weight above 0.")
    first, second, amount = first[keep], second[keep], amount[keep]
    people, numbers = np.unique(np.concatenate((first, second)), return_inverse=True)
    lo = np.minimum(numbers[: len(first)], numbers[len(first) :])
    hi = np.maximum(numbers[: len(first)], numbers[len(first) :])
    count = len(people)
    pair, place, times = np.unique(lo * count + hi, return_inverse=True, return_counts=True)
    total = np.bincount(place, amount)
    upward = np.bincount(place, first < second)
    twice = bool((times == 2).all() and (upward == 1).all())
    if twice and np.array_equal(np.bincount(place, amount * (first < second)), total / 2):
        total /= 2
        said.append("every tie stands in both directions with the same weight and counts once")
        times //= 2
    if (times > 1).any():
        said.append(f"{int((times > 1).sum()):,} pairs stand in several rows, whose weights add up")
    low, high = np.divmod(pair, count)
    counted = given is not None or bool((times > 1).any())
    if counted and total.min() == total.max():
        counted = False
        said.append("all weights are equal, so no introducer is better than another by them")
    log = None
    if when is not None:
        log = Log(a=lo, b=hi, weight=amount, time=when[keep])
    return Weighted(
        name=name,
        about=about,
        a=low,
        b=high,
        weight=total if counted else None,
        count=count,
        log=log,
        notes=tuple(said),
    )


def _note(said: list[str], which: BoolArray, words: str) -> None:
    if which.any():
        said.append(f"{int(which.sum()):,} {words}")
