"""A fixed load of numpy: speeds are told beside it, so that a slow machine is told from a slow program.

Goals that are stated in yardsticks hold on every machine; they change with the program alone.
"""

from __future__ import annotations

import time

import numpy as np

_SOLVED, _SORTED, _ADDED = 20, 16, 50_000


def yardstick_s() -> float:
    """Processor seconds of the load: a few linear systems, sorted noise, and many small steps; about 0.1 s."""
    rng = np.random.default_rng(7)
    matrix, noise = rng.standard_normal((160, 160)), rng.standard_normal(60_000)
    small, diagonal = np.zeros(8), 200.0 * np.eye(160)
    start = time.process_time()
    for _ in range(_SOLVED):
        np.linalg.solve(matrix + diagonal, matrix)
    for _ in range(_SORTED):
        np.cumsum(np.sort(noise))
        np.exp(-noise * noise).sum()
    for _ in range(_ADDED):
        small += 1.0
    return time.process_time() - start
