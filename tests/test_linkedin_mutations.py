"""Mutated archives with known truth: what is still readable is read right, and nothing ends in a traceback."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from linkedin_files import Reading, read
from netreach.errors import NetreachError
from netreach.importers.linkedin import LinkedIn
from netreach.plugins.export import Export
from netreach.testing.mutations import Mutated, mutated_archive


def check_contacts(reading: Reading, truth: Mutated) -> None:
    """Compare the contacts with the truth, as far as the mutation left it readable."""
    since = {tie.b: tie.first for tie in reading.evidence("connection")}
    found = {person.name: (person, since[person.keys[0]]) for person in reading.contacts}
    if truth.cut:
        assert truth.contacts.keys() <= found.keys()
        assert len(found) <= len(truth.contacts) + 1
    else:
        assert found.keys() == truth.contacts.keys()
    for name, (company, title, day) in truth.contacts.items():
        person, first = found[name]
        assert company is None or person.company == company
        assert title is None or person.title == title
        assert truth.cut or first == day


@given(seed=st.integers(0, 2**32), as_zip=st.booleans())
@settings(max_examples=300, deadline=None)
def test_mutated_archives_are_read_right(seed: int, as_zip: bool) -> None:
    """Order, separator, encoding, preamble, dates, names, doubles, gaps and cuts leave the people as they are."""
    truth = mutated_archive(seed)
    with tempfile.TemporaryDirectory() as place:
        path = truth.write(Path(place), as_zip=as_zip)
        if truth.headless:
            # What is left of a file may be too little to know it by; then the error is one of ours.
            with contextlib.suppress(NetreachError):
                list(LinkedIn().extract(Export(path, owner=truth.owner)))
            return
        reading = read(path, owner=truth.owner)
    check_contacts(reading, truth)
    assert {file: reading.counts[file].used for file in truth.used} == truth.used
    if truth.evidence is not None:
        names = {key: person.name for key, person in reading.people.items()}
        found = {
            (tie.kind, names[tie.b]): (tie.count_ab, tie.count_ba)
            for kind in {kind for kind, _ in truth.evidence}
            for tie in reading.evidence(kind)
        }
        assert found == truth.evidence
