"""A network on disk: sources, decisions, versions, and `CURRENT`, the one commit point.

A write puts everything new aside under a temporary name, renames it into place, and last replaces `CURRENT`.
Whatever happens before that rename, the network is the one before; after it, the one after. What a killed
writer left behind is named by nobody and is swept away by the next one.
"""

from __future__ import annotations

import contextlib
import errno
import importlib
import json
import os
import shutil
import socket
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, TypeVar

import attrs
import numpy as np
import pyarrow as pa
from filelock import FileLock, Timeout

from netreach.errors import (
    DamagedNetworkError,
    LockedError,
    NewerVersionError,
    NotANetworkError,
    StoreError,
)
from netreach.store import checksums, schema
from netreach.store.decisions import Decision
from netreach.store.schema import ARRAYS
from netreach.store.source import Source
from netreach.store.tables import DiskTables, MemoryTables, SourceInfo

_T = TypeVar("_T")
FORMAT = 1
"""Number of the folder's layout; a folder with a larger one was written by a later netreach."""

KEPT_VERSIONS = 2
"""How many versions stay on disk: the current one and the one before, for readers that still open it."""


@attrs.frozen(kw_only=True)
class Current:
    """What `CURRENT` says: which version, made of which sources and how many decisions.

    Attributes:
        version: Id of the version; `""` where there is none yet.
        sources: Ids of the sources.
        decisions: How many lines of the log count.
        log: The file with the decisions; a new one each time that decisions were taken out.
        folders: The folders of sources that were written anew, which no longer have the name of the source's id.
        alone: Whether no other version may stay, because somebody was removed who stands in them.
    """

    version: str
    sources: tuple[str, ...] = ()
    decisions: int = 0
    log: str = "decisions.jsonl"
    folders: Mapping[str, str] = attrs.field(factory=dict)
    alone: bool = False


class NetworkFolder:
    """The files of one network.

    Args:
        path: The folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def __repr__(self) -> str:
        return f"NetworkFolder({str(self.path)!r})"

    @property
    def exists(self) -> bool:
        """Whether there is a network here."""
        return (self.path / "CURRENT").exists()

    def check(self, *, create: bool) -> None:
        """Make sure that the folder is a network, or may become one.

        Raises:
            NotANetworkError: When it is something else, or is missing and `create` is false.
        """
        if self.exists:
            return
        if self.path.is_file():
            raise NotANetworkError(f"{self.path} is a file. A network is a folder, such as team.netreach.")
        started = (self.path / "sources").is_dir() and (self.path / "versions").is_dir()
        if self.path.is_dir() and any(self.path.iterdir()) and not started:
            raise NotANetworkError(
                f"{self.path} is a folder, but not a netreach network: it has no file CURRENT. "
                "Name the folder of a network, or a new one to create."
            )
        if not create:
            raise NotANetworkError(
                f"{self.path}: there is no network here. Make one with "
                f"`netreach import FILE --into {self.path}` or `nr.open(..., create=True)`."
            )

    def current(self) -> Current:
        """Read `CURRENT`.

        Raises:
            NewerVersionError: When a later netreach wrote it.
            DamagedNetworkError: When it cannot be read.
        """
        path = self.path / "CURRENT"
        try:
            data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            written = int(data["format"])
            if written > FORMAT:
                raise NewerVersionError(
                    f"{self.path} was written by a later netreach (layout {written}; this one reads {FORMAT}). "
                    "Upgrade with: pip install --upgrade netreach"
                )
            folders: Mapping[Any, Any] = _typed(data, "folders", dict, {})
            return Current(
                version=_typed(data, "version", str),
                sources=_texts(_typed(data, "sources", list)),
                decisions=_typed(data, "decisions", int),
                log=_typed(data, "log", str, "decisions.jsonl"),
                folders=dict(zip(_texts(folders), _texts(folders.values()), strict=True)),
                alone=_typed(data, "alone", bool, False),
            )
        except FileNotFoundError:
            return Current(version="")
        except (OSError, ValueError, KeyError, TypeError) as error:
            said = f"there is no {error}" if isinstance(error, KeyError) else error
            raise DamagedNetworkError(
                f"{path} cannot be read ({said}). Restore the file from a backup of the folder, "
                "or import the exports again into a new folder."
            ) from error

    # Reading

    def read_all(self, seen: Callable[[int], None]) -> tuple[int, list[tuple[Path, str]]]:
        """Read every file that `CURRENT` names, and return how many, and what is wrong with which.

        Args:
            seen: Called with the number of bytes after each file.
        """
        files, found = 0, []
        for folder in self.stored(self.current()):
            damaged = checksums.damaged_files(folder, seen)
            files += sum(path.is_file() for path in folder.glob("*"))
            found += [(folder / name, what) for name, what in damaged]
        return files, found

    def forget_version(self, version: str) -> None:
        """Delete a version, so that it is derived again when the network is opened."""
        _delete(self.path / "versions" / version)

    def source(
        self, source_id: str, folders: Mapping[str, str] = MappingProxyType({}), *, opened: bool = True
    ) -> Source:
        """Read a source with all its tables.

        Args:
            source_id: Its id.
            folders: The folders of sources that were written anew.
            opened: Whether the network can be opened without the source, and so the source be removed from it.

        Raises:
            DamagedNetworkError: When a file of it is missing or broken.
        """
        folder = self.path / "sources" / folders.get(source_id, source_id)
        try:
            if (folder / checksums.NAME).exists():
                names = ("source.json", *(f"{name}.parquet" for name in schema.SOURCE))
                checksums.check_heads(folder, names)
            info = SourceInfo.from_dict(json.loads((folder / "source.json").read_text(encoding="utf-8")))
            tables = {name: _parquet().read_table(folder / f"{name}.parquet") for name in schema.SOURCE}
        except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
            raise self._damaged_source(source_id, folder, error, opened=opened) from error
        return Source(info=info, tables=tables)

    def problems(self, source_id: str, folders: Mapping[str, str] = MappingProxyType({})) -> pa.Table:
        """Read the problems of one source.

        Raises:
            DamagedNetworkError: When its file is missing or broken.
        """
        folder = self.path / "sources" / folders.get(source_id, source_id)
        try:
            return _parquet().read_table(folder / "problems.parquet")
        except (OSError, ValueError, pa.ArrowException) as error:
            raise self._damaged_source(source_id, folder, error, opened=True) from error

    def _damaged_source(
        self, source_id: str, folder: Path, error: Exception, *, opened: bool
    ) -> DamagedNetworkError:
        if opened:
            cure = f"Remove it with `netreach sources {self.path} --remove {source_id}` and import its file again."
        else:
            cure = "Restore it from a backup of the folder, or import the exports again into a new folder."
        return DamagedNetworkError(f"The source {source_id} in {folder} is damaged ({error}). {cure}")

    def decisions(self, count: int, log: str = "decisions.jsonl") -> tuple[Decision, ...]:
        """Read the first `count` decisions of a log: those that were committed."""
        if not count:
            return ()
        path = self.path / log
        try:
            lines = path.read_text(encoding="utf-8").split("\n")[:count]
            return tuple(Decision.from_dict(json.loads(line)) for line in lines)
        except (OSError, ValueError, KeyError) as error:
            raise DamagedNetworkError(f"{path} is damaged ({error}). Restore it from a backup.") from error

    def salt(self) -> bytes | None:
        """Read the key of the hashes of those who were removed; `None` where nobody was."""
        try:
            return bytes.fromhex((self.path / "salt").read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise DamagedNetworkError(
                f"{self.path / 'salt'} is damaged ({error}). Restore it from a backup of the folder: without it "
                "nobody can tell who was removed."
            ) from error

    def versions(self) -> list[str]:
        """Ids of the versions that are on disk, the newest first."""
        folders = [folder for folder in (self.path / "versions").glob("v*") if folder.is_dir()]
        return [folder.name for folder in sorted(folders, key=_newest_first)]

    def leftovers(self, current: Current) -> list[Path]:
        """List what nobody names: of killed writers, removed sources and people, old versions."""
        found = [*self.path.glob(".CURRENT-*"), *self.path.glob("*/.new-*"), *self.path.glob(".salt-*")]
        # Readers write there, too: only what nobody can be writing any more was left.
        found += filter(_is_old, self.path.glob("versions/*/search/.new-*"))
        found += [path for path in self.path.glob("decisions*.jsonl") if path.name != current.log]
        named = {current.folders.get(source, source) for source in current.sources}
        found += [path for path in (self.path / "sources").glob("[!.]*") if path.name not in named]
        versions = sorted((self.path / "versions").glob("[!.]*"), key=_newest_first)
        others = [folder for folder in versions if folder.name != current.version]
        return found + others[0 if current.alone else KEPT_VERSIONS - 1 :]

    def open_version(self, version: str) -> DiskTables:
        """Open a version."""
        return DiskTables(self.path / "versions" / version)

    def stored(self, current: Current) -> list[Path]:
        """The folders of the version and the sources that `CURRENT` names."""
        sources = [self.path / "sources" / current.folders.get(source, source) for source in current.sources]
        return [self.path / "versions" / current.version, *sources] if current.version else sources

    # Writing

    @contextlib.contextmanager
    def writing(self, *, timeout: float = 10.0) -> Iterator[None]:
        """Hold the lock of the one writer.

        Raises:
            LockedError: When another process holds it for longer than `timeout` seconds; it is named.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            (self.path / "sources").mkdir(exist_ok=True)
            (self.path / "versions").mkdir(exist_ok=True)
        except OSError as error:
            raise _write_error(self.path, error) from error
        lock = FileLock(self.path / "write.lock")
        holder = self.path / "writer.json"
        try:
            lock.acquire(timeout=timeout)
        except Timeout as error:
            raise LockedError(
                f"{self.path} is being written by {_holder(holder)}. Wait until it is done and try again."
            ) from error
        except OSError as error:
            raise _write_error(self.path, error) from error
        try:
            said = {"process": os.getpid(), "host": socket.gethostname(), "command": " ".join(sys.argv[:2])}
            with contextlib.suppress(OSError):
                holder.write_text(json.dumps(said), encoding="utf-8")
            self.sweep()
            yield
            self.sweep()
        except OSError as error:
            raise _write_error(self.path, error) from error
        finally:
            holder.unlink(missing_ok=True)
            lock.release()

    def write_source(self, source: Source, *, anew: bool = False) -> str:
        """Put a source in place, and return the name of its folder; it does not count before `commit`.

        Args:
            source: The source.
            anew: Whether it takes the place of a source of the same id: that one stays until the commit.
        """
        place = source.info.id
        number = 1
        while anew and (self.path / "sources" / place).exists():
            number += 1
            place = f"{source.info.id}-{number}"
        with self._aside("sources", place) as folder:
            for name, table in source.tables.items():
                _write_table(table, folder / f"{name}.parquet")
            _write_text(
                folder / "source.json", json.dumps(source.info.to_dict(), indent=1, ensure_ascii=False)
            )
        return place

    def write_salt(self, salt: bytes) -> None:
        """Put the key of the hashes in place."""
        temporary = self.path / f".salt-{uuid.uuid4().hex}"
        _write_text(temporary, salt.hex())
        os.replace(temporary, self.path / "salt")
        _sync_folder(self.path)

    def write_version(self, tables: MemoryTables) -> None:
        """Put a derived version in place; it does not count before `commit`."""
        with self._aside("versions", tables.meta.version) as folder:
            for name, table in tables.tables.items():
                _write_mapped(table, folder / f"{name}.arrow")
            for name in ARRAYS:
                with (folder / f"{name}.npy").open("wb") as stream:
                    np.save(stream, tables.arrays[name], allow_pickle=False)
                    _sync(stream.fileno())
            _write_text(folder / "meta.json", json.dumps(tables.meta.to_dict(), ensure_ascii=False))

    def write_decisions(
        self, decisions: Sequence[Decision], new: Sequence[Decision], log: str = "decisions.jsonl"
    ) -> None:
        """Append decisions; lines that were never committed are dropped first.

        Args:
            decisions: Those that are committed.
            new: Those to add.
            log: The file with the committed ones.
        """
        if not new:
            return
        path = self.path / log
        path.touch()
        with path.open("r+b") as stream:
            for _ in decisions:
                stream.readline()
            stream.truncate(stream.tell())
            stream.seek(0, os.SEEK_END)
            for decision in new:
                stream.write(json.dumps(decision.to_dict(), ensure_ascii=False).encode() + b"\n")
            stream.flush()
            _sync(stream.fileno())

    def write_log(self, decisions: Sequence[Decision]) -> str:
        """Write decisions into a new log, and return its name; it does not count before `commit`."""
        number = 2
        while (self.path / f"decisions-{number}.jsonl").exists():
            number += 1
        name = f"decisions-{number}.jsonl"
        _write_text(
            self.path / name,
            "".join(json.dumps(decision.to_dict(), ensure_ascii=False) + "\n" for decision in decisions),
        )
        return name

    def commit(self, current: Current) -> None:
        """Make a version the current one: the moment at which a write happens."""
        data: Mapping[str, Any] = {"format": FORMAT, **attrs.asdict(current)}
        temporary = self.path / f".CURRENT-{uuid.uuid4().hex}"
        _write_text(temporary, json.dumps(data, indent=1))
        os.replace(temporary, self.path / "CURRENT")
        _sync_folder(self.path)

    # Compasses: files that people may write themselves; they are no part of a version

    def compass_files(self) -> list[Path]:
        """The files of the compasses, by name; nobody's hidden files and no links."""
        found = (self.path / "compasses").glob("[!.]*.toml")
        return sorted(path for path in found if path.is_file() and not path.is_symlink())

    def write_compass(self, name: str, text: str) -> None:
        """Put the file of a compass in place; call it while `writing`.

        Args:
            name: The name, which `netreach.compass` has found to be safe as the name of a file.
            text: The content.
        """
        folder = self.path / "compasses"
        folder.mkdir(exist_ok=True)
        temporary = folder / f".new-{uuid.uuid4().hex}"
        _write_text(temporary, text)
        os.replace(temporary, folder / f"{name}.toml")
        _sync_folder(folder)

    def sweep(self) -> None:
        """Delete what nobody names.

        Raises:
            StoreError: When something of a person who was removed could not be deleted.
        """
        current = self.current()
        for leftover in self.leftovers(current):
            _delete(leftover)
        if current.alone and (left := self.leftovers(current)):
            listed = "\n  ".join(map(str, left))
            raise StoreError(
                "Somebody was removed, but files in which they stand could not be deleted. Close what has them "
                f"open, and delete them:\n  {listed}"
            )

    @contextlib.contextmanager
    def _aside(self, kind: str, name: str) -> Iterator[Path]:
        """Give a folder to write into, and rename it into place when all is written."""
        final = self.path / kind / name
        folder = self.path / kind / f".new-{name}-{uuid.uuid4().hex[:8]}"
        folder.mkdir()
        try:
            yield folder
            _write_text(folder / checksums.NAME, checksums.checksums_text(folder))
            _sync_folder(folder)
            if final.exists():
                _delete(final)
            os.rename(folder, final)
            _sync_folder(final.parent)
        except BaseException:
            _delete(folder)
            raise


def _typed(data: Mapping[str, Any], name: str, kind: type[_T], default: _T | None = None) -> _T:
    """Return a field of a JSON object, which must be of a type."""
    value = data[name] if default is None else data.get(name, default)
    if not isinstance(value, kind):
        raise TypeError(f"{name} is {value!r}")
    return value


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    """Return values all of which must be texts."""
    found = tuple(values)
    if not all(isinstance(value, str) for value in found):
        raise TypeError(f"{found!r} are not all texts")
    return tuple(map(str, found))


def _is_old(path: Path) -> bool:
    """Tell whether a file was last written to over an hour ago."""
    return -_newest_first(path) < time.time() - 3600


def _newest_first(path: Path) -> float:
    try:
        return -path.stat().st_mtime
    except FileNotFoundError:
        # Another process has just deleted it.
        return 0.0


def _parquet() -> ModuleType:
    """Sources are read by imports and checks; questions do without this library and those that it brings along."""
    return importlib.import_module("pyarrow.parquet")


def _write_table(table: pa.Table, path: Path) -> None:
    with path.open("wb") as stream:
        _parquet().write_table(table, stream, compression="zstd", compression_level=1)
        stream.flush()
        _sync(stream.fileno())


def _write_mapped(table: pa.Table, path: Path) -> None:
    """Write a table as it lies in memory, so that it is there as soon as its file is mapped."""
    with path.open("wb") as stream:
        with pa.ipc.new_file(stream, table.schema) as writer:
            writer.write_table(table.combine_chunks())
        stream.flush()
        _sync(stream.fileno())


def _write_text(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        _sync(stream.fileno())


def _sync(number: int) -> None:
    os.fsync(number)


def _sync_folder(path: Path) -> None:
    if os.name != "posix":
        return
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _holder(path: Path) -> str:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return f"process {said['process']} on {said['host']} ({said['command']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


def _write_error(path: Path, error: OSError) -> StoreError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        cure = "The disk is full: make room and try again."
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        cure = "The folder is not writable for you: check its permissions, or choose another one."
    else:
        cure = "Check the folder and try again."
    return StoreError(f"{path} could not be written ({error.strerror or error}). {cure} Nothing was changed.")
