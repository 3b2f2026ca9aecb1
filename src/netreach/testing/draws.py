"""Chance that is the same on every machine.

NumPy's generators give the same uniform numbers everywhere, but its other distributions call the logarithm and
the exponential of the platform, whose last digits differ; and where such a digit makes one number be drawn again,
all that follow are others. Here are the few distributions that the synthetic world needs, made of uniform numbers,
of operations that IEEE 754 fixes to the last digit (sums, products, quotients, square roots), and of sums in a
fixed order.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_BLOCK = 1 << 18
# ln 2 in two parts: the first has so few digits that its product with a small whole number is exact.
_LN2_HIGH, _LN2_LOW = 0.693147180369123816490, 1.90821492927058770002e-10
_EXP_TERMS = 14
_LOG_TERMS = 12
_NORMAL_PARTS = 12


def total(values: NDArray[np.floating[Any]]) -> float:
    """Return the sum of the values, added from the first to the last.

    >>> total(np.array([0.5, 0.25, 0.25]))
    1.0
    """
    # Not `values.sum()`, which adds in another order where the processor has wider registers.
    return float(np.cumsum(values, dtype=np.float64)[-1]) if len(values) else 0.0


def exp(values: Floats) -> Floats:
    """Return the exponential, to about 15 digits; between -700 and 700.

    >>> exp(np.array([0.0, 1.0])).round(12).tolist()
    [1.0, 2.718281828459]
    """
    twos = np.floor(values / (_LN2_HIGH + _LN2_LOW) + 0.5)
    rest = (values - twos * _LN2_HIGH) - twos * _LN2_LOW
    result = np.ones_like(rest)
    for term in range(_EXP_TERMS, 0, -1):
        result = result * rest / term + 1.0
    scaled: Floats = np.ldexp(result, twos.astype(np.int32))
    return scaled


def log(values: Floats) -> Floats:
    """Return the natural logarithm of positive numbers, to about 15 digits.

    >>> log(np.array([1.0, 10.0])).round(12).tolist()
    [0.0, 2.302585092994]
    """
    part, twos = np.frexp(values)
    small = part < 0.7071067811865476
    part = np.where(small, part * 2, part)
    twos = twos - small
    # ln x = 2 artanh((x - 1) / (x + 1)), as a power series.
    ratio = (part - 1.0) / (part + 1.0)
    square = ratio * ratio
    series = np.zeros_like(ratio)
    for term in range(_LOG_TERMS, -1, -1):
        series = series * square + 1.0 / (2 * term + 1)
    result: Floats = twos * _LN2_HIGH + (twos * _LN2_LOW + 2.0 * ratio * series)
    return result


def power(values: Floats, exponent: float) -> Floats:
    """Return positive numbers to a power.

    >>> power(np.array([4.0, 8.0]), 1.5).round(9).tolist()
    [8.0, 22.627416998]
    """
    return exp(exponent * log(values))


def normal(rng: np.random.Generator, size: int) -> Floats:
    """Draw numbers of mean 0 and deviation 1, normal but for the farthest tails: nothing is beyond 6."""
    result = np.full(size, -_NORMAL_PARTS / 2)
    for _ in range(_NORMAL_PARTS):
        result += rng.random(size)
    return result


def exponential(rng: np.random.Generator, size: int) -> NDArray[np.float32]:
    """Draw exponential numbers of mean 1."""
    result = np.empty(size, dtype=np.float32)
    for begin in range(0, size, _BLOCK):
        part = result[begin : begin + _BLOCK]
        part[:] = -log(1.0 - rng.random(len(part)))
    return result


def between(rng: np.random.Generator, size: int, *, low: float, high: float) -> Floats:
    """Draw numbers in [0, 1) whose distribution function is `1 - (1 - x**low)**high`.

    It looks like a beta distribution and, unlike that, has a formula for its quantiles.

    Source: P. Kumaraswamy, A generalized probability density function for double-bounded random processes, Journal of
    Hydrology 46 (1980).
    """
    rest = 1.0 - power(1.0 - rng.random(size), 1.0 / high)
    return np.where(rest > 0, power(np.maximum(rest, 1e-300), 1.0 / low), 0.0)


def whole(rng: np.random.Generator, values: NDArray[np.floating[Any]]) -> NDArray[np.int64]:
    """Round numbers at random, so that the mean stays: 2.3 becomes 3 with a chance of 0.3, else 2."""
    dtype = np.float32 if values.dtype == np.float32 else np.float64
    return np.floor(values + rng.random(len(values), dtype=dtype)).astype(np.int64)
