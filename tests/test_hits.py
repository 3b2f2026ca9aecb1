"""The hits of a search: a sequence, narrowed, as data, tables and CSV, pickled."""

from __future__ import annotations

import csv
import io
import json
import pickle
import sys
from pathlib import Path

import pytest

from handmade import snapshot
from netreach.answers.hits import Hit, Hits
from netreach.answers.refs import PersonRef
from netreach.errors import MissingExtraError, OptionError
from netreach.snapshot import Snapshot
from netreach.text import searchable
from plain_search import (
    answer,
)


def test_answer_is_a_sequence_of_hits(village: Snapshot) -> None:
    """Length, index, slice, iteration and `shown` agree, and records are made of all fields."""
    result = answer(village, limit=2)
    everybody = list(result)
    assert [hit.id for hit in everybody] == ["ben", "carla", "eva", "fay", "gus"]
    assert len(result) == result.total == 5
    assert result[0] == everybody[0]
    assert result[-1] == everybody[-1]
    assert list(result[1:3]) == everybody[1:3]
    assert list(result[::-2]) == everybody[::-2]
    assert result.shown == tuple(everybody[:2])
    assert isinstance(result[1:], Hits)
    assert everybody[2] in result
    with pytest.raises(IndexError):
        result[5]
    eva = result[2]
    assert isinstance(eva, Hit)
    assert eva.professional == village.professional(3)
    assert eva.best_introducer == PersonRef(
        id="ben", name="Ben Ortiz", title="Marketing Director", company="Acme"
    )
    assert (eva.degree, eva.score, everybody[0].best_introducer, everybody[0].score) == (2, 0.25, None, None)


def test_hits_are_the_same_however_many_are_made_at_once() -> None:
    """Going through a long answer gives every person once, in order."""
    version = snapshot([{"id": f"p{n:04}"} for n in range(700)], [(0, n) for n in range(1, 700)])
    people = list(answer(version, sort="degree"))
    assert len(people) == len({hit.id for hit in people}) == 699
    assert people == sorted(people, key=lambda hit: searchable(hit.name))


def test_where_narrows_without_counts(village: Snapshot) -> None:
    """`where` keeps the order, conditions add up, texts look at every current job."""
    result = answer(village)
    assert [hit.id for hit in result.where(degree=2)] == ["eva", "fay"]
    assert [hit.id for hit in result.where(degree=[1, 3])] == ["ben", "carla", "gus"]
    assert [hit.id for hit in result.where(company="ACME")] == ["ben", "eva"]
    assert [hit.id for hit in result.where(company=["gamma", "beta"])] == ["carla", "eva"]
    assert [hit.id for hit in result.where(company="acme", degree=2, title="director")] == ["eva"]
    assert [hit.id for hit in result.where(school="uned")] == ["eva"]
    assert [hit.id for hit in result.where(location="madrid")] == ["eva"]
    assert [hit.id for hit in result.where(introducer="Ben Ortiz")] == ["eva", "fay", "gus"]
    assert list(result.where(introducer="ben")) == list(
        result.where(introducer=[PersonRef(id="ben", name="")])
    )
    assert len(result.where(introducer="nobody")) == 0
    assert len(result.where(name="zoe")) == 0
    assert list(result.where()) == list(result)
    with pytest.raises(OptionError, match="no letter or digit"):
        result.where(company="&")


def test_plain_data_is_json(village: Snapshot) -> None:
    """`to_dict` has the documented keys, no NaN, and survives JSON."""
    result = answer(village, title="director", degree=2, contacts_of=[1], limit=1)
    data = result.to_dict()
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert data["schema"] == 1
    assert data["version"] == "v1"
    assert data["as_of"] == "2024-01-15"
    assert data["criteria"] == {"title": ["director"], "degree": [2], "contacts_of": ["ben"]}
    assert (data["total"], data["unreachable"], data["bound"]) == (1, 0, "at_least")
    assert data["by_degree"] == [
        {"degree": 1, "count": 0, "share": 0.0, "bound": "exact"},
        {"degree": 2, "count": 1, "share": 1.0, "bound": "at_least"},
        {"degree": 3, "count": 0, "share": 0.0, "bound": "at_least"},
    ]
    assert data["extended"] == {"count": 1, "share": 1.0}
    assert data["facets"]["location"] == [
        {
            "value": "Madrid",
            "count": 1,
            "by_degree": [
                {"degree": 1, "count": 0, "share": 0.0},
                {"degree": 2, "count": 1, "share": 1.0},
                {"degree": 3, "count": 0, "share": 0.0},
            ],
            "spellings": 1,
        }
    ]
    assert data["coverage"]["title"] == {"known": 2, "total": 2, "unknown": 0, "distinct": 3}
    assert data["unknown"]["title"]["count"] == 0
    assert [hit["id"] for hit in data["hits"]] == ["eva"]
    assert data["hits"][0]["best_introducer"]["id"] == "ben"
    assert result.where(degree=2).to_dict() == {"total": 1, "hits": data["hits"]}
    assert answer(village, limit=0).to_dict()["hits"] == []
    assert len(answer(village, limit=None).to_dict()["hits"]) == 5
    nobody = answer(village, title="astronaut").to_dict()
    assert json.loads(json.dumps(nobody, allow_nan=False)) == nobody
    assert nobody["extended"] == {"count": 0, "share": None}


def test_shares_are_unrounded_parts_of_all_degrees(village: Snapshot) -> None:
    """Shares per degree are exact fractions that add up to the whole, whatever degree is asked for."""
    result = answer(village, degree=2)
    assert [counted.share for counted in result.by_degree] == [2 / 5, 2 / 5, 1 / 5]
    assert result.extended.share == 3 / 5
    assert result.total == 2


def test_counts_are_exact_only_with_complete_lists(village: Snapshot) -> None:
    """Counts of a degree are exact when everybody nearer has shared a complete list."""
    assert [counted.bound for counted in answer(village).by_degree] == ["exact", "at_least", "at_least"]
    everything = snapshot([{}] * 3, [(0, 1), (1, 2)])
    assert answer(everything).bound == "exact"


def test_pickled_answer_needs_no_network(village: Snapshot) -> None:
    """A pickled answer gives the same hits, filters, tables and text without the version it came from."""
    result = answer(village, limit=3)
    data = pickle.dumps(result)
    assert b"Snapshot" not in data.replace(b"SnapshotPeople", b"")
    copy = pickle.loads(data)
    assert list(copy) == list(result)
    assert copy == result
    assert hash(copy) == hash(result)
    assert copy != answer(village, limit=2)
    assert copy[:] != copy
    assert copy[:] == result[:]
    assert copy[:2] != result[1:3]
    assert copy.to_dict() == result.to_dict()
    assert str(copy) == str(result)
    assert copy.to_arrow().equals(result.to_arrow())
    for options in ({"company": "gamma"}, {"location": "madrid"}, {"introducer": "ben"}, {"school": "uned"}):
        assert list(copy.where(**options)) == list(result.where(**options))
    again = pickle.loads(pickle.dumps(copy[1:4]))
    assert list(again) == list(result[1:4])


def test_tables(village: Snapshot) -> None:
    """Arrow, pandas, polars and CSV hold all hits, one row each, in the same order."""
    result = answer(village, limit=1)
    table = result.to_arrow()
    assert table.column("id").to_pylist() == [hit.id for hit in result]
    assert table.column("degree").to_pylist() == [hit.degree for hit in result]
    assert table.column("score").to_pylist() == [hit.score for hit in result]
    assert table.column("best_introducer").to_pylist() == [None, None, "Ben Ortiz", "Ben Ortiz", "Ben Ortiz"]
    assert list(result.to_pandas()["id"]) == table.column("id").to_pylist()
    assert result.to_polars()["degree"].to_list() == [1, 1, 2, 2, 3]
    assert len(answer(village, title="astronaut").to_arrow()) == 0


def test_csv_holds_no_formula(village: Snapshot, tmp_path: Path) -> None:
    """Cells that a spreadsheet would run begin with an apostrophe; the file holds the same text."""
    result = answer(village)
    text = result.to_csv()
    result.to_csv(tmp_path / "hits.csv")
    assert (tmp_path / "hits.csv").read_bytes().decode("utf-8") == text
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["fay"]["title"] == "'=1+1"
    assert rows["gus"]["headline"] == "'+34 600"
    assert rows["eva"]["score"] == "0.25"
    assert rows["ben"]["best_introducer"] == ""


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_missing_library_says_what_to_install(
    village: Snapshot, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    """Without the optional library the error names the extra."""
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match=rf"netreach\[{library}\]"):
        getattr(answer(village), f"to_{library}")()
