"""Paths from person to person: one as a row or a column, several side by side."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from netreach.errors import OptionError
from netreach.render import words
from netreach.render.svg.measure import wrapped
from netreach.render.svg.sheet import MARGIN, RAMP, Sheet, check_width

_STEP = 176.0
_NARROWEST_STEP = 122.0
_RADIUS = 17.0
_GAP = _RADIUS + 7
_GUTTER = 64.0
_LEAD = 1.24


@attrs.frozen(kw_only=True)
class Route:
    """One of several paths.

    Attributes:
        people: Names in order: the ego, the introducers, the target.
        strengths: One fewer: the strength of each tie in (0, 1], `None` where it is unknown.
        captions: A second line for every person (such as a job); none where empty.
        figure: The strength of the whole path, in words; none where empty.
    """

    people: tuple[str, ...]
    strengths: tuple[float | None, ...]
    captions: tuple[str, ...] = ()
    figure: str = ""


def path_svg(
    people: Sequence[str],
    strengths: Sequence[float | None],
    *,
    captions: Sequence[str] = (),
    language: str = "en",
    width: float | None = None,
) -> str:
    """Return a path as SVG: named people, and between them the strength of each tie.

    They stand in a row; where there is no room for one, in a column.

    Args:
        people: Names in order: the ego, the introducers, the target.
        strengths: One fewer: the strength of each tie in (0, 1], `None` where it is unknown.
        captions: A second line for every person (such as a job); none where empty.
        language: A language, as `netreach.render.words.language_of` reads it.
        width: Pixels; where not given, what the people need.

    Raises:
        OptionError: If there are no people, the lengths do not fit, a strength is outside [0, 1], or the width is
            outside its limits.

    >>> "0.31" in path_svg(["Ana Ruiz", "Ben Ortiz", "Eva Lund"], [0.31, None])
    True
    """
    route = Route(people=tuple(people), strengths=tuple(strengths), captions=tuple(captions))
    _check(route)
    sheet = Sheet(check_width(width, max(_STEP * len(people), 2 * _STEP)))
    title = words.say("path_to", language, a=people[0], b=people[-1])
    step = sheet.across / len(people)
    if step < _NARROWEST_STEP and len(people) > 1:
        lowest = _column(sheet, route, 14.0, language)
    else:
        y = 46.0 + 6 * sheet.scale
        lowest = y
        for index, strength in enumerate(strengths):
            start, end = step * (index + 0.5) + _GAP, step * (index + 1.5) - _GAP
            _stroke(sheet, f"M{start:.1f} {y:.1f}H{end:.1f}", strength)
            _figure(sheet, strength, (start + end) / 2, y, end - start, language)
        for index in range(len(people)):
            sheet.dot(step * (index + 0.5), y, _RADIUS, _colour(index))
            lowest = max(lowest, _named(sheet, route, index, step * (index + 0.5), y, step - 14))
    return sheet.picture(lowest + 18, title=title, description=" – ".join(people))


def paths_svg(
    routes: Sequence[Route],
    *,
    title: str,
    note: str = "",
    language: str = "en",
    width: float | None = None,
) -> str:
    """Return several paths between the same two people as SVG, side by side from the one to the other.

    Each has a lane; its number stands in its introducers, and below every number the strength of the path with the
    ties that give it. Where there is no room beside each other, the paths follow below each other.

    Args:
        routes: The paths, best first, all from the same person to the same person.
        title: What the picture shows.
        note: Sentences below it; none where empty.
        language: A language, as `netreach.render.words.language_of` reads it.
        width: Pixels; where not given, what the longest path needs.

    Raises:
        OptionError: If a path does not fit together or has other ends than the first, or the width is outside its
            limits.
    """
    for route in routes:
        _check(route)
        if (route.people[0], route.people[-1]) != (routes[0].people[0], routes[0].people[-1]):
            raise OptionError("paths that are drawn side by side need the same two ends")
    columns = max((len(route.people) for route in routes), default=2)
    sheet = Sheet(check_width(width, max(640.0, _STEP * columns + 2 * _GUTTER)))
    y = sheet.title(title) + 12
    if not routes:
        pass
    elif (sheet.across - 2 * _GUTTER) / columns < _NARROWEST_STEP:
        for number, route in enumerate(routes, start=1):
            if len(routes) > 1:
                sheet.line(f"M{MARGIN:g} {y + 6:.1f}H{sheet.right:.1f}", faint=True)
                head = f"{number} · {route.figure}" if route.figure else str(number)
                y = sheet.lines(head, MARGIN, y + 9, 13, room=sheet.room, bold=True, most=2)
            y = _column(sheet, route, y + 4, language)
            y += 8
    else:
        y = _lanes(sheet, routes, y, columns, language)
    y = sheet.notes(y + 6, note)
    described = "; ".join(
        " – ".join(route.people) + (f" ({route.figure})" if route.figure else "") for route in routes
    )
    return sheet.picture(y + 18, title=title, description=described)


def _check(route: Route) -> None:
    people = route.people
    if not people:
        raise OptionError("a path to draw needs at least one person")
    if len(route.strengths) != len(people) - 1:
        raise OptionError(
            f"{len(people)} people have {len(people) - 1} ties between them, not {len(route.strengths)}"
        )
    if route.captions and len(route.captions) != len(people):
        raise OptionError(f"{len(people)} people need as many captions, not {len(route.captions)}")
    for strength in route.strengths:
        if strength is not None and not 0 <= strength <= 1:
            raise OptionError(f"a strength is a number from 0 to 1, not {strength}")


def _lanes(sheet: Sheet, routes: Sequence[Route], top: float, columns: int, language: str) -> float:
    """Draw a lane for each path, all from one dot to one dot, and return where the last words stand.

    The lines fan out between the columns, where no words are.
    """
    gutter = _GUTTER if len(routes) > 1 else 0.0
    step = (sheet.across - 2 * gutter) / columns
    first, last = step / 2, sheet.across - step / 2
    left, inner = step + gutter, (columns - 2) * step
    centres, bottom = [], top
    for route in routes:
        centres.append(bottom + 36 * sheet.scale)
        bottom += (
            36 * sheet.scale + _below(route, inner / max(len(route.people) - 2, 1) - 14, sheet.scale) + 14
        )
    middle = (centres[0] + centres[-1]) / 2
    for route, centre in zip(routes, centres, strict=True):
        between = len(route.people) - 2
        stops = [left + (stop + 0.5) * inner / between for stop in range(between)]
        _fan(sheet, [first, *stops, last], middle, centre, left, route.strengths, language)
    for index, x in ((0, first), (-1, last)):
        sheet.dot(x, middle, _RADIUS, _colour(0 if index == 0 else RAMP))
        bottom = max(bottom, _named(sheet, routes[0], index, x, middle, step - 14))
    for number, (route, centre) in enumerate(zip(routes, centres, strict=True), start=1):
        between = len(route.people) - 2
        for stop in range(between):
            x = left + (stop + 0.5) * inner / between
            sheet.dot(x, centre, _RADIUS, _colour(stop + 1))
            if len(routes) > 1:
                sheet.text(
                    str(number), x, centre + 4.6, 13, "on", room=26, anchor="middle", bold=True, whole=True
                )
            _named(sheet, route, stop + 1, x, centre, inner / between - 14)
    for number, route in enumerate(routes, start=1):
        if route.figure:
            said = f"{number} · {route.figure}" if len(routes) > 1 else route.figure
            bottom = sheet.lines(said, MARGIN, bottom, 13 * sheet.scale, room=sheet.room, most=2)
    return bottom


def _fan(
    sheet: Sheet,
    stops: Sequence[float],
    middle: float,
    centre: float,
    left: float,
    strengths: Sequence[float | None],
    language: str,
) -> None:
    """Draw the ties of one lane: out of the middle, along the lane, and back into the middle."""
    right = sheet.across - left
    if len(strengths) == 1:
        out, back = (
            _bend(stops[0] + _GAP, middle, left, centre),
            _bend(right, centre, stops[1] - _GAP, middle, True),
        )
        _stroke(sheet, f"{out}H{right:.1f}{back}", strengths[0])
        _figure(sheet, strengths[0], (left + right) / 2, centre, right - left, language)
        return
    for hop, strength in enumerate(strengths):
        start, end = stops[hop] + _GAP, stops[hop + 1] - _GAP
        if hop == 0:
            _stroke(sheet, f"{_bend(start, middle, left, centre)}H{end:.1f}", strength)
            _figure(sheet, strength, (left + end) / 2, centre, end - left, language)
        elif hop == len(strengths) - 1:
            _stroke(
                sheet,
                f"M{start:.1f} {centre:.1f}H{right:.1f}{_bend(right, centre, end, middle, True)}",
                strength,
            )
            _figure(sheet, strength, (start + right) / 2, centre, right - start, language)
        else:
            _stroke(sheet, f"M{start:.1f} {centre:.1f}H{end:.1f}", strength)
            _figure(sheet, strength, (start + end) / 2, centre, end - start, language)


def _bend(x: float, y: float, to_x: float, to_y: float, back: bool = False) -> str:
    """Return the way from one height to another: flat where words stand below, bent in the gutter."""
    if y == to_y:
        return f"H{to_x:.1f}" if back else f"M{x:.1f} {y:.1f}H{to_x:.1f}"
    begin, end = (x, x + _GUTTER) if back else (to_x - _GUTTER, to_x)
    half = (begin + end) / 2
    bent = f"H{begin:.1f}C{half:.1f} {y:.1f} {half:.1f} {to_y:.1f} {end:.1f} {to_y:.1f}"
    return f"{bent}H{to_x:.1f}" if back else f"M{x:.1f} {y:.1f}{bent}"


def _figure(sheet: Sheet, strength: float | None, x: float, y: float, room: float, language: str) -> None:
    label = words.say("unknown", language) if strength is None else words.number(strength, language)
    sheet.text(label, x, y - 11, 13 * sheet.scale, "soft", room=room, anchor="middle", whole=True)


def _stroke(sheet: Sheet, path: str, strength: float | None) -> None:
    if strength is None:
        sheet.line(path, thick=1.5, dashes="2 5")
    else:
        sheet.line(path, thick=1.5 + 6 * strength)


def _texts(route: Route, index: int, scale: float) -> list[tuple[str, float, str, bool, int]]:
    caption = route.captions[index] if route.captions else ""
    return [(route.people[index], 14.0 * scale, "text", True, 3), (caption, 12.0 * scale, "soft", False, 2)]


def _below(route: Route, room: float, scale: float) -> float:
    """Return how far the words below the introducers of a path reach."""
    return (
        _RADIUS
        + 8
        + max(
            (
                sum(
                    len(wrapped(text, room, size, bold=bold, most=most)) * size * _LEAD
                    for text, size, _, bold, most in _texts(route, index, scale)
                )
                for index in range(1, len(route.people) - 1)
            ),
            default=0.0,
        )
    )


def _named(sheet: Sheet, route: Route, index: int, x: float, y: float, room: float) -> float:
    """Write name and caption below a dot."""
    y += _RADIUS + 8
    for text, size, look, bold, most in _texts(route, index, sheet.scale):
        y = sheet.lines(text, x, y, size, look, room=room, anchor="middle", bold=bold, most=most, lead=_LEAD)
    return y


def _column(sheet: Sheet, route: Route, y: float, language: str) -> float:
    """Draw a path from top to bottom, names beside the dots, and return where the last words stand."""
    radius, x = 11.0, MARGIN + 14
    beside = x + radius + 14
    room = sheet.right - beside
    above = y
    for index in range(len(route.people)):
        top = y + 6
        centre = top + radius + 3
        if index:
            strength = route.strengths[index - 1]
            _stroke(sheet, f"M{x:.1f} {above + radius + 5:.1f}V{centre - radius - 5:.1f}", strength)
            label = words.say("unknown", language) if strength is None else words.number(strength, language)
            sheet.text(label, beside, top - 12, 12, "soft", room=room, whole=True)
        sheet.dot(x, centre, radius, _colour(index))
        y = top
        for text, size, look, bold, most in _texts(route, index, sheet.scale):
            y = sheet.lines(text, beside, y, size, look, room=room, bold=bold, most=most, lead=_LEAD)
        y = max(y, centre + radius)
        if index < len(route.people) - 1:
            y += 30
        above = centre
    return y


def _colour(index: int) -> str:
    return str(min(index, RAMP))
