"""`netreach changes`: what is different now."""

from __future__ import annotations

from typing import Annotated

import typer

from netreach.cli.options import Csv, Cutoff, Json, Language, NearerTo, NetworkFolder, Quiet, Since
from netreach.cli.output import check_one_output, columns, show, show_json, write_csv
from netreach.cli.texts import tell


def changes(
    network: NetworkFolder,
    since: Since = None,
    ego: NearerTo = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", help="How many of each sort to print; CSV has all of them.")
    ] = 10,
    cutoff: Cutoff = 3,
    csv: Csv = None,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Tell what has changed: ties, jobs, and who came nearer.

    A day means the state that the sources up to that day gave; a version must still be on disk.
    """
    from netreach.answers.lines import wrapped
    from netreach.opening import open_network
    from netreach.render.words import language_of

    check_one_output(csv=csv, as_json=as_json)
    code = language_of(language)
    with open_network(network) as opened:
        before = since if since is not None else opened.previous_version
        if before is None and not as_json and csv is None:
            if not quiet:
                show("\n".join(wrapped(tell("no_earlier_version", code), columns())))
            return
        # Without an earlier version nothing has changed.
        before = opened.version if before is None else before
        if csv is not None:
            every = opened.changes(since=before, ego=ego, limit=None, cutoff=cutoff, language=code)
            write_csv(every.to_csv(), csv, rows=sum(1 for _ in every.rows()), quiet=quiet, language=code)
        if as_json or csv is None:
            answer = opened.changes(since=before, ego=ego, limit=limit, cutoff=cutoff, language=code)
            if as_json:
                show_json(answer.to_dict())
            else:
                show(answer.text(columns=columns()))
