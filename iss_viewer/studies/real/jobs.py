"""The runs that the study of real readings is made of, as plain values."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from iss_viewer.studies.real.planting import Coarser
from iss_viewer.studies.real.series import Series, SeriesFile, series_files
from iss_viewer.studies.results import Row
from iss_viewer.units import KG_PER_LB

#: by what a leak is called, its loss at the pressure of its onset, kg/day; holes as in `study detection`
LEAKS = {
    "1 lb/day": KG_PER_LB,
    "4 lb/day": 4.0 * KG_PER_LB,
    "20 lb/day": 20.0 * KG_PER_LB,
    "2 mm": 51.8,
    "5 mm": 323.0,
}
UNTOUCHED = "untouched"
#: what the detector is given of a series
PRESSURE = ("pressure",)
ALL = ("pressure", "temperature", "relative_humidity", "oxygen", "carbon_dioxide")
ONSETS = 4


@dataclass(frozen=True)
class Worse:
    """Readings made coarser, and by what name the page has them."""

    name: str
    coarser: Coarser


PLAIN = Worse("", Coarser())
#: of these the station of a feed may tell only so much: each of a tablet that reads each 5 s in steps of 10 Pa
WORSE = (
    Worse("each minute", Coarser(every_s=60.0)),
    Worse("each 5 min", Coarser(every_s=300.0)),
    Worse("each 30 min", Coarser(every_s=1800.0)),
    Worse("signal lost 38 min an orbit", Coarser(lost_s=2280.0, turn_s=5562.0)),
    Worse("steps of 34 Pa (0.01 inHg)", Coarser(step_pa=33.86389)),
    Worse("steps of 69 Pa (0.01 psi)", Coarser(step_pa=68.94757)),
    Worse("steps of 100 Pa (1 hPa)", Coarser(step_pa=100.0)),
    Worse("steps of 133 Pa (1 mmHg)", Coarser(step_pa=133.3224)),
)
WORSENED = ("astro-pi-ir-2022", "astro-pi-vis-2022")
#: of many series of one origin leaks are planted in every so manyth; below WHOLE the others are left out
_EACH, WHOLE = 5, 0.25


def jobs(scale: float, only: str = "") -> list[Row]:
    """All runs of the study, or those of the series or files whose id begins with `only`."""
    found: list[Row] = []
    for file in series_files().values():
        for index, series in enumerate(file.series):
            is_one_of_many = len(file.series) > _EACH and index % _EACH > 0
            if not (file.id.startswith(only) or series.id.startswith(only)):
                continue
            if not is_one_of_many:
                found += _of_series(file, series, _count(ONSETS, scale))
            elif scale >= WHOLE:
                found += _of_series(file, series, 0)
    return found


def given(quantities: list[str]) -> str:
    """How the page says what the detector was given."""
    return "all" if len(quantities) > 1 else "pressure"


def _of_series(file: SeriesFile, series: Series, onsets: int) -> list[Row]:
    found: list[Row] = []
    for asked in _given(series):
        found.append(_job(file, series, asked, PLAIN, UNTOUCHED, 0))
        for leak in LEAKS:
            found += [_job(file, series, asked, PLAIN, leak, seed) for seed in range(onsets)]
    for worse in WORSE if series.id in WORSENED else ():
        found.append(_job(file, series, PRESSURE, worse, UNTOUCHED, 0))
        found += [_job(file, series, PRESSURE, worse, "2 mm", seed) for seed in range(onsets)]
    return found


def _given(series: Series) -> list[tuple[str, ...]]:
    """Pressure alone, and everything where there is more."""
    return [PRESSURE] if len(series.columns) == 1 else [PRESSURE, ALL]


def _job(
    file: SeriesFile, series: Series, asked: tuple[str, ...], worse: Worse, leak: str, seed: int
) -> Row:
    return {
        "kind": "real",
        "series": series.id,
        "is_aboard": file.is_aboard,
        "quantities": [c.quantity for c in series.columns if c.quantity in asked],
        "worse": worse.name,
        "coarser": asdict(worse.coarser),
        "leak": leak,
        "kg_day": LEAKS.get(leak, 0.0),
        "seed": seed,
    }


def _count(full: int, scale: float) -> int:
    return max(round(full * scale), 1)
