"""What stands in modules and works on their air: fans, machines of life support, and the tanks they draw from."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from iss_viewer.station.provenance import Sourced


class Fan(Sourced):
    """Intermodule ventilation: a forced volume flow from one module to another."""

    id: str
    a: str
    b: str
    flow_m3_s: float = Field(gt=0)
    effectiveness: float = Field(default=1.0, gt=0, le=1)
    stall_pa: float | None = Field(
        default=None,
        gt=0,
        description="pressure rise against which it blows nothing; straight to there",
    )


class Equipment(Sourced):
    """A machine of life support. What `rate` means hangs on `kind`."""

    id: str
    name: str
    module: str
    kind: Literal[
        "co2_removal", "oxygen_generation", "condenser", "oxygen_feed", "nitrogen_feed",
        "air_feed", "relief_valve", "cooler", "pump", "hose",
    ]  # fmt: skip
    tank: str = Field(
        default="",
        description="drawn from by a feed; of water: by a generator, filled by a condenser",
    )
    recovery_1: float = Field(
        default=1.0, gt=0, le=1, description="part of its water that a condenser gives to its tank"
    )
    into: str = Field(
        default="",
        description="the module that a pump, hose or relief valve leads to; none: outside",
    )
    on: bool = True
    flow_m3_s: float = Field(
        default=0.0, ge=0, description="drawn through a scrubber, or by a pump"
    )
    stall_pa: float | None = Field(
        default=None,
        gt=0,
        description="pressure rise at which a pump moves nothing; straight to there",
    )
    diameter_m: float = Field(default=0.0, ge=0, lt=0.5, description="bore of a hose")
    discharge: float = Field(default=0.8, gt=0, le=1, description="of an open hose, assumed")
    half_cycle_s: float | None = Field(
        default=None,
        ge=60,
        description="how long a bed of a scrubber adsorbs; none: always the same",
    )
    fresh_s: float | None = Field(
        default=None, ge=0, description="a bed frees all of its air so long"
    )
    spent_1: float = Field(
        default=1.0, ge=0, le=1, description="what part it frees when it is changed"
    )
    dump_s: float = Field(
        default=0.0, ge=0, description="the air it loses goes within this after a change; 0: evenly"
    )
    efficiency: float = Field(default=1.0, ge=0, le=1)
    air_loss_kg_day: float = Field(default=0.0, ge=0, description="air lost to space by a scrubber")
    rate_kg_s: float = Field(default=0.0, ge=0, description="largest feed or production")
    set_point_pa: float = Field(default=0.0, ge=0, description="where a regulator acts")
    dead_band_pa: float = Field(default=0.0, ge=0)
    target_pa: float = Field(default=0.0, ge=0, description="partial pressure a condenser keeps")
    cooling_w: float = Field(default=0.0, ge=0, le=1e5, description="most heat drawn from the air")
    heating_w: float = Field(default=0.0, ge=0, le=1e5, description="most heat given to the air")
    set_point_k: float | None = Field(
        default=None, gt=250, lt=330, description="held; none: the temperature of the start"
    )
    gain_w_k: float = Field(
        default=0.0, ge=0, description="heat drawn per kelvin off the set point"
    )
    reset_s: float = Field(default=900.0, ge=10, description="time of its integral action")


class Tank(Sourced):
    """Stored gas, or the water of which oxygen is made."""

    id: str
    name: str
    module: str
    gas: Literal["nitrogen", "oxygen", "air", "water"]
    content_kg: float = Field(ge=0)
    volume_m3: float = Field(gt=0)
    temperature_k: float = Field(default=293.15, gt=200)
