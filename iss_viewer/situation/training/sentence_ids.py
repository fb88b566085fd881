"""The ids that a sentence of an exercise can be written with while it is played: of the station, the limits, the exercise."""

from __future__ import annotations

from collections.abc import Iterator

from iss_viewer.situation.moment import Moment
from iss_viewer.situation.training.malfunctions_now import sheet_of_run
from iss_viewer.station.ids import NamedId, ids_of


def sentence_ids(moment: Moment) -> tuple[NamedId, ...]:
    """All of them; those of the exercise first, since they are few."""
    return (*_of_exercise(moment), *ids_of(moment.station), *_alarms(moment))


def _alarms(moment: Moment) -> Iterator[NamedId]:
    for rule in moment.words.limits.rules:
        yield NamedId("alarm", rule.id, rule.text)


def _of_exercise(moment: Moment) -> Iterator[NamedId]:
    sheet, cover = sheet_of_run(moment), moment.run.opened.cover
    for card in () if sheet is None else sheet.malfunctions:
        yield NamedId("malfunction", card.id, f"{card.what}, {card.where}")
    for event in moment.board.inserted.values():
        yield NamedId("malfunction", event.malfunction, f"{event.what}, {event.where}")
    for action in () if sheet is None else sheet.expected:
        yield NamedId("expected", action.id, action.text)
    for question in moment.board.questions.values():
        yield NamedId("answer", question.question, question.text)
    for procedure in () if cover is None else cover.procedures:
        for step in procedure.steps:
            yield NamedId("step", step.id, step.text)
