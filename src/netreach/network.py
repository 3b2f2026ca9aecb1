"""The network: opened, added to, asked. A thin facade over store, identity and the questions."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from netreach.changing import (
    Checking,
    ChoosingKinds,
    Deciding,
    Declaring,
    Importing,
    KeepingCompasses,
    KeepingLetters,
    PathLike,
    Progress,
    Removing,
)
from netreach.errors import (
    DamagedNetworkError,
    OptionError,
    SourceNotFoundError,
    StoreError,
)
from netreach.identity import derive
from netreach.model import Evidence, Professional, RowProblem, Tie
from netreach.snapshot import Snapshot
from netreach.store.decisions import in_force
from netreach.store.folder import Current, NetworkFolder

if TYPE_CHECKING:
    import pyarrow as pa

    from netreach.answers.candidates import Candidates
    from netreach.answers.changes import Changes
    from netreach.answers.completion import Completion
    from netreach.ego import Ego
    from netreach.kinds import KindTable
    from netreach.plugins.protocols import Engine


class Network(
    Importing, Removing, Deciding, Declaring, ChoosingKinds, KeepingLetters, KeepingCompasses, Checking
):
    """A pool of exports as one network.

    Made by `netreach.open`, `netreach.load`, `netreach.from_edges` and their siblings. Close it, or use it in a
    `with` block. Reading is safe from many threads; the version that was opened stays as it is until `add` or
    another change in this object.

    Attributes:
        path: The folder; `None` for a network in memory.
    """

    def __enter__(self) -> Network:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("a Network cannot be pickled: save it and open it there")

    def __repr__(self) -> str:
        where = str(self.path) if self.path else "in memory"
        if self._closed:
            return f"<Network {where}, closed>"
        meta = self.snapshot.meta
        return f"<Network {where}: {meta.count:,} professionals, {meta.ties:,} ties, {_sources(len(meta.sources))}>"

    @property
    def previous_version(self) -> str | None:
        """Id of the newest other version on disk, for `changes`; `None` where there is none."""
        if self._folder is None:
            return None
        return next((kept for kept in self._folder.versions() if kept != self.version), None)

    @property
    def engine(self) -> Engine:
        """The graph engine of the opened version: arrays in, arrays out, for programs that ask very often.

        People are vertices there; `network.find(...)` and `network.people()` lead from one to the other.
        """
        return self.snapshot.engine

    def close(self) -> None:
        """Let go of the files. Answers that were given stay usable."""
        self._closed = True
        self._snapshot = None
        self._sources = ()

    def save(self, path: PathLike, *, progress: Progress | None = None) -> Network:
        """Write the network into a new folder, and return the network there.

        Args:
            path: The folder.
            progress: Called with a stage (`"people"`, `"ties"`, `"write"`) and the number of records.

        Raises:
            StoreError: When there is something already.
        """
        target = NetworkFolder(Path(path))
        if target.exists:
            raise StoreError(
                f"{target.path} is a network already. Choose a new folder, or add the exports to it."
            )
        target.check(create=True)
        state, salt = self._state(), self._hash_key()
        network = Network(target, registry=self._registry, engine=self._engine)
        compasses = self.compasses()
        network._change(lambda *_: state, progress=progress)
        if salt is not None:
            target.write_salt(salt)
        for compass in compasses:
            network.save_compass(compass)
        return network

    # Asking

    def ego(
        self,
        who: str | int,
        *,
        scorer: str = "overall",
        as_of: dt.date | None = None,
        kinds: KindTable | None = None,
    ) -> Ego:
        """Return the viewpoint of one person.

        Args:
            who: Id, profile URL, e-mail, id of a table, or unambiguous name.
            scorer: Name of the scorer that ranks introducers.
            as_of: The day for which strengths hold; by default the newest day in the network. Nothing reads the
                clock, so the same network gives the same answer on any day.
            kinds: The table of kinds for these questions; by default that of the network. One that says otherwise
                what makes a tie gives other degrees: a version is then derived by it, for these questions only.

        Raises:
            ProfessionalNotFoundError: When there is nobody like that.
            AmbiguousNameError: When several people have the name.
        """
        from netreach.ego import Ego

        snapshot = self.snapshot if kinds is None else self._by(kinds)
        return Ego(
            snapshot,
            snapshot.resolve(str(who)),
            scorer=scorer,
            registry=self.registry,
            as_of=as_of,
            # The version before was derived by the network's own table: by another one nobody can tell what is new.
            earlier=self._earlier if snapshot.version == self.version else None,
            letters=self.letters,
        )

    def complete(
        self, text: str, *, field: str = "name", limit: int = 10, language: str | None = None
    ) -> Completion:
        """Return the names, companies, titles, ... that somebody may be typing, those of most people first.

        Args:
            text: What has been typed: all words count, the last one may be the beginning of a word.
            field: A field of search, such as `"name"`, `"company"`, `"title"`, `"location"`.
            limit: How many values at most.
            language: Language of the text.

        Raises:
            OptionError: When there is no such field, or the limit is no whole number from 1.
        """
        from netreach.search.complete import complete

        return complete(self.snapshot, text, field=field, limit=limit, language=language)

    def find(self, who: str | int) -> Professional:
        """Return a person by id, profile URL, e-mail or unambiguous name."""
        return self.snapshot.professional(self.snapshot.resolve(str(who)))

    def resolve(self, names: Iterable[str]) -> dict[str, tuple[Professional, ...]]:
        """Return for each entry of a list who it may be: nobody, one person, or several candidates.

        Raises:
            OptionError: When it is one name and not a list of names.
        """
        if names is None or isinstance(names, (str, bytes)) or not isinstance(names, Iterable):
            raise OptionError(f"names={names!r} is no list: pass a list of names, as in resolve([name]).")
        listed = [str(name) for name in names]
        vertices = [self.snapshot.may_be(name) for name in listed]
        people = iter(self.snapshot.professionals([vertex for some in vertices for vertex in some]))
        return {
            name: tuple(itertools.islice(people, len(some)))
            for name, some in zip(listed, vertices, strict=True)
        }

    def evidence(self, who: str, other: str) -> tuple[Evidence, ...]:
        """Return everything observed about two people.

        This is the raw record, for who holds the files and could read them anyway: `sharing` does not apply. What
        one person of a pool may be shown is what the answers of their `Ego` show.
        """
        from netreach.strength import evidence_between

        return evidence_between(self.snapshot, self.snapshot.resolve(who), self.snapshot.resolve(other))

    def tie(self, who: str, other: str) -> Tie | None:
        """Return the tie of two people, or `None`."""
        from netreach.strength import tie_between

        return tie_between(self.snapshot, self.snapshot.resolve(who), self.snapshot.resolve(other))

    def changes(
        self,
        *,
        since: dt.date | str | Network | Snapshot,
        ego: str | None = None,
        limit: int | None = 10,
        cutoff: int = 3,
        language: str | None = None,
    ) -> Changes:
        """Tell what has changed: ties, jobs, people, and who came nearer.

        Args:
            since: With what to compare. A day (also as `"2026-03-01"`) means the state that the sources up to it
                gave: those whose own newest day is not later, and those without days, with today's decisions.
                Else the id of a version that is still on disk, or another network or snapshot.
            ego: From whose viewpoint: id, profile URL, e-mail or unambiguous name. Without one, nobody comes
                nearer. With one, days are shown only of evidence that this person may see.
            limit: How many changes of each sort are listed; `None` for all. The counts are always of all.
            cutoff: The farthest degree that is looked at.
            language: `"en"` or `"es"`.

        Raises:
            OptionError: When `since` is neither, or an option is outside its range.
        """
        from netreach.identity import changes
        from netreach.search.degrees import check_cutoff
        from netreach.strength.sharing import FULL, depths

        check_cutoff("cutoff", cutoff)
        before, label = self._state_of(since)
        after = self.snapshot
        vertex = None if ego is None else after.resolve(str(ego))
        return changes(
            before,
            after,
            since=label,
            ego=vertex,
            dated=[depth == FULL for depth in depths(after, vertex)],
            limit=limit,
            cutoff=cutoff,
            language=language,
        )

    def candidates(
        self,
        limit: int | None = None,
        *,
        min_score: float = 8.0,
        who: str | None = None,
        language: str | None = None,
    ) -> Candidates:
        """Propose pairs of professionals that may be one person; none is merged without `merge`.

        Args:
            limit: How many at most; all where not given.
            min_score: The least sum of evidence, in bits.
            who: Only pairs with this person.
            language: `"en"` or `"es"`, for the answer's text.

        Raises:
            OptionError: When the limit is negative or the score is not a number.

        Example:
            >>> people = {"id": [1, 2], "name": ["Ana Ruiz Gil", "Ruiz, Anna"], "company": ["Acme", "ACME S.L."]}
            >>> import netreach as nr
            >>> network = nr.from_edges([1], [2], people=people)
            >>> [(pair.a.name, pair.b.name) for pair in network.candidates(min_score=0)]
            [('Ana Ruiz Gil', 'Ruiz, Anna')]
        """
        from netreach.identity.matching import candidates

        return candidates(
            self.snapshot,
            limit=limit,
            min_score=min_score,
            who=None if who is None else self.snapshot.resolve(who),
            apart=[pair for decision in in_force(self._committed()) for pair in decision.parted()],
            language=language,
        )

    @property
    def problems(self) -> tuple[RowProblem, ...]:
        """All rows that could not be used, source by source."""
        return tuple(problem for info in self.sources for problem in self.problems_of(info.id))

    def problems_of(self, source: str) -> tuple[RowProblem, ...]:
        """The rows of one source that could not be used.

        Raises:
            SourceNotFoundError: When there is no source by that id, or another process removed it since.
            DamagedNetworkError: When its file is missing or broken.
        """
        self._check_open()
        self._check_source(source)
        if self._folder is None:
            rows = next(one for one in self._sources if one.info.id == source).tables["problems"]
        else:
            rows = self._settled(functools.partial(self._problems_in, source))
        return tuple(RowProblem(**row) for row in rows.to_pylist())

    def export(self, who: str) -> dict[str, Any]:
        """Return everything that is stored about one person as plain data, for who asks what is known of them.

        Args:
            who: Id, profile URL, e-mail or unambiguous name; also of somebody hidden.

        Raises:
            ProfessionalNotFoundError: When there is nobody like that.
            AmbiguousNameError: When several people have the name.
        """
        from netreach.identity.held import held

        sources, decisions = self._state()
        return {"schema": 1, "version": self.version, **held(sources, decisions, who)}

    def questionnaire(
        self,
        who: str,
        about: Iterable[str] | None = None,
        *,
        limit: int = 20,
        language: str | None = None,
    ) -> str:
        """Return a short table "how well do you know them?" for one person to answer, as CSV.

        Send it to them; what comes back is imported with `add` like any export, as a source of theirs
        (`netreach.importers.questionnaire` says what an answer is worth). Rows that are not answered say nothing.

        Args:
            who: Who is asked: id, profile URL, e-mail or unambiguous name.
            about: Whom they are asked about; by default their contacts, those with the most contacts first.
            limit: How many rows at most, 1 to 500.
            language: `"en"` or `"es"`.

        Raises:
            ProfessionalNotFoundError: When there is nobody like that.
            OptionError: When there is nobody to ask about, or the limit is outside its range.
        """
        from netreach.importers.questionnaire import MOST, form
        from netreach.render.words import language_of

        if isinstance(limit, bool) or not 1 <= limit <= MOST:
            raise OptionError(f"limit={limit!r}: a questionnaire has 1 to {MOST} rows.")
        if isinstance(about, str):
            raise OptionError(f"about={about!r} is no list: pass a list of people, as in [{about!r}].")
        snapshot = self.snapshot
        asked = snapshot.resolve(str(who))
        if about is None:
            near = snapshot.engine.contacts(asked)
            counts = snapshot.graph.contact_counts()[near]
            people = near[np.lexsort((snapshot.id_ranks()[near], -counts))].tolist()
        else:
            named = dict.fromkeys(snapshot.resolve(str(one)) for one in about)
            people = [vertex for vertex in named if vertex != asked]
        if not people:
            raise OptionError(
                f"There is nobody to ask {who!r} about: no contact of theirs is known. Name some."
            )
        return form(snapshot, asked, people[:limit], language=language_of(language))

    # Columns and other libraries

    def people(self) -> pa.Table:
        """All professionals as an Arrow table, one row per vertex."""
        from netreach.store.schema import LIST_FIELDS, TEXT_FIELDS, VERSION

        names = ("id", *TEXT_FIELDS, *LIST_FIELDS)
        import pyarrow as pa

        return pa.table([self.snapshot.column(name) for name in names], schema=VERSION["people"])

    def ties(self) -> pa.Table:
        """All ties as an Arrow table: vertices `lo`, `hi`, ids `a`, `b`, `strength`, `since`."""
        from netreach.interchange import tie_arrow

        return tie_arrow(self.snapshot)

    def to_igraph(self) -> Any:
        """Return an `igraph.Graph` with `id`, `name` and the tie strengths as attributes."""
        from netreach.interchange import to_igraph

        return to_igraph(self.snapshot)

    def to_networkx(self) -> Any:
        """Return a `networkx.Graph` over the public ids, with names and tie strengths."""
        from netreach.interchange import to_networkx

        return to_networkx(self.snapshot)

    def to_parquet(self, folder: PathLike) -> Path:
        """Write people.parquet and ties.parquet into a folder, for other tools."""
        import pyarrow.parquet as pq

        path = Path(folder)
        path.mkdir(parents=True, exist_ok=True)
        pq.write_table(self.people(), path / "people.parquet")
        pq.write_table(self.ties(), path / "ties.parquet")
        return path

    # Inside

    def _problems_in(self, source: str, current: Current) -> pa.Table:
        assert self._folder is not None
        if source not in current.sources:
            raise SourceNotFoundError(
                f"The source {source} was removed since this network was opened, and its problems with it. "
                "Open the network again to see what it holds now."
            )
        return self._folder.problems(source, current.folders)

    def _state_of(self, since: dt.date | str | Network | Snapshot) -> tuple[Snapshot, str]:
        """The snapshot that `changes` compares with, and what it is called."""
        if isinstance(since, Network):
            return since.snapshot, since.version
        if isinstance(since, Snapshot):
            return since, since.version
        if isinstance(since, str):
            with contextlib.suppress(ValueError):
                since = dt.date.fromisoformat(since.strip())
        if isinstance(since, dt.date):
            day = since.date() if isinstance(since, dt.datetime) else since
            sources, decisions = self._state()
            known = [one for one in sources if one.info.as_of is None or one.info.as_of <= day]
            return Snapshot(derive(known, decisions), engine=self._engine), day.isoformat()
        if since == self.version:
            return self.snapshot, since
        kept = self._folder.versions() if self._folder is not None else [self.version]
        found = [version for version in kept if since and version.startswith(since)]
        if self._folder is None or len(found) != 1:
            raise OptionError(
                f"since={since!r} is neither a day such as 2026-03-01 nor a version that is still there. "
                f"There {'is' if len(kept) == 1 else 'are'}: {', '.join(kept)}."
            )
        return Snapshot(self._folder.open_version(found[0]), engine=self._engine), found[0]

    def _earlier(self) -> Snapshot | None:
        """The version before this one, where it is still on disk."""
        wanted = self.previous_version
        if wanted is None or self._folder is None:
            return None
        if self._before is None or self._before.version != wanted:
            try:
                self._before = Snapshot(self._folder.open_version(wanted), engine=self._engine)
            except DamagedNetworkError:
                # Another process has written meanwhile, and deleted it.
                return None
        return self._before


def _sources(count: int) -> str:
    return f"{count} source{'' if count == 1 else 's'}"
