"""The files of an export: those of a folder or a zip are listed within limits, and what is refused is said."""

from __future__ import annotations

import os
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import attrs

from netreach.errors import ExportError, UnsafeExportError

_IGNORED = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"}


@attrs.frozen(kw_only=True)
class Limits:
    """How large an export may be before it is refused.

    Attributes:
        files: Files in a folder or archive.
        depth: Folders inside each other.
        archive_bytes: Bytes of all files of an archive, unpacked.
        ratio: Unpacked over packed size of one file of an archive, checked from 10 MiB upwards.
        text_bytes: Bytes of a file that is read into memory whole.
    """

    files: int = 500_000
    depth: int = 64
    archive_bytes: int = 16 * 2**30
    ratio: int = 250
    text_bytes: int = 2 * 2**30


@attrs.frozen
class File:
    """A file of an export: on disk, or a member of its archive."""

    name: str
    size: int
    path: Path | None
    member: zipfile.ZipInfo | None


def in_folder(folder: Path, limits: Limits, skipped: Counter[str], label: str) -> list[File]:
    """List a folder; `skipped` counts what is passed over, and `label` is what errors call the export."""
    found: list[File] = []
    for root, folders, names in os.walk(folder, followlinks=False):
        links = [name for name in folders if (Path(root) / name).is_symlink()]
        skipped["link"] += len(links)
        skipped["system"] += sum(map(_ignored, folders))
        folders[:] = [name for name in folders if not _ignored(name)]
        if len(Path(root).relative_to(folder).parts) > limits.depth:
            raise UnsafeExportError(
                f"{label} holds folders inside each other, more than {limits.depth} deep. Name the folder or "
                "files that you mean."
            )
        for name in names:
            path = Path(root) / name
            if _ignored(name):
                skipped["system"] += 1
                continue
            if path.is_symlink() or not path.is_file():
                skipped["link"] += 1
                continue
            inside = readable(path.relative_to(folder).as_posix())
            found.append(File(inside, path.stat().st_size, path, None))
            if len(found) > limits.files:
                return found
    return found


def in_archive(archive: zipfile.ZipFile, path: Path, limits: Limits, skipped: Counter[str]) -> list[File]:
    """List an archive; `skipped` counts what is passed over, and `path` is what errors call it."""
    found: list[File] = []
    total = 0
    for member in archive.infolist():
        if member.is_dir():
            continue
        if any(_ignored(part) for part in PurePosixPath(member.filename).parts):
            skipped["system"] += 1
            continue
        _check(path, member, limits)
        total += member.file_size
        found.append(File(member.filename.replace("\\", "/"), member.file_size, None, member))
    if total > limits.archive_bytes:
        raise UnsafeExportError(
            f"{path} would unpack to {total:,} bytes, over the limit of {limits.archive_bytes:,}; "
            "it may be a zip bomb. It was not read."
        )
    return found


def _check(path: Path, member: zipfile.ZipInfo, limits: Limits) -> None:
    name = member.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":" or "\0" in name:
        raise UnsafeExportError(
            f"{path} holds a file named {name!r}, which points outside the archive. It was not read."
        )
    if member.flag_bits & 0x1:
        raise ExportError(
            f"{path} is protected by a password. Unpack it with the password and import the folder."
        )
    if member.file_size > 10 * 2**20 and member.file_size > limits.ratio * max(1, member.compress_size):
        raise UnsafeExportError(
            f"{path}: {name} would grow from {member.compress_size:,} to {member.file_size:,} bytes; "
            "it looks like a zip bomb. It was not read."
        )


def _ignored(name: str) -> bool:
    return name in _IGNORED or name.startswith("._")


def loose(path: Path) -> File:
    """Return a file that is named by itself."""
    return File(readable(path.name), path.stat().st_size, path, None)


def readable(name: str) -> str:
    """Return a file name with a mark for every byte that is no letter, so that it can be stored and shown.

    >>> readable("people.csv")
    'people.csv'
    """
    return os.fsencode(name).decode("utf-8", "replace")


def distinct_ends(paths: Sequence[Path]) -> list[str]:
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
