"""`netreach pyramid`: how many people are one, two, three degrees away."""

from __future__ import annotations

from netreach.cli.options import (
    Ego,
    FarthestDegree,
    Json,
    Kinds,
    Language,
    NetworkFolder,
    Quiet,
    Svg,
    viewpoint,
)
from netreach.cli.output import check_one_output, columns, show, show_json, write_svg


def pyramid(
    network: NetworkFolder,
    ego: Ego,
    degree: FarthestDegree = 3,
    svg: Svg = None,
    kinds: Kinds = None,
    language: Language = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Count the people at the 1st, 2nd, 3rd degree."""
    from netreach.answers.degrees import AT_LEAST
    from netreach.opening import open_network
    from netreach.render import words
    from netreach.render.text import table

    check_one_output(svg=svg, as_json=as_json)
    code = words.language_of(language)
    with open_network(network) as opened:
        answer = viewpoint(opened, ego, kinds=kinds).pyramid(degree=degree, language=code)
    if svg is not None:
        write_svg(answer.plot(), svg, quiet=quiet, language=code)
    if as_json:
        show_json(answer.to_dict())
    elif svg is None and quiet:
        rows = [
            [
                words.degree(counted.degree, code),
                words.say("at_least", code, n=counted.count)
                if counted.bound == AT_LEAST
                else words.count(counted.count, code),
                "" if counted.share is None else words.percent(counted.share, code),
            ]
            for counted in answer.degrees
        ]
        show(table(["", "", ""], rows, aligns="<>>", columns=columns()))
    elif svg is None:
        show(answer.text(columns=columns()))
