"""Conditions of an exercise as sentences: what one is made of, and how it is written.

``pressure of COL < 700 mmHg for 2 min or alarm leak is raised`` is an AnyOf of a Lasting and a Status. Reading is in
`sentence_reading`, the words in `vocabulary`; whoever judges sentences during a run walks over these values. Columns
(from 1, of the id that an atom is about) are for mistakes alone: sentences that say the same are equal wherever they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from iss_viewer.scenario.exercise.quantities import written
from iss_viewer.scenario.exercise.vocabulary import (
    MEASURES,
    STATION,
    ActionStage,
    Measure,
    StatusOf,
)

#: any target of an action; work on a place where nothing was found
ANY, BLIND = "any", "blind"


class Beyond(StrEnum):
    """On which side of its limit a number is asked to be."""

    BELOW = "<"
    ABOVE = ">"


@dataclass(frozen=True, slots=True)
class Numeric:
    """A number against a limit: ``shown reserve of station < 30 min``.

    of: a place, STATION (the air space with most people), hatch, tank or loop; "" where the measure has none.
    limit_si: in the SI unit of the measure. is_shown: as displayed to the trainee, not as it truly is.
    """

    measure: Measure
    of: str
    beyond: Beyond
    limit_si: float
    is_shown: bool = False
    column: int = field(default=1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Status:
    """Something is in a state: ``hatch H01 is open``, ``alarm leak of COL is raised``; name "" where there is but one."""

    subject: StatusOf
    name: str
    state: str
    of: str = ""
    column: int = field(default=1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Acted:
    """People did, ordered or were refused an action, so many times: ``done read_gauge any 2 times``."""

    stage: ActionStage
    verb: str
    target: str = ""
    times: int = 1
    column: int = field(default=1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds while all parts hold."""

    parts: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds while any part holds."""

    parts: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Negated:
    """Holds while its part does not."""

    part: Sentence


@dataclass(frozen=True, slots=True)
class Once:
    """Holds for good from the first time that its part holds."""

    part: Sentence


@dataclass(frozen=True, slots=True)
class Becomes:
    """The rising edge: holds at the instant at which its part begins to hold."""

    part: Sentence


@dataclass(frozen=True, slots=True)
class Delayed:
    """Holds for good from `delay_s` after the first time that its part held, whatever that does then."""

    delay_s: float
    part: Sentence


@dataclass(frozen=True, slots=True)
class Lasting:
    """Holds while its part has held without a break for `hold_s`."""

    part: Sentence
    hold_s: float


Atom = Numeric | Status | Acted
Sentence = Numeric | Status | Acted | AllOf | AnyOf | Negated | Once | Becomes | Delayed | Lasting


def parts_of_sentence(sentence: Sentence) -> tuple[Sentence, ...]:
    """The sentences that one is made of; none for an atom."""
    match sentence:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return parts
        case Numeric() | Status() | Acted():
            return ()
    return (sentence.part,)


def atoms_of(sentence: Sentence) -> Iterator[Atom]:
    """All atoms, as they stand from left to right."""
    if isinstance(sentence, Numeric | Status | Acted):
        yield sentence
    for part in parts_of_sentence(sentence):
        yield from atoms_of(part)


def sentence_text(sentence: Sentence) -> str:
    """The sentence as a file has it; read back it is equal."""
    match sentence:
        case AllOf(parts=parts):
            return " and ".join(_bracketed(part, AllOf, AnyOf) for part in parts)
        case AnyOf(parts=parts):
            return " or ".join(_bracketed(part, AllOf, AnyOf) for part in parts)
        case Negated(part=part):
            return f"not {_bracketed(part, AllOf, AnyOf, Lasting)}"
        case Once(part=part):
            return f"once {_bracketed(part, AllOf, AnyOf, Lasting)}"
        case Becomes(part=part):
            return f"becomes {_bracketed(part, AllOf, AnyOf, Lasting)}"
        case Delayed(delay_s=delay_s, part=part):
            return f"{written(delay_s, 'duration')} after {_bracketed(part, AllOf, AnyOf, Lasting)}"
        case Lasting(part=part, hold_s=hold_s):
            return f"{_held(part)} for {written(hold_s, 'duration')}"
    return _atom_text(sentence)


def _held(part: Sentence) -> str:
    """What stands before a ``for``: an atom, or the negation of one, needs no brackets."""
    core = part.part if isinstance(part, Negated) else part
    is_plain = isinstance(core, Numeric | Status | Acted)
    return sentence_text(part) if is_plain else f"({sentence_text(part)})"


def _bracketed(part: Sentence, *kinds: type) -> str:
    return f"({sentence_text(part)})" if isinstance(part, kinds) else sentence_text(part)


def _atom_text(atom: Atom) -> str:
    match atom:
        case Numeric():
            return _numeric_text(atom)
        case Status(subject=subject, name=name, state=state, of=of):
            where = f" of {of}" if of else ""
            verb = "are" if subject is StatusOf.FANS else "is"
            return " ".join(word for word in (subject.value, name + where, verb, state) if word)
        case Acted(stage=stage, verb=verb, target=target, times=times):
            often = f"{times} times" if times > 1 else ""
            return " ".join(word for word in (stage.value, verb, target, often) if word)


def _numeric_text(atom: Numeric) -> str:
    row = MEASURES[atom.measure]
    whose = f" {row.preposition} {atom.of}" if row.preposition else ""
    shown = "shown " if atom.is_shown else ""
    limit = written(atom.limit_si, row.quantity)
    return f"{shown}{atom.measure.value}{whose} {atom.beyond.value} {limit}"


__all__ = [
    "ANY",
    "BLIND",
    "STATION",
    "Acted",
    "ActionStage",
    "AllOf",
    "AnyOf",
    "Atom",
    "Becomes",
    "Beyond",
    "Delayed",
    "Lasting",
    "Measure",
    "Negated",
    "Numeric",
    "Once",
    "Sentence",
    "Status",
    "StatusOf",
    "atoms_of",
    "parts_of_sentence",
    "sentence_text",
]
