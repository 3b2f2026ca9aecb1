"""What is currently known of a person: the newest claim of each field; lists are united."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.arrow import whole

if TYPE_CHECKING:
    from netreach.plugins.protocols import Ints, LongArray


def newest(values: pa.Array, vertex: Ints, order: LongArray, count: int) -> pa.Array:
    """The first known value of each person.

    Args:
        values: One value per claim, null where unknown.
        vertex: `[claims]`: the person of each claim, -1 for nobody.
        order: Claims, grouped by person, the best claim of a person first, without claims of nobody.
        count: People.
    """
    chosen = newest_claim(values, vertex, order, count)
    return values.take(pa.array(chosen, mask=chosen < 0))


def newest_claim(values: pa.Array, vertex: Ints, order: LongArray, count: int) -> LongArray:
    """The claim with the first known value of each person, -1 where there is none; arguments as for `newest`."""
    known = pc.is_valid(values).to_numpy(zero_copy_only=False)[order]
    claims = order[known]
    person = vertex[claims]
    first = np.ones(len(person), dtype=bool)
    first[1:] = person[1:] != person[:-1]
    chosen = np.full(count, -1, dtype=np.int64)
    chosen[person[first]] = claims[first]
    return chosen


def united(lists: pa.Array, vertex: Ints, order: LongArray, count: int) -> pa.Array:
    """All values of each person's claims, each once, those of the best claim first."""
    rank = np.full(len(vertex), -1, dtype=np.int64)
    rank[order] = np.arange(len(order))
    parent = pc.list_parent_indices(lists).to_numpy()
    values = pc.list_flatten(lists)
    keep = (rank[parent] >= 0) & pc.is_valid(values).to_numpy(zero_copy_only=False)
    parent, values = parent[keep], values.filter(pa.array(keep))
    sort = np.argsort(rank[parent], kind="stable")
    person = vertex[parent[sort]]
    values = values.take(pa.array(sort))
    codes = values.dictionary_encode().indices.to_numpy().astype(np.int64)
    _, first = np.unique(person * (int(codes.max(initial=0)) + 1) + codes, return_index=True)
    first.sort()
    offsets = np.zeros(count + 1, dtype=np.int32)
    np.cumsum(np.bincount(person[first], minlength=count), out=offsets[1:])
    return pa.ListArray.from_arrays(pa.array(offsets), values.take(pa.array(first)))


def filled(values: pa.Array, others: pa.Array) -> pa.Array:
    """Values, and where they are unknown the others."""
    return pc.coalesce(values, others)


def full_names(people: pa.Table) -> pa.Array:
    """The name of each claim: as given, or made of first and last name."""
    made = pc.utf8_trim_whitespace(
        pc.binary_join_element_wise(
            pc.fill_null(people.column("first_name"), ""), pc.fill_null(people.column("last_name"), ""), " "
        )
    )
    made = pc.if_else(pc.equal(made, ""), pa.scalar(None, pa.string()), made)
    return whole(pc.coalesce(people.column("name"), made))


def name_from_key(keys: pa.Array) -> pa.Array:
    """What to call somebody of whom only a key is known: the address, the slug, the id."""
    return pc.replace_substring_regex(keys, pattern=r"^(id:[^/]*/|[a-z]+:)", replacement="")
