"""Who sits at the console: the name that every order carries; a click in the menu bar changes it."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton

from iss_viewer.views.shared.dialogs import ask_text
from iss_viewer.views.shared.settings import WindowSettings
from iss_viewer.views.shared.window_context import NOBODY, WindowContext
from iss_viewer.views.style.theme import set_role

_KEY = "operator"
_LONGEST = 40
_TIP = (
    "Every order, acknowledgement and change of a limit is kept with this name. Click to change it."
)


class OperatorName(QToolButton):
    """Shows the name, asks for it, and remembers it until somebody else comes."""

    def __init__(self, context: WindowContext, settings: WindowSettings | None) -> None:
        super().__init__()
        self._context, self._settings = context, settings
        set_role(self, "flat")
        self.setToolTip(_TIP)
        self.setAccessibleName("Who sits at the console")
        self.clicked.connect(lambda: self.ask())
        kept = "" if settings is None else settings.text(_KEY)
        self.take(kept)

    def ask(self) -> None:
        """Ask for the name; nothing changes if none is given."""
        name = ask_text(
            self.window(), "Who is at the console?", _TIP.partition(" Click")[0], self.name
        )
        if name:
            self.take(name)

    @property
    def name(self) -> str:
        """The name that was given; empty where nobody said theirs."""
        return "" if self._context.actor == NOBODY else self._context.actor

    def take(self, name: str) -> None:
        """Let orders carry a name from now on."""
        name = " ".join(name.split())[:_LONGEST]
        self._context.actor = name or NOBODY
        self.setText(f"Console: {name}" if name else "Console: who are you?")
        if name and self._settings is not None:
            self._settings.keep(_KEY, name)
