"""Whole texts of graph files, within limits."""

from __future__ import annotations

import io

from netreach.errors import UnsafeExportError
from netreach.importers.encodings import text_encoding
from netreach.importers.tables.sniff import opened, place
from netreach.plugins.export import Export

LARGEST = 512 * 2**20
"""Bytes of a file that is read whole because its format gives no other choice."""


def whole_text(export: Export, name: str, *, largest: int = LARGEST) -> str:
    """Return the text of a file, with line feeds as its line ends.

    Raises:
        ExportError: It is damaged.
        UnsafeExportError: It is larger than the limit.
    """
    limit = min(largest, export.limits.text_bytes)
    parts = []
    size = 0
    with opened(export, name) as stream:
        while block := stream.read(1 << 20):
            size += len(block)
            if size > limit:
                raise UnsafeExportError(
                    f"{place(export, name)} has more than {limit // 2**20:,} MiB, which is more than this format is "
                    "read with. Export the graph as a list of edges (CSV or Parquet)."
                )
            parts.append(block)
    data = b"".join(parts)
    encoding, _ = text_encoding(data[: 1 << 20], io.BytesIO(data[1 << 20 :]))
    text = data.decode(encoding, errors="replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
