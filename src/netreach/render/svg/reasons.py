"""What the scores of introducers are made of: the terms of their legs as bars that add and subtract."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from netreach.render import words
from netreach.render.svg.measure import measure
from netreach.render.svg.sheet import MARGIN, Sheet, check_width

_NARROW = 540.0


@attrs.frozen(kw_only=True)
class Term:
    """One term: what it says, what it adds or subtracts, and the figure beside the bar."""

    label: str
    value: float
    figure: str


@attrs.frozen(kw_only=True)
class LegTerms:
    """A leg: between whom, what it counts, and the terms that give it."""

    label: str
    figure: str
    terms: tuple[Term, ...]


@attrs.frozen(kw_only=True)
class Reasons:
    """An introducer, or a path, with what its score is made of.

    Attributes:
        number: Its rank as it is shown; none where empty.
        label: Its name.
        below: A second line, such as a job; none where empty.
        figure: The score in words.
        legs: The legs in order.
    """

    number: str
    label: str
    below: str
    figure: str
    legs: tuple[LegTerms, ...]


def reasons_svg(
    rows: Sequence[Reasons],
    *,
    title: str,
    note: str = "",
    language: str = "en",
    width: float | None = None,
) -> str:
    """Return what scores are made of as SVG: for every introducer both legs, for every leg a bar per term.

    Bars to the right of the line add, those to the left, which are hollow, subtract; all are drawn on one scale.

    Args:
        rows: The introducers, best first.
        title: What the picture shows.
        note: Sentences below it; none where empty.
        language: A language, as `netreach.render.words.language_of` reads it.
        width: Pixels; 720 where not given. On a narrow picture the bars stand below their words.

    Raises:
        OptionError: If the width is outside its limits.

    >>> term = Term(label="12 shared contacts", value=0.9, figure="0.9")
    >>> leg = LegTerms(label="Ana – Ben", figure="0.9", terms=(term,))
    >>> row = Reasons(number="1", label="Ben Ortiz", below="", figure="score 0.9", legs=(leg,))
    >>> "12 shared contacts" in reasons_svg([row], title="Who can introduce you")
    True
    """
    sheet = Sheet(check_width(width, 720.0))
    scale = sheet.scale
    every = [term for row in rows for leg in row.legs for term in leg.terms]
    low, high = min([0.0, *(term.value for term in every)]), max([0.0, *(term.value for term in every)])
    figures = max([0.0, *(measure(term.figure, 12 * scale) for term in every)]) + 10
    narrow = sheet.across < _NARROW
    begin = MARGIN + 14 if narrow else MARGIN + 0.46 * sheet.room
    span = max(sheet.right - figures - begin, 20.0)
    per_unit = span / (high - low) if high > low else 0.0
    zero = begin - low * per_unit
    y = sheet.title(title) + 6
    described = []
    for row in rows:
        y = _head(sheet, row, y + 10)
        said = []
        for leg in row.legs:
            y = _leg_head(sheet, leg, y)
            top = y + 3
            for term in leg.terms:
                y = _term(sheet, term, y, zero=zero, per_unit=per_unit, begin=begin, narrow=narrow)
                said.append(f"{term.label} {term.figure}")
            if leg.terms and not narrow:
                sheet.line(f"M{zero:.1f} {top:.1f}V{y + 5:.1f}")
            y += 6
        described.append(
            f"{row.label}, {row.figure}: {'; '.join(said)}" if said else f"{row.label}, {row.figure}"
        )
    scale_note = [words.say("reasons_scale", language)] * bool(every)
    scale_note += [words.say("reasons_minus", language)] * (low < 0)
    y = sheet.notes(y + 8, note, " ".join(scale_note))
    return sheet.picture(y + 18, title=title, description=". ".join([*described, *([note] * bool(note))]))


def _head(sheet: Sheet, row: Reasons, y: float) -> float:
    """Draw who it is and the score, below a line."""
    scale = sheet.scale
    sheet.line(f"M{MARGIN:g} {y:.1f}H{sheet.right:.1f}", faint=True)
    figure = min(measure(row.figure, 14 * scale, bold=True), 0.4 * sheet.room)
    x = MARGIN
    if row.number:
        radius = 12 * scale
        middle, centre = MARGIN + radius, y + 22 * scale
        sheet.dot(middle, centre, radius, "1")
        sheet.text(
            row.number,
            middle,
            centre + 4.5 * scale,
            13 * scale,
            "on",
            room=1.7 * radius,
            anchor="middle",
            bold=True,
            whole=True,
        )
        x += 2 * radius + 10
    sheet.text(
        row.figure, sheet.right, y + 21 * scale, 14 * scale, room=figure, anchor="end", bold=True, whole=True
    )
    room = sheet.right - x - figure - 12
    lowest = y + 36 * scale if row.number else y + 24 * scale
    y = sheet.lines(row.label, x, y + 2.5 * scale, 14 * scale, room=room, bold=True, most=2)
    return max(sheet.lines(row.below, x, y, 12 * scale, "soft", room=room, most=2), lowest)


def _leg_head(sheet: Sheet, leg: LegTerms, y: float) -> float:
    size = 13 * sheet.scale
    figure = min(measure(leg.figure, size, bold=True), 0.3 * sheet.room)
    sheet.text(
        leg.figure, sheet.right, y + 1.55 * size, size, room=figure, anchor="end", bold=True, whole=True
    )
    under = sheet.lines(leg.label, MARGIN + 14, y + 4, size, room=sheet.room - 26 - figure, bold=True, most=2)
    return max(under, y + 4 + 1.32 * size)


def _term(
    sheet: Sheet, term: Term, y: float, *, zero: float, per_unit: float, begin: float, narrow: bool
) -> float:
    size, height = 12 * sheet.scale, 11 * sheet.scale
    words_x = MARGIN + 14
    room = (sheet.right if narrow else begin - 14) - words_x
    under = sheet.lines(term.label, words_x, y + 3, size, "text", room=room, most=2)
    top = under + 6 if narrow else y + 3 + 1.32 * size - 0.36 * size - height / 2
    length = abs(term.value) * per_unit
    if term.value:
        sheet.bar(
            zero if term.value > 0 else zero - length,
            top,
            length,
            height,
            "plus" if term.value > 0 else "minus",
        )
    if narrow:
        # Words stand above the bar, and a line through all of the leg would cross them.
        sheet.line(f"M{zero:.1f} {top - 2:.1f}V{top + height + 2:.1f}")
    end = zero + (length if term.value > 0 else 0.0) + 6
    sheet.text(
        term.figure, end, top + height / 2 + 0.36 * size, size, "soft", room=sheet.right - end, whole=True
    )
    return max(under, top + height + (3 if narrow else 0))
