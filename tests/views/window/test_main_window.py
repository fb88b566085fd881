"""The whole window on a prepared link: what arrives is drawn, and bad days are plainly told."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from iss_viewer.link.link import Frames, Pace, Preparing, Refused
from iss_viewer.station.actions import OpenLeak, SealLeak
from iss_viewer.telemetry.commands import Act, Command, Freeze
from iss_viewer.units import UNIT_SYSTEMS
from iss_viewer.views.operator.gas_panel import GasPanel
from iss_viewer.views.shared.settings import WindowSettings
from iss_viewer.views.style import theme
from iss_viewer.views.trainer.training import TrainingPanel
from iss_viewer.views.window import frame_pump
from tests.views import prepared


def test_the_run_is_told_in_one_sentence_and_figures(opened):
    top = opened.window.top
    assert top.sentence.toolTip().startswith("PrK is losing air")
    assert top.mode.text() == "SIMULATION"
    assert top.leak.value.text() == "0.899 kg/day"
    assert top.reserve.value.text() == "10 h 00 min"
    assert top.alarms.value.text() == "WARNING"
    assert top.clock.value.text() == "T+06:00:00"  # in the notation of all else
    assert top.clock.detail.text().startswith("06:00:00 UTC")
    assert top.speed.value.text() == "59×"


def test_who_waits_long_for_the_session_is_told_why_until_readings_come(opened):
    opened.window.station.preparing.appear()
    assert opened.window.station.preparing.isVisibleTo(opened.window)
    opened.window.refresh()
    opened.window.pump.forget_drawn()
    opened.window.refresh()
    assert not opened.window.station.preparing.isVisibleTo(opened.window)


def test_while_the_simulator_is_built_it_is_told_how_much_of_it_is_there(opened):
    card = opened.window.station.preparing
    opened.window.take(Preparing(57, 406))
    assert card.isVisibleTo(opened.window)
    assert card.words.text().startswith("57 of 406 functions are compiled.")
    assert (card.bar.value(), card.bar.maximum()) == (57, 406)


def test_a_verdict_lists_its_reasons_on_a_click(opened):
    chip = opened.window.top.chips[1]
    assert chip.accessibleName() == "Operations: monitor"
    chip.menu().aboutToShow.emit()
    assert [action.text() for action in chip.menu().actions()] == ["PrK must stay closed"]


def test_looking_back_moves_every_panel_and_says_so(opened):
    window = opened.window
    window.time_bar.look_at(prepared.CLOSED_S + 100)
    assert window.top.mode.text() == "LOOKING BACK"
    assert window.top.sentence.toolTip().startswith("No leak detected so far")
    assert len(window.panels.alarms.tree.listed()) == 0
    assert not window.top.live.isHidden()
    window.top.live.click()
    assert window.top.mode.text() == "SIMULATION"
    assert len(window.panels.alarms.tree.listed()) == 2


def test_a_refused_order_is_told_with_its_reason(opened):
    opened.link.say(Refused(Command(Freeze()), "the hatch is jammed"))
    opened.tick(2)
    assert opened.window.notice.said == "Not done: the hatch is jammed"


def test_units_switch_everywhere_at_once(opened):
    opened.window.appearance.switch_units()
    opened.window.pump.draw_all()
    assert opened.window.context.units is UNIT_SYSTEMS[1]
    assert opened.window.top.pressure.value.text().endswith("kPa")
    assert opened.window.panels.plots.pressure.getAxis("left").labelText == "kPa"


def test_the_theme_switches_and_is_remembered(make_window, tmp_path):
    settings = WindowSettings(tmp_path / "window.json")
    window = make_window(settings=settings)
    window.appearance.switch_theme()
    again = make_window(settings=settings)
    assert again.context.palette is theme.LIGHT
    again.appearance.switch_theme()


def test_nothing_is_drawn_while_nothing_changes(opened, monkeypatch):
    opened.link.post(Command(Freeze()))
    opened.tick(4)
    drawn = []
    opened.window.pump.scene_due.connect(drawn.append)
    opened.window.pump.panels_due.connect(drawn.append)
    opened.window.pump.pressures_due.connect(drawn.append)
    opened.window.pump.rates_due.connect(drawn.append)
    opened.tick(20)
    assert drawn == []


def test_selecting_a_module_reaches_panel_alarms_and_plots(opened):
    opened.window.context.selection.choose("SM_PRK")
    opened.tick(2)
    assert opened.window.panels.module.name.text() == "Zvezda transfer chamber (PrK)"
    assert [alarm.id for alarm in opened.window.panels.alarms.selected()] == ["SM_PRK.leak"]
    _, width = opened.window.panels.plots.pressures.look(opened.window.context.moment, "SM_PRK")
    assert width == 2


def test_a_trainer_opens_a_hole_and_seals_it(opened, monkeypatch):
    training = opened.window.panels.training
    monkeypatch.setattr(TrainingPanel, "ask_leak", lambda _: None)
    training.inject_leak("LAB", 2e-3)
    order = Act(OpenLeak("hole-1", "LAB", 2e-3, 0.8))
    assert opened.link.posted[-1] == order
    assert opened.window.context.selection.module == "LAB"
    moment = opened.window.context.moment
    moment.board.leaks["hole-1"] = "LAB"
    training.show_moment(moment)
    line = training.leaks.itemAt(0).widget().layout()
    line.itemAt(line.count() - 1).widget().click()
    assert opened.link.posted[-1] == Act(SealLeak("hole-1"))


def test_orders_carry_the_name_of_who_gives_them_and_it_is_remembered(
    make_window, tmp_path, monkeypatch
):
    settings = WindowSettings(tmp_path / "w.json")
    window = make_window(settings=settings)
    assert window.context.actor == "operator"
    monkeypatch.setattr("iss_viewer.views.window.operator_name.ask_text", lambda *_: "  Anna   K. ")
    window.operator_name.ask()
    assert (window.context.actor, window.operator_name.text()) == ("Anna K.", "Console: Anna K.")
    assert make_window(settings=settings).context.actor == "Anna K."


def test_a_window_settles_into_a_whole_picture_without_a_display(make_window):
    window = make_window(has_scene=True)
    window.resize(1280, 800)
    window.show()
    for message in (prepared.opened(), prepared.frames(), Pace(prepared.LENGTH_S, True, 60, 60)):
        window.take(message)
    window.settle()
    image = window.picture().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert (image.width(), image.height()) == (1280, 800)
    colours = {image.pixel(x, y) for x in range(0, 1280, 7) for y in range(0, 800, 7)}
    assert len(colours) > 200
    assert window.panels.plots is not None
    assert window.station.view is not None
    window.context.selection.choose("SM_PRK")
    assert window.station.view.canvas.selected == "SM_PRK"
    window.station.view.module_selected.emit("LAB")
    assert window.context.selection.module == "LAB"


def test_frames_before_a_run_are_passed_over(make_window):
    window = make_window()
    frames: Frames = prepared.frames(0.0, 100.0)
    window.take(frames)
    assert window.pump.moment() is None


class Clock:
    """A clock that stands until it is set on."""

    def __init__(self):
        self.now_s = 1000.0

    def monotonic(self):
        return self.now_s

    perf_counter = monotonic


def test_a_session_that_hangs_is_shown_as_stale_within_three_seconds_and_as_live_once_it_answers(
    opened, monkeypatch
):
    window, clock = opened.window, Clock()
    monkeypatch.setattr(frame_pump, "time", clock)
    opened.tick(8)
    assert window.top.mode.text() == "SIMULATION"
    answer = opened.link.receive
    monkeypatch.setattr(opened.link, "receive", list)
    clock.now_s += 3.0
    opened.tick(8)
    assert window.top.mode.text() == "NO ANSWER FOR 3 s"
    assert window.top.sentence.toolTip().startswith("Last known: ")
    assert window.top.speed.value.text() == "Stale"
    assert not window.context.moment.can_act
    assert {chip.property("tone") for chip in window.top.chips} == {"muted"}
    monkeypatch.setattr(opened.link, "receive", answer)
    opened.tick(8)
    assert window.top.mode.text() == "SIMULATION"
    assert window.context.moment.can_act


def test_while_another_run_is_prepared_no_figure_of_the_run_before_can_be_read(opened, monkeypatch):
    window = opened.window
    monkeypatch.setattr(prepared.PreparedLink, "receive", lambda link: [])
    window.start("another")
    window.pump.hold()
    opened.tick(8)
    assert window.top.mode.text() == "STARTING"
    assert {shown.value.text() for shown in window.top.all} == {"—"}
    assert {chip.accessibleName().partition(": ")[2] for chip in window.top.chips} == {
        "not known yet"
    }
    assert all(dock.veil.words for dock in window.panels.docks.values())
    assert window.context.moment is None


def test_a_panel_that_comes_to_the_front_while_time_is_held_is_drawn(opened, monkeypatch):
    window = opened.window
    opened.link.post(Command(Freeze()))
    opened.tick(8)
    docks, training = window.panels.docks, window.panels.training
    window.tabifyDockWidget(docks["knowing"], docks["training"])
    docks["training"].show()
    docks["knowing"].raise_()
    drawn = []
    monkeypatch.setattr(training, "show_moment", drawn.append)
    docks["training"].raise_()
    opened.tick(8)
    assert drawn


def test_a_window_in_which_nothing_changes_ticks_rarely_until_something_does(opened):
    pump = opened.window.pump
    opened.link.post(Command(Freeze()))
    opened.tick(frame_pump.STILL_TICKS + 20)
    assert pump.interval_ms == frame_pump.REST_MS
    opened.window.context.selection.choose("LAB")
    assert pump.interval_ms == frame_pump.TICK_MS


def test_a_panel_is_made_when_it_is_first_seen(opened):
    gas = opened.window.panels.docks["gas"]
    assert gas.findChild(GasPanel) is None
    gas.show()
    gas.raise_()
    opened.tick(8)
    assert gas.findChild(GasPanel).rows


def test_no_notice_however_long_takes_room_from_the_sentence(opened):
    window, top = opened.window, opened.window.top
    QCoreApplication.sendPostedEvents()
    before, head = top.sentence.text(), top.height()
    window.show_message(
        "Not done: " + "it cannot be pulled open, for a long reason; " * 8, "notice"
    )
    QCoreApplication.sendPostedEvents()
    assert (top.sentence.text(), top.height()) == (before, head)
    assert window.notice.said.startswith("Not done: it cannot be pulled open")
    assert not window.notice.geometry().intersects(window.menuBar().cornerWidget().geometry())


def test_the_sentence_is_told_as_far_as_it_fits_also_while_time_is_held(opened):
    top = opened.window.top
    top.sentence.resize(90, 20)
    short = top.sentence.text()
    top.sentence.resize(2000, 20)
    assert short.endswith("…")
    assert top.sentence.text() == top.sentence.toolTip()
