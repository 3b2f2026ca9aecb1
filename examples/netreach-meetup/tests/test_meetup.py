"""What a plugin package should test: it is found, it recognises its own and nothing else, and no row is lost."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from netreach_meetup import Roundtable, Steady

import netreach as nr
from netreach.plugins import Importer, Scorer
from netreach.testing import check_scorer

DATA = Path(__file__).parent / "data" / "roundtable"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the example export that a test may spoil."""
    return Path(shutil.copytree(DATA, tmp_path / "roundtable"))


def extracted(path: Path) -> list[object]:
    """Everything that the importer yields."""
    return list(Roundtable().extract(nr.Export(path)))


def test_found() -> None:
    """The installed package offers its importer and its scorer, and nothing of it is refused."""
    mine = [info for info in nr.Registry().plugins if info.distribution.startswith("netreach-meetup ")]
    assert [(info.kind, info.name, info.problem) for info in mine] == [
        ("importer", "roundtable", ""),
        ("scorer", "steady", ""),
    ]


def test_protocols() -> None:
    """Both classes are what netreach asks for."""
    importer: Importer = Roundtable()
    scorer: Scorer = Steady()
    assert isinstance(importer, Importer)
    assert isinstance(scorer, Scorer)


def test_the_scorer_keeps_the_laws() -> None:
    """The conformance kit finds nothing, and more contact never lowers a leg, as `Steady` promises."""
    assert all(law.checked for law in check_scorer(Steady(), monotone=["interactions"]))


def test_identify(copy: Path) -> None:
    """Its own export is recognised, as a folder and as a zip; one with another header or a file less is not."""
    assert Roundtable().identify(nr.Export(copy))
    archive = shutil.make_archive(str(copy), "zip", copy.parent, copy.name)
    assert Roundtable().identify(nr.Export(archive))
    assert not Roundtable().identify(nr.Export(copy / "members.csv"))
    (copy / "members.csv").write_text("id,name\n", encoding="utf-8")
    assert not Roundtable().identify(nr.Export(copy))


def test_people() -> None:
    """Members become people; an address that two of them share names neither."""
    people = [item for item in extracted(DATA) if isinstance(item, nr.PersonRecord)]
    assert [person.name for person in people] == [
        "Ana Ruiz",
        "Ben Okafor",
        "Eva Lund",
        "Dai Lund",
        "Ruiz, Carla",
    ]
    assert people[0].keys == ("email:ana@example.org", "id:roundtable/m-1")
    assert people[2].keys == ("id:roundtable/m-3",)
    assert (people[4].title, people[4].company) == ("Chief of Staff", "Mar, Sol y Cía")


def test_meetings() -> None:
    """Pairs are added up over the meetups that both came to."""
    ana, ben, eva = "email:ana@example.org", "email:ben@example.org", "id:roundtable/m-3"
    first, second = dt.date(2024, 3, 7), dt.date(2024, 4, 4)
    evidence = [item for item in extracted(DATA) if isinstance(item, nr.EvidenceRecord)]
    assert evidence[:2] == [
        nr.EvidenceRecord(
            a=ana, b=ben, kind="meeting", count_ab=3, count_ba=3, days=2, first=first, last=second
        ),
        nr.EvidenceRecord(a=ana, b=eva, kind="meeting", days=1, first=first, last=first),
    ]
    assert len(evidence) == 4


def test_every_row_is_accounted_for() -> None:
    """Rows = used + empty + left out + problems, and each problem names its line."""
    items = extracted(DATA)
    counts = {item.file: item for item in items if isinstance(item, nr.FileCount)}
    problems = [item for item in items if isinstance(item, nr.RowProblem)]
    assert counts["members.csv"] == nr.FileCount(
        file="members.csv", rows=9, used=5, empty=1, left_out={"member listed twice": 1}
    )
    assert counts["attendance.csv"] == nr.FileCount(
        file="attendance.csv",
        rows=13,
        used=9,
        left_out={"attendance listed twice": 1, "nobody else came": 1},
    )
    assert [(problem.file, problem.line) for problem in problems] == [
        ("members.csv", 7),
        ("members.csv", 10),
        ("attendance.csv", 11),
        ("attendance.csv", 12),
    ]


def test_large_meetups_make_no_ties(copy: Path) -> None:
    """A hall full of people has not met."""
    members = [f"m-{number},Person {number},,," for number in range(1, 15)]
    (copy / "members.csv").write_text(
        "\n".join(["member_id,name,email,job,employer", *members]), encoding="utf-8"
    )
    rows = [f"fair,2024-09-01,m-{number}" for number in range(1, 15)]
    (copy / "attendance.csv").write_text("\n".join(["meetup_id,date,member_id", *rows]), encoding="utf-8")
    items = extracted(copy)
    assert not [item for item in items if isinstance(item, nr.EvidenceRecord)]
    assert items[-1] == nr.FileCount(
        file="attendance.csv", rows=14, used=0, left_out={"meetup of more than 12 people": 14}
    )


@pytest.mark.parametrize(
    ("file", "content", "error"),
    [
        ("account.csv", b"member_id\nm-99\n", nr.errors.OwnerError),
        ("account.csv", b"member_id\n", nr.errors.OwnerError),
        ("members.csv", b"\xff\xfe", nr.errors.ExportError),
        ("members.csv", b"", nr.errors.ExportError),
        ("attendance.csv", b"meetup_id,date\n", nr.errors.ExportError),
    ],
)
def test_a_dirty_file_is_an_error(copy: Path, file: str, content: bytes, error: type[Exception]) -> None:
    """What cannot be an export of Roundtable is an error that names the file, not an empty network."""
    (copy / file).write_bytes(content)
    with pytest.raises(error, match=file):
        extracted(copy)


def test_in_a_network() -> None:
    """The whole road: netreach recognises the export, and the owner's contacts are those they met."""
    with nr.load(DATA) as network:
        (source,) = network.sources
        assert (source.importer, source.owner_name) == ("roundtable", "Ana Ruiz")
        contacts = {person.name for person in network.ego("ana@example.org").contacts()}
        assert contacts == {"Ben Okafor", "Eva Lund"}
        tie = network.tie("Ana Ruiz", "Ben Okafor")
        assert tie is not None
        assert tie.kinds == ("meeting",)


def test_scorer(copy: Path) -> None:
    """Who has met more often on both sides comes first, and the terms of the legs add up to the score."""
    rows = [
        "meetup_id,date,member_id",
        *(f"lunch-{week},2024-05-0{week},m-{member}" for week in (1, 2, 3) for member in (1, 2)),
        *(f"chess-{week},2024-06-0{week},m-{member}" for week in (1, 2) for member in (2, 5)),
        *(f"walk,2024-07-01,m-{member}" for member in (1, 3)),
        *(f"talk,2024-07-02,m-{member}" for member in (3, 5)),
    ]
    (copy / "attendance.csv").write_text("\n".join(rows), encoding="utf-8")
    with nr.load(copy) as network:
        ranking = network.ego("Ana Ruiz").introducers("Ruiz, Carla", scorer="steady")
    assert [introducer.name for introducer in ranking] == ["Ben Okafor", "Eva Lund"]
    for introducer in ranking:
        assert introducer.score == pytest.approx(sum(leg.value for leg in introducer.legs))
