"""XML as a stream of elements: no entities, no DTD, limits on depth and on the length of a tag."""

from __future__ import annotations

from typing import Protocol
from xml.parsers import expat

from netreach.errors import ExportError, UnsafeExportError
from netreach.importers.tables.sniff import opened, place
from netreach.plugins.export import Export

_BLOCK = 1 << 18
_DEPTH = 200
_LONGEST_TAG = 16 * 2**20
_LONGEST_TEXT = 200_000


class Elements(Protocol):
    """Takes the elements of a file."""

    def start(self, tag: str, attributes: dict[str, str], line: int) -> None:
        """Take the beginning of an element; the tag has no prefix where it is that of the root."""
        ...

    def end(self, tag: str, text: str) -> None:
        """Take the end of an element, and its text without that of the elements in it."""
        ...


def read(export: Export, name: str, elements: Elements) -> None:
    """Go through the elements of an XML file.

    Raises:
        ExportError: It is not well-formed, or ends early.
        UnsafeExportError: It declares entities, nests too deeply, or has a tag without end.
    """
    where = place(export, name)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    reader = _Reader(parser, elements, where)
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = reader.entity
    parser.SkippedEntityHandler = reader.skipped
    fed = 0
    with opened(export, name) as stream:
        try:
            while block := stream.read(_BLOCK):
                fed += len(block)
                parser.Parse(block, False)
                if fed - parser.CurrentByteIndex > _LONGEST_TAG:
                    raise UnsafeExportError(
                        f"{where}: a tag or text near line {parser.CurrentLineNumber:,} is longer than "
                        f"{_LONGEST_TAG // 2**20} MiB. It was not read on."
                    )
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            cut = error.code in (3, 5, 6) or fed == 0
            why = expat.ErrorString(error.code)
            raise ExportError(
                f"{where} is no well-formed XML: {why} in line {error.lineno:,}. "
                + ("It seems to be cut short. " if cut else "")
                + "Export it again."
            ) from error
        except (ValueError, LookupError) as error:
            raise ExportError(
                f"{where} is in an encoding that cannot be read ({error}). Save it as UTF-8."
            ) from error


class _Reader:
    def __init__(self, parser: expat.XMLParserType, elements: Elements, where: str) -> None:
        self._parser = parser
        self._elements = elements
        self._where = where
        self._prefix: str | None = None
        self._depth = 0
        self._text: list[str] = []
        self._size = 0
        self._before: dict[int, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._text:
            self._keep()
        self._depth += 1
        if self._depth > _DEPTH:
            raise UnsafeExportError(
                f"{self._where}: elements are nested more than {_DEPTH} deep near line "
                f"{self._parser.CurrentLineNumber:,}. It was not read on."
            )
        if self._prefix is None:
            prefix, colon, _ = tag.rpartition(":")
            self._prefix = prefix + colon
        self._clear()
        self._elements.start(tag.removeprefix(self._prefix), attributes, self._parser.CurrentLineNumber)

    def end(self, tag: str) -> None:
        text = "".join(self._text).strip() if self._text else ""
        if self._before and (before := self._before.pop(self._depth, "")):
            text = f"{before} {text}".strip()
        self._depth -= 1
        self._clear()
        self._elements.end(tag.removeprefix(self._prefix or ""), text)

    def text(self, data: str) -> None:
        if self._size < _LONGEST_TEXT:
            self._text.append(data)
            self._size += len(data)

    def entity(self, name: str, *_: object) -> None:
        raise UnsafeExportError(
            f"{self._where} declares the entity {name[:40]!r}. Graph files need none, and entities can make a "
            "program read other files or fill its memory. It was not read; remove the declaration."
        )

    def skipped(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            raise ExportError(
                f"{self._where}: line {self._parser.CurrentLineNumber:,} uses the entity &{name[:40]};, which XML "
                "does not know. Write the letter itself."
            )

    def _keep(self) -> None:
        """Keep the text of an element in which another one begins: yEd writes how a label is drawn into the label."""
        text, before = "".join(self._text).strip(), self._before.get(self._depth, "")
        if text and len(before) < _LONGEST_TEXT:
            self._before[self._depth] = f"{before} {text}".strip()

    def _clear(self) -> None:
        if self._text:
            self._text = []
            self._size = 0
