"""Candidates: who may be one human, found, weighed, explained; and the review of them."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import json
import math
import pickle
import random
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import netreach as nr
from netreach.answers.candidates import Candidates
from netreach.cli import review as reviewing
from netreach.cli.program import app
from netreach.errors import OptionError
from netreach.identity.matching.names import name_words, read_names, spelling
from netreach.identity.matching.nicknames import nicknames
from netreach.identity.said import Groups
from netreach.network import Network
from netreach.testing import make_world, write_linkedin_export
from netreach.testing.dirt import DirtyRow, dirty_connections
from netreach.testing.worlds import World


def two(one: str, other: str, **more: list[str]) -> Network:
    """A network in which two of three people may be one, each known by an address only."""
    people = {
        "id": ["a", "b", "c"],
        "name": [one, other, "Kim Lee"],
        **{name: [*values, ""] for name, values in more.items()},
    }
    return nr.from_edges(["a", "b"], ["c", "c"], people=people)


def pair(network: Network, min_score: float = -100) -> tuple[float, set[str]]:
    """The score of the only candidate, and its kinds of reasons; minus infinity where there is none."""
    found = network.candidates(min_score=min_score)
    return (found[0].score, {reason.kind for reason in found[0].reasons}) if found else (-math.inf, set())


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Ana Ruiz", "Ana Ruiz", "name_same"),
        ("Ana Ruiz", "RUIZ, Ana", "name_same"),
        ("Ana Ruiz", "A. Ruiz", "name_initial"),
        ("Ana Ruiz", "Ruiz A", "name_initial"),
        ("Ana María Ruiz", "Ana Ruiz", "name_extra_word"),
        ("Robert Lund", "Bob Lund", "name_form"),
        ("José Ortega", "Pepe Ortega", "name_form"),
        ("Francisco Gil", "Paco Gil", "name_form"),
        ("Giuseppe Conti", "Beppe Conti", "name_form"),
        ("Zubair Kurz", "Zub Kurz", "name_slip"),
        ("Jürgen Müller", "Juergen Mueller", "name_form"),
        ("Søren Bjørk", "Soeren Bjoerk", "name_form"),
        ("Иван Петров", "Ivan Petrov", "name_same"),
        ("Γιώργος Νικολάου", "Giorgos Nikolaou", "name_same"),
        ("Yousef Haddad", "Yusuf Haddad", "name_form"),
        ("Ana Etxeberria", "Ana Etxebreria", "name_slip"),
        ("Gonzalo Prieto", "Gonzlo Prieto", "name_slip"),
        ("Dr. Eva Lund, MBA", "Eva Lund", "name_same"),
        ("Patrick O'Brien", "Patrick OBrien", "name_same"),
        ("María de la Fuente", "Maria Fuente", "name_same"),
    ],
)
def test_ways_of_writing_a_name_are_found(one: str, other: str, kind: str) -> None:
    """Order, initials, short forms, other languages and alphabets, titles, slips: each has its reason."""
    score, kinds = pair(two(one, other))
    assert kind in kinds
    assert score > 0


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ana Ruiz", "Eva Lund"), ("Ana Ruiz", "Ana Gil"), ("A. Ruiz", "B. Ruiz"), ("A. R.", "Ana Ruiz")],
)
def test_other_names_are_no_candidates(one: str, other: str) -> None:
    """Who shares one word of a name, or letters only, is not proposed."""
    assert not two(one, other).candidates(min_score=-1000)


def test_fields_speak_for_and_against() -> None:
    """The same company, title and place add to the score, others take away; what is unknown says nothing."""
    bare = pair(two("Ana Ruiz", "Ana Ruiz"))[0]
    same = {
        "company": ["Acme S.L.", "ACME"],
        "title": ["CMO", "CMO"],
        "location": ["Madrid, Spain", "Madrid"],
    }
    other = {"company": ["Acme", "Bolt"], "title": ["CMO", "Baker"], "location": ["Madrid", "Paris"]}
    for field, values in same.items():
        score, kinds = pair(two("Ana Ruiz", "Ana Ruiz", **{field: values}))
        assert score > bare
        assert f"{field}_same" in kinds
        score, kinds = pair(two("Ana Ruiz", "Ana Ruiz", **{field: other[field]}))
        assert score < bare
        assert f"{field}_other" in kinds
        assert pair(two("Ana Ruiz", "Ana Ruiz", **{field: [values[0], ""]}))[0] == pytest.approx(bare)
    alike = pair(two("Ana Ruiz", "Ana Ruiz", title=["Marketing Director", "Director of Marketing, EMEA"]))
    assert alike[0] > bare
    assert "title_alike" in alike[1]


def test_common_names_weigh_less() -> None:
    """The same name says less the more people bear it."""
    names = [
        "Ana Smith",
        "Ana Smith",
        "Eva Zubizarreta",
        "Eva Zubizarreta",
        *(f"N{n} Smith" for n in range(60)),
    ]
    numbers = list(range(len(names)))
    network = nr.from_edges(numbers[:-1], numbers[1:], people={"id": numbers, "name": names})
    score = {found.a.name: found.score for found in network.candidates(min_score=-100)}
    assert score["Ana Smith"] < score["Eva Zubizarreta"]


def profiles(tmp_path: Path, *rows: str, more: str = "") -> Network:
    """The network of Kim, whose list has these rows, and of Lia, whose list has more."""
    head = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    network = nr.open(tmp_path / "n.netreach", create=True)
    for owner, text in (("kim", "\n".join(rows)), ("lia", more)):
        if text:
            folder = tmp_path / owner
            folder.mkdir()
            (folder / "Connections.csv").write_text(f"{head}{text}\n")
            network.add(folder, owner=f"https://www.linkedin.com/in/{owner}")
    return network


URL = "https://www.linkedin.com/in/"


def test_two_profiles_and_one_list_speak_against(tmp_path: Path) -> None:
    """Two slugs, and two rows of one list, are strong evidence for two people, and no proof."""
    row = "Ana,Zubizarreta,{},,Acme,CMO,01 Jan 2024"
    network = profiles(tmp_path, row.format(f"{URL}ana-1"), row.format(f"{URL}ana-2"), more=row.format(""))
    found = {frozenset((p.a.keys[0], p.b.keys[0])): p for p in network.candidates(min_score=-100)}
    slugs, nameless = {"linkedin:ana-1", "linkedin:ana-2"}, "name:linkedin:lia/ana zubizarreta"
    against = found[frozenset(slugs)]
    assert {"two_profiles", "one_list"} <= {reason.kind for reason in against.reasons}
    for slug in slugs:
        assert found[frozenset((slug, nameless))].score > against.score + 10
    assert sum(reason.bits for reason in against.reasons if reason.bits < 0) < -10


def test_two_owners_with_profiles_are_never_proposed(tmp_path: Path) -> None:
    """Two people who each exported their own account are two people, whatever they are called."""
    network = nr.open(tmp_path / "n.netreach", create=True)
    for day, slug in enumerate(("ana-1", "ana-2"), start=1):
        folder = tmp_path / slug
        folder.mkdir()
        (folder / "Profile.csv").write_text("First Name,Last Name,Headline\nAna,Zubizarreta,CMO\n")
        (folder / "Connections.csv").write_text(
            "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
            f"Eva,Lund,{URL}eva,,Acme,CMO,0{day} Jan 2024\n"
        )
        network.add(folder, owner=f"{URL}{slug}")
    assert network.snapshot.count == 3
    assert not network.candidates(min_score=-100)


def test_addresses_that_look_like_a_name_are_compared(tmp_path: Path) -> None:
    """Somebody known by an address only is compared by the words of the address, and mailboxes by their names."""
    ties = tmp_path / "ties.csv"
    ties.write_text(
        "source,target\nana.zubizarreta@example.org,eva@example.org\nana.zubizarreta@example.com,kim@example.org\n"
    )
    found = nr.load(ties).candidates(min_score=-100)
    assert len(found) == 1
    assert {"handle_same", "name_same"} <= {reason.kind for reason in found[0].reasons}


NAMES = st.lists(
    st.tuples(
        st.sampled_from(["Ana", "A.", "Anna", "Bob", "Robert", "José Luis", "Pepe", "Иван", "Ivan", "林"]),
        st.sampled_from(["Ruiz", "Ruizz", "Lund", "O'Brien", "Müller", "Mueller", "Петров", "Petrov", ""]),
        st.sampled_from(["Acme", "ACME S.L.", "Bolt", ""]),
    ),
    min_size=2,
    max_size=12,
)


@given(NAMES)
@settings(max_examples=40)
def test_laws_of_candidates(rows: list[tuple[str, str, str]]) -> None:
    """Reasons add up; scores fall; no pair twice; limits, thresholds and pickling change nothing."""
    people = {
        "id": [f"k{n}" for n in range(len(rows))],
        "name": [f"{first} {last}".strip() for first, last, _ in rows],
        "company": [company for *_, company in rows],
    }
    network = nr.from_edges(people["id"], ["hub"] * len(rows), people=people)
    found = network.candidates(min_score=-50)
    pairs = [frozenset((p.a.id, p.b.id)) for p in found]
    assert len(set(pairs)) == len(pairs)
    assert all(len(two) == 2 for two in pairs)
    for one in found:
        assert math.fsum(reason.bits for reason in one.reasons) == pytest.approx(one.score, abs=1e-9)
        assert all(reason.text(language=language) for reason in one.reasons for language in ("en", "es"))
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True) or np.allclose(scores, sorted(scores, reverse=True))
    assert pickle.loads(pickle.dumps(found)) == found
    assert network.candidates(3, min_score=-50).found == found[:3]
    assert [one.score for one in network.candidates(min_score=5)] == [score for score in scores if score >= 5]


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Network, list[DirtyRow]]:
    """Ten owners' archives, of whose rows one in ten has lost profile and address, and has a dirty name."""
    folder = tmp_path_factory.mktemp("dirty")
    world = make_world(3_000, seed=5)
    rows: list[DirtyRow] = []
    paths = []
    for owner in world.choose_owners(10):
        path = write_linkedin_export(world, owner, folder, as_zip=False)
        rows += dirty_connections(world, owner, path, share=0.1)
        paths.append(path)
    return world, nr.load(*paths), rows


def test_dirty_names_are_found_again(dirty: tuple[World, Network, list[DirtyRow]]) -> None:
    """Of people whose safe key is gone, at least 95 % have their other self among the first three candidates."""
    world, network, rows = dirty
    snapshot = network.snapshot
    selves: defaultdict[int, set[str]] = defaultdict(set)
    for row in rows:
        selves[row.person].add(snapshot.ids([snapshot.vertex_of_key(row.key)])[0])
        if (clean := snapshot.vertex_of_key(f"linkedin:{world.slug(row.person)}")) >= 0:
            selves[row.person].add(snapshot.ids([clean])[0])
    candidates = network.candidates()
    first: defaultdict[str, list[str]] = defaultdict(list)
    for one in candidates:
        first[one.a.id].append(one.b.id)
        first[one.b.id].append(one.a.id)
    asked = found = strict = 0
    for row in rows:
        clean = snapshot.vertex_of_key(f"linkedin:{world.slug(row.person)}")
        if clean < 0:
            continue
        mine = snapshot.ids([snapshot.vertex_of_key(row.key)])[0]
        asked += 1
        found += bool(set(first[mine][:3]) & (selves[row.person] - {mine}))
        strict += snapshot.ids([clean])[0] in first[mine][:3]
    assert asked > 200
    assert found / asked >= 0.95
    # Other rows of the same human may stand before the clean one.
    assert strict / asked >= 0.95
    assert {row.how for row in rows} >= {"typo", "initial", "nickname", "accents", "swap", "letters"}


def test_candidates_never_merge_by_themselves(dirty: tuple[World, Network, list[DirtyRow]]) -> None:
    """Asking for candidates changes nothing; two different humans are never one person of the network."""
    world, network, rows = dirty
    version = network.version
    network.candidates(10)
    assert network.version == version
    truth = {f"linkedin:{world.slug(person)}": person for person in range(len(world))}
    truth |= {row.key: row.person for row in rows}
    for vertex in range(network.snapshot.count):
        assert len({truth[key] for key in network.snapshot.keys_of(vertex) if key in truth}) <= 1


def test_what_was_told_apart_never_comes_back(tmp_path: Path) -> None:
    """A rejected pair stays away, after a re-import and after a merge of one of them with somebody else."""
    row = "Ana,Zubizarreta,{},{},Acme,CMO,01 Jan 2024"
    network = profiles(
        tmp_path,
        row.format(f"{URL}ana-1", ""),
        more=row.format("", "") + "\n" + row.format("", "ana@example.org"),
    )
    found = network.candidates(min_score=-100)
    assert len(found) == 3
    slug, mail = "linkedin:ana-1", "email:ana@example.org"
    network.distinct(slug, mail)
    left = network.candidates(min_score=-100)
    assert len(left) == 2
    network.merge("name:linkedin:lia/ana zubizarreta", mail)
    assert not network.candidates(min_score=-100)
    assert not network.may_be_one(slug, mail)
    network.undo()
    network.undo()
    assert network.candidates(min_score=-100).found == found.found
    # A chain is merged only as far as what was told apart allows.
    network.distinct(slug, mail)
    assert network.merge_all((one.a.id, one.b.id) for one in network.candidates(min_score=-100)) == 1
    assert network.find(slug).id != network.find(mail).id


def test_options_are_checked(dirty: tuple[World, Network, list[DirtyRow]]) -> None:
    """A limit below 0 and a score that is no number are refused; a limit cuts, `who` narrows."""
    _, network, _ = dirty
    with pytest.raises(OptionError, match="limit"):
        network.candidates(-1)
    with pytest.raises(OptionError, match="min_score"):
        network.candidates(min_score=math.nan)
    best = network.candidates(1)
    assert (len(best), best.total > 100) == (1, True)
    with pytest.raises(OptionError, match="limit is -1"):
        best.plot(limit=-1)
    mine = network.candidates(who=best[0].a.id)
    assert all(best[0].a.id in (one.a.id, one.b.id) for one in mine)
    assert network.candidates().of(best[0].a.id) == mine.found


def test_candidates_as_text_json_and_csv(dirty: tuple[World, Network, list[DirtyRow]]) -> None:
    """Text in two languages, JSON with a schema, a table; nothing in them can act on a reader."""
    _, network, _ = dirty
    found = network.candidates(5)
    assert "score" in str(found)
    assert "puntuación" in found.text(language="es")
    assert f"and {found.total - 5:,} more" in str(found)
    assert "bits in all" in str(found[0])
    data = found.to_dict()
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert (data["schema"], data["version"], len(data["candidates"])) == (1, network.version, 5)
    rows = list(csv.DictReader(io.StringIO(found.to_csv())))
    assert [row["id_a"] for row in rows] == [one.a.id for one in found]
    assert "<table" in found._repr_html_()
    assert "no two people" in str(network.candidates(min_score=10_000))


def test_name_words() -> None:
    """Titles, particles and apostrophes go; a name never goes as a whole."""
    assert name_words("Dr. Prof.") == ("dr", "prof")
    assert name_words("de la") == ("de", "la")
    assert name_words("") == ()
    assert name_words("ana.ruiz@example.org") == ("ana", "ruiz")
    assert len(name_words("a b c d e f g h")) == 5
    assert spelling("muller") == spelling("mueller")
    names = read_names(nr.from_edges([], [], people={"id": [], "name": []}).snapshot.column("name"))
    assert len(names.tokens) == 0


def test_nicknames_are_folded_and_in_one_group() -> None:
    """Every name of the table is one folded word, and the ones that people know are together."""
    groups = nicknames()
    assert all(name_words(name) == (name,) for name in groups)
    for one, other in (
        ("bob", "robert"),
        ("pepe", "jose"),
        ("paco", "francisco"),
        ("sepp", "josef"),
        ("ze", "jose"),
    ):
        assert groups[one] == groups[other]


def test_groups_keep_their_word() -> None:
    """What is apart stays apart through later unions."""
    groups = Groups()
    assert groups.part(1, 2)
    assert groups.join(1, 3)
    assert not groups.join(3, 2)
    assert groups.join(2, 4)
    assert groups.parted(4, 3)
    assert not groups.part(2, 4)


# --- the review ----------------------------------------------------------------------------------------------------


@pytest.fixture
def three(tmp_path: Path) -> Network:
    """Three rows that may be one person."""
    row = "Ana,Zubizarreta,{},{},Acme,CMO,01 Jan 2024"
    return profiles(
        tmp_path,
        row.format(f"{URL}ana-1", ""),
        more=row.format("", "") + "\n" + row.format("", "ana@example.org"),
    )


def ask(network: Network, keys: str, language: str = "en") -> tuple[int, int, int]:
    """Review with these keys; the input ends behind them."""
    pressed = iter(keys)
    found = network.candidates(min_score=-100, language=language)
    return reviewing.ask(network, found, lambda _: next(pressed, ""), language)


def test_review_keeps_every_answer(three: Network, capsys: pytest.CaptureFixture[str]) -> None:
    """Each answer is in the folder at once; another run goes on with what is open."""
    assert three.path is not None
    assert ask(three, "n") == (0, 1, 0)
    with nr.open(three.path) as again:
        assert len(again.candidates(min_score=-100)) == 2
        # The second pair is asked; the third is settled by it and by the first answer.
        assert ask(again, "y") == (1, 0, 0)
        assert not again.candidates(min_score=-100)
    shown = capsys.readouterr().out
    assert "Pair 1 of 3" in shown
    assert "Two people; not asked again." in shown


def test_review_undo_goes_back(three: Network) -> None:
    """Undo takes the last answer back and asks again, skipped pairs too; a wrong key asks again."""
    before = three.candidates(min_score=-100)
    assert ask(three, "usuxnuq") == (0, 0, 0)
    assert three.candidates(min_score=-100).found == before.found
    assert ask(three, "yuss", language="es") == (1, 0, 0) or three.snapshot.count
    assert ask(three, "q") == (0, 0, 0)


def made(folder: Path) -> Path:
    """A new folder."""
    folder.mkdir()
    return folder


def test_decisions_of_a_batch_are_those_made_one_by_one(tmp_path: Path) -> None:
    """In a batch every word is kept, questions know of it, and the version at the end is the same as without it."""
    rows = [f"Ana,Zubizarreta,{URL}ana-{number},,Acme,CMO,01 Jan 2024" for number in range(6)]
    rng = random.Random(5)
    for run in range(25):
        steps = [(rng.choice("mmddu"), *rng.sample(range(6), 2)) for _ in range(rng.randrange(1, 9))]
        networks = [profiles(made(tmp_path / f"{run}{way}"), *rows) for way in "ab"]
        ids = [networks[0].find(f"{URL}ana-{number}").id for number in range(6)]
        with networks[1].batch():
            for kind, a, b in steps:
                for network in networks:
                    with contextlib.suppress(OptionError):
                        if kind == "u":
                            network.undo()
                        elif network.may_be_one(ids[a], ids[b]):
                            (network.merge if kind == "m" else network.distinct)(ids[a], ids[b])
                said = [
                    {pair for pair in itertools.combinations(ids, 2) if one.may_be_one(*pair)}
                    for one in networks
                ]
                assert said[0] == said[1], steps
            assert networks[1].snapshot.count == 7
        assert [said.kind for said in networks[0].decisions] == [said.kind for said in networks[1].decisions]
        assert networks[0].people().equals(networks[1].people()), steps


def test_a_batch_that_was_killed_has_happened(three: Network) -> None:
    """Every decision is in the folder when its call returns: whoever opens the network next has it in effect."""
    assert three.path is not None
    before = three.snapshot.count
    found = three.candidates(min_score=-100)
    first, second = (found[0].a.id, found[0].b.id)
    block = three.batch()
    block.__enter__()
    three.hide(first)
    version = three.version
    with nr.open(three.path) as other:
        assert other.snapshot.count == before - 1
        assert other.version != version
        other.hide(second)
    three.unhide(first)
    assert three.version == version
    block.__exit__(None, None, None)
    assert [said.kind for said in three.decisions] == ["hide", "hide", "unhide"]
    assert three.snapshot.count == before - 1
    with nr.open(three.path) as other, three.batch(), three.batch():
        assert other.version == three.version


def test_an_import_in_a_batch_takes_effect_at_once(three: Network, tmp_path: Path) -> None:
    """Only decisions wait; a change of the sources derives the version with all decisions so far."""
    who = three.candidates(min_score=-100)[0].a.id
    table = tmp_path / "ties.csv"
    table.write_text("source,target\n1,2\n")
    with three.batch():
        three.hide(who)
        count = three.snapshot.count
        three.add(table)
        assert three.snapshot.count == count - 1 + 2


def command(*words: object) -> Result:
    """Run `netreach review` without a terminal."""
    return CliRunner().invoke(app, ["review", *map(str, words)])


def test_review_without_a_terminal(three: Network) -> None:
    """Without a terminal the pairs are shown and nothing is decided; JSON, CSV and explicit merging work."""
    path = three.path
    refused = command(path)
    assert refused.exit_code == 2
    assert "Zubizarreta" in refused.stdout
    assert "no terminal" in refused.stderr
    listed = command(path, "--json", "--limit", "1")
    assert listed.exit_code == 0
    data = json.loads(listed.stdout)
    assert (data["schema"], len(data["candidates"]), data["total"]) == (1, 1, 3)
    assert command(path, "--csv", "-").stdout.startswith("score,id_a")
    merged = command(path, "--yes-above", "5")
    assert "more: 2." in merged.stderr
    assert "Nobody is left" in command(path).stdout
    assert command(path, "--undo").exit_code == 0
    assert command(path, "--undo").exit_code == 0
    assert command(path, "--undo").exit_code == 2


def test_review_is_a_sequence() -> None:
    """An empty list of candidates is false, and slices are tuples."""
    nobody = Candidates(found=(), total=0, min_score=1, version="v")
    assert not nobody
    assert nobody[:1] == ()
