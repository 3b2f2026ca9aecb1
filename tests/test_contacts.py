"""Address books as tables: whose they are, what becomes of their entries, and the helper for new formats."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import netreach as nr
from contact_files import OWNER, REGISTRY, Book, read
from netreach.cli import app
from netreach.errors import ExportError, OptionError, OwnerError
from netreach.importers.contacts import ContactCsv
from netreach.importers.recognise import choose
from netreach.plugins import Export, Registry, hookimpl

TODAY = (
    "First Name,Middle Name,Last Name,Organization Name,Organization Title,Labels,E-mail 1 - Value,"
    "Website 1 - Value\n"
)
OUTLOOK = "Title,First Name,Last Name,Company,Job Title,E-mail Address,E-mail 2 Address,Manager's Name\n"


@pytest.fixture
def google(folder: Callable[..., Path]) -> Callable[..., Book]:
    """Return a function that reads rows of Google's table."""

    def one(*rows: str, owner: str = OWNER) -> Book:
        return read(
            folder({"contacts.csv": TODAY + "".join(row + "\n" for row in rows)}) / "contacts.csv",
            owner=owner,
        )

    return one


# Whose book it is


def test_the_owner_has_to_be_named(folder: Callable[..., Path]) -> None:
    """Nothing in an address book says whose it is; the error says how to."""
    path = folder({"contacts.csv": TODAY + "Ana,,Ruiz,,,,ana@example.org,\n"}) / "contacts.csv"
    with pytest.raises(OwnerError, match=r"does not say whose address book it is.*--owner"):
        read(path, owner=None)


@pytest.mark.parametrize("owner", ["info@example.org", "https://example.org/ana", "p234567234567234567"])
def test_an_owner_who_is_no_person_is_refused(google: Callable[..., Book], owner: str) -> None:
    """Addresses of functions, other pages and unknown names do not say whose book it is."""
    with pytest.raises(OwnerError, match="--owner"):
        google("Ana,,Ruiz,,,,ana@example.org,", owner=owner)


def test_the_owner_by_name_is_an_entry_of_the_book(google: Callable[..., Book]) -> None:
    """A name is enough where one entry with an address has it; with none or two it is an error."""
    rows = ("Ana,,Ruiz,,,,ana@example.org,", "Ben,,Roe,,,,ben@example.org,", "Ben,,Roe,,,,other@example.org,")
    book = google(*rows, owner="ana RUIZ")
    assert book.owner.keys == ("email:ana@example.org",)
    assert book.count.left_out == {"the owner's own row": 1}
    with pytest.raises(OwnerError, match="2 people in it are called 'Ben Roe'"):
        google(*rows, owner="Ben Roe")
    with pytest.raises(OwnerError, match="nobody in it"):
        google(*rows, owner="Eva Lund")


def test_the_owners_own_entry_joins_the_book_to_other_exports(google: Callable[..., Book]) -> None:
    """Its addresses and its profile are keys of the owner, and what it says is said of the owner."""
    book = google(
        "Olga,,Owner,Acme,Boss,,olga@example.org ::: olga@example.com,https://www.linkedin.com/in/olga-owner",
        "Mum,,,,,,,",
    )
    assert book.owner.keys == ("email:olga@example.org", "linkedin:olga-owner", "email:olga@example.com")
    (mum,) = book.people
    assert mum == "name:linkedin:olga-owner/mum"
    own = next(record for record in book.records if isinstance(record, nr.PersonRecord))
    assert (own.keys, own.company, own.title) == (book.owner.keys, "Acme", "Boss")


# What becomes of entries


def test_one_address_of_several_people_is_nobodys(google: Callable[..., Book]) -> None:
    """A family's mailbox names nobody; entries of one person under one address are one."""
    book = google(
        "Ana,,Ruiz,,,,home@example.org,",
        "Ben,,Roe,,,,home@example.org,",
        "Eva,,Lund,,,,eva@example.org,",
        "Eva,Maria,Lund,Nordic,,Friends,eva@example.org ::: e@example.com,",
        ",,,,,,eva@example.org,",
    )
    assert {person.name: person.keys for person in book.contacts.values()} == {
        "Ana Ruiz": ("name:email:olga@example.org/ana ruiz",),
        "Ben Roe": ("name:email:olga@example.org/ben roe",),
        "Eva Maria Lund": ("email:eva@example.org", "email:e@example.com"),
    }
    assert book.contacts["Eva Maria Lund"].company == "Nordic"
    assert book.count.left_out == {"duplicate row": 2}


def test_two_profiles_are_two_people(google: Callable[..., Book]) -> None:
    """They stay two whatever addresses they share, and one entry with two profiles keeps the first."""
    book = google(
        "Ana,,Ruiz,,,,a@example.org,linkedin.com/in/ana-ruiz",
        "Ana,,Ruiz,,,,a@example.org,https://uk.linkedin.com/in/ana-ruiz-2?trk=x",
        "Ben,,Roe,,,,,https://www.linkedin.com/company/acme",
    )
    assert set(book.people) == {
        "linkedin:ana-ruiz",
        "linkedin:ana-ruiz-2",
        "name:email:olga@example.org/ben roe",
    }
    assert all("email:a@example.org" not in person.keys for person in book.people.values())


def test_namesakes_without_an_address_stay_apart(google: Callable[..., Book]) -> None:
    """Two of one name at two companies are two people; the same entry twice is one."""
    book = google("Kim,,Park,Acme,,,,", "Kim,,Park,Elm,,,,", "Kim,,Park,Acme,,,,")
    assert set(book.people) == {
        "name:email:olga@example.org/kim park",
        "name:email:olga@example.org/kim park#2",
    }
    assert book.count.left_out == {"duplicate row": 1}


def test_odd_addresses_are_said_and_those_of_exchange_are_not(folder: Callable[..., Path]) -> None:
    """What is no address is a note; the inner paths of Exchange are no addresses and no surprise."""
    rows = (
        "Dr.,Ana,Ruiz,Acme,Boss,/O=ACME/OU=EU/CN=RECIPIENTS/CN=ARUIZ,ana@example.org,\n"
        ",Ben,Roe,,,ben at example,,\n"
        ",Eva,Lund,,,/o=ExchangeLabs/ou=x/cn=Recipients/cn=eva,,Kim Park\n"
    )
    book = read(folder({"contacts.csv": OUTLOOK + rows}) / "contacts.csv")
    assert [(problem.line, problem.rows) for problem in book.problems] == [(3, 0)]
    ana = book.contacts["Ana Ruiz"]
    assert (ana.keys, ana.title, ana.emails) == (("email:ana@example.org",), "Boss", ("ana@example.org",))
    assert book.contacts["Eva Lund"].keys == ("name:email:olga@example.org/eva lund",)


# Relations


def test_relations_find_who_is_meant(folder: Callable[..., Path]) -> None:
    """By name, by name in the other order, by address; who is no entry becomes somebody known by name."""
    rows = (
        ',Ana,Ruiz,Acme,,ana@example.org,,"Roe, Ben"\n'
        ",Ben,Roe,Acme,,ben@example.org,,eva@example.org\n"
        ",Eva,Lund,Elm,,eva@example.org,,Sam Stranger\n"
        ",Kim,Park,Elm,,kim@example.org,,Jenny\n"
        ",Lee,Poe,Elm,,lee@example.org,,Lee Poe\n"
        ",Olga,Owner,,,olga@example.org,,Ana Ruiz\n"
    )
    book = read(folder({"contacts.csv": OUTLOOK + rows}) / "contacts.csv")
    assert book.relations == {
        frozenset(pair)
        for pair in (
            ("Ana Ruiz", "Ben Roe"),
            ("Ben Roe", "Eva Lund"),
            ("Eva Lund", "Sam Stranger"),
            ("Kim Park", "Jenny"),
            ("Olga Owner", "Ana Ruiz"),
        )
    }
    assert "name:email:olga@example.org/sam stranger" in book.people
    assert book.problems == []


def test_a_name_that_may_be_several_people_ties_nobody(folder: Callable[..., Path]) -> None:
    """Of namesakes the one at the same company is meant; else, and for one word of two entries, nobody is."""
    rows = (
        ",Ana,Ruiz,Acme,,ana1@example.org,,\n"
        ",Ana,Ruiz,Elm,,ana2@example.org,,\n"
        ",Ben,Roe,Acme,,ben@example.org,,Ana Ruiz\n"
        ",Eva,Lund,,,eva@example.org,,Ana Ruiz\n"
        ",Kim,Park,,,kim@example.org,,Jenny\n"
        ",Lee,Poe,,,lee@example.org,,Jenny\n"
    )
    book = read(folder({"contacts.csv": OUTLOOK + rows}) / "contacts.csv", importer="outlook")
    assert {(fact.a, fact.b) for fact in book.evidence("relation")} == {
        ("email:ben@example.org", "email:ana1@example.org")
    }
    assert sorted(problem.line for problem in book.problems) == [5, 6, 7]


def test_children_are_left_alone(folder: Callable[..., Path]) -> None:
    """A relation to a child is no tie between professionals."""
    header = "First Name,Last Name,E-mail 1 - Value,Relation 1 - Label,Relation 1 - Value\n"
    rows = "Ana,Ruiz,ana@example.org,* Child,Tim Ruiz\nBen,Roe,ben@example.org,Sister ::: Child,Amy Roe ::: Bo Roe\n"
    book = read(folder({"contacts.csv": header + rows}) / "contacts.csv")
    assert book.relations == {frozenset(("Ben Roe", "Amy Roe"))}


def test_a_relation_is_a_tie_and_an_entry_is_none(tmp_path: Path) -> None:
    """The owner gets no contact from the book alone; those whom it says to be close are each other's."""
    path = tmp_path / "contacts.csv"
    path.write_text(OUTLOOK + ",Ana,Ruiz,,,ana@example.org,,Ben Roe\n,Ben,Roe,,,ben@example.org,,\n")
    network = nr.load(path, owner=OWNER)
    assert [person.name for person in network.ego("ana@example.org").contacts()] == ["Ben Roe"]
    assert list(network.ego(OWNER).contacts()) == []
    assert [fact.kind for fact in network.evidence(OWNER, "ana@example.org")] == ["address_book"]
    tie = network.tie("ana@example.org", "ben@example.org")
    assert tie is not None
    assert tie.kinds == ("relation",)


# What is recognised


@pytest.mark.parametrize(
    ("header", "importer"),
    [
        ("First Name,Last Name,Phonetic First Name,File As,Notes", "google-contacts"),
        ("Name,Given Name,Family Name,Yomi Name,E-mail 1 - Type,E-mail 1 - Value", "google-contacts"),
        ("First Name,Last Name,Company,Job Title,E-mail Address", "outlook"),
        ("Vorname;Nachname;Firma;Position;E-Mail-Adresse", "outlook"),
        ("First Name,Last Name,Company,Position,Email Address,Connected On", "linkedin"),
        ("E-mail Address,E-mail 2 Address,E-mail 3 Address", "outlook"),
        ("First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Notes,", "outlook"),
        ("First Name,Last Name,Email,Department,Business Phone", "tables"),
        ("id,name,email", "tables"),
        ("first_name,last_name,email,department,nickname", "tables"),
    ],
)
def test_one_importer_reads_a_header(folder: Callable[..., Path], header: str, importer: str) -> None:
    """What programs write is theirs; what people write by hand is a table."""
    path = folder({"list.csv": header + "\n"}) / "list.csv"
    assert choose(Export(path, owner=OWNER), REGISTRY).name == importer


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("Vorname;Nachname;Firma;Position;E-Mail-Adresse;E-Mail 2: Adresse;Notizen", "cp1252"),
        ("Prénom;Nom;Société;Profession;Adresse de messagerie;Adresse de messagerie 2;Notes", "cp1252"),
        (
            "Nombre;Apellidos;Organización;Puesto;Dirección de correo electrónico;Dirección de correo electrónico 2",
            "cp1252",
        ),
        (
            "Nome;Cognome;Società;Qualifica;Indirizzo posta elettronica;Indirizzo posta elettronica 2",
            "cp1252",
        ),
        ("Primeiro nome;Último nome;Empresa;Cargo;Endereço de E-mail;Endereço de E-mail 2", "cp1252"),
        ("Voornaam;Achternaam;Bedrijf;Functie;E-mailadres;E-mailadres 2", "cp1252"),
        ("Imię;Nazwisko;Firma;Stanowisko;Adres e-mail;Adres e-mail 2", "cp1250"),
        ("Имя;Фамилия;Организация;Должность;Адрес эл. почты;Адрес 2 эл. почты", "cp1251"),
        ("名;姓;会社;役職;電子メール アドレス;電子メール 2 アドレス", "cp932"),
        ("名字;姓氏;公司;职务;电子邮件地址;电子邮件 2 地址", "gb18030"),
        ("名字;姓氏;公司;職稱;電子郵件地址;電子郵件 2 地址", "big5"),
    ],
)
def test_few_columns_in_any_language(folder: Callable[..., Path], header: str, encoding: str) -> None:
    """A table of few columns is Outlook's, whoever says so, where a second address stands in Outlook's words."""
    place = folder({"list.csv": ""}) / "list.csv"
    row = "Ana;Ruiz;Acme;Engineer;ana@example.org;ana@example.com"
    place.write_bytes(f"{header}\r\n{row}\r\n".encode(encoding))
    assert choose(Export(place), REGISTRY).name == "outlook"
    (ana,) = read(place).people.values()
    assert (ana.name, ana.title, ana.company) == ("Ana Ruiz", "Engineer", "Acme")
    assert ana.emails == ("ana@example.org", "ana@example.com")


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(
            "Nome|Cognome|Società|Qualifica|Indirizzo E-mail|Indirizzo E-mail 2|Città di lavoro|Provincia di lavoro"
            "|Nazione/Regione di lavoro|Città di residenza|Nazione/Regione di casa|Nome del Responsabile",
            id="it",
        ),
        pytest.param(
            "Imię|Nazwisko|Firma|Stanowisko|Adres e-mail|Adres e-mail 2|Miasto (biuro)|Województwo (biuro)"
            "|Kraj/region (biuro)|Miasto (dom)|Kraj/region (dom)|Menadżer",
            id="pl",
        ),
        pytest.param(
            "名字|姓氏|公司|職稱|電子郵件地址|電子郵件地址 2|商務 - 市/鎮|商務 - 縣市|商務 - 國家/地區|住家 - 市/鎮"
            "|住家 - 國家/地區|主管名稱|商務電話",
            id="zh-TW",
        ),
        pytest.param(
            "名字|姓氏|公司|职位|电子邮件地址|电子邮件地址2|公司城市|公司省份|公司国家/地区|家庭城市|家庭国家/地区"
            "|经理姓名|公司电话",
            id="zh-CN",
        ),
        pytest.param(
            "Nombre|Apellidos|Organización|Puesto|Dirección de correo electrónico principal"
            "|Dirección de correo electrónico secundaria|Ciudad de trabajo|Provincia o estado de trabajo"
            "|País (Trabajo)|Ciudad de residencia|País de residencia|Nombre del director",
            id="es",
        ),
        pytest.param(
            "First Name|Last Name|Company|Job Title|Email Home|Email Work|Work City|Work State|Work Country"
            "|Home City|Home Country|Manager's Name|Business Phone",
            id="en",
        ),
    ],
)
def test_other_words_of_the_same_programs(folder: Callable[..., Path], header: str) -> None:
    """Versions and translators called columns differently: towns, managers and second addresses are found."""
    names = header.split("|")
    cells = [
        "Ana",
        "Ruiz",
        "Acme",
        "Engineer",
        "ana@example.org",
        "ana@example.com",
        "Graz",
        "Styria",
        "Austria",
    ]
    cells += ["Linz", "Germany", "Eva Lund", "1"][: len(names) - len(cells)]
    path = folder({"list.csv": ",".join(names) + "\n" + ",".join(cells) + "\n"}) / "list.csv"
    assert choose(Export(path), REGISTRY).name == "outlook"
    book = read(path)
    ana = book.people["email:ana@example.org"]
    assert (ana.title, ana.location, ana.country) == ("Engineer", "Graz, Styria", "Austria")
    assert ana.emails == ("ana@example.org", "ana@example.com")
    assert "Eva Lund" in {person.name for person in book.people.values()}


def test_who_has_no_name_is_called_as_mail_calls_them(folder: Callable[..., Path]) -> None:
    """The name that Outlook shows for an address is better than none, and does not go before one."""
    rows = (
        "First Name,Last Name,Company,E-mail Address,E-mail Type,E-mail Display Name\n"
        ',,,eva@example.org,SMTP,"Lund, Eva"\n'
        ",,,kim@example.org,SMTP,Kim Park (kim@example.org)\n"
        ",,,dai@example.org,SMTP,dai@example.org\n"
        "Ana,Ruiz,,ana@example.org,SMTP,The boss\n"
        ",,Norda,/o=NORDA/cn=x,EX,Norda\n"
    )
    book = read(folder({"list.csv": rows}) / "list.csv")
    assert [person.name for person in book.people.values()] == ["Eva Lund", "Kim Park", "", "Ana Ruiz"]
    assert book.counts["list.csv"].left_out == {"organisation": 1}


def test_a_place_is_that_of_one_address(folder: Callable[..., Path]) -> None:
    """The town of the office has no region of somebody's home, nor does the second address lend its country."""
    rows = (
        "First Name,E-mail Address,E-mail Type,Business City,Business Country/Region,Home City,Home State,"
        "Home Country/Region\n"
        "Ana,ana@example.org,SMTP,Graz,,Springfield,Ohio,United States\n"
        "Eva,eva@example.org,SMTP,,Austria,Springfield,Ohio,United States\n"
    )
    book = read(folder({"list.csv": rows}) / "list.csv")
    assert [(one.location, one.country) for one in book.people.values()] == [
        ("Graz", ""),
        ("Springfield, Ohio", "United States"),
    ]
    columns = [f"Address {number} - {part}" for number in (1, 2) for part in ("City", "Region", "Country")]
    rows = (
        f"First Name,E-mail 1 - Value,{','.join(columns)}\nAna,ana@example.org,Graz,,,Springfield,Ohio,US\n"
    )
    (ana,) = read(folder({"contacts.csv": rows}) / "contacts.csv").people.values()
    assert (ana.location, ana.country) == ("Graz", "")


def test_a_second_address_in_anybodys_words_tells_nothing(folder: Callable[..., Path]) -> None:
    """Many programs know a secondary e-mail."""
    place = (
        folder({"list.csv": "First Name,Last Name,Company,Job Title,Email,Secondary Email\n"}) / "list.csv"
    )
    assert choose(Export(place), REGISTRY).name == "tables"


def test_other_files_beside_are_not_claimed(folder: Callable[..., Path]) -> None:
    """A folder with mail or other tables beside the contacts is more than an address book."""
    contacts = {"Contacts/All/All.csv": TODAY}
    for other in ("Mail/All.mbox", "Calendar/Work.ics", "ties.csv", "Contacts/All/All.vcf"):
        export = Export(folder({**contacts, other: "x"}), owner=OWNER)
        assert [
            name
            for name in ("google-contacts", "outlook", "vcard")
            if REGISTRY.importers[name].identify(export)
        ] == []
    export = Export(folder({**contacts, "Contacts/All/photo.jpg": "x"}), owner=OWNER)
    assert choose(export, REGISTRY).name == "google-contacts"


def test_labels_of_takeout_hold_the_same_people(folder: Callable[..., Path]) -> None:
    """Takeout gives everybody once more for every label; they are one, and the export has the day of its name."""
    row = "Ana,,Ruiz,,,* myContacts ::: Navy,ana@example.org,\n"
    place = folder(
        {
            "takeout-20240517T101530Z-001/Takeout/Contacts/All Contacts/All Contacts.csv": TODAY + row,
            "takeout-20240517T101530Z-001/Takeout/Contacts/Navy/Navy.csv": TODAY + row,
        }
    )
    book = read(place / "takeout-20240517T101530Z-001")
    (ana,) = book.people.values()
    assert ana.groups == ("myContacts", "Navy")
    assert str(ana.as_of) == "2024-05-17"
    assert [count.left_out for count in book.counts.values()] == [{}, {"duplicate row": 1}]


def test_a_named_importer_reads_what_it_would_not_claim(folder: Callable[..., Path]) -> None:
    """`--importer outlook` reads a table with any of its columns, and says when there is none."""
    place = folder({"a.csv": "Vorname,Nachname\nAna,Ruiz\n", "b.csv": "x,y\n1,2\n"})
    assert list(read(place / "a.csv", importer="outlook").contacts) == ["Ana Ruiz"]
    with pytest.raises(ExportError, match="is not a table of outlook"):
        read(place / "b.csv", importer="outlook")
    with pytest.raises(ExportError, match=r"is not a table of outlook|holds no table"):
        read(place, importer="outlook")


# The helper


CRM = ContactCsv(
    name="crm",
    summary="contacts of the CRM",
    signature=(("Record ID", "Contact owner"),),
    columns={
        "Full name": "name",
        "First Name": "first_name",
        "Last Name": "last_name",
        "Mail #": "email",
        "Firm": "company",
        "Role": "title",
        "Town": "city",
        "Tags": "group",
        "Boss": "relation:manager",
        "Knows # as": "relation_label",
        "Knows #": "relation",
    },
    separator=" | ",
)


def test_a_declaration_reads_a_format(folder: Callable[..., Path]) -> None:
    """Numbered columns, several values in a cell, relations with a column for their kind."""
    text = (
        "Record ID,First Name,LAST_NAME,mail 1,Mail 12,Firm,Role,Town,Tags,Boss,Knows 2,Knows 2 as,Contact owner\n"
        "1,Ana,Ruiz,a@example.org | b@example.org,c@example.org,Acme | Elm,Boss,Lima,x | y,Eva Lund,Bo,child,Olga\n"
        "2,Ben,Roe,,ben@example.org,,,,,,Ana Ruiz,colleague,Olga\n"
    )
    path = folder({"export.csv": text}) / "export.csv"
    registry = Registry(entry_points=False)

    class Plugin:
        @hookimpl
        def netreach_importers(self) -> list[object]:
            return [CRM]

    registry.register(Plugin(), name="crm")
    # A table of contacts is a table, too: the importer of one format comes before the general one.
    assert choose(Export(path, owner=OWNER), registry) is CRM
    network = nr.load(path, owner=OWNER, registry=registry)
    ana = network.find("Ana Ruiz")
    assert (ana.company, ana.title, ana.location, ana.groups) == ("Acme", "Boss", "Lima", ("x", "y"))
    assert set(ana.emails) == {"a@example.org", "b@example.org", "c@example.org"}
    assert {person.name for person in network.ego("Ana Ruiz").contacts()} == {"Eva Lund", "Ben Roe"}


def test_a_field_that_does_not_exist_is_an_error() -> None:
    """The message lists the fields there are."""
    with pytest.raises(OptionError, match=r"no field 'mail'.*email.*relation:manager"):
        ContactCsv(name="x", summary="x", signature=(), columns={"Mail": "mail"})


# The command line


def test_the_command_line_reads_an_address_book(tmp_path: Path) -> None:
    """`netreach import contacts.csv --owner you@example.org`, and what it says without the owner."""
    path = tmp_path / "contacts.csv"
    path.write_text(TODAY + "Ana,,Ruiz,Acme,Boss,,ana@example.org,\nDesk,,,,,,info@example.org,\n")
    arguments = ["import", str(path), "--into", str(tmp_path / "net"), "--json"]
    result = CliRunner().invoke(app, [*arguments, "--owner", OWNER])
    assert result.exit_code == 0, result.output
    (source,) = json.loads(result.stdout)["sources"]
    assert (source["importer"], source["rows"], source["used"]) == ("google-contacts", 2, 1)
    assert source["left_out"] == [{"rule": "address of a function", "rows": 1}]
    refused = CliRunner().invoke(app, arguments)
    assert refused.exit_code != 0
    assert "--owner" in refused.output
