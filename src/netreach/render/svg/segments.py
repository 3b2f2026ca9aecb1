"""Segments by degree: bars for the values of one field, a table for those of two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from netreach.errors import OptionError
from netreach.render import words
from netreach.render.svg.grid import Cell, Row, legend, rows_of_bars
from netreach.render.svg.measure import wrapped
from netreach.render.svg.sheet import MARGIN, RAMP, Sheet, check_width

_COLUMNS = 6
_COLUMN = 88.0


@attrs.frozen(kw_only=True)
class Bars:
    """One segment of a territory.

    Attributes:
        label: Its name.
        below: A second line, such as its best door; none where empty.
        counts: People at each degree, nearest first.
        shares: Their part of all people at that degree, from 0 to 1.
        hollow: Whether the bars are drawn as outlines, as for people of whom the field is unknown.
    """

    label: str
    below: str = ""
    counts: tuple[int, ...]
    shares: tuple[float, ...]
    hollow: bool = False


def bars_svg(
    rows: Sequence[Bars],
    *,
    title: str,
    note: str = "",
    language: str = "en",
    width: float | None = None,
    nearest: int = 1,
) -> str:
    """Return segments by degree as SVG: a row for each, and in it a bar for each degree.

    A bar is as long as the segment's share of all people at that degree, on one scale for all of them, so that a
    segment which is common nearby and rare farther away is seen at once.

    Args:
        rows: The segments, in the order in which they are drawn.
        title: What the picture shows.
        note: Sentences below it; none where empty.
        language: A language, as `netreach.render.words.language_of` reads it.
        width: Pixels; 720 where not given. On a narrow picture the bars stand below the names.
        nearest: The degree of the first count of each row.

    Raises:
        OptionError: If the rows have different numbers of degrees, a share is outside [0, 1], or the width is
            outside its limits.

    >>> picture = bars_svg([Bars(label="Software", counts=(3, 40), shares=(0.5, 0.25))], title="Territory")
    >>> picture.startswith("<svg"), "25.00 %" in picture
    (True, True)
    """
    degrees = len(rows[0].counts) if rows else 0
    if any(len(row.counts) != degrees or len(row.shares) != degrees for row in rows):
        raise OptionError("every row of a picture of segments needs as many counts and shares as degrees")
    shares = [share for row in rows for share in row.shares]
    _check_shares(shares)
    widest = max(shares, default=0.0)
    numbers = range(nearest, nearest + degrees)
    names = [words.degree(number, language) for number in numbers]
    laid, described = [], []
    for row in rows:
        cells = [
            Cell(
                text=words.count(count, language),
                below=words.percent(share, language),
                pieces=((share / widest if widest else 0.0, str(min(number, RAMP))),) if count else (),
                hollow=row.hollow,
            )
            for number, count, share in zip(numbers, row.counts, row.shares, strict=True)
        ]
        laid.append(Row(label=row.label, below=row.below, cells=tuple(cells)))
        said = [f"{name} {cell.text} ({cell.below})" for name, cell in zip(names, cells, strict=True)]
        described.append(f"{row.label}: {', '.join(said)}")
    sheet = Sheet(check_width(width, 720.0))
    y = rows_of_bars(sheet, sheet.title(title), names, laid)
    scale_note = words.say("territory_scale", language, share=widest) if rows else ""
    y = sheet.notes(y + 4, note, scale_note)
    return sheet.picture(y + 18, title=title, description="; ".join([*described, *([note] * bool(note))]))


@attrs.frozen(kw_only=True)
class Crossed:
    """One cell of a cross table: people at each degree, and their part of all people at that degree."""

    counts: tuple[int, ...]
    shares: tuple[float, ...]


def cross_columns(width: float | None) -> int:
    """Return how many columns of a cross table can be read at a width; for a picture without one, the most.

    >>> cross_columns(320), cross_columns(None)
    (2, 6)
    """
    if width is None:
        return _COLUMNS
    room = check_width(width, 0.0) - 2 * MARGIN
    return max(1, min(_COLUMNS, int((room - _names(room)) // (_COLUMN * Sheet(width).scale))))


def _names(room: float) -> float:
    """Return how much room the names of the rows of a cross table have."""
    return max(0.24 * room, 96.0)


def cross_svg(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[tuple[int, int], Crossed],
    *,
    title: str,
    note: str = "",
    language: str = "en",
    width: float | None = None,
) -> str:
    """Return a cross table by degree as SVG: a row and a column for each value of two fields.

    A cell has a bar for each degree, nearest on top, and the number of its people. A bar is as long as the part of
    all people at that degree, on one scale for all of them; a cell that is not there stays empty.

    Args:
        rows, columns: The values of the two fields.
        cells: By row and column.
        title: What the picture shows.
        note: Sentences below it; none where empty.
        language: A language, as `netreach.render.words.language_of` reads it.
        width: Pixels; where not given, what the columns need.

    Raises:
        OptionError: If a cell lies outside the table, cells have different numbers of degrees, a share is outside
            [0, 1], or the width is outside its limits.

    >>> cell = Crossed(counts=(3, 40), shares=(0.5, 0.25))
    >>> "43" in cross_svg(["Software"], ["Madrid"], {(0, 0): cell}, title="Territory")
    True
    """
    degrees = {len(cell.counts) for cell in cells.values()} | {len(cell.shares) for cell in cells.values()}
    if len(degrees) > 1:
        raise OptionError("every cell of a cross table needs as many counts and shares as degrees")
    if any(not (0 <= row < len(rows) and 0 <= column < len(columns)) for row, column in cells):
        raise OptionError("a cell of a cross table lies in one of its rows and columns")
    shares = [share for cell in cells.values() for share in cell.shares]
    _check_shares(shares)
    widest = max(shares, default=0.0)
    sheet = Sheet(check_width(width, min(max(640.0, 200.0 + 110 * len(columns)), 1280.0)))
    scale = sheet.scale
    names = _names(sheet.room)
    room = (sheet.room - names) / max(len(columns), 1)
    inside = max(room - 12, 4.0)
    height = 9 * scale
    y = sheet.title(title) + 10
    heads = [wrapped(name, inside, 12 * scale, bold=True, most=3) for name in columns]
    tallest = max(map(len, heads), default=0)
    starts = [MARGIN + names + number * room + 6 for number in range(len(columns))]
    for lines, x in zip(heads, starts, strict=True):
        above = y + (tallest - len(lines)) * 12 * scale * 1.32
        for line in lines:
            above += 12 * scale * 1.32
            sheet.text(line, x, above, 12 * scale, "soft", room=inside, bold=True)
    y += tallest * 12 * scale * 1.32 + 8
    described = []
    for row, name in enumerate(rows):
        sheet.line(f"M{MARGIN:g} {y:.1f}H{sheet.right:.1f}", faint=True)
        under = sheet.lines(name, MARGIN, y + 3, 13 * scale, room=names - 8, bold=True, most=3)
        lowest = under
        for column, x in enumerate(starts):
            cell = cells.get((row, column))
            if cell is None:
                continue
            people = words.count(sum(cell.counts), language)
            top = y + 18 * scale
            sheet.text(people, x, top, 13 * scale, room=inside, whole=True)
            top += 5 * scale
            for number, (count, share) in enumerate(zip(cell.counts, cell.shares, strict=True), start=1):
                if count:
                    length = share / widest * inside if widest else 0.0
                    sheet.bar(x, top, length, height - 2, str(min(number, RAMP)))
                top += height
            lowest = max(lowest, top)
            described.append(f"{name}, {columns[column]}: {people}")
        y = lowest + 8
    if cells:
        numbers = range(1, max(degrees) + 1)
        colours = [(str(min(number, RAMP)), words.degree_name(number, language)) for number in numbers]
        y = legend(sheet, y + 14 * scale, colours)
    scale_note = words.say("territory_scale", language, share=widest) if cells else ""
    y = sheet.notes(y + 6, note, scale_note)
    return sheet.picture(y + 18, title=title, description="; ".join([*described, *([note] * bool(note))]))


def _check_shares(shares: Sequence[float]) -> None:
    if any(not 0 <= share <= 1 for share in shares):
        raise OptionError("a share is a number from 0 to 1")
