# mypy: disable-error-code="no-untyped-def, no-untyped-call"
"""Compiled: the room that a step works in, made once for a march, and how kernels are compiled.

Numba counts references to every array of a named tuple whenever one is passed on, which took a third
of the time of a step. A kernel makes no array, so it needs no counting (`_nrt`).
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from iss_viewer.compiled import Compiler

Floats = NDArray[np.float64]

_ROOM = Path(__file__).parent
COMPILER = Compiler(*_ROOM.glob("kernel_*.py"), _ROOM / "gas.py", nogil=True, _nrt=False)
#: compile a function that makes no arrays, for compiled functions alone, or for Python (tests) too
kernel, entry = COMPILER.inner, COMPILER.entry


@kernel
def copy(source, target):
    """Copy a vector: assignment to a slice would count references."""
    for i in range(len(source)):
        target[i] = source[i]


class Work(NamedTuple):
    """What a backward Euler step finds on its way, of n modules (shape (n,) unless said) and m passages.

    ``(wall_b + h film T) / wall_d`` is the new temperature of a wall beside gas of T.
    """

    # known before the flows are
    before: Floats  # mol at the start
    added: Floats  # mol, net, by sources
    molar: Floats  # kg/mol
    cv: Floats  # J/mol/K
    supply: Floats  # (n, 4), mol/s
    sink: Floats  # (n, 4), 1/s of what is there then
    taken_j_k: Floats  # W/K that leave with oxygen breathed
    heat_w: Floats
    around: Floats  # K, what the walls are held at
    wall_d: Floats  # J/K
    wall_b: Floats  # J
    condensing: Floats  # 1/s
    condensed_to: Floats  # mol of vapour at which it ends
    hold: Floats  # J/K of the walls
    lost_hold: Floats  # J/K of sinks; while flows are sought, of the walls too
    energy: Floats  # J that does not hang on temperatures
    factor: Floats  # (m,), growth of each passage
    # of the search for flows
    pressure: Floats  # Pa
    warm: Floats  # K
    moles: Floats  # mol, but for what flows
    inward: Floats  # mol/s
    outward: Floats  # mol/s; once the flows are known mol
    stiff: Floats  # J/K that hold the temperature
    plain: Floats  # Pa that a flow of 1 mol/s gives or takes,
    by_heat: Floats  # and Pa for each J/mol that it carries
    change: Floats  # (m,), of the flow at the present pressures
    by_a: Floats  # (m,), slopes
    by_b: Floats  # (m,)
    # of what the flows carry
    part: Floats  # (4, n), mole fractions
    total: Floats  # mol at the end
    content: Floats  # J/K of the gas at the end
    weight: Floats  # J/mol/K that leave with it
    new_warm: Floats  # K
    # equations
    diagonal: Floats
    right: Floats
    entries: Floats  # (slots,)
    carried: Floats  # (slots,)
    # of a step by parts
    made: Floats  # (3, size), ends in one, two and three parts
    last: Floats  # (3, size), where the last part began
    passed: Floats  # (3, 2, m), kg, in all and in the last part
    rough: Floats  # (size,)
    fine: Floats  # (size,)


def make_work(n: int, m: int, slots: int, size: int) -> Work:
    """Room for steps of n modules and m passages, of matrices with so many slots and vectors so long."""
    return Work(
        before=np.empty(n), added=np.empty(n), molar=np.empty(n), cv=np.empty(n),
        supply=np.empty((n, 4)), sink=np.empty((n, 4)), taken_j_k=np.empty(n), heat_w=np.empty(n),
        around=np.empty(n), wall_d=np.empty(n), wall_b=np.empty(n), condensing=np.empty(n),
        condensed_to=np.empty(n), hold=np.empty(n), lost_hold=np.empty(n), energy=np.empty(n),
        factor=np.empty(m), pressure=np.empty(n), warm=np.empty(n), moles=np.empty(n),
        inward=np.empty(n), outward=np.empty(n), stiff=np.empty(n), plain=np.empty(n),
        by_heat=np.empty(n), change=np.empty(m), by_a=np.empty(m), by_b=np.empty(m),
        part=np.empty((4, n)), total=np.empty(n), content=np.empty(n), weight=np.empty(n),
        new_warm=np.empty(n), diagonal=np.empty(n), right=np.empty(n), entries=np.empty(slots),
        carried=np.empty(slots), made=np.empty((3, size)), last=np.empty((3, size)),
        passed=np.empty((3, 2, m)), rough=np.empty(size), fine=np.empty(size),
    )  # fmt: skip
