"""Mail: mbox of every kind, Maildir, `.eml` files, Gmail's Takeout. Only headers are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from netreach.plugins.export import Export

if TYPE_CHECKING:
    from netreach.model import Batch, Record, RowProblem


class Mail:
    """A mailbox: who wrote to whom, in which direction, how often, on which days; never what they wrote.

    Reads mbox (mboxo, mboxrd, mboxcl, mboxcl2, and with bodies that are not quoted), Maildir, folders and archives of
    `.eml` and `.emlx`, and what Gmail's Takeout gives. What others wrote to each other counts too.
    """

    name = "mail"
    summary = "mailbox: mbox, Maildir, .eml files, Gmail Takeout (file, folder or zip); headers only"
    by_address = True

    def identify(self, export: Export) -> bool:
        """Tell whether there is mail in it, by names and first bytes; never raises."""
        from netreach.importers.mail.files import is_mail

        try:
            return is_mail(export)
        except Exception:
            # What cannot be listed is nobody's export; whoever opens it will hear why.
            return False

    def belongs(self, name: str) -> bool:
        """Tell by its name whether a file goes with mail: the index of a folder, or what is still being delivered."""
        return name.lower().endswith((".msf", ".mozmsgs")) or name.split("/")[-2:-1] == ["tmp"]

    def explain(self, export: Export) -> str | None:
        """Say what an export of mail is that cannot be read, and what to do about it."""
        from netreach.importers.mail.files import explain

        return explain(export)

    def extract(self, export: Export) -> Iterator[Record | Batch | RowProblem]:
        """Yield the owner, who wrote to whom, and the account of every file.

        Raises:
            ExportError: A file is damaged, or there is no mail in it.
            OwnerError: It cannot be told whose mailbox it is.
        """
        from netreach.importers.mail.extract import extract

        return extract(export)
