"""One question about a table: its answers with their evidence for and against, each with what it makes of the curve."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.readings.guessing.question import Answer, TableQuestion
from iss_viewer.views.importing.sparkline import Sparkline
from iss_viewer.views.shared.widgets import Item, button, clear, column, label, row, scrolled
from iss_viewer.views.style.theme import Palette, set_role, set_tone

_SUPPORT, _DOUBT = "✓ ", "◆ "


class AnswerCard(QFrame):
    """An answer that can be chosen."""

    pressed = Signal(int)

    def __init__(self, place: int, answer: Answer, palette: Palette, curve: Floats | None) -> None:
        super().__init__()
        self._place = place
        set_role(self, "card")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        number = label(str(place + 1) if place < 9 else "", "badge")
        number.setVisible(place < 9)
        self.dot = label("○", "title")
        self.title = label(answer.title, "title")
        words = [label(answer.example, wraps=True)] if answer.example else []
        words += [label(f"{_SUPPORT}{each}", "soft", "good", wraps=True) for each in answer.support]
        words += [label(f"{_DOUBT}{each}", "soft", "notice", wraps=True) for each in answer.doubt]
        head = row(self.dot, self.title, None, number, spacing=8)
        parts: list[Item] = [head, *words]
        self.curve = Sparkline(palette, 64)
        self.curve.setVisible(curve is not None and len(curve) > 0)
        parts += [self.curve, None] if curve is not None else []
        self.setLayout(column(*parts, spacing=3, margin=9))
        self.setAccessibleName(f"{answer.title}. {answer.example}")

    def show_chosen(self, is_chosen: bool) -> None:
        """Say whether it is the one."""
        self.dot.setText("●" if is_chosen else "○")
        set_tone(self.dot, "accent" if is_chosen else "")
        set_tone(self, "accent" if is_chosen else "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        self.pressed.emit(self._place)


class QuestionCard(QFrame):
    """Shows the first open question; `answered` tells its key and the answer once the button is pressed."""

    answered = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        set_role(self, "panel")
        self.question: TableQuestion | None = None
        self.chosen: int | None = None
        self._cards: list[AnswerCard] = []
        self.count = label("", "heading", "notice")
        self.text = label("", "title", wraps=True)
        self.about = label("", "soft", wraps=True)
        self._answers = QWidget()
        self._list = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(8)
        self._answers.setLayout(self._list)
        self.area = scrolled(self._answers)
        self.confirm = button("Choose an answer", self.accept_choice, "accent")
        foot = row(label("1 … 9 choose, Enter confirms", "soft"), None, self.confirm)
        self.setLayout(
            column(self.count, self.text, self.about, self.area, foot, spacing=6, margin=12)
        )

    def show_question(
        self, question: TableQuestion, count: int, palette: Palette, curves: tuple[Floats, ...]
    ) -> None:
        """Turn to a question, of so many that are open."""
        self.question, self.chosen = question, None
        more = f"  ·  {count - 1} more" if count > 1 else ""
        self.count.setText(f"◆ Open question{more}")
        self.text.setText(question.text)
        self.about.setText(question.about)
        self.about.setVisible(bool(question.about))
        clear(self._list)
        is_pair = len(question.choices) == 2
        sides = QBoxLayout.Direction.LeftToRight if is_pair else QBoxLayout.Direction.TopToBottom
        self._list.setDirection(sides)
        self._cards = []
        for place, answer in enumerate(question.choices):
            curve = curves[place] if place < len(curves) and len(question.choices) <= 4 else None
            card = AnswerCard(place, answer, palette, curve)
            card.pressed.connect(self.choose)
            self._cards.append(card)
            self._list.addWidget(card, 1 if is_pair else 0)
        if not is_pair:
            self._list.addStretch(1)
        self._draw_curves(curves)
        self.choose(question.suggested)
        self.area.verticalScrollBar().setValue(0)

    def _draw_curves(self, curves: tuple[Floats, ...]) -> None:
        """All over one range from 0, so that a factor is seen."""
        known = [curve[np.isfinite(curve)] for curve in curves]
        most = max((float(curve.max()) for curve in known if len(curve)), default=1.0)
        for card, curve in zip(self._cards, curves, strict=False):
            card.curve.show_values(curve, (0.0, most * 1.1))

    def choose(self, place: int | None) -> None:
        """Choose an answer; it counts once it is confirmed."""
        if place is not None and place >= len(self._cards):
            return
        self.chosen = place
        for at, card in enumerate(self._cards):
            card.show_chosen(at == place)
        self.confirm.setEnabled(place is not None)
        is_chosen = place is not None and self.question is not None
        self.confirm.setText(
            f"It is: {self.question.choices[place].title}"  # type: ignore[union-attr,index]  # is chosen
            if is_chosen
            else "Choose an answer"
        )

    def accept_choice(self) -> None:
        """Take the chosen answer."""
        if self.question is not None and self.chosen is not None:
            self.answered.emit(self.question.key, self.chosen)
