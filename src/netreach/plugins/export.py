"""An export as importers see it: named files of a file, a folder or a zip, read within limits.

Nothing is ever unpacked to a place that the archive names, links are not followed, and every size is checked
before a byte is read, so that a hostile archive is an error message and not a full disk.
"""

from __future__ import annotations

import copy
import hashlib
import lzma
import os
import shutil
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

import attrs

from netreach.errors import ExportError, OptionError, UnsafeExportError

HEAD_BYTES = 65_536
"""How much of a file `identify` may look at."""

SHARING = ("names", "strength", "full")
DIRECTED = ("mutual", "any")
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError)
_IGNORED = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"}


@attrs.frozen(kw_only=True)
class Limits:
    """How large an export may be before it is refused.

    Attributes:
        files: Files in a folder or archive.
        archive_bytes: Bytes of all files of an archive, unpacked.
        ratio: Unpacked over packed size of one file of an archive, checked from 10 MiB upwards.
        text_bytes: Bytes of a file that is read into memory whole.
    """

    files: int = 500_000
    archive_bytes: int = 16 * 2**30
    ratio: int = 250
    text_bytes: int = 2 * 2**30


@attrs.frozen
class _File:
    name: str
    size: int
    path: Path | None
    member: zipfile.ZipInfo | None


def _to_paths(values: tuple[str | os.PathLike[str], ...]) -> tuple[Path, ...]:
    return tuple(Path(value) for value in values)


@attrs.define(eq=False, init=False)
class Export:
    """One export: a file, several loose files that belong together, a folder, or a zip archive.

    Args:
        paths: The file, folder or zip; several loose files make one export.
        owner: Whose export it is (profile URL, e-mail or name), where the files do not say it.
        importer: Name of the importer that must read it; by default the one that recognises it.
        namespace: For tables with their own ids: exports of one namespace share ids. By default ids
            are private to the export, because row 7 of two files is seldom the same person.
        sharing: What another ego may be shown of this export's evidence: `"names"`, `"strength"`, `"full"`. Where it
            is not said, the owner's earlier export decides, and `"strength"` where there is none.
        columns: For tables: an explicit mapping `{column of the file: column of netreach}`.
        complete: For tables of ties: whether they hold all ties of their people (default: they do).
        directed: For graphs with a direction: whether a tie needs arrows both ways (`"mutual"`) or every arrow is
            a tie (`"any"`).
        limits: Sizes beyond which the export is refused.

    Raises:
        ExportError: When a path does not exist.
        OptionError: When `sharing` or `directed` is none of the words that it may be.

    Example:
        >>> import pathlib, tempfile
        >>> folder = pathlib.Path(tempfile.mkdtemp())
        >>> _ = (folder / "people.csv").write_text("id,name")
        >>> Export(folder).names
        ('people.csv',)
    """

    paths: tuple[Path, ...]
    owner: str | None
    importer: str | None
    namespace: str | None
    sharing: str | None
    columns: Mapping[str, str]
    complete: bool | None
    directed: str
    limits: Limits
    _archive: zipfile.ZipFile | None
    _found: dict[str, _File] | None

    def __init__(
        self,
        *paths: str | os.PathLike[str],
        owner: str | None = None,
        importer: str | None = None,
        namespace: str | None = None,
        sharing: str | None = None,
        columns: Mapping[str, str] | None = None,
        complete: bool | None = None,
        directed: str = "mutual",
        limits: Limits | None = None,
    ) -> None:
        self.paths = _to_paths(paths)
        self.owner = owner
        self.importer = importer
        self.namespace = namespace
        self.sharing = sharing
        self.columns = dict(columns or {})
        self.complete = complete
        self.directed = directed
        self.limits = limits or Limits()
        self._archive = None
        self._found = None
        if not self.paths:
            raise ExportError("No file was given: name a file, a folder or a zip archive.")
        if sharing is not None and sharing not in SHARING:
            raise OptionError(f"sharing={sharing!r} is none of {', '.join(SHARING)}.")
        if directed not in DIRECTED:
            raise OptionError(f"directed={directed!r} is none of {', '.join(DIRECTED)}.")
        for path in self.paths:
            if not path.exists():
                raise ExportError(
                    f"{path}: no such file or folder. Check the path, or quote it if it has blanks."
                )

    def __str__(self) -> str:
        names = [path.name or str(path.resolve()) for path in self.paths]
        if len(set(names)) < len(names):
            names = _distinct(self.paths)
        return ", ".join(map(readable, names))

    def __repr__(self) -> str:
        return f"Export({', '.join(repr(str(path)) for path in self.paths)})"

    def copy(self) -> Export:
        """Return an export of the same files and options, with an archive of its own to open and close."""
        made = copy.copy(self)
        made.columns = dict(self.columns)
        made._archive = made._found = None
        return made

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all files, sorted, with `/` between folders."""
        return tuple(self._files)

    def size(self, name: str) -> int:
        """Return the unpacked size of a file in bytes."""
        return self._file(name).size

    def head(self, name: str, size: int = HEAD_BYTES) -> bytes:
        """Return the first bytes of a file (at most 64 KiB); what `identify` may look at."""
        with self.open(name) as stream:
            try:
                return stream.read(min(size, HEAD_BYTES))
            except (*_DAMAGE, OSError) as error:
                raise ExportError(
                    f"{self._place(name)} is damaged ({error}). Download the archive again."
                ) from error

    def read(self, name: str) -> bytes:
        """Return a whole file.

        Raises:
            UnsafeExportError: When it is larger than `limits.text_bytes`.
            ExportError: When the file is damaged or needs a password.
        """
        file = self._file(name)
        if file.size > self.limits.text_bytes:
            raise UnsafeExportError(
                f"{self._place(name)} has {file.size:,} bytes, over the limit of {self.limits.text_bytes:,}. "
                "Raise it with Export(..., limits=Limits(text_bytes=...)) if you trust the file."
            )
        with self.open(name) as stream:
            try:
                return stream.read()
            except (*_DAMAGE, OSError) as error:
                raise ExportError(
                    f"{self._place(name)} is damaged ({error}). Download the archive again."
                ) from error

    def open(self, name: str) -> IO[bytes]:
        """Open a file for reading bytes as a stream."""
        file = self._file(name)
        try:
            if file.path is not None:
                return file.path.open("rb")
            assert self._archive is not None
            assert file.member is not None
            return self._archive.open(file.member)
        except (*_DAMAGE, NotImplementedError, RuntimeError, OSError) as error:
            raise ExportError(f"{self._place(name)} cannot be opened ({error}).") from error

    @contextmanager
    def local(self, name: str) -> Iterator[Path]:
        """Give a path on disk with the file's bytes: its own, or a temporary copy from the archive."""
        file = self._file(name)
        if file.path is not None:
            yield file.path
            return
        with tempfile.TemporaryDirectory(prefix="netreach-") as folder:
            path = Path(folder) / ("file" + PurePosixPath(name).suffix)
            with self.open(name) as stream, path.open("wb") as out:
                try:
                    shutil.copyfileobj(stream, out, 1 << 20)
                except _DAMAGE as error:
                    raise ExportError(
                        f"{self._place(name)} is damaged ({error}). Download the archive again."
                    ) from error
            yield path

    def sha256(self) -> str:
        """Return a hash of the names and bytes of all files, the same for a zip and its unpacked folder."""
        total = hashlib.sha256()
        for name in self.names:
            one = hashlib.sha256()
            with self.open(name) as stream:
                try:
                    while block := stream.read(1 << 20):
                        one.update(block)
                except _DAMAGE as error:
                    raise ExportError(
                        f"{self._place(name)} is damaged ({error}). Download the archive again."
                    ) from error
            total.update(name.encode("utf-8", "surrogateescape") + b"\0" + one.digest())
        return total.hexdigest()

    def close(self) -> None:
        """Close the archive, if there is one; the next question opens it again."""
        if self._archive is not None:
            self._archive.close()
        self._archive = self._found = None

    def _place(self, name: str) -> str:
        path = self._file(name).path
        return readable(str(path)) if path is not None else f"{self} → {name}"

    def _file(self, name: str) -> _File:
        try:
            return self._files[name]
        except KeyError:
            raise ExportError(f"{self}: no file {name!r} in it.") from None

    @property
    def _files(self) -> dict[str, _File]:
        if self._found is None:
            self._found = self._list()
        return self._found

    def _list(self) -> dict[str, _File]:
        if len(self.paths) == 1:
            path = self.paths[0]
            found = self._folder(path) if path.is_dir() else self._single(path)
        else:
            found = self._several()
        if len(found) > self.limits.files:
            raise UnsafeExportError(
                f"{self} holds {len(found):,} files, over the limit of {self.limits.files:,}. "
                "Name the folder or files that you mean."
            )
        files = {file.name: file for file in sorted(found, key=lambda file: file.name)}
        if len(files) < len(found):
            times = Counter(file.name for file in found)
            name = next(name for name in files if times[name] > 1)
            raise ExportError(
                f"{self} holds {times[name]} files named {name}, and only one of them could be read. "
                "Unpack or rename them so that each has a name of its own."
            )
        return files

    def _several(self) -> list[_File]:
        """List loose files and folders; where two files have one name, what tells their folders apart leads it."""
        # The same file twice is one file.
        paths = list({path.resolve(): path for path in reversed(self.paths)}.values())[::-1]
        inside = [self._folder(path) if path.is_dir() else [_loose(path)] for path in paths]
        times = Counter(file.name for files in inside for file in files)
        labels = _distinct([path if path.is_dir() else path.parent for path in paths])
        return [
            attrs.evolve(file, name=f"{label}/{file.name}") if times[file.name] > 1 else file
            for label, files in zip(labels, inside, strict=True)
            for file in files
        ]

    def _single(self, path: Path) -> list[_File]:
        try:
            with path.open("rb") as stream:
                magic = stream.read(4)
        except OSError as error:
            raise ExportError(f"{path} cannot be read ({error.strerror}).") from error
        if magic[:2] == b"PK" or path.suffix.lower() == ".zip":
            return self._zip(path)
        return [_loose(path)]

    def _folder(self, folder: Path) -> list[_File]:
        found: list[_File] = []
        for root, folders, names in os.walk(folder, followlinks=False):
            folders[:] = [name for name in folders if not _ignored(name)]
            for name in names:
                path = Path(root) / name
                if _ignored(name) or path.is_symlink() or not path.is_file():
                    continue
                inside = readable(path.relative_to(folder).as_posix())
                found.append(_File(inside, path.stat().st_size, path, None))
                if len(found) > self.limits.files:
                    return found
        return found

    def _zip(self, path: Path) -> list[_File]:
        if path.stat().st_size == 0:
            raise ExportError(f"{path} is empty. Download the archive again.")
        try:
            self._archive = archive = zipfile.ZipFile(path)
        except (*_DAMAGE, OSError, ValueError, NotImplementedError) as error:
            raise ExportError(
                f"{path} is not a readable zip archive ({error}); it may be cut short. Download it again."
            ) from error
        found: list[_File] = []
        total = 0
        for member in archive.infolist():
            if member.is_dir() or any(_ignored(part) for part in PurePosixPath(member.filename).parts):
                continue
            self._check(path, member)
            total += member.file_size
            found.append(_File(member.filename.replace("\\", "/"), member.file_size, None, member))
        if total > self.limits.archive_bytes:
            raise UnsafeExportError(
                f"{path} would unpack to {total:,} bytes, over the limit of {self.limits.archive_bytes:,}; "
                "it may be a zip bomb. It was not read."
            )
        return found

    def _check(self, path: Path, member: zipfile.ZipInfo) -> None:
        name = member.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":" or "\0" in name:
            raise UnsafeExportError(
                f"{path} holds a file named {name!r}, which points outside the archive. It was not read."
            )
        if member.flag_bits & 0x1:
            raise ExportError(
                f"{path} is protected by a password. Unpack it with the password and import the folder."
            )
        if member.file_size > 10 * 2**20 and member.file_size > self.limits.ratio * max(
            1, member.compress_size
        ):
            raise UnsafeExportError(
                f"{path}: {name} would grow from {member.compress_size:,} to {member.file_size:,} bytes; "
                "it looks like a zip bomb. It was not read."
            )


def _ignored(name: str) -> bool:
    return name in _IGNORED or name.startswith("._")


def _loose(path: Path) -> _File:
    return _File(readable(path.name), path.stat().st_size, path, None)


def readable(name: str) -> str:
    """Return a file name with a mark for every byte that is no letter, so that it can be stored and shown.

    >>> readable("people.csv")
    'people.csv'
    """
    return os.fsencode(name).decode("utf-8", "replace")


def _distinct(paths: Sequence[Path]) -> list[str]:
    """Return for each path its shortest end of whole parts that no other path has."""
    parts = [path.resolve().parts for path in paths]
    ends: list[str] = []
    for mine in parts:
        length = 1
        while length < len(mine) and any(
            other != mine and other[-length:] == mine[-length:] for other in parts
        ):
            length += 1
        ends.append(readable("/".join(part.strip("/\\") for part in mine[-length:])))
    return ends
