"""Who is the same person: safe merges, what the user said, and that no order of imports matters."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import netreach as nr
from netreach.errors import OptionError
from netreach.identity import derive
from netreach.identity.clusters import cluster
from netreach.identity.said import Said
from netreach.model import PersonRecord
from netreach.network import Network
from netreach.snapshot import Snapshot
from netreach.store.builder import SourceBuilder
from netreach.store.decisions import Decision, in_force
from netreach.store.source import Source

SLUGS = [f"linkedin:p{n}" for n in range(4)]
MAILS = [f"email:m{n}@example.org" for n in range(5)]
KEYS = SLUGS + MAILS

Claim = Sequence[str]

claims_of = st.lists(
    st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True), min_size=1, max_size=9
)
pair_of = st.lists(st.sampled_from(KEYS), min_size=2, max_size=2, unique=True)


@st.composite
def decisions_of(draw: st.DrawFn) -> list[Decision]:
    """Some decisions about who is who, in an order."""
    made = []
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(["merge", "distinct", "split"]))
        if kind == "split":
            keys = draw(st.lists(st.sampled_from(KEYS), min_size=2, max_size=4, unique=True))
            cut = draw(st.integers(1, len(keys) - 1))
            made.append(Decision(kind=kind, keys=tuple(keys[:cut]), others=tuple(keys[cut:])))
        else:
            made.append(Decision(kind=kind, keys=tuple(draw(pair_of))))
    return made


def source(claims: Sequence[Claim], name: str = "a") -> Source:
    """A source in which every claim is a person, called after its first key."""
    builder = SourceBuilder(file=name, sha256=name, importer="test", options={})
    builder.take([PersonRecord(keys=tuple(claim), name=claim[0]) for claim in claims])
    return builder.build()


def people(snapshot: Snapshot) -> set[frozenset[str]]:
    """The people, as sets of keys."""
    return {frozenset(snapshot.keys_of(vertex)) for vertex in range(snapshot.count)}


def parted(claims: Sequence[Claim], decisions: Sequence[Decision] = ()) -> set[frozenset[str]]:
    """The people that claims and decisions give."""
    return people(Snapshot(derive([source(claims)], decisions)))


def by_hand(claims: Sequence[Claim]) -> set[frozenset[str]]:
    """The rule of safe merges, read from its description, over a networkx graph.

    A claim hangs its keys on its first profile, or else on its first key. Where that would put two profiles together
    that no claim calls one, an address under several profiles joins nobody; where it still would, claims without a
    profile join nobody either.
    """
    links = []
    for claim in claims:
        anchor = next((key for key in claim if key in SLUGS), claim[0])
        links += [(anchor, key) for key in claim if key != anchor]
    same = nx.Graph()
    same.add_nodes_from(SLUGS)
    same.add_edges_from((a, b) for a, b in links if a in SLUGS and b in SLUGS)
    profile = {slug: min(group) for group in nx.connected_components(same) for slug in group}

    def joined(chosen: Sequence[tuple[str, str]]) -> list[set[str]]:
        graph = nx.Graph(chosen)
        graph.add_nodes_from(key for claim in claims for key in claim)
        return list(nx.connected_components(graph))

    def crowded(chosen: Sequence[tuple[str, str]]) -> list[set[str]]:
        return [one for one in joined(chosen) if len({profile[key] for key in one if key in SLUGS}) > 1]

    if crowded(links):
        carriers = {mail: {profile[a] for a, b in links if b == mail and a in SLUGS} for mail in MAILS}
        links = [(a, b) for a, b in links if not (a in SLUGS and len(carriers.get(b, ())) > 1)]
        full = set().union(*crowded(links)) if crowded(links) else set()
        links = [(a, b) for a, b in links if a in SLUGS or a not in full]
    # A key that only stands beside the profiles of others is nobody.
    about = {next((key for key in claim if key in SLUGS), claim[0]) for claim in claims}
    return {frozenset(one) for one in joined(links) if one & about}


@given(claims_of)
def test_safe_merges_equal_the_rule_by_hand(claims: list[list[str]]) -> None:
    """People are exactly those that the rule gives when it is written down plainly."""
    assert parted(claims) == by_hand(claims)


@given(claims_of, decisions_of(), st.randoms(use_true_random=False))
def test_no_order_of_claims_or_sources_matters(
    claims: list[list[str]], decisions: list[Decision], rng: random.Random
) -> None:
    """Claims in any order, in one source or in several, give the same people, whatever was decided."""
    claims = [sorted(claim, key=KEYS.index) for claim in claims]
    shuffled = [*claims]
    rng.shuffle(shuffled)
    cut = rng.randrange(len(claims) + 1)
    apart = [
        source(part, str(number)) for number, part in enumerate((shuffled[:cut], shuffled[cut:])) if part
    ]
    assert people(Snapshot(derive(apart, decisions))) == parted(claims, decisions)


@given(claims_of, decisions_of(), pair_of)
def test_the_last_word_holds(claims: list[list[str]], decisions: list[Decision], pair: list[str]) -> None:
    """Whatever was said before, two keys that are now one person are one, and two that are apart are apart."""
    claims = [*claims, pair[:1], pair[1:]]
    one = parted(claims, [*decisions, Decision(kind="merge", keys=tuple(pair))])
    assert any(set(pair) <= person for person in one)
    two = parted(claims, [*decisions, Decision(kind="distinct", keys=tuple(pair))])
    assert not any(set(pair) <= person for person in two)


@given(claims_of, decisions_of(), pair_of)
def test_a_withdrawn_decision_was_never_made(
    claims: list[list[str]], decisions: list[Decision], pair: list[str]
) -> None:
    """Taking a decision back gives the people from before it."""
    for kind in ("merge", "distinct"):
        said = Decision(kind=kind, keys=tuple(pair))
        back = Decision(kind="withdraw", keys=said.keys)
        assert in_force([*decisions, said, back]) == in_force(decisions)
        assert parted(claims, [*decisions, said, back]) == parted(claims, decisions)


@given(claims_of, pair_of)
def test_a_cut_moves_nobody_else(claims: list[list[str]], pair: list[str]) -> None:
    """Saying that two keys are two people leaves everybody in whom they do not meet as they were."""
    before = parted(claims)
    after = parted(claims, [Decision(kind="distinct", keys=tuple(pair))])
    meeting = [person for person in before if set(pair) <= person]
    assert {person for person in before if person not in meeting} <= after
    for person in after - before:
        assert any(person <= old for old in meeting)


@given(claims_of, st.lists(pair_of, max_size=5))
def test_profiles_are_joined_by_a_claim_or_by_the_user_only(
    claims: list[list[str]], merges: list[list[str]]
) -> None:
    """Two slugs of one site are one person only through claims that name both, or through what the user merged."""
    claims = [*claims, *([key] for pair in merges for key in pair)]
    said = nx.Graph()
    said.add_nodes_from(SLUGS)
    for claim in claims:
        nx.add_path(said, [key for key in claim if key in SLUGS])
    alone = parted(claims)
    reachable = {frozenset(group) for group in nx.connected_components(said)}
    for person in alone:
        slugs = {key for key in person if key in SLUGS}
        assert any(slugs <= group for group in reachable)
    # With merges, people are unions of people without them.
    graph = nx.Graph()
    graph.add_nodes_from(alone)
    owner = {key: person for person in alone for key in person}
    graph.add_edges_from((owner[a], owner[b]) for a, b in merges if a in owner and b in owner)
    expected = {frozenset().union(*group) for group in nx.connected_components(graph)}
    assert parted(claims, [Decision(kind="merge", keys=tuple(pair)) for pair in merges]) == expected


@given(claims_of, decisions_of())
def test_apart_pairs_in_force_are_apart(claims: list[list[str]], decisions: list[Decision]) -> None:
    """Without a later merge, no two keys that were said to be two people are ever one."""
    apart = [decision for decision in decisions if decision.kind == "distinct"]
    found = parted(claims, apart)
    for decision in apart:
        assert not any(set(decision.keys) <= person for person in found)


def test_a_key_between_two_people_goes_with_the_nearer_and_a_shared_one_with_nobody() -> None:
    """After a cut, keys stay with the person on whom they hang; what hangs on both hangs on nobody."""
    mails = [f"email:{letter}@example.org" for letter in "abcde"]
    a, b, c, d, e = mails
    claims = [[a, c], [c, b], [a, d], [b, e]]
    found = parted(claims, [Decision(kind="distinct", keys=(a, b))])
    assert found == {frozenset((a, d)), frozenset((b, e)), frozenset((c,))}


def test_decisions_name_keys_that_are_not_there_yet() -> None:
    """A decision about somebody who was removed, or comes later, waits until the keys are there."""
    said = [Decision(kind="merge", keys=("linkedin:p0", "email:m0@example.org"))]
    first, second = source([["linkedin:p0"]], "x"), source([["email:m0@example.org"]], "y")
    assert Snapshot(derive([first], said)).count == 1
    for order in itertools.permutations([first, second]):
        assert people(Snapshot(derive(order, said))) == {frozenset(said[0].keys)}


def test_cluster_without_claims() -> None:
    """No claims give no people."""
    nothing = np.zeros(0, dtype=np.int64)
    assert cluster(nothing, nothing, np.zeros(0, dtype=bool), [Said()], nothing).count == 0


@pytest.fixture
def twins(tmp_path: Path) -> Network:
    """Two people called Ana, in a folder; one export calls both an address of Ana's own."""
    folder = tmp_path / "n.netreach"
    (tmp_path / "people.csv").write_text(
        "id,name,email,company\n"
        "1,Ana Ruiz,ana@example.org,Acme\n"
        "2,Ana Ruiz,ruiz@example.com,ACME S.L.\n"
        "3,Eva Lund,eva@example.org,Acme\n"
    )
    (tmp_path / "ties.csv").write_text("source,target\n1,3\n2,3\n")
    network = nr.open(folder, create=True)
    network.add(tmp_path / "people.csv", tmp_path / "ties.csv")
    return network


def test_merge_distinct_and_undo_through_the_network(twins: Network) -> None:
    """A merge makes one of two, ids of both resolve to the one, and every decision can be taken back."""
    one, other = twins.find("ana@example.org").id, twins.find("ruiz@example.com").id
    assert one != other
    twins.merge(one, other)
    assert twins.find(one).id == twins.find(other).id
    assert twins.snapshot.count == 2
    with pytest.raises(OptionError, match="same person already"):
        twins.merge(one, other)
    twins.distinct("ana@example.org", "ruiz@example.com")
    assert {twins.find(who).id for who in (one, other)} == {one, other}
    twins.merge(one, other)
    assert twins.snapshot.count == 2
    undone = [twins.undo().kind for _ in range(3)]
    assert undone == ["merge", "distinct", "merge"]
    assert twins.snapshot.count == 3
    with pytest.raises(OptionError, match="none to take back"):
        twins.undo()


def test_split_takes_keys_away(twins: Network) -> None:
    """Keys that are somebody else's go, and survive the removal and the return of the export."""
    ana = twins.find("ana@example.org")
    twins.split(ana.id, ["ana@example.org"])
    assert twins.find("ana@example.org").id != twins.find("1").id
    (info,) = twins.sources
    assert twins.path is not None
    files = sorted(twins.path.parent.glob("*.csv"))
    version = twins.version
    twins.remove(info.id)
    assert twins.snapshot.count == 0
    twins.add(*files)
    assert twins.version == version
    assert twins.find("ana@example.org").id != twins.find("1").id
    mended = twins.find("ana@example.org").id
    twins.merge(mended, "1")
    assert twins.find("ana@example.org").id == twins.find("1").id == twins.find(ana.id).id


def test_what_cannot_be_split_is_said(twins: Network) -> None:
    """A key that is not theirs, all keys, none, or one text instead of a list are refused with the keys."""
    for keys, words in (
        (["eva@example.org"], "no key of"),
        (["1", "ana@example.org"], "one that stays"),
        ([], "one that stays"),
        ("ana@example.org", "give a list"),
    ):
        with pytest.raises(OptionError, match=words):
            twins.split("ana@example.org", keys)
    with pytest.raises(OptionError, match="name a key of each"):
        twins.distinct("ana@example.org", "ana@example.org")


def test_a_reopened_network_knows_the_decisions(twins: Network) -> None:
    """Decisions are in the folder: another process sees the same people."""
    twins.merge("1", "2")
    twins.undo()
    twins.distinct("1", "2")
    assert twins.path is not None
    with nr.open(twins.path) as again:
        assert again.decisions == twins.decisions
        assert again.version == twins.version
        assert not again.candidates(min_score=-100)
