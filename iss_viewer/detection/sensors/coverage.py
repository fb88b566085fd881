"""How much less sure the detector is where instruments are missing, in words for whoever brings the data."""

from __future__ import annotations

from iss_viewer.detection.limits import Limits, read_limits
from iss_viewer.detection.state.settings import THERMOMETER_EXPONENT
from iss_viewer.station import Station
from iss_viewer.telemetry.channels import ChannelTable

PERCENT = 100.0


def certainty_words(
    station: Station, sampled: ChannelTable, limits: Limits | None = None
) -> tuple[str, ...]:
    """What is not measured and what that costs, a sentence each; nothing where all is measured.

    The figures are those with which the detector reckons (`[estimation]` of the alarm limits). A
    temperature that moves by dT unseen looks like air of dp = p dT / T.
    """
    assumed = (limits or read_limits()).estimation
    by_hand = set(sampled.subjects("manovacuumeter_pa"))
    pressed = set(sampled.subjects("pressure_pa")) | by_hand
    if not pressed:
        return ("No total pressure is given: no leak can be seen.",)
    said = []
    warm = len(pressed & set(sampled.subjects("temperature_k")))
    if warm == 0:
        sd_k = assumed.thermal_sd_unsensed_k
        said.append(
            f"No temperature: it may move {_as_air(station, sd_k)}, {_against(sd_k, assumed.thermal_sd_k)}."
        )
    else:
        sd_k = max(assumed.thermal_sd_single_k / warm**THERMOMETER_EXPONENT, assumed.thermal_sd_k)
        if sd_k > assumed.thermal_sd_k:
            how = "one place" if warm == 1 else f"{warm} places"
            said.append(
                f"Temperature of {how}: the mean of the air may move {_as_air(station, sd_k)}, "
                f"{_against(sd_k, assumed.thermal_sd_k)}."
            )
    if not pressed & set(sampled.subjects("water_pa")):
        said.append("No humidity: water vapour that comes and goes counts as air gained or lost.")
    if not pressed & set(sampled.subjects("oxygen_pa")):
        share = PERCENT * assumed.metabolic_slope_share_1
        said.append(
            f"No oxygen: what people breathe is reckoned from their number, ± {share:.0f} %."
        )
    return tuple(said)


def _as_air(station: Station, sd_k: float) -> str:
    air = station.atmosphere
    return (
        f"± {sd_k:.2g} K unseen, like ± {air.pressure_pa * sd_k / air.temperature_k:.0f} Pa of air"
    )


def _against(sd_k: float, best_k: float) -> str:
    return f"{sd_k / best_k:.0f} times as much as with a station full of thermometers"
