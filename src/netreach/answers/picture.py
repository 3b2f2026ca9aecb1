"""A picture that shows itself in a notebook and can be saved, as SVG or as PNG."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import attrs

from netreach.errors import MissingExtraError, OptionError, PictureError
from netreach.render.svg import theme_of, themed, with_fonts

_SUFFIXES: Final = ("", ".svg", ".png")
_PROBE: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16">'
    '<text y="14" font-size="16" font-family="sans-serif">{}</text></svg>'
)


@attrs.frozen
class Picture:
    """A self-contained SVG picture; `str` of it is the SVG.

    It follows the light or dark scheme of who looks at it, and is light in print.

    Attributes:
        svg: The picture.
    """

    svg: str = attrs.field(repr=False)

    def __str__(self) -> str:
        return self.svg

    def _repr_svg_(self) -> str:
        return self.svg

    def themed(self, theme: str) -> Picture:
        """Return the picture in the colours of one scheme.

        Args:
            theme: `"light"`, `"dark"`, or `"auto"` for the reader's own.

        Raises:
            OptionError: When there is no such theme.
        """
        return Picture(themed(self.svg, theme))

    def to_png(self, *, theme: str | None = None, scale: float = 2.0) -> bytes:
        """Return the picture as PNG; it takes the extra `png`, and fonts on the machine for the scripts of the names.

        Args:
            theme: `"light"` or `"dark"`, the picture's own where not given; `"auto"` is light.
            scale: Pixels of the PNG for each pixel of the picture, above 0 and at most 8.

        Raises:
            MissingExtraError: When the library that draws it is not installed.
            OptionError: When there is no such theme, or the scale is outside its limits.
            PictureError: When the machine has no font, and the picture would have no words.
        """
        if isinstance(scale, bool) or not 0 < scale <= 8:
            raise OptionError(f"scale={scale!r}: give the pixels for each pixel, above 0 and at most 8.")
        try:
            from resvg_py import svg_to_bytes
        except ImportError as error:
            raise MissingExtraError(
                "PNG needs a library that is not installed: pip install 'netreach[png]'. SVG needs none."
            ) from error
        if svg_to_bytes(svg_string=_PROBE.format("A")) == svg_to_bytes(svg_string=_PROBE.format("")):
            raise PictureError(
                "No font was found on this machine, and a PNG would have no words. Install one, such as the packages "
                "fonts-dejavu or fonts-noto, or save the picture as SVG."
            )
        shown = theme_of(self.svg) if theme is None else theme
        drawn = with_fonts(themed(self.svg, "light" if shown == "auto" else shown))
        try:
            return bytes(svg_to_bytes(svg_string=drawn, zoom=scale))
        except BaseException as error:
            # The library is in Rust, and what it does not expect arrives as something that is no Exception.
            if type(error).__name__ == "PanicException":
                raise PictureError(
                    f"The PNG could not be drawn ({error}). Save the picture as SVG."
                ) from None
            raise

    def save(self, path: str | Path, *, theme: str | None = None, scale: float = 2.0) -> Path:
        """Write the picture to a file, replacing it, and return its path.

        Args:
            path: The file; a name that ends in `.png` makes it a PNG.
            theme: `"auto"`, `"light"` or `"dark"`, as in `themed` and `to_png`; the picture's own where not given.
            scale: For PNG: pixels for each pixel of the picture.

        Raises:
            OptionError: When the name ends like another kind of picture.
            MissingExtraError: When a PNG is asked for, and the library that draws it is not installed.
        """
        target = Path(path)
        kind = target.suffix.lower()
        if kind not in _SUFFIXES:
            raise OptionError(f"{target} ends in {target.suffix!r}: a picture is saved as .svg or .png.")
        picture = self if theme is None else self.themed(theme)
        if kind == ".png":
            target.write_bytes(picture.to_png(scale=scale))
        else:
            target.write_text(picture.svg, encoding="utf-8", newline="\n")
        return target
