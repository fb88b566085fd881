"""A map in the making: what is guessed of a table, what is asked, and what a person decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from iss_viewer.datafile import FileMistakes, Mistake, unknown
from iss_viewer.station import Station
from iss_viewer.telemetry.readings.column_map import (
    GASES,
    QUANTITIES,
    SHARES,
    MappedColumn,
    ReadingsMap,
    TimeColumn,
)
from iss_viewer.telemetry.readings.guessing.column_draft import ColumnDraft
from iss_viewer.telemetry.readings.guessing.column_questions import column_questions
from iss_viewer.telemetry.readings.guessing.layout import TableLayout
from iss_viewer.telemetry.readings.guessing.question import (
    TIME_TOPICS,
    DraftEdit,
    Place,
    TableQuestion,
)
from iss_viewer.telemetry.readings.guessing.sampled_numbers import sampled_numbers
from iss_viewer.telemetry.readings.guessing.time_choice import SampledTimes, sampled_times
from iss_viewer.telemetry.readings.map_reading import complaints, time_complaints

_NO_TIMES = "None of the sampled rows has a time that is written so."


@dataclass(frozen=True)
class Draft:
    """form: fields of the map about the table as text. asked: questions about signs and times that are open; those about
    columns follow from what they are by now. answered: what was decided, by the key of its question. files: where the
    table is several files, all of them; `layout` has their samples beside each other.
    """

    table: Path
    station: Station
    station_name: str
    layout: TableLayout
    form: Mapping[str, Any]
    time: TimeColumn
    columns: tuple[ColumnDraft, ...]
    asked: tuple[TableQuestion, ...]
    doubts: tuple[str, ...] = ()
    answered: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    files: tuple[Path, ...] = ()

    @property
    def used(self) -> tuple[ColumnDraft, ...]:
        """The columns that are read, besides those of time."""
        return tuple(c for c in self.columns if c.quantity and (c.module or c.hatch))

    @cached_property
    def questions(self) -> tuple[TableQuestion, ...]:
        """All that is open now."""
        unsure = {place for question in self.asked for place in question.columns}
        return (*self.asked, *column_questions(self.columns, self.station, self.values, unsure))

    def values(self, place: int) -> list[float]:
        """The sampled numbers of a column as they are understood by now, without what stands for no value."""
        return self._numbers[place]

    @cached_property
    def _numbers(self) -> list[list[float]]:
        return sampled_numbers(self.layout, self.form, self.columns)

    def answer(self, key: str, place: int) -> Draft:
        """The draft with a question answered by one of its choices. Raises KeyError, IndexError."""
        question = next((each for each in self.questions if each.key == key), None)
        if question is None:
            raise KeyError(unknown("question", key, [each.key for each in self.questions]))
        choice = question.choices[place]
        changed = self
        for edit in choice.edits:
            changed = changed.edited(edit)
        kept = tuple(each for each in changed.asked if each.key != key)
        answered = MappingProxyType({**self.answered, key: choice.title})
        return replace(changed, asked=kept, answered=answered)

    def suggested(self) -> Draft:
        """The draft with every question answered for which the evidence is uneven."""
        draft = self
        while ready := [each for each in draft.questions if each.suggested is not None]:
            draft = draft.answer(ready[0].key, ready[0].suggested or 0)
        return draft

    def edited(self, edit: DraftEdit) -> Draft:
        """The draft with one thing changed by hand; a question about that very thing is answered by it."""
        match edit.place:
            case ("time", str(name)):
                changed = replace(self, time=self.time.model_copy(update={name: edit.value}))
            case ("columns", int(place), str(name)):
                column = replace(self.columns[place], **{name: edit.value})  # type: ignore[arg-type]  # a field of it
                columns = (*self.columns[:place], column, *self.columns[place + 1 :])
                changed = replace(self, columns=columns)
            case (str(name),):
                changed = replace(self, form=MappingProxyType({**self.form, name: edit.value}))
            case _:
                raise KeyError(edit.place)
        return changed

    def by_hand(self, edit: DraftEdit) -> Draft:
        """Like `edited`, and questions that are settled by it are gone."""
        changed = self.edited(edit)
        if edit.place[0] == "columns":
            changed = changed.edited(DraftEdit((*edit.place[:2], "is_settled"), True))
        kept = tuple(each for each in self.asked if not _settles(edit, each))
        return replace(changed, asked=kept)

    @cached_property
    def sampled_times(self) -> SampledTimes:
        """What the sample makes of the way its time is written by now."""
        return sampled_times(self.layout, self.form, self.time)

    def with_time(self, time: TimeColumn) -> Draft:
        """The draft with its time written as a person says; what was asked of it is answered by that."""
        kept = tuple(each for each in self.asked if each.topic not in TIME_TOPICS)
        return replace(self, time=time, asked=kept)

    def open_points(self) -> tuple[str, ...]:
        """What keeps the table from being opened, a sentence each."""
        points = [question.text for question in self.questions]
        if not points:
            points += [complaint.message for complaint in time_complaints(self.time)]
            points += [] if points or self.sampled_times.read else [_NO_TIMES]
        if not self.used and not points:
            points.append("No column is a quantity of a module that can be read.")
        return tuple(points)

    def to_map(self) -> ReadingsMap:
        """The map. Raises FileMistakes where something is still open or cannot be."""
        if points := self.open_points():
            raise FileMistakes([Mistake(self.table, 0, "", point) for point in points])
        columns = tuple(_mapped(column) for column in self.used)
        mapped = ReadingsMap(
            station=self.station_name, time=self.time, columns=_readable(columns), **dict(self.form)
        )
        if found := list(complaints(mapped, self.station)):
            raise FileMistakes(
                [Mistake(self.table, 0, _field(c.location), c.message) for c in found]
            )
        return mapped


def _mapped(column: ColumnDraft) -> MappedColumn:
    unit = column.unit if QUANTITIES[column.quantity][1] or "humidity" in column.quantity else ""
    return MappedColumn(
        column=column.name,
        quantity=column.quantity,
        module=column.module,
        hatch=column.hatch,
        unit=unit,
        decimal=column.decimal,  # type: ignore[arg-type]  # one of its literals
        file=column.file,
    )


def _readable(columns: Sequence[MappedColumn]) -> tuple[MappedColumn, ...]:
    """Without what needs another column that is not there: humidity without a temperature, shares without a pressure."""
    of = {kind: {c.module for c in columns if c.quantity == kind} for kind in QUANTITIES}
    return tuple(
        column
        for column in columns
        if not (column.quantity == "relative_humidity" and column.module not in of["temperature"])
        and not (
            column.quantity in GASES
            and column.unit in SHARES
            and column.module not in of["pressure"]
        )
    )


def _settles(edit: DraftEdit, question: TableQuestion) -> bool:
    """Whether what was changed by hand is what a question asks."""
    return any(edit.place == other.place for choice in question.choices for other in choice.edits)


def _field(location: Place) -> str:
    return ".".join(str(part) for part in location)
