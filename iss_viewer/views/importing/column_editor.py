"""The columns of a table, a line each: what it is, in which unit, where; all of it can be changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from iss_viewer.situation.table_preview import column_curve
from iss_viewer.situation.words.tables import QUANTITY_WORDS, state_words, value_words
from iss_viewer.telemetry.readings.column_map import units_of
from iss_viewer.telemetry.readings.guessing.draft import Draft
from iss_viewer.telemetry.readings.guessing.question import DraftEdit
from iss_viewer.views.importing.sparkline import Sparkline
from iss_viewer.views.shared.widgets import OneLine, clear, heading, label, named
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import Palette, set_role

_HEADINGS = ("Col.", "Name in file", "Quantity", "Unit", "Module", "First value", "Sample", "")
_FIRST = _HEADINGS.index(
    "First value"
)  # takes what room there is: the state beside it is never cut
_NOBODY = "—"
_CURVE_PX = 24
_QUANTITIES = tuple(q for q in QUANTITY_WORDS if q != "is_open")


class ColumnEditor(QWidget):
    """Emits `edited` with what a person changed."""

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 14, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(_FIRST, 1)
        self._grid.setColumnMinimumWidth(_FIRST, letters.px(96))
        self.setLayout(self._grid)

    def show_draft(self, draft: Draft, palette: Palette) -> None:
        """Show the columns of a draft."""
        clear(self._grid)
        for at, words in enumerate(_HEADINGS):
            self._grid.addWidget(heading(words), 0, at)
        for place in range(len(draft.columns)):
            for at, part in enumerate(self._parts(draft, place, palette)):
                self._grid.addWidget(part, place + 1, at)
        self._grid.setRowStretch(len(draft.columns) + 1, 1)

    def _parts(self, draft: Draft, place: int, palette: Palette) -> Sequence[QWidget]:
        column = draft.columns[place]
        name = label(column.title.replace("\n", " ")[:40])
        name.setToolTip(column.title)
        words, is_doubt = state_words(draft, place)
        state = label(("◆ " if is_doubt else "✓ " if words == "sure" else "") + words, "soft")
        state.setProperty("tone", "notice" if is_doubt else "good" if words == "sure" else "muted")
        curve = Sparkline(palette, _CURVE_PX)
        curve.show_values(column_curve(draft, place))
        first = OneLine()
        first.set_text(value_words(draft, place))
        if column.is_time:
            return (self._number(place), name, label("time", "soft"), label(draft.time.zone if not draft.time.is_counted else "", "soft"),
                    label(_NOBODY, "muted"), first, label(""), state)  # fmt: skip
        return (
            self._number(place), name, self._quantities(draft, place), self._units(draft, place),
            self._modules(draft, place), first, curve, state,
        )  # fmt: skip

    def _number(self, place: int) -> QLabel:
        made = label(str(place + 1), "muted")
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return made

    def _quantities(self, draft: Draft, place: int) -> QWidget:
        column = draft.columns[place]
        if column.hatch:
            return label("hatch", "soft")
        pairs = [
            (words, quantity)
            for quantity, words in QUANTITY_WORDS.items()
            if quantity in _QUANTITIES
        ]
        return self._choice("Quantity", place, "quantity", pairs, column.quantity)

    def _units(self, draft: Draft, place: int) -> QWidget:
        column = draft.columns[place]
        if not column.quantity or column.hatch or column.quantity == "crew":
            return label(_NOBODY, "muted")
        pairs = [(unit, unit) for unit in units_of(column.quantity)]
        return self._choice("Unit", place, "unit", [("?", ""), *pairs], column.unit)

    def _modules(self, draft: Draft, place: int) -> QWidget:
        column = draft.columns[place]
        if not column.quantity or column.hatch:
            return label(column.hatch or _NOBODY, "muted")
        pairs = [(module.short_name, module.id) for module in draft.station.modules]
        return self._choice("Module", place, "module", [("?", ""), *pairs], column.module)

    def _choice(
        self, name: str, place: int, field: str, pairs: Sequence[tuple[str, str]], chosen: str
    ) -> QComboBox:
        made = named(QComboBox(), f"{name} of column {place + 1}")
        set_role(made, "small")
        for words, value in pairs:
            made.addItem(words, value)
        made.setCurrentIndex(max(made.findData(chosen), 0))
        made.setMinimumWidth(92)
        made.activated.connect(
            lambda at: self.edited.emit(DraftEdit(("columns", place, field), made.itemData(at)))
        )
        return made
