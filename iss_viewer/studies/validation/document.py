"""Make ``docs/validation.md`` and its pictures."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from iss_viewer.studies.validation.case import Case
from iss_viewer.studies.validation.closed_forms import closed_form_cases
from iss_viewer.studies.validation.coolant_stories import coolant_cases
from iss_viewer.studies.validation.heated import heated_cases
from iss_viewer.studies.validation.plots import draw_blowdown, draw_july, draw_story
from iss_viewer.studies.validation.prk_fit import fit_page
from iss_viewer.studies.validation.published import published_cases
from iss_viewer.studies.validation.regulated import regulated_cases
from iss_viewer.studies.validation.solvers import (
    REFERENCE,
    cantera_cases,
    has_cantera,
    hatch_story,
    six_hour_story,
    solver_cases,
)

_OPENING = """# Validation of the air

Made by `iss-viewer study validation` (`iss_viewer/studies/validation`); every figure was computed when this
page was made. Each case is set against an authority that is not ours. No constant is tuned in code to
pass. *Difference* is relative to what was expected; a case without a tolerance is shown, not judged.
"""

_NOT_COVERED = """## What is not covered

- **Flight data of the air inside open modules**: none is public for the Russian segment; mixing,
  wall heat exchange and hatch seal leakage are assumed values of the station file, and no case here
  says whether they are right, only that the equations on them are solved right.
- **Discharge coefficients**: taken constant per opening; pressure alone cannot tell them from area.
- **The volume of PrK** (3.5 m3 in the station file, 2 to 7 m3 in what was published): the rows that
  start from the station's loss scale with it.
- Real-gas behaviour of full tanks (nitrogen at 200 bar is some 5 % off the ideal gas), mist in the
  gas (vapour condenses on walls only), buoyancy (there is none), sound waves and the momentum of jets.
- **Latent heat**: what evaporates water is taken from the heat of people; what condenses it goes into
  the condensers' heat exchangers (booked), or into the walls that are colder than the dew point.
- Cantera's case has no hole to space and no walls: its reactors have no choked valve.
"""

_READINGS = """
Set by the first two readings of July 2021, a plain orifice misses the third by 14 %; a
friction-dominated crack meets it within 1.3 %, so a plain orifice alone is rejected for that leak (an
orifice with inflow past the hatch's seal is not: three readings cannot part them). Foretold from
the loss of the whole station, all three closures end too high, by 0.5 to 22 %, the crack law worse than
the orifice, and February 2021, read over two days by one source and over 'a weekend' by others, worst (three
days would make it 2 to 10 %): the leak was larger, or the volume smaller, than taken, or air was lost faster by the fresh
cracks of that winter. The station's loss was published to a factor of 1.6 at best, and the free volume
of PrK in the station file was itself inferred from such closures, so these rows are not independent.
"""

_COOLANT = """
The stories are run to their end. Of Soyuz MS-22 the hole, the litres and the pressure are published; the
gas volume of the accumulator, on which the length of the tail hangs, is fitted, and so are the heat
figures, so these rows show that the model can do what was seen, not that it foretells it. The hours in
which it warmed were not published. Of Nauka's radiator neither litres nor hole nor hours were published:
nothing of `nauka-rtod-2023` can be set against a figure.
"""


def write_validation(out_dir: Path | str = "docs") -> Path:
    """Write ``validation.md`` and ``validation/*.png`` into `out_dir`; takes some minutes.

    Cantera's case is left out, and said so, where it is not installed.
    """
    out = Path(out_dir)
    pictures = out / "validation"
    pictures.mkdir(parents=True, exist_ok=True)
    stories = hatch_story(), six_hour_story()
    exact = [story.solve(*REFERENCE) for story in stories]
    draw_blowdown(pictures / "blowdown.png")
    draw_story(pictures / "hatch_events.png", stories[0], exact[0])
    draw_story(pictures / "six_hours.png", stories[1], exact[1])
    draw_july(pictures / "july_2021.png")
    parts = [_OPENING, "## Closed forms\n", _table(closed_form_cases())]
    parts += ["![Blowdown](validation/blowdown.png)\n", "## A general stiff solver\n"]
    solved = [case for pair in zip(stories, exact, strict=True) for case in solver_cases(*pair)]
    parts += [
        _table(solved + regulated_cases() + heated_cases()),
        "![Hatch events](validation/hatch_events.png)\n",
        "![Six hours](validation/six_hours.png)\n",
    ]
    parts.append("## Cantera\n")
    parts.append(_table(cantera_cases()) if has_cantera() else "Cantera was not installed.\n")
    parts += ["## Published readings of PrK\n", _table(published_cases()), _READINGS]
    parts += ["![July 2021](validation/july_2021.png)\n", fit_page()]
    parts += ["## Published figures of coolant losses\n", _table(coolant_cases())]
    parts += [_COOLANT, _NOT_COVERED]
    path = out / "validation.md"
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


def _table(cases: Iterable[Case]) -> str:
    lines = [
        "| Case | Quantity | Source | Expected | Obtained | Difference | Tolerance | |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for case in cases:
        tolerance = "" if case.tolerance is None else f"{case.tolerance:.0e}"
        verdict = "" if case.tolerance is None else "agrees" if case.agrees else "**disagrees**"
        if case.remark:
            verdict = f"{verdict} {case.remark}".strip()
        lines.append(
            f"| {case.title} | {case.quantity} | {case.source} | {case.expected:.6g} {case.unit} "
            f"| {case.obtained:.6g} {case.unit} | {case.difference:+.1e} | {tolerance} | {verdict} |"
        )
    return "\n".join([*lines, ""])
