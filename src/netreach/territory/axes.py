"""A field as the axis of a territory: every person's values as numbers, spellings of one thing together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from netreach.arrow import numbers, positions
from netreach.errors import OptionError
from netreach.graph.building import runs, sorted_unique
from netreach.search.fields import CURRENT, FIELDS, FieldIndex, field_index, spelling_groups

if TYPE_CHECKING:
    from netreach.plugins.protocols import IntArray, Ints, LongArray
    from netreach.snapshot import Snapshot


@attrs.frozen(kw_only=True, eq=False)
class Axis:
    """The values of one field.

    Attributes:
        index: The field, with every spelling.
        groups: int32 `[v]`: the number of the thing that each value spells; `None` where each stands for itself.
        count: How many things there are.
        codes: int32: as in `FieldIndex`, numbers of things in the place of numbers of values; `count` where
            everybody has one and it is unknown.
        offsets: int64 `[n + 1]`: where the codes of each person begin; `None` where everybody has one.
    """

    index: FieldIndex
    groups: IntArray | None
    count: int
    codes: IntArray
    offsets: LongArray | None

    def of(self, people: Ints) -> tuple[LongArray, IntArray]:
        """Return the values of some people: the row of each in `people`, ascending, and the number of the value."""
        if self.offsets is None:
            codes = self.codes[people]
            row = np.flatnonzero(codes < self.count)
            return row, codes[row]
        begin = self.offsets[people]
        size = self.offsets[np.asarray(people, dtype=np.int64) + 1] - begin
        row = np.repeat(np.arange(len(size)), size)
        return row, self.codes[runs(begin, size)]

    def people(self) -> tuple[LongArray, IntArray]:
        """Return who has each value: offsets `[count + 1]`, and people value by value, ascending."""
        if self.offsets is None:
            owner = np.flatnonzero(self.codes < self.count)
            codes = self.codes[owner]
        else:
            owner = np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets))
            codes = self.codes
        offsets = np.zeros(self.count + 1, dtype=np.int64)
        np.cumsum(np.bincount(codes, minlength=self.count), out=offsets[1:])
        return offsets, owner[np.argsort(codes, kind="stable")].astype(np.int32)

    def labels(self, chosen: LongArray, people: Ints) -> tuple[list[str], list[int]]:
        """Return how some people write each of some things most often, and in how many spellings.

        Args:
            chosen: `[t]`: numbers of things.
            people: Whose spellings count.
        """
        if self.groups is None:
            return self.index.labels.take(positions(chosen)).to_pylist(), [1] * len(chosen)
        place = np.full(self.count, -1, dtype=np.int64)
        place[chosen] = np.arange(len(chosen))
        counts = np.bincount(self.index.codes_of(people)[1], minlength=self.index.values)
        spelling = np.flatnonzero((place[self.groups] >= 0) & (counts > 0))
        of = place[self.groups[spelling]]
        # Labels ascend with their numbers: of equally common spellings the first one stands.
        order = np.lexsort((spelling, -counts[spelling], of))
        first = np.flatnonzero(np.diff(of[order], prepend=-1))
        labels = self.index.labels.take(positions(spelling[order[first]])).to_pylist()
        return labels, np.bincount(of, minlength=len(chosen)).tolist()


def axis(snapshot: Snapshot, name: str, scope: str = CURRENT) -> Axis:
    """Return a field as an axis; it is made when it is first asked for, and kept.

    Raises:
        OptionError: When there is no such field.
    """
    if name not in FIELDS:
        raise OptionError(f"by={name!r} is no field: choose from {', '.join(FIELDS)}.")
    scope = scope if FIELDS[name].scoped else CURRENT
    return snapshot.memo(f"axis:{name}:{scope}", lambda: _axis(snapshot, name, scope))


def _axis(snapshot: Snapshot, name: str, scope: str) -> Axis:
    index, groups = field_index(snapshot, name, scope), spelling_groups(snapshot, name, scope)
    if groups is None:
        return Axis(index=index, groups=None, count=index.values, codes=index.codes, offsets=index.offsets)
    count = int(groups.max(initial=-1)) + 1
    codes = np.append(groups, np.int32(count))[index.codes]
    if index.offsets is None:
        return Axis(index=index, groups=groups, count=count, codes=codes, offsets=None)
    # Two spellings of one thing are one value of a person.
    person = np.repeat(np.arange(snapshot.count, dtype=np.int64), np.diff(index.offsets))
    person, codes64 = np.divmod(sorted_unique(person * (count + 1) + codes), count + 1)
    offsets = np.zeros(snapshot.count + 1, dtype=np.int64)
    np.cumsum(np.bincount(person, minlength=snapshot.count), out=offsets[1:])
    return Axis(index=index, groups=groups, count=count, codes=codes64.astype(np.int32), offsets=offsets)


def crossed(
    one: tuple[LongArray, IntArray], other: tuple[LongArray, IntArray], people: int, width: int
) -> tuple[LongArray, IntArray, LongArray]:
    """Return all pairs of values that people have in two fields.

    Args:
        one, other: What `Axis.of` returned for the same people.
        people: How many there are.
        width: How many values the second field has.

    Returns:
        `[e]` rows of people, `[e]` numbers of pairs, and `[s]` the pairs, `value * width + other value`.
    """
    sizes = [np.bincount(rows, minlength=people) for rows, _ in (one, other)]
    begins = [np.cumsum(size) - size for size in sizes]
    each = sizes[0] * sizes[1]
    row = np.repeat(np.arange(people), each)
    within = np.arange(len(row)) - np.repeat(np.cumsum(each) - each, each)
    first, second = np.divmod(within, sizes[1][row])
    key = one[1][begins[0][row] + first].astype(np.int64) * width + other[1][begins[1][row] + second]
    encoded = positions(key).dictionary_encode()
    return row, numbers(encoded.indices), numbers(encoded.dictionary)
