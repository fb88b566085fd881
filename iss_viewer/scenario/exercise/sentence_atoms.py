"""Read one atom of a sentence: a number against a limit, something in a state, an action of people."""

from __future__ import annotations

from iss_viewer.scenario.exercise.sentence import (
    ANY,
    BLIND,
    Acted,
    Atom,
    Beyond,
    Numeric,
    Status,
)
from iss_viewer.scenario.exercise.sentence_tokens import TokenReader
from iss_viewer.scenario.exercise.verbs import REPAIRS, VERBS, VerbTarget
from iss_viewer.scenario.exercise.vocabulary import (
    JOINTS,
    MEASURES,
    NAMELESS,
    SHOWABLE,
    STATES,
    ActionStage,
    Measure,
    StatusOf,
    Whose,
)

_STAGES = {stage.value for stage in ActionStage}
_MEASURES = {measure.value for measure in Measure}


def read_atom(reader: TokenReader) -> Atom:
    """The atom that begins at the next word, which is one of FIRST_WORDS. Raises SentenceMistake."""
    if reader.peek in _STAGES:
        return _acted(reader)
    if reader.peek == "shown" or reader.peek in _MEASURES:
        return _numeric(reader)
    return _status(reader)


def _numeric(reader: TokenReader) -> Numeric:
    column = reader.column
    is_shown = reader.peek == "shown"
    if is_shown:
        reader.take()
    names = [measure.value for measure in (SHOWABLE if is_shown else Measure)]
    measure = Measure(reader.choice("a quantity", names))
    row, of = MEASURES[measure], ""
    if row.whose is not Whose.NOTHING:
        reader.expect(row.preposition)
        column = reader.column
        of = reader.name(row.whose.value)
    beyond = Beyond(reader.choice("'<' or '>'", [one.value for one in Beyond]))
    limit_si = reader.quantity(row.quantity) if row.quantity else reader.bare()
    return Numeric(measure, of, beyond, limit_si, is_shown, column)


def _status(reader: TokenReader) -> Status:
    column, name, of = reader.column, "", ""
    subject = StatusOf(reader.take())
    if subject not in NAMELESS:
        column = reader.column
        name = reader.name(subject.value)
    if subject is StatusOf.ALARM and reader.peek == "of":
        reader.take()
        of = reader.name("module")
    reader.expect("are" if subject is StatusOf.FANS else "is")
    state = reader.choice(f"a state of {subject.value}", STATES[subject])
    return Status(subject, name, state, of, column)


def _acted(reader: TokenReader) -> Acted:
    stage = ActionStage(reader.take())
    verb = reader.choice("an action", VERBS)
    column, times = reader.column, 1
    target = _target(reader, verb)
    if reader.is_number:
        times = reader.count()
        reader.expect("times")
    return Acted(stage, verb, target, times, column)


def _target(reader: TokenReader, verb: str) -> str:
    kind = VERBS[verb]
    if kind.target is VerbTarget.NOTHING:
        return ""
    if reader.is_word and reader.peek not in JOINTS:
        if reader.peek == BLIND and verb not in REPAIRS:
            raise reader.mistake(f"'{BLIND}' belongs to {', '.join(REPAIRS)}")
        return reader.take()
    if kind.is_optional:
        return ""
    raise reader.mistake(f"here must stand the id of a {kind.target.value}, or '{ANY}'")
