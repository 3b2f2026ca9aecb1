"""The command line keeps a network: sources, problems, who is hidden, changes, reviews, removal."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from netreach.cli import exits
from small_pool import Pool, answer, run, state, write_table


def test_sources_and_removal(pool: Pool, tmp_path: Path) -> None:
    """Sources are listed; the first letters of an id remove one, as if it had never been added."""
    network = tmp_path / "a.netreach"
    answer("import", pool.exports[0], "--into", network)
    one = state(network)
    answer("import", pool.exports[1], "--into", network)
    listed = answer("sources", network)["sources"]
    assert [len(source["id"]) for source in listed] == [17, 17]
    gone = next(source["id"] for source in listed if pool.exports[1].name == source["file"])
    table = run("sources", network, "--csv", "-")
    assert {row["id"] for row in csv.DictReader(io.StringIO(table.stdout))} == {
        source["id"] for source in listed
    }
    ambiguous = run("sources", network, "--remove", "s")
    assert ambiguous.exit_code == exits.NOT_FOUND
    assert all(source["id"] in ambiguous.stderr for source in listed)
    assert run("sources", network, "--remove", "nothing").exit_code == exits.NOT_FOUND
    removed = run("sources", network, "--remove", gone[:8])
    assert removed.exit_code == 0
    assert gone in removed.stderr
    assert gone[:9] not in removed.stdout
    assert state(network)["CURRENT"] == one["CURRENT"]
    last = answer("sources", network)["sources"][0]["id"]
    emptied = run("sources", network, "--remove", last, "--quiet")
    assert emptied.stdout == emptied.stderr == ""
    assert "import FILE" in run("sources", network).stdout


@pytest.mark.parametrize("language", ["en", "es"])
def test_replaced_sources_keep_their_file(pool: Pool, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    """A replaced source is marked in a column of its own, beside the end of its file's name."""
    from netreach.cli import sources
    from netreach.render.text import width

    listed = answer("sources", pool.path)["sources"]
    plain = run("sources", pool.path, "--language", language).stdout
    mark = {"en": "replaced", "es": "sustituida"}[language]
    assert mark not in plain
    monkeypatch.setattr(sources, "_replaced", lambda _: frozenset({listed[0]["id"]}))
    text = run("sources", pool.path, "--language", language).stdout
    (line,) = (line for line in text.splitlines() if line.startswith(listed[0]["id"][:9]))
    assert mark in line
    assert line.endswith(listed[0]["file"][-11:])
    assert text.count(mark) == 1
    assert max(map(width, text.splitlines())) <= 80


def test_problems(pool: Pool, tmp_path: Path) -> None:
    """Rows that could not be used are listed with file, line and reason; CSV has them all."""
    rows = [f"Ana,Person {number},7" for number in range(60)]
    bad = write_table(tmp_path / "ties.csv", "source,target,strength", "Ana,Ben,0.5", *rows)
    network = tmp_path / "a.netreach"
    answer("import", bad, "--into", network)
    shown = run("problems", network)
    assert "ties.csv" in shown.stdout
    assert "50 of 60 shown" in shown.stdout
    listed = list(csv.DictReader(io.StringIO(run("problems", network, "--csv", "-").stdout)))
    assert [int(row["line"]) for row in listed] == list(range(3, 63))
    assert len(run("problems", network, "--quiet", "--limit", 3).stdout.splitlines()) == 3
    source = answer("sources", network)["sources"][0]["id"]
    assert answer("problems", network, "--source", source[:6])["total"] == 60
    assert run("problems", network, "--source", "zzz").exit_code == exits.NOT_FOUND
    assert "Every row could be used." in run("problems", pool.path).stdout


def test_hide_and_unhide(pool: Pool, tmp_path: Path) -> None:
    """Who is hidden is nobody until they are shown again; nothing goes to standard output."""
    network = tmp_path / "a.netreach"
    answer("import", pool.exports[0], "--into", network)
    contact = answer("search", network, "--ego", pool.ego, "--degree", 1)["hits"][0]
    hidden = run("hide", network, contact["id"])
    assert (hidden.exit_code, hidden.stdout) == (0, "")
    assert contact["name"] in hidden.stderr
    assert run("person", network, contact["id"]).exit_code == 3
    shown = run("unhide", network, contact["id"], "--quiet")
    assert (shown.exit_code, shown.stdout, shown.stderr) == (0, "", "")
    assert answer("person", network, contact["id"])["person"]["name"] == contact["name"]
    nobody = run("unhide", network, "nobody@example.org")
    assert nobody.exit_code == 3
    assert "hidden" in nobody.stderr


def test_changes_need_something_to_compare_with(pool: Pool, tmp_path: Path) -> None:
    """Without an earlier version the command says so and is content; a day that is none is refused."""
    network = tmp_path / "a.netreach"
    table = write_table(tmp_path / "ties.csv", "source,target", "Ana,Ben")
    answer("import", table, "--into", network)
    first = run("changes", network)
    assert first.exit_code == 0
    assert "nothing to compare with yet" in first.stdout
    assert run("changes", network, "--quiet").stdout == ""
    assert "Todavía no hay" in run("changes", network, "--language", "es").stdout
    assert answer("changes", network)["counts"]["new_ties"] == 0
    assert len(run("changes", network, "--csv", "-").stdout.splitlines()) == 1
    refused = run("changes", network, "--since", "yesterday")
    assert refused.exit_code == exits.USAGE
    assert "2026-03-01" in refused.stderr


def test_changes_as_csv(pool: Pool) -> None:
    """CSV has every change, whatever is shown on a terminal."""
    since = ("--since", "2020-01-01", "--limit", 1)
    counts = answer("changes", pool.path, "--ego", pool.ego, *since)["counts"]
    rows = list(
        csv.DictReader(io.StringIO(run("changes", pool.path, "--ego", pool.ego, *since, "--csv", "-").stdout))
    )
    listed = ("new_people", "new_ties", "ended_ties", "job_moves", "nearer")
    assert len(rows) == sum(counts[name] for name in listed)


def test_review_without_a_terminal(pool: Pool) -> None:
    """Without a terminal the pairs are shown, nothing is decided, and the ways to decide are named."""
    before = state(pool.path)
    done = run("review", pool.path)
    assert done.exit_code == 2
    assert "Sara Ferrari" in done.stdout
    assert "--yes-above" in done.stderr
    assert state(pool.path) == before


def test_review_in_one_step(pool: Pool, tmp_path: Path) -> None:
    """Pairs above a score are merged at once; each can be taken back."""
    network = tmp_path / "a.netreach"
    answer("import", *pool.exports, "--into", network)
    found = answer("review", network)["total"]
    assert found > 0
    merged = run("review", network, "--yes-above", 8)
    assert (merged.exit_code, merged.stdout) == (0, "")
    assert answer("review", network)["total"] == 0
    assert run("review", network, "--undo").exit_code == 0
    assert answer("review", network)["total"] > 0


def test_remove_person_asks_about_exports(pool: Pool, tmp_path: Path) -> None:
    """The owner of an export goes only with `--yes`; afterwards they are nobody, and do not come back."""
    network = tmp_path / "a.netreach"
    answer("import", *pool.exports[:2], "--into", network)
    refused = run("remove-person", network, pool.ego)
    assert refused.exit_code == 2
    assert pool.exports[0].name in refused.stderr
    assert run("remove-person", network, pool.ego, "--yes").exit_code == 0
    assert run("person", network, pool.ego).exit_code == 3
    assert run("import", pool.exports[0], "--into", network).exit_code == 1
