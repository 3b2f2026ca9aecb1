"""What has changed between two versions, in arrays: people are matched by key, records made for what is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import attrs
import numpy as np
import pyarrow as pa

from netreach.answers.changes import Changes, JobMove, Nearer, Shift, TieChange
from netreach.answers.listed import check_limit
from netreach.answers.rows import refs_of
from netreach.arrow import compute as pc
from netreach.arrow import positions
from netreach.identity.history import coded, spoken
from netreach.render.words import language_of
from netreach.snapshot import NO_DATE
from netreach.text import company_key

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.answers.refs import PersonRef
    from netreach.plugins.protocols import BoolArray, IntArray, LongArray
    from netreach.snapshot import Snapshot

    DistanceArray = npt.NDArray[np.int8]

_FAR: Final = 127
_LATE: Final = np.iinfo(np.int32).max


@attrs.frozen(kw_only=True, eq=False)
class Matched:
    """Who of one version is who in another.

    Attributes:
        to_new: `[n before]`: the vertex now of everybody before, -1 where they are gone.
        to_old: `[n now]`: a vertex before of everybody now, -1 where they are new.
    """

    to_new: IntArray
    to_old: IntArray


def match(before: Snapshot, after: Snapshot) -> Matched:
    """Match people by their keys, the safest key first; who was merged since is one person now."""
    keys, vertex = before.identity()
    new_keys, new_vertex = after.identity()
    row = pc.fill_null(pc.index_in(keys, value_set=new_keys), -1).to_numpy()
    found = np.flatnonzero(row >= 0)[::-1]
    to_new = np.full(before.count, -1, dtype=np.int32)
    to_old = np.full(after.count, -1, dtype=np.int32)
    # Backwards, so that of several the first, safest one is written last.
    to_new[vertex[found]] = new_vertex[row[found]]
    to_old[new_vertex[row[found]]] = vertex[found]
    return Matched(to_new=to_new, to_old=to_old)


def changes(
    before: Snapshot,
    after: Snapshot,
    *,
    since: str,
    ego: int | None = None,
    dated: Sequence[bool] | None = None,
    limit: int | None = 10,
    cutoff: int = 3,
    language: str | None = None,
) -> Changes:
    """Compare two versions of a network.

    Args:
        before, after: The two versions.
        since: What the answer calls the first one.
        ego: The vertex now of the person from whose viewpoint degrees are meant.
        dated: For each source of `after` whether days may be shown from it; all by default.
        limit: How many changes of each sort are listed; `None` for all.
        cutoff: The farthest degree that is looked at.
        language: Language of the text.

    Raises:
        OptionError: When the limit is no whole number from 0.
    """
    check_limit(limit)
    matched = match(before, after)
    newcomers = np.flatnonzero(matched.to_old < 0)
    now, then = _codes(after), _codes_then(before, after, matched)
    # `now` is ascending, so that the position of a code is the number of its tie.
    new = np.flatnonzero(~np.isin(now, then, assume_unique=True))
    ended = then[~np.isin(then, now, assume_unique=True)]
    moved = _moved(before, after, matched)
    near = np.zeros(after.count, dtype=np.int8)
    past = np.zeros(after.count, dtype=np.int8)
    if ego is not None:
        near = after.engine.distances(ego, cutoff)
        past = _distances_then(before, matched, ego, cutoff)
        past[ego] = 0
    closer = np.flatnonzero((near > 0) & ((past < 0) | (past > near)))
    farther = (past > 0) & ((near < 0) | (near > past))
    day = _first_days(after, new, dated)
    ends = np.divmod(now[new], max(after.count, 1))
    gone_ends = np.divmod(ended, max(after.count, 1))
    rank = _name_ranks(after, [newcomers, *ends, *gone_ends, moved, closer])
    away = np.where(near < 0, _FAR, near)
    shown_new = new[_of_ties(ends, ego, rank, -day.astype(np.int64))[:limit]]
    shown_ended = ended[_of_ties(gone_ends, ego, rank, np.zeros(len(ended), dtype=np.int64))[:limit]]
    shown_moved = moved[np.lexsort((rank[moved], away[moved]))[:limit]]
    shown_near = closer[np.lexsort((rank[closer], past[closer] < 0, near[closer]))[:limit]]
    refs = _Refs(after)
    shown_days = day[np.searchsorted(new, shown_new)].tolist()
    return Changes(
        since=since,
        ego=None if ego is None else refs.of([ego])[0],
        counts={
            "new_people": len(newcomers),
            "gone_people": int((matched.to_new < 0).sum()),
            "new_ties": len(new),
            "ended_ties": len(ended),
            "job_moves": len(moved),
            "nearer": len(closer),
            "farther": int(farther.sum()),
        },
        new_people=tuple(refs.of(newcomers[np.argsort(rank[newcomers], kind="stable")[:limit]].tolist())),
        new_ties=tuple(refs.ties(now[shown_new], shown_days)),
        ended_ties=tuple(refs.ties(shown_ended, [NO_DATE] * len(shown_ended))),
        job_moves=tuple(_moves(before, after, matched, shown_moved, refs)),
        nearer=tuple(
            Nearer(person=person, before=_degree(int(past[vertex])), now=int(near[vertex]))
            for person, vertex in zip(refs.of(shown_near.tolist()), shown_near.tolist(), strict=True)
        ),
        shifts=() if ego is None else _shifts(past, near),
        cutoff=cutoff,
        as_of_before=before.as_of,
        as_of=after.as_of,
        version_before=before.version,
        version=after.version,
        language=language_of(language),
    )


class _Refs:
    """Names people as answers do; the one place where records are made."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def of(self, vertices: Sequence[int]) -> list[PersonRef]:
        rows = positions(vertices)
        names = ("id", "name", "title", "company")
        return refs_of(pa.table({name: self.snapshot.column(name).take(rows) for name in names}))

    def ties(self, codes: LongArray, days: Sequence[int]) -> list[TieChange]:
        a, b = np.divmod(codes, max(self.snapshot.count, 1))
        named = zip(self.of(a.tolist()), self.of(b.tolist()), days, strict=True)
        return [TieChange(a=one, b=other, since=_date(day)) for one, other, day in named]


def _codes(snapshot: Snapshot) -> LongArray:
    """`[m]`: every tie as one number, ascending."""
    lo, hi = snapshot.tie_ends()
    return lo.astype(np.int64) * snapshot.count + hi


def _codes_then(before: Snapshot, after: Snapshot, matched: Matched) -> LongArray:
    """The ties before, between people who are still there, as numbers of now, ascending."""
    a, b = (matched.to_new[ends].astype(np.int64) for ends in before.tie_ends())
    keep = (a >= 0) & (b >= 0) & (a != b)
    return np.unique(np.minimum(a, b)[keep] * after.count + np.maximum(a, b)[keep])


def _moved(before: Snapshot, after: Snapshot, matched: Matched) -> LongArray:
    """Who has another company or title than before, apart from spelling, where both are known."""
    known = np.flatnonzero(matched.to_old >= 0)
    moved = np.zeros(after.count, dtype=np.bool_)
    for name, function in (("company", company_key), ("title", spoken)):
        now = after.column(name).take(positions(known))
        then = before.column(name).take(positions(matched.to_old[known]))
        other = np.flatnonzero(pc.fill_null(pc.not_equal(now, then), False).to_numpy(zero_copy_only=False))
        rows = positions(other)
        said, meant = coded([now.take(rows), then.take(rows)], function)
        moved[known[other[(said != meant) & (said > 0) & (meant > 0)]]] = True
    return np.flatnonzero(moved)


def _moves(
    before: Snapshot, after: Snapshot, matched: Matched, vertices: LongArray, refs: _Refs
) -> list[JobMove]:
    old = matched.to_old[vertices]
    rows = zip(
        refs.of(vertices.tolist()),
        after.professionals(vertices),
        before.texts("title", old),
        before.texts("company", old),
        strict=True,
    )
    moves = []
    for person, record, title, company in rows:
        began = [
            job.start
            for job in record.positions
            if job.kind == "work"
            and job.end is None
            and job.start is not None
            and company_key(job.organisation) == company_key(person.company)
        ]
        when = max(began, default=None)
        moves.append(JobMove(person=person, title_before=title, company_before=company, when=when))
    return moves


def _distances_then(before: Snapshot, matched: Matched, ego: int, cutoff: int) -> DistanceArray:
    """`[n now]`: the distance before, the least of those who are one person now; -1 beyond the cutoff."""
    best = np.full(len(matched.to_old), _FAR, dtype=np.int8)
    if matched.to_old[ego] >= 0:
        old = before.engine.distances(int(matched.to_old[ego]), cutoff)
        still = np.flatnonzero(matched.to_old >= 0)
        best[still] = np.where(old[matched.to_old[still]] < 0, _FAR, old[matched.to_old[still]])
        reached = np.flatnonzero((old >= 0) & (matched.to_new >= 0))
        np.minimum.at(best, matched.to_new[reached], old[reached])
    best[best == _FAR] = -1
    return best


def _first_days(after: Snapshot, ties: LongArray, dated: Sequence[bool] | None) -> IntArray:
    """The first day on which each tie was observed, `NO_DATE` where none is known or may be shown."""
    may = np.array([*(dated if dated is not None else [True] * len(after.sources)), True], dtype=np.bool_)
    columns, evidence = after.ties(), after.evidence()
    since = np.where(may[columns.source[ties]], columns.since[ties], NO_DATE)
    first = np.where(since == NO_DATE, _LATE, since).astype(np.int32)
    more = after.given()
    asked = np.full(len(columns.given), -1, dtype=np.int64)
    asked[ties] = np.arange(len(ties))
    stated = np.flatnonzero((asked[more.tie] >= 0) & (more.since != NO_DATE) & may[more.source])
    np.minimum.at(first, asked[more.tie[stated]], more.since[stated])
    offsets, rows = evidence.rows_of(ties)
    group = np.repeat(np.arange(len(ties)), np.diff(offsets))
    use = (evidence.first[rows] != NO_DATE) & may[evidence.source[rows]]
    np.minimum.at(first, group[use], evidence.first[rows[use]])
    return np.where(first == _LATE, NO_DATE, first).astype(np.int32)


def _name_ranks(snapshot: Snapshot, groups: Sequence[LongArray]) -> LongArray:
    """`[n]`: the order by name of those who are in one of the groups."""
    involved = np.unique(np.concatenate(groups))
    names = snapshot.column("name").take(positions(involved))
    rank = np.zeros(snapshot.count, dtype=np.int64)
    rank[involved[pc.array_sort_indices(names).to_numpy()]] = np.arange(len(involved))
    return rank


def _of_ties(
    ends: tuple[LongArray, LongArray], ego: int | None, rank: LongArray, first: LongArray
) -> LongArray:
    """The order of ties: those of the ego, then by `first`, then by the names of the two."""
    mine: BoolArray = (
        (ends[0] == ego) | (ends[1] == ego) if ego is not None else np.zeros(len(ends[0]), np.bool_)
    )
    names = rank[ends[0]], rank[ends[1]]
    return np.lexsort((np.maximum(*names), np.minimum(*names), first, ~mine))


def _shifts(past: DistanceArray, near: DistanceArray) -> tuple[Shift, ...]:
    changed = np.flatnonzero(past != near)
    pairs, counts = np.unique(np.stack((near[changed], past[changed]), axis=1), axis=0, return_counts=True)
    rows = [
        Shift(before=_degree(before), now=_degree(now), count=count)
        for (now, before), count in zip(pairs.tolist(), counts.tolist(), strict=True)
    ]
    return tuple(sorted(rows, key=lambda row: (row.now or _FAR, row.before or _FAR)))


def _degree(distance: int) -> int | None:
    return int(distance) if distance >= 0 else None


def _date(day: int) -> dt.date | None:
    return None if day == NO_DATE else dt.date(1970, 1, 1) + dt.timedelta(days=day)
