"""What the names of files tell: which are alike, which are mail, and which are passed over."""

from __future__ import annotations

from typing import Final

_MAILDIR: Final = frozenset(("cur", "new", "tmp"))
_THUMBNAILS: Final = frozenset((".thumbnails", "thumbs.db", "ehthumbs.db", "thumbnails"))


def family(name: str) -> tuple[str, str]:
    """Return what makes files alike: their folder and ending; Maildir's files have none."""
    folder, _, file = name.rpartition("/")
    if folder.rpartition("/")[2] in _MAILDIR:
        return folder, ""
    return folder, file.rpartition(".")[2].lower() if "." in file else file


def of_maildir(name: str) -> bool:
    """Return whether a file is one of a Maildir that begins here: in `cur`, `new`, `tmp`, or in its subfolders.

    >>> of_maildir("cur/1.host:2,S"), of_maildir(".Sent/new/1.host"), of_maildir("mail/cur/1.host")
    (True, True, False)
    """
    parts = name.split("/")
    return len(parts) in (2, 3) and parts[-2] in _MAILDIR and all(part[:1] == "." for part in parts[:-2])


def passed_over(name: str) -> str:
    """Return the rule by which a file is passed over, or `""`.

    >>> passed_over(".git/config"), passed_over(".Sent/cur/1.host:2,S"), passed_over("a/.thumbnails/1.jpg")
    ('hidden', '', 'thumbnail')
    """
    parts = name.split("/")
    if any(part.lower() in _THUMBNAILS for part in parts):
        return "thumbnail"
    if len(parts) > 2 and parts[-2] in _MAILDIR and not parts[-1].startswith("."):
        return ""
    return "hidden" if any(part.startswith(".") for part in parts) else ""
