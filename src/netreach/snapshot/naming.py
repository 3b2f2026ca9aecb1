"""Who is meant: by an id, a profile URL, an address, a key or a name, and who might be."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from netreach import keys as keying
from netreach.arrow import compute as pc
from netreach.arrow import numbers, where_text, whole
from netreach.errors import (
    AmbiguousNameError,
    ProfessionalNotFoundError,
)
from netreach.text import clean, words

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import IntArray, Ints, LongArray

from netreach.snapshot.opened import Opened

_OWNERS = 10
_APART = 1024
_TOGETHER = 64


class Naming(Opened):
    """The part of `Snapshot` that finds out who is meant; see there."""

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

    def resolve_each(self, people: Sequence[str]) -> IntArray:
        """int32 `[k]`: the vertices that `resolve` finds; public ids of many people are looked up together.

        Raises:
            ProfessionalNotFoundError: When there is nobody like that.
            AmbiguousNameError: When several people have the name or the id.
        """
        found = np.full(len(people), -1, dtype=np.int32)
        if len(people) >= _TOGETHER:
            typed = [keying.parse_who(who) for who in people]
            rows = [row for row, one in enumerate(typed) if one.kind == "id"]
            found[rows] = self._vertices_of_ids([typed[row].value for row in rows])
        for row in np.flatnonzero(found < 0).tolist():
            found[row] = self.resolve(people[row])
        return found

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

    def _folded_names(self) -> npt.NDArray[np.object_]:
        def make() -> npt.NDArray[np.object_]:
            names = self.column("name").to_pylist()
            return np.array([" ".join(words(name)) if name else "" for name in names] + [""], dtype=object)[
                :-1
            ]

        return self.memo("folded names", make)

    def _vertex_of_id(self, text: str) -> int:
        """The vertex with a public id, or -1: a bisection, which never looks at a million of them."""
        order = self._tables.array("id_order")
        with self._tables.reading("people", "id") as ids:

            def at(place: int) -> str:
                return ids.one(int(order[place])) or ""

            # The first steps are the same for everybody: their texts are read once.
            fences = self.memo("some ids", lambda: [at(place) for place in range(0, len(order), _APART)])
            begin = max(bisect.bisect_right(fences, text) - 1, 0) * _APART
            among = range(begin, min(begin + _APART, len(order)))
            place = begin + bisect.bisect_left(among, text, key=at)
            return int(order[place]) if place < len(order) and at(place) == text else -1

    def _vertices_of_ids(self, texts: Sequence[str]) -> IntArray:
        """int32 `[k]`: the vertices with some public ids, or -1: a bisection of all at once."""
        order, wanted = self._tables.array("id_order"), pa.array(texts, pa.string())
        if not len(order):
            return np.full(len(texts), -1, dtype=np.int32)
        low = np.zeros(len(texts), dtype=np.int64)
        high = np.full(len(texts), len(order))

        def ids(places: LongArray) -> pa.Array:
            vertices = order[np.minimum(places, len(order) - 1)].astype(np.int64)
            return whole(self._tables.rows("people", ("id",), vertices).column(0))

        while (low < high).any():
            middle = (low + high) >> 1
            before = numbers(pc.less(ids(middle), wanted).cast(pa.int8())).astype(np.bool_)
            low, high = np.where(before & (low < high), middle + 1, low), np.where(before, high, middle)
        # Whoever stands after the last id is compared with the last one, and is not it.
        same = numbers(pc.equal(ids(low), wanted).cast(pa.int8())).astype(np.bool_)
        found: IntArray = np.where(same, order[np.minimum(low, len(order) - 1)], -1).astype(np.int32)
        return found

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
            hint = self.owners_hint()
        raise ProfessionalNotFoundError(
            f"Nobody in this network is known as {text!r}. Give an id, a profile URL, an e-mail or a full name.{hint}"
        )

    def owners_hint(self) -> str:
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
