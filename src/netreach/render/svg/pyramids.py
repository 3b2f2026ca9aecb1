"""The pyramid: how many people there are at each degree."""

from __future__ import annotations

from collections.abc import Sequence

from netreach.render import words
from netreach.render.svg.sheet import MARGIN, RAMP, Sheet, check_width
from netreach.render.text import Layer, log_scale, visible


def pyramid_svg(
    layers: Sequence[Layer],
    *,
    title: str,
    note: str = "",
    language: str = "en",
    width: float | None = None,
    beside: Sequence[str] = (),
) -> str:
    """Return the pyramid as SVG: one block per degree, nearest on top, with its count and share beside it.

    The blocks' widths follow `netreach.render.text.log_scale`, and a line below says so.

    Args:
        layers: The degrees, nearest first.
        title: What the picture shows.
        note: A line or more below it, such as whose networks are known; none where empty.
        language: A language, as `netreach.render.words.language_of` reads it.
        width: Pixels; 640 where not given. Letters keep their size on a narrow picture.
        beside: For each degree a line below its count, such as how many are new; none where empty.

    Raises:
        OptionError: If the width is outside its limits.

    >>> picture = pyramid_svg([Layer(degree=1, count=131, share=0.0147)], title="The network of Ana Ruiz")
    >>> picture.startswith("<svg"), "1.47 %" in picture
    (True, True)
    """
    sheet = Sheet(check_width(width, 640.0))
    scale = sheet.scale
    labels = min(max(0.37 * sheet.across, 150.0), 300.0)
    label_x = sheet.right - labels
    left, right, step = MARGIN, label_x - 20, 62.0 * scale
    middle, room = (left + right) / 2, right - left
    y = sheet.title(title) + 28
    sheet.dot(middle, y, 7 * scale, "0")
    y += 15 * scale
    described = []
    for index, (layer, part) in enumerate(zip(layers, log_scale(layers), strict=True)):
        centre = y + (step - 4) / 2
        base = max(6.0, part * room) if layer.count else 0.0
        inset = min(base / 2, 14.0 * scale)
        if base:
            corners = [
                (middle - base / 2 + inset, y),
                (middle + base / 2 - inset, y),
                (middle + base / 2, y + step - 4),
                (middle - base / 2, y + step - 4),
            ]
            points = " ".join(f"{x:.1f},{corner:.1f}" for x, corner in corners)
            sheet.draw(f'<polygon class="nr-{min(index + 1, RAMP)}" points="{points}"/>')
        edge = middle + (base - inset) / 2 + 6
        if edge < label_x - 14:
            sheet.line(f"M{edge:.1f} {centre:.1f}H{label_x - 8:.1f}", dashes="1 4")
        name = words.degree_name(layer.degree, language)
        counted = layer.counted(language)
        below = name if layer.share is None else f"{name} · {words.percent(layer.share, language)}"
        sheet.text(counted, label_x, centre - 2 * scale, 18 * scale, room=labels, bold=True, whole=True)
        sheet.text(below, label_x, centre + 17 * scale, 13 * scale, "soft", room=labels, whole=True)
        said = visible(beside[index]) if beside else ""
        sheet.text(said, label_x, centre + 33 * scale, 12 * scale, room=labels, bold=True, whole=True)
        described.append(f"{_described(layer, counted, language)}{f' ({said})' if said else ''}")
        y += step
    y = sheet.notes(y + 4, note, words.say("pyramid_scale", language))
    return sheet.picture(y + 18, title=title, description="; ".join([*described, *([note] * bool(note))]))


def _described(layer: Layer, counted: str, language: str) -> str:
    if layer.share is None:
        return words.say("pyramid_layer", language, degree=layer.degree, count=counted)
    return words.say("pyramid_layer_share", language, degree=layer.degree, count=counted, share=layer.share)
