"""Fonts by script, for what draws a picture without a browser.

A browser looks for another font wherever one lacks a sign. A library that draws PNG does so for a whole text at once,
and what comes out is the first font that it finds, or boxes where no font has all of it. So a text with signs of
another script is given the fonts of that script, which have Latin letters too; a text of several is drawn in pieces,
each as broad as it may be.
"""

from __future__ import annotations

import html
import re
import unicodedata
from itertools import groupby
from typing import Final

from netreach.render.svg.measure import measure

_TEXT: Final = re.compile("(<text[^>]*>)([^<]*)(</text>)")
_VALUE: Final = re.compile(r'([a-z-]+)="([^"]*)"')
_PLACE: Final = re.compile(r' (?:x|text-anchor)="[^"]*"')
_EMOJI: Final = "Noto Color Emoji,Apple Color Emoji,Segoe UI Emoji,Noto Emoji"
_HAN: Final = (
    "Noto Sans CJK SC,Noto Sans CJK JP,Noto Sans SC,Noto Sans JP,PingFang SC,Hiragino Sans,Microsoft YaHei,Yu Gothic,"
    "WenQuanYi Zen Hei"
)
_FONTS: Final = {
    "CJK": _HAN,
    "HIRAGANA": _HAN,
    "KATAKANA": _HAN,
    "KATAKANA-HIRAGANA": _HAN,
    "FULLWIDTH": _HAN,
    "HANGUL": "Noto Sans CJK KR,Noto Sans KR,Apple SD Gothic Neo,Malgun Gothic",
    "ARABIC": "Segoe UI,DejaVu Sans,Noto Sans Arabic,Geeza Pro",
    "HEBREW": "Segoe UI,DejaVu Sans,Noto Sans Hebrew,Arial Hebrew",
    "THAI": "Noto Sans Thai,Leelawadee UI,Thonburi",
}
# What is common to all fonts of letters stops before arrows and comparisons.
_MATHEMATICAL: Final = "Arial,Liberation Sans,DejaVu Sans"
_INDIC: Final = "Nirmala UI,Kohinoor Devanagari"
_EVERYWHERE: Final = ("LATIN", "GREEK", "CYRILLIC")


def with_fonts(picture: str) -> str:
    """Return a picture in which texts of scripts other than Latin, Greek and Cyrillic name their fonts.

    >>> with_fonts('<text x="1">Ana &amp; Co</text>')
    '<text x="1">Ana &amp; Co</text>'
    >>> with_fonts('<text x="1">más lejos, 2.º</text>')
    '<text x="1">más lejos, 2.º</text>'
    >>> with_fonts('<text x="1">ไทย</text>')
    '<text font-family="Noto Sans Thai,Leelawadee UI,Thonburi,sans-serif" x="1">ไทย</text>'
    """
    return _TEXT.sub(_named, picture)


def _named(match: re.Match[str]) -> str:
    opening, text, closing = match.groups()
    if text.isascii():
        return match[0]
    pieces = _pieces(html.unescape(text))
    fonts = dict.fromkeys(chosen for chosen, _ in pieces if chosen)
    if len(fonts) > 1:
        return _side_by_side(opening, pieces)
    # Fonts of pictures have no letters, and are found where a sign is missing.
    main = "".join(chosen for chosen in fonts if chosen != _EMOJI)
    return (_with(opening, main) if main else opening) + text + closing


def _pieces(text: str) -> list[tuple[str, str]]:
    """Return the runs of one script, each with its fonts."""
    fonts = [_fonts(sign) for sign in text]
    for place, chosen in enumerate(fonts):
        # What belongs to no script, such as an accent, a joiner or a blank, stays with what is before it.
        if chosen is None:
            fonts[place] = fonts[place - 1] if place else ""
    runs = groupby(zip(fonts, text, strict=True), key=lambda pair: pair[0])
    return [(chosen or "", "".join(sign for _, sign in run)) for chosen, run in runs]


def _side_by_side(opening: str, pieces: list[tuple[str, str]]) -> str:
    values = dict(_VALUE.findall(opening))
    size, bold = float(values.get("font-size", 16)), values.get("font-weight") == "600"
    broad = [measure(text, size, bold=bold) for _, text in pieces]
    x = float(values.get("x", 0)) - sum(broad) * {"middle": 0.5, "end": 1.0}.get(
        values.get("text-anchor", ""), 0.0
    )
    parts = []
    for (chosen, text), broad_as in zip(pieces, broad, strict=True):
        # Blanks at an edge are not drawn.
        shown = text.strip()
        room = measure(shown, size, bold=bold)
        if shown and room:
            left = x + measure(text[: len(text) - len(text.lstrip())], size, bold=bold)
            # Latin letters are measured well; others may be narrower than reckoned, and are stretched.
            length = "" if shown.isascii() else f' textLength="{room:.1f}" lengthAdjust="spacingAndGlyphs"'
            piece = _PLACE.sub("", opening).replace("<text", f'<text x="{left:.1f}"{length}', 1)
            parts.append(f"{_with(piece, chosen) if chosen else piece}{html.escape(shown)}</text>")
        x += broad_as
    return "".join(parts)


def _with(opening: str, fonts: str) -> str:
    return opening.replace("<text", f'<text font-family="{fonts},sans-serif"', 1)


def _fonts(sign: str) -> str | None:
    """Return the fonts of a sign: `""` where every font has it, `None` where it goes with its neighbour."""
    category = unicodedata.category(sign)
    if category[0] in "MZC":
        return None
    # Western letters and signs, such as the ordinal º, whose name begins with no script.
    if sign <= "\u00ff":
        return ""
    if category in ("So", "Sk") and sign > "\u2000":
        return _EMOJI
    if category == "Sm" and sign > "\u2000":
        return _MATHEMATICAL
    script = unicodedata.name(sign, "").partition(" ")[0]
    if not script or script in _EVERYWHERE or (category[0] != "L" and script not in _FONTS):
        return ""
    return _FONTS.get(script, f"Noto Sans {script.title()},{_INDIC}")
