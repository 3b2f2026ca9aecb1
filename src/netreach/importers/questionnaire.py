"""`questionnaire`: "how well do you know them?", a small table that is sent to one person and imported again.

The answers are what that person says: they are a source of theirs, and shared as they share it. A row is known by its
key, whatever a spreadsheet makes of the rest; answers are whole numbers from 0 to 4. They stand for strengths
that are declared, like those of the user:

    0  not at all      says that there is nothing to declare; takes an earlier answer back
    1  met             0.2
    2  a little        0.4
    3  well            0.7
    4  very well       0.9
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import attrs
import pyarrow as pa

from netreach import keys as keying
from netreach.errors import ExportError, OwnerError
from netreach.importers.csvrows import CsvTable, Layout, Tally, peek
from netreach.model import Batch, Owner, PersonRecord, Record, RowProblem
from netreach.plugins.export import Export
from netreach.render.text import csv_safe
from netreach.store.tables import QUESTIONNAIRE
from netreach.text import clean

if TYPE_CHECKING:
    from netreach.snapshot import Snapshot

SCALE: Final = {0: 0.0, 1: 0.2, 2: 0.4, 3: 0.7, 4: 0.9}
"""What an answer declares; 0 declares nothing."""

MOST: Final = 500
"""Rows of a questionnaire at most: nobody answers more."""

_HEADS: Final = {
    "en": (
        "netreach key",
        "answers of",
        "name",
        "title",
        "company",
        "How well do you know them? 0 not at all, 1 met, 2 a little, 3 well, 4 very well",
        "since which year?",
        "day of the answer",
    ),
    "es": (
        "clave netreach",
        "responde",
        "nombre",
        "cargo",
        "empresa",
        "¿Cuánto conoces a esta persona? 0 nada, 1 coincidimos, 2 un poco, 3 bien, 4 muy bien",
        "¿desde qué año?",
        "fecha de la respuesta",
    ),
}
_FIELDS: Final = ("key", "by", "name", "title", "company", "answer", "year", "day")
_EARLIEST: Final = 1900


@attrs.frozen(kw_only=True)
class _Columns(Layout):
    """The columns of a questionnaire: by how they begin, since the question itself has many words."""

    def match(self, cells: Sequence[str]) -> dict[str, int]:
        """Return where the columns are in a record, or nothing where it is no header."""
        found: dict[str, int] = {}
        for index, cell in enumerate(cells):
            written = " ".join(cell.strip("\ufeff'\" ").casefold().split())
            for heads in _HEADS.values():
                for field, head in zip(_FIELDS, heads, strict=True):
                    begins = head.casefold().partition("?")[0]
                    if written and written.partition("?")[0] == begins:
                        found.setdefault(field, index)
        return found if {"key", "by", "answer"} <= found.keys() else {}


_LAYOUT: Final = _Columns(
    aliases={"key": ("netreach key",), "by": ("answers of",)}, required=(("key", "by"),)
)


def form(snapshot: Snapshot, who: int, people: Sequence[int], *, language: str) -> str:
    """Return a questionnaire as CSV, for one person to answer.

    Nothing in it is a formula to a spreadsheet. With Spanish words cells are parted by semicolons, as Spanish
    spreadsheets expect it.

    Args:
        snapshot: The network.
        who: Who is asked.
        people: Whom they are asked about.
        language: `"en"` or `"es"`.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", delimiter=";" if language == "es" else ",")
    writer.writerow(_HEADS[language])
    by = snapshot.keys_of(who)[0]
    day = snapshot.as_of.isoformat() if snapshot.as_of else ""
    shown = [snapshot.texts(name, people) for name in ("name", "title", "company")]
    for keys, *texts in zip(snapshot.keys_of_many(people), *shown, strict=True):
        writer.writerow([*(csv_safe(cell) for cell in (keys[0], by, *texts)), "", "", day])
    return out.getvalue()


class Questionnaire:
    """Reads answered questionnaires."""

    name: str = QUESTIONNAIRE
    summary: str = 'answers to "how well do you know them?" (CSV of `netreach questionnaire`)'
    before: tuple[str, ...] = ("tables", "graph")

    def identify(self, export: Export) -> bool:
        """Whether the first table names the key, who answers, and the question."""
        return bool(_files(export))

    def extract(self, export: Export) -> Iterator[Record | Batch | RowProblem]:
        """Yield who answers, and what they declare of whom.

        Raises:
            ExportError: When no file is a questionnaire, or several people answer in one.
            OwnerError: When the answers say not whose they are.
        """
        names = _files(export)
        if not names:
            raise ExportError(
                f"{export} is no questionnaire: no table names a netreach key, who answers, and how well."
            )
        said: dict[str, str] = {}
        rows: list[_Answer] = []
        tallies = []
        for name in names:
            table = CsvTable(export, name, _LAYOUT, what="a questionnaire")
            rows += _answers(table, said)
            tallies.append(table.tally)
        if not said:
            raise OwnerError(
                f"{export}: no row says whose answers these are. The column is {_HEADS['en'][1]!r}."
            )
        if len(said) > 1:
            raise ExportError(
                f"{export} has the answers of several people ({', '.join(said)}). Import one file for each."
            )
        (by,) = said
        yield Owner(keys=(by,))
        newest = max((row.day for row in rows if row.day), default=None)
        yield PersonRecord(keys=(by,), as_of=newest)
        rows = [row for row in rows if row.key != by]
        yield Batch(
            table="ties",
            columns=pa.table(
                {
                    "a": pa.array([by] * len(rows), pa.string()),
                    "b": pa.array([row.key for row in rows], pa.string()),
                    "strength": pa.array([SCALE[row.answer] for row in rows], pa.float32()),
                    "since": pa.array([row.since for row in rows], pa.date32()),
                }
            ),
        )
        for tally in tallies:
            yield from tally.problems
            yield tally.count()


@attrs.frozen(kw_only=True)
class _Answer:
    key: str
    answer: int
    since: dt.date | None
    day: dt.date | None


def _files(export: Export) -> list[str]:
    tables = [name for name in export.names if name.casefold().endswith((".csv", ".tsv", ".txt"))]
    return [name for name in tables if peek(export, name, _LAYOUT) is not None]


def _answers(table: CsvTable, said: dict[str, str]) -> Iterator[_Answer]:
    """The answers of a table; notes whose they are."""
    tally, of = table.tally, table.found.of
    for line, cells in table:
        written = {field: clean(cells[of(field)]).strip("'") for field in _FIELDS}
        if not any(written.values()):
            tally.empty += 1
            continue
        by, key = _key(written["by"]), _key(written["key"])
        if not by or not key:
            which = "answers of" if not by else "netreach key"
            tally.problem(
                line, f"the column {which!r} names nobody", value=written["by" if not by else "key"]
            )
            continue
        said.setdefault(by, "")
        if not written["answer"]:
            tally.left_out["not answered"] += 1
            continue
        answer = _level(written["answer"])
        if answer is None:
            tally.problem(line, "the answer is no whole number from 0 to 4", value=written["answer"])
            continue
        if key == by:
            tally.left_out["about themselves"] += 1
            continue
        tally.used += 1
        yield _Answer(
            key=key,
            answer=answer,
            since=_year(tally, line, written["year"]),
            day=_day(tally, line, written["day"]),
        )


def _key(text: str) -> str:
    """A key as the form writes it, in its normal form; `""` where it is none."""
    kind, _, value = text.partition(":")
    if kind not in keying.SAFE_ORDER or not value:
        return ""
    if kind not in ("linkedin", "email"):
        return text
    named = keying.parse_who(text)
    return named.value if named.kind == "key" else ""


def _level(text: str) -> int | None:
    # Spreadsheets write whole numbers with decimals, and people what stands beside the number in the question.
    number = text.replace(",", ".").split(" ")[0]
    try:
        value = float(number)
    except ValueError:
        return None
    return int(value) if value in SCALE else None


def _year(tally: Tally, line: int, text: str) -> dt.date | None:
    if not text:
        return None
    digits = text.partition(".")[0]
    if digits.isascii() and digits.isdigit() and _EARLIEST <= int(digits[:5]) <= dt.date.max.year:
        return dt.date(int(digits), 1, 1)
    tally.problem(line, "the year is no year; the answer counts without it", rows=0, value=text)
    return None


def _day(tally: Tally, line: int, text: str) -> dt.date | None:
    from netreach.importers.dates import day

    if not text:
        return None
    found = day(text, day_first=True)
    if found is None:
        tally.problem(
            line, "the day of the answer is no day; the answer counts without it", rows=0, value=text
        )
    return found
