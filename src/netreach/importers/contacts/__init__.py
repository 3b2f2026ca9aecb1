"""Address books: `google-contacts`, `outlook` and `vcard`, and a helper with which a new format takes few lines.

`card` is one entry, whatever the format; `book` makes people, evidence and ties of all entries, and says of each
where it went; `owner` is whose book it is. `table` reads CSV files by a declaration of their columns
(`ContactCsv`), which `google` and `outlook` are made of; `vcard` reads cards.
"""

from __future__ import annotations

from netreach.importers.contacts.table import FIELDS, ContactCsv

__all__ = ["FIELDS", "ContactCsv"]
