"""The synthetic world and what is written from it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import networkx as nx
import numpy as np
import pyarrow.csv
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netreach.errors import OptionError
from netreach.testing import (
    World,
    linkedin_truth,
    make_seed_pool,
    make_world,
    write_linkedin_export,
    write_seed_tables,
    write_world_tables,
)
from netreach.testing.correspondence import strangers
from netreach.testing.population import Column


@pytest.fixture(scope="module")
def world() -> World:
    """A world of 2,000 people."""
    return make_world(2_000, seed=1)


@pytest.fixture(scope="module")
def graph(world: World) -> nx.Graph:
    """The ties of the world, as networkx sees them."""
    graph = nx.Graph()
    graph.add_nodes_from(range(len(world)))
    graph.add_edges_from(zip(world.ties.lo.tolist(), world.ties.hi.tolist(), strict=True))
    return graph


@pytest.fixture(scope="module")
def owner(world: World) -> int:
    """Someone with a few hundred contacts."""
    return world.choose_owners(1, seed=4)[0]


def read_zip(path: Path) -> dict[str, list[list[str]]]:
    """Return every file of a zip as parsed rows."""
    with zipfile.ZipFile(path) as archive:
        return {
            name: list(csv.reader(io.StringIO(archive.read(name).decode(), newline="")))
            for name in archive.namelist()
        }


def records(rows: list[list[str]]) -> list[dict[str, str]]:
    """Return rows below a header as mappings."""
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def slug_of(url: str) -> str:
    """Return the profile slug in a URL."""
    return unquote(url.removeprefix("https://www.linkedin.com/in/"))


@pytest.fixture(scope="module")
def files(world: World, owner: int, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[str]]]:
    """The parsed files of one export."""
    return read_zip(write_linkedin_export(world, owner, tmp_path_factory.mktemp("zip")))


class TestWorld:
    def test_same_seed_same_world(self) -> None:
        """The same seed gives the same columns, another seed gives others."""
        one, two, other = make_world(400, seed=5), make_world(400, seed=5), make_world(400, seed=6)
        assert one.people_columns() == two.people_columns()
        for name in ("lo", "hi", "closeness", "connected_on", "messages_up", "messages_down"):
            assert np.array_equal(getattr(one.ties, name), getattr(two.ties, name)), name
        assert one.people_columns() != other.people_columns()
        assert not np.array_equal(one.ties.lo, other.ties.lo)

    @settings(max_examples=40, deadline=None)
    @given(
        people=st.integers(2, 120),
        seed=st.integers(0, 2**40),
        mean=st.floats(0.1, 80, allow_nan=False),
    )
    def test_ties_are_a_simple_graph(self, people: int, seed: int, mean: float) -> None:
        """In a world of any size every tie stands once, has two ends, and everybody has a contact."""
        world = make_world(people, seed=seed, mean_contacts=mean)
        lo, hi = world.ties.lo.astype(int), world.ties.hi.astype(int)
        keys = lo * people + hi
        assert (lo < hi).all()
        assert (np.diff(keys) > 0).all()
        assert lo.min() >= 0
        assert hi.max() < people
        assert (world.contact_counts() > 0).all()
        assert world.contact_counts().sum() == 2 * len(world.ties)
        assert len(set(world.slugs())) == len(set(world.emails())) == people

    def test_mean_contacts(self) -> None:
        """The average contact count is the wanted one, within 3 %."""
        for mean in (10.0, 30.0):
            assert make_world(3_000, mean_contacts=mean).contact_counts().mean() == pytest.approx(
                mean, rel=0.03
            )

    def test_rows_agree(self, world: World, graph: nx.Graph) -> None:
        """Contacts are those of an independent graph, sorted, and the rows of ties follow their order."""
        for person in range(0, len(world), 37):
            contacts = world.contacts(person)
            assert contacts.tolist() == sorted(graph[person])
            rows = world.tie_rows(person)
            others = world.ties.lo[rows] + world.ties.hi[rows] - person
            assert others.tolist() == contacts.tolist()

    def test_clustered(self, world: World, graph: nx.Graph) -> None:
        """Contacts of a contact are contacts far more often than in a random graph with the same counts."""
        random = nx.Graph(nx.configuration_model(world.contact_counts().tolist(), seed=1))
        random.remove_edges_from(nx.selfloop_edges(random))
        assert nx.transitivity(graph) > 1.6 * nx.transitivity(random)
        assert nx.transitivity(graph) > 6 * nx.density(graph)
        assert nx.average_clustering(graph) > 4 * nx.average_clustering(random)

    def test_heavy_tail(self, world: World) -> None:
        """Few people have very many contacts, most have fewer than the average."""
        counts = np.sort(world.contact_counts())
        assert np.median(counts) < 0.8 * counts.mean()
        assert counts[-1] > 8 * counts.mean()
        assert counts[-20:].sum() > 0.06 * counts.sum()

    def test_three_degrees(self, world: World, graph: nx.Graph, owner: int) -> None:
        """An ego has people in the 1st, 2nd and 3rd degree, and nearly everybody is connected."""
        layers = Counter(nx.single_source_shortest_path_length(graph, owner, cutoff=3).values())
        assert all(layers[degree] > 0 for degree in (1, 2))
        typical = int(np.argsort(world.contact_counts())[len(world) // 2])
        layers = Counter(nx.single_source_shortest_path_length(graph, typical, cutoff=3).values())
        assert 0 < layers[1] < layers[2] < layers[3]
        assert len(max(nx.connected_components(graph), key=len)) > 0.98 * len(world)

    def test_tie_attributes(self, world: World) -> None:
        """Closeness lies in (0, 1], messages follow it, and nobody connects before they joined or after the end."""
        ties = world.ties
        assert ties.closeness.min() > 0
        assert ties.closeness.max() <= 1
        written = ties.messages_up.astype(int) + ties.messages_down
        close = ties.closeness > np.quantile(ties.closeness, 0.9)
        assert written[close].mean() > 5 * written[~close].mean()
        assert (written == 0).any()
        assert (ties.connected_on >= np.maximum(world.joined[ties.lo], world.joined[ties.hi])).all()
        assert (ties.connected_on <= np.datetime64(world.as_of)).all()

    def test_careers(self, world: World) -> None:
        """Jobs are newest first, do not overlap, begin after school, and the newest is the title at the company."""
        careers = world.careers
        assert set(np.diff(careers.indptr).tolist()) == {1, 2, 3}
        for person in range(0, len(world), 11):
            rows = range(careers.indptr[person], careers.indptr[person + 1])
            assert np.isnat(careers.end[rows[0]])
            assert world.title[person] == world.title.values[careers.title[rows[0]]]
            assert world.company[person] == world.companies.name[careers.company[rows[0]]]
            for newer, older in itertools.pairwise(rows):
                assert careers.start[older] < careers.end[older] <= careers.start[newer]
            assert careers.start[rows[-1]].astype("datetime64[M]") >= world.graduated[person]
            assert careers.start[rows[0]] < np.datetime64(world.as_of)

    def test_words(self) -> None:
        """A world has titles in several languages, names in several scripts, accents, and people of one name."""
        world = make_world(6_000, seed=2)
        titles = set(world.title.texts())
        assert titles >= {
            *("Marketing Director", "Director of Marketing", "CMO", "Software Engineer", "Consultant"),
            *("Directora de Marketing", "Director de Marketing", "Directeur Marketing", "HR Manager"),
            *("Ingeniera de Software", "Softwareentwickler", "Engenheira de Software", "Direttore Marketing"),
        }
        names = [world.full_name(person) for person in range(len(world))]
        scripts = Counter(unicodedata.name(name[0]).split()[0] for name in names)
        assert {"LATIN", "ARABIC", "HEBREW", "CJK", "CYRILLIC", "GREEK"} <= set(scripts)
        assert scripts["LATIN"] > 0.8 * len(names)
        assert any("é" in name for name in names)
        shared = [name for name, count in Counter(names).items() if count > 1]
        assert 10 < len(shared) < len(world) / 4
        assert any(not slug.isascii() for slug in world.slugs())
        assert all(mail.isascii() and mail.endswith("@example.org") for mail in world.emails())

    def test_text_forms(self, world: World) -> None:
        """Slugs and addresses asked one by one are those of the whole list, in lower case and NFC."""
        slugs, mails = world.slugs(), world.emails()
        for person in range(0, len(world), 7):
            assert world.slug(person) == slugs[person]
            assert world.email(person) == mails[person]
            assert slugs[person] == unicodedata.normalize("NFC", slugs[person]).lower()
            assert re.fullmatch(r"[^\s/?#,]+-\d{5}", slugs[person])
            assert re.fullmatch(r"[a-z-]+\.[a-z-]+\.\d+@example\.org", mails[person])

    def test_companies(self, world: World) -> None:
        """Company names are unique, sizes heavy-tailed, and people get the industry of their company."""
        table = world.companies_table()
        industries = {company: industry for company, industry, _, _ in table}
        assert len(industries) == len(table)
        for person in range(0, len(world), 50):
            assert world.industry[person] == industries[world.company[person]]
        staff = sorted(Counter(world.company.texts()).values(), reverse=True)
        assert staff[0] > 8 * np.median(staff)
        assert len({size for _, _, size, _ in table}) > 3

    def test_columns(self, world: World) -> None:
        """Every column of people has a text for everyone, and ids are the numbers."""
        columns = world.people_columns()
        assert {len(values) for values in columns.values()} == {len(world)}
        assert columns["id"] == list(range(len(world)))
        assert all(value for name, values in columns.items() if name != "id" for value in values)
        assert Column(codes=np.array([], dtype=np.int32), values=("a",)).texts() == []

    @pytest.mark.parametrize(
        ("people", "options"),
        [
            (1, {}),
            (-5, {}),
            (10, {"seed": -1}),
            (10, {"mean_contacts": 0.0}),
            (10, {"mean_contacts": float("nan")}),
        ],
    )
    def test_bad_options(self, people: int, options: dict[str, Any]) -> None:
        """An option out of range is an error that names it."""
        with pytest.raises(OptionError, match=next(iter(options), "people")):
            make_world(people, **options)


class TestOwners:
    def test_cluster(self, world: World) -> None:
        """Owners are an ego and contacts of the ego, who share more contacts with it than its contacts usually do."""
        ego, *others = world.choose_owners(8, seed=2)
        assert len({ego, *others}) == 8
        contacts = set(world.contacts(ego).tolist())
        assert set(others) <= contacts
        assert all(50 <= len(world.contacts(other)) <= 900 for other in others)
        shared = {one: len(contacts & set(world.contacts(one).tolist())) for one in contacts}
        assert np.mean([shared[other] for other in others]) > 2 * np.mean(list(shared.values()))

    def test_pool_has_several_introducers(self, world: World) -> None:
        """In a pool of owners' lists many people two ties from the ego can be reached through several owners."""
        ego, *others = world.choose_owners(8, seed=2)
        near = {ego, *world.contacts(ego).tolist()}
        reached = Counter(person for other in others for person in world.contacts(other).tolist())
        assert sum(count > 1 for person, count in reached.items() if person not in near) > 30

    def test_around_and_seed(self, world: World) -> None:
        """The ego can be given; the choice depends on the seed alone."""
        assert world.choose_owners(3, around=17)[0] == 17
        assert world.choose_owners(5, seed=3) == world.choose_owners(5, seed=3)
        assert len({tuple(world.choose_owners(5, seed=seed)) for seed in range(5)}) > 1

    def test_everybody(self) -> None:
        """Even all people of a small, sparse world can be owners."""
        world = make_world(30, mean_contacts=1.5)
        assert sorted(world.choose_owners(30)) == list(range(30))

    @pytest.mark.parametrize(("count", "around"), [(0, None), (2_001, None), (3, 2_000), (3, -1)])
    def test_bad_options(self, world: World, count: int, around: int | None) -> None:
        """More owners than people, none, or an unknown ego is an error."""
        with pytest.raises(OptionError):
            world.choose_owners(count, around=around)


class TestLinkedIn:
    def test_bytes_repeat(self, world: World, owner: int, tmp_path: Path) -> None:
        """The same world gives the same bytes, under LinkedIn's name, with its files in order."""
        first = write_linkedin_export(world, owner, tmp_path / "a")
        second = write_linkedin_export(make_world(2_000, seed=1), owner, tmp_path / "b")
        assert first.read_bytes() == second.read_bytes()
        assert re.fullmatch(r"Complete_LinkedInDataExport_06-30-2025_[a-z-]+-\d{5}\.zip", first.name)
        with zipfile.ZipFile(first) as archive:
            assert archive.namelist() == sorted(archive.namelist())

    def test_folder_has_the_same_files(self, world: World, owner: int, tmp_path: Path) -> None:
        """The export as a folder holds what the zip holds; the basic archive holds less."""
        path = write_linkedin_export(world, owner, tmp_path)
        folder = write_linkedin_export(world, owner, tmp_path, as_zip=False)
        with zipfile.ZipFile(path) as archive:
            assert {name: archive.read(name) for name in archive.namelist()} == {
                file.relative_to(folder).as_posix(): file.read_bytes()
                for file in folder.rglob("*")
                if file.is_file()
            }
        basic = write_linkedin_export(world, owner, tmp_path, complete=False)
        assert basic.name.startswith("Basic_LinkedInDataExport_")
        assert set(read_zip(basic)) < set(read_zip(path))
        assert set(read_zip(basic)) == set(linkedin_truth(world, owner, complete=False).file_rows)

    def test_row_counts(self, world: World, owner: int, files: dict[str, list[list[str]]]) -> None:
        """Every file has as many rows below its header as the truth says."""
        truth = linkedin_truth(world, owner)
        heads = {name: 4 if name == "Connections.csv" else 1 for name in files}
        assert {name: len(rows) - heads[name] for name, rows in files.items()} == truth.file_rows
        assert truth.file_rows["Connections.csv"] == len(truth.connections) + truth.hidden_rows
        assert truth.file_rows["Invitations.csv"] == truth.pending_invitations + truth.accepted_invitations

    def test_connections(self, world: World, owner: int, files: dict[str, list[list[str]]]) -> None:
        """Connections.csv has the preamble, the header on line 4, all contacts, and rows with only a date."""
        rows = files["Connections.csv"]
        assert rows[0] == ["Notes:"]
        assert len(rows[1]) == 1
        assert rows[2] == []
        found = records(rows[3:])
        assert list(found[0]) == [
            *("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"),
        ]
        truth = linkedin_truth(world, owner)
        named = {slug_of(row["URL"]): row for row in found if row["URL"]}
        assert (
            set(named)
            == set(truth.connections)
            == {world.slug(one) for one in world.contacts(owner).tolist()}
        )
        for slug, row in named.items():
            connection = truth.connections[slug]
            assert row["First Name"] == connection.first_name == world.first_name[connection.person]
            assert row["Last Name"].startswith(world.last_name[connection.person])
            assert row["Company"] in ("", world.company[connection.person])
            assert row["Position"] in ("", world.title[connection.person])
            assert row["Email Address"] in ("", world.email(connection.person))
            assert dt.datetime.strptime(row["Connected On"], "%d %b %Y").date() == connection.connected_on
        hidden = [row for row in found if not row["URL"]]
        assert len(hidden) == truth.hidden_rows > 0
        assert all(not any(list(row.values())[:-1]) and row["Connected On"] for row in hidden)
        assert all(re.fullmatch(r"\d\d [A-Z][a-z][a-z] 20\d\d", row["Connected On"]) for row in found)
        assert all(url.isascii() for url in (row["URL"] for row in found))

    def test_rare_cells(self, world: World) -> None:
        """About 3 % of contacts show an e-mail address, a few show no company, and it is the same people for all."""
        rows = [
            one
            for owner in world.choose_owners(6)
            for one in linkedin_truth(world, owner).connections.values()
        ]
        assert 0.01 < sum(bool(row.email) for row in rows) / len(rows) < 0.06
        assert 0.01 < sum(not row.company for row in rows) / len(rows) < 0.06
        assert any("," in row.last_name for row in rows)
        seen: dict[str, tuple[str, ...]] = {}
        for row in rows:
            shown = (row.first_name, row.last_name, row.email, row.company, row.position)
            assert seen.setdefault(row.slug, shown) == shown

    def test_messages(self, world: World, owner: int, files: dict[str, list[list[str]]]) -> None:
        """The messages, counted anew from the file, are those of the truth, per person and kind."""
        truth = linkedin_truth(world, owner)
        rows = records(files["messages.csv"])
        assert list(rows[0])[-2:] == ["ATTACHMENTS", "IS MESSAGE DRAFT"]
        assert len(rows[0]) == 12
        dates = [dt.datetime.strptime(row["DATE"], "%Y-%m-%d %H:%M:%S UTC") for row in rows]
        assert dates == sorted(dates, reverse=True)
        assert max(dates).date() <= world.as_of
        drafts = [row for row in rows if row["IS MESSAGE DRAFT"] == "true"]
        anonymous = [row for row in rows if not row["SENDER PROFILE URL"]]
        assert len(drafts) == truth.drafts > 0
        assert len(anonymous) == truth.anonymous_messages > 0
        tallies: dict[bool, dict[str, list[tuple[bool, dt.date]]]] = {True: {}, False: {}}
        groups = 0
        for row, date in zip(rows, dates, strict=True):
            recipients = [slug_of(url) for url in row["RECIPIENT PROFILE URLS"].split(",")]
            sender = slug_of(row["SENDER PROFILE URL"])
            assert truth.owner_slug in (sender, *recipients)
            groups += len(recipients) > 1
            if row in drafts or row in anonymous:
                continue
            for other in recipients if sender == truth.owner_slug else [sender]:
                kept = tallies[len(recipients) > 1].setdefault(other, [])
                kept.append((sender == truth.owner_slug, date.date()))
        assert groups == truth.group_messages > 0
        for group, expected in ((False, truth.direct), (True, truth.groups)):
            assert set(tallies[group]) == set(expected)
            for slug, kept in tallies[group].items():
                days = [day for _, day in kept]
                one = expected[slug]
                assert (one.sent, one.received) == (
                    sum(own for own, _ in kept),
                    sum(not own for own, _ in kept),
                )
                assert (one.days, one.first, one.last) == (len(set(days)), min(days), max(days))

    def test_messages_are_those_of_the_ties(self, world: World, owner: int) -> None:
        """What a contact and the owner wrote one to one is what the tie says; strangers only wrote one way."""
        truth = linkedin_truth(world, owner)
        slugs = {world.slug(one): one for one in world.contacts(owner).tolist()}
        for row in world.tie_rows(owner).tolist():
            lo, hi = int(world.ties.lo[row]), int(world.ties.hi[row])
            up, down = int(world.ties.messages_up[row]), int(world.ties.messages_down[row])
            sent, received = (up, down) if lo == owner else (down, up)
            found = truth.direct.get(world.slug(hi if lo == owner else lo))
            assert (found.sent, found.received) == (sent, received) if found else sent + received == 0
        for slug, found in truth.direct.items():
            if slug in slugs:
                assert found.first >= truth.connections[slug].connected_on
            else:
                assert min(found.sent, found.received) == 0

    def test_content_is_hard_to_read(self, files: dict[str, list[list[str]]]) -> None:
        """Messages have several lines, quotes and commas; a group has several names in one cell."""
        rows = records(files["messages.csv"])
        assert any("\n" in row["CONTENT"] for row in rows)
        assert any('"' in row["CONTENT"] and "," in row["CONTENT"] for row in rows)
        assert any(", " in row["TO"] for row in rows)
        assert any("\n\n" in row["Summary"] for row in records(files["Profile.csv"]))

    def test_invitations(self, world: World, owner: int, files: dict[str, list[list[str]]]) -> None:
        """Invitations name the owner on the right side; accepted ones are with connections, pending ones are not."""
        truth = linkedin_truth(world, owner)
        others: list[str] = []
        notes: set[str] = set()
        for row in records(files["Invitations.csv"]):
            ends = [slug_of(row["inviterProfileUrl"]), slug_of(row["inviteeProfileUrl"])]
            own = ends.index(truth.owner_slug)
            assert row["Direction"] == ("OUTGOING", "INCOMING")[own]
            assert row[("From", "To")[own]] == truth.owner_name
            other = ends[1 - own]
            others.append(other)
            assert re.fullmatch(r"\d{1,2}/\d{1,2}/\d\d, \d{1,2}:\d\d [AP]M", row["Sent At"])
            day = dt.datetime.strptime(row["Sent At"], "%m/%d/%y, %I:%M %p").date()
            assert day <= world.as_of
            if other in truth.connections:
                assert day <= truth.connections[other].connected_on
                notes |= {other} if row["Message"] else set()
        accepted = sum(other in truth.connections for other in others)
        assert accepted == truth.accepted_invitations > 0
        assert len(others) - accepted == truth.pending_invitations > 0
        assert notes == truth.invitation_notes

    def test_owner_files(self, world: World, owner: int, files: dict[str, list[list[str]]]) -> None:
        """Profile, addresses, positions and school are the owner's."""
        profile = records(files["Profile.csv"])[0]
        truth = linkedin_truth(world, owner)
        assert f"{profile['First Name']} {profile['Last Name']}" == truth.owner_name
        assert profile["Industry"] == world.industry[owner]
        mails = records(files["Email Addresses.csv"])
        assert tuple(row["Email Address"] for row in mails) == truth.owner_emails
        assert [row["Primary"] for row in mails] == ["Yes", "No"]
        positions = records(files["Positions.csv"])
        assert (positions[0]["Title"], positions[0]["Company Name"]) == (
            world.title[owner],
            world.company[owner],
        )
        assert positions[0]["Finished On"] == ""
        assert all(dt.datetime.strptime(row["Started On"], "%b %Y") for row in positions)
        assert records(files["Education.csv"])[0]["School Name"] == world.school[owner]

    def test_machine_talk_is_apart(self, files: dict[str, list[list[str]]]) -> None:
        """Practice talks with a machine stand in a file of their own, under the header of the messages."""
        practice = files["learning_role_play_messages.csv"]
        assert practice[0] == files["messages.csv"][0][:10]
        assert len(practice) > 1

    def test_two_owners_agree(self, world: World) -> None:
        """Two exports of a pool tell the same of the messages and the invitation between their owners."""
        owners = world.choose_owners(6)
        truths = [linkedin_truth(world, owner) for owner in owners]
        compared = 0
        for one in truths:
            for two in truths:
                mine, theirs = one.direct.get(two.owner_slug), two.direct.get(one.owner_slug)
                assert (mine is None) == (theirs is None)
                if mine and theirs:
                    compared += 1
                    assert (mine.sent, mine.received) == (theirs.received, theirs.sent)
                    assert (mine.days, mine.first, mine.last) == (theirs.days, theirs.first, theirs.last)
                assert (one.owner_slug in two.invitation_notes) == (two.owner_slug in one.invitation_notes)
        assert compared > 0

    def test_earlier_day(self, world: World, owner: int, tmp_path: Path) -> None:
        """An export of an earlier day holds a part of the later one, and nothing newer than its day."""
        day = dt.date(2023, 3, 31)
        now, then = linkedin_truth(world, owner), linkedin_truth(world, owner, as_of=day)
        path = write_linkedin_export(world, owner, tmp_path, as_of=day)
        assert "_03-31-2023_" in path.name
        assert set(then.connections) < set(now.connections)
        assert all(one.connected_on <= day for one in then.connections.values())
        assert all(one.last <= day for one in then.direct.values())
        assert then.file_rows["messages.csv"] == len(read_zip(path)["messages.csv"]) - 1

    def test_strangers(self, world: World, graph: nx.Graph, owner: int) -> None:
        """Strangers are exactly the people two ties away."""
        lengths = nx.single_source_shortest_path_length(graph, owner, cutoff=2)
        assert strangers(world, owner).tolist() == sorted(
            one for one, length in lengths.items() if length == 2
        )

    def test_everyone_can_export(self, tmp_path: Path) -> None:
        """Every person of a small world has a readable export, also with a single contact."""
        world = make_world(40, seed=9, mean_contacts=2)
        for person in range(len(world)):
            files = read_zip(write_linkedin_export(world, person, tmp_path))
            assert (
                len(files["Connections.csv"]) - 4
                == linkedin_truth(world, person).file_rows["Connections.csv"]
            )
        with pytest.raises(OptionError, match="owner=40"):
            linkedin_truth(world, 40)


class TestTables:
    @pytest.mark.parametrize("fmt", ["csv", "parquet"])
    def test_tables_hold_the_world(self, world: World, tmp_path: Path, fmt: str) -> None:
        """People, ties and companies read back are those of the world."""
        paths = write_world_tables(world, tmp_path / "new", fmt=fmt)
        read = pyarrow.csv.read_csv if fmt == "csv" else pyarrow.parquet.read_table
        tables = {name: read(path) for name, path in paths.items()}
        assert tables["people"].to_pydict() == world.people_columns()
        assert tables["ties"]["source"].to_pylist() == world.ties.lo.tolist()
        assert tables["ties"]["target"].to_pylist() == world.ties.hi.tolist()
        assert tables["ties"]["since"].to_pylist() == world.ties.connected_on.tolist()
        assert np.allclose(tables["ties"]["weight"].to_numpy(), world.ties.closeness, atol=1e-4)
        companies = [tuple(row.values()) for row in tables["companies"].to_pylist()]
        assert companies == world.companies_table()

    def test_unknown_format(self, world: World, tmp_path: Path) -> None:
        """An unknown format is an error that names the known ones."""
        with pytest.raises(OptionError, match="csv and parquet"):
            write_world_tables(world, tmp_path, fmt="xlsx")


class TestSeedPool:
    def test_counts(self, tmp_path: Path) -> None:
        """8,911 people match within three degrees and 131 of them are contacts: 1.47 % and 98.53 %."""
        pool = make_seed_pool(seed=3)
        graph = nx.Graph(list(zip(pool.sources.tolist(), pool.targets.tolist(), strict=True)))
        assert graph.number_of_edges() == len(pool.sources)
        distance = nx.single_source_shortest_path_length(graph, pool.ego)
        wanted = set(pool.query.split())
        matching = [
            person
            for person, title in zip(pool.people["id"], pool.people["title"], strict=True)
            if wanted <= set(str(title).casefold().split())
        ]
        layers = Counter(distance.get(person, -1) for person in matching)
        assert tuple(layers[degree] for degree in (1, 2, 3)) == pool.matching == (131, 2_310, 6_470)
        assert sum(pool.matching) == 8_911
        assert layers[-1] + layers[4] == pool.unreachable
        assert layers[0] == 0
        everyone = Counter(distance.values())
        assert tuple(everyone[degree] for degree in (1, 2, 3)) == pool.degrees
        assert f"{pool.matching[0] / 8_911:.2%}" == "1.47%"
        assert f"{sum(pool.matching[1:]) / 8_911:.2%}" == "98.53%"
        paths = write_seed_tables(pool, tmp_path)
        assert pyarrow.csv.read_csv(paths["people"]).num_rows == len(pool.people["id"])
        assert pyarrow.csv.read_csv(paths["ties"]).num_rows == len(pool.sources)

    def test_same_seed_same_pool(self) -> None:
        """The same seed gives the same pool."""
        one, two = make_seed_pool(seed=2), make_seed_pool(seed=2)
        assert one.people == two.people
        assert np.array_equal(one.sources, two.sources)
        assert one.ego == two.ego


def test_import_is_light() -> None:
    """Importing `netreach.testing` loads neither pytest nor NumPy, and unknown names are an AttributeError."""
    code = (
        "import sys, netreach.testing as t\n"
        "heavy = {'pytest', 'numpy', 'pyarrow', 'igraph', 'duckdb'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "assert set(t.__all__) <= set(dir(t))\n"
        "assert t.__all__ == sorted(t.__all__)\n"
        "assert all(callable(getattr(t, name)) for name in t.__all__)\n"
        "assert 'pytest' not in sys.modules\n"
        "try:\n    t.nothing\nexcept AttributeError:\n    pass\nelse:\n    raise SystemExit(1)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
