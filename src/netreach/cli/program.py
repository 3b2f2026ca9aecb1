"""The program: all commands under one name."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated, Final, ParamSpec

import typer

from netreach import __version__
from netreach.cli import compass, letters, plot
from netreach.cli.changes import changes
from netreach.cli.check import check
from netreach.cli.complete import complete
from netreach.cli.declare import declare, questionnaire
from netreach.cli.demo import demo
from netreach.cli.doors import doors
from netreach.cli.exits import EXIT_CODES, guarded
from netreach.cli.export import export
from netreach.cli.hide import hide, unhide
from netreach.cli.import_ import import_
from netreach.cli.importer_ import check as check_examples
from netreach.cli.importer_ import generate
from netreach.cli.introduce import introduce
from netreach.cli.introducers import introducers
from netreach.cli.kinds import kinds
from netreach.cli.missing import asking_command
from netreach.cli.paths import paths
from netreach.cli.person import person
from netreach.cli.plugins import plugins
from netreach.cli.problems import problems
from netreach.cli.pyramid import pyramid
from netreach.cli.remove import readmit, remove_person
from netreach.cli.review import review
from netreach.cli.search import search
from netreach.cli.sources import sources
from netreach.cli.territory import territory

P = ParamSpec("P")

_ASKING: Final = asking_command()
_ME: Final = "--ego ana@example.org"
_EPILOG: Final = "\n".join(
    [
        "\b",
        "Start with:",
        "  netreach demo",
        "  netreach import ana.zip ben.zip --into team.netreach",
        f"  netreach pyramid team.netreach {_ME}",
        "",
        "\b",
        "Answers go to standard output, as text or --json; errors to standard error.",
        "",
        "\b",
        "Environment:",
        "  NETREACH_EGO       stands for --ego",
        "  NETREACH_LANGUAGE  stands for --language: en or es",
        "  NO_COLOR           no colour and no control codes",
        "",
        "\b",
        "Exit codes:",
        *(f"  {code:>3}  {meaning}" for code, meaning in EXIT_CODES),
    ]
)

app: typer.Typer = typer.Typer(
    name="netreach",
    help="Professional networks from the exports that people have, seen from one person.",
    epilog=_EPILOG,
    no_args_is_help=True,
    add_completion=False,
    # Plain help appears at once, and reads well in a pipe and in 80 columns.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"netreach {__version__} (Python {sys.version.partition(' ')[0]})")
        raise typer.Exit


@app.callback()
def netreach(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Professional networks from the exports that people have, seen from one person."""


def _epilog(*examples: str) -> str:
    several = sum(not line.startswith(" ") for line in examples) > 1
    return "\n".join(["\b", "Examples:" if several else "Example:", *(f"  {line}" for line in examples)])


def _command(
    name: str, command: Callable[P, None], *examples: str, program: typer.Typer = app, bare: bool = False
) -> None:
    """Add a command; one that is `bare` gets words that belong to no option, to say what to do with them."""
    settings = {"allow_extra_args": True} if bare else None
    program.command(name, cls=_ASKING, epilog=_epilog(*examples), context_settings=settings)(guarded(command))


_command(
    "import",
    import_,
    "netreach import ana.zip ben.zip carla/ --into team.netreach",
    "netreach import ~/Downloads/exports --into team.netreach --dry-run",
)
_command("pyramid", pyramid, f"netreach pyramid team.netreach {_ME}")
_command(
    "search",
    search,
    f"netreach search team.netreach {_ME} \\",
    '    --title "direct* marketing" --title CMO --location Madrid',
    f"netreach search team.netreach {_ME} \\",
    '    --company "Acme NOT Holding" --degree 2 --csv acme.csv',
    bare=True,
)
_command(
    "territory",
    territory,
    f"netreach territory team.netreach {_ME} \\",
    "    --by industry --svg map.svg",
    f"netreach territory team.netreach {_ME} \\",
    "    --by company --by location --title director",
)
_command(
    "doors",
    doors,
    f'netreach doors team.netreach {_ME} --to "Acme" --explain',
    f"netreach doors team.netreach {_ME} \\",
    "    --title director --location Rome",
)
_compass = typer.Typer(
    help="Save, run and compare searches by name.",
    epilog=_epilog(
        'netreach compass save team.netreach "Madrid directors" \\',
        "    --title director --location Madrid",
        f'netreach compass run team.netreach "Madrid directors" {_ME}',
        "netreach compass list team.netreach --json --language es",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(_compass, name="compass")
_command(
    "save",
    compass.save,
    "netreach compass save team.netreach directors --title director",
    "netreach compass save team.netreach --from directors.toml",
    program=_compass,
)
_command("list", compass.list_, "netreach compass list team.netreach", program=_compass)
_command("run", compass.run, f"netreach compass run team.netreach directors {_ME}", program=_compass)
_command(
    "compare",
    compass.compare,
    "netreach compass compare team.netreach directors buyers \\",
    f"    {_ME}",
    program=_compass,
)
_command("remove", compass.remove, "netreach compass remove team.netreach directors", program=_compass)
_command("complete", complete, 'netreach complete team.netreach "mar" --field company')
_command("introducers", introducers, f'netreach introducers team.netreach {_ME} --to "Eva Lund"')
_command("paths", paths, f'netreach paths team.netreach {_ME} --to "Eva Lund" --diverse')
_command(
    "introduce",
    introduce,
    f'netreach introduce team.netreach {_ME} --to "Eva Lund" \\',
    '    --reason "I would like to show Acme our new lamps."',
)
_letters = typer.Typer(
    help="The log of letters, and texts of your own for them.",
    epilog=_epilog(
        "netreach letters list team.netreach",
        "netreach letters mark team.netreach l1a2b3c4 sent --day 2026-03-01",
        "netreach letters templates my-letters",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(_letters, name="letters")
_command("list", letters.list_, "netreach letters list team.netreach", program=_letters)
_command(
    "mark",
    letters.mark,
    "netreach letters mark team.netreach l1a2b3c4 sent --day 2026-03-01",
    program=_letters,
)
_command("templates", letters.templates, "netreach letters templates my-letters", program=_letters)
_plot = typer.Typer(
    help="Draw answers as pictures, in SVG or PNG.",
    epilog=_epilog(
        f"netreach plot pyramid team.netreach {_ME} -o pyramid.svg",
        f"netreach plot introducers team.netreach {_ME} \\",
        '    --to "Eva Lund" -o why.png',
        f"netreach plot territory team.netreach {_ME} --by company \\",
        "    --by location -o map.svg",
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(_plot, name="plot")
_command(
    "pyramid",
    plot.pyramid,
    f"netreach plot pyramid team.netreach {_ME} -o pyramid.svg",
    program=_plot,
)
_command(
    "path",
    plot.path,
    f"netreach plot path team.netreach {_ME} \\",
    '    --to "Eva Lund" -o paths.svg',
    program=_plot,
)
_command(
    "introducers",
    plot.introducers,
    f"netreach plot introducers team.netreach {_ME} \\",
    '    --to "Eva Lund" -o why.png --theme dark',
    program=_plot,
)
_command(
    "territory",
    plot.territory,
    f"netreach plot territory team.netreach {_ME} \\",
    "    --by industry -o map.svg",
    program=_plot,
)
_command(
    "search",
    plot.search,
    f"netreach plot search team.netreach {_ME} \\",
    "    --title director -o found.svg",
    program=_plot,
)
_command(
    "doors",
    plot.doors,
    f"netreach plot doors team.netreach {_ME} \\",
    '    --to "Acme Robotics" -o doors.svg',
    program=_plot,
)
_command(
    "compass",
    plot.compass,
    f"netreach plot compass team.netreach directors {_ME} \\",
    "    -o compass.svg",
    program=_plot,
)
_command(
    "compare",
    plot.compare,
    "netreach plot compare team.netreach directors founders \\",
    f"    {_ME} -o compared.svg",
    program=_plot,
)
_command(
    "changes",
    plot.changes,
    "netreach plot changes team.netreach --since 2026-03-01 \\",
    f"    {_ME} -o changes.svg",
    program=_plot,
)
_command("person", person, f'netreach person team.netreach "Eva Lund" {_ME}')
_command("changes", changes, f"netreach changes team.netreach --since 2026-03-01 {_ME}")
_command(
    "sources",
    sources,
    "netreach sources team.netreach",
    "netreach sources team.netreach --share s1a2b3c4 --sharing names",
)
_command("review", review, "netreach review team.netreach", "netreach review team.netreach --json --limit 20")
_command("problems", problems, "netreach problems team.netreach --csv problems.csv")
_command(
    "declare",
    declare,
    'netreach declare team.netreach "Ana Ruiz" "Eva Lund" --strength 0.7',
    "netreach declare team.netreach --from ties.csv",
)
_command(
    "questionnaire",
    questionnaire,
    'netreach questionnaire team.netreach --for "Ben Okafor" --output ben.csv',
)
_command(
    "kinds",
    kinds,
    "netreach kinds team.netreach",
    "netreach kinds team.netreach --output kinds.toml",
    "netreach kinds team.netreach --use kinds.toml",
)
_command("check", check, "netreach check team.netreach")
_command("hide", hide, 'netreach hide team.netreach "Eva Lund"')
_command("unhide", unhide, "netreach unhide team.netreach eva@example.org")
_command("remove-person", remove_person, "netreach remove-person team.netreach eva@example.org")
_command("readmit", readmit, "netreach readmit team.netreach eva@example.org")
_command("export", export, "netreach export team.netreach eva@example.org --output eva.json")
_command("plugins", plugins, "netreach plugins")

importer: typer.Typer = typer.Typer(
    help="Make a new importer, and test importers on examples.",
    no_args_is_help=True,
    rich_markup_mode=None,
    epilog="\b\nExample:\n  netreach importer generate netreach-guests",
)
_command(
    "test",
    check_examples,
    "netreach importer test netreach-guests",
    "netreach importer test examples/ --importer tables",
    program=importer,
)
_command("generate", generate, "netreach importer generate netreach-guests", program=importer)
app.add_typer(importer, name="importer")

_command("demo", demo, "netreach demo --language es --folder netreach-demo")
