"""Checksums of the files of a source or a version: a short look at every opening, a whole one when asked.

At opening, files of up to 1 MiB are compared whole. Of larger ones sizes and the first 4 KiB are compared, which
costs microseconds however large the files are; a file that was cut short, overwritten or exchanged is found so. A
flipped bit deep inside a large file is found by `netreach check`, which reads everything.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import attrs

NAME: Final = "checksums.json"
_HEAD: Final = 4096
_SMALL: Final = 1 << 20
_BLOCK: Final = 1 << 22


@attrs.frozen(kw_only=True)
class _Sums:
    size: int
    head: int
    sha256: str


def checksums_text(folder: Path) -> str:
    """Return the text of `checksums.json` for all other files of a folder."""
    return json.dumps({path.name: attrs.asdict(_sums(path)) for path in _files(folder)}, indent=1)


def check_heads(folder: Path, names: Iterable[str]) -> None:
    """Compare the sizes and beginnings of all files of a folder, and small files whole.

    Args:
        folder: The folder of a source or a version.
        names: The files that must have a checksum.

    Raises:
        ValueError: When a file is missing, differs or has no checksum; the message names it.
        OSError: When the checksums cannot be read.
    """
    stated = _read(folder)
    for name in names:
        if name not in stated:
            raise ValueError(f"{name} has no checksum")
    for name, said in stated.items():
        path = folder / name
        if not path.is_file():
            raise ValueError(f"{name} is missing")
        size = path.stat().st_size
        if size != said.size:
            raise ValueError(f"{name} has {size:,} bytes instead of {said.size:,}")
        if _head(path) != said.head:
            raise ValueError(f"the beginning of {name} was overwritten")
        if size <= _SMALL and _sums(path).sha256 != said.sha256:
            raise ValueError(f"{name} has other content than was written")


def damaged_files(folder: Path, seen: Callable[[int], None]) -> list[tuple[str, str]]:
    """Read all files of a folder whole, and return what is wrong with which.

    Args:
        folder: The folder of a source or a version.
        seen: Called with the number of bytes after each file.
    """
    try:
        stated = _read(folder)
    except (OSError, ValueError) as error:
        return [(NAME, f"cannot be read ({error})")]
    found = []
    for name, said in stated.items():
        path = folder / name
        if not path.is_file():
            found.append((name, "is missing"))
            continue
        sums = _sums(path)
        seen(sums.size)
        if sums.size != said.size:
            found.append((name, f"has {sums.size:,} bytes instead of {said.size:,}"))
        elif sums.sha256 != said.sha256:
            found.append((name, "has other content than was written"))
    return found


def total_size(folder: Path) -> int:
    """Return how many bytes the files of a folder have."""
    return sum(path.stat().st_size for path in _files(folder))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and path.name != NAME)


def _read(folder: Path) -> dict[str, _Sums]:
    try:
        stated = json.loads((folder / NAME).read_text(encoding="utf-8"))
        # What stands in the file names files beside it, never others.
        return {Path(name).name: _Sums(**said) for name, said in stated.items()}
    except (AttributeError, TypeError, RecursionError) as error:
        raise ValueError(f"{NAME} was overwritten") from error


def _head(path: Path) -> int:
    with path.open("rb") as stream:
        return zlib.crc32(stream.read(_HEAD))


def _sums(path: Path) -> _Sums:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return _Sums(size=size, head=_head(path), sha256=digest.hexdigest())
