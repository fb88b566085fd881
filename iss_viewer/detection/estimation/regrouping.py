"""What air spaces inherit when a hatch or valve moves: levels, gases, and how their leak test goes on."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.estimation.gas_prediction import PREDICTION
from iss_viewer.detection.estimation.warmth_lag import forget_warmth_lag
from iss_viewer.detection.state.channel_map import Modules
from iss_viewer.detection.state.records import DetectorState, Floats
from iss_viewer.detection.state.sensor_records import Barometers
from iss_viewer.detection.state.settings import Settings
from iss_viewer.detection.state.space_records import BASE, LEAK, AirSpace, AirSpaces, FilterState
from iss_viewer.station.topology import Indices, Spaces


class RegroupingSettings(NamedTuple):
    """When an air space stays itself. Fitted by `study detection`."""

    keep_from: float = 0.8  # of the volume in common: still the same, with its daily swings
    reseated_share: float = 0.25  # of the variance of steady losses: seals that closed anew
    unlike_share: float = 0.05  # of pressures that come together, for what their gases may be off
    #: of air that went out, for what it cooled the rest by unseen: walls warm it within a minute, and
    #: thermometers see the most of it
    cooled_share: float = 0.2


REGROUPING = RegroupingSettings()
_MIXED = ("level_pa", "temperature_k", "fallen_pa", "gas_doubt_pa")  # besides the gases, by volume


class Origins(NamedTuple):
    """The air spaces that the modules of a new one come from."""

    firsts: Indices  # their first modules
    shared_m3: Floats  # the volume that comes from each
    whole: NDArray[np.bool_]  # all of the modules come

    @property
    def main(self) -> int:
        """The one that most of the air comes from."""
        return int(self.firsts[int(np.argmax(self.shared_m3))])


def first_grouping(state: DetectorState, modules: Modules, spaces: Spaces) -> None:
    """The air spaces before anything was measured."""
    now_s = float(state.clock[0]["now_s"])
    for first, volume in zip(spaces.firsts.tolist(), spaces.volumes_m3.tolist(), strict=True):
        _begin(state.spaces[first], volume, now_s)
        _spread(state.spaces[first], modules, spaces.modules(first))
        _note_openings(state.spaces[first], spaces, first)


def regroup(
    state: DetectorState, modules: Modules, settings: Settings, old: Spaces, new: Spaces
) -> None:
    """Carry the state over from one division into air spaces to another, in place."""
    before, now_s = state.spaces.copy(), float(state.clock[0]["now_s"])
    for first, volume in zip(new.firsts.tolist(), new.volumes_m3.tolist(), strict=True):
        members = np.array(new.modules(first))
        origins = _origins(modules, old, members)
        state.spaces[first] = before[origins.main]
        space = state.spaces[first]
        is_of_one = len(origins.firsts) == 1
        space["is_let_down"] &= is_of_one
        was_vented = _note_openings(space, new, first)
        if is_of_one and origins.whole.all():
            if space["is_vented"] != was_vented:
                _let_out(space, state.barometers, members, now_s)
            continue
        _begin(space, volume, now_s)
        _spread(space, modules, tuple(members.tolist()))
        _mix(space, before[origins.firsts], origins.shared_m3)
        space["fed_pa"] += _cooled_pa(before[origins.main], settings, now_s)
        _inherit_leak(space, before, origins)
        _forget_offsets(state.barometers, old, members, origins.main)


def _origins(modules: Modules, old: Spaces, members: Indices) -> Origins:
    firsts, volumes = np.unique(old.space_of[members]), modules["volume_m3"]
    come = set(members.tolist())
    return Origins(
        firsts,
        np.array([volumes[members[old.space_of[members] == first]].sum() for first in firsts]),
        np.array([set(old.modules(first)) <= come for first in firsts.tolist()]),
    )


def lose_track(space: AirSpace, barometers: Barometers, modules: tuple[int, ...]) -> None:
    """What happened to the air of a space just now was not seen: its pressure is known anew from the
    next sample on, its leak as before.
    """
    if space["filter_state"] == FilterState.RUNNING:
        space["filter_state"] = FilterState.KEPT
    space["slopes"] = 0.0
    space["dpdt_pa_s"] = space["dpdt_error_pa_s"] = np.nan
    space["has_flowed"] = 1
    for m in modules:
        barometers[m]["recent_pa"] = barometers[m]["recent_s"] = np.nan


def _note_openings(space: AirSpace, spaces: Spaces, first: int) -> bool:
    """Learn whether a space is open to vacuum, and whether its parts are joined by valves alone; whether
    it was open to vacuum before.
    """
    was_vented = bool(space["is_vented"] == 1)
    space["is_vented"], space["is_narrow"] = spaces.is_vented[first], spaces.is_narrow[first]
    space["is_let_down"] |= space["is_vented"]
    return was_vented


def _let_out(space: AirSpace, barometers: Barometers, members: Indices, now_s: float) -> None:
    """Air begins or ceases to be let out to vacuum on purpose: it is measured anew from then on, when it
    is not; a leak that is known stays known.
    """
    anchor_s = space["anchor_s"]
    lose_track(space, barometers, tuple(members.tolist()))
    _begin(space, space["volume_m3"], now_s)
    space["anchor_s"] = anchor_s


def _begin(space: AirSpace, volume_m3: float, now_s: float) -> None:
    for name in ("changed_s", "equal_s", "born_s", "anchor_s"):
        space[name] = now_s
    space["is_settled"], space["has_flowed"], space["is_gaining"] = 0, 1, 0
    space["gas_lag_pa"] = space["gas_lag_variance_pa2"] = 0.0
    forget_warmth_lag(space)
    space["gauge_log_odds"] = space["unseen_kg_s"] = 0.0
    space["gauge_s"] = -np.inf
    space["volume_m3"] = volume_m3
    space["dpdt_pa_s"] = space["dpdt_error_pa_s"] = np.nan


def _spread(space: AirSpace, modules: Modules, members: tuple[int, ...]) -> None:
    """The relative 1-sigma of the volume; modules' volumes err independently."""
    volumes = modules["volume_m3"][list(members)]
    errors = volumes * modules["volume_spread_1"][list(members)]
    space["module_share_1"] = len(members) / len(modules)
    space["volume_sd_1"] = float(np.sqrt((errors**2).sum()) / volumes.sum())


def _mix(space: AirSpace, origins: AirSpaces, shared_m3: Floats) -> None:
    """The mean of what comes together, by volume; and how far its gases may be off."""
    parts_pa, left = origins["level_pa"], np.array([_gases_left(part) for part in origins])
    gases_pa = left[:, None] * origins["gases_pa"]
    for name in _MIXED:
        space[name] = _mean(origins[name], shared_m3, space[name])
    for gas in range(len(space["gases_pa"])):
        partial = space["gases_pa"]
        partial[gas] = _mean(gases_pa[:, gas], shared_m3, partial[gas])
    space["last_pa_k"] = _mean(parts_pa / origins["temperature_k"], shared_m3, math.nan)
    unlike_pa = _mean(np.abs(parts_pa - space["level_pa"]), shared_m3, 0.0)
    space["gas_doubt_pa"] += REGROUPING.unlike_share * unlike_pa
    space["gas_doubt_pa"] += _unmixed_pa(gases_pa.sum(axis=1), parts_pa, shared_m3)


def _unmixed_pa(gases_pa: Floats, parts_pa: Floats, shared_m3: Floats) -> float:
    """By how much gases that come together may seem to change while they mix: analysers know those of
    their own part alone at first, and those of all only when fans have carried the others there.

    gases_pa, parts_pa: shape (parts,), all gases that are followed, and the pressure.
    """
    known = np.isfinite(gases_pa) & np.isfinite(parts_pa)
    gases_pa, parts_pa, weights = gases_pa[known], parts_pa[known], shared_m3[known]
    if not parts_pa @ weights > 0.0:
        return 0.0
    share = (gases_pa @ weights) / (parts_pa @ weights)
    return float(np.abs(gases_pa - share * parts_pa) @ weights / weights.sum())


def _cooled_pa(space: AirSpace, settings: Settings, now_s: float) -> float:
    """What air that went out of late has cooled the rest by, as pressure: that warms up again, also in a
    part that leaks no more.
    """
    if space["is_detected"] == 0:
        return 0.0
    lasted_s = min(now_s - float(space["leak_onset_s"]), float(settings["fed_warmth_s"]))
    return REGROUPING.cooled_share * max(float(space["mean"][LEAK]), 0.0) * lasted_s


def _gases_left(space: AirSpace) -> float:
    """What is left of the gases of a space that was not measured since air came or went, by its pressure."""
    expected, least = float(space["last_pa_k"]), PREDICTION.least_pa / float(space["temperature_k"])
    level = float(space["level_pa"]) / float(space["temperature_k"])
    if space["is_settled"] == 1 or not expected > least or level != level:
        return 1.0
    return max(level, 0.0) / expected


def _mean(values: Floats, weights: Floats, otherwise: float) -> float:
    known = np.isfinite(values)
    if not known.any():
        return otherwise
    return float(np.average(values[known], weights=weights[known]))


def _inherit_leak(space: AirSpace, before: AirSpaces, origins: Origins) -> None:
    """What the leak test of a new air space goes on from: where it is nearly the same air all that was
    known, its leak as uncertain as it was large if some of it was cut off; else nothing. What is believed
    of leaks is kept by module, not here.
    """
    main = before[origins.main]
    largest_m3 = max(space["volume_m3"], main["volume_m3"])
    is_same = origins.shared_m3.max() >= REGROUPING.keep_from * largest_m3
    space["is_found"], space["is_taken_up"], space["is_detected"] = 0, 0, 0
    space["evidence_1"] = 0.0
    if not is_same or main["filter_state"] != FilterState.RUNNING:
        space["filter_state"] = FilterState.NOT_STARTED
        return
    space["filter_state"] = FilterState.KEPT
    covariance, leak = space["covariance"], float(space["mean"][LEAK])
    was_pa_s2 = float(covariance[LEAK, LEAK])
    covariance[LEAK, :] = 0.0
    covariance[:, LEAK] = 0.0
    covariance[BASE, BASE] += REGROUPING.reseated_share * space["slope_variance"]
    covariance[LEAK, LEAK] = was_pa_s2 + (0.0 if origins.whole.all() else leak * leak)


def _forget_offsets(barometers: Barometers, old: Spaces, members: Indices, main: int) -> None:
    """Sensors that come from another air space: how they stand to these neighbours is not known."""
    strangers = members[old.space_of[members] != main]
    barometers["count"][strangers] = 0
    barometers["reference_pa"][strangers] = np.nan
    barometers["window_count"][members] = 0
    barometers["window_before_pa"][members] = np.nan
    barometers["rise_1"][members] = 0.0
    barometers["fall_1"][members] = 0.0
