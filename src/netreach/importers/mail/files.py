"""Which files of an export are mail, by their names and first bytes."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

import attrs

from netreach.importers.mail.mbox import begins_mbox
from netreach.plugins.export import Export

HEAD: Final = 4096
"""Bytes of a file that are looked at to tell whether it is mail."""

_LOOKED_AT: Final = 12
"""Files that `identify` looks into: twelve times 4 KiB stay below the 64 KiB that it may read."""

_MBOX: Final = (".mbox", ".mbx", ".mboxrd", ".mboxo", ".mboxcl", ".mboxcl2")
_MESSAGE: Final = (".eml", ".emlx")
_FOREIGN: Final = {
    ".pst": "Outlook's own format",
    ".ost": "Outlook's own format",
    ".msg": "a message in Outlook's own format",
    ".olm": "the archive of Outlook for the Mac",
    ".dbx": "a folder of Outlook Express",
}
_HEADER = re.compile(rb"(?:From [^\n]*\n)?[!-9;-~]{1,80}[ \t]*:")
_TELLING = re.compile(
    rb"^(?:from|to|cc|date|received|message-id|return-path|delivered-to|subject|mime-version|x-gmail-labels)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)


@attrs.frozen(kw_only=True)
class Files:
    """The mail of an export.

    Attributes:
        mboxes: Files of many messages.
        messages: Folder -> its files of one message each; a lone file is its own folder.
        unfinished: Folder -> how many files of a Maildir are still being delivered.
    """

    mboxes: tuple[str, ...]
    messages: dict[str, tuple[str, ...]]
    unfinished: dict[str, int]

    def __bool__(self) -> bool:
        return bool(self.mboxes or self.messages)


def is_mail(export: Export) -> bool:
    """Tell whether an export holds mail; at most 64 KiB of it are read."""
    names = set(export.names)
    by_name = [name for name in export.names if _form(name)]
    # Thunderbird has no ending for a folder, but an index beside it.
    unsure = sorted(
        (name for name in export.names if not _form(name) and _may_be_mbox(name, len(names) == 1)),
        key=lambda name: f"{name}.msf" not in names,
    )
    looked_at = (by_name[: _LOOKED_AT // 2] + unsure)[:_LOOKED_AT]
    return any(_looks_like(export.head(name, HEAD), _form(name)) for name in looked_at if export.size(name))


def recognise(export: Export) -> Files:
    """Return the files of an export that are mail."""
    mboxes: list[str] = []
    messages: defaultdict[str, list[str]] = defaultdict(list)
    unfinished: defaultdict[str, int] = defaultdict(int)
    alone = len(export.names) == 1
    folders = {name.rpartition("/")[0] for name in export.names}
    for name in export.names:
        form = _form(name)
        folder, _, file = name.rpartition("/")
        if form == "mbox":
            mboxes.append(name)
        elif form == "message":
            messages[name if alone else f"{folder}/*.{file.rpartition('.')[2].lower()}".lstrip("/")].append(
                name
            )
        elif form == "maildir":
            messages[folder].append(name)
        elif _in_folder(name, "tmp") and f"{folder[:-3]}cur" in folders:
            unfinished[folder] += 1
        elif _may_be_mbox(name, alone) and export.size(name) and begins_mbox(export.head(name, HEAD)):
            mboxes.append(name)
        elif alone and export.size(name) and _looks_like(export.head(name, HEAD), ""):
            messages[name].append(name)
    return Files(
        mboxes=tuple(mboxes),
        messages={folder: tuple(files) for folder, files in sorted(messages.items())},
        unfinished=dict(sorted(unfinished.items())),
    )


def explain(export: Export) -> str | None:
    """Say what an export of mail is that cannot be read, and what to do; `None` when it is none."""
    for name in export.names:
        ending = f".{name.lower().rpartition('.')[2]}"
        if ending in _FOREIGN:
            return (
                f"{name} is {_FOREIGN[ending]}, which netreach does not read. Export the mail as mbox or .eml: open "
                "it in Thunderbird and save its folders, or drag the messages from Outlook into a folder."
            )
    return None


def _form(name: str) -> str:
    """Return what a file is by its name: `"mbox"`, `"message"`, `"maildir"`, or `""`."""
    lower = name.lower()
    if lower.endswith(_MESSAGE):
        return "message"
    if lower.endswith((*_MBOX, ".mbox/mbox")):
        return "mbox"
    return "maildir" if _in_folder(name, "cur") or _in_folder(name, "new") else ""


def _in_folder(name: str, folder: str) -> bool:
    parts = name.split("/")
    return len(parts) > 1 and parts[-2] == folder


def _may_be_mbox(name: str, alone: bool) -> bool:
    file = name.rpartition("/")[2].lower()
    return alone or "." not in file or file.endswith(".txt")


def _looks_like(head: bytes, form: str) -> bool:
    """Tell from its first bytes whether a file is mail, of the form that its name says, or of any."""
    if form != "message" and begins_mbox(head):
        return True
    if form == "mbox":
        return False
    head = without_frame(head)
    return _HEADER.match(head) is not None and _TELLING.search(head) is not None


def without_frame(head: bytes) -> bytes:
    r"""Return a message without what is before its header: byte order marks, and the first line of Apple's .emlx.

    >>> without_frame(b"2183      \nFrom: ana@example.org")
    b'From: ana@example.org'
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode("utf-8")
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    first, end, rest = head.partition(b"\n")
    return rest if end and first.strip().isdigit() else head
