"""Who opens a company or any other segment: the contacts behind whom its people stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from netreach.answers.degrees import AT_LEAST, EXACT, degree_counts
from netreach.answers.doors import Door, Doors, Known, Through
from netreach.answers.listed import check_limit
from netreach.arrow import compute, positions
from netreach.errors import OptionError
from netreach.paths import answered_legs
from netreach.render.words import language_of
from netreach.search.complete import near_words
from netreach.search.fields import CURRENT, field_index
from netreach.search.people import person_refs
from netreach.territory.axes import axis
from netreach.territory.doorways import FARTHEST
from netreach.territory.who import who
from netreach.text import company_key, searchable, words

if TYPE_CHECKING:
    import pyarrow as pa

    from netreach.plugins.protocols import BoolArray, IntArray, LongArray
    from netreach.ranking import NetworkView
    from netreach.search.criteria import Criteria
    from netreach.search.degrees import DistanceArray
    from netreach.snapshot import Snapshot
    from netreach.territory.doorways import Doorways
    from netreach.territory.who import Search

_NAMED: Final = 3
_SIMILAR: Final = 5
_ROWS: Final = 50_000


def doors(
    view: NetworkView,
    ego: int,
    distances: DistanceArray,
    criteria: Criteria,
    search: Search,
    found: Doorways,
    bounds: tuple[str, ...],
    *,
    company: str | None = None,
    limit: int | None = 10,
    cutoff: int = 3,
    language: str | None = None,
) -> Doors:
    """Rank the contacts who open a segment.

    Args:
        view: The network at a day.
        ego: Who looks.
        distances: int8 `[n]`: hops from the ego to everybody, -1 beyond the cutoff.
        criteria: Who belongs to the segment.
        search: Finds who matches from the viewpoint of the ego, with this cutoff.
        found: The doors of the ego.
        bounds: What the counts at each degree are, `"exact"` or `"at_least"`.
        company: Besides, only people at this company, in whatever spelling.
        limit: How many doors, and how many contacts inside, are listed; `None` for all.
        cutoff: The farthest degree that is looked at.
        language: Language of the text.

    Raises:
        OptionError: When an option is outside its range, or the company is no text, or has no word in it.
    """
    check_limit(limit)
    code = language_of(language)
    view = view.seen_by(ego)
    snapshot = view.snapshot
    similar: tuple[str, ...] = ()
    at = None
    if company is not None:
        at = people_at(snapshot, _written(company), criteria.scope)
        similar = () if len(at) else similar_companies(snapshot, company, criteria.scope)
    matching = who(snapshot, distances, criteria, search, cutoff=cutoff, among=at)
    people, degrees = matching.people, matching.degrees
    width = len(found.contacts)
    row, door = found.to(people)
    second = np.bincount(door[degrees[row] == 2], minlength=width)
    third = np.bincount(door[degrees[row] == FARTHEST], minlength=width)
    opening = np.flatnonzero(second + third)
    order = opening[np.lexsort((opening, -third[opening], -second[opening]))]
    shown = order[:limit]
    contacts = found.contacts[shown]
    member = np.zeros(snapshot.count, dtype=np.bool_)
    member[people] = True
    legs = answered_legs(view, np.full(len(shown), ego, dtype=np.int32), contacts, ego=ego)
    opened = _opened(view, contacts, member & (distances == 2))
    through = _through(view, contacts, distances, member & (distances == FARTHEST))
    inside = np.flatnonzero(member[found.contacts])
    listed = inside[:limit]
    return Doors(
        ego=person_refs(snapshot, [ego])[0],
        company=company,
        criteria=criteria.to_dict(snapshot.ids(criteria.contacts_of or ())),
        cutoff=cutoff,
        by_degree=degree_counts(np.bincount(degrees, minlength=cutoff + 1)[1:].tolist(), bounds),
        unreachable=matching.unreachable,
        inside=tuple(
            Known(person=person, strength=strength)
            for person, strength in zip(
                person_refs(snapshot, found.contacts[listed]), found.strengths[listed].tolist(), strict=True
            )
        ),
        inside_total=len(inside),
        doors=tuple(
            Door(
                person=person,
                rank=place + 1,
                second=int(second[number]),
                third=int(third[number]),
                inside=bool(member[contact]),
                leg=legs[place],
                people=opened[place],
                through=through[place],
                bound=EXACT if view.complete[contact] else AT_LEAST,
                language=code,
            )
            for place, (number, contact, person) in enumerate(
                zip(shown.tolist(), contacts.tolist(), person_refs(snapshot, contacts), strict=True)
            )
        ),
        total=len(opening),
        similar=similar,
        as_of=view.as_of,
        version=snapshot.version,
        kinds=snapshot.kinds,
        language=code,
    )


def _written(company: object) -> str:
    """The name of a company that a caller gave, whose types nobody may have checked.

    >>> _written(3)
    Traceback (most recent call last):
        ...
    netreach.errors.OptionError: doors takes the name of a company and criteria, as in doors("Acme", title="CMO"), ...
    """
    if isinstance(company, str):
        return company
    cure = (
        "; its criteria are found.criteria: doors(**found.criteria)" if hasattr(company, "criteria") else ""
    )
    raise OptionError(
        'doors takes the name of a company and criteria, as in doors("Acme", title="CMO"), and no '
        f"{type(company).__name__}{cure}."
    )


def people_at(snapshot: Snapshot, company: str, scope: str = CURRENT) -> IntArray:
    """Vertices of those who are at a company, ascending, however its name is spelled.

    Raises:
        OptionError: When the name has no word in it.

    >>> import netreach as nr
    >>> people = {"id": [1, 2], "company": ["Acme, S.L.", "The ACME Company"]}
    >>> people_at(nr.from_edges([1], [2], people=people).snapshot, "acme").tolist()
    [0, 1]
    """
    key = company_key(company)
    if not key:
        raise OptionError(f"{company!r} has no word in it: name a company, or give criteria.")
    group = _groups(snapshot, scope).get(key, -1)
    offsets, people = snapshot.memo(
        f"people by company:{scope}", lambda: axis(snapshot, "company", scope).people()
    )
    return people[offsets[group] : offsets[group + 1]] if group >= 0 else people[:0]


def _groups(snapshot: Snapshot, scope: str) -> dict[str, int]:
    """The number of every company by its key."""

    def make() -> dict[str, int]:
        places = axis(snapshot, "company", scope)
        first = np.arange(places.count) if places.groups is None else _first(places.groups)
        labels = places.index.labels.take(positions(first)).to_pylist()
        return {company_key(label): group for group, label in enumerate(labels)}

    return snapshot.memo(f"companies by key:{scope}", make)


def _first(groups: IntArray) -> LongArray:
    """The first value of each group, in the order of the groups' numbers."""
    order = np.argsort(groups, kind="stable")
    return order[np.flatnonzero(np.diff(groups[order], prepend=-1))]


def similar_companies(snapshot: Snapshot, company: str, scope: str = CURRENT) -> tuple[str, ...]:
    """Return the commonest companies whose names hold this one, or hold it with one word spelled nearly so."""
    index = field_index(snapshot, "company", scope)
    people = np.bincount(index.codes, minlength=index.values)[: index.values]
    counts = people * _holding(index.texts, searchable(company))
    if not counts.any():
        asked = words(company)
        having = np.zeros(index.values, dtype=np.bool_)
        for place, word in enumerate(asked):
            for other in near_words(snapshot, "company", word, scope):
                spelled = " ".join((*asked[:place], other, *asked[place + 1 :]))
                having |= _holding(index.texts, searchable(spelled))
        counts = people * having
    likely = np.flatnonzero(counts)
    best = likely[np.argsort(-counts[likely], kind="stable")[:_SIMILAR]]
    return tuple(index.labels.take(positions(best)).to_pylist())


def _holding(texts: pa.Array, text: str) -> BoolArray:
    """Return of each distinct value whether it holds the text; the last one, which is no value, is left out."""
    having: BoolArray = compute.match_substring(texts, pattern=text).to_numpy(zero_copy_only=False)[:-1]
    return having


def _opened(view: NetworkView, contacts: IntArray, second: BoolArray) -> list[tuple[Known, ...]]:
    """The people of the segment whom each contact knows, the strongest ties first."""
    offsets, near = view.engine.contacts_of(contacts)
    chosen = np.flatnonzero(second[near])
    door = np.repeat(np.arange(len(contacts)), np.diff(offsets))[chosen]
    known = near[chosen]
    strengths = view.strengths(contacts[door], known)
    order = np.lexsort((view.snapshot.id_ranks()[known], -strengths, door))
    top = order[_leading(door[order])]
    made: list[list[Known]] = [[] for _ in contacts]
    named = zip(
        door[top].tolist(), person_refs(view.snapshot, known[top]), strengths[top].tolist(), strict=True
    )
    for place, person, strength in named:
        made[place].append(Known(person=person, strength=strength))
    return [tuple(some) for some in made]


def _through(
    view: NetworkView, contacts: IntArray, distances: DistanceArray, third: BoolArray
) -> list[tuple[Through, ...]]:
    """The contacts of each contact who know people of the segment at the 3rd degree, those who know most first."""
    offsets, near = view.engine.contacts_of(contacts)
    chosen = np.flatnonzero(distances[near] == FARTHEST - 1)
    door = np.repeat(np.arange(len(contacts)), np.diff(offsets))[chosen]
    between, place = np.unique(near[chosen], return_inverse=True)
    knows = np.zeros(len(between), dtype=np.int64)
    for begin in range(0, len(between), _ROWS):
        offsets, beyond = view.engine.contacts_of(between[begin : begin + _ROWS])
        row = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))[third[beyond]]
        knows[begin : begin + _ROWS] = np.bincount(row, minlength=len(offsets) - 1)
    some = np.flatnonzero(knows[place])
    order = some[
        np.lexsort((view.snapshot.id_ranks()[between[place[some]]], -knows[place[some]], door[some]))
    ]
    top = order[_leading(door[order])]
    made: list[list[Through]] = [[] for _ in contacts]
    refs = person_refs(view.snapshot, between[place[top]])
    for number, person, count in zip(door[top].tolist(), refs, knows[place[top]].tolist(), strict=True):
        made[number].append(Through(person=person, people=count))
    return [tuple(found) for found in made]


def _leading(groups: LongArray) -> LongArray:
    """The first few places of each group of an ascending array."""
    first = np.searchsorted(groups, groups)
    return np.flatnonzero(np.arange(len(groups)) - first < _NAMED)
