"""The site, built by Sphinx: `make site`. Nothing is fetched while it is built, nor when it is read.

The pages are plain Markdown that reads well without a build. So they hold no table of contents: the index page lists
every page under a heading, and these lists become the navigation.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from sphinx.application import Sphinx

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "src"))

project = "netreach"
author = "The netreach authors"
copyright = "The netreach authors, MIT licence"
html_title = "netreach"
language = "en"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "**.ipynb_checkpoints"]
suppress_warnings = ["misc.highlighting_failure"]  # sessions and JSON with "..." in them

myst_heading_anchors = 4
myst_enable_extensions = ["attrs_inline"]

# Notebooks are stored without outputs and run by every build.
nb_execution_mode = "off" if os.environ.get("NETREACH_SITE_FAST") else "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 60
nb_output_stderr = "error"
nb_merge_streams = True

autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
autodoc_class_signature = "mixed"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False
# Docstrings mark code as Markdown does, with single backticks.
default_role = "code"

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b5a8a", "color-brand-content": "#0b5a8a"},
    "dark_css_variables": {"color-brand-primary": "#7cc4f0", "color-brand-content": "#7cc4f0"},
}

LINK = re.compile(r"^- \[([^\]]+)\]\(([^)#]+)\.(?:md|ipynb)\)", re.MULTILINE)
SEVERAL = re.compile(r"( {4,})(\w+(?:, \w+)+): (.*)")
OUTSIDE = re.compile(r"\]\((?:\.\./)+(?:examples|README|CONTRIBUTING|CHANGELOG|LICENSE|tests|src)[^)]*\)")


def navigation(app: Sphinx, docname: str, source: list[str]) -> None:
    """Make the lists of the index page the navigation, and links to files beside the documentation plain text."""
    text = source[0]
    if docname.startswith("notebooks/"):
        return
    if docname == "index":
        for section in text.split("\n## ")[1:]:
            heading = section.partition("\n")[0].strip()
            pages = "\n".join(f"{title} <{page}>" for title, page in LINK.findall(section))
            text += f"\n\n```{{toctree}}\n:hidden:\n:caption: {heading}\n\n{pages}\n```\n"
    source[0] = OUTSIDE.sub("]", text)


def attributes(app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    """Give each of several attributes that share a line of a docstring a line of its own."""
    while several := next((at for at, line in enumerate(lines) if SEVERAL.match(line)), None):
        indent, names, text = SEVERAL.fullmatch(lines[several]).groups()
        end = several + 1
        while end < len(lines) and lines[end].startswith(f"{indent} "):
            end += 1
        more = lines[several + 1 : end]
        lines[several:end] = [
            line for name in names.split(", ") for line in (f"{indent}{name}: {text}", *more)
        ]


def signature(
    app: Sphinx, what: str, name: str, obj: object, options: object, sig: str | None, returns: str | None
) -> tuple[str, str] | None:
    """Leave out how the facades are constructed: nobody does, functions make them."""
    return ("", "") if name in ("netreach.Network", "netreach.Ego") else None


def setup(app: Sphinx) -> None:
    """Sphinx calls this."""
    app.connect("source-read", navigation)
    app.connect("autodoc-process-docstring", attributes, priority=100)  # before napoleon
    app.connect("autodoc-process-signature", signature)
