"""The commands: what a person types, and what comes of it."""

from __future__ import annotations


def main() -> None:
    """The entry point of ``iss-viewer``."""
