"""Variants of the archive as JSON pages: the rows of its files under the names of domains."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from netreach.testing.archives import (
    STYLES,
    Archive,
    Row,
    Sheet,
    expected_account,
    expected_evidence,
)
from netreach.testing.golden import Told, Variant

DOMAINS: Mapping[str, str] = MappingProxyType(
    {
        "Connections.csv": "CONNECTIONS",
        "messages.csv": "INBOX",
        "Invitations.csv": "INVITATIONS",
        "Endorsement_Given_Info.csv": "ENDORSEMENTS",
        "Endorsement_Received_Info.csv": "ENDORSEMENTS",
        "Recommendations_Given.csv": "RECOMMENDATIONS",
        "Recommendations_Received.csv": "RECOMMENDATIONS",
        "ImportedContacts.csv": "CONTACTS",
        "Profile.csv": "PROFILE",
        "Email Addresses.csv": "EMAIL_ADDRESSES",
    }
)
"""File of the archive -> the domain with its rows."""

_SIDES = {"Given": "given", "Received": "received"}


def of_pages(archive: Archive) -> Iterator[Variant]:
    """Give the variants of JSON pages."""
    pages = [_page(domain, _rows_of(archive, domain)) for domain in dict.fromkeys(DOMAINS.values())]
    everything = {"snapshot.json": pages}
    yield _variant("pages in one list", archive, {"snapshot.json": _json(pages)}, everything)
    yield _variant(
        "pages with their rows first",
        archive,
        {"snapshot.json": json.dumps(pages, sort_keys=True).encode()},
        everything,
    )
    yield _variant(
        "an answer of the interface",
        archive,
        {"answer.json": _json(_answer(pages, 0, None))},
        {"answer.json": pages},
    )
    yield _variant(
        "pages one after the other",
        archive,
        {"snapshot.json": b"\n".join(_json(page) for page in pages) + b"\n"},
        everything,
    )
    yield _variant(
        "pages written by Windows",
        archive,
        {
            "snapshot.json": json.dumps(pages, ensure_ascii=False, indent=2)
            .replace("\n", "\r\n")
            .encode("utf-16")
        },
        everything,
    )
    by_file = {f"{page['snapshotDomain'].title()}.json": [page] for page in pages}
    by_file["further.json"] = [_page("PHONE_NUMBERS", [{"Number": "555 0100"}])]
    yield _variant(
        "a file for each domain", archive, {name: _json(held[0]) for name, held in by_file.items()}, by_file
    )
    split = {
        f"{page['snapshotDomain']}/{number}.json": [_page(page["snapshotDomain"], rows)]
        for page in pages
        for number, rows in enumerate(_halves(page["snapshotData"]))
    }
    yield _variant(
        "a folder for each domain",
        archive,
        {
            name: _json(_answer(held, 10 * int(name[-6]), 10 if name.endswith("0.json") else None))
            for name, held in split.items()
        },
        split,
    )
    sided = {
        file.replace(".csv", ".json"): [_page("RECOMMENDATIONS", _rows(archive.sheets[file]))]
        for file in ("Recommendations_Given.csv", "Recommendations_Received.csv")
    } | {"others.json": [page for page in pages if page["snapshotDomain"] != "RECOMMENDATIONS"]}
    yield _variant(
        "recommendations under the names of their files",
        archive,
        {name: _json(held) for name, held in sided.items()},
        sided,
    )


def _variant(
    name: str, archive: Archive, files: Mapping[str, bytes], held: Mapping[str, Sequence[Mapping[str, Any]]]
) -> Variant:
    """State what must be found in pages."""
    sheets = dict(archive.sheets)
    accounts: dict[str, tuple[int, int, dict[str, int]]] = {}
    for file, pages in held.items():
        for page in pages:
            accounts |= _accounts(f"{file} → {page['snapshotDomain']}", file, page, archive)
    for file in ("Recommendations_Given.csv", "Recommendations_Received.csv"):
        if not any(f", {_side(file)}" in told and "RECOMMENDATIONS" in told for told in accounts):
            del sheets[file]
    return Variant(
        name=name,
        files=files,
        owner=None,
        owner_slug=archive.owner.slug,
        contacts={
            person.name: Told(company=person.company, title=person.title, since=since)
            for person, since in archive.contacts.items()
        },
        evidence=expected_evidence(sheets.values()),
        accounts=accounts,
    )


def _accounts(
    name: str, file: str, page: Mapping[str, Any], archive: Archive
) -> dict[str, tuple[int, int, dict[str, int]]]:
    found: dict[str, tuple[int, int, dict[str, int]]] = {}
    for of, domain in DOMAINS.items():
        if domain != page["snapshotDomain"]:
            continue
        sheet = archive.sheets[of]
        rows = [row for row in sheet.rows if _cells(row, sheet) in page["snapshotData"]]
        side = _side(of)
        if domain == "RECOMMENDATIONS":
            # Their columns say nothing of who gave them; the name of a file may.
            if not any(word in file.casefold() for word in _SIDES.values()):
                return {name: (0, 0, {"row that does not say who gave it": len(page["snapshotData"])})}
            if side not in file.casefold():
                continue
        if rows or not side:
            found[f"{name}, {side}" if side else name] = expected_account(
                attrs.evolve(sheet, rows=tuple(rows))
            )
    return found


def _side(file: str) -> str:
    return next((side for word, side in _SIDES.items() if word in file), "")


def _page(domain: str, rows: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    return {"snapshotDomain": domain, "snapshotData": list(rows)}


def _answer(pages: Sequence[Mapping[str, Any]], start: int, following: int | None) -> dict[str, Any]:
    """An answer of the interface, with a link to the one behind it."""
    domain = f"&domain={pages[0]['snapshotDomain']}" if len(pages) == 1 else ""
    href = f"/rest/memberSnapshotData?count=10{domain}&q=criteria&start={following}"
    links = [] if following is None else [{"type": "application/json", "rel": "next", "href": href}]
    return {"paging": {"start": start, "count": 10, "links": links}, "elements": list(pages)}


def _halves(
    rows: Sequence[Mapping[str, str]],
) -> tuple[Sequence[Mapping[str, str]], Sequence[Mapping[str, str]]]:
    middle = (len(rows) + 1) // 2
    return rows[:middle], rows[middle:]


def _rows_of(archive: Archive, domain: str) -> list[dict[str, str]]:
    return [row for file, of in DOMAINS.items() if of == domain for row in _rows(archive.sheets[file])]


def _rows(sheet: Sheet) -> list[dict[str, str]]:
    return [_cells(row, sheet) for row in sheet.rows]


def _cells(row: Row, sheet: Sheet) -> dict[str, str]:
    style = STYLES[sheet.style]
    cells = {column: row.cells.get(column, "") for column in sheet.columns}
    return {name: style(cell) if isinstance(cell, dt.datetime) else cell for name, cell in cells.items()}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
