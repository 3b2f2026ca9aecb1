"""Benchmarks: answers are compared first, then timed; every figure is a ratio to a peer of the same run."""
