"""Public files of other programs' tests: mail and calendars are read right, or refused with the reason."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from netreach.errors import ExportError, OwnerError
from netreach.importers.calendar.lines import lines
from netreach.importers.mail.headers import fields, mailboxes, text_of
from test_mail import read

OWNER = "zoe@example.org"
WITHOUT_EVENTS = {"icalendar__bom_calendar.ics", "icalendar__fuzz_testcase_vtimezone_lone_cr.ics"}
DIFFERENT = {
    # Python takes `From Russia with love` in a text for the beginning of a message.
    "mbox/mimekit__unmunged.mbox.txt": "2"
}


def expected(data: Path, kind: str) -> dict[str, str]:
    """What independent readers found in the files of a folder."""
    with (data / "corpus" / "EXPECT.tsv").open(encoding="utf-8", newline="") as stream:
        rows = [
            row
            for row in csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
            if row[0].startswith(kind)
        ]
    found = {row[0]: row[2] for row in rows}
    assert {name.partition("/")[2] for name in found} == {
        path.name for path in (data / "corpus" / kind).iterdir()
    }
    return found


def rows_of(path: Path) -> int:
    """How many messages or events a file is said to hold."""
    return sum(count.rows for count in read(path, owner=OWNER).info.files)


def test_mailboxes_have_as_many_messages(data: Path) -> None:
    """As many messages are found as the standard library finds, but for texts with lines that begin with From."""
    for name, messages in expected(data, "mbox").items():
        path = data / "corpus" / name
        found = str(rows_of(path))
        print(f"{name:<50} messages {found:>3}, Python {messages:>3}")
        assert found == DIFFERENT.get(name, messages), name


def test_single_messages_have_their_people(data: Path) -> None:
    """Sender and recipients of each message are those that independent readers find, with readable names."""
    for name, people in expected(data, "eml").items():
        path = data / "corpus" / name
        assert rows_of(path) == 1
        found = fields(b"\n" + path.read_bytes().replace(b"\r\n", b"\n").partition(b"\n\n")[0])
        for field, theirs in zip(("from", "to"), people.split(" | "), strict=True):
            ours = mailboxes(text_of(found[field.encode()]))
            print(f"{name:<45} {field:<5} {ours}, others {theirs}")
            # The list of the others ends after a hundred signs, within the last address.
            for _, address in ours:
                place = theirs.find(address[:9])
                assert place >= 0, name
                theirs = theirs[place + 9 :]
            assert "@" not in theirs.replace(ours[-1][1][9:], ""), name
            assert not any("=?" in name for name, _ in ours)


def test_calendars_have_their_events(data: Path) -> None:
    """Events, attendees and organizers are as many as independent readers find; what has no event is an error."""
    for name, counts in expected(data, "ics").items():
        path = data / "corpus" / name
        with path.open("rb") as stream:
            named = [line.name for line in lines(stream) if line.name in ("ATTENDEE", "ORGANIZER")]
        attendees, organizers = named.count("ATTENDEE"), named.count("ORGANIZER")
        if path.name in WITHOUT_EVENTS:
            with pytest.raises(ExportError, match="without any event"):
                read(path, owner=OWNER)
            events = 0
        else:
            events = rows_of(path)
        print(f"{name:<50} found {events}/{attendees}/{organizers}, others {counts}")
        assert f"{events}/{attendees}/{organizers}" == counts, name


def test_what_has_no_owner_says_so(data: Path) -> None:
    """A lone message that does not say in whose mailbox it lay asks for the owner; one that says it does not."""
    with pytest.raises(OwnerError, match=r"does not say whose mail it is.*--owner"):
        read(data / "corpus" / "mbox" / "tika__testMBOX_lengthy_x-headers.mbox")
    source = read(data / "corpus" / "eml" / "mail__raw_email_with_at_display_name.eml")
    assert source.info.owner_keys == ("email:raasdnil@gmail.com",)
    source = read(data / "corpus" / "eml" / "mail__raw_email_bad_time.eml")
    assert source.info.owner_keys == ("email:abcdefg@aaaaaaaaa.net",)
    (problem,) = source.tables["problems"].to_pylist()
    assert problem["rows"] == 0
    assert "the day of delivery was taken" in problem["reason"]
    assert str(source.info.as_of) == "2008-06-30"
