"""Compiled hashing of many keys for their public ids; imported only where numba is installed.

BLAKE2b as RFC 7693 describes it, for digests of ten bytes without a key: what `netreach.keys.id_digest` returns, for
all keys in one call. Letting Python's `hashlib` make them one by one takes ten times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from netreach.compiled import kernel

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import IntArray

_DIGEST = 10
_FIRST = np.array(
    [
        *(0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1),
        *(0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179),
    ],
    dtype=np.uint64,
)
"""The initialisation vector, section 2.6."""

_WORDS = np.array(
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
        [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
        [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
        [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
        [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
        [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
        [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
        [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
        [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    ],
    dtype=np.int64,
)
"""In which order each round takes the words of a block, section 2.7."""

_MIXED = np.array(
    [
        *([0, 4, 8, 12], [1, 5, 9, 13], [2, 6, 10, 14], [3, 7, 11, 15]),
        *([0, 5, 10, 15], [1, 6, 11, 12], [2, 7, 8, 13], [3, 4, 9, 14]),
    ],
    dtype=np.int64,
)
"""Which words of the state are mixed with each other in a round, section 3.2."""


@kernel
def digests(data: npt.NDArray[np.uint8], offsets: IntArray, result: npt.NDArray[np.uint8]) -> None:
    """Write the digest of each text into its row of `result`, `[texts, 10]`.

    Text i is `data[offsets[i] : offsets[i + 1]]`.
    """
    one = np.uint64(1)
    state = np.empty(8, dtype=np.uint64)
    mixed = np.empty(16, dtype=np.uint64)
    block = np.empty(16, dtype=np.uint64)
    for text in range(len(offsets) - 1):
        begin, end = offsets[text], offsets[text + 1]
        state[:] = _FIRST
        # Parameters, section 2.5: one leaf, one level, ten bytes.
        state[0] ^= np.uint64(0x01010000 + _DIGEST)
        place = begin
        last = False
        while not last:
            stop = min(place + 128, end)
            last = stop == end
            block[:] = 0
            for at in range(place, stop):
                byte = at - place
                block[byte >> 3] |= np.uint64(data[at]) << np.uint64(8 * (byte & 7))
            place = stop
            mixed[:8] = state
            mixed[8:] = _FIRST
            mixed[12] ^= np.uint64(place - begin)
            if last:
                mixed[14] = ~mixed[14]
            for turn in range(12):
                for number in range(8):
                    i, j, k, m = _MIXED[number]
                    a, b, c, d = mixed[i], mixed[j], mixed[k], mixed[m]
                    a = a + b + block[_WORDS[turn, 2 * number]]
                    d ^= a
                    d = (d >> np.uint64(32)) | (d << np.uint64(32))
                    c = c + d
                    b ^= c
                    b = (b >> np.uint64(24)) | (b << np.uint64(40))
                    a = a + b + block[_WORDS[turn, 2 * number + 1]]
                    d ^= a
                    d = (d >> np.uint64(16)) | (d << np.uint64(48))
                    c = c + d
                    b ^= c
                    b = (b >> np.uint64(63)) | (b << one)
                    mixed[i], mixed[j], mixed[k], mixed[m] = a, b, c, d
            for number in range(8):
                state[number] ^= mixed[number] ^ mixed[number + 8]
        for byte in range(_DIGEST):
            result[text, byte] = np.uint8((state[byte >> 3] >> np.uint64(8 * (byte & 7))) & np.uint64(255))
