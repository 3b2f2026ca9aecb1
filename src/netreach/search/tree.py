"""An expression as a tree of words, NOT, AND and OR, and what it is worth over texts, arrays or sets."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import attrs

from netreach.text import words as words_of

T = TypeVar("T")


def _as_tuple(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(words)


def _check_words(leaf: Leaf, attribute: attrs.Attribute[tuple[str, ...]], value: tuple[str, ...]) -> None:
    if not value or words_of(" ".join(value)) != value:
        raise ValueError(
            f"{attribute.name} must be folded words, at least one, as netreach.text.words gives them"
        )


@attrs.frozen(kw_only=True)
class Leaf:
    """A word or a phrase.

    Attributes:
        words: Folded words, which follow each other in the text.
        prefix: Whether the last word is only the beginning of a word.
    """

    words: tuple[str, ...] = attrs.field(converter=_as_tuple, validator=_check_words)
    prefix: bool = False

    @property
    def needle(self) -> str:
        """What a searchable text holds exactly when the leaf is found in it."""
        return f" {' '.join(self.words)}" + ("" if self.prefix else " ")

    def __str__(self) -> str:
        text = " ".join(self.words)
        return (f'"{text}"' if len(self.words) > 1 else text) + ("*" if self.prefix else "")


@attrs.frozen(kw_only=True)
class Not:
    """What does not match a node."""

    node: Node

    def __str__(self) -> str:
        return f"NOT {_within(self.node, And, Or)}"


def _flat_and(nodes: Iterable[Node]) -> tuple[Node, ...]:
    return tuple(part for node in nodes for part in (node.nodes if isinstance(node, And) else (node,)))


def _flat_or(nodes: Iterable[Node]) -> tuple[Node, ...]:
    return tuple(part for node in nodes for part in (node.nodes if isinstance(node, Or) else (node,)))


@attrs.frozen(kw_only=True)
class And:
    """What matches every one of at least two nodes; an `And` inside is taken apart."""

    nodes: tuple[Node, ...] = attrs.field(converter=_flat_and, validator=attrs.validators.min_len(2))

    def __str__(self) -> str:
        return " AND ".join(_within(node, Or) for node in self.nodes)


@attrs.frozen(kw_only=True)
class Or:
    """What matches at least one of at least two nodes; an `Or` inside is taken apart."""

    nodes: tuple[Node, ...] = attrs.field(converter=_flat_or, validator=attrs.validators.min_len(2))

    def __str__(self) -> str:
        return " OR ".join(map(str, self.nodes))


Node = Leaf | Not | And | Or
"""An expression. `str` of it is an expression in normal form, from which `parse` makes the same tree."""


def _within(node: Node, *weaker: type[And] | type[Or]) -> str:
    return f"({node})" if isinstance(node, weaker) else str(node)


def leaves(node: Node) -> tuple[Leaf, ...]:
    """Return the distinct words and phrases of an expression, in their order.

    >>> from netreach.search.query import parse
    >>> [str(leaf) for leaf in leaves(parse('cmo OR "marketing director" NOT cmo'))]
    ['cmo', '"marketing director"']
    """
    return tuple(dict.fromkeys(_all_leaves(node)))


def _all_leaves(node: Node) -> Iterator[Leaf]:
    match node:
        case Leaf():
            yield node
        case Not():
            yield from _all_leaves(node.node)
        case And() | Or():
            for part in node.nodes:
                yield from _all_leaves(part)


def matches(node: Node, text: str) -> bool:
    """Return whether an expression matches a text of one value.

    Args:
        node: The expression.
        text: The text as `netreach.text.searchable` gives it; `""` where the value is missing.

    >>> from netreach.search.query import parse
    >>> from netreach.text import searchable
    >>> matches(parse("direct* NOT sales"), searchable("Directora de Marketing"))
    True
    >>> matches(parse("director"), ""), matches(parse("NOT director"), "")
    (False, True)
    """
    match node:
        case Leaf():
            return node.needle in text
        case Not():
            return not matches(node.node, text)
        case And():
            return all(matches(part, text) for part in node.nodes)
        case Or():
            return any(matches(part, text) for part in node.nodes)


def _inverted(value: Any) -> Any:
    return ~value


def evaluate(
    node: Node,
    leaf: Callable[[Leaf], T],
    *,
    conjunction: Callable[[T, T], T] = operator.and_,
    disjunction: Callable[[T, T], T] = operator.or_,
    negation: Callable[[T], T] = _inverted,
) -> T:
    """Return the value of an expression over any algebra, for example over boolean arrays.

    The defaults suit NumPy's boolean arrays, Python's sets of bits, and expressions of data frames. With
    several values per person (past titles, skills) a leaf stands for "has a value that contains it", and the
    operators work on the sets of people: then De Morgan's laws hold there too.

    Args:
        node: The expression.
        leaf: Gives the value of a word or phrase; called once for each distinct one.
        conjunction: Combines two values as AND does; must not change its arguments.
        disjunction: Combines two values as OR does; must not change its arguments.
        negation: Turns a value around; must not change its argument.

    >>> from netreach.search.query import parse
    >>> titles = [" cmo ", " sales director ", ""]
    >>> everyone = {0, 1, 2}
    >>> found = evaluate(
    ...     parse("director NOT sales OR cmo"),
    ...     lambda leaf: {row for row, title in enumerate(titles) if leaf.needle in title},
    ...     negation=lambda rows: everyone - rows,
    ... )
    >>> found
    {0}
    """
    values = {each: leaf(each) for each in leaves(node)}

    def value(part: Node) -> T:
        match part:
            case Leaf():
                return values[part]
            case Not():
                return negation(value(part.node))
            case And():
                combine = conjunction
            case Or():
                combine = disjunction
        result = value(part.nodes[0])
        for other in part.nodes[1:]:
            result = combine(result, value(other))
        return result

    return value(node)
