"""What a search says: in words, in lines that fit a terminal, and in HTML."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import attrs
import pytest

from handmade import snapshot
from netreach.render.text import width
from netreach.snapshot import Snapshot
from plain_search import (
    Person,
    answer,
)


@pytest.fixture(scope="module")
def seed() -> Iterator[Snapshot]:
    """The seed's network: 8,911 marketing directors within three degrees, 131 of them direct contacts."""
    first, second, third = 131, 2310, 6470
    people: list[Person] = [{"name": "Ana Ruiz"}]
    people += [{"title": "Marketing Director", "company": "Acme"}] * (first + second + third)
    people += [{"title": "Marketing Director"}] * 3 + [{"title": "Baker"}] * 4
    ties = [(0, 1 + n) for n in range(first)]
    ties += [(1 + n % first, 1 + first + n) for n in range(second)]
    ties += [(1 + first + n % second, 1 + first + second + n) for n in range(third)]
    ties += [(1, len(people) - 1)]
    return snapshot(people, ties, complete=[0])


def test_arithmetic_of_the_seed(seed: Snapshot) -> None:
    """131 of 8,911 are 1.47 %, the extended network holds 98.53 %, in English and in Spanish."""
    result = answer(seed, title="marketing director")
    assert sum(counted.count for counted in result.by_degree) == result.total == 8911
    assert result.unreachable == 3
    assert result.by_degree[0].share == 131 / 8911
    assert (result.extended.count, result.extended.share) == (8780, 8780 / 8911)
    assert result.summary() == "131 of 8,911 are 1st degree: 1.47 %; the extended network holds 98.53 %"
    spanish = result.text(language="es")
    assert "131 de 8.911" in spanish
    assert "1,47 %" in spanish
    assert "98,53 %" in spanish
    assert str(result).startswith(result.summary())
    told = " ".join(str(result).split())
    assert "not known here: location, industry (a company table adds them), school, group" in told
    assert "at least 2,310" in str(result)


def test_text_fits_a_terminal(village: Snapshot, seed: Snapshot) -> None:
    """No line is wider than 80 cells, in either language, and nothing in a name acts on the screen."""
    for version in (village, seed):
        for options in ({}, {"title": "director", "degree": [2, 3]}, {"company": "NOT acme"}):
            result = answer(version, **options)
            for language in ("en", "es"):
                text = result.text(language=language)
                assert max(map(width, text.splitlines())) <= 80
                assert "\u202e" not in text
            assert max(map(width, result.text(columns=40).splitlines())) <= 40


def test_text_says_what_is_unknown() -> None:
    """Who meets the other criteria but lacks the field is counted in words."""
    version = snapshot([{}, {"title": "CMO"}, {}, {"title": "Baker"}], [(0, 1), (0, 2), (0, 3)])
    result = answer(version, title="cmo")
    assert result.unknown["title"].count == 1
    assert "title unknown for 1 person who meets all other criteria" in str(result)
    assert answer(version, title="pilot").summary() == "nobody matches"
    assert str(answer(version, title="pilot")[:]) == "nobody matches"


def test_facet_in_words(village: Snapshot) -> None:
    """A facet shows its values with counts per degree, how many more there are, and its coverage."""
    result = answer(village, top=1, language="es")
    facet = result.facets["company"]
    assert [(value.value, value.count) for value in facet] == [("Acme", 2)]
    assert (len(facet), facet[0].value, facet.distinct, facet.unknown) == (1, "Acme", 5, 0)
    assert "empresa" in str(facet)
    assert "y 4 más" in str(facet)
    assert "lugar: se conoce en 1 de 5" in str(result.facets["location"])


def test_spellings_of_a_company_count_together() -> None:
    """Spellings of one company are one value, called as most write it; who is asked for stays the raw text."""
    names = ["Ego", "Acme, S.L.", "ACME", "acme inc.", "ACME", "Bolt"]
    people: list[Person] = [{"company": name} for name in names]
    people[1]["positions"] = [{"kind": "work", "organisation": "ACME", "title": "CMO", "end": None}]
    version = snapshot(people, [(0, n) for n in range(1, 6)])
    facet = answer(version).facets["company"]
    assert [(value.value, value.count, value.spellings) for value in facet] == [
        ("ACME", 4, 3),
        ("Bolt", 1, 1),
    ]
    assert facet[0].by_degree[0].count == 4
    assert (facet.distinct, facet.known) == (2, 5)
    assert facet[0].to_dict()["spellings"] == 3
    assert "ACME, 3 spellings" in str(facet)
    assert "ACME, 3 grafías" in facet.text(language="es")
    assert len(answer(version, company="inc")) == 1


def test_person_in_a_line(village: Snapshot) -> None:
    """What a prompt shows of a professional is one line, in which nothing acts on the screen."""
    found = {hit.id: hit.professional for hit in answer(village)}
    assert repr(found["ben"]) == "<Professional: Ben Ortiz (Marketing Director, Acme)>"
    odd = attrs.evolve(found["ben"], name="Ben\x1b[2J\nOrtiz\u202e", company="")
    assert repr(odd) == "<Professional: Ben\\x1b[2J\\nOrtiz\\u202e (Marketing Director)>"
    assert pickle.loads(pickle.dumps(odd)) == odd


def test_facet_without_its_own_criterion(village: Snapshot) -> None:
    """A facet whose own criterion does not count says so, where there is such a criterion, and only there."""
    result = answer(village, title="marketing director")
    assert "title, without its criterion" in str(result)
    assert "cargo, sin su criterio" in result.text(language="es")
    assert "title, without its criterion" in result.html()
    assert "company, without its criterion" not in str(result)
    assert "without" not in str(answer(village))


def test_fields_of_which_nothing_is_known_share_a_line(seed: Snapshot) -> None:
    """All fields without any value stand in one sentence, in both languages and as HTML."""
    result = answer(seed, title="marketing director")
    spanish = " ".join(result.text(language="es").split())
    known = "aquí no se conoce: lugar, sector (los añade una tabla de empresas), centro de estudios, grupo"
    assert known in spanish
    assert "not known here: location, industry" in result.html()
    assert "for 0 of" not in result.html()


def test_hits_of_one_degree_in_words(village: Snapshot) -> None:
    """With a criterion of degree the text says how many of the counted people are there."""
    assert "2 of them at the 2nd degree" in str(answer(village, degree=2))
    assert "3 of them at the 2nd or 3rd degree" in str(answer(village, degree=[2, 3]))
    assert "3 de ellas están en el 2.º o 3.er grado" in answer(village, degree=[2, 3]).text(language="es")
    assert "of them at" not in str(answer(village))


@pytest.mark.parametrize(
    ("expression", "word", "operator"),
    [
        ("CMO or CEO", "or", "OR"),
        ("CMO And CEO", "And", "AND"),
        ("CMO not assistant", "not", "NOT"),
        ("CMO Y CEO", "Y", "AND"),
        ("CMO o CEO", "o", "OR"),
        ('"chief of" or CEO', "or", "OR"),
    ],
)
def test_operators_in_lower_case_are_pointed_at(
    village: Snapshot, expression: str, word: str, operator: str
) -> None:
    """Where nobody is found, a word that looks like an operator is named, with the operator that it is not."""
    result = answer(village, title=[expression])
    assert f"`{word}` was read as a word: operators are in capitals, {operator}" in str(result)
    assert f"`{word}` se ha leído como palabra" in " ".join(result.text(language="es").split())


@pytest.mark.parametrize(
    "expression", ["CMO OR CEO", '"research or science"', "or", "CMO or", "oracle horror", "Yvonne"]
)
def test_words_are_not_taken_for_operators(village: Snapshot, expression: str) -> None:
    """Operators in capitals, quoted words, and words at an end are nothing to point at."""
    result = answer(village, company=[expression])
    assert not len(result)
    assert "was read as a word" not in str(result)


def test_an_operator_is_no_matter_where_somebody_is_found(village: Snapshot) -> None:
    """A note on operators comes only with an empty answer."""
    version = snapshot([{}, {"title": "Salt or Pepper"}], [(0, 1)])
    result = answer(version, title="salt or pepper")
    assert len(result) == 1
    assert "was read" not in str(result)
    assert "was read" not in str(answer(village))


def test_html_is_escaped(village: Snapshot) -> None:
    """Names cannot bring markup into a notebook."""
    page = answer(village)._repr_html_()
    assert "<b>Fay" not in page
    assert "&lt;b&gt;Fay&lt;/b&gt;" in page
    assert "&lt;b&gt;Fay" in answer(village)[:]._repr_html_()
    assert "Acme" in answer(village).facets["company"]._repr_html_()
