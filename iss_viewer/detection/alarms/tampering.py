"""Alarms of an exercise that do not sound, or sound for nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tampering:
    """silent: rules that raise nothing. feigned: alarms that are raised whatever is measured, by rule and place."""

    silent: frozenset[str] = frozenset()
    feigned: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, silent: Collection[str], feigned: Collection[tuple[str, str]]) -> Tampering:
        """Of any collections."""
        return cls(frozenset(silent), frozenset(feigned))
