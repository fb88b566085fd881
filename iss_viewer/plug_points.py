"""Where a distribution of somebody else adds something: by an entry point, found by the name of its group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any


@dataclass(frozen=True)
class PlugPoint:
    """group: of the entry points; the version of the contract is its end. what: is added, as a complaint names it."""

    group: str
    what: str

    def names(self) -> tuple[str, ...]:
        """What is added, in the order of its names."""
        return tuple(sorted(self._found()))

    def complaint_of(self, name: str) -> str:
        """Why one of `names` cannot be used, whose it is included; empty where it can."""
        point = self._found()[name]
        whose = f"{point.dist.name}'s" if point.dist else "the"
        try:
            self._load(point)
        except (Exception, SystemExit) as error:  # noqa: BLE001  whatever a stranger's module does
            return f"{whose} {self.what} cannot be used: {error}"
        return ""

    def load(self, name: str) -> Callable[..., Any]:
        """The function of one of `names`. Raises what its import raises, TypeError where it is none."""
        return self._load(self._found()[name])

    def _load(self, point: EntryPoint) -> Callable[..., Any]:
        found = point.load()
        if not callable(found):
            raise TypeError(f"{_article(self.what)} {self.what} is a function")
        return found  # type: ignore[no-any-return]  # whatever a stranger's entry point names

    def _found(self) -> dict[str, EntryPoint]:
        return {point.name: point for point in entry_points(group=self.group)}


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"
