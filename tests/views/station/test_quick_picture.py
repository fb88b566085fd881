"""Pictures of a moving camera come 25 a second also where a plain one takes 60 ms, by less detail."""

from __future__ import annotations

import numpy as np
import pytest

from iss_viewer.views.station import quick_picture
from iss_viewer.views.station.quick_picture import QuickPicture

WIDTH, HEIGHT = 920, 560


class SlowMachine:
    """A scene whose pictures take as long as they have pixels, and the watch that tells so. plain_ms: of a whole one."""

    def __init__(self, plain_ms: float) -> None:
        self.plain_ms, self.took_ms = plain_ms, 0.0

    def image(self, width: int, height: int) -> np.ndarray:
        self.took_ms = self.plain_ms * width * height / (WIDTH * HEIGHT)
        return np.zeros((height, width, 3), np.uint8)

    def start(self) -> None:
        pass

    def nsecsElapsed(self) -> int:
        return round(self.took_ms * 1e6)


@pytest.mark.parametrize(("plain_ms", "least_width"), [(20.0, 920), (60.0, 460), (45.0, 640)])
def test_detail_steps_down_until_pictures_come_quickly_and_no_further(
    monkeypatch, plain_ms, least_width
):
    machine, quick = SlowMachine(plain_ms), QuickPicture()
    monkeypatch.setattr(quick_picture, "QElapsedTimer", lambda: machine)
    widths = [quick.draw(machine, WIDTH, HEIGHT, 1.0).width() for _ in range(20)]
    assert machine.took_ms <= 28.0
    assert len(set(widths[5:])) == 1  # it does not go to and fro
    assert widths[-1] >= least_width
