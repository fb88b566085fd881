"""How a table is written: delimiter, encoding, decimal sign, zone; each can be changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from iss_viewer.situation.words.tables import DELIMITERS, SIGNS, time_words
from iss_viewer.telemetry.readings.guessing.draft import Draft
from iss_viewer.views.shared.widgets import label, named, row
from iss_viewer.views.style.theme import set_role

_ENCODINGS = ("utf-8", "cp1252", "cp1251", "utf-16", "utf-16-le", "utf-16-be", "cp866", "koi8-r", "cp850", "cp932", "gb18030")  # fmt: skip
_ZONES = ("UTC", "Europe/Moscow", "Europe/Berlin", "America/Chicago", "Asia/Tokyo", "+01:00", "+03:00", "-06:00")  # fmt: skip


class FormBar(QWidget):
    """Emits `changed` with the name of what a person changed and its value."""

    changed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.delimiter = self._choice(
            "delimiter", [(words, sign) for sign, words in DELIMITERS.items()]
        )
        self.encoding = self._choice("encoding", [(name, name) for name in _ENCODINGS])
        self.decimal = self._choice("decimal", [(SIGNS[sign], sign) for sign in (".", ",")])
        self.zone = self._choice("zone", [(name, name) for name in _ZONES])
        self.zone.setEditable(True)
        typed = self.zone.lineEdit()
        assert typed is not None, "what is editable has one"
        typed.editingFinished.connect(self._take_zone)
        self.time = label("", "soft")
        self._zone_label = label("Zone", "muted")
        self._shown_zone = ""
        self.setLayout(
            row(
                label("Between columns", "muted"), self.delimiter, label("Text", "muted"), self.encoding,
                label("Decimal", "muted"), self.decimal, self._zone_label, self.zone, None, spacing=6,
            )
        )  # fmt: skip

    def show_draft(self, draft: Draft) -> None:
        """Show how a draft takes its table to be written."""
        for box, value in (
            (self.delimiter, draft.form["delimiter"]), (self.encoding, draft.form["encoding"]),
            (self.decimal, draft.form["decimal"]), (self.zone, draft.time.zone),
        ):  # fmt: skip
            if box.findData(value) < 0:
                box.addItem(str(value), value)
            box.setCurrentIndex(box.findData(value))
        self._shown_zone = draft.time.zone
        has_zone = not draft.time.is_counted and not draft.time.written.startswith("unix")
        self.zone.setVisible(has_zone)
        self._zone_label.setVisible(has_zone)
        self.time.setText(f"Time: {time_words(draft)}")

    def _choice(self, name: str, pairs: Sequence[tuple[str, str]]) -> QComboBox:
        made = named(QComboBox(), name)
        set_role(made, "small")
        for words, value in pairs:
            made.addItem(words, value)
        if name != "zone":
            made.activated.connect(lambda at: self.changed.emit(name, made.itemData(at)))
        else:
            made.activated.connect(lambda at: self._take_zone())
        return made

    def _take_zone(self) -> None:
        written = self.zone.currentText().strip()
        if written and written != self._shown_zone:
            self._shown_zone = written
            self.changed.emit("zone", written)
