"""Who wrote to whom, who met whom: people by number, and what was observed of their pairs, in columns.

Mail and calendars have few people and many events. People get a number by their address; an observation is four
integers, added up every few hundred thousand, so that memory follows the pairs and their days, not the messages.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from netreach.importers.naming import plain_name
from netreach.keys import email_key, is_role_address
from netreach.model import Batch
from netreach.text import clean, words

NO_DAY = -(1 << 22)
"""In the place of a day, as days since 1970-01-01: there is none."""

NOBODY = -1
"""In the place of a person: the text is no address."""

ROLE = -2
"""In the place of a person: the address is a function's, a list's, a room's or a robot's."""

_SPELLINGS = 8
_ROWS = 250_000
_KINDS = 64
_LOW = 0xFFFFFFFF


class People:
    """People by number, in the order in which they were met, with the names that they were called by.

    Example:
        >>> people = People()
        >>> people.number("Ana@Example.org"), people.number("ana@example.org"), people.number("info@example.org")
        (0, 0, -2)
        >>> people.call(0, "Ruiz, Ana", 4); people.name(0)
        'Ana Ruiz'
    """

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.addresses: list[str] = []
        self._by_address: dict[str, int] = {}
        self._by_key: dict[str, int] = {}
        self._names: list[dict[str, int]] = []

    def __len__(self) -> int:
        return len(self.keys)

    def number(self, address: str) -> int:
        """Return the number of the person who has an address; `NOBODY` or `ROLE` where it is nobody's."""
        number = self._by_address.get(address)
        if number is None:
            number = self._by_address[address] = self._new(address)
        return number

    def find(self, key: str) -> int:
        """Return the number of a key, `NOBODY` where it was not met."""
        return self._by_key.get(key, NOBODY)

    def call(self, number: int, name: str, weight: int = 1) -> None:
        """Note that somebody was called so; weight says how much that tells."""
        if not name or number < 0:
            return
        names = self._names[number]
        if name in names or len(names) < _SPELLINGS:
            names[name] = names.get(name, 0) + weight

    def name(self, number: int) -> str:
        """Return the best name: the one that is used most, names of several words first."""
        return self.name_of_all([number])

    def name_of_all(self, numbers: Iterable[int]) -> str:
        """Return the best name of somebody who has several addresses."""
        votes: Counter[str] = Counter()
        for number in numbers:
            for written, weight in self._names[number].items():
                votes[plain_name(written)] += weight
        votes.pop("", None)
        ranked = sorted(
            votes, key=lambda name: (len(words(name)) < 2, name.islower(), -votes[name], -len(name), name)
        )
        return ranked[0] if ranked else ""

    def _new(self, address: str) -> int:
        key = email_key(address)
        if key is None:
            return ROLE if is_role_address(address) else NOBODY
        number = self._by_key.get(key)
        if number is None:
            number = self._by_key[key] = len(self.keys)
            self.keys.append(key)
            self.addresses.append(clean(key.partition(":")[2]))
            self._names.append({})
        return number


class _Seen(NamedTuple):
    """What was observed, sorted by pair, kind and day; pairs are the lower and the higher number in one."""

    pairs: npt.NDArray[np.int64]
    when: npt.NDArray[np.int32]
    times: npt.NDArray[np.int32]
    back: npt.NDArray[np.bool_]


class Sums:
    """Adds up what was observed, of each pair, kind and day.

    Args:
        kinds: Names of the kinds.
        mutual: Kinds of which an observation counts in both directions.
    """

    def __init__(self, kinds: Sequence[str], mutual: Sequence[str] = ()) -> None:
        self.kinds: tuple[str, ...] = tuple(kinds)
        self.mutual: npt.NDArray[np.bool_] = np.array([kind in mutual for kind in kinds])
        self._a, self._b, self._kind, self._day = array("i"), array("i"), array("i"), array("i")
        self._pairs: npt.NDArray[np.int64] = np.zeros(0, np.int64)
        self._when: npt.NDArray[np.int32] = np.zeros(0, np.int32)
        self._counts: npt.NDArray[np.int32] = np.zeros(0, np.int32)

    def add(self, a: int, b: int, kind: int, day: int) -> None:
        """Count one observation, from a to b."""
        self._a.append(a)
        self._b.append(b)
        self._kind.append(kind)
        self._day.append(day)
        if len(self._a) >= _ROWS:
            self._fold()

    def add_days(self, a: int, b: int, kind: int, days: Sequence[int]) -> None:
        """Count one observation on each of some days."""
        for day in days:
            self.add(a, b, kind, day)

    def days(self) -> dict[int, int]:
        """Return how many observations fall on each day."""
        self._fold()
        when, place = np.unique(self._when // _KINDS, return_inverse=True)
        totals = np.bincount(place, self._counts, minlength=len(when))
        return {int(day): int(total) for day, total in zip(when, totals, strict=True) if day != NO_DAY}

    def batches(self, people: People, same: Mapping[int, int], last: int | None) -> tuple[Batch, Batch]:
        """Return the people who take part in something, and the evidence of each pair and kind.

        Args:
            people: Who the numbers are.
            same: Numbers of the owner's addresses -> the one that stands for them.
            last: Later days are not believed; such observations count without a day.
        """
        self._fold()
        one = np.arange(max(len(people), 1), dtype=np.int64)
        for number, stands in same.items():
            one[number] = stands
        a, b = one[self._pairs >> 32], one[self._pairs & _LOW]
        keep = np.flatnonzero(a != b)
        a, b, when = a[keep], b[keep], self._when[keep]
        if last is not None:
            late = when // _KINDS > last
            when[late] = NO_DAY * _KINDS + when[late] % _KINDS
        pairs, back = np.minimum(a, b) << 32 | np.maximum(a, b), a > b
        del a, b
        order = np.lexsort((when // _KINDS, when % _KINDS, pairs))
        seen = _Seen(pairs[order], when[order], self._counts[keep][order], back[order])
        numbers = np.unique(np.concatenate((pairs >> 32, pairs & _LOW)))
        return self._people(people, numbers, same), self._evidence(people, numbers, seen)

    @staticmethod
    def _people(people: People, numbers: npt.NDArray[np.int64], same: Mapping[int, int]) -> Batch:
        also: dict[int, list[int]] = {}
        for number, stands in same.items():
            also.setdefault(stands, []).append(number)
        rows = [number for number in numbers.tolist() if number not in also]
        return Batch(
            table="people",
            columns=pa.table(
                {
                    "key": pa.array([people.keys[number] for number in rows], pa.string()),
                    "name": pa.array([people.name(number) or None for number in rows], pa.string()),
                    "emails": pa.array(
                        [[people.addresses[number]] for number in rows], pa.list_(pa.string())
                    ),
                }
            ),
        )

    def _evidence(self, people: People, numbers: npt.NDArray[np.int64], seen: _Seen) -> Batch:
        """Return one row of every pair and kind; what was seen is sorted by pair, kind and day."""
        day, kind = np.divmod(seen.when, _KINDS)
        begins = np.ones(len(seen.pairs), dtype=bool)
        begins[1:] = (seen.pairs[1:] != seen.pairs[:-1]) | (kind[1:] != kind[:-1])
        starts = np.flatnonzero(begins)
        row = np.cumsum(begins, dtype=np.int32) - 1
        there = np.bincount(row, np.where(seen.back, 0, seen.times), minlength=len(starts)).astype(np.int64)
        again = np.bincount(row, np.where(seen.back, seen.times, 0), minlength=len(starts)).astype(np.int64)
        both = self.mutual[kind[starts]]
        there, again = np.where(both, there + again, there), np.where(both, there + again, again)
        dated = day != NO_DAY
        new_day = begins.copy()
        new_day[1:] |= day[1:] != day[:-1]
        days = np.bincount(row, new_day & dated, minlength=len(starts)).astype(np.int64)
        top = np.iinfo(np.int32).max
        first = np.minimum.reduceat(np.where(dated, day, top), starts) if len(starts) else day
        final = np.maximum.reduceat(day, starts) if len(starts) else day
        unknown = days == 0
        pairs = seen.pairs[starts]
        # Only the keys that are used: everybody whom a dictionary names becomes a person.
        keys = pa.array([people.keys[number] for number in numbers.tolist()], pa.string())

        def named(which: npt.NDArray[np.int64]) -> pa.Array:
            return pa.DictionaryArray.from_arrays(
                pa.array(np.searchsorted(numbers, which).astype(np.int32)), keys
            )

        return Batch(
            table="evidence",
            columns=pa.table(
                {
                    "a": named(pairs >> 32),
                    "b": named(pairs & _LOW),
                    "kind": pa.DictionaryArray.from_arrays(
                        pa.array(kind[starts].astype(np.int32)), pa.array(self.kinds, pa.string())
                    ),
                    "count_ab": _int32(there),
                    "count_ba": _int32(again),
                    "days": _int32(days),
                    "first": _dates(first, unknown),
                    "last": _dates(final, unknown),
                }
            ),
        )

    def _fold(self) -> None:
        """Add up what is pending."""
        if not self._a:
            return
        a, b = np.array(self._a, dtype=np.int64), np.array(self._b, dtype=np.int64)
        when = np.array(self._day, dtype=np.int32) * _KINDS + np.array(self._kind, dtype=np.int32)
        pairs = np.concatenate((self._pairs, (a << 32) | b))
        when = np.concatenate((self._when, when))
        counts = np.concatenate((self._counts, np.ones(len(a), dtype=np.int32)))
        self._a, self._b, self._kind, self._day = array("i"), array("i"), array("i"), array("i")
        del a, b
        order = np.lexsort((when, pairs))
        pairs, when, counts = pairs[order], when[order], counts[order]
        begins = np.ones(len(pairs), dtype=bool)
        begins[1:] = (pairs[1:] != pairs[:-1]) | (when[1:] != when[:-1])
        starts = np.flatnonzero(begins)
        self._pairs, self._when = pairs[starts], when[starts]
        self._counts = np.add.reduceat(counts, starts, dtype=np.int32)


def _int32(values: npt.NDArray[np.int64]) -> pa.Array:
    return pa.array(np.minimum(values, np.iinfo(np.int32).max).astype(np.int32))


def _dates(days: npt.NDArray[np.integer[Any]], unknown: npt.NDArray[np.bool_]) -> pa.Array:
    return pa.array(np.where(unknown, 0, days).astype(np.int32), pa.int32(), mask=unknown).cast(pa.date32())
