"""A version's tables, wherever they live: in memory, or in a folder read column by column."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

import attrs
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from netreach.arrow import positions, whole
from netreach.errors import DamagedNetworkError
from netreach.kinds import BUILT_IN, KindTable
from netreach.model import FileCount
from netreach.store import mapping
from netreach.store.checksums import check_heads
from netreach.store.rows import Texts, taken
from netreach.store.schema import ARRAYS, LATER, VERSION

QUESTIONNAIRE = "questionnaire"
"""Name of the importer whose ties are what its owner declares."""

SEARCH = "search"
"""Folder in the folder of a version for what is derived from it, and can be deleted at any time."""

_FILES = (
    "meta.json",
    *(f"{name}.arrow" for name in VERSION),
    *(f"{name}.npy" for name in ARRAYS if name not in LATER),
)


_SCATTERED = frozenset({"indices", "tie_given", "tie_since", "tie_source"})
"""Arrays of which a question reads what belongs to some people, wherever it lies."""


@attrs.frozen(kw_only=True)
class SourceInfo:
    """What is known of one source: one import of one export.

    Attributes:
        id: Hash of what was read and how; the same file read in the same way has the same id.
        file: Name of the file or folder, as the user knows it.
        sha256: Hash of the bytes that were read.
        importer: Name of the importer.
        owner_keys: Keys of the owner, safest first; empty for a data set that belongs to nobody.
        owner_name: The owner's name; `""` where unknown.
        complete_list: Whether it names all contacts of its owner (without an owner: of everybody in it).
        covers: Kinds of evidence that it covers completely for its owner.
        sharing: What another ego may be shown of its evidence: `"names"`, `"strength"` or `"full"`. In a version what
            holds; in a stored source what was said at its import, `""` where nothing was.
        as_of: The newest day in it, or the day that an archive's name states; `None` where it has no dates.
        files: Row accounting, file by file.
        problems: How many rows of each file could not be used.
        people, evidence, ties: Rows of these tables.
        namespace: The namespace of ids, where the user gave one.
        rewritten: Whether people were removed from it since; its id stays that of the file that was read.
        columns: For tables: the explicit mapping of columns, where the user gave one.
    """

    id: str
    file: str
    sha256: str
    importer: str
    owner_keys: tuple[str, ...] = ()
    owner_name: str = ""
    complete_list: bool = False
    covers: tuple[str, ...] = ()
    sharing: str = ""
    as_of: dt.date | None = None
    files: tuple[FileCount, ...] = ()
    problems: Mapping[str, int] = attrs.field(factory=dict)
    people: int = 0
    evidence: int = 0
    ties: int = 0
    namespace: str = ""
    rewritten: bool = False
    columns: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def owner(self) -> str:
        """The owner's name or safest key; `""` for a data set that belongs to nobody."""
        return self.owner_name or (self.owner_keys[0] if self.owner_keys else "")

    @property
    def declares(self) -> bool:
        """Whether its ties are what its owner declares, rather than rows of a table."""
        return self.importer == QUESTIONNAIRE and bool(self.owner_keys)

    @property
    def rows(self) -> int:
        """Data rows read in all files."""
        return sum(file.rows for file in self.files)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        data = attrs.asdict(self, recurse=False)
        data["as_of"] = self.as_of.isoformat() if self.as_of else None
        data["files"] = [attrs.asdict(file) for file in self.files]
        data["problems"], data["columns"] = dict(self.problems), dict(self.columns)
        data["owner_keys"], data["covers"] = list(self.owner_keys), list(self.covers)
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> SourceInfo:
        """Read the record from what `to_dict` wrote; unknown keys are ignored."""
        known = {field.name: data[field.name] for field in attrs.fields(cls) if field.name in data}
        known["as_of"] = dt.date.fromisoformat(known["as_of"]) if known.get("as_of") else None
        known["files"] = tuple(FileCount(**file) for file in known.get("files", ()))
        known["owner_keys"] = tuple(known.get("owner_keys", ()))
        known["covers"] = tuple(known.get("covers", ()))
        return cls(**known)


@attrs.frozen(kw_only=True)
class Meta:
    """What a version says about itself.

    Attributes:
        version: The version's id, the hash of its inputs.
        count, ties: Professionals and ties.
        as_of: The newest day in any source; `None` in a network without dates.
        sources: The sources, in the order of their ids.
        owners: For each source the vertex of its owner; -1 for a data set that belongs to nobody.
        superseded: Ids of sources that a newer export of the same owner replaced, wholly or in part.
        replaced: Kinds of evidence that newer exports replaced, by the id of the source.
        conflicts: Keys that stand for several people and therefore join nobody.
        hidden: How many professionals the user has hidden.
        mentioned: For each source in how many other sources its owner stands.
        shared_people: For each source how many of its people are also in another source.
        sharing_from: Source -> the source of which its `sharing` was said: itself, or another export of its owner.
        kinds: The table of kinds of the network: what made ties in it, and what evidence is worth where a question
            brings no table of its own.
    """

    version: str
    count: int
    ties: int
    as_of: dt.date | None
    sources: tuple[SourceInfo, ...]
    owners: tuple[int, ...]
    superseded: tuple[str, ...] = ()
    replaced: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    conflicts: tuple[str, ...] = ()
    hidden: int = 0
    mentioned: tuple[int, ...] = ()
    shared_people: tuple[int, ...] = ()
    sharing_from: Mapping[str, str] = attrs.field(factory=dict)
    kinds: KindTable = BUILT_IN

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data for JSON."""
        data = attrs.asdict(self, recurse=False)
        data["as_of"] = self.as_of.isoformat() if self.as_of else None
        data["sources"] = [source.to_dict() for source in self.sources]
        data["kinds"] = self.kinds.to_dict()
        return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Meta:
        """Read the record from what `to_dict` wrote."""
        return cls(
            version=data["version"],
            count=data["count"],
            ties=data["ties"],
            as_of=dt.date.fromisoformat(data["as_of"]) if data["as_of"] else None,
            sources=tuple(SourceInfo.from_dict(source) for source in data["sources"]),
            owners=tuple(data["owners"]),
            superseded=tuple(data["superseded"]),
            replaced={source: tuple(kinds) for source, kinds in data.get("replaced", {}).items()},
            conflicts=tuple(data["conflicts"]),
            hidden=data["hidden"],
            mentioned=tuple(data["mentioned"]),
            shared_people=tuple(data["shared_people"]),
            sharing_from=dict(data.get("sharing_from", {})),
            kinds=KindTable(**data.get("kinds", {})),
        )


class Tables(Protocol):
    """Where a version's columns come from."""

    @property
    def meta(self) -> Meta:
        """What the version says about itself."""
        ...

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Return a table of `netreach.store.schema.VERSION`, all columns or some."""
        ...

    def length(self, name: str) -> int:
        """Return how many rows a table has; none of them is looked at."""
        ...

    def rows(self, name: str, columns: Sequence[str], rows: npt.NDArray[np.int64]) -> pa.Table:
        """Return some rows, `[k]`, of some columns of a table; what it costs does not depend on the other rows."""
        ...

    def texts(self, name: str, columns: Sequence[str], rows: Sequence[int]) -> list[list[str | None]]:
        """Return a few rows of some columns of texts, a list for each column."""
        ...

    def reading(self, name: str, column: str) -> AbstractContextManager[Texts]:
        """Lend a column of texts, for reading it one by one; what is damaged in it is told when it is read."""
        ...

    def array(self, name: str) -> npt.NDArray[Any]:
        """Return one of the raw arrays of `netreach.store.schema.ARRAYS`."""
        ...

    def first_ties(self) -> npt.NDArray[np.int64] | None:
        """Return the raw array of this name; `None` in a version that is older than it."""
        ...


@attrs.frozen(kw_only=True, eq=False)
class MemoryTables:
    """A version in memory; what the derive step returns."""

    meta: Meta
    tables: Mapping[str, pa.Table]
    arrays: Mapping[str, npt.NDArray[Any]]

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Return a table, all columns or some."""
        table = self.tables[name]
        return table if columns is None else table.select(list(columns))

    def length(self, name: str) -> int:
        """Return how many rows a table has."""
        return len(self.tables[name])

    def rows(self, name: str, columns: Sequence[str], rows: npt.NDArray[np.int64]) -> pa.Table:
        """Return some rows of some columns."""
        return self.tables[name].select(list(columns)).take(positions(rows))

    def texts(self, name: str, columns: Sequence[str], rows: Sequence[int]) -> list[list[str | None]]:
        """Return some rows of some columns of texts, a list for each column."""
        return [Texts(whole(self.tables[name].column(column))).at(rows) for column in columns]

    @contextmanager
    def reading(self, name: str, column: str) -> Iterator[Texts]:
        """Lend a column of texts, for reading it one by one."""
        yield Texts(whole(self.tables[name].column(column)))

    def array(self, name: str) -> npt.NDArray[Any]:
        """Return one of the raw arrays."""
        return self.arrays[name]

    def first_ties(self) -> npt.NDArray[np.int64] | None:
        """Return the raw array of this name."""
        return self.arrays.get("first_ties")


class DiskTables:
    """A version in a folder. Every file is mapped at once, so that it stays readable if it is deleted.

    Raises:
        DamagedNetworkError: When a file is missing or cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            check_heads(folder, _FILES)
            self.meta: Meta = Meta.from_dict(json.loads((folder / "meta.json").read_text(encoding="utf-8")))
            self._maps = {name: _mapped(folder / f"{name}.arrow") for name in VERSION}
            self._tables: dict[str, pa.Table] = {}
            self._texts: dict[tuple[str, str], Texts] = {}
            # Whether a file should be there, its checksum tells.
            there = [name for name in ARRAYS if name not in LATER or (folder / f"{name}.npy").exists()]
            arrays = {name: folder / f"{name}.npy" for name in there}
            self._arrays = {
                name: mapping.loaded(path, scattered=name in _SCATTERED) for name, path in arrays.items()
            }
            _check_shapes(self.meta, self._arrays)
        except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
            raise DamagedNetworkError(
                f"{folder} is damaged ({error}). Its sources are kept apart: opening the network rebuilds it."
            ) from error

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """Return a table, all columns or some, as it lies in its mapped file."""
        with self._telling(name):
            table = self._mapped(name)
            chosen = table if columns is None else table.select(list(columns))
            # Arrow follows the offsets of texts wherever they point. This costs 10 ns a text, once for each column.
            chosen.validate(full=True)
            return chosen

    def length(self, name: str) -> int:
        """Return how many rows a table has, as its file says."""
        with self._telling(name):
            return len(self._mapped(name))

    def rows(self, name: str, columns: Sequence[str], rows: npt.NDArray[np.int64]) -> pa.Table:
        """Return some rows of some columns; no others are looked at."""
        with self._telling(name):
            table = self._mapped(name)
            if len(rows) and not 0 <= rows.min() <= rows.max() < len(table):
                raise pa.ArrowInvalid(f"there are {len(table)} rows")
            chosen = [table.column(column) for column in columns]
            if all(column.num_chunks == 1 for column in chosen):
                return taken(
                    {name: column.chunk(0) for name, column in zip(columns, chosen, strict=True)}, rows
                )
            return self.table(name, columns).take(positions(rows))

    def texts(self, name: str, columns: Sequence[str], rows: Sequence[int]) -> list[list[str | None]]:
        """Return some rows of some columns of texts, a list for each column; no others are looked at."""
        with self._telling(name):
            return [self._column(name, column).at(rows) for column in columns]

    @contextmanager
    def reading(self, name: str, column: str) -> Iterator[Texts]:
        """Lend a column of texts, for reading it one by one."""
        with self._telling(name):
            yield self._column(name, column)

    def _column(self, name: str, column: str) -> Texts:
        if (name, column) not in self._texts:
            self._texts[name, column] = Texts(whole(self._mapped(name).column(column)))
        return self._texts[name, column]

    def _mapped(self, name: str) -> pa.Table:
        """Return a table as its file says; nothing in it has been looked at."""
        if name not in self._tables:
            self._tables[name] = pa.ipc.open_file(pa.BufferReader(self._maps[name])).read_all()
        return self._tables[name]

    @contextmanager
    def _telling(self, name: str) -> Iterator[None]:
        try:
            yield
        except (KeyError, OSError, pa.ArrowException) as error:
            raise DamagedNetworkError(
                f"{self.folder / name}.arrow is damaged ({error}). Delete the folder {self.folder}: "
                "opening the network then makes it again from the sources."
            ) from error

    def array(self, name: str) -> npt.NDArray[Any]:
        """Return one of the raw arrays, mapped."""
        return self._arrays[name]

    def first_ties(self) -> npt.NDArray[np.int64] | None:
        """Return the raw array of this name, mapped; `None` in a version that is older than it."""
        return self._arrays.get("first_ties")


def _check_shapes(meta: Meta, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Raise ValueError where an array is of another type or length than the version says."""
    ties = {meta.ties, 1}
    lengths = {
        "indptr": {meta.count + 1},
        "indices": {2 * meta.ties},
        "first_ties": {meta.count + 1},
        "complete": {meta.count},
        "id_order": {meta.count},
        "tie_given": ties,
        "tie_since": ties,
        "tie_source": ties,
    }
    for name, array in arrays.items():
        if array.dtype != ARRAYS[name] or array.ndim != 1 or len(array) not in lengths[name]:
            raise ValueError(f"{name}.npy holds {array.shape} {array.dtype}")


def _mapped(path: Path) -> pa.Buffer:
    with path.open("rb") as stream:
        return pa.py_buffer(mapping.mapped(stream, scattered=True))
