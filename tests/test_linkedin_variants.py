"""Every variant of LinkedIn's files, as golden pairs."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkedin_files import read
from netreach.testing.variants import Variant, linkedin_variants

VARIANTS = {variant.name: variant for variant in linkedin_variants(1)}


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS.keys())
def test_every_variant_is_read_to_the_last_row(tmp_path: Path, variant: Variant) -> None:
    """Owner, contacts, evidence and the account of every file are those that the variant was made of."""
    reading = read(variant.write(tmp_path), owner=variant.owner)
    if variant.owner_slug:
        assert f"linkedin:{variant.owner_slug}" in reading.owner.keys
    since = {tie.b: tie.first for tie in reading.evidence("connection")}
    assert {
        person.name: (person.company, person.title, since[person.keys[0]]) for person in reading.contacts
    } == {name: (told.company, told.title, told.since) for name, told in variant.contacts.items()}
    names = {key: person.name for key, person in reading.people.items()}
    kinds = {
        *(kind for kind, _ in variant.evidence),
        *("message", "group_message", "invitation_note", "endorsement", "recommendation", "address_book"),
    }
    assert {
        (kind, names[tie.b]): (tie.count_ab, tie.count_ba) for kind in kinds for tie in reading.evidence(kind)
    } == variant.evidence
    assert {
        file: (count.used, count.empty, count.left_out) for file, count in reading.counts.items()
    } == variant.accounts
    assert sorted(problem.file for problem in reading.problems) == sorted(variant.doubts)
    assert all(problem.rows == 0 for problem in reading.problems)
