"""From the rows of a list of ties to the ties: what is stated twice is one, and arrows count by a rule.

An arrow from a to b says that a names b; whether they know each other is another question. By the rule `"mutual"`,
the default, two people have a tie where arrows go both ways; by `"any"` every arrow is a tie. Rows without a
direction are ties by themselves. Of several strengths of one pair the greatest counts, and of two arrows that make a
tie together the lesser of the two directions; the earliest day counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.arrow import whole
from netreach.graph.arrays import GraphArrays
from netreach.importers.tables import cells

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, IntArray, Ints, LongArray

LOOP = "self loop"
AGAIN = "the same tie again"
ONE_WAY = "arrow one way only"
_DENSE = 4
"""Up to how many possible numbers for each row these are numbered by a table."""

_FORWARD, _BACK, _BOTH, _PLAIN = 1, 2, 3, 4


@attrs.frozen(kw_only=True, eq=False)
class Settled:
    """The ties of a list, each pair once, and where its rows went.

    Attributes:
        columns: `a`, `b` (as dictionaries), and `strength` and `since` where the rows have them.
        alone: Those of the ends who have no tie: they stand in arrows without an answer, or know only themselves.
        used: Rows that make the ties.
        left_out: Rows left out, by rule.
    """

    columns: pa.Table
    alone: pa.Array
    used: int
    left_out: dict[str, int]


def settle(rows: pa.Table, directed: BoolArray | None, rule: str) -> Settled:
    """Return the ties that rows make.

    Args:
        rows: `a`, `b`, both of one type, without nulls; `strength` and `since` where known.
        directed: `[rows]`: which of them are arrows; `None` for none.
        rule: `"mutual"` or `"any"`.

    >>> rows = pa.table({"a": [1, 2, 3, 3], "b": [2, 1, 1, 1]})
    >>> settle(rows, np.array([True, True, True, False]), "mutual").columns.to_pydict()
    {'a': [1, 1], 'b': [2, 3]}
    """
    a, b, known = _numbered(rows.column("a"), rows.column("b"))
    loops = a == b
    left_out = Counter({LOOP: int(loops.sum())})
    count = len(rows) - left_out[LOOP]
    arrows = directed is not None and rule != "any" and bool(directed.any())
    if not arrows and len(rows.column_names) == 2:
        low, high = GraphArrays.from_ties(a, b, len(known)).tie_ends()
        left_out[AGAIN] = count - len(low)
        return _settled(low, high, known, len(low), left_out)
    if left_out[LOOP]:
        a, b, rows = a[~loops], b[~loops], rows.filter(pa.array(~loops))
        directed = None if directed is None else directed[~loops]
    many = max(1, len(known))
    pair = np.minimum(a, b).astype(np.int64)
    pair *= many
    pair += np.maximum(a, b)
    bits = np.full(count, _PLAIN, dtype=np.int8)
    if arrows:
        assert directed is not None
        bits[directed] = np.where(a < b, _FORWARD, _BACK)[directed]
    order = np.argsort(pair, kind="stable")
    pair, bits = pair[order], bits[order]
    starts = np.flatnonzero(np.concatenate(([True], pair[1:] != pair[:-1]))) if count else order
    sizes = np.diff(np.append(starts, count))
    seen = np.bitwise_or.reduceat(bits, starts) if count else bits
    plain = seen >= _PLAIN
    tie = plain | (seen == _BOTH)
    used = int(np.where(plain, 1, 2)[tie].sum())
    left_out[ONE_WAY] = int(sizes[~tie].sum())
    left_out[AGAIN] = count - used - left_out[ONE_WAY]
    low, high = np.divmod(pair[starts][tie], many)
    made = _settled(low.astype(np.int32), high.astype(np.int32), known, used, left_out)
    columns = made.columns
    for name, found in _facts(rows.take(pa.array(order)), bits, starts, plain):
        columns = columns.append_column(name, found.filter(pa.array(tie)))
    return attrs.evolve(made, columns=columns)


def _numbered(a: pa.ChunkedArray, b: pa.ChunkedArray) -> tuple[Ints, Ints, pa.Array]:
    """Number the ends: codes of both columns, and the value of each code."""
    if pa.types.is_integer(a.type) and len(a):
        ends = [pc.min_max(column).as_py() for column in (a, b)]
        low, high = min(end["min"] for end in ends), max(end["max"] for end in ends)
        if high - low < _DENSE * len(a) and high < 2**63:
            # Numbers that lie close together, as row numbers do, are looked up several times as fast as hashed; and
            # part by part, so that no column is copied as a whole.
            seen = np.zeros(high - low + 1, dtype=bool)
            for chunk in (*a.chunks, *b.chunks):
                seen[_places(chunk, low)] = True
            code = np.cumsum(seen, dtype=np.int32) - np.int32(1)
            one, other = (
                np.concatenate([code[_places(chunk, low)] for chunk in column.chunks]) for column in (a, b)
            )
            return one, other, pa.array(np.flatnonzero(seen) + low)
    encoded = whole(pa.chunked_array([*a.chunks, *b.chunks], a.type).dictionary_encode())
    codes = encoded.indices.to_numpy()
    return codes[: len(a)], codes[len(a) :], encoded.dictionary


def _places(chunk: pa.Array, low: int) -> Ints:
    numbers: Ints = chunk.to_numpy()
    return numbers if not low else numbers.astype(np.int64, copy=False) - low


def _settled(
    low: IntArray, high: IntArray, known: pa.Array, used: int, left_out: Mapping[str, int]
) -> Settled:
    seen = np.zeros(len(known), dtype=bool)
    seen[low] = seen[high] = True
    return Settled(
        # Dictionaries: whoever makes keys of them need not look for the distinct values again.
        columns=pa.table(
            {
                end: pa.DictionaryArray.from_arrays(pa.array(codes), known)
                for end, codes in (("a", low), ("b", high))
            }
        ),
        alone=known.filter(pa.array(~seen)),
        used=used,
        left_out={rule: rows for rule, rows in left_out.items() if rows},
    )


def _facts(
    rows: pa.Table, bits: np.ndarray[tuple[int, ...], np.dtype[np.int8]], starts: LongArray, plain: BoolArray
) -> list[tuple[str, pa.Array]]:
    """Strength and day of each pair; rows are sorted by pair."""
    found: list[tuple[str, pa.Array]] = []
    if "strength" in rows.column_names and len(rows):
        values = pc.fill_null(rows.column("strength").cast(pa.float64()), float("nan")).to_numpy()
        parts = [
            np.fmax.reduceat(np.where(bits == bit, values, np.nan), starts)
            for bit in (_PLAIN, _FORWARD, _BACK)
        ]
        strength = np.where(plain, parts[0], np.fmin(parts[1], parts[2]))
        found.append(("strength", pa.array(strength, mask=np.isnan(strength))))
    if "since" in rows.column_names and len(rows):
        days = rows.column("since").cast(pa.int32())
        unknown = np.iinfo(np.int32).max
        first = np.minimum.reduceat(pc.fill_null(days, unknown).to_numpy(), starts)
        found.append(("since", pa.array(first, mask=first == unknown).cast(pa.date32())))
    return found


def arrows_of(values: pa.Array) -> BoolArray:
    """Tell which cells of a column of directions mean an arrow: `Directed`, `true`, `1`.

    >>> arrows_of(pa.array(["Directed", "Undirected", None, "colleague"])).tolist()
    [True, False, False, False]
    """
    words = pc.utf8_lower(pc.utf8_trim_whitespace(cells.as_text(values)))
    return cells.mask_of(pc.is_in(words, value_set=pa.array(["directed", "arc", "true", "1"])))
