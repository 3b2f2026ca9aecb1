"""Declared strengths: by call, from a file, and by a questionnaire that is sent to somebody and imported again."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest

import netreach as nr
from netreach.answers.report import ImportReport
from netreach.errors import ExportError, OptionError, OwnerError
from netreach.importers.questionnaire import SCALE
from netreach.strength import strength_terms
from small_pool import answer, run

PEOPLE = "id,name,email,title\n1,Ana Ruiz,ana@example.org,CEO\n2,Ben Okafor,ben@example.org,CTO\n"
MORE = (
    '3,"=HYPERLINK(""x"")",eva@example.org,Buyer\n4,Kim Lee,kim@example.org,\n5,Lia Mora,lia@example.org,\n'
)
TIES = "source,target,since\n1,2,2020-01-01\n2,3,2021-01-01\n2,4,2022-05-01\n3,5,\n"
ANSWER, YEAR, DAY = 5, 6, 7


@pytest.fixture
def network(tmp_path: Path) -> nr.Network:
    """Ana knows Ben, Ben knows Eva and Kim; Eva's name is a formula, and she knows Lia."""
    (tmp_path / "people.csv").write_text(PEOPLE + MORE, encoding="utf-8")
    (tmp_path / "ties.csv").write_text(TIES, encoding="utf-8")
    made = nr.open(tmp_path / "team.netreach", create=True)
    made.add(tmp_path / "people.csv", tmp_path / "ties.csv")
    return made


def filled(text: str, answers: dict[str, str], *, day: str | None = None, year: str = "") -> str:
    """The questionnaire with answers by a part of the row's key."""
    delimiter = ";" if text.startswith("clave") else ","
    head, *rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    for row in rows:
        for key, said in answers.items():
            if key in row[0]:
                row[ANSWER], row[YEAR] = said, year
        if day is not None:
            row[DAY] = day
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([head, *rows])
    return out.getvalue()


def send_back(network: nr.Network, tmp_path: Path, text: str, name: str = "ben.csv") -> ImportReport:
    """Import an answered questionnaire."""
    (tmp_path / name).write_text(text, encoding="utf-8-sig")
    return network.add(tmp_path / name)


def declared(
    network: nr.Network, who: str, ego: str | None = None
) -> list[tuple[float, str, dt.date | None]]:
    """What is declared of Ben and somebody: the chance, by whom, since when."""
    snapshot = network.snapshot
    a, b = (snapshot.resolve(one) for one in ("ben@example.org", who))
    terms = strength_terms(snapshot, a, b, ego=None if ego is None else snapshot.resolve(ego))
    return [(round(term.p, 6), term.source, term.first) for term in terms if term.kind == "declared"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_there_and_back(network: nr.Network, tmp_path: Path, language: str) -> None:
    """Every row is accounted for; answers become declared strengths whose source is who answered."""
    text = network.questionnaire("ben@example.org", language=language)
    delimiter = ";" if language == "es" else ","
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    assert len(rows) == 4
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert "eva@example.org" in rows[1][0]
    back = filled(text, {"eva": "4", "kim": "2.0"}, year="2015")
    report = send_back(network, tmp_path, back)
    (one,) = report.sources
    (file,) = one.files
    assert (one.importer, file.rows, file.used, file.left_out) == ("questionnaire", 3, 2, {"not answered": 1})
    assert declared(network, "eva@example.org") == [(SCALE[4], "Ben Okafor", dt.date(2015, 1, 1))]
    assert declared(network, "kim@example.org") == [(SCALE[2], "Ben Okafor", dt.date(2015, 1, 1))]
    assert declared(network, "ana@example.org") == []
    tie = network.tie("ben@example.org", "eva@example.org")
    assert tie is not None
    assert tie.strength == pytest.approx(1 - (1 - 0.9) * (1 - 0.3))
    assert set(tie.kinds) == {"declared", "given"}


def test_a_newer_answer_takes_the_place_of_an_older_one(network: nr.Network, tmp_path: Path) -> None:
    """The newer one counts, also where it says less or nothing; what it does not answer stays; order is no matter."""
    text = network.questionnaire("ben@example.org")
    old = filled(text, {"eva": "4", "kim": "4"}, day="2024-01-01")
    new = filled(text, {"eva": "1", "kim": "", "ana": "3"}, day="2025-01-01")
    gone = filled(text, {"eva": "0"}, day="2026-01-01")
    for number, order in enumerate(((old, new), (new, old))):
        other = nr.load(tmp_path / "people.csv", tmp_path / "ties.csv")
        for place, said in enumerate(order):
            send_back(other, tmp_path, said, f"{number}{place}.csv")
        assert [p for p, *_ in declared(other, "eva@example.org")] == [SCALE[1]]
        assert [p for p, *_ in declared(other, "kim@example.org")] == [SCALE[4]]
        assert [p for p, *_ in declared(other, "ana@example.org")] == [SCALE[3]]
        send_back(other, tmp_path, gone, f"{number}gone.csv")
        assert declared(other, "eva@example.org") == []


def test_answers_make_ties_and_removing_them_leaves_nothing(network: nr.Network, tmp_path: Path) -> None:
    """Whom somebody says to know is a contact; without the source the network is the one before."""
    before = network.version
    text = network.questionnaire("ben@example.org", ["lia@example.org", "ben@example.org"])
    send_back(network, tmp_path, filled(text, {"lia": "3"}))
    assert network.ego("ben@example.org").degree("lia@example.org") == 1
    network.remove(next(info.id for info in network.sources if info.importer == "questionnaire"))
    assert network.version == before


def test_what_a_colleague_declares_is_shared_as_they_say(network: nr.Network, tmp_path: Path) -> None:
    """By default another ego sees what an answer is worth and not since when; with `names` nothing of it."""
    send_back(network, tmp_path, filled(network.questionnaire("ben@example.org"), {"eva": "4"}, year="2015"))
    assert declared(network, "eva@example.org", "ben@example.org") == [
        (0.9, "Ben Okafor", dt.date(2015, 1, 1))
    ]
    assert declared(network, "eva@example.org", "ana@example.org") == [(0.9, "Ben Okafor", None)]
    source = next(info.id for info in network.sources if info.importer == "questionnaire")
    network.share(source, "names")
    assert declared(network, "eva@example.org", "ana@example.org") == []
    network.share(source, "full")
    assert declared(network, "eva@example.org", "ana@example.org")[0][2] == dt.date(2015, 1, 1)


def test_the_word_of_the_user_and_of_a_colleague(network: nr.Network, tmp_path: Path) -> None:
    """Both are one kind, of which the larger counts; each says whose it is."""
    network.declare("ben@example.org", "eva@example.org", strength=0.5)
    assert declared(network, "eva@example.org") == [(0.5, "", None)]
    send_back(network, tmp_path, filled(network.questionnaire("ben@example.org"), {"eva": "4"}))
    assert declared(network, "eva@example.org") == [(0.9, "Ben Okafor", None)]
    shown = network.ego("ben@example.org").paths("eva@example.org")[0].explain()
    assert "declared in a questionnaire (Ben Okafor)" in shown


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("4", "9"), "no whole number from 0 to 4"),
        (("4", "much"), "no whole number"),
        (("4", "2.5"), "no whole number"),
        (("email:eva@example.org", "nonsense"), "'netreach key' names nobody"),
        (("email:ben@example.org", "Ben"), "'answers of' names nobody"),
    ],
)
def test_rows_that_cannot_be_used_are_named(
    network: nr.Network, tmp_path: Path, change: tuple[str, str], reason: str
) -> None:
    """A wrong answer is a problem with its line; the other rows count."""
    text = filled(network.questionnaire("ben@example.org"), {"eva": "4", "kim": "3"})
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if "eva" in line)
    lines[at] = lines[at].replace(*change)
    send_back(network, tmp_path, "\n".join(lines))
    (problem,) = network.problems
    assert reason in problem.reason
    assert problem.line == at + 1
    assert declared(network, "kim@example.org") != []
    assert declared(network, "eva@example.org") == []


def test_what_is_only_odd_is_used_and_named(network: nr.Network, tmp_path: Path) -> None:
    """A year or a day that is none is named, and the answer counts without it; `3 well` is 3."""
    text = filled(network.questionnaire("ben@example.org"), {"eva": "3 well"}, year="long ago", day="soon")
    send_back(network, tmp_path, text)
    assert declared(network, "eva@example.org") == [(0.7, "Ben Okafor", None)]
    assert {(problem.rows, problem.value) for problem in network.problems} == {(0, "long ago"), (0, "soon")}


def test_questionnaires_that_are_none(network: nr.Network, tmp_path: Path) -> None:
    """Answers of several people in one file, or of nobody, are refused; so is a question about nobody."""
    text = filled(network.questionnaire("ben@example.org"), {"eva": "4"})
    mixed = text.replace("email:ben@example.org", "email:kim@example.org", 2).replace("kim", "ben", 1)
    with pytest.raises(ExportError, match="several people"):
        send_back(network, tmp_path, mixed)
    with pytest.raises(OwnerError, match="answers of"):
        send_back(network, tmp_path, text.splitlines()[0] + "\n,,Eva,,,4,,\n")
    for wrong in ({"limit": 0}, {"limit": 501}, {"about": "eva@example.org"}, {"about": ["ben@example.org"]}):
        with pytest.raises(OptionError):
            network.questionnaire("ben@example.org", **wrong)  # type: ignore[arg-type]


def test_many_ties_from_a_file(network: nr.Network, tmp_path: Path) -> None:
    """All rows of a file count, or none does, and then each that cannot is named with its line."""
    file = tmp_path / "said.csv"
    file.write_text(
        "who;other;strength;since\nana@example.org;kim@example.org;0,7;2024-05-01\n\nana@example.org;Lia Mora;;\n",
        encoding="utf-8-sig",
    )
    assert network.declare_from(file) == 2
    tie = network.tie("ana@example.org", "kim@example.org")
    assert tie is not None
    assert (round(tie.strength, 6), tie.since) == (0.7, dt.date(2024, 5, 1))
    before = network.version
    file.write_text(
        "who,other,strength\nAna Ruiz,Nobody,\nAna Ruiz,Kim Lee,2\nAna Ruiz,Kim Lee,x\nAna Ruiz,Ben Okafor,1\n"
    )
    with pytest.raises(OptionError) as error:
        network.declare_from(file)
    assert [f"line {number}:" in str(error.value) for number in (2, 3, 4, 5)] == [True, True, True, False]
    assert network.version == before
    for text in ("a,b\n1,2\n", "", "who,other\nAna Ruiz\n", "who,other\nAna Ruiz,Kim Lee,0.7\n"):
        file.write_text(text)
        with pytest.raises(OptionError, match=r"said\.csv"):
            network.declare_from(file)


def test_the_commands(network: nr.Network, tmp_path: Path) -> None:
    """The same by the command line."""
    folder, out = network.path, tmp_path / "ben.csv"
    done = run("questionnaire", folder, "--for", "Ben Okafor", "--output", out, "--limit", 2)
    assert done.exit_code == 0, done.output
    assert "2 rows" in done.output
    text = out.read_text(encoding="utf-8-sig")
    assert len(text.splitlines()) == 3
    out.write_text(filled(text, {"eva": "4"}), encoding="utf-8")
    assert run("import", out, "--into", folder).exit_code == 0
    assert answer("declare", folder, "Ana Ruiz", "Kim Lee", "--strength", 0.6)["declared"] == 1
    with nr.open(str(folder)) as opened:
        assert declared(opened, "eva@example.org") == [(0.9, "Ben Okafor", None)]
        assert opened.ego("Ana Ruiz").degree("Kim Lee") == 1
    assert run("declare", folder, "Ana Ruiz").exit_code == 2
    assert run("declare", folder, "Ana Ruiz", "Kim Lee", "--strength", 2).exit_code != 0
