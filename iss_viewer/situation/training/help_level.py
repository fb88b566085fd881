"""What an exercise keeps from its trainees: each level of help shows all of those before it.

``gauges``: what instruments read. ``rates``: with curves and dP/dt. ``detector``: with alarms and what is believed of
leaks. ``advice``: with advice, verdicts and reserve time, all that there is.
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from enum import IntEnum

import numpy as np

from iss_viewer.detection.assessment import STATION
from iss_viewer.link.cover import ExerciseCover
from iss_viewer.situation.board import Board
from iss_viewer.situation.moment import Moment
from iss_viewer.telemetry.channels import ChannelTable


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
    row = moment.row.copy()
    row[_hidden_columns(moment.run.table, moment.run.opened.assessed, level)] = np.nan
    if level < ShownHelp.DETECTOR:
        row[[moment.run.table.column(m, "status") for m in moment.station.module_ids]] = 0.0
    return replace(moment, row=row, board=trainee_board(moment.board, level))


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
