"""GML, as Newman, igraph, networkx, Gephi and yEd write it: nested lists of keys and values.

Keys at the level of a node or an edge are read; deeper ones say how it is drawn. A comment goes from `#` to the end
of its line. Entities such as `&quot;` in texts are letters.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from netreach.errors import ExportError, UnsafeExportError
from netreach.importers.graph.draft import Draft, Graph
from netreach.importers.graph.texts import whole_text
from netreach.importers.tables.sniff import place
from netreach.plugins.export import Export

_TOKEN = re.compile(
    r"""[\s,]*+(?: (?P<comment>\#[^\n]*+) | (?P<open>\[) | (?P<close>\])
      | "(?P<text>[^"]*+)" | (?P<word>[^\s\[\]"]++) | (?P<odd>") )""",
    re.VERBOSE,
)
_DEPTH = 100
_LONGEST = 200_000
_JOINED = 1000
"""Signs up to which the values of a key that stands several times are joined."""


def read(export: Export, name: str) -> Graph:
    """Read a GML file.

    Raises:
        ExportError: A text or a list is not closed, or a key has no value.
    """
    draft = Draft(export.columns)
    reader = _Reader(draft, place(export, name))
    for line, kind, token in _tokens(whole_text(export, name), place(export, name)):
        reader.take(line, kind, token)
    reader.close()
    return draft.done()


def _tokens(text: str, where: str) -> Iterator[tuple[int, str, str]]:
    line, counted = 1, 0
    for match in _TOKEN.finditer(text.rstrip(", \t\n")):
        kind = match.lastgroup
        if kind is None or kind == "comment":
            continue
        start = match.start(kind)
        line += text.count("\n", counted, start)
        counted = start
        if kind == "odd":
            raise ExportError(
                f"{where}: the text that begins in line {line:,} is never closed. Export it again."
            )
        yield line, kind, match[kind]


class _Reader:
    def __init__(self, draft: Draft, where: str) -> None:
        self._draft = draft
        self._where = where
        self._stack: list[str] = []
        self._key = ""
        self._line = 0
        self._values: dict[str, str] = {}
        self._begun = 0
        self._waiting: list[tuple[int, dict[str, str]]] = []
        self._directed = False

    def take(self, line: int, kind: str, token: str) -> None:
        """Take the next token."""
        self._line = line
        if kind == "close":
            self._close()
        elif kind == "open":
            self._open()
        elif kind == "word" and not self._key:
            self._key = token
        elif self._key:
            self._value(token if kind == "word" else html.unescape(token[:_LONGEST]))
        else:
            raise ExportError(
                f"{self._where}: a text without a key in line {line:,}. It is no GML; export it again."
            )

    def close(self) -> None:
        """Make edges of what was read, once it is known whether they are arrows.

        Raises:
            ExportError: The file ends early.
        """
        if self._stack or self._key:
            raise ExportError(
                f"{self._where} ends in the middle of a list: it was cut short. Export it again."
            )
        for line, values in self._waiting:
            source, target = values.pop("source", ""), values.pop("target", "")
            if not source or not target:
                self._draft.problem(line, "an edge without one of its ends")
                continue
            said = values.pop("directed", "")
            arrow = said == "1" if said else self._directed
            edge = self._draft.edge(source, target, line, arrow=arrow)
            for key, value in values.items():
                self._draft.edge_fact(edge, key, value)

    def _open(self) -> None:
        if not self._key:
            raise ExportError(
                f"{self._where}: a list without a name in line {self._line:,}. Export it again."
            )
        self._stack.append(self._key.lower())
        self._key = ""
        if len(self._stack) > _DEPTH:
            raise UnsafeExportError(
                f"{self._where}: lists are nested more than {_DEPTH} deep in line {self._line:,}. It was not read."
            )
        if self._stack in (["graph", "node"], ["graph", "edge"]):
            self._values, self._begun = {}, self._line

    def _close(self) -> None:
        if not self._stack or self._key:
            raise ExportError(f"{self._where}: a bracket too many in line {self._line:,}. Export it again.")
        if self._stack == ["graph", "node"]:
            name = self._values.pop("id", "")
            if name:
                node = self._draft.node(name, self._begun)
                for key, value in self._values.items():
                    self._draft.fact(node, key, value)
            else:
                self._draft.problem(self._begun, "a node without an id")
        elif self._stack == ["graph", "edge"]:
            self._waiting.append((self._begun, self._values))
        self._stack.pop()

    def _value(self, value: str) -> None:
        if self._stack in (["graph", "node"], ["graph", "edge"]):
            key = self._key
            before = self._values.get(key, "")
            if before and len(before) < _JOINED and key not in ("id", "source", "target", "label"):
                value = f"{before}; {value}"
            self._values[key] = value[:_LONGEST]
        elif self._stack == ["graph"] and self._key.lower() == "directed":
            self._directed = value == "1"
        self._key = ""
