"""Check the built site: `python docs/check_site.py build/site` (a part of `make site`).

Fails, and says what, where

- a public name is missing in the reference, or has no text there,
- a page loads something from elsewhere: a font, a script, a style, a picture,
- a link inside the site leads nowhere.

Sphinx itself fails for links between the Markdown pages; this looks at what came of them, navigation and reference
included.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sphinx.util.inventory import InventoryFile

import netreach as nr

MODULES = ("netreach", "netreach.testing", "netreach.errors", "netreach.model", "netreach.plugins")
RAW = {
    "script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "object": "data", "use": "href",
}  # fmt: skip


class Page(HTMLParser):
    """What a page links to, what it loads, and the anchors that it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        values = dict(attrs)
        if values.get("id"):
            self.anchors.add(str(values["id"]))
        if tag == "a" and values.get("href"):
            self.links.append(str(values["href"]))
        if tag in RAW and values.get(RAW[tag]):
            self.loads.append(str(values[RAW[tag]]))
        for value in (values.get("style"), values.get("onclick")):
            if value and "http" in value:
                self.loads.append(value)


def public_names() -> Iterator[tuple[str, object]]:
    """Every public name with what it is: of the modules, and the public attributes of the two facades."""
    for module in MODULES:
        home = importlib.import_module(module)
        for name in getattr(home, "__all__", [name for name in vars(home) if not name.startswith("_")]):
            value = getattr(home, name)
            if inspect.ismodule(value) or (
                not hasattr(home, "__all__") and getattr(value, "__module__", "") != module
            ):
                continue
            yield f"{module}.{name}", value
    for facade in (nr.Network, nr.Ego):
        for name in dir(facade):
            if not name.startswith("_"):
                yield f"netreach.{facade.__name__}.{name}", inspect.getattr_static(facade, name)


def missing(site: Path) -> Iterator[str]:
    """What the reference does not have."""
    with (site / "objects.inv").open("rb") as file:
        inventory = InventoryFile.load(file, "", lambda base, path: path)
    listed = {name for domain, names in inventory.items() if domain.startswith("py:") for name in names}
    for name, value in public_names():
        # What can be imported from several places is documented in one of them.
        last = name.rpartition(".")[2]
        homes = {name, f"{getattr(value, '__module__', '')}.{last}"}
        if getattr(nr, last, None) is value:
            homes.add(f"netreach.{last}")
        if not homes & listed:
            yield f"{name} is public, but not in the reference: add it to a page in docs/reference/python"
        if (callable(value) or isinstance(value, property) or inspect.isclass(value)) and not inspect.getdoc(
            value
        ):
            yield f"{name} is public, but has no docstring"


def broken(site: Path) -> Iterator[str]:
    """Links that lead nowhere, and what comes from elsewhere."""
    pages = {page: Page(page.read_text(encoding="utf-8")) for page in sorted(site.rglob("*.html"))}
    for page, read in pages.items():
        where = page.relative_to(site).as_posix()
        for load in read.loads:
            if urlsplit(load).scheme not in ("", "data") or load.startswith("//"):
                yield f"{where} loads {load[:80]}"
        for link in [*read.links, *read.loads]:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or (link.startswith("#") and link in ("#", "#top")):
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            if not target.exists():
                yield f"{where} links to {link}, which is not there"
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
                yield f"{where} links to {link}, which has no such place"
    for style in site.rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        if "@import url(http" in text or "url(http" in text or "url(//" in text:
            yield f"{style.relative_to(site).as_posix()} loads from elsewhere"


def main() -> None:
    """Check the site that is named."""
    site = Path(sys.argv[1]).resolve()
    problems = [*missing(site), *broken(site)]
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        raise SystemExit(f"The site has {len(problems)} problems.")
    print(
        f"{len(list(site.rglob('*.html')))} pages, {len(list(public_names()))} public names, nothing from elsewhere"
    )


if __name__ == "__main__":
    main()
