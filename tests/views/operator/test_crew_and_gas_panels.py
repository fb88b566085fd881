"""The panels of the crew with its ships, and of stored gas: as at the instant on screen, and what to do where empty."""

from __future__ import annotations

from dataclasses import replace

from iss_viewer.situation.moment import Moment
from iss_viewer.views.operator.crew_panel import CrewPanel
from iss_viewer.views.operator.gas_panel import GasPanel
from tests.views import prepared
from tests.views.conftest import Posted
from tests.views.prepared import changed


def lines(panel: CrewPanel) -> list[str]:
    tree, found = panel.tree, []
    for i in range(tree.topLevelItemCount()):
        top = tree.topLevelItem(i)
        for one in (top, *(top.child(j) for j in range(top.childCount()))):
            found.append(" | ".join(one.text(place) for place in range(3)))
    return found


def without(moment: Moment, **tables: tuple[object, ...]) -> Moment:
    bare = prepared.station().model_copy(update=tables)
    run = replace(moment.run, opened=replace(moment.run.opened, station=bare))
    return replace(moment, run=run)


def test_everybody_stands_under_their_ship_with_the_way_there(qtbot, posted: Posted) -> None:
    panel = CrewPanel(posted.context)
    qtbot.addWidget(panel)
    panel.show_moment(posted.show())
    assert lines(panel) == [
        "Soyuz MS-25 | 2/3 seats | 2 min",
        "O. Kononenko | Zvezda | 1 min",
        "L. O'Hara | Destiny | 2 min",
        "Crew Dragon Endurance | 1/4 seats | 1 min",
        "J. Moghbeli | Destiny | 1 min",
    ]
    assert panel.sentence.text() == "All 3 can get to their ships; the longest way takes 2 min"


def test_who_is_cut_off_is_said_first(qtbot, posted: Posted) -> None:
    panel = CrewPanel(posted.context)
    qtbot.addWidget(panel)
    panel.show_moment(changed(posted.show(), H04__is_open=0.0))
    assert panel.sentence.text() == "Cut off from their ship: L. O'Hara"
    assert "L. O'Hara | Destiny | cut off: H04" in lines(panel)


def test_a_line_that_is_chosen_selects_where_the_person_is(qtbot, posted: Posted) -> None:
    panel = CrewPanel(posted.context)
    qtbot.addWidget(panel)
    panel.show_moment(posted.show())
    panel.tree.itemActivated.emit(panel.tree.topLevelItem(1).child(0), 0)
    assert posted.context.selection.module == "LAB"


def test_a_station_without_crew_says_how_to_name_it(qtbot, posted: Posted) -> None:
    panel = CrewPanel(posted.context)
    qtbot.addWidget(panel)
    modules = tuple(m for m in prepared.station().modules if not m.crew_seats)
    panel.show_moment(without(posted.show(), crew=(), modules=modules))
    assert "[[crew]]" in panel.sentence.text()
    assert panel.tree.isHidden()


def test_each_store_has_a_bar_and_its_last_day(qtbot, posted: Posted) -> None:
    panel = GasPanel(posted.context)
    qtbot.addWidget(panel)
    panel.show_moment(posted.show())
    whole, tank = panel.rows
    assert whole.name.toolTip() == "All tanks"
    assert tank.content.text() == "40.0 kg of 40.0 kg · air"
    assert tank.day.text().startswith("Until ")
    assert "Progress air: 40.0 kg" in tank.accessibleName()
    panel.show_moment(changed(posted.show(), AIR__content_kg=10.0))
    assert tank.content.text() == "10.0 kg of 40.0 kg · air"


def test_a_station_without_tanks_says_where_they_are_named(qtbot, posted: Posted) -> None:
    panel = GasPanel(posted.context)
    qtbot.addWidget(panel)
    panel.show_moment(posted.show())
    panel.show_moment(without(posted.show(), tanks=()))
    assert panel.rows == []
    from PySide6.QtWidgets import QLabel

    said = [one.text() for one in panel.findChildren(QLabel) if not one.isHidden()]
    assert any("[[tanks]]" in words for words in said)


def test_long_names_go_on_in_a_second_line_in_a_narrow_panel(qtbot, posted: Posted) -> None:
    panel = CrewPanel(posted.context)
    qtbot.addWidget(panel)
    panel.show_moment(posted.show())
    panel.resize(600, 300)
    panel.show()
    qtbot.wait(10)
    first = panel.tree.topLevelItem(0).child(0)
    line = panel.tree.visualItemRect(first).height()
    first.setText(0, "Crew-12 mission specialist number one")
    panel.resize(230, 300)
    qtbot.wait(10)
    assert panel.tree.visualItemRect(first).height() > 1.6 * line
