"""What is handed to a detector is looked at before compiled code sees it."""

from __future__ import annotations

import numpy as np

from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.frames import Samples


def checked_samples(samples: Samples, table: ChannelTable) -> Samples:
    """Samples of the columns of `table`, whole in memory. Raises ValueError that says what is wrong.

    Values may be NaN, which is a gap; a time that is NaN, comes again or runs backwards is the detector's to bear.
    """
    try:
        time_s = np.ascontiguousarray(samples.time_s, np.float64)
        values = np.ascontiguousarray(samples.values, np.float64)
        quality = np.ascontiguousarray(samples.quality, np.uint8)
    except (TypeError, ValueError) as error:
        raise ValueError(f"samples: numbers are meant ({error})") from None
    shape = (len(time_s), len(table)) if time_s.ndim == 1 else ()
    for name, array in (("values", values), ("quality", quality)):
        if array.shape != shape:
            words = "instants, channels" if shape else "time_s has one axis"
            raise ValueError(f"samples.{name}: shape {shape} ({words}), not {array.shape}")
    return Samples(time_s, values, quality)
