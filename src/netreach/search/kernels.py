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
    Counts = npt.NDArray[np.int32]


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
def owners_of(codes: IntArray, values: int) -> tuple[LongArray, IntArray]:
    """Return who has each value, the last for none: offsets `[values + 2]`, and people value by value, ascending."""
    offsets = np.zeros(values + 2, dtype=np.int64)
    for person in range(len(codes)):
        offsets[codes[person] + 1] += 1
    for value in range(values + 1):
        offsets[value + 1] += offsets[value]
    place = offsets[:-1].copy()
    owners = np.empty(len(codes), dtype=np.int32)
    for person in range(len(codes)):
        owners[place[codes[person]]] = person
        place[codes[person]] += 1
    return offsets, owners


@kernel
def mark_owners(having: Bools, wanted: Bools, offsets: LongArray, owners: IntArray) -> None:
    """Mark those whose one value is wanted."""
    for value in range(len(wanted)):
        if wanted[value]:
            for row in range(offsets[value], offsets[value + 1]):
                having[owners[row]] = True


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
def count_one(held: Counts, codes: IntArray, people: IntArray) -> None:
    """Count people by their one value, those without in the last place."""
    for row in range(len(people)):
        held[np.uint32(codes[people[row]])] += 1


@kernel
def count_several(
    held: Counts, twice: Counts, offsets: LongArray, codes: IntArray, groups: IntArray, people: IntArray
) -> None:
    """Count people by each of their values; in `twice` how often one of them has a group once more."""
    for row in range(len(people)):
        begin, end = offsets[people[row]], offsets[people[row] + 1]
        for at in range(begin, end):
            held[codes[at]] += 1
            if len(groups):
                for before in range(begin, at):
                    if groups[codes[before]] == groups[codes[at]]:
                        twice[groups[codes[at]]] += 1
                        break


@kernel
def united(held: Counts, groups: IntArray, total: Counts, best: IntArray, spellings: IntArray) -> None:
    """Add values up by group, and find what stands for each: the commonest value, of equal ones the first."""
    for code in range(len(groups)):
        if held[code]:
            group = groups[code]
            total[group] += held[code]
            spellings[group] += 1
            if best[group] < 0 or held[code] > held[best[group]]:
                best[group] = code


@kernel
def commonest(total: Counts, best: IntArray, top: int) -> tuple[IntArray, int]:
    """Return the numbers with the highest counts, and how many have any; of equal ones the first value comes first.

    `best` has the value that stands for each number; it is empty where each number stands for itself.
    """
    chosen = np.empty(top, dtype=np.int32)
    found, distinct = 0, 0
    for number in range(len(total)):
        count = total[number]
        distinct += count > 0
        if not count or (found == top and count < total[chosen[top - 1]]):
            continue
        at = found
        while at:
            before = chosen[at - 1]
            later = best[before] > best[number] if len(best) else False
            if total[before] > count or (total[before] == count and not later):
                break
            at -= 1
        if at == top:
            continue
        if found < top:
            found += 1
        for row in range(found - 1, at, -1):
            chosen[row] = chosen[row - 1]
        chosen[at] = number
    return chosen[:found], distinct


@kernel
def tabulate_one(
    table: Table, place: npt.NDArray[np.uint16], codes: IntArray, people: IntArray, distances: Distances
) -> None:
    """Count people by the place of their one value and by degree."""
    for row in range(len(people)):
        person = people[row]
        table[place[np.uint32(codes[person])], distances[person]] += 1


@kernel
def tabulate_several(
    table: Table,
    place: npt.NDArray[np.uint16],
    offsets: LongArray,
    codes: IntArray,
    people: IntArray,
    distances: Distances,
) -> None:
    """The same where people have several values: somebody counts once in each place; those without in the last."""
    for row in range(len(people)):
        person = people[row]
        begin, end = offsets[person], offsets[person + 1]
        if begin == end:
            table[len(table) - 1, distances[person]] += 1
        for at in range(begin, end):
            mine = place[codes[at]]
            if mine:
                new = True
                for before in range(begin, at):
                    new &= place[codes[before]] != mine
                table[mine, distances[person]] += new


@kernel
def add_points(points: IntArray, held: IntArray, codes: IntArray, people: IntArray) -> None:
    """Add to people the points of their one value."""
    for row in range(len(people)):
        points[row] += held[np.uint32(codes[people[row]])]


@kernel
def known_by(
    indptr: LongArray, indices: IntArray, distances: Distances, cutoff: int, counts: IntArray
) -> None:
    """Count for everybody the contacts that are one degree nearer to the ego, who are at least 1 away."""
    for vertex in range(len(distances)):
        outer = distances[vertex] + 1
        if 1 < outer <= cutoff:
            for entry in range(indptr[vertex], indptr[vertex + 1]):
                counts[indices[entry]] += distances[indices[entry]] == outer


@kernel
def best_of_several(result: Any, offsets: LongArray, codes: IntArray, people: IntArray, held: Any) -> None:
    """Raise the number of each person to the highest of their values."""
    for row in range(len(people)):
        for at in range(offsets[people[row]], offsets[people[row] + 1]):
            result[row] = max(result[row], held[codes[at]])
