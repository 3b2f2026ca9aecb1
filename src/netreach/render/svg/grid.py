"""Rows of bars under a head for each column: how segments and counts are laid out."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from netreach.render.svg.measure import measure
from netreach.render.svg.sheet import MARGIN, Sheet

_NARROW = 560.0


@attrs.frozen(kw_only=True)
class Cell:
    """One bar with what is said of it.

    Attributes:
        text: The number above the bar.
        below: What stands below the bar; nothing where empty.
        pieces: Of what the bar is made, from left to right: parts of the room of the column, and their colours.
        hollow: Whether the bar is drawn as an outline.
    """

    text: str
    below: str = ""
    pieces: tuple[tuple[float, str], ...] = ()
    hollow: bool = False


@attrs.frozen(kw_only=True)
class Row:
    """A name, a second line below it, and a cell for each column."""

    label: str
    below: str = ""
    cells: tuple[Cell, ...]


def rows_of_bars(sheet: Sheet, y: float, heads: Sequence[str], rows: Sequence[Row]) -> float:
    """Draw rows of bars below `y`, and return where they end; on a narrow sheet the bars stand below the names.

    A row without a cell is a heading of those below it.

    Args:
        sheet: Where they are drawn.
        y: Where the last line above stands.
        heads: What the columns are; where all are empty, no line is taken for them.
        rows: The rows; each has as many cells as there are heads, or none.
    """
    scale = sheet.scale
    narrow = sheet.across < _NARROW
    names = sheet.room if narrow else 226.0 * sheet.across / 720
    begin, gap = (MARGIN, 14.0) if narrow else (MARGIN + names + 18.0, 18.0)
    room = (sheet.right - begin + gap) / max(len(heads), 1) - gap
    starts = [begin + number * (room + gap) for number in range(len(heads))]
    if any(heads):
        y += 25 * scale
        for head, x in zip(heads, starts, strict=True):
            sheet.text(head, x, y, 13 * scale, "soft", room=room, bold=True, whole=True)
    y += 10
    for row in rows:
        top = y
        sheet.line(f"M{MARGIN:g} {top:.1f}H{sheet.right:.1f}", faint=True)
        across = names if row.cells else sheet.room
        under = sheet.lines(row.label, MARGIN, top + 2, 13 * scale, room=across, bold=True, most=2)
        under = sheet.lines(row.below, MARGIN, under, 11 * scale, "soft", room=across, most=2)
        if not row.cells:
            y = under + 10
            continue
        bars = under + 2 if narrow else top
        lowest = under
        for cell, x in zip(row.cells, starts, strict=True):
            sheet.text(cell.text, x, bars + 18 * scale, 13 * scale, room=room, whole=True)
            bottom = bars + 36 * scale
            if cell.below:
                bottom = bars + 50 * scale
                sheet.text(cell.below, x, bottom, 11 * scale, "soft", room=room, whole=True)
            _bar(sheet, x, bars + 24 * scale, room, cell)
            lowest = max(lowest, bottom)
        y = lowest + 10
    return y


def _bar(sheet: Sheet, x: float, y: float, room: float, cell: Cell) -> None:
    height, left = 12 * sheet.scale, x
    # A sliver is left of what is there, however small its part, and room is kept for the slivers of what follows.
    end = x + room - 1.5 * max(len(cell.pieces) - 1, 0)
    for part, look in cell.pieces:
        length = max(min(part * room, end - left), 1.5)
        if cell.hollow:
            sheet.draw(
                f'<rect class="nr-line" stroke-width="1.2" stroke-dasharray="3 2" x="{left:.1f}" y="{y:.1f}"'
                f' width="{length:.1f}" height="{height:.1f}" rx="2"/>'
            )
        else:
            sheet.bar(left, y, length, height, look)
        left, end = left + length, end + 1.5


def legend(sheet: Sheet, y: float, entries: Sequence[tuple[str, str]]) -> float:
    """Draw what colours mean from `y` on, a look and its words each, and return where the last line stands."""
    size, x = 12 * sheet.scale, MARGIN
    for look, said in entries:
        broad = measure(said, size) + 36
        if x > MARGIN and x + broad > sheet.right:
            x, y = MARGIN, y + 1.5 * size
        sheet.bar(x, y - 0.75 * size, 14, 0.75 * size, look)
        sheet.text(said, x + 20, y, size, "soft", room=sheet.right - x - 20, whole=True)
        x += broad
    return y
