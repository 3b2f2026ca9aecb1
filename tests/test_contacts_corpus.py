"""Files that other programs wrote: what is read of them, beside what other readers found."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from contact_files import OWNER, REGISTRY, read
from netreach.errors import UnknownExportError
from netreach.importers.recognise import choose
from netreach.plugins import Export

CARDS = 9


@pytest.fixture
def expected(data: Path) -> dict[str, dict[str, str]]:
    """What other readers found: file -> what -> value."""
    found: dict[str, dict[str, str]] = {}
    with (data / "corpus" / "EXPECT.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            found.setdefault(row["file"], {})[row["what"]] = row["value"]
    return found


def test_every_card_of_the_corpus(
    data: Path, expected: dict[str, dict[str, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Cards and addresses are as many as other readers found, nobody is lost, and nothing is a problem."""
    paths = sorted((data / "corpus" / "vcard").glob("*.vcf"))
    lines = [f"{'file':<72} {'cards':>5} {'read':>5} {'mails':>5} {'read':>5}  people"]
    for path in paths:
        wanted = expected[f"vcard/{path.name}"]
        book = read(path)
        people = [book.people[fact.b] for fact in book.evidence("address_book")]
        mails = sum(len(person.emails) for person in people)
        lines.append(
            f"{path.name:<72} {wanted['cards']:>5} {book.count.rows:>5} {wanted['EMAIL lines']:>5} {mails:>5}  "
            + "; ".join(person.name for person in people)
        )
        assert book.count.rows == book.count.used == int(wanted["cards"]), path.name
        assert mails == int(wanted["EMAIL lines"]), path.name
        assert all(person.name and person.company is not None for person in people)
        assert book.problems == []
    assert len(paths) == CARDS
    with capsys.disabled():
        print("\n" + "\n".join(lines))


def test_what_the_cards_of_the_corpus_say(data: Path) -> None:
    """Names without honorifics, jobs, towns, labels and relations, as one sees them in the files."""
    place = data / "corpus" / "vcard"
    outlook = read(place / "ez-vcard__outlook-2007.vcf")
    (person,) = outlook.contacts.values()
    assert (person.name, person.title, person.company) == ("Michael Angstadt", "TheJobTitle", "TheCompany")
    assert (person.location, person.country, str(person.as_of)) == ("New York, NY", "USA", "2012-08-01")
    assert outlook.relations == {
        frozenset(("Michael Angstadt", other))
        for other in ("TheManagerName", "TheAssistantName", "TheSpouse")
    }
    apple = read(place / "ez-vcard__John_Doe_MAC_ADDRESS_BOOK.vcf")
    assert apple.relations == {frozenset(("John Richter James Doe", "Jenny"))}
    berry = read(place / "ez-vcard__John_Doe_BLACK_BERRY.vcf")
    assert list(berry.contacts) == ["John Doe"]
    thunderbird = read(place / "ez-vcard__thunderbird-MoreFunctionsForAddressBook-extension.vcf")
    assert thunderbird.contacts["John Doe"].groups == ("category1", "category2", "category3")


def test_tables_without_contacts_are_refused(data: Path, expected: dict[str, dict[str, str]]) -> None:
    """None of the odd tables of the corpus names a person: each is an error that says so, and no traceback."""
    paths = sorted((data / "corpus" / "csv_ugly").glob("*.csv"))
    assert len(paths) == sum(file.startswith("csv_ugly/") for file in expected)
    for path in paths:
        with pytest.raises(UnknownExportError, match="is a table"):
            choose(Export(path, owner=OWNER), REGISTRY)
