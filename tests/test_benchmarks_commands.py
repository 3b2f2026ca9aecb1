"""The command line of the benchmarks."""

from __future__ import annotations

import sys

import pytest
from benchmarks.__main__ import command_line, main

MEASURING = ["importing", "large", "search", "introducers", "firmness"]


@pytest.mark.parametrize("command", MEASURING)
def test_json_may_stand_on_both_sides(command: str) -> None:
    """The file for the figures is the same before and after the command, the later one counts, and none is none."""
    parse = command_line().parse_args
    before, after = parse(["--json", "a.json", command]), parse([command, "--json", "a.json"])
    assert before == after
    assert before.json == "a.json"
    assert parse(["--json", "a.json", command, "--json", "b.json"]).json == "b.json"
    assert parse([command]).json is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--json", "a.json", "report", "run.json"], "report"),
        (["--quick", "large"], "--quick"),
        (["--quick", "report", "run.json"], "--quick"),
    ],
)
def test_options_that_would_do_nothing_are_refused(
    words: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a command has no use for is an error, before anything is measured."""
    monkeypatch.setattr(sys, "argv", ["benchmarks", *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 2
    assert said in capsys.readouterr().err
