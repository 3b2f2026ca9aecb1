"""Cards: the quirks of those who write them, what is broken, and what a card says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

import netreach as nr
from contact_files import OWNER, REGISTRY, Book, read
from netreach.errors import ExportError, UnsafeExportError
from netreach.importers.contacts.vcard.lines import LONGEST, MOST
from netreach.plugins import Export, Limits


@pytest.fixture
def cards(folder: Callable[..., Path]) -> Callable[..., Book]:
    """Return a function that reads cards of these lines; each text is one card without its first and last line."""

    def one(*inside: str, ending: str = "\r\n", encoding: str = "utf-8") -> Book:
        text = "".join(f"BEGIN:VCARD\n{lines}\nEND:VCARD\n" for lines in inside).replace("\n", ending)
        return read(folder({"all.vcf": text.encode(encoding)}) / "all.vcf")

    return one


def test_lines_go_on_in_three_ways(cards: Callable[..., Book]) -> None:
    """Folded, and with a soft end, also between the bytes of one letter."""
    book = cards(
        "VERSION:3.0\nFN:Ana\n  Ruiz\nEMAIL;TYPE=INTER\n NET:ana@exa\n mple.org",
        "VERSION:2.1\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:J=C3=B6=\nrg=20=\nM=C3=\n=BCller\nN:;;;;",
    )
    assert set(book.contacts) == {"Ana Ruiz", "Jörg Müller"}
    assert book.contacts["Ana Ruiz"].keys == ("email:ana@example.org",)


def test_a_letter_in_two_lines(folder: Callable[..., Path]) -> None:
    """Some programs fold between bytes, not between letters."""
    content = b"BEGIN:VCARD\r\nFN:Zo\xc3\r\n \xab Roe\r\nEND:VCARD\r\n"
    assert set(read(folder({"a.vcf": content}) / "a.vcf").contacts) == {"Zoë Roe"}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_line_ends_and_encodings(cards: Callable[..., Book], ending: str, encoding: str) -> None:
    """Every combination gives the same person."""
    book = cards(
        "VERSION:3.0\nFN:Ána Núñez\nTITLE:Jefa\nEMAIL:ana@example.org", ending=ending, encoding=encoding
    )
    assert [(person.name, person.title) for person in book.people.values()] == [("Ána Núñez", "Jefa")]
    assert book.count.rows == 1


def test_a_property_may_be_in_an_encoding_of_its_own(folder: Callable[..., Path]) -> None:
    """What it says counts where the bytes are not UTF-8; what nobody says is Windows-1252."""
    content = (
        b"BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=windows-1251:"
        + "Петров;Иван".encode("cp1251")
        + b"\nORG;CHARSET=ISO-2022-JP:"
        + "例会社".encode("iso-2022-jp")
        + b"\nTITLE:Ing\xe9nieur\nADR;WORK;CHARSET=no-such:;;;M\xfcnchen"
        + b"\nNICKNAME;CHARSET=unicode_escape:x\nEND:VCARD\n"
    )
    (person,) = read(folder({"a.vcf": content}) / "a.vcf").people.values()
    assert (person.name, person.company, person.title, person.location) == (
        "Иван Петров",
        "例会社",
        "Ingénieur",
        "München",
    )


def test_names(cards: Callable[..., Book]) -> None:
    """The parts are surer than what is shown; honorifics and suffixes are no part of a name."""
    book = cards(
        "FN:Mr. John Richter James Doe Sr.\nN;LANGUAGE=en-us:Doe;John;Richter,James;Mr.;Sr.",
        "FN:Roe\\, Ben (IT)\nN:Roe;Ben;;;",
        "FN:山田太郎\nN:山田;太郎;;;",
        "FN:\nN:Lund;Eva;;;",
        "N:Park",
        "FN:kim@example.org\nEMAIL:kim@example.org\nN:;;;;",
        "NICKNAME:Mum,Mother",
        "FN:Acme\\, Inc.\nORG:Acme\\, Inc.;Sales\nN:;;;;",
        "FN:Only Shown",
    )
    assert {person.name for person in book.people.values()} == {
        *("John Richter James Doe", "Ben Roe", "山田太郎", "Eva Lund", "Park", "", "Mum", "Only Shown")
    }
    assert book.count.left_out == {"organisation": 1}


def test_what_a_card_says(cards: Callable[..., Book]) -> None:
    """Job, town of the office before that of the home, labels, profile, the preferred address first, the day."""
    book = cards(
        "VERSION:4.0\nN:Ruiz;Ana;;;\nFN:Ana Ruiz\nORG:Acme\\; Sons;Sales\nTITLE:Boss\nROLE:ignored\n"
        "EMAIL;TYPE=home:a@example.com\nEMAIL;PREF=1:ana@example.org\nEMAIL:sales@example.org\n"
        'ADR;TYPE=home:;;;Home;;;Spain\nADR;TYPE="work,voice":;;;Lima;LI;;Peru\nCATEGORIES:a,b\\, c\n'
        "item1.X-SOCIALPROFILE;type=linkedin;x-user=x:http://www.linkedin.com/in/ana-ruiz\n"
        "URL:https://example.org\nREV:2024-05-17T10:15:30Z\nPHOTO:data:image/png;base64,AAAA"
    )
    (ana,) = book.people.values()
    assert ana.keys == ("linkedin:ana-ruiz", "email:ana@example.org", "email:a@example.com")
    assert (ana.company, ana.title, ana.location, ana.country) == ("Acme; Sons", "Boss", "Lima, LI", "Peru")
    assert (ana.groups, ana.url) == (("a", "b", "c"), "https://www.linkedin.com/in/ana-ruiz")
    assert ana.as_of == dt.date(2024, 5, 17)
    assert [fact.last for fact in book.evidence("address_book")] == [dt.date(2024, 5, 17)]


def test_days_of_broken_clocks_are_not_believed(cards: Callable[..., Book]) -> None:
    """A card of 2099 does not make the whole book newer than everything else."""
    book = cards("FN:Ana Ruiz\nREV:20240517", "FN:Ben Roe\nREV:20990101T000000Z", "FN:Eva Lund\nREV:soon")
    assert {person.name: person.as_of for person in book.people.values()} == {
        "Ana Ruiz": dt.date(2024, 5, 17),
        "Ben Roe": None,
        "Eva Lund": None,
    }


def test_groups_and_organisations(cards: Callable[..., Book]) -> None:
    """A group is a label of its members, in the way of version 4 and in Apple's; organisations are nobody."""
    book = cards(
        "FN:Ana Ruiz\nUID:urn:uuid:AA-1",
        "FN:Ben Roe\nUID:bb-2\nEMAIL:ben@example.org",
        "FN:Navy\nKIND:group\nMEMBER:urn:uuid:aa-1\nMEMBER:mailto:ben@example.org",
        "FN:Chess\nX-ADDRESSBOOKSERVER-KIND:group\nX-ADDRESSBOOKSERVER-MEMBER:urn:uuid:bb-2",
        "FN:Acme\nKIND:org\nEMAIL:acme@example.org",
        "FN:Elm\nN:;;;;\nORG:Elm\nX-ABShowAs:COMPANY",
        "FN:Dan Poe\nN:Poe;Dan\nORG:Elm\nX-ABShowAs:COMPANY",
    )
    assert {person.name: person.groups for person in book.people.values()} == {
        "Ana Ruiz": ("Navy",),
        "Ben Roe": ("Chess", "Navy"),
        "Dan Poe": (),
    }
    assert book.count.left_out == {"group of contacts": 2, "organisation": 2}


def test_relations_of_all_programs(cards: Callable[..., Book]) -> None:
    """Version 4, Apple, Outlook, Evolution, KDE and Android; children, oneself and unknown cards are none."""
    book = cards(
        "FN:Ana Ruiz\nUID:a\nRELATED;TYPE=colleague:urn:uuid:b\nRELATED;TYPE=child;VALUE=text:Tim\n"
        "RELATED:urn:uuid:zz",
        "FN:Ben Roe\nUID:b\nRELATED;TYPE=me:urn:uuid:b\nRELATED;TYPE=friend:mailto:eva@example.org",
        "FN:Eva Lund\nitem1.X-ABRELATEDNAMES:Ana Ruiz\nitem1.X-ABLabel:_$!<Manager>!$_\nEMAIL:eva@example.org",
        "FN:Kim Park\nX-MS-MANAGER:Big Boss\nX-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Ana Ruiz;14;;;;;",
        "FN:Lee Poe\nX-EVOLUTION-SPOUSE:Kim Park\nX-KADDRESSBOOK-X-ManagersName:Ben Roe\nX-ASSISTANT:Ana Ruiz",
    )
    assert book.relations == {
        frozenset(pair.split(" + "))
        for pair in (
            *("Ana Ruiz + Ben Roe", "Ben Roe + Eva Lund", "Eva Lund + Ana Ruiz", "Kim Park + Big Boss"),
            *("Kim Park + Ana Ruiz", "Lee Poe + Kim Park", "Lee Poe + Ben Roe", "Lee Poe + Ana Ruiz"),
        )
    }
    assert [(problem.line, problem.rows) for problem in book.problems] == [(1, 0)]


# What is broken


def test_broken_cards_are_reported_and_the_others_read(folder: Callable[..., Path]) -> None:
    """A card without an end, text around cards, a card that is cut: each has its file and line."""
    text = (
        "hello\nagain: x\n"
        "BEGIN:VCARD\nFN:Ana Ruiz\n"
        "begin:vcard\nFN:Ben Roe\nno colon here\n;;:odd\nend:vcard\n"
        "\nEND:VCARD\n"
        "BEGIN:VCARD\nFN:Eva Lund\nAGENT:\nBEGIN:VCARD\nFN:Agent\nEND:VCARD\nEMAIL:eva@example.org\nEND:VCARD\n"
        "BEGIN:VCARD\nFN:Kim"
    )
    book = read(folder({"all.vcf": text, "more.vcf": "BEGIN:VCARD\nFN:Lee Poe\nEND:VCARD"}))
    assert set(book.contacts) == {"Ben Roe", "Eva Lund", "Lee Poe"}
    assert book.contacts["Eva Lund"].emails == ("eva@example.org",)
    assert [(problem.file, problem.line, problem.rows) for problem in book.problems] == [
        ("all.vcf", 1, 0),
        ("all.vcf", 3, 1),
        ("all.vcf", 11, 0),
        ("all.vcf", 20, 1),
    ]
    assert (book.counts["all.vcf"].rows, book.counts["more.vcf"].rows) == (4, 1)


def test_endless_lines_and_cards_do_not_fill_the_memory(folder: Callable[..., Path]) -> None:
    """A property or a card beyond the limits is a problem of its card; pictures of any size are passed over."""
    text = (
        f"BEGIN:VCARD\nFN:Ana Ruiz\nPHOTO;ENCODING=b:{'A' * (3 * LONGEST)}\nEND:VCARD\n"
        f"BEGIN:VCARD\nFN:{'x' * (LONGEST + 70_000)}\nEND:VCARD\n"
        f"BEGIN:VCARD\nFN:Ben Roe\n{'EMAIL:a@example.org' + chr(10)}{('CATEGORIES:x' + chr(10)) * MOST}END:VCARD\n"
        "BEGIN:VCARD\nFN:Eva Lund\nEND:VCARD\n"
    )
    book = read(folder({"all.vcf": text}) / "all.vcf")
    assert set(book.contacts) == {"Ana Ruiz", "Eva Lund"}
    assert [(problem.line, problem.rows) for problem in book.problems] == [(5, 1), (8, 1)]


def test_a_file_without_cards_is_an_error(folder: Callable[..., Path]) -> None:
    """Whatever it is called."""
    place = folder({"all.vcf": "BEGIN:VCALENDAR\nEND:VCALENDAR\n", "empty.vcf": ""})
    for name in ("all.vcf", "empty.vcf"):
        assert not REGISTRY.importers["vcard"].identify(Export(place / name, owner=OWNER))
        with pytest.raises(ExportError, match=r"holds no card.*Export the address book again"):
            list(REGISTRY.importers["vcard"].extract(Export(place / name, owner=OWNER)))
    export = Export(place / "all.vcf", owner=OWNER, limits=Limits(text_bytes=10))
    with pytest.raises(UnsafeExportError, match="over the limit of 10"):
        list(REGISTRY.importers["vcard"].extract(export))


def test_the_connections_that_linkedin_once_gave_as_cards(folder: Callable[..., Path]) -> None:
    """Before 2017 the list of connections came as cards, too: all connections of the owner whom the caller names."""
    text = "BEGIN:VCARD\nVERSION:3.0\nFN:Ben Roe\nN:Roe;Ben;;;\nORG:Acme\nEMAIL:ben@example.org\nEND:VCARD\n"
    path = folder({"linkedin_connections_export_mac.vcf": text}) / "linkedin_connections_export_mac.vcf"
    book = read(path)
    assert [fact.kind for fact in book.evidence("connection")] == ["connection"]
    assert book.owner.complete_list
    network = nr.load(path, owner=OWNER)
    assert [person.name for person in network.ego(OWNER).contacts()] == ["Ben Roe"]
