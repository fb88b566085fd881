"""The air spaces at an instant: what each is called, how it stands, and which is looked at first."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from iss_viewer.situation.air_loss import subject_of_loss
from iss_viewer.situation.condition import air_condition_of, is_at_fault
from iss_viewer.situation.module_state import ModuleCondition
from iss_viewer.situation.moment import Moment, name_of, once_a_moment
from iss_viewer.situation.ways_home import people_in
from iss_viewer.station import Station
from iss_viewer.station.names import and_more
from iss_viewer.station.topology import usual_parts
from iss_viewer.telemetry.status import ModuleStatus

_SUSPECT = (ModuleStatus.SUSPECTED, ModuleStatus.LEAKING)


@dataclass(frozen=True)
class AirSpaceNow:
    """Modules that share their air. named_by: the module that it is called by, and whose figures are told of it;
    is_planned: it is closed off as it is by plan; fall_pa_s: at least so fast its pressure falls, 0 where it may not; condition: the worst of what is believed of its air.
    """

    modules: tuple[str, ...]
    named_by: str
    name: str
    volume_m3: float
    people: int
    is_planned: bool
    is_losing: bool
    fall_pa_s: float
    condition: ModuleCondition

    @property
    def short_name(self) -> str:
        """The name in tight places: ``Harmony +6``."""
        return self.name.replace(" and ", " +").removesuffix(" more")


@once_a_moment
def air_spaces_now(moment: Moment) -> tuple[AirSpaceNow, ...]:
    """All air spaces: those that lose air first, then by people and by volume; those closed by plan last."""
    groups: defaultdict[float, list[str]] = defaultdict(list)
    for module in moment.station.module_ids:
        space = moment.value(module, "air_space")
        if space == space:
            groups[space].append(module)
    lost = subject_of_loss(moment)
    spaces = [_space(moment, tuple(modules)) for modules in groups.values()]
    return tuple(
        sorted(
            spaces,
            key=lambda s: (
                lost not in s.modules, not s.is_losing, s.is_planned, -s.fall_pa_s, -s.people, -s.volume_m3,
            ),
        )
    )  # fmt: skip


def space_of(moment: Moment, module: str) -> AirSpaceNow | None:
    """The air space that a module is in; of no module: the one that is looked at first. None: not known yet."""
    spaces = air_spaces_now(moment)
    return next((s for s in spaces if not module or module in s.modules), None)


def space_name(station: Station, modules: tuple[str, ...], named_by: str) -> str:
    """What an air space is called: ``Harmony and 6 more``; all that is usually open is the main air space."""
    if set(modules) >= usual_parts(station)[0]:
        return "Main air space"
    return and_more(name_of(station, named_by), len(modules) - 1)


def _space(moment: Moment, modules: tuple[str, ...]) -> AirSpaceNow:
    station = moment.station
    people = {m: people_in(moment, m)[1] for m in modules}
    named_by = max(modules, key=lambda m: (people[m], station.module(m).free_volume_m3))
    is_found = moment.value(named_by, "leak_evidence_1") >= 1.0
    is_losing = is_found or any(moment.status(m) in _SUSPECT for m in modules)
    is_planned = frozenset(modules) in usual_parts(station)[1:] and not is_losing
    of_air = [air_condition_of(moment, m) for m in modules if not is_at_fault(moment, m)]
    worst = max(of_air, key=lambda c: c.value, default=ModuleCondition.NOMINAL)
    return AirSpaceNow(
        modules, named_by, space_name(station, modules, named_by), _volume_m3(station, modules),
        int(math.fsum(people.values())), is_planned, is_losing, _fall_pa_s(moment, named_by), worst,
    )  # fmt: skip


def _volume_m3(station: Station, modules: Iterable[str]) -> float:
    return math.fsum(station.module(m).free_volume_m3 for m in modules)


def _fall_pa_s(moment: Moment, module: str) -> float:
    """How fast the pressure surely falls; 0 where it does not, or nothing is known."""
    sure_pa_s = moment.value(module, "dpdt_sure_pa_s")
    return -sure_pa_s if sure_pa_s < 0.0 else 0.0
