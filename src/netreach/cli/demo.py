"""`netreach demo`: the main job as a story."""
from __future__ import annotations
def demo() -> None:
    """x"""
