"""An export as importers see it: named files of a file, a folder or a zip, read within limits.

Nothing is ever unpacked to a place that the archive names, links are not followed, and every size is checked
before a byte is read, so that a hostile archive is an error message and not a full disk.
"""

from __future__ import annotations

import copy
import hashlib
import io
import os
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

import attrs

from netreach.errors import ExportError, OptionError, UnsafeExportError
from netreach.plugins.listing import File, Limits, distinct_ends, in_archive, in_folder, loose, readable
from netreach.plugins.streams import DAMAGE, Counted, CountedMember, Spooled

HEAD_BYTES = 65_536
"""How much of a file `identify` may look at."""

SHARING = ("names", "strength", "full")
DIRECTED = ("mutual", "any")
WATCHED_BYTES = 32 * 2**20
"""From this size on it is told how far a file has been read."""


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
    _outer: tuple[Path, str] | None
    _found: dict[str, File] | None
    _only: frozenset[str] | None
    _label: str
    _watch: Callable[[str, int, int], None] | None
    _skipped: Counter[str]

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
        self.paths = tuple(map(Path, paths))
        self.owner = owner
        self.importer = importer
        self.namespace = namespace
        self.sharing = sharing
        self.columns = dict(columns or {})
        self.complete = complete
        self.directed = directed
        self.limits = limits or Limits()
        self._archive = None
        self._outer = None
        self._found = None
        self._only = None
        self._label = ""
        self._watch = None
        self._skipped = Counter()
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
        if self._label:
            return self._label
        names = [path.name or str(path.resolve()) for path in self.paths]
        if len(set(names)) < len(names):
            names = distinct_ends(self.paths)
        return ", ".join(map(readable, names))

    def __repr__(self) -> str:
        return f"Export({', '.join(repr(str(path)) for path in self.paths)})"

    def copy(self) -> Export:
        """Return an export of the same files and options, with an archive of its own to open and close."""
        made = copy.copy(self)
        made.columns = dict(self.columns)
        made._archive = made._found = None
        made._skipped = Counter()
        return made

    def part(self, names: Collection[str] | None = None, *, label: str = "") -> Export:
        """Return an export of some of the files, with the same options; it shares an opened archive with this one.

        Args:
            names: The files; by default all.
            label: What it is called in reports; by default what this one is.

        Raises:
            ExportError: When one of the files is not there.

        >>> import pathlib, tempfile
        >>> folder = pathlib.Path(tempfile.mkdtemp())
        >>> _ = (folder / "a.csv").write_text("id"), (folder / "b.csv").write_text("id")
        >>> Export(folder).part(["b.csv"]).names
        ('b.csv',)
        """
        if names is None and not label:
            return self.copy()
        made = copy.copy(self)
        made.columns = dict(self.columns)
        made._label = label or str(self)
        if names is not None:
            for name in names:
                self._file(name)
            made._only = frozenset(names)
            made._found = {name: self._files[name] for name in sorted(names)}
        return made

    def inner(self, name: str) -> Export:
        """Return the archive that lies in this archive under a name, as an export of its own, with the same options.

        It is unpacked into a temporary file without a name, which is gone when the export is closed; the limits hold
        for it as for any other archive.

        Raises:
            ExportError: When there is no such file, or it does not lie in an archive on disk.
        """
        if self._file(name).member is None or self._outer is not None:
            raise ExportError(f"{self._place(name)} is no archive in an archive.")
        made = self.copy()
        # Its own name says of which day it is, as that of an archive on disk does.
        made.paths = (self.paths[0] / name,)
        made._outer = (self.paths[0], name)
        made._only = None
        made._label = self._place(name)
        return made

    def watch(self, tell: Callable[[str, int, int], None] | None) -> None:
        """Have somebody told how far each file has been read: its name, bytes so far, bytes in all."""
        self._watch = tell

    @property
    def skipped(self) -> Mapping[str, int]:
        """What was passed over when the files were listed: rule -> files and folders."""
        _ = self._files
        return dict(self._skipped)

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
            except (*DAMAGE, OSError) as error:
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
            except (*DAMAGE, OSError) as error:
                raise ExportError(
                    f"{self._place(name)} is damaged ({error}). Download the archive again."
                ) from error

    def open(self, name: str) -> IO[bytes]:
        """Open a file for reading bytes as a stream."""
        file = self._file(name)
        try:
            if file.path is not None:
                if self._watch is not None and file.size >= WATCHED_BYTES:
                    counted = Counted(file.path, lambda done: self._tell(file, done))
                    return io.BufferedReader(counted, 1 << 20)
                return file.path.open("rb")
            assert self._archive is not None
            assert file.member is not None
            stream = self._archive.open(file.member)
            if self._watch is not None and file.size >= WATCHED_BYTES:
                return CountedMember(stream, lambda done: self._tell(file, done))
            return stream
        # zipfile says NotImplementedError of a way to compress that it does not know, RuntimeError of a password.
        except (*DAMAGE, NotImplementedError, RuntimeError, OSError) as error:
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
                except DAMAGE as error:
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
                except DAMAGE as error:
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

    def _tell(self, file: File, done: int) -> None:
        if self._watch is not None:
            self._watch(file.name, min(done, file.size), file.size)

    def _place(self, name: str) -> str:
        path = self._file(name).path
        return readable(str(path)) if path is not None else f"{self} → {name}"

    def _file(self, name: str) -> File:
        try:
            return self._files[name]
        except KeyError:
            raise ExportError(f"{self}: no file {name!r} in it.") from None

    @property
    def _files(self) -> dict[str, File]:
        if self._found is None:
            self._found = self._list()
        return self._found

    def _list(self) -> dict[str, File]:
        self._skipped.clear()
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
        if self._only is not None:
            found = [file for file in found if file.name in self._only]
        files = {file.name: file for file in sorted(found, key=lambda file: file.name)}
        if len(files) < len(found):
            times = Counter(file.name for file in found)
            name = next(name for name in files if times[name] > 1)
            raise ExportError(
                f"{self} holds {times[name]} files named {name}, and only one of them could be read. "
                "Unpack or rename them so that each has a name of its own."
            )
        return files

    def _several(self) -> list[File]:
        """List loose files and folders; where two files have one name, what tells their folders apart leads it."""
        # The same file twice is one file.
        paths = list({path.resolve(): path for path in reversed(self.paths)}.values())[::-1]
        inside = [self._folder(path) if path.is_dir() else [loose(path)] for path in paths]
        times = Counter(file.name for files in inside for file in files)
        labels = distinct_ends([path if path.is_dir() else path.parent for path in paths])
        return [
            attrs.evolve(file, name=f"{label}/{file.name}") if times[file.name] > 1 else file
            for label, files in zip(labels, inside, strict=True)
            for file in files
        ]

    def _single(self, path: Path) -> list[File]:
        if self._outer is not None:
            return self._zip(path)
        try:
            with path.open("rb") as stream:
                magic = stream.read(4)
        except OSError as error:
            raise ExportError(f"{path} cannot be read ({error.strerror}).") from error
        if magic[:2] == b"PK" or path.suffix.lower() == ".zip":
            return self._zip(path)
        return [loose(path)]

    def _folder(self, path: Path) -> list[File]:
        return in_folder(path, self.limits, self._skipped, str(self))

    def _zip(self, path: Path) -> list[File]:
        if self._outer is None and path.stat().st_size == 0:
            raise ExportError(f"{path} is empty. Download the archive again.")
        try:
            self._archive = archive = (
                zipfile.ZipFile(path) if self._outer is None else self._unpacked(*self._outer)
            )
        except (*DAMAGE, OSError, ValueError, NotImplementedError) as error:
            raise ExportError(
                f"{path} is not a readable zip archive ({error}); it may be cut short. Download it again."
            ) from error
        return in_archive(archive, path, self.limits, self._skipped)

    def _unpacked(self, path: Path, name: str) -> zipfile.ZipFile:
        """Unpack and open an archive that lies in another."""
        outer = Export(path, limits=self.limits)
        # The archive that is returned closes it.
        spool = tempfile.TemporaryFile(prefix="netreach-")  # noqa: SIM115
        try:
            with outer.open(name) as stream:
                shutil.copyfileobj(stream, spool, 1 << 20)
            return Spooled(spool)
        except BaseException:
            spool.close()
            raise
        finally:
            outer.close()
