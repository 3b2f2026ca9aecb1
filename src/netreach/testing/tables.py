"""The synthetic world as people, ties and companies tables, for importers of tables and for benchmarks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from netreach.errors import OptionError

if TYPE_CHECKING:
    from netreach.testing.pool import SeedPool
    from netreach.testing.worlds import World

FORMATS = ("csv", "parquet")


def write_world_tables(world: World, folder: Path | str, *, fmt: str = "csv") -> dict[str, Path]:
    """Write a world as three tables.

    `people` has id, first_name, last_name, title, company, industry, location, country, school, linkedin_url and
    email; `ties` has source, target, since (a day) and weight (closeness in (0, 1]); `companies` has company,
    industry, size and country.

    Args:
        world: The world.
        folder: Where to write; it is made when it does not exist.
        fmt: `"csv"` or `"parquet"`.

    Returns:
        The path of each table, by its name.

    Raises:
        OptionError: When the format is another one.
    """
    ties = world.ties
    companies = list(zip(*world.companies_table(), strict=True))
    return {
        "people": _write(Path(folder), "people", world.people_columns(), fmt),
        "ties": _write(
            Path(folder),
            "ties",
            {
                "source": ties.lo,
                "target": ties.hi,
                "since": ties.connected_on,
                "weight": np.round(ties.closeness.astype(np.float64), 4),
            },
            fmt,
        ),
        "companies": _write(
            Path(folder),
            "companies",
            dict(zip(("company", "industry", "size", "country"), companies, strict=True)),
            fmt,
        ),
    }


def write_seed_tables(pool: SeedPool, folder: Path | str, *, fmt: str = "csv") -> dict[str, Path]:
    """Write the pool of `make_seed_pool` as a `people` and a `ties` table.

    Args:
        pool: The pool.
        folder: Where to write; it is made when it does not exist.
        fmt: `"csv"` or `"parquet"`.

    Returns:
        The path of each table, by its name.

    Raises:
        OptionError: When the format is another one.
    """
    return {
        "people": _write(Path(folder), "people", pool.people, fmt),
        "ties": _write(Path(folder), "ties", {"source": pool.sources, "target": pool.targets}, fmt),
    }


def _write(
    folder: Path, name: str, columns: Mapping[str, Sequence[Any] | np.ndarray[Any, Any]], fmt: str
) -> Path:
    if fmt not in FORMATS:
        raise OptionError(f"fmt={fmt!r}: the formats are {' and '.join(FORMATS)}")
    import pyarrow as pa

    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}.{fmt}"
    table = pa.table({column: pa.array(values) for column, values in columns.items()})
    if fmt == "csv":
        import pyarrow.csv

        options = pyarrow.csv.WriteOptions(quoting_style="needed")
        pyarrow.csv.write_csv(table, target, options)
    else:
        import pyarrow.parquet

        pyarrow.parquet.write_table(table, target)
    return target
