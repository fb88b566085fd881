"""One thing a person can do, as menus, keys and the sheet of keys show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def always() -> bool:
    """For what can be done at any time."""
    return True


@dataclass(frozen=True)
class MenuAction:
    """One thing a person can do: where it stands in the menus, its words, its keys.

    is_enabled: whether it can be done now; where not, neither menu nor key offers it. What says
        itself why it cannot be done, as orders to the past do, stays enabled.
    """

    menu: str
    text: str
    keys: tuple[str, ...]
    do: Callable[[], object]
    is_last_of_group: bool = False
    is_enabled: Callable[[], bool] = always
