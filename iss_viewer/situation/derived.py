"""Quantities that a person writes: an expression over the channels of a run, such as ``COL.pressure - NODE2.pressure``.

Read by Python's own parser, of whose forms only numbers, names, ``+ - * / **``, brackets and a few functions are
taken; nothing is ever executed. Channels are in SI inside, and every sum is checked for what it adds.
"""

from __future__ import annotations

import ast
import difflib
import math
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from iss_viewer.station import Station
from iss_viewer.telemetry.channels import ChannelTable
from iss_viewer.telemetry.frames import Floats
from iss_viewer.telemetry.history import History
from iss_viewer.units import UnitSystem, endings, from_si, to_si, unit_of

MOST_LETTERS, MOST_PARTS, MOST_POWER = 300, 120, 4
STATION = "STATION"
_ALIASES = {"ppO2": "oxygen_pa", "ppCO2": "carbon_dioxide_pa", "ppH2O": "water_pa"}
_UNITS = {
    "Pa": "pressure", "kPa": "pressure", "mmHg": "pressure", "psi": "pressure", "K": "temperature",
    "kg": "mass", "g": "mass", "s": "duration", "min": "duration", "h": "duration", "d": "duration",
}  # fmt: skip
_BASE = {"pressure": "Pa", "temperature": "K", "mass": "kg", "duration": "s"}

Dimension = tuple[tuple[str, int], ...]
Channel = tuple[str, str]


class DerivedError(ValueError):
    """What is wrong with an expression, in words; position: the letter at which, from 1."""

    def __init__(self, words: str, position: int) -> None:
        super().__init__(f"At {position}: {words}")
        self.words, self.position = words, position


@dataclass(frozen=True)
class Derived:
    """An expression that has been read. dimension: SI units with their powers; channels: that it needs."""

    text: str
    channels: tuple[Channel, ...]
    dimension: Dimension
    _value: Callable[[Mapping[Channel, Floats]], Floats]

    def curve(
        self, history: History, from_s: float, to_s: float, most: int = 1200
    ) -> tuple[Floats, Floats]:
        """Times and values in SI between two instants, about `most` points; NaN where a channel holds nothing."""
        columns = [history.table.column(*channel) for channel in self.channels]
        times, values = history.curves(columns, from_s, to_s, most)
        return times, self.reckoned(values)

    def reckoned(self, values: Floats) -> Floats:
        """What it comes to, shape (n,), in SI. values: of its channels, in their order, shape (channels, n)."""
        named = dict(zip(self.channels, values, strict=True))
        with np.errstate(all="ignore"):
            made = np.broadcast_to(self._value(named), values.shape[1:]).astype(np.float64)
        return np.where(np.isfinite(made), made, np.nan)

    def unit(self, units: UnitSystem) -> str:
        """In what it is shown to a reader; empty for a plain number."""
        kind = _KINDS.get(self.dimension)
        if kind:
            return str(getattr(units, kind))
        return " ".join(f"{base}{_POWERS.get(power, power)}" for base, power in self.dimension)

    def shown(self, values: Floats, units: UnitSystem) -> Floats:
        """Values in SI as they are shown to a reader."""
        kind = _KINDS.get(self.dimension)
        return from_si(values, getattr(units, kind), kind) if kind else values


_KINDS = {
    (("Pa", 1),): "pressure",
    (("Pa", 1), ("s", -1)): "pressure_rate",
    (("kg", 1), ("s", -1)): "mass_rate",
}
_POWERS = {1: "", 2: "²", 3: "³", -1: "⁻¹", -2: "⁻²", -3: "⁻³"}


@dataclass(frozen=True)
class _Part:
    """A part of the expression: its dimension, and how its values are made."""

    dimension: Dimension
    value: Callable[[Mapping[Channel, Floats]], Floats]


def read_derived(text: str, station: Station, table: ChannelTable) -> Derived:
    """Read an expression. Raises DerivedError with the place of the first mistake.

    ``SUBJECT.quantity`` names a channel by the id or short name of what has it; a quantity alone is the station's, or the
    mean over all modules that measure it. The unit at the end of a name may be left out: ``COL.pressure``. Numbers have no
    unit until one is given: ``700 * mmHg``.
    """
    if not text.strip():
        raise DerivedError("write a quantity, such as COL.pressure - NODE2.pressure", 1)
    if len(text) > MOST_LETTERS:
        raise DerivedError(f"no more than {MOST_LETTERS} letters can be read", MOST_LETTERS + 1)
    strange = next((at for at, letter in enumerate(text) if not " " <= letter <= "~"), None)
    if strange is not None:
        raise DerivedError(f"{ascii(text[strange])[1:-1]} cannot be read here", strange + 1)
    lead = len(text) - len(text.lstrip())
    try:
        return _read(text.strip(), station, table)
    except DerivedError as error:
        raise DerivedError(error.words, error.position + lead) from None


def _read(text: str, station: Station, table: ChannelTable) -> Derived:
    try:
        tree = ast.parse(text, mode="eval").body
        if len(list(ast.walk(tree))) > MOST_PARTS:
            raise DerivedError("this is too long: write it as several quantities", 1)
        reader = _Reader(station, table)
        part = reader.read(tree)
    except SyntaxError as error:
        place = error.offset or len(text) + 1  # 0: it ends too early
        raise DerivedError(_syntax_words(error, text, place), place) from None
    except (RecursionError, MemoryError):
        raise DerivedError("too many brackets within brackets", 1) from None
    if not reader.channels:
        raise DerivedError("this names no channel, such as COL.pressure", 1)
    return Derived(text, tuple(reader.channels), part.dimension, part.value)


def _syntax_words(error: SyntaxError, text: str, place: int) -> str:
    letter = text[place - 1 : place]
    if "was never closed" in (error.msg or ""):
        return "this bracket is never closed"
    return f"'{letter}' cannot stand here" if letter.strip() else "something is missing here"


class _Reader:
    def __init__(self, station: Station, table: ChannelTable) -> None:
        self._table = table
        self.channels: dict[Channel, None] = {}
        self._subjects = {subject.lower(): subject for subject in (c.subject for c in table)}
        for module in station.modules:
            plain = re.sub(r"[^0-9a-z]+", "", module.short_name.lower())
            self._subjects.setdefault(plain, module.id)
        self._modules = station.module_ids

    def read(self, node: ast.expr) -> _Part:
        """A part of the expression. Raises DerivedError."""
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                if not math.isfinite(number):
                    raise _error("this number is too large", node)
                return _Part((), lambda _: np.array(float(number)))
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
                inner, sign = self.read(operand), -1.0 if isinstance(node.op, ast.USub) else 1.0
                return _Part(inner.dimension, lambda held: sign * inner.value(held))
            case ast.BinOp(op=ast.Pow()):
                return self._power(node)
            case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div()):
                return self._joined(node)
            case ast.Attribute(value=ast.Name(id=subject), attr=quantity):
                return self._channel(self._subject(subject, node), quantity, node)
            case ast.Name(id=name):
                return self._name(name, node)
            case ast.Call(func=ast.Name(id=name), keywords=[]):
                return self._call(name, node)
        raise _error(
            "only numbers, channels, + - * / **, brackets and abs, sqrt, min, max can be used", node
        )

    def _power(self, node: ast.BinOp) -> _Part:
        base, exponent = self.read(node.left), node.right
        match exponent:
            case ast.Constant(value=int() as power) if not isinstance(power, bool):
                pass
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as whole)):
                power = -whole
            case _:
                raise _error("a power is a whole number", exponent)
        if abs(power) > MOST_POWER:
            raise _error(f"a power lies between -{MOST_POWER} and {MOST_POWER}", exponent)
        dimension = _multiplied(*([base.dimension] * abs(power)))
        if power < 0:
            dimension = _inverse(dimension)
        return _Part(dimension, lambda held: np.float_power(base.value(held), power))

    def _joined(self, node: ast.BinOp) -> _Part:
        left, right = self.read(node.left), self.read(node.right)
        a, b = left.value, right.value
        match node.op:
            case ast.Mult():
                return _Part(_multiplied(left.dimension, right.dimension), lambda h: a(h) * b(h))
            case ast.Div():
                dimension = _multiplied(left.dimension, _inverse(right.dimension))
                return _Part(dimension, lambda h: np.divide(a(h), b(h)))
        if left.dimension != right.dimension:
            raise _error(
                f"{_kind_words(left)} and {_kind_words(right)} cannot be added or taken from each other",
                node.right,
            )
        if isinstance(node.op, ast.Add):
            return _Part(left.dimension, lambda h: a(h) + b(h))
        return _Part(left.dimension, lambda h: a(h) - b(h))

    def _call(self, name: str, node: ast.Call) -> _Part:
        parts = [self.read(argument) for argument in node.args]
        if name == "abs" and len(parts) == 1:
            return _Part(parts[0].dimension, lambda h: np.abs(parts[0].value(h)))
        if name == "sqrt" and len(parts) == 1:
            if any(power % 2 for _, power in parts[0].dimension):
                raise _error(f"{_kind_words(parts[0])} has no square root in whole units", node)
            half = tuple((base, power // 2) for base, power in parts[0].dimension)
            return _Part(half, lambda h: np.sqrt(parts[0].value(h)))
        if name in ("min", "max") and len(parts) >= 2:
            for part, argument in zip(parts[1:], node.args[1:], strict=True):
                if part.dimension != parts[0].dimension:
                    raise _error(
                        f"{_kind_words(parts[0])} and {_kind_words(part)} cannot be compared",
                        argument,
                    )
            take = np.minimum if name == "min" else np.maximum
            return _Part(parts[0].dimension, lambda h: _folded(take, [p.value(h) for p in parts]))
        if name in ("abs", "sqrt", "min", "max"):
            many = "two values or more" if name in ("min", "max") else "one value"
            raise _error(f"{name} takes {many}", node)
        raise _error(f"there is no function '{name}': abs, sqrt, min, max", node)

    def _name(self, name: str, node: ast.expr) -> _Part:
        if name in _UNITS:
            kind = _UNITS[name]
            factor = to_si(1.0, name, kind)
            return _Part(((_BASE[kind], 1),), lambda _: np.array(factor))
        if self._quantity(STATION, name):
            return self._channel(STATION, name, node)
        have = [m for m in self._modules if self._quantity(m, name)]
        if not have:
            raise _error(f"there is no '{name}' here{self._like(name)}", node)
        parts = [self._channel(module, name, node) for module in have]
        return _Part(parts[0].dimension, lambda h: _mean([part.value(h) for part in parts]))

    def _subject(self, name: str, node: ast.expr) -> str:
        found = self._subjects.get(name.lower())
        if found is None:
            near = difflib.get_close_matches(name.lower(), self._subjects, 1)
            told = f". Did you mean {self._subjects[near[0]]}?" if near else ""
            raise _error(f"there is no '{name}' in this run{told}", node)
        return found

    def _channel(self, subject: str, name: str, node: ast.expr) -> _Part:
        quantity = self._quantity(subject, name)
        if not quantity:
            place = node.col_offset + (len(subject) + 1 if isinstance(node, ast.Attribute) else 0)
            words = f"{subject} has no '{name}'{self._like(name, subject)}"
            raise DerivedError(words, place + 1)
        channel = (subject, quantity)
        self.channels[channel] = None
        return _Part(_dimension_of(unit_of(quantity)), lambda held: held[channel])

    def _quantity(self, subject: str, name: str) -> str:
        """The whole name of a quantity of a subject; empty where it has none."""
        wanted = _ALIASES.get(name, name)
        if self._table.get(subject, wanted) is not None:
            return wanted
        return next(
            (
                wanted + end
                for end in endings()
                if self._table.get(subject, wanted + end) is not None
            ),
            "",
        )

    def _like(self, name: str, subject: str = "") -> str:
        """What was likely meant; empty where nothing is like it."""
        known = {c.quantity for c in self._table if subject in ("", c.subject)} | set(_ALIASES)
        near = difflib.get_close_matches(name, known, 1, 0.5)
        return f". Did you mean {near[0]}?" if near else ""


def _error(words: str, node: ast.expr) -> DerivedError:
    return DerivedError(words, node.col_offset + 1)


def _folded(take: Callable[[Floats, Floats], Floats], values: list[Floats]) -> Floats:
    made = values[0]
    for value in values[1:]:
        made = take(made, value)
    return made


def _mean(values: list[Floats]) -> Floats:
    """The mean of those that are known; NaN where none is."""
    stacked = np.stack(values)
    count = (~np.isnan(stacked)).sum(axis=0)
    total: Floats = np.where(count > 0, np.nansum(stacked, axis=0), np.nan) / np.maximum(count, 1)
    return total


def _dimension_of(unit: str) -> Dimension:
    """The powers of SI units in a unit such as ``kg/s`` or ``m3``; of none, or of a plain number, nothing."""
    over, _, under = unit.partition("/")
    counts: Counter[str] = Counter()
    for part, sign in ((over, 1), (under, -1)):
        for base, power in re.findall(r"([A-Za-z]+)(\d?)", part):
            counts[base] += sign * int(power or 1)
    return tuple(sorted((base, power) for base, power in counts.items() if power))


def _multiplied(*dimensions: Dimension) -> Dimension:
    counts: Counter[str] = Counter()
    for dimension in dimensions:
        for base, power in dimension:
            counts[base] += power
    return tuple(sorted((base, power) for base, power in counts.items() if power))


def _inverse(dimension: Dimension) -> Dimension:
    return tuple((base, -power) for base, power in dimension)


def _kind_words(part: _Part) -> str:
    known = {(): "a plain number", (("Pa", 1),): "a pressure", (("K", 1),): "a temperature",
             (("s", 1),): "a time", (("kg", 1),): "a mass", (("Pa", 1), ("s", -1)): "a rate of pressure",
             (("kg", 1), ("s", -1)): "a flow"}  # fmt: skip
    named = " ".join(f"{base}{_POWERS.get(power, power)}" for base, power in part.dimension)
    return known.get(part.dimension, f"something in {named}")
