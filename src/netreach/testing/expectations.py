"""What an importer must give for an example, as JSON beside it: golden files for importers.

`NAME.expected.json` lies beside the export NAME; a folder with a single export may call it `expected.json`. Besides
the records it holds the options that the export is read with, such as its owner.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs

from netreach.errors import OptionError
from netreach.model import Batch, Record, RowProblem
from netreach.plugins import Export

_ENDING = ".expected.json"
_ALONE = "expected.json"
_NO_EXPORTS = ("readme", "license", "licence", "__pycache__")


def exports_in(folder: Path) -> list[Path]:
    """Return the exports of a folder: whatever lies in it except expectations, hidden files and texts about it."""
    return [
        path
        for path in sorted(folder.iterdir())
        if not path.name.endswith((_ENDING, _ALONE))
        and not path.name.startswith(".")
        and not path.name.lower().startswith(_NO_EXPORTS)
    ]


def path_for(export: Path) -> Path:
    """Return where the expectations of an export are, or belong."""
    own = export.with_name(export.name + _ENDING)
    if own.exists() or exports_in(export.parent) != [export]:
        return own
    return export.with_name(_ALONE)


def options(export: Path, *, owner: str | None = None) -> dict[str, Any]:
    """Return the options that the expectations of an export name.

    Raises:
        OptionError: The file is no JSON object.
    """
    stated = _load(path_for(export)).get("options", {})
    return {**stated, "owner": owner if owner is not None else stated.get("owner")}


def expected(export: Export) -> list[Any] | None:
    """Return the records that an export must give; `None` where nothing is expected.

    Raises:
        OptionError: The file is no JSON object.
    """
    if len(export.paths) != 1:
        return None
    records = _load(path_for(export.paths[0])).get("records")
    return records if isinstance(records, list) else None


def write(export: Export, items: Iterable[Record | Batch | RowProblem]) -> Path:
    """Write what an importer gives as what it must give, and return the file."""
    path = path_for(export.paths[0])
    stated = {"owner": export.owner, "namespace": export.namespace, "columns": dict(export.columns)}
    kept = {name: value for name, value in stated.items() if value}
    lines = ",\n".join("  " + json.dumps(record, ensure_ascii=False) for record in plain(items))
    path.write_text(
        f'{{\n "options": {json.dumps(kept, ensure_ascii=False)},\n "records": [\n{lines}\n ]\n}}\n',
        encoding="utf-8",
    )
    return path


def plain(items: Iterable[Record | Batch | RowProblem]) -> list[dict[str, Any]]:
    """Return what an importer gives as plain data: each record with what is not left at its default.

    >>> from netreach.model import PersonRecord
    >>> plain([PersonRecord(keys=("id:x/1",), name="Ana Ruiz")])
    [{'record': 'PersonRecord', 'keys': ['id:x/1'], 'name': 'Ana Ruiz'}]
    """
    found: list[dict[str, Any]] = []
    for item in items:
        if isinstance(item, Batch):
            rows = item.columns.to_pylist()
            kept = [{name: _value(cell) for name, cell in row.items() if cell is not None} for row in rows]
            found.append({"record": "Batch", "table": item.table, "prefix": item.prefix, "rows": kept})
            continue
        facts: dict[str, Any] = {"record": type(item).__name__}
        for field in attrs.fields(type(item)):
            value = getattr(item, field.name)
            default = field.default
            if value and (default is attrs.NOTHING or value != default):
                facts[field.name] = _value(value)
        found.append(facts)
    return found


def _value(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_value(one) for one in value]
    return value


def _load(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise OptionError(
            f"{path} is no JSON ({error}). Write it anew: netreach importer test --write"
        ) from error
    if not isinstance(data, dict):
        raise OptionError(f"{path} holds no JSON object. Write it anew: netreach importer test --write")
    return data
