"""Folders of many exports: what is found, whose it is, what is not read, and what one broken file may not do."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netreach as nr
from netreach.cli.output import _stage, _stages
from netreach.errors import ExportError, OwnerError, UnsafeExportError
from netreach.importers.folder import discover
from netreach.plugins import Export, default_registry
from netreach.plugins.export import WATCHED_BYTES
from netreach.plugins.listing import Limits
from netreach.testing import (
    World,
    invent_calendar,
    invent_mail,
    linkedin_truth,
    make_world,
    write_calendar,
    write_linkedin_export,
    write_mail,
)
from small_pool import run
from test_json import check

OWNER = 3


@pytest.fixture(scope="module")
def world() -> World:
    """A small world whose people have an address and a profile each."""
    return make_world(60, seed=11, mean_contacts=10)


def book_csv(world: World, people: list[int]) -> bytes:
    """An address book as Google writes it: names, the address and the profile of each."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["First Name", "Last Name", "Labels", "Organization Name", "E-mail 1 - Value", "Website 1 - Value"]
    )
    for person in people:
        first, _, last = world.full_name(person).partition(" ")
        writer.writerow([first, last, "* myContacts", "", world.email(person), world.url(person)])
    return out.getvalue().encode()


def takeout(world: World, owner: int, place: Path, *, people: list[int]) -> Path:
    """A zip of Takeout with mail, a calendar and an address book, and the page that Google puts beside them."""
    parts = place / "parts"
    mail = write_mail(invent_mail(5, world=world, owner=owner), parts, "takeout")
    calendar = write_calendar(invent_calendar(6, world=world, owner=owner), parts / "calendar", "ics")
    target = place / "takeout-20260101T000000Z-001.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(mail, "Takeout/Mail/All mail Including Spam and Trash.mbox")
        archive.write(calendar, f"Takeout/Calendar/{world.email(owner)}.ics")
        archive.writestr("Takeout/Contacts/My Contacts/My Contacts.csv", book_csv(world, people))
        archive.writestr("Takeout/archive_browser.html", "<html><body>Takeout</body></html>")
    shutil.rmtree(parts)
    return target


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    """A folder of one owner: a LinkedIn archive, a Takeout, and things that are no exports."""
    made = tmp_path / "exports"
    made.mkdir()
    write_linkedin_export(world, OWNER, made)
    takeout(world, OWNER, made, people=list(range(60)))
    (made / "holiday.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)))
    (made / ".cache").mkdir()
    (made / ".cache" / "people.csv").write_text("id,name\n1,Ana")
    (made / ".DS_Store").write_bytes(b"x")
    return made


def test_one_owner_has_all_four(world: World, folder: Path) -> None:
    """LinkedIn, mail, calendar and address book of one owner make one person of each human of the world."""
    network = nr.open(folder.parent / "team.netreach", create=True)
    report = network.add(folder)
    assert {source.importer for source in report.sources} == {
        "linkedin",
        "mail",
        "calendar",
        "google-contacts",
    }
    assert report.complete
    assert report.complete, report.failed
    [book] = [source for source in report.sources if source.importer == "google-contacts"]
    assert book.owner_served
    me = network.find(world.url(OWNER))
    truth = linkedin_truth(world, OWNER)
    assert truth.connections
    for person in range(len(world)):
        by_mail = network.find(world.email(person))
        # The address book has everybody's address and profile: both ways lead to the same person.
        assert by_mail.id == network.find(world.url(person)).id, world.full_name(person)
    assert network.find(world.email(OWNER)).id == me.id
    assert len(network.people()) == report.professionals
    ids = {network.find(world.email(person)).id for person in range(len(world))}
    assert len(ids) == len(world)
    contacts = {
        other
        for other in range(len(world))
        if other != OWNER and network.ego(me.id).degree(world.email(other)) == 1
    }
    assert set(world.contacts(OWNER).tolist()) <= contacts
    kinds = set(report.evidence)
    assert {"connection", "message", "mail", "one_to_one", "address_book"} <= kinds, kinds
    # Nobody is somebody else's double: whoever else is there has an address that only mail knows.
    assert report.new_professionals == report.professionals
    assert 0 < report.merged <= report.people == report.professionals


def test_what_is_not_read_is_named(folder: Path) -> None:
    """Files that nobody reads are listed with a reason; hidden ones and those of the system are counted."""
    report = nr.open(folder.parent / "n.netreach", create=True).add(folder)
    assert [Path(one.file).name for one in report.unknown if "holiday" in one.file] == ["holiday.jpg"]
    assert any("archive_browser.html" in one.file for one in report.unknown)
    assert all(one.reason for one in report.unknown)
    assert report.skipped == {"hidden": 1, "system": 1}
    assert not any("Shares" in one.file for one in report.unknown)
    text = str(report)
    assert "holiday.jpg" in text
    assert "hidden files 1" in text
    assert "archivos ocultos 1" in report.text(language="es")


def test_the_same_folder_twice_changes_nothing(folder: Path) -> None:
    """Adding a folder again finds the same sources, and a file added beside them is no new source of the others."""
    network = nr.open(folder.parent / "n.netreach", create=True)
    network.add(folder)
    version = network.version
    (folder / "notes.docx.bak").write_bytes(b"\x00\x01")
    again = network.add(folder)
    assert all(source.already for source in again.sources)
    assert network.version == version


def test_by_files_do_not_change_a_source(world: World, tmp_path: Path) -> None:
    """A picture beside an address book is named, and the source is the same as that of the lone file."""
    made = tmp_path / "mine"
    made.mkdir()
    (made / "contacts.csv").write_bytes(book_csv(world, [5, 6]))
    network = nr.open(tmp_path / "n.netreach", create=True)
    [alone] = network.add(made / "contacts.csv", owner=world.email(OWNER)).sources
    (made / "holiday.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    report = network.add(made, owner=world.email(OWNER))
    assert [(source.id, source.already) for source in report.sources] == [(alone.id, True)]
    assert [one.file for one in report.unknown] == ["holiday.jpg"]


def test_dry_run(folder: Path) -> None:
    """A dry run reports what an import then does, and leaves nothing behind."""
    place = folder.parent / "n.netreach"
    done = run("import", folder, "--into", place, "--dry-run", "--json")
    assert done.exit_code == 0, done.output
    assert not place.exists()
    data = json.loads(done.stdout)
    check("import", data)
    assert data["dry_run"]
    real = json.loads(run("import", folder, "--into", place, "--json").stdout)
    check("import", real)
    assert not real["dry_run"]
    assert {**data, "dry_run": False} == real
    network = nr.open(place)
    before = network.version
    more = folder / "ties.csv"
    more.write_text("source,target\nana@example.org,ben@example.org\n")
    would = network.add(folder, dry_run=True)
    assert would.new_professionals == 2
    assert network.version == before == nr.open(place).version
    assert "Nothing was changed" in str(would)
    assert "No se ha cambiado nada" in would.text(language="es")


def test_lone_files_get_the_owner_of_those_beside_them(world: World, tmp_path: Path) -> None:
    """A lone Connections.csv and an address book beside a mailbox belong to the owner of the mailbox."""
    made = tmp_path / "mine"
    archive = write_linkedin_export(world, OWNER, tmp_path / "li", as_zip=False)
    made.mkdir()
    shutil.copy(archive / "Connections.csv", made)
    (made / "contacts.csv").write_bytes(book_csv(world, [OWNER, 5, 6, 7]))
    write_mail(invent_mail(5, world=world, owner=OWNER), made, "folders")
    network = nr.load(made)
    me = network.find(world.email(OWNER))
    assert {info.importer for info in network.sources} == {"linkedin", "mail", "google-contacts"}
    assert all(network.find(info.owner_keys[0]).id == me.id for info in network.sources)
    assert me.id == network.find(world.url(OWNER)).id


def test_two_owners_are_not_guessed(world: World, tmp_path: Path) -> None:
    """Where the exports of a folder belong to two people, an address book beside them is nobody's; folders help."""
    made = tmp_path / "both"
    for owner in (3, 4):
        write_linkedin_export(world, owner, made)
    (made / "contacts.csv").write_bytes(book_csv(world, [5, 6]))
    network = nr.open(tmp_path / "n.netreach", create=True)
    report = network.add(made)
    [failed] = report.failed
    assert failed.file == "contacts.csv"
    assert world.full_name(3) in failed.reason
    assert "--owner" in failed.reason
    assert len(report.sources) == 2
    with pytest.raises(OwnerError, match="folder of their own"):
        nr.load(made)
    (made / "four").mkdir()
    os.rename(made / "contacts.csv", made / "four" / "contacts.csv")
    for path in made.glob(f"*{world.ascii_slug(4)}*"):
        os.rename(path, made / "four" / path.name)
    report = network.add(made)
    assert report.complete, report.failed
    [book] = [source for source in report.sources if source.importer == "google-contacts"]
    assert book.owner_served == world.full_name(4)


def test_a_broken_export_stops_nobody(world: World, folder: Path) -> None:
    """A zip that is cut short is named and the others are added; `--strict` adds nothing; the exit code is 1."""
    whole = next(folder.glob("*LinkedIn*.zip")).read_bytes()
    (folder / "broken.zip").write_bytes(whole[: len(whole) // 2])
    place = folder.parent / "n.netreach"
    strict = run("import", folder, "--into", place, "--strict")
    assert strict.exit_code == 1
    assert "broken.zip" in strict.output
    assert not (place / "CURRENT").exists()
    done = run("import", folder, "--into", place, "--json")
    assert done.exit_code == 1
    data = json.loads(done.stdout)
    check("import", data)
    assert [one["file"] for one in data["failed"]] == ["broken.zip"]
    assert len(data["sources"]) == 4
    with pytest.raises(ExportError, match="broken"):
        nr.load(folder)
    with pytest.warns(UserWarning, match=r"broken\.zip was not read"):
        assert len(nr.load(folder, strict=False).sources) == 4


def test_links_do_not_lead_out(folder: Path, tmp_path: Path) -> None:
    """A link to a file or folder elsewhere is not followed, and counted."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "ties.csv").write_text("source,target\nAna,Ben\n")
    (folder / "link").symlink_to(outside, target_is_directory=True)
    (folder / "ties.csv").symlink_to(outside / "ties.csv")
    report = nr.open(tmp_path / "n.netreach", create=True).add(folder)
    assert report.skipped["link"] == 2
    assert "tables" not in {source.importer for source in report.sources}


def test_limits(tmp_path: Path) -> None:
    """A folder deeper than the limit is refused before anything is read."""
    deep = tmp_path / "a"
    deep.joinpath(*["b"] * 6).mkdir(parents=True)
    with pytest.raises(UnsafeExportError, match="deep"):
        _ = Export(deep, limits=Limits(depth=4)).names
    assert Export(deep, limits=Limits(depth=8)).names == ()


def test_archives_in_an_archive_are_read(world: World, tmp_path: Path) -> None:
    """One level deep, each as if it lay in a folder, with the day of its own name; what lies deeper is named."""
    archive = write_linkedin_export(world, OWNER, tmp_path)
    with zipfile.ZipFile(tmp_path / "deep.zip", "w") as deep:
        deep.write(archive, archive.name)
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as outer:
        outer.write(archive, f"linkedin/{archive.name}")
        outer.write(tmp_path / "deep.zip", "deep.zip")
        outer.writestr("broken.zip", b"PK\x03\x04 cut short")
        outer.writestr("contacts.csv", book_csv(world, [4, 5]))
    with nr.open(tmp_path / "new.netreach", create=True) as network:
        report = network.add(tmp_path / "all.zip", strict=False)
        assert [(one.file, one.importer) for one in report.sources] == [
            ("all.zip → contacts.csv", "google-contacts"),
            (f"all.zip → linkedin/{archive.name}", "linkedin"),
        ]
        assert [one.file for one in report.unknown] == [f"all.zip → deep.zip → {archive.name}"]
        assert "holds another archive" in report.unknown[0].reason
        assert [one.file for one in report.failed] == ["all.zip → broken.zip"]
        again = network.add(archive)
        # The same bytes are the same source, wherever they lay.
        assert again.sources[0].id == report.sources[1].id


def test_an_unknown_file_of_an_archive_hides_nothing_behind_it(tmp_path: Path) -> None:
    """Files that lie in the archive after one that nobody reads stay together in their exports."""
    files = {
        "a/picture.xyz": "\x89 no export",
        "b/Connections.csv": "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Ben,Okafor,https://www.linkedin.com/in/ben-okafor,,Faro,CTO,15 Jan 2024\n",
        "b/Profile.csv": "First Name,Last Name,Maiden Name,Headline,Summary,Industry\nAna,Ruiz,,,,\n",
        "c/people.csv": "id,name\n1,Ana\n2,Ben\n",
        "c/ties.csv": "source,target\n1,2\n",
    }
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    owner = "https://www.linkedin.com/in/ana-ruiz"
    with nr.load(tmp_path / "all.zip", owner=owner, registry=nr.Registry(entry_points=False)) as network:
        found = {source.importer: [one.file for one in source.files] for source in network.sources}
    assert found == {
        "linkedin": ["b/Connections.csv", "b/Profile.csv"],
        "tables": ["c/people.csv", "c/ties.csv"],
    }


def test_archives_in_an_archive_keep_the_limits(tmp_path: Path) -> None:
    """What unpacks to far more than it takes is not read, outside and inside."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("big.csv", b"source,target\n" + b"1,2\n" * 5_000_000)
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as outer:
        outer.writestr("bomb.zip", inner.getvalue())
        outer.writestr("ties.csv", "source,target\na,b\n")
    with nr.open(tmp_path / "new.netreach", create=True) as network:
        report = network.add(tmp_path / "all.zip", strict=False)
        assert [one.file for one in report.sources] == ["all.zip → ties.csv"]
        assert [one.file for one in report.failed] == ["all.zip → bomb.zip"]
        assert "zip bomb" in report.failed[0].reason
    with pytest.raises(ExportError, match="no archive in an archive"):
        Export(tmp_path).inner("all.zip")


def test_a_dry_run_needs_no_network(folder: Path) -> None:
    """`netreach import FOLDER --dry-run` reports as if into an empty network; otherwise one must be named."""
    done = run("import", folder, "--dry-run")
    assert done.exit_code == 0
    assert "Nothing was changed." in done.stdout
    done = run("import", folder)
    assert done.exit_code == 2
    assert "say into which network" in done.stderr


def test_tables_of_a_folder_are_one_data_set(tmp_path: Path) -> None:
    """People and ties side by side belong together, also beside something else."""
    made = tmp_path / "data"
    made.mkdir()
    (made / "people.csv").write_text("id,name\n1,Ana Ruiz\n2,Ben Lund\n")
    (made / "ties.csv").write_text("source,target\n1,2\n")
    (made / "sub").mkdir()
    (made / "sub" / "me.vcf").write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:Eva Holm\nEMAIL:eva@example.org\nEND:VCARD\n"
    )
    found = discover(made, default_registry(), {"owner": "ana@example.org"})
    assert [(importer.name, len(export.names)) for export, importer in found.exports] == [
        ("tables", 2),
        ("vcard", 1),
    ]
    assert not found.failed
    assert not found.unknown


def test_maildirs_stay_whole(world: World, tmp_path: Path) -> None:
    """A Maildir beside an address book is one mailbox, with its subfolders."""
    made = tmp_path / "mine"
    mail = invent_mail(5, world=world, owner=OWNER)
    write_mail(mail, made / "maildir", "maildir")
    (made / "contacts.csv").write_bytes(book_csv(world, [5, 6]))
    found = discover(made, default_registry(), {})
    names = {importer.name: len(export.names) for export, importer in found.exports}
    assert names == {"mail": len(mail.letters_in("maildir")), "google-contacts": 1}
    write_mail(mail, made, "maildir")
    shutil.rmtree(made / "maildir")
    found = discover(made, default_registry(), {})
    names = {importer.name: len(export.names) for export, importer in found.exports}
    assert names == {"mail": len(mail.letters_in("maildir")), "google-contacts": 1}


def test_a_large_file_tells_how_far_it_was_read(tmp_path: Path) -> None:
    """The share of a large file that was read rises to nearly all, on disk and in a zip, and changes no byte."""
    line = b"x" * 1023 + b"\n"
    size = WATCHED_BYTES + 8 * 2**20
    path = tmp_path / "large.mbox"
    path.write_bytes(line * (size // 1024))
    packed = tmp_path / "large.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(path, "large.mbox")
    for place in (path, packed):
        export = Export(place)
        told: list[tuple[int, int]] = []
        plain = export.sha256()
        export.watch(lambda _, done, whole, told=told: told.append((done, whole)))
        assert export.sha256() == plain
        places = [done for done, _ in told]
        assert len(places) >= 8
        assert places == sorted(places)
        assert places[-1] <= told[0][1] == size
        assert places[-1] >= size - 8 * 2**20
        with export.open("large.mbox") as stream:
            assert sum(map(len, stream)) == size
        export.watch(None)
        export.close()


def test_progress_shows_the_share(capsys: pytest.CaptureFixture[str]) -> None:
    """A moving line has the share of a large file, also behind a long name; lines that stay are written once."""
    long = "All mail Including Spam and Trash of many years.mbox"
    line = _stage(f"{long} (23 %)", 0, "es")
    assert line.startswith("Leyendo All mail")
    assert line.endswith("(23 %)")
    assert len(line) < 60
    tell = _stages("en")
    for share in (1, 2, 3):
        tell(f"large.mbox ({share} %)", 0)
    assert capsys.readouterr().err == "Reading large.mbox\n"


@settings(max_examples=25, deadline=None)
@given(
    files=st.dictionaries(
        st.sampled_from(
            (
                "a.csv",
                "b.vcf",
                "c/d.ics",
                "c/e",
                "f.mbox",
                "g/h/i.json",
                "j.zip",
                ".k",
                "l.eml",
                "Connections.csv",
            )
        ),
        st.one_of(
            st.binary(max_size=60),
            st.sampled_from(
                (
                    b"source,target\nAna,Ben\n",
                    b"BEGIN:VCARD\nVERSION:3.0\nFN:Eva\nEND:VCARD\n",
                    b"BEGIN:VCALENDAR\nEND:VCALENDAR\n",
                    b"From ana@example.org Mon Jan  1 00:00:00 2024\nFrom: ana@example.org\n\n",
                    b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n",
                    b"PK\x03\x04broken",
                )
            ),
        ),
        max_size=7,
    )
)
def test_no_file_gets_lost(tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]) -> None:
    """Whatever lies in a folder, every file is in one export, failed, unknown or passed over."""
    made = tmp_path_factory.mktemp("any")
    for name, content in files.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_bytes(content)
    found = discover(made, default_registry(), {})
    inside = [
        str((path / name).relative_to(made)) if path.is_dir() else str(path.relative_to(made))
        for export, _ in found.exports
        for path in export.paths
        for name in export.names
    ]
    told = [*inside, *(one.file for one in (*found.failed, *found.unknown))]
    assert len(told) + sum(found.skipped.values()) == len(files), (told, found)
    assert len(set(told)) == len(told)
