"""Mailboxes: every form gives the same people, evidence and account."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from netreach.importers.choose import read_export
from netreach.importers.recognise import choose
from netreach.kinds import KINDS
from netreach.plugins.export import Export
from netreach.plugins.registry import Registry
from netreach.store.source import Source
from netreach.testing.mail import FORMS, invent_mail, write_mail


def read(path: Path, **options: str) -> Source:
    """Read one export as the command line would."""
    export = Export(path, **options)
    return read_export(export, choose(export, Registry(entry_points=False)))


def tables_of(source: Source) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Evidence as (kind, key, key, row), the keys in their order."""
    keys = [row[0] for row in source.tables["people"].column("keys").to_pylist()]
    for row in source.tables["evidence"].to_pylist():
        a, b = keys[row["a"]], keys[row["b"]]
        if a > b:
            a, b, row["count_ab"], row["count_ba"] = b, a, row["count_ba"], row["count_ab"]
        yield KINDS[row["kind"]].name, a, b, row


def evidence(source: Source) -> dict[tuple[str, str, str], tuple[int, int, int]]:
    """Evidence by kind and keys, the keys in their order."""
    found = {}
    for kind, a, b, row in tables_of(source):
        assert (kind, a, b) not in found
        found[kind, a, b] = row["count_ab"], row["count_ba"], row["days"]
    return found


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_what_is_in_it(form: str, tmp_path: Path) -> None:
    """Who wrote to whom, how often and on how many days is what the generator knows, in every form of a mailbox."""
    mail = invent_mail(3, letters=300)
    source = read(write_mail(mail, tmp_path / "mail", form))
    truth = mail.truth(form)
    assert source.info.importer == "mail"
    assert evidence(source) == truth.evidence
    left_out: dict[str, int] = {}
    for count in source.info.files:
        for rule, rows in count.left_out.items():
            left_out[rule] = left_out.get(rule, 0) + rows
    assert left_out == truth.left_out
    assert sum(count.rows for count in source.info.files) == truth.messages
    assert sum(count.used for count in source.info.files) == truth.used
    assert source.tables["problems"].num_rows == 0
    names = dict(
        zip(
            (keys[0] for keys in source.tables["people"].column("keys").to_pylist()),
            source.tables["people"].column("name").to_pylist(),
            strict=True,
        )
    )
    assert {key: names[key] for key in truth.names} == truth.names
    main, second = mail.addresses
    assert set(source.info.owner_keys) == {f"email:{main}", f"email:{second}"}
