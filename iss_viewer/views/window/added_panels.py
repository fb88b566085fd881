"""A panel of somebody else in a dock: what fails in it stands there as a sentence, and all else goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QWidget

from iss_viewer.plug_points import PlugPoint
from iss_viewer.situation.moment import Moment
from iss_viewer.situation.published import PublishedMoment
from iss_viewer.views.shared.widgets import column, label, set_text

ADDED = PlugPoint("iss_viewer.panels.v1", "panel")


class ShowsPublished(Protocol):
    """What a function of the plug point returns besides a widget."""

    def show_moment(self, moment: PublishedMoment) -> None:
        """Draw an instant; some ten times a second while it goes on and the panel is in sight."""


class AddedPanel(QWidget):
    """Holds the widget that a function of `ADDED` makes."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._content: QWidget | None = None
        self.fault = label("", "", "notice", wraps=True)
        self.fault.hide()
        self.setLayout(column(self.fault))
        complaint = ADDED.complaint_of(name)
        if complaint:
            self._leave_out(complaint)
        else:
            self._attempt(self._make)

    def show_moment(self, moment: Moment) -> None:
        """Let it draw an instant."""
        content = self._content
        if content is not None:
            self._attempt(lambda: content.show_moment(PublishedMoment(moment)))  # type: ignore[attr-defined]  # seen to have it

    def _make(self) -> None:
        made = ADDED.load(self._name)()
        if not isinstance(made, QWidget) or not callable(getattr(made, "show_moment", None)):
            raise TypeError("its function must return a widget that has show_moment(moment)")
        self._content = made
        layout = self.layout()
        assert layout is not None, "it was set"
        layout.addWidget(made)

    def _attempt(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001  whatever a stranger's panel does
            self._leave_out(f"{type(error).__name__}: {error}")

    def _leave_out(self, why: str) -> None:
        if self._content is not None:
            self._content.hide()
            self._content = None
        set_text(self.fault, f"The panel '{self._name}' is left out: {why}", "notice")
        self.fault.show()
