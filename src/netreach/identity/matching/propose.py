"""From pairs to candidates: weigh, keep those above the score that is asked for, and say why."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from netreach.answers.candidates import Candidate, CandidatePerson, Candidates, Reason
from netreach.answers.listed import check_limit
from netreach.errors import OptionError
from netreach.identity.matching import weights
from netreach.identity.matching.blocks import pairs_to_compare
from netreach.identity.matching.fields import Fields, read_fields
from netreach.identity.matching.names import Names, read_names
from netreach.identity.matching.weights import Weighed
from netreach.render.words import language_of

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, FloatArray, LongArray
    from netreach.snapshot import Snapshot

_NAME_KINDS = {
    weights.SAME: "name_same",
    weights.FORM: "name_form",
    weights.SLIP: "name_slip",
    weights.INITIAL: "name_initial",
}
_SAMPLE = 4_000
_CHUNK = 500_000


def candidates(
    snapshot: Snapshot,
    *,
    limit: int | None = None,
    min_score: float = 8.0,
    who: int | None = None,
    apart: Iterable[tuple[str, str]] = (),
    language: str | None = None,
) -> Candidates:
    """Propose pairs of professionals that may be one person.

    Args:
        snapshot: The opened version.
        limit: How many at most; all where not given.
        min_score: The least sum of evidence, in bits.
        who: Only pairs with this vertex.
        apart: Pairs of keys that are two people; their people are not proposed.
        language: Language of the answer's text.

    Raises:
        OptionError: When the limit is negative or the score is not a number.
    """
    check_limit(limit)
    if isinstance(min_score, bool) or not isinstance(min_score, int | float) or math.isnan(min_score):
        raise OptionError(f"min_score is {min_score!r}: give a number of bits.")
    names, fields, weighed = snapshot.memo(
        f"candidates:{min_score}", lambda: _weighed(snapshot, float(min_score))
    )
    total = weighed.total()
    keep = ~_parted(snapshot, weighed, apart)
    if who is not None:
        keep &= (weighed.a == who) | (weighed.b == who)
    # Vertices are in the order of ids, so equal scores stand in the order of ids.
    rows = np.flatnonzero(keep)
    rows = rows[np.lexsort((weighed.b[rows], weighed.a[rows], -np.round(total[rows], 9)))]
    code = language_of(language)
    return Candidates(
        found=tuple(_made(snapshot, names, fields, weighed.take(rows[:limit]), code)),
        total=len(rows),
        min_score=float(min_score),
        version=snapshot.version,
        language=code,
    )


def _weighed(snapshot: Snapshot, min_score: float) -> tuple[Names, Fields, Weighed]:
    names, fields = read_names(snapshot.column("name")), read_fields(snapshot)
    a, b = pairs_to_compare(names, fields.company.code, fields.handle.code, fields.has_profile)
    # Two people who each exported their own account are two accounts: nothing to ask.
    accounts = fields.owns & fields.has_profile
    ask = ~(accounts[a] & accounts[b])
    a, b = a[ask], b[ask]
    parts = [
        _survivors(names, fields, a[begin : begin + _CHUNK], b[begin : begin + _CHUNK], min_score)
        for begin in range(0, max(len(a), 1), _CHUNK)
    ]
    weighed = _concatenated(parts)
    weighed.bits["title"] = _titles(fields, weighed)
    weighed.bits["shared"] = _shared(snapshot, weighed)
    return names, fields, weighed.take(np.flatnonzero(weighed.total() >= min_score))


def _survivors(names: Names, fields: Fields, a: LongArray, b: LongArray, min_score: float) -> Weighed:
    """The pairs that can still reach the score when titles and contacts are looked at."""
    weighed = weights.weigh_names(names, a, b)
    weighed = weighed.take(np.flatnonzero(weights.is_a_match(weighed, names)))
    weights.weigh_fields(fields, weighed)
    people = len(names.tokens)
    rarest = weights.share(1, people)
    most = math.log2(weights.M_TITLE / float(rarest)) + math.log2(weights.M_SHARED * _SAMPLE)
    return weighed.take(np.flatnonzero(weighed.total() + most >= min_score))


def _concatenated(parts: list[Weighed]) -> Weighed:
    return Weighed(
        np.concatenate([part.a for part in parts]),
        np.concatenate([part.b for part in parts]),
        np.concatenate([part.level for part in parts]),
        np.concatenate([part.partner for part in parts]),
        np.concatenate([part.word_bits for part in parts]),
        {name: np.concatenate([part.bits[name] for part in parts]) for name in parts[0].bits},
    )


def _titles(fields: Fields, weighed: Weighed) -> FloatArray:
    """What the titles say: the same, a word in common, or none; each distinct pair of titles is looked at once."""
    title, people = fields.title, len(fields.title.code)
    mine, theirs = title.code[weighed.a], title.code[weighed.b]
    bits = np.zeros(len(mine))
    known = np.flatnonzero((mine >= 0) & (theirs >= 0))
    if not len(known):
        return bits
    size = len(title.labels)
    distinct, at = np.unique(mine[known].astype(np.int64) * size + theirs[known], return_inverse=True)
    parts = [frozenset(label.split()) for label in title.labels]
    having: dict[str, int] = {}
    for found, count in zip(parts, title.count.tolist(), strict=True):
        for word in found:
            having[word] = having.get(word, 0) + count
    values = np.empty(len(distinct))
    none = float(weights.disagreement(weights.M_TITLE + weights.M_TITLE_WORD, weights.PRIOR_SHARE))
    for row, (s, t) in enumerate(zip(*(part.tolist() for part in np.divmod(distinct, size)), strict=True)):
        common = [word for word in parts[s] & parts[t] if len(word) > 2]
        if s == t:
            values[row] = weights.agreement(weights.M_TITLE, weights.share(int(title.count[s]), people))
        elif common:
            rarest = min(having[word] for word in common)
            values[row] = weights.agreement(weights.M_TITLE_WORD, weights.share(rarest, people))
        else:
            values[row] = none
    bits[known] = values[at]
    return bits


def _shared(snapshot: Snapshot, weighed: Weighed) -> FloatArray:
    """A contact in common speaks for one person; that none is known says nothing, since lists are known in part."""
    ones = np.ones(snapshot.count)
    engine = snapshot.engine

    def overlap(a: LongArray, b: LongArray) -> LongArray:
        sums = engine.overlap_sums(a.astype(np.int32), b.astype(np.int32), ones)
        return np.rint(sums).astype(np.int64)

    bits = np.zeros(len(weighed.a))
    if not len(bits) or snapshot.count < 2:
        return bits
    # How often strangers share a contact: pairs that lie far apart in the order of ids, which are hashes.
    at = np.arange(min(_SAMPLE, snapshot.count), dtype=np.int64) * (
        snapshot.count // min(_SAMPLE, snapshot.count)
    )
    strangers = overlap(at, (at + snapshot.count // 2) % snapshot.count)
    u = (np.count_nonzero(strangers) + 1.0) / (len(at) + 2.0)
    apart = weighed.bits["one_list"] == 0
    shared = overlap(weighed.a, weighed.b) > 0
    bits[shared & apart] = max(0.0, math.log2(weights.M_SHARED / u))
    return bits


def told_apart(snapshot: Snapshot, apart: Iterable[tuple[str, str]]) -> frozenset[tuple[int, int]]:
    """Return the pairs of vertices, the smaller first, of which the user said that they are two people.

    Args:
        snapshot: The opened version.
        apart: Pairs of keys that are two people.
    """
    found: set[tuple[int, int]] = set()
    for one, other in apart:
        a, b = snapshot.vertex_of_key(one), snapshot.vertex_of_key(other)
        if a >= 0 and b >= 0 and a != b:
            found.add((min(a, b), max(a, b)))
    return frozenset(found)


def _parted(snapshot: Snapshot, weighed: Weighed, apart: Iterable[tuple[str, str]]) -> BoolArray:
    rejected = [a * snapshot.count + b for a, b in told_apart(snapshot, apart)]
    return np.isin(weighed.a * snapshot.count + weighed.b, np.array(rejected, dtype=np.int64))


def _made(
    snapshot: Snapshot, names: Names, fields: Fields, weighed: Weighed, language: str
) -> Iterable[Candidate]:
    people = np.unique(np.concatenate((weighed.a, weighed.b)))
    columns = {name: snapshot.texts(name, people) for name in ("id", "name", "title", "company", "location")}
    keys = snapshot.keys_of_many(people)
    made = {
        vertex: CandidatePerson(keys=keys[row], **{name: values[row] for name, values in columns.items()})
        for row, vertex in enumerate(people.tolist())
    }
    tokens_a, tokens_b = names.tokens[weighed.a].tolist(), names.tokens[weighed.b].tolist()
    levels, partners, bits = weighed.level.tolist(), weighed.partner.tolist(), weighed.word_bits.tolist()
    others = {name: values.tolist() for name, values in weighed.bits.items()}
    for row, (a, b) in enumerate(zip(weighed.a.tolist(), weighed.b.tolist(), strict=True)):
        one, other = made[a], made[b]
        reasons = [
            Reason(
                kind=_NAME_KINDS[level],
                bits=bits[row][place],
                a=names.vocabulary[tokens_a[row][place]],
                b=names.vocabulary[tokens_b[row][partners[row][place]]],
            )
            for place, level in enumerate(levels[row])
            if level
        ]
        used = {partner for partner, level in zip(partners[row], levels[row], strict=True) if level}
        left = [token for place, token in enumerate(tokens_a[row]) if token >= 0 and not levels[row][place]]
        right = [token for place, token in enumerate(tokens_b[row]) if token >= 0 and place not in used]
        said = (
            " ".join(names.vocabulary[token] for token in left),
            " ".join(names.vocabulary[token] for token in right),
        )
        for name, values in others.items():
            value = values[row]
            if value:
                reasons.append(_reason(name, value, one, other, said, fields, a, b))
        reasons.sort(key=lambda reason: (-reason.bits, reason.kind))
        yield Candidate(
            a=one,
            b=other,
            score=math.fsum(reason.bits for reason in reasons),
            reasons=tuple(reasons),
            language=language,
        )


def _reason(
    name: str,
    bits: float,
    one: CandidatePerson,
    other: CandidatePerson,
    words: tuple[str, str],
    fields: Fields,
    a: int,
    b: int,
) -> Reason:
    if name in ("other_word", "extra_word"):
        return Reason(kind=f"name_{name}", bits=bits, a=words[0], b=words[1])
    if name in ("company", "location", "title"):
        value = {"company": fields.company, "location": fields.location, "title": fields.title}[name]
        same = value.code[a] == value.code[b]
        kind = f"{name}_same" if same else "title_alike" if name == "title" and bits > 0 else f"{name}_other"
        return Reason(kind=kind, bits=bits, a=getattr(one, name), b=getattr(other, name))
    if name == "handle":
        label = fields.handle.labels[int(fields.handle.code[a])]
        return Reason(kind="handle_same", bits=bits, a=label, b=label)
    return Reason(
        kind={"profiles": "two_profiles", "one_list": "one_list", "shared": "shared_contact"}[name], bits=bits
    )
