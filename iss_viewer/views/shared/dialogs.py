"""Questions the window asks a person: a reason, a duration, a leak's size, a confirmation."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QInputDialog,
    QLineEdit,
    QMessageBox,
    QWidget,
)

from iss_viewer.units import S_PER_DAY
from iss_viewer.views.shared.number_box import NumberBox
from iss_viewer.views.shared.widgets import column, label
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import set_tone

_FOR_A_WHILE = (("15 minutes", 900.0), ("1 hour", 3600.0), ("8 hours", 28800.0), ("1 day", S_PER_DAY), ("1 week", 604800.0))  # fmt: skip
_FOR_GOOD = (("Until it is put back", float("inf")), *_FOR_A_WHILE)


def ended(file: str, ending: str) -> str:
    """A file's name, as a person gave it, with its ending."""
    return file if file.lower().endswith(ending) else f"{file}{ending}"


@dataclass(frozen=True)
class Setting:
    """Why alarms are set aside and for how long."""

    reason: str
    duration_s: float


@dataclass(frozen=True)
class AsideWords:
    """What the question says before alarms are set aside, and for how long it may be."""

    title: str
    explanation: str
    ok: str
    durations: tuple[tuple[str, float], ...]
    usual: int


SHELVE = AsideWords(
    "Shelve",
    "It leaves the list and comes back, unacknowledged, when the time is over.",
    "Shelve",
    _FOR_A_WHILE,
    1,
)
OUT_OF_SERVICE = AsideWords(
    "Out of service",
    "For maintenance: it says nothing, whatever happens, until it is put back or the time is over.",
    "Take out of service",
    _FOR_GOOD,
    0,
)


class AsideDialog(QDialog):
    """Asks why alarms are set aside, which must be said, and for how long."""

    def __init__(self, parent: QWidget | None, alarm: str, words: AsideWords = SHELVE) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.title)
        self._durations = words.durations
        self.reason, self.duration = QLineEdit(), QComboBox()
        self.reason.setPlaceholderText("Required")
        self.duration.addItems([name for name, _ in words.durations])
        self.duration.setCurrentIndex(words.usual)
        form = QFormLayout()
        form.addRow("Reason", self.reason)
        form.addRow("For", self.duration)
        self.buttons = ok_and_cancel(self, words.ok)
        explanation = label(words.explanation, "muted", wraps=True)
        self.setLayout(
            column(
                label(alarm, "title", wraps=True),
                explanation,
                form,
                self.buttons,
                spacing=10,
                margin=16,
            )
        )
        self.reason.textChanged.connect(lambda _: self._allow())
        self._allow()
        letters.give_size(self, "setMinimumWidth", 380)

    def _allow(self) -> None:
        is_given = bool(self.reason.text().strip())
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(is_given)

    def setting(self) -> Setting:
        """What was answered."""
        return Setting(self.reason.text().strip(), self._durations[self.duration.currentIndex()][1])

    @classmethod
    def ask(cls, parent: QWidget, alarm: str, words: AsideWords = SHELVE) -> Setting | None:
        """Ask; None when the person thinks better of it."""
        dialog = cls(parent, alarm, words)
        return dialog.setting() if is_accepted(dialog) else None


@dataclass(frozen=True)
class LeakWords:
    """What a question for a hole says: its title, what is holed, what will be seen."""

    title: str
    place: str
    explanation: str
    discharge: float
    largest_mm: float


AIR_LEAK = LeakWords(
    "Inject a leak",
    "Module",
    "A round hole to vacuum, from the next sample on. The operator sees only what the sensors say.",
    0.8,
    200.0,
)
COOLANT_LEAK = LeakWords(
    "Open a coolant leak",
    "Coolant loop",
    "A hole in an outside loop: coolant is lost, no air. Pressure and inventory of the loop tell it.",
    0.6,
    99.0,
)


@dataclass(frozen=True)
class AskedLeak:
    """A hole in a module, or in a coolant loop."""

    module: str
    diameter_m: float
    discharge: float


class LeakDialog(QDialog):
    """Asks where a leak shall be, and how big."""

    def __init__(
        self, parent: QWidget, places: dict[str, str], chosen: str, words: LeakWords = AIR_LEAK
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(words.title)
        self.module, self.diameter, self.discharge = QComboBox(), NumberBox(), NumberBox()
        for id_, name in places.items():
            self.module.addItem(name, id_)
        self.module.setCurrentIndex(max(self.module.findData(chosen), 0))
        self.diameter.setDecimals(2)
        self.diameter.setRange(0.05, words.largest_mm)
        self.diameter.setValue(2.0)
        self.diameter.setSuffix(" mm")
        self.discharge.setRange(0.05, 1.0)
        self.discharge.setSingleStep(0.05)
        self.discharge.setValue(words.discharge)
        form = QFormLayout()
        form.addRow(words.place, self.module)
        form.addRow("Diameter of the hole", self.diameter)
        form.addRow("Discharge coefficient", self.discharge)
        self.setLayout(
            column(
                label(words.title, "title"),
                label(words.explanation, "muted", wraps=True),
                form,
                ok_and_cancel(self, "Open the hole"),
                spacing=10,
                margin=16,
            )
        )
        letters.give_size(self, "setMinimumWidth", 380)

    def leak(self) -> AskedLeak:
        """What was answered."""
        return AskedLeak(
            str(self.module.currentData()), self.diameter.value() * 1e-3, self.discharge.value()
        )


def ok_and_cancel(dialog: QDialog, ok: str) -> QDialogButtonBox:
    """The buttons that end a dialog; what it is for stands on the first."""
    kinds = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(kinds.Ok | kinds.Cancel)
    box.button(kinds.Ok).setText(ok)
    set_tone(box.button(kinds.Ok), "accent")
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    return box


def ask_text(parent: QWidget, title: str, question: str, begun: str = "") -> str:
    """A line of text; empty when the person thinks better of it."""
    text, is_given = QInputDialog.getText(parent, title, question, text=begun)
    return text.strip() if is_given else ""


def ask_choice(parent: QWidget, title: str, question: str, offered: tuple[str, ...]) -> str:
    """One of some words, or others that are typed; empty when the person thinks better of it."""
    text, is_given = QInputDialog.getItem(parent, title, question, offered, 0, True)
    return text.strip() if is_given else ""


def confirm(parent: QWidget, title: str, text: str, yes: str) -> bool:
    """Whether a person means it; the safe answer is the default."""
    box = QMessageBox(QMessageBox.Icon.Warning, title, text, parent=parent)
    go = box.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(stay)
    is_accepted(box)
    return box.clickedButton() is go


def show_refusal(parent: QWidget, title: str, text: str) -> None:
    """Say why something a person asked for cannot be; what a file holds is plain text."""
    box = QMessageBox(QMessageBox.Icon.Warning, title, "", parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    is_accepted(box)


def is_accepted(dialog: QDialog) -> bool:
    """Show a dialog until it is answered; whether with yes. It is given back once its answer was read."""
    answer = dialog.exec()
    dialog.deleteLater()
    return bool(answer)
