"""How far thermometers run behind air that warms or cools fast, and what that makes of the mass balance.

What their smoothing and their own lag leave of a swing looks like air that comes and goes. Gas that expands as it is
lost cools too, by so much at most as without any heat from the walls: that is no reason for doubt.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from iss_viewer.detection.estimation.witnesses import warmth_followed
from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.settings import Settings
from iss_viewer.detection.state.space_records import AirSpace
from iss_viewer.physics import GAMMA


class WarmthLagSettings(NamedTuple):
    """When thermometers are known to run behind. Chosen, and tried on swings of 5 to 60 minutes."""

    quicker: float = 4.0  # times is how far they run behind smoothed quicker than they are
    sigmas: float = 4.0  # of their noise,
    usual_1: float = 0.3  # and of what they leave unseen in hours anyhow: beyond, they are behind
    lasts_s: float = 300.0  # how long they are to the same side
    least_pa2: float = 1.0  # less is forgotten
    least_step_s: float = 1e-3


WARMTH_LAG = WarmthLagSettings()
EXPANSION_1 = (GAMMA - 1.0) / GAMMA  # of a fall of pressure, what cooling has in it without heat


@inner
def follow_warmth_lag(space: AirSpace, settings: Settings, dt: float) -> None:
    """Doubt the mass balance for a while after thermometers ran behind by more than expansion explains: by the
    reading of this moment, or by the last ones.

    The pressure goes through the same lags beside: what it then is behind by, thermometers would be if warmth alone
    moved it.
    """
    smoothing_s, pa_per_k = settings["temperature_smoothing_s"], _followed_pa_k(space)
    _smooth_level(space, smoothing_s, dt)
    warmth_pa = space["behind_k"] * pa_per_k
    level_pa = space["level_lagged_pa"] - space["level_smooth_pa"]
    noise_pa2 = space["behind_variance_k2"] * pa_per_k**2
    usual_pa2 = (WARMTH_LAG.usual_1 * settings["thermal_sd_k"] * pa_per_k) ** 2
    now_pa = _unexplained_pa(warmth_pa, level_pa, noise_pa2, usual_pa2)
    quick = 1.0 - math.exp(-dt * WARMTH_LAG.quicker / smoothing_s)
    space["warmth_behind_pa"] += quick * (warmth_pa - space["warmth_behind_pa"])
    space["level_behind_pa"] += quick * (level_pa - space["level_behind_pa"])
    noise_pa2 *= quick / (2.0 - quick)
    of_late_pa = _unexplained_pa(
        space["warmth_behind_pa"], space["level_behind_pa"], noise_pa2, usual_pa2
    )
    share = max(_share(now_pa, level_pa), _share(of_late_pa, space["level_behind_pa"]))
    space["warmth_lag_share_1"] = share
    own_lag_1 = 1.0 + space["thermometer_lag_s"] / smoothing_s
    lag_pa = share / GAMMA * abs(space["level_pa"] - space["level_smooth_pa"])
    lag_pa2 = max(lag_pa, max(now_pa, of_late_pa) * own_lag_1) ** 2
    lag_pa2 = max(lag_pa2, space["warmth_lag_pa2"] * math.exp(-dt / WARMTH_LAG.lasts_s))
    space["warmth_lag_pa2"] = lag_pa2 if lag_pa2 > WARMTH_LAG.least_pa2 else 0.0
    samples = 2.0 * WARMTH_LAG.lasts_s / max(dt, WARMTH_LAG.least_step_s)
    space["warmth_lag_variance_pa2"] = space["warmth_lag_pa2"] * max(samples, 1.0)


@inner
def follow_warmth_fall(space: AirSpace, dt: float) -> None:
    """How fast the pressure changes by warmth that thermometers run behind, or did of late, Pa/s."""
    rate_pa_s = space["warmth_lag_share_1"] * abs(space["dpdt_pa_s"])
    kept_pa_s = space["warmth_fall_pa_s"] * math.exp(-dt / WARMTH_LAG.lasts_s)
    is_larger = space["warmth_lag_share_1"] > 0.0 and rate_pa_s > kept_pa_s
    space["warmth_fall_pa_s"] = rate_pa_s if is_larger else kept_pa_s


@inner
def _smooth_level(space: AirSpace, smoothing_s: float, dt: float) -> None:
    """Let the pressure run behind as the temperature does: by the thermometers' own lag, then by their smoothing."""
    if not math.isfinite(space["level_smooth_pa"]):
        space["level_smooth_pa"] = space["level_lagged_pa"] = space["level_pa"]
    lag_s = max(space["thermometer_lag_s"], WARMTH_LAG.least_step_s)
    lagging = 1.0 - math.exp(-dt / lag_s)
    space["level_lagged_pa"] += lagging * (space["level_pa"] - space["level_lagged_pa"])
    share = 1.0 - math.exp(-dt / smoothing_s)
    space["level_smooth_pa"] += share * (space["level_lagged_pa"] - space["level_smooth_pa"])


@inner
def _followed_pa_k(space: AirSpace) -> float:
    """What a kelvin does to the pressure, as far as that was seen to follow thermometers."""
    return float(warmth_followed(space) * space["level_pa"] / space["temperature_k"])


@inner
def _unexplained_pa(warmth_pa: float, level_pa: float, noise_pa2: float, usual_pa2: float) -> float:
    """How far thermometers are behind, less what expansion or compression has in it; 0: as usual."""
    expanded_pa = EXPANSION_1 * level_pa
    low_pa, high_pa = min(expanded_pa, 0.0), max(expanded_pa, 0.0)
    rest_pa = abs(warmth_pa - min(max(warmth_pa, low_pa), high_pa))
    is_usual = rest_pa**2 <= WARMTH_LAG.sigmas**2 * noise_pa2 + usual_pa2
    return 0.0 if is_usual else rest_pa


@inner
def _share(rest_pa: float, level_pa: float) -> float:
    """Of a change of pressure, what is neither air that is lost nor its cooling as it expands."""
    if GAMMA * rest_pa < abs(level_pa):
        return float(GAMMA * rest_pa / abs(level_pa))
    return 1.0 if rest_pa > 0.0 else 0.0


def forget_warmth_lag(space: AirSpace) -> None:
    """Other air: nothing is known of its last minutes."""
    space["warmth_behind_pa"] = space["level_behind_pa"] = space["warmth_lag_pa2"] = 0.0
    space["warmth_lag_variance_pa2"] = space["warmth_fall_pa_s"] = 0.0
    space["warmth_lag_share_1"] = 0.0
    space["level_smooth_pa"] = math.nan
