"""How a party stands, as a small button: its word and symbol, and its reasons on a click."""

from __future__ import annotations

from textwrap import wrap

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QToolButton

from iss_viewer.situation.emphasis import VERDICT_TONE
from iss_viewer.situation.moment import Moment
from iss_viewer.situation.reasons import reasons_now
from iss_viewer.situation.words.status import VERDICT_WORDS
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.shared.widgets import as_tip
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style import icons
from iss_viewer.views.style.status_style import VERDICT_STYLES
from iss_viewer.views.style.theme import set_role, set_tone

_NO_REASON = "No reason for concern is known."


class VerdictChip(QToolButton):
    """How a party stands: a click lists the reasons."""

    def __init__(self, party: str, context: WindowContext) -> None:
        super().__init__()
        self._party, self._context = party, context
        self._said, self._is_narrow = "not known yet", False
        self._drawn = LastDrawn()
        self._write()
        set_role(self, "verdict")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(QMenu(self))
        self.menu().aboutToShow.connect(self._list_reasons)

    def forget(self) -> None:
        """Nothing is known of the run that is to come."""
        self._drawn.forget()
        self._said = "not known yet"
        self._write()
        self.setToolTip("")
        self.setIcon(QIcon())
        set_tone(self, "")

    def show_moment(self, moment: Moment) -> None:
        """Show how the party stands now; muted where that is only what was known last."""
        if not moment.is_verdict_known(self._party):
            self.forget()
            return
        verdict = moment.verdict(self._party)
        reasons = self._reasons(moment)
        if not self._drawn.is_new(verdict, reasons, moment.is_current, self._context.palette.name):
            return
        said = self._said = VERDICT_WORDS[verdict].lower()
        self._write()
        because = "\n".join(f"• {reason}" for reason in reasons)
        self.setToolTip(as_tip(f"Threat to {self._party}: {said}\n{because}"))
        self.setIcon(icons.symbol(VERDICT_STYLES[verdict], self._context.palette.theme))
        set_tone(self, VERDICT_TONE[verdict] if moment.is_current else "muted")

    def set_narrow(self, is_narrow: bool) -> None:
        """Write in two lines where there is little room beside it."""
        self._is_narrow = is_narrow
        self._write()

    def _write(self) -> None:
        between = ":\n" if self._is_narrow else ": "
        self.setText(f"{self._party.capitalize()}{between}{self._said}")
        self.setAccessibleName(f"{self._party.capitalize()}: {self._said}")

    def _reasons(self, moment: Moment) -> tuple[str, ...]:
        """Why the party stands so, the gravest reason first."""
        return reasons_now(moment, self._party, self._context.units) or (_NO_REASON,)

    def _list_reasons(self) -> None:
        menu, moment = self.menu(), self._context.moment
        menu.clear()
        for reason in self._reasons(moment) if moment else (_NO_REASON,):
            menu.addAction("\n".join(wrap(reason, 64)).replace("&", "&&"))
