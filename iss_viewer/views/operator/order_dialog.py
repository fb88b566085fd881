"""One question for any order: what, found by a few letters; by whom; and the number that it needs."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QGridLayout, QWidget

from iss_viewer.situation.moment import Moment
from iss_viewer.situation.order_menu import OrderOffer, order_offers
from iss_viewer.situation.orders_now import busy_people
from iss_viewer.telemetry.commands import Act
from iss_viewer.views.shared.dialogs import ok_and_cancel
from iss_viewer.views.shared.number_box import NumberBox
from iss_viewer.views.shared.offer_list import ListWords, Offer, OfferList
from iss_viewer.views.shared.widgets import column, label, named, row, set_text

_WORDS = ListWords(
    "Type a few letters: close zvezda, gauge, patch, fan …",
    "Words of an order",
    "Orders with these words",
    "Nothing that can be ordered here has these words.",
)
_IN_A_ROW = 3


class OrderDialog(QDialog):
    """Up, down and Enter choose what; Tab leads to the people and the number."""

    def __init__(self, parent: QWidget | None, moment: Moment, begun: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle("Give an order")
        offers = [Offer(one.words, one.sort, one) for one in order_offers(moment)]
        self.found = OfferList(offers, _WORDS)
        self.people = self._boxes(moment)
        self.by, self.number_words = label("", "muted", wraps=True), label("")
        self.number = named(NumberBox(), "Number of the order")
        self.number.setDecimals(2)
        self.buttons = ok_and_cancel(self, "Order")
        names = QGridLayout()
        for at, box in enumerate(self.people.values()):
            names.addWidget(box, at // _IN_A_ROW, at % _IN_A_ROW)
            box.toggled.connect(self._follow)
        self.setLayout(
            column(
                self.found, row(self.number_words, self.number, None), self.by, names, self.buttons,
                spacing=8, margin=14,
            )
        )  # fmt: skip
        self.resize(560, 560)
        self.found.changed.connect(self._follow)
        self.found.taken.connect(self._take)
        self.found.typed.setText(begun)
        self._follow()

    def _boxes(self, moment: Moment) -> dict[str, QCheckBox]:
        """A box for each person, by id."""
        busy, boxes = busy_people(moment), {}
        for person in moment.station.crew:
            boxes[person.id] = QCheckBox(person.name + (" (busy)" if person.id in busy else ""))
        return boxes

    @property
    def _offer(self) -> OrderOffer | None:
        chosen = self.found.chosen
        return None if chosen is None else chosen.do

    @property
    def _chosen_people(self) -> tuple[str, ...]:
        return tuple(person for person, box in self.people.items() if box.isChecked())

    def _follow(self) -> None:
        """Ask for what the chosen order needs."""
        offer = self._offer
        number = None if offer is None else offer.number
        for part in (self.number_words, self.number):
            part.setVisible(number is not None)
        if number is not None and self.number.suffix() + self.number_words.text() != (
            f" {number.unit}{number.words}"
        ):
            self.number.setRange(0.01, number.most)
            self.number.setValue(number.usual)
            self.number.setSuffix(f" {number.unit}")
            set_text(self.number_words, number.words)
        is_by_hand = offer is not None and offer.is_by_hand
        for box in self.people.values():
            box.setEnabled(is_by_hand)
        set_text(self.by, _by_words(offer))
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(self._is_whole())

    def _is_whole(self) -> bool:
        offer = self._offer
        return offer is not None and (not offer.sends_people or bool(self._chosen_people))

    def _take(self) -> None:
        if self._is_whole():
            self.accept()

    def order(self) -> Act | None:
        """What was ordered; None: nothing."""
        offer, people = self._offer, self._chosen_people
        if offer is None:
            return None
        named_people = people if offer.is_by_hand and not offer.sends_people else ()
        return Act(offer.made(self.number.value(), people), named_people)


def _by_words(offer: OrderOffer | None) -> str:
    if offer is None:
        return ""
    if offer.sends_people:
        return "Who goes:"
    if offer.is_by_hand:
        return "By whom; whoever is nearest where nobody is chosen:"
    return "By telecommand; without signal, at the panel by whoever is near."
