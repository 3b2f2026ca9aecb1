"""The public ids of many people at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from netreach import compiled
from netreach import keys as keying

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import LongArray

COMPILED_FROM = 500_000
"""Keys from which on hashing them in a compiled loop pays for loading numba."""

_LOADED_FROM = 20_000
"""The same where numba is there already: the loop itself takes some milliseconds to load."""


def ids_of(keys: pa.Array) -> tuple[pa.Array, LongArray]:
    """The public ids of keys, `netreach.keys.person_id` for all of them at once, and their order."""
    if not len(keys):
        return pa.array([], pa.string()), np.zeros(0, dtype=np.int64)
    digests = _digests(keys)
    # Ten bytes are two numbers of 40 bits, each of which gives eight signs, two at a time.
    room = np.zeros((len(keys), 2, 8), dtype=np.uint8)
    room[:, :, 3:] = digests.reshape(-1, 2, 5)
    halves = room.view(">u8")[:, :, 0].astype(np.int64)
    signs = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz234567", dtype=np.uint8)
    pairs = np.stack((np.repeat(signs, 32), np.tile(signs, 32)), axis=1).view(np.uint16)[:, 0]
    found = np.stack([pairs[(halves >> shift) & 1023] for shift in (30, 20, 10, 0)], axis=2)
    text = np.full((len(keys), 17), ord("p"), dtype=np.uint8)
    text[:, 1:] = found.view(np.uint8).reshape(-1, 16)
    # Texts are in the order of their bytes, and eight bytes are a number.
    ranks = found.view(">u8")[:, :, 0].astype(np.uint64)
    order = np.argsort(ranks[:, 0])
    if (np.diff(ranks[order, 0]) == 0).any():
        order = np.lexsort((ranks[:, 1], ranks[:, 0]))
    offsets = np.arange(len(keys) + 1, dtype=np.int32) * text.shape[1]
    ids = pa.StringArray.from_buffers(len(keys), pa.py_buffer(offsets), pa.py_buffer(text))
    return ids, order


def _digests(keys: pa.Array) -> npt.NDArray[np.uint8]:
    """`netreach.keys.id_digest` of all keys, one behind the other."""
    least = _LOADED_FROM if compiled.loaded() else COMPILED_FROM
    if len(keys) < least or not compiled.available():
        return np.frombuffer(b"".join([keying.id_digest(key) for key in keys.to_pylist()]), dtype=np.uint8)
    from netreach.identity import kernels_ids

    # A column that points into the middle of its buffers is copied first.
    _, places, data = (keys if not keys.offset else pa.concat_arrays([keys])).buffers()
    result = np.empty((len(keys), 10), dtype=np.uint8)
    kernels_ids.digests(
        compiled.frozen(np.frombuffer(data, dtype=np.uint8)),
        compiled.frozen(np.frombuffer(places, dtype=np.int32)[: len(keys) + 1]),
        result,
    )
    return result.reshape(-1)
