"""Damaged address books: an error or problems, never another exception; every row is accounted for."""

from __future__ import annotations

import random
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contact_files import OWNER, REGISTRY, Book, check
from netreach.errors import ExportError, NetreachError
from netreach.plugins import Export
from netreach.plugins.export import HEAD_BYTES
from netreach.testing import contact_variants
from netreach.testing.contacts import ContactVariant

VARIANTS = {variant.name: variant for variant in contact_variants(5)}
IMPORTERS = ("google-contacts", "outlook", "vcard")


def attempt(content: bytes, variant: ContactVariant, *, importer: str = "") -> list[object] | None:
    """Read damaged bytes; `None` where the importer refuses them with an error of ours."""
    name = importer or variant.importer
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / variant.file.rpartition("/")[2]
        path.write_bytes(content)
        export = Export(path, owner=OWNER)
        assert REGISTRY.importers[name].identify(export) in (True, False)
        try:
            records = list(REGISTRY.importers[name].extract(export))
        except NetreachError:
            return None
        check(Book(name, records))
        return list(records)


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS.keys())
def test_cut_at_every_sixteenth(variant: ContactVariant) -> None:
    """Wherever the file ends, whole entries are read and nobody is made up."""
    for part in range(17):
        records = attempt(variant.content[: len(variant.content) * part // 16], variant)
        if part == 16:
            assert records is not None
        elif records is not None:
            used = sum(getattr(record, "used", 0) for record in records)
            # Without what follows, an entry may be read that would have been a duplicate or the owner's.
            assert used <= variant.used + 2


@given(
    name=st.sampled_from(sorted(VARIANTS)),
    seed=st.integers(0, 2**32),
    flips=st.integers(1, 30),
    importer=st.sampled_from(("", "", *IMPORTERS)),
)
@settings(max_examples=200, deadline=None)
def test_flipped_bytes(name: str, seed: int, flips: int, importer: str) -> None:
    """Random bytes anywhere give an error or problems; the same bytes give the same answer again."""
    rng = random.Random(seed)
    content = bytearray(VARIANTS[name].content)
    for _ in range(flips):
        content[rng.randrange(len(content))] = rng.randrange(256)
    first = attempt(bytes(content), VARIANTS[name], importer=importer)
    assert first == attempt(bytes(content), VARIANTS[name], importer=importer)


_LINES = st.one_of(
    st.sampled_from(
        [
            *(
                "BEGIN:VCARD",
                "END:VCARD",
                "begin:vcard ",
                "AGENT:",
                "FN:Ana Ruiz",
                "N:Ruiz;Ana;;;",
                "N:",
                ":",
                ";",
                "=",
            ),
            *(
                "EMAIL:a@example.org",
                "EMAIL;ENCODING=QUOTED-PRINTABLE:=",
                "FN;ENCODING=B:@@@",
                "FN;CHARSET=zip:\xe9",
            ),
            *(
                'X;A="',
                'FN;LABEL="a:b":Eva',
                " folded",
                "\tfolded",
                "",
                "PHOTO;BASE64:",
                "AAAA",
                "RELATED:urn:uuid:1",
            ),
            *(
                "UID:1",
                "KIND:group",
                "MEMBER:1",
                "item1.X-ABRELATEDNAMES:Ana",
                "item1.X-ABLABEL:x",
                "\0",
                "FN:\x1b$B",
            ),
            *("ORG:\\", "CATEGORIES:,,", "REV:0000-00-00", "X-ANDROID-CUSTOM:;;;", "FN:" + "\\" * 9),
        ]
    ),
    st.text(max_size=20),
)


@given(
    lines=st.lists(_LINES, max_size=40), ending=st.sampled_from(["\n", "\r\n", "\r"]), cut=st.integers(0, 30)
)
@settings(max_examples=300, deadline=None)
def test_any_lines_of_cards(lines: list[str], ending: str, cut: int) -> None:
    """Whatever the lines are, cards add up."""
    content = "".join(line + ending for line in ["BEGIN:VCARD", "FN:Zoe Zed", "END:VCARD", *lines])
    raw = content.encode("utf-8", "surrogatepass")
    records = attempt(raw[: max(1, len(raw) - cut)], VARIANTS["vcard, 3.0"], importer="vcard")
    assert records is None or any(getattr(record, "rows", 0) for record in records)


@pytest.mark.parametrize("importer", IMPORTERS)
def test_identify_reads_little_and_never_raises(tmp_path: Path, importer: str) -> None:
    """At most the first 64 KiB of a file, whatever is in it; what is gone or damaged is nobody's."""
    path = tmp_path / "contacts.csv"
    path.write_bytes(VARIANTS["google, today"].content + b"x" * 10 * HEAD_BYTES)
    read: list[int] = []

    class Watched(Export):
        def head(self, name: str, size: int = HEAD_BYTES) -> bytes:
            found = super().head(name, size)
            read.append(len(found))
            return found

        def read(self, name: str) -> bytes:
            raise AssertionError("a whole file was read to identify it")

    export = Watched(path, owner=OWNER)
    assert REGISTRY.importers[importer].identify(export) == (importer == "google-contacts")
    assert max(read, default=0) <= HEAD_BYTES
    gone = Export(path)
    assert gone.names
    path.unlink()
    assert REGISTRY.importers[importer].identify(gone) is False
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 cut")
    assert REGISTRY.importers[importer].identify(Export(tmp_path / "a.zip")) is False


def test_a_damaged_archive_is_an_error(tmp_path: Path) -> None:
    """Bytes that were changed inside a zip are found by every importer."""
    for importer, file in (("google-contacts", "c.csv"), ("outlook", "c.csv"), ("vcard", "c.vcf")):
        path = tmp_path / f"{importer}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
            out.writestr(file, bytes(random.Random(1).randbytes(5000)))
        data = bytearray(path.read_bytes())
        data[100:140] = bytes(40)
        path.write_bytes(bytes(data))
        with pytest.raises(ExportError):
            list(REGISTRY.importers[importer].extract(Export(path, owner=OWNER)))
