"""States as bytes and back, bit for bit: the one packer of all that is kept so that a run can go on.

The bytes are `MAGIC`, a format, the length of a text in JSON, the text, and the arrays that it refers to
end to end. No code that the bytes might carry is run: only classes that the reader names are made.
"""

from __future__ import annotations

import dataclasses
import json
import struct
from collections.abc import Collection, Iterable
from enum import Enum
from typing import Any

import numpy as np
from numpy.lib import format as numpy_format
from numpy.typing import NDArray

MAGIC = b"ISSV-STATE"
#: counts up with each change of what is packed or how
FORMAT = 2
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
    arrays: list[bytes] = []
    text = json.dumps(_plain(state, arrays), separators=(",", ":")).encode()
    return b"".join([_HEAD.pack(MAGIC, FORMAT, len(text)), text, *arrays])


def unpack(data: bytes, classes: Iterable[type[Any]] = ()) -> Any:
    """The state that `pack` made bytes of; only dataclasses and enums among `classes` are made.

    Raises SnapshotError.
    """
    if len(data) < _HEAD.size or not data.startswith(MAGIC):
        raise SnapshotError("not a snapshot of this program, or one of an older version of it")
    _, form, length = _HEAD.unpack_from(data)
    if form != FORMAT:
        raise SnapshotError(f"a snapshot of another version of the program (format {form})")
    reader = _Reader(data[_HEAD.size + length :], {item.__name__: item for item in classes})
    try:
        return reader.built(json.loads(data[_HEAD.size : _HEAD.size + length]))
    except _MISFITS as error:
        raise SnapshotError(f"not a snapshot of this program: {error}") from None


def _plain(value: Any, arrays: list[bytes]) -> Any:
    """A value as JSON knows it; the bytes of arrays are added to `arrays`."""
    if type(value) in _LEAVES:
        return value
    if isinstance(value, Enum):
        return {"#": type(value).__name__, "is": value.value}
    if isinstance(value, np.generic) and not isinstance(value, np.void):
        return value.item()
    if isinstance(value, bytes):
        return {"#": "bytes", "raw": _added(value, arrays)}
    if isinstance(value, np.ndarray):
        return _plain_array(value, arrays)
    if isinstance(value, tuple | list | frozenset | set):
        items = sorted(value) if isinstance(value, frozenset | set) else value
        name = next(name for name, kind in _SEQUENCES.items() if isinstance(value, kind))
        return {"#": name, "items": [_plain(item, arrays) for item in items]}
    if isinstance(value, dict):
        pairs = [[_plain(key, arrays), _plain(item, arrays)] for key, item in value.items()]
        return {"#": "dict", "items": pairs}
    if dataclasses.is_dataclass(value):
        fields = {f.name: _plain(getattr(value, f.name), arrays) for f in dataclasses.fields(value)}
        return {"#": type(value).__name__, "fields": fields}
    raise TypeError(f"a {type(value).__name__} cannot be kept in a snapshot")


def _plain_array(array: NDArray[Any], arrays: list[bytes]) -> dict[str, Any]:
    if array.dtype.hasobject:
        raise TypeError("an array of objects cannot be kept in a snapshot")
    kind = numpy_format.dtype_to_descr(array.dtype)
    raw = _added(array.tobytes(), arrays)
    return {"#": "array", "of": kind, "shape": list(array.shape), "raw": raw}


def _added(raw: bytes, arrays: list[bytes]) -> list[int]:
    """Where bytes will lie behind the text: the place of their first and how many there are."""
    place = [sum(map(len, arrays)), len(raw)]
    arrays.append(raw)
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
