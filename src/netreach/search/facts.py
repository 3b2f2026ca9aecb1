"""Criteria about people that are no texts: addresses, jobs, sources, ties; each a truth value for everybody."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from netreach.arrow import compute as pc
from netreach.arrow import whole
from netreach.errors import OptionError
from netreach.search import arrow, beside
from netreach.snapshot import NO_DATE
from netreach.text import words

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, IntArray
    from netreach.search.viewpoint import Viewpoint
    from netreach.snapshot import Snapshot

_YEAR = 365.2425


def has_email(snapshot: Snapshot) -> BoolArray:
    """`[n]`: whether an e-mail address of somebody is known."""
    return snapshot.memo("has email", lambda: arrow.lengths(snapshot.column("emails")) > 0)


def in_position(
    snapshot: Snapshot, years: tuple[float, float], as_of: dt.date | None
) -> tuple[BoolArray, BoolArray]:
    """Return who holds a job for so many years, and of whom it is known how long.

    Args:
        snapshot: The opened version.
        years: At least the first number of years and less than the second.
        as_of: The day up to which the years count.

    Raises:
        OptionError: When there is no day: nothing in the network has a date, and none was given.
    """
    if as_of is None:
        raise OptionError("years_in_position needs a day to count to: this network has no dates; give as_of.")
    person, start = current_jobs(snapshot)
    held = ((as_of - dt.date(1970, 1, 1)).days - start) / _YEAR
    admitted, known = np.zeros((2, snapshot.count), dtype=np.bool_)
    known[person] = True
    admitted[person[(held >= years[0]) & (held < years[1])]] = True
    return admitted, known


def current_jobs(snapshot: Snapshot) -> tuple[IntArray, IntArray]:
    """int32 `[j]` twice: who holds each current job, and since which day; only where that is known."""

    def make() -> dict[str, IntArray]:
        table = snapshot.histories().table
        chosen = pc.and_(pc.equal(table.column("kind"), "work"), pc.fill_null(table.column("current"), False))
        rows = table.select(["person", "start"]).filter(pc.and_(chosen, pc.is_valid(table.column("start"))))
        days = whole(rows.column("start")).view("int32")
        return {
            "person": whole(rows.column("person")).to_numpy().astype(np.int32),
            "start": days.to_numpy().astype(np.int32),
        }

    kept = snapshot.memo("current jobs", lambda: beside.kept(snapshot, "current-jobs", make))
    return kept["person"], kept["start"]


def in_sources(snapshot: Snapshot, wanted: tuple[str, ...]) -> BoolArray:
    """`[n]`: who has a tie or evidence in one of some sources, or owns it.

    Args:
        snapshot: The opened version.
        wanted: Ids, files or owners of sources.

    Raises:
        OptionError: When there is no such source.
    """
    numbers = sorted({number for text in wanted for number in _sources(snapshot, text)})

    def make() -> BoolArray:
        ties, more, evidence = snapshot.ties(), snapshot.given(), snapshot.evidence()
        found = np.zeros(snapshot.count, dtype=np.bool_)
        rows = np.flatnonzero(np.isin(ties.source, numbers) & ties.is_given(slice(None)))
        rows = np.concatenate((rows, more.tie[np.isin(more.source, numbers)]))
        for ends in snapshot.graph.ends_of(rows):
            found[ends] = True
        rows = np.flatnonzero(np.isin(evidence.source, numbers))
        found[evidence.lo[rows]] = found[evidence.hi[rows]] = True
        found[[owner for n in numbers if (owner := snapshot.meta.owners[n]) >= 0]] = True
        return found

    return snapshot.memo(f"in sources {numbers}", make)


def _sources(snapshot: Snapshot, text: str) -> list[int]:
    said = words(text)
    found = [
        number
        for number, info in enumerate(snapshot.sources)
        if text in (info.id, info.file, *info.owner_keys) or (said and said == words(info.owner_name))
    ]
    if not found:
        listed = "; ".join(
            f"{info.id} {info.file}" + (f" of {info.owner}" if info.owner else "")
            for info in snapshot.sources[:10]
        )
        raise OptionError(
            f"There is no source {text!r}: give its id, file or owner. There are: {listed or 'none'}."
        )
    return found


def connected_since(view: Viewpoint, day: dt.date) -> tuple[BoolArray, BoolArray]:
    """Return the contacts whose tie with the ego is dated a day or later, and of whom that is known.

    People who are no contacts are not tied to the ego, which is known of them.

    Raises:
        OptionError: When the days of ties are not known here.
    """
    if view.days is None:
        raise OptionError("connected_since needs the days of ties: ask through Network.ego(...).")
    find_days = view.days
    contacts = view.contacts()
    days = view.memo("first days", lambda: find_days(contacts))
    admitted = np.zeros(len(view.distances), dtype=np.bool_)
    known = np.ones(len(view.distances), dtype=np.bool_)
    admitted[contacts[days >= (day - dt.date(1970, 1, 1)).days]] = True
    known[contacts[days == NO_DATE]] = False
    return admitted, known


def strong_enough(view: Viewpoint, least: float) -> BoolArray:
    """`[n]`: to whom a shortest path begins with a tie of at least this strength; see `Viewpoint.first_legs`."""
    # Made by sums of logarithms, a stated 0.3 may come back a hair smaller; and no strength is above 1 - 1e-6.
    return view.first_legs() >= least - 1e-6
