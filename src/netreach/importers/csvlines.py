"""The lines of a CSV file, with what Python's reader does not tell about the record that it is reading."""

from __future__ import annotations

from typing import IO

from netreach.importers.encodings import mended


class Lines:
    """The lines of a text stream, with what the CSV reader does not tell about the record that it is reading."""

    def __init__(self, text: IO[str], lossy: bool, most: int | None, twice: bool) -> None:
        self._readline = text.readline
        self._lossy = lossy
        self._most = most
        self._twice = twice
        self._waiting: list[str] = []
        self._record: list[str] = []
        self._number = 0
        self.exhausted: bool = False
        self.nul: bool = False
        self.replaced: bool = False
        self.size: int = 0

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        if self._most is not None and len(self._record) >= self._most:
            self.exhausted = True
            raise StopIteration
        line = self._waiting.pop() if self._waiting else self._readline()
        if self._twice and not line.isascii():
            line = mended(line)
        if not line:
            self.exhausted = True
            raise StopIteration
        self._number += 1
        self.size += len(line)
        self._record.append(line)
        if "\0" in line:
            self.nul = True
        if self._lossy and "\ufffd" in line:
            self.replaced = True
        return line

    @property
    def several(self) -> bool:
        """Whether the record goes over several lines."""
        return len(self._record) > 1

    @property
    def ends_open(self) -> bool:
        """Whether the record is the last of the file and has no line end."""
        return not self._record[-1].endswith(("\n", "\r"))

    def begin(self) -> int:
        """Forget the record before; return the line where the next one begins."""
        self._record = []
        self.nul = False
        self.replaced = False
        self.size = 0
        return self._number + 1

    def give_back(self) -> bool:
        """Let all lines of the record but the first be read again; return whether there were any."""
        again = self._record[1:]
        self._waiting.extend(reversed(again))
        self._number -= len(again)
        self.exhausted = self.exhausted and not again
        return bool(again)

    def skip_cell(self) -> int:
        """Read on to the end of a record whose cell is too long, keeping nothing; return its characters."""
        size = self.size
        # A record ends where its quotes, counted from its beginning, are even.
        quotes = sum(line.count('"') for line in self._record)
        while quotes % 2 and (line := next(self, "")):
            size += len(line)
            quotes += line.count('"')
            self._record = []
        return size
