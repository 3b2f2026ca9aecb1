"""Words that mean the same in job titles: looked for only when that is asked for, and shown in the answer.

A table of synonyms is a set of groups; a word or phrase of a group stands for every one of it. The built-in groups
are few and narrow on purpose: six languages, women and men, what people write for one and the same job.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import attrs

from netreach.errors import OptionError
from netreach.search.tree import And, Leaf, Node, Not, Or
from netreach.text import words

_LARGEST: Final = 1_000_000
"""Bytes that a table may have."""


@attrs.frozen(eq=False, repr=False)
class Synonyms:
    """Groups of words and phrases that mean the same.

    >>> table = Synonyms.of({"head": ["CMO", "chief marketing officer"]})
    >>> from netreach.search.query import parse
    >>> print(table.expanded(parse("CMO NOT acme")))
    (cmo OR "chief marketing officer") AND NOT acme
    """

    _others: Mapping[tuple[str, ...], tuple[Leaf, ...]]
    groups: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, groups: Mapping[str, Iterable[str]]) -> Synonyms:
        """Make a table of groups by name.

        Raises:
            OptionError: When a group is no list of texts, or a text holds no letter or digit.
        """
        read: dict[str, tuple[str, ...]] = {}
        members: dict[tuple[str, ...], dict[Leaf, None]] = {}
        for name, texts in groups.items():
            listed = tuple(texts) if isinstance(texts, Iterable) and not isinstance(texts, str) else ()
            if not listed or not all(isinstance(text, str) and words(text) for text in listed):
                raise OptionError(
                    f"The synonyms of {name!r} are {texts!r}: give a list of words and phrases."
                )
            group = dict.fromkeys(Leaf(words=words(text)) for text in listed)
            read[str(name)] = listed
            for leaf in group:
                members.setdefault(leaf.words, {}).update(group)
        others = {
            said: tuple(leaf for leaf in group if leaf.words != said) for said, group in members.items()
        }
        return cls({said: leaves for said, leaves in others.items() if leaves}, read)

    @classmethod
    def read(cls, path: str | Path) -> Synonyms:
        """Read a table from a TOML file: under `[groups]`, a list of words and phrases for each name.

        Raises:
            OptionError: When the file cannot be read, or is no such table.
        """
        place = Path(path)
        try:
            with place.open("rb") as stream:
                content = stream.read(_LARGEST + 1)
            if len(content) > _LARGEST:
                raise OptionError(
                    f"{place} is larger than {_LARGEST:,} bytes: a table of synonyms is a short list."
                )
            groups = tomllib.loads(content.decode("utf-8")).get("groups")
        except (OSError, ValueError) as error:
            raise OptionError(f"The synonyms in {place} cannot be read: {error}") from error
        if not isinstance(groups, dict) or not groups:
            raise OptionError(f'{place} has no [groups], such as: head = ["head of", "jefe", "jefa"]')
        return cls.of(groups)

    def __or__(self, other: Synonyms) -> Synonyms:
        """Return the groups of both; of two with one name the other's."""
        return Synonyms.of({**self.groups, **other.groups})

    def __repr__(self) -> str:
        return f"<Synonyms: {len(self.groups)} groups>"

    def of_leaf(self, leaf: Leaf) -> tuple[Leaf, ...]:
        """Return what else a word or phrase may be called; nothing for the beginning of a word."""
        return () if leaf.prefix else self._others.get(leaf.words, ())

    def expanded(self, node: Node) -> Node:
        """Return the expression with every word and phrase of a group in the place of each of it."""
        match node:
            case Leaf():
                others = self.of_leaf(node)
                return Or(nodes=[node, *others]) if others else node
            case Not():
                return Not(node=self.expanded(node.node))
            case And():
                return And(nodes=[self.expanded(part) for part in node.nodes])
            case Or():
                nodes = dict.fromkeys(
                    one
                    for part in map(self.expanded, node.nodes)
                    for one in (part.nodes if isinstance(part, Or) else (part,))
                )
                return Or(nodes=nodes) if len(nodes) > 1 else next(iter(nodes))


@cache
def builtin() -> Synonyms:
    """Return the built-in groups.

    >>> sorted(map(str, builtin().of_leaf(Leaf(words=("directora",)))))[:2]
    ['directeur', 'director']
    """
    text = (files("netreach.search") / "synonyms.toml").read_text(encoding="utf-8")
    groups: Mapping[str, Iterable[str]] = tomllib.loads(text)["groups"]
    return Synonyms.of(groups)
