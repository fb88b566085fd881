"""What the kernels read and write: a station, what is set on it, and the room that a step works in.

Records of 8-byte fields (see `records`), few arrays: every array of a named tuple is seven arguments
of every kernel that it is handed to, and each costs time to compile.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from iss_viewer.simulation.air.elimination import Elimination
from iss_viewer.simulation.air.layout import Starts
from iss_viewer.simulation.air.records import Records, Species, empty

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Law(IntEnum):
    """How a passage's flow follows from the pressures; the meaning of its two coefficients."""

    ORIFICE = 0  # effective area, m2
    CRACK = 1  # kg/s/Pa2 on p_u^2 - p_d^2, kg/s/Pa on p_u - p_d
    FORCED = 2  # m3/s of upstream gas, a to b
    RELIEF = 3  # kg/s when open; the machine says where it opens
    POWER = 4  # kg/s/Pa^n on p_u^n - p_d^n; n
    FAN = 5  # m3/s of upstream gas against no pressure, a to b; the pressure, Pa, against which it stalls


class Kind(IntEnum):
    """What a machine does; lower case in the station file."""

    CO2_REMOVAL = 0
    OXYGEN_GENERATION = 1
    CONDENSER = 2
    OXYGEN_FEED = 3
    NITROGEN_FEED = 4
    AIR_FEED = 5
    RELIEF_VALVE = 6
    COOLER = 7
    PUMP = 8
    HOSE = 9


class ModuleRow:
    """film: gas to wall; control: wall to environment; wall_j_k: heat capacity of the wall."""

    volume_m3: float
    film_w_k: float
    control_w_k: float
    wall_j_k: float


class MachineRow:
    """A machine in a module, fed from a tank (-1: none).

    sweep_m3_s: volume of air freed of its vapour per second; low_pa, high_pa: where a regulator
    opens and closes (a relief valve: begins to open and is open). gas: mole fractions of what it feeds.
    water_1: kg of water out of its tank for each kg that a generator makes, or into it for each that a condenser takes.
    cooling_w, heating_w, gain_w_k, reset_s: its control of temperature, as `kernel_heat` has it.
    """

    kind: int
    module: int
    tank: int
    rate_kg_s: float
    sweep_m3_s: float
    target_pa: float
    low_pa: float
    high_pa: float
    gas: Species
    feed_k: float
    water_1: float
    cooling_w: float
    heating_w: float
    gain_w_k: float
    reset_s: float


class Network(NamedTuple):
    """A station. slots: entries of a matrix on its hatch graph. outside: the module that stands around, or -1."""

    at: Starts
    modules: Records[ModuleRow]
    machines: Records[MachineRow]
    tank_pa_per_kg: Floats
    order: Elimination
    slots: int
    outside: int


class PassageRow:
    """A way from module a to module b, or to space (b < 0), with its slots in the matrix.

    value, slope_per_s, rate_per_s, since_s: its `Growth`. leak, machine: whose it is, or -1. account: where
    that begins in a vector (-1: of a leak, see `Work.leak_at`); along: 1, or -1 where it counts b to a.
    """

    a: int
    b: int
    slot_ab: int
    slot_ba: int
    law: int
    first: float
    second: float
    value: float
    slope_per_s: float
    rate_per_s: float
    since_s: float
    leak: int
    machine: int
    account: int
    along: float


class ModuleSetting:
    """What is set in a module: persons times their activity, heat into the gas, around its walls."""

    people: float
    heat_w: float
    environment_k: float


class MachineSetting:
    """What is set on a machine; by_hand_kg_s is NaN where it goes by itself; set_k: the warmth it is to hold.

    bed, bed_per_s, since_s: how much of its flow a bed frees, ``bed + bed_per_s (t - since)``.
    """

    is_on: int
    by_hand_kg_s: float
    set_k: float
    bed: float
    bed_per_s: float
    since_s: float


class SwingRow:
    """``amplitude sin(angular t + phase)`` on the environment."""

    amplitude_k: float
    angular_per_s: float
    phase_rad: float


class WarmingRow:
    """``change + slope (t - since)`` on the environment."""

    change_k: float
    slope_k_s: float
    since_s: float


class Settings(NamedTuple):
    """`Controls` for the kernel. swing_at, warming_at: (swings, modules), 1 where it acts."""

    passages: Records[PassageRow]
    modules: Records[ModuleSetting]
    machines: Records[MachineSetting]
    swings: Records[SwingRow]
    swing_at: Floats
    warmings: Records[WarmingRow]
    warming_at: Floats


class ModuleWork:
    """What a step finds of a module on its way. ``(wall_b_j + h film T) / wall_d_j_k`` is the new
    temperature of a wall beside gas of T.
    """

    # known before the flows are
    before_mol: float
    added_mol: float  # net, by sources
    molar_kg: float
    cv_j_mol_k: float
    supply_mol_s: Species
    sink_per_s: Species  # of what is there then
    drawn_w_k: float  # leave with oxygen breathed and into coolers
    heat_w: float
    start_k: float
    breath_mol_s: Species  # that people give, but for a sink of oxygen
    breath_sink_per_s: float
    breath_w: float  # their heat, and enthalpy of what they give
    around_k: float  # what the walls are held at
    wall_d_j_k: float
    wall_b_j: float
    condensing_per_s: float
    condensed_to_mol: float  # vapour at which it ends
    on_wall_mol: float
    is_drying: int  # all that is on the wall evaporates
    hold_j_k: float  # of the walls
    lost_hold_j_k: float  # of sinks; while flows are sought, of the walls too
    energy_j: float  # that does not depend on temperatures
    # of the search for flows
    pressure_pa: float
    warm_k: float
    moles: float  # but for what flows
    inward_mol_s: float
    outward_mol_s: float
    stiff_j_k: float  # holds the temperature
    plain_pa: float  # that a flow of 1 mol/s gives or takes,
    by_heat_pa: float  # and for each J/mol that it carries
    # of what the flows carry
    part: Species  # mole fractions at the end
    pivot: Species  # diagonals of their equations
    total_mol: float  # at the end
    outward_mol: float
    content_j_k: float  # of the gas at the end
    weight_j_mol_k: float  # leaves with it


class SpeciesRow:
    """An entry, beside the diagonal, of the equations of each species."""

    entry: Species


class MachineWork:
    """What a step finds of a machine: how fresh its bed is; what it feeds; what part of a species it takes, down to
    `goal_mol`; and the heat that it draws from gas of T: ``base_w + per_w_k T``.
    """

    bed: float
    fed_mol_s: float
    sweep_per_s: float
    goal_mol: float
    base_w: float
    per_w_k: float


class PassageWork:
    """What a step finds of a passage: the factor of its growth, the change of its flow at the present
    pressures, and the slopes of its flow to the pressures of a and (negated) b, mol/s/Pa.
    """

    factor: float
    change_mol_s: float
    by_a: float
    by_b: float


class Work(NamedTuple):
    """The room of a step. leak_at: where the account of each leak begins in a vector. Equations: diagonal,
    right (n,), entries, carried (slots,); of each species, species_at (slots,). Of a step by parts: made, last
    (3, size), its ends in one, two and three parts and where the last part began; passed_kg (3, 2, passages), in all and
    in the last part; rough, fine (size,).
    """

    modules: Records[ModuleWork]
    machines: Records[MachineWork]
    passages: Records[PassageWork]
    leak_at: Ints
    new_k: Floats  # gas at the end, (n,)
    diagonal: Floats
    right: Floats
    entries: Floats
    carried: Floats
    species_at: Records[SpeciesRow]
    made: Floats
    last: Floats
    passed_kg: Floats
    rough: Floats
    fine: Floats


def work_for(net: Network, settings: Settings, size: int, leak_at: Ints) -> Work:
    """Room for the steps of a march, of vectors so long, with the account of each leak where it begins."""
    n, passages, slots = len(net.modules), len(settings.passages), net.slots
    return Work(
        modules=empty(ModuleWork, n),
        machines=empty(MachineWork, len(net.machines)),
        passages=empty(PassageWork, passages),
        leak_at=leak_at,
        new_k=np.empty(n),
        diagonal=np.empty(n),
        right=np.empty(n),
        entries=np.empty(slots),
        carried=np.empty(slots),
        species_at=empty(SpeciesRow, slots),
        made=np.empty((3, size)),
        last=np.empty((3, size)),
        passed_kg=np.empty((3, 2, passages)),
        rough=np.empty(size),
        fine=np.empty(size),
    )


class Problem(NamedTuple):
    """What a step solves, and where."""

    net: Network
    settings: Settings
    work: Work


class Progress(NamedTuple):
    """The step in progress, as in `AirState`."""

    vectors: Floats
    flow: Floats
    passed_kg: Floats
    feeding: Ints
    clock: Floats


class RowArrays(NamedTuple):
    """What is read, as in `AirRows`."""

    vectors: Floats
    machine_kg_s: Floats
    leak_kg_s: Floats
    lost_kg_s: Floats


class Accuracy(NamedTuple):
    """The relative error allowed to a step, and its longest."""

    tolerance: float
    longest_s: float


class Approach(NamedTuple):
    """How the iterations of a search came near: the part of `change`, relative, that the next one brought."""

    ratio: float
    change: float
    is_found: bool


class GasAt(NamedTuple):
    """Gas at one end of a passage."""

    pressure_pa: float
    warm_k: float
    molar_kg: float


class LinearFlow(NamedTuple):
    """A flow from a to b, mol/s, and its slopes to the pressures of a and, negated, of b."""

    mol_s: float
    by_a: float
    by_b: float
