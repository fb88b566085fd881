"""What an exercise keeps from its trainees: each level of help shows all of those before it.

``gauges``: what instruments read. ``rates``: with curves and dP/dt. ``detector``: with alarms and what is believed of
leaks. ``advice``: with advice, verdicts and reserve time, all that there is.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from enum import IntEnum

from iss_viewer.detection.assessment import STATION
from iss_viewer.link.cover import ExerciseCover
from iss_viewer.situation.board import Board
from iss_viewer.situation.moment import Moment, OpenRun
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.events import (
    AdviceGiven,
    AlarmAssigned,
    AlarmChanged,
    Event,
    FilterRestarted,
    FloodChanged,
    JudgementFailed,
    LocationEstimated,
    VerdictGiven,
)
from iss_viewer.telemetry.kept_history import KeptHistory


class ShownHelp(IntEnum):
    """How much is shown."""

    GAUGES = 0
    RATES = 1
    DETECTOR = 2
    ADVICE = 3


#: the level from which an assessed number is shown; all others come with the detector
_FROM = {
    "air_space": ShownHelp.GAUGES, "space_pressure_pa": ShownHelp.GAUGES,
    "pressure_pa": ShownHelp.GAUGES, "data_age_s": ShownHelp.GAUGES,
    "dpdt_pa_s": ShownHelp.RATES, "dpdt_error_pa_s": ShownHelp.RATES,
    "dpdt_sure_pa_s": ShownHelp.RATES,
    "reserve_s": ShownHelp.ADVICE, "reserve_low_s": ShownHelp.ADVICE,
    "reserve_high_s": ShownHelp.ADVICE, "verdict_crew": ShownHelp.ADVICE,
    "verdict_operations": ShownHelp.ADVICE, "verdict_mission": ShownHelp.ADVICE,
}  # fmt: skip
#: the level from which a panel has anything to show
_PANELS = {
    "plots": ShownHelp.RATES, "why": ShownHelp.DETECTOR, "cabin": ShownHelp.RATES,
    "alarms": ShownHelp.DETECTOR, "knowing": ShownHelp.ADVICE,
}  # fmt: skip
#: events that come with advice, and with the detector
_ADVICE = (AdviceGiven, VerdictGiven)
_DETECTOR = (AlarmChanged, AlarmAssigned, FloodChanged, LocationEstimated, FilterRestarted, JudgementFailed)  # fmt: skip
_SHOWN = "shown_to_trainees"
_WORDS = "Not part of this exercise"


def shown_help(cover: ExerciseCover | None) -> ShownHelp:
    """How much a run shows its trainees: all of it, if it is no exercise."""
    if cover is None or not cover.is_exercise:
        return ShownHelp.ADVICE
    return ShownHelp.__members__.get(cover.help_level.upper(), ShownHelp.ADVICE)


def hidden_panels(cover: ExerciseCover | None) -> dict[str, str]:
    """Panels that a trainee does not see, by name, and what stands in their place."""
    if cover is None or not cover.is_exercise:
        return {}
    level = shown_help(cover)
    names = {name for name, needed in _PANELS.items() if level < needed} | set(cover.hidden)
    return dict.fromkeys(sorted(names), f"{_WORDS} (help: {level.name.lower()})")


def for_trainee(moment: Moment) -> Moment:
    """The moment with all that a trainee is not shown left out, as if it had never been reckoned."""
    level = shown_help(moment.run.opened.cover)
    if level is ShownHelp.ADVICE:
        return moment
    run = trainee_run(moment.run)
    row = run.history.at(moment.time_s) if not moment.is_empty else moment.row
    return replace(moment, run=run, row=row, board=trainee_board(moment.board, level))


def trainee_run(run: OpenRun) -> OpenRun:
    """The run with all that its trainees are not shown left out of its past: curves, marks and lists have none of it."""
    level = shown_help(run.opened.cover)
    if level is ShownHelp.ADVICE:
        return run
    made = run.__dict__.get(_SHOWN)  # kept with the run, as its words are
    if not isinstance(made, OpenRun):
        made = run.__dict__[_SHOWN] = _kept(run, level)
    return made


def _kept(run: OpenRun, level: ShownHelp) -> OpenRun:
    kept = _hidden_columns(run.table, run.opened.assessed, level)
    still: list[int] = []
    kinds: tuple[type[Event], ...] = _ADVICE
    if level < ShownHelp.DETECTOR:
        still = [run.table.column(module, "status") for module in run.station.module_ids]
        kinds = (*_ADVICE, *_DETECTOR)
    made = OpenRun(run.opened, KeptHistory(run.history, kept, still, kinds))
    made.__dict__.update({"words": run.words, "clock": run.clock, _SHOWN: made})  # one notation
    return made


def is_without_detector(moment: Moment) -> bool:
    """Whether it is a moment of which a trainee is shown no more than instruments and rates."""
    level = shown_help(moment.run.opened.cover)
    leak_kg_s = moment.value(STATION, "leak_rate_kg_s")
    return level < ShownHelp.DETECTOR and leak_kg_s != leak_kg_s


def is_without_advice(moment: Moment) -> bool:
    """Whether it is a moment of which a trainee is not shown what to do and how long there is."""
    level, reserve_s = shown_help(moment.run.opened.cover), moment.value(STATION, "reserve_s")
    return level < ShownHelp.ADVICE and reserve_s != reserve_s


def trainee_board(board: Board, level: ShownHelp) -> Board:
    """The board without advice, and below the detector without alarms."""
    if level is ShownHelp.ADVICE:
        return board
    shown = copy(board)
    shown.advice, shown.verdicts = None, {}
    if level < ShownHelp.DETECTOR:
        shown.alarms, shown.flood = {}, False
    return shown


def _hidden_columns(table: ChannelTable, assessed: ChannelTable, level: ShownHelp) -> list[int]:
    hidden = (one for one in assessed if _FROM.get(one.quantity, ShownHelp.DETECTOR) > level)
    return [table.column(one.subject, one.quantity) for one in hidden]
