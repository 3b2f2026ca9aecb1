"""The demo: a story in a terminal, whose commands are real."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from netreach.cli.demo_story import quoted
from netreach.cli.demo_texts import DEMO_TEXTS
from netreach.cli.texts import TEXTS
from netreach.render.text import width
from small_pool import CONTROL, answer, run
from test_json import check

SCENES = ("files", "import", "pyramid", "compass", "territory", "introducers", "paths", "introduce")
LANGUAGES = ("en", "es")


@pytest.fixture(scope="module", params=LANGUAGES)
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A folder that the demo kept, what it printed, and in which language."""
    folder = tmp_path_factory.mktemp("demo") / "my demo"
    done = run("demo", "--folder", folder, "--language", request.param)
    assert done.exit_code == 0, done.output
    assert done.stderr == ""
    return folder, done.stdout, request.param


def commands(text: str) -> list[str]:
    """The commands in a text, each in one line."""
    return [command for command, _ in sessions(text)]


def sessions(text: str) -> list[tuple[str, str]]:
    """The commands in a text, each in one line, with what stands below them."""
    parts = re.split(r"^  \$ ((?:.*\\\n)*.*)$", text, flags=re.MULTILINE)
    return [(re.sub(r"\\\n *", "", parts[at]), parts[at + 1]) for at in range(1, len(parts), 2)]


def told(kept: tuple[Path, str, str]) -> str:
    """The scenes, without what comes behind them."""
    return kept[1].partition(f"\n{both('next', kept[2])}\n")[0]


def both(key: str, language: str) -> str:
    """A text of the demo in a language."""
    return DEMO_TEXTS[key][LANGUAGES.index(language)]


def test_the_story(kept: tuple[Path, str, str]) -> None:
    """Eight scenes, each with its sentence and its command; everybody is invented, and it says so."""
    _, text, language = kept
    heads = re.findall(r"^\d\. (.*)\n=+$", text, re.MULTILINE)
    assert heads == [both(scene, language) for scene in SCENES]
    assert both("intro", language) in text
    hint = both("on_path", language).partition("{")[0].strip()
    assert 0 < text.index(hint) < text.index("$ netreach")
    typed = [shlex.split(command)[1] for command in commands(told(kept))]
    assert typed == [
        *("import", "import", "pyramid", "compass", "compass", "territory"),
        *("introducers", "introducers", "paths", "introduce"),
    ]
    behind = [shlex.split(command)[1] for command in commands(text)][len(typed) :]
    assert behind == ["import", "pyramid", "--help"]


def test_the_commands_are_real(kept: tuple[Path, str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command prints, word for word, what stands below it; typed in a shell where the demo was."""
    folder, _, _ = kept
    monkeypatch.chdir(folder.parent)
    for command, below in sessions(told(kept)):
        words = [word for part in shlex.split(command)[1:] for word in expanded(part)]
        if words[:2] == ["compass", "save"]:
            words.append("--replace")
        done = run(*words)
        assert done.exit_code == 0, (command, done.output)
        printed = done.stdout.strip("\n")
        if "--quiet" in words:
            # Whoever is in the network is not new any more.
            below, printed = (re.sub(r"\([\d.,\u202f\xa0]+", "(0", one) for one in (below, printed))
        assert below.startswith(f"\n\n{printed}\n"), command


def expanded(word: str) -> list[str]:
    """What a shell makes of a word."""
    path = Path(word)
    return (
        [str(found) for found in sorted(path.parent.glob(path.name))]
        if "*" in path.name and "/" in word
        else [word]
    )


def test_there_is_a_choice_to_make(kept: tuple[Path, str, str]) -> None:
    """The target has at least three introducers with different evidence and scores, and can be written to."""
    _, text, _ = kept
    asked = next(command for command in commands(text) if "introducers" in command)
    ranked = answer(*shlex.split(asked)[1:])["introducers"]
    best = ranked[:3]
    assert len(best) == 3
    assert len({introducer["score"] for introducer in best}) == 3
    seen = [[tuple(fact["kind"] for fact in leg["evidence"]) for leg in one["legs"]] for one in best]
    assert len({str(kinds) for kinds in seen}) > 1
    assert f": {ranked[0]['name']} <" in text


def test_a_path_to_somebody_further_away(kept: tuple[Path, str, str]) -> None:
    """There is somebody at the 3rd degree, with several paths through several introducers."""
    _, text, _ = kept
    asked = next(command for command in commands(text) if "netreach paths" in command)
    paths = answer(*shlex.split(asked)[1:])["paths"]
    assert len(paths) > 1
    assert {path["distance"] for path in paths} == {3}
    assert len({path["people"][1]["id"] for path in paths}) > 1


def test_it_fits_a_terminal(kept: tuple[Path, str, str]) -> None:
    """No line but those of the letter is wider than 80 columns, and nothing acts on the terminal."""
    _, text, _ = kept
    story, letter, after = re.split(r"^8\. .*$|^Now with.*$|^Y ahora.*$", text, flags=re.MULTILINE)
    assert letter
    for line in [*story.splitlines(), *after.splitlines()]:
        if str(kept[0]) not in line:
            assert width(line) <= 80, line
    assert not CONTROL.search(text)


def test_a_folder_with_something_in_it(tmp_path: Path) -> None:
    """The demo does not mix its people with what is there."""
    (tmp_path / "letter.txt").write_text("Dear Ana", encoding="utf-8")
    done = run("demo", "--folder", tmp_path)
    assert done.exit_code == 2
    assert "not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.skipif(os.name != "posix", reason="the folder for temporary files is named as POSIX does")
def test_in_a_pipe_and_in_spanish(tmp_path: Path) -> None:
    """In a process of its own, in Spanish: nothing is left behind, and the text says how to keep the files."""
    env = {**os.environ, "TMPDIR": str(tmp_path), "COLUMNS": "80", "NETREACH_LANGUAGE": "es"}
    words = [sys.executable, "-m", "netreach", "demo"]
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", env=env, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []
    assert "netreach demo --folder netreach-demo" in done.stdout
    assert str(tmp_path) not in done.stdout
    heads = re.findall(r"^\d\. (.*)\n=+$", done.stdout, re.MULTILINE)
    assert heads == [DEMO_TEXTS[scene][1] for scene in SCENES]
    assert not CONTROL.search(done.stdout)


@pytest.mark.parametrize("language", LANGUAGES)
def test_as_json(language: str) -> None:
    """With `--json` the story is data: the same scenes, commands and answers; and the same again."""
    data = answer("demo", "--language", language)
    check("demo", data)
    assert data["invented"] is True
    assert [scene["scene"] for scene in data["scenes"]] == list(SCENES)
    assert json.dumps(data) == json.dumps(answer("demo", "--language", language))


def test_the_numbers_of_the_story(kept: tuple[Path, str, str]) -> None:
    """The ego has 131 contacts, 12 have shared; counts beyond are lower bounds, the 3rd degree is not empty."""
    folder, _, _ = kept
    asked = next(command for command in commands(told(kept)) if "netreach pyramid" in command)
    pyramid = answer(*shlex.split(asked)[1:])
    assert [degree["bound"] for degree in pyramid["degrees"]] == ["exact", "at_least", "at_least"]
    assert pyramid["degrees"][0]["count"] == 131
    assert pyramid["degrees"][2]["count"] > 100
    assert (
        "12 of your 131 contacts"
        in run("pyramid", folder / "team.netreach", "--ego", pyramid["ego"]["id"]).stdout
    )


@pytest.mark.parametrize("word", ["a b", "$HOME", 'say "hi"', "back\\slash", "it's", "!", "", "ñ", "a;b"])
def test_quoting(word: str) -> None:
    """A word is quoted so that a shell gives it back."""
    assert shlex.split(quoted(word)) == [word]


@pytest.mark.parametrize("texts", [TEXTS, DEMO_TEXTS], ids=["texts", "demo texts"])
def test_both_languages_name_the_same_values(texts: dict[str, tuple[str, str]]) -> None:
    """The English and the Spanish of a text have the same places to fill in."""
    for key, (english, spanish) in texts.items():
        assert sorted(re.findall(r"{\w+}", english)) == sorted(re.findall(r"{\w+}", spanish)), key
