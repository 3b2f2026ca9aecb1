"""A network with known numbers: 8,911 people match within three degrees, and 131 of them are contacts.

131 of 8,911 is 1.47 %; the extended network holds the other 98.53 %.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from netreach.testing.wiring import Ints, pair_keys, unique_sorted

MATCHING = (131, 2_310, 6_470)
"""People per degree whose title has the words `marketing director`; 8,911 in all."""

OTHERS = (309, 3_690, 9_830)
"""People per degree with other titles."""

BEYOND = (400, 900)
"""Matching and other people four ties away."""

APART = (150, 350)
"""Matching and other people whom no path reaches."""

_MATCHES = (
    "Marketing Director",
    "Senior Marketing Director",
    "Marketing Director EMEA",
    "MARKETING DIRECTOR",
)
# Close to the criterion, but each lacks one of its two words.
_MISSES = (
    "Marketing Manager",
    "Directora de Marketing",
    "Sales Director",
    "Directeur Marketing",
    "Director of Operations",
    "CMO",
    "Data Engineer",
    "Consultant",
)
_FIRST = ("Ana", "Ben", "Carla", "David", "Eva", "Farid", "Greta", "Hugo", "Inés", "João", "Kaja", "Lena")
_LAST = ("Ruiz", "Lund", "Moreau", "Schäfer", "Silva", "Conti", "Berg", "O'Neill", "Haddad", "Ortega")
_PLACES = ("Madrid", "Paris", "Berlin", "Lisboa", "Milano", "London")


@attrs.frozen(kw_only=True, eq=False)
class SeedPool:
    """People and ties for `netreach.from_edges(pool.sources, pool.targets, people=pool.people)`.

    Attributes:
        people: Columns, one value per person; `id` is the person's number, the others are texts.
        sources, targets: The ends of each tie, int32 numbers of people; every pair stands once.
        ego: The number of the person from whose viewpoint the counts hold.
        query: The title to search for.
        matching: Matching people per degree: 1st, 2nd, 3rd.
        degrees: All people per degree: 1st, 2nd, 3rd.
        unreachable: Matching people beyond the 3rd degree or without any path.
    """

    people: dict[str, Sequence[object]]
    sources: NDArray[np.int32]
    targets: NDArray[np.int32]
    ego: int
    query: str
    matching: tuple[int, int, int]
    degrees: tuple[int, int, int]
    unreachable: int


def make_seed_pool(*, seed: int = 1) -> SeedPool:
    """Make the network in which 131 of 8,911 marketing directors are 1st degree.

    The ego is not a marketing director. Titles that only resemble the criterion are among the others.

    Args:
        seed: Which ties and names; the counts are the same for every seed.

    >>> pool = make_seed_pool()
    >>> sum(pool.matching), f"{pool.matching[0] / sum(pool.matching):.2%}"
    (8911, '1.47%')
    """
    rng = np.random.default_rng([seed, 8_911])
    sizes = [
        1,
        *(match + other for match, other in zip(MATCHING, OTHERS, strict=True)),
        sum(BEYOND),
        sum(APART),
    ]
    matching = [0, *MATCHING, BEYOND[0], APART[0]]
    people = sum(sizes)
    # Numbers are shuffled, so that nothing can be read off them.
    number = rng.permutation(people).astype(np.int32)
    layers = np.split(number, np.cumsum(sizes)[:-1])

    titles = np.array(_MISSES, dtype=object)[rng.integers(0, len(_MISSES), people)]
    for layer, count in zip(layers, matching, strict=True):
        titles[layer[:count]] = np.array(_MATCHES, dtype=object)[rng.integers(0, len(_MATCHES), count)]
    titles[layers[0]] = "Consultant"

    keys: list[Ints] = []
    for near, far in itertools.pairwise(layers[:5]):
        # Everyone has a contact one degree nearer to the ego, most have several; nobody skips a degree.
        for chance in (1.0, 0.6, 0.3):
            joined = far[rng.random(len(far)) < chance]
            keys.append(pair_keys(rng.choice(near, len(joined)), joined))
    for layer in layers[1:]:
        ends = rng.choice(layer, (2, 3 * len(layer)))
        ends = ends[:, ends[0] != ends[1]]
        keys.append(pair_keys(ends[0], ends[1]))
    ties = unique_sorted(np.concatenate(keys))

    return SeedPool(
        people={
            "id": list(range(people)),
            "first_name": [_FIRST[k] for k in rng.integers(0, len(_FIRST), people).tolist()],
            "last_name": [_LAST[k] for k in rng.integers(0, len(_LAST), people).tolist()],
            "title": titles.tolist(),
            "company": [f"Company {k}" for k in rng.integers(1, 400, people).tolist()],
            "location": [_PLACES[k] for k in rng.integers(0, len(_PLACES), people).tolist()],
        },
        sources=(ties >> 32).astype(np.int32),
        targets=(ties & np.int64(0xFFFFFFFF)).astype(np.int32),
        ego=int(layers[0][0]),
        query="marketing director",
        matching=MATCHING,
        degrees=(sizes[1], sizes[2], sizes[3]),
        unreachable=BEYOND[0] + APART[0],
    )
