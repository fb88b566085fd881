"""Labels name what a person should look at, and not all that is under watch."""

from __future__ import annotations

from iss_viewer.situation.module_state import ModuleState
from iss_viewer.telemetry.status import ModuleStatus
from iss_viewer.views.station.label_choice import MOST_LABELS, labelled

NAMES = tuple("ABCDEFGHIJKLMN")


def watched(probability: float = float("nan")) -> ModuleState:
    return ModuleState(ModuleStatus.WATCH, leak_probability=probability)


def test_what_is_nominal_or_unknown_has_none() -> None:
    states = {"A": ModuleState(), "B": ModuleState(ModuleStatus.NO_DATA)}
    assert labelled(NAMES, states) == []


def test_the_selected_one_comes_first_and_then_the_worst() -> None:
    states = {"A": watched(), "B": ModuleState(ModuleStatus.LEAKING), "C": ModuleState()}
    assert labelled(NAMES, states, "C") == ["C", "B", "A"]


def test_before_any_data_the_selected_one_alone_has_one() -> None:
    assert labelled(NAMES, {}, "C") == ["C"]
    assert labelled(NAMES, {}, "of another station") == []


def test_when_all_is_watched_the_likeliest_speak_for_it() -> None:
    states = {name: watched(at / 100) for at, name in enumerate(NAMES)}
    assert labelled(NAMES, states) == ["N", "M", "L"]
    assert labelled(NAMES, states, "A") == ["A", "N", "M", "L"]
    assert labelled(NAMES, states | {"A": ModuleState(ModuleStatus.LEAKING)}) == ["A"]


def test_there_are_never_more_than_can_be_read() -> None:
    states = {name: ModuleState(ModuleStatus.ISOLATED) for name in NAMES}
    assert len(labelled(NAMES, states)) == MOST_LABELS
