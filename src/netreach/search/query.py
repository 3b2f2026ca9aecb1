"""The query language: from what somebody types to a small tree of words, NOT, AND and OR.

The grammar, with the operators in capitals only::

    or   := and ("OR" and)*
    and  := not (["AND"] not)*
    not  := "NOT" not | atom
    atom := word ["*"] | '"' words '"' ["*"] | "(" or ")"

NOT binds tighter than AND, AND tighter than OR, and words side by side mean AND, as users of professional networks
write it; `a NOT b` is `a AND NOT b`. A star makes the last word a beginning: `direct*`, `"sales mana"*`.

Words are those of `netreach.text`: case and accents do not matter, and signs part words. What holds several words
(`co-founder`, `O'Brien`, a run of Chinese) is a phrase: the words must follow each other. A sign that stands alone
(`sales & marketing`, an emoji, `%`) parts words and means nothing else; there are no wildcards but the star, and no
regular expressions. `-word`, `!word` and `|` are refused, since elsewhere they mean NOT and OR.

**Missing values count as empty text**: no word finds them, so `NOT director` does. Nobody is dropped because a
field is unknown; how many those are is for the answer to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, NoReturn

from netreach.errors import QueryError
from netreach.search.tree import And, Leaf, Node, Not, Or
from netreach.text import words as words_of

DEPTH_LIMIT = 50
"""How deep parentheses and NOTs may be nested."""

LENGTH_LIMIT = 10_000
"""How many characters an expression may have."""


def parse(text: str) -> Node:
    """Return the tree of an expression.

    Args:
        text: What somebody typed.

    Raises:
        QueryError: The text is blank, too long, nested too deeply or no expression; the error points at the place.

    >>> print(parse('head OR director of NOT (sales OR "human resources")'))
    head OR director AND of AND NOT (sales OR "human resources")
    >>> print(parse("co-founder Direct*"))
    "co founder" AND direct*
    """
    if len(text) > LENGTH_LIMIT:
        raise QueryError(f"this expression is longer than {LENGTH_LIMIT:,} characters", text, LENGTH_LIMIT)
    if not text.strip():
        raise QueryError("this expression is empty: type a word to search for", text, 0)
    return _Parser(text).parse()


def any_of(texts: Sequence[str]) -> Node:
    """Return the tree that matches what at least one of several expressions matches.

    Args:
        texts: The expressions; a single text stands for itself.

    Raises:
        QueryError: There is no expression, or one of them cannot be read.

    >>> print(any_of(["marketing director", "CMO"]))
    marketing AND director OR cmo
    """
    if isinstance(texts, str):
        return parse(texts)
    nodes = [parse(text) for text in texts]
    if not nodes:
        raise QueryError("this list of expressions is empty", "", 0)
    return Or(nodes=nodes) if len(nodes) > 1 else nodes[0]


class _Token(NamedTuple):
    """A piece of an expression; `kind` is an operator, a parenthesis, "leaf", "sign" or "end"."""

    kind: str
    start: int
    leaf: Leaf | None = None


_QUOTES = '"“”„‟«»＂'
_TOKEN = re.compile(rf"\s*(?:([(（])|([)）])|([{_QUOTES}])|([^\s()（）{_QUOTES}]+))")
_CLOSING_QUOTE = re.compile(f"[{_QUOTES}]")
_STARS = "*＊"
_STAR = re.compile(f"[{_STARS}]")
_FOREIGN_NOT = re.compile(r"[-!][^\W_]")
_FOREIGN_OPERATORS = {"|": "OR", "||": "OR", "&&": "AND"}


class _Parser:
    """Reads one expression by recursive descent; recursion is bounded by `DEPTH_LIMIT`."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = self._read_tokens()
        self._token = next(self._tokens)

    def parse(self) -> Node:
        node = self._either(0)
        if self._token.kind == ")":
            self._fail("this parenthesis was never opened", self._token.start)
        return node

    # Grammar

    def _either(self, depth: int) -> Node:
        nodes = [self._both(depth)]
        while self._token.kind == "OR":
            nodes.append(self._both(depth, after=self._advance()))
        return Or(nodes=nodes) if len(nodes) > 1 else nodes[0]

    def _both(self, depth: int, *, after: _Token | None = None) -> Node:
        nodes = [self._negation(depth, after)]
        while True:
            self._skip_signs()
            if self._token.kind == "AND":
                nodes.append(self._negation(depth, self._advance()))
            elif self._token.kind in ("NOT", "leaf", "("):
                nodes.append(self._negation(depth, None))
            else:
                return And(nodes=nodes) if len(nodes) > 1 else nodes[0]

    def _negation(self, depth: int, after: _Token | None) -> Node:
        sign = self._skip_signs()
        token = self._token
        if token.kind == "leaf" and token.leaf is not None:
            self._advance()
            return token.leaf
        if token.kind in ("NOT", "("):
            if depth == DEPTH_LIMIT:
                self._fail(f"parentheses and NOTs are nested more than {DEPTH_LIMIT} deep", token.start)
            self._advance()
            return (
                Not(node=self._negation(depth + 1, token))
                if token.kind == "NOT"
                else self._group(token, depth)
            )
        return self._missing(after, sign)

    def _group(self, opened: _Token, depth: int) -> Node:
        if self._token.kind == ")":
            self._fail("these parentheses are empty", opened.start)
        node = self._either(depth + 1)
        if self._token.kind != ")":
            self._fail("this parenthesis is never closed", opened.start)
        self._advance()
        return node

    def _missing(self, after: _Token | None, sign: _Token | None) -> NoReturn:
        """Say what is wrong where a word was needed and `self._token` is none."""
        if sign is not None:
            self._fail("this holds no letter or digit", sign.start)
        if after is not None and after.kind == "NOT":
            self._fail("NOT needs something after it", after.start)
        if after is not None:
            self._fail(f"{after.kind} needs a word after it", after.start)
        if self._token.kind in ("AND", "OR"):
            self._fail(f"{self._token.kind} needs a word before it", self._token.start)
        if self._token.kind == ")":
            self._fail("this parenthesis was never opened", self._token.start)
        self._fail("this parenthesis is never closed", len(self._text.rstrip()) - 1)

    # Tokens

    def _advance(self) -> _Token:
        token = self._token
        self._token = next(self._tokens)
        return token

    def _skip_signs(self) -> _Token | None:
        """Go past pieces without a letter or digit; return the first of them."""
        first = self._token if self._token.kind == "sign" else None
        while self._token.kind == "sign":
            self._advance()
        return first

    def _read_tokens(self) -> Iterator[_Token]:
        position = 0
        while match := _TOKEN.match(self._text, position):
            opening, closing, quote, word = match.groups()
            start = match.start(match.lastindex or 0)
            position = match.end()
            if opening or closing:
                yield _Token("(" if opening else ")", start)
            elif quote:
                token, position = self._quoted(start)
                yield token
            elif word in ("AND", "OR", "NOT"):
                yield _Token(word, start)
            else:
                yield self._word(word, start)
        while True:
            yield _Token("end", len(self._text))

    def _quoted(self, start: int) -> tuple[_Token, int]:
        closing = _CLOSING_QUOTE.search(self._text, start + 1)
        if closing is None:
            self._fail("this quote is never closed", start)
        inside, end = self._text[start + 1 : closing.start()], closing.end()
        found, prefix = self._words(inside, start + 1)
        if not found:
            self._fail("this quote holds no letter or digit", start)
        if self._text[end : end + 1] and self._text[end] in _STARS:
            prefix, end = True, end + 1
        return _Token("leaf", start, Leaf(words=found, prefix=prefix)), end

    def _word(self, word: str, start: int) -> _Token:
        if word in _FOREIGN_OPERATORS:
            self._fail(f"write {_FOREIGN_OPERATORS[word]} instead", start)
        if _FOREIGN_NOT.match(word):
            self._fail(f"write NOT and a blank instead of {word[0]}, or put the text in quotes", start)
        found, prefix = self._words(word, start)
        return _Token("leaf", start, Leaf(words=found, prefix=prefix)) if found else _Token("sign", start)

    def _words(self, text: str, start: int) -> tuple[tuple[str, ...], bool]:
        """Return the words of a piece, and whether a star ends it."""
        star = _STAR.search(text)
        if star is None:
            return words_of(text), False
        found = words_of(text[: star.start()])
        if not found or words_of(text[star.start() :]):
            self._fail("a star can only stand at the end of a word or phrase", start + star.start())
        return found, True

    def _fail(self, reason: str, position: int) -> NoReturn:
        raise QueryError(reason, self._text, position)
