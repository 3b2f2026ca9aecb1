"""A picture that shows itself in a notebook and can be saved."""

from __future__ import annotations

from pathlib import Path

import attrs


@attrs.frozen
class Picture:
    """A self-contained SVG picture; `str` of it is the SVG.

    Attributes:
        svg: The picture.
    """

    svg: str = attrs.field(repr=False)

    def __str__(self) -> str:
        return self.svg

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: str | Path) -> Path:
        """Write the picture to a file, replacing it, and return its path."""
        target = Path(path)
        target.write_text(self.svg, encoding="utf-8", newline="\n")
        return target
