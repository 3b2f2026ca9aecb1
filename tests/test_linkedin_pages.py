"""LinkedIn's data as JSON pages: what is odd, damaged or hostile in them."""

from __future__ import annotations

import contextlib
import json
import random
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import netreach as nr
from linkedin_files import ANA, read, url
from netreach.errors import ExportError, NetreachError, UnsafeExportError
from netreach.importers.linkedin import LinkedIn
from netreach.importers.linkedin import pages as reader
from netreach.plugins.export import Export
from netreach.testing.variants import linkedin_variants

BEN = {"First Name": "Ben", "Last Name": "Okoro", "URL": url("ben-okoro"), "Connected On": "15 Jan 2024"}
EVA = {"First Name": "Eva", "Last Name": "Lund", "URL": url("eva-lund"), "Connected On": "02 Feb 2023"}
NAME = "page.json → CONNECTIONS"


def page(*rows: object, domain: str = "CONNECTIONS") -> dict[str, Any]:
    """Return one page."""
    return {"snapshotDomain": domain, "snapshotData": list(rows)}


def write(place: Path, content: object, name: str = "page.json") -> Path:
    """Write a file of pages: text as it is, anything else as JSON."""
    path = place / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def extract(path: Path) -> None:
    """Read a file to its end."""
    importer, export = LinkedIn(), Export(path, owner=ANA)
    assert importer.identify(export)
    list(importer.extract(export))


def test_rows_and_their_numbers(tmp_path: Path) -> None:
    """Every row is accounted for: used, empty, doubled, or a problem with the number of the row."""
    rows = [
        BEN,
        {"First Name": "", "Connected On": "03 Mar 2020"},
        "no row",
        {**EVA, "Connected On": "30 Feb 2020"},
        BEN,
        {"Company": "Acme"},
        {},
    ]
    reading = read(write(tmp_path, page(*rows)), owner=ANA)
    count = reading.counts[NAME]
    assert (count.rows, count.used, count.empty, count.left_out) == (7, 2, 2, {"duplicate row": 1})
    assert [(problem.line, problem.rows, problem.file) for problem in reading.problems] == [
        (3, 1, NAME),
        (4, 0, NAME),
        (6, 1, NAME),
    ]
    assert {person.name for person in reading.contacts} == {"Ben Okoro", "Eva Lund"}
    assert reading.owner.complete_list


def test_values_that_are_no_text(tmp_path: Path) -> None:
    """Nothing, numbers and lists of texts can be cells; NaN and objects are passed over, and the row says so."""
    rows = (
        '{{"snapshotDomain": "CONNECTIONS", "snapshotData": ['
        '{{"First Name": "Ben", "Last Name": null, "URL": "{}", "Company": 1848, "Position": ["CTO", "Founder"]}},'
        '{{"First Name": "Eva", "Last Name": "NaN", "URL": "{}", "Company": NaN, "Position": {{"a": 1}}}}]}}'
    ).format(url("ben-okoro"), url("eva-lund"))
    reading = read(write(tmp_path, rows), owner=ANA)
    found = {person.name: (person.company, person.title) for person in reading.contacts}
    assert found == {"Ben": ("1848", "CTO, Founder"), "Eva NaN": ("", "")}
    assert [(problem.line, problem.rows) for problem in reading.problems] == [(2, 0)]


def test_a_column_that_stands_twice(tmp_path: Path) -> None:
    """Two values for one column of a row: nobody can tell which holds, so the row is a problem."""
    row = '{"First Name": "Ben", "First Name": "Eva", "Last Name": "Lund"}'
    same = '{"First Name": "Kim", "First Name": "Kim", "Last Name": "Doe"}'
    text = f'{{"snapshotDomain": "CONNECTIONS", "snapshotData": [{row}, {same}]}}'
    reading = read(write(tmp_path, text), owner=ANA)
    assert [person.name for person in reading.contacts] == ["Kim Doe"]
    assert [(problem.line, problem.rows) for problem in reading.problems] == [(1, 1)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"snapshotDomain": "CONNECTIONS", "snapshotData": [{"First Na', "no valid JSON"),
        ('{"snapshotDomain": "CONNECTIONS", "snapshotData": [1,]}', "no valid JSON"),
        ('{"snapshotDomain": "CONNECTIONS", "snapshotData": []} behind it', "no valid JSON"),
        ('{"snapshotDomain": "CONNECTIONS", "snapshotData": "text"}', "no list of rows"),
        ('{"snapshotDomain": "CONNECTIONS", "snapshotData": 7}', "no list of rows"),
        ('{"snapshotDomain": "A", "snapshotData": [], "snapshotDomain": "B"}', "twice"),
        ('{"snapshotDomain": "CONNECTIONS", "snapshotData": [{"Colour": "red"}]}', "is not a list of"),
        ('{"snapshotDomain": "CONNECTIONS", "snapshotData": [%s]}' % ("9" * 5000), "no valid JSON"),
    ],
)
def test_damaged_pages_are_errors(tmp_path: Path, content: str, said: str) -> None:
    """A page that cannot be trusted is refused as a whole, with the file's name."""
    with pytest.raises(ExportError, match=said) as error:
        extract(write(tmp_path, content))
    assert "page.json" in str(error.value)


@pytest.mark.parametrize("depth", [5_000, 100_000])
def test_deep_nesting_is_refused(tmp_path: Path, depth: int) -> None:
    """Brackets without end break neither the reader nor the process."""
    for inside in ("[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth):
        path = write(tmp_path, f'{{"snapshotDomain": "CONNECTIONS", "snapshotData": [{inside}]}}')
        with pytest.raises(UnsafeExportError, match="nested too deeply"):
            extract(path)
    with pytest.raises(UnsafeExportError, match="nested too deeply"):
        extract(write(tmp_path, '[{"snapshotData": []}, ' + "[" * depth + "]" * depth + "]"))


def test_large_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON is read whole, so its size is checked before a byte of it is."""
    path = write(tmp_path, page(BEN, EVA))
    monkeypatch.setattr(reader, "LARGEST", path.stat().st_size - 1)
    with pytest.raises(UnsafeExportError, match="Save each domain"):
        extract(path)


def test_a_missing_page_makes_the_list_incomplete(tmp_path: Path) -> None:
    """An answer that announces another one is not the whole list; with the other one it is."""
    link = {"rel": "next", "href": "/rest/memberSnapshotData?count=10&domain=CONNECTIONS&q=criteria&start=10"}
    first = {"paging": {"start": 0, "links": [link]}, "elements": [page(BEN)]}
    second = {"paging": {"start": 10, "links": []}, "elements": [page(EVA)]}
    inbox = {"paging": {"start": 10}, "elements": [page(domain="INBOX")]}
    alone = read(write(tmp_path, [first, inbox]), owner=ANA)
    assert not alone.owner.complete_list
    assert any("not whole" in problem.reason for problem in alone.problems)
    both = read(write(tmp_path, [first, second]), owner=ANA)
    assert both.owner.complete_list
    assert len(both.contacts) == 2
    assert not read(write(tmp_path, second), owner=ANA).owner.complete_list


def test_what_is_no_page_is_said(tmp_path: Path) -> None:
    """A message of the interface among the pages is reported, and a page without a domain too."""
    content = [page(BEN), {"status": 404, "message": "no data"}, {"snapshotData": [EVA]}, 5]
    reading = read(write(tmp_path, content), owner=ANA)
    reasons = [problem.reason for problem in reading.problems]
    assert len(reasons) == 3
    assert [problem.file for problem in reading.problems] == ["page.json"] * 3
    assert [person.name for person in reading.contacts] == ["Ben Okoro"]


def test_the_name_of_the_file_stands_for_a_missing_domain(tmp_path: Path) -> None:
    """Rows that were kept without their domain are those that the file's name says."""
    reading = read(write(tmp_path, {"snapshotData": [BEN]}, "Connections.json"), owner=ANA)
    assert [person.name for person in reading.contacts] == ["Ben Okoro"]


def test_pages_of_two_people_are_not_mixed(tmp_path: Path) -> None:
    """Pages that say that they are of two people are refused: their contacts would become one person's."""
    for name in ("Ana", "Ben"):
        profile = {"First Name": name, "Last Name": "Ruiz"}
        write(tmp_path, [page(BEN), page(profile, domain="PROFILE")], f"{name}.json")
    with pytest.raises(ExportError, match="several people, Ana Ruiz, Ben Ruiz"):
        list(LinkedIn().extract(Export(tmp_path, owner=ANA)))


def test_talks_with_machines_and_other_domains_are_left_alone(tmp_path: Path) -> None:
    """Only the inbox holds messages; domains of other names may have the same columns."""
    talk = {
        "FROM": "Coach",
        "TO": "Ana",
        "DATE": "2024-05-15 10:30:00",
        "CONTENT": "hello",
        "FOLDER": "INBOX",
    }
    domains = ("LEARNING_COACH_INBOX", "LEARNING_ROLEPLAY_INBOX", "PHONE_NUMBERS")
    reading = read(write(tmp_path, [page(BEN), *(page(talk, domain=name) for name in domains)]), owner=ANA)
    assert set(reading.counts) == {NAME}
    assert not reading.evidence("message")


def test_pages_in_a_zip_and_beside_other_json(tmp_path: Path) -> None:
    """A zip of pages is read; JSON of others is nobody's pages, however much of it there is."""
    path = tmp_path / "pages.zip"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("snapshot/CONNECTIONS/0.json", json.dumps(page(BEN)))
        out.writestr("snapshot/PROFILE/0.json", json.dumps(page(domain="PROFILE")))
        out.writestr("snapshot/notes.json", '{"colour": "red"}')
    assert len(read(path, owner=ANA).contacts) == 1
    other = tmp_path / "other"
    other.mkdir()
    for number in range(150):
        write(other, [{"user": number}], f"{number:03}.json")
    assert not LinkedIn().identify(Export(other))


def test_pages_and_csv_files_give_one_network(tmp_path: Path, folder: Callable[..., Path]) -> None:
    """The same people from pages and from the CSV file are the same network, but for the source."""
    header = "First Name,Last Name,URL,Connected On\n"
    lines = "".join(",".join(row.values()) + "\n" for row in (BEN, EVA))
    networks = [
        nr.load(write(tmp_path, page(BEN, EVA)), owner=ANA),
        nr.load(folder({"Connections.csv": header + lines}) / "Connections.csv", owner=ANA),
    ]
    assert networks[0].people().equals(networks[1].people())
    assert networks[0].ties().equals(networks[1].ties())


@given(st.randoms(use_true_random=False))
def test_damaged_pages_are_read_or_refused(rng: random.Random) -> None:
    """Whatever happened to the bytes of a page: it is refused with a reason, or every row is accounted for."""
    variants = [one for one in linkedin_variants(3) if "snapshot.json" in one.files]
    content = bytearray(rng.choice(variants).files["snapshot.json"])
    for _ in range(rng.randrange(4)):
        at = rng.randrange(len(content))
        more = rng.choice(
            [b"null", b"{}", b'"', b",", b"NaN", b"\xff", b'"snapshotData":5,', b"1e999", b"\\ud800"]
        )
        end = at + rng.randrange(40)
        content[at : rng.choice((at, end))] = rng.choice((b"", more, bytes(content[end : end + 200])))
        content = content or bytearray(b"[]")
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "snapshot.json"
        path.write_bytes(bytes(content))
        export = Export(path, owner=ANA)
        if not LinkedIn().identify(export):
            return
        with contextlib.suppress(NetreachError):
            list(LinkedIn().extract(export))
            # Reading it like the other tests checks the account of every file.
            assert read(path, owner=ANA).owner.keys


def test_vcards_are_not_claimed(tmp_path: Path) -> None:
    """The contacts that LinkedIn once wrote as vCards are for whoever reads vCards."""
    path = tmp_path / "linkedin_connections_export.vcf"
    path.write_text("BEGIN:VCARD\nVERSION:3.0\nN:Okoro;Ben\nFN:Ben Okoro\nEND:VCARD\n")
    assert not LinkedIn().identify(Export(path))
    assert not LinkedIn().identify(Export(tmp_path))
