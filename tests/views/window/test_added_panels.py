"""A wheel of somebody else adds a panel: it draws what the window shows, and one that is bad is named in its place."""

from __future__ import annotations

import pytest

from iss_viewer.views.window.added_panels import ADDED, AddedPanel
from tests.views.prepared import moment_at
from tests.wheels import added, own_path

__all__ = ["own_path"]
TOY = """
from PySide6.QtWidgets import QLabel

class Toy(QLabel):
    def show_moment(self, moment):
        {first}
        self.setText(f"{{moment.value('LAB', 'pressure_pa'):.0f}} {{moment.status('LAB')}} {{len(moment.modules)}}")

def panel():
    return Toy()
"""


def panel_of(tmp_path, qtbot, name, code, group=ADDED.group):
    """The panel that a wheel adds."""
    added(tmp_path, name, code, group, "panel")
    made = AddedPanel(name)
    qtbot.addWidget(made)
    return made


def test_a_panel_of_a_wheel_draws_the_moment(tmp_path, qtbot):
    made, moment = (
        panel_of(tmp_path, qtbot, "toy_panel", TOY.format(first="pass")),
        moment_at(1000.0),
    )
    made.show_moment(moment)
    pressure_pa = moment.value("LAB", "pressure_pa")
    shown = made._content.text()
    assert shown == f"{pressure_pa:.0f} nominal {len(moment.station.modules)}"


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("toy_panel_gone", "import no_such_module", "toy_panel_gone's panel cannot be used: No module named"),
        ("toy_panel_bare", "def panel():\n    return 3\n", "must return a widget that has show_moment"),
        ("toy_panel_failing", TOY.format(first="raise RuntimeError('no ink')"), "RuntimeError: no ink"),
    ],
)  # fmt: skip
def test_a_bad_panel_is_named_where_it_would_stand_and_all_else_goes_on(
    tmp_path, qtbot, name, code, words
):
    made = panel_of(tmp_path, qtbot, name, code)
    made.show_moment(moment_at(1000.0))
    made.show_moment(moment_at(1100.0))
    assert made.fault.text().startswith(f"The panel '{name}' is left out: ")
    assert words in made.fault.text()


def test_one_of_another_contract_is_no_panel(tmp_path):
    added(tmp_path, "toy_panel_later", TOY, "iss_viewer.panels.v2", "panel")
    assert "toy_panel_later" not in ADDED.names()
