"""Text for terminals, pipes, spreadsheets, Markdown and HTML, from plain data.

Widths are counted in terminal cells: a Han sign takes two, a combining accent none. Names come from other people's
files, so everything that is shown goes through `safe` (terminals), `csv_safe`, `markdown_safe` or HTML escaping.
"""

from __future__ import annotations

import html
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import attrs

from netreach.errors import OptionError
from netreach.render import words

ELLIPSIS: Final = "…"
LEFT_TO_RIGHT_MARK: Final = "\u200e"
ALIGNS: Final = ("<", ">", "^")

_JOINER: Final = "\u200d"
_EMOJI_STYLE: Final = "\ufe0f"
_EIGHTHS: Final = " ▏▎▍▌▋▊▉"
_GAP: Final = 2
_NARROWEST_TEXT: Final = 8
_BLANKS: Final = "\t\n\v\f\r\x85\u2028\u2029"
# Invisible, and without them a name still reads the same: direction marks, embeddings, isolates, soft hyphen,
# zero-width spaces, byte order mark, annotations.
_INVISIBLE: Final = "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202c\u2060\u2066-\u206f\ufeff\ufff9-\ufffb"
_UNSAFE: Final = re.compile(
    f"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202d\u202e{_INVISIBLE}\ud800-\udfff\ufdd0-\ufdef]"
    "|["
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
_DROPPED: Final = re.compile(f"[{_INVISIBLE}]")
_STRONG: Final = ("L", "R", "AL")
# Controls act on a screen, but line breaks and tabs are what cells may hold; a lone surrogate is in no encoding.
_NO_CELL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARKDOWN: Final = re.compile(
    r"[\\`*_{}\[\]<>#|~&!$@^]|:(?=\S)|(?<=\w)\.(?=\w)|^[-+=]|(?<=^\d)[.)]|(?<=\d)[.)](?=\s|$)"
)


@attrs.frozen(kw_only=True)
class Layer:
    """One degree of a pyramid.

    Attributes:
        degree: 1, 2, 3, ...
        count: Number of people in it.
        share: Its part of all degrees, a fraction; `None` where there is no whole to be part of.
        at_least: Whether the count is a lower bound.
    """

    degree: int
    count: int
    share: float | None = None
    at_least: bool = False

    def counted(self, language: str) -> str:
        """Return the count in words: `131`, or `at least 2,310`.

        >>> Layer(degree=2, count=2310, at_least=True).counted("en")
        'at least 2,310'
        """
        return (
            words.say("at_least", language, n=self.count)
            if self.at_least
            else words.count(self.count, language)
        )


def log_scale(layers: Sequence[Layer]) -> list[float]:
    """Return the width of every layer in [0, 1]: `ln(1 + count)`, where the largest layer has 1.

    >>> [round(part, 2) for part in log_scale([Layer(degree=1, count=9), Layer(degree=2, count=99)])]
    [0.5, 1.0]
    """
    largest = max((layer.count for layer in layers), default=0)
    return [math.log1p(layer.count) / math.log1p(largest) if largest else 0.0 for layer in layers]


def _cells(character: str) -> int:
    if " " <= character <= "~":
        return 1
    from rich.cells import cell_len

    return max(0, cell_len(character))


def _joins(cluster: str, character: str) -> bool:
    if " " <= character <= "~" and cluster[-1] != _JOINER:
        return False
    if unicodedata.category(character).startswith("M") or _cells(character) == 0:
        return True
    symbol = unicodedata.category(cluster[0]) == "So"
    if cluster[-1] == _JOINER:
        wanted = "So" if symbol else "L"
        return unicodedata.category(character).startswith(wanted)
    if "\U0001f3fb" <= character <= "\U0001f3ff":
        return symbol
    return len(cluster) == 1 and _is_flag_letter(cluster) and _is_flag_letter(character)


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def clusters(text: str) -> Iterator[tuple[str, int]]:
    """Yield what a reader takes for one sign, with its cells: accents, emoji sequences and flags stay whole."""
    cluster = ""
    for character in text:
        if cluster and not _joins(cluster, character):
            yield cluster, _cluster_cells(cluster)
            cluster = ""
        cluster += character
    if cluster:
        yield cluster, _cluster_cells(cluster)


def _cluster_cells(cluster: str) -> int:
    if " " <= cluster <= "~" and len(cluster) == 1:
        return 1
    cells = [_cells(character) for character in cluster]
    if unicodedata.category(cluster[0]) != "So":
        return sum(cells)
    pictured = _EMOJI_STYLE in cluster or sum(map(_is_flag_letter, cluster)) == 2
    return max(2, *cells) if pictured else max(cells)


def width(text: str) -> int:
    r"""Return how many terminal cells a text takes.

    >>> width("Ana"), width("林 美玲"), width("Jose\u0301")
    (3, 7, 4)
    """
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(cells for _, cells in clusters(text))


def pad(text: str, columns: int, align: str = "<") -> str:
    """Return the text filled up with spaces to so many cells; a longer text stays as it is.

    Args:
        text: One line.
        columns: Terminal cells.
        align: `"<"` left, `">"` right, `"^"` centre.

    Raises:
        OptionError: If `align` is something else.

    >>> pad("林", 4, ">")
    '  林'
    """
    if align not in ALIGNS:
        raise OptionError(f"align is {align!r}: choose '<' (left), '>' (right) or '^' (centre)")
    room = max(0, columns - width(text))
    before = {"<": 0, ">": room, "^": room // 2}[align]
    return " " * before + text + " " * (room - before)


def shorten(text: str, columns: int) -> str:
    """Return the text, or its beginning and an ellipsis, in at most so many cells; no sign is cut in two.

    >>> shorten("Marketing director", 10), shorten("林美玲", 4)
    ('Marketing…', '林…')
    """
    if columns <= 0:
        return ""
    if width(text) <= columns:
        return text
    kept, room = "", columns - 1
    for cluster, cells in clusters(text):
        room -= cells
        if room < 0:
            break
        kept += cluster
    mark = LEFT_TO_RIGHT_MARK if text.endswith(LEFT_TO_RIGHT_MARK) else ""
    return kept.rstrip() + ELLIPSIS + mark


def visible(text: str) -> str:
    r"""Return the text as one line in which nothing can act on the reader's screen.

    Line breaks and tabs become spaces; invisible direction marks go; control characters, bidi overrides and code
    points that are no characters are shown as escapes.

    >>> visible("Ana\x1b[31m\nRuiz")
    'Ana\\x1b[31m Ruiz'
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    character = match[0]
    if character in _BLANKS:
        return " "
    if _DROPPED.match(character):
        return ""
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def clean(text: str) -> str:
    r"""Return the text as one line without anything that `visible` would have to show as an escape.

    For letters and mail headers, where an escape would be as wrong as the character. Runs of blanks become one.

    >>> clean(" Ana\x1b\r\n  Ruiz\u202e ")
    'Ana Ruiz'
    """
    if not text.isascii() or not text.isprintable():
        text = _UNSAFE.sub(lambda match: " " if match[0] in _BLANKS else "", text)
    return " ".join(text.split())


def _right_to_left(text: str) -> bool:
    return not text.isascii() and any(unicodedata.bidirectional(sign) in ("R", "AL", "AN") for sign in text)


def safe(text: str) -> str:
    """Return the text safe for a terminal: `visible`, and right-to-left letters cannot move what follows them.

    A text with right-to-left letters ends in U+200E, which has no width, so that columns to its right stay put.

    >>> safe("דנה כהן")[-1] == LEFT_TO_RIGHT_MARK, safe("Ana Ruiz")
    (True, 'Ana Ruiz')
    """
    shown = visible(text)
    return shown + LEFT_TO_RIGHT_MARK if _right_to_left(shown) else shown


def table(
    headers: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    aligns: Sequence[str] | None = None,
    columns: int | None = 80,
) -> str:
    """Return a plain table without borders, every cell made safe, narrow enough for the terminal.

    Texts aligned to the left give way first, the widest first; figures aligned to the right only when nothing else
    is left. No line is wider than `columns` as long as every column can have one cell and a space.

    Args:
        headers: Head of every column; if all are empty, there is no head line.
        rows: Cells of every row, as many as there are headers.
        aligns: `"<"`, `">"` or `"^"` for every column; all to the left where not given.
        columns: Cells of the terminal; `None` for as wide as it takes.

    Raises:
        OptionError: If a row or `aligns` does not fit the headers.

    >>> print(table(["name", "score"], [["Ana Ruiz", "0.31"], ["林 美玲", "12.00"]], aligns="<>"))
    name      score
    Ana Ruiz   0.31
    林 美玲   12.00
    """
    aligns = ["<"] * len(headers) if aligns is None else aligns
    if len(aligns) != len(headers):
        raise OptionError(f"{len(headers)} headers, but {len(aligns)} aligns: give one for every column")
    lines = [list(map(safe, row)) for row in rows]
    for index, line in enumerate(lines, start=1):
        if len(line) != len(headers):
            raise OptionError(f"row {index} has {len(line)} cells, but the table has {len(headers)} columns")
    if any(headers):
        lines.insert(0, list(map(safe, headers)))
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    gap = _GAP
    if columns is not None and widths:
        if columns < len(widths) + _GAP * (len(widths) - 1):
            gap = 1
        widths = _fit(widths, aligns, columns - gap * (len(widths) - 1))
    return "\n".join(_line(line, widths, aligns, " " * gap) for line in lines)


def _line(cells: Sequence[str], widths: Sequence[int], aligns: Sequence[str], gap: str) -> str:
    return gap.join(
        pad(_held(shorten(cell, room)), room, align)
        for cell, room, align in zip(cells, widths, aligns, strict=True)
    ).rstrip()


def _held(cell: str) -> str:
    """Return a cell that cannot turn its line around.

    A line whose first letter is a right-to-left one is laid out from the right as a whole. The mark against it stands
    in the cell itself, so that a line that begins with an id begins with nothing else.
    """
    if cell.isascii():
        return cell
    strong = next(filter(_STRONG.__contains__, map(unicodedata.bidirectional, cell)), "L")
    return cell if strong == "L" else LEFT_TO_RIGHT_MARK + cell


def _fit(widths: Sequence[int], aligns: Sequence[str], room: int) -> list[int]:
    fitted = [min(cells, max(1, room)) for cells in widths]
    gentle = [
        cells if align == ">" else min(cells, _NARROWEST_TEXT)
        for cells, align in zip(widths, aligns, strict=True)
    ]
    for floors in (gentle, [min(cells, 1) for cells in widths]):
        while sum(fitted) > room:
            loose = [index for index, cells in enumerate(fitted) if cells > floors[index]]
            if not loose:
                break
            fitted[max(loose, key=lambda index: fitted[index])] -= 1
    return fitted


def bar(fraction: float, columns: int) -> str:
    """Return a bar of block characters, exact to an eighth of a cell; anything above 0 shows at least a sliver.

    Args:
        fraction: How much of the whole length, from 0 to 1.
        columns: Cells of the whole length.

    Raises:
        OptionError: If the fraction is outside [0, 1].

    >>> bar(0.5, 5), bar(0.0001, 5), bar(0, 5)
    ('██▌', '▏', '')
    """
    if not 0 <= fraction <= 1 + 1e-9:
        raise OptionError(f"a bar shows a fraction from 0 to 1, not {fraction}")
    eighths = round(min(fraction, 1.0) * columns * 8)
    if fraction > 0 and columns > 0:
        eighths = max(1, eighths)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def pyramid_text(layers: Sequence[Layer], *, columns: int = 80, language: str = "en") -> str:
    """Return the pyramid for a terminal: nearest degree on top, centred blocks, counts and shares beside them.

    Widths follow `log_scale`, and the last line says so. In a narrow terminal the blocks shrink, then go.

    >>> print(pyramid_text([Layer(degree=1, count=9, share=0.1), Layer(degree=2, count=80, share=0.9)], columns=32))
       ███████      1st   9  10.00 %
       ███████
    █████████████   2nd  80  90.00 %
    █████████████
    Widths: logarithmic scale of th…
    """
    shares = ["" if layer.share is None else words.percent(layer.share, language) for layer in layers]
    labels = table(
        ["", "", ""],
        [
            [words.degree(layer.degree, language), layer.counted(language), share]
            for layer, share in zip(layers, shares, strict=True)
        ],
        aligns="<>>",
        columns=columns,
    ).splitlines()
    room = min(40, columns - max(map(width, labels), default=0) - 3)
    if room < _NARROWEST_TEXT:
        return "\n".join(labels)
    lines = []
    for label, part in zip(labels, log_scale(layers), strict=True):
        block = pad(_block(part, room), room)
        lines += [f"{block}   {label}", block.rstrip()]
    lines.append(shorten(words.say("pyramid_scale", language), columns))
    return "\n".join(lines)


def _block(part: float, room: int) -> str:
    """Return a centred block whose edges lie on half cells."""
    if part <= 0:
        return pad("·", room, "^")
    cells = max(1, round(part * room))
    margin = room - cells
    if margin % 2 == 0:
        return " " * (margin // 2) + "█" * cells
    return " " * (margin // 2) + "▐" + "█" * (cells - 1) + "▌"


def csv_safe(text: str) -> str:
    r"""Return the text so that it is nothing but text, in a spreadsheet and on a screen.

    An apostrophe goes before what begins like a formula; control characters go, but line breaks and tabs stay.

    >>> csv_safe("=HYPERLINK(1)"), csv_safe("Ana"), csv_safe("\x1b=1")
    ("'=HYPERLINK(1)", 'Ana', "'=1")
    """
    text = _NO_CELL.sub("", text)
    return "'" + text if text.startswith(_FORMULA) else text


def markdown_safe(text: str) -> str:
    r"""Return the text so that Markdown shows it as it is: no markup, no link, no mention, no HTML.

    Lines stay lines; whatever could act on a screen is handled as in `visible`.

    >>> print(markdown_safe("[Ana](https://example.org) *Ruiz*"))
    \[Ana\](https\://example\.org) \*Ruiz\*
    """
    lines = (visible(line).strip() for line in text.split("\n"))
    return "\n".join(_MARKDOWN.sub(r"\\\g<0>", line) for line in lines)


def as_sentences(parts: Iterable[str]) -> str:
    """Return remarks as sentences, each with a capital and a full stop.

    >>> as_sentences(["as of 2 Mar 2026", "3 paths"])
    'As of 2 Mar 2026. 3 paths.'
    """
    return " ".join(f"{part[:1].upper()}{part[1:].rstrip('.')}." for part in parts if part)


def html_lines(text: str) -> str:
    r"""Return a text of several lines for HTML, with every line as it is, and nothing that could act.

    >>> html_lines("Ana\n  <b>")
    '<pre class="netreach" style="white-space:pre-wrap">Ana\n  &lt;b&gt;</pre>'
    """
    lines = "\n".join(escape(line) for line in text.split("\n"))
    return f'<pre class="netreach" style="white-space:pre-wrap">{lines}</pre>'


def html_table(
    headers: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    aligns: Sequence[str] | None = None,
    caption: str = "",
) -> str:
    """Return an HTML table with every text escaped and every cell laid out in its own direction.

    Args:
        headers: Head of every column.
        rows: Cells of every row, as many as there are headers.
        aligns: `"<"`, `">"` or `"^"` for every column; all to the left where not given.
        caption: What the table shows; none where empty.

    Raises:
        OptionError: If a row or `aligns` does not fit the headers.
    """
    aligns = ["<"] * len(headers) if aligns is None else aligns
    if len(aligns) != len(headers) or not set(aligns) <= set(ALIGNS):
        raise OptionError(
            f"aligns is {list(aligns)!r}: give '<', '>' or '^' for each of {len(headers)} columns"
        )
    styles = [{"<": "left", ">": "right", "^": "center"}[align] for align in aligns]
    parts = ['<table class="netreach">']
    if caption:
        parts.append(f"<caption>{escape(caption)}</caption>")
    parts.append("<thead>" + _html_row('th scope="col"', headers, styles) + "</thead>")
    parts.append("<tbody>")
    for index, row in enumerate(rows, start=1):
        if len(row) != len(headers):
            raise OptionError(f"row {index} has {len(row)} cells, but the table has {len(headers)} columns")
        parts.append(_html_row("td", row, styles))
    parts.append("</tbody></table>")
    return "\n".join(parts)


def _html_row(opening: str, cells: Sequence[str], styles: Sequence[str]) -> str:
    closing = opening.partition(" ")[0]
    return (
        "<tr>"
        + "".join(
            f'<{opening} dir="auto" style="text-align:{style}">{escape(cell)}</{closing}>'
            for cell, style in zip(cells, styles, strict=True)
        )
        + "</tr>"
    )


def escape(text: str) -> str:
    """Return the text as one line for HTML, SVG and XML, in elements and in attributes.

    >>> escape('<b>"Ana" & Eva</b>')
    '&lt;b&gt;&quot;Ana&quot; &amp; Eva&lt;/b&gt;'
    """
    return html.escape(visible(text), quote=True)
