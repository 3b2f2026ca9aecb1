"""Headers as they come: names, addresses, days, folders, owners, and what leaves a message out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import netreach as nr
from netreach.errors import AmbiguousExportError, OwnerError
from netreach.importers.mail.folders import kind_of_label, kind_of_path
from netreach.importers.naming import plain_name
from netreach.importers.participants import People
from netreach.plugins.export import Export
from netreach.store.source import Source
from netreach.testing.calendars import invent_calendar, write_calendar
from netreach.testing.mail import invent_mail, write_mail
from small_pool import run
from test_mail import evidence, read

ANA, BEN, EVA = "ana@example.org", "ben@example.org", "eva@example.org"
Folder = Callable[..., Path]


def mail(sender: str, to: str, *more: str, day: str = "Mon, 1 Jan 2018 10:00:00 +0100") -> bytes:
    """Return a message; further lines go into its header."""
    lines = [f"From: {sender}", f"To: {to}", *([f"Date: {day}"] if day else []), *more]
    return "\n".join(lines).encode("utf-8", "surrogateescape") + b"\n\nThe text.\n"


def read_all(folder: Folder, *messages: bytes, **options: str) -> Source:
    """Read messages from a folder of .eml files."""
    options.setdefault("owner", ANA)
    return read(folder({f"{number:03}.eml": content for number, content in enumerate(messages)}), **options)


def left_out(source: Source) -> dict[str, int]:
    """What was left out, by rule."""
    (count,) = source.info.files
    return dict(count.left_out)


def names(source: Source) -> dict[str, str]:
    """Names by the first key."""
    people = source.tables["people"]
    keys = [row[0] for row in people.column("keys").to_pylist()]
    return {key: name for key, name in zip(keys, people.column("name").to_pylist(), strict=True) if name}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (f"Ben Okafor <{BEN}>", "Ben Okafor"),
        (f'"Okafor, Ben" <{BEN}>', "Ben Okafor"),
        (f"Okafor, Ben <{BEN}>", "Ben Okafor"),
        (f"'Ben Okafor' <{BEN}>", "Ben Okafor"),
        (f"{BEN} (Ben Okafor)", "Ben Okafor"),
        (f"=?iso-8859-1?Q?Ben_Ok=E1for?= <{BEN}>", "Ben Okáfor"),
        (f"=?utf-8?B?QmVuIE9r?= =?utf-8?B?w6Fmb3I=?= <{BEN}>", "Ben Okáfor"),
        (f'"=?utf-8?Q?Ok=C3=A1for=2C_Ben?=" <{BEN}>', "Ben Okáfor"),
        (f"Ben Okáfor <{BEN}>", "Ben Okáfor"),
        (f"Ben Okafor (Example Ltd) <{BEN}>", "Ben Okafor"),
        (f'"Ben \\"Benny\\" Okafor" <{BEN}>', 'Ben "Benny" Okafor'),
        (f'"{BEN}" <{BEN}>', BEN),
        (f"Ben\x00 Okafor <{BEN}>", "Ben Okafor"),
        (f"=?x-unknown?Q?Ben?= Okafor <{BEN}>", "Ben Okafor"),
    ],
)
def test_names_are_read_as_written(folder: Folder, written: str, name: str) -> None:
    """Names in every way of writing them come out as people say them; an address is no name."""
    source = read_all(folder, mail(written, ANA))
    assert evidence(source) == {("mail", f"email:{ANA}", f"email:{BEN}"): (0, 1, 1)}
    network = nr.load(Export(folder({"a.eml": mail(written, ANA)}), owner=ANA))
    assert network.find(BEN).name == name


def test_raw_japanese(folder: Folder) -> None:
    """Raw Shift_JIS is read by the character set of the message, ISO-2022-JP by its escapes."""
    name = "山田太郎"
    for encoding in ("shift_jis", "iso2022_jp", "euc_jp"):
        content = b"From: " + name.encode(encoding) + b" <ben@example.org>\nTo: ana@example.org\n"
        content += f"Date: 1 Jan 2018\nContent-Type: text/plain;\n charset={encoding}\n\ntext\n".encode()
        assert names(read_all(folder, content))[f"email:{BEN}"] == name


def test_the_best_of_several_names() -> None:
    """A whole name is better than a nickname, and what somebody calls themselves than what others do."""
    people = People()
    ben = people.number(BEN)
    for name, weight in (
        ("ben", 40),
        ("Ben Okafor", 4),
        ("Okafor, Ben", 8),
        ("BEN", 8),
        ("Big Ben", 4),
        (BEN, 99),
    ):
        people.call(ben, name, weight)
    assert people.name(ben) == "Ben Okafor"
    assert plain_name("Okafor, Jr.") == "Okafor, Jr."


def test_groups_and_strange_recipients(folder: Folder) -> None:
    """Groups give their members; what is no address is nobody, and takes nobody else away."""
    to = f"Team: {ANA}, Eva <{EVA}>;, undisclosed recipients: ;, a@b@c, <>, nobody, <@x.org:{BEN}>"
    source = read_all(folder, mail("zoe@example.org", to))
    assert {key for _, *keys in evidence(source) for key in keys} == {
        f"email:{who}@example.org" for who in ("ana", "ben", "eva", "zoe")
    }


def test_several_authors_and_several_from_lines(folder: Folder) -> None:
    """All authors of one From wrote; of two From lines the first counts."""
    both = read_all(folder, mail(f"{BEN}, {EVA}", ANA))
    assert {(a, b) for _, a, b in evidence(both)} == {
        (f"email:{ANA}", f"email:{BEN}"),
        (f"email:{ANA}", f"email:{EVA}"),
    }
    twice = read_all(folder, mail(BEN, ANA, f"From: {EVA}"))
    assert {(a, b) for _, a, b in evidence(twice)} == {(f"email:{ANA}", f"email:{BEN}")}


def test_sent_through_a_group(folder: Folder) -> None:
    """Who writes through a group is known by the original address, or not at all; never by the group's."""
    shown = "'Ben Okafor' via Sales <crew@example.org>"
    source = read_all(folder, mail(shown, ANA, f"X-Original-From: Ben Okafor <{BEN}>"))
    assert set(evidence(source)) == {("mail", f"email:{ANA}", f"email:{BEN}")}
    assert left_out(read_all(folder, mail(shown, ANA))) == {"mailing list": 1}


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("List-Id: Talk <talk.example.org>", "mailing list"),
        ("List-Unsubscribe: <mailto:x@example.org>", "mailing list"),
        ("Precedence: bulk", "mailing list"),
        ("Auto-Submitted: auto-generated (vacation)", "automatic message"),
        ("Return-Path: <>", "automatic message"),
        ("X-Mozilla-Status: 0009", "deleted message"),
        ("X-Gmail-Labels: =?UTF-8?Q?Spam,Categor=C3=ADa?=", "message in spam"),
        ("X-Gmail-Labels: Papelera,Importante", "deleted message"),
        ("X-Gmail-Labels: Chat", "chat message"),
        ("Auto-Submitted: no", ""),
        ("X-Mozilla-Status: 0001", ""),
        ("X-Gmail-Labels: Recibidos,Importante", ""),
    ],
)
def test_rules_that_leave_messages_out(folder: Folder, line: str, rule: str) -> None:
    """What is no letter from a person to persons is left out, by the rule that the report names."""
    assert left_out(read_all(folder, mail(BEN, ANA, line))) == ({rule: 1} if rule else {})


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("Mon, 1 Jan 2018 23:30:00 -0800", "2018-01-01"),
        ("1 January 2018", "2018-01-01"),
        ("Mon, 01-Jan-18 10:00:00 GMT", "2018-01-01"),
        ("Mon, 1 Jan 118 10:00:00 GMT", "2018-01-01"),
        ("2018-01-01T10:00:00Z", "2018-01-01"),
        ("Thu, 1 Jan 1970 00:00:00 +0000", "2019-03-02"),
        ("Mon, 30 Feb 2018 10:00:00 +0000", "2019-03-02"),
        ("yesterday", "2019-03-02"),
        ("", "2019-03-02"),
    ],
)
def test_days(folder: Folder, day: str, found: str) -> None:
    """The day is the writer's; where it is missing or impossible, that of delivery, which the report says."""
    received = "Received: from x by y for <ana@example.org>;\n Sat, 2 Mar 2019 01:00:00 +0000"
    source = read_all(folder, mail(BEN, ANA, received, day=day))
    (row,) = source.tables["evidence"].to_pylist()
    assert str(row["last"]) == found
    assert source.tables["problems"].num_rows == (found == "2019-03-02")


def test_a_day_in_the_far_future_is_not_believed(folder: Folder) -> None:
    """A message of the year 2038 counts without a day, so that it does not make all others old."""
    days = [f"{day} Jan 2025" for day in range(1, 20)]
    source = read_all(folder, *(mail(BEN, ANA, day=day) for day in [*days, "19 Jan 2038"]))
    assert evidence(source)["mail", f"email:{ANA}", f"email:{BEN}"] == (0, 20, 19)
    assert str(source.info.as_of) == "2025-01-19"


def test_mail_of_others_shows_their_ties(folder: Folder) -> None:
    """Two who write to each other with the owner in copy know each other, and the owner knows neither by that."""
    content = [mail(BEN, EVA, f"Cc: {ANA}"), mail(EVA, BEN, f"Cc: {ANA}", day="2 Jan 2018")]
    network = nr.load(Export(folder({f"{n}.eml": one for n, one in enumerate(content)}), owner=ANA))
    ben, eva, ana = (network.find(who).id for who in (BEN, EVA, ANA))
    tie = network.tie(ben, eva)
    assert tie is not None
    assert "mail" in tie.kinds
    assert network.tie(ana, ben) is None
    assert {fact.kind for fact in network.evidence(ana, ben)} == {"group_mail", "co_recipient"}


def test_one_way_mail_makes_no_tie(folder: Folder) -> None:
    """Ten messages that nobody answers are evidence, and no tie; the first answer makes one."""
    sent = [mail(ANA, BEN, day=f"{day} Jan 2018") for day in range(1, 11)]
    for content, known in ((sent, False), ([*sent, mail(BEN, ANA, day="1 Feb 2018")], True)):
        network = nr.load(Export(folder({f"{n}.eml": one for n, one in enumerate(content)}), owner=ANA))
        assert (network.tie(network.find(ANA).id, network.find(BEN).id) is not None) is known


def test_owner_by_delivery_and_by_what_was_sent(folder: Folder) -> None:
    """The owner and their addresses are found by what was delivered to them, and by what lies in Sent."""
    inbox = [
        mail(BEN, "all@example.org", "Delivered-To: ana@example.org", day=f"{n} Mar 2018")
        for n in range(1, 9)
    ]
    sent = [mail("Ana Ruiz <ana.ruiz@example.com>", BEN, day=f"{n} Apr 2018") for n in range(1, 4)]
    files = {f"Inbox/{n}.eml": one for n, one in enumerate(inbox)}
    files |= {f"Gesendete Objekte/{n}.eml": one for n, one in enumerate(sent)}
    source = read(folder(files))
    assert source.info.owner_keys == ("email:ana@example.org", "email:ana.ruiz@example.com")
    assert source.info.owner_name == "Ana Ruiz"
    assert source.info.covers == ()
    team = [
        mail(EVA, "x@example.org", "Delivered-To: backend@example.org", day=f"{n} Mar 2018")
        for n in range(1, 9)
    ]
    crowded = folder(files | {f"Inbox/t{n}.eml": one for n, one in enumerate(team)})
    assert "email:backend@example.org" not in read(crowded).info.owner_keys
    files |= {f"Sent/x{n}.eml": mail("ana@home.example.org", EVA, day=f"{n} May 2018") for n in range(1, 3)}
    assert "email:ana@home.example.org" in read(folder(files), owner="Ana Ruiz").info.owner_keys


def test_owner_who_cannot_be_known(folder: Folder) -> None:
    """Where nothing says whose mailbox it is, the error asks; a robot or a stranger is no owner."""
    place = folder({"a.eml": mail(BEN, EVA)})
    with pytest.raises(OwnerError, match=r"does not say whose mail it is.*--owner"):
        read(place)
    with pytest.raises(OwnerError, match="a function or a robot"):
        read(place, owner="info@example.org")
    with pytest.raises(OwnerError, match="nobody in it is called 'Zoe Young'"):
        read(place, owner="Zoe Young")
    with pytest.raises(
        OwnerError, match=r"is one of the people in it, while its files say.*mail of ana@example.org"
    ):
        read(folder({"Sent/a.eml": mail(ANA, BEN), "Inbox/b.eml": mail(BEN, ANA)}), owner=BEN)
    many = folder({f"{n}.eml": mail(BEN, f"p{n}@example.org") for n in range(9)})
    assert read(many).info.owner_keys == (f"email:{BEN}",)
    assert read(many, owner=ANA).info.owner_keys == (f"email:{ANA}",)
    named = folder({"a.eml": mail("Ben Okafor <ben@example.org>", EVA)})
    assert read(named, owner="Ben Okafor").info.owner_keys == (f"email:{BEN}",)
    linked = read(named, owner="https://www.linkedin.com/in/ana-ruiz")
    assert linked.info.owner_keys == ("linkedin:ana-ruiz",)


def test_two_mailboxes_of_one_owner_add_up(tmp_path: Path, folder: Folder) -> None:
    """A later export of another address replaces nothing; one of the same address does."""

    def box(address: str, friend: str, year: int) -> Path:
        letters = [
            mail(friend, address, f"Delivered-To: {address}", "X-Gmail-Labels: Inbox", day=f"1 Jan {year}"),
            mail(address, friend, "X-Gmail-Labels: Sent", day=f"2 Jan {year}"),
            mail(friend, address, "X-Gmail-Labels: Trash", day=f"2 Jan {year}"),
        ]
        return folder({f"{number}.eml": letter for number, letter in enumerate(letters)})

    work, home, later = box(ANA, BEN, 2018), box("ana@home.example.org", EVA, 2019), box(ANA, BEN, 2020)
    profile = "https://www.linkedin.com/in/ana-ruiz"
    with nr.open(tmp_path / "a.netreach", create=True) as network:
        network.add(Export(work, owner=profile), Export(home, owner=profile))
        me = network.find(ANA).id
        assert network.find("ana@home.example.org").id == me
        assert {person.id for person in network.ego(me).contacts()} == {
            network.find(BEN).id,
            network.find(EVA).id,
        }
        network.add(Export(later, owner=profile))
        facts = [fact for fact in network.evidence(me, network.find(BEN).id) if fact.kind == "mail"]
        assert [fact.last.year for fact in facts if fact.last] == [2020]
        assert network.tie(me, network.find(EVA).id) is not None


def test_nothing_of_what_was_written_is_stored(tmp_path: Path) -> None:
    """No file of the network holds a subject, a text, a message id or the name of an .eml file."""
    letters = invent_mail(2)
    place = write_mail(letters, tmp_path / "mail", "eml")
    secret = place / "Inbox" / "Re my salary.eml"
    secret.write_bytes(b"Subject: salary\nTo: x@example.org\n\nmoney\n")
    with nr.open(tmp_path / "a.netreach", create=True) as network:
        network.add(place)
    for path in (tmp_path / "a.netreach").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for word in (b"salary", b"nobody's business", b"mail.example.org", b"192.0.2", b"favourite film"):
                assert word not in content, (path.name, word)


def test_a_takeout_of_both_is_asked_about(tmp_path: Path) -> None:
    """A folder that holds mail and calendars is read by the importer that is named; without one both are named."""
    world_mail, agenda = invent_mail(1), invent_calendar(1)
    write_mail(world_mail, tmp_path / "Takeout" / "Mail", "takeout")
    write_calendar(agenda, tmp_path, "takeout")
    with pytest.raises(AmbiguousExportError, match="mail, calendar"):
        read(tmp_path / "Takeout")
    for importer, rows in (
        ("mail", world_mail.truth("takeout").messages),
        ("calendar", agenda.truth("takeout").events),
    ):
        network = nr.load(Export(tmp_path / "Takeout", importer=importer))
        (info,) = network.snapshot.sources
        assert sum(count.rows for count in info.files) == rows


def test_from_the_command_line(tmp_path: Path) -> None:
    """The mailbox of a Takeout is imported as it is, and the report names the rules in both languages."""
    path = write_mail(invent_mail(4), tmp_path / "mail", "takeout")
    done = run("import", path, "--into", tmp_path / "a.netreach")
    assert done.exit_code == 0, done.output
    assert "messages of mailing lists" in done.output
    done = run("import", path, "--into", tmp_path / "b.netreach", env={"NETREACH_LANGUAGE": "es"})
    assert done.exit_code == 0, done.output
    assert "listas de correo" in done.output


def test_names_of_folders() -> None:
    """Folders of the usual programs are known in many languages, by the innermost name on the path."""
    known = {
        "Sent Messages.mbox/mbox": "sent",
        "Mail/pop.example.org/Sent-1": "sent",
        "Maildir/.Gesendet/cur/1:2,S": "sent",
        "[Gmail]/Corbeille/1.eml": "trash",
        "Takeout/Mail/Spam.mbox": "spam",
        "Éléments supprimés/x.eml": "trash",
        "Archive/2020/x.eml": "",
        "Clients/Trash removal/x.eml": "",
    }
    assert {path: kind_of_path(path) for path in known} == known
    assert [kind_of_label(label) for label in ("迷惑メール", "Borradores", "Enviados", "Черновики")] == [
        "spam",
        "draft",
        "sent",
        "draft",
    ]


def test_a_folder_of_sent_mail_given_by_itself(tmp_path: Path) -> None:
    """The mailbox that Apple Mail exports for what was sent tells its owner by its name."""
    place = tmp_path / "Sent Messages.mbox"
    place.mkdir()
    content = b"".join(
        b"From ana@example.org Mon Jan  1 10:00:00 2018\n" + mail(ANA, who, day=f"{day} Jan 2018") + b"\n"
        for day, who in enumerate((BEN, EVA), start=1)
    )
    (place / "mbox").write_bytes(content)
    (place / "table_of_contents").write_bytes(bytes(range(256)))
    assert read(place).info.owner_keys == (f"email:{ANA}",)


def test_netscape_leaves_out_the_empty_line(folder: Folder) -> None:
    """A line `From -` begins a message right behind the last line of the one before; `From - or` does not."""
    letters = [mail(BEN, ANA, f"X-Number: {number}") + b"From - or to?\nTo: you\n" for number in range(3)]
    source = read(
        folder({"Inbox": b"".join(b"From - \n" + letter for letter in letters)}) / "Inbox", owner=ANA
    )
    (count,) = source.info.files
    assert (count.rows, count.used) == (3, 3)


def test_problems_name_their_line(folder: Folder) -> None:
    """A message that cannot be used is named by its line, however far down."""
    mark = b"From x@example.org Mon Jan  1 10:00:00 2018\n"
    good = [
        mark + mail(BEN, ANA, f"X-Number: {number}").replace(b"The text.", b"Text\n" * 6000) + b"\n"
        for number in range(300)
    ]
    content = b"".join(good)
    bad = mark + b"To: ana@example.org\nX: no sender\n\ntext\n\n"
    source = read(folder({"a.mbox": content + bad + mark + mail(EVA, ANA)}) / "a.mbox", owner=ANA)
    (problem,) = source.tables["problems"].to_pylist()
    assert (problem["line"], problem["reason"]) == (content.count(b"\n") + 1, "no From")
    (count,) = source.info.files
    assert (count.rows, count.used) == (302, 301)
