"""What an emergency is decided by: how long those who breathe the air that is lost have, in the largest letters."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy

from iss_viewer.situation.air_loss import reserve_band_text, reserve_text
from iss_viewer.situation.emphasis import reserve_tone
from iss_viewer.situation.first_limit import (
    FirstLimit,
    first_limit,
    limit_text,
    people_text,
    rule_text,
    subject_of_people,
)
from iss_viewer.situation.moment import Moment
from iss_viewer.units import UnitSystem
from iss_viewer.views.shared.widgets import column, label, set_text
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import GREAT_PX, set_role, set_tone

_EDGE_PX = 12


class GreatReserve(QFrame):
    """For whom, how long, by which limit; and beneath, the crew's rule with its band."""

    def __init__(self) -> None:
        super().__init__()
        set_role(self, "card")
        self.whom, self.left = label("", "heading"), label("—", "great")
        self.limit, self.rule = label("", "soft"), label("", "muted")
        layout = column(self.whom, self.left, self.limit, self.rule, spacing=0)
        layout.setContentsMargins(_EDGE_PX, 4, _EDGE_PX, 5)
        self.setLayout(layout)
        for part in (self.whom, self.left, self.limit, self.rule):
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Reserve time")

    def show_moment(self, moment: Moment, units: UnitSystem) -> None:
        """Show how long the air of those who have least of it lasts."""
        subject = subject_of_people(moment)
        first = first_limit(moment, subject)
        set_text(self.whom, people_text(moment, subject))
        set_text(self.left, reserve_text(moment, subject, first.left_s), self._tone(first))
        self._fit()
        set_text(self.limit, limit_text(first, units))
        set_text(self.rule, self._rule(moment, subject, units))
        set_tone(self, self._tone(first) if moment.is_current else "")
        self.setAccessibleDescription(
            f"{self.whom.text()}: {self.left.text()}. {self.limit.text()}"
        )

    def fade(self) -> None:
        """It is only what was known last."""
        for part in (self.left, self.limit):
            set_tone(part, "muted")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Letters as large as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Words such as ``Limit passed`` are written smaller where they would be cut."""
        font = QFont(self.left.font())
        font.setPixelSize(letters.px(GREAT_PX))
        font.setWeight(QFont.Weight.Bold)
        room = self.width() - 2 * _EDGE_PX
        is_wide = QFontMetricsF(font).horizontalAdvance(self.left.text()) > room
        set_role(self.left, "great-small" if is_wide else "great")

    def _rule(self, moment: Moment, subject: str, units: UnitSystem) -> str:
        """What the crew's rule gives: with its band and the straight line, as far as there is room."""
        band, with_line = reserve_band_text(moment, subject)
        metrics, wide = self.rule.fontMetrics(), self.width() - 2 * _EDGE_PX
        said = (rule_text(moment, subject, beside, units) for beside in (with_line, band))
        fits = (one for one in said if metrics.horizontalAdvance(one) <= wide)
        return next(fits, rule_text(moment, subject, "", units))

    def _tone(self, first: FirstLimit) -> str:
        return reserve_tone(first.left_s)
