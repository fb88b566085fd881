"""One thing a person can do, as menus, keys and the sheet of keys show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Deed:
    """One thing a person can do: where it stands in the menus, its words, its keys."""

    menu: str
    text: str
    keys: tuple[str, ...]
    do: Callable[[], object]
    is_last_of_group: bool = False
