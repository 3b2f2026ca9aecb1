"""The strength of every tie, as one array."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

from netreach.graph.building import runs
from netreach.kinds import CODES
from netreach.strength.careers import STUDY, WORK, spells_of
from netreach.strength.formula import KindColumns, day_number, decay, losses, strongest_per_kind
from netreach.strength.inferred import inferred_losses
from netreach.strength.sharing import declaring

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import BoolArray, FloatArray, IntArray, Ints, LongArray
    from netreach.snapshot import EvidenceColumns, Snapshot

WEAKEST: Final = 1e-9
STRONGEST: Final = 1 - 1e-6
"""Strengths lie in between: nothing is certain, and `-ln(1 - strength)` stays exact to 1e-9."""

LARGEST_LOSS: Final = float(-np.log1p(-STRONGEST))
_CHUNK: Final = 2_000_000

WHOLE: Final = 2_000_000
"""Ties up to which the strengths of all are computed at the first question, in under a second, and kept."""


def tie_strengths(
    snapshot: Snapshot,
    *,
    as_of: dt.date | None = None,
    hidden: frozenset[int] = frozenset(),
) -> FloatArray:
    """Return the strength of every tie.

    The kinds of evidence of a tie add up in `-ln(1 - p)`, each with the largest value that any source gives for
    it (`netreach.strength.formula` says how much a row is worth). A row of a tie table is worth the strength
    that it states, and the `p` of the kind `given` where it states none; what the user declared is worth likewise,
    as the kind `declared`. Of ties also counts what the careers of their ends let infer
    (`netreach.strength.inferred`): every organisation by itself. It is found for the ties that are asked about,
    and is the same wherever a tie is asked for.

    Args:
        snapshot: The network.
        as_of: The day for which the strengths hold; by default the newest in the network. Only decay moves.
        hidden: Numbers of sources whose evidence does not count. Their ties stay: such a tie is worth at least
            as much as a connection without a date.

    Returns:
        float64 `[m]`, in the order of the ties, in [1e-9, 1 - 1e-6].

    Example:
        >>> import netreach as nr
        >>> network = nr.from_edges([0, 1], [1, 2], strengths=[0.5, 0.25])
        >>> sorted(tie_strengths(network.snapshot).round(6).tolist())
        [0.25, 0.5]
    """
    return snapshot.memo(
        memo_key("strengths", snapshot, as_of, hidden),
        lambda: _strengths(tie_losses(snapshot, as_of=as_of, hidden=hidden)),
    )


def strengths_of(
    snapshot: Snapshot,
    numbers: Ints,
    *,
    as_of: dt.date | None = None,
    hidden: frozenset[int] = frozenset(),
) -> FloatArray:
    """Return float64 `[k]`: the strengths of some ties, as `tie_strengths` gives them.

    In a network of many millions of ties only these are computed; in a smaller one all of them are, once.
    """
    if snapshot.graph.ties <= WHOLE:
        return tie_strengths(snapshot, as_of=as_of, hidden=hidden)[numbers]
    if not hidden and _all_alike(snapshot):
        return np.full(len(numbers), _alike(snapshot, as_of))
    kinds, today = KindColumns.of(snapshot.kinds), day_number(as_of or snapshot.as_of)
    return _strengths(_losses_of(snapshot, numbers, kinds, today, hidden))


def tie_losses(
    snapshot: Snapshot,
    *,
    as_of: dt.date | None = None,
    hidden: frozenset[int] = frozenset(),
) -> FloatArray:
    """Return float64 `[m]`: `-ln(1 - strength)` of every tie, the sum of its terms, at most 13.8."""
    kinds, today = KindColumns.of(snapshot.kinds), day_number(as_of or snapshot.as_of)
    total = np.empty(snapshot.graph.ties)
    for begin in range(0, len(total), _CHUNK):
        numbers = np.arange(begin, min(begin + _CHUNK, len(total)))
        total[begin : begin + _CHUNK] = _losses_of(snapshot, numbers, kinds, today, hidden)
    return total


def _strengths(losses_: FloatArray) -> FloatArray:
    strengths: FloatArray = np.maximum(-np.expm1(-losses_), WEAKEST)
    return strengths


def _losses_of(
    snapshot: Snapshot, numbers: Ints, kinds: KindColumns, today: int | None, hidden: frozenset[int]
) -> FloatArray:
    """`[k]`: the sum of the terms of some ties, at most `LARGEST_LOSS`."""
    evidence = snapshot.evidence()
    if not hidden and _all_alike(snapshot):
        lost = given_losses_of(snapshot, np.zeros(1, np.int64), kinds, today, hidden)
        return np.full(len(numbers), min(float(lost[0]), LARGEST_LOSS))
    item, rows = counted_rows(evidence, numbers, hidden)
    total = strongest_per_kind(item, evidence.kind[rows], losses(kinds, evidence, rows, today), len(numbers))
    total += given_losses_of(snapshot, numbers, kinds, today, hidden)
    inferred = inferred_losses(snapshot, numbers, kinds, today, hidden)
    if inferred is not None:
        total += inferred
    if hidden:
        theirs = touched(snapshot, numbers, hidden)
        total[theirs] = np.maximum(total[theirs], kinds.loss[CODES["connection"]])
    return np.minimum(total, LARGEST_LOSS, out=total)


def _all_alike(snapshot: Snapshot) -> bool:
    """Whether all ties are worth the same, since tables state them and nothing more."""
    return snapshot.memo("all ties alike", lambda: _stated_alike(snapshot))


def _alike(snapshot: Snapshot, as_of: dt.date | None) -> float:
    """The strength of every tie, where all are worth the same."""

    def make() -> float:
        kinds, today = KindColumns.of(snapshot.kinds), day_number(as_of or snapshot.as_of)
        return float(_strengths(_losses_of(snapshot, np.zeros(1, np.int64), kinds, today, frozenset()))[0])

    return snapshot.memo(memo_key("strength of all", snapshot, as_of, frozenset()), make)


def _stated_alike(snapshot: Snapshot) -> bool:
    ties = snapshot.ties()
    stored_once = (column.strides == (0,) for column in (ties.given, ties.since, ties.source))
    no_more = not len(snapshot.evidence().tie) and not len(snapshot.given().tie)
    no_more &= spells_of(snapshot, WORK) is None and spells_of(snapshot, STUDY) is None
    return no_more and snapshot.graph.ties > 0 and all(stored_once)


def counted_rows(
    evidence: EvidenceColumns, numbers: Ints, hidden: frozenset[int]
) -> tuple[LongArray, LongArray]:
    """Return the rows of evidence of some ties from sources that are not hidden.

    Returns:
        `[r]`: which of the `[k]` ties each row belongs to, ascending, and `[r]`: the rows, by kind within a tie.
    """
    offsets, rows = evidence.rows_of(numbers)
    item = np.repeat(np.arange(len(numbers)), np.diff(offsets))
    if hidden and len(rows):
        shown = ~np.isin(evidence.source[rows], list(hidden))
        return item[shown], rows[shown]
    return item, rows


def given_losses_of(
    snapshot: Snapshot, numbers: Ints, kinds: KindColumns, today: int | None, hidden: frozenset[int]
) -> FloatArray:
    """Return float64 `[k]`: what the rows of tie tables are worth to some ties, 0 to ties from elsewhere."""
    rows = given_rows(snapshot, numbers)
    worth = rows.losses(kinds, today, declaring(snapshot))
    total = np.zeros(len(numbers))
    seen = ~np.isin(rows.source, list(hidden)) if hidden else np.ones(len(worth), dtype=bool)
    # What somebody declared is a kind of its own, and adds to what tables state.
    declared = declaring(snapshot)[rows.source]
    for chosen in (declared, ~declared):
        item, value = rows.item[chosen & seen], worth[chosen & seen]
        if len(item):
            starts = np.flatnonzero(np.diff(item, prepend=-1))
            total[item[starts]] += np.maximum.reduceat(value, starts)
    return total


@attrs.frozen(kw_only=True, eq=False)
class GivenRows:
    """What is stated of some ties, by tie tables and by the user.

    Attributes:
        item: `[r]`: which of the asked ties, ascending; of one tie the declared row comes first.
        strength: `[r]`: NaN where none is stated.
        since: `[r]`: first day, `NO_DATE` where unknown.
        source: `[r]`: number of the source, -1 for what was declared.
    """

    item: LongArray
    strength: npt.NDArray[np.float32]
    since: IntArray
    source: npt.NDArray[np.int16]

    def losses(self, kinds: KindColumns, today: int | None, declares: BoolArray) -> FloatArray:
        """`[r]`: what each row is worth; `declares` says of each source whether it does, of the last place for -1."""
        code = np.where(declares[self.source], CODES["declared"], CODES["given"])
        # Stored in 32 bits: rounding gives back the decimals that were stated.
        stored = self.strength.astype(np.float64)
        stated = np.where(stored > 0.001, np.round(stored, 7), stored)
        p = np.where(np.isnan(stated), -np.expm1(-kinds.loss[code]), np.clip(stated, WEAKEST, STRONGEST))
        worth: FloatArray = -np.log1p(-p * decay(self.since, kinds.half_life[code], today))
        return worth


def given_rows(snapshot: Snapshot, numbers: Ints) -> GivenRows:
    """Return what tie tables and the user state of `[k]` ties, source by source."""
    ties, more = snapshot.ties(), snapshot.given()
    alone = ties.is_given(numbers)
    if not len(more.tie):
        item, at = np.flatnonzero(alone), numbers[alone]
        return GivenRows(item=item, strength=ties.given[at], since=ties.since[at], source=ties.source[at])
    # Of the same type: else all rows would be copied to be searched in.
    wanted = numbers.astype(more.tie.dtype)
    begin = np.searchsorted(more.tie, wanted)
    size = np.searchsorted(more.tie, wanted, side="right") - begin
    single = np.flatnonzero(alone & (size == 0))
    several = np.repeat(np.arange(len(numbers)), size)
    row = runs(begin, size)
    at = numbers[single]
    item = np.concatenate((single, several))
    order = np.argsort(item, kind="stable")
    return GivenRows(
        item=item[order],
        strength=np.concatenate((ties.given[at], more.strength[row]))[order],
        since=np.concatenate((ties.since[at], more.since[row]))[order],
        source=np.concatenate((ties.source[at], more.source[row]))[order],
    )


def touched(snapshot: Snapshot, numbers: Ints, sources: frozenset[int]) -> BoolArray:
    """Return `[k]`: whether one of these sources has evidence of each tie."""
    evidence, stated = snapshot.evidence(), given_rows(snapshot, numbers)
    has = np.zeros(len(numbers), dtype=bool)
    has[stated.item[np.isin(stated.source, list(sources))]] = True
    item, rows = counted_rows(evidence, numbers, frozenset())
    has[item[np.isin(evidence.source[rows], list(sources))]] = True
    return has


def memo_key(name: str, snapshot: Snapshot, as_of: dt.date | None, hidden: frozenset[int]) -> str:
    """Return the name under which a snapshot keeps an array that depends on these."""
    rules = "" if snapshot.kinds.built_in else repr(snapshot.kinds.changes)
    return f"{name}:{as_of or snapshot.as_of}:{sorted(hidden)}:{rules}"
