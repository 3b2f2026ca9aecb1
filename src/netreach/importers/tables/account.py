"""The account of one file: every row is used, empty, left out by a rule, or a problem with its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import attrs
import numpy as np

from netreach.model import FileCount, RowProblem
from netreach.text import clean

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray

LISTED = 1000
"""How many problems, and how many notes, of one file are listed one by one."""

_EXCERPT = 80


class Placed(Protocol):
    """Rows that know where they stand in their file."""

    def places(self, rows: Sequence[int]) -> list[tuple[int, str]]:
        """Return the line of each row, and what to add to a message about it."""
        ...


@attrs.define(kw_only=True)
class Account:
    """Counts the rows of one file.

    A *problem* stands for a row that was not used, a *note* (a problem with `rows=0`) for a row that was used
    without one of its cells. After `LISTED` of either, the rest are only counted.

    Attributes:
        file: The file's name inside the export.
        rows: Rows read so far.
        used, empty, left_out: Where they went.
        first: The first problem, in words; `""` where there is none.
    """

    file: str
    rows: int = 0
    used: int = 0
    empty: int = 0
    left_out: Counter[str] = attrs.field(factory=Counter)
    first: str = ""
    _new: list[RowProblem] = attrs.field(factory=list, init=False)
    _listed: Counter[int] = attrs.field(factory=Counter, init=False)
    _more: Counter[int] = attrs.field(factory=Counter, init=False)

    def problem(self, line: int, reason: str, *, rows: int = 1, value: str = "") -> None:
        """Note one problem; `rows=0` where the row is used nevertheless."""
        kind = min(rows, 1)
        if kind and not self.first:
            self.first = f"line {line}: {reason}" if line else reason
        if self._listed[kind] >= LISTED:
            self._more[kind] += 1
            return
        self._listed[kind] += 1
        self._new.append(
            RowProblem(
                file=self.file,
                line=line,
                reason=reason,
                rows=rows,
                value=clean(value[: 4 * _EXCERPT], limit=_EXCERPT),
            )
        )

    def mark(
        self,
        block: Placed,
        mask: BoolArray,
        reason: str,
        *,
        rows: int = 1,
        cells: Any = None,
    ) -> None:
        """Note the same problem of many rows of a block.

        Args:
            block: The block.
            mask: `[rows of the block]`: which of them.
            reason: What is wrong.
            rows: 1 where the rows are not used, 0 where they are.
            cells: The column whose cells are shown, an Arrow array as long as the block.
        """
        marked = np.flatnonzero(mask)
        listed = marked[: max(0, LISTED - self._listed[rows])].tolist()
        shown = [""] * len(listed) if cells is None else cells.take(listed).to_pylist()
        for (line, addition), value in zip(block.places(listed), shown, strict=True):
            self.problem(line, reason + addition, rows=rows, value="" if value is None else str(value))
        self._more[rows] += len(marked) - len(listed)
        if rows and len(marked) and not self.first:
            self.first = reason

    def news(self) -> list[RowProblem]:
        """Return the problems since the last call, by line."""
        new, self._new = self._new, []
        return sorted(new, key=lambda problem: problem.line)

    def close(self) -> tuple[list[RowProblem], FileCount]:
        """Return the last problems and the count."""
        last = self.news()
        if more := self._more[1]:
            last.append(
                RowProblem(file=self.file, line=0, reason=f"and {more:,} more rows like these", rows=more)
            )
        if more := self._more[0]:
            last.append(
                RowProblem(
                    file=self.file, line=0, reason=f"and {more:,} more cells like these, left empty", rows=0
                )
            )
        return last, FileCount(
            file=self.file,
            rows=self.rows,
            used=self.used,
            empty=self.empty,
            left_out=dict(sorted(self.left_out.items())),
        )
