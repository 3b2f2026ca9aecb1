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
from netreach.store import schema

if TYPE_CHECKING:
    from netreach.plugins.protocols import Ints
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
        rows = zip(*snapshot.text_fields(("id", "name", "title", "company"), vertices), strict=True)
        return [PersonRef(id=row[0], name=row[1], title=row[2], company=row[3]) for row in rows]
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
    lists = [snapshot.column(name).slice(begin, count) for name in schema.LIST_FIELDS]
    histories = snapshot.histories()
    first, last = histories.offsets[begin], histories.offsets[end]
    rows = histories.table.slice(first, last - first)
    held = whole(pc.is_in(rows.column("kind"), value_set=pa.array(schema.POSITIONS)))
    jobs = [whole(rows.column(name)) for name in _JOB]
    days = [pc.cast(whole(rows.column(name)).view(pa.int32()), pa.string()) for name in ("start", "end")]
    joined = _joined([*jobs, *days], _PART).filter(held)
    of = np.concatenate(([0], np.cumsum(held.to_numpy(zero_copy_only=False))))
    lists.append(_listed(of[histories.offsets[begin : end + 1] - first], joined))
    keys, vertex = snapshot.identity()
    owned = np.searchsorted(vertex, np.arange(begin, end + 1, dtype=vertex.dtype))
    lists.append(_listed(owned - owned[0], keys.slice(owned[0], owned[-1] - owned[0])))
    items = 0
    for column in lists:
        sizes = pc.fill_null(pc.list_value_length(column), 0)
        items += int(pc.sum(sizes).as_py() or 0)
        text = pc.binary_join(column, _ITEM)
        if text.null_count > column.null_count:
            return None
        first_item = pc.if_else(pc.greater(sizes, 0), _ITEM, "")
        columns.append(_joined([first_item, text], ""))
    cards = _joined(columns, _FIELD)
    expected = (_FIELDS - 1) * count + items + (len(_JOB) + 1) * len(joined)
    return cards if _signs(cards) == expected else None


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


def _listed(offsets: Any, values: pa.Array) -> pa.ListArray:
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values)
