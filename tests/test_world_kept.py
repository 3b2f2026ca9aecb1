"""The world on disk, the world on other machines, and the sample that comes with netreach."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from netreach.cli.demo_whole import TABLES, whole
from netreach.cli.demo_world import (
    CONTACTS,
    NEAR,
    OWNERS,
    PEOPLE,
    SAMPLE,
    SEED,
    choose_pool,
    same_content,
    write_exports,
)
from netreach.cli.demo_world import sample as files_of_sample
from netreach.testing import World, make_world
from netreach.testing.saved import cache_folder, load_world, world_folder

DIGEST = (
    "import hashlib, numpy as np\n"
    "from netreach.testing import make_world\n"
    "world, found = make_world(3_000, seed=3), hashlib.sha256()\n"
    "ties = world.ties\n"
    "for one in (ties.lo, ties.hi, ties.closeness, ties.connected_on, ties.messages_up, ties.messages_down,\n"
    "            world.careers.start, world.careers.end, world.careers.title, world.joined, world.graduated):\n"
    "    found.update(np.ascontiguousarray(one).tobytes())\n"
    "found.update(repr(world.people_columns()).encode())\n"
    "print(found.hexdigest())\n"
)


def told(world: World) -> str:
    """A digest of what a world holds."""
    found = hashlib.sha256(repr((world.people_columns(), world.companies_table())).encode())
    for one in (world.indptr, world.indices, world.ties.lo, world.ties.closeness, world.careers.end):
        found.update(np.ascontiguousarray(one).tobytes())
    return found.hexdigest()


@pytest.fixture(scope="module")
def large() -> World:
    """The world of the demo."""
    return make_world(PEOPLE, seed=SEED)


class TestKept:
    def test_read_back(self, tmp_path: Path) -> None:
        """A kept world is the made one, and is made once."""
        made: list[tuple[str, int]] = []
        one, two = (
            load_world(900, seed=4, folder=tmp_path, progress=lambda *stage: made.append(stage)) for _ in "ab"
        )
        assert told(one) == told(two) == told(make_world(900, seed=4))
        assert made == [("world", 900)]

    @pytest.mark.parametrize("damage", ["flip", "cut", "list", "gone", "older"])
    def test_damage_is_cured(self, tmp_path: Path, damage: str) -> None:
        """Whatever has happened to the files, the world comes back as it was, and is there afterwards."""
        right = told(load_world(300, seed=5, folder=tmp_path))
        place = world_folder(300, seed=5, folder=tmp_path)
        file = place / ("world.json" if damage in ("list", "older") else "ties.lo.npy")
        data = bytearray(file.read_bytes())
        if damage == "flip":
            data[-1] ^= 1
        elif damage == "older":
            data = data.replace(b'{"generator": "', b'{"generator": "0')
        else:
            del data[len(data) // 2 :]
        file.write_bytes(data)
        if damage == "gone":
            file.unlink()
        assert told(load_world(300, seed=5, folder=tmp_path)) == right
        made: list[str] = []
        load_world(300, seed=5, folder=tmp_path, progress=lambda stage, _: made.append(stage))
        assert made == []
        assert [path.name for path in tmp_path.iterdir()] == [place.name]

    def test_where(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """The folder can be chosen; else it is the user's for such files."""
        monkeypatch.setenv("NETREACH_CACHE", str(tmp_path))
        assert cache_folder() == tmp_path
        monkeypatch.delenv("NETREACH_CACHE")
        assert cache_folder().is_relative_to(Path.home()) or os.environ.get("XDG_CACHE_HOME")


def test_same_world_on_other_processors() -> None:
    """A processor without wide registers makes the same world, to the last bit."""
    # Names that NumPy does not know on this machine are left out by it, with a warning.
    without = "AVX512_SPR AVX512_ICL AVX512_SKX AVX512F AVX512CD X86_V4 FMA3 AVX2 X86_V3 ASIMDHP SVE"
    digests = set()
    for disabled in ("", without):
        env = {**os.environ, "NPY_DISABLE_CPU_FEATURES": disabled}
        words = [sys.executable, "-W", "ignore", "-c", DIGEST]
        done = subprocess.run(words, env=env, capture_output=True, text=True, check=True, timeout=300)
        digests.add(done.stdout.strip())
    assert len(digests) == 1


class TestLarge:
    def test_counts(self, large: World) -> None:
        """Half a million people at least, about 30 contacts on average, and a heavy tail."""
        counts = large.contact_counts()
        assert len(large) >= 500_000
        assert counts.mean() == pytest.approx(30, rel=0.01)
        assert np.median(counts) < 0.6 * counts.mean()
        assert counts.max() > 100 * counts.mean()
        assert np.sort(counts)[-len(counts) // 100 :].sum() > 0.1 * counts.sum()

    def test_employers_bind(self, large: World) -> None:
        """Ties within a company are a thousand times what chance would give, and messages follow closeness."""
        ties = large.ties
        same = float((large.employer[ties.lo] == large.employer[ties.hi]).mean())
        staff = np.bincount(large.employer) / len(large)
        assert same > 20 * float((staff**2).sum())
        written = ties.messages_up.astype(np.int64) + ties.messages_down
        assert np.corrcoef(ties.closeness, written)[0, 1] > 0.4

    def test_clustered(self, large: World) -> None:
        """Two contacts of somebody know each other in more than a tenth of all cases: by chance, hardly ever."""
        rng, shares = np.random.default_rng(1), []
        counts = large.contact_counts()
        for person in rng.choice(np.flatnonzero((counts > 9) & (counts < 200)), 150, replace=False).tolist():
            contacts = large.contacts(person)
            mutual = sum(int(np.isin(large.contacts(one), contacts).sum()) for one in contacts.tolist())
            shares.append(mutual / (len(contacts) * (len(contacts) - 1)))
        assert np.mean(shares) > 0.1
        assert np.mean(shares) > 500 * counts.mean() / len(large)

    def test_share_of_the_first_degree(self, large: World) -> None:
        """Whoever has 131 contacts knows 0.01 to 0.03 % of those within three degrees directly."""
        counts = large.contact_counts()
        for ego in np.flatnonzero(counts == CONTACTS)[:4].tolist():
            seen = np.zeros(len(large), dtype=bool)
            seen[ego] = True
            ahead = np.array([ego])
            for _ in range(3):
                reached = np.zeros(len(large), dtype=bool)
                for person in ahead.tolist():
                    reached[large.contacts(person)] = True
                ahead = np.flatnonzero(reached & ~seen)
                seen |= reached
            assert 0.0001 < CONTACTS / (int(seen.sum()) - 1) < 0.0003

    def test_the_sample_is_what_is_made(self, large: World, tmp_path: Path) -> None:
        """The generator still makes the archives that come with netreach: 40 owners with 100 to 900 contacts."""
        owners = choose_pool(large)
        counts = large.contact_counts()[owners]
        assert len(set(owners)) == OWNERS
        assert counts[0] == CONTACTS
        assert ((counts >= 100) & (counts <= 900)).all()
        assert set(owners[1 : 1 + NEAR]) <= set(large.contacts(owners[0]).tolist())
        assert not set(owners[1 + NEAR :]) & set(large.contacts(owners[0]).tolist())
        assert choose_pool(large, SAMPLE) == owners[:SAMPLE]
        made = write_exports(large, owners[:SAMPLE], tmp_path)
        kept = {file.name: file for file in files_of_sample()}
        assert {file.name for file in made} == set(kept), "run python tests/sample.py"
        assert all(same_content(file, kept[file.name]) for file in made), "run python tests/sample.py"
        assert files_of_sample()[0].name == made[0].name


def test_the_whole_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Archives, tables and networks of a world are made, found again, and made anew where one is damaged."""
    from netreach.cli.demo_story import run

    monkeypatch.setenv("NETREACH_CACHE", str(tmp_path / "cache"))
    said: list[str] = []
    one = whole(tmp_path / "whole", run=run, tell=said.append, people=1_500)
    assert len(one.archives) == OWNERS
    assert one.imported["world.netreach"]["professionals"] == 1_500
    stages = [*said]
    assert whole(tmp_path / "whole", run=run, tell=said.append, people=1_500) == one
    assert said == stages
    (one.folder / "world" / TABLES[0]).unlink()
    again = whole(tmp_path / "whole", run=run, tell=said.append, people=1_500)
    assert said == [*stages, *stages]
    assert again.imported["world.netreach"]["version"] == one.imported["world.netreach"]["version"]
