"""Whatever somebody types into a search, on the command line or in a file: an answer, or an error with a caret."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

import netreach as nr
from netreach.errors import QueryError
from small_pool import run

ANSWERED: Final = (
    "“sales director”",
    "«sales director»",
    "„sales director“",
    "‘sales’",
    "O'Neill & Sons (Spain) S.L.",
    "[a-z]+$^\\d",
    "$100 & a|b; DROP TABLE people",
    "100% director",
    "sales_director",
    "مدير",
    "מנהל OR director",
    "\u202edirector",
    "a\x01b",
    "e" + "\u0301" * 5_000,
    "NOT NOT director",
    "b" * 9_999,
)
REFUSED: Final = {
    "(" * 5_000: "nested more than 50 deep",
    "(" * 5_000 + "a" + ")" * 5_000: "longer than 10,000 characters",
    "NOT " * 2_000 + "a": "nested more than 50 deep",
    "a OR " * 250_000 + "a": "longer than 10,000 characters",
    "NOT": "NOT needs something after it",
    "OR": "OR needs a word before it",
    '"sales manager': "this quote is never closed",
    "“sales": "this quote is never closed",
    "(sales": "this parenthesis is never closed",
    "sales)": "this parenthesis was never opened",
    "%": "no letter or digit",
    "_": "no letter or digit",
    ".*": "a star can only stand at the end",
    "*": "a star can only stand at the end",
    "🎉🚀": "no letter or digit",
    "👩\u200d💻": "no letter or digit",
}
COMMANDS: Final = (("search",), ("territory",), ("doors",))


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two people who know each other."""
    folder = tmp_path_factory.mktemp("hostile")
    people = folder / "people.csv"
    people.write_text(
        "id,name,title\n1,Ana Ruiz,Sales director\n2,Ben Roy,Sales director\n", encoding="utf-8"
    )
    ties = folder / "ties.csv"
    ties.write_text("a,b\n1,2\n", encoding="utf-8")
    with nr.open(folder / "team.netreach", create=True) as made:
        made.add(people, ties)
    return folder / "team.netreach"


@pytest.mark.parametrize("text", ANSWERED, ids=range(len(ANSWERED)))
def test_what_looks_odd_is_answered(network: Path, text: str) -> None:
    """Quotes of all kinds, signs of other languages, patterns and database words are words, or stand between them."""
    for command in COMMANDS:
        done = run(*command, network, "--ego", "Ana Ruiz", "--title", text, "--json")
        assert done.exit_code == 0, done.output[-500:]
        assert json.loads(done.stdout)["criteria"]["title"]


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_read_is_pointed_at(network: Path, text: str) -> None:
    """The error says what and where, within the width of a terminal, and no place of the program is shown."""
    for command in COMMANDS:
        done = run(*command, network, "--ego", "Ana Ruiz", "--title", text)
        assert done.exit_code == 2
        said = done.stderr.splitlines()
        assert REFUSED[text] in said[0]
        assert said[-1].strip() == "^"
        assert max(map(len, said)) < 200
    with nr.open(network) as opened, pytest.raises(QueryError) as caught:
        opened.ego("Ana Ruiz").search(keywords=text)
    assert 0 <= caught.value.position <= len(text)


def test_a_compass_of_a_megabyte_is_refused(tmp_path: Path) -> None:
    """A file that holds more than any compass is not read."""
    path = tmp_path / "large.toml"
    path.write_text(f'name = "large"\n\n[criteria]\ntitle = "{"a OR " * 200_000}a"\n', encoding="utf-8")
    with pytest.raises(nr.errors.NetreachError, match=r"65,536 bytes, and no compass is\. Correct"):
        nr.Compass.load(path)
