"""Questions about the units and the modules of columns, one for all columns that it is the same of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from iss_viewer.station import Station
from iss_viewer.telemetry.readings.guessing.column_draft import ColumnDraft
from iss_viewer.telemetry.readings.guessing.quantities import (
    fitting_units,
    is_possible,
    offered_units,
    si_text,
)
from iss_viewer.telemetry.readings.guessing.question import (
    Answer,
    DraftEdit,
    QuestionTopic,
    TableQuestion,
)

_NO_UNIT = ("crew", "is_open")
_FITS = "the value is one of a cabin"
#: columns without a name that are asked about
_MOST_ASKED = 8
Values = Callable[[int], Sequence[float]]


def column_questions(
    columns: Sequence[ColumnDraft],
    station: Station,
    values: Values,
    unsure: Collection[int],
) -> tuple[TableQuestion, ...]:
    """What is open about columns. unsure: those whose numbers are not sure yet: their units come later."""
    asked = _quantity_questions(columns, values)
    return (
        *asked,
        *_unit_questions(columns, values, unsure),
        *_module_questions(columns, station, asked),
    )


def _quantity_questions(
    columns: Sequence[ColumnDraft], values: Values
) -> tuple[TableQuestion, ...]:
    """What the columns of numbers are, where none of them is known by its name."""
    if any(column.quantity or column.is_settled for column in columns):
        return ()
    places = [p for p, column in enumerate(columns) if not column.is_time and values(p)]
    return tuple(
        _quantity_question(columns, place, values(place)) for place in places[:_MOST_ASKED]
    )


def _quantity_question(
    columns: Sequence[ColumnDraft], place: int, values: Sequence[float]
) -> TableQuestion:
    middle, choices = _middle(values), []
    for quantity in ("pressure", "temperature", "carbon_dioxide", "oxygen", "relative_humidity"):
        for unit in fitting_units(quantity, values):
            edits = (
                DraftEdit(("columns", place, "quantity"), quantity),
                DraftEdit(("columns", place, "unit"), unit),
            )
            example = f"{middle:g} {unit} = {si_text(quantity, unit, middle)}"
            words = quantity.replace("_", " ")
            choices.append(Answer(f"{words} in {unit}", example, edits, (_FITS,)))
    settled = (DraftEdit(("columns", place, "is_settled"), True),)
    choices.append(Answer("none of these: it is not read", "", settled))
    return TableQuestion(
        f"quantity-{place + 1}", QuestionTopic.UNIT, f"What is {columns[place].title}?",
        f"Neither a name nor a unit tells; its middle value is {middle:g}.", tuple(choices), None, (place,),
    )  # fmt: skip


def _unit_questions(
    columns: Sequence[ColumnDraft], values: Values, unsure: Collection[int]
) -> tuple[TableQuestion, ...]:
    """A question for each quantity whose unit is not stated, and for each unit that no cabin's values have."""
    unstated: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    unlikely: dict[tuple[str, str], list[int]] = {}
    for place, column in enumerate(columns):
        if (
            not column.quantity
            or column.quantity in _NO_UNIT
            or place in unsure
            or not values(place)
        ):
            continue
        if not column.unit:
            fits = fitting_units(column.quantity, values(place))
            unstated.setdefault((column.quantity, fits), []).append(place)
        elif not column.is_settled and not is_possible(column.quantity, column.unit, values(place)):
            unlikely.setdefault((column.quantity, column.unit), []).append(place)
    found = [_unstated(columns, values, *key, places) for key, places in unstated.items()]
    found += [_unlikely(columns, values, *key, places) for key, places in unlikely.items()]
    return tuple(found)


def _module_questions(
    columns: Sequence[ColumnDraft], station: Station, asked: Sequence[TableQuestion]
) -> tuple[TableQuestion, ...]:
    """Where columns stand that name no module: one question for all of them."""
    later = {place for question in asked for place in question.columns}
    places = [
        p
        for p, c in enumerate(columns)
        if (c.quantity or p in later) and not c.module and not c.hatch
    ]
    if not places:
        return ()
    choices = tuple(
        Answer(
            module.name, "", tuple(DraftEdit(("columns", p, "module"), module.id) for p in places)
        )
        for module in station.modules
    )
    return (
        TableQuestion(
            "module", QuestionTopic.MODULE,
            f"In which module {'are' if len(places) > 1 else 'is'} {_titles(columns, places)}?",
            "Neither the names of the columns nor the file name a module of the station.", choices, None, tuple(places),
        ),
    )  # fmt: skip


def _unstated(
    columns: Sequence[ColumnDraft], values: Values, quantity: str, fits: tuple[str, ...], places: list[int]
) -> TableQuestion:  # fmt: skip
    middle = _middle(values(places[0]))
    choices = tuple(
        _unit_choice(quantity, unit, middle, places, unit in fits)
        for unit in _by_fit(quantity, fits)
    )
    return TableQuestion(
        f"unit-{places[0] + 1}", QuestionTopic.UNIT, f"In which unit is {_titles(columns, places)}?",
        f"No unit is stated; the middle value is {middle:g}.", choices, 0 if len(fits) == 1 else None, tuple(places),
    )  # fmt: skip


def _unlikely(
    columns: Sequence[ColumnDraft], values: Values, quantity: str, unit: str, places: list[int]
) -> TableQuestion:  # fmt: skip
    middle = _middle(values(places[0]))
    fits = fitting_units(quantity, values(places[0]))
    stated = _unit_choice(quantity, unit, middle, places, False, "as it is stated")
    others = tuple(_unit_choice(quantity, other, middle, places, True) for other in fits)
    return TableQuestion(
        f"unit-{places[0] + 1}", QuestionTopic.UNIT, f"Is {_titles(columns, places)} really in {unit}?",
        f"No cabin has {si_text(quantity, unit, middle)}.", (stated, *others), None, tuple(places),
    )  # fmt: skip


def _unit_choice(
    quantity: str, unit: str, middle: float, places: Sequence[int], fits: bool, stated: str = ""
) -> Answer:
    edits = tuple(DraftEdit(("columns", place, "unit"), unit) for place in places)
    edits += tuple(DraftEdit(("columns", place, "is_settled"), True) for place in places)
    support = tuple(word for word in (stated, _FITS if fits else "") if word)
    example = f"{middle:g} {unit} = {si_text(quantity, unit, middle)}"
    return Answer(unit, example, edits, support, () if fits else ("no cabin has this value",))


def _by_fit(quantity: str, fits: Sequence[str]) -> list[str]:
    return [*fits, *(unit for unit in offered_units(quantity) if unit not in fits)]


def _titles(columns: Sequence[ColumnDraft], places: Sequence[int]) -> str:
    shown = [columns[place].title for place in places[:4]]
    more = f" and {len(places) - 4} more" if len(places) > 4 else ""
    return f"{', '.join(shown)}{more}"


def _middle(values: Sequence[float]) -> float:
    known = sorted(values)
    return known[len(known) // 2] if known else float("nan")
