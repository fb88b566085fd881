"""States as bytes and back, bit for bit: the one packer of all that is kept so that a run can go on.

The bytes are `MAGIC`, a format, the length of a text in JSON, the text, and the arrays that it refers to
end to end. No code that the bytes might carry is run: only classes that the reader names are made, and only
where their fields are those that were packed.
"""

from __future__ import annotations

import dataclasses
import json
import struct
from collections.abc import Collection, Iterable
from enum import Enum
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.lib import format as numpy_format
from numpy.typing import NDArray

MAGIC = b"ISSV-STATE"
#: counts up with each change of how things are packed; what is packed is told by the fields of its classes
FORMAT = 3
_HEAD = struct.Struct(f"<{len(MAGIC)}sHQ")
#: what reading bytes that are no state may raise
_MISFITS = (
    ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError, SyntaxError,
)  # fmt: skip
#: what JSON knows as it is
_LEAVES = frozenset({type(None), bool, int, float, str})
_SEQUENCES = {"tuple": tuple, "list": list, "frozenset": frozenset, "set": set}


class SnapshotError(ValueError):
    """Bytes that are no snapshot, or one of another version of the program."""


def kept(thing: object, without: Collection[str] = ()) -> dict[str, Any]:
    """What an object holds, but for some of its attributes: a state for `pack` and `give_back`."""
    return {name: value for name, value in vars(thing).items() if name not in without}


def give_back(thing: object, state: dict[str, Any]) -> None:
    """Let an object hold again what `kept` took from one like it. Raises SnapshotError."""
    unknown = state.keys() - vars(thing).keys()
    if unknown:
        raise SnapshotError(f"a snapshot of another version of the program: {sorted(unknown)}")
    vars(thing).update(state)


def pack(state: Any) -> bytes:
    """`state` (dataclasses, enums, tuples, lists, sets, dicts, arrays, bytes, plain values) as bytes."""
    writer = _Writer()
    plain = {"state": writer.plain(state), "classes": writer.shapes}
    text = json.dumps(plain, separators=(",", ":")).encode()
    return b"".join([_HEAD.pack(MAGIC, FORMAT, len(text)), text, *writer.arrays])


def unpack(data: bytes, classes: Iterable[type[Any]] = ()) -> Any:
    """The state that `pack` made bytes of; only dataclasses and enums among `classes` are made.

    Raises SnapshotError.
    """
    if len(data) < _HEAD.size or not data.startswith(MAGIC):
        raise SnapshotError("not a snapshot of this program, or one of an older version of it")
    _, form, length = _HEAD.unpack_from(data)
    if form != FORMAT:
        raise SnapshotError(f"a snapshot of another version of the program (format {form})")
    known = {item.__name__: item for item in classes}
    reader = _Reader(data[_HEAD.size + length :], known)
    try:
        plain = json.loads(data[_HEAD.size : _HEAD.size + length])
        others = sorted(
            name for name, shape in plain["classes"].items() if shape_of(known[name]) != shape
        )
        state = None if others else reader.built(plain["state"])
    except _MISFITS as error:
        raise SnapshotError(f"not a snapshot of this program: {error}") from None
    if others:
        raise SnapshotError(f"a snapshot of another version of the program: {others}")
    return state


def shape_of(kind: type[Any]) -> str:
    """The fields or members of a class and what they hold, as a short digest."""
    if issubclass(kind, Enum):
        parts = [(name, repr(member.value)) for name, member in kind.__members__.items()]
    else:
        parts = [(field.name, str(field.type)) for field in dataclasses.fields(kind)]
    return sha256(repr(parts).encode()).hexdigest()[:8]


class _Writer:
    """Makes what JSON knows of values; keeps the bytes of arrays, and the shapes of classes, aside."""

    def __init__(self) -> None:
        self.arrays: list[bytes] = []
        self.shapes: dict[str, str] = {}
        self._length = 0

    def plain(self, value: Any) -> Any:
        """A value as JSON knows it."""
        if type(value) in _LEAVES:
            return value
        if isinstance(value, Enum):
            return {"#": self._named(value), "is": value.value}
        if isinstance(value, np.generic) and not isinstance(value, np.void):
            return value.item()
        if isinstance(value, bytes):
            return {"#": "bytes", "raw": self._added(value)}
        if isinstance(value, np.ndarray):
            return self._plain_array(value)
        if isinstance(value, tuple | list | frozenset | set):
            items = sorted(value) if isinstance(value, frozenset | set) else value
            name = next(name for name, kind in _SEQUENCES.items() if isinstance(value, kind))
            return {"#": name, "items": [self.plain(item) for item in items]}
        if isinstance(value, dict):
            pairs = [[self.plain(key), self.plain(item)] for key, item in value.items()]
            return {"#": "dict", "items": pairs}
        if dataclasses.is_dataclass(value):
            names = [field.name for field in dataclasses.fields(value)]
            fields = {name: self.plain(getattr(value, name)) for name in names}
            return {"#": self._named(value), "fields": fields}
        raise TypeError(f"a {type(value).__name__} cannot be kept in a snapshot")

    def _named(self, value: Any) -> str:
        name: str = type(value).__name__
        if name not in self.shapes:
            self.shapes[name] = shape_of(type(value))
        return name

    def _plain_array(self, array: NDArray[Any]) -> dict[str, Any]:
        if array.dtype.hasobject:
            raise TypeError("an array of objects cannot be kept in a snapshot")
        kind = numpy_format.dtype_to_descr(array.dtype)
        raw = self._added(array.tobytes())
        return {"#": "array", "of": kind, "shape": list(array.shape), "raw": raw}

    def _added(self, raw: bytes) -> list[int]:
        """Where bytes will lie behind the text: the place of their first and how many there are."""
        place = [self._length, len(raw)]
        self.arrays.append(raw)
        self._length += len(raw)
        return place


class _Reader:
    """Makes values of what JSON told, with the bytes that lie behind it."""

    def __init__(self, raw: bytes, known: dict[str, type[Any]]) -> None:
        self._raw, self._known = raw, known

    def built(self, value: Any) -> Any:
        """The value that `_plain` was given."""
        if not isinstance(value, dict):
            return value
        kind = value["#"]
        if kind in _SEQUENCES:
            return _SEQUENCES[kind](self.built(item) for item in value["items"])
        if kind == "array":
            flat = np.frombuffer(self._bytes(value["raw"]), dtype=_dtype(value["of"]))
            return flat.reshape(value["shape"]).copy()
        if kind == "bytes":
            return self._bytes(value["raw"])
        if kind == "dict":
            return {self.built(key): self.built(item) for key, item in value["items"]}
        if "is" in value:
            return self._known[kind](value["is"])
        return self._known[kind](**{n: self.built(item) for n, item in value["fields"].items()})

    def _bytes(self, place: list[int]) -> bytes:
        start, length = place
        found = self._raw[start : start + length]
        if start < 0 or len(found) != length:
            raise ValueError("it is cut short")
        return found


def _dtype(told: Any) -> np.dtype[Any]:
    """The type of an array, with the names of its fields if it is one of records."""
    if isinstance(told, str):
        return np.dtype(told)
    fields = [(name, _described(kind), *map(tuple, shape)) for name, kind, *shape in told]
    return np.dtype(numpy_format.descr_to_dtype(fields))


def _described(told: Any) -> Any:
    """The description of a field: a plain type, or again fields, as tuples."""
    if isinstance(told, str):
        return told
    return [(name, _described(kind), *map(tuple, shape)) for name, kind, *shape in told]
