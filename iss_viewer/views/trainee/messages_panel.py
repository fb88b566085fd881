"""Messages that came, which are kept, and questions with a place for the answer."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from iss_viewer.situation.moment import Moment
from iss_viewer.situation.training.mail import OpenQuestion, mail_of, open_questions
from iss_viewer.telemetry.commands import GiveAnswer
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.shared.widgets import (
    button,
    clear,
    column,
    frame,
    label,
    named,
    row,
    scrolled,
)
from iss_viewer.views.shared.window_context import WindowContext

_NOTHING = "No message has come. What the ground or the instructor writes stands here and stays."


class MessagesPanel(QWidget):
    """Questions that wait for an answer stand above; messages beneath, the newest first."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context, self._drawn = context, LastDrawn()
        self.questions, self.mail = QVBoxLayout(), QVBoxLayout()
        for part in (self.questions, self.mail):
            part.setSpacing(4)
        content = QWidget()
        content.setLayout(column(self.questions, self.mail, None, spacing=6))
        self.setLayout(column(scrolled(content)))

    def show_moment(self, moment: Moment) -> None:
        """What had come until an instant."""
        mail, asked = mail_of(moment), open_questions(moment.board)
        if not self._drawn.is_new(mail, asked, moment.can_act):
            return
        clear(self.questions)
        for question in asked:
            self.questions.addWidget(self._question(question, moment.can_act))
        clear(self.mail)
        for line in mail:
            at, who = label(line.at, "muted"), label(line.sender, tone="soft")
            words = label(line.text, wraps=True)
            layout = row(at, who, words, spacing=8)
            layout.setStretch(2, 1)
            self.mail.addLayout(layout)
        if not (mail or asked):
            self.mail.addWidget(label(_NOTHING, "muted", wraps=True))

    def _question(self, question: OpenQuestion, may: bool) -> QWidget:
        words = label(question.text, "title", wraps=True)
        if question.options:
            made = [
                button(option, partial(self._answer, question.id, option))
                for option in question.options
            ]
            for one in made:
                one.setEnabled(may)
            answer = row(*made, None, spacing=6)
        else:
            field = named(QLineEdit(), f"Answer to: {question.text}")
            field.setMaxLength(400)
            field.setPlaceholderText(question.unit or "Answer")
            give = button("Answer", lambda: self._answer(question.id, field.text()), "accent")
            field.returnPressed.connect(give.click)
            give.setEnabled(may)
            answer = row(field, give, spacing=6)
        card = frame("card", column(words, answer, spacing=4, margin=9))
        card.setProperty("tone", "accent")
        return card

    def _answer(self, question: str, text: str) -> None:
        if text.strip():
            self._context.post(GiveAnswer(question, text.strip()))
