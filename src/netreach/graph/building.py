"""From ties to rows: by compiled counting for many ties, in NumPy for few or without numba; with equal results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from netreach import compiled
from netreach.errors import OptionError

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import IntArray, Ints, LongArray

COMPILED_FROM: Final = 2_000_000
"""Ties from which on counting in compiled loops pays for loading them: NumPy sorts fewer in half a second."""

_FIND_COMPILED: Final = 1_000_000
"""Pairs from which on looking them up in compiled loops pays for loading these."""

_HALVED_COMPILED: Final = 100_000_000
"""Entries from which on telling earlier neighbours from later ones in compiled loops pays for loading these."""

_ENTRIES: Final = 250_000
"""Entries that NumPy looks at in one go: they stay in the near caches."""

_SHARED: Final = 500_000
"""Ties from which on it pays to count them in several threads."""

_KEPT: Final = 0.9
"""The share of entries from which on what doubles leave free is kept."""

_COUNTING: Final = 4
"""Threads at most that count: each has 8 bytes a vertex of its own."""

MOST: Final = 2**31 - 1
"""Vertices are int32."""


def check_size(count: int) -> None:
    """Raise OptionError where vertices cannot be numbered by an int32."""
    if not 0 <= count <= MOST:
        raise OptionError(f"A graph of {count:,} vertices: netreach counts from 0 to {MOST:,} of them.")


def from_ties(a: Ints, b: Ints, count: int) -> tuple[LongArray, IntArray]:
    """Return `indptr` and `indices` of ties in any order and direction, without loops and doubles."""
    if len(a) >= COMPILED_FROM and compiled.available():
        return _counted(a, b, count)
    if len(a) and (min(int(a.min()), int(b.min())) < 0 or max(int(a.max()), int(b.max())) >= count):
        raise _outside(count)
    apart = a != b
    lo, hi = np.minimum(a, b)[apart].astype(np.int64), np.maximum(a, b)[apart].astype(np.int64)
    codes = sorted_unique(lo * count + hi)
    lo, hi = np.divmod(codes, max(count, 1))
    return _sorted_by_numpy(lo.astype(np.int32), hi.astype(np.int32), count)


def load_soon() -> None:
    """Begin to load what makes rows of many ties, beside what the caller does."""
    compiled.load_soon(lambda: _counted(np.zeros(1, dtype=np.int32), np.zeros(1, dtype=np.int32), 1))


def from_sorted(lo: IntArray, hi: IntArray, count: int) -> tuple[LongArray, IntArray]:
    """Return `indptr` and `indices` of ties in the order (lo, hi), each once, lo < hi."""
    if len(lo) < COMPILED_FROM or not compiled.available():
        return _sorted_by_numpy(lo, hi, count)
    from netreach.graph import kernels_build

    indptr = np.zeros(count + 1, dtype=np.int64)
    lo, hi = compiled.frozen(lo), compiled.frozen(hi)
    kernels_build.count_ends(lo, hi, count, indptr)
    np.cumsum(indptr, out=indptr)
    indices = np.empty(indptr[-1], dtype=np.int32)
    kernels_build.rows_of_sorted(lo, hi, compiled.frozen(indptr), indices)
    return indptr, indices


def order_of_pairs(lo: IntArray, hi: IntArray, count: int) -> npt.NDArray[Any]:
    """Return `[m]`: the order of pairs by (lo, hi); equal pairs stay in the order in which they came."""
    if len(lo) < COMPILED_FROM or not compiled.available():
        order: npt.NDArray[Any] = np.argsort(lo.astype(np.int64) * count + hi, kind="stable")
        return order
    from netreach.graph import kernels_build

    return kernels_build.sorted_pairs(compiled.frozen(lo), compiled.frozen(hi), count)


def tie_ends(indptr: LongArray, indices: IntArray) -> tuple[IntArray, IntArray]:
    """Return the lower and the higher end of all ties, in their order; the rows must be sound."""
    if compiled.loaded():
        from netreach.graph import kernels_build

        lo, hi = (np.empty(len(indices) // 2, dtype=np.int32) for _ in range(2))
        kernels_build.write_ties(indptr, indices, lo, hi)
        return lo, hi
    row = np.repeat(np.arange(len(indptr) - 1, dtype=np.int32), np.diff(indptr))
    forward = row < indices
    return row[forward], indices[forward]


def first_ties(indptr: LongArray, indices: IntArray) -> LongArray:
    """Return `[n + 1]`: how many ties lie before those of which a vertex is the lower end."""
    if compiled.loaded() or (len(indices) >= _HALVED_COMPILED and compiled.available()):
        from netreach.graph import kernels_build

        sizes = kernels_build.later_neighbours(indptr, indices)
    else:
        sizes = _later_neighbours(indptr, indices)
    found = np.zeros(len(indptr), dtype=np.int64)
    np.cumsum(sizes, out=found[1:])
    return found


def _later_neighbours(indptr: LongArray, indices: IntArray) -> LongArray:
    """Return `[n]`: how many neighbours of each vertex have a higher number; some rows at a time."""
    count = len(indptr) - 1
    sizes = np.empty(count, dtype=np.int64)
    begin = 0
    while begin < count:
        most = np.searchsorted(indptr, indptr[begin] + _ENTRIES, side="right") - 1
        end = min(max(int(most), begin + 1), count)
        places = indptr[begin : end + 1] - indptr[begin]
        row = np.repeat(np.arange(begin, end, dtype=np.int32), np.diff(places))
        later = np.flatnonzero(row < indices[indptr[begin] : indptr[end]])
        sizes[begin:end] = np.diff(np.searchsorted(later, places))
        begin = end
    return sizes


def finds_compiled(pairs: int) -> bool:
    """Tell whether compiled loops look so many pairs up sooner, loading them included."""
    return compiled.loaded() or (pairs >= _FIND_COMPILED and compiled.available())


def find_compiled(indptr: LongArray, indices: IntArray, a: Ints, b: Ints) -> LongArray:
    """Return `[k]`: the position in `indices` of b in the row of a, or -1; the rows must be sound."""
    from netreach.graph import kernels_build

    if len(a) and not 0 <= int(a.min()) <= int(a.max()) < len(indptr) - 1:
        raise IndexError(f"There are rows 0 to {len(indptr) - 2:,}.")
    ends = (compiled.frozen(np.ascontiguousarray(end, dtype=np.int32)) for end in (a, b))
    return kernels_build.find(indptr, indices, *ends)


def tie_numbers_compiled(
    indptr: LongArray, indices: IntArray, first_ties: LongArray, a: Ints, b: Ints
) -> LongArray:
    """Return `[k]`: the number of the tie of each pair, -1 where there is none; the rows must be sound."""
    from netreach.graph import kernels_build

    result = np.empty(len(a), dtype=np.int64)
    ends, others = (compiled.frozen(np.ascontiguousarray(end, dtype=np.int64)) for end in (a, b))
    if kernels_build.tie_numbers(indptr, indices, first_ties, ends, others, result):
        raise IndexError(f"There are rows 0 to {len(indptr) - 2:,}.")
    return result


def find(indptr: LongArray, indices: IntArray, a: Ints, b: Ints) -> LongArray:
    """Return `[k]`: the position in `indices` of b in the row of a, or -1."""
    # A bisection of all rows at once.
    low = indptr[a].copy()
    end = indptr[np.asarray(a, dtype=np.int64) + 1]
    high = end.copy()
    longest = int((high - low).max(initial=0))
    for _ in range(longest.bit_length()):
        middle = (low + high) >> 1
        probe = np.minimum(middle, max(len(indices) - 1, 0))
        right = (middle < high) & (indices[probe] < b)
        low = np.where(right, middle + 1, low)
        high = np.where(right, high, middle)
    found = low < end
    found[found] = indices[low[found]] == b[found]
    return np.where(found, low, -1)


def runs(begin: Ints, size: Ints) -> LongArray:
    """int64: the numbers of many runs, one run after the other; run `i` is `size[i]` numbers from `begin[i]` on.

    >>> runs(np.array([7, 3]), np.array([2, 1])).tolist()
    [7, 8, 3]
    """
    ends = np.cumsum(size, dtype=np.int64)
    numbers = np.arange(ends[-1] if len(ends) else 0, dtype=np.int64)
    numbers += np.repeat(begin - ends + size, size)
    return numbers


def sorted_unique(values: LongArray) -> LongArray:
    """Return the distinct values, ascending; several times faster than `np.unique`, which hashes first.

    >>> sorted_unique(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    # A stable sort of integers merges runs that are sorted already, as the parts of a union are.
    ordered = np.sort(values, kind="stable")
    first = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def _counted(a: Ints, b: Ints, count: int) -> tuple[LongArray, IntArray]:
    rows = Counting(count)
    rows.count(a, b)
    rows.allocate()
    rows.fill(a, b)
    return rows.done()


class Counting:
    """Rows by counting: every tie is shown twice, first to be counted and then to be filled in. Needs numba.

    Args:
        count: Vertices.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        # Threads that count have sizes of their own.
        self._sizes = [np.zeros(count + 1, dtype=np.int64)]
        self._indptr: LongArray = self._sizes[0]
        self._indices: IntArray = np.zeros(0, dtype=np.int32)
        self._cursor: LongArray = np.zeros(0, dtype=np.int64)

    def count(self, a: Ints, b: Ints) -> None:
        """Count the ends of some ties.

        Raises:
            OptionError: When one names a vertex that does not exist.
        """
        from netreach.graph import kernels_build

        a, b = _plain(a), _plain(b)
        parts = min(compiled.threads(), _COUNTING) if len(a) >= _SHARED else 1
        while len(self._sizes) < parts:
            self._sizes.append(np.zeros(self._count + 1, dtype=np.int64))
        cuts = np.linspace(0, len(a), parts + 1).astype(np.int64).tolist()

        def counted(part: int) -> int:
            mine = slice(cuts[part], cuts[part + 1])
            return kernels_build.count_ends(a[mine], b[mine], self._count, self._sizes[part])

        if any(compiled.shared(counted, range(parts))):
            raise _outside(self._count)

    def allocate(self) -> None:
        """Make room for what was counted."""
        for sizes in self._sizes[1:]:
            self._indptr += sizes
        self._sizes = []
        np.cumsum(self._indptr, out=self._indptr)
        self._indices = np.empty(self._indptr[-1], dtype=np.int32)
        self._cursor = self._indptr[:-1].copy()

    def fill(self, a: Ints, b: Ints) -> None:
        """Write some ties into their rows."""
        from netreach.graph import kernels_build

        kernels_build.fill_rows(_plain(a), _plain(b), self._cursor, self._indices)

    def done(self) -> tuple[LongArray, IntArray]:
        """Return `indptr` and `indices`, ascending and without doubles."""
        from netreach.graph import kernels_build

        self._cursor = np.zeros(0, dtype=np.int64)
        indptr, parts = compiled.frozen(self._indptr), compiled.threads()
        shares = np.linspace(0, len(self._indices), parts + 1)
        cuts = np.searchsorted(indptr, shares, side="right") - 1

        def ordered(part: int) -> None:
            kernels_build.sort_rows(indptr, self._indices, int(cuts[part]), int(cuts[part + 1]))

        compiled.shared(ordered, range(parts))
        left = int(kernels_build.without_doubles(self._indptr, self._indices))
        # Where little is dropped, its room is not worth a copy of all the others.
        rows = self._indices[:left]
        return self._indptr, rows if left >= _KEPT * len(self._indices) else rows.copy()


def _plain(ends: Ints) -> Ints:
    """The ends as kernels take them: int32 and int64 as they are, others as int64."""
    return compiled.frozen(ends if ends.dtype in (np.int32, np.int64) else ends.astype(np.int64))


def _sorted_by_numpy(lo: IntArray, hi: IntArray, count: int) -> tuple[LongArray, IntArray]:
    back = np.argsort(hi, kind="stable")
    # A row holds first those before its vertex, in the order of lo, and then those after it.
    row = np.concatenate((hi[back], lo))
    order = np.argsort(row, kind="stable")
    indptr = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(row, minlength=count), out=indptr[1:])
    return indptr, np.concatenate((lo[back], hi))[order].astype(np.int32, copy=False)


def _outside(count: int) -> OptionError:
    return OptionError(f"A tie names a vertex outside 0 to {count - 1:,}.")
