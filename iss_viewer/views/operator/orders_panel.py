"""The queue of orders: who does what until when; give one, withdraw one, and let them take time or not."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from iss_viewer.situation.moment import Moment
from iss_viewer.situation.orders_now import OrderRow, hands_words, order_rows
from iss_viewer.telemetry.commands import SetCosts, Withdraw
from iss_viewer.views.operator.order_dialog import OrderDialog
from iss_viewer.views.shared.dialogs import is_accepted
from iss_viewer.views.shared.widgets import (
    OneLine,
    button,
    column,
    frame,
    label,
    row,
    scrolled,
    set_text,
)
from iss_viewer.views.shared.window_context import WindowContext

_NONE = "No order was given. Any that the station can obey is found by a few letters of its words."


class OrderCard(QWidget):
    """One order: what, how it stands and how long still; it can be withdrawn while it is not over."""

    def __init__(self, context: WindowContext, order: str) -> None:
        super().__init__()
        self.words = label("", wraps=True)
        self.state, self.left = label("", wraps=True), label("", "muted")
        self.end: QPushButton = button(
            "Withdraw", partial(context.post, Withdraw(order)), tip="Its people stay where they are"
        )
        top, below = row(self.words, self.left), row(self.state, self.end)
        top.setStretch(0, 1)
        below.setStretch(0, 1)
        self.setLayout(column(frame("card", column(top, below, spacing=1, margin=5))))

    def show_row(self, one: OrderRow, may_act: bool) -> None:
        """Draw how it stands."""
        set_text(self.words, f"{one.order}  {one.words}")
        set_text(self.state, one.state, one.tone)
        set_text(self.left, one.left)
        self.end.setVisible(not one.is_over)
        self.end.setEnabled(may_act)


class OrdersPanel(QWidget):
    """The orders of a run, those under way first."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._cards: dict[str, OrderCard] = {}
        self._listed: tuple[str, ...] = ()
        self.give = button("Order…", self.ask, "accent", "Any that the station can obey (Ctrl+J)")
        self.take_time = QCheckBox("Orders take time")
        self.take_time.setToolTip("Time, people and a way; else an order is done at once")
        self.take_time.clicked.connect(lambda is_on: context.post(SetCosts(is_on)))
        self.sentence, self.none = OneLine("muted"), label(_NONE, "muted", wraps=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        content = QWidget()
        content.setLayout(column(self.none, self._list, None, spacing=4))
        head = row(self.give, self.take_time, self.sentence)
        head.setStretch(2, 1)
        self.setLayout(column(head, scrolled(content)))
        context.opened.connect(lambda _: self._list_anew(()))

    def show_moment(self, moment: Moment) -> None:
        """The orders as they stand at an instant."""
        rows = order_rows(moment)
        may_act = moment.may_change_truth
        if tuple(one.order for one in rows) != self._listed:
            self._list_anew(tuple(one.order for one in rows))
        for one in rows:
            self._cards[one.order].show_row(one, may_act)
        self.none.setVisible(not rows)
        self.sentence.set_text(hands_words(moment))
        self.take_time.setChecked(moment.board.are_costs_on)
        cover = moment.run.opened.cover
        self.take_time.setVisible(cover is None or not cover.is_exercise)  # there they always do
        for part in (self.give, self.take_time):
            part.setEnabled(may_act)

    def ask(self) -> None:
        """Ask for an order, and give it."""
        moment = self._context.moment
        if moment is None or not moment.may_change_truth:
            return
        dialog = OrderDialog(self.window(), moment)
        if is_accepted(dialog):
            order = dialog.order()
            if order is not None:
                self._context.post(order)

    def _list_anew(self, orders: tuple[str, ...]) -> None:
        """Cards in the order of the list, those that stay kept as they are."""
        self._listed = orders
        for order in [order for order in self._cards if order not in orders]:
            card = self._cards.pop(order)
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        for at, order in enumerate(orders):
            if order not in self._cards:
                self._cards[order] = OrderCard(self._context, order)
            self._list.insertWidget(at, self._cards[order])
