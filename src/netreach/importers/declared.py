"""Ties that the user declares, as rows of a CSV file."""

from __future__ import annotations

import csv
import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import attrs

from netreach.errors import OptionError
from netreach.text import clean

LARGEST = 16_000_000
"""The most bytes of a file."""

_COLUMNS = ("who", "other", "strength", "since")


@attrs.frozen(kw_only=True)
class Declared:
    """One row as it is written, and the line where it begins."""

    line: int
    who: str
    other: str
    said_strength: str
    said_since: str

    def strength(self) -> float | None:
        """The strength; `None` where none is stated.

        Raises:
            OptionError: When it is no number.
        """
        if not self.said_strength:
            return None
        try:
            return float(self.said_strength.replace(",", "."))
        except ValueError:
            raise OptionError(f"strength={self.said_strength!r} is no number in (0, 1].") from None

    def since(self) -> dt.date | None:
        """The day; `None` where none is stated.

        Raises:
            OptionError: When it is no day.
        """
        if not self.said_since:
            return None
        try:
            return dt.date.fromisoformat(self.said_since)
        except ValueError:
            raise OptionError(f"since={self.said_since!r} is no day: write it as 2024-05-01.") from None


def read_declared(path: str | os.PathLike[str]) -> Iterator[Declared]:
    """Yield the rows of a CSV file with the columns `who`, `other`, and where it has them `strength` and `since`.

    Raises:
        OptionError: When the file cannot be read, or has other columns.
    """
    file = Path(path)
    try:
        if file.stat().st_size > LARGEST:
            raise OptionError(f"{path} is larger than {LARGEST:,} bytes: import it as a table of ties.")
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise OptionError(f"{path} is not in UTF-8. Save it as CSV UTF-8.") from None
    except OSError as error:
        raise OptionError(f"{path}: {error.strerror or error}") from error
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    names = [clean(cell).casefold() for cell in next(reader, [])]
    unknown = [name for name in names if name and name not in _COLUMNS]
    if unknown or not {"who", "other"} <= set(names):
        raise OptionError(
            f"{path} has the columns {', '.join(map(repr, names)) or 'none'}: there must be who and other, "
            "and there may be strength and since."
        )
    try:
        line = reader.line_num
        for cells in reader:
            line, begins = reader.line_num, line + 1
            row = dict(zip(names, map(clean, cells), strict=False))
            if not any(map(clean, cells)):
                continue
            if len(cells) > len(names) or not row.get("who") or not row.get("other"):
                raise OptionError(f"{path}, line {begins}: a row names two people, who and other.")
            yield Declared(
                line=begins,
                who=row["who"],
                other=row["other"],
                said_strength=row.get("strength", ""),
                said_since=row.get("since", ""),
            )
    except csv.Error as error:
        raise OptionError(f"{path}, line {reader.line_num}: {error}") from error
