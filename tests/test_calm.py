"""What makes imports fast must change nothing: the collector's thresholds, hashing by compiled loops, numbering."""

from __future__ import annotations

import contextlib
import gc
import importlib.util
import random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreach import compiled
from netreach.importers.calm import calm_collector
from netreach.importers.naming import nameable
from netreach.keys import id_digest, name_key
from netreach.store.builder import _counted


def test_thresholds_of_the_collector_come_back() -> None:
    """Also when imports run within each other, fail, or somebody else sets them meanwhile."""
    before = gc.get_threshold()
    try:
        with calm_collector():
            with calm_collector():
                assert gc.get_threshold() > before
            assert gc.get_threshold() > before
        assert gc.get_threshold() == before
        with contextlib.suppress(ValueError), calm_collector():
            raise ValueError("on purpose")
        assert gc.get_threshold() == before
        with calm_collector():
            gc.set_threshold(123, 4, 5)
        assert gc.get_threshold() == (123, 4, 5)
        for own in ((0, 10, 10), (10**6, 10, 10)):
            gc.set_threshold(*own)
            with calm_collector():
                assert gc.get_threshold() == own
            assert gc.get_threshold() == own
    finally:
        gc.set_threshold(*before)


@pytest.mark.skipif(importlib.util.find_spec("numba") is None, reason="needs numba")
def test_compiled_digests_are_those_of_hashlib() -> None:
    """Of texts of every length around the blocks of 128 bytes, and in every script."""
    from netreach.identity import kernels_ids

    rng = random.Random(3)
    keys = ["", *("x" * size for size in range(1, 400))]
    keys += ["".join(rng.choice("aé東🎉/:@#") for _ in range(rng.randrange(1, 300))) for _ in range(500)]
    texts = pa.array(keys)
    _, places, data = texts.buffers()
    result = np.empty((len(keys), 10), dtype=np.uint8)
    kernels_ids.digests(
        compiled.frozen(np.frombuffer(data, dtype=np.uint8)),
        compiled.frozen(np.frombuffer(places, dtype=np.int32)[: len(keys) + 1]),
        result,
    )
    assert [row.tobytes() for row in result] == [id_digest(key) for key in keys]


@given(
    st.lists(st.integers(-50, 50), max_size=60),
    st.sampled_from(["int8", "int32", "int64"]),
    st.integers(-1000, 1000),
)
def test_numbers_are_numbered_as_hashing_would(values: list[int], kind: str, shift: int) -> None:
    """Codes and distinct values are those of `dictionary_encode`, in its order, whatever the type of the numbers."""
    moved = values if kind == "int8" else [value + shift for value in values]
    column = pa.array(moved, kind)
    found = _counted(column)
    if found is None:
        assert not moved or max(moved) - min(moved) >= 4 * len(moved)
        return
    encoded = column.dictionary_encode()
    assert found[0].to_pylist() == encoded.indices.to_pylist()
    assert found[1].to_pylist() == encoded.dictionary.to_pylist()


@pytest.mark.parametrize("high", [2**63 - 1, 2**63, 2**64 - 1])
def test_the_largest_numbers_are_told_apart(high: int) -> None:
    """Numbers without a sign that no int64 holds are left to hashing."""
    column = pa.array([high, high - 1, high], pa.uint64())
    found = _counted(column)
    assert (found is None) == (high >= 2**63)
    if found is not None:
        assert found[1].cast(pa.uint64()).to_pylist() == [high, high - 1]


@given(st.text(max_size=20))
def test_nameable_is_what_can_be_a_local_key(name: str) -> None:
    """A name can tell somebody exactly when a key can be made of it."""
    try:
        made = bool(name_key("linkedin:x", name))
    except ValueError:
        made = False
    assert nameable(name) == made
