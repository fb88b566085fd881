"""All incidents in order of time, read from their files; filters and search over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from iss_viewer.datafile import Complaint, FileMistakes, Mistake, assets_dir, find, read, unknown
from iss_viewer.incidents.incident import Incident, Kind
from iss_viewer.units import UnitError, parse


@dataclass(frozen=True)
class Archive:
    """Incidents, the oldest first. Every filter gives an archive again."""

    incidents: tuple[Incident, ...]

    def __iter__(self) -> Iterator[Incident]:
        return iter(self.incidents)

    def __len__(self) -> int:
        return len(self.incidents)

    def incident(self, incident_id: str) -> Incident:
        """The incident of this id. Raises KeyError."""
        for incident in self.incidents:
            if incident.id == incident_id:
                return incident
        raise KeyError(incident_id)

    def filter(
        self,
        module: str = "",
        year: int | None = None,
        kind: Kind | None = None,
        agency: str = "",
        text: str = "",
    ) -> Archive:
        """The incidents that fit all that is asked; `text` finds those with all of its words."""
        words = text.casefold().split()
        return Archive(
            tuple(
                incident
                for incident in self.incidents
                if (not module or module in incident.concerns)
                and (year is None or _touches(incident, year))
                and (kind is None or incident.kind == kind)
                and (not agency or agency in incident.agencies)
                and all(word in incident.words for word in words)
            )
        )

    def of(self, module: str, vehicle_type: str = "") -> Archive:
        """What happened in a module, or in ships of the same type as this one."""
        return Archive(
            tuple(
                incident
                for incident in self.incidents
                if module in incident.concerns
                or (vehicle_type and vehicle_type in incident.vehicle_types)
            )
        )

    @property
    def years(self) -> tuple[int, ...]:
        """The years in which something happened."""
        return tuple(sorted({incident.began.year for incident in self.incidents}))

    @property
    def modules(self) -> tuple[str, ...]:
        """The modules in which something happened, by name."""
        return tuple(sorted({name for incident in self.incidents for name in incident.concerns}))


def _touches(incident: Incident, year: int) -> bool:
    return incident.began.year <= year <= (incident.ended or incident.began).year


def read_incident(name_or_path: str | Path) -> Incident:
    """The incident of a name or file. Raises FileMistakes with all that is wrong in it."""
    return read(find("incidents", str(name_or_path)), Incident, complaints)


def read_incidents(folder: Path | None = None) -> Archive:
    """The archive in `folder`, by default the program's own.

    Raises FileMistakes with the mistakes of all files together.
    """
    found: list[Incident] = []
    mistakes: list[Mistake] = []
    for path in sorted((folder or assets_dir() / "incidents").glob("*.toml")):
        try:
            incident = read(path, Incident, complaints)
        except FileMistakes as error:
            mistakes += error.mistakes
            continue
        if any(incident.id == other.id for other in found):
            mistakes.append(Mistake(path, 0, "id", f"'{incident.id}' is told in another file too"))
        found.append(incident)
    if mistakes:
        raise FileMistakes(mistakes)
    return Archive(tuple(sorted(found, key=lambda incident: (incident.began, incident.id))))


def complaints(incident: Incident) -> Iterator[Complaint]:
    """What is wrong with an incident although each of its fields is well formed."""
    if incident.ended and incident.ended < incident.began:
        yield Complaint(("ended",), f"is before it began ({incident.began})")
    for index, reading in enumerate(incident.readings):
        for field, written in (("value", reading.value), ("high", reading.high)):
            if written or field == "value":
                yield from _quantity(("readings", index, field), written, reading.quantity)
        yield from _sources(("readings", index, "source"), reading.source, incident)
    for agency in ("roscosmos", "nasa"):
        position = getattr(incident, agency)
        if position is not None:
            yield from _sources((agency, "source"), position.source, incident)
            if not (position.statement or position.position):
                yield Complaint((agency,), "says nothing; leave it out where nothing was found")


def _quantity(place: tuple[str | int, ...], written: str, quantity: str) -> Iterator[Complaint]:
    try:
        parse(written, quantity)
    except UnitError as error:
        yield Complaint(place, str(error))


def _sources(place: tuple[str | int, ...], source: str, incident: Incident) -> Iterator[Complaint]:
    for name in (part.strip() for part in source.split(",")):
        if name not in incident.sources:
            yield Complaint(place, unknown("source", name, incident.sources))
