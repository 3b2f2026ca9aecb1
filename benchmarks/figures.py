"""Figures of large graphs: what stands in the JSON, in the table on the screen, and on the page of the docs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import attrs
import numpy as np

BEGIN: Final = "<!-- figures: written by `python -m benchmarks report` -->"
END: Final = "<!-- end of the figures -->"


@attrs.frozen(kw_only=True)
class Spread:
    """How long calls took, or one value.

    Attributes:
        p50, p95, p99: Percentiles; all the same for one value.
        n: Calls.
    """

    p50: float
    p95: float
    p99: float
    n: int = 1

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Return the percentiles of some values.

        >>> Spread.of([1.0, 2.0, 3.0]).p50
        2.0
        """
        p50, p95, p99 = (float(value) for value in np.percentile(values, [50, 95, 99]))
        return cls(p50=p50, p95=p95, p99=p99, n=len(values))


@attrs.frozen(kw_only=True)
class Figure:
    """One row of the table.

    Attributes:
        task: What was asked.
        who: `"engine"` for a call of the graph engine, `"API"` for a whole answer; `""` for neither.
        ours: netreach.
        peer: Who else answered, and how.
        theirs: The peer; `None` where there is none.
        ratio: How many times better than the peer on the same questions: above 1 we win, below 1 we lose.
        at_least: The ratio that is wanted.
        limit: The value that is wanted at most, of the median.
        limit_p95: The same of the 95th percentile.
        unit: `"s"`, `"ns"`, `"B"` or `"MB"`.
        note: What the figure means.
        group: Of many calls with one limit, what they have in common: the page shows the slowest of a group.
    """

    task: str
    who: str = ""
    ours: Spread
    peer: str = ""
    theirs: Spread | None = None
    ratio: float | None = None
    at_least: float | None = None
    limit: float | None = None
    limit_p95: float | None = None
    unit: str = "s"
    note: str = ""
    group: str = ""

    @property
    def met(self) -> bool | None:
        """Whether what is wanted was reached; `None` where nothing is."""
        if self.at_least is not None:
            return self.ratio is not None and self.ratio >= self.at_least
        if self.limit is None:
            return None
        return self.ours.p50 <= self.limit and (self.limit_p95 is None or self.ours.p95 <= self.limit_p95)

    @classmethod
    def of_dict(cls, data: dict[str, Any]) -> Figure:
        """Read a figure of the JSON."""
        fields = {name: value for name, value in data.items() if name != "met"}
        fields["ours"] = Spread(**data["ours"])
        fields["theirs"] = Spread(**data["theirs"]) if data["theirs"] else None
        return cls(**fields)


def compared(ours: Sequence[float], theirs: Sequence[float], **about: Any) -> Figure:
    """Return the figure of two lists of times; the ratio is over the questions that both answered."""
    both = min(len(ours), len(theirs))
    ratio = float(np.median(theirs[:both]) / np.median(ours[:both]))
    return Figure(ours=Spread.of(ours), theirs=Spread.of(theirs), ratio=ratio, **about)


def wanted(figure: Figure) -> str:
    """What is wanted of a figure, and whether it was reached.

    >>> wanted(Figure(task="x", ours=Spread.of([2.0]), limit=1.0))
    'at most 1.00 s: missed'
    """
    if figure.met is None:
        return ""
    said = (
        f"at least {figure.at_least:g}x"
        if figure.at_least is not None
        else f"at most {shown(figure.limit or 0.0, figure.unit)}"
    )
    if figure.limit_p95 is not None:
        said += f", p95 {shown(figure.limit_p95, figure.unit)}"
    return f"{said}: {'reached' if figure.met else 'missed'}"


def shown(value: float, unit: str) -> str:
    """Write a value with its unit.

    >>> shown(0.00012, "s"), shown(8.5, "B"), shown(0.25, "s")
    ('120 us', '8.5 B', '250 ms')
    """
    if unit == "s" and value >= 1:
        return f"{value:.2f} s" if value < 100 else f"{value:,.0f} s"
    if unit == "s":
        value, unit = (value * 1e3, "ms") if value >= 1e-3 else (value * 1e6, "us")
    return f"{value:,.0f} {unit}" if value >= 99.5 else f"{value:.2g} {unit}"


def spread(value: Spread, unit: str) -> str:
    """Write the median, and the other percentiles where there are enough calls for them."""
    said = shown(value.p50, unit)
    if value.n >= 20:
        said += f" (p95 {shown(value.p95, unit)}, p99 {shown(value.p99, unit)})"
    return said


def times(ratio: float | None) -> str:
    """Write a ratio.

    >>> times(12.34), times(1.26), times(0.5), times(None)
    ('12x', '1.3x', '0.50x', '')
    """
    if ratio is None:
        return ""
    return f"{ratio:,.0f}x" if ratio >= 9.95 else f"{ratio:.1f}x" if ratio >= 0.95 else f"{ratio:.2f}x"


def screen(figures: Iterable[Figure]) -> str:
    """The table for the screen."""
    lines = [f"{'task':<76} {'netreach':>10} {'peer':>10} {'ratio':>7}  who"]
    for figure in figures:
        task = ", ".join(filter(None, (figure.group, figure.task, figure.who)))
        theirs = shown(figure.theirs.p50, figure.unit) if figure.theirs else ""
        about = "; ".join(filter(None, (figure.peer, wanted(figure))))
        ours = shown(figure.ours.p50, figure.unit)
        lines.append(f"{task:<76} {ours:>10} {theirs:>10} {times(figure.ratio):>7}  {about}")
    return "\n".join(lines)


# The page


def page(text: str, reports: Iterable[dict[str, Any]], *, keep: bool = False) -> str:
    """Return a page with the figures of reports in place of those that it has.

    Args:
        text: The page, with the two lines between which the figures stand.
        keep: Whether figures stay that these reports do not measure, told by their headings.
        reports: What `python -m benchmarks large --json` and `search --json` wrote.

    Raises:
        SystemExit: When the page has no place for figures.
    """
    before, begin, rest = text.partition(BEGIN)
    old, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"The page has no place for figures: the lines {BEGIN!r} and {END!r}.")
    new = [section(one) for one in reports]
    if keep:
        measured = {lines[0] for lines in new}
        held = [f"### {part}".rstrip().splitlines() for part in f"\n{old}".split("\n### ")[1:]]
        new = [[*lines, ""] for lines in held if lines[0] not in measured] + new
    return "\n".join([f"{before}{BEGIN}", "", *(line for lines in new for line in lines), f"{END}{after}"])


def section(report: dict[str, Any]) -> list[str]:
    """The part of the page about one run."""
    figures = [Figure.of_dict(data) for data in report["figures"]]
    graph, machine = report["graph"], report["machine"]
    versions = ", ".join(f"{name} {version}" for name, version in report["versions"].items())
    about = (
        f"{graph['people']:,} people, {graph['ties']:,} ties; egos with {graph['egos']}.",
        f"{machine['cores']} cores, {machine['memory_gb']} GB, {machine['system']}, Python {machine['python']};",
        f"{versions}. Load of the machine at the start: {report['load']:.1f}.",
    )
    # A run without a network does not take the place of one with.
    alone = ", the engine alone" if "--engine-only" in report["command"].split() else ""
    lines = [
        f"### {graph['name'][0].upper()}{graph['name'][1:]}{alone}",
        "",
        *about,
        "",
        "```text",
        report["command"],
        "```",
        "",
        "| task | netreach | peer | | ratio | wanted |",
        "|---|---|---|---|---|---|",
    ]
    above = ("", "")
    for figure in _slowest(figures):
        task = f"{figure.task}: {figure.who}" if figure.who else figure.task
        mine = (task, spread(figure.ours, figure.unit))
        theirs = spread(figure.theirs, figure.unit) if figure.theirs else ""
        # What stands in the row above is not said again.
        cells = (
            *(("", "") if mine == above else mine),
            figure.peer,
            theirs,
            times(figure.ratio),
            wanted(figure),
        )
        lines.append(f"| {' | '.join(cells)} |")
        above = mine
    peaks = ", ".join(f"{role} {shown(value, 'MB')}" for role, value in report["peak_mb"].items())
    notes = [*dict.fromkeys(one.note for one in figures if one.note)]
    notes.append(f"Most memory of each process, pairs included: {peaks}.")
    lines += ["", *_lost(figures), "**Notes.**", "", *(f"- {note}" for note in notes), ""]
    return lines


def _slowest(figures: Sequence[Figure]) -> list[Figure]:
    """All figures, but of every group only the slowest, where its first stood."""
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(figure.group or str(id(figure)), []).append(figure)
    found = []
    for group in groups.values():
        slowest = max(group, key=lambda figure: figure.ours.p50)
        if slowest.group:
            words = f"{slowest.group}, the slowest of {len(group)} calls ({slowest.task})"
            slowest = attrs.evolve(slowest, task=words)
        found.append(slowest)
    return found


def _lost(figures: Sequence[Figure]) -> list[str]:
    """What we lose against peers, and what was wanted and not reached."""
    lost = [one for one in figures if one.ratio is not None and one.ratio < 1]
    missed = [one for one in figures if one.met is False and one not in lost]
    lines = ["**What we lose.**" if lost else "**What we lose.** Nothing in this run.", ""]
    lines += [
        f"- {one.task}{f', {one.who}' if one.who else ''}: {one.peer} takes {shown(one.theirs.p50, one.unit)}, "
        f"netreach {shown(one.ours.p50, one.unit)}"
        for one in lost
        if one.theirs is not None
    ]
    if missed:
        lines += ["", "**Not reached yet.**", ""]
        lines += [f"- {one.task}, {one.peer or one.who or 'netreach'}: {wanted(one)}" for one in missed]
    return lines if lines[-1] == "" else [*lines, ""]


def read(path: str) -> dict[str, Any]:
    """Read a report.

    Raises:
        SystemExit: When the file is none.
    """
    try:
        report: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
        if not report["figures"] or "graph" not in report:
            raise ValueError
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise SystemExit(
            f"{path} is no report of `python -m benchmarks large --json` or `search --json`."
        ) from error
    return report
