"""Who lives in the synthetic world: names, careers, employers and schools, drawn as columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs
import numpy as np
from numpy.typing import NDArray

from netreach.testing import draws, names

_SMALL = 60

Codes = NDArray[np.int32]
Days = NDArray[np.datetime64]
Floats = NDArray[np.floating[Any]]

SIZES = ("2-10", "11-50", "51-200", "201-500", "501-1,000", "1,001-5,000", "5,001-10,000", "10,001+")
"""Bands of company sizes, as professional networks print them."""


@attrs.frozen(kw_only=True, eq=False)
class Column:
    """A column of texts: one int32 code per row into a table of distinct texts.

    Attributes:
        codes: Position of each row's text in `values`, int32.
        values: The texts.
    """

    codes: Codes
    values: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> str:
        return self.values[int(self.codes[row])]

    def texts(self) -> list[str]:
        """Return the texts of all rows.

        >>> Column(codes=np.array([1, 0, 1], dtype=np.int32), values=("a", "b")).texts()
        ['b', 'a', 'b']
        """
        return [self.values[code] for code in self.codes.tolist()]


@attrs.frozen(kw_only=True, eq=False)
class Companies:
    """The companies: names (unique), and positions in the tables of industries and of cities."""

    name: tuple[str, ...]
    industry: Codes
    city: Codes
    weight: Floats


@attrs.frozen(kw_only=True, eq=False)
class Careers:
    """Jobs of all people, as rows: those of person i are `indptr[i]:indptr[i + 1]`, the newest first.

    Attributes:
        indptr: Where each person's rows begin, int64, one longer than the people.
        company: Position in the companies.
        title: Code in the column of titles.
        start, end: First day of the job and first day after it; `NaT` for a job that is held today.
    """

    indptr: NDArray[np.int64]
    company: Codes
    title: Codes
    start: Days
    end: Days


def weighted(rng: np.random.Generator, weights: Sequence[float] | Floats, size: int) -> Codes:
    """Return `size` positions drawn in proportion to their weights."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    drawn = np.searchsorted(edges, rng.random(size) * edges[-1], side="right")
    codes: Codes = np.minimum(drawn, len(edges) - 1).astype(np.int32)
    return codes


def weighted_within(
    rng: np.random.Generator, wanted: Codes, group: Codes, weights: Floats, groups: int
) -> tuple[Codes, NDArray[np.bool_]]:
    """Return for each wanted group a member drawn by weight, and whether the group has any member.

    Args:
        rng: The source of chance.
        wanted: A group per draw.
        group: The group of every member.
        weights: The weight of every member.
        groups: How many groups there are.
    """
    order = np.argsort(group, kind="stable")
    edges = np.concatenate([[0.0], np.cumsum(weights[order])])
    last = np.searchsorted(group[order], np.arange(groups), side="right")
    first = np.searchsorted(group[order], np.arange(groups), side="left")
    low, high = edges[first[wanted]], edges[last[wanted]]
    place = np.searchsorted(edges, low + rng.random(len(wanted)) * (high - low), side="right") - 1
    place = np.clip(place, first[wanted], np.maximum(last[wanted] - 1, first[wanted]))
    return order[np.minimum(place, len(order) - 1)].astype(np.int32), high > low


def draw_companies(rng: np.random.Generator, count: int) -> Companies:
    """Draw companies with invented, unique names and heavy-tailed weights."""
    cities, industries = names.cities(), names.industries()
    city = weighted(rng, [place.weight for place in cities], count)
    industry = weighted(rng, [sector.weight for sector in industries], count)
    called = _called(rng, [cities[code].language for code in city.tolist()], industry)
    form_draw = rng.random(count).tolist()
    taken: set[str] = set()
    found: list[str] = []
    for base, code, form in zip(called, city.tolist(), form_draw, strict=True):
        place, name, extra = cities[code], base, 1
        while name in taken:
            extra += 1
            name = f"{base} {place.name}" if extra == 2 else f"{base} {place.name} {extra - 1}"
        taken.add(name)
        forms = names.legal_forms().get(place.language, ())
        # A third of the names carry their legal form; the set holds the bare name, so that names stay unique.
        chosen = int(form * 3 * len(forms)) if forms else 0
        found.append(name + forms[chosen] if forms and chosen < len(forms) else name)
    weight = draws.power((1 + rng.permutation(count)).astype(np.float64), -0.9)
    return Companies(name=tuple(found), industry=industry, city=city, weight=weight)


def _called(rng: np.random.Generator, languages: Sequence[str], industry: Codes) -> Iterator[str]:
    """Yield a name per company: a third speak English wherever they are, a half bear a coined stem."""
    sectors, patterns = names.industries(), names.company_patterns()
    coined, places = names.company_stems(), names.place_stems()
    draws_of = zip(languages, industry.tolist(), rng.random((len(languages), 4)).tolist(), strict=True)
    for language, sector, (english, kind, stem, pattern) in draws_of:
        spoken = language if language in places and english > 1 / 3 else "en"
        stems = coined if kind < 0.5 else places[spoken]
        forms = patterns[spoken, sectors[sector].name]
        yield forms[int(pattern * len(forms))].format(stems[int(stem * len(stems))])


def draw_names(
    rng: np.random.Generator, city: Codes
) -> tuple[Column, Column, tuple[tuple[str, ...], ...], Codes]:
    """Draw a full name for every person, mostly in the language of their city.

    Returns:
        First names, last names, the ASCII forms of both tables, and 1 for a woman's name, 0 for a man's.
    """
    people = len(city)
    first, last = names.first_names(), names.last_names()
    languages = list(dict.fromkeys(language for language, _ in first.groups))
    places = names.cities()
    home = np.array([languages.index(place.language) for place in places], dtype=np.int32)
    share = np.bincount(home, weights=[place.weight for place in places], minlength=len(languages)).astype(
        float
    )
    language = np.where(rng.random(people) < 0.82, home[city], weighted(rng, share, people))
    woman = (rng.random(people) < 0.5).astype(np.int32)
    romanised, two = rng.random(people) < 0.45, rng.random(people) < 0.6
    first_codes, last_codes = np.zeros(people, dtype=np.int32), np.zeros(people, dtype=np.int32)
    for number, name in enumerate(languages):
        surnames = np.array([last.groups[name, sex] for sex in (False, True)], dtype=np.int32).T
        rows = np.flatnonzero(language == number)
        chosen = weighted(rng, _popularity(len(surnames)), len(rows))
        last_codes[rows] = surnames[chosen, woman[rows]]
        if name in last.pairs:
            second = weighted(rng, _popularity(len(surnames)), len(rows))
            pair = last.pairs[name] + chosen * len(surnames) + second
            last_codes[rows] = np.where(two[rows], pair, last_codes[rows])
        for sex in (0, 1):
            given = np.array(first.groups[name, bool(sex)], dtype=np.int32)
            rows = np.flatnonzero((language == number) & (woman == sex))
            first_codes[rows] = given[weighted(rng, _popularity(len(given)), len(rows))]
    first_codes = np.where(romanised, np.array(first.roman, dtype=np.int32)[first_codes], first_codes)
    last_codes = np.where(romanised, np.array(last.roman, dtype=np.int32)[last_codes], last_codes)
    return (
        Column(codes=first_codes, values=first.values),
        Column(codes=last_codes, values=last.values),
        (first.ascii, last.ascii),
        woman,
    )


def _popularity(count: int) -> Floats:
    return 1.0 / (np.arange(count) + 6.0)


@attrs.frozen(kw_only=True, eq=False)
class _Titles:
    values: tuple[str, ...]
    languages: tuple[str, ...]
    first: NDArray[np.int64]
    count: NDArray[np.int64]
    men: Codes
    women: Codes

    def draw(
        self, rng: np.random.Generator, language: Codes, function: Codes, level: Codes, woman: Codes
    ) -> Codes:
        place = self.first[language, function, level]
        pick = place + np.floor(rng.random(len(place)) * self.count[language, function, level]).astype(
            np.int64
        )
        return np.where(woman > 0, self.women[pick], self.men[pick]).astype(np.int32)


def _title_table() -> _Titles:
    table = names.titles()
    languages = tuple(dict.fromkeys(language for language, _ in table))
    shape = (len(languages), len(names.FUNCTIONS), names.LEVELS)
    first, count = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    codes: dict[str, int] = {}
    men: list[int] = []
    women: list[int] = []
    for row, language in enumerate(languages):
        for column, function in enumerate(names.FUNCTIONS):
            # Where a language has no words for a kind of work, its people use the English ones, as many do.
            for level, forms in enumerate(table.get((language, function), table["en", function])):
                first[row, column, level], count[row, column, level] = len(men), len(forms)
                men += [codes.setdefault(man, len(codes)) for man, _ in forms]
                women += [codes.setdefault(woman, len(codes)) for _, woman in forms]
    return _Titles(
        values=tuple(codes),
        languages=languages,
        first=first,
        count=count,
        men=np.array(men, dtype=np.int32),
        women=np.array(women, dtype=np.int32),
    )


def draw_careers(
    rng: np.random.Generator, companies: Companies, city: Codes, woman: Codes, as_of: np.datetime64
) -> tuple[Careers, tuple[str, ...], Codes, NDArray[np.int64]]:
    """Draw one to three jobs per person, the newest first, without overlap.

    Returns:
        The careers, the table of titles, the kind of work of each person, and the months since they graduated.
    """
    people = len(city)
    months = (12 + np.floor(draws.between(rng, people, low=1.5, high=2.6) * 420)).astype(np.int64)
    jobs = np.minimum(
        weighted(rng, (0.25, 0.4, 0.35), people) + 1, np.where(months < 36, 1, np.where(months < 60, 2, 3))
    )
    tenure = np.where(
        jobs == 1,
        months,
        np.maximum(2, (months * (0.1 + rng.random(people) * np.where(jobs == 2, 0.5, 0.3)))),
    ).astype(np.int64)
    middle = np.where(
        jobs == 3, tenure + np.maximum(2, ((months - tenure) * (0.3 + 0.4 * rng.random(people)))), months
    ).astype(np.int64)
    indptr = np.zeros(people + 1, dtype=np.int64)
    np.cumsum(jobs, out=indptr[1:])
    person = np.repeat(np.arange(people), jobs)
    rank = np.arange(len(person)) - indptr[person]

    begun = np.where(
        rank + 1 == jobs[person], months[person], np.where(rank == 0, tenure[person], middle[person])
    )
    # Up to two months lie between two jobs.
    pause = np.minimum(rng.integers(0, 3, len(person)), 1)
    ended = np.where(rank == 1, tenure[person], middle[person]) + pause
    ended = np.minimum(ended, begun - 1)
    month = as_of.astype("datetime64[M]")
    start = (month - begun).astype("datetime64[D]")
    end = (month - ended).astype("datetime64[D]")
    end[rank == 0] = np.datetime64("NaT")

    places, industries = names.cities(), names.industries()
    near, found = weighted_within(rng, city[person], companies.city, companies.weight, len(places))
    anywhere = weighted(rng, companies.weight, len(person))
    company = np.where(found & (rng.random(len(person)) < 0.75), near, anywhere)
    # Some changes of job are promotions within the company.
    promoted = np.flatnonzero((rank > 0) & (rng.random(len(person)) < 0.15))
    company[promoted] = company[promoted - 1]

    mix = np.cumsum(np.array([sector.functions for sector in industries], dtype=np.float64), axis=1)
    mix /= mix[:, -1:]
    sector = companies.industry[company[indptr[:-1]]]
    function = (rng.random(people)[:, None] > mix[sector]).sum(axis=1).astype(np.int32)
    # Founders and owners are found in small companies.
    staff = np.bincount(company, minlength=len(companies.name))[company[indptr[:-1]]]
    run, other = names.FUNCTIONS.index("management"), names.FUNCTIONS.index("operations")
    function[(function == run) & (staff > _SMALL)] = other
    title_table = _title_table()
    own = np.array(
        [
            title_table.languages.index(place.language if place.language in title_table.languages else "en")
            for place in places
        ]
    )
    language = np.where(rng.random(people) < 0.35, title_table.languages.index("en"), own[city]).astype(
        np.int32
    )
    ceiling = np.where(months < 48, 1, np.where(months < 90, 2, 3))
    top = np.minimum(weighted(rng, (0.13, 0.44, 0.29, 0.14), people), ceiling)
    level = np.maximum(top[person] - rank, 0)
    title = title_table.draw(rng, language[person], function[person], level, woman[person])
    careers = Careers(indptr=indptr, company=company.astype(np.int32), title=title, start=start, end=end)
    return careers, title_table.values, function, months


def draw_schools(rng: np.random.Generator, city: Codes, count: int) -> tuple[Column, tuple[str, ...]]:
    """Draw a school for every person, mostly one that teaches in the language of their city.

    Returns:
        The schools of the people, and the language of each school.
    """
    known = names.schools()[:count]
    languages = list(dict.fromkeys(language for _, language in names.schools()))
    group = np.array([languages.index(language) for _, language in known], dtype=np.int32)
    places = names.cities()
    own = np.array(
        [languages.index(place.language if place.language in languages else "en") for place in places],
        dtype=np.int32,
    )
    weight = draws.power(np.arange(1, len(known) + 1, dtype=np.float64), -0.3)
    near, found = weighted_within(rng, own[city], group, weight, len(languages))
    anywhere = weighted(rng, weight, len(city))
    codes = np.where(found & (rng.random(len(city)) < 0.85), near, anywhere).astype(np.int32)
    return Column(codes=codes, values=tuple(name for name, _ in known)), tuple(
        language for _, language in known
    )


def size_bands(heads: Iterable[int]) -> tuple[str, ...]:
    """Return the band of each company size.

    >>> size_bands([3, 45, 20_000])
    ('2-10', '11-50', '10,001+')
    """
    edges = (10, 50, 200, 500, 1_000, 5_000, 10_000)
    return tuple(SIZES[sum(head > edge for edge in edges)] for head in heads)
