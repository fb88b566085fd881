"""A new malfunction while the class runs: filled in or written as in a file, checked as it is written, then armed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from iss_viewer.situation.authoring import TextChecker
from iss_viewer.situation.moment import Moment
from iss_viewer.situation.training.malfunction_form import (
    ENDS,
    FORMS,
    ONSETS,
    MalfunctionField,
    fields_of,
    free_name,
    table_text,
    things_of,
)
from iss_viewer.situation.training.malfunctions_now import sheet_of_run
from iss_viewer.situation.training.sentence_ids import sentence_ids
from iss_viewer.station.ids import NamedId
from iss_viewer.telemetry.commands import Arm
from iss_viewer.views.shared.completion import is_worth_in_sentence
from iss_viewer.views.shared.dialogs import ok_and_cancel
from iss_viewer.views.shared.id_popup import IdPopup
from iss_viewer.views.shared.latest_task import LatestTask
from iss_viewer.views.shared.widgets import column, label, named, row, set_text
from iss_viewer.views.style import letters
from iss_viewer.views.style.theme import set_role

_CHECK_MS = 250
#: of the form, that hangs on kind and mode; before it stand id and kind
_FIRST_ROW = 2
_HEAD = "As in a file. What stands here is armed; it can be changed by hand too."


class MalfunctionDialog(QDialog):
    """checker: checks what is written; None: only the run does, once it is armed."""

    def __init__(self, parent: QWidget | None, moment: Moment, checker: TextChecker | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("New malfunction")
        self._moment, self._checker = moment, checker
        self._inputs: dict[str, QComboBox | QLineEdit] = {}
        self._asked = 0  # rows of the form that hang on kind and mode
        self._checks = LatestTask(self, _CHECK_MS)
        self._build_layout()
        self._connect()
        self._ask_for_kind()

    # ------------------------------------------------------------------ what it is made of

    def _build_layout(self) -> None:
        sheet, board = sheet_of_run(self._moment), self._moment.board
        self.name = named(QLineEdit(free_name(sheet, board)), "Id of the malfunction")
        self.kind = named(QComboBox(), "Kind of malfunction")
        self.kind.addItems(list(FORMS))
        ids = sentence_ids(self._moment)
        self.onset, self.onset_value = _choice(tuple(ONSETS), "When it bites", ids)
        self.end, self.end_value = _choice(tuple(ENDS), "When it ends", ids)
        self.said = named(QLineEdit(), "Said when it bites")
        self.said.setPlaceholderText("a cable lies in the doorway")
        self.asks = QCheckBox("Ask me 10 s before it bites")
        self.form = QFormLayout()
        for words, part in (("Id", self.name), ("Kind", self.kind)):
            self.form.addRow(words, part)
        self.form.addRow("Bites", row(self.onset, self.onset_value))
        self.form.addRow("Ends", row(self.end, self.end_value))
        self.form.addRow("It is said", self.said)
        self.form.addRow("", self.asks)
        self.buttons = ok_and_cancel(self, "Arm it")
        self.arm = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        left = column(self.form, None)
        body = row(left, self._as_in_a_file(ids), spacing=18)
        body.setStretch(0, 5)
        body.setStretch(1, 4)
        self.setLayout(column(body, self.buttons, spacing=12, margin=16))
        letters.give_size(self, "setMinimumWidth", 860)

    def _as_in_a_file(self, ids: Sequence[NamedId]) -> QVBoxLayout:
        self.table = named(QPlainTextEdit(), "Table of the malfunction")
        IdPopup(self.table).ids = ids
        self.table.setTabChangesFocus(True)
        letters.give_size(self.table, "setMinimumHeight", 170)
        self.mistakes = label("", "soft", wraps=True)
        self.mistakes.setAlignment(Qt.AlignmentFlag.AlignTop)
        letters.give_size(self.mistakes, "setMinimumHeight", 70)
        head = label(_HEAD, "muted", wraps=True)
        made = column(head, self.table, self.mistakes, spacing=8)
        made.setStretch(1, 1)
        return made

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(lambda _: self._ask_for_kind())
        for combo, value, known in (
            (self.onset, self.onset_value, ONSETS),
            (self.end, self.end_value, ENDS),
        ):
            combo.currentTextChanged.connect(
                lambda words, value=value, known=known: self._follow(value, known[words])
            )
            value.textChanged.connect(lambda _: self._write())
        for line in (self.name, self.said):
            line.textChanged.connect(lambda _: self._write())
        self.asks.toggled.connect(lambda _: self._write())
        self.table.textChanged.connect(self._check)
        self._checks.done.connect(self.take_check)
        self._checks.refused.connect(self._take_refusal)

    def _ask_for_kind(self) -> None:
        """Ask for what a kind needs; its mode is chosen first, since more may hang on it."""
        self._inputs = {}
        self._fill_fields("")

    def _fill_fields(self, mode: str) -> None:
        """Ask for what belongs to a mode; what was filled in already is kept."""
        kept = self._values()
        self._forget_fields()
        kind = self.kind.currentText()
        mode = mode or next((f.choices[0] for f in FORMS[kind] if f.key == "mode"), "")
        self._inputs = {one.key: self._input(one) for one in fields_of(kind, mode)}
        self._asked = len(self._inputs)
        for place, one in enumerate(fields_of(kind, mode)):
            self.form.insertRow(_FIRST_ROW + place, one.words, self._inputs[one.key])
        for before, after in pairwise((self.kind, *self._inputs.values(), self.onset)):
            self.setTabOrder(before, after)
        for key, value in {**kept, "mode": mode}.items():
            if key in self._inputs:
                _set(self._inputs[key], value)
        for key, made in self._inputs.items():
            _changed(made).connect(self._mode_chosen if key == "mode" else lambda *_: self._write())
        self._write()
        self.adjustSize()

    def _forget_fields(self) -> None:
        """Take away what was asked; later, since one of them may be what has just been changed."""
        for _ in range(self._asked):
            taken = self.form.takeRow(_FIRST_ROW)
            for item in (taken.labelItem, taken.fieldItem):
                widget = item.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()

    def _mode_chosen(self, *_: object) -> None:
        self._fill_fields(self._values()["mode"])

    def _input(self, one: MalfunctionField) -> QComboBox | QLineEdit:
        if not one.things and not one.choices:
            line = named(QLineEdit(), one.words)
            line.setPlaceholderText(one.example)
            return line
        combo = named(QComboBox(), one.words)
        for choice in one.choices:
            combo.addItem(choice.replace("_", " "), choice)
        if one.things:
            _offer(combo, self._things(one))
        return combo

    def _things(self, one: MalfunctionField) -> Sequence[NamedId]:
        run, sheet = self._moment.run, sheet_of_run(self._moment)
        alarms = tuple(rule.id for rule in run.words.limits.rules)
        cards = () if sheet is None else sheet.malfunctions
        leaks = tuple(card.id for card in cards if card.what.startswith("Leak"))
        return things_of(one.things, self._moment.station, alarms, leaks)

    def _follow(self, value: QLineEdit, key_and_example: tuple[str, str]) -> None:
        """Ask for the time or the sentence where one is needed."""
        key, example = key_and_example
        value.setVisible(bool(key))
        value.setPlaceholderText(f"as {example}" if example else "")
        self._write()

    # ------------------------------------------------------------------ what was filled in

    def _values(self) -> dict[str, str]:
        """What was filled in, by key."""
        return {key: _value(made) for key, made in self._inputs.items()}

    def _write(self) -> None:
        """Put what was filled in as the table of a file."""
        values = self._values()
        for combo, value, known in (
            (self.onset, self.onset_value, ONSETS),
            (self.end, self.end_value, ENDS),
        ):
            key = known[combo.currentText()][0]
            if key:
                values[key] = value.text()
        values["text"] = self.said.text()
        values["armed"] = "ask" if self.asks.isChecked() else ""
        self.table.setPlainText(
            table_text(self.name.text().strip(), self.kind.currentText(), values)
        )

    def order(self) -> Arm:
        """The malfunction, to be armed."""
        return Arm(self.name.text().strip(), self.table.toPlainText())

    # ------------------------------------------------------------------ what is wrong with it

    def _check(self) -> None:
        order, checker, run = self.order(), self._checker, self._moment.run
        self.arm.setEnabled(False)
        if not order.malfunction:
            set_text(self.mistakes, "Give it an id.", "notice")
        elif checker is None or not run.opened.recording:
            set_text(self.mistakes, "The run checks it when it is armed.", "muted")
            self.arm.setEnabled(True)
        else:
            live = tuple((e.malfunction, e.text) for e in self._moment.board.inserted.values())
            recording = run.opened.recording
            set_text(self.mistakes, "checking …", "muted")
            self._checks.ask(
                lambda: checker.check_malfunction(recording, order.malfunction, order.text, live)
            )

    def take_check(self, found: tuple[str, ...]) -> None:
        """Say what is wrong; what is good can be armed."""
        good = "Good: it can be armed."
        set_text(self.mistakes, "\n".join(found) or good, "notice" if found else "good")
        self.arm.setEnabled(not found)

    def _take_refusal(self, words: str) -> None:
        set_text(
            self.mistakes, f"Not checked: {words}. The run checks it when it is armed.", "muted"
        )
        self.arm.setEnabled(True)

    def done(self, result: int) -> None:
        """Closing it ends what is under way."""
        self._checks.stop()
        super().done(result)


def _choice(
    words: tuple[str, ...], name: str, ids: Sequence[NamedId]
) -> tuple[QComboBox, QLineEdit]:
    """What is chosen, and the time or sentence that belongs to it, in which ids are offered."""
    combo, value = named(QComboBox(), name), named(QLineEdit(), f"{name}: time or condition")
    IdPopup(value, is_worth_in_sentence).ids = ids
    combo.addItems(list(words))
    value.setVisible(False)
    return combo, value


def _offer(combo: QComboBox, things: Sequence[NamedId]) -> None:
    """Let one of many be found by a few letters of its id or name."""
    line = QLineEdit()
    line.setPlaceholderText("A few letters of its id or name")
    combo.setLineEdit(line)
    combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    for one in things:
        combo.addItem(f"{one.id}   {one.name}".strip(), one.id)
    completer, found = QCompleter(combo.model(), combo), QListView()
    completer.setPopup(found)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    combo.setCompleter(completer)
    set_role(found, "popup")
    combo.setCurrentIndex(-1)


def _value(made: QComboBox | QLineEdit) -> str:
    """What was filled in: of a list the id, or what was typed."""
    if isinstance(made, QLineEdit):
        return made.text()
    typed = made.currentText()
    at = made.findText(typed)
    return str(made.itemData(at)) if at >= 0 else typed.strip()


def _set(made: QComboBox | QLineEdit, value: str) -> None:
    if isinstance(made, QLineEdit):
        made.setText(value)
    elif made.findData(value) >= 0:
        made.setCurrentIndex(made.findData(value))
    elif made.isEditable():
        made.setEditText(value)


def _changed(made: QComboBox | QLineEdit):  # type: ignore[no-untyped-def]  # a bound signal has no type
    """The signal that it was changed."""
    return made.textChanged if isinstance(made, QLineEdit) else made.currentTextChanged
