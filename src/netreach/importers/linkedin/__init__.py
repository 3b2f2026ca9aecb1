"""LinkedIn's data archive: the zip, its folder, or a lone `Connections.csv`.

`files` knows which file is what, `profile`, `connections`, `messages` and `invitations` read one kind each, `owner`
finds out whose archive it is, and `importer` puts the records in order.
"""

from __future__ import annotations

from netreach.importers.linkedin.importer import LinkedIn

__all__ = ["LinkedIn"]
