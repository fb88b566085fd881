"""What air spaces inherit when a hatch or valve moves: levels, gases, and what is known of leaks."""

from __future__ import annotations

import math

import numpy as np

from iss_viewer.detection.estimation.air_state import M_AIR, R
from iss_viewer.detection.estimation.glr_bank import threshold
from iss_viewer.detection.estimation.sequential_test import DETECTED_UNTIL, keep_score, leak_sigmas
from iss_viewer.detection.state import records as tr
from iss_viewer.detection.state.channel_map import Wiring
from iss_viewer.detection.state.records import Floats, Tracks
from iss_viewer.station.topology import Indices, Spaces

KEEP_FROM = 0.8  # of the volume in common: still the same air space, with its daily swings


def first_grouping(tracks: Tracks, wiring: Wiring, spaces: Spaces) -> None:
    """The air spaces before anything was measured."""
    for first, volume in zip(spaces.firsts.tolist(), spaces.volumes_m3.tolist(), strict=True):
        _begin(tracks.spaces[first], volume, tracks.clock[tr.CLOCK_S])
        _spread(tracks.spaces[first], wiring, spaces.modules(first))


def regroup(tracks: Tracks, wiring: Wiring, old: Spaces, new: Spaces) -> None:
    """Carry the state over from one division into air spaces to another, in place."""
    before = Tracks(**{name: array.copy() for name, array in tracks._asdict().items()})
    for first, volume in zip(new.firsts.tolist(), new.volumes_m3.tolist(), strict=True):
        members = np.array(new.modules(first))
        origins = np.unique(old.space_of[members])
        if len(origins) == 1 and set(old.modules(int(origins[0]))) == set(members.tolist()):
            _copy_space(tracks, before, int(origins[0]), first)
            continue
        shared = np.array(
            [wiring.volumes[members[old.space_of[members] == origin]].sum() for origin in origins]
        )
        main = int(origins[int(np.argmax(shared))])
        _copy_space(tracks, before, main, first)
        space = tracks.spaces[first]
        _begin(space, volume, tracks.clock[tr.CLOCK_S])
        _spread(space, wiring, tuple(members.tolist()))
        _mix(space, before.spaces[origins], shared)
        _inherit_leak(tracks, before, wiring, old, first, origins, shared, main, members)
        _forget_offsets(tracks, old, members, main)


def lose_track(tracks: Tracks, s: int, modules: tuple[int, ...]) -> None:
    """What happened to the air of space `s` just now was not seen: its pressure is known anew from the
    next sample on, its leak as before.
    """
    if tracks.spaces[s, tr.IS_FILTERED] == tr.FILTERED:
        tracks.spaces[s, tr.IS_FILTERED] = tr.KEPT
    tracks.slopes[s] = 0.0
    tracks.spaces[s, [tr.DPDT, tr.DPDT_SE]] = np.nan
    tracks.spaces[s, tr.HAS_FLOWED] = 1.0
    tracks.sensors[list(modules), tr.RECENT :] = np.nan


def _copy_space(tracks: Tracks, before: Tracks, source: int, target: int) -> None:
    for name in (
        "spaces",
        "mean",
        "covariance",
        "slots",
        "responses",
        "slot_count",
        "scales",
        "slopes",
    ):
        getattr(tracks, name)[target] = getattr(before, name)[source]


def _begin(space: Floats, volume_m3: float, now_s: float) -> None:
    space[[tr.CHANGED_S, tr.EQUAL_S, tr.BORN_S, tr.ANCHOR_S, tr.REPORT_S]] = now_s
    space[tr.SETTLED], space[tr.HAS_FLOWED] = 0.0, 1.0
    space[[tr.IS_GAINING, tr.GAS_LAG, tr.LAG_VAR]] = 0.0
    space[tr.VOLUME] = volume_m3
    space[[tr.DPDT, tr.DPDT_SE]] = np.nan


def _spread(space: Floats, wiring: Wiring, members: tuple[int, ...]) -> None:
    """The relative 1-sigma of the volume; modules' volumes err independently."""
    volumes = wiring.volumes[list(members)]
    errors = volumes * wiring.volume_spreads[list(members)]
    space[tr.SHARE] = len(members) / len(wiring.volumes)
    space[tr.VOLUME_SPREAD] = float(np.sqrt((errors**2).sum()) / volumes.sum())


def _mix(space: Floats, origins: Floats, shared: Floats) -> None:
    for column in (tr.LEVEL, tr.TEMPERATURE, tr.PO2, tr.PCO2, tr.PH2O):
        known = np.isfinite(origins[:, column])
        if known.any():
            space[column] = np.average(origins[known, column], weights=shared[known])


def _inherit_leak(
    tracks: Tracks,
    before: Tracks,
    wiring: Wiring,
    old: Spaces,
    first: int,
    origins: Indices,
    shared: Floats,
    main: int,
    members: Indices,
) -> None:
    """What is known of the new air space's leak: the sum of whole parts; of a part that was cut, its
    leak may have been in the piece that is gone, so it is as uncertain as it was large, and found in
    neither piece until it is measured there; that something leaks the locator remembers.
    """
    space, was = tracks.spaces[first], before.spaces[main]
    filtered = before.spaces[origins, tr.IS_FILTERED] == tr.FILTERED
    now_s = float(tracks.clock[tr.CLOCK_S])
    leak, variance, square, is_whole = _leak_of_parts(before, old, origins, members, now_s)
    same = shared.max() >= KEEP_FROM * max(space[tr.VOLUME], was[tr.VOLUME])
    was_detected = bool((before.spaces[origins, tr.DETECTED] == 1.0).any())
    space[tr.DETECTED] = space[tr.EVIDENCE] = 0.0
    if not filtered.all() or not (same or is_whole):
        space[tr.IS_FILTERED] = tr.NOT_FILTERED
        return
    space[tr.IS_FILTERED] = tr.KEPT if same else tr.SUMMED
    if not same:
        space[[tr.P_REF, tr.T_REF]] = space[[tr.LEVEL, tr.TEMPERATURE]]
    from_kg = R * space[tr.T_REF] / (space[tr.VOLUME] * M_AIR)
    from_kg *= space[tr.P_REF] / max(space[tr.LEVEL], 1.0)
    covariance = tracks.covariance[first]
    covariance[tr.LEAK, :] = 0.0
    covariance[:, tr.LEAK] = 0.0
    covariance[tr.BASE, tr.BASE] += 0.25 * space[tr.SLOPE_VAR]  # seals that closed anew
    tracks.mean[first, tr.LEAK] = space[tr.FOUND] = leak * from_kg
    covariance[tr.LEAK, tr.LEAK] = variance * from_kg**2
    keep_score(tracks, first, now_s, math.sqrt(square))
    doubt = 1.96 * math.sqrt(variance)
    space[[tr.LOSS, tr.LOSS_LOW, tr.LOSS_HIGH]] = leak, leak - doubt, leak + doubt
    space[tr.ANCHOR_S] = before.spaces[origins, tr.ANCHOR_S].min()
    limit = threshold(wiring.thresholds, now_s - float(space[tr.ANCHOR_S]))
    space[tr.EVIDENCE] = leak_sigmas(tracks, first, now_s) / limit
    space[tr.DETECTED] = float(
        space[tr.EVIDENCE] >= 1.0 or (was_detected and square >= DETECTED_UNTIL**2)
    )
    onset_s = float(np.fmin.reduce(before.spaces[origins, tr.LEAK_ONSET_S]))
    if onset_s != onset_s:
        onset_s = float(space[tr.ANCHOR_S])
    space[tr.LEAK_ONSET_S] = onset_s if space[tr.DETECTED] else math.nan


def _leak_of_parts(
    before: Tracks, old: Spaces, origins: Indices, members: Indices, now_s: float
) -> tuple[float, float, float, bool]:
    """What the air spaces that modules come from lose at the pressure that they now have, kg/s; its
    variance; the square of the sigmas of evidence; and whether all of them have come whole.
    """
    leak, variance, square, is_whole = 0.0, 0.0, 0.0, True
    for origin in origins.tolist():
        one, part = before.spaces[origin], before.mean[origin, tr.LEAK]
        to_kg = one[tr.VOLUME] * M_AIR / (R * max(one[tr.T_REF], 1.0))
        to_kg *= one[tr.LEVEL] / max(one[tr.P_REF], 1.0)
        leak += part * to_kg
        variance += before.covariance[origin, tr.LEAK, tr.LEAK] * to_kg**2
        found = leak_sigmas(before, origin, now_s) ** 2
        if not set(old.modules(origin)) <= set(members.tolist()):
            is_whole = False
            variance += (part * to_kg) ** 2
            found = min(found, 1.0)
        square += found
    return leak, variance, square, is_whole


def _forget_offsets(tracks: Tracks, old: Spaces, members: Indices, main: int) -> None:
    """Sensors that come from another air space: how they stand to these neighbours is not known."""
    strangers = members[old.space_of[members] != main]
    tracks.sensors[strangers, tr.COUNT] = 0.0
    tracks.sensors[strangers, tr.REFERENCE] = np.nan
    tracks.sensors[members, tr.RISE] = 0.0
    tracks.sensors[members, tr.FALL] = 0.0
