"""Every spelling of an address book, as golden pairs."""

from __future__ import annotations

from pathlib import Path

import pytest

from contact_files import read
from netreach.testing import contact_variants, write_contacts
from netreach.testing.contacts import ContactVariant

VARIANTS = {variant.name: variant for seed in (1, 2) for variant in contact_variants(seed)}


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS.keys())
def test_every_variant_is_read_to_the_last_row(tmp_path: Path, variant: ContactVariant) -> None:
    """Importer, people, labels, relations and the account are those that the variant was made of."""
    book = read(variant.write(tmp_path), owner=variant.owner)
    assert book.importer == variant.importer
    assert book.owner.name == "Olga Owner"
    assert {
        name: (
            person.title,
            person.company,
            person.location,
            {key for key in person.keys if key.startswith("email:")},
            set(person.groups) - {"myContacts"},
        )
        for name, person in book.contacts.items()
    } == {
        name: (told.title, told.company, told.city, told.mails, told.groups)
        for name, told in variant.contacts.items()
    }
    assert book.relations == variant.relations
    assert (book.count.used, book.count.left_out, book.count.empty) == (variant.used, variant.left_out, 0)
    assert book.problems == []


def test_variants_are_deterministic() -> None:
    """The same seed gives the same bytes, another seed gives others."""
    first, again, other = contact_variants(3), contact_variants(3), contact_variants(4)
    assert [variant.content for variant in first] == [variant.content for variant in again]
    assert [variant.content for variant in first] != [variant.content for variant in other]


@pytest.mark.parametrize("fmt", ["google", "vcard"])
def test_large_books_hold_what_was_asked_for(tmp_path: Path, fmt: str) -> None:
    """Every entry is somebody, and every tenth names a manager."""
    path = write_contacts(tmp_path / f"book.{'csv' if fmt == 'google' else 'vcf'}", 200, fmt=fmt)
    export = read(path)
    assert export.count.rows == export.count.used == 200
    related = {fact.a for fact in export.evidence("relation")} | {
        fact.b for fact in export.evidence("relation")
    }
    assert 10 <= len(related) <= 40
