"""Several archives of one owner: parts, older and newer ones, and folders that hold them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from linkedin_files import ANA, BEN, EVA, HEADER, archive, read, zipped
from netreach.errors import ExportError, OwnerError
from netreach.identity import derive
from netreach.importers.choose import read_export, read_exports
from netreach.importers.linkedin import LinkedIn
from netreach.kinds import CODES
from netreach.plugins.export import Export
from netreach.plugins.registry import default_registry
from netreach.snapshot import Snapshot
from netreach.store.source import Source

KIM = "Kim,Doe,https://www.linkedin.com/in/kim-doe,,Acme,,01 Mar 2020\n"


def source(path: Path, owner: str | None = ANA) -> Source:
    """Read one archive."""
    return read_export(Export(path, owner=owner), LinkedIn())


def contacts(*sources: Source) -> set[str]:
    """The names of Ana's contacts in the pool of some sources."""
    snapshot = Snapshot(derive(list(sources)))
    ana = snapshot.vertex_of_key("linkedin:ana-ruiz")
    names = snapshot.column("name").to_pylist()
    lo, hi = snapshot.tie_ends()
    pairs = zip(lo.tolist(), hi.tolist(), strict=True)
    return {names[b if a == ana else a] for a, b in pairs if ana in (a, b)}


def facts(kind: str, *sources: Source) -> int:
    """How many rows of evidence of a kind the pool has."""
    snapshot = Snapshot(derive(list(sources)))
    return int((snapshot.evidence().kind == CODES[kind]).sum())


def test_the_archives_name_dates_it(tmp_path: Path) -> None:
    """A newer archive replaces the older one even when its newest row is as old, whatever the order of import."""
    old = source(
        zipped(tmp_path / "Basic_LinkedInDataExport_01-31-2024.zip", {"Connections.csv": HEADER + BEN + EVA})
    )
    new = source(
        zipped(tmp_path / "Basic_LinkedInDataExport_02-29-2024 (1).zip", {"Connections.csv": HEADER + BEN})
    )
    assert (old.info.as_of, new.info.as_of) == (dt.date(2024, 1, 31), dt.date(2024, 2, 29))
    assert contacts(old, new) == contacts(new, old) == {"Ben Okoro"}


def test_an_impossible_day_in_a_name_is_none(tmp_path: Path) -> None:
    """Then the newest row dates the archive."""
    path = zipped(tmp_path / "Basic_LinkedInDataExport_23-11-2024.zip", {"Connections.csv": HEADER + BEN})
    assert source(path).info.as_of == dt.date(2024, 1, 15)


def test_a_newer_list_takes_no_messages_away(tmp_path: Path) -> None:
    """Connections of a newer Basic archive replace those of an older Complete one; its messages stay."""
    complete = source(zipped(tmp_path / "Complete_LinkedInDataExport_11-23-2024.zip", archive()))
    basic = source(
        zipped(tmp_path / "Basic_LinkedInDataExport_12-24-2024.zip", {"Connections.csv": HEADER + BEN})
    )
    assert facts("message", complete, basic) == facts("message", complete) == 2
    assert facts("invitation_note", complete, basic) == 1
    assert facts("connection", complete, basic) == 1
    assert contacts(complete, basic) == {"Ben Okoro"}


def test_a_newer_mailbox_replaces_the_older(tmp_path: Path) -> None:
    """Messages that a newer archive covers are taken from it alone, also when there are none left."""
    files = archive()
    old = source(zipped(tmp_path / "Complete_LinkedInDataExport_11-23-2024.zip", files))
    fewer = {**files, "messages.csv": "".join(files["messages.csv"].splitlines(keepends=True)[:2])}
    new = source(zipped(tmp_path / "Complete_LinkedInDataExport_12-24-2024.zip", fewer))
    assert facts("message", old, new) == 1
    cut = {**files, "messages.csv": files["messages.csv"][:-60]}
    broken = source(zipped(tmp_path / "Complete_LinkedInDataExport_12-25-2024.zip", cut))
    assert not broken.info.covers
    assert facts("message", old, broken) == 2 + 1


def test_parts_of_one_day_unite(tmp_path: Path) -> None:
    """Two zips of one day are parts, whatever is in them: neither takes anything from the other."""
    files = archive()
    first = source(zipped(tmp_path / "Complete_LinkedInDataExport_11-23-2024.zip", files))
    second = source(
        zipped(tmp_path / "Basic_LinkedInDataExport_11-23-2024.zip", {"Connections.csv": HEADER + KIM})
    )
    assert contacts(first, second) == {"Ben Okoro", "Eva Lund", "Kim Doe"}
    assert Snapshot(derive([first, second])).meta.superseded == ()


def test_a_folder_of_archives_is_read_archive_by_archive(tmp_path: Path) -> None:
    """Zips beside each other are sources of their own; unpacked ones too, and a zip alone in a folder."""
    place = tmp_path / "downloads"
    place.mkdir()
    zipped(place / "Basic_LinkedInDataExport_11-23-2024.zip", archive())
    assert len(_added(place)) == 1
    zipped(place / "Complete_LinkedInDataExport_11-24-2024.zip", archive())
    (place / "notes.txt").write_text("mine")
    assert len(_added(place)) == 2
    unpacked = tmp_path / "unpacked"
    for part, names in (
        ("one", ("Connections.csv", "Profile.csv", "Email Addresses.csv")),
        ("two", ("messages.csv",)),
    ):
        (unpacked / part).mkdir(parents=True)
        for name in names:
            (unpacked / part / name).write_text(archive()[name])
    assert len(_added(unpacked)) == 2


def _added(path: Path) -> list[str]:
    return [one.info.file for one in read_exports([path], default_registry())]


def test_one_owner_for_several_archives(tmp_path: Path) -> None:
    """Archives that say whose they are are held against it, and one that is silent is taken to be that owner's."""
    for name in ("Basic_LinkedInDataExport_11-23-2024.zip", "Basic_LinkedInDataExport_11-24-2024.zip"):
        zipped(tmp_path / name, archive())
    zipped(tmp_path / "Basic_LinkedInDataExport_11-25-2024.zip", {"Connections.csv": HEADER + BEN})
    found = read_exports([tmp_path], default_registry(), options={"owner": ANA})
    assert [one.info.owner_keys[0] for one in found] == ["linkedin:ana-ruiz"] * 3


def test_one_owner_for_several_silent_archives_is_an_error(tmp_path: Path) -> None:
    """They may be several people's, so each is to be named by itself."""
    for name in ("Basic_LinkedInDataExport_11-23-2024.zip", "Basic_LinkedInDataExport_11-24-2024.zip"):
        zipped(tmp_path / name, {"Connections.csv": HEADER + BEN})
    with pytest.raises(ExportError, match=r"do not say whose they are.*each archive by itself"):
        read_exports([tmp_path], default_registry(), options={"owner": ANA})


def test_lists_of_other_names_in_one_folder_are_not_one_persons(folder: Callable[..., Path]) -> None:
    """Alice's and Bob's lists must not become one list; a browser's copy of one list is no second one."""
    place = folder({"alice.csv": HEADER + BEN, "bob.csv": HEADER + EVA})
    with pytest.raises(ExportError, match="several lists of connections"):
        read(place, owner=ANA)
    copies = folder({"Connections.csv": HEADER + BEN, "Connections (1).csv": HEADER + BEN + EVA})
    assert len(read(copies, owner=ANA).contacts) == 2


@pytest.mark.parametrize("owner", ["info@example.org", "No-Reply <noreply@example.org>"])
def test_a_role_address_is_no_owner(folder: Callable[..., Path], owner: str) -> None:
    """The error says so, and how to name a person."""
    with pytest.raises(OwnerError, match=r"address of a function.*--owner URL-or-mail"):
        read(folder({"Connections.csv": HEADER + BEN}), owner=owner)


def test_what_outlook_exports_is_left_to_others(folder: Callable[..., Path]) -> None:
    """Only LinkedIn's 59 columns, with the addresses behind the name, are LinkedIn's."""
    outlook = (
        "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,E-mail Address,Type\n"
    )
    for name in ("contacts.csv", "outlook export.csv"):
        path = folder({name: outlook + ",Ben,,Okoro,,Acme,,Engineer,ben@example.org,SMTP\n"})
        assert not LinkedIn().identify(Export(path / name))


PROFILE = "First Name,Last Name\nAna,Ruiz\n"
ADDRESS = "Email Address,Confirmed,Primary,Updated On\nana@example.org,Yes,Yes,\n"


def _halves(folder: Path, *, name: str = "Ana,Ruiz", day: str = "11-23-2024") -> list[Path]:
    """An archive in two parts: connections and addresses, and messages, which alone know the profile."""
    lists = {
        "Connections.csv": HEADER + BEN + EVA,
        "Profile.csv": PROFILE.replace("Ana,Ruiz", name),
        "Email Addresses.csv": ADDRESS,
    }
    return [
        zipped(folder / f"Complete_LinkedInDataExport_{day}.zip.part1.zip", lists),
        zipped(
            folder / "Complete_LinkedInDataExport_11-23-2024.zip.part2.zip",
            {"messages.csv": archive()["messages.csv"]},
        ),
    ]


def test_parts_that_know_their_owner_by_other_keys_are_one_persons(tmp_path: Path) -> None:
    """One part has the address, the other the profile: given together, in any order, they have one owner."""
    halves = _halves(tmp_path)
    for given in (halves, halves[::-1]):
        sources = read_exports([str(path) for path in given], default_registry())
        assert contacts(*sources) == {"Ben Okoro", "Eva Lund"}
        snapshot = Snapshot(derive(sources))
        assert snapshot.vertex_of_key("email:ana@example.org") == snapshot.vertex_of_key("linkedin:ana-ruiz")


def test_a_name_alone_makes_no_parts(tmp_path: Path) -> None:
    """Another name, another day, or the same files twice: then two archives stay two people's."""
    other = tmp_path / "other"
    other.mkdir()
    for changed in (_halves(tmp_path, name="Ana,Rojo"), _halves(other, day="11-22-2024")):
        snapshot = Snapshot(derive(read_exports([str(path) for path in changed], default_registry())))
        address = snapshot.vertex_of_key("email:ana@example.org")
        assert address >= 0
        assert address != snapshot.vertex_of_key("linkedin:ana-ruiz")
    first, second = _halves(tmp_path)
    with_list = {"messages.csv": archive()["messages.csv"], "Connections.csv": HEADER + BEN}
    zipped(second, with_list)
    snapshot = Snapshot(derive(read_exports([str(first), str(second)], default_registry())))
    assert snapshot.vertex_of_key("email:ana@example.org") != snapshot.vertex_of_key("linkedin:ana-ruiz")
