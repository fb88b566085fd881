"""A trainer's lesson: a quiet day, a hole out of nowhere, found by the system, and sealed again."""

from __future__ import annotations

from iss_viewer.detection.assessment import STATION
from iss_viewer.telemetry.status import AlarmClass, Verdict
from iss_viewer.views.shared.dialogs import LeakDialog


def test_a_trainer_opens_a_hole_sees_it_found_and_seals_it(person, monkeypatch):
    person.sit_down("quiet-day")
    person.wait(60)
    calm = person.moment.value(STATION, "dpdt_pa_s")
    assert person.moment.verdict("crew") is Verdict.NONE
    assert person.moment.board.leaks == {}

    # The dialog opens on the selected module; the trainer chooses five millimetres.
    person.window.context.selection.choose("LAB")
    asked = []

    def answer(dialog):
        asked.append(dialog.leak().module)
        dialog.diameter.setValue(5.0)
        return 1

    monkeypatch.setattr(LeakDialog, "exec", answer)
    person.window.panels.training.inject.click()
    person.wait(40)
    assert asked == ["LAB"]
    assert person.moment.board.leaks == {"hole-1": "LAB"}

    # The system sees it by the sensors alone: a rate, an alarm, a verdict with a reason.
    rate = person.moment.value(STATION, "leak_rate_kg_s") * 86400.0
    assert 200.0 < rate < 450.0
    assert person.moment.value(STATION, "dpdt_pa_s") < calm - 0.2
    assert person.moment.alarm_class() >= AlarmClass.WARNING
    assert "kg/day" in person.sentence
    assert person.moment.verdict("crew") >= Verdict.WATCH
    assert person.moment.board.verdicts["crew"].reasons

    # Sealed from the list, the fall ends.
    person.window.panels.docks["training"].show()
    person.window.panels.docks["training"].raise_()
    person.look()
    person.window.panels.training.show_moment(person.moment)
    line = person.window.panels.training.leaks.itemAt(0).widget().layout()
    line.itemAt(line.count() - 1).widget().click()
    person.wait(60)
    assert person.moment.board.leaks == {}
    assert person.moment.value(STATION, "dpdt_pa_s") > -0.05


def test_an_impossible_order_is_refused_in_plain_words(person):
    person.sit_down("quiet-day")
    person.wait(2)
    person.window.panels.training.inject_leak("LAB", 0.9)
    person.look()
    assert "a hole is between 0 and 500 mm wide" in person.window.notice.said
