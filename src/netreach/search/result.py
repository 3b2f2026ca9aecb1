"""From the arrays of a search to the record that answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

from netreach.answers.degrees import degree_counts, extended_network
from netreach.answers.listed import check_limit
from netreach.answers.rows import Best, Columns, Rows
from netreach.answers.search import Facet, FacetValue, SearchResult, Unknown
from netreach.arrow import positions
from netreach.render.words import language_of
from netreach.search import cards
from netreach.search.complete import LITTLE, near_names
from netreach.search.fields import field_index
from netreach.search.find import ranking
from netreach.search.people import SnapshotPeople

if TYPE_CHECKING:
    from netreach.plugins.protocols import FloatArray
    from netreach.search.facets import FacetCounts
    from netreach.search.find import Found
    from netreach.snapshot import Snapshot


def search_result(
    snapshot: Snapshot,
    ego: int,
    found: Found,
    *,
    best: Best,
    scores: FloatArray | None = None,
    sort: str = "relationship",
    limit: int | None = 10,
    language: str | None = None,
) -> SearchResult:
    """Put the hits in order and make the answer.

    Args:
        snapshot: The opened version.
        ego: The vertex from which we look.
        found: What `netreach.search.find.find` returned.
        best: The best introducer to each hit.
        scores: float64 `[k]`: the introducers' scores, NaN for none; needed for the order by introduction only.
        sort: One of `netreach.search.find.SORTS`.
        limit: How many hits are shown; `None` for all.
        language: Language of the answer's text; `NETREACH_LANGUAGE` or English where not given.

    Raises:
        OptionError: When an option is outside its range, or the arrays are not as long as the hits.
    """
    check_limit(limit)
    rows = Rows(
        SnapshotPeople(snapshot, found.criteria.scope),
        Columns(found.hits, found.degrees, found.marks.all),
        best,
        ranking(snapshot, found, sort=sort, scores=scores),
    )
    bounds = found.lists.bounds()
    contacts_of = found.criteria.contacts_of
    criteria = found.criteria.to_dict(snapshot.ids(contacts_of) if contacts_of else None)
    by_degree = degree_counts(found.by_degree[1:].tolist(), bounds)
    return SearchResult(
        rows=rows,
        limit=limit,
        language=language_of(language),
        # The records of the hits are still to be made.
        ego=cards.refs(snapshot, np.array([ego]))[0],
        criteria=criteria,
        sort=sort,
        cutoff=found.cutoff,
        by_degree=by_degree,
        extended=extended_network(by_degree),
        facets={
            name: attrs.evolve(
                _facet(snapshot, name, found.criteria.scope, counts, bounds, language_of(language)),
                without=name in criteria,
            )
            for name, counts in found.facets.items()
        },
        unreachable=found.unreachable,
        unknown={
            name: Unknown(count=int(counts.sum()), by_degree=degree_counts(counts[1:].tolist(), bounds))
            for name, counts in found.unknown.items()
        },
        as_of=snapshot.as_of,
        version=snapshot.version,
        kinds=snapshot.kinds,
        synonyms=found.criteria.also(),
        also=near_names(snapshot, found.criteria) if len(found.hits) < LITTLE else (),
    )


def _facet(
    snapshot: Snapshot, name: str, scope: str, counts: FacetCounts, bounds: tuple[str, ...], code: str
) -> Facet:
    labels = field_index(snapshot, name, scope).labels.take(positions(counts.codes)).to_pylist()
    return Facet(
        field=name,
        values=tuple(
            FacetValue(
                value=label,
                count=sum(by_degree),
                by_degree=degree_counts(by_degree[1:], bounds),
                spellings=spellings,
            )
            for label, by_degree, spellings in zip(
                labels, counts.by_degree.tolist(), counts.spellings.tolist(), strict=True
            )
        ),
        known=counts.known,
        total=counts.total,
        distinct=counts.distinct,
        language=code,
    )
