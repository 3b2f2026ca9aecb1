"""`netreach sources`: what was imported; and removing it as if it had never been."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from netreach.cli.options import Csv, Json, Language, NetworkFolder, Quiet
from netreach.cli.output import check_one_output, columns, note, progress, show, show_json, to_csv, write_csv
from netreach.cli.texts import tell

if TYPE_CHECKING:
    from netreach.network import Network
    from netreach.store.tables import SourceInfo

_FIELDS = (
    "id",
    "file",
    "importer",
    "owner",
    "rows",
    "people",
    "evidence",
    "ties",
    "as_of",
    "sharing",
    "superseded",
)
_FEWEST = 9
_LONGEST_OWNER = 20
_SHORTEST_OWNER = 8
_SHORTEST_FILE = 12


def sources(
    network: NetworkFolder,
    remove: Annotated[
        str | None,
        typer.Option(
            "--remove", metavar="ID", help="Remove a source; the first letters of its id are enough."
        ),
    ] = None,
    share: Annotated[
        str | None,
        typer.Option(
            "--share", metavar="ID", help="Decide what others are shown of a source's evidence: --sharing."
        ),
    ] = None,
    sharing: Annotated[
        str | None,
        typer.Option("--sharing", metavar="DEPTH", help="With --share: names, strength or full."),
    ] = None,
    csv: Csv = None,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """List, share or remove what was imported."""
    from netreach.opening import open_network
    from netreach.render.words import language_of

    check_one_output(csv=csv, as_json=as_json)
    if (share is None) != (sharing is None):
        raise typer.BadParameter("--share ID and --sharing DEPTH belong together.")
    code = language_of(language)
    with open_network(network) as opened:
        if remove is not None:
            gone = find_source(opened, remove)
            before = {info.id: info.sharing for info in opened.sources}
            with progress(quiet=quiet, language=code) as watch:
                opened.remove(gone.id, progress=watch)
            if not quiet:
                note(tell("removed", code, file=gone.file, id=gone.id))
                # What was decided for one export holds for the later ones of its owner; it goes with it.
                for info in opened.sources:
                    if info.sharing != before.get(info.id, info.sharing):
                        note(tell("shared", code, file=info.file, id=info.id, sharing=info.sharing))
        if share is not None and sharing is not None:
            shared = find_source(opened, share)
            before = {info.id: info.sharing for info in opened.sources}
            opened.share(shared.id, sharing)
            if not quiet:
                for info in sorted(opened.sources, key=lambda info: info.id != shared.id):
                    if info.id == shared.id or info.sharing != before.get(info.id, info.sharing):
                        note(tell("shared", code, file=info.file, id=info.id, sharing=info.sharing))
        if csv is not None:
            rows = [_row(info, info.id in _replaced(opened)) for info in opened.sources]
            write_csv(to_csv(_FIELDS, rows), csv, rows=len(rows), quiet=quiet, language=code)
        if as_json:
            show_json(sources_dict(opened))
        elif csv is None and opened.sources:
            show(sources_text(opened, code, quiet=quiet))
        elif csv is None and not quiet:
            show(tell("no_sources", code, folder=network))


def sources_dict(network: Network) -> dict[str, Any]:
    """Return the sources as plain data for JSON."""
    follows = network.snapshot.meta.sharing_from
    listed = [
        {
            **info.to_dict(),
            "superseded": info.id in _replaced(network),
            "sharing_from": follows.get(info.id),
        }
        for info in network.sources
    ]
    return {"schema": 1, "version": network.version, "sources": listed}


def sources_text(network: Network, language: str, *, quiet: bool = False) -> str:
    """Return the sources as a table; ids are shortened to what tells them apart."""
    from netreach.keys import readable
    from netreach.render import words
    from netreach.render.text import shorten, table, width

    infos, replaced = network.sources, _replaced(network)
    # What is as usual needs no column: nearly all sources are current and show the strength of ties, or all of what
    # belongs to nobody.
    shares = any(info.sharing != ("strength" if info.owner_keys else "full") for info in infos)
    letters = _telling([info.id for info in infos])
    headers = [
        tell("id", language),
        words.say("owner", language),
        words.say("rows", language),
        words.say("people", language),
        tell("date", language),
        *([tell("sharing", language)] if shares else []),
        *([tell("state", language)] if replaced else []),
        words.say("file", language),
    ]
    rows = [
        [
            info.id[:letters],
            shorten(readable(info.owner), _LONGEST_OWNER),
            words.count(info.rows, language),
            words.count(info.people, language),
            words.date(info.as_of, language) if info.as_of else "",
            *([info.sharing] if shares else []),
            *([tell("replaced", language) if info.id in replaced else ""] if replaced else []),
            info.file,
        ]
        for info in infos
    ]
    if shares and replaced:
        # Both beside each other leave no room in 80 columns for the numbers of people.
        headers, *rows = [[*row[:3], *row[4:]] for row in (headers, *rows)]
    aligns = (
        "<<>>>".ljust(len(headers), "<") if not (shares and replaced) else "<<>>".ljust(len(headers), "<")
    )
    widths = [max(map(width, column)) for column in zip(headers, *rows, strict=True)]
    room = columns() - 2 * (len(widths) - 1) - sum(widths) + widths[1] + widths[-1]
    file_room = max(_SHORTEST_FILE, room - widths[1])
    for row in rows:
        row[1] = shorten(row[1], max(_SHORTEST_OWNER, room - file_room))
        row[-1] = _end(row[-1], file_room)
    return table([""] * len(headers) if quiet else headers, rows, aligns=aligns, columns=columns())


def _replaced(network: Network) -> frozenset[str]:
    return frozenset(network.snapshot.meta.superseded)


def _telling(ids: list[str]) -> int:
    """Return how many letters tell all ids apart."""
    letters = _FEWEST
    while len({identity[:letters] for identity in ids}) < len(set(ids)):
        letters += 1
    return letters


def _end(file: str, room: int) -> str:
    """Return the name of a file, or its end: names of exports begin alike and differ at the end."""
    from netreach.render.text import visible, width

    end = visible(file)
    while width(end) > room:
        end = f"…{end[2:] if end.startswith('…') else end[1:]}"
    return end


def find_source(network: Network, wanted: str) -> SourceInfo:
    """Return the source with an id, or with the one id that begins so.

    Raises:
        SourceNotFoundError: When there is none, or several begin so.
    """
    from netreach.errors import SourceNotFoundError

    found = [info for info in network.sources if info.id == wanted]
    found = found or [info for info in network.sources if wanted and info.id.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    listed = "\n  ".join(f"{info.id}  {info.file}" for info in found or network.sources) or "there are none"
    if found:
        raise SourceNotFoundError(f"Several sources begin with {wanted!r}; give more of the id:\n  {listed}")
    raise SourceNotFoundError(f"There is no source {wanted!r}. The sources are:\n  {listed}")


def _row(info: SourceInfo, replaced: bool) -> tuple[object, ...]:
    return (
        info.id,
        info.file,
        info.importer,
        info.owner,
        info.rows,
        info.people,
        info.evidence,
        info.ties,
        info.as_of.isoformat() if info.as_of else None,
        info.sharing,
        int(replaced),
    )
