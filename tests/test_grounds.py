"""What rankings of introducers rest on: basis, resamples, what-ifs, goals, dormant ties, and ties in star pools."""

from __future__ import annotations

import datetime as dt
import json
import math
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netreach as nr
from netreach.answers.introducers import IntroducerRanking
from netreach.errors import OptionError, PluginError
from netreach.kinds import BY_NAME
from netreach.plugins import Leg, Registry, View
from netreach.ranking import NetworkView, introducers, top_introducers
from netreach.ranking.calibration import calibration
from netreach.ranking.goals import GOALS, moderate
from netreach.ranking.scorers import Overall, SharedContacts, Structure
from netreach.ranking.without import WithoutView
from netreach.strength import terms_of
from netreach.testing import make_world, write_linkedin_export
from pooled import TODAY, Export, Fact, pool, who

if TYPE_CHECKING:
    from netreach.plugins import Scorer
    from netreach.plugins.protocols import IntArray
    from netreach.snapshot import Snapshot

LONG_AGO = dt.date(2016, 1, 1)


def ask(
    snapshot: Snapshot, ego: str, target: str, scorer: Scorer | None = None, **options: Any
) -> IntroducerRanking:
    """Who introduces one person to another."""
    view = NetworkView(snapshot, as_of=TODAY)
    return introducers(view, *who(snapshot, ego, target), scorer=scorer or Overall(), **options)


def star(*more: Fact, covers: tuple[str, ...] = ("message",), sharing: str = "strength") -> Snapshot:
    """Ana, Ben and Carla pooled their exports; Ben and Carla know Eva. `more` is said by its first person."""

    def export(owner: str, *knows: str) -> Export:
        facts = [
            Fact(owner, name) for name in (*knows, *(f"{owner}'s friend {number}" for number in range(4)))
        ]
        facts += [fact for fact in more if fact.a == owner]
        return Export(owner=owner, facts=facts, covers=covers, sharing=sharing)

    return pool(
        export("Ana", "Ben", "Carla"),
        export("Ben", "Ana", "Carla", "Eva"),
        export("Carla", "Ana", "Ben", "Eva"),
    )


# What it rests on


def test_basis_counted_by_hand() -> None:
    """Legs, those seen and known, observations as far as they are shared, and sources are counted."""
    snapshot = star(Fact("Ana", "Ben", "message", 20, 14), Fact("Ben", "Eva", "message", 5, 5))
    basis = ask(snapshot, "Ana", "Eva").basis
    # Four legs, all covered by their owners' messages; Eva's overlap with nobody is known. Ana is shown the counts of
    # her own export only: two connections and 34 messages.
    assert (basis.legs, basis.legs_seen, basis.legs_known) == (4, 4, 2)
    assert (basis.observations, basis.sources) == (36, 3)
    assert basis.share == 0.75
    assert basis.level == "much"
    full = ask(star(Fact("Ben", "Eva", "message", 5, 5), sharing="full"), "Ana", "Eva").basis
    # Every leg stands in the exports of both ends that have one: 2 x 2 + 2 connections, and 10 messages.
    assert full.observations == 16
    uncovered = ask(star(covers=()), "Ana", "Eva").basis
    assert (uncovered.legs_seen, uncovered.share, uncovered.level) == (0, 0.25, "little")


def test_basis_in_words() -> None:
    """The text says how much could be seen, in both languages, also of paths; without anybody it says nothing."""
    ranking = ask(star(), "Ana", "Eva", limit=1)
    assert "much could be seen: contact on 4 of 4 legs, all shared contacts on 2" in " ".join(
        ranking.sentences("en")
    )
    assert "se ha podido ver mucho: el trato en 4 de 4 tramos" in " ".join(ranking.sentences("es"))
    chain = nr.from_edges([0, 1, 2], [1, 2, 3])
    far = chain.ego("0").introducers("3")
    assert (far.scorer, far.basis.legs, far.basis.legs_known) == ("paths", 3, 3)
    none = chain.ego("0").introducers("3", cutoff=2)
    assert (none.basis.legs, none.basis.share) == (0, None)
    json.dumps(none.to_dict(), allow_nan=False)


# How firmly it stands


def poisson(mean: float, most: int = 60) -> list[float]:
    """Chances of 0, 1, ... by a Poisson distribution."""
    return [math.exp(-mean) * mean**n / math.factorial(n) for n in range(most)]


def first_by(one: Mapping[Any, float], other: Mapping[Any, float]) -> float:
    """How likely one value exceeds another independent one, equal ones shared."""
    return sum(
        p * q * (1.0 if a > b else 0.5 if a == b else 0.0) for a, p in one.items() for b, q in other.items()
    )


def test_resampled_shared_contacts_are_poisson() -> None:
    """With a score of counts, the share of first places is that of two Poisson variables."""
    ties = [("s", "a"), ("s", "b"), ("a", "t"), ("b", "t")]
    ties += [(end, f"x{n}") for n in range(4) for end in ("a", "t")] + [
        (end, f"y{n}") for n in range(2) for end in ("b", "t")
    ]
    ego = nr.from_edges([a for a, _ in ties], [b for _, b in ties]).ego("s")
    ranking = ego.introducers("t", scorer="shared-contacts", stability=10_000)
    assert [one.name for one in ranking] == ["a", "b"]
    expected = first_by(*(dict(enumerate(poisson(mean))) for mean in (4, 2)))
    assert ranking[0].stability is not None
    assert ranking[0].stability.first == pytest.approx(expected, abs=0.015)
    assert sum(one.stability.first for one in ranking if one.stability) == pytest.approx(1, abs=1e-12)


class Talk:
    """Scores the second leg by its interactions."""

    name = "talk"
    summary = "interactions of the second leg"
    combine = "sum"

    def legs(self, view: View, ego: int, introducers: IntArray, targets: IntArray) -> tuple[Leg, Leg]:
        """Score both legs; the first counts nothing."""
        known = np.ones(len(introducers), dtype=bool)
        seen = view.interactions(introducers, targets)
        return Leg(terms={"none": np.zeros(len(introducers))}, known=known), Leg(
            terms={"talk": seen}, known=known
        )


def test_resampled_rows_multiply_their_counts() -> None:
    """A row that is drawn m times has m times its messages; a connection is there or not."""
    snapshot = star(Fact("Ben", "Eva", "message", 3, 3), Fact("Carla", "Eva", "message", 2, 2))
    ranking = ask(snapshot, "Ana", "Eva", Talk(), stability=10_000)

    def values(messages: int) -> dict[float, float]:
        bare, found = BY_NAME["connection"].contact, {}
        for times, chance in enumerate(poisson(1, 15)):
            for connected, share in ((0, math.exp(-1)), (1, 1 - math.exp(-1))):
                value = messages * times + bare * connected
                found[value] = found.get(value, 0.0) + chance * share
        return found

    first = {one.name: one.stability.first for one in ranking if one.stability}
    assert first["Ben"] == pytest.approx(first_by(values(6), values(4)), abs=0.015)


def test_resamples_are_the_same_every_time() -> None:
    """The same network gives the same shares; equals share, a lone candidate is always first, a clear one mostly."""
    snapshot = star(Fact("Ben", "Eva", "recommendation", 1, 0), Fact("Ana", "Ben", "message", 60, 60))
    one, two = (ask(snapshot, "Ana", "Eva", stability=200) for _ in range(2))
    assert one == two == pickle.loads(pickle.dumps(one))
    assert one.resamples == 200
    assert one[0].stability is not None
    assert one[0].stability.first > 0.7
    equal = [place.stability for place in ask(star(), "Ana", "Eva", stability=2000)]
    assert [place.first for place in equal if place] == pytest.approx([0.5, 0.5], abs=0.06)
    assert [(place.low, place.high) for place in equal if place] == [(1, 2), (1, 2)]
    alone = nr.from_edges([0, 1], [1, 2]).ego("0").introducers("2", stability=50)[0].stability
    assert alone is not None
    assert (alone.first, alone.low, alone.high) == (1.0, 1, 1)


@pytest.mark.parametrize("name", sorted(Registry(entry_points=False).scorers))
def test_every_scorer_can_be_resampled(name: str) -> None:
    """Shares add up to one for every built-in scorer and goal, and resampling leaves the ranking as it is."""
    ego = nr.from_networkx(nx.Graph(nx.karate_club_graph().edges)).ego("33")
    goals = (None, "job", "sale") if Registry().scorer(name).combine == "sum" else (None,)
    for goal in goals:
        plain, firm = (ego.introducers("0", scorer=name, goal=goal, stability=n) for n in (None, 100))
        assert [(one.id, one.score) for one in plain] == [(one.id, one.score) for one in firm]
        assert sum(one.stability.first for one in firm if one.stability) == pytest.approx(1)
        assert all(one.stability and 1 <= one.stability.low <= one.stability.high <= 4 for one in firm)


def test_resamples_in_words_and_what_has_none() -> None:
    """The table has a column, the text a sentence; paths have none; wrong numbers and other questions are errors."""
    ranking = ask(star(Fact("Ben", "Eva", "message", 9, 9)), "Ana", "Eva", stability=200)
    assert " %" in str(ranking).splitlines()[3]
    assert "of 200 resamples" in " ".join(str(ranking).split())
    assert "remuestreos" in ranking.text(language="es")
    assert "in nine of ten" in " ".join(ranking[0].explain().split())
    assert nr.from_edges([0, 1, 2], [1, 2, 3]).ego("0").introducers("3", stability=5).resamples is None
    for wrong in (0, -1, True, 10_001, 2.5):
        with pytest.raises(OptionError, match="200 is a good number"):
            ask(star(), "Ana", "Eva", stability=wrong)

    class Nosy(SharedContacts):
        def legs(self, view: View, ego: int, introducers: IntArray, targets: IntArray) -> tuple[Leg, Leg]:
            view.engine.contacts(ego)
            return super().legs(view, ego, introducers, targets)

    with pytest.raises(PluginError, match="'contacts', which resampled evidence does not have"):
        ask(star(), "Ana", "Eva", Nosy(), stability=5)


# What it would be without


@st.composite
def stars(draw: st.DrawFn) -> list[Export]:
    """Exports of two or three owners about nine people; whoever wrote to somebody is connected with them."""
    names = "abcdefghi"
    exports = []
    for owner in draw(st.lists(st.sampled_from(names[:4]), min_size=2, max_size=3, unique=True)):
        known = draw(st.lists(st.sampled_from([n for n in names if n != owner]), min_size=3, unique=True))
        facts = [Fact(owner, name, last=draw(st.sampled_from([LONG_AGO, TODAY]))) for name in known]
        facts += [
            Fact(
                owner,
                name,
                draw(st.sampled_from(["message", "recommendation", "meeting"])),
                draw(st.integers(1, 9)),
                2,
            )
            for name in draw(st.lists(st.sampled_from(known), unique=True))
        ]
        covers = draw(st.sampled_from([(), ("message",)]))
        exports.append(Export(owner=owner, facts=facts, covers=covers, people=names))
    return exports


def scores_of(
    snapshot: Snapshot, left: str, **options: Any
) -> dict[tuple[str, str], list[tuple[str, float]]]:
    """The rankings of everybody who is left to everybody else."""
    found = {}
    counts = snapshot.graph.contact_counts()
    for ego in left[:4]:
        for target in left:
            (a, b) = who(snapshot, ego, target)
            if ego != target and counts[a] and counts[b]:
                ranking = ask(snapshot, ego, target, **options)
                found[ego, target] = [(one.name, round(one.score, 9)) for one in ranking]
    return found


@given(stars(), st.sampled_from("efghi"))
@settings(max_examples=25, deadline=None)
def test_without_somebody_is_as_if_they_were_not_there(exports: list[Export], gone: str) -> None:
    """A ranking without a person equals that of a network in which nobody ever mentioned them."""
    left = "".join(name for name in "abcdefghi" if name != gone)
    lesser = [
        attrs.evolve(
            e, facts=[f for f in e.facts if gone not in (f.a, f.b)], people=[n for n in e.people if n != gone]
        )
        for e in exports
    ]
    whole, other = pool(*exports), pool(*lesser)
    expected = scores_of(other, left)
    found = scores_of(whole, left, without=np.array(who(whole, gone), dtype=np.int32))
    for pair, ranking in expected.items():
        assert sorted(found[pair]) == sorted(ranking)


@given(stars())
@settings(max_examples=25, deadline=None)
def test_without_a_kind_is_as_if_it_had_not_been_seen(exports: list[Export]) -> None:
    """A ranking without messages equals that of the same exports without them, and its evidence names none."""
    silent = [attrs.evolve(e, facts=[f for f in e.facts if f.kind != "message"]) for e in exports]
    whole, other = pool(*exports), pool(*silent)
    expected, found = (
        scores_of(other, "abcdefghi"),
        scores_of(whole, "abcdefghi", without_evidence=["message"]),
    )
    assert {pair: sorted(ranking) for pair, ranking in found.items()} == {
        pair: sorted(ranking) for pair, ranking in expected.items()
    }
    ranking = next(
        (
            r
            for r in (ask(whole, "a", n, without_evidence=["message"]) for n in "bcd" if _ties(whole, "a", n))
            if len(r)
        ),
        None,
    )
    if ranking:
        assert "message" not in {fact.kind for one in ranking for leg in one.legs for fact in leg.evidence}


def _ties(snapshot: Snapshot, *names: str) -> bool:
    return all(snapshot.graph.contact_counts()[who(snapshot, *names)])


def test_what_if_evidence_equals_exports_without_it() -> None:
    """The rank and score that an introducer would have are those of exports that lack the evidence in question."""
    wrote = Fact("Ben", "Eva", "message", 9, 9)
    rest = (Fact("Carla", "Eva", "message", 3, 3), Fact("Ana", "Ben", "message", 1, 1))
    ranking = ask(star(wrote, *rest), "Ana", "Eva", what_if=True)
    assert [one.name for one in ranking] == ["Ben", "Carla"]
    (case,) = (case for case in ranking[0].what_ifs if case.tie and case.tie[1].name == "Eva")
    assert case.evidence == "message"
    without = ask(star(*rest), "Ana", "Eva")
    (same,) = (one for one in without if one.name == "Ben")
    assert (case.rank, case.total) == (same.rank, 2) == (2, 2)
    assert case.score == pytest.approx(same.score, abs=1e-12)
    assert "without this evidence of Ben and Eva: messages: rank 2" in " ".join(ranking[0].explain().split())
    assert "sin estos datos de Ben y Eva: mensajes: puesto 2" in " ".join(
        ranking[0].explain(language="es").split()
    )


def test_what_if_a_company_were_not_there() -> None:
    """The shared contacts of one company are taken out together; the place is that of a ranking without them."""
    ties = [("s", "a"), ("s", "b"), ("a", "t"), ("b", "t"), ("a", "x"), ("a", "y"), ("a", "z"), ("b", "w")]
    ties += [("s", name) for name in "xyzw"] + [("w", "t")]
    people = {
        "id": list("stabxyzw"),
        "name": list("stabxyzw"),
        "company": ["", "", "", "", "Acme", "ACME", "Acme", "Lamps"],
    }
    ego = nr.from_edges([a for a, _ in ties], [b for _, b in ties], people=people).ego("s")
    ranking = ego.introducers("t", what_if=True)
    a = next(one for one in ranking if one.name == "a")
    (case,) = a.what_ifs
    assert {person.name for person in case.people} == set("xyz")
    assert case.company.casefold() == "acme"
    again = ego.introducers("t", without=case.people)
    assert (case.rank, case.total) == (next(one.rank for one in again if one.name == "a"), again.total)
    assert case.score == pytest.approx(next(one.score for one in again if one.name == "a"), abs=1e-12)
    assert a.rank == 1
    assert case.words("en") in (
        f"without the 3 contacts at {name}: rank {case.rank}" for name in ("Acme", "ACME")
    )
    assert {person.name for person in again.without} == set("xyz")
    assert "ranked without: " in str(again)


def test_without_people_on_the_way() -> None:
    """Beyond two degrees paths avoid whoever is left out, and a target may come out of reach."""
    ego = nr.from_edges([0, 0, 1, 2, 3, 4], [1, 2, 3, 4, 5, 5]).ego("0")
    assert [one.name for one in ego.introducers("5", without=["3"])] == ["2"]
    nobody = ego.introducers("5", without=["3", "4"])
    assert (len(nobody), nobody.reason) == (0, "paths_none")
    with pytest.raises(OptionError, match="the ego or the target"):
        ego.introducers("5", without=["0"])
    for wrong, message in (
        (["letters"], "no kind of evidence"),
        (["given"], "no kind of evidence"),
        ("message", "no list"),
    ):
        with pytest.raises(OptionError, match=message):
            ego.introducers("5", without_evidence=wrong)


@given(stars())
@settings(max_examples=25, deadline=None)
def test_deleting_the_top_term_lowers_the_tie_by_that_term(exports: list[Export]) -> None:
    """Without its weightiest evidence a tie is weaker by the value of that term, in -ln(1 - strength)."""
    snapshot = pool(*exports)
    view = NetworkView(snapshot, as_of=TODAY)
    lo, hi = snapshot.tie_ends()
    for number, terms in enumerate(terms_of(snapshot, lo, hi, as_of=TODAY)):
        top, tie = terms[0], np.array([number])
        before = -math.log1p(-view.tie_strengths(tie)[0])
        after = -math.log1p(-WithoutView(view, facts=[(number, top.kind)]).tie_strengths(tie)[0])
        assert before == pytest.approx(sum(term.value for term in terms), abs=1e-9)
        assert before - after == pytest.approx(top.value, abs=2e-9)


# What it is for


def test_goal_terms_by_hand() -> None:
    """Each goal adds its stated term to the legs that it speaks of, and nothing else changes."""
    snapshot = star(Fact("Ben", "Eva", "message", 9, 9), Fact("Ana", "Ben", "message", 2, 2))
    view = NetworkView(snapshot, as_of=TODAY)
    plain = {one.name: one for one in ask(snapshot, "Ana", "Eva")}
    lo, hi = snapshot.tie_ends()
    known = snapshot.complete[lo] & snapshot.complete[hi]
    shared = view.engine.overlap_sums(lo, hi, np.ones(snapshot.count))
    trust = np.log(view.tie_strengths(np.arange(len(lo))))
    seen = ~np.isnan(view.tie_interactions(np.arange(len(lo))))
    assert seen.all()
    for goal, weights in (("job", (1.0, 0.0)), ("sale", (0.5, 1.0)), ("reference", (1.0, 0.5))):
        assert GOALS[goal].weights == weights
        for one in ask(snapshot, "Ana", "Eva", goal=goal):
            for leg, before, weight in zip(one.legs, plain[one.name].legs, weights, strict=True):
                expected = 0.0
                added = [term.value for term in leg.terms if term.kind == f"goal_{goal}"]
                assert len(added) == bool(weight)
                if weight and goal == "job":
                    expected = (
                        moderate(np.array([float(leg.shared_count)]))[0] - moderate(shared[known]).mean()
                    )
                elif weight:
                    expected = weight * (math.log(leg.strength) - trust.mean())
                assert leg.value - before.value == pytest.approx(expected, abs=1e-9)


def test_moderately_weak_ties_peak_at_ten() -> None:
    """For a job the term rises up to ten shared contacts and falls beyond; ten is worth one."""
    values = moderate(np.arange(200.0))
    assert values[0] == 0
    assert values[10] == values.max() == 1.0
    assert (np.diff(values[:11]) > 0).all()
    assert (np.diff(values[10:]) < 0).all()


def test_goals_change_the_order_as_they_say() -> None:
    """For a job who shares ten contacts goes before who shares sixty; without a goal it is the reverse."""
    ties = [("s", "near"), ("s", "some"), ("near", "t"), ("some", "t")]
    for name, count in (("near", 60), ("some", 10)):
        ties += [(end, f"{name}{n}") for n in range(count) for end in ("s", name)]
        ties += [(f"{name}{n}", f"{name}{n} knows {other}") for n in range(count) for other in range(60)]
    ego = nr.from_edges([a for a, _ in ties], [b for _, b in ties]).ego("s")
    assert [one.name for one in ego.introducers("t")] == ["near", "some"]
    job = ego.introducers("t", goal="job")
    assert [one.name for one in job] == ["some", "near"]
    assert (job.goal, job.scorer) == ("job", "overall")
    assert "moderately weak ties" in str(job)
    assert "moderadamente débiles" in job.text(language="es")
    many = ego.best_introducers(["t"], goal="job", k=2)
    assert [ranked.person.name for ranked in many[0].ranking] == ["some", "near"]
    assert many.to_dict()["goal"] == "job"


def test_trust_puts_the_surer_way_first() -> None:
    """For a sale and a reference the leg that the goal stresses decides between two ways that are equal otherwise."""
    network = nr.from_edges([0, 0, 1, 2], [1, 2, 3, 3], strengths=[0.3, 0.6, 0.6, 0.3])
    ego = network.ego("0")
    assert ego.introducers("3")[0].tied
    assert [one.name for one in ego.introducers("3", goal="sale")] == ["1", "2"]
    assert [one.name for one in ego.introducers("3", goal="reference")] == ["2", "1"]
    far = nr.from_edges([0, 1, 2], [1, 2, 3]).ego("0").introducers("3", goal="sale")
    assert "the goal does not count beyond the 2nd degree" in " ".join(str(far).split())
    with pytest.raises(OptionError, match="goal='fame' is none of job, sale, reference"):
        ego.introducers("3", goal="fame")
    with pytest.raises(OptionError, match="multiplies its legs"):
        ego.introducers("3", goal="job", scorer="two-leg-ra")


# Dormant ties


def test_reconnect_first() -> None:
    """Three years without contact make a tie dormant: said with the day, and the order does not change."""
    old, newer = dt.date(2023, 3, 2), dt.date(2023, 3, 3)
    for day, dormant in ((old, True), (newer, False)):
        snapshot = star(Fact("Ana", "Ben", "message", 3, 3, day), Fact("Ana", "Carla", "message", 3, 3))
        ben = next(one for one in ask(snapshot, "Ana", "Eva") if one.name == "Ben")
        assert (ben.last_contact.day, ben.last_contact.seen, ben.last_contact.dormant) == (day, True, dormant)
        assert ("reconnect first: last contact on 2 Mar 2023" in ben.explain()) == dormant
        assert ("retoma antes el contacto" in ben.why("es")) == dormant
    # Contact does not fade in a ranking, so both come out alike.
    assert ask(
        star(Fact("Ana", "Ben", "message", 3, 3, old), Fact("Ana", "Carla", "message", 3, 3)), "Ana", "Eva"
    )[0].tied


def test_reconnect_first_where_nobody_ever_wrote() -> None:
    """A covered tie without contact is dormant since the two connected; of an uncovered one nothing is said."""
    facts = [Fact("Ana", "Ben", last=LONG_AGO), Fact("Ben", "Eva")]
    for covers, known in ((("message",), True), ((), False)):
        snapshot = pool(
            Export(owner="Ana", facts=facts[:1], covers=covers), Export(owner="Ben", facts=facts[1:])
        )
        last = ask(snapshot, "Ana", "Eva")[0].last_contact
        assert (last.day, last.seen, last.dormant) == (
            (LONG_AGO, False, True) if known else (None, False, False)
        )
    sentence = "reconnect first: no contact seen since you connected on 1 Jan 2016"
    assert (
        sentence in ask(pool(Export(owner="Ana", facts=facts, covers=("mail",))), "Ana", "Eva")[0].explain()
    )


def test_reconnect_tells_no_day_of_others() -> None:
    """The day of a colleague's evidence, which is not shared in full, is not told."""
    snapshot = star(Fact("Ben", "Ana", "message", 3, 3, LONG_AGO))
    ben = next(one for one in ask(snapshot, "Ana", "Eva") if one.name == "Ben")
    assert ben.last_contact.day is None
    assert "reconnect" not in ben.explain()


# Time


@given(stars(), st.integers(0, 4000))
@settings(max_examples=25, deadline=None)
def test_as_of_moves_only_decay(exports: list[Export], days: int) -> None:
    """Another day changes neither who can introduce, nor overlaps, nor counts of contact: what fades, fades."""
    snapshot = pool(*exports)
    later = TODAY + dt.timedelta(days=days)
    lo, _hi = snapshot.tie_ends()
    now, then = (NetworkView(snapshot, as_of=day) for day in (TODAY, later))
    assert (then.tie_strengths(np.arange(len(lo))) <= now.tie_strengths(np.arange(len(lo))) + 1e-12).all()
    assert calibration(now).unobserved == calibration(then).unobserved
    people = [v for v in range(snapshot.count) if snapshot.graph.contact_counts()[v]]
    for target in people[1:]:
        a, b = (introducers(view, people[0], target, scorer=Structure()) for view in (now, then))
        assert [(one.id, one.score) for one in a] == [(one.id, one.score) for one in b] or a.scorer == "paths"


# Star pools


@pytest.mark.parametrize(("owners", "seed"), [(3, 1), (5, 2), (10, 3)])
def test_few_ties_in_star_pools(owners: int, seed: int, tmp_path: Path) -> None:
    """In a pool of LinkedIn exports fewer than 5 % of targets with several introducers have a tied first place."""
    world = make_world(1500, seed=seed, mean_contacts=40)
    files = [write_linkedin_export(world, owner, tmp_path) for owner in world.choose_owners(owners)]
    snapshot = nr.load(*files).snapshot
    view = NetworkView(snapshot)
    several = tied = 0
    for owner in range(snapshot.count):
        if not snapshot.complete[owner]:
            continue
        distances = snapshot.engine.distances(owner, 2)
        targets = np.flatnonzero(distances == 2).astype(np.int32)
        found, scores = top_introducers(view, owner, targets, distances, scorer=Overall(), k=2)
        two = found[:, 1] >= 0
        several += int(two.sum())
        tied += int(
            (np.abs(scores[two, 0] - scores[two, 1]) <= 1e-12 * np.abs(scores[two]).max(axis=1)).sum()
        )
    assert several > 100
    assert tied < 0.05 * several
