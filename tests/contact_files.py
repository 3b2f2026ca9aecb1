"""Address books, and what the importers make of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import attrs

from netreach.importers.recognise import choose
from netreach.model import EvidenceRecord, FileCount, Owner, PersonRecord, Record, RowProblem
from netreach.plugins import Export, Registry

OWNER = "olga@example.org"
REGISTRY = Registry(entry_points=False)


@attrs.frozen
class Book:
    """What an importer said about an address book, sorted by type."""

    importer: str
    records: list[Record | RowProblem]

    @property
    def owner(self) -> Owner:
        (owner,) = [record for record in self.records if isinstance(record, Owner)]
        return owner

    @property
    def people(self) -> dict[str, PersonRecord]:
        """Everybody but the owner, by key."""
        found = [record for record in self.records if isinstance(record, PersonRecord)]
        people = [record for record in found if record.keys[0] != self.owner.keys[0]]
        by_key = {record.keys[0]: record for record in people}
        assert len(by_key) == len(people)
        return by_key

    @property
    def contacts(self) -> dict[str, PersonRecord]:
        """Those who stand in the book, by name."""
        listed = {fact.b for fact in self.evidence("address_book", "connection")}
        found = [person for key, person in self.people.items() if key in listed]
        by_name = {person.name: person for person in found}
        assert len(by_name) == len(found)
        return by_name

    @property
    def relations(self) -> set[frozenset[str]]:
        """Pairs of names."""
        names = {key: person.name for key, person in self.people.items()}
        names[self.owner.keys[0]] = self.owner.name
        return {frozenset((names[fact.a], names[fact.b])) for fact in self.evidence("relation")}

    @property
    def problems(self) -> list[RowProblem]:
        return [record for record in self.records if isinstance(record, RowProblem)]

    @property
    def counts(self) -> dict[str, FileCount]:
        return {record.file: record for record in self.records if isinstance(record, FileCount)}

    @property
    def count(self) -> FileCount:
        (count,) = self.counts.values()
        return count

    def evidence(self, *kinds: str) -> list[EvidenceRecord]:
        return [
            record for record in self.records if isinstance(record, EvidenceRecord) and record.kind in kinds
        ]


def read(path: Path, *, owner: str | None = OWNER, importer: str | None = None) -> Book:
    """Read an address book and check what must hold for every one of them."""
    export = Export(path, owner=owner, importer=importer)
    try:
        reader = choose(export, REGISTRY)
        book = Book(reader.name, list(reader.extract(export)))
    finally:
        export.close()
    check(book)
    return book


def check(book: Book) -> None:
    """Check that rows add up, and that facts are about people who are there."""
    problems: Counter[str] = Counter()
    for problem in book.problems:
        problems[problem.file] += problem.rows
    assert set(problems) <= set(book.counts)
    for count in book.counts.values():
        accounted = count.used + count.empty + sum(count.left_out.values()) + problems[count.file]
        assert accounted == count.rows, count
        assert min(count.used, count.empty, *count.left_out.values(), 0) == 0
    known = {*book.people, book.owner.keys[0]}
    for fact in book.evidence("address_book", "connection", "relation"):
        assert {fact.a, fact.b} <= known
        assert fact.a != fact.b
    listed = sum(count.used for count in book.counts.values())
    assert len(book.evidence("address_book", "connection")) == listed
