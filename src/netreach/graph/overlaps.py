"""What one vertex shares with others: a record of arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import numpy as np

if TYPE_CHECKING:
    from netreach.plugins.protocols import FloatArray, IntArray, LongArray


@attrs.frozen(kw_only=True, eq=False)
class Overlaps:
    """The overlap of one vertex with `[k]` others; k(v) is the number of neighbours of v.

    Attributes:
        vertices: int32 `[k]`: the others.
        common: int64 `[k]`: shared contacts.
        adamic_adar: float64 `[k]`: sum of 1 / ln k over the shared contacts (Adamic and Adar 2003).
        resource_allocation: float64 `[k]`: sum of 1 / k over the shared contacts (Zhou, Lü and Zhang 2009).
        contacts: int64: neighbours of the one.
        others_contacts: int64 `[k]`: neighbours of the others.
    """

    vertices: IntArray
    common: LongArray
    adamic_adar: FloatArray
    resource_allocation: FloatArray
    contacts: int
    others_contacts: LongArray

    @property
    def jaccard(self) -> FloatArray:
        """float64 `[k]`: shared contacts as a part of all contacts of both (Jaccard 1901)."""
        return _part(self.common, self.contacts + self.others_contacts - self.common)

    @property
    def overlap(self) -> FloatArray:
        """float64 `[k]`: shared contacts as a part of all other contacts of both (Onnela and others 2007)."""
        return _part(self.common, self.contacts - 1 + self.others_contacts - 1 - self.common)


def adamic_weights(contact_counts: LongArray) -> FloatArray:
    """Return `[most contacts + 1]`: the weight 1 / ln k of a shared contact by its number of contacts.

    Who has one contact is shared by nobody, and weighs nothing.

    >>> adamic_weights(np.array([2, 0])).round(3).tolist()
    [0.0, 0.0, 1.443]
    """
    weights = np.zeros(int(contact_counts.max(initial=0)) + 1)
    weights[2:] = 1.0 / np.log(np.arange(2, len(weights)))
    return weights


def _part(part: LongArray, whole: LongArray) -> FloatArray:
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
