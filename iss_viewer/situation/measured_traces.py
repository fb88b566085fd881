"""Which traces the cursors measure, and their figures in the reader's units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iss_viewer.situation.derived import Derived
from iss_viewer.situation.moment import Moment
from iss_viewer.situation.range_figures import RangeFigures, range_figures
from iss_viewer.station import Station
from iss_viewer.station.names import name_of
from iss_viewer.telemetry.frames import Floats
from iss_viewer.units import UnitSystem, figure, from_si

COLUMNS = ("Trace", "At 1", "At 2", "Difference", "Slope", "", "Mean", "Scatter", "Values")
_GAP = "\u00a0"


@dataclass(frozen=True)
class MeasuredTrace:
    """A trace that is drawn: its name, the columns that it is made of, and how its values are shown.

    offset: taken from each value, in SI. kind: of a quantity whose unit the reader chooses; written: what a person wrote.
    """

    name: str
    columns: tuple[int, ...]
    kind: str = ""
    offset: float = 0.0
    written: Derived | None = None

    def unit(self, units: UnitSystem) -> str:
        """In what its values are shown."""
        if self.written is not None:
            return self.written.unit(units)
        return str(getattr(units, self.kind))

    def shown(self, values: Floats, units: UnitSystem) -> Floats:
        """Values of its columns, shape (columns, n), as it shows them, shape (n,)."""
        if self.written is not None:
            return self.written.shown(self.written.reckoned(values), units)
        shown: Floats = from_si(values[0] - self.offset, self.unit(units), self.kind)
        return shown


def rate_name(station: Station, subject: str) -> str:
    """What the trace of a rate of pressure change is called."""
    return f"dP/dt {name_of(station, subject)}"


def figures_between(
    moment: Moment, traces: Sequence[MeasuredTrace], stretch: tuple[float, float], units: UnitSystem
) -> Iterator[tuple[MeasuredTrace, RangeFigures]]:
    """The figures of each trace between two instants, up to the moment."""
    columns = list(dict.fromkeys(column for trace in traces for column in trace.columns))
    to_s = min(stretch[1], moment.time_s)
    time_s, values, flagged = moment.run.history.measured(columns, stretch[0], to_s)
    for trace in traces:
        at = [columns.index(column) for column in trace.columns]
        is_flagged: NDArray[np.bool_] = np.asarray(flagged[at].any(axis=0))
        yield trace, range_figures(time_s, trace.shown(values[at], units), is_flagged)


def fine(number: float) -> str:
    """A number in three significant digits, however small: ``0.00123``, ``4.56e-05``."""
    return f"{number:.3g}" if 0.0 < abs(number) < 0.01 else figure(number)


def cells_of(trace: MeasuredTrace, found: RangeFigures, units: UnitSystem) -> tuple[str, ...]:
    """The figures of a trace as text, one for each of `COLUMNS`."""
    unit = trace.unit(units)
    apart = units.pressure_change if trace.kind == "pressure" else unit
    digits = units.pressure_digits + 1 if trace.kind == "pressure" else None

    def value(number: float) -> str:
        if number != number:
            return "—"
        return f"{number:,.{digits}f}" if digits is not None else fine(number)

    def change(number: float, per: str = "") -> str:
        if number != number:
            return "—"
        sign = "+" if number > 0.0 else ""
        return f"{sign}{fine(number)}{_GAP}{apart}{per}".strip()

    out = f", {found.left_out:,} left out" if found.left_out else ""
    return (
        trace.name, value(found.first), value(found.last), change(found.difference),
        change(found.slope_per_hour, "/h"), change(found.slope_per_day, "/d"),
        f"{value(found.mean)}{_GAP}{unit}".strip(), change(found.scatter).lstrip("+"),
        f"{found.count:,}{out}",
    )  # fmt: skip
