"""Pictures as SVG from plain data: the pyramid, a path from person to person, and segments by degree.

A picture is one self-contained element: no script, no outside font, no file beside it. It brings its own background,
follows the reader's light or dark scheme, uses one blue ramp that stays ordered for every kind of colour vision, and
says in words (`title`, `desc`) what it shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from netreach.errors import OptionError
from netreach.render import words
from netreach.render.text import Layer, escape, log_scale, shorten, visible, width

_STYLE: Final = """<style>
.netreach-svg{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.netreach-svg .nr-card{fill:#fff;stroke:#d0d7de}
.netreach-svg .nr-text{fill:#1b1f24}
.netreach-svg .nr-soft{fill:#57606a}
.netreach-svg .nr-line{stroke:#8c959f;fill:none}
.netreach-svg .nr-0{fill:#1b1f24}
.netreach-svg .nr-1{fill:#0b3c6f}
.netreach-svg .nr-2{fill:#1f6fb2}
.netreach-svg .nr-3{fill:#4a95cf}
@media (prefers-color-scheme:dark){
.netreach-svg .nr-card{fill:#14181d;stroke:#3a434d}
.netreach-svg .nr-text{fill:#e9edf1}
.netreach-svg .nr-soft{fill:#a3adb8}
.netreach-svg .nr-line{stroke:#6e7781}
.netreach-svg .nr-0{fill:#e9edf1}
.netreach-svg .nr-1{fill:#cfe6fa}
.netreach-svg .nr-2{fill:#86bdec}
.netreach-svg .nr-3{fill:#4a95cf}
}
</style>"""
_CELL: Final = (
    0.62  # Width of an average cell of a sans-serif font, in parts of the font size, on the safe side.
)
_RAMP: Final = 3


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


def pyramid_svg(layers: Sequence[Layer], *, title: str, note: str = "", language: str = "en") -> str:
    """Return the pyramid as SVG: one block per degree, nearest on top, with its count and share beside it.

    The blocks' widths follow `netreach.render.text.log_scale`, and a line below says so.

    Args:
        layers: The degrees, nearest first.
        title: What the picture shows.
        note: A line or more below it, such as whose networks are known; none where empty.
        language: A language, as `netreach.render.words.language_of` reads it.

    >>> picture = pyramid_svg([Layer(degree=1, count=131, share=0.0147)], title="The network of Ana Ruiz")
    >>> picture.startswith("<svg"), "1.47 %" in picture
    (True, True)
    """
    across, left, right, step, label_x = 640.0, 20.0, 372.0, 62.0, 392.0
    middle, room = (left + right) / 2, right - left
    parts: list[str] = []
    y = 20.0
    for line in _wrap(title, round((across - 2 * left) / (18 * _CELL))):
        y += 18
        parts.append(_text(line, left, y, _size(line, across - 2 * left, 18), "nr-text", weight=600))
        y += 6
    y += 22
    parts.append(f'<circle class="nr-0" cx="{middle:g}" cy="{y:g}" r="7"/>')
    y += 15
    described: list[str] = []
    for index, (layer, part) in enumerate(zip(layers, log_scale(layers), strict=True)):
        centre, colour = y + (step - 4) / 2, f"nr-{min(index + 1, _RAMP)}"
        base = max(6.0, part * room) if layer.count else 0.0
        inset = min(base / 2, 14.0)
        if base:
            corners = [
                (middle - base / 2 + inset, y),
                (middle + base / 2 - inset, y),
                (middle + base / 2, y + step - 4),
                (middle - base / 2, y + step - 4),
            ]
            points = " ".join(f"{x:.1f},{corner:.1f}" for x, corner in corners)
            parts.append(f'<polygon class="{colour}" points="{points}"/>')
        edge = middle + (base - inset) / 2 + 6
        if edge < label_x - 14:
            parts.append(
                f'<path class="nr-line" stroke-dasharray="1 4" d="M{edge:.1f} {centre:.1f}H{label_x - 8:g}"/>'
            )
        name = words.degree_name(layer.degree, language)
        counted = layer.counted(language)
        below = name if layer.share is None else f"{name} · {words.percent(layer.share, language)}"
        space = across - left - label_x
        parts.append(_text(counted, label_x, centre - 2, _size(counted, space, 18), "nr-text", weight=600))
        parts.append(_text(below, label_x, centre + 17, _size(below, space, 13), "nr-soft"))
        described.append(_described(layer, counted, language))
        y += step
    y += 4
    for paragraph in (note, words.say("pyramid_scale", language)):
        for line in _wrap(paragraph, round((across - 2 * left) / (12 * _CELL))):
            y += 17
            parts.append(_text(line, left, y, _size(line, across - 2 * left, 12), "nr-soft"))
    return _picture(
        parts, across, y + 18, title=title, description="; ".join([*described, *([note] * bool(note))])
    )


def path_svg(
    people: Sequence[str],
    strengths: Sequence[float | None],
    *,
    captions: Sequence[str] = (),
    language: str = "en",
) -> str:
    """Return a path as SVG: a row of named people, and between them the strength of each tie.

    Args:
        people: Names in order: the ego, the introducers, the target.
        strengths: One fewer: the strength of each tie in (0, 1], `None` where it is unknown.
        captions: A second line for every person (such as a job); none where empty.
        language: A language, as `netreach.render.words.language_of` reads it.

    Raises:
        OptionError: If there are no people, the lengths do not fit, or a strength is outside [0, 1].

    >>> "0.31" in path_svg(["Ana Ruiz", "Ben Ortiz", "Eva Lund"], [0.31, None])
    True
    """
    if not people:
        raise OptionError("a path to draw needs at least one person")
    if len(strengths) != len(people) - 1:
        raise OptionError(
            f"{len(people)} people have {len(people) - 1} ties between them, not {len(strengths)}"
        )
    if captions and len(captions) != len(people):
        raise OptionError(f"{len(people)} people need as many captions, not {len(captions)}")
    step, radius, y = 176.0, 17.0, 52.0
    across = step * len(people)
    parts: list[str] = []
    for index, strength in enumerate(strengths):
        if strength is not None and not 0 <= strength <= 1:
            raise OptionError(f"a strength is a number from 0 to 1, not {strength}")
        start, end = step * (index + 0.5) + radius + 7, step * (index + 1.5) - radius - 7
        stroke = 'stroke-width="1.5" stroke-dasharray="2 5"'
        label = words.say("unknown", language)
        if strength is not None:
            stroke, label = f'stroke-width="{1.5 + 6 * strength:.2f}"', words.number(strength, language)
        parts.append(f'<path class="nr-line" {stroke} d="M{start:g} {y:g}H{end:g}"/>')
        parts.append(_text(label, (start + end) / 2, y - 12, 13, "nr-soft", anchor="middle"))
    lowest = y + radius
    for index, name in enumerate(people):
        x = step * (index + 0.5)
        parts.append(f'<circle class="nr-{min(index, _RAMP)}" cx="{x:g}" cy="{y:g}" r="{radius:g}"/>')
        under = y + radius + 8
        caption = captions[index] if captions else ""
        for text, size, look, weight in ((name, 14, "nr-text", 600), (caption, 12, "nr-soft", 400)):
            for line in _wrap(text, int((step - 14) / (size * _CELL)), most=2):
                under += size + 3
                fitting = _size(line, step - 10, size)
                parts.append(_text(line, x, under, fitting, look, anchor="middle", weight=weight))
        lowest = max(lowest, under)
    title = words.say("path_to", language, a=people[0], b=people[-1])
    return _picture(parts, across, lowest + 18, title=title, description=" – ".join(people))


def bars_svg(rows: Sequence[Bars], *, title: str, note: str = "", language: str = "en") -> str:
    """Return segments by degree as SVG: a row for each, and in it a bar for each degree.

    A bar is as long as the segment's share of all people at that degree, on one scale for all of them, so that a
    segment which is common nearby and rare farther away is seen at once.

    Args:
        rows: The segments, in the order in which they are drawn.
        title: What the picture shows.
        note: Sentences below it; none where empty.
        language: A language, as `netreach.render.words.language_of` reads it.

    Raises:
        OptionError: If the rows have different numbers of degrees, or a share is outside [0, 1].

    >>> picture = bars_svg([Bars(label="Software", counts=(3, 40), shares=(0.5, 0.25))], title="Territory")
    >>> picture.startswith("<svg"), "25.00 %" in picture
    (True, True)
    """
    degrees = len(rows[0].counts) if rows else 0
    if any(len(row.counts) != degrees or len(row.shares) != degrees for row in rows):
        raise OptionError("every row of a picture of segments needs as many counts and shares as degrees")
    shares = [share for row in rows for share in row.shares]
    if any(not 0 <= share <= 1 for share in shares):
        raise OptionError("a share is a number from 0 to 1")
    across, left, names, gap = 720.0, 20.0, 226.0, 18.0
    room = (across - 2 * left - names) / max(degrees, 1) - gap
    widest = max(shares, default=0.0)
    starts = [left + names + gap + number * (room + gap) for number in range(degrees)]
    parts: list[str] = []
    y = 20.0
    for line in _wrap(title, round((across - 2 * left) / (18 * _CELL))):
        y += 18
        parts.append(_text(line, left, y, _size(line, across - 2 * left, 18), "nr-text", weight=600))
        y += 6
    y += 18
    for number, x in enumerate(starts, start=1):
        head = words.degree(number, language)
        parts.append(_text(head, x, y, _size(head, room, 13), "nr-soft", weight=600))
    y += 10
    described: list[str] = []
    for row in rows:
        top, under = y, y
        parts.append(f'<path class="nr-line" stroke-opacity="0.35" d="M{left:g} {top:g}H{across - left:g}"/>')
        for text, size, look, weight in ((row.label, 13, "nr-text", 600), (row.below, 11, "nr-soft", 400)):
            # Bold letters are broader than those for which sizes are reckoned.
            space = names * (0.84 if weight > 400 else 1.0)
            for line in _wrap(text, int(space / (size * _CELL)), most=2):
                under += size + 4
                parts.append(_text(line, left, under, _size(line, space, size), look, weight=weight))
        said = []
        for number, (count, share, x) in enumerate(zip(row.counts, row.shares, starts, strict=True), start=1):
            people, part = words.count(count, language), words.percent(share, language)
            parts.append(_text(people, x, top + 18, _size(people, room, 13), "nr-text"))
            parts.append(_text(part, x, top + 50, _size(part, room, 11), "nr-soft"))
            length = share / widest * room if widest else 0.0
            if count:
                # A sliver is left of what is there, however small its share.
                length = max(length, 1.5)
                shape = f'x="{x:g}" y="{top + 24:g}" width="{length:.1f}" height="12" rx="1.5"'
                filled = f'class="nr-{min(number, _RAMP)}"'
                outlined = 'class="nr-line" stroke-width="1.2" stroke-dasharray="3 2"'
                parts.append(f"<rect {outlined if row.hollow else filled} {shape}/>")
            said.append(f"{words.degree(number, language)} {people} ({part})")
        described.append(f"{row.label}: {', '.join(said)}")
        y = max(under, top + 50) + 10
    y += 4
    for paragraph in (note, words.say("territory_scale", language, share=widest) if rows else ""):
        for line in _wrap(paragraph, round((across - 2 * left) / (12 * _CELL))):
            y += 17
            parts.append(_text(line, left, y, _size(line, across - 2 * left, 12), "nr-soft"))
    return _picture(
        parts, across, y + 18, title=title, description="; ".join([*described, *([note] * bool(note))])
    )


def _described(layer: Layer, counted: str, language: str) -> str:
    if layer.share is None:
        return words.say("pyramid_layer", language, degree=layer.degree, count=counted)
    return words.say("pyramid_layer_share", language, degree=layer.degree, count=counted, share=layer.share)


def _picture(parts: Sequence[str], across: float, down: float, *, title: str, description: str) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="netreach-svg" role="img" aria-label="{escape(title)}"'
        f' viewBox="0 0 {across:g} {down:g}" width="{across:g}" height="{down:g}"'
        ' style="max-width:100%;height:auto">'
    )
    card = f'<rect class="nr-card" x="0.5" y="0.5" width="{across - 1:g}" height="{down - 1:g}" rx="10"/>'
    about = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    return "\n".join([head, about, _STYLE, card, *parts, "</svg>"])


def _text(
    text: str, x: float, y: float, size: float, look: str, *, anchor: str = "start", weight: int = 400
) -> str:
    return (
        f'<text class="{look}" x="{x:g}" y="{y:g}" font-size="{size:g}" font-weight="{weight}"'
        f' text-anchor="{anchor}">{escape(text)}</text>'
    )


def _size(text: str, space: float, wanted: float) -> float:
    """Return the font size, at most the wanted one, at which the text fits into so many pixels."""
    # Capitals and a few letters are wider than the average that cells stand for.
    broad = sum(sign.isupper() or sign in "mw@%" for sign in text)
    return round(min(wanted, space / max(1.0, (width(text) + 0.5 * broad) * _CELL)), 1)


def _wrap(text: str, cells: int, most: int | None = None) -> list[str]:
    """Return the text in lines of at most so many cells; what does not fit into the most lines is shortened."""
    lines: list[str] = []
    pieces = visible(text).split()
    while pieces:
        line = pieces.pop(0)
        if most is not None and len(lines) == most - 1:
            lines.append(shorten(" ".join([line, *pieces]), cells))
            break
        while pieces and width(line) + 1 + width(pieces[0]) <= cells:
            line += " " + pieces.pop(0)
        lines.append(shorten(line, cells))
    return lines
