"""`outlook`: the CSV of Outlook on a computer, of Outlook.com and of Thunderbird, with headers in eleven languages.

`Title` is the honorific there; the job is `Job Title`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import attrs

from netreach.importers.contacts.headers import COMMON, OUTLOOK, TELLING
from netreach.importers.contacts.table import ContactCsv
from netreach.importers.csvrows import column_name
from netreach.importers.linkedin.files import is_outlook_flavour
from netreach.plugins.export import Export

CODE_PAGES: tuple[str, ...] = ("cp1250", "cp1251", "cp932", "gb18030", "big5")
"""Of the languages whose headers are known; Windows-1252 is the one that is tried first."""

_FIELDS: Mapping[str, str] = MappingProxyType(
    {column_name(column): field for column, field in OUTLOOK.items()}
)
_TELLING = frozenset(map(column_name, TELLING))
_KNOWN = _TELLING.union(map(column_name, COMMON))
_BARE = frozenset(map(column_name, ("Email", "Correo electrónico", "電子メール", "电子邮件", "電子郵件")))
_ADDRESSES = frozenset(name for name, field in _FIELDS.items() if field == "email") - _BARE
_SECONDS = frozenset(name for name in _TELLING if name.replace("2", "") in _ADDRESSES) - {"secondaryemail"}
_SECOND = frozenset(("emailaddress", "email2address"))
_BY_HAND = frozenset(("first_name", "last_name", "company", "title", "email"))


@attrs.frozen(kw_only=True)
class OutlookCsv(ContactCsv):
    """A `ContactCsv` whose header is known by what only address books write.

    People make tables with first and last names and addresses too, in every language; second addresses, their types
    and streets of offices are Outlook's and Thunderbird's: two such columns, or a second address beside all that is
    usual. Where the caller says whose it is, a header in Outlook's words will do.
    """

    def claims(self, header: Sequence[str]) -> bool:
        """Return whether a header is one that Outlook or Thunderbird writes."""
        names = {column_name(cell) for cell in header}
        if is_outlook_flavour(header) or names.isdisjoint(_ADDRESSES):
            return False
        if names >= _SECOND:
            return True
        if _fields(names).isdisjoint(("first_name", "last_name")):
            return False
        if not names.isdisjoint(_TELLING) and len(names & _KNOWN) > 1:
            return True
        if not names.isdisjoint(_SECONDS) and _fields(names) >= _BY_HAND:
            return True
        # By the letter: Outlook alone writes it so.
        return {"E-mail Address", "Job Title"} <= {cell.strip() for cell in header}

    def identify(self, export: Export) -> bool:
        """Tell by the headers of its tables whether an export is of this format, and nothing else; never raises."""
        if ContactCsv.identify(self, export):
            return True
        try:
            return bool(export.owner) and len(export.names) == 1 and self._in_outlooks_words(export)
        except Exception:
            return False

    def _in_outlooks_words(self, export: Export) -> bool:
        header = self.header(export, export.names[0])
        names = {column_name(cell) for cell in header or ()}
        return _fields(names) >= _BY_HAND and names <= _KNOWN | _FIELDS.keys()


def _fields(names: Iterable[str]) -> set[str]:
    return {field for name in names if (field := _FIELDS.get(name))}


def outlook() -> OutlookCsv:
    """Return the importer `outlook`.

    >>> importer = outlook()
    >>> importer.claims("Anrede,Vorname,Nachname,Firma,Abteilung,Position,E-Mail-Adresse,E-Mail-Typ".split(","))
    True
    >>> importer.claims(["Vorname", "Nachname", "Firma", "E-Mail-Adresse"])
    False
    """
    return OutlookCsv(
        name="outlook",
        summary="contacts of Outlook, Outlook.com and Thunderbird (CSV, any language of theirs)",
        signature=(),
        columns=OUTLOOK,
        code_pages=CODE_PAGES,
    )
