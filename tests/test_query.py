"""The query language: reading, normal form, matching, evaluation, errors."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from netreach.errors import NetreachError, QueryError
from netreach.search.query import DEPTH_LIMIT, LENGTH_LIMIT, any_of, parse
from netreach.search.tree import And, Leaf, Node, Not, Or, evaluate, leaves, matches
from netreach.text import searchable

LAWS = settings(deadline=None, derandomize=True, database=None, max_examples=200)


def leaf(text: str, *, prefix: bool = False) -> Leaf:
    """Make a leaf of words that are folded already."""
    return Leaf(words=tuple(text.split()), prefix=prefix)


A, B, C, D = map(leaf, "abcd")

VOCABULARY = [
    "a",
    "b",
    "ab",
    "abc",
    "c++",
    "sales",
    "sales manager",
    "ж",
    "東",
    "東 京",
    "김",
    "हिन्दी",
    "and",
    "not",
    "1",
]
LEAVES = st.builds(
    lambda text, prefix: parse(f'"{text}"' + "*" * prefix), st.sampled_from(VOCABULARY), st.booleans()
)
NODES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(lambda node: Not(node=node)),
        st.lists(inner, min_size=2, max_size=3).map(lambda nodes: And(nodes=nodes)),
        st.lists(inner, min_size=2, max_size=3).map(lambda nodes: Or(nodes=nodes)),
    ),
    max_leaves=8,
)
TEXTS = st.one_of(
    st.just(""),
    st.lists(st.sampled_from(VOCABULARY), max_size=5).map(lambda found: searchable(" ".join(found))),
)

# --- reading -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("a", A),
        ("  A  ", A),
        ("((a))", A),
        ("a b", And(nodes=(A, B))),
        ("a AND b", And(nodes=(A, B))),
        ("a b AND c d", And(nodes=(A, B, C, D))),
        ("a OR b", Or(nodes=(A, B))),
        ("a OR (b OR c)", Or(nodes=(A, B, C))),
        ("(a b) c", And(nodes=(A, B, C))),
        ("NOT a", Not(node=A)),
        ("NOT NOT a", Not(node=Not(node=A))),
        ("a NOT b", And(nodes=(A, Not(node=B)))),
        ("a AND NOT b", And(nodes=(A, Not(node=B)))),
        ("NOT a b", And(nodes=(Not(node=A), B))),
        ("a OR b c", Or(nodes=(A, And(nodes=(B, C))))),
        ("a b OR c", Or(nodes=(And(nodes=(A, B)), C))),
        ("a AND b OR c AND d", Or(nodes=(And(nodes=(A, B)), And(nodes=(C, D))))),
        ("(a OR b) c", And(nodes=(Or(nodes=(A, B)), C))),
        ("NOT (a OR b)", Not(node=Or(nodes=(A, B)))),
        ("NOT(a)b", And(nodes=(Not(node=A), B))),
        ("（a OR b）\u3000c", And(nodes=(Or(nodes=(A, B)), C))),
        ("a or b", And(nodes=(A, leaf("or"), B))),
        ("And NOT Or", And(nodes=(leaf("and"), Not(node=leaf("or"))))),
        ('"AND"', leaf("and")),
        ('"a b"', leaf("a b")),
        ("“a b”", leaf("a b")),
        ("„a b“", leaf("a b")),
        ("«a b»", leaf("a b")),
        ("»a b«", leaf("a b")),
        ("＂a b＂", leaf("a b")),
        ('"a"b', And(nodes=(A, B))),
        ('a"b c"', And(nodes=(A, leaf("b c")))),
        ('"(a OR b)"', leaf("a or b")),
        ("direct*", leaf("direct", prefix=True)),
        ('"sales mana"*', leaf("sales mana", prefix=True)),
        ('"sales mana*"', leaf("sales mana", prefix=True)),
        ("Straß*", leaf("strass", prefix=True)),
        ("direct*, a", And(nodes=(leaf("direct", prefix=True), A))),
        ("a* b＊", And(nodes=(leaf("a", prefix=True), leaf("b", prefix=True)))),
        ("co-founder", leaf("co founder")),
        ("co-found*", leaf("co found", prefix=True)),
        ("O'Brien", leaf("o brien")),
        ("O’Brien", leaf("o brien")),
        ("R&D", leaf("r d")),
        ("C++ c#", And(nodes=(leaf("c++"), leaf("c#")))),
        ("東京", leaf("東 京")),
        ("東京* Tower", And(nodes=(leaf("東 京", prefix=True), leaf("tower")))),
        ("김철수", leaf("김 철 수")),
        ("DIRECTOR Márketing", And(nodes=(leaf("director"), leaf("marketing")))),
        ("a & b", And(nodes=(A, B))),
        ("a - b / c – d", And(nodes=(A, B, C, D))),
        ("🎉 a 🎉", A),
        ("(🎉 a)", A),
        ("a OR % b", Or(nodes=(A, B))),
        ("NOT _ a", Not(node=A)),
        ("a_b 100%", And(nodes=(leaf("a b"), leaf("100")))),
        ("^a.b$ [c]", And(nodes=(leaf("a b"), C))),
        ("a,b;c", leaf("a b c")),
        ("a\x00b", leaf("a b")),
        ("a\nb\tc", And(nodes=(A, B, C))),
    ],
)
def test_reading(text: str, node: Node) -> None:
    """NOT before AND before OR, words side by side mean AND, quotes and signs make phrases, a star a prefix."""
    assert parse(text) == node


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("a OR b c NOT (d OR a)", "a OR b AND c AND NOT (d OR a)"),
        ("a OR (b AND (c OR NOT (d)))", "a OR b AND (c OR NOT d)"),
        ("“Sales  Mana”* Co-Founder", '"sales mana"* AND "co founder"'),
        ("NOT NOT (a b)", "NOT NOT (a AND b)"),
    ],
)
def test_normal_form(text: str, normal: str) -> None:
    """An expression prints with its operators written out and no parenthesis that it does not need."""
    assert str(parse(text)) == normal


@LAWS
@given(NODES)
def test_normal_form_reads_back(node: Node) -> None:
    """What an expression prints as is read as the same expression."""
    assert parse(str(node)) == node
    assert str(parse(str(node))) == str(node)


def _written(node: Node, chance: Callable[[], bool]) -> str:
    """Write an expression with operators left out and parentheses added at random."""
    match node:
        case Leaf():
            text = str(node)
        case Not():
            inner = _written(node.node, chance)
            text = f"NOT ({inner})" if isinstance(node.node, And | Or) else f"NOT {inner}"
        case And():
            parts = [
                f"({_written(part, chance)})" if isinstance(part, Or) else _written(part, chance)
                for part in node.nodes
            ]
            text = parts[0] + "".join((" AND " if chance() else "  ") + part for part in parts[1:])
        case Or():
            text = " OR ".join(_written(part, chance) for part in node.nodes)
    return f"( {text} )" if chance() else text


@LAWS
@given(NODES, st.integers(0, 1000))
def test_ways_to_write_one_expression(node: Node, seed: int) -> None:
    """Needless parentheses and an AND left out do not change how an expression is read."""
    source = random.Random(seed)
    assert parse(_written(node, lambda: source.random() < 0.3)) == node


def test_any_of() -> None:
    """A list means any of its expressions; a single text stands for itself."""
    assert any_of(["a b", "c OR d"]) == parse("(a b) OR c OR d")
    assert any_of(["a"]) == any_of("a") == A
    assert any_of(("a", "NOT b")) == Or(nodes=(A, Not(node=B)))


# --- errors ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "caret", "reason"),
    [
        ("", "^", "is empty"),
        ("   ", "^", "is empty"),
        ('a "b c', "  ^   ", "this quote is never closed"),
        ("a “b", "  ^ ", "this quote is never closed"),
        ('a ""', "  ^ ", "this quote holds no letter or digit"),
        ('a "%"', "  ^  ", "this quote holds no letter or digit"),
        ("OR a", "^   ", "OR needs a word before it"),
        ("AND a", "^    ", "AND needs a word before it"),
        ("(OR a)", " ^    ", "OR needs a word before it"),
        ("a OR", "  ^ ", "OR needs a word after it"),
        ("a AND", "  ^  ", "AND needs a word after it"),
        ("a OR OR b", "  ^      ", "OR needs a word after it"),
        ("a AND OR b", "  ^       ", "AND needs a word after it"),
        ("a OR AND b", "  ^       ", "OR needs a word after it"),
        ("(a OR )", "   ^   ", "OR needs a word after it"),
        ("NOT", "^  ", "NOT needs something after it"),
        ("a NOT", "  ^  ", "NOT needs something after it"),
        ("a NOT OR b", "  ^       ", "NOT needs something after it"),
        ("(NOT)", " ^   ", "NOT needs something after it"),
        ("a)", " ^", "this parenthesis was never opened"),
        (")", "^", "this parenthesis was never opened"),
        ("(a) b) c", "     ^  ", "this parenthesis was never opened"),
        ("(a", "^ ", "this parenthesis is never closed"),
        ("a (b (c)", "  ^     ", "this parenthesis is never closed"),
        ("a (", "  ^", "this parenthesis is never closed"),
        ("a ()", "  ^ ", "these parentheses are empty"),
        ("%", "^", "this holds no letter or digit"),
        ("🎉", "^", "this holds no letter or digit"),
        ("  ... ", "  ^   ", "this holds no letter or digit"),
        ("(_)", " ^ ", "this holds no letter or digit"),
        ("a OR .*?", "      ^ ", "a star can only stand"),
        ("a OR %%", "     ^ ", "this holds no letter or digit"),
        ("NOT %", "    ^", "this holds no letter or digit"),
        ("*", "^", "a star can only stand at the end"),
        ("a *", "  ^", "a star can only stand at the end"),
        ("a *b", "  ^ ", "a star can only stand at the end"),
        ("a di*or", "    ^  ", "a star can only stand at the end"),
        ('"a* b"', "  ^   ", "a star can only stand at the end"),
        ("(a)*", "   ^", "a star can only stand at the end"),
        ("a | b", "  ^  ", "write OR instead"),
        ("a && b", "  ^   ", "write AND instead"),
        ("a -b", "  ^ ", "write NOT and a blank"),
        ("!b", "^ ", "write NOT and a blank"),
    ],
)
def test_errors_point_at_the_place(text: str, caret: str, reason: str) -> None:
    """A malformed expression is an error that says in words what is wrong, with the caret under the place."""
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert reason in caught.value.reason
    assert caught.value.text == text
    assert caught.value.position == caret.index("^")
    assert isinstance(caught.value, NetreachError)


def test_no_caret_under_nothing() -> None:
    """Where the expression is blank there is no place to point at."""
    with pytest.raises(QueryError) as caught:
        parse("  ")
    assert str(caught.value) == "this expression is empty: type a word to search for"


def test_the_caret_is_printed_under_the_place() -> None:
    """The message shows the expression and, below it, the caret."""
    with pytest.raises(QueryError) as caught:
        parse("sales OR (marketing")
    assert str(caught.value).splitlines()[1:] == ["  sales OR (marketing", "           ^"]


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("(" * 5000, DEPTH_LIMIT),
        ("(" * 4999 + "a" + ")" * 5000, DEPTH_LIMIT),
        ("NOT " * 2400 + "a", 4 * DEPTH_LIMIT),
        ("NOT(" * 2400, 4 * (DEPTH_LIMIT // 2)),
    ],
)
def test_deep_nesting_is_refused(text: str, position: int) -> None:
    """Thousands of parentheses or NOTs are an error with a caret, not a crash."""
    with pytest.raises(QueryError, match="nested more than 50 deep") as caught:
        parse(text)
    assert caught.value.position == position


@pytest.mark.parametrize("wrap", [("(", ")"), ("NOT ", "")])
def test_nesting_up_to_the_limit_is_read(wrap: tuple[str, str]) -> None:
    """As many levels as the limit says are read, and print as something that can be read."""
    node = parse(wrap[0] * DEPTH_LIMIT + "a" + wrap[1] * DEPTH_LIMIT)
    assert parse(str(node)) == node


@pytest.mark.parametrize(
    "text", ["a" * 1_000_000, "(" * 1_000_000, "a OR " * 200_000, "NOT " * 5000, '"' * 1_000_000]
)
def test_long_expressions_are_refused(text: str) -> None:
    """An expression beyond the limit is an error that names the limit and stays short."""
    with pytest.raises(QueryError, match="longer than 10,000 characters") as caught:
        parse(text)
    assert len(str(caught.value)) < 300


def test_wide_expressions_are_read() -> None:
    """Thousands of words side by side are no nesting."""
    node = parse("a OR b " * (LENGTH_LIMIT // 7))
    assert isinstance(node, Or)
    assert len(leaves(node)) == 2


def test_empty_lists_are_refused() -> None:
    """A list without an expression, or with a blank one, is an error."""
    for texts in ([], [""], ["a", " "]):
        with pytest.raises(QueryError, match="empty"):
            any_of(texts)


@settings(LAWS, max_examples=400)
@given(
    st.text(max_size=30)
    | st.text(st.sampled_from("aé 東ß()“\"»*＊-!|&%_.'+#🎉\n\x00\u200d\u0301İAND"), max_size=20)
    | st.lists(
        st.sampled_from(
            ["a", '"', "AND", "OR", "NOT", "(", ")", "*", "%", "東京", "co-b", '"a b"', "a*", "-", "🎉"]
        ),
        max_size=12,
    ).map(" ".join)
)
@example("(" * 60)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever somebody types is read, or refused with a place within it; what is read reads back."""
    refused: QueryError | None = None
    try:
        node = parse(text)
    except QueryError as error:
        refused = error
    if refused is None:
        assert parse(str(node)) == node
    else:
        assert 0 <= refused.position <= len(text)
        assert refused.reason in str(refused)


@pytest.mark.parametrize("words", [(), ("",), ("A",), ("a b",), ("a-b",), ("é",), ("a", "")])
def test_leaves_hold_folded_words(words: tuple[str, ...]) -> None:
    """A leaf that could never be found in a searchable text cannot be made."""
    with pytest.raises(ValueError, match="folded words"):
        Leaf(words=words)


@pytest.mark.parametrize("kind", [And, Or])
def test_and_and_or_need_two(kind: type[And] | type[Or]) -> None:
    """AND and OR of fewer than two expressions cannot be made; nested ones are taken apart."""
    with pytest.raises(ValueError):
        kind(nodes=(A,))
    assert kind(nodes=(kind(nodes=(A, B)), C)) == kind(nodes=(A, B, C))


# --- matching ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("director", "Director de Marketing", True),
        ("direct", "Director de Marketing", False),
        ("direct*", "Directora de Marketing", True),
        ("rect*", "Director", False),
        ('"director de marketing"', "DIRECTOR DE MÁRKETING (EMEA)", True),
        ('"director marketing"', "Director de Marketing", False),
        ('"sales mana"*', "Sales Manager", True),
        ('"sales mana"*', "Manager Sales", False),
        ("cofounder", "Co-founder", False),
        ("co-founder", "Co Founder & CEO", True),
        ('"co founder"', "CO–FOUNDER", True),
        ("OBrien OR O'Brien", "Eva O’Brien", True),
        ("c", "C++ developer", False),
        ("c++", "C++/C# developer", True),
        ("c*", "C++ developer", True),
        ("東京", "東京都庁", True),
        ("京東", "東京都庁", False),
        ("都*", "東京都庁", True),
        ("김", "김철수", True),
        ("muller", "Müller", True),
        ("Müller", "MULLER", True),
        ("lukasz", "Łukasz", True),
        ("strasse", "Straße", True),
        ("director NOT sales", "Director of Sales", False),
        ("director NOT sales", "Director of Marketing", True),
        ("cmo OR head marketing", "Head of Marketing", True),
        ("director", "", False),
        ("NOT director", "", True),
        ("a*", "", False),
        ("NOT a OR a", "", True),
    ],
)
def test_matching(query: str, text: str, found: bool) -> None:
    """Words match whole words, phrases neighbours, prefixes beginnings; a missing text is an empty one."""
    assert matches(parse(query), searchable(text)) is found


@LAWS
@given(NODES, NODES, TEXTS)
def test_laws_of_the_algebra(one: Node, other: Node, text: str) -> None:
    """De Morgan's laws, double negation, commutation, distribution and the excluded middle hold on every text."""

    def holds(node: Node) -> bool:
        return matches(node, text)

    assert holds(Not(node=And(nodes=(one, other)))) == holds(Or(nodes=(Not(node=one), Not(node=other))))
    assert holds(Not(node=Or(nodes=(one, other)))) == holds(And(nodes=(Not(node=one), Not(node=other))))
    assert holds(Not(node=Not(node=one))) == holds(one)
    assert holds(And(nodes=(one, other))) == holds(And(nodes=(other, one)))
    assert holds(Or(nodes=(one, other))) == holds(Or(nodes=(other, one)))
    assert holds(And(nodes=(one, Or(nodes=(one, other))))) == holds(one)
    assert holds(Or(nodes=(one, Not(node=one))))
    assert not holds(And(nodes=(one, Not(node=one))))


@LAWS
@given(st.sampled_from(VOCABULARY), TEXTS)
def test_a_phrase_is_found_where_its_words_follow_each_other(phrase: str, text: str) -> None:
    """Substring matching equals comparing lists of words, for phrases and for prefixes."""
    wanted, have = phrase.split(), text.split()
    runs = [have[start : start + len(wanted)] for start in range(len(have) - len(wanted) + 1)]
    assert matches(leaf(phrase), text) == (wanted in runs)
    assert matches(leaf(phrase, prefix=True), text) == any(
        run[:-1] == wanted[:-1] and run[-1].startswith(wanted[-1]) for run in runs
    )


# --- evaluation --------------------------------------------------------------------------------------------------


@LAWS
@given(NODES, st.lists(TEXTS, max_size=6))
def test_evaluation_equals_matching(node: Node, texts: list[str]) -> None:
    """Over boolean arrays and over sets the expression finds the rows that match one by one."""

    def mask(part: Leaf) -> npt.NDArray[np.bool_]:
        return np.array([part.needle in text for text in texts], dtype=bool)

    expected = [matches(node, text) for text in texts]
    assert evaluate(node, mask).tolist() == expected
    everyone = frozenset(range(len(texts)))
    rows = evaluate(
        node,
        lambda part: frozenset(row for row in everyone if part.needle in texts[row]),
        negation=lambda found: everyone - found,
    )
    assert sorted(rows) == [row for row, found in enumerate(expected) if found]


def test_each_leaf_is_evaluated_once() -> None:
    """A word that stands in an expression several times is looked up once, and no argument is changed."""
    asked: list[str] = []

    def mask(part: Leaf) -> npt.NDArray[np.bool_]:
        asked.append(str(part))
        found = np.array([True, False])
        found.flags.writeable = False
        return found

    node = parse("a b OR NOT a OR (a* NOT b)")
    assert evaluate(node, mask).tolist() == [True, True]
    assert asked == [str(part) for part in leaves(node)] == ["a", "b", "a*"]


def test_other_operators() -> None:
    """The operators can be replaced, so that an expression becomes one of another language."""
    written = evaluate(
        parse("a OR b NOT c*"),
        lambda part: f"[{part.needle}]",
        conjunction=lambda one, other: f"({one} & {other})",
        disjunction=lambda one, other: f"({one} | {other})",
        negation=lambda one: f"~{one}",
    )
    assert written == "([ a ] | ([ b ] & ~[ c]))"
