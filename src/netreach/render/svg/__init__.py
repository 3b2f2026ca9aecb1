"""Pictures as SVG from plain data: the pyramid, paths, what scores are made of, segments by degree, counts.

- `netreach.render.svg.sheet`: the sheet on which all of them are drawn, its colours and themes.
- `netreach.render.svg.measure`: how broad a text is, on the safe side.
"""

from netreach.render.svg.counts import Counts, counts_svg
from netreach.render.svg.paths import Route, path_svg, paths_svg
from netreach.render.svg.pyramids import pyramid_svg
from netreach.render.svg.reasons import LegTerms, Reasons, Term, reasons_svg
from netreach.render.svg.scripts import with_fonts
from netreach.render.svg.segments import Bars, Crossed, bars_svg, cross_columns, cross_svg
from netreach.render.svg.sheet import BROADEST, NARROWEST, RAMP, THEMES, theme_of, themed

__all__ = [
    "BROADEST",
    "Bars",
    "Counts",
    "Crossed",
    "LegTerms",
    "NARROWEST",
    "RAMP",
    "Reasons",
    "Route",
    "THEMES",
    "Term",
    "bars_svg",
    "counts_svg",
    "cross_columns",
    "cross_svg",
    "path_svg",
    "paths_svg",
    "pyramid_svg",
    "reasons_svg",
    "theme_of",
    "themed",
    "with_fonts",
]
