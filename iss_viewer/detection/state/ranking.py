"""Which of some values are the lowest: one short loop in place of numba's sorts, each of which is compiled anew
for each kind of array.
"""

from __future__ import annotations

import numpy as np

from iss_viewer.detection.state.compiled import inner
from iss_viewer.detection.state.records import Floats, Indices


@inner
def lowest(values: Floats, most: int) -> Indices:
    """Places of the `most` lowest values, lowest first, of equal ones the earlier first; shape (at most
    `most`,). Takes time as values times `most`.
    """
    places, kept = np.empty(min(most, len(values)), np.int64), 0
    for n in range(len(values)):
        k = kept
        while k > 0 and values[n] < values[places[k - 1]]:
            if k < len(places):
                places[k] = places[k - 1]
            k -= 1
        if k < len(places):
            places[k] = n
            kept = min(kept + 1, len(places))
    return places
