"""The instructor's list of malfunctions with what each waits for, and how far the class is: not to be turned to the class."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from iss_viewer.link.waits import WaitOf
from iss_viewer.situation.moment import Moment
from iss_viewer.situation.training.malfunctions_now import (
    ExpectedRow,
    MalfunctionRow,
    expected_rows,
    malfunction_rows,
    sheet_of_run,
)
from iss_viewer.situation.training.waits import WaitKey, waits_of
from iss_viewer.telemetry.commands import Arm, ClearMalfunction, FireMalfunction, HoldMalfunction
from iss_viewer.views.shared.dialogs import is_accepted
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.shared.widgets import (
    button,
    clear,
    column,
    frame,
    heading,
    label,
    row,
    scrolled,
    set_text,
)
from iss_viewer.views.shared.window_context import WindowContext
from iss_viewer.views.style.theme import set_role

_ORDERS = {
    "Fire now": FireMalfunction, "Hold": HoldMalfunction, "Clear": ClearMalfunction, "Arm": Arm,
}  # fmt: skip
_SIGNS = {"active": "■", "asked": "◆", "armed": "○", "held": "–", "off": "–", "cleared": "✓"}
_NONE = "No exercise is played, or its truth is withheld here. Load an exercise (Ctrl+O): its malfunctions stand here, armed, active and cleared."
_NO_MALFUNCTION = "This exercise has no malfunction. Inject a leak, or insert one."


class MalfunctionsPanel(QWidget):
    """Malfunctions above, expected actions beneath; drawn anew only where one of them changed."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context, self._drawn = context, LastDrawn()
        self.waits: dict[WaitKey, tuple[QLabel, str, str]] = {}
        self.name, self.counts = label("", "title", "truth", wraps=True), label("", "soft")
        self.drawn = label("", "muted", wraps=True)
        self.rows, self.expected = QVBoxLayout(), QVBoxLayout()
        for part in (self.rows, self.expected):
            part.setSpacing(0)
        self.none = label(_NONE, "muted", wraps=True)
        self.new = button("New malfunction…", self.ask_new, tip="Of any kind, armed at once")
        self.progress = heading("Expected of the class, took and within")
        content = QWidget()
        content.setLayout(
            column(
                self.name, self.drawn, row(self.counts, None, self.new), self.none, self.rows, 6, self.progress,
                self.expected, None, spacing=4,
            )
        )  # fmt: skip
        self.setLayout(column(scrolled(content)))

    def show_moment(self, moment: Moment) -> None:
        """How the exercise stood at an instant, and what its conditions wait for now."""
        self._list_rows(moment)
        waits = waits_of(moment)
        for key, (stands, short, whole) in self.waits.items():
            set_text(stands, "\n".join((short, waits[key])) if key in waits else whole)

    def _list_rows(self, moment: Moment) -> None:
        sheet = sheet_of_run(moment)
        rows = () if sheet is None else malfunction_rows(sheet, moment.board, moment.clock.text)
        expected = () if sheet is None else expected_rows(sheet, moment.board)
        if not self._drawn.is_new(rows, expected, moment.can_act, of=sheet):
            return
        has_sheet = sheet is not None
        set_text(self.none, _NONE if not has_sheet else _NO_MALFUNCTION)
        self.none.setVisible(not rows)
        for part in (self.name, self.drawn, self.counts, self.progress, self.new):
            part.setVisible(has_sheet)
        self.new.setEnabled(moment.can_act)
        if sheet is not None:
            set_text(self.name, sheet.name)
            set_text(self.drawn, f"Drawn: {', '.join(sheet.drawn)}" if sheet.drawn else "")
            self.drawn.setVisible(bool(sheet.drawn))
            set_text(self.counts, _counts(rows))
        self._fill(rows, expected, moment.can_act)

    def _fill(
        self, rows: tuple[MalfunctionRow, ...], expected: tuple[ExpectedRow, ...], may: bool
    ) -> None:
        self.waits = {}
        clear(self.rows)
        for one in rows:
            self.rows.addWidget(self._row(one, may))
        clear(self.expected)
        for action in expected:
            self.expected.addWidget(self._expected_row(action))

    def _stands(self, of: WaitOf, name: str, tone: str, short: str, *more: str) -> QLabel:
        """How something stands, with its condition in its halves as they are now; else with `more`, which says it whole."""
        line = label("", "soft", tone, wraps=True)
        self.waits[of, name] = line, short, " · ".join(filter(None, (short, *more)))
        return line

    def _row(self, one: MalfunctionRow, may: bool) -> QWidget:
        tone = "truth" if one.state in ("active", "asked") else ""
        state = label(_SIGNS[one.state], tone=tone or "soft")
        state.setFixedWidth(18)
        what = label(f"{one.id}: {one.what}" + (f", {one.where}" if one.where else ""), wraps=True)
        short = " · ".join(filter(None, (one.state.capitalize(), one.by)))
        stands = self._stands(WaitOf.MALFUNCTION, one.id, tone, short, one.next)
        words = column(what, stands, spacing=0)
        acts = [
            button(act, partial(self._give, act, one.id), tip=f"{act}: {one.id}")
            for act in one.acts
        ]
        for act in acts:
            set_role(act, "small")
            act.setEnabled(may)
            act.setAccessibleName(f"{act.text()} {one.id}")
            act.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = row(state, words, column(*acts, spacing=3), spacing=6)
        layout.setStretch(1, 1)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.setAlignment(state, Qt.AlignmentFlag.AlignTop)
        made = frame("step", layout)
        made.setAccessibleName(f"{one.state}: {what.text()}. {one.next}")
        return made

    def _expected_row(self, one: ExpectedRow) -> QWidget:
        sign = label({"good": "✓", "notice": "◆"}.get(one.tone, "○"), tone=one.tone)
        sign.setFixedWidth(18)
        took, more = (f"{one.took} · within", ()) if one.tone else ("Within", (one.took,))
        words = f"{took} {one.within}"
        stands = self._stands(WaitOf.EXPECTED, one.id, one.tone, words, *more)
        layout = row(sign, column(label(one.text, wraps=True), stands, spacing=0), spacing=6)
        layout.setStretch(1, 1)
        layout.setContentsMargins(4, 3, 4, 3)
        layout.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        return frame("step", layout)

    def ask_new(self) -> None:
        """Ask for a malfunction and arm it."""
        from iss_viewer.views.trainer.malfunction_dialog import MalfunctionDialog

        moment = self._context.moment
        if moment is None or not moment.can_act or sheet_of_run(moment) is None:
            return
        dialog = MalfunctionDialog(self, moment, self._context.checker)
        if is_accepted(dialog):
            self._context.post(dialog.order())

    def _give(self, act: str, malfunction: str) -> None:
        self._context.post(_ORDERS[act](malfunction))


def _counts(rows: tuple[MalfunctionRow, ...]) -> str:
    """``Active 2, armed 3, cleared 1``."""
    states = dict.fromkeys(one.state for one in rows)
    counted = [f"{state} {sum(one.state == state for one in rows)}" for state in states]
    return ", ".join(counted).capitalize()
