"""Taking a person out of what was read, and keeping them out.

What is kept of somebody who was removed are keyed hashes (HMAC-SHA-256 with a random key of this network, in the
file `salt`) of their keys and of their names. A hash does not say who it was; whoever already holds a key, as a
re-import does, can tell that it is one of them. So one rule serves the removal and every later import: rows with
such a key go, and rows of people known by name only go when the name is one of the hashed ones, because nothing
tells them apart from the person who was removed.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

import attrs
import numpy as np
import pyarrow as pa

from netreach import keys as keying
from netreach.arrow import compute as pc
from netreach.arrow import whole
from netreach.store.decisions import Decision
from netreach.store.source import Source
from netreach.text import words

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, IntArray
    from netreach.store.tables import SourceInfo

_DIGITS: Final = 32
_CALLED: Final = "called:"
_LONGEST_NAME: Final = 6
_REMOVED_REASON: Final = "the row named a person who was removed from this network"
_REMOVED_FILE: Final = "(a name with a removed person's name in it)"


def hashed(salt: bytes, text: str) -> str:
    """Return the keyed hash of a text.

    >>> hashed(b"salt", "linkedin:ana") == hashed(b"salt", "linkedin:ana") != hashed(b"other", "linkedin:ana")
    True
    """
    return hmac.digest(salt, text.encode("utf-8", "surrogatepass"), "sha256").hex()[:_DIGITS]


def called(name: str) -> str | None:
    """Return the text that stands for a name, whatever its spelling and order; `None` for a single word.

    >>> called("Eva Lund") == called("LUND, Eva")
    True
    """
    spoken = sorted(words(name))
    return _CALLED + " ".join(spoken) if len(spoken) > 1 else None


@attrs.frozen(kw_only=True)
class Erased:
    """Who was removed from a network.

    Attributes:
        salt: The key of the hashes.
        hashes: Hashes of all keys and names of those who were removed.
    """

    salt: bytes
    hashes: frozenset[str]

    @classmethod
    def of(cls, decisions: Iterable[Decision], salt: bytes) -> Erased:
        """Gather the removed from the decisions."""
        kept = (decision.keys for decision in decisions if decision.kind == "remove")
        return cls(salt=salt, hashes=frozenset(key for keys in kept for key in keys))

    def has(self, text: str | None) -> bool:
        """Whether a key, or what `called` returned, is that of somebody removed."""
        return text is not None and hashed(self.salt, text) in self.hashes

    def rows(self, people: pa.Table) -> BoolArray:
        """`[r]`: which rows of a source's people are about somebody removed."""
        lists = whole(people.column("keys"))
        parent = pc.list_parent_indices(lists).to_numpy()
        encoded = pc.list_flatten(lists).dictionary_encode()
        distinct = encoded.dictionary.to_pylist()
        code = encoded.indices.to_numpy()
        gone = np.zeros(len(people), dtype=np.bool_)
        gone[parent[np.array([self.has(key) for key in distinct], dtype=np.bool_)[code]]] = True
        named = np.array([self.has(called_in(key)) for key in distinct], dtype=np.bool_)
        local = named | np.array([key.startswith("name:") for key in distinct], dtype=np.bool_)
        only_local = np.ones(len(people), dtype=np.bool_)
        only_local[parent[~local[code]]] = False
        of_name = np.zeros(len(people), dtype=np.bool_)
        of_name[parent[named[code]]] = True
        for values in full_names(people):
            names = values.dictionary_encode()
            removed = [self.has(called(name)) if name else False for name in names.dictionary.to_pylist()]
            of_name |= np.array([*removed, False], dtype=np.bool_)[
                pc.fill_null(names.indices, len(removed)).to_numpy()
            ]
        return gone | (of_name & only_local)

    def mentions(self, text: str) -> bool:
        """Whether a text holds a name, an address or a profile of somebody removed."""
        spoken = words(text)
        for begin in range(len(spoken)):
            for size in range(2, _LONGEST_NAME + 1):
                window = spoken[begin : begin + size]
                if len(window) == size and self.has(_CALLED + " ".join(sorted(window))):
                    return True
        return any(self.has(key) for key in _keys_in(text))


def full_names(people: pa.Table) -> Iterator[pa.Array]:
    """Yield the names of people as given, and as made of first and last name; null where unknown."""
    yield whole(people.column("name"))
    first, last = (pc.fill_null(whole(people.column(name)), "") for name in ("first_name", "last_name"))
    made = pc.utf8_trim_whitespace(pc.binary_join_element_wise(first, last, " "))
    yield pc.if_else(pc.equal(made, ""), pa.scalar(None, pa.string()), made)


def without(source: Source, erased: Erased) -> Source:
    """Return the source without the people who were removed; the same object where it names nobody of them."""
    people = source.tables["people"]
    gone = erased.rows(people)
    problems = _without_mentions(source.tables["problems"], erased)
    info = _info_without_mentions(source.info, erased)
    if not gone.any() and problems is source.tables["problems"] and info is source.info:
        return source
    number = np.where(gone, -1, np.cumsum(~gone) - 1).astype(np.int32)
    tables = {**source.tables, "people": people.filter(pa.array(~gone)), "problems": problems}
    for name, columns in (("evidence", ("a", "b")), ("ties", ("a", "b")), ("histories", ("person",))):
        tables[name] = _renumbered(source.tables[name], columns, number)
    info = attrs.evolve(
        info,
        rewritten=True,
        people=len(tables["people"]),
        evidence=len(tables["evidence"]),
        ties=len(tables["ties"]),
    )
    return Source(info=info, tables=tables)


def new_salt() -> bytes:
    """Return a new random key for the hashes of one network."""
    return secrets.token_bytes(32)


def _renumbered(table: pa.Table, columns: Sequence[str], number: IntArray) -> pa.Table:
    keep = np.ones(len(table), dtype=np.bool_)
    for name in columns:
        rows = number[table.column(name).to_numpy()]
        keep &= rows >= 0
        table = table.set_column(table.column_names.index(name), name, pa.array(rows))
    return table.filter(pa.array(keep))


def _without_mentions(problems: pa.Table, erased: Erased) -> pa.Table:
    rows = problems.to_pylist()
    changed = False
    for row in rows:
        for name, instead in (("value", ""), ("reason", _REMOVED_REASON), ("file", _REMOVED_FILE)):
            if row[name] and erased.mentions(row[name]):
                row[name], changed = instead, True
    return pa.Table.from_pylist(rows, schema=problems.schema) if changed else problems


def _info_without_mentions(info: SourceInfo, erased: Erased) -> SourceInfo:
    def told(text: str) -> str:
        return _REMOVED_FILE if erased.mentions(text) else text

    if not any(map(erased.mentions, (info.file, *info.problems, *(file.file for file in info.files)))):
        return info
    return attrs.evolve(
        info,
        file=told(info.file),
        files=tuple(attrs.evolve(file, file=told(file.file)) for file in info.files),
        problems={told(file): rows for file, rows in info.problems.items()},
    )


def called_in(key: str) -> str | None:
    """Return what `called` returns for the name in a key: a local key, or one of a table whose ids are names."""
    kind, _, value = key.partition(":")
    if kind not in ("name", "id"):
        return None
    name = value.rpartition("/")[2].partition("#")[0]
    # Most ids are numbers or single words, and no names.
    return None if name.isalnum() else called(name)


def _keys_in(text: str) -> Iterator[str]:
    for token in text.replace(",", " ").replace(";", " ").split():
        for function in (keying.email_key, keying.linkedin_key):
            if found := function(token):
                yield found
        bare = token.strip("\"'()[]<>.:/").lower()
        yield from (
            f"linkedin:{part}" for part in {bare, bare.rpartition("/")[2], bare.partition(".")[0]} if part
        )
