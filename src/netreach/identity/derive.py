"""The derive step: `version = f(sources, decisions, rules)`, a pure function over columns.

Sources are read in the order of their ids, so the order of imports cannot matter; whatever is the same in two
sources is one thing in the version. Nothing here loops over people or ties; the loops are over sources.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pyarrow as pa

from netreach import compiled
from netreach import keys as keying
from netreach.arrow import compute as pc
from netreach.arrow import whole
from netreach.graph.arrays import GraphArrays
from netreach.graph.building import sorted_unique
from netreach.identity import fields
from netreach.identity.choices import shown
from netreach.identity.clusters import Clusters, cluster
from netreach.identity.evidence import (
    NO_DATE,
    GivenTies,
    Observed,
    days,
    evidence_table,
    given_table,
    tie_arrays,
    tie_codes,
    uniform,
)
from netreach.identity.history import Claims, careers, with_earlier_claims
from netreach.identity.said import Said
from netreach.kinds import KINDS, KindTable
from netreach.store import schema
from netreach.store.decisions import hidden_keys, in_force, kinds_in_force
from netreach.store.source import Source
from netreach.store.tables import MemoryTables, Meta
from netreach.text import company_key

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import BoolArray, IntArray, Ints, LongArray
    from netreach.store.decisions import Decision
    from netreach.store.tables import SourceInfo

COMPILED_FROM = 500_000
"""Keys from which on hashing them in a compiled loop pays for loading numba."""

_LOADED_FROM = 20_000
"""The same where numba is there already: the loop itself takes some milliseconds to load."""

RULES = 5
"""Number of the derivation rules: a change that alters a version's content raises it."""


def version_id(source_ids: Sequence[str], decisions: Sequence[Decision]) -> str:
    """Return the id of the version that these sources and decisions give."""
    # The log of letters changes nothing that is derived.
    said = [decision.to_dict() for decision in decisions if decision.kind != "letter"]
    # What evidence is worth is asked for at every question; what makes a tie is part of the version.
    kinds = [(kind.name, kind.makes_tie, kind.counted, kind.interaction) for kind in KINDS]
    text = json.dumps([RULES, kinds, sorted(source_ids), said], sort_keys=True)
    return "v" + hashlib.sha256(text.encode()).hexdigest()[:16]


def derive(
    sources: Sequence[Source],
    decisions: Sequence[Decision] = (),
    *,
    progress: Callable[[str, int], None] | None = None,
) -> MemoryTables:
    """Derive the version of a network.

    Args:
        sources: All sources, in any order.
        decisions: All decisions, in the order in which they were made.
        progress: Called with `"people"`, then `"ties"`, and how many records each of these stages goes through.
    """
    tell = progress or (lambda stage, records: None)
    sources = sorted(sources, key=lambda source: source.info.id)
    claims = _Claims(sources)
    tell("people", claims.count)
    people = _identify(claims, decisions)
    sources = _as_of_shown(sources, claims, people)
    claims.date(sources)
    kinds = kinds_in_force(decisions)
    people = _hubs_first(people, claims, sources, kinds)
    owners = _owners(sources, claims, people)
    newer = _newer(sources, owners)
    superseded, drop = _superseded(sources, newer, claims, people)

    order = _best_first(claims, people, owners)
    table = _people_table(claims, people, order)
    vertices = [people.vertex[claims.rows(number)] for number in range(len(sources))]
    histories = careers(sources, vertices, newer)
    table = _completed(table, histories, sources)
    said = Claims(table=claims.table, vertex=people.vertex, day=claims.day, order=order, count=people.count)
    histories = with_earlier_claims(histories, said)

    tell("ties", sum(len(source.tables[name]) for source in sources for name in ("evidence", "ties")))
    given, observed = GivenTies(people.count), Observed(people.count)
    for number, source in enumerate(sources):
        vertex = people.vertex[claims.rows(number)]
        observed.add(source.tables["evidence"], vertex, number, drop[number])
        rows = source.tables["ties"]
        if len(rows):
            strength = pc.fill_null(rows.column("strength"), np.nan).to_numpy().astype(np.float32, copy=False)
            a, b = (vertex[rows.column(name).to_numpy()] for name in ("a", "b"))
            since = days(rows.column("since"))
            if source.info.declares:
                keep = _still_said(number, b, strength, sources, newer, claims, people)
                a, b, strength, since = a[keep], b[keep], strength[keep], since[keep]
            given.add(a, b, strength, since, number)
    _declared(given, people, decisions)
    evidence = observed.columns()
    stated = given.united()
    ties = tie_arrays(stated, observed.making_ties(evidence, kinds), people.count)
    graph = stated.graph
    if graph is None or ties.lo is not stated.lo:
        graph = GraphArrays.from_sorted(ties.lo, ties.hi, people.count)
    # Codes take as much memory as the ties: only where there is something to look up.
    wanted = len(evidence["lo"]) or stated.best is not None
    codes = tie_codes(ties.lo, ties.hi, people.count) if wanted else np.zeros(0, dtype=np.int64)
    mentioned, shared = _joined(claims, people, owners)
    infos, follows = shown(sources, decisions, owners)
    meta = Meta(
        version=version_id([source.info.id for source in sources], decisions),
        count=people.count,
        ties=len(ties.lo),
        as_of=_newest(sources),
        sources=infos,
        owners=tuple(int(owner) for owner in owners),
        superseded=superseded,
        replaced=_replaced(sources, drop),
        conflicts=tuple(people.contested),
        hidden=people.hidden,
        mentioned=mentioned,
        shared_people=shared,
        sharing_from=follows,
        kinds=kinds,
    )
    return MemoryTables(
        meta=meta,
        tables={
            "people": table,
            "histories": histories,
            "identity": people.identity,
            "evidence": evidence_table(evidence, codes, people.count),
            "given": given_table(stated, codes, people.count),
        },
        arrays={
            "indptr": graph.indptr,
            "indices": graph.indices,
            "complete": _complete(sources, claims, people, owners),
            "id_order": people.id_order,
            "tie_given": uniform(ties.given),
            "tie_since": uniform(ties.since),
            "tie_source": uniform(ties.source),
        },
    )


class _Claims:
    """The people of all sources, one after the other."""

    def __init__(self, sources: Sequence[Source]) -> None:
        tables = [source.tables["people"] for source in sources]
        self.offsets = np.concatenate(([0], np.cumsum([len(table) for table in tables]))).astype(np.int64)
        self.table = pa.concat_tables(tables) if tables else schema.empty(schema.SOURCE["people"])
        self.count = len(self.table)
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
        return slice(int(self.offsets[source]), int(self.offsets[source + 1]))

    def column(self, name: str) -> pa.Array:
        return whole(self.table.column(name))


@attrs.frozen(kw_only=True, eq=False)
class _People:
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


def _identify(claims: _Claims, decisions: Sequence[Decision]) -> _People:
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
    ids, by_id = _ids(keys.take(pa.array(main[shown])))
    vertex_of_label = np.full(clusters.count, -1, dtype=np.int32)
    vertex_of_label[shown[by_id]] = np.arange(len(shown), dtype=np.int32)
    of_key = vertex_of_label[clusters.label]
    listed = np.flatnonzero(of_key >= 0)
    listed = listed[_by_group(of_key[listed], rank[listed], by_text[listed], len(shown))]
    return _People(
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


def _hubs_first(people: _People, claims: _Claims, sources: Sequence[Source], kinds: KindTable) -> _People:
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


def _ids(keys: pa.Array) -> tuple[pa.Array, LongArray]:
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


def _label_key(claims: _Claims, head: BoolArray) -> LongArray:
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


def _owners(sources: Sequence[Source], claims: _Claims, people: _People) -> IntArray:
    """The vertex of each source's owner; -1 for a data set that belongs to nobody, or a hidden owner.

    An owner is whom the source's own row with most of their keys is about: a key alone may be contested.
    """
    owners = np.full(len(sources), -1, dtype=np.int32)
    for number, source in enumerate(sources):
        keys = source.info.owner_keys
        if not keys:
            continue
        lists = whole(source.tables["people"].column("keys"))
        place = pc.index_in(pc.list_flatten(lists), value_set=pa.array(dict.fromkeys(keys), pa.string()))
        mine = np.flatnonzero(place.is_valid().to_numpy(zero_copy_only=False))
        if not len(mine):
            owners[number] = people.find(keys[0])
            continue
        row = pc.list_parent_indices(lists).to_numpy()[mine]
        rows, at, shared = np.unique(row, return_inverse=True, return_counts=True)
        safest = np.full(len(rows), len(keys))
        np.minimum.at(safest, at, place.to_numpy(zero_copy_only=False)[mine].astype(np.int64))
        best = rows[np.lexsort((rows, safest, -shared))[0]]
        owners[number] = people.vertex[claims.rows(number)][best]
    return owners


def _as_of_shown(sources: Sequence[Source], claims: _Claims, people: _People) -> list[Source]:
    """The sources with the newest day of what is left of them without the hidden and the removed."""
    if not people.hidden and not any(source.info.rewritten for source in sources):
        return list(sources)
    dated = []
    for number, source in enumerate(sources):
        shown = people.vertex[claims.rows(number)] >= 0
        newest = NO_DATE
        for name, column in (("people", "as_of"), ("evidence", "last"), ("ties", "since")):
            table = source.tables[name]
            if len(table):
                ends = (
                    [shown[table.column(end).to_numpy()] for end in ("a", "b")]
                    if name != "people"
                    else [shown]
                )
                day = days(table.column(column))[np.logical_and.reduce(ends)]
                newest = max(newest, int(day.max(initial=NO_DATE)))
        day_left = None if newest == NO_DATE else dt.date(1970, 1, 1) + dt.timedelta(days=newest)
        dated.append(Source(info=attrs.evolve(source.info, as_of=day_left), tables=source.tables))
    return dated


def _newer(sources: Sequence[Source], owners: IntArray) -> list[list[int]]:
    """For each source the newer exports of the same owner and importer: by their days, not by when they came."""
    found: list[list[int]] = [[] for _ in sources]
    for number, source in enumerate(sources):
        mine = source.info
        if owners[number] < 0 or mine.as_of is None:
            continue
        for other, newer in enumerate(sources):
            theirs = newer.info
            if (
                owners[other] == owners[number]
                and theirs.importer == mine.importer
                and theirs.as_of is not None
                and theirs.as_of > mine.as_of
            ):
                found[number].append(other)
    return found


def _superseded(
    sources: Sequence[Source], newer: Sequence[Sequence[int]], claims: _Claims, people: _People
) -> tuple[tuple[str, ...], list[BoolArray]]:
    """Which kinds of evidence of which source a newer export of the same owner and importer replaced.

    Exports of one day are parts of each other and unite. A newer complete list replaces *states*, such as
    connections, which can end. *Acts*, such as messages, stay true: older ones are replaced only by an export that
    covers them all, so that an export of the contacts alone takes no message away.
    """
    drop = [np.zeros(len(KINDS), dtype=bool) for _ in sources]
    present = [_kinds_shown(source, people.vertex[claims.rows(at)]) for at, source in enumerate(sources)]
    act = np.array([kind.counted or kind.interaction or kind.name == "invitation_note" for kind in KINDS])
    replaced = []
    for number, source in enumerate(sources):
        for other in newer[number]:
            theirs = sources[other].info
            covered = _covered(theirs.covers)
            if not _mailboxes(source.info) <= _mailboxes(theirs):
                # Another address may be another mailbox, of which this one says nothing.
                covered &= ~_covered(("mail",))
            drop[number] |= covered
            if theirs.complete_list:
                drop[number][present[other]] |= ~act[present[other]]
        if drop[number][present[number]].any():
            replaced.append(source.info.id)
    return tuple(replaced), drop


def _still_said(
    number: int,
    about: IntArray,
    strength: npt.NDArray[np.float32],
    sources: Sequence[Source],
    newer: Sequence[Sequence[int]],
    claims: _Claims,
    people: _People,
) -> BoolArray:
    """Which answers hold: those that say yes, and that no newer one of the same owner gives anew."""
    keep: BoolArray = strength > 0
    for other in newer[number]:
        vertex = people.vertex[claims.rows(other)]
        keep &= ~np.isin(about, vertex[sources[other].tables["ties"].column("b").to_numpy()])
    return keep


def _kinds_shown(source: Source, vertex: IntArray) -> LongArray:
    """The kinds of evidence that a source has about people who are not hidden."""
    evidence = source.tables["evidence"]
    a, b = (vertex[evidence.column(name).to_numpy()] for name in ("a", "b"))
    return np.unique(evidence.column("kind").to_numpy()[(a >= 0) & (b >= 0)]).astype(np.int64)


def _mailboxes(info: SourceInfo) -> frozenset[str]:
    return frozenset(key for key in info.owner_keys if key.startswith("email:"))


def _replaced(sources: Sequence[Source], drop: Sequence[BoolArray]) -> dict[str, tuple[str, ...]]:
    """The kinds of evidence of each source that newer exports replaced."""
    return {
        source.info.id: tuple(kind.name for kind, gone in zip(KINDS, gone_of, strict=True) if gone)
        for source, gone_of in zip(sources, drop, strict=True)
        if gone_of.any()
    }


def _covered(covers: Sequence[str]) -> BoolArray:
    # Messages in groups stand in the same files as those between two, and so does mail.
    along = {"group_message": "message", "group_mail": "mail", "co_recipient": "mail"}
    return np.array([along.get(kind.name, kind.name) in covers for kind in KINDS])


def _best_first(claims: _Claims, people: _People, owners: IntArray) -> LongArray:
    """The claims about somebody, grouped by person: the newest first, of one day a person's own first."""
    own = np.zeros(claims.count, dtype=bool)
    for number, owner in enumerate(owners.tolist()):
        rows = claims.rows(number)
        own[rows] = people.vertex[rows] == owner
    about = np.flatnonzero(people.vertex >= 0)
    return about[np.lexsort((about, ~own[about], -claims.day[about], people.vertex[about]))]


def _people_table(claims: _Claims, people: _People, order: LongArray) -> pa.Table:
    columns: dict[str, pa.Array] = {"id": people.ids}
    for name in schema.TEXT_FIELDS:
        values = fields.full_names(claims.table) if name == "name" else claims.column(name)
        columns[name] = fields.newest(values, people.vertex, order, people.count)
    columns["name"] = fields.filled(columns["name"], fields.name_from_key(people.main_keys))
    for name in schema.LIST_FIELDS:
        columns[name] = fields.united(claims.column(name), people.vertex, order, people.count)
    return pa.table(columns, schema=schema.VERSION["people"])


def _completed(table: pa.Table, histories: pa.Table, sources: Sequence[Source]) -> pa.Table:
    """Fill gaps: company and title from the current job, sector and place from the tables of companies."""
    count = len(table)
    jobs = histories.filter(histories.column("current"))
    if len(jobs) and table.column("company").null_count:
        person = jobs.column("person").to_numpy()
        start = days(jobs.column("start"))
        order = np.lexsort((np.arange(len(jobs)), -start.astype(np.int64), person))
        for name, column in (("company", "organisation"), ("title", "title")):
            latest = fields.newest(whole(jobs.column(column)), person, order, count)
            table = _fill(table, name, latest)
    companies = [source.tables["companies"] for source in sources if len(source.tables["companies"])]
    if not companies:
        return table
    known = pa.concat_tables(companies)
    keyed: dict[str, int] = {}
    for row, name in enumerate(known.column("company").to_pylist()):
        keyed.setdefault(company_key(name), row)
    encoded = whole(table.column("company")).dictionary_encode()
    rows = pa.array([keyed.get(company_key(name)) for name in encoded.dictionary.to_pylist()], pa.int64())
    row = rows.take(encoded.indices)
    for name in ("industry", "country", "location"):
        table = _fill(table, name, whole(known.column(name)).take(row))
    return table


def _fill(table: pa.Table, name: str, values: pa.Array) -> pa.Table:
    filled = fields.filled(whole(table.column(name)), values)
    return table.set_column(table.column_names.index(name), name, filled)


def _declared(given: GivenTies, people: _People, decisions: Sequence[Decision]) -> None:
    """Take in what the user declared: of each pair the last word."""
    said = [decision for decision in decisions if decision.kind == "declare"]
    if not said:
        return
    named = pa.array([key for decision in said for key in decision.keys[:2]], pa.string())
    found = pc.fill_null(pc.index_in(named, value_set=people.code), -1).to_numpy()
    ends = np.where(found >= 0, people.of_key[found] if len(people.of_key) else -1, -1).reshape(-1, 2)
    last = {(min(pair), max(pair)): number for number, pair in enumerate(ends.tolist())}
    kept = np.array(sorted(last.values()), dtype=np.int64)
    p = [math.nan if (stated := said[row].strength) is None else stated for row in kept.tolist()]
    since = [said[row].since for row in kept.tolist()]
    day = [(one - dt.date(1970, 1, 1)).days if one else NO_DATE for one in since]
    a, b = (ends[kept, side].astype(np.int32) for side in (0, 1))
    given.add(a, b, np.array(p, dtype=np.float32), np.array(day, dtype=np.int32), -1)


def _complete(sources: Sequence[Source], claims: _Claims, people: _People, owners: IntArray) -> BoolArray:
    complete = np.zeros(people.count, dtype=bool)
    for number, source in enumerate(sources):
        if not source.info.complete_list:
            continue
        if source.info.owner_keys:
            complete[owners[number : number + 1][owners[number : number + 1] >= 0]] = True
        else:
            vertex = people.vertex[claims.rows(number)]
            complete[vertex[vertex >= 0]] = True
    return complete


def _joined(claims: _Claims, people: _People, owners: IntArray) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """How the sources hang together: who mentions the owner of each, and how many people it shares."""
    sizes = np.diff(claims.offsets)
    source = np.repeat(np.arange(len(sizes)), sizes)
    about = people.vertex >= 0
    pairs = sorted_unique(people.vertex[about].astype(np.int64) * max(len(sizes), 1) + source[about])
    vertex, number = np.divmod(pairs, max(len(sizes), 1))
    sources_of = np.bincount(vertex, minlength=people.count)
    in_several = np.bincount(number[sources_of[vertex] > 1], minlength=len(sizes))
    mentioned = [int(sources_of[owner]) - 1 if owner >= 0 else 0 for owner in owners.tolist()]
    return tuple(mentioned), tuple(in_several.tolist())


def _newest(sources: Sequence[Source]) -> dt.date | None:
    return max((source.info.as_of for source in sources if source.info.as_of), default=None)
