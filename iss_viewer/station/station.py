"""The station as it stands: one frozen model, read from a TOML file, the same for every room.

A module here is any volume that holds air: a pressurised module or a docked vehicle. The word
VACUUM names the outside. Numbers are SI; each table says its source and its confidence.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeVar

from pydantic import Field

from iss_viewer.datafile import Strict
from iss_viewer.station.machines import Equipment, Fan, Tank
from iss_viewer.station.provenance import Sourced

VACUUM = "VACUUM"
#: in the tables of a vehicle type: the vehicle that is docked
SHIP = "SHIP"
#: a litre; and wider than any hall that was ever sent up. Beyond, air is level before any instrument or step shows it
LEAST_ROOM_M3, WIDEST_DOOR_M = 1e-3, 20.0

Vector = tuple[float, float, float]
Segment = Literal["ROS", "USOS"]
Item = TypeVar("Item", "Module", "Hatch")


class Walls(Sourced):
    """What of its walls is not as `thermal` has it; no film is no heat to the gas, no control none from outside."""

    area_m2: float | None = Field(default=None, gt=0)
    film_w_m2_k: float | None = Field(default=None, ge=0, description="gas to wall")
    wall_heat_capacity_j_m2_k: float | None = Field(default=None, gt=0)
    control_w_m2_k: float | None = Field(default=None, ge=0, description="wall to environment")
    environment_k: float | None = Field(default=None, gt=120, lt=700)


class Module(Sourced):
    """A volume of air with its place: from the centre of end `end_a_m` to that of `end_b_m`."""

    id: str
    name: str
    short: str = Field(default="", description="a label of at most 10 letters for tight places")
    operator: str
    segment: Segment
    kind: Literal["module", "vehicle"] = "module"
    shape: str = Field(default="cylinder", description="which mesh the 3D scene draws")
    launched: date | None = None
    about: str = ""
    free_volume_m3: float = Field(ge=LEAST_ROOM_M3)
    free_volume_spread: float = Field(default=0.1, ge=0, lt=1, description="1-sigma, relative")
    background_leak_kg_s: float = Field(
        default=0.0, ge=0, description="normal loss to space through seals and vents, at 1 atm"
    )
    walls: Walls | None = Field(default=None, description="if not as `thermal` has them")
    mass_kg: float | None = Field(default=None, gt=0)
    length_m: float = Field(gt=0)
    diameter_m: float = Field(gt=0)
    end_a_m: Vector
    end_b_m: Vector
    crew_seats: int = Field(default=0, ge=0, description="seats home, of a crew vehicle")
    port: str = Field(default="", description="where a vehicle is docked")
    outlets: tuple[str, ...] = Field(
        default=(), description="lines to space that valves close, as the crew names them"
    )

    @property
    def short_name(self) -> str:
        """The name in tight places."""
        return self.short or (self.name if len(self.name) <= 18 else self.id)

    @property
    def centre_m(self) -> Vector:
        """The middle of the module, metres in the station frame."""
        (ax, ay, az), (bx, by, bz) = self.end_a_m, self.end_b_m
        return ((ax + bx) / 2, (ay + by) / 2, (az + bz) / 2)


class Hatch(Sourced):
    """A door between two volumes, or to VACUUM; it has a seal and may have an equalisation valve."""

    id: str
    a: str
    b: str
    name: str = ""
    opening: Literal["round", "square"]
    size_m: float = Field(gt=0, le=WIDEST_DOOR_M)
    normally: Literal["open", "closed"]
    valve_diameter_m: float = Field(default=0.0, ge=0, lt=0.2, description="0: it has no valve")
    seal_leak_kg_s: float = Field(default=0.0, ge=0, description="through the closed seal at 1 atm")
    discharge: float = Field(default=0.6, gt=0, le=1, description="of the open hatch (Idelchik)")
    valve_discharge: float = Field(
        default=0.8, gt=0, le=1, description="of the open valve, assumed"
    )

    travel_s: float = Field(default=0.0, ge=0, le=3600, description="from shut to open, or back")
    valve_travel_s: float = Field(default=0.0, ge=0, le=3600, description="of its valve")

    @property
    def area_m2(self) -> float:
        """The free area of the open hatch."""
        shape = 1.0 if self.opening == "square" else 0.7853981633974483
        return shape * self.size_m**2


class Port(Sourced):
    """A place where a vehicle docks; its hatch leads to the vehicle, or to VACUUM when free.

    A port whose hatch leads to a module of the station is taken until that module is absent.
    """

    id: str
    name: str
    module: str
    hatch: str
    face_m: Vector
    axis: Vector = Field(description="unit vector pointing away from the module")
    hatch_normally: Literal["open", "closed"] = Field(
        default="open", description="its hatch while a vehicle is docked"
    )


class CoolantCircuit(Sourced):
    """What an external coolant loop and its accumulator are made of, wherever it is mounted."""

    fluid: str
    inventory_m3: float = Field(gt=0)
    density_kg_m3: float = Field(gt=0)
    pressure_pa: float = Field(gt=0)
    vapour_pressure_pa: float = Field(ge=0)
    molar_mass_kg_mol: float = Field(default=0.0, ge=0, description="of its vapour; 0: no boil-off")
    accumulator_gas_m3: float = Field(gt=0)
    polytropic_exponent: float = Field(default=1.0, ge=1)
    pump_flow_kg_s: float = Field(default=0.0, ge=0, description="circulation while the pump runs")
    pump_trip_pa: float = Field(ge=0)
    heat_load_w: float = Field(gt=0)
    heat_capacity_j_k: float = Field(gt=0, description="of what the loop cools")
    conductance_w_k: float = Field(gt=0, description="from equipment to loop while it flows")
    passive_w_k: float = Field(gt=0, description="from equipment to the cabin, always")
    sink_k: float = Field(gt=100, lt=350)


class VehicleType(Sourced):
    """What is the same for all vehicles of a kind."""

    id: str
    name: str
    operator: str
    segment: Segment
    shape: str
    free_volume_m3: float = Field(ge=LEAST_ROOM_M3)
    length_m: float = Field(gt=0)
    diameter_m: float = Field(gt=0)
    mass_kg: float = Field(gt=0)
    crew_seats: int = Field(default=0, ge=0)
    about: str = ""
    coolant: CoolantCircuit | None = Field(default=None, description="its loop, if it has one")
    sensors: tuple[str, ...] = Field(default=(), description="sensor classes that it carries")
    equipment: tuple[Equipment, ...] = Field(default=(), description="in the module SHIP")
    tanks: tuple[Tank, ...] = Field(default=(), description="in the module SHIP")


class Docked(Strict):
    """A vehicle at a port."""

    port: str
    type: str
    id: str
    name: str
    short: str = Field(default="", description="for tight places")
    note: str = ""


class Atmosphere(Sourced):
    """The air at the start, the same everywhere unless a scenario says otherwise."""

    pressure_pa: float = Field(gt=0)
    oxygen_pa: float = Field(ge=0)
    carbon_dioxide_pa: float = Field(ge=0)
    water_pa: float = Field(ge=0)
    temperature_k: float = Field(gt=200, lt=350)


class Thermal(Sourced):
    """Heat exchange between gas, walls and the controlled environment, by volume^(2/3)."""

    film_w_m2_k: float = Field(ge=0, description="gas to wall; 0: adiabatic")
    area_per_volume_two_thirds: float = Field(gt=0, description="wall area / V^(2/3)")
    wall_heat_capacity_j_m2_k: float = Field(gt=0)
    control_w_m2_k: float = Field(ge=0, description="wall to the thermal control system")
    mixing_speed_m_s: float = Field(ge=0, description="turbulent exchange through an open hatch")


class SensorClass(Sourced):
    """How an instrument errs: ``y = quantised(lag(truth) + bias + walk + tco (T - T0) + noise)``."""

    id: str
    name: str
    quantity: Literal["pressure", "oxygen", "carbon_dioxide", "water", "temperature"]
    noise: float = Field(ge=0, description="1-sigma of one sample, Pa or K")
    quantum: float = Field(ge=0, description="step of the reading, Pa or K; 0: none")
    lag_s: float = Field(ge=0)
    bias: float = Field(ge=0, description="1-sigma of the constant offset, Pa or K")
    gain_error: float = Field(default=0.0, ge=0, description="1-sigma, relative")
    drift_per_sqrt_day: float = Field(ge=0, description="random walk, Pa or K per sqrt(day)")
    per_kelvin: float = Field(default=0.0, description="temperature coefficient, Pa/K")
    low: float = 0.0
    high: float = Field(gt=0)
    stale_after_s: float = Field(default=5.0, gt=0)


class Sensor(Sourced):
    """An instrument in a module; its channel is ``MODULE.quantity_pa`` or ``_k``."""

    id: str
    module: str
    sensor_class: str
    telemetry_item: str = Field(default="", description="item of the public feed, if any")


class CoolantLoop(CoolantCircuit):
    """An external coolant loop with its accumulator, which cools equipment in a module."""

    id: str
    name: str
    module: str


class Gauge(Sourced):
    """The hand-held manovacuumeter: absolute pressure of a module, read by eye."""

    name: str
    reading_s: float = Field(gt=0, description="from asking until the reading is called down")
    quantum_pa: float = Field(gt=0, description="step in which the dial is read")
    noise_pa: float = Field(ge=0, description="1-sigma of one reading")
    low_pa: float = Field(default=0.0, ge=0)
    high_pa: float = Field(gt=0)


class Crew(Strict):
    """A person aboard."""

    id: str
    name: str
    agency: str
    module: str
    vehicle: str = Field(default="", description="the ship that takes this person home")
    note: str = ""


class Truss(Sourced):
    """A box of truss along y."""

    id: str
    from_m: Vector
    to_m: Vector
    width_m: float = Field(gt=0)


class SolarArray(Sourced):
    """A wing or a pair of wings: a flat panel from its root along a direction."""

    id: str
    kind: Literal["wing", "irosa", "russian"]
    root_m: Vector
    direction: Vector
    across: Vector
    length_m: float = Field(gt=0)
    width_m: float = Field(gt=0)


class Radiator(Sourced):
    """A flat white panel group."""

    id: str
    root_m: Vector
    direction: Vector
    across: Vector
    length_m: float = Field(gt=0)
    width_m: float = Field(gt=0)
    panels: int = Field(default=1, ge=1)


class Station(Strict):
    """All that is true with time stopped."""

    id: str
    name: str
    about: str = ""
    as_of: date
    sources: dict[str, str] = Field(default={}, description="source id -> address or title")
    outside: str = Field(
        default="",
        description="the module that stands around all others, a test chamber; none: vacuum",
    )
    atmosphere: Atmosphere
    thermal: Thermal
    modules: tuple[Module, ...] = Field(min_length=1)
    hatches: tuple[Hatch, ...] = ()
    ports: tuple[Port, ...] = ()
    vehicle_types: tuple[VehicleType, ...] = ()
    docked: tuple[Docked, ...] = ()
    fans: tuple[Fan, ...] = ()
    sensor_classes: tuple[SensorClass, ...] = ()
    sensors: tuple[Sensor, ...] = ()
    equipment: tuple[Equipment, ...] = ()
    tanks: tuple[Tank, ...] = ()
    coolant_loops: tuple[CoolantLoop, ...] = ()
    gauge: Gauge | None = None
    crew: tuple[Crew, ...] = ()
    trusses: tuple[Truss, ...] = ()
    solar_arrays: tuple[SolarArray, ...] = ()
    radiators: tuple[Radiator, ...] = ()

    @property
    def module_ids(self) -> tuple[str, ...]:
        """Ids of all volumes, in the order that every array of the project uses."""
        return tuple(module.id for module in self.modules)

    def module(self, module_id: str) -> Module:
        """The module of this id. Raises KeyError."""
        return _by_id(self.modules, module_id)

    def hatch(self, hatch_id: str) -> Hatch:
        """The hatch of this id. Raises KeyError."""
        return _by_id(self.hatches, hatch_id)

    def hatch_words(self, hatch_id: str) -> str:
        """A hatch by what it joins, e.g. ``Zvezda–PrK`` or ``PrK–outside``. Raises KeyError."""
        hatch = self.hatch(hatch_id)
        ends = (hatch.a, hatch.b)
        return "–".join("outside" if m == VACUUM else self.module(m).short_name for m in ends)

    def valves_outside(self, module_id: str) -> tuple[str, ...]:
        """What can be opened from a module to space, in words: its lines, relief valves, valves of outer hatches."""
        reliefs = (
            machine.name
            for machine in self.equipment
            if machine.kind == "relief_valve" and machine.module == module_id and not machine.into
        )
        hatches = (
            f"the valve of {self.hatch_words(hatch.id)}"
            for hatch in self.hatches_of(module_id)
            if VACUUM in (hatch.a, hatch.b) and hatch.valve_diameter_m > 0.0
        )
        return (*self.module(module_id).outlets, *reliefs, *hatches)

    def hatches_of(self, module_id: str) -> tuple[Hatch, ...]:
        """The hatches that a module has."""
        return tuple(hatch for hatch in self.hatches if module_id in (hatch.a, hatch.b))


def _by_id(items: tuple[Item, ...], item_id: str) -> Item:
    for item in items:
        if item.id == item_id:
            return item
    raise KeyError(item_id)
