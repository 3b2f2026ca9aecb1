"""What a source shows to others: said of it, or carried over from the owner's other exports."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import netreach as nr
from linkedin_files import ANA
from netreach.identity import derive
from netreach.model import EvidenceRecord, Owner, PersonRecord
from netreach.snapshot import Snapshot
from netreach.store.builder import SourceBuilder
from netreach.store.decisions import SHARING, Decision
from netreach.store.source import Source
from small_pool import run

HEADER = "First Name,Last Name,URL,Connected On\n"


def made(owner: str, day: int | None, sharing: str = "", name: str = "") -> Source:
    """An export of somebody, of a day in 2020."""
    when = None if day is None else dt.date(2020, 1, 1) + dt.timedelta(days=day)
    builder = SourceBuilder(
        file=f"{owner}{day}{name}", sha256=f"{owner}{day}{name}", importer="test", options={}, sharing=sharing
    )
    me = f"linkedin:{owner}"
    owned = [Owner(keys=(me,), name=owner, complete_list=True)] if owner else []
    builder.take(
        [
            *owned,
            PersonRecord(keys=("linkedin:ben",), name="Ben"),
            EvidenceRecord(a=me, b="linkedin:ben", kind="connection", first=when, last=when),
        ]
    )
    return builder.build()


def shares(sources: Sequence[Source], decisions: Sequence[Decision] = ()) -> list[str]:
    """What each of the sources shows."""
    meta = Snapshot(derive(sources, decisions)).meta
    found = {info.id: info.sharing for info in meta.sources}
    return [found[source.info.id] for source in sources]


def test_a_newer_export_follows_the_older_choice() -> None:
    """What was said at an import or later holds for the owner's other exports, until something else is said."""
    old, new, other = made("ana", 1, "names"), made("ana", 9), made("eva", 9)
    assert shares([old, new, other]) == ["names", "names", "strength"]
    said = Decision(kind="share", source=old.info.id, sharing="full")
    assert shares([old, new, other], [said]) == ["full", "full", "strength"]
    again = Decision(kind="share", source=new.info.id, sharing="strength")
    assert shares([old, new, other], [said, again]) == ["full", "strength", "strength"]
    assert shares([old, made("ana", 9, "strength")]) == ["names", "strength"]
    assert shares([new]) == ["strength"]


def test_the_nearest_choice_counts() -> None:
    """The newest choice that is not later holds, else the first later one; of one day the one that shows least."""
    first, middle, last = made("ana", 2, "full"), made("ana", 4), made("ana", 6, "names")
    assert shares([first, middle, last, made("ana", 8), made("ana", 0)]) == [
        *("full", "full", "names", "names", "full"),
    ]
    parts = [made("ana", 2, "full"), made("ana", 2, "names", "b"), made("ana", 3), made("ana", None)]
    assert shares(parts) == ["full", "names", "names", "names"]


def test_what_belongs_to_nobody_shows_everything() -> None:
    """Without an owner there is nobody to protect, and nobody whose choice it could follow."""
    assert shares([made("", 1), made("", 2, "strength"), made("", 3, "names"), made("ana", 4)]) == [
        *("full", "full", "names", "strength"),
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["ana", "eva"]),
            st.one_of(st.none(), st.integers(0, 3)),
            st.sampled_from(["", *SHARING]),
        ),
        min_size=1,
        max_size=5,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_imports_does_not_matter(
    rows: list[tuple[str, int | None, str]], rng: random.Random
) -> None:
    """The same sources in any order show the same, and a source with a word of its own shows just that."""
    sources = [made(*row, name=str(at)) for at, row in enumerate(rows)]
    shown = shares(sources)
    for (_, _, said), found in zip(rows, shown, strict=True):
        assert found == (said or found)
    both = list(zip(sources, shown, strict=True))
    rng.shuffle(both)
    assert shares([source for source, _ in both]) == [found for _, found in both]


def written(place: Path, year: int) -> Path:
    """A list of Ana's contacts of a year."""
    path = place / f"{year}.csv"
    path.write_text(
        HEADER + f"Ben,Okoro,https://www.linkedin.com/in/ben-okoro,15 Jan {year}\n", encoding="utf-8"
    )
    return path


def test_imports_in_any_order_give_one_version(tmp_path: Path) -> None:
    """Two exports of one owner, with one choice said, are the same network in both orders, and the report says it."""
    old, new = written(tmp_path, 2020), written(tmp_path, 2024)
    versions = set()
    for number, order in enumerate(itertools.permutations((old, new))):
        with nr.open(tmp_path / f"{number}.netreach", create=True) as network:
            reports = [
                network.add(path, owner=ANA, sharing="names" if path == old else None) for path in order
            ]
            versions.add(network.version)
            assert {info.file: info.sharing for info in network.sources} == {
                "2020.csv": "names",
                "2024.csv": "names",
            }
    assert len(versions) == 1
    (told,) = reports[1].sources
    assert (told.file, told.sharing_like) == ("2020.csv", "")
    with nr.open(tmp_path / "0.netreach") as network:
        again = network.add(new, owner=ANA)
        (told,) = again.sources
        assert (told.sharing, told.sharing_like) == ("names", "2020.csv")
        assert "shows others: names, as was decided for 2020.csv" in str(again)
        assert "como se decidió para 2020.csv" in again.text(language="es")


def test_a_choice_that_is_said_again_is_kept(tmp_path: Path) -> None:
    """Saying of the newer export what it shows already makes it independent of the older one."""
    with nr.open(tmp_path / "a.netreach", create=True) as network:
        network.add(written(tmp_path, 2020), owner=ANA, sharing="names")
        network.add(written(tmp_path, 2024), owner=ANA)
        old, new = sorted(network.sources, key=lambda info: info.file)
        version = network.version
        network.share(old.id, "names")
        assert network.version == version
        network.share(new.id, "names")
        assert network.version != version
        network.remove(old.id)
        assert [info.sharing for info in network.sources] == ["names"]


def test_the_same_file_read_again_keeps_the_choice(tmp_path: Path) -> None:
    """A new reading of a file shows what the earlier one did, unless it says something else."""
    path = written(tmp_path, 2020)
    with nr.open(tmp_path / "a.netreach", create=True) as network:
        network.add(path, owner=ANA, sharing="names")
        network.add(path, owner=ANA)
        assert [info.sharing for info in network.sources] == ["names"]
        network.add(path, owner=ANA, sharing="full")
        assert [info.sharing for info in network.sources] == ["full"]


def test_the_command_line_says_what_follows(tmp_path: Path) -> None:
    """Removing or deciding about an export tells of the others of its owner that now show something else."""
    network = tmp_path / "a.netreach"
    for year, more in ((2020, ("--sharing", "names")), (2024, ())):
        assert run("import", written(tmp_path, year), "--into", network, "--owner", ANA, *more).exit_code == 0
    with nr.open(network) as opened:
        old = next(info.id for info in opened.sources if info.file == "2020.csv")
    shared = run("sources", network, "--share", old, "--sharing", "full")
    assert [line.split(" ")[0] for line in shared.stderr.splitlines()] == ["2020.csv", "2024.csv"]
    removed = run("sources", network, "--remove", old)
    assert "2024.csv" in removed.stderr
    assert "strength" in removed.stderr
