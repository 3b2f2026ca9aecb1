"""How broad a text is in a picture, for fonts that nobody knows yet: on the safe side.

A picture names families of fonts and gets whichever the reader has. The widths here are the largest among common
sans-serif fonts (DejaVu Sans, which is as broad as Verdana, Liberation Sans, which is as broad as Arial, and Noto
Sans), so that a text which fits here fits everywhere.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from netreach.render.text import ELLIPSIS, clusters, visible

_BY_WIDTH: Final = {
    0.28: "'ijl",
    0.32: " ,.",
    0.36: ":;If-",
    0.40: "/\\()[]t!",
    0.46: 'r"',
    0.56: "J`szc*|?L_",
    0.60: "kvxy",
    0.64: "FTaoebdghnpqu$0123456789{}",
    0.69: "KEPSYAVBXZ",
    0.76: "CRUHN",
    0.79: "D&GOQ",
    0.84: "w#+<=>^~",
    0.91: "M",
    0.99: "m%W",
    1.02: "@",
}
_WIDTHS: Final = {sign: width for width, signs in _BY_WIDTH.items() for sign in signs} | {
    "·": 0.38,
    "–": 0.56,
}
# Signs that are a whole phrase, long dashes, and the broadest of the old scripts.
_PHRASES: Final = ("\ufdfa", "\ufdfb", "\ufdfd")
_PHRASE, _DASH, _ANCIENT, _EMOJI, _CAPITAL, _OTHER = 11.0, 3.0, 4.0, 1.4, 1.08, 0.86


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """Return how many pixels a text may take at most.

    >>> round(measure("Ana", 10)), round(measure("林", 10)), measure("Jose\u0301", 10) == measure("José", 10)
    (20, 10, True)
    """
    broad = [_cluster(cluster, cells) for cluster, cells in clusters(text)]
    if bold:
        broad = [1.08 * each + 0.04 for each in broad if each]
    return sum(broad) * size


def _cluster(cluster: str, cells: int) -> float:
    sign = cluster[0]
    if sign in _WIDTHS and len(cluster) == 1:
        return _WIDTHS[sign]
    base = unicodedata.normalize("NFD", sign)[0]
    if base in _WIDTHS:
        return _WIDTHS[base]
    if sign in _PHRASES:
        return _PHRASE
    if "\u2e3a" <= sign <= "\u2e3b" or sign == "\u2014":
        return _DASH
    if "\U00012000" <= sign <= "\U0001254f":
        return _ANCIENT
    if unicodedata.category(sign) == "So":
        return _EMOJI
    if cells == 0:
        return 0.0
    if cells > 1:
        return 1.02 * cells / 2
    # Letters of a cluster after the first (a joined syllable) take room of their own.
    letters = sum(unicodedata.category(each)[0] not in "MC" for each in cluster)
    return max(1, letters) * (_CAPITAL if sign.isupper() else _OTHER)


def fitted(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return the text, or its beginning and an ellipsis, in at most so many pixels; no sign is cut in two.

    >>> fitted("Marketing director", 60, 10), fitted("Ana", 60, 10)
    ('Marketin…', 'Ana')
    """
    text = visible(text)
    if measure(text, size, bold=bold) <= room:
        return text
    kept, room = "", room - measure(ELLIPSIS, size, bold=bold)
    for cluster, _ in clusters(text):
        room -= measure(cluster, size, bold=bold)
        if room < 0:
            break
        kept += cluster
    return kept.rstrip() + ELLIPSIS


def wrapped(text: str, room: float, size: float, *, bold: bool = False, most: int | None = None) -> list[str]:
    """Return the text in lines of at most so many pixels; what does not fit into the most lines is shortened.

    A word that is broader than a line goes on in the next.

    >>> wrapped("Head of Marketing and Sales", 90, 10, most=2)
    ['Head of', 'Marketing and…']
    """
    lines: list[str] = []
    pieces = visible(text).split()
    while pieces:
        if most is not None and len(lines) == most - 1:
            lines.append(fitted(" ".join(pieces), room, size, bold=bold))
            break
        line = pieces.pop(0)
        if measure(line, size, bold=bold) > room:
            line, rest = _broken(line, room, size, bold)
            pieces[:0] = [rest] * bool(rest)
        else:
            while pieces and measure(f"{line} {pieces[0]}", size, bold=bold) <= room:
                line += f" {pieces.pop(0)}"
        lines.append(line)
    return lines


def _broken(word: str, room: float, size: float, bold: bool) -> tuple[str, str]:
    """Return as much of a word as fits, at least a sign, and the rest."""
    kept = ""
    for cluster, _ in clusters(word):
        if kept and measure(kept + cluster, size, bold=bold) > room:
            break
        kept += cluster
    return kept, word[len(kept) :]
