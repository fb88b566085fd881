"""Thermometers and analysers may explain a fall of pressure; they never make one.

The filter is linear, so that the part of its innovations, and of each onset's score, which they say is
followed by itself: a change that the pressure shows less than half of is theirs, not the air's.
"""

from __future__ import annotations

from typing import NamedTuple

from iss_viewer.detection.estimation.kalman import Testimony, seen
from iss_viewer.detection.state.compiled import entry, inner
from iss_viewer.detection.state.records import Floats
from iss_viewer.detection.state.sensor_records import Gas
from iss_viewer.detection.state.space_records import LEAK, STATES, AirSpace, Witness, X


class WitnessSettings(NamedTuple):
    """When a change is no change of the air. Chosen, where no reason is given."""

    shown: float = 0.5  # of a change, that the pressure itself must show: a third may be its noise
    warmed_s: float = (
        3600.0  # in longer, air may warm as much as it loses, as in a ship with its crew in it
    )
    fallen: float = 0.3  # of a loss, that the pressure itself must have fallen by
    fallen_sigmas: float = (
        5.0  # and at least by so many of a reading: two differ, at each of many looks
    )
    followed: float = 0.5  # of what one says, from which on the pressure follows it
    few: int = 2  # thermometers: no middle one outvotes the odd one
    reckoned_s: float = 6 * 3600.0  # for so long it is known what machines do to gases,
    breath_sigmas: float = 3.0  # and what people do, but for so many sigmas


WITNESSES = WitnessSettings()


@inner
def nitrogen_pa(space: AirSpace) -> float:
    """The pressure without the gases that are followed one by one."""
    return float(space["level_pa"] - followed_pa(space) + space["unfollowed_pa"])


@inner
def is_sparsely_sensed(space: AirSpace) -> bool:
    """Whether what moves the air unseen is learned, not taken from the limits: n barometers of one air feel the same
    air, so that only thermometers tell of it. True for n <= 1, or thermometers <= `WITNESSES.few`.
    """
    return bool(space["sensor_count"] <= 1 or space["thermometer_count"] <= WITNESSES.few)


@inner
def warmth_followed(space: AirSpace) -> float:
    """How much of what thermometers say the pressure follows; all, where many thermometers would tell."""
    return float(space["warmth_share_1"]) if is_sparsely_sensed(space) else 1.0


@inner
def gas_followed(space: AirSpace) -> float:
    """The same of what analysers say."""
    return float(space["gas_share_1"]) if is_sparsely_sensed(space) else 1.0


@inner
def lag_variance(space: AirSpace) -> float:
    """What thermometers and analysers that run behind add to a measurement, Pa^2."""
    gas = gas_followed(space) ** 2 * space["gas_lag_variance_pa2"]
    return float(gas + space["warmth_lag_variance_pa2"])


@inner
def followed_k(space: AirSpace) -> float:
    """The temperature as far as the pressure was seen to follow it."""
    return float(space["temperature_k"] - space["unfollowed_k"])


@inner
def sensed_share(space: AirSpace) -> float:
    """The part of the pressure that is left to analysers."""
    return float(gas_followed(space) * space["sensed_share_1"])


@inner
def unfed_pa(space: AirSpace) -> float:
    """The pressure itself, less what is known to have been fed."""
    return float(space["level_pa"] - space["fed_so_far_pa"])


@inner
def _followed_gas_pa(space: AirSpace) -> float:
    """What analysers have said of the gases, as far as the pressure was seen to follow it."""
    return float(space["analysed_pa"] - space["unfollowed_pa"])


@entry
def may_hide_loss(space: AirSpace, age_s: float) -> bool:
    """Whether people may have warmed their air, and breathed it, by as much as was lost: in time, if its witnesses
    are true. Where nobody is, nothing does.
    """
    least = min(warmth_followed(space), gas_followed(space))
    is_true = age_s >= WITNESSES.warmed_s and least >= WITNESSES.followed
    return bool(is_true and space["breath_doubt_pa_s"] > 0.0)


@inner
def has_fallen(space: AirSpace, best: int, now_s: float) -> bool:
    """Whether the pressure of a lone barometer shows enough of the loss that there would be by an onset; air that is
    gained no longer is none, and in hours warmth and breath may hide it if the pressure follows what tells of them.
    """
    if space["sensor_count"] > 1:
        return True
    onset = space["bank"][best]
    if may_hide_loss(space, now_s - onset["onset_s"]):
        return True
    loss_pa_s = space["mean"][LEAK] + onset["score"] / onset["information"]
    if loss_pa_s <= 0.0:
        return True
    taken_pa = -onset["signature_s"] * loss_pa_s
    return bool(onset["level_pa"] - unfed_pa(space) >= WITNESSES.fallen * taken_pa)


@inner
def followed_pa(space: AirSpace) -> float:
    """Those gases; where none is analysed, as if they stayed while air is lost: so all of the pressure
    tells of it.
    """
    gases = space["gases_pa"]
    followed = gases[Gas.OXYGEN] + gases[Gas.CARBON_DIOXIDE] + gases[Gas.WATER]
    return float(followed - space["fallen_pa"])


@inner
def thermal_pa(space: AirSpace) -> float:
    """What thermometers add to the pressure."""
    return float(nitrogen_pa(space) * (space["reference_k"] / followed_k(space) - 1.0))


@inner
def begin_witnesses(space: AirSpace) -> None:
    """What is said is the filter's from now on; only what is said anew is followed by itself."""
    space["thermal_mean"][:] = 0.0
    space["gas_mean"][:] = 0.0
    space["thermal_mean"][X] = thermal_pa(space)
    space["gas_mean"][X] = -_followed_gas_pa(space)


@inner
def follow_witnesses(space: AirSpace, has_stepped: bool, gain: Floats) -> Testimony:
    """The parts of the innovation at this sample. has_stepped: the level moved to where the sample is."""
    thermal = _innovate(space["thermal_mean"], thermal_pa(space), has_stepped, gain)
    return Testimony(
        thermal, _innovate(space["gas_mean"], -_followed_gas_pa(space), has_stepped, gain)
    )


@inner
def _innovate(mean: Floats, value_pa: float, has_stepped: bool, gain: Floats) -> float:
    residual = value_pa - seen(mean)
    if has_stepped:
        mean[X] += residual
        return 0.0
    for i in range(STATES):
        mean[i] += gain[i] * residual
    return float(residual)


@inner
def only_witness(space: AirSpace, best: int, now_s: float) -> Witness:
    """Who makes a change that the pressure does not show; NOBODY where it does."""
    onset, count = space["bank"][best], space["thermometer_count"]
    age_s = now_s - onset["onset_s"]
    thermal, gas = onset["thermal_score"] / onset["score"], onset["gas_score"] / onset["score"]
    gas_pa_s = abs(onset["gas_score"]) / onset["information"]
    is_reckoned = gas_pa_s > WITNESSES.breath_sigmas * space["breath_doubt_pa_s"]
    most = 1.0 - WITNESSES.shown
    if 0 < count <= WITNESSES.few and age_s < WITNESSES.warmed_s and thermal > most:
        return Witness.THERMOMETERS
    if is_reckoned and age_s < WITNESSES.reckoned_s and gas > most:
        return Witness.ANALYSERS
    return Witness.NOBODY
