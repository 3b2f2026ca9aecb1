"""Measure netreach on generated data.

    python -m benchmarks [--json FILE] [--quick]
    python -m benchmarks importing [--gigabytes 1] [--only WORD ...] [--json FILE]
    python -m benchmarks large --ties 15e6 [--graph clustered|uniform|facebook100|ldbc] [--peers ...] [--json FILE]
    python -m benchmarks search [--people 1e6] [--cache DIR] [--json FILE]
    python -m benchmarks report FILE...
    python -m benchmarks firmness --ties 15e6 [--people N] [--owners N] [--json FILE]
    python -m benchmarks introducers [--scorer NAME ...] [--data FILE|FOLDER ...] [--mode MODE ...] [--json FILE]

Without a command: pooling, opening and the questions of a usual network. `importing` says how many rows of each
format are imported in a second. `large` compares large graphs with other libraries, `search` searches and
territories. `report` writes what these three measured into docs/benchmarks.md. `introducers` tests how good rankings
of introducers are, with weights that the scorers do not see; `firmness` how long they take, for many targets, over
resampled evidence and with what-ifs.

Every task compares answers with its peer first and stops when they differ. The peers are built their best way;
what is not timed (building a peer's graph) is said in the note.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.firmness import add_options as firmness_options
from benchmarks.importing import add_options as importing_options
from benchmarks.introducers.run import add_options as introducers_options
from benchmarks.large import add_options as large_options
from benchmarks.search import add_options as search_options


def command_line() -> argparse.ArgumentParser:
    """Make the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", metavar="FILE", help="write the figures to this file instead of the screen")
    parser.add_argument("--quick", action="store_true", help="a tenth of the sizes, to see that all runs")
    commands = parser.add_subparsers(dest="command", title="commands")
    importing_options(commands.add_parser("importing", help="rows a second of every format"))
    large = commands.add_parser("large", help="large graphs beside other libraries")
    page = commands.add_parser("report", help="write the page of the docs from what was measured")
    page.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="what `importing --json`, `large --json` and `search --json` wrote, in the page's order",
    )
    page.add_argument(
        "--keep", action="store_true", help="keep the figures of the page that these files do not measure"
    )
    page.add_argument("--page", type=Path, default=Path("docs/benchmarks.md"), help="docs/benchmarks.md")
    large_options(large)
    looking = commands.add_parser("search", help="search and territory beside other libraries")
    search_options(looking)
    ranking = commands.add_parser("introducers", help="how good rankings of introducers are")
    introducers_options(ranking)
    firmness_options(commands.add_parser("firmness", help="how long rankings and resamples take"))
    return parser


def main() -> None:
    """Run the benchmarks and print the table."""
    parser = command_line()
    options = parser.parse_args()
    if options.command == "report" and options.json:
        parser.error("report writes a page, and no figures: leave --json out")
    if options.quick and options.command not in (None, "importing"):
        parser.error(f"--quick says nothing to {options.command}: leave it out, or give sizes of its own")
    if options.command == "large":
        from benchmarks.large import run

        run(options)
    elif options.command == "importing":
        from benchmarks.importing import run as measure

        measure(options)
    elif options.command == "search":
        from benchmarks.search import run as look

        look(options)
    elif options.command == "introducers":
        from benchmarks.introducers.run import run as rank

        rank(options)
    elif options.command == "firmness":
        from benchmarks.firmness import run as resample

        resample(options)
    elif options.command == "report":
        from benchmarks import figures, importing

        text = options.page.read_text(encoding="utf-8")
        graphs = []
        for file in options.files:
            if (rates := importing.read(file)) is None:
                graphs.append(figures.read(file))
            else:
                text = importing.page(text, rates)
        if graphs:
            text = figures.page(text, graphs, keep=options.keep)
        options.page.write_text(text, encoding="utf-8")
    else:
        _usual(options)


def _usual(options: argparse.Namespace) -> None:
    from benchmarks import pooling, questions, storage
    from benchmarks.harness import Result, report

    scale = 10 if options.quick else 1
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="netreach-benchmarks-") as folder:
        place = Path(folder)
        results += storage.run(place, people=100_000 // scale, large=1_000_000 // scale)
        results += pooling.run(place, rows=100_000 // scale)
        results += questions.run(place, people=100_000 // scale)
    report(results, options.json)


if __name__ == "__main__":
    main()
