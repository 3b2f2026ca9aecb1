"""Cards and their properties, a line at a time: folding, soft line ends, pictures, and what is broken.

Text is decoded as UTF-8 in which other bytes stay what they are (`surrogateescape`), because a card may say in which
encoding a single property is. Properties that nobody reads, pictures above all, are passed over without keeping them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, NamedTuple

import attrs

from netreach.importers.csvrows import Tally

LONGEST = 1_000_000
"""Characters of a property that is read; a card with a longer one is a problem."""

MOST = 10_000
"""Properties of a card that are read; a card with more is a problem."""

_PIECE = 65_536
_HEADS = 10_000
_HEAD = re.compile(r"(?:(?P<group>[\w-]+)\.)?(?P<name>[\w-]+)(?P<parameters>(?:;.*)?)", re.DOTALL)
_BEGINNING = re.compile(r"(?:[\w-]+\.)?[\w-]+;")
_QUOTED = re.compile(r"[^\":]*(?:\"[^\"]*\"[^\":]*)*:")

_NAMES = """
    FN N NICKNAME ORG TITLE ROLE EMAIL URL ADR CATEGORIES UID REV KIND MEMBER RELATED SOCIALPROFILE
    X-ABLABEL X-ABRELATEDNAMES X-ABSHOWAS X-ADDRESSBOOKSERVER-KIND X-ADDRESSBOOKSERVER-MEMBER X-ANDROID-CUSTOM
    X-SOCIALPROFILE X-LINKEDIN X-SPOUSE X-MANAGER X-ASSISTANT X-MS-SPOUSE X-MS-MANAGER X-MS-ASSISTANT
    X-EVOLUTION-SPOUSE X-EVOLUTION-MANAGER X-EVOLUTION-ASSISTANT X-KADDRESSBOOK-X-SPOUSESNAME
    X-KADDRESSBOOK-X-MANAGERSNAME X-KADDRESSBOOK-X-ASSISTANTSNAME
"""
READ = frozenset(_NAMES.split())
"""The properties that are read."""


class Head(NamedTuple):
    """What stands before the colon of a property.

    Attributes:
        group: What joins it to others of the card: `"item1"`; `""` where nothing does.
        name: In capitals.
        parameters: In capitals, with the `;` before each.
        soft: Whether its lines may end softly, as quoted-printable does.
        encoded: Whether its value has to be decoded even if it is ASCII.
        read: Whether it is read.
    """

    group: str
    name: str
    parameters: str
    soft: bool
    encoded: bool
    read: bool


@attrs.define(kw_only=True)
class RawCard:
    """The properties of a card that are read, and where it begins."""

    line: int
    properties: list[tuple[Head, str]] = attrs.field(factory=list)


@attrs.define(eq=False)
class CardReader:
    """Reads the cards of a text.

    Args:
        text: The file, with every kind of line end as one line feed.
        tally: Takes the number of cards, and what is broken.
    """

    _text: IO[str]
    _tally: Tally
    _heads: dict[str, Head] = attrs.field(factory=dict, init=False)
    _card: RawCard | None = attrs.field(default=None, init=False)
    _inside: int = attrs.field(default=0, init=False)
    _head: Head | None = attrs.field(default=None, init=False)
    _pieces: list[str] = attrs.field(factory=list, init=False)
    _size: int = attrs.field(default=0, init=False)
    _soft: bool = attrs.field(default=False, init=False)
    _astray: bool = attrs.field(default=False, init=False)
    _broken: str = attrs.field(default="", init=False)

    def __iter__(self) -> Iterator[RawCard]:
        """Give the cards that are whole; others are problems with the line where they begin."""
        readline = self._text.readline
        heads = self._heads
        line, whole, half, skips = 0, True, "", False
        while piece := readline(_PIECE):
            if skips and (not whole or piece[0] in " \t"):
                # Most lines of most files are those of pictures.
                line += whole
                whole = piece[-1] == "\n"
                continue
            starts = whole
            whole = piece[-1] == "\n"
            if whole:
                piece = piece[:-1]
            if starts:
                line += 1
                skips = False
                if half:
                    piece, half = (half + piece[1:] if piece[:1] in (" ", "\t") else piece), ""
                if not (self._soft and not _is_end(piece)) and (piece[:1] not in " \t" or self._head is None):
                    colon = piece.find(":")
                    if self._head is not None:
                        self._finish()
                    if colon < 0:
                        # An empty line, what is left of a text whose lines were not folded, or a line that was folded
                        # among the parameters.
                        if self._inside == 0 and piece.strip():
                            self._stray(line)
                        elif ";" in piece and len(piece) < _PIECE and _BEGINNING.match(piece):
                            half = piece
                        continue
                    written = piece[:colon]
                    head = heads.get(written) or self._new_head(written)
                    if head.name in ("BEGIN", "END") and piece[colon + 1 :].strip().upper() == "VCARD":
                        if head.name == "BEGIN":
                            self._open(line)
                        elif (done := self._close(line)) is not None:
                            yield done
                    elif self._inside == 0:
                        self._stray(line)
                    else:
                        self._head = head
                        if head.read and self._inside == 1:
                            self._pieces.append(piece)
                            self._size = len(piece)
                        else:
                            skips = not head.soft
                        if head.soft:
                            self._soft = piece.endswith("=")
                    continue
                if not self._soft:
                    piece = piece[1:]
            self._go_on(piece, starts=starts)
        self._finish()
        if self._card is not None:
            self._tally.problem(self._card.line, "the card does not end; the file may be cut short here")

    def _go_on(self, piece: str, *, starts: bool) -> None:
        """Take a further piece of the property before."""
        if self._soft and starts and self._pieces:
            # The sign that ends a line softly is none of the value; the next line may end so, too.
            self._pieces[-1] = self._pieces[-1][:-1]
        if self._head is not None and self._head.soft:
            self._soft = piece.endswith("=")
        if not self._pieces:
            return
        self._size += len(piece)
        if self._size > LONGEST:
            self._broken = self._broken or f"a property of more than {LONGEST:,} characters"
            self._pieces.clear()
        else:
            self._pieces.append(piece)

    def _new_head(self, written: str) -> Head:
        match = _HEAD.fullmatch(written.strip())
        group, name, parameters = match.group("group", "name", "parameters") if match else ("", "", "")
        parameters = parameters.upper()
        soft = "QUOTED-PRINTABLE" in parameters
        head = Head(
            group=group or "",
            name=name.upper(),
            parameters=parameters,
            soft=soft,
            encoded=soft or "BASE64" in parameters or "=B" in parameters,
            read=name.upper() in READ,
        )
        if len(self._heads) < _HEADS:
            self._heads[written] = head
        return head

    def _stray(self, line: int) -> None:
        if not self._astray:
            self._astray = True
            self._tally.problem(line, "text that belongs to no card", rows=0)

    def _open(self, line: int) -> None:
        self._astray = False
        if self._inside > 1 or (self._inside == 1 and self._head is not None and self._head.name == "AGENT"):
            # The card of an agent stands inside that of whom they act for.
            self._inside += 1
            return
        if self._card is not None:
            self._tally.problem(self._card.line, "the card does not end before the next one begins")
        self._tally.rows += 1
        self._card = RawCard(line=line)
        self._inside = 1
        self._broken = ""

    def _close(self, line: int) -> RawCard | None:
        if self._inside == 0:
            self._stray(line)
            return None
        self._inside -= 1
        if self._inside:
            return None
        card, self._card = self._card, None
        if card is not None and self._broken:
            self._tally.problem(card.line, self._broken)
            return None
        return card

    def _finish(self) -> None:
        """Put the property before, now that it is whole, to its card."""
        head, self._soft = self._head, False
        if not self._pieces or head is None or self._card is None:
            return
        text = self._pieces[0] if len(self._pieces) == 1 else "".join(self._pieces)
        self._pieces.clear()
        if '"' in head.parameters and (match := _QUOTED.match(text)):
            # A colon in quotes does not end the parameters.
            head, value = self._new_head(text[: match.end() - 1]), text[match.end() :]
        else:
            value = text.partition(":")[2]
        if len(self._card.properties) < MOST:
            self._card.properties.append((head, value))
        else:
            self._broken = self._broken or f"more than {MOST:,} properties"


def _is_end(piece: str) -> bool:
    return piece[:4].upper() == "END:" and piece[4:].strip().upper() == "VCARD"
