"""A source: what one import read, as columns."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import pyarrow as pa

from netreach.store.tables import SourceInfo


@attrs.frozen(kw_only=True, eq=False)
class Source:
    """One import: its description and the tables of `netreach.store.schema.SOURCE`."""

    info: SourceInfo
    tables: Mapping[str, pa.Table]
