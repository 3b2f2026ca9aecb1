"""What an import makes for searches: the same files, whatever the version before knew; and what is in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import handmade
from netreach.ranking.ahead import make_ahead
from netreach.search import beside, cards, companies
from netreach.snapshot import Snapshot
from netreach.store.folder import NetworkFolder
from netreach.strength.careers import WORK, spells_of
from netreach.text import company_key

_DAYS = st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2020, 1, 9))
_VALUES = st.sampled_from(
    [
        "Acme",
        "Acme Ltd",
        "ACME, S.L.",
        "acme",
        "Ácme",
        "The Baker",
        "Baker of bread",
        "b",
        "é",
        "東京",
        "--",
        "",
        None,
    ]
)
_LISTS = st.none() | st.lists(_VALUES, max_size=2)
_JOBS = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["work", "study", "claim", "location"]),
            "organisation": _VALUES,
            "title": _VALUES,
            "start": _DAYS,
            "end": _DAYS,
        }
    ),
    max_size=4,
)
_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(["name", "headline", "title", "company", "location"], _VALUES),
    **dict.fromkeys(["groups", "skills"], _LISTS),
    "positions": _JOBS,
}
_CHANGES = st.fixed_dictionaries({}, optional=_FIELDS)
_PEOPLE = st.lists(st.fixed_dictionaries(_FIELDS), min_size=1, max_size=8)


def _stored(people: Sequence[Mapping[str, Any]], path: Path, version: str) -> Snapshot:
    """A version of these people in a folder, opened."""
    tables: Any = handmade.snapshot(people, as_of=dt.date(2020, 1, 5))._tables
    path.joinpath("versions").mkdir(parents=True, exist_ok=True)
    folder = NetworkFolder(path)
    folder.write_version(attrs.evolve(tables, meta=attrs.evolve(tables.meta, version=version)))
    return Snapshot(folder.open_version(version))


def _files(snapshot: Snapshot) -> dict[str, bytes]:
    assert snapshot.folder is not None
    return {path.name: path.read_bytes() for path in (snapshot.folder / "search").iterdir()}


@pytest.mark.parametrize("few", [0, 1_000])
@settings(max_examples=60)
@given(
    people=_PEOPLE,
    changes=st.dictionaries(st.integers(0, 7), _CHANGES, max_size=3),
    others=_PEOPLE | st.just([]),
    data=st.data(),
)
def test_files_are_those_made_from_nothing(
    few: int,
    people: list[dict[str, Any]],
    changes: dict[int, dict[str, Any]],
    others: list[dict[str, Any]],
    data: st.DataObject,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Whoever comes, goes, changes or gets another number, what is taken over changes no byte."""
    before = [{**person, "id": f"p{number}"} for number, person in enumerate(people)]
    later = [{**person, **changes.get(number, {})} for number, person in enumerate(before)]
    later += [{**person, "id": f"q{number}"} for number, person in enumerate(others)]
    kept = data.draw(st.permutations(later))[: data.draw(st.integers(1, len(later)))]
    folder = tmp_path_factory.mktemp("network")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(beside, "LARGE", 1)
        patch.setattr(cards, "PEOPLE", 3)
        patch.setattr(companies, "_FEW", few)
        first = _stored(before, folder, "v1")
        make_ahead(first)
        taken, anew = (_stored(kept, folder / name, "v2") for name in ("taken", "anew"))
        make_ahead(taken, first)
        make_ahead(anew)
        assert _files(taken) == _files(anew)
        assert "headline-current.arrays" in _files(anew)


@settings(max_examples=200)
@given(_PEOPLE)
def test_spells_are_those_of_each_person(people: list[dict[str, Any]]) -> None:
    """Times at one employer that touch are one; and who was where is counted, with or without days."""
    snapshot = handmade.snapshot(people, as_of=dt.date(2020, 1, 5))
    today = (dt.date(2020, 1, 5) - dt.date(1970, 1, 1)).days
    told: dict[tuple[int, str], list[tuple[int, int, bool]]] = {}
    been: dict[str, set[int]] = {}
    spellings: list[str] = []
    for vertex, person in enumerate(people):
        stays = [
            (job["organisation"], *_days(job, today))
            for job in person["positions"]
            if job["kind"] in ("work", "claim")
        ]
        stays.append((person["company"], today, today, False))
        for name, start, end, dated in stays:
            if name:
                been.setdefault(company_key(name), set()).add(vertex)
                spellings.append(name)
                if start is not None and company_key(name):
                    told.setdefault((vertex, company_key(name)), []).append((start, end, dated))
    found = spells_of(snapshot, WORK)
    if found is None:
        assert not any(dated for stays in told.values() for _, _, dated in stays)
        return
    names = found.names.to_pylist()
    for name, size in zip(names, found.sizes.tolist(), strict=True):
        key = company_key(name)
        assert size == len(been.get(key, ()))
        alike = [text for text in spellings if company_key(text) == key]
        assert name == min(set(alike), key=lambda text: (-alike.count(text), text.encode()), default="")
    got: dict[tuple[int, str], list[tuple[int, int, bool]]] = {}
    for vertex in range(len(people)):
        rows = np.arange(found.offsets[vertex], found.offsets[vertex + 1])
        for row, organisation in zip(rows.tolist(), found.organisation(rows).tolist(), strict=True):
            spell = (int(found.start[row]), int(found.end[row]), bool(found.dated[row]))
            got.setdefault((vertex, company_key(names[organisation])), []).append(spell)
        assert found.career[vertex] == any(
            d for (who, _), stays in got.items() if who == vertex for *_, d in stays
        )
    assert got == {where: _merged(stays) for where, stays in told.items()}


def _days(job: Mapping[str, Any], today: int) -> tuple[Any, Any, bool]:
    """The first and last day of a job, as far as it says, and whether it says any."""
    start, end = (
        None if job[name] is None else (job[name] - dt.date(1970, 1, 1)).days for name in ("start", "end")
    )
    dated = start is not None or end is not None
    if job["kind"] == "work" and end is None:
        end = today if start is None else max(today, start)
    start = end if start is None else start
    return start, None if start is None else start if end is None else max(start, end), dated


def _merged(stays: list[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    merged: list[tuple[int, int, bool]] = []
    for start, end, dated in sorted(stays):
        if merged and start <= merged[-1][1] + 1:
            first, last, said = merged.pop()
            start, end, dated = first, max(last, end), said or dated
        merged.append((start, end, dated))
    return merged
