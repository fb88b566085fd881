"""The one selection: what is chosen in the 3D view, on a plot, in a list is the same thing."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Selection(QObject):
    """The chosen module, or none (an empty id)."""

    changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._module = ""

    @property
    def module(self) -> str:
        """The id of the chosen module; empty: none."""
        return self._module

    def choose(self, module: str) -> None:
        """Choose a module; an empty id chooses none."""
        if module != self._module:
            self._module = module
            self.changed.emit(module)
