"""Where no valid pressure comes from: what may leak there unseen, and since when nothing is known."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from iss_viewer.detection.state.records import DetectorState, Flags
from iss_viewer.detection.state.settings import Settings
from iss_viewer.detection.state.space_records import AirSpace
from iss_viewer.station.topology import Spaces


class BlindSettings(NamedTuple):
    """When an air space is blind, and how fast what was known of it is forgotten. Chosen."""

    stale_s: float = 600.0  # without a valid pressure: what is told of a pressure ends there too
    steps: float = 2.5  # and without one at as many samples: rows of half an hour may miss one
    gauge_s: float = 3600.0  # for which a reading by hand holds
    forgets_s: float = 3600.0  # what was known: a hole opens as well after a quiet day as before
    tail: float = 0.025  # on each side of a 95 % interval


BLIND = BlindSettings()


@dataclass(frozen=True)
class BlindSpace:
    """An air space of which nothing is known. age_s: since its last valid pressure; inf: never one."""

    first: int
    modules: tuple[int, ...]
    age_s: float


def blind_spaces(
    state: DetectorState, spaces: Spaces, has_barometer: Flags
) -> tuple[BlindSpace, ...]:
    """The air spaces without a valid pressure, but for those open to space.

    has_barometer: shape (modules,). Of an air space that never had an instrument nothing is expected,
    unless it is the main one. What is blind stays so through a gap between samples, until it is measured again.
    """
    clock = state.clock[0]
    now_s = float(clock["now_s"])
    stale_s = max(BLIND.stale_s, BLIND.steps * float(clock["step_s"]))
    valid_s = state.spaces["valid_s"][spaces.firsts]
    found: list[BlindSpace] = []
    if not (now_s - np.maximum(valid_s, 0.0) > BLIND.stale_s).any():
        return ()
    for first in spaces.firsts.tolist():
        space, modules = state.spaces[first], spaces.modules(first)
        known_s = float(space["valid_s"])
        is_expected = known_s > -math.inf or bool(has_barometer[list(modules)].any())
        is_expected = (is_expected or first == spaces.main) and not spaces.is_vented[first]
        was_blind = space["unseen_kg_s"] > 0.0
        is_old = now_s - max(known_s, 0.0) > (BLIND.stale_s if was_blind else stale_s)
        if is_expected and is_old and now_s - float(space["gauge_s"]) > BLIND.gauge_s:
            found.append(BlindSpace(first, modules, now_s - known_s))
    return tuple(found)


def ignorance(age_s: float) -> float:
    """The part of what was known of an air space that holds no more."""
    return -math.expm1(-age_s / BLIND.forgets_s)


def unseen_kg_s(age_s: float, settings: Settings) -> float:
    """97.5 % of what may leak unseen: what was known fades, and sizes are alike likely per factor."""
    share = ignorance(age_s)
    if share <= BLIND.tail:
        return 0.0
    least, largest = float(settings["least_leak_kg_s"]), float(settings["largest_leak_kg_s"])
    return float(least * (largest / least) ** (1.0 - BLIND.tail / share))


def unseen_chance(age_s: float, space: AirSpace, settings: Settings) -> float:
    """The probability that the air space leaks, where nothing has been seen of it for so long: it goes from
    what it was to that of air of which nothing was ever known.
    """
    was, never = float(np.nan_to_num(space["leak_probability"])), float(settings["leak_at_start_1"])
    return was + ignorance(age_s) * max(never - was, 0.0)


def note_blindness(state: DetectorState, settings: Settings, blind: tuple[BlindSpace, ...]) -> None:
    """Write down what may leak unseen in each air space, in place."""
    state.spaces["unseen_kg_s"] = 0.0
    for one in blind:
        state.spaces["unseen_kg_s"][one.first] = unseen_kg_s(one.age_s, settings)
