"""What a preview says: when malfunctions come, pressures over the run, and how long T.res by two readings takes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from iss_viewer import units
from iss_viewer.scenario.exercise import Exercise
from iss_viewer.scenario.exercise.sentence import Status, StatusOf, atoms_of
from iss_viewer.studies.preview.idle_run import Preview
from iss_viewer.studies.preview.idle_sentences import Floats

#: rows of the table; places shown beside the main air
TABLE_ROWS, MOST_PLACES = 13, 4
#: a fall of so many whole mmHg gives T.res within 25 % in 97 of 100 tries by two readings
READABLE_PA = 6.0 * units.PA_PER_MMHG
LEAVE_PA = 490.0 * units.PA_PER_MMHG
_UNITS = units.UNIT_SYSTEMS[0]
#: below this nobody sees that a room goes its own way
_APART_PA = 0.5 * units.PA_PER_MMHG


def shown_places(preview: Preview) -> tuple[str, ...]:
    """The main air first, then places that change by themselves, the most changed first; of those together one."""
    volumes = {module.id: module.free_volume_m3 for module in preview.station.modules}
    change = {module: float(np.ptp(_pressure(preview, module))) for module in volumes}
    changed = sorted(
        (module for module in volumes if change[module] > _APART_PA),
        key=lambda module: (-round(change[module] / _APART_PA), -volumes[module]),
    )
    shown = [preview.main]
    for module in changed:
        if all(_is_apart(preview, module, other) for other in shown):
            shown.append(module)
    return tuple(shown[: MOST_PLACES + 1])


def _is_apart(preview: Preview, one: str, other: str) -> bool:
    between = np.abs(_pressure(preview, one) - _pressure(preview, other))
    return float(np.max(between)) > _APART_PA


def _pressure(preview: Preview, module: str) -> Floats:
    return preview.run[f"{module}.pressure_pa"]


def table_of_pressures(preview: Preview) -> tuple[Sequence[str], Iterator[Sequence[str]]]:
    """The heads and the rows: time, then the pressure of each shown place."""
    places = shown_places(preview)
    names = [preview.station.module(place).short_name for place in places]
    names[0] = f"Main air ({names[0]})"
    last = len(preview.run.time_s) - 1
    rows = np.unique(np.linspace(0, last, TABLE_ROWS).round().astype(int))
    return ("Time", *names), (_row(preview, places, int(row)) for row in rows)


def _row(preview: Preview, places: Sequence[str], row: int) -> Sequence[str]:
    values = (float(preview.run[f"{place}.pressure_pa"][row]) for place in places)
    time = units.duration_text(float(preview.run.time_s[row]))
    return (time, *(_UNITS.pressure_text(value) for value in values))


def remarks(preview: Preview, exercise: Exercise | None) -> Iterator[str]:
    """When each malfunction comes, when the air of the crew is too thin, and what T.res needs."""
    for name, (begin_s, end_s) in preview.spans.items():
        yield f"{name}: {_span(begin_s, end_s, float(preview.run.time_s[-1]))}"
        yield from (f"    {half}" for half in preview.halves.get(name, ()))
    if preview.unjudged:
        yield f"Not judged, since nobody does anything here: {', '.join(preview.unjudged)}"
    main = preview.run[f"{preview.main}.pressure_pa"]
    below = np.flatnonzero(main < LEAVE_PA)
    if len(below):
        when = units.duration_text(float(preview.run.time_s[below[0]]))
        yield f"The air of the crew is below {_UNITS.pressure_text(LEAVE_PA)} after {when}"
    if exercise is not None:
        yield from _readings(preview, exercise)


def _span(begin_s: float, end_s: float, length_s: float) -> str:
    if begin_s > length_s:
        return "does not come if nobody does anything"
    until = f", until {units.duration_text(end_s)}" if end_s <= length_s else ""
    return f"from {units.duration_text(begin_s)}{until}"


def _readings(preview: Preview, exercise: Exercise) -> Iterator[str]:
    """How long two readings must lie apart where T.res is expected within a tolerance."""
    reserves = {one.id for one in exercise.questions if one.right.startswith("reserve of ")}
    answers = {
        atom.name
        for action in exercise.expected
        for atom in atoms_of(action.evidence)
        if isinstance(atom, Status) and atom.subject is StatusOf.ANSWER
    }
    asked = reserves & answers
    begin_s = min((begin for begin, _ in preview.spans.values()), default=math.inf)
    if not asked or begin_s > preview.run.time_s[-1]:
        return
    main, time_s = preview.run[f"{preview.main}.pressure_pa"], preview.run.time_s
    start_pa = float(np.interp(begin_s, time_s, main))
    fallen = np.flatnonzero((time_s >= begin_s) & (main <= start_pa - READABLE_PA))
    fall = _UNITS.pressure_text(READABLE_PA)
    if not len(fallen):
        yield f"T.res by two readings: the air never falls by {fall}; let them stop the time (time_fall)"
        return
    needed = units.duration_text(float(time_s[fallen[0]]) - begin_s)
    yield f"T.res by two readings: {fall} of fall take {needed} from the first malfunction on"
