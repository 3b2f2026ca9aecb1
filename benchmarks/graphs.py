"""Graphs to measure on: seeded generators in NumPy, and readers of public ones.

`clustered` is a random hyperbolic graph, the usual model of a social network with a power law and triangles
(Krioukov and others 2010, "Hyperbolic geometry of complex networks"), in which some ties are led astray: one end
moves to anybody. Pairs are found as in von Looz, Meyerhenke and Prutkin 2015: points in bands of equal radius, each
sorted by angle, so that only a window of each band is looked at.

Vertices have random numbers, pairs stand in random order and in either direction, as they come from a table.
Every tie stands once, because peers would count doubles. Nothing loops over people or ties.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int32]
LongArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

MEAN = 30
"""Contacts of a person on average."""

EXPONENT = 2.6
ASTRAY = 0.3

_CHUNK = 2_000_000
"""Pairs looked at in one go: bounds the memory beside the result to some 200 MB."""

_BAND = 0.5
_MIDDLE = 2.0**-40


@attrs.frozen(kw_only=True, eq=False)
class Pairs:
    """A graph as it comes: unsorted pairs.

    Attributes:
        name: What it is called in a report.
        u, v: int32 `[m]`: the ends of every tie.
        count: People; numbers are 0 to count - 1.
    """

    name: str
    u: IntArray
    v: IntArray
    count: int

    @property
    def ties(self) -> int:
        """Ties."""
        return len(self.u)

    def contact_counts(self) -> LongArray:
        """int64 `[n]`: contacts of everybody."""
        return np.bincount(self.u, minlength=self.count) + np.bincount(self.v, minlength=self.count)

    def rows_of(self, vertices: npt.ArrayLike) -> dict[int, IntArray]:
        """The contacts of some people, by one pass over the pairs."""
        wanted = np.unique(np.asarray(vertices, dtype=np.int32))
        flag = np.zeros(self.count, dtype=bool)
        flag[wanted] = True
        forth, back = np.flatnonzero(flag[self.u]), np.flatnonzero(flag[self.v])
        near = np.concatenate((self.u[forth], self.v[back]))
        far = np.concatenate((self.v[forth], self.u[back]))
        order = np.lexsort((far, near))
        near, far = near[order], far[order]
        begin, end = np.searchsorted(near, wanted), np.searchsorted(near, wanted, side="right")
        bounds = zip(wanted.tolist(), begin.tolist(), end.tolist(), strict=True)
        return {vertex: far[first:last] for vertex, first, last in bounds}


# Generators


def clustered(ties: int, *, seed: int = 1) -> Pairs:
    """Return a graph with a power law of 2.6, triangles, and 30 contacts a person.

    Args:
        ties: About how many; people are a fifteenth of that.
        seed: The same seed gives the same graph.
    """
    rng = np.random.default_rng(seed)
    count = max(2, round(2 * ties / MEAN))
    plane = _Plane.drawn(count, MEAN, rng)
    label = rng.permutation(count).astype(np.int32)
    local: list[IntArray] = []
    astray: list[IntArray] = []
    for a, b in plane.pairs():
        gone = rng.random(len(a)) < ASTRAY
        local.append(np.stack((a[~gone], b[~gone])))
        astray.append(np.where(rng.random(int(gone.sum())) < 0.5, a[gone], b[gone]))
    stay = np.concatenate(astray)
    codes = _packed(local, label)
    far = _distant(stay, plane, rng)
    return _mixed(
        f"clustered, {_count(ties)} ties", np.concatenate((codes, _packed([far], label))), count, rng
    )


def uniform(ties: int, *, seed: int = 1) -> Pairs:
    """Return a graph in which any two people are equally likely to know each other, 30 contacts a person.

    Args:
        ties: How many; people are a fifteenth of that.
        seed: The same seed gives the same graph.
    """
    rng = np.random.default_rng(seed)
    count = max(2, round(2 * ties / MEAN))
    if ties > count * (count - 1) // 4:
        raise ValueError(f"{ties:,} ties are too many for {count:,} people: ask for at least 1,000.")
    codes = np.empty(0, dtype=np.int64)
    while len(codes) < ties:
        more = math.ceil((ties - len(codes)) * 1.01) + 1000
        a = rng.integers(0, count, more, dtype=np.int32)
        b = rng.integers(0, count, more, dtype=np.int32)
        codes = np.concatenate((codes, _pack(np.minimum(a, b)[a != b], np.maximum(a, b)[a != b])))
        codes = _distinct(codes)
    rng.shuffle(codes)
    return _mixed(f"uniform, {_count(ties)} ties", codes[:ties], count, rng)


def hub(contacts: int) -> Pairs:
    """Return one person with so many contacts, who stand in a ring and know their two neighbours."""
    ring = np.arange(1, contacts + 1, dtype=np.int32)
    u = np.concatenate((np.zeros(contacts, dtype=np.int32), ring))
    v = np.concatenate((ring, np.roll(ring, -1)))
    return Pairs(name=f"hub with {contacts:,} contacts", u=u, v=v, count=contacts + 1)


def chain(length: int) -> Pairs:
    """Return people in a row, each knowing the next; so many ties."""
    line = np.arange(length + 1, dtype=np.int32)
    return Pairs(name=f"chain of {length:,} ties", u=line[:-1], v=line[1:], count=length + 1)


def clique(people: int) -> Pairs:
    """Return people who all know each other."""
    u, v = np.triu_indices(people, 1)
    return Pairs(name=f"clique of {people:,}", u=u.astype(np.int32), v=v.astype(np.int32), count=people)


@attrs.frozen(eq=False)
class _Plane:
    """Points of the hyperbolic plane, by band and then by angle; two within `radius` of each other are near.

    Attributes:
        r, phi: `[n]`: polar coordinates.
        radius: Of the disk that holds all points.
        inner: `[b]`: where each band begins, as a radius.
        starts: `[b + 1]`: where each band begins, as a place in `r` and `phi`.
    """

    r: FloatArray
    phi: FloatArray
    radius: float
    inner: FloatArray
    starts: LongArray

    @classmethod
    def drawn(cls, count: int, mean: float, rng: np.random.Generator) -> _Plane:
        """Draw points so that they have about `mean` others near them, with the power law of `EXPONENT`."""
        alpha = (EXPONENT - 1) / 2
        # Krioukov 2010, equation 22: mean = 2/pi * xi^2 * n * e^(-R/2), xi = alpha / (alpha - 1/2).
        radius = 2 * math.log(2 * count * (alpha / (alpha - 0.5)) ** 2 / (math.pi * mean))
        radius = max(radius, 1.0)
        spread = rng.random(count) * (math.cosh(alpha * radius) - 1)
        r = np.arccosh(1 + spread) / alpha
        phi = rng.random(count) * 2 * math.pi
        edges = np.concatenate(([0.0], np.arange(radius / 2, radius, _BAND)))
        band = np.searchsorted(edges, r, side="right") - 1
        order = np.lexsort((phi, band))
        starts = np.searchsorted(band[order], np.arange(len(edges) + 1))
        return cls(r[order], phi[order], radius, edges, starts)

    def near(self, a: npt.NDArray[Any], b: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
        """`[k]`: whether each pair is within the radius, by the law of cosines."""
        ra, rb = self.r[a], self.r[b]
        half = np.sin((self.phi[a] - self.phi[b]) / 2)
        # cosh d = cosh(ra - rb) + 2 sinh ra sinh rb sin^2(angle / 2): no difference of large numbers.
        near: npt.NDArray[np.bool_] = 2 * np.sinh(ra) * np.sinh(rb) * half * half <= math.cosh(
            self.radius
        ) - np.cosh(ra - rb)
        return near

    def pairs(self) -> Iterator[tuple[IntArray, IntArray]]:
        """Yield all near pairs, each once, some at a time."""
        bands = len(self.inner)
        for first in range(bands):
            for second in range(first, bands):
                if (
                    self.starts[first] < self.starts[first + 1]
                    and self.starts[second] < self.starts[second + 1]
                ):
                    yield from self._between(first, second)

    def _between(self, first: int, second: int) -> Iterator[tuple[IntArray, IntArray]]:
        who = np.arange(self.starts[first], self.starts[first + 1])
        begin, end = int(self.starts[second]), int(self.starts[second + 1])
        angles = self.phi[begin:end]
        size = len(angles)
        around = np.concatenate((angles - 2 * math.pi, angles, angles + 2 * math.pi))
        reach = self._reach(self.r[who], float(self.inner[second]))
        centre = self.phi[who]
        # Within a band one looks forward only, so that a pair is found from one of its ends.
        low = who - begin + size + 1 if first == second else np.searchsorted(around, centre - reach)
        windows = np.maximum(np.searchsorted(around, centre + reach) - low, 0)
        for some in _runs(windows):
            sizes = windows[some]
            owner = np.repeat(who[some], sizes)
            at = np.arange(len(owner)) + np.repeat(low[some] - (np.cumsum(sizes) - sizes), sizes)
            other = begin + at % size
            kept = np.flatnonzero(self.near(owner, other))
            yield owner[kept].astype(np.int32), other[kept].astype(np.int32)

    def _reach(self, r: FloatArray, inner: float) -> FloatArray:
        """The widest angle at which somebody at `inner` or farther out can be near."""
        room = math.cosh(self.radius) - np.cosh(r - inner)
        weight = 2 * np.sinh(r) * math.sinh(inner)
        share = np.ones(len(r))
        np.divide(room, weight, out=share, where=weight > room)
        return 2 * np.arcsin(np.sqrt(np.clip(share, 0, 1))) * (1 + _MIDDLE)


def _runs(sizes: LongArray) -> Iterator[slice]:
    """Cut rows into runs of about `_CHUNK` entries."""
    total = np.cumsum(sizes)
    begin = 0
    while begin < len(sizes):
        done = int(total[begin - 1]) if begin else 0
        end = max(begin + 1, int(np.searchsorted(total, done + _CHUNK, side="right")))
        yield slice(begin, end)
        begin = end


def _distant(stay: IntArray, plane: _Plane, rng: np.random.Generator) -> IntArray:
    """`[2, k]`: for everybody in `stay` one tie to anybody who is not near; none twice."""
    codes = np.empty(0, dtype=np.int64)
    asked = stay
    for _ in range(20):
        other = rng.integers(0, len(plane.r), len(asked), dtype=np.int32)
        free = np.empty(len(asked), dtype=bool)
        for begin in range(0, len(asked), _CHUNK):
            part = slice(begin, begin + _CHUNK)
            free[part] = (asked[part] != other[part]) & ~plane.near(asked[part], other[part])
        low, high = np.minimum(asked, other)[free], np.maximum(asked, other)[free]
        codes = _distinct(np.concatenate((codes, _pack(low, high))))
        # Whoever drew a neighbour draws again; the few who drew what another had are let go.
        asked = asked[~free]
        if not len(asked):
            break
    return np.stack(_unpack(codes))


def _packed(parts: list[IntArray], label: IntArray) -> LongArray:
    """The codes of pairs under new numbers; the parts are used up."""
    codes = np.empty(sum(part.shape[1] for part in parts), dtype=np.int64)
    at = 0
    parts.reverse()
    while parts:
        a, b = parts.pop()
        codes[at : at + len(a)] = _pack(label[a], label[b])
        at += len(a)
    return codes


def _pack(a: IntArray, b: IntArray) -> LongArray:
    return (a.astype(np.int64) << 32) | b


def _unpack(codes: LongArray) -> tuple[IntArray, IntArray]:
    return (codes >> 32).astype(np.int32), codes.astype(np.int32)


def _distinct(codes: LongArray) -> LongArray:
    codes.sort()
    first = np.ones(len(codes), dtype=bool)
    np.not_equal(codes[1:], codes[:-1], out=first[1:])
    return codes[first]


def _mixed(name: str, codes: LongArray, count: int, rng: np.random.Generator) -> Pairs:
    """Put pairs in random order, and each in a random direction."""
    rng.shuffle(codes)
    u, v = _unpack(codes)
    for begin in range(0, len(u), _CHUNK):
        part = slice(begin, begin + _CHUNK)
        back = rng.random(len(u[part])) < 0.5
        u[part], v[part] = np.where(back, v[part], u[part]), np.where(back, u[part], v[part])
    return Pairs(name=name, u=u, v=v, count=count)


def _count(ties: int) -> str:
    return f"{ties / 1e6:g} M" if ties >= 1e6 else f"{ties:,}"
