"""The table of kinds as a user replaces it: what is refused, and that everything is weighed by it."""

from __future__ import annotations

import copy
import json
import math
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import netreach as nr
from netreach.errors import OptionError
from netreach.kinds import BUILT_IN, COLUMNS, KINDS, KindTable
from netreach.ranking import NetworkView
from netreach.strength import strength_terms, tie_strengths
from pooled import Export, Fact, pool, who
from small_pool import Pool, answer, run

UNCOUNTED = [kind.name for kind in KINDS if not kind.counted]


@st.composite
def tables(draw: st.DrawFn) -> KindTable:
    """Any table that is no nonsense."""
    changes: dict[str, dict[str, object]] = {}
    for name in draw(st.lists(st.sampled_from([kind.name for kind in KINDS]), unique=True, max_size=4)):
        p = draw(st.floats(0.001, 0.98))
        columns: dict[str, object] = {"p": p, "contact": draw(st.floats(0, 50))}
        if name not in UNCOUNTED:
            columns["cap"] = draw(st.floats(p, 0.99))
        columns["half_life_days"] = draw(st.one_of(st.none(), st.floats(1, 9000)))
        changes[name] = columns
    return KindTable(**changes)


@given(tables())
def test_a_table_survives_a_pickle(table: KindTable) -> None:
    """Tables stand in pickled answers: they are equal and hashed alike afterwards, hashed before or not."""
    state = pickle.dumps(table)
    same = [
        pickle.loads(state),
        copy.copy(table),
        pickle.loads(pickle.dumps(table)) if hash(table) else table,
    ]
    for other in same:
        assert other == table
        assert hash(other) == hash(table)
    assert pickle.dumps(table) == state


@given(tables())
def test_a_table_survives_toml_and_json(table: KindTable) -> None:
    """What is written can be read again, and what differs is enough to make the same table."""
    assert KindTable.from_toml(table.to_toml()) == table
    assert KindTable(**json.loads(json.dumps(table.to_dict()))) == table
    assert table.replace() == table
    assert hash(table) == hash(KindTable(**table.changes))


def test_the_built_in_table() -> None:
    """Nothing replaced is the built-in table; a value that is the built-in one changes nothing."""
    assert KindTable() == BUILT_IN
    assert KindTable(message={"p": BUILT_IN["message"].p}).built_in
    assert BUILT_IN.text() == ""
    assert BUILT_IN.to_dict() == {}
    written = BUILT_IN.to_toml()
    assert all(f"[{kind.name}]" in written for kind in KINDS)
    assert not [line for line in written.splitlines() if line and line[0] not in "#["]
    for kind in KINDS:
        assert 0 < kind.p <= kind.cap < 1
        assert kind.counted or kind.cap == kind.p


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"mesage": {"p": 0.2}}, "no kind 'mesage'"),
        ({"message": {"pp": 0.2}}, "no column 'pp'"),
        ({"message": {"counted": False}}, "no column 'counted'"),
        ({"message": {"p": 0}}, "p = 0.0 does not lie"),
        ({"message": {"p": 1.0}}, "p = 1.0 does not lie"),
        ({"message": {"p": 0.95}}, "cap = 0.9 does not lie between p = 0.95"),
        ({"message": {"p": True}}, "p = True is no number"),
        ({"message": {"p": math.nan}}, "is no number"),
        ({"message": {"p": "0,2"}}, "is no number"),
        ({"message": {"half_life_days": 0}}, "not above 0"),
        ({"message": {"contact": -1}}, "below 0"),
        ({"message": {"makes_tie": "sometimes"}}, "choose from 'always'"),
        ({"message": 0.2}, "give the columns"),
        ({"given": {"makes_tie": "never"}}, "what is stated to be a tie is one"),
        ({"same_employer": {"makes_tie": "always"}}, "never for all pairs"),
        ({"connection": {"cap": 0.5}}, "not counted"),
    ],
)
def test_nonsense_is_refused(changes: dict[str, Any], said: str) -> None:
    """Every wrong word and every wrong value is named, from a call as from a file."""
    with pytest.raises(OptionError, match=said.replace("(", r"\(")):
        KindTable(**changes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"[message\n", "no TOML"),
        (b"p = 0.2\n", "no line p outside"),
        (b"[message]\np = 'x'\n", "is no number"),
        (b"\xff\xfe", "can't decode"),
        (b"#" * 70_000, "larger than 65,536 bytes"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, text: bytes, said: str) -> None:
    """A file that is no table is refused with its name and the reason."""
    file = tmp_path / "kinds.toml"
    file.write_bytes(text)
    with pytest.raises(OptionError, match=said) as error:
        KindTable.load(file)
    assert str(file) in str(error.value)
    with pytest.raises(OptionError, match="No such file"):
        KindTable.load(tmp_path / "none.toml")


def test_everything_is_weighed_by_the_table() -> None:
    """Strengths, terms and the contact of a view follow the table, and nothing of another one is left over."""
    snapshot = pool(Export(facts=[Fact("a", "b"), Fact("a", "b", "message", 1, 1, days=2)]))
    a, b = who(snapshot, "a", "b")
    table = KindTable(message={"p": 0.5, "contact": 7})
    other = snapshot.with_kinds(table)
    for _ in range(2):
        assert tie_strengths(snapshot)[0] == pytest.approx(1 - 0.85 * 0.9)
        assert tie_strengths(other)[0] == pytest.approx(1 - 0.85 * 0.5)
    assert sum(term.value for term in strength_terms(other, a, b)) == pytest.approx(-math.log(0.85 * 0.5))
    pair = (np.array([a], dtype=np.int32), np.array([b], dtype=np.int32))
    assert NetworkView(snapshot).interactions(*pair).tolist() == [2.5]
    assert NetworkView(other).interactions(*pair).tolist() == [14.5]
    assert other.with_kinds(BUILT_IN).kinds == snapshot.kinds


def test_what_makes_a_tie_belongs_to_the_version() -> None:
    """A table that widens what makes a tie changes degrees; a snapshot refuses it, a network derives by it."""
    snapshot = pool(Export(facts=[Fact("a", "b"), Fact("b", "c", "address_book", 1, 0)]))
    wide = KindTable(address_book={"makes_tie": "always"})
    with pytest.raises(OptionError, match="use_kinds"):
        snapshot.with_kinds(wide)


@pytest.fixture(name="pair")
def pair_network(tmp_path: Path, new_pool: Callable[[Path], Pool]) -> nr.Network:
    """Ana knows Ben; Ben has Eva in his address book."""
    folder = new_pool(tmp_path)
    return nr.open(folder.path)


def test_a_question_by_another_table(pair: nr.Network) -> None:
    """A question may bring its table; the answer says so, and the network stays what it was."""
    owner = pair.sources[0].owner_keys[0]
    before = pair.version
    target = next(hit.id for hit in pair.ego(owner).search(degree=2))
    mine, other = (
        pair.ego(owner, kinds=table).paths(target) for table in (None, KindTable(connection={"p": 0.5}))
    )
    assert mine[0].strength < other[0].strength
    assert mine.to_dict()["kinds"] is None
    assert other.to_dict()["kinds"] == {"connection": {"p": 0.5}}
    assert "connection: p 0.5 (0.15)" in str(other)
    assert "another table" not in str(mine)
    assert pair.version == before
    wide = KindTable(message={"makes_tie": "always"}, group_message={"makes_tie": "always"})
    counted = pair.ego(owner, kinds=wide).pyramid()
    assert counted.version != before
    assert counted.degrees[0].count >= pair.ego(owner).pyramid().degrees[0].count
    assert counted.to_dict()["kinds"] == wide.to_dict()
    assert pair.version == before


def test_the_network_carries_a_table(pair: nr.Network) -> None:
    """What was decided holds in every later question, also of those who open the network, until it is taken back."""
    table = KindTable(group_message={"makes_tie": "always"}, connection={"p": 0.3})
    before = pair.version
    owner = pair.sources[0].owner_keys[0]
    tried = pair.ego(owner, kinds=table).pyramid()
    pair.use_kinds(table)
    assert pair.path is not None
    again = nr.open(pair.path)
    assert again.kinds == pair.kinds == table
    assert again.version == tried.version != before
    assert again.ego(owner).pyramid() == tried
    pair.use_kinds(table)
    assert len(pair.decisions) == 1
    pair.use_kinds(None)
    assert pair.kinds.built_in
    assert nr.open(pair.path).ego(owner).pyramid().to_dict()["kinds"] is None


def test_the_command(tmp_path: Path, new_pool: Callable[[Path], Pool]) -> None:
    """`kinds` writes a file to change, uses it, says what differs, and goes back; questions take `--kinds`."""
    made = new_pool(tmp_path)
    file = tmp_path / "kinds.toml"
    run("kinds", made.path, "--output", file)
    file.write_text(
        file.read_text().replace("[connection]\n# makes_tie", "[connection]\np = 0.5\n# makes_tie")
    )
    assert "* differs" in run("kinds", made.path, "--use", file).output
    assert answer("kinds", made.path)["changes"] == {"connection": {"p": 0.5}}
    assert answer("kinds", made.path, "--reset")["changes"] == {}
    assert len(answer("kinds", made.path)["kinds"]) == len(KINDS)
    assert set(answer("kinds", made.path)["kinds"][0]) == {"kind", "basis", *COLUMNS}
