"""A conformance kit for scorers: the laws that every scorer keeps, checked on small networks; needs no pytest."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

import attrs
import numpy as np

from netreach.errors import NetreachError, OptionError
from netreach.graph import make_engine
from netreach.opening import from_edges, load
from netreach.plugins.protocols import Scorer
from netreach.ranking import NetworkView, best_introducers, introducers
from netreach.ranking.scoring import score
from netreach.testing.conformance import Law
from netreach.testing.linkedin import write_linkedin_export
from netreach.testing.worlds import make_world

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import Engine, FloatArray, IntArray, Leg
    from netreach.snapshot import Snapshot

MONOTONE: Final = ("interactions", "strengths", "shared_contacts")
"""What a scorer can claim never to punish: more of it on a leg never lowers the value of that leg."""

_QUERIES: Final = 12
"""Targets that are asked about in each network."""


def check_scorer(
    scorer: Scorer, snapshot: Snapshot | None = None, *, monotone: Sequence[str] = ()
) -> tuple[Law, ...]:
    """Check that a scorer keeps the laws.

    The laws: it has a name, a summary and a way to combine legs; it gives two legs of finite terms for any people and
    for none; the same question has the same answer; the terms of a leg add up to its value, and the legs to the
    score; many pairs at once have the values of each by itself; it changes nothing that it is given; names do not
    matter; every engine gives the same; the best introducer to many targets is the first one for each; and, where it
    is claimed, more interactions, strength or shared contacts on a leg never lower its value.

    Args:
        scorer: The scorer.
        snapshot: A network of your own to check it on, in addition to these: a random network of bare ties, the same
            with stated strengths, and a pool of exports in which only some lists are complete.
        monotone: What the scorer claims never to punish: any of `"interactions"`, `"strengths"`, `"shared_contacts"`.

    Returns:
        The laws, each with how many cases were checked.

    Raises:
        AssertionError: A law is broken; the message says which, where, and what was found.
        OptionError: When there is no such property as is claimed.

    Example:
        >>> from netreach.ranking.scorers import Structure
        >>> laws = check_scorer(Structure(), monotone=["shared_contacts"])
        >>> sum(law.checked for law in laws) > 100
        True
    """
    for claim in monotone:
        if claim not in MONOTONE:
            raise OptionError(f"monotone={claim!r} is none of {', '.join(MONOTONE)}.")
    check = _Check(scorer)
    check.is_scorer()
    if not check.failed:
        for where, network in _networks():
            check.network(network, where, monotone)
        check.names()
        if snapshot is not None:
            check.network(snapshot, "your network", monotone)
    laws = tuple(
        Law(name=name, checked=n, failures=tuple(check.failures[name])) for name, n in check.checked.items()
    )
    if check.failed:
        lines = [str(getattr(scorer, "name", "") or type(scorer).__name__)]
        for law in laws:
            lines.append(f"  {'BROKEN' if law.failures else 'holds '}  {law.name} ({law.checked} checked)")
            lines += [f"          - {failure}" for failure in law.failures]
        raise AssertionError("\n".join(lines))
    return laws


_TIES: Final = 90
_PEOPLE: Final = 30


def _random_ties() -> tuple[list[str], list[str]]:
    """Ties that close triangles, so that shared contacts abound."""
    rng = np.random.default_rng(5)
    ends = rng.choice(_PEOPLE, (_TIES, 2), p=_weights())
    near = (ends[:, 0] + rng.integers(1, 4, _TIES)) % _PEOPLE
    second = np.where(rng.random(_TIES) < 0.6, near, ends[:, 1])
    kept = ends[:, 0] != second
    return [f"p{v}" for v in ends[kept, 0]], [f"p{v}" for v in second[kept]]


def _weights() -> FloatArray:
    weights = 1.0 / (4.0 + np.arange(_PEOPLE))
    shares: FloatArray = weights / weights.sum()
    return shares


def _networks() -> Iterator[tuple[str, Snapshot]]:
    a, b = _random_ties()
    yield "a network of bare ties", from_edges(a, b).snapshot
    strengths = np.random.default_rng(6).uniform(0.05, 0.95, len(a)).tolist()
    yield "a network with stated strengths", from_edges(a, b, strengths=strengths).snapshot
    world = make_world(120, seed=3, mean_contacts=12)
    with tempfile.TemporaryDirectory(prefix="netreach-check-") as folder:
        files = [write_linkedin_export(world, owner, folder) for owner in world.choose_owners(4)]
        yield "a pool of exports", load(*files).snapshot


@attrs.frozen(eq=False)
class _Query:
    """Introducers of one ego to some targets: int32 `[k]` each."""

    ego: int
    introducers: IntArray
    targets: IntArray


def _queries(snapshot: Snapshot) -> Iterator[_Query]:
    """Egos with their targets at the 2nd degree."""
    engine, counts = snapshot.engine, snapshot.engine.contact_counts()
    for ego in np.argsort(-counts, kind="stable")[:3].tolist():
        targets = np.flatnonzero(engine.distances(ego, 2) == 2)[:_QUERIES]
        shared = [engine.shared_contacts(ego, target) for target in targets.tolist()]
        if shared:
            asked = np.repeat(targets, [len(people) for people in shared]).astype(np.int32)
            yield _Query(ego, np.concatenate(shared), asked)


class _Check:
    """What was checked of one scorer, and what failed."""

    def __init__(self, scorer: Scorer) -> None:
        self.scorer = scorer
        self.checked: dict[str, int] = {}
        self.failures: dict[str, list[str]] = {}

    @property
    def failed(self) -> bool:
        return any(self.failures.values())

    def law(self, name: str, where: str, test: Callable[[], str]) -> bool:
        """Count a case; `test` returns what is wrong, `""` for nothing."""
        self.checked[name] = self.checked.get(name, 0) + 1
        failures = self.failures.setdefault(name, [])
        try:
            wrong = test()
        except NetreachError as error:
            wrong = str(error)
        except Exception as error:  # Whatever a scorer raises is its failure, not ours.
            wrong = f"{type(error).__name__}: {error}"
        if wrong and len(failures) < 3:
            failures.append(f"{where}: {wrong}")
        return not wrong

    def is_scorer(self) -> None:
        def test() -> str:
            known: object = self.scorer
            if not isinstance(known, Scorer):
                return "a scorer has name, summary, combine and legs(view, ego, introducers, targets)"
            texts = (self.scorer.name, self.scorer.summary)
            if not all(isinstance(text, str) and text for text in texts):
                return "name and summary are texts that are not empty"
            return "" if self.scorer.combine in ("sum", "product") else "combine is 'sum' or 'product'"

        self.law("it is a scorer", type(self.scorer).__name__, test)

    def network(self, snapshot: Snapshot, where: str, monotone: Sequence[str]) -> None:
        view = NetworkView(snapshot)
        for query in _queries(snapshot):
            at = f"{where}, {len(query.targets)} pairs of one ego"
            if not self.law("legs are finite terms", at, functools.partial(self._finite, view, query)):
                return
            self.law("the same question has the same answer", at, functools.partial(self._again, view, query))
            self.law("many at once are as one by one", at, functools.partial(self._alone, view, query))
            self.law("nothing is changed", at, functools.partial(self._untouched, view, query))
            self.law("engines agree", at, functools.partial(self._engines, view, query))
            self.law("terms add up to the score", at, functools.partial(self._added, view, query))
            self.law("best of many is first of each", at, functools.partial(self._best, view, query))
            for claim in monotone:
                name = f"more {claim.replace('_', ' ')} never lower a leg"
                for pair in range(0, len(query.targets), max(1, len(query.targets) // 10)):
                    self.law(name, at, functools.partial(self._raised, view, query, claim, pair))
        nobody = np.zeros(0, dtype=np.int32)
        self.law(
            "nobody has no legs", where, functools.partial(self._finite, view, _Query(0, nobody, nobody))
        )

    def names(self) -> None:
        """The same ties under other names: vertices are numbered otherwise."""
        a, b = _random_ties()
        called = {name: f"q{97 - int(name[1:])}" for name in {*a, *b}}
        snapshots = [
            from_edges(a, b).snapshot,
            from_edges([called[n] for n in b], [called[n] for n in a]).snapshot,
        ]
        (query, *_) = _queries(snapshots[0])
        people = [snapshots[0].texts("name", v) for v in ([query.ego], query.introducers, query.targets)]
        (ego,), *others = ([snapshots[1].resolve(called[name]) for name in names] for names in people)
        other = _Query(ego, *(np.array(vertices, dtype=np.int32) for vertices in others))

        def test() -> str:
            before, after = (
                score(self.scorer, NetworkView(s), q.ego, q.introducers, q.targets).scores
                for s, q in zip(snapshots, (query, other), strict=True)
            )
            return _differ(before, after, "after the people were called otherwise")

        self.law("names do not matter", "a network of bare ties", test)

    def _legs(self, view: NetworkView, query: _Query) -> tuple[Leg, Leg]:
        # Each call gets arrays of its own, lest a scorer that writes into them spoils the next check.
        people, targets = query.introducers.copy(), query.targets.copy()
        return score(self.scorer, view, query.ego, people, targets).legs

    def _values(self, view: NetworkView, query: _Query) -> tuple[FloatArray, FloatArray]:
        first, second = self._legs(view, query)
        return _value(first, len(query.targets)), _value(second, len(query.targets))

    def _finite(self, view: NetworkView, query: _Query) -> str:
        empty = [place for place, leg in zip("12", self._legs(view, query), strict=True) if not leg.terms]
        return f"leg {empty[0]} has no term" if empty else ""

    def _again(self, view: NetworkView, query: _Query) -> str:
        for one, other in zip(self._legs(view, query), self._legs(view, query), strict=True):
            same = one.terms.keys() == other.terms.keys() and np.array_equal(one.known, other.known)
            if not same or not all(np.array_equal(one.terms[name], other.terms[name]) for name in one.terms):
                return "a second call gave other legs"
        return ""

    def _alone(self, view: NetworkView, query: _Query) -> str:
        together = self._values(view, query)
        for at in range(0, len(query.targets), max(1, len(query.targets) // 10)):
            single = _Query(query.ego, query.introducers[at : at + 1], query.targets[at : at + 1])
            for many, one in zip(together, self._values(view, single), strict=True):
                wrong = _differ(many[at : at + 1], one, "where a pair is asked about alone")
                if wrong:
                    return wrong
        backwards = _Query(query.ego, query.introducers[::-1].copy(), query.targets[::-1].copy())
        for many, one in zip(together, self._values(view, backwards), strict=True):
            wrong = _differ(many, one[::-1], "where the same pairs come in another order")
            if wrong:
                return wrong
        return ""

    def _untouched(self, view: NetworkView, query: _Query) -> str:
        given: tuple[npt.NDArray[Any], ...] = (
            query.introducers,
            query.targets,
            view.contact_counts(),
            view.complete,
        )
        before = [array.copy() for array in given]
        score(self.scorer, view, query.ego, query.introducers, query.targets)
        names = ("introducers", "targets", "view.contact_counts()", "view.complete")
        for name, array, copy in zip(names, given, before, strict=True):
            if not np.array_equal(array, copy):
                return f"{name} is another one after the call"
        return ""

    def _engines(self, view: NetworkView, query: _Query) -> str:
        other = _WithEngine(view, make_engine(view.snapshot.graph, "igraph"))
        for one, two in zip(self._values(view, query), self._values(other, query), strict=True):
            wrong = _differ(one, two, "with the engine igraph")
            if wrong:
                return wrong
        return ""

    def _added(self, view: NetworkView, query: _Query) -> str:
        for target in np.unique(query.targets)[:3].tolist():
            for one in introducers(view, query.ego, target, scorer=self.scorer):
                values = [leg.value for leg in one.legs]
                expected = sum(values) if self.scorer.combine == "sum" else values[0] * values[1]
                sums = [sum(term.value for term in leg.terms) for leg in one.legs]
                if abs(one.score - expected) > 1e-9 or np.abs(np.subtract(sums, values)).max() > 1e-9:
                    return f"{one.name} has the score {one.score}, and legs of {sums}"
        return ""

    def _best(self, view: NetworkView, query: _Query) -> str:
        distances = view.engine.distances(query.ego, 2)
        targets = np.unique(query.targets)
        found, _ = best_introducers(view, query.ego, targets, distances, scorer=self.scorer)
        for target, door in zip(targets.tolist(), view.snapshot.ids(found), strict=True):
            first = introducers(view, query.ego, target, scorer=self.scorer, limit=1)[0]
            if door != first.id:
                return f"to {first.name} the ranking and the batch name different people"
        return ""

    def _raised(self, view: NetworkView, query: _Query, claim: str, at: int) -> str:
        pair = _Query(query.ego, query.introducers[at : at + 1], query.targets[at : at + 1])
        person, before = int(pair.introducers[0]), self._values(view, pair)
        for leg, end in enumerate((query.ego, int(pair.targets[0]))):
            after = self._values(_Raised(view, (end, person), claim), pair)
            if after[leg][0] < before[leg][0] - 1e-12:
                return f"leg {leg + 1} fell from {before[leg][0]:.6g} to {after[leg][0]:.6g}"
        return ""


class _WithEngine(NetworkView):
    """A view whose graph is searched by another engine."""

    def __init__(self, base: NetworkView, engine: Engine) -> None:
        super().__init__(base.snapshot, as_of=base.as_of)
        self._other = engine

    @property
    def engine(self) -> Engine:
        return self._other

    def seen_by(self, ego: int) -> NetworkView:
        return self


class _Raised(NetworkView):
    """A view in which one pair has more of something; the averages of the network stay."""

    def __init__(self, base: NetworkView, pair: tuple[int, int], what: str) -> None:
        super().__init__(base.snapshot, as_of=base.as_of)
        self._pair = frozenset(pair)
        self._what = what
        self._searched = base.engine
        if what == "shared_contacts":
            self._searched = cast("Engine", _MoreShared(base.engine, self))

    @property
    def engine(self) -> Engine:
        return self._searched

    def is_pair(self, a: IntArray, b: IntArray) -> FloatArray:
        lo, hi = min(self._pair), max(self._pair)
        chosen: FloatArray = ((np.minimum(a, b) == lo) & (np.maximum(a, b) == hi)).astype(np.float64)
        return chosen

    def interactions(self, a: IntArray, b: IntArray) -> FloatArray:
        more = 7.0 if self._what == "interactions" else 0.0
        found: FloatArray = super().interactions(a, b) + more * self.is_pair(a, b)
        return found

    def strengths(self, a: IntArray, b: IntArray) -> FloatArray:
        found = super().strengths(a, b)
        if self._what != "strengths":
            return found
        raised: FloatArray = np.where(self.is_pair(a, b) > 0, found + (1 - found) / 2, found)
        return raised


class _MoreShared:
    """An engine in which one pair has one more shared contact."""

    def __init__(self, engine: Engine, view: _Raised) -> None:
        self._engine = engine
        self._view = view

    def __getattr__(self, name: str) -> object:
        return getattr(self._engine, name)

    def overlap_sums(self, a: IntArray, b: IntArray, weights: FloatArray) -> FloatArray:
        found: FloatArray = self._engine.overlap_sums(a, b, weights)
        return found + float(np.median(weights)) * self._view.is_pair(a, b)


def _value(leg: Leg, count: int) -> FloatArray:
    total = np.zeros(count)
    for term in leg.terms.values():
        total = total + term
    return total


def _differ(one: FloatArray, other: FloatArray, when: str) -> str:
    apart = np.abs(one - other) > 1e-9 * np.maximum(1.0, np.abs(one))
    if not apart.any():
        return ""
    at = int(np.flatnonzero(apart)[0])
    return f"a value of {one[at]:.9g} is {other[at]:.9g} {when}"
