"""The ids that an exercise may name, by what they are of; and what it says of others."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from iss_viewer.datafile import assets_dir, parse
from iss_viewer.scenario.exercise.exercise import Exercise
from iss_viewer.scenario.exercise.procedure import ChecklistProcedure
from iss_viewer.scenario.exercise.verbs import VerbTarget
from iss_viewer.scenario.exercise.vocabulary import STATION, StatusOf, Whose
from iss_viewer.station import Station

Ids = Collection[str]
#: where the ids of each kind are
_PROPERTIES: dict[Whose | StatusOf | VerbTarget, str] = {
    Whose.PLACE: "places", Whose.AIR: "air", Whose.HATCH: "hatches", Whose.TANK: "tanks",
    Whose.LOOP: "loops", Whose.NOTHING: "nothing",
    StatusOf.HATCH: "hatches", StatusOf.VALVE: "valves", StatusOf.MACHINE: "machines",
    StatusOf.FAN: "fans", StatusOf.PLACE: "places", StatusOf.ALARM: "rules",
    StatusOf.MALFUNCTION: "malfunctions", StatusOf.STEP: "steps", StatusOf.EXPECTED: "expected",
    StatusOf.ANSWER: "questions",
    VerbTarget.HATCH: "hatches", VerbTarget.PLACE: "places", VerbTarget.FEED: "feeds",
    VerbTarget.MACHINE: "machines", VerbTarget.FAN: "fans", VerbTarget.LOOP: "loops",
    VerbTarget.RULE: "rules", VerbTarget.QUESTION: "questions", VerbTarget.STEP: "steps",
    VerbTarget.NOTHING: "nothing",
}  # fmt: skip


@dataclass(frozen=True)
class KnownIds:
    """All ids of a station on its day, of an exercise and of its procedures."""

    station: Station
    rules: tuple[str, ...]
    malfunctions: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()

    @property
    def places(self) -> Ids:
        """Modules and docked vehicles."""
        return self.station.module_ids

    @property
    def hatches(self) -> Ids:
        """Hatches."""
        return [hatch.id for hatch in self.station.hatches]

    @property
    def valves(self) -> Ids:
        """Hatches with an equalisation valve."""
        return [hatch.id for hatch in self.station.hatches if hatch.valve_diameter_m > 0.0]

    @property
    def machines(self) -> Ids:
        """Machines of life support."""
        return [machine.id for machine in self.station.equipment]

    @property
    def feeds(self) -> Ids:
        """Machines that feed gas."""
        return [one.id for one in self.station.equipment if one.kind.endswith("_feed")]

    @property
    def fans(self) -> Ids:
        """Fans between modules."""
        return [fan.id for fan in self.station.fans]

    @property
    def loops(self) -> Ids:
        """Coolant loops."""
        return [loop.id for loop in self.station.coolant_loops]

    @property
    def tanks(self) -> Ids:
        """Tanks."""
        return [tank.id for tank in self.station.tanks]

    @property
    def people(self) -> Ids:
        """People aboard."""
        return [person.id for person in self.station.crew]

    @property
    def air(self) -> Ids:
        """What has a pressure: modules, coolant loops, the air space with most people."""
        return [*self.places, *self.loops, STATION]

    @property
    def nothing(self) -> Ids:
        """No id at all."""
        return ()

    def of(self, kind: Whose | StatusOf | VerbTarget) -> Ids:
        """What may stand as the id of a measure, a state or a verb."""
        ids: Ids = getattr(self, _PROPERTIES[kind])
        return ids


def known_ids(
    then: Station, exercise: Exercise | None, procedures: Sequence[ChecklistProcedure]
) -> KnownIds:
    """The ids for the sentences of an exercise, or of a procedure alone."""
    steps = tuple(step.id for procedure in procedures for step in procedure.steps)
    asked = tuple(one.id for procedure in procedures for one in procedure.questions)
    if exercise is None:
        return KnownIds(then, alarm_rules(), questions=asked, steps=steps)
    return KnownIds(
        then,
        alarm_rules(),
        tuple(one.id for one in exercise.malfunctions),
        tuple(one.id for one in exercise.expected),
        tuple(one.id for one in exercise.questions),
        steps,
    )


@cache
def alarm_rules() -> tuple[str, ...]:
    """The ids of the alarms of the program."""
    path = assets_dir() / "limits.toml"
    rules = parse(path.read_text(encoding="utf-8"), path)["rules"]
    return tuple(rule["id"] for rule in rules)
