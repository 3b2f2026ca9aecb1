r"""What a hit shows of people: a card for each, on which everything of one person stands together.

The tables of a version are columns, so that a record is put together from some forty places of three files; and
around each place that is looked at, the system makes sixteen pages resident or more. For a page of hits that is a
hundred megabytes, and as many calls of Arrow as there are columns. So a large version has its people as cards, too,
beside it; small ones are read from their columns, which gives the same records.

A card is one text: fields after each other, parted by `\x1f`; each item of a list after a `\x1e`; the parts of a
job parted by `\x1d`, days as numbers. No text that an importer of ours reads holds these; where one does all the
same, there are no cards.
"""

from __future__ import annotations

import datetime as dt
import itertools
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from netreach.answers.refs import PersonRef
from netreach.arrow import compute as pc
from netreach.arrow import whole
from netreach.log import logger
from netreach.model import Position, Professional
from netreach.search import beside, files
from netreach.search.arrow import lengths
from netreach.store import schema

if TYPE_CHECKING:
    from netreach.plugins.protocols import Ints, LongArray
    from netreach.snapshot import Snapshot

_FIELD: Final = "\x1f"
_ITEM: Final = "\x1e"
_PART: Final = "\x1d"
_TEXTS: Final = ("id", *schema.TEXT_FIELDS)
_LISTS: Final = (*schema.LIST_FIELDS, "positions", "keys")
_FIELDS: Final = len(_TEXTS) + len(_LISTS)
_JOB: Final = ("kind", "organisation", "title", "location")
_REF: Final = tuple(_TEXTS.index(name) for name in ("id", "name", "title", "company"))
_BLOCK: Final = 1 << 18
_EPOCH: Final = dt.date(1970, 1, 1).toordinal()
_log = logger(__name__)

_FEW: Final = 100

PEOPLE: Final = 2**18
"""People of one file: what is made at once, some 100 MB."""


def professionals(snapshot: Snapshot, vertices: Ints) -> list[Professional]:
    """Make records of some people, as `Snapshot.professionals` does."""
    cards = _cards(snapshot, vertices)
    if cards is None:
        return snapshot.professionals(vertices)
    counts = snapshot.graph.row_sizes(vertices).tolist()
    complete = snapshot.complete[vertices].tolist()
    return [_record(card, *more) for card, *more in zip(cards, counts, complete, strict=True)]


def refs(snapshot: Snapshot, vertices: Ints) -> list[PersonRef]:
    """Return how an answer names some people."""
    # Of many, four columns are read sooner than as many cards.
    cards = _cards(snapshot, vertices) if len(vertices) <= _FEW else None
    if cards is None:
        return snapshot.refs(vertices)
    shown = ([card[place] for place in _REF] for card in cards)
    return [PersonRef(id=row[0], name=row[1], title=row[2], company=row[3]) for row in shown]


def make_cards(snapshot: Snapshot) -> None:
    """Make the cards of everybody, where a version has cards."""
    for number in range(-(-snapshot.count // PEOPLE)):
        _file(snapshot, number)


def _record(card: Sequence[str], contacts: int, complete: bool) -> Professional:
    emails, groups, skills, jobs, keys = (tuple(text.split(_ITEM)[1:]) for text in card[len(_TEXTS) :])
    positions = tuple(_position(*job.split(_PART)) for job in jobs)
    return Professional(
        **dict(zip(_TEXTS, card, strict=False)),
        emails=emails,
        groups=groups,
        skills=skills,
        schools=tuple(dict.fromkeys(job.organisation for job in positions if job.kind == "study")),
        positions=positions,
        keys=keys,
        contact_count=contacts,
        complete_list=complete,
    )


def _position(kind: str, organisation: str, title: str, location: str, start: str, end: str) -> Position:
    return Position(
        kind=kind,
        organisation=organisation,
        title=title,
        location=location,
        start=dt.date.fromordinal(_EPOCH + int(start)) if start else None,
        end=dt.date.fromordinal(_EPOCH + int(end)) if end else None,
    )


def _cards(snapshot: Snapshot, vertices: Ints) -> list[list[str]] | None:
    """The fields of some people's cards; `None` where there are no cards, or one of these is damaged."""
    if not beside.keeps(snapshot):
        return None
    numbers, rows = (part.tolist() for part in np.divmod(vertices, PEOPLE))
    held_in = {number: _file(snapshot, number) for number in set(numbers)}
    found = []
    for number, row in zip(numbers, rows, strict=True):
        file = held_in[number]
        if file is None or "cards" not in file:
            return None
        try:
            begin, said, end = file.read("places", 2 * row, 2 * row + 3).tolist()
            held = file.read("cards", begin, end).tobytes()
            if zlib.crc32(held) != said:
                raise ValueError("a card was changed")
        except (OSError, ValueError) as error:
            mended = beside.drop(snapshot, _name(number))
            after = "they are made again" if mended else "people are read from their columns"
            _log.warning("The cards of %s are damaged (%s): %s.", snapshot.folder, error, after)
            snapshot.forget(_name(number))
            if not mended:
                snapshot.memo(_name(number), lambda: None)
            return None
        found.append(held.decode().split(_FIELD))
    return found


def _name(number: int) -> str:
    return f"cards-{number}"


def _file(snapshot: Snapshot, number: int) -> files.Pieces | None:
    """The cards of some people; `None` where they cannot be kept.

    `places` has for each card where it begins and its checksum, and last where the cards end. So every card is
    compared when it is read: to compare all of them would take longer than a first answer.
    """

    def make() -> dict[str, Any]:
        begin = number * PEOPLE
        try:
            texts = _texts(snapshot, begin, min(begin + PEOPLE, snapshot.count))
        except pa.ArrowCapacityError:
            texts = None
        if texts is None:
            _log.info("Some texts fit on no card: these people are read from their columns.")
            return {}
        _, places, data = texts.buffers()
        offsets = np.frombuffer(places, np.int32)[: len(texts) + 1]
        held, ends = memoryview(data), offsets.tolist()
        written = np.zeros(2 * len(texts) + 1, dtype=np.int64)
        written[::2] = offsets
        written[1::2] = [zlib.crc32(held[at:end]) for at, end in itertools.pairwise(ends)]
        return {"places": written, "cards": np.frombuffer(data, np.uint8)[: ends[-1]]}

    return snapshot.memo(_name(number), lambda: beside.opened(snapshot, _name(number), make))


def _texts(snapshot: Snapshot, begin: int, end: int) -> pa.Array | None:
    """The cards of some people who follow each other; `None` where a text holds what parts fields.

    Raises:
        pa.ArrowCapacityError: When they are longer than 2 GB.
    """
    count = end - begin
    columns = [snapshot.column(name).slice(begin, count) for name in _TEXTS]
    items = []
    for name in schema.LIST_FIELDS:
        lists = snapshot.column(name).slice(begin, count)
        items.append((lists.flatten(), np.concatenate(([0], np.cumsum(lengths(lists))))))
    keys, vertex = snapshot.identity()
    owned = np.searchsorted(vertex, np.arange(begin, end + 1, dtype=vertex.dtype))
    items.append((keys.slice(owned[0], owned[-1] - owned[0]), owned - owned[0]))
    if any(values.null_count for values, _ in items):
        return None
    marked = [(_joined([_ITEM, values], ""), offsets) for values, offsets in items]
    marked.insert(_LISTS.index("positions"), _jobs(snapshot, begin, end))
    cards = _joined([*columns, *(_texts_of(*each) for each in marked)], _FIELD)
    signs = (_FIELDS - 1) * count + sum(len(values) for values, _ in marked)
    signs += (len(_JOB) + 1) * len(marked[_LISTS.index("positions")][0])
    return cards if _signs(cards) == signs else None


def _jobs(snapshot: Snapshot, begin: int, end: int) -> tuple[pa.Array, LongArray]:
    """The jobs of some people who follow each other, each after an item's sign, and where those of each begin."""
    histories = snapshot.histories()
    first, last = histories.offsets[begin], histories.offsets[end]
    rows = histories.table.slice(first, last - first)
    held = whole(pc.is_in(rows.column("kind"), value_set=pa.array(schema.POSITIONS)))
    kind, *others = (whole(rows.column(name)) for name in _JOB)
    days = [pc.cast(whole(rows.column(name)).view(pa.int32()), pa.string()) for name in ("start", "end")]
    jobs = _joined([_joined([_ITEM, kind], ""), *others, *days], _PART)
    offsets = histories.offsets[begin : end + 1] - first
    if pc.all(held).as_py() is not False:
        return jobs, offsets
    of = np.concatenate(([0], np.cumsum(held.to_numpy(zero_copy_only=False))))
    return jobs.filter(held), of[offsets]


def _signs(cards: pa.Array) -> int:
    """How many signs that part fields are on some cards."""
    _, places, data = cards.buffers()
    held = np.frombuffer(data, np.uint8)[: np.frombuffer(places, np.int32)[len(cards)]]
    found = 0
    for begin in range(0, len(held), _BLOCK):
        # The three follow each other, and are no part of another letter.
        found += int(np.count_nonzero(held[begin : begin + _BLOCK] - np.uint8(ord(_PART)) < 3))
    return found


def _joined(columns: Sequence[pa.Array], sign: str) -> pa.Array:
    """The texts of each row with a sign between them; what is unknown is an empty text."""
    return pc.binary_join_element_wise(*columns, sign, null_handling="replace", null_replacement="")


def _texts_of(values: pa.Array, offsets: LongArray) -> pa.Array:
    """The texts of each row one after the other, in the memory where they are: each begins with what parts them."""
    if not len(values):
        return pa.nulls(len(offsets) - 1, pa.string())
    _, places, data = values.buffers()
    begin = np.frombuffer(places, np.int32)[values.offset :][offsets]
    return pa.Array.from_buffers(pa.string(), len(begin) - 1, [None, pa.py_buffer(begin), data])
