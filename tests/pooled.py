"""Pools of exports written down by hand: who owns what, and what stands in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import attrs

from netreach.identity import derive
from netreach.model import EvidenceRecord, Owner, PersonRecord
from netreach.snapshot import Snapshot
from netreach.store.builder import SourceBuilder

TODAY = dt.date(2026, 3, 2)


@attrs.frozen
class Fact:
    """A row of evidence between two people, named by short names."""

    a: str
    b: str
    kind: str = "connection"
    there: int = 1
    back: int = 1
    last: dt.date | None = TODAY
    days: int = 0
    first: dt.date | None = None


@attrs.frozen(kw_only=True)
class Export:
    """One export: whose it is (`""` for nobody's), what it says, and what it covers."""

    owner: str = ""
    facts: Sequence[Fact] = ()
    covers: tuple[str, ...] = ()
    complete: bool = True
    sharing: str = "strength"
    people: Sequence[str] = ()


def key(name: str) -> str:
    """The key of a person."""
    return f"linkedin:{name.casefold()}"


def pool(*exports: Export) -> Snapshot:
    """Pool exports into a network; the file of an export is called after its owner."""
    sources = []
    for number, export in enumerate(exports):
        file = f"{(export.owner or 'nobody').casefold()}{number}.zip"
        builder = SourceBuilder(
            file=file, sha256=f"{number:064x}", importer="test", options={}, sharing=export.sharing
        )
        names = {*export.people, *(name for fact in export.facts for name in (fact.a, fact.b))}
        builder.take(
            [
                Owner(
                    keys=(key(export.owner),) if export.owner else (),
                    name=export.owner,
                    complete_list=export.complete,
                    covers=export.covers,
                ),
                *(PersonRecord(keys=(key(name),), name=name) for name in sorted(names)),
                *(
                    EvidenceRecord(
                        a=key(fact.a),
                        b=key(fact.b),
                        kind=fact.kind,
                        count_ab=fact.there,
                        count_ba=fact.back,
                        days=fact.days,
                        first=fact.first or fact.last,
                        last=fact.last,
                    )
                    for fact in export.facts
                ),
            ]
        )
        sources.append(builder.build())
    return Snapshot(derive(sources))


def who(snapshot: Snapshot, *names: str) -> list[int]:
    """The vertices of some people."""
    found = [snapshot.vertex_of_key(key(name)) for name in names]
    assert min(found) >= 0, f"{names} are not all in the network"
    return found
