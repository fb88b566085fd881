"""Where it is believed to be and what to do next."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt

from iss_viewer.station.actions import MoveCrew, MoveHatch, ReadGauge
from iss_viewer.telemetry.commands import Act, SetOption, Withdraw
from iss_viewer.telemetry.events import AdviceKind, CrewStep, Grounds, OrderChanged, OrderState
from iss_viewer.telemetry.status import ModuleStatus
from iss_viewer.views.operator.advice_panel import AdvicePanel
from iss_viewer.views.operator.chance_chart import line_colours
from iss_viewer.views.shared import hatch_commands
from tests.views import prepared


@pytest.fixture
def panel(qtbot, posted):
    made = AdvicePanel(posted.context)
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    made.show_moment(posted.context.moment)
    return made


def with_advice(posted, **changes):
    moment = posted.context.moment
    board = replace(moment.board, advice=replace(moment.board.advice, **changes))
    posted.context.moment = replace(moment, board=board)
    return posted.context.moment


def test_places_are_ranked_likeliest_first_among_other_explanations(panel):
    words = [one.words for one in panel.bars.candidates]
    assert words[:2] == ["PrK", "No leak"]
    assert "A hatch seal" in words


def test_a_click_on_a_place_selects_its_module(panel, posted, qtbot):
    qtbot.mouseClick(panel.bars, Qt.MouseButton.LeftButton, pos=QPoint(40, 8))
    assert posted.context.selection.module == "SM_PRK"


def test_the_belief_over_time_has_a_line_for_each_of_the_likeliest(panel):
    words = [one.words for one, _, _ in panel.chart.curves]
    assert words[0] == "PrK"
    assert len(words) == 5


def test_advice_is_told_with_its_reason(panel):
    assert panel.title.text() == "Keep PrK closed and read the gauge in 30 min"
    assert "Whether the rest of the station holds." in panel.why.text()
    assert "One module explains the loss." in panel.why.toolTip()


def test_one_click_carries_it_out(panel, posted):
    panel.do.click()
    assert posted.orders == [Act(MoveHatch("H01", False)), Act(ReadGauge("SM_PRK"))]


def test_each_step_is_ordered_from_the_people_whom_the_advice_names(panel, posted, monkeypatch):
    monkeypatch.setattr(hatch_commands, "confirm", lambda *_: True)
    crew = ("ohara",)
    panel.show_moment(
        with_advice(
            posted,
            actions=(MoveCrew(crew, "SM_RO"), MoveHatch("H05", False)),
            steps=(CrewStep(crew, "SM_RO", 0.0, 20.0), CrewStep(crew, "SM_RO", 20.0, 200.0)),
        )
    )
    panel.carry_out()
    assert posted.orders[:2] == [
        Act(MoveCrew(crew, "SM_RO"), crew),
        Act(MoveHatch("H05", False), crew),
    ]


def test_what_is_on_order_is_not_ordered_twice_and_what_is_overtaken_is_withdrawn(
    panel, posted, monkeypatch
):
    monkeypatch.setattr(hatch_commands, "confirm", lambda *_: True)
    first, other = MoveHatch("H05", False), ReadGauge("LAB")
    panel.show_moment(with_advice(posted, actions=(first, other), steps=()))
    panel.carry_out()
    board = posted.context.moment.board
    waits = {
        number: OrderChanged(0.0, number, action, OrderState.WAITING)
        for number, action in (("1", first), ("2", other))
    }
    advice = replace(board.advice, actions=(first, MoveHatch("H01", False)))
    board = replace(board, advice=advice, orders=waits)
    posted.context.moment = replace(posted.context.moment, board=board)
    posted.orders.clear()
    panel.carry_out()
    assert posted.orders == [Act(MoveHatch("H01", False)), Withdraw("2")]


def test_it_stops_where_a_person_will_not_cut_somebody_off(panel, posted, monkeypatch):
    monkeypatch.setattr(hatch_commands, "confirm", lambda *_: False)
    actions = (MoveHatch("H05", False), ReadGauge("LAB"))
    panel.show_moment(with_advice(posted, actions=actions))
    panel.carry_out()
    assert posted.orders == []


def test_who_moves_before_the_hatch_closes_is_not_cut_off_by_it(panel, posted, monkeypatch):
    monkeypatch.setattr(hatch_commands, "confirm", lambda *_: pytest.fail("nobody is cut off"))
    actions = (MoveCrew(("ohara",), "SM_RO"), MoveHatch("H05", False))
    panel.show_moment(with_advice(posted, actions=actions))
    panel.carry_out()
    assert posted.orders == [Act(action) for action in actions]


def test_what_is_done_already_cannot_be_carried_out_again(panel, posted):
    panel.show_moment(with_advice(posted, actions=(MoveHatch("H01", False),)))
    assert not panel.do.isEnabled()


@pytest.mark.parametrize(
    ("seconds_later", "words"),
    [
        (100.0, "Result expected in"),
        (5000.0, "Zvezda–PrK may"),
        (8000.0, "Hold limit reached: reopen Zvezda–PrK"),
    ],
)
def test_the_countdown_says_what_is_next(panel, posted, seconds_later, words):
    moment = holding(posted.show(prepared.ALARM_S + 60 + seconds_later))
    advice = replace(moment.board.advice, kind=AdviceKind.CLOSE)
    panel.show_moment(replace(moment, board=replace(moment.board, advice=advice)))
    assert panel.countdown.text().startswith(words)


def holding(moment):
    """The moment with PrK not known to leak."""
    row = moment.row.copy()
    row[moment.run.table.column("SM_PRK", "status")] = float(ModuleStatus.ISOLATED)
    return replace(moment, row=row)


def test_nobody_is_told_to_open_the_hatch_to_a_known_leak(panel, posted):
    panel.show_moment(posted.show(prepared.ALARM_S + 8060))
    assert panel.countdown.text() == ""


def test_advice_is_cut_between_sentences_and_whole_as_a_tool_tip(panel, posted):
    reason = "A long reason that goes on and on. " * 30
    title, tells, _ = prepared.ADVICE.grounds.told
    panel.show_moment(with_advice(posted, grounds=Grounds(told=(title, tells, reason))))
    assert panel.why.text() == "Whether the rest of the station holds."
    assert reason in panel.why.toolTip()


def test_before_any_advice_it_says_so(panel, posted):
    panel.show_moment(posted.show(1000.0))
    assert panel.title.text() == "Nothing to do now"
    assert panel.do.isHidden()


def test_the_prior_and_the_order_are_switched_for_the_detector(panel, posted):
    panel.prior.setCurrentIndex(1)
    panel.prior.activated.emit(1)
    panel.order.setCurrentIndex(1)
    panel.order.activated.emit(1)
    assert posted.orders == [SetOption("prior", "uniform"), SetOption("order", "classic")]


def test_before_anything_is_known_it_offers_nothing_to_carry_out(qtbot, posted):
    fresh = AdvicePanel(posted.context)
    qtbot.addWidget(fresh)
    assert fresh.title.text() == "Nothing to do now"
    assert fresh.do.isHidden() and fresh.countdown.isHidden()


def test_what_else_moves_the_pressure_is_said_with_how_sure_that_is(panel, posted):
    row = posted.context.moment.row.copy()
    row[posted.context.run.table.column("STATION", "cooling_probability")] = 0.87
    panel.show_moment(replace(posted.context.moment, row=row))
    assert panel.cause.text() == "Pressure trend explained by temperature (87 % sure)"


def test_the_verdict_is_not_awaited_before_the_hatches_are_moved(panel, posted):
    panel.show_moment(
        with_advice(posted, kind=AdviceKind.CLOSE, actions=(MoveHatch("H05", False),))
    )
    assert panel.countdown.text() == "Result expected in 30 min"


def test_the_whole_plan_stands_in_one_place(panel, posted):
    steps = (CrewStep((), "SM_RO", 0.0, 180.0),)
    actions = (MoveHatch("H01", False),)
    panel.show_moment(with_advice(posted, actions=actions, steps=steps, grounds=Grounds()))
    assert not panel.plan.isHidden()
    assert panel.steps.text().startswith("1. Whoever is there: shut Zvezda–PrK from Zvezda")
    panel.show_moment(with_advice(posted, grounds=Grounds(told=("a", "b", "c"))))
    assert panel.plan.isHidden()


def test_no_leak_is_never_red_and_the_likeliest_place_is(panel, posted):
    found = panel.bars.candidates
    colours = line_colours(posted.context.palette, found)
    palette = posted.context.palette
    for one, colour in zip(found, colours, strict=False):
        if one.quantity == "no_leak_probability":
            assert colour == palette.muted
    places = [c for one, c in zip(found, colours, strict=False) if one.module]
    assert places[0] == palette.bad
