"""Orders as an exercise writes them, for its model trainee and the buttons of a checklist: ``close_hatch H17 by CR12_CDR``."""

from __future__ import annotations

from dataclasses import dataclass, field

from iss_viewer.scenario.exercise.sentence_tokens import SentenceMistake, TokenReader
from iss_viewer.scenario.exercise.verbs import VERBS, OrderVerb, VerbTarget, VerbValue

#: as an answer: what the readings of this run come to
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An order: verb, target, who ("" empty: whoever is nearest), and what the verb needs beside.

    value_si: kg/s of ``set_feed``, Pa of ``time_fall``; answer: of ``report``.
    """

    verb: str
    target: str = ""
    by: tuple[str, ...] = ()
    value_si: float | None = None
    answer: str = ""
    column: int = field(default=1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Pause:
    """``wait 8 min``: nothing is ordered for so long after the order before has been done."""

    wait_s: float


def read_order_line(text: str) -> OrderLine | Pause:
    """The order that a text says. Raises SentenceMistake with its column."""
    reader = TokenReader(text)
    if reader.peek == "wait":
        reader.take()
        line: OrderLine | Pause = Pause(reader.quantity("duration"))
    else:
        line = _order(reader)
    if not reader.is_over:
        raise reader.mistake(f"'{reader.shown}' after the end of the order")
    return line


def _order(reader: TokenReader) -> OrderLine:
    verb = reader.choice("an order", (*VERBS, "wait"))
    row = VERBS[verb]
    column, target = reader.column, _target(reader, row)
    if row.value is VerbValue.ANSWER:
        if reader.is_over:
            raise reader.mistake("here must stand the answer")
        return OrderLine(verb, target, answer=reader.rest(), column=column)
    value_si = None if row.value is VerbValue.NOTHING else reader.quantity(row.value.value)
    return OrderLine(verb, target, _people(reader), value_si, column=column)


def _target(reader: TokenReader, row: OrderVerb) -> str:
    if row.target is VerbTarget.NOTHING or (row.is_optional and reader.peek in ("", "by")):
        return ""
    return reader.name(row.target.value)


def _people(reader: TokenReader) -> tuple[str, ...]:
    if reader.peek != "by":
        return ()
    reader.take()
    people = [reader.name("person")]
    while reader.peek == ",":
        reader.take()
        people.append(reader.name("person"))
    return tuple(people)


__all__ = ["AUTO", "OrderLine", "Pause", "SentenceMistake", "read_order_line"]
