"""The alarm list: what it shows, what its buttons order, and how it sounds."""

from __future__ import annotations

import wave
from dataclasses import replace
from io import BytesIO

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QPalette
from PySide6.QtWidgets import QStyleOptionViewItem

from iss_viewer.situation.board import Board
from iss_viewer.situation.words.clock import IN_UTC
from iss_viewer.situation.words.quantities import quantity_text
from iss_viewer.telemetry.commands import Acknowledge, Assign, SetService, Shelve, Unshelve
from iss_viewer.telemetry.status import AlarmClass, AlarmState
from iss_viewer.units import UNIT_SYSTEMS
from iss_viewer.views.alarms import alarm_commands as module
from iss_viewer.views.alarms import sounds
from iss_viewer.views.alarms.alarm_list import AlarmList
from iss_viewer.views.alarms.alarm_rows import CLASS, LIMIT, NOW, RAISED, STATE, TEXT, TIME, WHO
from iss_viewer.views.alarms.alarm_watch import AlarmWatch
from iss_viewer.views.alarms.sounds import PATTERNS, Annunciator, samples
from iss_viewer.views.shared.dialogs import OUT_OF_SERVICE, AsideDialog, Setting
from tests.views import prepared

LOW = replace(prepared.LEAK_ALARM, id="AIR.low", subject="AIR", rule="pressure_low")


@pytest.fixture
def panel(qtbot, posted):
    watch = AlarmWatch(posted.context)
    qtbot.addWidget(watch)
    made = AlarmList(posted.context, watch)
    qtbot.addWidget(made)
    made.show_moment(posted.context.moment)
    return made


def cells(panel, column):
    """What the rows of the alarms say, those of causes with several left out."""
    rows = [panel.tree.index_of(alarm.id) for alarm in panel.tree.listed()]
    return [row.siblingAtColumn(column).data() for row in rows]


def causes(panel, column=TEXT):
    return [panel.tree.index(at, column).data() for at in range(panel.tree.rowCount())]


def guidance(panel, at=0):
    return panel.tree.index(0, 0, panel.tree.index(at, 0)).data()


def show(panel, posted, *alarms, **board):
    posted.context.moment = replace(
        posted.context.moment, board=Board(alarms={a.id: a for a in alarms}, **board)
    )
    panel.show_moment(posted.context.moment)


def test_it_lists_class_text_and_value_worst_first(panel):
    assert cells(panel, CLASS) == ["Warning", "Advisory"]
    assert cells(panel, TEXT)[0] == "PrK: air is being lost"
    assert [cells(panel, at)[0] for at in (NOW, RAISED, LIMIT)] == [
        "0.899 kg/day",
        "0.899",
        "0.259",
    ]


def test_its_numbers_follow_the_units(panel, posted):
    posted.context.use_units(UNIT_SYSTEMS[2])
    panel.show_moment(posted.context.moment)
    assert "lb/day" in cells(panel, NOW)[0]


def test_its_times_are_of_the_day_under_a_head_that_names_the_notation(panel, posted):
    posted.context.use_notation(IN_UTC)
    panel.show_moment(posted.context.moment)
    head = panel.tree.headerData(TIME, Qt.Orientation.Horizontal)
    assert (head, cells(panel, TIME)[0].count(":")) == ("Time, UTC", 2)
    panel.view.choose([prepared.LEAK_ALARM.id])
    in_full = posted.context.clock.text(prepared.LEAK_ALARM.raised_s)
    assert in_full.endswith(f"{cells(panel, TIME)[0]} UTC")
    assert in_full in panel.view.chosen_text()


def test_looking_back_shows_the_list_as_it_was(panel, posted):
    panel.show_moment(posted.show(prepared.ALARM_S - 1, is_live=False))
    assert len(panel.tree.listed()) == 0


def test_nothing_is_ordered_about_alarms_of_the_past(panel, posted):
    panel.show_moment(posted.show(prepared.ALARM_S + 1, is_live=False))
    assert not panel.acknowledge.isEnabled()
    before = list(posted.orders)
    panel.acknowledge_selected()
    panel.acknowledge_everything()
    panel.acknowledge_branch()
    assert posted.orders == before


def test_acknowledge_takes_the_chosen_rows(panel, posted):
    panel.view.choose_at(1)
    panel.acknowledge_selected()
    assert posted.orders == [Acknowledge(("LAB.co2",))]


def test_acknowledge_without_a_choice_takes_the_first_new_one(panel, posted):
    panel.acknowledge_selected()
    assert posted.orders == [Acknowledge(("LAB.co2",))]


def test_acknowledge_all_names_those_that_are_listed_and_new(panel, posted):
    panel.acknowledge_everything()
    assert posted.orders == [Acknowledge(("LAB.co2",))]


@pytest.mark.parametrize(
    "acknowledge", ["acknowledge_selected", "acknowledge_branch", "acknowledge_everything"]
)
def test_what_the_search_hides_is_not_acknowledged_and_that_it_waits_is_said(
    panel, posted, acknowledge
):
    told = []
    posted.context.message.connect(lambda text, tone: told.append(text))
    panel.search.setText("no such words")
    getattr(panel, acknowledge)()
    assert posted.orders == []
    if acknowledge != "acknowledge_branch":
        assert told[-1] == "1 more waits to be acknowledged that the list does not show."


def test_shelving_asks_for_a_reason_and_a_duration(panel, posted, monkeypatch):
    asked = Setting("gauge is being swapped", 3600.0)
    monkeypatch.setattr(module.AsideDialog, "ask", lambda *_: asked)
    panel.view.choose_at(0)
    panel.shelve_selected()
    assert posted.orders == [Shelve("SM_PRK.leak", "gauge is being swapped", 3600.0)]


def test_nothing_is_shelved_without_a_reason(qtbot):
    dialog = AsideDialog(None, "PrK is losing air")
    qtbot.addWidget(dialog)
    ok = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
    assert not ok.isEnabled()
    dialog.reason.setText("test")
    assert ok.isEnabled()
    assert dialog.setting() == Setting("test", 3600.0)


def test_a_shelved_alarm_is_hidden_until_asked_for_and_comes_back_by_the_same_button(panel, posted):
    shelved = replace(prepared.LEAK_ALARM, state=AlarmState.SHELVED, until_s=1e9)
    show(panel, posted, shelved)
    assert len(panel.tree.listed()) == 0
    panel.silent.setChecked(True)
    panel.view.choose_at(0)
    panel.shelve_selected()
    assert posted.orders == [Unshelve("SM_PRK.leak")]


def test_out_of_service_asks_why(panel, posted, monkeypatch):
    asked = Setting("calibration", 900.0)
    monkeypatch.setattr(module.AsideDialog, "ask", lambda *_: asked)
    panel.view.choose_at(0)
    panel.toggle_service()
    assert posted.orders == [SetService("SM_PRK.leak", False, "calibration", 900.0)]


def test_out_of_service_lasts_until_it_is_put_back_unless_a_time_is_chosen(qtbot):
    dialog = AsideDialog(None, "PrK is losing air", OUT_OF_SERVICE)
    qtbot.addWidget(dialog)
    dialog.reason.setText("calibration")
    assert dialog.setting() == Setting("calibration", float("inf"))
    dialog.duration.setCurrentIndex(2)
    assert dialog.setting().duration_s == 3600.0


def new(name, subject, raised_s=100.0, **more):
    return replace(
        prepared.CO2_ALARM, id=name, subject=subject, raised_s=raised_s,
        state=AlarmState.UNACKNOWLEDGED, **more,
    )  # fmt: skip


def test_the_branch_of_an_alarm_is_all_of_its_module(panel, posted):
    show(panel, posted, new("LAB.a", "LAB"), new("LAB.b", "LAB"), new("PRK.a", "SM_PRK"))
    panel.search.setText("destiny")
    panel.view.choose_at(0)
    panel.acknowledge_branch()
    (order,) = posted.orders
    assert sorted(order.alarms) == ["LAB.a", "LAB.b"]


def test_the_branch_of_a_root_is_all_that_followed_it(panel, posted):
    root = new("PRK.a", "SM_PRK", 200.0, is_root=True)
    show(
        panel, posted, root, new("LAB.b", "LAB", 300.0), new("LAB.before", "LAB", 100.0), flood=True
    )
    panel.acknowledge_branch()
    (order,) = posted.orders
    assert sorted(order.alarms) == ["LAB.b", "PRK.a"]


def test_search_and_class_narrow_the_list(panel):
    panel.search.setText("destiny")
    assert cells(panel, CLASS) == ["Advisory"]
    panel.search.clear()
    panel.least.setCurrentIndex(2)
    assert cells(panel, CLASS) == ["Warning"]


def test_choosing_a_row_selects_its_module_everywhere(panel, posted):
    panel.view.choose_at(1)
    assert posted.context.selection.module == "LAB"


def test_selecting_a_module_elsewhere_chooses_its_rows(panel, posted):
    posted.context.selection.choose("SM_PRK")
    assert [alarm.id for alarm in panel.selected()] == ["SM_PRK.leak"]


def test_in_a_flood_the_root_alarm_stands_on_top(panel, posted):
    many = [
        replace(prepared.CO2_ALARM, id=f"LAB.{i}", alarm_class=AlarmClass.EMERGENCY)
        for i in range(12)
    ]
    show(panel, posted, *many, replace(prepared.LEAK_ALARM, is_root=True), flood=True)
    assert cells(panel, CLASS)[0] == "ROOT · Warning"
    assert not panel.flood.isHidden()


def test_guidance_of_the_worst_alarm_is_read_without_a_click(panel):
    assert "See the ranked list of modules" in guidance(panel)


def test_a_double_click_looks_back_at_when_it_was_raised(panel, posted, qtbot):
    with qtbot.waitSignal(posted.context.time_asked) as asked:
        panel.view.doubleClicked.emit(panel.tree.index(0, 0))
    assert asked.args == [prepared.ALARM_S]


def test_silence_is_no_acknowledgement_and_lasts_until_something_new(qapp):
    bell = Annunciator(has_sound=False)
    first = {"a": AlarmClass.WARNING}
    bell.follow(first)
    assert bell.sounding is AlarmClass.WARNING
    bell.silence(first)
    bell.follow(first)
    assert bell.sounding is AlarmClass.NONE
    bell.follow({**first, "b": AlarmClass.EMERGENCY})
    assert bell.sounding is AlarmClass.EMERGENCY


@pytest.mark.parametrize("player", [None, "/bin/false", "/no/such/player"])
def test_a_tone_that_cannot_sound_breaks_nothing(qapp, monkeypatch, player):
    monkeypatch.setattr("iss_viewer.views.alarms.sounds.which", lambda _: player)
    bell = Annunciator(has_sound=True)
    bell.follow({"a": AlarmClass.WARNING})
    bell.silence({"a": AlarmClass.WARNING})
    assert bell.sounding is AlarmClass.NONE


def played(monkeypatch):
    """A bell, and the classes whose tones it played."""
    bell, tones = Annunciator(has_sound=True), []
    monkeypatch.setattr(bell, "_play", tones.append)
    return bell, tones


def test_every_new_alarm_sounds_also_a_lesser_one_beside_a_worse(qapp, monkeypatch):
    bell, tones = played(monkeypatch)
    bell.follow({"a 0": AlarmClass.EMERGENCY})
    bell.follow({"a 0": AlarmClass.EMERGENCY})
    bell.follow({"a 0": AlarmClass.EMERGENCY, "b 9": AlarmClass.CAUTION})
    assert tones == [AlarmClass.EMERGENCY, AlarmClass.CAUTION]
    assert bell.sounding is AlarmClass.EMERGENCY


def test_an_alarm_that_is_raised_anew_sounds_anew_also_after_silence(qapp, monkeypatch):
    bell, tones = played(monkeypatch)
    bell.follow({"a 0": AlarmClass.WARNING})
    bell.silence({"a 0": AlarmClass.WARNING})
    bell.follow({"a 500": AlarmClass.WARNING})
    assert tones == [AlarmClass.WARNING] * 2


@pytest.mark.parametrize("answer", ["silence", "acknowledge"])
def test_a_tone_comes_again_and_again_until_it_is_answered(qtbot, monkeypatch, answer):
    bell, tones = played(monkeypatch)
    monkeypatch.setitem(sounds.REPEATS_S, AlarmClass.EMERGENCY, 0.02)
    alarms = {"a 0": AlarmClass.EMERGENCY}
    bell.follow(alarms)
    qtbot.waitUntil(lambda: len(tones) > 3)
    if answer == "silence":
        bell.silence(alarms)
    else:
        bell.follow({})
    count = len(tones)
    qtbot.wait(120)
    assert len(tones) == count


def test_tones_end_before_they_come_again():
    for kind, again_s in sounds.REPEATS_S.items():
        tones, length_s, repeats = PATTERNS[kind]
        assert len(tones) * length_s * repeats < again_s


def test_a_muted_tone_is_shown(panel):
    panel.mute.click()
    assert panel.tones.is_muted
    assert panel.mute.text() == "MUTED"


def test_each_class_has_a_tone_of_its_own():
    tones = [samples(kind) for kind in AlarmClass if kind is not AlarmClass.NONE]
    assert len(set(tones)) == 4
    with wave.open(BytesIO(), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(22050)
        file.writeframes(tones[0])
        assert file.getnframes() > 1000


@pytest.mark.parametrize(
    ("value", "quantity", "words"),
    [
        (98e3, "pressure_pa", "735.1 mmHg"),
        (-0.04, "dpdt_pa_s", "-1.08 mmHg/h"),
        (295.15, "temperature_k", "22.0 °C"),
        (7200.0, "reserve_s", "2 h 00 min"),
        (float("nan"), "pressure_pa", "—"),
        (0.93, "sensor_fault_probability", "93 %"),
        (0.9999, "leak_probability", "> 99 %"),
    ],
)
def test_numbers_are_written_by_the_ending_of_their_name(value, quantity, words):
    assert quantity_text(value, quantity, UNIT_SYSTEMS[0]) == words


def test_in_place_of_a_test_statistic_people_read_what_is_lost_now(panel, posted):
    test = replace(prepared.LEAK_ALARM, quantity="leak_evidence_1", value=1.17, limit=1.0)
    show(panel, posted, test)
    assert cells(panel, NOW) == ["0.899 kg/day"]


def test_without_alarms_it_says_kindly_what_will_come_here(panel, posted):
    show(panel, posted)
    assert "No alarms" in panel.empty.text()
    assert not panel.empty.isHidden()
    show(panel, posted, prepared.LEAK_ALARM)
    assert panel.empty.isHidden()


def test_where_there_is_little_room_the_alarm_is_read_and_numbers_are_left_out_one_by_one(
    panel, posted
):
    panel.show()
    for width, gone in ((1400, ()), (640, (LIMIT,)), (460, (LIMIT, RAISED)), (1400, ())):
        panel.resize(width, 300)
        show(panel, posted, LOW)
        assert all(panel.view.isColumnHidden(at) for at in gone)
        assert panel.view.isColumnHidden(LIMIT) is (LIMIT in gone)
        assert panel.view.columnWidth(TEXT) >= 120


def of_air(rule, raised_s=100.0):
    alarm = new(f"SM_PRK.{rule}", "SM_PRK", raised_s, rule=rule, quantity="space_pressure_pa")
    return replace(alarm, alarm_class=AlarmClass.WARNING)


def test_alarms_of_one_cause_stand_together_below_what_to_do_about_it(panel, posted):
    show(panel, posted, of_air("pressure_low"), of_air("pressure_below_band"), prepared.CO2_ALARM)
    of_prk, of_destiny = causes(panel)
    assert of_prk.startswith("PrK: air is being lost · Warning since")
    assert of_prk.endswith("2 alarms, 2 unacknowledged")
    assert of_destiny == "Destiny: co2"
    assert guidance(panel).startswith("Repressurization is due")
    panel.view.choose(["SM_PRK.pressure_low"])
    assert guidance(panel).startswith("Find out whether air is lost or only cold.")


def test_to_choose_a_cause_is_to_choose_its_alarms(panel, posted):
    show(panel, posted, of_air("pressure_low"), of_air("pressure_below_band"))
    panel.view.setCurrentIndex(panel.tree.index(0, 0))
    panel.acknowledge_selected()
    (order,) = posted.orders
    assert sorted(order.alarms) == ["SM_PRK.pressure_below_band", "SM_PRK.pressure_low"]


def test_what_is_chosen_stays_so_when_another_alarm_comes(panel, posted):
    show(panel, posted, of_air("pressure_low"), of_air("pressure_below_band"))
    panel.view.choose(["SM_PRK.pressure_low"])
    show(panel, posted, of_air("pressure_low"), of_air("pressure_below_band"), prepared.CO2_ALARM)
    assert [alarm.id for alarm in panel.selected()] == ["SM_PRK.pressure_low"]


def test_a_remark_goes_with_the_acknowledgement_and_is_read_beside_who_gave_it(
    panel, posted, monkeypatch
):
    monkeypatch.setattr(module, "ask_text", lambda *_: "crew hears it")
    panel.acknowledge_with_remark()
    assert posted.orders == [Acknowledge(("LAB.co2",), "crew hears it")]
    seen = replace(
        prepared.CO2_ALARM, state=AlarmState.ACKNOWLEDGED, actor="Anna", reason="crew hears it"
    )
    show(panel, posted, seen)
    assert cells(panel, STATE) == ["Acknowledged by Anna: crew hears it"]


@pytest.mark.parametrize(("answer", "person"), [("Ben", "Ben"), (module.NO_ONE, "")])
def test_an_alarm_is_assigned_to_somebody_and_the_list_says_to_whom(
    panel, posted, monkeypatch, answer, person
):
    monkeypatch.setattr(module, "ask_choice", lambda *_: answer)
    panel.view.choose(["LAB.co2"])
    panel.assign()
    assert posted.orders == [Assign(("LAB.co2",), person)]
    show(panel, posted, prepared.CO2_ALARM, assigned={"LAB.co2": person})
    assert cells(panel, WHO) == [person]


def test_a_chosen_row_keeps_the_colours_of_its_class(panel, posted):
    show(panel, posted, prepared.LEAK_ALARM)
    index = panel.tree.index(0, CLASS)
    option = QStyleOptionViewItem()
    panel.view.itemDelegate().initStyleOption(option, index)
    chosen = option.palette.color(QPalette.ColorRole.HighlightedText)
    assert chosen == index.data(Qt.ItemDataRole.ForegroundRole)
    shown = option.icon.pixmap(14, QIcon.Mode.Selected).toImage()
    assert shown == option.icon.pixmap(14, QIcon.Mode.Normal).toImage()


def test_the_value_now_follows_every_instant(panel, posted):
    low = replace(
        prepared.LEAK_ALARM, subject="SM_PRK", quantity="pressure_pa", value=90e3, limit=95e3
    )
    board = Board(alarms={low.id: low})
    for time_s in (12000.0, 12010.0):
        moment = replace(prepared.moment_at(time_s), board=board)
        panel.show_moment(moment)
        now = UNIT_SYSTEMS[0].pressure_text(moment.value("SM_PRK", "pressure_pa")).split(" ")[0]
        assert cells(panel, NOW) == [f"{now} mmHg"]


def cut_cells(view):
    """Cells in sight whose words need more room than they have, broken into lines where they may be."""
    found, tree = [], view.tree
    for at, cause in enumerate(tree.causes):
        top = tree.index(at, 0)
        for row in (top, *(tree.index(below, 0, top) for below in range(tree.rowCount(top)))):
            columns = [TEXT] if view.isFirstColumnSpanned(row.row(), row.parent()) else range(8)
            for cell in (row.siblingAtColumn(at) for at in columns if not view.isColumnHidden(at)):
                text, font = str(cell.data() or ""), cell.data(Qt.ItemDataRole.FontRole)
                room, wraps = view.visualRect(cell), Qt.TextFlag.TextWordWrap
                wide = view.room_px(cell) - (20 if cell.column() == CLASS else 0)
                if text and not view.isRowHidden(row.row(), row.parent()):
                    box = QFontMetrics(font).boundingRect(QRect(0, 0, wide, 999), wraps, text)
                    if box.width() > wide or box.height() > room.height():
                        found.append((text, box.size(), wide, room.height()))
        assert cause.rows
    return found


@pytest.mark.parametrize("wide", [470, 740, 1100])
def test_an_emergency_that_people_work_on_is_read_whole_however_wide_the_list(
    qtbot, panel, posted, wide
):
    remark = "the crew confirms the fall by ear and by the hand-held gauge in Zvezda"
    seen = replace(LOW, state=AlarmState.ACKNOWLEDGED, actor="operator")
    alarms = [
        replace(LOW, id="a", rule="rapid_depressurization", alarm_class=AlarmClass.EMERGENCY),
        replace(seen, id="b", rule="reserve_time"),
        replace(seen, id="c", rule="leak", reason=remark),
        replace(seen, id="d", rule="gas_reserve"),
        replace(LOW, id="e", state=AlarmState.SHELVED, until_s=9e9, reason="not now"),
        replace(LOW, id="f", state=AlarmState.RETURNED),
    ]
    panel.silent.setChecked(True)
    panel.setMinimumWidth(wide)  # as a dock does, whatever its buttons ask for
    panel.resize(wide, 500)
    panel.show()
    show(panel, posted, *alarms, assigned={"a": "Crew-12 commander", "b": "Flight"})
    qtbot.wait(20)
    assert panel.width() == wide and len(panel.tree.listed()) == len(alarms)
    assert cut_cells(panel.view) == []


def test_a_low_list_has_alarms_rather_than_what_to_do_about_them(qtbot, panel, posted):
    panel.resize(740, 400)
    panel.show()
    show(panel, posted, LOW, replace(LOW, id="b", rule="reserve_time"))
    top = panel.tree.index(0, 0)
    qtbot.wait(10)
    assert guidance(panel) and not panel.view.isRowHidden(0, top)
    panel.resize(740, 120)
    qtbot.wait(10)
    assert panel.view.isRowHidden(0, top)


def test_columns_are_there_where_there_is_room_though_the_list_was_empty_and_narrow_before(
    qtbot, panel, posted
):
    show(panel, posted)
    panel.resize(400, 400)
    panel.show()
    panel.resize(1000, 400)
    show(panel, posted, LOW, replace(LOW, id="b", rule="reserve_time"))
    qtbot.wait(20)
    assert not any(panel.view.isColumnHidden(at) for at in (CLASS, TIME, NOW, RAISED, LIMIT, STATE))
