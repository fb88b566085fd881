"""How the kernels are compiled, and what all of them do.

Numba counts references to every array of a named tuple whenever one is passed on, which took a third
of the time of a step. A kernel makes no array, so it needs no counting (`_nrt`).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from iss_viewer.compiled import Compiler

_ROOM = Path(__file__).parent
_DATA = ("gas", "layout", "records", "elimination")
COMPILER = Compiler(
    *_ROOM.glob("kernel_*.py"), *(_ROOM / f"{name}.py" for name in _DATA), nogil=True, _nrt=False
)
#: compile a function that makes no arrays, for compiled functions alone, or for Python (tests) too
kernel, entry = COMPILER.inner, COMPILER.entry


@kernel
def copy(source: NDArray[np.float64], target: NDArray[np.float64]) -> None:
    """Copy a vector: assignment to a slice would count references."""
    for i in range(len(source)):
        target[i] = source[i]
