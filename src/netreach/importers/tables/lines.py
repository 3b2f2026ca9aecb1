"""On which line of a file a row stands, when rows are misshapen or go over several lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from netreach.plugins.protocols import LongArray


class Lines:
    """The line of every good row of a block.

    Records are counted from 0; a record that goes over several lines moves all those after it.

    Args:
        first: Line of record 0, moved by the line ends inside the records before the block.
        good: How many good rows came before the block.
        bad: Numbers of all misshapen records so far, ascending.
        several: Records of the block that go over several lines, ascending.
        ends: How many line ends each of them has inside.
    """

    def __init__(self, first: int, good: int, bad: LongArray, several: LongArray, ends: LongArray) -> None:
        self._first = first
        self._good = good
        # The k-th bad record has that many good ones before it: it comes before a good row that has more.
        self._before = bad - np.arange(len(bad))
        self._several = several
        self._moved = np.concatenate(([0], np.cumsum(ends)))
        self.moved: int = int(self._moved[-1])

    def records(self, rows: LongArray) -> LongArray:
        """The records of good rows, which are counted within the block."""
        rows = rows + self._good
        found: LongArray = rows + np.searchsorted(self._before, rows, side="right")
        return found

    def of_records(self, records: LongArray) -> LongArray:
        """The line where records of this block begin."""
        found: LongArray = self._first + records + self._moved[np.searchsorted(self._several, records)]
        return found

    def of_rows(self, rows: LongArray) -> LongArray:
        """The line where good rows of this block begin."""
        return self.of_records(self.records(rows))
