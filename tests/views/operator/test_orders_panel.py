"""The panel of orders lists who does what; the dialog gives any order by a few letters and the keyboard alone."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from iss_viewer.situation.board import Board
from iss_viewer.station.actions import MoveCrew, SearchLeak
from iss_viewer.telemetry.commands import Act, SetCosts, Withdraw
from iss_viewer.telemetry.events import CostsSet, OrderChanged, OrderState
from iss_viewer.views.operator.order_dialog import OrderDialog
from iss_viewer.views.operator.orders_panel import OrdersPanel
from tests.views.conftest import Posted

SEARCH = SearchLeak("SM_PRK")


def test_an_order_is_withdrawn_and_costs_are_switched_on_the_panel(qtbot, posted: Posted) -> None:
    panel = OrdersPanel(posted.context)
    qtbot.addWidget(panel)
    working = OrderChanged(5.0, "1", SEARCH, OrderState.WORKING, (), 1e6)
    moment = posted.show()
    panel.show_moment(moment)
    panel.take_time.click()
    panel.show_moment(replace(moment, board=Board.of([CostsSet(1.0, True), working])))
    assert panel.take_time.isChecked()
    panel._cards["1"].end.click()
    done = replace(working, state=OrderState.DONE)
    panel.show_moment(replace(moment, board=Board.of([working, done])))
    assert panel._cards["1"].end.isHidden()
    assert posted.orders == [SetCosts(True), Withdraw("1")]


def test_an_order_is_found_by_letters_and_given_by_enter(qtbot, posted: Posted) -> None:
    dialog = OrderDialog(None, posted.show())
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClicks(dialog.found.typed, "search prk")
    qtbot.keyClick(dialog.found.typed, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert dialog.order() == Act(SEARCH)


def test_people_are_named_and_those_who_go_must_be(qtbot, posted: Posted) -> None:
    dialog = OrderDialog(None, posted.show(), "send prk")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClick(dialog.found.typed, Qt.Key.Key_Return)
    assert dialog.isVisible()
    person, box = next(iter(dialog.people.items()))
    box.setChecked(True)
    assert dialog.order() == Act(MoveCrew((person,), "SM_PRK"))
    dialog.found.typed.setText("search prk")
    assert dialog.order() == Act(SEARCH, (person,))


def test_a_number_is_asked_for_where_an_order_needs_one(qtbot, posted: Posted) -> None:
    dialog = OrderDialog(None, posted.show(), "search prk")
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.number.isVisible()
    dialog.found.typed.setText("in part")
    assert dialog.number.isVisible() or dialog.found.chosen is None
