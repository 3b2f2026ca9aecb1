"""The derive step: `version = f(sources, decisions, rules)`, a pure function over columns.

Sources are read in the order of their ids, so the order of imports cannot matter; whatever is the same in two
sources is one thing in the version. Nothing here loops over people or ties; the loops are over sources.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.graph.arrays import GraphArrays
from netreach.identity.choices import shown
from netreach.identity.evidence import (
    NO_DATE,
    GivenTies,
    Observed,
    days,
    evidence_table,
    given_table,
    tie_arrays,
    tie_codes,
    uniform,
)
from netreach.identity.exports import (
    as_of_shown,
    complete_people,
    joined,
    newer_of,
    newest_day,
    owners_of,
    replaced_kinds,
    still_said,
    superseded_by,
)
from netreach.identity.history import Claims, careers, with_earlier_claims
from netreach.identity.people import AllClaims, People, hubs_first, identify
from netreach.identity.profiles import best_first, completed, people_table
from netreach.kinds import KINDS
from netreach.store.decisions import kinds_in_force
from netreach.store.source import Source
from netreach.store.tables import MemoryTables, Meta

if TYPE_CHECKING:
    from netreach.store.decisions import Decision

RULES = 5
"""Number of the derivation rules: a change that alters a version's content raises it."""


def version_id(source_ids: Sequence[str], decisions: Sequence[Decision]) -> str:
    """Return the id of the version that these sources and decisions give."""
    # The log of letters changes nothing that is derived.
    said = [decision.to_dict() for decision in decisions if decision.kind != "letter"]
    # What evidence is worth is asked for at every question; what makes a tie is part of the version.
    kinds = [(kind.name, kind.makes_tie, kind.counted, kind.interaction) for kind in KINDS]
    text = json.dumps([RULES, kinds, sorted(source_ids), said], sort_keys=True)
    return "v" + hashlib.sha256(text.encode()).hexdigest()[:16]


def derive(
    sources: Sequence[Source],
    decisions: Sequence[Decision] = (),
    *,
    progress: Callable[[str, int], None] | None = None,
) -> MemoryTables:
    """Derive the version of a network.

    Args:
        sources: All sources, in any order.
        decisions: All decisions, in the order in which they were made.
        progress: Called with `"people"`, then `"ties"`, and how many records each of these stages goes through.
    """
    tell = progress or (lambda stage, records: None)
    sources = sorted(sources, key=lambda source: source.info.id)
    claims = AllClaims(sources)
    tell("people", claims.count)
    people = identify(claims, decisions)
    sources = as_of_shown(sources, claims, people)
    claims.date(sources)
    kinds = kinds_in_force(decisions)
    people = hubs_first(people, claims, sources, kinds)
    owners = owners_of(sources, claims, people)
    newer = newer_of(sources, owners)
    superseded, drop = superseded_by(sources, newer, claims, people)

    order = best_first(claims, people, owners)
    table = people_table(claims, people, order)
    vertices = [people.vertex[claims.rows(number)] for number in range(len(sources))]
    histories = careers(sources, vertices, newer)
    table = completed(table, histories, sources)
    said = Claims(table=claims.table, vertex=people.vertex, day=claims.day, order=order, count=people.count)
    histories = with_earlier_claims(histories, said)

    tell("ties", sum(len(source.tables[name]) for source in sources for name in ("evidence", "ties")))
    given, observed = GivenTies(people.count), Observed(people.count)
    for number, source in enumerate(sources):
        vertex = people.vertex[claims.rows(number)]
        observed.add(source.tables["evidence"], vertex, number, drop[number])
        rows = source.tables["ties"]
        if len(rows):
            strength = pc.fill_null(rows.column("strength"), np.nan).to_numpy().astype(np.float32, copy=False)
            a, b = (vertex[rows.column(name).to_numpy()] for name in ("a", "b"))
            since = days(rows.column("since"))
            if source.info.declares:
                keep = still_said(number, b, strength, sources, newer, claims, people)
                a, b, strength, since = a[keep], b[keep], strength[keep], since[keep]
            given.add(a, b, strength, since, number)
    _declared(given, people, decisions)
    evidence = observed.columns()
    stated = given.united()
    ties = tie_arrays(stated, observed.making_ties(evidence, kinds), people.count)
    graph = stated.graph
    if graph is None or ties.lo is not stated.lo:
        graph = GraphArrays.from_sorted(ties.lo, ties.hi, people.count)
    # Codes take as much memory as the ties: only where there is something to look up.
    wanted = len(evidence["lo"]) or stated.best is not None
    codes = tie_codes(ties.lo, ties.hi, people.count) if wanted else np.zeros(0, dtype=np.int64)
    mentioned, shared = joined(claims, people, owners)
    infos, follows = shown(sources, decisions, owners)
    meta = Meta(
        version=version_id([source.info.id for source in sources], decisions),
        count=people.count,
        ties=len(ties.lo),
        as_of=newest_day(sources),
        sources=infos,
        owners=tuple(int(owner) for owner in owners),
        superseded=superseded,
        replaced=replaced_kinds(sources, drop),
        conflicts=tuple(people.contested),
        hidden=people.hidden,
        mentioned=mentioned,
        shared_people=shared,
        sharing_from=follows,
        kinds=kinds,
    )
    return MemoryTables(
        meta=meta,
        tables={
            "people": table,
            "histories": histories,
            "identity": people.identity,
            "evidence": evidence_table(evidence, codes, people.count),
            "given": given_table(stated, codes, people.count),
        },
        arrays={
            "indptr": graph.indptr,
            "indices": graph.indices,
            "first_ties": graph.first_ties,
            "complete": complete_people(sources, claims, people, owners),
            "id_order": people.id_order,
            "tie_given": uniform(ties.given),
            "tie_since": uniform(ties.since),
            "tie_source": uniform(ties.source),
        },
    )


def _declared(given: GivenTies, people: People, decisions: Sequence[Decision]) -> None:
    """Take in what the user declared: of each pair the last word."""
    said = [decision for decision in decisions if decision.kind == "declare"]
    if not said:
        return
    named = pa.array([key for decision in said for key in decision.keys[:2]], pa.string())
    found = pc.fill_null(pc.index_in(named, value_set=people.code), -1).to_numpy()
    ends = np.where(found >= 0, people.of_key[found] if len(people.of_key) else -1, -1).reshape(-1, 2)
    last = {(min(pair), max(pair)): number for number, pair in enumerate(ends.tolist())}
    kept = np.array(sorted(last.values()), dtype=np.int64)
    p = [math.nan if (stated := said[row].strength) is None else stated for row in kept.tolist()]
    since = [said[row].since for row in kept.tolist()]
    day = [(one - dt.date(1970, 1, 1)).days if one else NO_DATE for one in since]
    a, b = (ends[kept, side].astype(np.int32) for side in (0, 1))
    given.add(a, b, np.array(p, dtype=np.float32), np.array(day, dtype=np.int32), -1)
