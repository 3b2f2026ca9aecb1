"""One person's viewpoint: a method for each question. A thin facade over the packages that answer them."""

from __future__ import annotations

import datetime as dt
import os
import pathlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

import attrs
import numpy as np

from netreach.answers.best import BestIntroducers
from netreach.answers.introducers import IntroducerRanking
from netreach.answers.paths import Path, Paths
from netreach.asked import (
    Asked,
    Person,
    people_or_companies,
    several,
    target_of,
    vertex_of,
    vertices_of,
)
from netreach.errors import OptionError
from netreach.introductions.asking import asked_before, check_named, parties
from netreach.introductions.letters import Introduction, draft
from netreach.model import Professional
from netreach.search.degrees import check_cutoff
from netreach.store import mapping

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.answers.compass import Comparison, CompassRun
    from netreach.answers.doors import Doors
    from netreach.answers.letters import Letter
    from netreach.answers.pyramid import Pyramid
    from netreach.answers.search import SearchResult
    from netreach.answers.territory import Territory
    from netreach.compass import Compass
    from netreach.plugins import Registry, Scorer
    from netreach.plugins.protocols import FloatArray, IntArray
    from netreach.ranking import NetworkView
    from netreach.search.criteria import Criteria, SynonymsOption
    from netreach.search.degrees import DistanceArray
    from netreach.search.find import Found
    from netreach.search.viewpoint import Viewpoint
    from netreach.snapshot import Snapshot
    from netreach.territory import Doorways
    from netreach.territory.who import Search

_FAR = 3
"""From so many hops on nearly all rows of the graph are read."""


class Ego:
    """The viewpoint of one person; made by `Network.ego`.

    The degrees of everybody are found once and kept, so that many questions cost one search of the graph.

    Args:
        snapshot: The opened version.
        vertex: The person.
        scorer: Name of the scorer that ranks introducers.
        registry: Where the scorers are found.
        as_of: The day for which strengths hold; by default the newest day in the network.
        earlier: Returns the version before this one, for what is new in a compass.
        letters: Returns the log of letters, for what is told of those who were asked before.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        vertex: int,
        *,
        scorer: str,
        registry: Registry,
        as_of: dt.date | None = None,
        earlier: Callable[[], Snapshot | None] | None = None,
        letters: Callable[[], Iterable[Letter]] | None = None,
    ) -> None:
        self.snapshot = snapshot
        self.vertex = vertex
        self._scorer = scorer
        self._registry = registry
        self._as_of = as_of
        self._distances: dict[int, npt.NDArray[np.int8]] = {}
        self._earlier = earlier
        self._letters = letters
        self._view: NetworkView | None = None
        self._own_view: NetworkView | None = None
        self._doorways: Doorways | None = None
        self._bounds: dict[int, tuple[str, ...]] = {}
        self._viewpoints: dict[int, Viewpoint] = {}

    def __repr__(self) -> str:
        return f"<Ego {self.snapshot.texts('name', [self.vertex])[0]!r}: {len(self._contacts()):,} contacts>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("an Ego cannot be pickled: pickle its answers, or open the network there")

    @property
    def professional(self) -> Professional:
        """Who looks."""
        return self.snapshot.professional(self.vertex)

    @property
    def view(self) -> NetworkView:
        """What scorers see of the network."""
        if self._view is None:
            from netreach.ranking import NetworkView

            self._view = NetworkView(self.snapshot, as_of=self._as_of)
        return self._view

    # Degrees

    def pyramid(self, *, degree: int = 3, language: str | None = None) -> Pyramid:
        """Count the people at the 1st, 2nd, ... degree.

        Args:
            degree: The farthest degree that is counted.
            language: Language of the text.
        """
        from netreach.search.pyramid import pyramid

        return pyramid(self.snapshot, self.vertex, degree=degree, language=language)

    def degree(self, who: Person, *, cutoff: int = 6) -> int | None:
        """Return how many hops away somebody is: 0 for the ego, `None` beyond the cutoff."""
        check_cutoff("cutoff", cutoff)
        hops = self.snapshot.engine.distance(self.vertex, vertex_of(self.snapshot, who), cutoff)
        return hops if hops >= 0 else None

    def degrees(self, people: Iterable[Person], *, cutoff: int = 3) -> list[int | None]:
        """Return how many hops away many people are.

        What lies nearer than the cutoff is searched once and kept; of the others only their contacts are looked at.

        Raises:
            OptionError: When it is one person and not a list, or the cutoff is no whole number from 1 to 127.
        """
        check_cutoff("cutoff", cutoff)
        _, found = self._hops(vertices_of(self.snapshot, "people", people), cutoff)
        return [hops if hops >= 0 else None for hops in found.tolist()]

    def _hops(self, vertices: IntArray, cutoff: int) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int8]]:
        """Return `[n]` hops to everybody nearer than the cutoff, at least, and `[k]` hops to some people up to it."""
        if cutoff in self._distances or cutoff == 1:
            known = self.distances(cutoff)
            return known, known[vertices]
        known = self.distances(cutoff - 1)
        return known, self.snapshot.engine.probe(known, vertices)

    def distances(self, cutoff: int = 3) -> npt.NDArray[np.int8]:
        """`[n]`: hops from the ego to everybody; -1 beyond the cutoff."""
        check_cutoff("cutoff", cutoff)
        if cutoff not in self._distances:
            self._distances[cutoff] = self.snapshot.engine.distances(self.vertex, cutoff)
        return self._distances[cutoff]

    def contacts(self) -> list[Professional]:
        """Return the direct contacts, by name."""
        return self._by_name(self._contacts())

    def shared_contacts(self, who: Person) -> list[Professional]:
        """Return those who are contacts of the ego and of somebody else, by name."""
        return self._by_name(self.snapshot.engine.shared_contacts(self.vertex, vertex_of(self.snapshot, who)))

    # Search

    def search(
        self,
        *,
        keywords: str | Sequence[str] | None = None,
        first_name: str | Sequence[str] | None = None,
        last_name: str | Sequence[str] | None = None,
        title: str | Sequence[str] | None = None,
        company: str | Sequence[str] | None = None,
        location: str | Sequence[str] | None = None,
        industry: str | Sequence[str] | None = None,
        school: str | Sequence[str] | None = None,
        group: str | Sequence[str] | None = None,
        skill: str | Sequence[str] | None = None,
        country: str | Sequence[str] | None = None,
        degree: int | Sequence[int] | None = None,
        contacts_of: Person | Sequence[Person] | None = None,
        has_email: bool | None = None,
        connected_since: dt.date | str | None = None,
        years_in_position: float | tuple[float | None, float | None] | None = None,
        source: str | Sequence[str] | None = None,
        min_strength: float | None = None,
        synonyms: SynonymsOption = None,
        scope: str = "current",
        sort: str = "relationship",
        limit: int | None = 10,
        cutoff: int = 3,
        scorer: str | None = None,
        language: str | None = None,
    ) -> SearchResult:
        """Find who matches, counted per degree, with facets and the best introducer of every hit.

        Args:
            keywords, first_name, last_name, title, company, location, industry, school, group, skill, country:
                Expressions with AND, OR, NOT, quotes, parentheses and `prefix*`; a list means any of.
            degree: Only these degrees; the counts per degree still show all.
            contacts_of: Only contacts of these people.
            has_email: Only people of whom an e-mail address is known, or none.
            connected_since: Only your contacts whose tie is dated this day or later.
            years_in_position: Only people who hold a job since at least so many years; a pair gives the fewest and
                the most, either of them `None`.
            source: Only people with a tie or evidence in these sources, by id, file or owner.
            min_strength: Only contacts with a tie of at least this strength, and those to whom such a tie leads.
            synonyms: `True` to look for synonyms of title and keywords, too; a TOML file or groups of your own.
            scope: `"current"` looks for title, company, location and industry at what holds now, `"past"` at ended
                jobs and at what earlier exports stated, `"any"` at both.
            sort: `"relationship"` (degree, people who can introduce, match), `"relevance"` (match first),
                `"introduction"` (degree, score of the best introducer, found for every hit), `"degree"` or `"name"`.
            limit: How many hits the text and the JSON show; all can be reached.
            cutoff: The farthest degree that is looked at.
            scorer: Name of the scorer that ranks introducers.
            language: Language of the text.

        Raises:
            QueryError: When an expression cannot be read; the message points at the place.
            OptionError: When an option is outside its range.
        """
        criteria = self._criteria(
            {
                "keywords": keywords,
                "first_name": first_name,
                "last_name": last_name,
                "title": title,
                "company": company,
                "location": location,
                "industry": industry,
                "school": school,
                "group": group,
                "skill": skill,
                "country": country,
                "scope": scope,
                "degree": degree,
                "contacts_of": contacts_of,
                "has_email": has_email,
                "connected_since": connected_since,
                "years_in_position": years_in_position,
                "source": source,
                "min_strength": min_strength,
                "synonyms": synonyms,
            }
        )
        return self._found(criteria, sort=sort, limit=limit, cutoff=cutoff, scorer=scorer, language=language)

    # Territory and compasses

    def territory(
        self,
        *,
        by: str | Sequence[str] = "industry",
        limit: int | None = 10,
        cutoff: int = 3,
        language: str | None = None,
        **criteria: Asked,
    ) -> Territory:
        """Divide everybody, or those who match, over the values of a field: people per degree and the best door.

        Args:
            by: A field: `"industry"`, `"company"`, `"title"`, `"location"`, `"country"`, `"school"`, `"group"`,
                `"skill"`; or two of them for a cross table.
            limit: How many segments are listed, the largest first; `None` for all.
            cutoff: The farthest degree that is looked at.
            language: Language of the text.
            criteria: Who counts: the criteria of `search`.

        Raises:
            QueryError: When an expression cannot be read; the message points at the place.
            OptionError: When there is no such field or criterion, or an option is outside its range.
        """
        from netreach.territory import territory

        return territory(
            self.snapshot,
            self.vertex,
            self.distances(cutoff),
            self._criteria(criteria),
            self._matching(cutoff),
            self.doorways(),
            self._bounds_within(cutoff),
            by=by,
            limit=limit,
            cutoff=cutoff,
            language=language,
        )

    def doors(
        self,
        of: str | None = None,
        /,
        *,
        limit: int | None = 10,
        cutoff: int = 3,
        language: str | None = None,
        **criteria: Asked,
    ) -> Doors:
        """Rank the contacts who open a company, or any other segment.

        Args:
            of: A company, in whatever spelling.
            limit: How many doors are listed; `None` for all.
            cutoff: The farthest degree that is looked at; doors lead to the 2nd and 3rd.
            language: Language of the text.
            criteria: Who belongs to the segment: the criteria of `search`.

        Raises:
            QueryError: When an expression cannot be read; the message points at the place.
            OptionError: When neither a company nor criteria are given, or an option is outside its range.
        """
        from netreach.territory import doors

        asked = {name: value for name, value in criteria.items() if value is not None}
        if of is None and not asked:
            raise OptionError("Name a company, or give criteria such as title= or location=.")
        return doors(
            self.view,
            self.vertex,
            self.distances(cutoff),
            self._criteria(asked),
            self._matching(cutoff),
            self.doorways(),
            self._bounds_within(cutoff),
            company=of,
            limit=limit,
            cutoff=cutoff,
            language=language,
        )

    def doorways(self) -> Doorways:
        """The doors to everybody within three degrees, as arrays; found when first asked for, and kept."""
        if self._doorways is None:
            from netreach.territory import doorways

            self._doorways = doorways(self.view, self.vertex, self.distances(3))
        return self._doorways

    def run(
        self,
        compass: Compass,
        *,
        since: Snapshot | None = None,
        sort: str = "relationship",
        limit: int | None = 10,
        cutoff: int = 3,
        scorer: str | None = None,
        language: str | None = None,
    ) -> CompassRun:
        """Search by a compass, and tell who is new since the version before.

        Args:
            compass: What to look for.
            since: The version to compare with; by default the one before, where the network's folder has it.
            sort: As in `search`.
            limit: How many hits, and how many of those who are new, are shown; `None` for all.
            cutoff: The farthest degree that is looked at.
            scorer: Name of the scorer that ranks introducers.
            language: Language of the text.

        Raises:
            ProfessionalNotFoundError: When the compass names somebody who is not in the network.
            OptionError: When an option is outside its range.
        """
        from netreach.compass.run import check_compasses, run

        check_compasses((compass,))
        before = since if since is not None or self._earlier is None else self._earlier()
        criteria = self._criteria(compass.criteria)
        return run(
            self.snapshot,
            self.vertex,
            self._matching(cutoff),
            criteria,
            compass=compass,
            before=before,
            result=self._found(
                criteria, sort=sort, limit=limit, cutoff=cutoff, scorer=scorer, language=language
            ),
            limit=limit,
            cutoff=cutoff,
            language=language,
        )

    def compare(self, *compasses: Compass, cutoff: int = 3, language: str | None = None) -> Comparison:
        """Lay compasses side by side: people per degree, how many two share, how many only one finds.

        Args:
            compasses: Two or more, with different names.
            cutoff: The farthest degree that is looked at.
            language: Language of the text.

        Raises:
            ProfessionalNotFoundError: When a compass names somebody who is not in the network.
            OptionError: When there are fewer than two, two of one name, or an option is outside its range.
        """
        from netreach.compass.run import check_compasses, compare

        check_compasses(compasses)
        return compare(
            self.snapshot,
            self.vertex,
            self.distances(cutoff),
            self._matching(cutoff),
            [(compass, self._criteria(compass.criteria)) for compass in compasses],
            cutoff=cutoff,
            language=language,
        )

    # Introductions

    def introducers(
        self,
        target: Person,
        *,
        limit: int | None = 100,
        scorer: str | None = None,
        goal: str | None = None,
        stability: int | None = None,
        what_if: bool = False,
        without: Iterable[Person] = (),
        without_evidence: Sequence[str] = (),
        cutoff: int = 3,
        language: str | None = None,
    ) -> IntroducerRanking:
        """Rank the contacts who can introduce somebody, with reasons.

        Args:
            target: Whom to reach.
            limit: How many to return with their reasons, the best first; `None` for all. `total` counts all.
            scorer: Name of the scorer; `netreach plugins` lists them.
            goal: What the introduction is for: `"job"`, `"sale"` or `"reference"`. It adds a term to the legs; what
                it says and where it comes from stands in `netreach.ranking.goals`.
            stability: How many resamples of the evidence tell how firmly each place stands; 200 is a good number.
            what_if: Whether to tell what place the first five would have without some people or evidence.
            without: People to be taken for not being there; also the hits of a search.
            without_evidence: Kinds of evidence to be taken for not having been seen, such as `["message"]`.
            cutoff: The farthest degree at which somebody can still be introduced.
            language: Language of the text.

        Raises:
            NoTieDataError: When no tie of the target, or of the ego, is known.
            OptionError: When there is no such goal or kind of evidence, or a number is outside its range.
        """
        from netreach.ranking import introducers

        vertex = target_of(self.snapshot, self.vertex, target)
        if isinstance(without_evidence, str):
            raise OptionError(
                f"without_evidence is no list: pass a list of kinds, as in [{without_evidence!r}]."
            )
        return introducers(
            self.view,
            self.vertex,
            vertex,
            scorer=self._ranker(scorer),
            limit=limit,
            goal=goal,
            stability=stability,
            what_if=what_if,
            without=vertices_of(self.snapshot, "without", without),
            without_evidence=without_evidence,
            cutoff=cutoff,
            language=language,
        )

    def best_introducers(
        self,
        targets: Iterable[Person],
        *,
        k: int = 1,
        scorer: str | None = None,
        goal: str | None = None,
        cutoff: int = 3,
        language: str | None = None,
    ) -> BestIntroducers:
        """Find whom to ask for an introduction to each of many people, in one go.

        The introducers are those that `introducers` puts first; the reasons are told there.

        Args:
            targets: Whom to reach; the ego, direct contacts and people out of reach have no introducer.
            k: How many introducers to name for each, 1 to 100.
            scorer: Name of the scorer; `netreach plugins` lists them.
            goal: What the introductions are for, as in `introducers`.
            cutoff: The farthest degree, 1 to 6, at which somebody can still be introduced.
            language: Language of the text.
        """
        from netreach.paths import check_hops
        from netreach.ranking.goals import for_goal
        from netreach.ranking.many import best_of_each, check_ranked

        check_hops(cutoff)
        check_ranked(k)
        reached = vertices_of(self.snapshot, "targets", targets)
        known, hops = self._hops(reached, cutoff)
        return best_of_each(
            self._seen(),
            self.vertex,
            reached,
            known,
            hops,
            scorer=for_goal(self._ranker(scorer), goal),
            k=int(k),
            goal=goal,
            language=language,
        )

    def paths(
        self,
        target: Person,
        *,
        k: int = 3,
        cutoff: int = 3,
        diverse: bool = False,
        avoid: Iterable[Person] = (),
        through: Person | Iterable[Person] | None = None,
        language: str | None = None,
    ) -> Paths:
        """Find the strongest paths to somebody.

        Args:
            target: Whom to reach.
            k: How many paths.
            cutoff: The most hops of a path.
            diverse: Whether the paths should not depend on the same people: first come those that share nobody,
                then, while there are fewer than `k`, those that share introducers; each of these halves what such
                a path counts.
            avoid: People and companies whose people must not be on the way. A text that names nobody is looked for
                among the companies; `company:` in front says that a company is meant. Whoever is at such a company
                and stands at an end of the path may stand there.
            through: Somebody, or a company, whom every path must pass; of several any one.
            language: Language of the text.

        Raises:
            NoTieDataError: When no tie of the target, or of the ego, is known.
            ProfessionalNotFoundError: When nobody and no company is called so.
            OptionError: When an option is outside its range, or an end of the path is to be avoided.
        """
        from netreach.paths import paths

        end = target_of(self.snapshot, self.vertex, target)
        shunned, shunned_names = people_or_companies(self.snapshot, "avoid", avoid, (self.vertex, end))
        passed, passed_names = people_or_companies(
            self.snapshot, "through", several(through), (self.vertex, end)
        )
        return paths(
            self.view,
            self.vertex,
            end,
            k=k,
            cutoff=cutoff,
            diverse=diverse,
            avoid=shunned if len(shunned) else None,
            through=passed if passed_names else None,
            avoid_names=shunned_names,
            through_names=passed_names,
            language=language,
        )

    def introduce(
        self,
        to: Person | Path,
        *,
        reason: str,
        introducer: Person | None = None,
        language: str | None = None,
        tone: str = "warm",
        length: str = "usual",
        templates: str | os.PathLike[str] | None = None,
    ) -> Introduction:
        """Draft the messages that ask for an introduction; nothing is ever sent.

        Args:
            to: Whom to reach, or one of the paths that `paths` found.
            reason: Why, in the ego's words; it stands in the note that the target will read.
            introducer: Which shared contact to ask; by default the best one.
            language: `"en"` or `"es"`.
            tone: `"warm"`, `"plain"` or `"formal"` (in Spanish usted, else tú); with `templates` the name of a file.
            length: `"usual"` or `"short"`.
            templates: A folder of texts of your own; `netreach letters templates FOLDER` writes the built-in ones.

        Raises:
            TemplateError: When a template cannot be used; the message names the file and the line.
            OptionError: When the reason is blank, the target is a direct contact or the ego, nobody can
                introduce them, the path is somebody else's, or the ego's own name is not known.
        """
        check_named(self.snapshot, self.vertex)
        if isinstance(to, Path):
            people = [vertex_of(self.snapshot, person) for person in to.people]
            if people[0] != self.vertex:
                name = self.snapshot.texts("name", [self.vertex])[0]
                raise OptionError(
                    f"This path starts at {to.people[0].name}, not at {name}: ask for the paths of this ego."
                )
        else:
            people = self._way(target_of(self.snapshot, self.vertex, to), introducer)
        if len(people) < 3:
            name = self.snapshot.texts("name", people[-1:])[0]
            raise OptionError(
                f"{name} is a direct contact: write to them yourself, nobody need introduce you."
            )
        first, *steps, last = parties(self.snapshot, people)
        drafts = draft(
            ego=first,
            steps=steps,
            target=last,
            reason=reason,
            language=language,
            tone=tone,
            length=length,
            templates=None if templates is None else pathlib.Path(templates),
        )
        ids = tuple(person.id for person in self.snapshot.professionals(people))
        return attrs.evolve(drafts, people=ids, asked=asked_before(self._letters, ids, drafts.language))

    # Inside

    def _seen(self) -> NetworkView:
        """What the ego sees of the network; it keeps what is asked of the ego's own ties."""
        if self._own_view is None:
            self._own_view = self.view.asked_by(self.vertex)
        return self._own_view

    def _bounds_within(self, cutoff: int) -> tuple[str, ...]:
        """What the counts at each degree are; the same for every question."""
        if cutoff not in self._bounds:
            from netreach.search.degrees import complete_lists

            self._bounds[cutoff] = complete_lists(self.snapshot, self.distances(cutoff), cutoff).bounds()
        return self._bounds[cutoff]

    def _criteria(self, options: Mapping[str, Any]) -> Criteria:
        """Criteria by name, in which `contacts_of` names people as callers do."""
        from netreach.search.criteria import criteria_from

        asked = dict(options)
        people = options.get("contacts_of")
        if people is not None:
            asked["contacts_of"] = [vertex_of(self.snapshot, who) for who in several(people)]
        return criteria_from(asked)

    def _matching(self, cutoff: int) -> Search:
        """What finds the people who match, without facets."""
        from netreach.search.find import find

        mine = self._viewpoint(cutoff)

        def search(criteria: Criteria, distances: DistanceArray | None = None) -> Found:
            view = mine if distances is None else attrs.evolve(mine, distances=distances)
            return find(self.snapshot, view.distances, criteria, cutoff=cutoff, facets=(), view=view)

        return search

    def _found(
        self,
        criteria: Criteria,
        *,
        sort: str,
        limit: int | None,
        cutoff: int,
        scorer: str | None,
        language: str | None,
    ) -> SearchResult:
        from netreach.answers.rows import Best, known_best
        from netreach.ranking import best_introducers
        from netreach.search.find import find
        from netreach.search.result import search_result

        view = self._viewpoint(cutoff)
        found = find(self.snapshot, view.distances, criteria, cutoff=cutoff, view=view)
        ranker = self._ranker(scorer)

        def doors(people: IntArray) -> tuple[IntArray, FloatArray]:
            return best_introducers(self._seen(), self.vertex, people, view.distances, scorer=ranker)

        if sort == "introduction":
            introducers, scores = doors(found.hits)
            best = known_best(introducers, scores)
        else:
            best, scores = Best(found.hits, doors), None
        return search_result(
            self.snapshot,
            self.vertex,
            found,
            best=best,
            scores=scores,
            sort=sort,
            limit=limit,
            language=language,
        )

    def _viewpoint(self, cutoff: int) -> Viewpoint:
        from netreach.search.viewpoint import Viewpoint
        from netreach.strength import first_days

        if cutoff not in self._viewpoints:
            ego = np.int32(self.vertex)
            if cutoff >= _FAR:
                # Nearly everybody is looked at, and their rows again for how many know them.
                mapping.fetch(self.snapshot.graph.indices)
            self._viewpoints[cutoff] = Viewpoint(
                snapshot=self.snapshot,
                distances=self.distances(cutoff),
                cutoff=cutoff,
                as_of=self._as_of or self.snapshot.as_of,
                strengths=lambda contacts: self.view.seen_by(self.vertex).strengths(
                    np.full(len(contacts), ego), contacts
                ),
                days=lambda contacts: first_days(self.snapshot, self.vertex, contacts),
            )
        return self._viewpoints[cutoff]

    def _contacts(self) -> IntArray:
        return self.snapshot.engine.contacts(self.vertex)

    def _ranker(self, name: str | None) -> Scorer:
        return self._registry.scorer(name or self._scorer)

    def _by_name(self, vertices: IntArray) -> list[Professional]:
        people = self.snapshot.professionals(vertices)
        return sorted(people, key=lambda person: (person.name.casefold(), person.id))

    def _way(self, target: int, introducer: Person | None) -> list[int]:
        """The vertices from the ego to the target, through the introducer that was named or the best one."""
        if introducer is not None:
            between = vertex_of(self.snapshot, introducer)
            if between not in self.snapshot.engine.shared_contacts(self.vertex, target):
                names = self.snapshot.texts("name", [between, target])
                raise OptionError(f"{names[0]} is not a shared contact with {names[1]}.")
            return [self.vertex, between, target]
        if self.snapshot.engine.distance(self.vertex, target, 1) == 1:
            return [self.vertex, target]
        ranking = self.introducers(self.snapshot.ids([target])[0], limit=1)
        if not len(ranking):
            name = self.snapshot.texts("name", [target])[0]
            raise OptionError(f"Nobody can introduce {name}: there is no path within 3 degrees.")
        return [self.vertex, *(vertex_of(self.snapshot, leg.end) for leg in ranking[0].legs)]
