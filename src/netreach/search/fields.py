"""The fields that can be searched, each as a dictionary of distinct values and one code per person.

A network repeats itself: a million people have some 200,000 job titles and 1,000 places. So every distinct value is
folded once and matched once, and people refer to it by an int32 code. What a field's values are is data: the table
`FIELDS`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs
import numpy as np
import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.arrow import numbers, positions, whole
from netreach.compiled import frozen
from netreach.errors import OptionError
from netreach.graph.building import runs, sorted_unique
from netreach.search import arrow, beside
from netreach.search.companies import company_keys
from netreach.search.labels import numbered
from netreach.search.words import Words

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import BoolArray, IntArray, LongArray
    from netreach.snapshot import Snapshot


_T = TypeVar("_T")

CURRENT: Final = "current"
PAST: Final = "past"
ANY: Final = "any"
SCOPES: Final = (CURRENT, PAST, ANY)
"""At which time a search looks: at what holds now, at what held before, or at both."""


@attrs.frozen(kw_only=True)
class Field:
    """Where the values of one searchable field come from.

    Attributes:
        column: The one-valued text column of the people; `""` where there is none.
        lists: The list column of the people; `""` where there is none.
        history: The column of the histories; `""` where there is none.
        kinds: Which rows of the histories hold current values.
        ended: Whether rows of `kinds` that have ended are past; else they count whatever the scope.
        earlier: Which rows of the histories hold past values.
    """

    column: str = ""
    lists: str = ""
    history: str = ""
    kinds: tuple[str, ...] = ()
    ended: bool = False
    earlier: tuple[str, ...] = ()

    @property
    def scoped(self) -> bool:
        """Whether the field has past values apart from the current ones."""
        return self.ended or bool(self.earlier)

    def several(self, scope: str = CURRENT) -> bool:
        """Whether a person may have several values in a scope."""
        return bool(self.lists or self.kinds or (self.earlier and scope != CURRENT))


FIELDS: Final[Mapping[str, Field]] = MappingProxyType(
    {
        "name": Field(column="name"),
        "first_name": Field(column="first_name"),
        "last_name": Field(column="last_name"),
        "headline": Field(column="headline"),
        "title": Field(column="title", history="title", kinds=("work",), ended=True, earlier=("claim",)),
        "company": Field(
            column="company", history="organisation", kinds=("work",), ended=True, earlier=("claim",)
        ),
        "location": Field(column="location", history="location", earlier=("location",)),
        "industry": Field(column="industry", history="industry", earlier=("industry",)),
        "country": Field(column="country"),
        "school": Field(history="organisation", kinds=("study",)),
        "group": Field(lists="groups"),
        "skill": Field(lists="skills"),
    }
)
"""Every searchable field; `keywords` searches all of them."""

FACETS: Final = ("company", "title", "location", "industry", "school", "group")
"""Fields that an answer is divided by."""


PROFILE: Final = ("headline", "title", "company", "location", "industry", "country")
"""Fields that a profile shows: of equally good hits those come first of whom more of them are known."""

GROUPED: Final = ("company",)
"""Facets that count spellings of one thing together."""


@attrs.frozen(kw_only=True, eq=False)
class FieldIndex:
    """The values of one field.

    Attributes:
        labels: The `v` distinct values as they were written, ascending.
        words: The words of these values.
        codes: int32: with one value each, `[n]` numbers of the values, `v` where unknown; else the numbers of all
            values of all people, person after person, ascending and each once.
        offsets: int64 `[n + 1]`: where the codes of each person begin; `None` where nobody has several.
    """

    labels: pa.Array
    words: Words
    codes: IntArray
    offsets: LongArray | None
    _rooms: dict[Any, list[Any]] = attrs.field(factory=dict, init=False, repr=False)
    _kinds: list[int] = attrs.field(factory=list, init=False, repr=False)
    _owners: list[tuple[LongArray, IntArray]] = attrs.field(factory=list, init=False, repr=False)

    def owners(self) -> tuple[LongArray, IntArray]:
        """Return who has each value, where nobody has several: made when first asked for, 4 bytes a person.

        Needs numba.

        Returns:
            int64 `[v + 2]` offsets, the last range for those without a value, and int32 `[n]` people, value by value.
        """
        if not self._owners:
            from netreach.search import kernels

            self._owners.append(kernels.owners_of(frozen(self.codes), self.values))
        return self._owners[0]

    @functools.cached_property
    def narrow(self) -> npt.NDArray[np.integer[Any]]:
        """`codes` in as few bytes each as hold them: to read those of many people from memory is what takes time."""
        kind = np.uint8 if self.values < 2**8 else np.uint16 if self.values < 2**16 else np.int32
        return frozen(self.codes.astype(kind, copy=False))

    def kinds(self, groups: IntArray) -> int:
        """Return how many things the values spell, each value being of one of these groups; found once."""
        if not self._kinds:
            self._kinds.append(int(groups.max(initial=-1)) + 1)
        return self._kinds[0]

    @contextmanager
    def lent(self, key: Any, make: Callable[[], _T]) -> Iterator[_T]:
        """Lend something to work in, made where none is free; after an error it is thrown away."""
        free = self._rooms.setdefault(key, [])
        try:
            room: _T = free.pop()
        except IndexError:
            room = make()
        yield room
        free.append(room)

    @property
    def texts(self) -> pa.Array:
        """`[v + 1]`: the labels as `netreach.text.searchable` gives them, and `""`; made anew each time."""
        return self.words.spoken()

    @property
    def values(self) -> int:
        """How many distinct values there are."""
        return len(self.labels)

    def known(self, people: IntArray | LongArray) -> BoolArray:
        """`[k]`: whether some people have a value at all."""
        if self.offsets is None:
            return self.codes[people] < self.values
        return self.offsets[np.asarray(people, dtype=np.int64) + 1] > self.offsets[people]

    def codes_of(self, vertices: IntArray | LongArray) -> tuple[LongArray, IntArray]:
        """Codes of some people: offsets `[k + 1]` and codes, person after person; none where unknown."""
        offsets = np.zeros(len(vertices) + 1, dtype=np.int64)
        if self.offsets is None:
            codes = self.codes[vertices]
            has = codes < self.values
            np.cumsum(has, out=offsets[1:])
            return offsets, codes[has]
        begin = self.offsets[vertices]
        size = self.offsets[np.asarray(vertices, dtype=np.int64) + 1] - begin
        np.cumsum(size, out=offsets[1:])
        return offsets, self.codes[runs(begin, size)]

    def values_of(self, vertices: IntArray | LongArray) -> pa.ListArray:
        """Values of some people, a list for each."""
        offsets, codes = self.codes_of(vertices)
        return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), self.labels.take(positions(codes)))

    def arrays(self) -> dict[str, Any]:
        """Return the parts by name, for a file."""
        parts = {"labels": self.labels, "codes": self.codes, **self.words.arrays()}
        return parts if self.offsets is None else {**parts, "offsets": self.offsets}

    @classmethod
    def from_arrays(cls, parts: Mapping[str, Any]) -> FieldIndex:
        """Make it from the parts that `arrays` returned."""
        return cls(
            labels=parts["labels"],
            words=Words.from_arrays(parts),
            codes=parts["codes"],
            offsets=parts.get("offsets"),
        )


def field_index(
    snapshot: Snapshot, name: str, scope: str = CURRENT, *, before: Snapshot | None = None
) -> FieldIndex:
    """Return the index of one field, and keep it.

    Of a large version on disk it is mapped from a file beside the version, which is made where it is missing or
    damaged; else it is built when it is first asked for.

    Args:
        snapshot: The opened version.
        name: A key of `FIELDS`.
        scope: One of `SCOPES`; a field without past values is the same in all of them.
        before: A version of the same network: texts whose words are in its files are not taken apart again.

    Raises:
        OptionError: When there is no such field.
    """
    if name not in FIELDS:
        raise OptionError(f"{name!r} is no field to search; choose from {', '.join(FIELDS)}.")
    scope = scope if FIELDS[name].scoped else CURRENT
    file = f"{name}-{scope}"

    def make() -> dict[str, Any]:
        held = None if before is None else beside.found(before, file)
        return _build(snapshot, FIELDS[name], scope, held).arrays()

    return snapshot.memo(
        f"field:{name}:{scope}", lambda: FieldIndex.from_arrays(beside.kept(snapshot, file, make))
    )


def spelling_groups(snapshot: Snapshot, name: str, scope: str = CURRENT) -> IntArray | None:
    """int32 `[v]`: number of the thing that each value of a field spells; `None` where every spelling counts alone.

    Spellings of one company have one key of `netreach.text.company_key`.
    """
    if name not in GROUPED:
        return None

    def make() -> dict[str, Any]:
        labels = field_index(snapshot, name, scope).labels
        keys = company_keys(labels)
        # A name without any word has no key: it stands for itself.
        alone = pc.binary_join_element_wise("\0", labels, "")
        numbered = pc.if_else(pc.equal(keys, ""), alone, keys).dictionary_encode()
        return {"groups": numbers(numbered.indices).astype(np.int32)}

    def kept() -> IntArray:
        groups: IntArray = beside.kept(snapshot, f"{name}-{scope}-spellings", make)["groups"]
        return groups

    return snapshot.memo(f"spellings:{name}:{scope}", kept)


def places(snapshot: Snapshot) -> tuple[IntArray, npt.NDArray[np.uint8]]:
    """Return for everybody their place by name, and how many fields of theirs are known.

    Returns:
        int32 `[n]`: places from 0, by folded name, those without a name last, and then by id. uint8 `[n]`: how
        many of `PROFILE` are known.
    """

    def make() -> dict[str, Any]:
        index = field_index(snapshot, "name")
        spoken = index.texts
        rank = arrow.ranks(spoken)
        rank[arrow.equals(spoken, "")] = len(rank) + 1
        # As one number, which is sorted several times faster.
        order = np.argsort(rank[index.codes].astype(np.int64) * snapshot.count + snapshot.id_ranks())
        place = np.empty(len(order), dtype=np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        filled = np.zeros(len(order), dtype=np.uint8)
        for name in PROFILE:
            filled += arrow.stated(snapshot.column(name))
        return {"places": place, "filled": filled}

    kept = snapshot.memo("places of people", lambda: beside.kept(snapshot, "people", make))
    return kept["places"], kept["filled"]


def _build(snapshot: Snapshot, field: Field, scope: str, before: Mapping[str, Any] | None) -> FieldIndex:
    claims = list(_claims(snapshot, field, scope))
    known = None if before is None else before["labels"]
    labels, codes, old = numbered([values for _, values in claims], known)
    words = Words.of(labels, None if before is None else (old, Words.from_arrays(before)))
    if not field.several(scope):
        return FieldIndex(labels=labels, words=words, codes=codes, offsets=None)
    person = np.concatenate([owner for owner, _ in claims])
    has = codes < len(labels)
    pairs: LongArray = person[has] * len(labels)
    pairs += codes[has]
    # Somebody's main job mostly stands among the current positions too: it counts once.
    pairs = sorted_unique(pairs)
    owner = pairs // max(len(labels), 1)
    code = (pairs - owner * len(labels)).astype(np.int32)
    sizes = np.bincount(owner, minlength=snapshot.count)
    if sizes.max(initial=0) <= 1:
        codes = np.full(snapshot.count, len(labels), dtype=np.int32)
        codes[owner] = code
        return FieldIndex(labels=labels, words=words, codes=codes, offsets=None)
    offsets = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    return FieldIndex(labels=labels, words=words, codes=code, offsets=offsets)


def _claims(snapshot: Snapshot, field: Field, scope: str) -> Iterator[tuple[LongArray, pa.Array]]:
    """Yield people and their values, as many of both; nulls and empty texts are no values."""
    everybody = np.arange(snapshot.count, dtype=np.int64)
    if field.column and scope != PAST:
        yield everybody, snapshot.column(field.column)
    if field.lists:
        column = snapshot.column(field.lists)
        yield np.repeat(everybody, arrow.lengths(column)), column.flatten()
    if field.history and (field.kinds or scope != CURRENT):
        table = snapshot.histories().table
        current = table.column("current").fill_null(False).to_numpy()
        wanted = np.zeros(len(table), dtype=np.bool_)
        for kind in field.kinds:
            rows = arrow.equals(table.column("kind"), kind)
            if field.ended and scope != ANY:
                rows &= current if scope == CURRENT else ~current
            wanted |= rows
        for kind in field.earlier if scope != CURRENT else ():
            wanted |= arrow.equals(table.column("kind"), kind)
        chosen = table.select(["person", field.history]).filter(pa.array(wanted))
        yield chosen.column("person").to_numpy().astype(np.int64), whole(chosen.column(field.history))
