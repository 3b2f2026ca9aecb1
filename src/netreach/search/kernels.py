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
def admit_values(bits: Bytes, offsets: LongArray, owners: IntArray, wanted: Bools, bit: int) -> None:
    """Give a bit to those whose one value is wanted, value by value."""
    having, mine = 0, np.uint8(bit)
    for value in range(len(wanted)):
        having += (offsets[value + 1] - offsets[value]) * wanted[value]
    if 2 * having <= len(bits):
        for value in range(len(wanted)):
            if wanted[value]:
                for row in range(offsets[value], offsets[value + 1]):
                    bits[np.uint32(owners[row])] |= mine
        return
    # Most have a wanted one: everybody has the bit, and the others lose it.
    for person in range(len(bits)):
        bits[person] |= mine
    for value in range(len(wanted)):
        if not wanted[value]:
            for row in range(offsets[value], offsets[value + 1]):
                bits[np.uint32(owners[row])] &= ~mine


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
def admit_truth(bits: Bytes, held: Bits, truth: Bools, bit: int) -> None:
    """Give a bit to those of whom what they hold makes an expression true."""
    mine = np.uint8(bit)
    for person in range(len(bits)):
        bits[person] |= np.uint8(truth[held[person]]) * mine


@kernel
def divide(
    bits: Bytes,
    number: Bytes,
    distances: Distances,
    near: IntArray,
    begin: int,
    criteria: int,
    degree: int,
) -> tuple[int, Table, IntArray]:
    """See `netreach.search.passes.Sieve.divide`: the same for some people who follow each other.

    `number` says for all bits which criterion is failed, `begin` is the vertex of the first, `near` is room for as
    many numbers as there are people. The bits are all 0 afterwards.
    """
    full = (1 << criteria) - 1
    but_degree = np.uint8(full - (1 << degree >> 1))
    lost = 0
    for person in range(len(bits)):
        lost += ((bits[person] == full) | (bits[person] == but_degree)) & (distances[person] < 0)
    found = 0
    for person in range(len(bits)):
        # No branch but a step: the number stays only where the person counts.
        near[found] = person
        found += (number[bits[person]] <= criteria) & (distances[person] > 0)
    offsets = np.zeros(criteria + 2, dtype=np.int64)
    people = np.empty(found + 1, dtype=np.int32)
    at = 0
    for which in range(criteria + 1):
        for row in range(found):
            people[at] = begin + near[row]
            at += number[bits[np.uint32(near[row])]] == which
        offsets[which + 1] = at
    bits[:] = 0
    return lost, offsets, people[:found]


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
def tally_one(
    table: Counts, touched: IntArray, found: int, codes: IntArray, people: IntArray, distances: Distances
) -> int:
    """Count people by their one value and by degree; see `netreach.search.facets.Scratch`."""
    for row in range(len(people)):
        person = np.uint32(people[row])
        code = np.uint32(codes[person])
        # No branch but a step: the number stays only where the value is new.
        touched[found] = code
        found += 1 - table[code, 0]
        table[code, 0] = 1
        table[code, np.uint8(distances[person])] += 1
    return found


@kernel
def tally_few(table: Counts, codes: Any, people: IntArray, distances: Distances) -> None:
    """Count people by their one value and by degree, where values are few: nothing is noted on the way.

    The codes are whole numbers of any width.
    """
    for row in range(len(people)):
        person = np.uint32(people[row])
        table[np.uint32(codes[person]), np.uint8(distances[person])] += 1


@kernel
def touch(table: Counts, touched: IntArray) -> int:
    """Note in column 0, and in `touched`, which rows of a table were counted in by `tally_few`."""
    found = 0
    for code in range(len(table)):
        for degree in range(1, table.shape[1]):
            if table[code, degree]:
                table[code, 0] = 1
                touched[found] = code
                found += 1
                break
    return found


@kernel
def tally_several(
    table: Counts,
    touched: IntArray,
    found: int,
    offsets: LongArray,
    codes: IntArray,
    groups: IntArray,
    united: Counts,
    people: IntArray,
    distances: Distances,
) -> int:
    """The same by each of their values; what somebody has twice of a group is taken off in `united`."""
    last = len(table) - 1
    for row in range(len(people)):
        person = np.uint32(people[row])
        degree = np.uint8(distances[person])
        begin, end = offsets[person], offsets[person + 1]
        if begin == end:
            touched[found] = last
            found += 1 - table[last, 0]
            table[last, 0] = 1
            table[last, degree] += 1
        for at in range(begin, end):
            code = np.uint32(codes[at])
            touched[found] = code
            found += 1 - table[code, 0]
            table[code, 0] = 1
            table[code, degree] += 1
            if len(groups):
                for before in range(begin, at):
                    if groups[codes[before]] == groups[code]:
                        united[groups[code], degree] -= 1
                        break
    return found


@kernel
def unite(
    table: Counts, touched: IntArray, found: int, groups: IntArray, united: Counts, met: IntArray
) -> int:
    """Add values up by group, and find what stands for each: the commonest value, of equal ones the first."""
    width = table.shape[1]
    groups_met = 0
    # Many are gone through in their order, which is that of the groups, or nearly: nothing is fetched from afar.
    ordered = found * 8 > len(table)
    for row in range(len(groups) if ordered else found):
        code = row if ordered else touched[row]
        if code == len(table) - 1 or not table[code, 0]:
            continue
        group = groups[code]
        met[groups_met] = group
        groups_met += 1 - united[group, 0]
        united[group, 0] = 1
        held = 0
        for degree in range(1, width):
            united[group, degree] += table[code, degree]
            held += table[code, degree]
        most, best = united[group, width], united[group, width + 1]
        if held > most or (held == most and code < best):
            united[group, width] = held
            united[group, width + 1] = code
        united[group, width + 2] += 1
    return groups_met


@kernel
def leading(table: Counts, touched: IntArray, found: int, width: int, top: int) -> tuple[IntArray, int]:
    """Return the rows with the highest counts, and how many have any; of equal ones the first value comes first.

    Where `table` is wider than `width`, it has the value that stands for each row in the column after the next; else
    each row is a value, the last for none.
    """
    groups = table.shape[1] > width
    chosen = np.empty(top, dtype=np.int32)
    counts = np.zeros(top, dtype=np.int64)
    kept, distinct = 0, 0
    for row in range(found):
        number = touched[row]
        if not groups and number == len(table) - 1:
            continue
        count = 0
        for degree in range(1, width):
            count += table[number, degree]
        distinct += 1
        if kept == top and count < counts[top - 1]:
            continue
        value = table[number, width + 1] if groups else number
        at = kept
        while at:
            before = chosen[at - 1]
            standing = table[before, width + 1] if groups else before
            if counts[at - 1] > count or (counts[at - 1] == count and standing < value):
                break
            at -= 1
        if at == top:
            continue
        kept = min(kept + 1, top)
        for place in range(kept - 1, at, -1):
            chosen[place] = chosen[place - 1]
            counts[place] = counts[place - 1]
        chosen[at] = number
        counts[at] = count
    return chosen[:kept], distinct


@kernel
def clear(table: Counts, touched: IntArray, found: int) -> None:
    """Set the rows that were counted in back to 0."""
    for row in range(found):
        for column in range(table.shape[1]):
            table[touched[row], column] = 0


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
