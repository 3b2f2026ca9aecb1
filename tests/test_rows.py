"""Some rows of a mapped column are read without the others."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreach.graph import GraphArrays, building
from netreach.store.rows import taken

_TEXT = st.none() | st.text(max_size=5)
_COLUMNS = st.one_of(
    st.lists(_TEXT, min_size=1, max_size=20).map(lambda rows: pa.array(rows, pa.string())),
    st.lists(st.none() | st.lists(_TEXT, max_size=3), min_size=1, max_size=20).map(
        lambda rows: pa.array(rows, pa.list_(pa.string()))
    ),
    st.lists(st.none() | st.integers(-9, 9), min_size=1, max_size=20).map(
        lambda rows: pa.array(rows, pa.int32())
    ),
    st.lists(st.none() | st.booleans(), min_size=1, max_size=20).map(lambda rows: pa.array(rows, pa.bool_())),
)


@given(_COLUMNS, st.data())
def test_some_rows_are_those_that_arrow_takes(column: pa.Array, data: st.DataObject) -> None:
    """Rows of texts, lists and numbers, in any order and repeated, also of a part of a column."""
    begin = data.draw(st.integers(0, len(column) - 1))
    part = column.slice(begin)
    rows = data.draw(st.lists(st.integers(0, len(part) - 1), max_size=30))
    nothing = pa.nulls(len(part), pa.string())
    found = taken({"a": part, "none": nothing, "b": part}, np.array(rows, dtype=np.int64))
    assert found.schema.types == [column.type, pa.string(), column.type]
    expected = [part[row].as_py() for row in rows]
    assert found.to_pydict() == {"a": expected, "none": [None] * len(rows), "b": expected}


@pytest.mark.parametrize("wrong", [-1, 3, 1_000_000])
def test_rows_that_point_outside_are_damage(wrong: int) -> None:
    """Only the rows in question are looked at, and they are never followed to where nothing is."""
    offsets = np.array([0, 1, wrong, 2, 2], dtype=np.int32)
    texts = pa.Array.from_buffers(pa.string(), 4, [None, pa.py_buffer(offsets), pa.py_buffer(b"ab")])
    assert taken({"a": texts}, np.array([0, 3])).to_pydict() == {"a": ["a", ""]}
    for row in (1, 2):
        with pytest.raises(pa.ArrowInvalid, match="outside"):
            taken({"a": texts}, np.array([row]))
    broken = pa.Array.from_buffers(
        pa.string(), 1, [None, pa.py_buffer(np.array([0, 1], np.int32)), pa.py_buffer(b"\xff")]
    )
    with pytest.raises(pa.ArrowInvalid, match="UTF8"):
        taken({"a": broken}, np.array([0]))


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=40), st.integers(1, 9))
def test_earlier_and_later_neighbours(pairs: list[tuple[int, int]], entries: int) -> None:
    """Ties are numbered by their lower end, however many rows are looked at in one go."""
    ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    graph = GraphArrays.from_ties(ends[:, 0], ends[:, 1], 13)
    lower = [lo for lo, hi in sorted({(min(pair), max(pair)) for pair in pairs}) if lo != hi]
    expected = [sum(lo < vertex for lo in lower) for vertex in range(14)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "_ENTRIES", entries)
        patch.setattr("netreach.compiled.loaded", lambda: False)
        assert building.first_ties(graph.indptr, graph.indices).tolist() == expected
