"""The figures of a run, written into a page of the docs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from benchmarks.introducers.baselines import DEFAULT

Told = dict[str, Any]
BEGIN: Final = "<!-- introducers: written by `python -m benchmarks introducers --page` -->"
END: Final = "<!-- end of introducers -->"
_COLUMNS: Final = (
    ("random", "random"),
    ("contact-count", "contacts"),
    ("shared-contacts", "CN(i,t)"),
    ("two-leg-cn", "two-leg CN"),
    ("two-leg-ra", "two-leg RA"),
    (DEFAULT, "default"),
)


def page(text: str, told: Told) -> str:
    """Return a page with the tables of a run between its two marks.

    Raises:
        ValueError: When the page has no such marks.
    """
    begin, end = text.find(BEGIN), text.find(END)
    if begin < 0 or end < begin:
        raise ValueError(f"the page has no {BEGIN} followed by {END}.")
    return "\n".join([text[: begin + len(BEGIN)], "", *_lines(told), "", text[end:]])


def _lines(told: Told) -> Iterator[str]:
    asked = [
        network for network in told["networks"] if network["modes"].get("structure", {}).get("questions")
    ]
    if asked:
        yield "Structure only: how often the best introducer comes first, and the default less two baselines"
        yield "with the middle 95 % of resamples of people."
        yield ""
        heads = [head for _, head in _COLUMNS]
        yield from _table(
            ["network", "questions", *heads, "less two-leg RA", "less contacts"],
            [
                [
                    network["name"],
                    f"{network['modes']['structure']['questions']:,}",
                    *(f"{network['modes']['structure']['top1'][name]['value']:.3f}" for name, _ in _COLUMNS),
                    *(
                        _interval(network["modes"]["structure"]["against"][DEFAULT][base])
                        for base in ("two-leg-ra", "contact-count")
                    ),
                ]
                for network in asked
            ]
            + [
                [
                    "mean",
                    "",
                    *(f"{told['summary']['structure']['mean_top1'][name]:.3f}" for name, _ in _COLUMNS),
                    "",
                    "",
                ]
            ],
        )
        yield ""
    seen = [network for network in told["networks"] if network["modes"].get("partial", {}).get("questions")]
    if seen:
        arms = ("random", "own", "own and random")
        yield "What the default gains in top choice where contact is seen: on 20 % of all ties at random, on the"
        yield "seeker's own, on both."
        yield ""
        gains = told["summary"]["partial"]["mean_gain"][DEFAULT]
        yield from _table(
            ["network", "20 % at random", "the seeker's own", "both"],
            [
                [
                    network["name"],
                    *(
                        _interval(network["modes"]["partial"]["scorers"][DEFAULT]["gain"][arm])
                        for arm in arms
                    ),
                ]
                for network in seen
            ]
            + [["mean", *(f"{gains[arm]:+.3f}" for arm in arms)]],
        )
        yield ""
    stars = told["summary"].get("stars")
    if stars:
        yield "Pools of K owners: targets whom two contacts or more know, and candidates who differ in what is seen;"
        yield "how many of them have a tied first place."
        yield ""
        yield from _table(
            ["K", "networks", "targets", "tied", "tied between unlike people"],
            [
                [
                    owners,
                    str(row["networks"]),
                    f"{row['questions']:,}",
                    f"{row['tied_differing']:.1%}",
                    f"{row['tied_unlike']:.1%}",
                ]
                for owners, row in stars.items()
            ],
        )
        yield ""
    lost = told["summary"].get("missing")
    if lost:
        yield "What is lost, on average, where ties or lists are missing, for the same candidates."
        yield ""
        yield from _table(
            ["missing", "default", "two-leg RA", "contacts"],
            [
                [words, *(f"{lost[arm][name]:+.3f}" for name in (DEFAULT, "two-leg-ra", "contact-count"))]
                for arm, words in (("ties", "30 % of ties"), ("lists", "half of the lists"))
            ],
        )
        yield ""
    ahead = [network for network in told["networks"] if network["modes"].get("future", {}).get("questions")]
    if ahead:
        names = ["contact-count", "two-leg-ra", DEFAULT, f"{DEFAULT}, own contact", f"{DEFAULT}, all contact"]
        yield "The newest 20 % of contacts hidden: how often the first is who has the strongest two ties in them."
        yield ""
        yield from _table(
            ["network", "contacts", "two-leg RA", "default", "own contact seen", "all contact seen"],
            [
                [
                    network["name"],
                    *(f"{network['modes']['future']['top1'][name]['value']:.3f}" for name in names),
                ]
                for network in ahead
            ],
        )


def _table(heads: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|---|{'---:|' * (len(heads) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _interval(told: Told) -> str:
    return f"{told['value']:+.3f} [{told['low']:+.3f}, {told['high']:+.3f}]"
