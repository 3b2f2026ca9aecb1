"""The cards of people: the records and names of a large version, read from one place for each."""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import handmade
from netreach.search import beside, cards, files
from netreach.search.people import person_refs
from netreach.snapshot import Snapshot
from netreach.store.folder import NetworkFolder

_DAY = dt.date(2020, 2, 29)
_PEOPLE: list[dict[str, Any]] = [
    {
        "name": "Ángela Núñez",
        "title": "Directora",
        "company": "Acme",
        "emails": ["a@example.org", "b@example.org"],
        "skills": ["Go"],
        "positions": [
            {"kind": "work", "organisation": "Acme", "title": "Directora", "start": _DAY},
            {"kind": "study", "organisation": "東京大学", "end": dt.date(1931, 1, 1)},
            {"kind": "location", "organisation": "Lugo"},
            {
                "kind": "claim",
                "organisation": "Ex",
                "title": "CEO",
                "start": _DAY,
                "end": dt.date(2021, 1, 1),
            },
        ],
    },
    {"name": "", "emails": [""], "groups": [], "positions": [{"kind": "study", "organisation": "東京大学"}]},
    {
        "headline": "a; b | c",
        "location": "Łódź",
        "industry": "🙂",
        "country": "ES",
        "url": "https://example.org",
    },
    {"groups": ["one", "", "two"]},
]


def _stored(people: Sequence[Mapping[str, Any]], path: Path) -> Snapshot:
    """A version of these people in a folder, opened."""
    ties = [(0, n) for n in range(1, len(people))]
    folder = NetworkFolder(path)
    tables: Any = handmade.snapshot(people, ties, complete=[0])._tables
    path.joinpath("versions").mkdir(parents=True, exist_ok=True)
    folder.write_version(tables)
    return Snapshot(folder.open_version(tables.meta.version))


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every version counts as large, and a file has two people."""
    monkeypatch.setattr(beside, "LARGE", 1)
    monkeypatch.setattr(cards, "PEOPLE", 2)


def _made(snapshot: Snapshot) -> list[str]:
    folder = snapshot.folder
    assert folder is not None
    return sorted(path.name for path in folder.glob("search/cards*"))


def _equal(snapshot: Snapshot, vertices: Sequence[int]) -> None:
    """The records and names by cards are those by columns."""
    wanted = np.array(vertices, dtype=np.int64)
    assert cards.professionals(snapshot, wanted) == snapshot.professionals(wanted)
    names = list(zip(*snapshot.text_fields(("id", "name", "title", "company"), wanted), strict=True))
    assert [(ref.id, ref.name, ref.title, ref.company) for ref in person_refs(snapshot, wanted)] == names


def _carded(people: Sequence[Mapping[str, Any]], path: Path) -> tuple[Snapshot, Path]:
    """A version of these people, and the file with the cards of the first two."""
    snapshot = _stored(people, path)
    _equal(snapshot, [0, 1])
    assert snapshot.folder is not None
    return snapshot, snapshot.folder / "search" / "cards-0.arrays"


@pytest.mark.usefixtures("large")
def test_records_are_those_of_the_columns(tmp_path: Path) -> None:
    """Whatever is known of people, in any order and repeated; a file is made for those who are asked about."""
    snapshot = _stored(_PEOPLE, tmp_path)
    _equal(snapshot, [1, 0, 1])
    assert _made(snapshot) == ["cards-0.arrays"]
    _equal(snapshot, range(4))
    _equal(snapshot, [])
    assert _made(snapshot) == ["cards-0.arrays", "cards-1.arrays"]
    with files_are_only_read(snapshot):
        _equal(Snapshot(NetworkFolder(tmp_path).open_version(snapshot.version)), [3, 0])
    first = cards.professionals(snapshot, np.array([0]))[0]
    assert [job.kind for job in first.positions] == ["work", "study", "claim"]
    assert first.positions[1].end == dt.date(1931, 1, 1)
    assert (first.schools, first.emails) == (("東京大学",), ("a@example.org", "b@example.org"))


class files_are_only_read:
    """No card of a version is made while this holds."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._folder = snapshot.folder

    def __enter__(self) -> None:
        assert self._folder is not None
        self._times = {path: path.stat().st_mtime_ns for path in self._folder.glob("search/*")}

    def __exit__(self, *_: object) -> None:
        assert self._folder is not None
        assert {path: path.stat().st_mtime_ns for path in self._folder.glob("search/*")} == self._times


# Signs that part fields may stand in texts that come from tables in memory.
_TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\x1d\x1e\x1f"), max_size=4)
_JOB = st.fixed_dictionaries(
    {"kind": st.sampled_from(["work", "study", "claim", "location"]), "organisation": st.none() | _TEXT},
    optional={"title": _TEXT, "start": st.dates(), "end": st.dates()},
)
_PERSON = st.fixed_dictionaries(
    {},
    optional={
        "name": st.none() | _TEXT,
        "title": st.none() | _TEXT,
        "emails": st.none() | st.lists(st.none() | _TEXT, max_size=3),
        "skills": st.lists(_TEXT, max_size=3),
        "positions": st.lists(_JOB, max_size=3),
    },
)


@pytest.mark.usefixtures("large")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=st.lists(_PERSON, min_size=1, max_size=5))
def test_records_of_any_texts(people: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Texts that hold what parts fields, and lists with unknown items, go on no card: the records are the same."""
    _equal(_stored(people, tmp_path_factory.mktemp("any")), range(len(people)))


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("sign", ["\x1d", "\x1e", "\x1f"])
def test_a_text_with_what_parts_fields(tmp_path: Path, sign: str) -> None:
    """Its file says that there are no cards, and is not made again; other files have theirs."""
    people = [*_PEOPLE, {"name": f"An{sign}a"}]
    snapshot = _stored(people, tmp_path)
    _equal(snapshot, range(5))
    assert _made(snapshot) == ["cards-0.arrays", "cards-1.arrays", "cards-2.arrays"]
    with files_are_only_read(snapshot):
        again = Snapshot(NetworkFolder(tmp_path).open_version(snapshot.version))
        _equal(again, [4])
    assert cards._cards(again, np.array([4])) is None
    assert cards._cards(again, np.array([0])) is not None


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("place", [0.02, 0.5, 0.98])
def test_damaged_cards_are_made_again(tmp_path: Path, place: float, caplog: pytest.LogCaptureFixture) -> None:
    """A changed card is never shown: the columns are read, the file goes, and the next question makes it anew."""
    snapshot, path = _carded(_PEOPLE, tmp_path)
    whole = path.read_bytes()
    begin = whole.index(b"\n") + 1
    content = bytearray(whole)
    used = len(whole.rstrip(b"\0"))
    content[begin + int((used - begin) * place)] ^= 0x55
    path.write_bytes(content)
    again = Snapshot(NetworkFolder(tmp_path).open_version(snapshot.version))
    with caplog.at_level(logging.WARNING, logger="netreach"):
        _equal(again, [0, 1])
    assert "made again" in caplog.text
    _equal(again, [0, 1])
    assert path.read_bytes() == whole


@pytest.mark.usefixtures("large")
def test_a_first_line_that_was_changed(tmp_path: Path) -> None:
    """Whatever bit of what describes a file is flipped: the records are the same, and the file is made again."""
    snapshot, path = _carded(_PEOPLE[:2], tmp_path)
    whole = path.read_bytes()
    for at in range(whole.rindex(b"}", 0, whole.index(b"\n")) + 1):
        content = bytearray(whole)
        content[at] ^= 1 << at % 7
        path.write_bytes(content)
        _equal(Snapshot(NetworkFolder(tmp_path).open_version(snapshot.version)), [0, 1])
        assert path.read_bytes() == whole, at


@pytest.mark.usefixtures("large")
def test_damaged_cards_that_cannot_be_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """They are named once, and the columns are read."""
    snapshot, path = _carded(_PEOPLE[:2], tmp_path)
    begin = path.read_bytes().index(b"\n") + 1
    with path.open("r+b") as stream:
        stream.seek(begin)
        stream.write(b"\xff" * 8)
    monkeypatch.setattr(beside, "drop", lambda *_: False)
    again = Snapshot(NetworkFolder(tmp_path).open_version(snapshot.version))
    for _ in range(3):
        _equal(again, [0, 1])
    assert [record.getMessage().endswith("from their columns.") for record in caplog.records] == [True]


@pytest.mark.usefixtures("large")
def test_names_of_many_are_read_from_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more people than a page has, four columns are read sooner than as many cards."""
    monkeypatch.setattr(cards, "_FEW", 2)
    snapshot = _stored(_PEOPLE, tmp_path)
    assert [ref.name for ref in cards.refs(snapshot, np.arange(4))] == snapshot.texts("name", range(4))
    assert _made(snapshot) == []
    assert [ref.name for ref in cards.refs(snapshot, np.arange(2))] == snapshot.texts("name", range(2))
    assert _made(snapshot) == ["cards-0.arrays"]


@pytest.mark.usefixtures("large")
def test_cards_that_were_cut_short(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Cut before it is opened or while it is open: the records are the same."""
    snapshot, path = _carded(_PEOPLE, tmp_path)
    whole = path.read_bytes()
    os.truncate(path, len(whole) // 2)
    _equal(snapshot, [0, 1])
    assert "made again" in caplog.text
    _equal(snapshot, [0, 1])
    assert path.read_bytes() == whole
    path.write_bytes(whole[:-64])
    _equal(Snapshot(NetworkFolder(tmp_path).open_version(snapshot.version)), [0, 1])
    assert path.read_bytes() == whole


@pytest.mark.usefixtures("large")
def test_where_nothing_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No cards are made for nothing: the columns are read."""
    snapshot = _stored(_PEOPLE, tmp_path)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    monkeypatch.setattr(cards, "_texts", lambda *_: pytest.fail("cards were made"))
    _equal(snapshot, range(4))
    assert _made(snapshot) == []


def test_small_versions_have_no_cards(tmp_path: Path) -> None:
    """Of few people no files are kept."""
    snapshot = _stored(_PEOPLE, tmp_path)
    _equal(snapshot, range(4))
    assert _made(snapshot) == []


@pytest.mark.usefixtures("large")
def test_cards_stay_readable_when_their_file_goes(tmp_path: Path) -> None:
    """A version that is replaced while somebody looks at it is read to the end."""
    snapshot, path = _carded(_PEOPLE, tmp_path)
    path.unlink()
    _equal(snapshot, [1, 0])


def test_pieces_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces are what was written, also where there is no reading at a place; nothing outside of them is read."""
    path, about = tmp_path / "search" / "some.arrays", {"version": "v"}
    numbers = np.arange(100, dtype=np.int64) ** 3
    assert files.write(path, {"a": numbers, "b": np.array([7], dtype=np.uint8)}, about)
    assert files.opened(path, {"version": "w"}) is None
    pieces = files.opened(path, about)
    assert pieces is not None
    assert ("a" in pieces, "c" in pieces) == (True, False)
    for _ in range(2):
        assert pieces.read("a", 3, 7).tolist() == numbers[3:7].tolist()
        assert pieces.read("a", 100, 100).tolist() == []
        assert pieces.read("b", 0, 1).tolist() == [7]
        for begin, end in ((-1, 2), (99, 101), (5, 4)):
            with pytest.raises(ValueError, match="100 entries"):
                pieces.read("a", begin, end)
        monkeypatch.delattr(os, "pread", raising=False)
