"""What the exports of a version are to each other: whose they are, which replace which, and whom they share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs
import numpy as np
import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.arrow import whole
from netreach.graph.building import sorted_unique
from netreach.identity.evidence import (
    NO_DATE,
    days,
)
from netreach.identity.people import AllClaims, People
from netreach.kinds import KINDS
from netreach.store.source import Source

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import BoolArray, IntArray, LongArray
    from netreach.store.tables import SourceInfo


def owners_of(sources: Sequence[Source], claims: AllClaims, people: People) -> IntArray:
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


def as_of_shown(sources: Sequence[Source], claims: AllClaims, people: People) -> list[Source]:
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


def newer_of(sources: Sequence[Source], owners: IntArray) -> list[list[int]]:
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


def superseded_by(
    sources: Sequence[Source], newer: Sequence[Sequence[int]], claims: AllClaims, people: People
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


def still_said(
    number: int,
    about: IntArray,
    strength: npt.NDArray[np.float32],
    sources: Sequence[Source],
    newer: Sequence[Sequence[int]],
    claims: AllClaims,
    people: People,
) -> BoolArray:
    """Which answers hold: those that say yes, and that no newer one of the same owner gives anew."""
    keep: BoolArray = strength > 0
    for other in newer[number]:
        vertex = people.vertex[claims.rows(other)]
        keep &= ~np.isin(about, vertex[sources[other].tables["ties"].column("b").to_numpy()])
    return keep


def replaced_kinds(sources: Sequence[Source], drop: Sequence[BoolArray]) -> dict[str, tuple[str, ...]]:
    """The kinds of evidence of each source that newer exports replaced."""
    return {
        source.info.id: tuple(kind.name for kind, gone in zip(KINDS, gone_of, strict=True) if gone)
        for source, gone_of in zip(sources, drop, strict=True)
        if gone_of.any()
    }


def complete_people(
    sources: Sequence[Source], claims: AllClaims, people: People, owners: IntArray
) -> BoolArray:
    """Bool `[n]`: whose list of contacts is all there."""
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


def joined(claims: AllClaims, people: People, owners: IntArray) -> tuple[tuple[int, ...], tuple[int, ...]]:
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


def newest_day(sources: Sequence[Source]) -> dt.date | None:
    """The newest day of all sources; `None` where none has one."""
    return max((source.info.as_of for source in sources if source.info.as_of), default=None)


def _kinds_shown(source: Source, vertex: IntArray) -> LongArray:
    """The kinds of evidence that a source has about people who are not hidden."""
    evidence = source.tables["evidence"]
    a, b = (vertex[evidence.column(name).to_numpy()] for name in ("a", "b"))
    return np.unique(evidence.column("kind").to_numpy()[(a >= 0) & (b >= 0)]).astype(np.int64)


def _mailboxes(info: SourceInfo) -> frozenset[str]:
    return frozenset(key for key in info.owner_keys if key.startswith("email:"))


def _covered(covers: Sequence[str]) -> BoolArray:
    # Messages in groups stand in the same files as those between two, and so does mail.
    along = {"group_message": "message", "group_mail": "mail", "co_recipient": "mail"}
    return np.array([along.get(kind.name, kind.name) in covers for kind in KINDS])
