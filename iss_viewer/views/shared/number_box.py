"""A box for a number that means what was typed, with either decimal sign, wherever the computer stands."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox


class NumberBox(QDoubleSpinBox):
    """Without buttons; a comma is a decimal point, and nothing groups digits."""

    def __init__(self) -> None:
        super().__init__()
        locale = QLocale.c()
        locale.setNumberOptions(
            QLocale.NumberOption.OmitGroupSeparator | QLocale.NumberOption.RejectGroupSeparator
        )
        self.setLocale(locale)
        self.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)
        self.lineEdit().setTextMargins(8, 0, 8, 0)

    def validate(self, text: str, at: int) -> tuple[QValidator.State, str, int]:
        """Take a comma for the point that it means; two signs are no number."""
        meant = text.replace(",", ".")
        if meant.count(".") > 1:
            return QValidator.State.Invalid, text, at
        return super().validate(meant, at)

    def valueFromText(self, text: str) -> float:
        """The number of a text."""
        return super().valueFromText(text.replace(",", "."))
