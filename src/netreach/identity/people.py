"""Who is who: the people of all sources become professionals, hubs first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pyarrow as pa

from netreach import keys as keying
from netreach.arrow import compute as pc
from netreach.arrow import whole
from netreach.identity.clusters import Clusters, cluster
from netreach.identity.evidence import (
    NO_DATE,
    days,
)
from netreach.identity.ids import ids_of
from netreach.identity.said import Said
from netreach.kinds import KindTable
from netreach.store import schema
from netreach.store.decisions import hidden_keys, in_force
from netreach.store.source import Source

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, IntArray, Ints, LongArray
    from netreach.store.decisions import Decision


class AllClaims:
    """The people of all sources, one after the other."""

    def __init__(self, sources: Sequence[Source]) -> None:
        tables = [source.tables["people"] for source in sources]
        self.offsets: LongArray = np.concatenate(([0], np.cumsum([len(table) for table in tables]))).astype(
            np.int64
        )
        self.table: pa.Table = pa.concat_tables(tables) if tables else schema.empty(schema.SOURCE["people"])
        self.count: int = len(self.table)
        lists = self.column("keys")
        self.key_claim: LongArray = pc.list_parent_indices(lists).to_numpy().astype(np.int64)
        encoded = pc.list_flatten(lists).dictionary_encode()
        self.key_code: LongArray = encoded.indices.to_numpy().astype(np.int64)
        self.keys: pa.Array = encoded.dictionary
        self.day: LongArray = np.zeros(self.count, dtype=np.int64)

    def date(self, sources: Sequence[Source]) -> None:
        """Give each claim its day, that of its source where it states none."""
        of_source = np.array(
            [(source.info.as_of or dt.date.min).toordinal() for source in sources], dtype=np.int64
        )
        own = days(self.table.column("as_of")).astype(np.int64)
        # Ordinals count from year 1, the stored days from 1970.
        stated = own + dt.date(1970, 1, 1).toordinal()
        self.day = np.where(own == NO_DATE, np.repeat(of_source, np.diff(self.offsets)), stated)

    def rows(self, source: int) -> slice:
        """The claims of a source."""
        return slice(int(self.offsets[source]), int(self.offsets[source + 1]))

    def column(self, name: str) -> pa.Array:
        """A column of all claims."""
        return whole(self.table.column(name))


@attrs.frozen(kw_only=True, eq=False)
class People:
    """Who is who.

    Attributes:
        count: Professionals that are not hidden.
        vertex: `[claims]`: whom each claim is about, -1 for the hidden.
        ids: Public id of each professional.
        id_order: The professionals in the order of their ids.
        main_keys: The safest key of each.
        identity: Table of all keys with their vertices, sorted by vertex.
        contested: Keys that several profiles carry.
        hidden: How many professionals are hidden.
        of_key: Vertex of each key code, -1 for the hidden.
        code: Code of each key.
    """

    count: int
    vertex: IntArray
    ids: pa.Array
    id_order: IntArray
    main_keys: pa.Array
    identity: pa.Table
    contested: list[str]
    hidden: int
    of_key: IntArray
    code: pa.Array

    def find(self, key: str) -> int:
        """The vertex of a key, -1 where there is none or it is hidden."""
        position = pc.index(self.code, key).as_py()
        return int(self.of_key[position]) if position >= 0 else -1


def identify(claims: AllClaims, decisions: Sequence[Decision]) -> People:
    """Find out which claims are about the same person, by their keys and by what was decided."""
    keys = claims.keys
    rank = np.full(len(keys), len(keying.SAFE_ORDER), dtype=np.int64)
    for number, kind in enumerate(keying.SAFE_ORDER):
        rank[pc.starts_with(keys, f"{kind}:").to_numpy(zero_copy_only=False)] = number
    said = _said(keys, decisions)
    by_text = np.arange(len(keys))
    if said or len(claims.key_claim) > len(keys) or claims.count < len(keys):
        # Only of several keys of one person, and for what was decided, does the order of the keys matter.
        by_text[pc.array_sort_indices(keys).to_numpy()] = np.arange(len(keys))
    clusters = cluster(claims.key_claim, claims.key_code, rank == 0, said, by_text)
    head = np.ones(len(claims.key_claim), dtype=bool)
    head[1:] = claims.key_claim[1:] != claims.key_claim[:-1]
    about = _label_key(claims, head)
    hidden = _hidden(keys, clusters, decisions)
    count_hidden = int((hidden & clusters.exists).sum())
    gone: BoolArray = hidden[clusters.label[about]]
    if gone.any():
        # What the hidden say must not count either: an address that they share with one other is that other's.
        rows = ~gone[claims.key_claim]
        clusters = cluster(claims.key_claim[rows], claims.key_code[rows], rank == 0, said, by_text)
    order = _by_group(clusters.label, rank, by_text, clusters.count)
    first = np.ones(len(order), dtype=bool)
    first[1:] = clusters.label[order][1:] != clusters.label[order][:-1]
    main = order[first]
    shown = np.flatnonzero(clusters.exists)
    ids, by_id = ids_of(keys.take(pa.array(main[shown])))
    vertex_of_label = np.full(clusters.count, -1, dtype=np.int32)
    vertex_of_label[shown[by_id]] = np.arange(len(shown), dtype=np.int32)
    of_key = vertex_of_label[clusters.label]
    listed = np.flatnonzero(of_key >= 0)
    listed = listed[_by_group(of_key[listed], rank[listed], by_text[listed], len(shown))]
    return People(
        count=len(shown),
        vertex=np.where(gone, np.int32(-1), of_key[about]),
        ids=ids.take(pa.array(by_id)),
        id_order=np.arange(len(shown), dtype=np.int32),
        main_keys=keys.take(pa.array(main[shown[by_id]])),
        identity=pa.table(
            [keys.take(pa.array(listed)), pa.array(of_key[listed])], schema=schema.VERSION["identity"]
        ),
        contested=sorted(keys.take(pa.array(clusters.contested)).to_pylist()),
        hidden=count_hidden,
        of_key=of_key,
        code=keys,
    )


def hubs_first(people: People, claims: AllClaims, sources: Sequence[Source], kinds: KindTable) -> People:
    """Number professionals anew: who has most rows of ties and evidence first, of equal ones by id.

    The rows of hubs are read by nearly every question. Lying together, and named by small numbers, they and what is
    noted about them stay in the near caches. The order is never seen in an answer.
    """
    rows = np.zeros(people.count, dtype=np.int64)
    makes_tie = np.array([rule != "never" for rule in kinds.tie_rules])
    for number, source in enumerate(sources):
        vertex = people.vertex[claims.rows(number)]
        evidence, ties = source.tables["evidence"], source.tables["ties"]
        told = makes_tie[evidence.column("kind").to_numpy()]
        for table, which in ((evidence, told), (ties, slice(None))):
            a, b = (vertex[table.column(name).to_numpy()[which]] for name in ("a", "b"))
            # What is hidden must leave no trace, not even in the order.
            shown = (a >= 0) & (b >= 0)
            if not shown.all():
                a, b = a[shown], b[shown]
            for ends in (a, b):
                rows += np.bincount(ends, minlength=people.count)
    order = np.argsort(-rows, kind="stable")
    place = np.empty(people.count + 1, dtype=np.int32)
    place[order] = np.arange(people.count, dtype=np.int32)
    # The hidden are -1, and stay it.
    place[-1] = -1
    owner = place[people.identity.column("vertex").to_numpy()]
    by_vertex = np.argsort(owner, kind="stable")
    keys = whole(people.identity.column("key")).take(pa.array(by_vertex))
    taken = pa.array(order)
    return attrs.evolve(
        people,
        vertex=place[people.vertex],
        of_key=place[people.of_key],
        ids=people.ids.take(taken),
        # So far they were numbered in that order.
        id_order=place[:-1],
        main_keys=people.main_keys.take(taken),
        identity=pa.table([keys, pa.array(owner[by_vertex])], schema=schema.VERSION["identity"]),
    )


def _by_group(group: Ints, rank: LongArray, by_text: LongArray, count: int) -> LongArray:
    """The order of keys by group, within one by rank and text; `count` groups, each with a key."""
    if len(group) == count:
        # Nobody has two: a group is a place.
        order = np.empty(count, dtype=np.int64)
        order[group] = np.arange(count)
        return order
    return np.lexsort((by_text, rank, group))


def _label_key(claims: AllClaims, head: BoolArray) -> LongArray:
    """The key that says whom each claim is about: its profile where it has one, else its first key."""
    chosen: LongArray = claims.key_code[np.flatnonzero(head)].copy()
    profile = pc.starts_with(claims.keys, f"{keying.SAFE_ORDER[0]}:").to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(profile[claims.key_code])[::-1]
    chosen[claims.key_claim[rows]] = claims.key_code[rows]
    return chosen


def _said(keys: pa.Array, decisions: Sequence[Decision]) -> list[Said]:
    """The decisions about who is who, as numbers of the keys that are there."""
    standing = in_force(decisions)
    if not standing:
        return []
    named = list(dict.fromkeys(key for decision in standing for key in (*decision.keys, *decision.others)))
    found = pc.index_in(pa.array(named, pa.string()), value_set=keys).to_pylist()
    number = {key: at for key, at in zip(named, found, strict=True) if at is not None}
    return [
        Said(
            one=tuple(number[key] for key in decision.keys if key in number)
            if decision.kind != "distinct"
            else (),
            apart=tuple((number[a], number[b]) for a, b in decision.parted() if a in number and b in number),
        )
        for decision in standing
    ]


def _hidden(keys: pa.Array, clusters: Clusters, decisions: Sequence[Decision]) -> BoolArray:
    hidden = np.zeros(clusters.count, dtype=bool)
    said = hidden_keys(decisions)
    if not said:
        return hidden
    found = pc.drop_null(pc.index_in(pa.array(said, pa.string()), value_set=keys)).to_numpy()
    hidden[clusters.label[found]] = True
    return hidden
