"""What a search derives from a version, kept in files beside it.

Small versions, and those in memory, have no files: their indices are built in a moment when they are first asked
for. The files are nothing but a copy of what can be made again: deleting them costs the time to make them.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from netreach.search import files
from netreach.store import mapping
from netreach.store.tables import SEARCH

if TYPE_CHECKING:
    from pathlib import Path

    from netreach.snapshot import Snapshot

RULES: Final = 3
"""Number of the rules by which the files are made: raised whenever folding, words or layout change.

An import takes over words from the files of the version before, so that nothing else would mend them.
"""

LARGE: Final = 50_000
"""From how many people on the files are kept."""


def keeps(snapshot: Snapshot) -> bool:
    """Tell whether a version has files beside it: those of few people are made in a moment, when they are needed."""
    return snapshot.folder is not None and snapshot.count >= LARGE


def kept(
    snapshot: Snapshot, name: str, make: Callable[[], dict[str, Any]], *, scattered: bool = False
) -> dict[str, Any]:
    """Return arrays mapped from a file beside the version; make them, and the file, where it is not there.

    Args:
        snapshot: The opened version.
        name: What the file is called.
        make: Makes the arrays: NumPy arrays, and Arrow arrays of texts without nulls.
        scattered: Whether questions read what belongs to some people, wherever it lies.
    """
    place = _place(snapshot, name)
    if place is None:
        return make()
    found = files.read(*place, scattered=scattered)
    if found is None:
        made = make()
        # What was made is let go of in favour of the file, which takes no memory of its own.
        path, about = place
        there = files.write(path, made, about)
        found = files.read(path, about, scattered=scattered, fresh=True) if there else None
        if found is None:
            return made
        del made
        mapping.trim()
    return found


def found(snapshot: Snapshot, name: str) -> dict[str, Any] | None:
    """Return arrays mapped from a file beside a version, `None` where there is no such file; none is made."""
    place = _place(snapshot, name)
    return None if place is None else files.read(*place)


def opened(snapshot: Snapshot, name: str, make: Callable[[], dict[str, Any]]) -> files.Pieces | None:
    """Open a file beside the version of which little will be read; it is made where it is not there.

    Returns:
        `None` for a version that keeps no files, and where the file cannot be written.
    """
    place = _place(snapshot, name)
    if place is None:
        return None
    path, about = place
    there = files.opened(path, about)
    # Where nothing can be written, each process would make for nothing what is asked for here.
    folder = path.parent if path.parent.exists() else path.parent.parent
    if there is None and os.access(folder, os.W_OK):
        there = files.opened(path, about) if files.write(path, make(), about, pieces=True) else None
        mapping.trim()
    return there


def drop(snapshot: Snapshot, name: str) -> bool:
    """Delete a file beside a version, so that it is made again; tell whether that was possible."""
    place = _place(snapshot, name)
    if place is None:
        return False
    try:
        place[0].unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _place(snapshot: Snapshot, name: str) -> tuple[Path, dict[str, Any]] | None:
    """Return where the file lies, and what it is made from; `None` for a version that keeps none."""
    folder = snapshot.folder
    if folder is None or not keeps(snapshot):
        return None
    # What is a letter depends on the Unicode of the Python that asks, and words may be taken over from another one.
    about = {
        "rules": RULES,
        "unicode": unicodedata.unidata_version,
        "version": snapshot.version,
        "people": snapshot.count,
    }
    return folder / SEARCH / f"{name}.arrays", about
