"""What was measured, for people: tables in plain text, and the sums over networks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from benchmarks.introducers.baselines import BASELINES, DEFAULT

Told = dict[str, Any]

_SHORT: Final = {
    "random": "random",
    "contact-count": "contacts",
    "shared-contacts": "CN(i,t)",
    "one-leg-ra": "RA(i,t)",
    "two-leg-cn": "2-leg CN",
    "two-leg-ra": "2-leg RA",
    "two-leg-aa": "2-leg AA",
    "jaccard": "Jaccard",
    DEFAULT: "default",
}


def summary(networks: Sequence[Told]) -> Told:
    """Return the means over networks, each network counting once, and the claims that they can support or refute."""
    told: Told = {}
    asked = _of(networks, "structure")
    if asked:
        names = list(asked[0][1]["top1"])
        told["structure"] = {
            "networks": len(asked),
            "mean_top1": {name: _mean(mode["top1"][name]["value"] for _, mode in asked) for name in names},
            "default_significantly_worse_than": {
                base: [name for name, mode in asked if mode["against"][DEFAULT][base]["high"] < 0]
                for base in BASELINES
            },
        }
    seen = _of(networks, "partial")
    if seen:
        told["partial"] = {
            "networks": len(seen),
            "mean_gain": {
                scorer: {
                    arm: _mean(mode["scorers"][scorer]["gain"][arm]["value"] for _, mode in seen)
                    for arm in next(iter(seen))[1]["scorers"][scorer]["gain"]
                }
                for scorer in seen[0][1]["scorers"]
            },
        }
    pools: dict[str, list[Told]] = {}
    for network in networks:
        for owners, pool in network["modes"].get("stars", {}).items():
            if pool.get("differing_evidence"):
                pools.setdefault(owners, []).append(pool)
    if pools:
        told["stars"] = {
            owners: {
                "networks": len(found),
                "questions": sum(pool["differing_evidence"] for pool in found),
                **{key: _pooled(found, key) for key in ("tied_differing", "tied_unlike")},
            }
            for owners, found in sorted(pools.items(), key=lambda item: int(item[0]))
        }
    for mode in ("missing",):
        lost = _of(networks, mode, key="arms")
        if lost:
            told[mode] = {
                arm: {
                    name: _mean(
                        found["arms"][arm]["change"][name]["value"]
                        for _, found in lost
                        if found["arms"][arm]["questions"]
                    )
                    for name in ("contact-count", "two-leg-ra", DEFAULT)
                }
                for arm in ("ties", "lists")
            }
    return told


def _of(networks: Sequence[Told], mode: str, key: str = "questions") -> list[tuple[str, Told]]:
    found = [(network["name"], network["modes"].get(mode, {})) for network in networks]
    return [(name, told) for name, told in found if told.get(key)]


def _pooled(found: Sequence[Told], key: str) -> float:
    """The share over all targets of all networks, where the most is seen."""
    total = ties = 0.0
    for pool in found:
        arm = "exports" if "exports" in pool["arms"] else "contact"
        ties += pool["arms"][arm]["scorers"][DEFAULT][key] * pool["differing_evidence"]
        total += pool["differing_evidence"]
    return round(ties / total, 5)


def _mean(values: Iterator[float] | Any) -> float | None:
    kept = list(values)
    return round(sum(kept) / len(kept), 5) if kept else None


def lines(told: Told) -> Iterator[str]:
    """Yield the tables of a run."""
    networks = told["networks"]
    yield from _structure(networks, told["summary"])
    yield from _partial(networks, told["summary"])
    yield from _stars(networks, told["summary"])
    yield from _missing(networks)
    yield from _future(networks)


def _structure(networks: Sequence[Told], sums: Told) -> Iterator[str]:
    asked = _of(networks, "structure")
    if not asked:
        return
    names = list(asked[0][1]["top1"])
    yield "Structure only: how often the best introducer comes first (equal scores share the point)"
    yield ""
    width = [max(8, len(_SHORT.get(name, name))) for name in names]
    head = "  ".join(f"{_SHORT.get(name, name):>{size}}" for name, size in zip(names, width, strict=True))
    yield f"{'network':<20} {'questions':>9}  {head}"
    for label, mode in asked:
        row = "  ".join(
            f"{mode['top1'][name]['value']:>{size}.3f}" for name, size in zip(names, width, strict=True)
        )
        yield f"{label:<20} {mode['questions']:>9,}  {row}"
    row = "  ".join(
        f"{sums['structure']['mean_top1'][name]:>{size}.3f}" for name, size in zip(names, width, strict=True)
    )
    yield f"{'mean':<20} {'':>9}  {row}"
    yield ""
    compared = list(asked[0][1]["against"])
    for name in compared:
        yield f"{_SHORT.get(name, name)} less a baseline, with the middle 95 % of resamples of people"
        yield ""
        bases = ("two-leg-ra", "contact-count", "shared-contacts")
        yield f"{'network':<20}  " + "  ".join(f"{_SHORT[base]:>24}" for base in bases)
        for label, mode in asked:
            cells = [_interval(mode["against"][name][base]) for base in bases]
            yield f"{label:<20}  " + "  ".join(f"{cell:>24}" for cell in cells)
        yield ""


def _partial(networks: Sequence[Told], sums: Told) -> Iterator[str]:
    asked = _of(networks, "partial")
    if not asked:
        return
    for scorer in asked[0][1]["scorers"]:
        arms = list(asked[0][1]["scorers"][scorer]["gain"])
        share = round(100 * asked[0][1]["share"])
        yield f"Contact seen in part, {_SHORT.get(scorer, scorer)}: top-1 without any, and what it gains"
        yield ""
        heads = [
            {"random": f"{share} % at random", "own and random": f"own and {share} %"}.get(arm, arm)
            for arm in arms
        ]
        yield f"{'network':<20} {'none':>6}  " + "  ".join(f"{head:>24}" for head in heads)
        for label, mode in asked:
            told = mode["scorers"][scorer]
            cells = [_interval(told["gain"][arm]) for arm in arms]
            yield f"{label:<20} {told['top1']['structure']['value']:>6.3f}  " + "  ".join(
                f"{cell:>24}" for cell in cells
            )
        means = [sums["partial"]["mean_gain"][scorer][arm] for arm in arms]
        yield f"{'mean':<20} {'':>6}  " + "  ".join(f"{value:>+24.3f}" for value in means)
        yield ""


def _stars(networks: Sequence[Told], sums: Told) -> Iterator[str]:
    rows = [
        (network["name"], owners, pool)
        for network in networks
        for owners, pool in network["modes"].get("stars", {}).items()
        if pool.get("questions")
    ]
    if not rows:
        return
    yield "Pools of K owners: tied first places, top-1 and strength of the pick by the best (default scorer)"
    yield ""
    yield (
        f"{'network':<20} {'K':>3} {'targets':>8} {'differ':>7} {'RA=0':>6}  "
        f"{'shown':<8} {'tied':>6} {'differ':>7} {'unlike':>7}  {'top-1':>6} {'pick/best':>9}  {'2-leg RA':>8}"
    )
    for name, owners, pool in rows:
        unseen = pool.get("second_leg_unseen")
        for at, (arm, told) in enumerate(pool["arms"].items()):
            mine, ra = told["scorers"][DEFAULT], told["scorers"]["two-leg-ra"]
            counts = f"{pool['questions']:>8,} {pool['differing_evidence']:>7,}"
            lead = f"{name:<20} {owners:>3} {counts} {_share(unseen):>6}"
            yield (
                f"{lead if at == 0 else '':<48}  {arm:<8} {_share(mine['tied']):>6} "
                f"{_share(mine['tied_differing']):>7} {_share(mine['tied_unlike']):>7}  "
                f"{_top(mine):>6} {_plain(mine.get('pick_by_best')):>9}  {_top(ra):>8}"
            )
    for owners, told in sums.get("stars", {}).items():
        yield (
            f"all with K = {owners}: of {told['questions']:,} targets with differing evidence "
            f"{told['tied_differing']:.1%} have a tied first place, {told['tied_unlike']:.1%} between unlike people"
        )
    yield ""


def _missing(networks: Sequence[Told]) -> Iterator[str]:
    asked = _of(networks, "missing", key="arms")
    if not asked:
        return
    share = round(100 * asked[0][1]["share"])
    yield "Ties or lists missing: top-1 of the default, what it and others lose, and its lead then"
    yield ""
    yield (
        f"{'network':<20} {'missing':<16} {'best seen':>9} {'default':>8} {'change':>7} {'2-leg RA':>8} "
        f"{'contacts':>8}  {'against 2-leg RA':>24}  {'against contacts':>24}"
    )
    for label, mode in asked:
        for arm, words in (("ties", f"{share} % of ties"), ("lists", "half of lists")):
            told = mode["arms"][arm]
            if not told["questions"]:
                continue
            change = [told["change"][name]["value"] for name in (DEFAULT, "two-leg-ra", "contact-count")]
            yield (
                f"{label:<20} {words:<16} {told['best_still_seen']:>9.1%} "
                f"{told['top1'][DEFAULT]['value']:>8.3f} {change[0]:>+7.3f} {change[1]:>+8.3f} {change[2]:>+8.3f}  "
                f"{_interval(told['against']['two-leg-ra']):>24}  {_interval(told['against']['contact-count']):>24}"
            )
    yield ""


def _future(networks: Sequence[Told]) -> Iterator[str]:
    asked = _of(networks, "future")
    if not asked:
        return
    share = round(100 * asked[0][1]["share"])
    yield f"The newest {share} % of contacts hidden: whose ties go on"
    yield ""
    names = list(asked[0][1]["top1"])
    for name in names:
        cells = "  ".join(f"{_interval(mode['top1'][name], sign=False):>24}" for _, mode in asked)
        yield f"{_SHORT.get(name, name):<24}  {cells}"
    yield f"{'':<24}  " + "  ".join(f"{label:>24}" for label, _ in asked)
    yield ""


def _interval(told: Told, *, sign: bool = True) -> str:
    plus = "+" if sign else ""
    return f"{told['value']:{plus}.3f} [{told['low']:{plus}.3f}, {told['high']:{plus}.3f}]"


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.1%}"


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _top(row: Told) -> str:
    return _plain(row["top1"]["value"]) if "top1" in row else ""
