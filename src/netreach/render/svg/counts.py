"""Counts: a row for each thing that is counted, a bar in each column, in pieces where it has parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from netreach.errors import OptionError
from netreach.render import words
from netreach.render.svg.grid import Cell, Row, legend, rows_of_bars
from netreach.render.svg.sheet import Sheet, check_width
from netreach.render.text import visible

_LOOKS: Final = {1: ("2",), 2: ("3", "1"), 3: ("3", "2", "1")}


@attrs.frozen(kw_only=True)
class Counts:
    """One row of a picture of counts.

    Attributes:
        label: What is counted.
        below: A second line; none where empty.
        counts: For each column the counts of the pieces, in their order; empty for a heading.
        said: For each column what is said of it; where empty, the sum of the pieces.
    """

    label: str
    below: str = ""
    counts: tuple[tuple[int, ...], ...] = ()
    said: tuple[str, ...] = ()


def counts_svg(
    rows: Sequence[Counts],
    *,
    title: str,
    columns: Sequence[str] = ("",),
    pieces: Sequence[str] = (),
    looks: Sequence[str] = (),
    note: str = "",
    language: str = "en",
    width: float | None = None,
) -> str:
    """Return counts as SVG: a row for each thing that is counted, and in it a bar for each column.

    The bars of a column are on one scale: the longest is as long as the column is broad.

    Args:
        rows: What is counted, in the order in which it is drawn.
        title: What the picture shows.
        columns: The names of the columns; a single one may be empty.
        pieces: What the pieces of each bar are, for a legend; none where bars have one piece.
        looks: The colours of the pieces, as a sheet names them; by default the last piece, the one to look at, is
            the darkest.
        note: Sentences below it; none where empty.
        language: A language, as `netreach.render.words.language_of` reads it.
        width: Pixels; 720 where not given.

    Raises:
        OptionError: If a row has another number of counts than there are columns or pieces, a count is negative, or
            the width is outside its limits.

    >>> picture = counts_svg([Counts(label="New ties", counts=((12,),))], title="Changes")
    >>> picture.startswith("<svg"), ">12<" in picture
    (True, True)
    """
    drawn = [row for row in rows if row.counts]
    several = max(len(pieces), 1)
    if not looks and several not in _LOOKS:
        raise OptionError(f"a bar of counts has at most {len(_LOOKS)} pieces")
    if any(len(row.counts) != len(columns) for row in drawn) or any(
        len(cell) != several for row in drawn for cell in row.counts
    ):
        raise OptionError("every row of a picture of counts needs as many counts as columns, and as pieces")
    if any(count < 0 for row in drawn for cell in row.counts for count in cell):
        raise OptionError("a count is not negative")
    largest = [max((sum(row.counts[at]) for row in drawn), default=0) for at in range(len(columns))]
    looks = looks or _LOOKS[several]
    sheet = Sheet(check_width(width, 720.0))
    y = sheet.title(title)
    laid, described = [], []
    for row in rows:
        said = [
            visible(row.said[at]) if row.said else words.count(sum(cell), language)
            for at, cell in enumerate(row.counts)
        ]
        laid.append(
            Row(
                label=row.label,
                below=row.below,
                cells=tuple(
                    Cell(
                        text=text,
                        pieces=tuple(
                            (count / most, look)
                            for count, look in zip(cell, looks, strict=True)
                            if count and most
                        ),
                    )
                    for text, cell, most in zip(said, row.counts, largest, strict=False)
                ),
            )
        )
        heads = [f"{head} {text}" if head else text for head, text in zip(columns, said, strict=False)]
        described.append(f"{row.label}: {', '.join(heads)}" if heads else row.label)
    y = rows_of_bars(sheet, y, [visible(column) for column in columns], laid)
    if pieces and drawn:
        y = legend(sheet, y + 14 * sheet.scale, list(zip(looks, map(visible, pieces), strict=True)))
    own = words.say("counts_scale", language) if len(columns) > 1 and drawn else ""
    y = sheet.notes(y + 6, note, own)
    return sheet.picture(y + 18, title=title, description="; ".join([*described, *([note] * bool(note))]))
