"""Damaged and hostile mail and calendars: an error or problems, never anything else, and never without end."""

from __future__ import annotations

import io
import random
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netreach.errors import ExportError, OwnerError, UnknownExportError
from netreach.importers.calendar import Calendar
from netreach.importers.choose import read_export
from netreach.importers.mail import Mail, mbox
from netreach.importers.mail.mbox import HEADER_LIMIT, messages
from netreach.plugins.export import HEAD_BYTES, Export
from netreach.plugins.protocols import Importer
from netreach.testing.calendars import invent_calendar, write_calendar
from netreach.testing.mail import invent_mail, message, write_mail
from test_mail import read

ANA = "ana@example.org"


def samples(place: Path) -> Iterator[tuple[str, Importer, bytes]]:
    """Small files of every kind: name, importer, bytes."""
    mail, agenda = invent_mail(5, letters=40), invent_calendar(5, events=15)
    for form in ("mboxrd", "mboxcl2", "dos", "takeout"):
        yield f"{form}.mbox", Mail(), write_mail(mail, place / form, form).read_bytes()
    yield "one.eml", Mail(), message(mail, mail.letters[0])
    for form in ("ics", "plain", "vcs"):
        path = write_calendar(agenda, place / form, form)
        yield path.name, Calendar(), path.read_bytes()


def survives(path: Path, importer: Importer) -> None:
    """The file is read with every row accounted for, or refused with an error of netreach, each time the same."""
    outcomes = []
    for _ in range(2):
        importer.identify(Export(path))
        try:
            source = read_export(Export(path, owner=ANA), importer)
            outcomes.append(f"{source.info.id} {source.tables['evidence'].to_pylist()}")
        except (ExportError, OwnerError) as error:
            # Not a PluginError: that would be a failure of the importer, or rows without an account.
            outcomes.append(str(error))
    assert outcomes[0] == outcomes[1]


def test_cut_at_every_sixteenth(tmp_path: Path) -> None:
    """A file that ends at any sixteenth of it is read as far as it goes; no message is counted that is cut."""
    for name, importer, content in samples(tmp_path):
        for part in range(17):
            path = tmp_path / name
            path.write_bytes(content[: len(content) * part // 16])
            if path.stat().st_size:
                survives(path, importer)


@given(seed=st.integers(0, 10**6), flips=st.integers(1, 60))
def test_flipped_bytes(seed: int, flips: int) -> None:
    """Whatever bytes are changed, the rest is read or refused."""
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        name, importer, content = rng.choice(list(samples(Path(folder))))
        changed = bytearray(content)
        for _ in range(flips):
            changed[rng.randrange(len(changed))] = (
                rng.choice(b'\0\n\r:;,"<>=\\ \xff@?') if rng.random() < 0.7 else rng.randrange(256)
            )
        path = Path(folder) / name
        path.write_bytes(changed)
        survives(path, importer)


@given(
    content=st.binary(max_size=400), kind=st.sampled_from(["a.mbox", "a.eml", "a.ics", "a.vcs", "cur", "x"])
)
def test_any_bytes_are_refused_or_read(content: bytes, kind: str) -> None:
    """Identify never raises, and whatever follows is an error of netreach or an account."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / kind
        for lead in (
            b"",
            b"From x@example.org Mon Jan  1 10:00:00 2018\nFrom: ",
            b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n",
        ):
            path.write_bytes(lead + content)
            for importer in (Mail(), Calendar()):
                survives(path, importer)


def test_identify_reads_little(folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """However many files there are, at most 64 KiB are read to tell what they are, and never is anything raised."""
    taken = 0
    whole = Export.head

    def counted(self: Export, name: str, size: int = HEAD_BYTES) -> bytes:
        nonlocal taken
        head = whole(self, name, size)
        taken += len(head)
        return head

    monkeypatch.setattr(Export, "head", counted)
    noise = b"no mail at all\n" * 5000
    place = folder(
        {f"{number}{ending}": noise for number in range(60) for ending in ("", ".eml", ".ics", ".mbox")}
    )
    for importer in (Mail(), Calendar()):
        taken = 0
        assert importer.identify(Export(place)) is False
        assert 0 < taken <= HEAD_BYTES
    broken = folder({"mail.zip": b"PK\x03\x04 nothing"})
    assert not Mail().identify(Export(broken / "mail.zip"))
    assert not Calendar().identify(Export(broken / "mail.zip"))


def test_endless_headers_are_cut(folder: Callable[..., Path]) -> None:
    """A header of ten megabytes, in one line or in many, is read up to the limit, and the report says so."""
    start = b"From b@example.org Mon Jan  1 10:00:00 2018\nFrom: ben@example.org\nDate: 1 Jan 2018\n"
    start += b"To: ana@example.org\n"
    for endless in (
        b"X: " + b"y" * 10_000_000,
        b"X: y\n" * 2_000_000,
        b"X: \0\n" * 100_000 + b"\0" * 10_000_000,
    ):
        content = start + endless + b"\n\ntext\n\n" + start + b"Cc: eva@example.org\n\ntext\n"
        source = read(folder({"a.mbox": content}) / "a.mbox", owner=ANA)
        assert [count.used for count in source.info.files] == [2]
        (problem,) = source.tables["problems"].to_pylist()
        assert (problem["line"], problem["rows"]) == (1, 0)
        assert f"longer than {HEADER_LIMIT // 1024} KiB" in problem["reason"]


def test_messages_without_empty_lines_are_not_searched_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every line begins a message, little is searched behind each, and each is found."""
    searched = []
    plain = mbox.header_end

    def watched(buffer: bytes | bytearray, start: int, stop: int) -> int:
        searched.append(stop - start)
        return plain(buffer, start, stop)

    monkeypatch.setattr(mbox, "header_end", watched)
    content = b"From a@example.org Mon Jan  1 00:00:00 2024\n" * 20_000
    assert sum(1 for _ in messages(io.BytesIO(content), len(content))) == 19_999
    assert max(searched) < HEADER_LIMIT / 10


def test_endless_recipients_are_mass_mail(folder: Callable[..., Path]) -> None:
    """A hundred thousand recipients are mass mail, and are found to be so without reading them all."""
    everybody = b", ".join(b"p%d@example.org" % number for number in range(100_000))
    content = b"From: ben@example.org\nTo: " + everybody + b"\nDate: 1 Jan 2018\n\ntext\n"
    source = read(folder({"a.eml": content}) / "a.eml", owner=ANA)
    assert [count.left_out for count in source.info.files] == [{"mail to more than 20 people": 1}]


def test_memory_does_not_follow_the_file() -> None:
    """Forty megabytes of mail are searched in less than a block and its copy; so are forty of one message."""
    part = (
        b"From b@example.org Mon Jan  1 10:00:00 2018\nFrom: b@example.org\n\n"
        + b"text of a line\n" * 2000
        + b"\n"
    )

    class Long(io.RawIOBase):
        """Yields the same part over and over."""

        def __init__(self, count: int, first: bytes, rest: bytes) -> None:
            self.left, self.next, self.rest = count, first, rest

        def read(self, size: int = -1) -> bytes:
            block = self.next
            while len(block) < size and self.left:
                block += self.rest * min(100, self.left)
                self.left -= min(100, self.left)
            self.next = block[size:]
            return block[:size]

    for first, rest, expected in ((b"", part, 1300), (part, b"text\n" * 6000, 1)):
        tracemalloc.start()
        found = sum(1 for _ in messages(Long(1300, first, rest), 10**9))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert found == expected
        assert peak < 60_000_000


def test_rules_without_end(folder: Callable[..., Path]) -> None:
    """Rules that never end, never come true, or repeat every second are counted within the horizon."""
    rules = (
        "FREQ=SECONDLY",
        "FREQ=DAILY",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;INTERVAL=9999999999",
        "FREQ=DAILY;COUNT=99999999999999999999",
        "FREQ=NEVER",
        "FREQ=DAILY;INTERVAL=x",
        "FREQ=WEEKLY;BYDAY=XX",
    )
    events = "".join(
        f"BEGIN:VEVENT\nUID:{number}\nDTSTART:{1900 + number}0101\nDTSTAMP:20240101T000000Z\nRRULE:{rule}\n"
        f"ATTENDEE:mailto:{ANA}\nATTENDEE:mailto:p{number}@example.org\nEND:VEVENT\n"
        for number, rule in enumerate(rules)
    )
    source = read(folder({"a.ics": f"BEGIN:VCALENDAR\n{events}END:VCALENDAR\n"}) / "a.ics", owner=ANA)
    found = {row["count_ab"] for row in source.tables["evidence"].to_pylist()}
    assert max(found) <= 50 * 366 + 1
    (count,) = source.info.files
    assert (count.rows, count.used, count.left_out) == (8, 7, {"event after the newest date stamp": 1})
    notes = [row["reason"] for row in source.tables["problems"].to_pylist()]
    assert len(notes) == 3
    assert set(notes) == {"a rule of repetition that is not read; the event is counted once"}


def test_deep_and_long_calendars(folder: Callable[..., Path]) -> None:
    """Components within components, lines of megabytes and folds without end are no trouble."""
    deep = "BEGIN:VALARM\n" * 50_000
    long = "ATTACH:" + "x" * 3_000_000 + "\n" + "DESCRIPTION:x\n" + " y\n" * 300_000
    event = f"BEGIN:VEVENT\nDTSTART:20200101\nATTENDEE:mailto:{ANA}\nATTENDEE:mailto:b@example.org\n"
    content = f"BEGIN:VCALENDAR\n{event}{long}END:VEVENT\n{event}{deep}END:VEVENT\nEND:VCALENDAR\n"
    source = read(folder({"a.ics": content}) / "a.ics", owner=ANA)
    assert [(count.rows, count.used) for count in source.info.files] == [(2, 2)]


def test_formats_of_outlook_are_named(folder: Callable[..., Path]) -> None:
    """A mailbox in a format of Outlook's own is refused with the way out."""
    place = folder({"archive.pst": b"!BDN" + bytes(range(256)) * 10})
    with pytest.raises(UnknownExportError, match=r"Outlook's own format.*Thunderbird"):
        read(place / "archive.pst")
