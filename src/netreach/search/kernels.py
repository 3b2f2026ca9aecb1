"""The passes of a search as compiled loops; `netreach.search.passes` has the same in NumPy, and chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from netreach.compiled import kernel

if TYPE_CHECKING:
    import numpy.typing as npt

    from netreach.plugins.protocols import IntArray, LongArray

    Bytes = npt.NDArray[np.uint8]
    Bits = npt.NDArray[np.uint16]
    Distances = npt.NDArray[np.int8]
    Bools = npt.NDArray[np.bool_]
    Table = npt.NDArray[np.int64]


@kernel
def levels(
    begin: IntArray, spelled: IntArray, candidates: IntArray, first: IntArray, last: IntArray, ends: int
) -> Bytes:
    """See `netreach.search.words.levels`."""
    result = np.zeros(len(candidates), dtype=np.uint8)
    size = len(first)
    for row in range(len(candidates)):
        text = candidates[row]
        start, stop = begin[text], begin[text + 1]
        for at in range(start, stop - size + 1):
            place = 0
            while place < size and first[place] <= spelled[at + place] < last[place]:
                place += 1
            if place == size:
                if at > start:
                    result[row] = 1
                elif stop - start == size and spelled[stop - 1] == ends:
                    result[row] = 3
                else:
                    result[row] = 2
                break
    return result


@kernel
def gather(bits: Bits, codes: IntArray, held: Bits) -> None:
    """Add to everybody's bits those of their one value."""
    for person in range(len(bits)):
        bits[person] |= held[np.uint32(codes[person])]


@kernel
def gather_several(bits: Bits, offsets: LongArray, codes: IntArray, held: Bits) -> None:
    """Add to everybody's bits those of all their values."""
    for person in range(len(bits)):
        for row in range(offsets[person], offsets[person + 1]):
            bits[person] |= held[codes[row]]


@kernel
def reject_one(state: Bytes, codes: IntArray, wanted: Bools, number: int, many: int) -> None:
    """Mark those whose one value is not wanted."""
    for person in range(len(state)):
        # No branch but a choice: what fails is as good as random.
        failed = np.uint8(number) if state[person] == 0 else np.uint8(many)
        state[person] = state[person] if wanted[np.uint32(codes[person])] else failed


@kernel
def reject_bits(state: Bytes, bits: Bits, truth: Bools, number: int, many: int) -> None:
    """Mark those whose bits do not make an expression true."""
    for person in range(len(state)):
        failed = np.uint8(number) if state[person] == 0 else np.uint8(many)
        state[person] = state[person] if truth[bits[person]] else failed


@kernel
def reject(state: Bytes, wanted: Bools, number: int, many: int) -> None:
    """Mark those who are not wanted."""
    for person in range(len(state)):
        failed = np.uint8(number) if state[person] == 0 else np.uint8(many)
        state[person] = state[person] if wanted[person] else failed


@kernel
def divide(state: Bytes, distances: Distances, criteria: int, cutoff: int) -> tuple[Table, Table, IntArray]:
    """See `netreach.search.passes.divide`."""
    counts = np.zeros((criteria + 1, cutoff + 2), dtype=np.int64)
    near = np.empty(len(state), dtype=np.int32)
    found = 0
    for person in range(len(state)):
        if state[person] <= criteria:
            counts[state[person], distances[person] + 1] += 1
            near[found] = person
            found += distances[person] > 0
    offsets = np.zeros(criteria + 2, dtype=np.int64)
    for number in range(criteria + 1):
        offsets[number + 1] = offsets[number] + counts[number, 2:].sum()
    place = offsets[:-1].copy()
    people = np.empty(found, dtype=np.int32)
    for row in range(found):
        number = state[near[row]]
        people[place[number]] = near[row]
        place[number] += 1
    return counts, offsets, people


@kernel
def count_without(
    counts: Table, offsets: LongArray, codes: IntArray, values: int, people: IntArray, distances: Distances
) -> None:
    """Count people without a value by degree; without offsets everybody has one code."""
    several = len(offsets) > 0
    for row in range(len(people)):
        person = people[row]
        if several:
            counts[distances[person]] += offsets[person] == offsets[person + 1]
        else:
            counts[distances[person]] += codes[person] == values


@kernel
def count_one(
    table: npt.NDArray[np.int32],
    codes: IntArray,
    people: IntArray,
    degrees: Distances,
    groups: IntArray,
    values: int,
) -> int:
    """Count people by the group of their one value and by degree; return of how many it is known."""
    known = 0
    for row in range(len(people)):
        code = codes[people[row]]
        if code < values:
            table[groups[code] if len(groups) else code, degrees[row]] += 1
            known += 1
    return known


@kernel
def count_several(
    table: npt.NDArray[np.int32],
    offsets: LongArray,
    codes: IntArray,
    people: IntArray,
    degrees: Distances,
    groups: IntArray,
) -> int:
    """Count people by the groups of their values, once in each, and by degree; return of how many one is known."""
    known = 0
    for row in range(len(people)):
        begin, end = offsets[people[row]], offsets[people[row] + 1]
        if begin < end:
            known += 1
        for at in range(begin, end):
            if not len(groups):
                table[codes[at], degrees[row]] += 1
                continue
            group = groups[codes[at]]
            new = True
            for before in range(begin, at):
                if groups[codes[before]] == group:
                    new = False
                    break
            if new:
                table[group, degrees[row]] += 1
    return known


@kernel
def count_spellings_one(held: IntArray, codes: IntArray, people: IntArray) -> None:
    """Count people by their one value."""
    for row in range(len(people)):
        code = codes[people[row]]
        if code < len(held):
            held[code] += 1


@kernel
def count_spellings_several(held: IntArray, offsets: LongArray, codes: IntArray, people: IntArray) -> None:
    """Count people by each of their values."""
    for row in range(len(people)):
        for at in range(offsets[people[row]], offsets[people[row] + 1]):
            held[codes[at]] += 1


@kernel
def stands(held: IntArray, groups: IntArray, best: IntArray, spellings: IntArray) -> None:
    """Find the value that stands for each group, the commonest and then the first, and in how many it is spelled."""
    for code in range(len(held)):
        if held[code]:
            group = groups[code]
            spellings[group] += 1
            if best[group] < 0 or held[code] > held[best[group]]:
                best[group] = code


@kernel
def commonest(table: npt.NDArray[np.int32], best: IntArray, top: int) -> tuple[IntArray, int]:
    """Return the groups with the highest counts, in the order of what stands for them, and how many there are."""
    chosen = np.empty(top, dtype=np.int32)
    total = np.empty(top, dtype=np.int64)
    found, distinct = 0, 0
    for group in range(len(table)):
        count = np.int64(0)
        for degree in range(table.shape[1]):
            count += table[group, degree]
        if not count:
            continue
        distinct += 1
        stand = best[group] if len(best) else group
        at = found
        while at and (
            total[at - 1] < count
            or (total[at - 1] == count and (best[chosen[at - 1]] if len(best) else chosen[at - 1]) > stand)
        ):
            at -= 1
        if at == top:
            continue
        if found < top:
            found += 1
        for place in range(found - 1, at, -1):
            chosen[place], total[place] = chosen[place - 1], total[place - 1]
        chosen[at], total[at] = group, count
    return chosen[:found], distinct


@kernel
def best_of_several(result: Any, offsets: LongArray, codes: IntArray, people: IntArray, held: Any) -> None:
    """Raise the number of each person to the highest of their values."""
    for row in range(len(people)):
        for at in range(offsets[people[row]], offsets[people[row] + 1]):
            result[row] = max(result[row], held[codes[at]])
