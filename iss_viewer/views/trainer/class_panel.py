"""How an instructor runs a class: freeze with a reason, step, messages in somebody's name, questions and their answers."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QSizePolicy, QWidget

from iss_viewer.situation.moment import Moment
from iss_viewer.situation.training.class_now import (
    WayBack,
    answer_lines,
    freeze_rows,
    freeze_words,
    ways_back,
)
from iss_viewer.situation.training.sentence_ids import sentence_ids
from iss_viewer.situation.training.worksheet import clock_s
from iss_viewer.telemetry.commands import (
    AskQuestion,
    Freeze,
    FreezeWhen,
    GoBack,
    Order,
    Run,
    SendMessage,
    Step,
    WriteNote,
)
from iss_viewer.views.shared.completion import is_worth_in_sentence
from iss_viewer.views.shared.dialogs import ask_text, confirm
from iss_viewer.views.shared.id_popup import IdPopup
from iss_viewer.views.shared.last_drawn import LastDrawn
from iss_viewer.views.shared.widgets import (
    button,
    clear,
    column,
    heading,
    label,
    named,
    row,
    scrolled,
    set_text,
)
from iss_viewer.views.shared.window_context import WindowContext

_SENDERS = ("Houston", "Moscow", "Instructor")


class ClassPanel(QWidget):
    """What is typed here is plain text to all who read it."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context, self._drawn = context, LastDrawn()
        self._asked = 0
        self._is_running = False
        self._ways: tuple[WayBack, ...] = ()
        self._withdrawals: tuple[Order, ...] = ()
        self.freezes: tuple[QLabel, ...] = ()
        self._build_layout()

    def _build_layout(self) -> None:
        self.state = label("", tone="mode", wraps=True)
        self.mirror = button(
            "What they see", self._context.mirror_asked.emit, tip="The trainees' window, as it is"
        )
        self.mirror.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.waiting = column(spacing=3)
        self.answers = label("", "soft", wraps=True)
        self._make_freezes()
        self._make_ways_back()
        self._make_words()
        content = QWidget()
        content.setLayout(
            column(
                row(self.state, self.mirror), self.reason, row(self.freeze, self.step, self.freeze_event, None),
                row(self.at, self.freeze_at), row(self.when, self.freeze_when), self.waiting, 4,
                heading("Again from here"), row(self.back_to, self.back), row(self.keep, None), 4,
                heading("Message to the class"), row(self.in_name, self.message, self.send), 4,
                heading("Question to the class"), self.question, row(self.options, self.ask),
                self.answers, None, spacing=5,
            )
        )  # fmt: skip
        self._acts = (
            self.freeze, self.step, self.freeze_at, self.freeze_event, self.freeze_when, self.send,
            self.ask,
        )  # fmt: skip
        self.setLayout(column(scrolled(content)))

    def _make_freezes(self) -> None:
        """Hold time now, at a time, at the next event, or when a sentence holds."""
        self.reason = self._field("Reason", "Why time is held: shown and logged")
        self.at = self._field("Freeze at", "0:41:00")
        self.freeze = button(
            "Freeze", self._freeze, "accent", "With the reason, if one is written (Space)"
        )
        self.step = button("Step 1", lambda: self._give(Step()), tip="One sample on")
        self.freeze_at = button("At this time", self._freeze_at)
        self.freeze_event = button(
            "At the next event", lambda: self._give(Freeze(at_event=True, reason=self._why()))
        )
        self.when = self._field("Freeze when", "hatch H17 is closed")
        self.freeze_when = button(
            "When this holds", self._freeze_when, tip="A condition of exercises"
        )
        self.when.returnPressed.connect(self.freeze_when.click)
        self.ids = IdPopup(self.when, is_worth_in_sentence)

    def _make_ways_back(self) -> None:
        """Where the run can be gone on with anew, and this instant kept for it."""
        self.back_to = named(QComboBox(), "Where to go back to")
        self.back_to.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.back_to.setMinimumContentsLength(8)  # whole notes in its list, not in its width
        self.back_to.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.back = button(
            "Go back", self._go_back, tip="The run goes on anew from there (again from here)"
        )
        self.keep = button(
            "Name this instant", self._name_instant, tip="Then it can be gone back to"
        )

    def _make_words(self) -> None:
        """Messages and questions to the class."""
        self.in_name = named(QComboBox(), "In whose name")
        self.in_name.addItems(list(_SENDERS))
        self.message = self._field("Message", "A message that the class keeps")
        self.send = button("Send", self._send)
        self.message.returnPressed.connect(self.send.click)
        self.question = self._field("Question", "Which hatch do you close next?")
        self.options = self._field("Choices", "Choices, parted by commas; none: free text")
        self.ask = button("Ask", self._ask)
        self.question.returnPressed.connect(self.ask.click)

    def _field(self, name: str, example: str) -> QLineEdit:
        made = named(QLineEdit(), name)
        made.setPlaceholderText(example)
        made.setMaxLength(400)
        made.setMinimumWidth(60)
        return made

    def show_moment(self, moment: Moment) -> None:
        """Whether time is held and why, and what was answered."""
        self._is_running = moment.pace.is_running
        set_text(self.state, freeze_words(moment))
        self.freeze.setText("Freeze" if self._is_running else "Resume")
        for one in self._acts:
            one.setEnabled(moment.can_act)
        if self._drawn.is_new(
            len(moment.board.inserted), len(moment.board.questions), of=moment.run
        ):
            self.ids.ids = sentence_ids(moment)
        self._list_freezes(moment)
        self._list_ways_back(moment)
        set_text(self.answers, "\n".join(answer_lines(moment.board)))

    def _list_freezes(self, moment: Moment) -> None:
        """What comes when, each with a button that withdraws it; only its words change as time goes on."""
        rows = freeze_rows(moment)
        orders = tuple(one.withdraw for one in rows)
        if orders != self._withdrawals:
            self._withdrawals = orders
            clear(self.waiting)
            self.freezes = tuple(label("", wraps=True) for _ in rows)
            for words, order in zip(self.freezes, orders, strict=True):
                withdraw = partial(self._give, order)
                line = row(words, button("Withdraw", withdraw, tip="Wait for this no more"))
                line.setStretch(0, 1)
                self.waiting.addLayout(line)
        for words, one in zip(self.freezes, rows, strict=True):
            set_text(words, one.words)

    def _list_ways_back(self, moment: Moment) -> None:
        ways = ways_back(moment)
        if ways != self._ways and not self.back_to.view().isVisible():
            kept, self._ways = self.back_to.currentText(), ways
            self.back_to.clear()
            for one in ways:
                self.back_to.addItem(one.name, one.time_s)
            self.back_to.setCurrentIndex(max(self.back_to.findText(kept), 0))

    def _go_back(self) -> None:
        at_s = self.back_to.currentData()
        question = f"Go back to {self.back_to.currentText()}? What came after it stays in its own recording."
        if at_s is not None and confirm(self, "Go back", question, "Go back"):
            self._give(GoBack(float(at_s)))

    def _name_instant(self) -> None:
        name = ask_text(self, "Name this instant", "What is it called?")
        if name:
            self._give(WriteNote(name))

    def _why(self) -> str:
        return self.reason.text().strip()

    def _give(self, order: Order) -> None:
        self._context.post(order)

    def _freeze(self) -> None:
        self._give(Freeze(reason=self._why()) if self._is_running else Run())

    def _freeze_at(self) -> None:
        try:
            at_s = clock_s(self.at.text())
        except ValueError as mistake:
            self._context.show_message(f"Freeze at: {mistake}", "notice")
            return
        moment = self._context.moment
        if moment is not None and at_s <= moment.time_s:
            self._context.show_message("Freeze at: that time has passed", "notice")
            return
        self._give(Freeze(at_s=at_s, reason=self._why()))

    def _freeze_when(self) -> None:
        when = self.when.text().strip()
        if when:
            self._give(FreezeWhen(when, self._why()))

    def _send(self) -> None:
        text = self.message.text().strip()
        if text:
            self._give(SendMessage(self.in_name.currentText(), text))
            self.message.clear()

    def _ask(self) -> None:
        text = self.question.text().strip()
        if text:
            moment = self._context.moment
            self._asked = 1 + (0 if moment is None else len(moment.board.questions))
            options = tuple(o.strip() for o in self.options.text().split(",") if o.strip())
            self._give(AskQuestion(f"desk-{self._asked}", text, options))
            self.question.clear()
            self.options.clear()
