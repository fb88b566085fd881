"""What may go wrong in an exercise: one model per kind, the same in a file, in the instructor's list and in a run.

`kind` tells which. Each waits from its arming for `when` (then `at` counts from there) or for `at`, bites, and ends after
`lasts`, at `until`, or never. What a number must be is said by the fields; which belong together by `checks`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from iss_viewer.datafile import Strict
from iss_viewer.datafile.quantities import (
    Area,
    Duration,
    Length,
    MassRate,
    Pressure,
    TemperatureChange,
)
from iss_viewer.scenario.exercise.fields import SentenceField
from iss_viewer.scenario.scenario import Leak


class _Timed(Strict):
    """What all malfunctions have."""

    id: str = Field(max_length=60)
    armed: Literal["at_start", "by_hand", "ask"] = Field(
        default="at_start",
        description="by_hand: off until the instructor arms it; ask: 10 s to stop what falls due",
    )
    at_s: Duration | None = Field(default=None, ge=0, alias="at")
    when: SentenceField | None = None
    lasts_s: Duration | None = Field(default=None, gt=0, alias="lasts")
    until: SentenceField | None = None
    repeat: bool = False
    text: str = Field(default="", description="told when it bites")


class LeakMalfunction(_Timed):
    """A way out to vacuum, sized and growing as a leak of a scenario."""

    kind: Literal["leak"]
    place: str
    law: Literal["orifice", "crack", "molecular"] = "orifice"
    diameter_m: Length | None = Field(default=None, gt=0, lt=0.5, alias="diameter")
    area_m2: Area | None = Field(default=None, gt=0, lt=0.2, alias="area")
    discharge: float = Field(default=0.8, gt=0, le=1)
    rate_kg_s: MassRate | None = Field(default=None, gt=0, alias="rate")
    rate_at_pa: Pressure | None = Field(default=None, gt=0, alias="rate_at")
    slip_pa: Pressure = Field(default=0.0, ge=0, alias="slip")
    gap_m: Length | None = Field(default=None, gt=0, alias="gap")
    width_m: Length | None = Field(default=None, gt=0, alias="width")
    wall_m: Length | None = Field(default=None, gt=0, alias="wall")
    ramp_s: Duration = Field(default=0.0, ge=0, alias="ramp")
    doubling_s: Duration | None = Field(default=None, gt=0, alias="doubling")
    growth_limit: float = Field(default=10.0, ge=1)

    @property
    def leak(self) -> Leak:
        """The same as a leak of a scenario that opens at once."""
        own = {"id", "law", "diameter_m", "area_m2", "discharge", "rate_kg_s", "rate_at_pa", "slip_pa",
               "gap_m", "width_m", "wall_m", "ramp_s", "doubling_s", "growth_limit"}  # fmt: skip
        return Leak.model_construct(
            module=self.place, **{name: getattr(self, name) for name in own}
        )


class HatchMalfunction(_Timed):
    """A hatch that does not do what it is asked: after `tries` it does, without it never."""

    kind: Literal["hatch"]
    hatch: str
    mode: Literal["will_not_close", "will_not_open", "will_not_latch", "does_not_seal"]
    diameter_m: Length | None = Field(default=None, gt=0, lt=0.5, alias="diameter")
    rate_kg_s: MassRate | None = Field(default=None, gt=0, alias="rate")
    tries: int | None = Field(default=None, ge=1, le=20)


class ValveMalfunction(_Timed):
    """The equalisation valve of a hatch."""

    kind: Literal["valve"]
    hatch: str
    mode: Literal["stuck_open", "stuck_closed", "leaks"]
    diameter_m: Length | None = Field(default=None, gt=0, lt=0.2, alias="diameter")


class FanMalfunction(_Timed):
    """A fan between modules; without `fan` all of them."""

    kind: Literal["fan"]
    fan: str = ""
    mode: Literal["stops", "will_not_stop"]


class MachineMalfunction(_Timed):
    """A machine of life support. share: the part of its work that it still does."""

    kind: Literal["machine"]
    machine: str
    mode: Literal["stops", "will_not_start", "will_not_stop"]
    share: float = Field(default=0.0, ge=0, lt=1)


class FeedMalfunction(_Timed):
    """A feed of gas that does not answer its regulator."""

    kind: Literal["feed"]
    machine: str
    mode: Literal["sticks_open", "sticks_closed"]
    flow_kg_s: MassRate | None = Field(default=None, gt=0, alias="flow")


class SensorMalfunction(_Timed):
    """An instrument errs. size with its unit: ``-30 mmHg/day`` of a drift, ``0.2`` of samples of a dropout."""

    kind: Literal["sensor"]
    sensor: str
    mode: Literal["bias", "drift", "noise", "stuck", "dropout"]
    size: str = Field(default="", max_length=40)


class TemperatureMalfunction(_Timed):
    """The environment of a place, or everywhere, swings with a period or goes to another temperature."""

    kind: Literal["temperature"]
    place: str = Field(default="", description="a module or segment; empty: everywhere")
    mode: Literal["swing", "step"]
    change_k: TemperatureChange = Field(alias="change")
    period_s: Duration | None = Field(default=None, gt=0, alias="period")
    ramp_s: Duration = Field(default=600.0, gt=0, alias="ramp")


class SignalMalfunction(_Timed):
    """The link to the ground: lost, or late by `delay`."""

    kind: Literal["signal"]
    mode: Literal["lost", "delayed"]
    delay_s: Duration | None = Field(default=None, gt=0, le=3600, alias="delay")


class AlarmMalfunction(_Timed):
    """An alarm that does not sound, or sounds for nothing."""

    kind: Literal["alarm"]
    alarm: str
    mode: Literal["silent", "false"]
    place: str = Field(default="", description="of a false one")


class RepairMalfunction(_Timed):
    """A repair of a leak that does not hold; `tries`: only so many first ones."""

    kind: Literal["repair"]
    of: str
    mode: Literal["fails", "partial", "peels_off"]
    effect: float | None = Field(default=None, gt=0, lt=1, description="of a partial one")
    after_repair_s: Duration | None = Field(default=None, gt=0, alias="after_repair")
    tries: int = Field(default=1, ge=1, le=20)


class CoolantMalfunction(_Timed):
    """A hole in a coolant loop."""

    kind: Literal["coolant"]
    loop: str
    diameter_m: Length = Field(gt=0, lt=0.1, alias="diameter")
    discharge: float = Field(default=0.6, gt=0, le=1)


Malfunction = Annotated[
    LeakMalfunction
    | HatchMalfunction
    | ValveMalfunction
    | FanMalfunction
    | MachineMalfunction
    | FeedMalfunction
    | SensorMalfunction
    | TemperatureMalfunction
    | SignalMalfunction
    | AlarmMalfunction
    | RepairMalfunction
    | CoolantMalfunction,
    Field(discriminator="kind"),
]
