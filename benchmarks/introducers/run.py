"""The command: read the networks, measure, print tables, write JSON."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any, Final

from benchmarks.harness import add_json, machine
from benchmarks.introducers import modes
from benchmarks.introducers.baselines import DEFAULT, find
from benchmarks.introducers.networks import BUILT_IN, choose
from benchmarks.introducers.page import page
from benchmarks.introducers.questions import LIMIT, SEED
from benchmarks.introducers.reading import UnreadableError, read_all
from benchmarks.introducers.stars import exports, stars
from benchmarks.introducers.table import lines, summary
from benchmarks.introducers.weighted import Weighted
from netreach.errors import NetreachError
from netreach.plugins import Registry

MODES: Final = ("structure", "partial", "stars", "missing", "future")

Told = dict[str, Any]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    parser.add_argument(
        "--scorer",
        action="append",
        default=[],
        metavar="NAME",
        help="a registered scorer, or module:Class, beside the default and the baselines; repeatable",
    )
    parser.add_argument(
        "--data",
        action="append",
        default=[],
        type=Path,
        metavar="FILE|FOLDER",
        help="a weighted network: list of ties, GML, GraphML, Pajek, also packed; repeatable",
    )
    parser.add_argument(
        "--columns",
        metavar="LIST",
        help="what the columns of lists are: source, target, weight, time, and - for others",
    )
    parser.add_argument(
        "--network",
        action="append",
        metavar="NAME",
        help=f"a built-in network ({', '.join(BUILT_IN)}); all of them where neither this nor --data is given",
    )
    parser.add_argument("--mode", action="append", choices=MODES, help="what is measured; all by default")
    parser.add_argument(
        "--questions", type=int, default=LIMIT, metavar="N", help="questions at most a network"
    )
    parser.add_argument("--seed", type=int, default=SEED, help="of every draw")
    parser.add_argument("--seen", type=float, default=0.2, metavar="SHARE", help="ties whose contact is seen")
    parser.add_argument("--missing", type=float, default=0.3, metavar="SHARE", help="ties taken away")
    parser.add_argument("--hidden", type=float, default=0.2, metavar="SHARE", help="newest contacts hidden")
    parser.add_argument("--page", type=Path, metavar="FILE", help="write the tables into this page, too")
    parser.add_argument(
        "--from", dest="source", type=Path, metavar="FILE", help="take the figures of an earlier --json"
    )
    add_json(parser)


def run(options: argparse.Namespace) -> None:
    """Measure, print tables, and print or write JSON.

    Raises:
        SystemExit: When an option or a file cannot be used; the message says why.
    """
    try:
        told = measure(options) if options.source is None else json.loads(options.source.read_text())
        if options.page is not None:
            options.page.write_text(page(options.page.read_text(encoding="utf-8"), told), encoding="utf-8")
    except (UnreadableError, NetreachError, OSError, ValueError) as error:
        raise SystemExit(f"error: {error}") from None
    for line in lines(told):
        print(line)
    if options.json:
        Path(options.json).write_text(json.dumps(told, indent=1, allow_nan=False) + "\n", encoding="utf-8")
        print(f"written to {options.json}")
    else:
        print(json.dumps(told, allow_nan=False))


def measure(options: argparse.Namespace) -> Told:
    """Return everything that was asked for, as plain data for JSON.

    Raises:
        UnreadableError: When a file, a network or a scorer cannot be used.
    """
    for name in ("seen", "missing", "hidden"):
        if not 0 < getattr(options, name) < 1:
            raise UnreadableError(f"--{name} is {getattr(options, name)}: give a share between 0 and 1.")
    if options.questions < 1:
        raise UnreadableError(f"--questions is {options.questions}: ask at least one.")
    registry = Registry()
    for name in options.scorer:
        find(name, registry)
    wanted = options.mode or list(MODES)
    networks = read_all(options.data, columns=options.columns)
    if options.network is not None or not networks:
        networks += choose(options.network)
    results = []
    for network in networks:
        begun = time.perf_counter()
        found = _of_network(network, wanted, options, registry)
        taken = time.perf_counter() - begun
        results.append({**_described(network), "modes": found, "seconds": round(taken, 2)})
        print(f"{network.name}: {taken:.1f} s", file=sys.stderr)
    if "stars" in wanted and not options.data and (options.network is None or "world" in options.network):
        made = exports(options.scorer, registry, limit=options.questions, seed=options.seed)
        about = "LinkedIn exports of netreach.testing.make_world, imported; right is who is closest there"
        results.append({"name": "invented exports", "about": about, "notes": [], "modes": {"stars": made}})
    return {
        "schema": 1,
        "machine": machine(),
        "default": DEFAULT,
        "seed": options.seed,
        "questions_at_most": options.questions,
        "networks": results,
        "summary": summary(results),
    }


def _described(network: Weighted) -> Told:
    return {
        "name": network.name,
        "about": network.about,
        "people": network.count,
        "ties": len(network.a),
        "weights": network.weight is not None,
        "notes": list(network.notes),
    }


def _of_network(
    network: Weighted, wanted: list[str], options: argparse.Namespace, registry: Registry
) -> Told:
    names, limit, seed = options.scorer, options.questions, options.seed
    found: Told = {}
    if "stars" in wanted:
        found["stars"] = stars(network, names, registry, limit=limit, seed=seed)
    if network.weight is None:
        return found
    if "structure" in wanted:
        found["structure"] = modes.structure(network, names, registry, limit=limit, seed=seed)
    if "partial" in wanted:
        found["partial"] = modes.partial(network, names, registry, limit=limit, seed=seed, share=options.seen)
    if "missing" in wanted:
        found["missing"] = modes.missing(
            network, names, registry, limit=limit, seed=seed, share=options.missing
        )
    if "future" in wanted:
        found["future"] = modes.future(network, names, registry, limit=limit, seed=seed, share=options.hidden)
    return found
