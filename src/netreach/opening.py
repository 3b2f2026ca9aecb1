"""How a network comes to be: opened from a folder, read from exports, or made of ties in arrays and graphs."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from netreach.changing import PathLike, Progress
from netreach.network import Network
from netreach.plugins import Export, Registry
from netreach.store.folder import NetworkFolder
from netreach.store.source import Source


def open_network(
    path: PathLike, *, create: bool = False, registry: Registry | None = None, engine: str = "auto"
) -> Network:
    """Open the network in a folder.

    Args:
        path: The folder, such as `team.netreach`.
        create: Whether to start a new network where there is none.
        registry: Importers and scorers; by default the built-in and installed ones.
        engine: What searches the graph: `"auto"`, `"csr"` or `"igraph"`, with equal answers.

    Raises:
        NotANetworkError: When the folder is missing (without `create`) or is something else.
        NewerVersionError: When a later netreach wrote it.
        DamagedNetworkError: When a file of it is broken.
    """
    folder = NetworkFolder(Path(path))
    folder.check(create=create)
    network = Network(folder, registry=registry, engine=engine)
    _ = network.snapshot  # what cannot be opened is said now, not at the first question
    return network


def from_edges(
    sources: Any,
    targets: Any = None,
    *,
    people: Any = None,
    strengths: Any = None,
    since: Any = None,
    complete: bool = True,
    registry: Registry | None = None,
    engine: str = "auto",
) -> Network:
    """Make a network in memory of ties in arrays.

    Args:
        sources, targets: The two ends of `[m]` ties: integers or keys; NumPy, Arrow or lists. Direction, loops
            and doubles do not matter.
        people: Columns about the people: a mapping, an Arrow table or a data frame with `id` (the same values
            as in the ties) and any of name, title, company, location, industry, emails, ...
        strengths: `[m]` values in (0, 1].
        since: `[m]` dates.
        complete: Whether these are all ties of these people; then counts are exact, not lower bounds.
        registry: Importers and scorers; by default the built-in and installed ones.
        engine: What searches the graph: `"auto"`, `"csr"` or `"igraph"`, with equal answers.

    Raises:
        OptionError: When lengths differ, an end is missing, or a strength is outside (0, 1].

    Example:
        >>> network = from_edges([0, 1, 2], [1, 2, 3])
        >>> [layer.count for layer in network.ego("0").pyramid().degrees]
        [1, 1, 1]
    """
    from netreach.interchange import source_of_edges

    return _of_source(
        source_of_edges(sources, targets, people=people, strengths=strengths, since=since, complete=complete),
        registry,
        engine,
    )


def from_igraph(graph: Any, *, registry: Registry | None = None, engine: str = "auto") -> Network:
    """Make a network in memory of an `igraph.Graph`.

    Vertex attributes that netreach knows (name or label, title, company, ...) and the edge attribute `strength`
    come along. In a directed graph only ties that go both ways count.
    """
    from netreach.interchange import source_of_igraph

    return _of_source(source_of_igraph(graph), registry, engine)


def from_networkx(graph: Any, *, registry: Registry | None = None, engine: str = "auto") -> Network:
    """Make a network in memory of a networkx graph; its nodes can be asked for by their text.

    Node attributes that netreach knows (name, title, company, ...) and the edge attribute `strength` come
    along. In a directed graph only ties that go both ways count.
    """
    from netreach.interchange import source_of_networkx

    return _of_source(source_of_networkx(graph), registry, engine)


def _of_source(source: Source, registry: Registry | None, engine: str) -> Network:
    network = Network(None, registry=registry, engine=engine)
    network._change(lambda *_: ((source,), ()))
    return network


def load(
    *exports: PathLike | Export,
    owner: str | None = None,
    importer: str | None = None,
    strict: bool = True,
    registry: Registry | None = None,
    progress: Progress | None = None,
    engine: str = "auto",
) -> Network:
    r"""Read exports into a network in memory.

    Args:
        exports: Files, folders, zip archives or `Export` objects.
        owner: Whose exports they are, where the files do not say it.
        importer: Name of the importer to use.
        strict: Whether an export of a folder that cannot be read is an error. There is no report here to name it:
            without `strict` it is a warning.
        registry: Importers and scorers; by default the built-in and installed ones.
        engine: What searches the graph: `"auto"`, `"csr"` or `"igraph"`, with equal answers.
        progress: Called with a stage and the number of records so far.

    Example:
        >>> import pathlib, tempfile
        >>> folder = pathlib.Path(tempfile.mkdtemp())
        >>> _ = (folder / "ties.csv").write_text("source,target\nAna,Ben\nBen,Eva\n")
        >>> network = load(folder / "ties.csv")
        >>> network.ego("Ana").degree("Eva")
        2
    """
    network = Network(None, registry=registry, engine=engine)
    report = network.add(*exports, owner=owner, importer=importer, strict=strict, progress=progress)
    for one in report.failed:
        warnings.warn(f"{one.file} was not read: {one.reason}", UserWarning, stacklevel=2)
    return network
