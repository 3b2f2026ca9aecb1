"""`python -m netreach`: the command line."""

from __future__ import annotations

from netreach.cli import main

if __name__ == "__main__":
    main()
