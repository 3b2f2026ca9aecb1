from __future__ import annotations

import csv
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from linkedin_files import read, url
from netreach.model import (
    Owner,
)


@pytest.fixture
def corpus() -> Path:
    """Return the folder of files that other programs wrote."""
    place = os.environ.get("NETREACH_DATA")
    if not place:
        pytest.skip("NETREACH_DATA is not set")
    return Path(place) / "corpus" / "linkedin"


def test_a_whole_synthetic_archive(corpus: Path) -> None:
    """The archive of another project is read to the last row, with the counts that its author states."""
    reading = read(corpus / "Complete_LinkedInDataExport_synthetic.zip")
    assert reading.owner == Owner(
        keys=(
            "linkedin:fake-ada-byron-lovelace",
            "email:ada.example@example.com",
            "email:ada.personal@example.com",
        ),
        name="Ada Byron-Lovelace",
        complete_list=True,
        covers=("message",),
    )
    counts = reading.counts
    assert (counts["Connections.csv"].rows, counts["Connections.csv"].used) == (2000, 2000)
    assert (counts["messages.csv"].rows, counts["messages.csv"].left_out) == (20_000, {"draft message": 41})
    assert (counts["Invitations.csv"].rows, counts["Invitations.csv"].used) == (162, 156)
    assert counts["Invitations.csv"].left_out == {"pending invitation": 6}
    endorsed = [counts[f"Endorsement_{side}_Info.csv"] for side in ("Given", "Received")]
    assert [(count.rows, count.used) for count in endorsed] == [(1500, 1500), (700, 700)]
    assert sum(fact.count_ab for fact in reading.evidence("endorsement")) == 1500
    assert sum(fact.count_ba for fact in reading.evidence("endorsement")) == 700
    assert counts["Recommendations_Given.csv"].used == 21
    assert counts["Recommendations_Received.csv"].used == 27
    assert counts["Positions.csv"].used == len([job for job in reading.histories if job.kind == "work"]) == 11
    assert reading.problems == []
    assert len(reading.contacts) == 2000
    assert min(tie.first for tie in reading.evidence("connection") if tie.first).year == 1833


def test_messages_equal_a_plain_count(corpus: Path) -> None:
    """Counts, days and dates per person are those that a few lines of plain Python find in the same file."""
    path = corpus / "Complete_LinkedInDataExport_synthetic.zip"
    me = url("fake-ada-byron-lovelace")
    with zipfile.ZipFile(path) as source:
        text = source.read("messages.csv").decode()
    rows = [
        row for row in csv.DictReader(io.StringIO(text, newline="")) if row["IS MESSAGE DRAFT"] == "false"
    ]
    members: dict[str, set[str]] = {}
    for row in rows:
        people = {row["SENDER PROFILE URL"], *row["RECIPIENT PROFILE URLS"].split()} - {me}
        members.setdefault(row["CONVERSATION ID"], set()).update(people)
    expected: dict[tuple[str, str], list[list[str]]] = {}
    for row in rows:
        kind = "group_message" if len(members[row["CONVERSATION ID"]]) > 1 else "message"
        sent = row["SENDER PROFILE URL"] == me
        for other in set(row["RECIPIENT PROFILE URLS"].split()) if sent else [row["SENDER PROFILE URL"]]:
            expected.setdefault((kind, other), [[], []])[not sent].append(row["DATE"][:10])
    reading = read(path)
    found = {
        (tie.kind, url(tie.b.partition(":")[2])): (
            tie.count_ab,
            tie.count_ba,
            tie.days,
            str(tie.first),
            str(tie.last),
        )
        for kind in ("message", "group_message")
        for tie in reading.evidence(kind)
    }
    assert found == {
        key: (len(out), len(back), len({*out, *back}), min(out + back), max(out + back))
        for key, (out, back) in expected.items()
    }


def test_the_files_of_network_intelligence(corpus: Path, folder: Callable[..., Path]) -> None:
    """URL in the last column, notes without quotes, messages without recipients' URLs and without the owner's."""
    files = {
        f"{part}.csv": (corpus / f"linkedin-network-intelligence__{part}.csv").read_bytes()
        for part in ("Connections", "Messages")
    }
    renamed = (
        corpus / "linkedin-network-intelligence__Connections.csv",
        corpus / "linkedin-network-intelligence__Messages.csv",
    )
    for reading in (read(folder(files), owner=url("test-user")), read(*renamed, owner=url("test-user"))):
        assert reading.owner.name == "Test User"
        assert len(reading.contacts) == 10
        assert reading.contacts[0].keys == ("linkedin:alicejohnson", "email:alice.johnson@techcorp.com")
        assert reading.between("message") == {
            "linkedin:alicejohnson": (2, 2, 3),
            "linkedin:bobwilliams": (1, 1, 2),
            "linkedin:caroldavis": (1, 2, 2),
            "linkedin:evewilson": (1, 1, 2),
        }
        assert reading.problems == []


def test_the_files_of_linkedin_analyzer(corpus: Path) -> None:
    """A hidden account, an impossible day, formulas and NULL cells."""
    place = corpus / "linkedin_analyzer"
    reading = read(place / "connections-parity.csv", owner="me@example.org")
    count = reading.counts["connections-parity.csv"]
    assert (count.rows, count.used, count.empty) == (5, 4, 1)
    assert [person.name for person in reading.contacts] == [
        "Ada Lovelace",
        "Builder",
        "=2+5 +Lovelace",
        "Bob Builder II",
    ]
    assert {problem.line for problem in reading.problems} == {8}
    assert {problem.rows for problem in reading.problems} == {0}
    messages = read(place / "messages-parity.csv", owner=url("bob"))
    assert messages.counts["messages-parity.csv"].used == 3
    assert messages.between("message")["linkedin:ada"] == (0, 2, 1)
