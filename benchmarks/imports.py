"""Importing address books: records a second from the file to the network, beside the limits that are promised."""

from __future__ import annotations

import time
from pathlib import Path

import netreach as nr
from benchmarks.harness import Result, check
from netreach.testing import write_contacts

_LEAST = {"google": 20_000, "vcard": 10_000}
_OWNER = "owner@example.org"


def run(folder: Path, *, entries: int = 100_000) -> list[Result]:
    """Import an address book of so many entries as a table and as cards.

    Args:
        folder: Where to write the files.
        entries: Entries of each.
    """
    results = []
    for fmt, least in _LEAST.items():
        name = "contacts.csv" if fmt == "google" else "contacts.vcf"
        path = write_contacts(folder / name, entries, fmt=fmt)
        # What is loaded once in a process is not part of a record.
        with nr.load(write_contacts(folder / f"few-{name}", 10, fmt=fmt), owner=_OWNER):
            pass
        begun = time.perf_counter()
        with nr.load(path, owner=_OWNER) as network:
            taken = time.perf_counter() - begun
            check(network.sources[0].files[0].used == entries, f"entries of {name}")
            check(network.snapshot.count == entries + 1, f"people of {name}")
        results.append(
            Result(
                task=f"import {name}, {entries:,} entries",
                ours=taken,
                peer="limit",
                theirs=entries / least,
                note=f"{entries / taken:,.0f} entries a second",
            )
        )
    return results
