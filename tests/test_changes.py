"""What has changed between two states, compared with sets in plain Python; and what a source shows to others."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import pickle
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import netreach as nr
from netreach.cli import app
from netreach.errors import OptionError, ProfessionalNotFoundError, SourceNotFoundError
from netreach.identity import changes, derive
from netreach.model import EvidenceRecord, HistoryRecord, Owner, PersonRecord, Record
from netreach.snapshot import Snapshot
from netreach.store.builder import SourceBuilder
from netreach.store.decisions import Decision
from netreach.store.source import Source

OLD, NEW = dt.date(2024, 1, 1), dt.date(2026, 1, 1)
NAMES = ["Ana", "Ben", "Eva", "Kim", "Lia", "Max"]


def key(name: str) -> str:
    """The key of somebody."""
    return f"linkedin:{name.casefold()}"


def export(
    owner: str,
    contacts: Iterable[str],
    day: dt.date,
    *,
    jobs: Mapping[str, tuple[str, str]] | None = None,
    messages: Mapping[str, int] | None = None,
    more: Sequence[Record] = (),
    sharing: str = "strength",
) -> Source:
    """An archive: contacts with title and company, and how many messages were written each way."""
    label = f"{owner} {day} {sorted(contacts)} {jobs} {messages}"
    builder = SourceBuilder(file=f"{owner}.zip", sha256=label, importer="test", options={}, sharing=sharing)
    records: list[Record] = [Owner(keys=(key(owner),), name=owner, complete_list=True), *more]
    records.append(PersonRecord(keys=(key(owner),), name=owner, as_of=day))
    for name in contacts:
        title, company = (jobs or {}).get(name, ("", ""))
        records.append(PersonRecord(keys=(key(name),), name=name, title=title, company=company, as_of=day))
        records.append(
            EvidenceRecord(a=key(owner), b=key(name), kind="connection", first=day, last=day, days=1)
        )
    for name, count in (messages or {}).items():
        records.append(
            EvidenceRecord(
                a=key(owner),
                b=key(name),
                kind="message",
                count_ab=count,
                count_ba=count,
                days=count,
                first=OLD,
                last=day,
            )
        )
    builder.take(records)
    return builder.build()


def network_of(*sources: Source) -> nr.Network:
    """A network in memory."""
    network = nr.Network(None)
    network._change(lambda *_: (tuple(sources), ()))
    return network


# --- against plain Python -----------------------------------------------------------------------------------------

circles = st.dictionaries(
    st.sampled_from(NAMES[:4]),
    st.lists(st.sampled_from(NAMES), max_size=4, unique=True),
    min_size=1,
    max_size=4,
)
jobs = st.dictionaries(
    st.sampled_from(NAMES),
    st.tuples(
        st.sampled_from(["CEO", "ceo", "Clerk", ""]), st.sampled_from(["Acme", "Acme S.L.", "Beta", ""])
    ),
)


def version(
    circle: Mapping[str, Sequence[str]], jobs: Mapping[str, tuple[str, str]], day: dt.date
) -> Snapshot:
    """What some owners' archives say."""
    return Snapshot(
        derive(
            [
                export(owner, [name for name in contacts if name != owner], day, jobs=jobs)
                for owner, contacts in circle.items()
            ]
        )
    )


def graph(circle: Mapping[str, Sequence[str]]) -> networkx.Graph[str]:
    """The same archives as a graph of names."""
    made: networkx.Graph[str] = networkx.Graph()
    for owner, contacts in circle.items():
        made.add_node(owner)
        made.add_edges_from((owner, name) for name in contacts if name != owner)
    return made


@settings(max_examples=80, deadline=None)
@given(circles, circles, jobs, jobs, st.sampled_from([None, 0, 1, 2]))
def test_changes_equal_sets(
    old: dict[str, list[str]],
    new: dict[str, list[str]],
    old_jobs: dict[str, tuple[str, str]],
    new_jobs: dict[str, tuple[str, str]],
    limit: int | None,
) -> None:
    """People, ties, jobs and degrees that differ are those that differ between two graphs of names."""
    before, after = version(old, old_jobs, OLD), version(new, new_jobs, NEW)
    then, now = graph(old), graph(new)
    ego = next(iter(new))
    found = changes(
        before, after, since="then", ego=after.vertex_of_key(key(ego)), limit=limit, language="en"
    )
    both = set(then) & set(now)
    ties_then = {frozenset(tie) for tie in then.edges if set(tie) <= both}
    ties_now = {frozenset(tie) for tie in now.edges}
    expected_ties = {frozenset(tie) for tie in now.edges} - {frozenset(tie) for tie in then.edges}

    def job(circle: Mapping[str, Sequence[str]], said: Mapping[str, tuple[str, str]], name: str) -> list[str]:
        listed = any(name in contacts and name != owner for owner, contacts in circle.items())
        title, company = said.get(name, ("", "")) if listed else ("", "")
        return [title.casefold(), company.casefold().removesuffix(" s.l.")]

    moved = {
        name
        for name in both
        if any(
            a and b and a != b
            for a, b in zip(job(old, old_jobs, name), job(new, new_jobs, name), strict=True)
        )
    }
    hops_then = networkx.single_source_shortest_path_length(then, ego, 3) if ego in then else {}
    hops_now = networkx.single_source_shortest_path_length(now, ego, 3)
    nearer = {name for name, hops in hops_now.items() if name != ego and hops < hops_then.get(name, 99)}
    farther = {name for name, hops in hops_then.items() if name in now and hops < hops_now.get(name, 99)}
    assert found.counts == {
        "new_people": len(set(now) - set(then)),
        "gone_people": len(set(then) - set(now)),
        "new_ties": len(expected_ties),
        "ended_ties": len(ties_then - ties_now),
        "job_moves": len(moved),
        "nearer": len(nearer),
        "farther": len(farther),
    }
    for name, shown in (
        ("new_people", {person.name for person in found.new_people}),
        ("new_ties", {frozenset((tie.a.name, tie.b.name)) for tie in found.new_ties}),
        ("ended_ties", {frozenset((tie.a.name, tie.b.name)) for tie in found.ended_ties}),
        ("job_moves", {move.person.name for move in found.job_moves}),
        ("nearer", {near.person.name for near in found.nearer}),
    ):
        everything = {
            "new_people": set(now) - set(then),
            "new_ties": expected_ties,
            "ended_ties": ties_then - ties_now,
            "job_moves": moved,
            "nearer": nearer,
        }[name]
        assert shown <= everything
        assert len(shown) == (len(everything) if limit is None else min(limit, len(everything)))
    for near in found.nearer:
        assert (near.before, near.now) == (hops_then.get(near.person.name), hops_now[near.person.name])
    assert sum(shift.count for shift in found.shifts) == len(nearer) + len(farther)


# --- a story ------------------------------------------------------------------------------------------------------


@pytest.fixture
def pool() -> nr.Network:
    """Two archives of Ana, two years apart, and one of Ben between them."""
    return network_of(
        export("Ana", ["Ben", "Eva"], OLD, jobs={"Ben": ("Clerk", "Acme")}),
        export("Ben", ["Ana", "Kim"], dt.date(2025, 1, 1)),
        export(
            "Ana",
            ["Ben", "Kim"],
            NEW,
            jobs={"Ben": ("Director", "Beta, S.L.")},
            more=[
                HistoryRecord(
                    person=key("Ben"),
                    kind="work",
                    organisation="BETA",
                    title="Director",
                    start=dt.date(2025, 5, 1),
                )
            ],
        ),
    )


def test_a_day_means_the_sources_up_to_it(pool: nr.Network) -> None:
    """Since a day compares with what the sources of that day gave, whichever was imported when."""
    found = pool.changes(since=OLD, ego=key("Ana"))
    assert [(tie.a.name, tie.b.name) for tie in found.ended_ties] in ([("Ana", "Eva")], [("Eva", "Ana")])
    assert [person.name for person in found.new_people] == ["Kim"]
    assert [(near.person.name, near.before, near.now) for near in found.nearer] == [("Kim", None, 1)]
    [move] = found.job_moves
    assert (move.title_before, move.company_before) == ("Clerk", "Acme")
    assert (move.person.title, move.person.company) == ("Director", "Beta, S.L.")
    assert move.when == dt.date(2025, 5, 1)
    later = pool.changes(since="2025-06-01", ego="Ana")
    assert [(near.person.name, near.before, near.now) for near in later.nearer] == [("Kim", 2, 1)]
    assert not pool.changes(since="2026-01-01")
    assert pool.changes(since=dt.datetime(2026, 1, 1)).counts["new_ties"] == 0
    assert pool.changes(since="1999-01-01").counts["new_people"] == 4


def test_the_answer_speaks_both_languages(pool: nr.Network) -> None:
    """The text says what changed, in English and Spanish, and names from files do not act."""
    found = pool.changes(since=OLD, ego="Ana")
    text = str(found)
    assert "Changes since" in text
    assert "Ben: Clerk, Acme → Director, Beta, S.L. (" in text
    assert "Kim: farther → 1st" in text
    assert "1 tie ended:" in text
    assert "Cambios desde el 1 ene 2024" in found.text(language="es")
    assert "1 vínculo terminado:" in found.text(language="es")
    assert "Nothing has changed." in str(pool.changes(since=NEW))
    assert "<table" in found._repr_html_()
    assert pickle.loads(pickle.dumps(found)) == found


def test_the_table_for_notebooks_speaks_the_language_of_the_answer(pool: nr.Network) -> None:
    """Heads, kinds of changes and degrees in the table of a notebook are words of the language."""
    for language, heads, words in (
        (
            "en",
            ["change", "name", "with", "before", "now", "day"],
            ("people who came nearer", "farther", "1st"),
        ),
        (
            "es",
            ["cambio", "nombre", "con", "antes", "ahora", "día"],
            ("vínculos terminados", "más lejos", "1.º"),
        ),
    ):
        table = pool.changes(since=OLD, ego="Ana", language=language)._repr_html_().rpartition("<table")[2]
        assert re.findall(r"<th [^>]*>([^<]*)", table) == heads
        cells = re.findall(r"<td[^>]*>([^<]*)", table)
        assert set(words) <= set(cells)
        assert not set(cells) & {"nearer", "new_tie", "ended_tie", "job_move", "new_person"}


def test_plain_data_and_csv(pool: nr.Network) -> None:
    """JSON and CSV hold the same changes under stable keys."""
    found = pool.changes(since=OLD, ego="Ana")
    data = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert data["schema"] == 1
    assert data["version"] == pool.version
    assert data["counts"] == dict(found.counts)
    assert data["job_moves"][0]["from"] == {"title": "Clerk", "company": "Acme"}
    assert data["nearer"] == [{"person": data["nearer"][0]["person"], "from": None, "to": 1}]
    assert data["shifts"] == [{"from": None, "to": 1, "count": 1}, {"from": 1, "to": None, "count": 1}]
    rows = list(csv.DictReader(io.StringIO(found.to_csv())))
    assert [row["change"] for row in rows] == [
        "nearer",
        "new_tie",
        "new_tie",
        "ended_tie",
        "job_move",
        "new_person",
    ]
    assert len(list(csv.DictReader(io.StringIO(pool.changes(since=OLD, limit=0).to_csv())))) == 0


def test_merged_people_are_one(pool: nr.Network) -> None:
    """A merge since then makes nobody new and nobody move."""
    before = pool.snapshot
    pool.merge("Eva", "Kim")
    found = pool.changes(since=before)
    assert found.counts["new_people"] == 0
    assert found.counts["gone_people"] == 0
    assert found.counts["ended_ties"] == 0
    pool.hide("Ben")
    assert "Ben" not in pool.changes(since=before, limit=None).to_csv()


def test_versions_on_disk(pool: nr.Network, tmp_path: Path) -> None:
    """A version that is still there can be compared with; another one is an error that lists them."""
    with pool.save(tmp_path / "pool") as network:
        before = network.version
        with nr.open(tmp_path / "pool") as other:
            network.declare("Ana", "Eva")
            assert network.changes(since=before).counts["new_ties"] == 1
            assert network.changes(since=before[:6]).version_before == before
            assert network.changes(since=other).counts["new_ties"] == 1
        assert not network.changes(since=network.version)
        with pytest.raises(OptionError, match=before):
            network.changes(since="v0000")
        with pytest.raises(OptionError, match="limit"):
            network.changes(since=before, limit=-1)
        with pytest.raises(ProfessionalNotFoundError):
            network.changes(since=before, ego="Nobody")


# --- what a source shows to others --------------------------------------------------------------------------------


def shared(sharing: str) -> nr.Network:
    """Ana writes with Ben; Eva, a contact of Ben, looks on."""
    return network_of(
        export("Ana", ["Ben", "Eva"], NEW, messages={"Ben": 37}, sharing=sharing), export("Eva", ["Ana"], OLD)
    )


def test_sharing_can_be_decided_later() -> None:
    """What a source shows follows the last decision; the version changes, and so do the answers to others."""
    network = shared("names")
    source = next(info for info in network.sources if info.owner_name == "Ana")
    told = {}
    for sharing in ("names", "strength", "full"):
        before = network.version
        network.share(source.id, sharing)
        assert next(info for info in network.sources if info.id == source.id).sharing == sharing
        assert (network.version == before) == (sharing == "names")
        ranking = network.ego(key("Eva")).introducers(key("Ben"))
        told[sharing] = " ".join(introducer.explain() for introducer in ranking)
        assert "37" not in told[sharing] or sharing == "full"
        about_ben = [
            tie.since
            for tie in network.changes(since="1999-01-01", ego=key("Eva")).new_ties
            if "Ben" in (tie.a.name, tie.b.name)
        ]
        assert about_ben == [OLD if sharing == "full" else None]
    assert len(set(told.values())) == 3
    own = network.evidence(key("Ana"), key("Ben"))
    assert any(fact.count_ab == 37 for fact in own)
    with pytest.raises(OptionError, match="choose from names, strength, full"):
        network.share(source.id, "all")
    with pytest.raises(SourceNotFoundError):
        network.share("s0", "full")


def test_raw_evidence_is_the_holders() -> None:
    """`Network.evidence` reads the files as they are, whatever is shared: it has no viewpoint."""
    network = shared("names")
    assert (
        sum(fact.count_ab for fact in network.evidence(key("Ana"), key("Ben")) if fact.kind == "message")
        == 37
    )


def test_decisions_about_sharing_go_with_the_source() -> None:
    """Removing a source takes what was decided about it: the version is as if it had never been there."""
    one, other = export("Ana", ["Ben"], NEW), export("Eva", ["Ana"], OLD)
    network = network_of(one)
    version = network.version
    network._change(lambda sources, said: ((*sources, other), said))
    network.share(other.info.id, "full")
    network.remove(other.info.id)
    assert network.version == version
    assert Decision.from_dict(Decision(kind="share", source="s1", sharing="full").to_dict()) == Decision(
        kind="share", source="s1", sharing="full"
    )


# --- on the command line ------------------------------------------------------------------------------------------


def run(*words: object) -> tuple[int, str]:
    """What a command prints, and its exit code."""
    result = CliRunner().invoke(app, [str(word) for word in words], prog_name="netreach")
    return result.exit_code, result.output


def test_the_command(pool: nr.Network, tmp_path: Path) -> None:
    """The command compares with a day or with the version before, as text, JSON and CSV."""
    path = tmp_path / "pool"
    with pool.save(path) as network:
        code, said = run("changes", path)
        assert code == 0
        assert "nothing to compare with yet" in said
        network.declare("Ana", "Eva")
    code, said = run("changes", path)
    assert code == 0
    assert "1 new tie:" in said
    code, said = run("changes", path, "--since", OLD, "--ego", "Ana", "--json")
    assert code == 0
    assert json.loads(said)["counts"]["job_moves"] == 1
    code, said = run("changes", path, "--since", OLD, "--csv", tmp_path / "changes.csv", "--language", "es")
    assert code == 0
    assert len((tmp_path / "changes.csv").read_text(encoding="utf-8").splitlines()) > 3
    assert run("changes", path, "--since", "yesterday")[0] == 2
    code, said = run("search", path, "--ego", "Ana", "--company", "Acme", "--scope", "past")
    assert code == 0
    assert "looked at the past" in said
    assert run("search", path, "--ego", "Ana", "--scope", "then")[0] == 2
    assert "Earlier, as exports of those days said" in run("person", path, "Ben")[1]
