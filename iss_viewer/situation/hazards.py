"""What a deed would do to people, looked at before it is ordered: what hands cannot do is barred, what may harm is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from iss_viewer.situation.egress import cut_off_by
from iss_viewer.situation.moment import Moment, name_of
from iss_viewer.situation.words.quantities import force_text
from iss_viewer.station import VACUUM, Hatch
from iss_viewer.station.actions import Action, MoveCrew, MoveHatch, MoveValve, PatchModule
from iss_viewer.station.hands import holding_n, is_at_hand
from iss_viewer.station.safety import read_safety_rules
from iss_viewer.station.topology import part_with, parts_of
from iss_viewer.telemetry.status import ModuleStatus
from iss_viewer.units import UnitSystem

_LEAKS = (ModuleStatus.LEAKING, ModuleStatus.VACUUM)


@dataclass(frozen=True)
class Hazard:
    """A sentence on what a deed would do. is_barred: it cannot be done at all."""

    text: str
    is_barred: bool = False


@dataclass
class _Outlook:
    """How things stand while deeds are gone through in turn."""

    moment: Moment
    units: UnitSystem
    is_open: dict[str, bool]
    crew_at: dict[str, str]

    def part(self, module: str) -> frozenset[str]:
        closed = {hatch for hatch, is_open in self.is_open.items() if not is_open}
        return frozenset(part_with(parts_of(self.moment.station, closed), module))

    def is_at_hand(self, modules: set[str]) -> bool:
        """Whether somebody can get to one of some modules; so it is where it is not known who is aboard."""
        station, known = self.moment.station, self.moment.value
        closed = {hatch for hatch, is_open in self.is_open.items() if not is_open}
        places = {self.crew_at.get(p.id, p.module) for p in station.crew} & set(station.module_ids)
        places |= {m for m in station.module_ids if known(m, "crew") > 0.0}
        return not places or is_at_hand(station, closed, places, modules)

    def people_in(self, part: frozenset[str]) -> list[str]:
        station = self.moment.station
        return [p.name for p in station.crew if self.crew_at.get(p.id, p.module) in part]


def hazards(moment: Moment, actions: Sequence[Action], units: UnitSystem) -> tuple[Hazard, ...]:
    """What deeds would do, done in this order at an instant; empty where nothing speaks against them.

    Judged by what is measured: pressures, partial pressures and the status of modules at the instant.
    """
    crew_at = dict(moment.board.crew_at)
    outlook = _Outlook(moment, units, moment.open_hatches(), crew_at)
    found: list[Hazard] = []
    closing: list[str] = []
    for action in actions:
        match action:
            case MoveCrew(crew=crew, module=module):
                crew_at.update(dict.fromkeys(crew, module))
            case MoveHatch(hatch=hatch, is_open=True):
                found += _out_of_reach(outlook, hatch)
                found += _of_opening(outlook, moment.station.hatch(hatch), pulls=True)
                outlook.is_open[hatch] = True
            case MoveHatch(hatch=hatch):
                found += _out_of_reach(outlook, hatch)
                closing.append(hatch)
                outlook.is_open[hatch] = False
            case MoveValve(hatch=hatch, is_open=is_open):
                found += _out_of_reach(outlook, hatch)
                if is_open:
                    found += _of_opening(outlook, moment.station.hatch(hatch), pulls=False)
            case PatchModule(module=module):
                found += _of_patching(outlook, module)
    return (*found, *_of_closing(outlook, closing))


def _out_of_reach(outlook: _Outlook, hatch_id: str) -> list[Hazard]:
    """That nobody can get to either side of a hatch."""
    hatch = outlook.moment.station.hatch(hatch_id)
    if outlook.is_at_hand({hatch.a, hatch.b}):
        return []
    name = outlook.moment.station.hatch_words(hatch_id)
    return [Hazard(f"Nobody can get to {name}: hatches are closed.", is_barred=True)]


def _of_opening(outlook: _Outlook, hatch: Hatch, pulls: bool) -> list[Hazard]:
    """What speaks against joining the air on both sides of a hatch; pulls: it is pulled open, not its valve."""
    moment, name = outlook.moment, outlook.moment.station.hatch_words(hatch.id)
    if VACUUM in (hatch.a, hatch.b):
        held = _held_shut(outlook, hatch, name) if pulls else None
        return [] if held is None else [held]
    a, b = outlook.part(hatch.a), outlook.part(hatch.b)
    if a == b or outlook.is_open[hatch.id]:
        return []
    if pulls:
        barred = _held_shut(outlook, hatch, name)
        if barred is not None:
            return [barred]
    found = []
    for here, beyond, room in ((a, b, hatch.b), (b, a, hatch.a)):
        people = outlook.people_in(here)
        if not people:
            continue
        leaking = [m for m in moment.station.module_ids if m in beyond and _leaks(moment, m)]
        if leaking and not any(_leaks(moment, m) for m in here):
            lost = _listed([name_of(moment.station, m) for m in leaking])
            found.append(
                Hazard(
                    f"{lost} is losing air: opening {name} lets the air of {_listed(people)} out."
                )
            )
        found += _bad_air(outlook, room, people)
    if pulls and not all(_known(moment.value(m, "pressure_pa")) for m in (hatch.a, hatch.b)):
        found.append(Hazard(f"The pressure behind {name} is not known."))
    return found


def _held_shut(outlook: _Outlook, hatch: Hatch, name: str) -> Hazard | None:
    """That the pressure on a hatch is more than arms pull."""
    force_n = holding_n(hatch, lambda module: outlook.moment.value(module, "pressure_pa"))
    is_unknown = VACUUM in (hatch.a, hatch.b) and force_n != force_n
    if is_unknown:
        return Hazard(f"{name} leads to vacuum.", is_barred=True)
    if not force_n > read_safety_rules().hands.pull_n:
        return None
    if VACUUM in (hatch.a, hatch.b):
        text = f"{name} leads to vacuum: {force_text(force_n)} on the hatch."
        return Hazard(text, is_barred=True)
    pressures = [outlook.moment.value(m, "pressure_pa") for m in (hatch.a, hatch.b)]
    high, low = (outlook.units.pressure_text(p) for p in sorted(pressures, reverse=True))
    first = "open its valve first" if hatch.valve_diameter_m > 0.0 else "equalise first"
    return Hazard(
        f"{name} cannot be pulled open: {force_text(force_n)} on the hatch, "
        f"{high} against {low}; {first}.",
        is_barred=True,
    )


def _bad_air(outlook: _Outlook, module: str, people: list[str]) -> list[Hazard]:
    """That what is breathed beyond a hatch harms those who get it."""
    limits, value = read_safety_rules().limits, outlook.moment.value
    where = name_of(outlook.moment.station, module)
    oxygen_pa, dioxide_pa = value(module, "oxygen_pa"), value(module, "carbon_dioxide_pa")
    found = []
    if oxygen_pa < limits.oxygen_least_pa:
        said = outlook.units.pressure_text(oxygen_pa)
        found.append(Hazard(f"{where} has too little oxygen, {said}, for {_listed(people)}."))
    if dioxide_pa > limits.carbon_dioxide_most_pa:
        said = outlook.units.pressure_text(dioxide_pa)
        found.append(Hazard(f"{where} has too much carbon dioxide, {said}, for {_listed(people)}."))
    return found


def _of_closing(outlook: _Outlook, closing: list[str]) -> list[Hazard]:
    """Whom shut hatches part from their vehicle, and whom they shut in with a leak."""
    if not closing:
        return []
    moment, found = outlook.moment, list[Hazard]()
    what = _listed([moment.station.hatch_words(hatch) for hatch in closing])
    names = cut_off_by(moment.station, outlook.crew_at, moment.open_hatches(), *closing)
    if names:
        found.append(Hazard(f"Closing {what} cuts {_listed(names)} off from their vehicle."))
    for module in moment.station.module_ids:
        if moment.status(module) is ModuleStatus.LEAKING:
            part = outlook.part(module)
            people = outlook.people_in(part)
            if people and any(_borders(moment, hatch, part) for hatch in closing):
                where = name_of(moment.station, module)
                found.append(
                    Hazard(f"Closing {what} shuts {_listed(people)} in with the leak in {where}.")
                )
    return list(dict.fromkeys(found))


def _of_patching(outlook: _Outlook, module: str) -> list[Hazard]:
    station = outlook.moment.station
    if not station.crew or outlook.people_in(frozenset({module})):
        return []
    text = f"Nobody is in {name_of(station, module)} to patch what leaks there."
    return [Hazard(text, is_barred=True)]


def _borders(moment: Moment, hatch_id: str, part: frozenset[str]) -> bool:
    hatch = moment.station.hatch(hatch_id)
    return (hatch.a in part) != (hatch.b in part)


def _leaks(moment: Moment, module: str) -> bool:
    return moment.status(module) in _LEAKS


def _known(value: float) -> bool:
    return value == value


def _listed(names: Sequence[str]) -> str:
    return " and ".join(", ".join(names).rsplit(", ", 1))
