"""`netreach review`: who may be one person, asked pair by pair; every answer is kept at once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Final

import typer

from netreach.cli.options import Csv, Json, Language, NetworkFolder, Quiet
from netreach.cli.output import check_one_output, columns, note, show, show_json, write_csv
from netreach.cli.texts import tell

if TYPE_CHECKING:
    from netreach.answers.candidates import Candidate, Candidates
    from netreach.network import Network

_MOST_LISTED: Final = 20

REVIEW_TEXTS: Final = {
    "nothing": (
        "Nobody is left to review: no two people look like one.",
        "No queda nadie por revisar: no hay dos personas que parezcan la misma.",
    ),
    "pair": ("Pair {number} of {total}", "Pareja {number} de {total}"),
    "question": (
        "One person? y yes, n no, s skip, u undo, q quit: ",
        "¿Una misma persona? s sí, n no, o omitir, d deshacer, q salir: ",
    ),
    "keys": ("ynsuq", "snodq"),
    "yes": ("One person.", "Es la misma persona."),
    "no": ("Two people; not asked again.", "Son dos personas; no se volverá a preguntar."),
    "skipped": ("Skipped.", "Omitida."),
    "undone": ("Taken back.", "Deshecho."),
    "undo_nothing": ("There is nothing to take back.", "No hay nada que deshacer."),
    "again": ("Please answer with one of: {keys}", "Responde con una de estas letras: {keys}"),
    "end": (
        "{same} merged, {different} told apart, {skipped} skipped. All is kept; the same command goes on.",
        "Unidas: {same}; separadas: {different}; omitidas: {skipped}. Todo queda guardado; la misma orden continúa.",
    ),
    "merged_above": (
        "Pairs merged, with a score of {score} or more: {n}. --undo takes back one after the other.",
        "Parejas unidas, con una puntuación de {score} o más: {n}. --undo las deshace una a una.",
    ),
    "no_terminal": (
        "review asks questions, and there is no terminal here. Use --json, --csv FILE or --yes-above BITS.",
        "review hace preguntas y aquí no hay terminal. Usa --json, --csv ARCHIVO o --yes-above BITS.",
    ),
}
"""What the review says, in English and Spanish; the letters of `keys` stand for yes, no, skip, undo, quit."""


def review(
    network: NetworkFolder,
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=0, help="How many pairs at most, the likeliest first."),
    ] = None,
    min_score: Annotated[
        float, typer.Option("--min-score", metavar="BITS", help="The least evidence for a pair to be shown.")
    ] = 8.0,
    who: Annotated[
        str | None, typer.Option("--who", metavar="WHO", help="Only pairs with this person.")
    ] = None,
    yes_above: Annotated[
        float | None,
        typer.Option(
            "--yes-above", metavar="BITS", help="Ask nothing: merge all pairs with this score or more."
        ),
    ] = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="Take back the last decision, and ask nothing.")
    ] = False,
    csv: Csv = None,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Ask of pairs that may be one person whether they are.

    Every answer is kept at once, so that you can stop at any time and go on later. Skipped pairs come back.
    """
    from netreach.opening import open_network
    from netreach.render.words import language_of

    check_one_output(csv=csv, as_json=as_json)
    code = language_of(language)
    with open_network(network) as opened:
        if undo:
            opened.undo()
            if not quiet:
                note(_say("undone", code))
            return
        if yes_above is not None:
            merged = merge_above(opened, yes_above, limit=limit)
            if not quiet:
                note(_say("merged_above", code, n=merged, score=_score(yes_above, code)))
            return
        listing = as_json or csv is not None
        found = opened.candidates(limit, min_score=min_score, who=who, language=code)
        if csv is not None:
            write_csv(found.to_csv(), csv, rows=len(found), quiet=quiet, language=code)
        if as_json:
            show_json(found.to_dict())
        if listing:
            return
        if not found:
            if not quiet:
                show(_say("nothing", code))
        elif not sys.stdin.isatty() or not sys.stdout.isatty():
            show(_table(found, code))
            raise typer.BadParameter(_say("no_terminal", code))
        else:
            same, different, skipped = ask(opened, found, read_key, code)
            if not quiet:
                show(_say("end", code, same=same, different=different, skipped=skipped))


def merge_above(network: Network, score: float, *, limit: int | None = None) -> int:
    """Merge every pair with a score or more in one step, the likeliest first, and return how many were merged.

    Who was told apart stays apart, even where a third person would join them.
    """
    found = network.candidates(limit, min_score=score)
    return network.merge_all((pair.a.id, pair.b.id) for pair in found)


def ask(
    network: Network, found: Candidates, read: Callable[[str], str], language: str
) -> tuple[int, int, int]:
    """Ask about pairs one after the other, and keep every answer at once; the version is derived at the end.

    Args:
        network: Where the answers go.
        found: The pairs.
        read: Shows a question and returns a key, `""` at the end of the input.
        language: Language of the questions.

    Returns:
        How many pairs were merged, told apart and skipped.
    """
    yes, no, skip, undo, leave = tuple(_say("keys", language))
    counts = {yes: 0, no: 0, skip: 0}
    answered: list[tuple[int, str]] = []
    place = 0
    with network.batch():
        while place < len(found):
            pair = found[place]
            if not _is_open(network, pair):
                place += 1
                continue
            show("")
            show(_say("pair", language, number=place + 1, total=len(found)))
            show(pair.text(language=language, columns=columns()))
            key = read(_say("question", language)).casefold()
            if key in ("", leave):
                break
            if key == undo:
                if not answered:
                    show(_say("undo_nothing", language))
                    continue
                place, last = answered.pop()
                counts[last] -= 1
                if last != skip:
                    network.undo()
                show(_say("undone", language))
                continue
            if key not in counts:
                show(_say("again", language, keys=" ".join((yes, no, skip, undo, leave))))
                continue
            if key == yes:
                network.merge(pair.a.id, pair.b.id)
            elif key == no:
                network.distinct(pair.a.id, pair.b.id)
            counts[key] += 1
            answered.append((place, key))
            show(_say({yes: "yes", no: "no", skip: "skipped"}[key], language))
            place += 1
        if counts[yes] + counts[no]:
            note(tell("pooling", language))
    return counts[yes], counts[no], counts[skip]


def read_key(question: str) -> str:
    """Show a question and return the key that is pressed, without waiting for the Enter key where that works."""
    print(question, end="", flush=True)
    key: str = typer.getchar()
    print(key if key.isprintable() else "")
    if key == "\x03":
        raise KeyboardInterrupt
    return "" if key in ("\x04", "\x1a") else key


def _is_open(network: Network, pair: Candidate) -> bool:
    """Whether nothing decided since has answered the question already."""
    try:
        return network.may_be_one(pair.a.id, pair.b.id)
    except LookupError:
        # Another process took one of them away.
        return False


def _table(found: Candidates, language: str) -> str:
    import attrs

    few = attrs.evolve(found, found=found.found[:_MOST_LISTED])
    return few.text(language=language, columns=columns())


def _score(score: float, language: str) -> str:
    from netreach.render.words import number

    return number(score, language, 0 if score == int(score) else 1)


def _say(key: str, language: str, **values: object) -> str:
    return tell(key, language, REVIEW_TEXTS, **values)
