"""Small TOML files that people write: read with care, so that a message can name what is wrong."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any


def parse(text: str) -> dict[str, Any]:
    """Return what a text in TOML holds.

    Raises:
        ValueError: When it is no TOML.
    """
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ValueError(f"This is no TOML: {error}") from error


def read(path: str | os.PathLike[str], *, largest: int, what: str) -> str:
    """Return the text of a file in UTF-8, with or without a mark in front, with any ends of lines.

    Args:
        path: The file.
        largest: The most bytes that it may have.
        what: What it should be, for the message: `"no compass"`.

    Raises:
        ValueError: When it is larger, or not in UTF-8.
        OSError: When it cannot be read.
    """
    with Path(path).open("rb") as stream:
        data = stream.read(largest + 1)
    if len(data) > largest:
        raise ValueError(f"it is larger than {largest:,} bytes, and {what} is.")
    return data.decode("utf-8-sig").replace("\r\n", "\n")


def write(path: str | os.PathLike[str], text: str) -> Path:
    """Write a text to a file, replacing it, and return its path."""
    target = Path(path)
    target.write_text(text, encoding="utf-8", newline="\n")
    return target
