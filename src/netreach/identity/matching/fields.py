"""The columns by which pairs are weighed, as numbers of values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.kinds import CODES
from netreach.text import company_key, words

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import BoolArray, IntArray, LongArray
    from netreach.snapshot import Snapshot


@attrs.frozen(kw_only=True, eq=False)
class Value:
    """A field of which everybody has at most one value.

    Attributes:
        code: int32 `[n]`: number of the value, -1 where unknown.
        count: int64 `[v]`: people who have each value.
        labels: The values, as they are compared.
    """

    code: IntArray
    count: LongArray
    labels: tuple[str, ...]


@attrs.frozen(kw_only=True, eq=False)
class Fields:
    """What is compared beside the name.

    Attributes:
        company, title, location: Folded texts of the table of people.
        handle: The part of an address before the @.
        has_profile: `[n]`: whether a profile is known.
        owns: `[n]`: whether an export of their own is in the network.
        lists: `[n, bytes]`: bit by bit, in whose lists of contacts, and in which tables, somebody stands.
    """

    company: Value
    title: Value
    location: Value
    handle: Value
    has_profile: BoolArray
    owns: BoolArray
    lists: npt.NDArray[np.uint8]


def read_fields(snapshot: Snapshot) -> Fields:
    """Return what is compared beside the name."""
    owns = np.zeros(snapshot.count, dtype=bool)
    owns[[owner for owner in snapshot.meta.owners if owner >= 0]] = True
    identity = snapshot.identity()
    return Fields(
        company=_value(snapshot.column("company"), company_key),
        title=_value(snapshot.column("title"), lambda text: " ".join(words(text))),
        location=_value(snapshot.column("location"), lambda text: " ".join(words(text.partition(",")[0]))),
        handle=_handles(snapshot, *identity),
        has_profile=_having(snapshot, *identity, "linkedin:"),
        owns=owns,
        lists=_lists(snapshot, *identity),
    )


def _value(column: pa.Array, fold: Callable[[str], str]) -> Value:
    encoded = column.dictionary_encode()
    number: dict[str, int] = {}
    folded = [fold(text) for text in encoded.dictionary.to_pylist()]
    of_text = np.array(
        [number.setdefault(text, len(number)) if text else -1 for text in folded] + [-1], dtype=np.int32
    )
    code = of_text[encoded.indices.fill_null(len(folded)).to_numpy()]
    return Value(
        code=code,
        count=np.bincount(code[code >= 0], minlength=len(number)).astype(np.int64),
        labels=tuple(number),
    )


def _rows(keys: pa.Array, kind: str) -> npt.NDArray[np.int64]:
    found: npt.NDArray[np.int64] = pc.indices_nonzero(pc.starts_with(keys, kind)).to_numpy().astype(np.int64)
    return found


def _having(snapshot: Snapshot, keys: pa.Array, vertices: IntArray, kind: str) -> BoolArray:
    having = np.zeros(snapshot.count, dtype=bool)
    having[vertices[_rows(keys, kind)]] = True
    return having


def _handles(snapshot: Snapshot, keys: pa.Array, vertices: IntArray) -> Value:
    rows = _rows(keys, "email:")
    local = pc.replace_substring_regex(
        keys.take(pa.array(rows)), pattern=r"^email:|@.*$", replacement=""
    ).to_pylist()
    texts: list[str | None] = [None] * snapshot.count
    for vertex, text in zip(vertices[rows].tolist(), local, strict=True):
        # A first name before the @ is shared by many; two words, or one with figures, are somebody's own.
        if len(words(text)) > 1 or not text.isalpha():
            texts[vertex] = texts[vertex] or text
    return _value(pa.array(texts, pa.string()), lambda text: " ".join(words(text)))


def _lists(snapshot: Snapshot, keys: pa.Array, vertices: IntArray) -> npt.NDArray[np.uint8]:
    """Bit by bit, in which lists everybody stands: an owner's connections, the rows of one table."""
    evidence = snapshot.evidence()
    members: list[npt.NDArray[np.int64]] = []
    listed = np.flatnonzero(evidence.kind == CODES["connection"])
    source = evidence.source[listed]
    for number, owner in enumerate(snapshot.meta.owners):
        if owner < 0:
            continue
        rows = listed[source == number]
        ends = np.concatenate((evidence.lo[rows], evidence.hi[rows])).astype(np.int64)
        members.append(ends[ends != owner])
    rows = _rows(keys, "id:")
    table = pc.replace_substring_regex(
        keys.take(pa.array(rows)), pattern=r"^id:([^/]*)/.*$", replacement=r"\1"
    )
    encoded = table.dictionary_encode()
    spaces = encoded.indices.to_numpy()
    for number in range(len(encoded.dictionary)):
        members.append(vertices[rows[spaces == number]].astype(np.int64))
    return _bits(members, snapshot.count)


def _bits(members: Iterable[npt.NDArray[np.int64]], count: int) -> npt.NDArray[np.uint8]:
    members = list(members)
    bits = np.zeros((count, max(1, -(-len(members) // 8))), dtype=np.uint8)
    for number, people in enumerate(members):
        bits[people, number // 8] |= np.uint8(1 << number % 8)
    return bits
