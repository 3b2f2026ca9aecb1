"""`vcard`: cards of 2.1, 3.0 and 4.0, as phones, mail programs, Google, Apple and Outlook write them.

`lines` takes a file apart into cards and their properties, a line at a time, `values` decodes what is read of them,
`meaning` says what it tells of a person, and `importer` goes over the files.
"""

from __future__ import annotations

from netreach.importers.contacts.vcard.importer import VCard

__all__ = ["VCard"]
