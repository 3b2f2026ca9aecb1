"""Reads mail, header by header, and adds up who wrote to whom; subjects and texts are not looked at."""

from __future__ import annotations

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import IO, Final

from netreach.errors import ExportError
from netreach.importers.csvrows import Tally
from netreach.importers.mail.files import Files, without_frame
from netreach.importers.mail.folders import LEFT_OUT, SENT, kind_of_labels, kind_of_path
from netreach.importers.mail.headers import (
    day_of,
    decoded,
    delivered_to,
    fields,
    is_header,
    mailboxes,
    text_of,
)
from netreach.importers.mail.mbox import HEADER_LIMIT, Part, header_end, messages
from netreach.importers.participants import NO_DAY, ROLE, People, Sums
from netreach.plugins.export import Export

MAIL, GROUP_MAIL, CO_RECIPIENT = range(3)
KINDS: Final = ("mail", "group_mail", "co_recipient")
MUTUAL: Final = ("co_recipient",)

FEW: Final = 3
"""Up to so many recipients a mail to somebody is personal; a copy, or mail to more, is group mail."""

SHARED: Final = 6
"""Up to so many recipients of one mail are co-recipients of each other."""

MANY: Final = 20
"""Mail to more recipients is mass mail, and tells nothing about who knows whom."""

_MASS = f"mail to more than {MANY} people"
_AUTOMATIC = "automatic message"
_LIST = "mailing list"
_ROBOT = "sender is no person"
_NO_RECIPIENT = "no recipient who is a person"
_ONESELF = "message to oneself"
_COPY = "copy of the same message"
_NOTES: Final = 100
_DELETED: Final = 0x0008
"""The bit of X-Mozilla-Status of messages that are deleted, but still in the file."""

_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError)
_People = tuple[tuple[int, str], ...]


class Mailbox:
    """Everything read so far.

    Attributes:
        people: Who was met.
        sums: What they wrote.
        tallies: The account of each file or folder.
        delivered: Number -> how many messages were delivered to that address of the owner.
        sent: Number -> how many messages in folders of sent mail are from that address.
        present: Number -> in how many messages somebody takes part.
        wrote: Those whose messages were used.
        total: Messages that were used.
    """

    def __init__(self) -> None:
        self.people: People = People()
        self.sums: Sums = Sums(KINDS, MUTUAL)
        self.tallies: list[Tally] = []
        self.delivered: Counter[int] = Counter()
        self.sent: Counter[int] = Counter()
        self.present: Counter[int] = Counter()
        self.wrote: set[int] = set()
        self.total: int = 0
        self._labelled: set[str] = set()
        self._seen: set[int] = set()
        self._days: dict[bytes, int] = {}
        self._parsed: dict[tuple[bytes, bytes], _People] = {}
        self._labels: dict[bytes, str] = {}
        self._notes: Counter[tuple[str, str]] = Counter()

    @property
    def whole(self) -> bool:
        """Whether this is all mail of an account: it has labels, of what was sent and of what was thrown away."""
        return SENT in self._labelled and bool(self._labelled & {"spam", "trash"})

    def read(self, export: Export, files: Files) -> None:
        """Read all files.

        Raises:
            ExportError: A file is damaged.
        """
        # Sent as it was given by itself: Apple's `Sent Messages.mbox` is a folder with a file named mbox.
        given = export.paths[0].resolve()
        around = SENT if given.is_dir() and kind_of_path(given.name) == SENT else ""
        for name in files.mboxes:
            tally = self._tally(name)
            folder = kind_of_path(name) or around
            with export.open(name) as stream:
                for part in _guarded(export, name, stream):
                    tally.rows += 1
                    self._take(part.head, tally, part.line, folder, part.cut)
            if not tally.rows and export.size(name):
                tally.problem(0, "holds no message: no line that begins with 'From ' starts one", rows=0)
        for label, names in files.messages.items():
            tally = self._tally(label)
            tally.rows += files.unfinished.get(f"{label[:-3]}tmp", 0) if label.endswith("cur") else 0
            if tally.rows:
                tally.left_out["message that was being delivered"] += tally.rows
            for number, name in enumerate(names, start=1):
                tally.rows += 1
                head, cut = _head_of(export, name)
                self._take(
                    b"\n" + head, tally, 0 if len(names) == 1 else number, _folder_of(name) or around, cut
                )
        for (file, reason), times in self._notes.items():
            if times > _NOTES:
                tally = next(tally for tally in self.tallies if tally.file == file)
                tally.problem(0, f"{reason}: {times - _NOTES:,} more messages like these", rows=0)

    def _tally(self, name: str) -> Tally:
        tally = Tally(file=name)
        self.tallies.append(tally)
        return tally

    def _note(self, tally: Tally, line: int, reason: str) -> None:
        """Say that something of a message could not be read that is used all the same."""
        self._notes[tally.file, reason] += 1
        if self._notes[tally.file, reason] <= _NOTES:
            tally.problem(line, reason, rows=0)

    def _problem(self, tally: Tally, line: int, reason: str) -> None:
        """Say that a message could not be used; after a hundred of one kind, rows are added to the last of them."""
        self._notes[tally.file, f"\0{reason}"] += 1
        if self._notes[tally.file, f"\0{reason}"] <= _NOTES:
            tally.problem(line, reason)
            return
        for at in range(len(tally.problems) - 1, -1, -1):
            if tally.problems[at].reason in (reason, f"{reason} (and more like it)"):
                more = tally.problems.pop(at).rows + 1
                tally.problem(line, f"{reason} (and more like it)", rows=more)
                return

    def _take(self, head: bytes, tally: Tally, line: int, folder: str, cut: str) -> None:
        """Take in one message by its header, which begins with a line that is none of its fields."""
        found = fields(head)
        if cut == "end":
            self._problem(tally, line, "the file ends within the header of this message")
            return
        if not found:
            self._problem(tally, line, "no From" if is_header(head) else "no header of a message")
            return
        if cut:
            self._note(
                tally, line, f"the header is longer than {HEADER_LIMIT // 1024} KiB; its rest was not read"
            )
        kind = self._kind(found, folder)
        if rule := LEFT_OUT.get(kind, ""):
            tally.left_out[rule] += 1
            return
        who = found.get(b"from", b"") or found.get(b"sender", b"")
        identity = hash((found.get(b"message-id", b"").strip() or head, who.strip()))
        if identity in self._seen:
            tally.left_out[_COPY] += 1
            return
        self._seen.add(identity)
        content_type = found.get(b"content-type", b"")
        if kind != SENT:
            self._delivered(delivered_to(head, found))
        if rule := _automatic(found):
            tally.left_out[rule] += 1
            return
        authors = self._who(who, content_type)
        if kind == SENT:
            self.sent.update({number for number, _ in authors if number >= 0})
        if any(" via " in name for _, name in authors):
            original = found.get(b"x-original-from") or found.get(b"x-original-sender") or b""
            authors = self._who(original, content_type)
            if not authors:
                tally.left_out[_LIST] += 1
                return
        senders = list(dict.fromkeys(number for number, _ in authors if number >= 0))[:FEW]
        if not senders:
            if any(number == ROLE for number, _ in authors):
                tally.left_out[_ROBOT] += 1
            else:
                self._problem(tally, line, "no address in From" if who.strip() else "no From")
            return
        to = self._who(found.get(b"to", b""), content_type)
        copies = self._who(found.get(b"cc", b""), content_type) if b"cc" in found else ()
        hidden = self._who(found.get(b"bcc", b""), content_type) if b"bcc" in found else ()
        if len(to) + len(copies) + len(hidden) > MANY:
            tally.left_out[_MASS] += 1
            return
        named = {number for number, _ in to if number >= 0}
        seen_by_all = named | {number for number, _ in copies if number >= 0}
        everybody = seen_by_all | {number for number, _ in hidden if number >= 0}
        others = everybody.difference(senders)
        if not others:
            tally.left_out[_ONESELF if everybody else _NO_RECIPIENT] += 1
            return
        day, stated = day_of(head, found, self._days)
        if not stated:
            how = "it is counted without a day" if day == NO_DAY else "the day of delivery was taken"
            self._note(tally, line, f"no Date that can be read; {how}")
        self._count(senders, named, seen_by_all, others, day)
        for number, name in authors:
            self.people.call(number, name, 4)
        for number, name in (*to, *copies, *hidden):
            self.people.call(number, name)
        self.present.update({*senders, *others})
        self.wrote.update(senders)
        self.total += 1
        tally.used += 1

    def _count(
        self, senders: list[int], named: set[int], seen_by_all: set[int], others: set[int], day: int
    ) -> None:
        personal = len(others) <= FEW
        for sender in senders:
            for number in sorted(others):
                self.sums.add(sender, number, MAIL if personal and number in named else GROUP_MAIL, day)
        together = sorted(seen_by_all & others)
        if 1 < len(together) <= SHARED:
            for place, number in enumerate(together):
                for other in together[place + 1 :]:
                    self.sums.add(number, other, CO_RECIPIENT, day)

    def _kind(self, found: dict[bytes, bytes], folder: str) -> str:
        status = found.get(b"x-mozilla-status", b"").strip()
        if status:
            try:
                if int(status, 16) & _DELETED:
                    return "trash"
            except ValueError:
                pass
        labels = found.get(b"x-gmail-labels")
        if labels is None:
            return folder
        kind = self._labels.get(labels)
        if kind is None:
            if len(self._labels) > 10_000:
                self._labels.clear()
            kind = self._labels[labels] = kind_of_labels(decoded(text_of(labels)).split(","))
            self._labelled.add(kind)
        return kind

    def _delivered(self, value: bytes) -> None:
        if len(value) < 400:
            number = self.people.number(text_of(value).strip())
            if number >= 0:
                self.delivered[number] += 1

    def _who(self, value: bytes, content_type: bytes) -> _People:
        """Return the people of a field with their names as written; the same text is read once."""
        value = value.strip()
        if not value:
            return ()
        key = (value, b"" if value.isascii() else content_type)
        known = self._parsed.get(key)
        if known is None:
            if len(self._parsed) > 20_000:
                self._parsed.clear()
            pairs = mailboxes(text_of(*key))
            known = tuple((self.people.number(address), name[:200]) for name, address in pairs)
            if len(value) < 2000:
                self._parsed[key] = known
        return known


def _automatic(found: dict[bytes, bytes]) -> str:
    """Return the rule that leaves out a message that no person wrote to persons, or `""`."""
    if found.get(b"auto-submitted", b"no").strip().lower()[:2] != b"no":
        return _AUTOMATIC
    if (
        b"x-autoreply" in found
        or b"x-autorespond" in found
        or found.get(b"return-path", b"").strip() == b"<>"
    ):
        return _AUTOMATIC
    precedence = found.get(b"precedence", b"").strip().lower()
    if precedence in (b"bulk", b"list", b"junk"):
        return _LIST
    if precedence == b"auto_reply":
        return _AUTOMATIC
    return _LIST if b"list-id" in found or b"list-unsubscribe" in found or b"list-post" in found else ""


def _folder_of(name: str) -> str:
    """Return what the folder of a message is; the flags of a Maildir say more than its folder."""
    flags = name.rpartition(":2,")[2] if ":2," in name else ""
    if "T" in flags:
        return "trash"
    return "draft" if "D" in flags else kind_of_path(name.rpartition("/")[0])


def _head_of(export: Export, name: str) -> tuple[bytes, str]:
    """Return the header of a file of one message, and whether it is cut."""
    size = 1 << 15
    while True:
        try:
            with export.open(name) as stream:
                content = stream.read(size)
        except _DAMAGE as error:
            raise ExportError(
                f"{export}: {name} cannot be read ({error}). Export or download it again."
            ) from error
        whole = len(content) < size
        text = without_frame(content)
        if b"\n" not in text:
            # Line ends of old Macs.
            text = text.replace(b"\r", b"\n")
        if text.startswith((b"From ", b">From ")):
            text = text.partition(b"\n")[2]
        end = header_end(text, 0, min(len(text), HEADER_LIMIT))
        if end >= 0:
            return text[: end + 1], ""
        if whole:
            return text, "" if text.endswith(b"\n") else "end"
        if size > HEADER_LIMIT:
            return text[:HEADER_LIMIT], "limit"
        size = 2 * HEADER_LIMIT


def _guarded(export: Export, name: str, stream: IO[bytes]) -> Iterator[Part]:
    parts = messages(stream, export.size(name))
    while True:
        try:
            part = next(parts, None)
        except _DAMAGE as error:
            raise ExportError(
                f"{export}: {name} is damaged ({error}). Export or download it again."
            ) from error
        if part is None:
            return
        yield part
