"""The one selection: what is chosen, or pointed at, in the 3D view, on the map, in a list is the same thing."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Selection(QObject):
    """The chosen module, and the one that the mouse is on; or none (an empty id)."""

    changed = Signal(str)
    pointed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._module = self._pointed_at = ""

    @property
    def module(self) -> str:
        """The id of the chosen module; empty: none."""
        return self._module

    @property
    def pointed_at(self) -> str:
        """The id of the module that the mouse is on anywhere; empty: none."""
        return self._pointed_at

    def choose(self, module: str) -> None:
        """Choose a module; an empty id chooses none."""
        if module != self._module:
            self._module = module
            self.changed.emit(module)

    def point_at(self, module: str) -> None:
        """Light a module everywhere as long as the mouse is on it; an empty id lights none."""
        if module != self._pointed_at:
            self._pointed_at = module
            self.pointed.emit(module)
