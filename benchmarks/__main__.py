"""Run all benchmarks on generated data: `python -m benchmarks [--json FILE] [--quick]`.

Every task compares answers with its peer first and stops when they differ. The peers are built their best way;
what is not timed (building a peer's graph) is said in the note.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks import pooling, questions, search, storage
from benchmarks.harness import Result, report


def main() -> None:
    """Run the benchmarks and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--json", help="write the figures to this file instead of the screen")
    parser.add_argument("--quick", action="store_true", help="a tenth of the sizes, to see that all runs")
    options = parser.parse_args()
    scale = 10 if options.quick else 1
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="netreach-benchmarks-") as folder:
        place = Path(folder)
        results += storage.run(place, people=100_000 // scale, large=1_000_000 // scale)
        results += pooling.run(place, rows=100_000 // scale)
        results += questions.run(place, people=100_000 // scale)
        results += search.run(place / "people", people=1_000_000 // scale)
    report(results, options.json)


if __name__ == "__main__":
    main()
