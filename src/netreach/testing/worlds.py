"""A seeded synthetic world: invented people with careers, and who knows whom, how well and since when.

The same seed gives the same world. People cluster by team, school, former employer, trade and city, so that
contacts share contacts; contact counts are heavy-tailed. All of it is columns: a million people fit in memory.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from urllib.parse import quote

import attrs
import numpy as np
from numpy.typing import NDArray

from netreach.errors import OptionError
from netreach.testing import draws, names, population, wiring
from netreach.testing.owners import choose_owners
from netreach.testing.population import Careers, Codes, Column, Companies, Days

AS_OF = dt.date(2025, 6, 30)
"""The day on which the synthetic world is looked at; nothing reads the clock."""

_OWN_LETTERS, _CREDENTIAL, _WHICH_CREDENTIAL = range(11, 14)  # Salts of `pair_chance`.

_SPREAD, _WIDER, _WIDE = 0.95, 0.35, 500_000
"""Deviation of the logarithm of contact counts: in a small world, how much it grows, and from how many people on it
does not. Among few people nobody can know thousands, so the tail of a small world is lighter."""

_CREDENTIALS = (", MBA", " PhD", ", PMP®", " 🚀")


@attrs.frozen(kw_only=True, eq=False)
class Ties:
    """The ties of a world, sorted by (lower end, higher end); every pair stands once, without loops.

    Attributes:
        lo, hi: The lower and the higher end of each tie, int32.
        closeness: How close the two are, in (0, 1], float32. A world knows it; exports show it only in messages.
        connected_on: The day on which they connected, datetime64[D].
        messages_up: Messages from the lower to the higher end, uint16.
        messages_down: Messages from the higher to the lower end, uint16.
    """

    lo: Codes
    hi: Codes
    closeness: NDArray[np.float32]
    connected_on: Days
    messages_up: NDArray[np.uint16]
    messages_down: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.lo)


@attrs.frozen(kw_only=True, eq=False)
class World:
    """A synthetic professional network; person i is row i of every column.

    Attributes:
        seed: What the world was grown from.
        as_of: The last day that the world knows.
        first_name, last_name, title, school, location, country, function: Columns of texts.
        first_ascii, last_ascii: ASCII forms of the two tables of names.
        own_letters: Whether a profile slug keeps letters outside ASCII.
        companies: The companies; `employer` holds each person's position in them.
        school_language: The language of each school in `school.values`.
        graduated: The month in which each person left school, datetime64[M].
        joined: The day on which each person joined the network, datetime64[D].
        careers: All jobs of all people; the newest is `title` at `company`.
        ties: Who knows whom.
        indptr, indices: The ties as rows: contacts of i are `indices[indptr[i]:indptr[i + 1]]`, sorted.
    """

    seed: int
    as_of: dt.date
    first_name: Column
    last_name: Column
    title: Column
    school: Column
    location: Column
    country: Column
    function: Column
    first_ascii: tuple[str, ...]
    last_ascii: tuple[str, ...]
    own_letters: NDArray[np.bool_]
    companies: Companies
    employer: Codes
    school_language: tuple[str, ...]
    graduated: NDArray[np.datetime64]
    joined: Days
    careers: Careers
    ties: Ties
    indptr: NDArray[np.int64]
    indices: Codes

    def __len__(self) -> int:
        return len(self.employer)

    @property
    def company(self) -> Column:
        """The company at which each person works today."""
        return Column(codes=self.employer, values=self.companies.name)

    @property
    def industry(self) -> Column:
        """The industry of each person's company."""
        return Column(
            codes=self.companies.industry[self.employer],
            values=tuple(industry.name for industry in names.industries()),
        )

    def full_name(self, person: int) -> str:
        """Return a person's first and last name."""
        return f"{self.first_name[person]} {self.last_name[person]}"

    def shown_name(self, person: int) -> tuple[str, str]:
        """Return the first and last name that a profile shows: some people put a degree behind their name."""
        last = self.last_name[person]
        if self.chance(person, _CREDENTIAL) < 0.015:
            last += _CREDENTIALS[int(self.chance(person, _WHICH_CREDENTIAL) * len(_CREDENTIALS))]
        return self.first_name[person], last

    def chance(self, person: int, salt: int) -> float:
        """Return a number in [0, 1) that depends only on the person, the world's seed and the salt."""
        number = np.array([person], dtype=np.int64)
        return float(wiring.pair_chance(self.seed, number, number, salt)[0])

    def slug(self, person: int) -> str:
        """Return a person's profile slug: unique, lower case, not percent-encoded."""
        if self.own_letters[person]:
            first, last = names.slug_form(self.first_name[person]), names.slug_form(self.last_name[person])
            return f"{first}-{last}-{person:05d}"
        return self.ascii_slug(person)

    def ascii_slug(self, person: int) -> str:
        """Return a person's slug in ASCII letters, as it fits into a file name."""
        first = self.first_ascii[int(self.first_name.codes[person])]
        return f"{first}-{self.last_ascii[int(self.last_name.codes[person])]}-{person:05d}"

    def slugs(self) -> list[str]:
        """Return every person's profile slug."""
        found = self._join(self.first_ascii, self.last_ascii, "{}-{}-{:05d}")
        for person in np.flatnonzero(self.own_letters).tolist():
            found[person] = self.slug(person)
        return found

    def url(self, person: int) -> str:
        """Return the address of a person's profile, percent-encoded as exports write it."""
        return profile_url(self.slug(person))

    def email(self, person: int) -> str:
        """Return a person's address, unique and at example.org."""
        first = self.first_ascii[int(self.first_name.codes[person])]
        return f"{first}.{self.last_ascii[int(self.last_name.codes[person])]}.{person}@example.org"

    def emails(self) -> list[str]:
        """Return every person's address."""
        return self._join(self.first_ascii, self.last_ascii, "{}.{}.{}@example.org")

    def contact_counts(self) -> NDArray[np.int64]:
        """Return how many contacts each person has."""
        return np.diff(self.indptr)

    def contacts(self, person: int) -> Codes:
        """Return the sorted contacts of a person, int32."""
        return self.indices[self.indptr[person] : self.indptr[person + 1]]

    def tie_rows(self, person: int) -> NDArray[np.int64]:
        """Return the rows of `ties` that have this person as an end, in the order of `contacts(person)`."""
        lower, end = self.ties.lo, np.int32(person)
        contacts = self.contacts(person)
        below = contacts[contacts < person]
        # The rows that begin at a lower contact; one of each leads here.
        first, last = np.searchsorted(lower, below, "left"), np.searchsorted(lower, below, "right")
        rows = np.repeat(last - np.cumsum(last - first), last - first) + np.arange((last - first).sum())
        above = np.arange(np.searchsorted(lower, end, "left"), np.searchsorted(lower, end, "right"))
        return np.concatenate([rows[self.ties.hi[rows] == person], above])

    def companies_table(self) -> list[tuple[str, str, str, str]]:
        """Return one row (company, industry, size, country) per company."""
        sectors, places = names.industries(), names.cities()
        # The world shows a sample of each company's people.
        heads = np.bincount(self.careers.company, minlength=len(self.companies.name)) * 8 + 2
        return [
            (name, sectors[industry].name, size, places[city].country)
            for name, industry, size, city in zip(
                self.companies.name,
                self.companies.industry.tolist(),
                population.size_bands(heads.tolist()),
                self.companies.city.tolist(),
                strict=True,
            )
        ]

    def people_columns(self) -> dict[str, Sequence[object]]:
        """Return the people as columns, in the order of their numbers; `id` is the number, the others are texts."""
        return {
            "id": list(range(len(self))),
            "first_name": self.first_name.texts(),
            "last_name": self.last_name.texts(),
            "title": self.title.texts(),
            "company": self.company.texts(),
            "industry": self.industry.texts(),
            "location": self.location.texts(),
            "country": self.country.texts(),
            "school": self.school.texts(),
            "linkedin_url": [profile_url(slug) for slug in self.slugs()],
            "email": self.emails(),
        }

    def choose_owners(self, count: int, *, seed: int = 1, around: int | None = None) -> list[int]:
        """Choose people whose exports make a good pool: an ego and contacts of the ego who share many contacts.

        Args:
            count: How many owners, the ego included.
            seed: Which choice, of the many possible ones.
            around: The ego; drawn among people with 200 to 600 contacts (or the nearest to that) when not given.

        Returns:
            The owners, the ego first. Each has 50 to 900 contacts where the world allows it. Where the ego has too
            few contacts, contacts of the owners chosen before follow.

        Raises:
            OptionError: When there are fewer people than owners wanted, or nobody has the number `around`.
        """
        return choose_owners(self, count, seed=seed, around=around)

    def _join(self, first: tuple[str, ...], last: tuple[str, ...], form: str) -> list[str]:
        pairs = zip(self.first_name.codes.tolist(), self.last_name.codes.tolist(), strict=True)
        return [form.format(first[a], last[b], person) for person, (a, b) in enumerate(pairs)]


def profile_url(slug: str) -> str:
    """Return the address of a profile; letters outside ASCII are percent-encoded.

    >>> profile_url("zoë-lund-00042")
    'https://www.linkedin.com/in/zo%C3%AB-lund-00042'
    """
    return f"https://www.linkedin.com/in/{quote(slug)}"


def make_world(people: int = 5_000, *, seed: int = 1, mean_contacts: float = 30.0) -> World:
    """Grow a world of invented people.

    Args:
        people: How many people, at least 2.
        seed: The same seed gives the same world.
        mean_contacts: About how many contacts a person has on average; at most half of all pairs become ties.

    Returns:
        The world, as columns.

    Raises:
        OptionError: When `people`, `seed` or `mean_contacts` is out of range.

    >>> world = make_world(200, seed=7, mean_contacts=12)
    >>> len(world), len(set(world.slugs()))
    (200, 200)
    """
    if people < 2:
        raise OptionError(f"people={people}: a world needs at least 2 people")
    if seed < 0:
        raise OptionError(f"seed={seed}: use 0 or a larger number")
    if not mean_contacts > 0:
        raise OptionError(f"mean_contacts={mean_contacts}: use a number above 0")
    rng = np.random.default_rng([seed, people])
    places = names.cities()
    as_of = np.datetime64(AS_OF, "D")
    city = population.weighted(rng, [place.weight for place in places], people)
    first, last, ascii_forms, woman = population.draw_names(rng, city)
    companies = population.draw_companies(rng, max(6, people // 14))
    careers, titles, function, months = population.draw_careers(rng, companies, city, woman, as_of)
    school, school_language = population.draw_schools(rng, city, max(6, people // 120))
    newest = careers.indptr[:-1]
    employer = careers.company[newest]
    began = careers.start[newest]
    days = np.minimum((months * 30).astype(np.int64), 17 * 365)
    joined = as_of - (60 + np.floor(rng.random(people) * (days - 60))).astype("timedelta64[D]")

    circles = _circles(rng, city, function, employer, careers, school, months)
    budget = _budget(rng, people, mean_contacts)
    lo, hi = wiring.draw_ties(rng, circles, budget)
    ties = _describe(rng, lo, hi, circles, employer, began, joined, as_of)
    indptr, indices = wiring.adjacency(lo, hi, people)

    foreign = np.array([not value.isascii() for value in first.values])[first.codes]
    foreign |= np.array([not value.isascii() for value in last.values])[last.codes]
    everyone = np.arange(people)
    own_letters = foreign & (wiring.pair_chance(seed, everyone, everyone, _OWN_LETTERS) < 0.5)
    countries = tuple(dict.fromkeys(place.country for place in places))
    country_of_city = np.array([countries.index(place.country) for place in places], dtype=np.int32)
    return World(
        seed=seed,
        as_of=AS_OF,
        first_name=first,
        last_name=last,
        title=Column(codes=careers.title[newest], values=titles),
        school=school,
        location=Column(codes=city, values=tuple(place.name for place in places)),
        country=Column(codes=country_of_city[city], values=countries),
        function=Column(codes=function, values=names.FUNCTIONS),
        first_ascii=ascii_forms[0],
        last_ascii=ascii_forms[1],
        own_letters=own_letters,
        companies=companies,
        employer=employer,
        school_language=school_language,
        graduated=as_of.astype("datetime64[M]") - months,
        joined=joined,
        careers=careers,
        ties=ties,
        indptr=indptr,
        indices=indices,
    )


def _budget(rng: np.random.Generator, people: int, mean_contacts: float) -> NDArray[np.float64]:
    budget = draws.exp((_SPREAD + _WIDER * min(people / _WIDE, 1.0)) * draws.normal(rng, people))
    budget *= min(mean_contacts, (people - 1) / 2) * people / draws.total(budget)
    return np.minimum(budget, max(people / 5, min(people - 1, 3 * mean_contacts)))


def _circles(
    rng: np.random.Generator,
    city: Codes,
    function: Codes,
    employer: Codes,
    careers: Careers,
    school: Column,
    months: NDArray[np.int64],
) -> list[wiring.Circle]:
    people = len(city)
    staff = employer.astype(np.int64)
    year = months // 24
    cohort = school.codes.astype(np.int64) * (int(year.max()) + 1) + year
    # Who has had one job only belongs to a former team of one, so that those contacts come from elsewhere.
    jobs = np.diff(careers.indptr)
    former = int(careers.company.max()) + 1 + np.arange(people)
    changed = np.flatnonzero(jobs > 1)
    former[changed] = careers.company[careers.indptr[changed] + 1]
    trade = city.astype(np.int64) * len(names.FUNCTIONS) + function
    return [
        wiring.Circle(group=wiring.split_groups(rng, staff, 14), share=0.32, closeness=0.34),
        wiring.Circle(group=wiring.split_groups(rng, cohort, 40), share=0.18, closeness=0.16),
        wiring.Circle(group=wiring.split_groups(rng, former, 24), share=0.14, closeness=0.14),
        wiring.Circle(group=wiring.split_groups(rng, trade, 40), share=0.14, closeness=0.08),
        wiring.Circle(group=wiring.split_groups(rng, staff, 150), share=0.08, closeness=0.06),
        wiring.Circle(group=wiring.split_groups(rng, city.astype(np.int64), 400), share=0.05, closeness=0.02),
        wiring.Circle(group=np.zeros(people, dtype=np.int64), share=0.09, closeness=0.0),
    ]


def _describe(
    rng: np.random.Generator,
    lo: Codes,
    hi: Codes,
    circles: list[wiring.Circle],
    employer: Codes,
    began: Days,
    joined: Days,
    as_of: np.datetime64,
) -> Ties:
    count = len(lo)
    closeness = np.full(count, 0.06, dtype=np.float32)
    for circle in circles[:-1]:
        group = circle.group.astype(np.int32)
        closeness += np.float32(circle.closeness) * (group[lo] == group[hi])
    closeness *= np.float32(0.3) + np.float32(1.4) * rng.random(count, dtype=np.float32)
    np.clip(closeness, 0.01, 1.0, out=closeness)

    # Messages follow closeness: most ties have few or none, some have hundreds.
    rate = draws.exponential(rng, count)
    rate *= rng.random(count, dtype=np.float32)
    rate *= np.float32(110) * closeness * closeness
    side = np.float32(0.2) + np.float32(0.6) * rng.random(count, dtype=np.float32)
    messages_up = draws.whole(rng, rate * side).astype(np.uint16)
    messages_down = draws.whole(rng, rate * (1 - side)).astype(np.uint16)

    joined_day, began_day = joined.astype(np.int64).astype(np.int32), began.astype(np.int64).astype(np.int32)
    earliest = np.maximum(joined_day[lo], joined_day[hi])
    colleagues = employer[lo] == employer[hi]
    since = np.maximum(began_day[lo], began_day[hi])
    np.maximum(earliest, since, out=earliest, where=colleagues)
    last = np.int32(as_of.astype(np.int64))
    span = np.maximum(last - earliest, 1)
    # A few more ties are young than old.
    share = rng.random(count, dtype=np.float32)
    span = (span * (share * (np.float32(0.8) + np.float32(0.2) * share))).astype(np.int32)
    connected_on = (last - span).astype("datetime64[D]")
    return Ties(
        lo=lo,
        hi=hi,
        closeness=closeness,
        connected_on=connected_on,
        messages_up=messages_up,
        messages_down=messages_down,
    )
