"""Whole columns of cells: cleaned texts, keys, days, numbers and lists. Python sees distinct odd values only."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from netreach.arrow import compute as pc
from netreach.errors import ExportError
from netreach.importers import dates
from netreach.keys import email_key, linkedin_key
from netreach.text import clean

if TYPE_CHECKING:
    from netreach.plugins.protocols import BoolArray, LongArray

TEXT_LIMIT = 1000
"""Characters of a cell that are kept."""

CELL_LIMIT = 100_000
"""Bytes of a cell that is taken for a name, a title or the like; a longer one is a problem of its row."""

_ODD = r"[^ -~]|  "
_NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"
_MINUS, _NINE = ord("-"), ord("9")
_NOW = frozenset(("present", "current", "now", "today", "actualidad", "actual", "presente", "-"))


def mask_of(values: pa.Array | pa.ChunkedArray) -> BoolArray:
    """Return an Arrow column of truth values as an array; null is false."""
    found: BoolArray = pc.fill_null(values, False).to_numpy(zero_copy_only=False).astype(bool)
    return found


def one(values: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return a column as one array."""
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values


def as_text(values: pa.Array) -> pa.Array:
    """Return a column as text: numbers as they are written without a fraction, lists joined by semicolons.

    Raises:
        ExportError: Its type cannot be written as text.
    """
    kind = values.type
    if pa.types.is_string(kind):
        return values
    try:
        if pa.types.is_list(kind) or pa.types.is_large_list(kind):
            return pc.binary_join(values.cast(pa.list_(pa.string())), ";")
        if pa.types.is_floating(kind):
            return pc.replace_substring_regex(values.cast(pa.string()), pattern=r"\.0+$", replacement="")
        return values.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise ExportError(f"A column of type {kind} is not text ({error}).") from error


def texts(values: pa.Array, *, limit: int = TEXT_LIMIT) -> pa.Array:
    """Return a column as `netreach.text.clean` leaves it, null where nothing is left."""
    column = pc.utf8_trim_whitespace(as_text(values))
    odd = mask_of(pc.match_substring_regex(column, _ODD)) | mask_of(
        pc.greater(pc.binary_length(column), limit)
    )
    if odd.any():
        rows = pa.array(odd)
        cleaned = mapped(column.filter(rows), lambda text: clean(text, limit=limit))
        column = pc.replace_with_mask(column, rows, cleaned)
    return pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)


def mapped(values: pa.Array, function: Callable[[str], str | None]) -> pa.Array:
    """Apply a function to the distinct values of a column of texts."""
    encoded = values.dictionary_encode()
    results = [function(value) for value in encoded.dictionary.to_pylist()]
    return pa.array(results, pa.string()).take(encoded.indices)


# Keys


def identifiers(values: pa.Array) -> pa.Array:
    """Return ids as whole numbers where all of a column are written so (no leading zeros), else as cleaned text."""
    if pa.types.is_integer(values.type) or pa.types.is_floating(values.type):
        # Numbers with gaps come as floats from pandas: 7.0 is 7.
        whole = _cast(values, pa.int64())
        return as_text(values) if whole is None else whole
    column = as_text(values)
    if (found := _whole_numbers(column)) is not None:
        return found
    column = texts(column)
    return column if (found := _whole_numbers(column)) is None else found


def _whole_numbers(column: pa.Array) -> pa.Array | None:
    known = column.drop_null()
    if not len(known) or not known[0].as_py().removeprefix("-").isdigit():
        return None
    signs = _bytes(known)
    if signs.min(initial=_NINE) < _MINUS or signs.max(initial=_MINUS) > _NINE:
        return None
    whole = _cast(column, pa.int64())
    return whole if whole is not None and _digits(whole.drop_null()) == len(signs) else None


def _bytes(texts: pa.Array) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return the bytes of all texts one behind the other; there are no nulls."""
    _, offsets, data = texts.buffers()
    if data is None:
        return np.zeros(0, dtype=np.uint8)
    begin = np.frombuffer(offsets, dtype=np.int32)[texts.offset :]
    return np.frombuffer(data, dtype=np.uint8)[begin[0] : begin[len(texts)]]


def _digits(whole: pa.Array) -> int:
    """Return with how many signs numbers are written. A text of digits that takes more has a zero before them."""
    values = whole.to_numpy()
    # The least number has no opposite but among those without a sign.
    size = np.abs(values).view(np.uint64)
    written = len(values) + int(np.count_nonzero(values < 0))
    largest, power = int(size.max(initial=0)), 10
    while power <= largest:
        written += int(np.count_nonzero(size >= np.uint64(power)))
        power *= 10
    return written


def _cast(column: pa.Array, kind: pa.DataType) -> pa.Array | None:
    try:
        return column.cast(kind)
    except pa.ArrowInvalid:
        return None


def references(values: pa.Array, prefix: str) -> tuple[pa.Array, str]:
    """Return what names people as values of a batch, and the prefix that makes keys of them.

    An e-mail address of a person and the URL of a LinkedIn profile are that key wherever they stand; anything else
    is an id of the data set.
    """
    if not pa.types.is_string(values.type):
        return values, prefix
    safe = safe_keys(values)
    if safe.null_count == len(safe):
        return values, prefix
    return pc.coalesce(safe, with_prefix(values, prefix)), ""


def safe_keys(values: pa.Array) -> pa.Array:
    """Return the safe key of each text, null where it has none."""
    mail = pc.match_substring(values, "@")
    site = pc.match_substring(values, "linkedin.com/", ignore_case=True)
    rows = pc.fill_null(pc.or_(mail, site), False)
    if not pc.any(rows).as_py():
        return pa.nulls(len(values), pa.string())
    found = mapped(values.filter(rows), lambda text: linkedin_key(text) or email_key(text))
    return pc.replace_with_mask(pa.nulls(len(values), pa.string()), rows, found)


def with_prefix(values: pa.Array, prefix: str) -> pa.Array:
    """Return keys made of ids."""
    return pc.binary_join_element_wise(prefix, values.cast(pa.string()), "")


# Lists


def lists(columns: Sequence[pa.Array], *, pattern: str) -> pa.Array:
    """Return the parts of some columns of texts as one list a row, without empty parts.

    Args:
        columns: Columns of equal length.
        pattern: What parts the parts, a regular expression.
    """
    # Not `null_handling="skip"`: with nothing but nulls that gives a column without rows (pyarrow 26).
    joined = pc.binary_join_element_wise(*(pc.fill_null(as_text(column), "") for column in columns), "\n")
    parts = pc.split_pattern_regex(joined, pattern=rf"\n|{pattern}")
    return listed(pc.list_parent_indices(parts).to_numpy(), texts(pc.list_flatten(parts)), len(joined))


def listed(rows: LongArray, values: pa.Array, count: int) -> pa.Array:
    """Return a column of lists from values and the rows they belong to, ascending; null values fall away."""
    known = mask_of(pc.is_valid(values))
    offsets = np.zeros(count + 1, dtype=np.int32)
    np.cumsum(np.bincount(rows[known], minlength=count), out=offsets[1:])
    return pa.ListArray.from_arrays(pa.array(offsets), values.filter(pa.array(known)))


def first_of(values: pa.Array) -> pa.Array:
    """Return the first element of each list, null where there is none."""
    offsets = values.offsets.to_numpy().astype(np.int64)
    starts = pa.array(offsets[:-1], mask=offsets[:-1] == offsets[1:])
    return values.values.take(starts)


def addresses(columns: Sequence[pa.Array]) -> pa.Array:
    """Return the e-mail addresses of some columns as one list a row; a cell may hold several."""
    parts = lists(columns, pattern=r":::|[\s;,|<>]+")
    values = pc.utf8_trim(pc.list_flatten(parts), characters="\"'()<>")
    values = pc.replace_substring_regex(values, pattern="^(?i:mailto|smtp):", replacement="")
    values = pc.if_else(pc.match_substring(values, "@"), values, pa.scalar(None, pa.string()))
    return listed(pc.list_parent_indices(parts).to_numpy(), values, len(parts))


# Numbers and days


def numbers(values: pa.Array) -> tuple[pa.Array, BoolArray]:
    """Return a column as numbers, null where empty, and which cells are no numbers; `0,5` is one half."""
    if pa.types.is_integer(values.type) or pa.types.is_floating(values.type):
        plain = values.cast(pa.float64())
        return pc.if_else(pc.is_nan(plain), pa.scalar(None, pa.float64()), plain), np.zeros(len(values), bool)
    if (quick := _cast(as_text(values), pa.float64())) is not None:
        return quick, mask_of(pc.is_nan(quick))
    column = texts(values)
    column = pc.if_else(
        pc.match_substring_regex(column, "^[0-9]*,[0-9]+$"), pc.replace_substring(column, ",", "."), column
    )
    right = pc.match_substring_regex(column, _NUMBER)
    wrong = mask_of(pc.invert(right))
    # Arrow reads no plus sign.
    plain = pc.utf8_ltrim(pc.if_else(right, column, pa.scalar(None, pa.string())), characters="+")
    return plain.cast(pa.float64()), wrong


def days(
    values: pa.Array, *, last: bool = False, day_first: bool | None = False
) -> tuple[pa.Array, BoolArray]:
    """Return a column as days, null where empty, and which cells are no days.

    Days are read as ISO dates, with or without a time, whose zone does not move them; as numbers `20100422`,
    `20100422123057947`, as seconds or milliseconds since 1970, as years, and as `netreach.importers.dates` reads
    them. `present` and its like are empty.

    Args:
        values: Texts, numbers, dates or times.
        last: Whether a month or a year stands for its last day instead of its first.
        day_first: How to read `1/2/18`; `None` takes it for no day at all.
    """
    kind = values.type
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return values.cast(pa.timestamp("us")).cast(pa.date32(), safe=False), np.zeros(
            len(values), dtype=bool
        )
    column = as_text(values)
    # Times of day go before the distinct values are taken: there are few days, but many milliseconds.
    iso = pc.match_substring_regex(column, r"^\d{4}-\d\d-\d\d[T ]")
    column = pc.if_else(iso, pc.utf8_slice_codeunits(column, 0, 10), column)
    encoded = _epochs(_compact(column)).dictionary_encode()
    distinct = texts(encoded.dictionary, limit=100).to_pylist()
    found = [None if text is None else _day(text, last=last, day_first=day_first) for text in distinct]
    wrong = [
        text is not None and day is None and text.casefold() not in _NOW
        for text, day in zip(distinct, found, strict=True)
    ]
    return (
        pa.array(found, pa.date32()).take(encoded.indices),
        mask_of(pa.array(wrong, pa.bool_()).take(encoded.indices)),
    )


def late_days(found: pa.Array) -> Counter[dt.date]:
    """Count a column of days, all those up to `dates.SURELY_PAST` as that one."""
    late = found.filter(pc.greater(found, pa.scalar(dates.SURELY_PAST, pa.date32())))
    counts = Counter({dates.SURELY_PAST: len(found) - found.null_count - len(late)})
    for pair in pc.value_counts(late).to_pylist():
        counts[pair["values"]] += pair["counts"]
    return counts


def _compact(column: pa.Array) -> pa.Array:
    """Write `20100422`, with or without a time of day behind it, as an ISO date."""
    rows = pc.match_substring_regex(column, r"^\d{4}(0[1-9]|1[0-2])([0-2]\d|3[01])(\d{6}|\d{9})?$")
    if not pc.any(rows).as_py():
        return column
    parts = [pc.utf8_slice_codeunits(column, start, stop) for start, stop in ((0, 4), (4, 6), (6, 8))]
    return pc.if_else(rows, pc.binary_join_element_wise(*parts, "-"), column)


def _epochs(column: pa.Array) -> pa.Array:
    """Write seconds (9 or 10 digits) and milliseconds (11 to 13) since 1970 as dates."""
    rows = mask_of(pc.match_substring_regex(column, r"^\d{9,13}$"))
    if not rows.any():
        return column
    numbers = column.filter(pa.array(rows)).cast(pa.int64()).to_numpy()
    seconds = np.where(numbers >= 10**10, numbers // 1000, numbers)
    written = (seconds // 86_400).astype("datetime64[D]").astype(str)
    return pc.replace_with_mask(column, pa.array(rows), pa.array(written, pa.string()))


def _day(text: str, *, last: bool, day_first: bool | None) -> dt.date | None:
    found = dates.period(text, day_first=bool(day_first))
    if found is None or (day_first is None and found != dates.period(text, day_first=True)):
        return None
    return found[1 if last else 0]


def day_order(values: pa.Array) -> bool | None:
    """Tell how a column's dates such as `1/2/18` are to be read: day first, month first, or `None`, unknown."""
    if not pa.types.is_string(values.type):
        return False
    numeric = values.filter(pc.match_substring_regex(values, r"^\s*\d{1,2}[-/.]\d{1,2}[-/.]\d"))
    return dates.day_first(pc.unique(numeric).to_pylist())
