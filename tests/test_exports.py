"""Exports as they are given: loose files, archives, owners, options; nothing lost and nothing mixed up."""

from __future__ import annotations

import json
import os
import pickle
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

import netreach as nr
from linkedin_files import BEN, EMAILS, EVA, HEADER, INVITATIONS, PROFILE, sheet, url, zipped
from netreach.errors import ExportError, OptionError, OwnerError, PluginError

PEOPLE = "id,name\n1,Ana Ruiz\n2,Ben Okoro\n"
TIES = "source,target\nAna,Ben\nBen,Eva\n"
HENRY, JOAQUIN = "Henry Jones", "Joaquín Pérez Romero"


def written(path: Path, text: str = TIES) -> Path:
    """A file with a text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def owned(path: Path, name: str, slug: str, mail: str = "") -> Path:
    """An archive that knows its owner by a profile, and by an address where one is given."""
    first, _, last = name.partition(" ")
    files = {
        "Connections.csv": HEADER + BEN + EVA,
        "Profile.csv": PROFILE.replace("Ana,Ruiz", f"{first},{last}"),
        "Invitations.csv": sheet(
            INVITATIONS,
            *(
                (name, other, "1/14/24, 5:04 PM", "", "OUTGOING", url(slug), url(theirs))
                for other, theirs in (("Ben Okoro", "ben-okoro"), ("Eva Lund", "eva-lund"))
            ),
        ),
    }
    if mail:
        files["Email Addresses.csv"] = EMAILS.splitlines(keepends=True)[0] + f"{mail},Yes,Yes,2020-01-01\n"
    return zipped(path, files)


def test_loose_files_of_one_name_are_all_read(tmp_path: Path) -> None:
    """Files of one name get what tells their folders apart; the same file twice is one."""
    first = written(tmp_path / "q1" / "deep" / "people.csv", PEOPLE)
    second = written(tmp_path / "q2" / "deep" / "people.csv", PEOPLE.replace("1,Ana Ruiz", "3,Eva Lund"))
    ties = written(tmp_path / "q2" / "ties.csv", "source,target\n1,2\n3,2\n")
    export = nr.Export(first, second, ties)
    assert export.names == ("q1/deep/people.csv", "q2/deep/people.csv", "ties.csv")
    assert str(export) == "q1/deep/people.csv, q2/deep/people.csv, ties.csv"
    assert export.read("q2/deep/people.csv") == second.read_bytes()
    assert nr.Export(first, first).names == ("people.csv",)
    assert nr.Export(first.parent, second.parent).names == ("q1/deep/people.csv", "q2/deep/people.csv")
    network = nr.load(export)
    assert {person["name"] for person in network.people().to_pylist()} == {
        "Ana Ruiz",
        "Ben Okoro",
        "Eva Lund",
    }


def test_an_archive_with_two_files_of_one_name_is_refused(tmp_path: Path) -> None:
    """Of two members of one name none is read: which one is meant cannot be known."""
    path = tmp_path / "twice.zip"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("ties.csv", TIES)
        with pytest.warns(UserWarning, match="Duplicate name"):
            out.writestr("ties.csv", TIES.replace("Eva", "Kim"))
    with pytest.raises(ExportError, match=r"twice\.zip holds 2 files named ties\.csv"):
        nr.load(path)


def test_one_owner_for_the_exports_of_two_people_is_refused(tmp_path: Path) -> None:
    """An owner who is stated for archives of different people joins nobody: both are named, nothing is added."""
    exports = [owned(tmp_path / "a.zip", HENRY, "henry"), owned(tmp_path / "b.zip", JOAQUIN, "joaquin")]
    with nr.open(tmp_path / "team.netreach", create=True) as network:
        with pytest.raises(OwnerError) as caught:
            network.add(*exports, owner="hj@example.org")
        assert str(caught.value) == (
            f"owner= names one person, but 2 exports say that they belong to {HENRY} and {JOAQUIN}. "
            "Import them without it, or one at a time."
        )
        with pytest.raises(OwnerError, match="2 exports"):
            network.add(*(nr.Export(path, owner="linkedin.com/in/henry") for path in exports))
        assert network.snapshot.count == 0
        assert len(network.add(*exports).sources) == 2


def test_an_owner_whom_the_files_do_not_know_is_said_loudly(tmp_path: Path) -> None:
    """An address that the archive does not reveal joins its owner, and the report says so in text and JSON."""
    path = owned(tmp_path / "a.zip", HENRY, "henry", "henry@example.org")
    report = nr.Network(None).add(path, owner="hj@example.org")
    told = f"a.zip says that it belongs to {HENRY}; owner= adds hj@example.org to the same person"
    assert told in " ".join(str(report).split())
    assert "dice que pertenece a" in report.text(language="es")
    (source,) = report.to_dict()["sources"]
    assert (source["says_owner"], source["owner_added"]) == (HENRY, "hj@example.org")
    for owner in ("henry@example.org", "linkedin.com/in/henry", HENRY, None):
        report = nr.Network(None).add(path, owner=owner)
        assert report.sources[0].owner_added == ""
        assert report.to_dict()["sources"][0]["says_owner"] is None


def test_counts_of_a_report_are_never_negative(tmp_path: Path) -> None:
    """Two exports of one owner, of which one replaces the other: no count of the report is below nothing."""
    early = owned(tmp_path / "a.zip", HENRY, "henry")
    late = owned(tmp_path / "b.zip", HENRY, "henry", "henry@example.org")
    for exports in ([early, late], [late, early]):
        report = nr.Network(None).add(*exports, owner="hj@example.org")
        assert all(source.joined is not None and source.joined >= 0 for source in report.sources)
        assert "-1" not in str(report)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not have such names")
def test_a_file_name_that_is_not_utf8(tmp_path: Path) -> None:
    """A name with bytes that are no letters is shown with marks, in the report, in JSON and in the folder."""
    folder = os.fsencode(tmp_path) + b"/caf\xe9"
    os.mkdir(folder)
    for name in (b"/ti\xe9s.csv", b"/lone-\xff.csv"):
        Path(os.fsdecode(folder + name)).write_text(TIES)
    lone = Path(os.fsdecode(folder + b"/lone-\xff.csv"))
    with nr.open(tmp_path / "team.netreach", create=True) as network:
        report = network.add(lone)
        assert report.sources[0].file == "lone-\ufffd.csv"
        assert network.add(lone).sources[0].already
        whole = network.add(os.fsdecode(folder))
        assert {file.file for file in whole.sources[0].files} == {"ti\ufffds.csv", "lone-\ufffd.csv"}
        for told in (report, whole):
            str(told).encode()
            json.dumps(told.to_dict(), ensure_ascii=False).encode()
    with nr.open(tmp_path / "team.netreach") as network:
        assert {info.file for info in network.sources} == {"lone-\ufffd.csv", "caf\ufffd"}


def test_an_export_can_be_used_again(tmp_path: Path) -> None:
    """An archive that was closed opens again, and the caller's object keeps its own options."""
    export = nr.Export(owned(tmp_path / "a.zip", HENRY, "henry"))
    first = nr.load(export, owner="hj@example.org")
    assert export.owner is None
    again = nr.load(export)
    assert again.sources[0].owner_keys[0] == "linkedin:henry"
    assert first.sources[0].owner_keys[0] == "email:hj@example.org"
    export.close()
    assert "Profile.csv" in export.names
    assert export.read("Profile.csv").startswith(b"First Name")
    export.close()
    export.close()


def test_an_importer_named_beside_an_export_holds(tmp_path: Path) -> None:
    """importer= applies to an Export that names none, and not to one that does."""
    path = written(tmp_path / "ties.csv")
    with pytest.raises(PluginError, match="There is no importer 'nobody'"):
        nr.load(nr.Export(path), importer="nobody")
    export = nr.Export(path, importer="tables")
    assert nr.load(export, importer="nobody").snapshot.count == 3


def test_a_reading_that_takes_the_place_of_another_is_said(tmp_path: Path) -> None:
    """The same bytes with another sharing replace the earlier source, and the report names it."""
    path = written(tmp_path / "ties.csv")
    network = nr.load(path)
    before = network.sources[0].id
    report = network.add(path, sharing="full")
    assert report.sources[0].replaces == (before,)
    assert report.to_dict()["sources"][0]["replaces"] == [before]
    assert f"takes the place of {before}" in str(report)
    assert "ocupa el lugar de" in report.text(language="es")
    assert len(network.sources) == 1
    assert network.add(path, sharing="full").sources[0].replaces == ()


def test_other_columns_of_one_file_are_another_source(tmp_path: Path) -> None:
    """Two mappings of one file stand side by side: each says something else about its rows."""
    path = written(tmp_path / "team.csv", "id,name,boss,mentor\n1,Ana,2,3\n2,Ben,,\n3,Eva,,\n")
    with nr.open(tmp_path / "team.netreach", create=True) as network:
        network.add(path, columns={"boss": "title"})
        report = network.add(path, columns={"mentor": "title"})
        assert report.sources[0].replaces == ()
        assert len(network.sources) == 2
    with nr.open(tmp_path / "team.netreach") as network:
        assert sorted(tuple(info.columns) for info in network.sources) == [("boss",), ("mentor",)]


@pytest.mark.parametrize("given", [3, ["a.csv", "b.csv"], None, b"a.csv"])
def test_what_is_no_file_is_refused(given: Any) -> None:
    """A number, a list and bytes are no files: the error says how to pass them."""
    with pytest.raises(OptionError, match=r"pass the files one by one: load\(\*files\)"):
        nr.load(given)


def test_a_network_is_not_pickled(tmp_path: Path) -> None:
    """A network refuses to be pickled, and says what to do instead."""
    with pytest.raises(TypeError, match="cannot be pickled: save it and open it there"):
        pickle.dumps(nr.load(written(tmp_path / "ties.csv")))


def test_a_source_tells_its_owner(tmp_path: Path) -> None:
    """A source names its owner as the report does: by name, else by the safest key, else not at all."""
    archive = owned(tmp_path / "a.zip", HENRY, "henry")
    lone = written(tmp_path / "Connections.csv", HEADER + BEN)
    network = nr.Network(None)
    for path, owner, shown in (
        (archive, None, HENRY),
        (lone, "hj@example.org", "email:hj@example.org"),
        (written(tmp_path / "ties.csv"), None, ""),
    ):
        source = network.add(path, owner=owner).sources[0]
        assert source.owner == shown
        assert next(info.owner for info in network.sources if info.id == source.id) == shown
