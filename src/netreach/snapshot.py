"""An opened version: columns of professionals and a graph. What every question takes.

A snapshot never changes. Columns are read when they are first asked for; arrays derived by the questions are
kept with `memo`, so that a second question finds them.
"""

from __future__ import annotations

import bisect
import contextlib
import copy
import datetime as dt
import itertools
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import attrs
import numpy as np
import pyarrow as pa

from netreach import keys as keying
from netreach.arrow import compute as pc
from netreach.arrow import numbers, positions, where_text, whole
from netreach.errors import (
    AmbiguousNameError,
    DamagedNetworkError,
    OptionError,
    ProfessionalNotFoundError,
)
from netreach.graph import GraphArrays, make_engine
from netreach.model import Position, Professional
from netreach.store import schema
from netreach.store.tables import DiskTables
from netreach.text import clean, words

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    from netreach.kinds import KindTable
    from netreach.plugins.protocols import BoolArray, Engine, FloatArray, IntArray, Ints, LongArray
    from netreach.store.tables import Meta, SourceInfo, Tables

_T = TypeVar("_T")
_OWNERS = 10
_FEW = 100
"""Rows are read one by one where they are fewer than one in so many."""
_SINGLE = 100
"""Texts of so many people are read one by one, without Arrow."""
NO_DATE = np.iinfo(np.int32).min
"""How an unknown day stands in the int32 day columns (days since 1970-01-01)."""


@attrs.frozen(eq=False)
class TieColumns:
    """What tie tables state of the ties; ties are numbered in the order (lo, hi).

    Attributes:
        given: float32 `[m]`: the largest strength that a tie table states, NaN where it states none, `NOT_GIVEN`
            where the tie stands in no tie table.
        since: int32 `[m]`: first day that this row states, `NO_DATE` where it states none.
        source: int16 `[m]`: number of the source with that row, -1 without. `Snapshot.given` has all the rows of
            ties that stand in several tables.
    """

    given: npt.NDArray[np.float32]
    since: IntArray
    source: npt.NDArray[np.int16]

    def is_given(self, ties: Ints | slice) -> BoolArray:
        """`[k]`: whether each of these ties stands in a tie table."""
        given = self.given[ties]
        stands: BoolArray = np.isnan(given) | (given != schema.NOT_GIVEN)
        return stands


@attrs.frozen(eq=False)
class GivenColumns:
    """What tie tables and the user state of the ties of which several do, sorted by (tie, source).

    Attributes:
        tie: int32 `[g]`: number of the tie.
        strength: float32 `[g]`: NaN where none is stated.
        since: int32 `[g]`: first day, `NO_DATE` where unknown.
        source: int16 `[g]`: number of the source, -1 for what the user declared.
    """

    tie: IntArray
    strength: npt.NDArray[np.float32]
    since: IntArray
    source: npt.NDArray[np.int16]


@attrs.frozen(eq=False)
class EvidenceColumns:
    """Evidence as columns, sorted by (tie, lo, hi, kind, source).

    Attributes:
        tie: int32 `[r]`: number of the tie, -1 where the pair has evidence but no tie.
        lo, hi: int32 `[r]`: the two vertices, lo < hi.
        kind: int8 `[r]`: index into `netreach.kinds.KINDS`.
        count_lo_hi, count_hi_lo: int32 `[r]`: observations each way.
        days: int32 `[r]`: distinct days; 0 where unknown.
        first, last: int32 `[r]`: days since 1970-01-01, `NO_DATE` where unknown.
        source: int16 `[r]`: number of the source in `Snapshot.sources`.
    """

    tie: IntArray
    lo: IntArray
    hi: IntArray
    kind: npt.NDArray[np.int8]
    count_lo_hi: IntArray
    count_hi_lo: IntArray
    days: IntArray
    first: IntArray
    last: IntArray
    source: npt.NDArray[np.int16]

    def rows_of(self, ties: Ints) -> tuple[LongArray, LongArray]:
        """Row numbers of the evidence of many ties, with offsets `[k + 1]`; nothing for tie -1."""
        # Of the same type: else all rows would be copied to be searched in.
        wanted = np.asarray(ties).astype(self.tie.dtype)
        begin = np.searchsorted(self.tie, wanted, side="left")
        end = np.where(wanted < 0, begin, np.searchsorted(self.tie, wanted, side="right"))
        offsets = np.zeros(len(begin) + 1, dtype=np.int64)
        np.cumsum(end - begin, out=offsets[1:])
        positions = np.arange(offsets[-1], dtype=np.int64) + np.repeat(begin - offsets[:-1], end - begin)
        return offsets, positions


@attrs.frozen(eq=False)
class HistoryColumns:
    """Jobs, schools and earlier claims as columns, sorted by person; `offsets` `[n + 1]` are the rows of each."""

    offsets: LongArray
    table: pa.Table


class Snapshot:
    """An opened version of a network.

    Args:
        tables: Where the columns come from.
        engine: `"auto"`, `"csr"` or `"igraph"`: what searches the graph; the answers are the same.

    Attributes:
        as_stored: Whether the evidence is all that the version has.
        kinds: The table of kinds by which strengths are computed: that of the network, or that of a question.
    """

    def __init__(self, tables: Tables, *, engine: str = "auto") -> None:
        self._tables = tables
        self.meta: Meta = tables.meta
        self.kinds: KindTable = tables.meta.kinds
        self.graph: GraphArrays = GraphArrays(tables.array("indptr"), tables.array("indices"))
        self.engine: Engine = make_engine(self.graph, engine)
        self.complete: BoolArray = tables.array("complete")
        self.as_stored = True
        self._memo: dict[str, Any] = {}
        self._lock = threading.RLock()
        self._rooms: dict[str, list[Any]] = {}

    def __repr__(self) -> str:
        return f"<Snapshot {self.version}: {self.count:,} professionals, {self.meta.ties:,} ties>"

    @property
    def version(self) -> str:
        """Id of the version: the hash of everything it was made from."""
        return self.meta.version

    @property
    def count(self) -> int:
        """Professionals."""
        return self.meta.count

    @property
    def folder(self) -> Path | None:
        """Where the version lies; `None` in memory."""
        return self._tables.folder if isinstance(self._tables, DiskTables) else None

    @property
    def sources(self) -> tuple[SourceInfo, ...]:
        """The sources; evidence names them by their number here."""
        return self.meta.sources

    @property
    def as_of(self) -> dt.date | None:
        """The newest day in the network: the day for which answers hold unless `as_of=` says otherwise."""
        return self.meta.as_of

    def with_kinds(self, kinds: KindTable) -> Snapshot:
        """Return the same version with another table of kinds; columns, graph and what was derived are shared.

        What depends on the table is kept under a name that says so (`netreach.strength.ties.memo_key`).

        Raises:
            OptionError: When the table says otherwise what makes a tie: that takes another version.
        """
        if kinds.tie_rules != self.meta.kinds.tie_rules:
            raise OptionError(
                "This table of kinds says otherwise what makes a tie, and so what a degree is: the ties have to be "
                "derived by it. Ask with network.ego(..., kinds=table), or decide it with network.use_kinds(table)."
            )
        if kinds == self.kinds:
            return self
        other = copy.copy(self)
        other.kinds = kinds
        return other

    def memo(self, key: str, make: Callable[[], _T]) -> _T:
        """Return what `make` returned the first time; `key` names it for this snapshot."""
        with self._lock:
            if key not in self._memo:
                self._memo[key] = make()
            found: _T = self._memo[key]
            return found

    @contextlib.contextmanager
    def lent(self, key: str, make: Callable[[], _T]) -> Iterator[_T]:
        """Lend something to work in, made where none is free; after an error it is thrown away.

        Asking the system for a byte a person costs more than most questions, so it is kept from one to the next.
        """
        free = self._rooms.setdefault(key, [])
        try:
            room: _T = free.pop()
        except IndexError:
            room = make()
        yield room
        free.append(room)

    def marks(self) -> contextlib.AbstractContextManager[BoolArray]:
        """Lend `[n]` of False, for marking a few of many; whoever borrows it gives it back all False."""
        return self.lent("marks", lambda: np.zeros(self.count, dtype=np.bool_))

    @property
    def nobody(self) -> BoolArray:
        """`[n]` of False that cannot be written to."""

        def make() -> BoolArray:
            nobody = np.zeros(self.count, dtype=np.bool_)
            nobody.flags.writeable = False
            return nobody

        return self.memo("nobody", make)

    # People

    def column(self, name: str) -> pa.Array:
        """A column of the table of people (`id`, a text field or a list field), one value per vertex."""
        return self.memo(f"column:{name}", lambda: whole(self._tables.table("people", [name]).column(name)))

    def rows(self, columns: Sequence[str], vertices: Ints | Sequence[int]) -> pa.Table:
        """Columns of the table of people, one row for each of some vertices.

        Of few people only their own rows are read, whatever the size of the version.
        """
        wanted = np.asarray(vertices, dtype=np.int64)
        if len(wanted) * _FEW < self.count:
            return self._tables.rows("people", columns, wanted)
        take = positions(wanted)
        return pa.table([self.column(name).take(take) for name in columns], list(columns))

    def texts(self, name: str, vertices: Ints | Sequence[int]) -> list[str]:
        """A text field of some vertices, `""` where unknown."""
        return self.text_fields([name], vertices)[0]

    def text_fields(self, names: Sequence[str], vertices: Ints | Sequence[int]) -> list[list[str]]:
        """Text fields of some vertices, a list for each field, `""` where unknown."""
        wanted = np.asarray(vertices, dtype=np.int64)
        if len(wanted) <= _SINGLE:
            found = self._tables.texts("people", names, wanted.tolist())
        else:
            found = [column.to_pylist() for column in self.rows(names, wanted).columns]
        return [[value or "" for value in values] for values in found]

    def ids(self, vertices: Ints | Sequence[int]) -> list[str]:
        """Public ids of some vertices."""
        return self.texts("id", vertices)

    @property
    def has_histories(self) -> bool:
        """Whether any job, school or earlier claim is known; nothing is read for it."""
        return self._tables.length("histories") > 0

    def histories(self) -> HistoryColumns:
        """Jobs, schools and earlier claims of everybody."""

        def make() -> HistoryColumns:
            table = self._tables.table("histories")
            offsets = np.zeros(self.count + 1, dtype=np.int64)
            np.cumsum(np.bincount(numbers(table.column("person")), minlength=self.count), out=offsets[1:])
            return HistoryColumns(offsets, table)

        return self.memo("histories", make)

    def professionals(self, vertices: Ints | Sequence[int]) -> list[Professional]:
        """Make records of some vertices: for what a caller looks at, never for everybody."""
        wanted = np.asarray(vertices, dtype=np.int64)
        columns = self.rows(("id", *schema.TEXT_FIELDS, *schema.LIST_FIELDS), wanted).to_pydict()
        counts = (self.graph.indptr[wanted + 1] - self.graph.indptr[wanted]).tolist()
        complete = self.complete[wanted].tolist()
        jobs = self._positions(wanted)
        keys = self.keys_of_many(wanted)
        made: list[Professional] = []
        for row, held in enumerate(jobs):
            fields: dict[str, Any] = {}
            for name, values in columns.items():
                value = values[row]
                fields[name] = tuple(value or ()) if name in schema.LIST_FIELDS else value or ""
            made.append(
                Professional(
                    **fields,
                    positions=held,
                    schools=tuple(dict.fromkeys(p.organisation for p in held if p.kind == "study")),
                    keys=keys[row],
                    contact_count=counts[row],
                    complete_list=complete[row],
                )
            )
        return made

    def _positions(self, vertices: LongArray) -> list[tuple[Position, ...]]:
        """Jobs and schools of some vertices."""
        rows, sizes = self._owned("histories", "person", vertices)
        names = ("kind", "organisation", "title", "location", "start", "end")
        columns = self._tables.rows("histories", names, rows).columns
        jobs = zip(*(column.to_pylist() for column in columns), strict=True)
        return [
            tuple(
                Position(
                    kind=kind,
                    organisation=organisation or "",
                    title=title or "",
                    location=location or "",
                    start=start,
                    end=end,
                )
                for kind, organisation, title, location, start, end in itertools.islice(jobs, size)
                if kind in schema.POSITIONS
            )
            for size in sizes.tolist()
        ]

    def professional(self, vertex: int) -> Professional:
        """Make the record of one vertex."""
        return self.professionals([vertex])[0]

    # Identity

    def identity(self) -> tuple[pa.Array, IntArray]:
        """All keys and the vertex of each, by vertex, the safest key of each first."""
        return self._identity()

    def keys_of(self, vertex: int) -> tuple[str, ...]:
        """Every key that stands for a vertex."""
        return self.keys_of_many([vertex])[0]

    def keys_of_many(self, vertices: Ints | Sequence[int]) -> list[tuple[str, ...]]:
        """Every key that stands for each of some vertices."""
        rows, sizes = self._owned("identity", "vertex", vertices)
        texts = iter(self._tables.rows("identity", ["key"], rows).column(0).to_pylist())
        return [tuple(itertools.islice(texts, size)) for size in sizes.tolist()]

    def _owned(self, table: str, column: str, vertices: Ints | Sequence[int]) -> tuple[LongArray, LongArray]:
        """The rows of each of some vertices in a table sorted by them, and how many each has."""
        owner = self.memo(f"{table} of", lambda: numbers(self._tables.table(table, [column]).column(column)))
        # Of the same type: else all vertices would be copied to be searched in.
        wanted = np.asarray(vertices).astype(owner.dtype)
        return _ranges(np.searchsorted(owner, wanted), np.searchsorted(owner, wanted, side="right"))

    def vertex_of_key(self, key: str) -> int:
        """The vertex that a key stands for, or -1."""
        found = where_text(self._identity()[0], key)
        return int(self._identity()[1][found[0]]) if found else -1

    def resolve(self, who: str) -> int:
        """Return the vertex of an id, a profile URL, an e-mail address, a key or an unambiguous name.

        An id may be a public one, or that of a table or graph, whatever it looks like. A profile's slug alone
        (`ana-ruiz`) names somebody where nobody has it as an id or a name.

        Raises:
            ProfessionalNotFoundError: When there is nobody like that; similar names are listed.
            AmbiguousNameError: When several people have the name or the id; they are listed with their ids.
        """
        written = str(who)
        typed = keying.parse_who(written)
        if not typed.value:
            raise ProfessionalNotFoundError(
                "Nobody was named: give an id, a profile URL, an e-mail or a name."
            )
        vertex = -1
        if typed.kind == "key":
            vertex = self.vertex_of_key(typed.value)
        elif typed.kind == "id":
            vertex = self._vertex_of_id(typed.value)
            vertex = vertex if vertex >= 0 else self._by_former_id(typed.value)
        return vertex if vertex >= 0 else self._by_text(written, folded=typed.kind != "key")

    def may_be(self, who: str) -> tuple[int, ...]:
        """Return the vertices that `resolve` chooses from: none, one, or all of that name. For long lists.

        The names and table ids of everybody are indexed once, and nobody similar is looked for.
        """
        written = str(who)
        typed = keying.parse_who(written)
        if not typed.value:
            return ()
        vertex = -1
        if typed.kind == "key":
            vertex = self._indexed_keys().get(typed.value, -1)
        elif typed.kind == "id":
            vertex = self._vertex_of_id(typed.value)
            vertex = vertex if vertex >= 0 else self._by_former_id(typed.value)
        if vertex >= 0:
            return (vertex,)
        text = clean(written, limit=max(len(written), 1))
        ids = self._indexed_table_ids()
        by_id = [vertex for form in (written, written.strip(), text) for vertex in ids.get(form, ())]
        exact, folded = self._indexed_names()
        named = exact.get(text, ())
        if not named and not by_id and typed.kind != "key":
            named = folded.get(" ".join(words(text)), ())
        all_found = tuple(dict.fromkeys((*by_id, *named)))
        if not all_found and (slug := keying.slug_key(text)) is not None:
            vertex = self._indexed_keys().get(slug, -1)
            return (vertex,) if vertex >= 0 else ()
        return all_found

    def _indexed_keys(self) -> dict[str, int]:
        def make() -> dict[str, int]:
            keys, vertices = self._identity()
            # Of equal keys the first counts, as in `vertex_of_key`.
            return dict(zip(reversed(keys.to_pylist()), reversed(vertices.tolist()), strict=True))

        return self.memo("vertices of keys", make)

    def _indexed_table_ids(self) -> dict[str, tuple[int, ...]]:
        """The vertices of every table id; several where several data sets have it."""

        def make() -> dict[str, tuple[int, ...]]:
            found: dict[str, tuple[int, ...]] = {}
            for key, vertex in self._indexed_keys().items():
                if key.startswith("id:"):
                    text = key.partition("/")[2]
                    found[text] = tuple(sorted({*found.get(text, ()), vertex}))
            return found

        return self.memo("vertices of table ids", make)

    def _indexed_names(self) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
        """The vertices of every name as it is written, and folded."""

        def index(names: Iterable[str | None]) -> dict[str, tuple[int, ...]]:
            found: dict[str, list[int]] = {}
            for vertex, name in enumerate(names):
                if name:
                    found.setdefault(name, []).append(vertex)
            return {name: tuple(vertices) for name, vertices in found.items()}

        return self.memo(
            "vertices of names",
            lambda: (index(self.column("name").to_pylist()), index(self._folded_names().tolist())),
        )

    def named(self, name: str) -> IntArray:
        """Vertices with this name: written just so, or else equal after folding case and accents."""
        exact = where_text(self.column("name"), name)
        if exact:
            return np.array(exact, dtype=np.int32)
        wanted = " ".join(words(name))
        if not wanted:
            return np.zeros(0, dtype=np.int32)
        return np.flatnonzero(self._folded_names() == wanted).astype(np.int32)

    def describe(self, vertices: Ints | Sequence[int]) -> list[str]:
        """One line for each vertex, with what tells homonyms apart."""
        lines = []
        for person in self.professionals(vertices):
            about = ", ".join(part for part in (person.title, person.company, person.location) if part)
            lines.append(f"{person.id}  {person.name}" + (f" ({about})" if about else ""))
        return lines

    def _identity(self) -> tuple[pa.Array, IntArray]:
        def make() -> tuple[pa.Array, IntArray]:
            table = self._tables.table("identity")
            return whole(table.column("key")), numbers(table.column("vertex"))

        return self.memo("identity", make)

    def _folded_names(self) -> npt.NDArray[np.object_]:
        def make() -> npt.NDArray[np.object_]:
            names = self.column("name").to_pylist()
            return np.array([" ".join(words(name)) if name else "" for name in names] + [""], dtype=object)[
                :-1
            ]

        return self.memo("folded names", make)

    def _vertex_of_id(self, text: str) -> int:
        """The vertex with a public id, or -1: a bisection, which never looks at a million of them."""
        ids, order = self.column("id"), self._tables.array("id_order")
        at = bisect.bisect_left(range(len(order)), text, key=lambda place: ids[int(order[place])].as_py())
        found = int(order[at]) if at < len(order) else -1
        return found if found >= 0 and ids[found].as_py() == text else -1

    def id_ranks(self) -> LongArray:
        """int64 `[n]`: the place of everybody in the order of ids, which decides where all else is equal."""

        def make() -> LongArray:
            rank = np.full(self.count, -1, dtype=np.int64)
            with contextlib.suppress(IndexError):
                rank[self._tables.array("id_order")] = np.arange(self.count)
            if (rank < 0).any():
                raise DamagedNetworkError(
                    f"id_order.npy in {self.folder} is damaged: it leaves somebody out. `netreach check` with the "
                    "folder of the network makes it again."
                )
            return rank

        return self.memo("id ranks", make)

    def _by_former_id(self, text: str) -> int:
        """Find an id that was given out before a merge: the id of any key that the person still has."""
        keys, vertices = self._identity()

        def make() -> dict[str, int]:
            return {keying.person_id(key): row for row, key in enumerate(keys.to_pylist())}

        row = self.memo("ids of keys", make).get(text, -1)
        return int(vertices[row]) if row >= 0 else -1

    def _by_text(self, written: str, *, folded: bool) -> int:
        """Find somebody by the id that a table gives them or by name, and of nobody else by their profile's slug.

        Args:
            written: The text as it was typed.
            folded: Whether a name may differ in case and accents.
        """
        text = clean(written, limit=max(len(written), 1))
        by_id = self._by_table_id(dict.fromkeys((written, written.strip(), text)))
        # Folded names are looked at only where no id is: whoever asks by id need not wait for them.
        named = self.named(text) if folded and not by_id else where_text(self.column("name"), text)
        found = list(dict.fromkeys((*by_id, *map(int, named))))
        if not found and (slug := keying.slug_key(text)) is not None:
            vertex = self.vertex_of_key(slug)
            found = [vertex] if vertex >= 0 else []
        if len(found) == 1:
            return found[0]
        if found:
            lines = self.describe(found[:10])
            more = f"\n  ... and {len(found) - 10} more" if len(found) > 10 else ""
            listed = "\n  ".join(lines)
            called = "known as" if by_id else "called"
            raise AmbiguousNameError(
                f"{len(found)} people are {called} {text!r}; say which by id or e-mail:\n  {listed}{more}",
                lines,
            )
        similar = self._similar(text)
        if len(similar):
            hint = "\nPeople with a similar name:\n  " + "\n  ".join(self.describe(similar))
        else:
            hint = self._owners_hint()
        raise ProfessionalNotFoundError(
            f"Nobody in this network is known as {text!r}. Give an id, a profile URL, an e-mail or a full name.{hint}"
        )

    def _owners_hint(self) -> str:
        """Name the owners of what was imported: whoever is at a loss for a name is mostly one of them."""
        keys = [info.owner_keys[0] for info in self.sources if info.owner_keys]
        owners = list(dict.fromkeys(vertex for key in keys if (vertex := self.vertex_of_key(key)) >= 0))
        if not owners:
            return ""
        more = f"\n  ... and {len(owners) - _OWNERS} more" if len(owners) > _OWNERS else ""
        return "\nOwners of the exports here:\n  " + "\n  ".join(self.describe(owners[:_OWNERS])) + more

    def _by_table_id(self, texts: Iterable[str]) -> list[int]:
        """Find everybody to whom some table gives one of these ids."""
        keys, vertices = self._identity()
        found: set[int] = set()
        for text in texts:
            mine = pc.and_(pc.starts_with(keys, "id:"), pc.ends_with(keys, f"/{text}"))
            for row in numbers(pc.indices_nonzero(mine)).tolist():
                # Ids may hold slashes themselves; the name of a data set holds none.
                if keys[row].as_py().partition("/")[2] == text:
                    found.add(int(vertices[row]))
        return sorted(found)

    def _similar(self, text: str) -> IntArray:
        names = self._folded_names()
        score = np.zeros(len(names), dtype=np.int32)
        for word in set(words(text)):
            score += np.fromiter((f" {word} " in f" {name} " for name in names), dtype=bool, count=len(names))
        order = np.argsort(-score, kind="stable")[:5]
        return order[score[order] > 0].astype(np.int32)

    # Ties

    def ties(self) -> TieColumns:
        """What tie tables state of the ties."""

        def make() -> TieColumns:
            columns = (self._tables.array(f"tie_{name}") for name in ("given", "since", "source"))
            # What is the same of all ties is stored once.
            given, since, source = (np.broadcast_to(column, self.graph.ties) for column in columns)
            return TieColumns(given=given, since=since, source=source)

        return self.memo("ties", make)

    def tie_ends(self) -> tuple[IntArray, IntArray]:
        """int32 `[m]`, `[m]`: the two vertices of all ties, lo < hi, in the order (lo, hi)."""
        return self.memo("tie ends", self.graph.tie_ends)

    def given(self) -> GivenColumns:
        """What is stated of the ties that stand in several tie tables, row by row."""

        def make() -> GivenColumns:
            table = self._tables.table("given")
            return GivenColumns(
                tie=numbers(table.column("tie")),
                strength=numbers(table.column("strength")),
                since=_days(table.column("since")),
                source=numbers(table.column("source")),
            )

        return self.memo("given", make)

    def evidence(self) -> EvidenceColumns:
        """All evidence as columns."""

        def make() -> EvidenceColumns:
            table = self._tables.table("evidence")
            plain = ("tie", "lo", "hi", "kind", "count_lo_hi", "count_hi_lo", "days", "source")
            return EvidenceColumns(
                **{name: numbers(table.column(name)) for name in plain},
                first=_days(table.column("first")),
                last=_days(table.column("last")),
            )

        return self.memo("evidence", make)

    def without_evidence(self, kinds: Sequence[int]) -> Snapshot:
        """Return the same version as though evidence of some kinds, named by their codes, had not been seen.

        People and ties stay as they are.
        """
        evidence = self.evidence()
        kept = np.flatnonzero(~np.isin(evidence.kind, list(kinds)))
        left = {field.name: getattr(evidence, field.name)[kept] for field in attrs.fields(EvidenceColumns)}
        other = object.__new__(Snapshot)
        other.__dict__.update(self.__dict__)
        other._lock = threading.RLock()
        other.as_stored = False
        # What was derived from the evidence is derived anew; columns that are read already are shared.
        same = ("column:", "identity", "histories", "id ranks", "ties", "given", "contact counts")
        with self._lock:
            other._memo = {key: value for key, value in self._memo.items() if key.startswith(same)}
        other._memo["evidence"] = EvidenceColumns(**left)
        return other

    def tie_numbers(self, a: Ints, b: Ints) -> LongArray:
        """`[k]`: the number of the tie of each pair, -1 where there is none."""
        return self.graph.tie_numbers(a, b)

    # What is known

    def contact_counts(self) -> FloatArray:
        """`[n]`: contacts of each; people without a complete list have at least the owners' median.

        Someone whose list nobody gave us looks as if they had few contacts; taking that at face value would
        reward ignorance wherever a score divides by the number of contacts.
        """

        def make() -> FloatArray:
            counts = self.graph.contact_counts().astype(np.float64)
            known = counts[self.complete]
            if len(known) and not self.complete.all():
                counts = np.where(self.complete, counts, np.maximum(counts, np.median(known)))
            return counts

        return self.memo("contact counts", make)


def _ranges(begin: LongArray, end: LongArray) -> tuple[LongArray, LongArray]:
    """Return the numbers from each beginning to before each end, one range after the other, and their sizes."""
    sizes = end - begin
    done = np.cumsum(sizes)
    total = int(done[-1]) if len(done) else 0
    return np.arange(total, dtype=np.int64) + np.repeat(begin - done + sizes, sizes), sizes


def _days(column: pa.ChunkedArray) -> IntArray:
    # `pa.scalar` would import pandas.
    unknown = positions([NO_DATE])[0].cast(pa.int32())
    days: IntArray = numbers(pc.fill_null(column.cast(pa.int32()), unknown))
    return days
