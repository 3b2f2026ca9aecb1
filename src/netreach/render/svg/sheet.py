"""A sheet on which a picture is drawn: its colours, its texts, its lines; it becomes one SVG element.

A picture is self-contained: no script, no outside font, no file beside it. It brings its own ground, follows the
reader's light or dark scheme (or holds to one of them), is light in print, uses one blue ramp that stays ordered for
every kind of colour vision and in grey, and says in words (`title`, `desc`) what it shows.
"""

from __future__ import annotations

import re
from typing import Final

from netreach.errors import OptionError
from netreach.render.svg.measure import fitted, measure, wrapped
from netreach.render.text import LEFT_TO_RIGHT_MARK, escape

THEMES: Final = ("auto", "light", "dark")
"""Which colours a picture has: those of the reader's scheme, or always the same."""

RAMP: Final = 3
"""How many degrees have a colour of their own."""

NARROWEST: Final = 280
BROADEST: Final = 2400
"""Limits of the width that may be asked for, in pixels."""

MARGIN: Final = 20.0

# Hebrew, Arabic and the scripts between and after them, with their other forms.
_RTL: Final = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]+"
_FROM_RIGHT: Final = re.compile(f"{_RTL}(?:[ .'-]+{_RTL})*")

_FONTS: Final = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif'
_LIGHT: Final = {
    "card": "fill:#fff;stroke:#d0d7de",
    "text": "fill:#1b1f24",
    "soft": "fill:#57606a",
    "line": "stroke:#8c959f;fill:none",
    "0": "fill:#1b1f24",
    "1": "fill:#0b3c6f",
    "2": "fill:#1f6fb2",
    "3": "fill:#4a95cf",
    "on": "fill:#fff",
    "plus": "fill:#1f6fb2",
    # Hollow as well, so that print and every eye tell it from what adds.
    "minus": "fill:#f6d5bd;stroke:#b4500f;stroke-width:1.2",
}
_DARK: Final = {
    "card": "fill:#14181d;stroke:#3a434d",
    "text": "fill:#e9edf1",
    "soft": "fill:#a3adb8",
    "line": "stroke:#6e7781;fill:none",
    "0": "fill:#e9edf1",
    "1": "fill:#cfe6fa",
    "2": "fill:#86bdec",
    "3": "fill:#4a95cf",
    "on": "fill:#14181d",
    "plus": "fill:#86bdec",
    "minus": "fill:#4f3018;stroke:#f0a05c;stroke-width:1.2",
}


def check_width(width: float | None, natural: float) -> float:
    """Return the width of a picture: what was asked for, or what suits it.

    Raises:
        OptionError: If it is too narrow or too broad.
    """
    if width is None:
        return natural
    if isinstance(width, bool) or not NARROWEST <= width <= BROADEST:
        raise OptionError(
            f"width={width!r}: a picture is {NARROWEST} to {BROADEST} pixels wide. Enlarge or shrink it afterwards: "
            "SVG stays sharp."
        )
    return float(width)


def theme_of(picture: str) -> str:
    """Return in the colours of which theme a picture is.

    >>> theme_of(themed('<svg class="netreach-svg netreach-auto"><style></style></svg>', "dark"))
    'dark'
    """
    head = picture.partition("<style>")[0]
    return next((theme for theme in THEMES if f'class="netreach-svg netreach-{theme}"' in head), THEMES[0])


def themed(picture: str, theme: str) -> str:
    """Return a picture in the colours of a theme.

    Raises:
        OptionError: If there is no such theme.
    """
    if theme not in THEMES:
        raise OptionError(f"theme is {theme!r}: choose from {', '.join(THEMES)}.")
    head, opening, rest = picture.partition("<style>")
    # The first style is ours: whatever is shown of anybody is escaped, and comes after it.
    _, closing, tail = rest.partition("</style>")
    for other in THEMES:
        head = head.replace(
            f'class="netreach-svg netreach-{other}"', f'class="netreach-svg netreach-{theme}"', 1
        )
    return head + opening + _style(theme) + closing + tail


def _style(theme: str) -> str:
    def rules(colours: dict[str, str]) -> str:
        return "\n".join(f".netreach-{theme} .nr-{name}{{{look}}}" for name, look in colours.items())

    # The layout counts from the left, also on a page that is written from the right.
    shared = f"\n.netreach-{theme}{{font-family:{_FONTS};direction:ltr}}\n"
    if theme == "auto":
        dark = f"@media screen and (prefers-color-scheme:dark){{\n{rules(_DARK)}\n}}\n"
        return f"{shared}{rules(_LIGHT)}\n{dark}"
    return f"{shared}{rules(_DARK if theme == 'dark' else _LIGHT)}\n"


def _in_place(text: str) -> str:
    """Return a text in which no figure or bracket changes places with a name that is written from the right."""
    return text if text.isascii() else _FROM_RIGHT.sub(rf"\g<0>{LEFT_TO_RIGHT_MARK}", text)


class Sheet:
    """What is drawn, from top to bottom.

    Args:
        across: Its width in pixels.
    """

    def __init__(self, across: float) -> None:
        self.across = across
        self.right: float = across - MARGIN
        self.room: float = across - 2 * MARGIN
        # On a broad picture letters grow with it, on a narrow one they stay as large as they are.
        self.scale: float = min(max(across / 720, 1.0), 1.4)
        self._parts: list[str] = []

    def draw(self, shape: str) -> None:
        """Add a shape; nobody's text may be in it."""
        self._parts.append(shape)

    def text(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        look: str = "text",
        *,
        room: float,
        anchor: str = "start",
        bold: bool = False,
        whole: bool = False,
    ) -> None:
        """Add a line of text that keeps to its room.

        Args:
            text: The line.
            x, y: Where it begins, or has its middle or end; the line on which letters stand.
            size: Size of the letters, in pixels.
            look: Class of its colour.
            room: Pixels that it may take.
            anchor: `"start"`, `"middle"` or `"end"`.
            bold: Whether it is bold.
            whole: Whether it may not be cut, such as a number: then it becomes smaller instead.
        """
        if whole:
            size = min(size, size * room / max(measure(text, size, bold=bold), 1e-9))
        else:
            text = fitted(text, room, size, bold=bold)
        if not text:
            return
        weight = 600 if bold else 400
        self._parts.append(
            f'<text class="nr-{look}" x="{x:.1f}" y="{y:.1f}" font-size="{size:.2f}" font-weight="{weight}"'
            f' text-anchor="{anchor}">{_in_place(escape(text))}</text>'
        )

    def lines(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        look: str = "text",
        *,
        room: float,
        anchor: str = "start",
        bold: bool = False,
        most: int | None = None,
        lead: float = 1.32,
    ) -> float:
        """Add a text in as many lines as it takes, below `y`, and return where the last of them stands."""
        for line in wrapped(text, room, size, bold=bold, most=most):
            y += size * lead
            self.text(line, x, y, size, look, room=room, anchor=anchor, bold=bold)
        return y

    def title(self, text: str) -> float:
        """Add the title, and return where its last line stands."""
        return self.lines(text, MARGIN, 16.0, 18 * self.scale, room=self.room, bold=True, lead=1.25)

    def notes(self, y: float, *paragraphs: str) -> float:
        """Add sentences at the bottom, and return where the last line stands."""
        for paragraph in paragraphs:
            y = self.lines(paragraph, MARGIN, y, 12 * self.scale, "soft", room=self.room, lead=1.4)
        return y

    def line(self, path: str, *, faint: bool = False, dashes: str = "", thick: float = 1.0) -> None:
        """Add a line."""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        opacity = ' stroke-opacity="0.35"' if faint else ""
        self._parts.append(f'<path class="nr-line" stroke-width="{thick:.2f}"{dashed}{opacity} d="{path}"/>')

    def bar(self, x: float, y: float, length: float, height: float, look: str) -> None:
        """Add a bar; what is there shows at least a sliver."""
        self._parts.append(
            f'<rect class="nr-{look}" x="{x:.1f}" y="{y:.1f}" width="{max(length, 1.5):.1f}" height="{height:.1f}"'
            ' rx="2"/>'
        )

    def dot(self, x: float, y: float, radius: float, look: str) -> None:
        """Add a filled circle."""
        self._parts.append(f'<circle class="nr-{look}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}"/>')

    def picture(self, down: float, *, title: str, description: str) -> str:
        """Return what was drawn as an SVG element of so many pixels in height."""
        across = self.across
        size = f'viewBox="0 0 {across:g} {down:.0f}" width="{across:g}" height="{down:.0f}"'
        head = (
            '<svg xmlns="http://www.w3.org/2000/svg" class="netreach-svg netreach-auto" role="img"'
            f' aria-label="{escape(title)}" {size} style="max-width:100%;height:auto">'
        )
        card = (
            f'<rect class="nr-card" x="0.5" y="0.5" width="{across - 1:g}" height="{down - 1:.0f}" rx="10"/>'
        )
        about = f"<style>{_style('auto')}</style>\n<title>{escape(title)}</title><desc>{escape(description)}</desc>"
        return "\n".join([head, about, card, *self._parts, "</svg>"])
