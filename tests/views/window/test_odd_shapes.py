"""Stations of one module and of two hundred, names of two hundred letters, a small screen: laid out, never an exception."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from iss_viewer.detection.assessment import assessed_channels
from iss_viewer.link.link import Frames
from iss_viewer.telemetry.channels import Channel, ChannelTable
from iss_viewer.telemetry.events import AlarmChange, AlarmChanged
from iss_viewer.telemetry.frames import Samples
from iss_viewer.views.window.workspaces import WORKSPACES
from tests.views import prepared
from tests.views.hatch_map import stations
from tests.views.window.test_nothing_cut import cut_words

LONG = "Ein Modul mit einem sehr langen Namen " * 5 + "und Schluss"


def row_of(count: int, name: str = ""):
    """A station of modules in a row."""
    names = [name or f"Module {at}" for at in range(count)]
    joins = [(at, at + 1) for at in range(count - 1)]
    return stations.of(joins, [(6.0 * at, 0.0, 0.0) for at in range(count)], (0,), names)


class OddLink(prepared.PreparedLink):
    """Plays one sample of a station, with an alarm in its first module."""

    def __init__(self, station) -> None:
        super().__init__()
        sampled = ChannelTable(tuple(Channel(m, "pressure_pa") for m in station.module_ids))
        assessed = assessed_channels(station)
        alarm = replace(
            prepared.LEAK_ALARM, subject=station.module_ids[0], raised_s=0.0, changed_s=0.0
        )
        first = Samples(
            np.zeros(1), np.full((1, len(sampled)), 98e3), np.zeros((1, len(sampled)), np.uint8)
        )
        opened = replace(prepared.opened(), station=station, sampled=sampled, assessed=assessed)
        frames = Frames(
            first, np.full((1, len(assessed)), np.nan), (AlarmChanged(alarm, AlarmChange.RAISE),)
        )
        self._queue = [opened, frames]
        self._is_running = False


@pytest.mark.parametrize(
    "station", [row_of(1), row_of(200), row_of(6, LONG)], ids=["one module", "200", "long names"]
)
def test_a_station_of_any_shape_is_shown_in_every_workspace(make_window, station):
    window = make_window(lambda wanted: OddLink(station), scenario="odd")
    window.resize(1280, 800)
    window.show()
    window.start("odd")
    window.pump.hold()
    for workspace in WORKSPACES:
        window.workspaces.go_to(workspace)
        for _ in range(4):
            window.pump.tick()
        window.refresh()
        window.context.selection.choose(station.module_ids[-1])
        window.grab()
        assert window.minimumSizeHint().width() <= 1280
    (alarm,) = window.panels.alarms.tree.listed()
    assert alarm.subject == station.module_ids[0]


def test_a_screen_of_1024_by_600_shows_every_part_and_the_time_bar_whole(opened, qtbot):
    window = opened.window
    window.resize(1024, 600)
    for workspace in WORKSPACES:
        window.workspaces.go_to(workspace)
        qtbot.wait(20)
        window.workspaces.share_room()
        opened.tick(4)
        assert cut_words(window) == []
        least = window.minimumSizeHint()
        assert (least.width() <= 1024, least.height() <= 600) == (True, True), least
        assert window.rect().contains(
            window.time_bar.geometry().translated(window.time_bar.parentWidget().pos())
        )
    assert all(label.height() > 0 for label in window.top.findChildren(QLabel) if label.isVisible())
