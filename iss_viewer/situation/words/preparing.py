"""What is told while the simulator is built for a machine."""

from __future__ import annotations


def preparing_words(done: int, count: int) -> str:
    """How much of it is there, and when that is needed."""
    head = f"{done} of {count} functions are compiled. " if count else ""
    return f"{head}It is kept: only the first start on a machine, or after an update, takes this."
