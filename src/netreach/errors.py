"""Every error that netreach raises on purpose.

The tree::

    NetreachError
    ├── ExportError                 a file, folder or archive that cannot be read
    │   ├── UnknownExportError      no importer recognises it
    │   ├── AmbiguousExportError    several importers recognise it
    │   └── UnsafeExportError       a zip bomb, a path that climbs out, a size beyond the limits
    ├── OwnerError                  the owner of an export is missing or cannot be found
    ├── StoreError                  a network folder that cannot be used
    │   ├── NotANetworkError        the folder is something else
    │   ├── NewerVersionError       written by a later netreach
    │   ├── DamagedNetworkError     a file of it is missing or broken
    │   └── LockedError             another process is writing
    ├── ClosedError                 the network was closed
    ├── ProfessionalNotFoundError   nobody by that id, address, URL or name   (also a LookupError)
    ├── AmbiguousNameError          several people have that name             (also a LookupError)
    ├── SourceNotFoundError         no source by that id                      (also a LookupError)
    ├── CompassError                a compass that cannot be read
    ├── CompassNotFoundError        no compass by that name                   (also a LookupError)
    ├── NoTieDataError              the person is known, but no tie of theirs (also a LookupError)
    ├── QueryError                  a search expression that cannot be read   (also a ValueError)
    ├── OptionError                 an option outside its range               (also a ValueError)
    ├── TemplateError               a template of a letter that cannot be used
    ├── LetterNotFoundError         no letter by that id                      (also a LookupError)
    ├── PictureError                a picture that cannot be drawn on this machine
    ├── PluginError                 a plugin that cannot be used
    │   └── UnknownPluginError      no importer or scorer of that name        (also a ValueError)
    └── MissingExtraError           an optional dependency is not installed   (also an ImportError)

Every message says what happened, where, and what to do about it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


class NetreachError(Exception):
    """The parent of every error that netreach raises on purpose."""


class ExportError(NetreachError):
    """An export could not be read; the message names the file and the cure."""


class UnknownExportError(ExportError):
    """No importer recognises the export."""


class AmbiguousExportError(ExportError):
    """Several importers recognise the export; `importer=` decides."""


class UnsafeExportError(ExportError):
    """The export breaks a safety limit: sizes, ratios, or names that climb out of the archive."""


class OwnerError(NetreachError):
    """The owner of an export is missing or cannot be found in it."""


class StoreError(NetreachError):
    """A network folder could not be read or written."""


class NotANetworkError(StoreError):
    """The folder exists, but is not a netreach network."""


class NewerVersionError(StoreError):
    """The network was written by a later netreach than this one."""


class DamagedNetworkError(StoreError):
    """A file of the network is missing or broken."""


class LockedError(StoreError):
    """Another process is writing to the network; the message names it."""


class ClosedError(NetreachError):
    """The network was closed and cannot be asked any more."""


class ProfessionalNotFoundError(NetreachError, LookupError):
    """Nobody in the network has that id, address, profile URL or name."""


class AmbiguousNameError(NetreachError, LookupError):
    """Several people have that name.

    Attributes:
        candidates: One line per person, with what tells them apart.
    """

    def __init__(self, message: str, candidates: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.candidates: tuple[str, ...] = tuple(candidates)


class SourceNotFoundError(NetreachError, LookupError):
    """The network has no source by that id."""


class CompassError(NetreachError):
    """A compass could not be read; the message names the file and the cure."""


class CompassNotFoundError(NetreachError, LookupError):
    """The network has no compass by that name."""


class NoTieDataError(NetreachError, LookupError):
    """The person is in the network, but no tie of theirs is known."""


class QueryError(NetreachError, ValueError):
    """A search expression could not be read.

    Attributes:
        text: The expression.
        position: Where reading stopped, counted from 0.
        reason: What is wrong there.
    """

    def __init__(self, reason: str, text: str, position: int) -> None:
        self.reason = reason
        self.text = text
        self.position = position
        super().__init__(reason, text, position)

    def __str__(self) -> str:
        if not self.text.strip():
            return self.reason
        start = max(0, self.position - 60)
        shown = self.text[start : self.position + 20]
        lead, tail = "…" if start else "", "…" if len(self.text) > self.position + 20 else ""
        shown = "".join(character if character.isprintable() else "·" for character in shown)
        before = shown[: self.position - start]
        caret = " " * (len(lead) + sum(map(_columns, before))) + "^"
        return f"{self.reason}\n  {lead}{shown}{tail}\n  {caret}"


def _columns(character: str) -> int:
    """How many columns of a terminal a character takes, so that the caret stands under its place."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


class OptionError(NetreachError, ValueError):
    """An option has a value outside its range."""


class TemplateError(NetreachError):
    """A template of a letter cannot be used; the message names the file and the line."""


class LetterNotFoundError(NetreachError, LookupError):
    """The network's log has no letter by that id."""


class PictureError(NetreachError):
    """A picture cannot be drawn on this machine; the message says what is missing."""


class PluginError(NetreachError):
    """A plugin, or something that a plugin returned, cannot be used."""


class UnknownPluginError(PluginError, ValueError):
    """No importer or scorer has this name; the message lists those there are."""


class MissingExtraError(NetreachError, ImportError):
    """An optional dependency is missing; the message says what to install."""
