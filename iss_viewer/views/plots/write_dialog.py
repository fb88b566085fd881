"""The dialog in which a person writes a quantity: every mistake in words while it is typed, with its place."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QListWidget, QWidget

from iss_viewer.situation.derived import Derived, DerivedError, read_derived
from iss_viewer.situation.moment import OpenRun
from iss_viewer.units import UNIT_SYSTEMS
from iss_viewer.views.plots.written_traces import Written
from iss_viewer.views.shared.widgets import button, column, label, named, row, set_text
from iss_viewer.views.style import letters

_HELP = (
    "Channels are SUBJECT.quantity, such as COL.pressure or NODE2.oxygen; a quantity alone (pressure, ppO2) is the "
    "station's. + - * / ** and brackets; abs, sqrt, min, max. Numbers take a unit: 700 * mmHg."
)


class WriteDialog(QDialog):
    """Gives the quantities that are left when it is accepted, and the one to be shown."""

    def __init__(self, run: OpenRun, written: list[Written], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run, self.written = run, list(written)
        self.chosen: Written | None = None
        self.setWindowTitle("Write a quantity")
        self.text = named(QLineEdit(), "Quantity to draw")
        self.text.setPlaceholderText("COL.pressure - NODE2.pressure")
        self.against = named(QLineEdit(), "Drawn against; empty for time")
        self.against.setPlaceholderText("time")
        self.says = label("", wraps=True)
        letters.give_size(self.says, "setMinimumHeight", 36)
        self.kept = named(QListWidget(), "Quantities that are kept")
        self.remove = button("Remove", self._remove, tip="Remove the quantity that is marked below")
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Draw")
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        self.text.textChanged.connect(self._read)
        self.against.textChanged.connect(self._read)
        self.kept.currentRowChanged.connect(self._show_kept)
        self.setLayout(
            column(
                label("Quantity", "heading"), self.text, label("Against", "heading"), self.against,
                self.says, label(_HELP, "muted", wraps=True), row(label("Kept", "heading"), None, self.remove),
                self.kept, self.buttons, spacing=8, margin=14,
            )
        )  # fmt: skip
        self.resize(520, 460)
        self._list()
        self._read()

    def _list(self) -> None:
        self.kept.blockSignals(True)
        self.kept.clear()
        self.kept.addItems([one.words for one in self.written])
        self.kept.blockSignals(False)
        self.remove.setEnabled(bool(self.written))

    def _show_kept(self, at: int) -> None:
        if 0 <= at < len(self.written):
            self.text.setText(self.written[at].text)
            self.against.setText(self.written[at].against)

    def _remove(self) -> None:
        at = self.kept.currentRow()
        if 0 <= at < len(self.written):
            del self.written[at]
            self._list()

    def _read(self) -> None:
        """Say what is wrong with what stands there, or what it is in."""
        found = self._found()
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(isinstance(found, tuple))
        if isinstance(found, tuple):
            units = " against ".join(
                d.unit(UNIT_SYSTEMS[0]) or "a plain number" for d in found if d
            )
            set_text(self.says, f"Can be drawn: {units}", "good")
        else:
            set_text(self.says, found, "notice" if self.text.text().strip() else "muted")

    def _found(self) -> tuple[Derived, Derived | None] | str:
        """What was read of both, or the first mistake in words."""
        box = self.text
        try:
            value = read_derived(self.text.text(), self._run.station, self._run.table)
            box = self.against
            other = None
            if self.against.text().strip() not in ("", "time"):
                other = read_derived(self.against.text(), self._run.station, self._run.table)
        except DerivedError as error:
            return str(error) if box is self.text else f"Against: {error}"
        return value, other

    def _accept(self) -> None:
        found = self._found()
        if isinstance(found, tuple):
            value, other = found
            self.chosen = Written(value.text, other.text if other is not None else "")
            if self.chosen not in self.written:
                self.written.append(self.chosen)
            self.accept()
