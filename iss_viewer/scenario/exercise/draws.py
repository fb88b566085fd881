"""What the seed decides of an exercise: a row of several, or a number between two. ``$where.place`` stands for it.

Values are put into a file's texts before anything of it is read, so that every case is checked like a file without draws.
Each draw has a stream of its own by seed, exercise and draw: a new draw moves no other.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any, Literal

from pydantic import Field

from iss_viewer.datafile import Complaint, Strict, unknown
from iss_viewer.datafile.mistakes import Location

Value = str | int | float | bool
#: draw -> key -> value; key "" of a draw that is one value
Drawn = Mapping[str, Mapping[str, Value]]
#: cases that are all checked; of more each row of each draw is checked once
MOST_CASES = 120
_PLACE = re.compile(r"\$([A-Za-z_]\w*)(?:\.([A-Za-z_]\w*))?")
_AMOUNT = re.compile(r"\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)\s*(\S*)\s*")


class Draw(Strict):
    """One thing that the seed decides."""

    id: str = Field(pattern=r"^[A-Za-z_]\w*$", max_length=60)
    one_of: tuple[dict[str, str | int | float | bool], ...] = ()
    weights: tuple[float, ...] = ()
    between: tuple[str, str] | None = None
    spread: Literal["even", "log"] = "even"

    def drawn(self, seed: int, exercise: str) -> Mapping[str, Value]:
        """The values that a seed gives."""
        text = f"{seed}/{exercise}/{self.id}".encode()
        share = int.from_bytes(hashlib.sha256(text).digest()[:7]) / 2.0**56
        if self.between is None:
            return self.one_of[_row(share, self.weights or (1.0,) * len(self.one_of))]
        return {"": _between(*self.between, share, self.spread)}

    def cases(self) -> Sequence[Mapping[str, Value]]:
        """All rows; or both ends."""
        if self.between is not None:
            return [{"": end} for end in self.between]
        return self.one_of


def _row(share: float, weights: Sequence[float]) -> int:
    total, passed = math.fsum(weights), 0.0
    for index, weight in enumerate(weights):
        passed += weight / total
        if share < passed:
            return index
    return len(weights) - 1


def _between(low: str, high: str, share: float, spread: str) -> str:
    """The number that lies `share` of the way from low to high, with their unit."""
    (first, unit), (last, _) = _amount(low), _amount(high)
    steps = {"even": first + (last - first) * share}
    if spread == "log":
        steps["log"] = first * (last / first) ** share
    return f"{steps[spread]:.4g} {unit}".rstrip()


def _amount(text: str) -> tuple[float, str]:
    """Number and unit. Raises ValueError."""
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise ValueError(f"'{text}' is no number with a unit")
    return float(found[1]), found[2]


def cases_of(draws: Sequence[Draw]) -> Iterator[Drawn]:
    """Every case that the draws can give; of more than MOST_CASES so many that each row comes once."""
    all_cases = [draw.cases() for draw in draws]
    names = [draw.id for draw in draws]
    if math.prod(len(cases) for cases in all_cases) <= MOST_CASES:
        for rows in product(*all_cases):
            yield dict(zip(names, rows, strict=True))
        return
    for number in range(max(len(cases) for cases in all_cases)):
        yield {
            name: cases[number % len(cases)] for name, cases in zip(names, all_cases, strict=True)
        }


def flat(drawn: Drawn) -> dict[str, str]:
    """``where.place`` -> ``COL``, as shown and written down."""
    return {
        f"{name}.{key}".rstrip("."): str(value)
        for name, row in drawn.items()
        for key, value in row.items()
    }


def put_in(value: Any, drawn: Drawn) -> Any:
    """A value of a document with its ``$`` replaced; unknown ones stay. ``$$`` is a dollar."""
    if isinstance(value, dict):
        return {key: put_in(item, drawn) for key, item in value.items()}
    if isinstance(value, list):
        return [put_in(item, drawn) for item in value]
    if not isinstance(value, str) or "$" not in value:
        return value
    whole = _PLACE.fullmatch(value)
    found = whole and _value(whole, drawn)
    if whole and found is not None:
        return found
    parts = value.split("$$")
    return "$".join(_PLACE.sub(lambda one: _text(one, drawn), part) for part in parts)


def _value(found: re.Match[str], drawn: Drawn) -> Value | None:
    return drawn.get(found[1], {}).get(found[2] or "")


def _text(found: re.Match[str], drawn: Drawn) -> str:
    value = _value(found, drawn)
    return found[0] if value is None else str(value)


def draw_complaints(draws: Sequence[Draw], document: Mapping[str, Any]) -> Iterator[Complaint]:
    """What is wrong with the draws, and every ``$`` that stands for nothing."""
    for index, draw in enumerate(draws):
        if draw.id in [other.id for other in draws[:index]]:
            yield Complaint(("draw", index, "id"), f"'{draw.id}' is named twice")
        yield from _of_one(("draw", index), draw)
    used: set[str] = set()
    yield from _places(document, (), {draw.id: draw for draw in draws}, used)
    for index, draw in enumerate(draws):
        if draw.id not in used:
            yield Complaint(("draw", index, "id"), f"is drawn but stands nowhere: no ${draw.id}")


def _of_one(place: Location, draw: Draw) -> Iterator[Complaint]:
    if bool(draw.one_of) == (draw.between is not None):
        yield Complaint(place, "a draw has either one_of or between")
        return
    if draw.between is not None:
        yield from _of_range((*place, "between"), *draw.between, draw.spread)
    for index, row in enumerate(draw.one_of):
        if set(row) != set(draw.one_of[0]):
            keys = ", ".join(draw.one_of[0])
            yield Complaint(
                (*place, "one_of", index), f"must have the keys of the first row: {keys}"
            )
    if draw.weights and len(draw.weights) != len(draw.one_of):
        yield Complaint((*place, "weights"), f"one for each row: {len(draw.one_of)}")
    if any(weight <= 0.0 for weight in draw.weights):
        yield Complaint((*place, "weights"), "must be greater than 0")


def _of_range(place: Location, low: str, high: str, spread: str) -> Iterator[Complaint]:
    try:
        (first, unit), (last, other) = _amount(low), _amount(high)
    except ValueError as error:
        yield Complaint(place, str(error))
        return
    if unit != other:
        yield Complaint(place, f"both ends in one unit, not {unit or 'none'} and {other or 'none'}")
    elif first >= last:
        yield Complaint(place, "the first must be less than the second")
    elif spread == "log" and first <= 0.0:
        yield Complaint(place, "spread 'log' needs numbers above 0")


def _places(
    value: Any, place: Location, draws: Mapping[str, Draw], used: set[str]
) -> Iterator[Complaint]:
    """Every ``$`` of a document that no draw fills; `used` collects those that stand for something."""
    if isinstance(value, dict):
        for key, item in value.items():
            if place or key != "draw":
                yield from _places(item, (*place, key), draws, used)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _places(item, (*place, index), draws, used)
    elif isinstance(value, str):
        for found in _PLACE.finditer(value.replace("$$", "")):
            used.add(found[1])
            message = _unfilled(found, draws)
            if message:
                yield Complaint(place, f"column {found.start() + 1}: {message}")


def _unfilled(found: re.Match[str], draws: Mapping[str, Draw]) -> str:
    draw, key = draws.get(found[1]), found[2] or ""
    if draw is None:
        return unknown("draw", found[1], draws)
    known = [""] if draw.between is not None else list(draw.one_of[0] if draw.one_of else ())
    if key in known:
        return ""
    if known == [""]:
        return f"'{draw.id}' is one value: ${draw.id}"
    return unknown(f"key of '{draw.id}'", key, known)
